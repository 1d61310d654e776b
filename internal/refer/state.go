package refer

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// state is one report in the making.
type state struct {
	r        *Resolver
	in       *Input
	lex      *lexicon.Lexicon
	day      string
	undated  bool // the day is not known: office-holders are those that the report names
	n        int  // tokens
	tagged   bool // Tags is there
	parsed   bool // Arcs is there
	sentence []int32
	nameAt   []int32          // token → index into Names, -1
	adj      []*lexicon.Entry // token → country or group of an adjective there
	adjFirst []bool
	need     []int32 // head token → 1 + index into Needs
	sourceOf []int32 // head token → 1 + the statement that it is the source of
	quoted   []bool  // token stands inside quotation marks
	content  []int32 // token → 1 + index of the innermost statement whose content it is
	noun     []*noun // token → the noun phrase headed there, when it was looked at

	actors   []actor
	mentions []mention
	at       []int32 // head token → 1 + index into mentions
	byKey    map[string]int
	bySur    map[string][]int // last word of a person's name → actors, in order
	byISO    map[string]int   // country → actor
	recent   []int            // indices into mentions, the latest last
	led      map[int]bool     // names that a place was read as the beginning of
	told     map[string]bool  // countries that the report names or whose adjective it uses; nil until asked
}

// actor is one actor in the making.
type actor struct {
	kind    doc.NameKind
	entry   *lexicon.Entry
	name    string
	full    int      // words in name
	words   []string // of a person's longest name in the report
	at      int      // first token of the name that made the person
	since   int      // token after the first name of several words, 0 without
	country string
	role    string // as the report tells it
	roleKey string // its noun in lower case
	office  lexicon.Office
	of      string // country or organisation of the office
	former  bool
	gender  byte
	plural  bool
	unnamed bool
	party   int // index of an actor + 1
}

// mention is one mention in the making.
type mention struct {
	r     doc.Range
	head  int
	kind  doc.MentionKind
	actor int
	why   string
	subj  bool
}

const none = -1

func newState(r *Resolver, in *Input) *state {
	n := len(in.Forms)
	st := &state{r: r, in: in, lex: r.lex, n: n, day: "9999-12-31",
		tagged: len(in.Tags) == n, parsed: len(in.Arcs) == n,
		sentence: make([]int32, n), nameAt: make([]int32, n), adj: make([]*lexicon.Entry, n), adjFirst: make([]bool, n),
		need: make([]int32, n), sourceOf: make([]int32, n), quoted: make([]bool, n), content: make([]int32, n), noun: make([]*noun, n), at: make([]int32, n),
		byKey: map[string]int{}, bySur: map[string][]int{}, byISO: map[string]int{}}
	if st.undated = in.Published.IsZero(); !st.undated {
		st.day = in.Published.Format("2006-01-02")
	}
	for i := range st.nameAt {
		st.nameAt[i] = none
	}
	var hits []lexicon.Hit
	for s := range in.Layout.Sentences {
		r := in.Layout.Sentences[s].Tokens
		for t := max(r.First, 0); t < r.End && t < n; t++ {
			st.sentence[t] = int32(s)
		}
		hits = st.adjectives(hits[:0], r)
	}
	for i := range in.Names {
		for t := max(in.Names[i].Tokens.First, 0); t < in.Names[i].Tokens.End && t < n; t++ {
			st.nameAt[t] = int32(i)
		}
	}
	st.marks()
	return st
}

// adjectives notes "Russian", "South Korean", "Kurdish" in a sentence.
func (st *state) adjectives(hits []lexicon.Hit, r doc.Range) []lexicon.Hit {
	if r.First < 0 || r.End > st.n || r.Empty() {
		return hits
	}
	hits = st.lex.Match(hits, st.in.Forms[r.First:r.End])
	for i, n := 0, len(hits); i < n; i++ {
		if h := hits[i]; h.Weak && h.End-h.First > 1 { // "Saudi government": the adjective inside
			from := len(hits)
			hits = st.lex.Match(hits, st.in.Forms[r.First+h.First:r.First+h.First+1])
			for k := from; k < len(hits); k++ {
				hits[k].First, hits[k].End = h.First, h.First+1
			}
		}
	}
	for i := range hits {
		h := &hits[i]
		if h.Sense != lexicon.AdjectiveSense && h.Sense != lexicon.DemonymSense {
			continue
		}
		for t := h.First; t < h.End; t++ {
			st.adj[r.First+t] = h.Entries[0]
			st.adjFirst[r.First+t] = t == h.First
		}
	}
	return hits
}

