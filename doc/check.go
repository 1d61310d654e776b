package doc

import (
	"fmt"
	"unicode/utf8"
)

// Check tells every invariant that the document breaks, at most twenty of
// them; nil when it is sound. It is the one place where the invariants stand:
//
//   - the text is valid UTF-8, and every span lies inside it on rune boundaries;
//   - paragraphs, sentences and tokens are in order, do not overlap, are not
//     empty, and each lies inside the one above it, covering all of its items;
//   - tags and arcs are absent or one for each token; a head lies in the same
//     sentence, each sentence has exactly one root, and no arc closes a cycle;
//   - names and mentions cover whole tokens; names do not overlap;
//   - actors, statements and moves are numbered from 1 in order, and every
//     reference to one exists;
//   - pieces of content and conditions are in order and do not overlap;
//   - confidences are in 0…1.
//
// It takes time in proportion to the document.
func (d *Document) Check() []error {
	c := &inspector{d: d}
	if !utf8.ValidString(d.Report.Text) {
		c.fault("the text is not valid UTF-8")
	}
	c.layout()
	c.syntax()
	if len(c.faults) == 0 {
		c.names()
		c.actors()
		c.statements()
		c.moves()
		c.derived()
	}
	return c.faults
}

// inspector collects the faults of a document, a bounded number of them.
type inspector struct {
	d      *Document
	faults []error
}

const maxFaults = 20

func (c *inspector) fault(format string, args ...any) {
	if len(c.faults) < maxFaults {
		c.faults = append(c.faults, fmt.Errorf(format, args...))
	}
}

// span checks one span; what and i name it in the fault. Where an empty one is
// allowed, optional is true.
func (c *inspector) span(s Span, optional bool, what string, i int) {
	text := c.d.Report.Text
	switch {
	case optional && s == (Span{}):
		return
	case s.Start < 0 || s.End > len(text) || s.Start >= s.End:
		c.fault("%s %d: span [%d,%d) does not lie inside the text of %d bytes", what, i, s.Start, s.End, len(text))
	case !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]):
		c.fault("%s %d: span [%d,%d) cuts a rune", what, i, s.Start, s.End)
	}
}

func (c *inspector) layout() {
	d := c.d
	sentence, token, at := 0, 0, 0
	for i, p := range d.Paragraphs {
		c.span(p.Span, false, "paragraph", i)
		c.span(p.Dateline, true, "dateline of paragraph", i)
		if p.Span.Start < at || p.Sentences.First != sentence || p.Sentences.End < sentence || p.Sentences.End > len(d.Sentences) {
			c.fault("paragraph %d is out of order", i)
			return
		}
		at = p.Span.Start
		for j := p.Sentences.First; j < p.Sentences.End; j++ {
			s := d.Sentences[j]
			if s.Paragraph != i || !p.Span.Contains(s.Span) || s.Span.Start < at || s.Tokens.First != token {
				c.fault("sentence %d is out of order or outside its paragraph", j)
				return
			}
			if !c.sentence(j, &token) {
				return
			}
			at = s.Span.End
		}
		sentence, at = p.Sentences.End, p.Span.End
	}
	if sentence != len(d.Sentences) || token != len(d.Tokens) {
		c.fault("paragraphs hold %d of %d sentences, sentences %d of %d tokens", sentence, len(d.Sentences), token, len(d.Tokens))
	}
	for i, q := range d.Quotes {
		c.span(q.Span, false, "quote", i)
		if !q.Span.Contains(q.Inner) || q.Inner.Start > q.Inner.End {
			c.fault("quote %d: its inside is not inside", i)
		}
	}
}

// sentence checks the tokens of one sentence and moves token past them.
func (c *inspector) sentence(j int, token *int) bool {
	d, s := c.d, c.d.Sentences[j]
	c.span(s.Span, false, "sentence", j)
	if s.Tokens.Empty() || s.Tokens.End > len(d.Tokens) {
		c.fault("sentence %d has tokens [%d,%d) of %d", j, s.Tokens.First, s.Tokens.End, len(d.Tokens))
		return false
	}
	at := s.Span.Start
	for k := s.Tokens.First; k < s.Tokens.End; k++ {
		t := d.Tokens[k].Span
		c.span(t, false, "token", k)
		if t.Start < at || !s.Span.Contains(t) {
			c.fault("token %d is out of order or outside its sentence", k)
			return false
		}
		at = t.End
	}
	*token = s.Tokens.End
	return true
}

