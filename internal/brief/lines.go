package brief

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// nobody heads a line whose actor the report does not tell.
const nobody = "not named"

func ref(prefix byte, n int) string { return string(prefix) + strconv.Itoa(n) }

func (v *view) proposal(p *doc.Proposal) {
	out := proposal{ID: ref('p', p.ID), Kind: p.Kind.String(), Label: v.label(p), Low: true}
	rows := v.rows(p)
	for _, actor := range rows {
		n := len(out.Lines)
		low := 0
		for i := range p.Positions {
			if p.Positions[i].Actor == actor {
				l := v.position(&p.Positions[i])
				out.Lines = append(out.Lines, l)
				if l.Low {
					low++
				} else {
					out.Low = false
				}
			}
		}
		if l := (line{Head: v.name(actor), Key: "–", Class: "none"}); len(out.Lines)-n == low {
			if l.Words = "no statement found in this report"; low > 0 {
				l.Words = "nothing at this confidence: " + count(low, "line") + " below it"
			}
			if low == 0 || v.concerns(p, actor) {
				out.Lines = append(out.Lines, l)
			}
		}
	}
	for i := 1; i < len(out.Lines); i++ {
		out.Lines[i].Again = out.Lines[i].Head == out.Lines[i-1].Head
	}
	out.Options = v.options(p, &out.Low)
	v.Proposals = append(v.Proposals, out)
}

// concerns tells whether a proposal names an actor, or one that it stands for,
// as a participant; others have a row only for what they say.
func (v *view) concerns(p *doc.Proposal, actor doc.ActorID) bool {
	return slices.ContainsFunc(p.Participants, func(a doc.ActorID) bool { return a == actor || v.party(a) == actor })
}

// rows lists the parties of a proposal: who has a position in the order in
// which they are told, then the participants that have none.
func (v *view) rows(p *doc.Proposal) []doc.ActorID {
	var rows []doc.ActorID
	add := func(a doc.ActorID) {
		if v.name(a) != "" && !slices.Contains(rows, a) {
			rows = append(rows, a)
		}
	}
	for i := range p.Positions {
		add(p.Positions[i].Actor)
	}
	for _, a := range p.Participants {
		if !slices.Contains(rows, a) {
			add(v.party(a))
		}
	}
	return rows
}

func (v *view) position(p *doc.Position) line {
	l := line{Head: v.name(p.Actor), Key: p.Stance.String(), Class: p.Stance.String()}
	if p.By != p.Actor {
		l.Who = v.name(p.By)
	}
	if m := v.move(p.Move); m != nil {
		below, private := v.Below, v.Private
		v.rest(&l, m)
		v.Below, v.Private = below, private // the position's own confidence decides
		l.Voice = v.voice(p.Voice, m.Status, l.Words)
	}
	relay(&l, p.Voice)
	l.Found, l.Conf = true, p.Confidence
	v.weigh(&l)
	return l
}

// relay moves whoever tells of another's move from the head of the line, where
// those stand who speak for themselves, to its voice.
func relay(l *line, x doc.Voice) {
	if x == doc.Relayed && l.Who != "" && strings.HasPrefix(l.Voice, "relayed") {
		l.Voice = "relayed by " + l.Who + strings.TrimPrefix(l.Voice, "relayed")
		l.Who = ""
	}
}

// sure is how sure a choice under a proposal is: as the surest voice on it, or
// the move that put it there.
func (v *view) sure(o *doc.Option, m *doc.Move) float64 {
	c := m.Confidence
	for i := range o.Positions {
		c = max(c, o.Positions[i].Confidence)
	}
	return c
}

