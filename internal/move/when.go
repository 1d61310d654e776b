package move

import "github.com/parley-reader/parley/doc"

// timeAt is a time with its place in the tree.
type timeAt struct {
	doc.Range     // its tokens
	governor  int // the predicate that it hangs on
	when      doc.When
	future    bool
}

// spokenAt is when a source last spoke, and in which paragraph.
type spokenAt struct {
	when      doc.When
	paragraph int
}

// placeTimes finds for each time the predicate that it hangs on.
func (r *reader) placeTimes() {
	today := r.in.Published.Format("2006-01-02")
	for i := range r.in.Times {
		t := &r.in.Times[i]
		tr := r.in.Layout.TokensIn(t.Span)
		if tr.Empty() || tr.End > len(r.tags) {
			continue
		}
		x := timeAt{Range: tr, when: whenOf(t)}
		x.future = t.Vague || !r.in.Published.IsZero() && len(t.From) >= 10 && t.From > today
		if p := tr.First - 1; p >= 0 && (r.form(p) == "until" || r.form(p) == "till" || r.form(p) == "before") {
			continue
		}
		x.governor = r.timeGovernor(tr)
		r.times = append(r.times, x)
	}
}

// timeGovernor climbs from the head of the time to the first clause above it.
func (r *reader) timeGovernor(tr doc.Range) int {
	h := tr.First
	for range maxClimb {
		p := r.head(h)
		if p < 0 || !tr.Has(p) {
			break
		}
		h = p
	}
	p := r.head(h)
	if p < 0 {
		return h
	}
	if m := r.marker(h); m >= 0 && r.tags[p].U != doc.UVERB { // "in Washington on Monday", hung on the place
		switch r.lemma(m) {
		case "on", "in", "at", "during":
			return r.predicate(p)
		}
	}
	return p
}

// placeSayings gives each statement its day, its own or that of the last one of
// the same source in the same paragraph or the one before: one speech, one day.
func (r *reader) placeSayings() {
	r.saidOn = make([]doc.When, len(r.in.Statements))
	last := map[doc.ActorID]spokenAt{}
	for i := range r.in.Statements {
		s := &r.in.Statements[i]
		r.saidOn[i] = s.When
		if len(s.Content) == 0 || s.Source == 0 {
			continue
		}
		t := r.in.Layout.TokensIn(s.Content[0]).First
		k := r.in.Layout.SentenceOf(t)
		if k >= len(r.in.Layout.Sentences) {
			continue
		}
		p := r.in.Layout.Sentences[k].Paragraph
		if at, ok := last[s.Source]; ok && s.When == "" && p-at.paragraph <= 1 && p >= at.paragraph {
			r.saidOn[i] = at.when
		}
		if r.saidOn[i] != "" {
			last[s.Source] = spokenAt{r.saidOn[i], p}
		}
	}
}

// whenOf writes a time as days, a month, a year or an interval.
func whenOf(t *doc.Time) doc.When {
	if t.From == "" || t.To == "" || t.Type == doc.Set {
		return ""
	}
	if t.From == t.To {
		return doc.When(t.From)
	}
	if v := t.Value; len(v) > 2 && v[0] == 'P' && v[len(v)-1] == 'Y' && len(t.From) >= 4 && len(t.To) >= 4 {
		return doc.When(t.From[:4] + "/" + t.To[:4]) // "over the last four years"
	}
	if n := len(t.Value); (n == 4 || n == 7 && t.Value[4] == '-' && t.Value[5] != 'W' && t.Value[5] != 'Q') && digits(t.Value) {
		return doc.When(t.Value)
	}
	return doc.When(t.From + "/" + t.To)
}

func digits(s string) bool {
	for i := range len(s) {
		if (s[i] < '0' || s[i] > '9') && s[i] != '-' {
			return false
		}
	}
	return true
}

// dates gives each move of a sentence its day.
func (r *reader) dates(s int, moves []doc.Move) {
	sent := &r.in.Layout.Sentences[s]
	lo := r.firstTime(sent.Tokens.First)
	for i := range moves {
		m := &moves[i]
		cue := r.in.Layout.TokensIn(m.Cue)
		if cue.Empty() {
			continue
		}
		m.When = r.dateOf(m, cue.First, sent.Tokens, lo)
		r.carry(m, sent.Paragraph)
	}
}

// firstTime is the index of the first time at or after a token.
func (r *reader) firstTime(t int) int {
	lo, hi := 0, len(r.times)
	for lo < hi {
		mid := (lo + hi) / 2
		if r.times[mid].First < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

// dateOf chooses the time of the same clause, else, for what is said, the time
// of the saying.
func (r *reader) dateOf(m *doc.Move, cue int, sent doc.Range, lo int) doc.When {
	var best doc.When
	least := 10
	for i := lo; i < len(r.times) && r.times[i].First < sent.End && i < lo+24; i++ {
		x := &r.times[i]
		if x.when == "" || x.future && m.Status != doc.Planned || m.What.Contains(r.in.Layout.SpanOf(x.Range)) {
			continue
		}
		if d := r.timeDistance(x, cue, m); d < least {
			best, least = x.when, d
		}
	}
	return best
}

// timeDistance tells how near a time hangs to a move's word; 10 is too far.
func (r *reader) timeDistance(x *timeAt, cue int, m *doc.Move) int {
	p := cue
	for d := range 6 {
		if x.governor == p {
			return d
		}
		h := r.head(p)
		if h < 0 {
			return 10
		}
		switch r.rel(p) {
		case doc.RelCcomp, doc.RelParataxis:
			if m.Status != doc.Stated && m.Status != doc.Planned { // a deed is not dated by its telling
				return 10
			}
		case doc.RelAclRelcl, doc.RelAcl:
			return 10
		case doc.RelAdvcl:
			if k := r.child(p, doc.RelMark); k >= 0 && r.lemma(k) != "while" && r.lemma(k) != "by" && !(r.lemma(k) == "to" && r.lex.has("resolving", r.lemma(h))) {
				return 10
			}
		}
		p = h
	}
	return 10
}

// carry keeps the day of a speech for what the same speaker says next to it:
// in a quotation or report of words through the next two paragraphs, in the
// report's own telling through the same one.
func (r *reader) carry(m *doc.Move, paragraph int) {
	if m.Status != doc.Stated {
		return
	}
	var buf [4]doc.ActorID
	keys := buf[:0]
	if m.Statement > 0 && int(m.Statement) <= len(r.in.Statements) {
		st := &r.in.Statements[m.Statement-1]
		keys = addID(keys, st.Source)
		if m.When == "" {
			m.When = r.saidOn[m.Statement-1]
		}
	}
	for _, id := range [...][]doc.ActorID{m.Via, m.By} {
		if len(id) > 0 {
			keys = addID(keys, id[0])
		}
	}
	if m.When == "" {
		m.When = r.lastSpoken(keys, m.Statement > 0, paragraph)
	}
	if m.When == "" {
		return
	}
	for _, id := range keys {
		r.spoken[id] = spokenAt{m.When, paragraph}
	}
}

// lastSpoken is the day on which one of the actors last spoke, if near enough.
func (r *reader) lastSpoken(keys []doc.ActorID, quoted bool, paragraph int) doc.When {
	for _, id := range keys {
		at, ok := r.spoken[id]
		if near := paragraph - at.paragraph; ok && (near == 0 || quoted && near <= 1) {
			return at.when
		}
	}
	return ""
}