func (c *inspector) syntax() {
	d := c.d
	if n := len(d.Tags); n != 0 && n != len(d.Tokens) {
		c.fault("%d tags for %d tokens", n, len(d.Tokens))
	}
	for i, t := range d.Tags {
		if t.U == 0 || t.U >= UPOSCount || t.X == 0 || t.X >= XPOSCount || t.Lemma == "" {
			c.fault("token %d has no proper tag or lemma: %v %v %q", i, t.U, t.X, t.Lemma)
		}
	}
	if len(d.Arcs) == 0 || len(c.faults) > 0 {
		return
	}
	if len(d.Arcs) != len(d.Tokens) {
		c.fault("%d arcs for %d tokens", len(d.Arcs), len(d.Tokens))
		return
	}
	for i, s := range d.Sentences {
		c.tree(i, s.Tokens)
	}
}

// tree checks that the arcs of one sentence form a tree, in linear time: each
// walk towards the root marks its tokens and stops at one that an earlier walk
// has marked.
func (c *inspector) tree(sentence int, r Range) {
	walk := make([]int, r.Len()) // 0 unseen, else 1 + where the walk began
	roots := 0
	for t := r.First; t < r.End; t++ {
		a := c.d.Arcs[t]
		if a.Head < 0 {
			roots++
		}
		if a.Rel == 0 || a.Rel >= RelCount || a.Head >= 0 && !r.Has(int(a.Head)) || a.Head < -1 {
			c.fault("token %d: head %d or relation %d is out of bounds", t, a.Head, a.Rel)
			return
		}
	}
	for t := r.First; t < r.End; t++ {
		for u := t; u >= 0; u = int(c.d.Arcs[u].Head) {
			seen := &walk[u-r.First]
			if *seen == t+1 {
				c.fault("sentence %d: a cycle through token %d", sentence, u)
				return
			}
			if *seen != 0 {
				break
			}
			*seen = t + 1
		}
	}
	if roots != 1 {
		c.fault("sentence %d has %d roots", sentence, roots)
	}
}

// covers checks that a span runs from the start of the first token of a range
// to the end of its last.
func (c *inspector) covers(s Span, r Range, what string, i int) {
	t := c.d.Tokens
	if r.Empty() || r.First < 0 || r.End > len(t) || t[r.First].Span.Start != s.Start || t[r.End-1].Span.End != s.End {
		c.fault("%s %d: span [%d,%d) is not that of its tokens [%d,%d)", what, i, s.Start, s.End, r.First, r.End)
	}
}

func (c *inspector) names() {
	at := 0
	for i, n := range c.d.Names {
		c.span(n.Span, false, "name", i)
		c.covers(n.Span, n.Tokens, "name", i)
		if n.Span.Start < at {
			c.fault("name %d overlaps the one before", i)
		}
		at = n.Span.End
		if n.Kind == 0 || n.Kind > Group {
			c.fault("name %d has no kind", i)
		}
		c.confidence(n.Confidence, "name", i)
	}
}

func (c *inspector) confidence(p float64, what string, i int) {
	if !(p >= 0 && p <= 1) { // also not a number
		c.fault("%s %d: confidence %v", what, i, p)
	}
}

func (c *inspector) actor(id ActorID, what string, i int) {
	if id < 0 || int(id) > len(c.d.Actors) {
		c.fault("%s %d: no actor %d", what, i, id)
	}
}

func (c *inspector) actorList(ids []ActorID, what string, i int) {
	for _, id := range ids {
		if id == 0 {
			c.fault("%s %d: lists no actor", what, i)
		}
		c.actor(id, what, i)
	}
}

// pieces checks a list of spans: in order, apart, none empty.
func (c *inspector) pieces(list []Span, what string, i int) {
	at := 0
	for _, s := range list {
		c.span(s, false, what, i)
		if s.Start < at {
			c.fault("%s %d: its pieces overlap or are out of order", what, i)
		}
		at = s.End
	}
}

func (c *inspector) actors() {
	for i, a := range c.d.Actors {
		if int(a.ID) != i+1 || a.Name == "" || a.Kind == 0 || a.Kind > Group {
			c.fault("actor %d: number %d, name %q, kind %d", i+1, a.ID, a.Name, a.Kind)
		}
		c.actor(a.Party, "party of actor", i+1)
		for _, s := range a.Mentions {
			c.span(s, false, "mention of actor", i+1)
		}
		for _, s := range a.Names {
			c.span(s, false, "name of actor", i+1)
		}
	}
	at := 0
	for i, m := range c.d.Mentions {
		c.span(m.Span, false, "mention", i)
		c.covers(m.Span, m.Tokens, "mention", i)
		c.actor(m.Actor, "mention", i)
		if m.Actor == 0 || m.Kind == 0 || !m.Tokens.Has(m.Head) || m.Span.Start < at {
			c.fault("mention %d is out of order or has no actor, kind or head", i)
		}
		at = m.Span.Start
	}
}

