package plover

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/petrarch"
)

// known is what is known of a token by its name alone.
type known struct {
	code, sector, office string
	first, end           int
	own                  bool // told by a pronoun
	owner                bool // told by the user's dictionary
}

// reader is the work on one document. Children of a token stand in the order
// of the text.
type reader struct {
	c           *Coder
	d           *doc.Document
	forms       []string
	lemmas      []string // only with a dictionary of verbs
	first, next []int32
	known       []known
	mention     []int32 // the mention whose head the token is, plus one
	moveAt      map[int]*doc.Move
}

func newReader(c *Coder, d *doc.Document) *reader {
	n := len(d.Tokens)
	r := &reader{c: c, d: d, forms: make([]string, n), first: make([]int32, n), next: make([]int32, n),
		known: make([]known, n), mention: make([]int32, n), moveAt: map[int]*doc.Move{}}
	for i := range n {
		r.forms[i] = d.Form(d.Report.Text, i)
		r.first[i], r.next[i] = -1, -1
	}
	for i := n - 1; i >= 0; i-- {
		if h := d.Arcs[i].Head; h >= 0 && int(h) < n {
			r.next[i], r.first[h] = r.first[h], int32(i)
		}
	}
	for i := range d.Mentions {
		if h := d.Mentions[i].Head; h >= 0 && h < n {
			r.mention[h] = int32(i) + 1
		}
	}
	for i := range d.Moves {
		if m := &d.Moves[i]; m.Plover.Event != "" {
			for t, in := d.TokensIn(m.Cue).First, d.TokensIn(m.Cue); t < in.End; t++ {
				if r.moveAt[t] == nil {
					r.moveAt[t] = m
				}
			}
		}
	}
	if c.verbs != nil {
		r.lemmas = make([]string, n)
		for i := range d.Tags {
			r.lemmas[i] = d.Tags[i].Lemma
		}
	}
	r.names()
	return r
}

// names finds countries, their adjectives, seats, organisations and persons by
// name in each sentence.
func (r *reader) names() {
	var hits []lexicon.Hit
	for s := range r.d.Sentences {
		t := r.d.Sentences[s].Tokens
		hits = r.c.lex.Match(hits[:0], r.forms[t.First:t.End])
		for i := range hits {
			r.hit(&hits[i], t.First)
		}
		for i := t.First; i < t.End; i++ {
			if code, n := r.c.places.at(r.forms[:t.End], i); n > 0 && (r.known[i].code == "" || n >= r.known[i].end-r.known[i].first) {
				k := known{code: code, first: i, end: i + n}
				for j := i; j < i+n; j++ {
					r.known[j] = k
				}
			}
		}
		if r.c.actors != nil {
			r.ownActors(t)
		}
	}
}

// ownActors puts the actors of the user's dictionary in the place of what is
// known otherwise.
func (r *reader) ownActors(t doc.Range) {
	day := strings.ReplaceAll(r.day(), "-", "")
	for i := t.First; i < t.End; i++ {
		code, n := r.c.actors.Match(r.forms[t.First:t.End], i-t.First, day)
		if n == 0 {
			continue
		}
		k := known{first: i, end: i + n, owner: true}
		if !petrarch.Void(code) {
			k.code, k.sector = cut(code)
		}
		for j := i; j < i+n; j++ {
			r.known[j] = k
		}
		i += n - 1
	}
}

// cut parts a code of PETRARCH in the three letters for who it is and the rest.
func cut(code string) (who, sector string) {
	code, _, _ = strings.Cut(strings.ToUpper(code), "/") // the first of several
	if len(code) <= 3 {
		return code, ""
	}
	return code[:3], code[3:]
}