// options groups the choices under a proposal by kind; values that the same
// voices floated stand together.
func (v *view) options(p *doc.Proposal, low *bool) []option {
	var out []option
	type entry struct{ value, told string }
	var entries [][]entry
	for i := range p.Options {
		o := &p.Options[i]
		m := v.move(o.Move)
		if m != nil && (v.sure(o, m) < v.min || v.private[m.ID]) {
			if v.sure(o, m) < v.min {
				v.Below++
			}
			continue
		}
		*low = false
		k := slices.IndexFunc(out, func(x option) bool { return x.Kind == o.Kind.String() })
		if k < 0 {
			k = len(out)
			out = append(out, option{Kind: o.Kind.String()})
			entries = append(entries, nil)
		}
		told := v.floated(o, m)
		out[k].Refs = append(out[k].Refs, ref('m', int(o.Move)))
		if n := len(entries[k]); n > 0 && entries[k][n-1].told == told {
			entries[k][n-1].value += ", " + balance(clean(o.Value))
			continue
		}
		entries[k] = append(entries[k], entry{balance(clean(o.Value)), told})
	}
	for k := range out {
		for _, e := range entries[k] {
			if e.told != "" {
				e.value += " (" + e.told + ")"
			}
			out[k].Values = append(out[k].Values, e.value)
		}
	}
	return out
}