// marks notes needs, quotations and contents on the tokens.
func (st *state) marks() {
	l := st.in.Layout
	done := 0 // quotations are in order, so that what is nested is marked once
	for _, q := range l.Quotes {
		r := l.TokensIn(q.Inner)
		for t := max(r.First, done); t < r.End && t < st.n; t++ {
			st.quoted[t] = true
		}
		done = max(done, r.End)
	}
	for i := range st.in.Statements {
		for _, span := range st.in.Statements[i].Content {
			r := l.TokensIn(span)
			for t := r.First; t < r.End && t < st.n; t++ {
				st.content[t] = int32(i + 1) // an inner statement comes later and is shorter
			}
		}
		if r := st.in.Statements[i].Source; st.needs(r) {
			st.sourceOf[st.needHead(r)] = int32(i + 1)
		}
	}
	for _, r := range st.in.Needs {
		st.needs(r)
	}
}

// needs notes that a range wants an actor; it tells whether the range stands in
// the report.
func (st *state) needs(r doc.Range) bool {
	if r.Empty() || r.First < 0 || r.End > st.n {
		return false
	}
	st.need[st.needHead(r)] = 1
	return true
}

// needHead is the head of a needed range; where trees hang a name on its title
// it is the name's.
func (st *state) needHead(r doc.Range) int {
	head := st.headOf(r)
	if st.nameAt[head] >= 0 {
		return head
	}
	for t := head + 1; t < r.End && t <= head+8; t++ {
		k := st.nameAt[t]
		if k >= 0 && st.in.Names[k].Kind == doc.Person && st.in.Names[k].Tokens.First == t {
			end := st.in.Names[k].Tokens.End
			if next := st.low(end); next == "'s" || next == "’s" || next == "'" || next == "’" {
				return head
			}
			switch u := st.upos(t - 1); {
			case u == doc.UADP || u == doc.UDET || u == doc.UPUNCT || u == doc.UCCONJ,
				(u == doc.UVERB || u == doc.UAUX) && st.in.Forms[t-1] == st.low(t-1):
				return head
			}
			if st.titleBefore(t) == nil && t > r.First+1 {
				return head
			}
			return st.headOfName(st.in.Names[k])
		}
		if u := st.upos(t); (u == doc.UVERB || u == doc.UAUX) && st.in.Forms[t] == st.low(t) || st.in.Forms[t] == "," {
			return head
		}
	}
	return head
}

// headOf is the head of a phrase: the token that hangs outside it; without
// trees the last noun before what qualifies it.
func (st *state) headOf(r doc.Range) int {
	if st.parsed {
		for t := r.First; t < r.End; t++ {
			if h := int(st.in.Arcs[t].Head); (h < r.First || h >= r.End) && st.in.Arcs[t].Rel != doc.RelPunct {
				return t
			}
		}
	}
	head := r.First
	for t := r.First; t < r.End; t++ {
		w := st.in.Forms[t]
		if t > r.First && (w == "," || w == "who" || w == "which" || w == "that" || w == "(" || w == "and" && isWord(st.in.Forms[head])) {
			break
		}
		if st.tagged && st.in.Tags[t].U == doc.UADP && t > r.First {
			break
		}
		if !st.tagged && (w == "of" || w == "in" || w == "for") {
			break
		}
		if isWord(w) {
			head = t
		}
	}
	return head
}