func (r *reader) hit(h *lexicon.Hit, base int) {
	e := h.Entries[0]
	if h.Weak && r.d.Tags[base+h.First].U != doc.UPROPN {
		return
	}
	k := known{code: e.Country, first: base + h.First, end: base + h.End}
	if e.SpeaksFor != "" {
		k.code = e.SpeaksFor
	}
	switch e.Kind {
	case lexicon.Organisation, lexicon.Group:
		k.sector = e.Sector
		if k.code == "" && e.Sector == "IGO" {
			k.code, k.sector = "IGO", ""
		}
	case lexicon.Person:
		if h.Senses[0] == lexicon.ShortSense && k.first > 0 && r.stranger(k.first-1) {
			return
		}
		k.sector = e.Sector
		if _, of, text := r.c.lex.RoleOn(e, r.day()); text != "" {
			k.office = text
			switch o := r.c.lex.Entry("org:" + of); {
			case r.c.lex.Country(of) != nil:
				k.code, k.sector = of, "GOV"
			case o != nil && o.Sector == "IGO": // the head of the United Nations does not act for Portugal
				k.code, k.sector = "IGO", ""
			case o != nil:
				k.sector = o.Sector
			}
		}
		if h.Weak && h.End-h.First == 1 {
			return
		}
	case lexicon.Country:
		k.code = strings.TrimPrefix(e.ID, "country:")
	}
	if h.Senses[0] == lexicon.CapitalSense || h.Senses[0] == lexicon.SeatSense {
		k.sector = "GOV"
	}
	if k.sector == "REG" || k.sector == "CTY" || k.sector == "SEA" {
		k.sector = ""
	}
	for i := k.first; i < k.end; i++ {
		r.known[i] = k
	}
}

// stranger tells whether token t is a name that makes of the surname after it
// another person.
func (r *reader) stranger(t int) bool {
	return r.d.Tags[t].U == doc.UPROPN && !r.c.lex.Title(r.forms[t]) && r.known[t].code == "" &&
		r.c.sectors[strings.ToLower(r.forms[t])] == ""
}

func (r *reader) day() string {
	if r.d.Report.Published.IsZero() {
		return ""
	}
	return r.d.Report.Published.Format("2006-01-02")
}

func (r *reader) rel(t int) doc.Rel   { return r.d.Arcs[t].Rel }
func (r *reader) head(t int) int      { return int(r.d.Arcs[t].Head) }
func (r *reader) lemma(t int) string  { return strings.ToLower(r.d.Tags[t].Lemma) }
func (r *reader) upos(t int) doc.UPOS { return r.d.Tags[t].U }
func (r *reader) children(t int, f func(c int, rel doc.Rel)) {
	left := maxChildren
	for c := r.first[t]; c >= 0 && left > 0; c = r.next[c] {
		f(int(c), r.rel(int(c)))
		left--
	}
}

// What bounds the work on one word in a text that is one sentence: how many
// dependents are looked at, how many tokens on either side, and how many
// entities one side of an event may have.
const (
	maxChildren = 200
	maxReach    = 200
	maxEntities = 32
)

// near is the part of the sentence of token t that is read for it: all of it, but
// where it is out of all proportion.
func (r *reader) near(t int) doc.Range {
	s := r.d.Sentences[r.d.SentenceOf(t)].Tokens
	return doc.Range{First: max(s.First, t-maxReach), End: min(s.End, t+maxReach+1)}
}

// evidence is the sentence of token t, or what is read of it.
func (r *reader) evidence(t int) doc.Span {
	s := &r.d.Sentences[r.d.SentenceOf(t)]
	if n := r.near(t); n != s.Tokens {
		return r.d.SpanOf(n)
	}
	return s.Span
}

// child is the first child of t by one of the relations; -1 when there is none.
func (r *reader) child(t int, rels ...doc.Rel) int {
	for c, left := r.first[t], maxChildren; c >= 0 && left > 0; c, left = r.next[c], left-1 {
		if slices.Contains(rels, r.rel(int(c))) {
			return int(c)
		}
	}
	return -1
}

// marker is the preposition of a noun: "with" in "with Iran", lower case.
func (r *reader) marker(t int) string {
	if c := r.child(t, doc.RelCase); c >= 0 {
		return strings.ToLower(r.forms[c])
	}
	return ""
}

func (r *reader) has(t int, rel doc.Rel, lemmas ...string) bool {
	for c, left := r.first[t], maxChildren; c >= 0 && left > 0; c, left = r.next[c], left-1 {
		if r.rel(int(c)) == rel && slices.Contains(lemmas, r.lemma(int(c))) {
			return true
		}
	}
	return false
}

// depth counts the arcs from t to the root of its sentence.
func (r *reader) depth(t int) int {
	n := 0
	for h := r.head(t); h >= 0 && n < 200; h = r.head(h) {
		n++
	}
	return n
}
