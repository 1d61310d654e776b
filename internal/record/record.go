// Package record turns the moves of one report into its record: the proposals
// on the table with their options and positions, the shifts that the report
// tells, the commitments and the deadlines.
//
// Nothing is inferred: each position rests on one move, each shift and each
// deadline on a stretch of the text. Start with [New] and [Builder.Build].
package record

import (
	"embed"
	"io/fs"
	"sort"

	"github.com/parley-reader/parley/doc"
)

//go:embed data/*.txt
var files embed.FS

// Embedded is the data that ships: the words for things, options and shifts.
func Embedded() fs.FS {
	sub, err := fs.Sub(files, "data")
	if err != nil { // the folder is embedded: it is there
		return files
	}
	return sub
}

// Record is what is built from the moves of one report.
type Record struct {
	Proposals   []doc.Proposal
	Shifts      []doc.Shift
	Commitments []doc.Commitment
	Deadlines   []doc.Deadline
}

// Builder builds records. It is read-only and safe for concurrent use.
type Builder struct {
	things  map[string]doc.ProposalKind // by lemma
	thing   thingWords
	shells  map[string]bool
	parts   map[string]bool
	formats map[string]string // folded word → value as shown
	venues  map[string]bool   // nouns and verbs that announce a place
	open    map[string]bool
	shift   shiftWords
	due     dueWords
	voice   voiceWords
	mended  map[string]string // what a mistaken lemma of a verb should have been
}

// New reads the words from fsys (see [Embedded]). Errors are "file:line: what
// is wrong".
func New(fsys fs.FS) (*Builder, error) {
	b := &Builder{
		things: map[string]doc.ProposalKind{}, shells: map[string]bool{}, parts: map[string]bool{},
		formats: map[string]string{}, venues: map[string]bool{}, open: map[string]bool{},
	}
	for _, load := range []func(fs.FS) error{b.loadThings, b.loadOptions, b.loadShifts, b.loadDue, b.loadOpen, b.loadVoice} {
		if err := load(fsys); err != nil {
			return nil, err
		}
	}
	b.mend()
	return b, nil
}

// Build derives the record of d from its moves, statements, times and trees.
// It reads d and writes nothing to it. The cost is linear in the number of
// moves for each proposal they touch.
func (b *Builder) Build(d *doc.Document) Record {
	v := newView(d)
	v.mended = b.mended
	r := Record{Shifts: b.shifts(v)}
	r.Proposals = b.proposals(v, r.Shifts)
	r.Commitments = b.commitments(v)
	r.Deadlines = b.deadlines(v)
	return r
}

// view is a document with the look-ups that the builders share.
type view struct {
	*doc.Document
	bySentence  map[int][]int       // sentence → indices of moves, in text order
	lows        []string            // lemmas in lower case, made when asked for
	mended      map[string]string   // lemmas that a lemmatiser mistakes
	first, next []int32             // children: the first of each token, the next of each sibling; -1 for none
	actors      map[int]doc.ActorID // head token of a mention → who is meant
}

func newView(d *doc.Document) *view {
	v := &view{Document: d, bySentence: map[int][]int{}, actors: make(map[int]doc.ActorID, len(d.Mentions))}
	v.siblings()
	for i := range d.Mentions {
		if m := &d.Mentions[i]; v.actors[m.Head] == 0 { // the longest of one head comes first
			v.actors[m.Head] = m.Actor
		}
	}
	for i := range d.Mentions {
		for t := d.Mentions[i].Tokens.First; t < d.Mentions[i].Tokens.End; t++ {
			if v.actors[t] == 0 && d.Mentions[i].Kind == doc.NameMention { // a tree may head a name by any of its words
				v.actors[t] = d.Mentions[i].Actor
			}
		}
	}
	for i, m := range d.Moves {
		s := v.sentence(m.Cue)
		v.bySentence[s] = append(v.bySentence[s], i)
	}
	return v
}

// siblings lists the children of each token, so that they are found in time in
// proportion to their number.
func (v *view) siblings() {
	n := len(v.Arcs)
	mem := make([]int32, 2*n)
	v.first, v.next = mem[:n:n], mem[n:]
	for i := range mem {
		mem[i] = -1
	}
	for i := n - 1; i >= 0; i-- {
		if h := v.Arcs[i].Head; h >= 0 && int(h) < n {
			v.next[i], v.first[h] = v.first[h], int32(i)
		}
	}
}

// timesIn is the range of indices of the times that begin among tokens.
func (v *view) timesIn(r doc.Range) (from, end int) {
	if r.Empty() {
		return 0, 0
	}
	s := v.SpanOf(r)
	from = sort.Search(len(v.Times), func(i int) bool { return v.Times[i].Span.Start >= s.Start })
	for end = from; end < len(v.Times) && v.Times[end].Span.Start < s.End && end < from+maxTimes; end++ {
	}
	return from, end
}

// maxTimes is how many times of one sentence are looked at for one word.
const maxTimes = 32

// sentence is the index of the sentence that a span begins in; -1 when there
// is none.
func (v *view) sentence(s doc.Span) int {
	r := v.TokensIn(s)
	if r.First >= len(v.Tokens) {
		return -1
	}
	return v.SentenceOf(r.First)
}

// head is the token of r that hangs on one outside of r: the word that the
// stretch is about. Without trees it is the last token of r.
func (v *view) head(r doc.Range) int {
	if r.Empty() {
		return -1
	}
	if len(v.Arcs) == 0 {
		return r.End - 1
	}
	for i := r.First; i < r.End; i++ {
		if v.Tags[i].U != doc.UPUNCT && !r.Has(int(v.Arcs[i].Head)) {
			return i
		}
	}
	return r.First
}

// children calls f for each token that hangs on t, in order, until f says
// false.
func (v *view) children(t int, f func(child int, rel doc.Rel) bool) {
	if len(v.Arcs) == 0 || t < 0 {
		return
	}
	for i := v.first[t]; i >= 0; i = v.next[i] {
		if !f(int(i), v.Arcs[i].Rel) {
			return
		}
	}
}

// cueToken is the head token of a move's cue; -1 when there is none.
func (v *view) cueToken(m *doc.Move) int { return v.head(v.TokensIn(m.Cue)) }

// party is the actor in whose row an actor's position stands.
func (v *view) party(id doc.ActorID) doc.ActorID {
	if id < 1 || int(id) > len(v.Actors) {
		return id
	}
	if p := v.Actors[id-1].Party; p != 0 {
		return p
	}
	return id
}