func isWord(w string) bool {
	return w != "" && (w[0] >= 'a' && w[0] <= 'z' || w[0] >= 'A' && w[0] <= 'Z' || w[0] >= 0x80 && w != "’s" && w != "’" && w != "”" && w != "“")
}

func (st *state) low(t int) string {
	if t < 0 || t >= st.n {
		return ""
	}
	return strings.ToLower(st.in.Forms[t])
}

func (st *state) set(t int) wordSet { return st.r.words[st.low(t)] }

func (st *state) upos(t int) doc.UPOS {
	if !st.tagged || t < 0 || t >= st.n {
		return 0
	}
	return st.in.Tags[t].U
}

func (st *state) rel(t int) doc.Rel {
	if !st.parsed || t < 0 || t >= st.n {
		return 0
	}
	return st.in.Arcs[t].Rel
}

func (st *state) headToken(t int) int {
	if !st.parsed || t < 0 || t >= st.n {
		return none
	}
	return int(st.in.Arcs[t].Head)
}

// bounds is the sentence of token t.
func (st *state) bounds(t int) doc.Range {
	s := int(st.sentence[t])
	if s >= len(st.in.Layout.Sentences) {
		return doc.Range{First: t, End: t + 1}
	}
	r := st.in.Layout.Sentences[s].Tokens
	return doc.Range{First: max(0, r.First), End: min(r.End, st.n)}
}

func (st *state) paragraph(t int) int {
	s := int(st.sentence[t])
	if s >= len(st.in.Layout.Sentences) {
		return 0
	}
	return st.in.Layout.Sentences[s].Paragraph
}

// subject tells whether token t is the subject of its clause.
func (st *state) subject(t int) bool {
	if st.parsed {
		t = st.top(t)
		switch st.rel(t).Base() {
		case doc.RelNsubj:
			return true
		case doc.RelConj:
			h := st.headToken(t)
			return h >= 0 && st.rel(h).Base() == doc.RelNsubj
		}
		return false
	}
	// The first noun of the sentence, before its verb.
	b := st.bounds(t)
	for i := b.First; i < t; i++ {
		if u := st.upos(i); u == doc.UVERB || u == doc.UAUX {
			return false
		}
	}
	u := st.upos(t + 1)
	return u == doc.UVERB || u == doc.UAUX || u == doc.UADV
}

// top climbs from a word of a name or title to the word by which the whole
// hangs in its sentence.
func (st *state) top(t int) int {
	for i := 0; i < 8 && st.parsed; i++ {
		h := st.headToken(t)
		if h < 0 || h-t > 8 || t-h > 8 {
			return t
		}
		switch st.rel(t) {
		case doc.RelFlat, doc.RelCompound, doc.RelNmodDesc, doc.RelGoeswith:
		case doc.RelAppos:
			if h > t || t-h > 3 {
				return t
			}
		default:
			return t
		}
		t = h
	}
	return t
}

// newActor adds an actor and returns its index.
func (st *state) newActor(a actor) int {
	st.actors = append(st.actors, a)
	return len(st.actors) - 1
}

// add records a mention, once for each head and actor.
func (st *state) add(m mention) {
	m.subj = st.subject(m.head)
	st.mentions = append(st.mentions, m)
	if st.at[m.head] == 0 {
		st.at[m.head] = int32(len(st.mentions))
	}
}

// country is the actor of a country, made when it is not there yet.
func (st *state) country(iso string) int {
	if i, ok := st.byISO[iso]; ok {
		return i
	}
	e := st.lex.Country(iso)
	if e == nil {
		return none
	}
	i := st.newActor(actor{kind: doc.Country, entry: e, name: e.Name, country: iso})
	st.byISO[iso] = i
	st.byKey["entry "+e.ID] = i
	return i
}

// key folds a name for comparison: letters and digits in lower case, without a
// leading article.
func key(s string) string {
	s = strings.ToLower(s)
	s = strings.TrimPrefix(s, "the ")
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= 0xC0 && r != 0x2019 && r != 0x2018 && (r < 0x2000 || r > 0x206F):
			b.WriteRune(r)
		}
	}
	return b.String()
}
