// Package move finds the moves of a report: what an actor did, said it would do,
// or took a stand on, in or around a negotiation.
//
// Start with [New], which loads the words that carry the acts, and
// [Finder.Find], which reads one report whose layers and statements are known.
// Every move rests on a sentence of the report, and its Why names the rung of
// the ladder that decided, with the line of the lexicon behind it.
//
// Words, frames and their examples are text files (data/*.txt, the form is told
// in data/stances.txt). [Finder.Examples] gives the examples to a test that has
// a parser at hand.
package move

import (
	"embed"
	"io/fs"
	"sort"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

//go:embed data
var embedded embed.FS

// Embedded is the lexicon that ships.
func Embedded() fs.FS {
	sub, err := fs.Sub(embedded, "data")
	if err != nil { // cannot be: the folder is compiled in
		return embedded
	}
	return sub
}

// Input is what is known of a report when its moves are sought. Forms, Tags and
// Arcs have one entry for each token of Layout; nothing is changed.
type Input struct {
	Text       string
	Layout     *doc.Layout
	Forms      []string
	Tags       []doc.Tag
	Arcs       []doc.Arc
	Names      []doc.Name
	Actors     []doc.Actor // Actors[i].ID is i+1
	Mentions   []doc.Mention
	Statements []doc.Statement // Statements[i].ID is i+1
	Times      []doc.Time
	Published  time.Time     // zero when not known
	States     encode.States // of the encoder, one row a token; without them the ladder decides alone
}

// Finder finds moves. It is read-only once made and safe for concurrent use.
type Finder struct {
	lex    *lexicon
	senses *Senses
}

// Use gives the finder the senses, or with nil takes them away. It must not be
// called while the finder is used.
func (f *Finder) Use(s *Senses) { f.senses = s }

// New loads the lexicon from the *.txt files of fsys, the codes from its
// plover.tsv and the weights of confidence.tsv; see [Embedded]. An error names the file and line.
func New(fsys fs.FS) (*Finder, error) {
	lex, err := loadLexicon(fsys)
	if err != nil {
		return nil, err
	}
	if err := lex.loadPlover(fsys, "plover.tsv"); err != nil {
		return nil, err
	}
	if err := lex.loadConfidence(fsys, "confidence.tsv"); err != nil {
		return nil, err
	}
	return &Finder{lex: lex}, nil
}

// Examples are the sentences that the lexicon gives for its own words.
func (f *Finder) Examples() []Example { return f.lex.examples }

// Find gives the moves of a report in the order of their cues. It takes time in
// proportion to the text's length. Input whose layers do not fit each other
// gives no moves.
func (f *Finder) Find(in *Input) []doc.Move {
	_, moves := f.find(in)
	return moves
}

func (f *Finder) find(in *Input) (*reader, []doc.Move) {
	if in == nil || in.Layout == nil {
		return nil, nil
	}
	n := len(in.Layout.Tokens)
	if n == 0 || len(in.Tags) != n || len(in.Arcs) != n || len(in.Forms) != n {
		return nil, nil
	}
	r := newReader(f.lex, in)
	if f.senses != nil && in.States.Dim == f.senses.enc.Dim() && in.States.Len() == n {
		r.survey()
		r.sense(f.senses)
	}
	var moves []doc.Move
	for s := range in.Layout.Sentences {
		if r.readable(s) {
			moves = r.sentence(s, moves)
		}
	}
	moves = merge(in, moves)
	sort.SliceStable(moves, func(i, j int) bool { return moves[i].Cue.Start < moves[j].Cue.Start })
	number(moves, r.denials)
	r.denyBack(moves)
	return r, moves
}

// number gives the moves their identifiers, and ties each denial to what it
// denies.
func number(moves []doc.Move, denials [][2]int) {
	at := func(start int, want func(*doc.Move) bool) int {
		i := sort.Search(len(moves), func(i int) bool { return moves[i].Cue.Start >= start })
		for ; i < len(moves) && moves[i].Cue.Start == start; i++ {
			if want(&moves[i]) {
				return i
			}
		}
		return -1
	}
	for i := range moves {
		moves[i].ID = doc.MoveID(i + 1)
	}
	for _, d := range denials {
		deny := at(d[0], func(m *doc.Move) bool { return m.Act == doc.Deny })
		rumour := at(d[1], func(m *doc.Move) bool { return m.Status == doc.Denied })
		if deny >= 0 && rumour >= 0 {
			moves[deny].Denies = moves[rumour].ID
		}
	}
}