// floated tells who put a choice there and who says what about it.
func (v *view) floated(o *doc.Option, m *doc.Move) string {
	var parts []string
	if o.Dropped {
		parts = append(parts, "dropped")
	}
	told := map[doc.ActorID]bool{}
	if m != nil {
		by := strings.Join(v.names(m.By), ", ")
		verb := "floated by "
		if m.Act != doc.Propose {
			verb = ""
		}
		if by != "" {
			if voice := v.voice(m.Voice, m.Status, v.speech.phrase(m)); voice != "" && voice != "reported" {
				by += ", " + voice
			}
			parts = append(parts, verb+by)
		}
		for _, a := range m.By {
			told[a], told[v.party(a)] = true, true
		}
	}
	for i := range o.Positions {
		p := &o.Positions[i]
		if told[p.Actor] && p.Stance == doc.StanceFor || p.Confidence < v.min {
			continue
		}
		s := cmp.Or(v.name(p.By), v.name(p.Actor)) + " " + p.Stance.String()
		if pm := v.move(p.Move); pm != nil && (pm.Status == doc.Possible || pm.Status == doc.Reported) {
			s += ", " + pm.Status.String()
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, "; ")
}

func (v *view) commitment(c *doc.Commitment) {
	m := v.move(c.Move)
	if m == nil {
		return
	}
	l := line{Head: cmp.Or(strings.Join(v.names(c.By), ", "), nobody), Key: v.verb(m.Act, c.By), Class: m.Act.String()}
	if m.Act == doc.Reject {
		if l.Key = "rules out"; v.several(c.By) {
			l.Key = "rule out"
		}
	}
	v.rest(&l, m)
	if via := v.names(m.Via); len(via) > 0 {
		l.Who = via[0]
	}
	if !m.What.Empty() {
		l.Words = v.thing(m)
		l.Voice = v.voice(m.Voice, m.Status, l.Words)
	}
	relay(&l, m.Voice)
	if c.Status != doc.Open && c.Status != 0 {
		l.Key += " (" + c.Status.String() + ")"
	}
	v.Commitments = append(v.Commitments, l)
}

func (v *view) deadline(d *doc.Deadline) {
	l := line{Head: window(d.From, d.To), Who: v.name(d.By), Words: v.speech.words(v.widen(d.What)), Conf: d.Confidence, Found: true,
		Para: v.speech.paragraph(d.Phrase), Why: clean(d.Why)}
	m := v.move(d.Move)
	if m != nil {
		if l.Words == "" || m.What.Contains(d.What) && m.What.Len() <= d.What.Len()+8 {
			l.Words = v.thing(m)
		}
		l.If = v.conditions(m, d.What.Cover(m.What))
	}
	if phrase := v.speech.words(d.Phrase); !strings.Contains(l.Words, strings.Trim(phrase, "“”")) {
		l.Words = strings.TrimPrefix(l.Words+" – "+phrase, " – ")
	}
	if m != nil {
		l.Ref, l.move = ref('m', int(m.ID)), m.ID
		l.Voice = v.voice(m.Voice, m.Status, l.Words)
	} else {
		v.dueWithin(&l, d)
	}
	v.weigh(&l)
	v.Due = append(v.Due, l)
}

// once leaves out a deadline that an earlier one of the same actor, days and
// paragraph has with all its words.
func once(lines []line) []line {
	thing := func(l *line) string {
		s, _, _ := strings.Cut(l.Words, " – ")
		return s
	}
	var out []line
	for i := range lines {
		l := &lines[i]
		near := max(0, len(out)-40)
		twin := slices.IndexFunc(out[near:], func(o line) bool {
			return o.Head == l.Head && o.Who == l.Who && o.Para == l.Para && !o.Low && !l.Low &&
				(strings.HasPrefix(thing(&o), thing(l)) || strings.HasPrefix(thing(l), thing(&o)))
		})
		switch {
		case twin < 0:
			out = append(out, *l)
		case len(thing(l)) > len(thing(&out[near+twin])):
			out[near+twin] = *l
		}
	}
	return out
}

// dueWithin gives a deadline that rests on no move the voice of the statement
// that it stands in; outside of all it is the report that tells it.
func (v *view) dueWithin(l *line, d *doc.Deadline) {
	l.Voice = v.voice(doc.Narrated, 0, l.Words)
	least := len(v.d.Report.Text) + 1
	for i := range v.d.Statements {
		s := &v.d.Statements[i]
		for _, c := range s.Content {
			if c.Contains(d.Phrase) && c.Len() < least {
				least = c.Len()
				l.Ref, l.Voice = ref('s', int(s.ID)), v.voice(s.Voice, 0, l.Words)
			}
		}
	}
}

func window(from, to string) string {
	from, to = clean(from), clean(to)
	switch {
	case from == to || to == "":
		return from
	case from == "":
		return "… " + to
	}
	return from + " … " + to
}

func (v *view) shift(s *doc.Shift) {
	to := v.speech.words(v.widen(s.To))
	if to == "" {
		to = "(nothing told instead)"
	}
	v.Shifts = append(v.Shifts, line{Head: v.name(s.Actor), Words: v.speech.words(v.widen(s.From)) + " → " + to, Conf: 1, Found: true,
		Para: v.speech.paragraph(s.Evidence), Why: clean(s.Why)})
}

// pressure lists what one asks, doubts, denies or holds against another, where
// no position or commitment shows it already.
func (v *view) pressure() {
	shown := map[doc.MoveID]bool{}
	for i := range v.d.Proposals {
		p := &v.d.Proposals[i]
		for _, q := range p.Positions {
			shown[q.Move] = true
		}
	}
	for i := range v.d.Commitments {
		shown[v.d.Commitments[i].Move] = true
	}
	for i := range v.d.Moves {
		m := &v.d.Moves[i]
		switch m.Act {
		case doc.Demand, doc.Accuse, doc.Threaten, doc.Deny, doc.Doubt, doc.Reject, doc.Support:
		default:
			continue
		}
		if shown[m.ID] || len(m.By) == 0 && m.Voice == doc.Narrated {
			continue
		}
		l := line{Key: v.verb(m.Act, m.By), Class: m.Act.String()}
		v.rest(&l, m)
		l.Head = cmp.Or(strings.Join(v.names(m.By), ", "), nobody)
		if to := v.names(m.To); len(to) > 0 {
			l.Who = "→ " + strings.Join(to, ", ")
		}
		l.Words = v.thing(m)
		l.Voice = v.voice(m.Voice, m.Status, l.Words)
		v.Pressure = append(v.Pressure, l)
	}
}

// events lists what happened or is on a schedule and stands in no other
// section: what has a date in its order, then the rest in that of the report.
func (v *view) events() {
	shown := map[doc.MoveID]bool{}
	for i := range v.Commitments {
		shown[v.Commitments[i].move] = true
	}
	for i := range v.d.Deadlines {
		shown[v.d.Deadlines[i].Move] = true
	}
	for i := range v.d.Moves {
		m := &v.d.Moves[i]
		switch m.Act {
		case doc.Meet, doc.Coerce, doc.Fight, doc.Aid, doc.Leave:
		case doc.Agree, doc.Concede:
			if m.Status != doc.Done && m.Status != doc.Planned {
				continue
			}
		default:
			continue
		}
		if shown[m.ID] || m.Status == doc.Stated && m.Act != doc.Meet && m.Act != doc.Leave {
			continue
		}
		l := line{Head: day(m.When), Key: m.Act.String(), Class: m.Act.String()}
		v.rest(&l, m)
		l.Who = strings.Join(v.names(m.By), ", ")
		if to := v.names(m.To); len(to) > 0 {
			l.Who = strings.TrimSpace(l.Who + " → " + strings.Join(to, ", "))
		}
		if l.Words = ""; !m.What.Empty() || len(m.To) == 0 && len(m.By) < 2 {
			l.Words = v.thing(m)
		}
		l.Voice, l.event = eventVoice(m), true
		v.Events = append(v.Events, l)
	}
	slices.SortStableFunc(v.Events, func(a, b line) int {
		if (a.Head == "") != (b.Head == "") {
			return strings.Compare(b.Head, a.Head)
		}
		return strings.Compare(a.Head, b.Head)
	})
}

// day is when a move was made, an interval as its two ends.
func day(w doc.When) string { return clean(strings.Replace(string(w), "/", " … ", 1)) }

// eventVoice says how sure the report is; that it tells of an event itself is
// the rule, and not said.
func eventVoice(m *doc.Move) string {
	var parts []string
	switch m.Voice {
	case doc.UnnamedSource:
		parts = append(parts, "unnamed source")
	case doc.Relayed, doc.Official:
		parts = append(parts, m.Voice.String())
	}
	switch m.Status {
	case doc.Reported:
		parts = append(parts, "unconfirmed")
	case doc.Planned, doc.Possible, doc.Denied:
		parts = append(parts, m.Status.String())
	}
	return strings.Join(parts, ", ")
}

// statements groups what is said by who says it, in the order in which they
// first speak.
func (v *view) statements() {
	at := map[string]int{}
	for i := range v.d.Statements {
		s := &v.d.Statements[i]
		l := line{Ref: ref('s', int(s.ID)), Conf: s.Confidence, Why: clean(s.Why), Found: true,
			Key: lower(clip(v.speech.words(s.Cue), 30)), Class: faded}
		var pieces []string
		for _, c := range s.Content {
			pieces = append(pieces, strings.TrimPrefix(v.speech.words(c), "that "))
			if l.Para == 0 {
				l.Para = v.speech.paragraph(c)
			}
		}
		l.Words = clip(unstopped(strings.Join(pieces, " … ")), 400)
		if alone(l.Words) && !quoted(l.Words) {
			continue // "which": its words stand elsewhere
		}
		if l.Voice = v.voice(s.Voice, 0, l.Words); s.Kind == doc.Direct && l.Voice == "reported" {
			l.Voice = "" // a turn of a transcript: the speaker's words without marks
		}
		v.weigh(&l)
		name := strings.Join(v.names(s.Sources), ", ")
		if name == "" {
			name = v.name(s.Source)
		}
		if words := clean(s.SourceSpan.In(v.d.Report.Text)); s.Voice == doc.UnnamedSource && len(words) > len(name) {
			name = clip(words, 80) // "a person familiar with the plan", not "person"
		}
		if name == "" {
			if name = clean(s.SourceSpan.In(v.d.Report.Text)); name == "" {
				name = "source not named"
			}
		}
		k, known := at[name]
		if !known {
			k = len(v.Sources)
			at[name] = k
			v.Sources = append(v.Sources, source{Name: name, Ref: ref('a', int(s.Source)), Low: true})
		}
		v.Sources[k].Low = v.Sources[k].Low && l.Low
		v.Sources[k].Lines = append(v.Sources[k].Lines, l)
	}
}

// unstopped is words without the full stop of their sentence; that of an
// abbreviation and one inside quotation marks stay.
func unstopped(words string) string {
	last := words[strings.LastIndexByte(words, ' ')+1:]
	if strings.Count(last, ".") == 1 && len(last) > 4 {
		return strings.TrimSuffix(words, ".")
	}
	return words
}

// lower makes the first letter small.
func lower(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