func (c *inspector) statements() {
	for i, s := range c.d.Statements {
		n := i + 1
		if int(s.ID) != n {
			c.fault("statement %d is numbered %d", n, s.ID)
		}
		c.actor(s.Source, "statement", n)
		c.actorList(s.Sources, "statement", n)
		c.actorList(s.To, "statement", n)
		if len(s.Sources) > 0 && s.Sources[0] != s.Source || len(s.Sources) == 0 && s.Source != 0 {
			c.fault("statement %d: its source is not the first of its sources", n)
		}
		c.span(s.SourceSpan, true, "source of statement", n)
		c.span(s.Cue, true, "cue of statement", n)
		c.pieces(s.Content, "content of statement", n)
		if len(s.Content) == 0 || s.Kind == 0 || s.Mode == 0 || s.Voice == 0 {
			c.fault("statement %d lacks content, kind, mode or voice", n)
		}
		if s.Within < 0 || int(s.Within) > len(c.d.Statements) || int(s.Within) == n {
			c.fault("statement %d is told within %d", n, s.Within)
		}
		c.confidence(s.Confidence, "statement", n)
	}
}

func (c *inspector) moves() {
	for i, m := range c.d.Moves {
		n := i + 1
		if int(m.ID) != n || m.Act == 0 || m.Act > Expect || m.Status == 0 || m.Voice == 0 {
			c.fault("move %d: number %d, act %v, status %v, voice %v", n, m.ID, m.Act, m.Status, m.Voice)
		}
		c.actorList(m.By, "move", n)
		c.actorList(m.Via, "move", n)
		c.actorList(m.To, "move", n)
		c.span(m.What, true, "object of move", n)
		c.span(m.Cue, false, "cue of move", n)
		c.span(m.Evidence, false, "evidence of move", n)
		c.pieces(m.If, "condition of move", n)
		for _, k := range m.Conditions {
			c.span(k.Span, false, "condition of move", n)
			c.actorList(k.By, "condition of move", n)
		}
		if m.Denies < 0 || int(m.Denies) > len(c.d.Moves) || m.Statement < 0 || int(m.Statement) > len(c.d.Statements) {
			c.fault("move %d denies %d in statement %d", n, m.Denies, m.Statement)
		}
		c.confidence(m.Confidence, "move", n)
	}
}

func (c *inspector) move(id MoveID, what string, i int) {
	if id < 1 || int(id) > len(c.d.Moves) {
		c.fault("%s %d: no move %d", what, i, id)
	}
}

func (c *inspector) positions(list []Position, what string, i int) {
	for _, p := range list {
		c.actorList([]ActorID{p.Actor, p.By}, what, i)
		c.move(p.Move, what, i)
		if p.Stance == 0 || p.Voice == 0 {
			c.fault("%s %d: a position lacks stance or voice", what, i)
		}
		c.confidence(p.Confidence, what, i)
	}
}

func (c *inspector) derived() {
	d := c.d
	for i, t := range d.Times {
		c.span(t.Span, false, "time", i)
		if t.Type == 0 || t.Value == "" {
			c.fault("time %d lacks type or value", i)
		}
	}
	for i := range d.Proposals {
		c.proposal(&d.Proposals[i], i+1)
	}
	for i, s := range d.Shifts {
		c.actor(s.Actor, "shift", i+1)
		c.span(s.From, true, "shift", i+1)
		c.span(s.To, true, "shift", i+1)
		c.span(s.Evidence, false, "evidence of shift", i+1)
	}
	for i, k := range d.Commitments {
		c.move(k.Move, "commitment", i+1)
		c.actorList(k.By, "commitment", i+1)
	}
	for i, w := range d.Deadlines {
		c.actor(w.By, "deadline", i+1)
		c.span(w.What, true, "object of deadline", i+1)
		c.span(w.Phrase, false, "phrase of deadline", i+1)
		c.confidence(w.Confidence, "deadline", i+1)
		if w.From == "" || w.To == "" || w.From > w.To && len(w.From) == len(w.To) {
			c.fault("deadline %d runs from %q to %q", i+1, w.From, w.To)
		}
	}
}

func (c *inspector) proposal(p *Proposal, n int) {
	if p.ID != n || p.Kind == 0 || p.Label == "" {
		c.fault("proposal %d: number %d, kind %v, label %q", n, p.ID, p.Kind, p.Label)
	}
	c.actorList(p.Participants, "proposal", n)
	c.positions(p.Positions, "proposal", n)
	for _, s := range p.Spans {
		c.span(s, false, "proposal", n)
	}
	for _, o := range p.Options {
		c.span(o.Span, true, "option of proposal", n)
		c.positions(o.Positions, "option of proposal", n)
		if o.Move != 0 {
			c.move(o.Move, "option of proposal", n)
		}
	}
}
