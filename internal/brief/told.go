package brief

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// The record names a thing by the shortest stretch that does ("ceasefire",
// "draft map", "more"). A person reads words that hang together, so a line
// shows that stretch with what belongs to it in the report: the article or the
// modal before it, the noun that it is part of, the "of …" behind it. Nothing
// is shown that does not stand there.

const farthest = 110 // bytes that a stretch may grow to

// leads are the words that a stretch is shown with when they stand right
// before it.
var leads = strings.Fields(`a an the this these those such his her its their our your my no any all some both more
 only not never neither would will could may might must should cannot to be been being is are was were`)

// weak are words that name nothing when they stand alone.
var weak = strings.Fields(`which that it this these those so what who whom them him her he she they one more such
 then there do did does done also place way`)

// alone tells whether words name nothing without what stands around them.
func alone(words string) bool {
	words = strings.ToLower(strings.Trim(words, "“” .,"))
	return words == "" || slices.Contains(weak, words)
}

// before is the word that ends right before pos, and where it begins; ""
// where something else stands between.
func (s *speech) before(pos int) (string, int) {
	if pos < 0 || pos > len(s.text) {
		return "", pos
	}
	end := pos
	for end > 0 && s.text[end-1] == ' ' {
		end--
	}
	if end == pos || pos-end > 1 {
		return "", pos
	}
	from := end
	for from > 0 {
		r, n := utf8.DecodeLastRuneInString(s.text[:from])
		if !unicode.IsLetter(r) && r != '’' && r != '\'' {
			break
		}
		from -= n
	}
	if from > 0 && !strings.ContainsRune(" \n“\"(—–", lastRune(s.text[:from])) {
		return "", pos
	}
	return s.text[from:end], from
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// widen is p with what belongs to it in the report.
func (v *view) widen(p doc.Span) doc.Span {
	if p.In(v.d.Report.Text) == "" {
		return p
	}
	p = v.whole(p)
	for range 3 {
		word, from := v.speech.before(p.Start)
		if word == "" || !slices.Contains(leads, strings.ToLower(word)) && !strings.HasSuffix(word, "n’t") && !strings.HasSuffix(word, "n't") || p.End-from > farthest && p.Len() < farthest {
			break
		}
		p.Start = from
	}
	return p
}

// whole adds the rest of the noun phrase that p is a piece of, by the trees;
// it adds nothing where there are none.
func (v *view) whole(p doc.Span) doc.Span {
	r := v.d.TokensIn(p)
	if r.Empty() || r.End > len(v.d.Arcs) || len(v.d.Tags) < len(v.d.Arcs) {
		return p
	}
	end := v.sentenceEnd(r.First)
	if head := int(v.d.Arcs[r.End-1].Head); head >= r.End && head < end && head < r.End+6 && v.modifies(r.End-1) {
		r.End = head + 1
	}
	grown := r
	for grown.End < end && v.belongs(r, grown.End) {
		grown.End++
	}
	for grown.End > r.End && !v.endsWell(grown.End-1) {
		grown.End--
	}
	if q := p.Cover(v.d.SpanOf(grown)); q.Len() <= farthest {
		return q
	}
	return p.Cover(v.d.SpanOf(r))
}

func (v *view) sentenceEnd(token int) int {
	if i := v.d.SentenceOf(token); i < len(v.d.Sentences) {
		return min(v.d.Sentences[i].Tokens.End, len(v.d.Arcs))
	}
	return token + 1
}

// modifies tells whether a token only qualifies the noun that it hangs on.
func (v *view) modifies(i int) bool {
	switch v.d.Arcs[i].Rel {
	case doc.RelAmod, doc.RelNummod, doc.RelDet, doc.RelCompound, doc.RelNmodPoss:
		return true
	}
	return false
}

// belongs tells whether token i, behind r and what it has grown by, is part of an
// "of …", "on …" or "between …" that qualifies a noun of r.
func (v *view) belongs(r doc.Range, i int) bool {
	if v.d.Tags[i].U == doc.UPUNCT {
		return false
	}
	for step := 0; step < 6; step++ {
		head, rel := int(v.d.Arcs[i].Head), v.d.Arcs[i].Rel
		if head < 0 {
			return false
		}
		if r.Has(head) {
			return rel == doc.RelNmod && v.d.Tags[head].U != doc.UVERB
		}
		switch rel {
		case doc.RelCase, doc.RelDet, doc.RelAmod, doc.RelNummod, doc.RelCompound, doc.RelFlat, doc.RelNmod, doc.RelNmodPoss, doc.RelCc, doc.RelConj:
		default:
			return false
		}
		i = head
	}
	return false
}

// endsWell tells whether a stretch may end with token i.
func (v *view) endsWell(i int) bool {
	switch v.d.Tags[i].U {
	case doc.UNOUN, doc.UPROPN:
		return true
	}
	return false
}

// begins tells whether p begins with a verb in its base form: a thing to do,
// which needs no verb before it.
func (v *view) begins(p doc.Span) bool {
	r := v.d.TokensIn(p)
	return !r.Empty() && r.First < len(v.d.Tags) && v.d.Tags[r.First].X == doc.PVB
}

// thing is what a move is about in the report's words: the thing alone where
// it is something to do, else with the words that make the move, since "the
// conclusions of the summit" does not tell what was held against them.
func (v *view) thing(m *doc.Move) string {
	if m.What.Empty() {
		return v.phrase(m)
	}
	if m.Act != doc.Reject && v.begins(m.What) || m.What.Contains(m.Cue) && !m.Cue.Empty() {
		span := v.subject(m, v.widen(m.What))
		if words := v.speech.words(v.calling(span, span)); !thin(words) {
			return clip(words, 2*longest)
		}
	}
	if !m.Cue.Empty() && m.Cue.End < m.What.Start && v.says(m) && v.modal(m.Cue) == m.Cue {
		rest := doc.Span{Start: m.Cue.End + 1, End: v.widen(m.What).End}
		if words := strings.TrimPrefix(v.speech.words(rest), "out "); rest.Len() <= longest && !thin(words) {
			return words
		}
	}
	return v.phrase(m)
}

// says tells whether the verb of the report is the one that heads the line, so
// that the two read on: "denies" "that it was promised".
func (v *view) says(m *doc.Move) bool {
	cue, act := strings.ToLower(m.Cue.In(v.d.Report.Text)), m.Act.String()
	if m.Act == doc.Reject {
		return strings.HasPrefix(cue, "rul") || strings.HasPrefix(cue, "reject")
	}
	return len(act) > 2 && strings.HasPrefix(cue, act[:min(4, len(act)-1)]) && !strings.Contains(cue, " ")
}

// thin tells whether words are too few to say what a move is about.
func thin(words string) bool { return alone(words) || !strings.Contains(words, " ") }

// phrase is the move in the report's words, grown to words that hang together.
func (v *view) phrase(m *doc.Move) string {
	grown := *m
	if !m.What.Empty() {
		grown.What = v.subject(m, v.widen(m.What))
	}
	if !m.Cue.Empty() && (m.What.Empty() || m.Cue.Start < m.What.Start) {
		grown.Cue = v.modal(m.Cue)
	} else if !m.Cue.Empty() {
		grown.Cue = v.whole(m.Cue)
	}
	if !grown.Cue.Empty() {
		grown.Cue = v.calling(grown.Cue, grown.What)
	}
	words := v.speech.phrase(&grown)
	if thin(words) {
		all := grown.Cue.Cover(grown.What)
		if words = clip(v.speech.words(v.speech.clause(all, m.Evidence)), longest); alone(words) {
			return clip(v.speech.words(m.Evidence), longest)
		}
	}
	return words
}

// subject adds the subject of a thing that is told with its verb, unless that
// is who makes the move: "costs billions" does not tell what does.
func (v *view) subject(m *doc.Move, p doc.Span) doc.Span {
	r := v.d.TokensIn(p)
	if r.Empty() || r.End > len(v.d.Arcs) || r.First >= len(v.d.Tags) {
		return p
	}
	switch v.d.Tags[r.First].X {
	case doc.PVBZ, doc.PVBP, doc.PVBD, doc.PMD:
	default:
		return p
	}
	first := r.First
	for i := r.First - 1; i >= 0 && i >= r.First-10; i-- {
		head := int(v.d.Arcs[i].Head)
		if rel := v.d.Arcs[i].Rel; rel == doc.RelNsubj && r.Has(head) && head < r.First+3 {
			first = v.leftmost(i, r.First-12)
			break
		}
	}
	if q := p.Cover(v.d.SpanOf(doc.Range{First: first, End: first + 1})); first < r.First && !alone(v.d.Form(v.d.Report.Text, first)) && q.Len() <= longest && !v.mentions(m.By, q.Start) {
		return q
	}
	return p
}

// leftmost is the first token of the unbroken phrase that ends with the head i.
func (v *view) leftmost(i, least int) int {
	first := i
	for j := i - 1; j >= max(0, least); j-- {
		at := j
		for step := 0; step < 6 && at >= 0 && at != i; step++ {
			at = int(v.d.Arcs[at].Head)
		}
		if at != i || v.d.Tags[j].U == doc.UPUNCT {
			break
		}
		first = j
	}
	return first
}

func (v *view) mentions(by []doc.ActorID, at int) bool {
	for _, a := range by {
		if a < 1 || int(a) > len(v.d.Actors) {
			continue
		}
		for _, s := range v.d.Actors[a-1].Mentions {
			if s.Start <= at && at < s.End {
				return true
			}
		}
	}
	return false
}

// calling is the cue with the verb that gives the thing its name right before
// it: "called the idea premature".
func (v *view) calling(cue, what doc.Span) doc.Span {
	all := cue.Cover(what)
	switch word, from := v.speech.before(all.Start); strings.ToLower(word) {
	case "called", "calls", "calling", "call", "labelled", "labeled", "branded", "termed", "deemed", "found", "considered", "considers":
		cue = doc.Span{Start: from, End: max(cue.End, from)}
	}
	return cue
}

// modal adds the words before a verb that turn it: "would not", "never",
// "doesn’t", and the verb that it hangs on: "hoped to".
func (v *view) modal(p doc.Span) doc.Span {
	denied := false
	for range 4 {
		word, from := v.speech.before(p.Start)
		switch word := strings.ToLower(word); {
		case turns(word), denied && helps(word):
			denied = denied || word == "not" || word == "never"
			p.Start = from
		case word == "to":
			verb, start := v.speech.before(from)
			if verb == "" || verb != strings.ToLower(verb) {
				return p
			}
			p.Start = start
		default:
			return p
		}
	}
	return p
}

// turns tells whether a word before a verb says whether it holds.
func turns(word string) bool {
	switch word {
	case "would", "will", "could", "may", "might", "must", "should", "cannot", "not", "never", "neither", "only", "no":
		return true
	}
	return strings.HasSuffix(word, "n’t") || strings.HasSuffix(word, "n't")
}

// helps tells whether a word is the auxiliary that a "not" stands with.
func helps(word string) bool {
	switch word {
	case "has", "have", "had", "is", "are", "was", "were", "do", "does", "did":
		return true
	}
	return false
}

// binding are the words that tie a promise to a condition.
var binding = []string{" provided that ", " provided ", " on condition that ", " as long as ", " so long as ", " only if ", " if ", " unless "}

// tail is the condition that follows a promise in its sentence where the
// record holds none, so that no promise is shown without its condition.
func (v *view) tail(m *doc.Move) []condition {
	at := m.Cue.Cover(m.What)
	if len(m.If) > 0 || at.Empty() || at.End >= m.Evidence.End || m.Evidence.In(v.d.Report.Text) == "" {
		return nil
	}
	rest := doc.Span{Start: at.End, End: m.Evidence.End}.In(v.d.Report.Text)
	if i := strings.IndexAny(rest, ".;:!?\n”\""); i >= 0 {
		rest = rest[:i]
	}
	for _, hinge := range binding {
		i := strings.Index(rest, hinge)
		if i < 0 || i > 60 {
			continue
		}
		from := at.End + i + len(hinge)
		words := clip(v.speech.words(doc.Span{Start: from, End: at.End + len(rest)}), 120)
		if words != "" {
			return []condition{{strings.ToUpper(strings.TrimSpace(strings.TrimSuffix(hinge, "that "))), words}}
		}
	}
	return nil
}

// label is what a proposal is called. What begins with a verb in its base form
// gets the "to" that it has in speech.
func (v *view) label(p *doc.Proposal) string {
	label := balance(clean(p.Label))
	if p.Kind == doc.MeetingProposal {
		label = strings.TrimPrefix(label, "Meeting ")
	}
	for _, s := range p.Spans {
		words := v.speech.words(s)
		if !strings.EqualFold(words, strings.Trim(label, "“”")) && !strings.EqualFold(words, label) {
			continue
		}
		if v.begins(s) {
			if !strings.Contains(words, " ") {
				return "" // "meet": the kind says it
			}
			return "To " + lower(label)
		}
	}
	return label
}

// verbs are the acts as a line of one actor and of several has them.
var verbs = map[doc.Act][2]string{
	doc.Meet: {"meets", "meet"}, doc.Propose: {"proposes", "propose"}, doc.Support: {"supports", "support"}, doc.Agree: {"agrees", "agree"},
	doc.Offer: {"offers", "offer"}, doc.Demand: {"demands", "demand"}, doc.Reject: {"rejects", "reject"}, doc.Doubt: {"doubts", "doubt"},
	doc.Deny: {"denies", "deny"}, doc.Accuse: {"accuses", "accuse"}, doc.Threaten: {"threatens", "threaten"}, doc.Concede: {"concedes", "concede"},
}

// verb is the act as the head of a line has it: "demands", and "demand" of
// several.
func (v *view) verb(a doc.Act, by []doc.ActorID) string {
	forms, ok := verbs[a]
	if !ok {
		return a.String()
	}
	if v.several(by) {
		return forms[1]
	}
	return forms[0]
}

func (v *view) several(by []doc.ActorID) bool {
	if len(by) != 1 {
		return len(by) > 1
	}
	name := v.name(by[0])
	if name == "" {
		return false
	}
	a := &v.d.Actors[max(int(by[0])-1, 0)]
	return a.Kind == doc.Group && strings.HasSuffix(name, "s")
}

// group brings the lines of one head together, in the order of the first, and
// leaves out a line whose words stand in another of the same key.
func group(lines []line) []line {
	heads := map[string]int{}
	var groups [][]line
	for _, l := range lines {
		k, known := heads[l.Head]
		if !known {
			k = len(groups)
			heads[l.Head] = k
			groups = append(groups, nil)
		}
		if l.Low || !repeated(groups[k], &l) {
			l.Again = len(groups[k]) > 0
			groups[k] = append(groups[k], l)
		}
	}
	return slices.Concat(groups...)
}

// repeated tells whether the last lines, those of l's paragraph, hold l.
func repeated(lines []line, l *line) bool {
	for i := len(lines) - 1; i >= 0 && i >= len(lines)-40; i-- {
		o := &lines[i]
		if o.Key == l.Key && !o.Low && o.Para == l.Para && len(l.If) <= len(o.If) &&
			(o.Words == l.Words || len(l.Words) > 3 && strings.HasSuffix(o.Words, " "+l.Words)) {
			return true
		}
	}
	return false
}
