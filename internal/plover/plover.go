// Package plover codes the events of a report in the PLOVER scheme (Political
// Language Ontology for Verifiable Event Records, Open Event Data Alliance,
// manual 0.8): event, mode, context, who acted on whom, where and when.
//
// Start with [New] and [Coder.Code]. The coder takes a finished document; it
// codes what happens at the table as the record has it, and besides what is no
// move in a negotiation: protests, arrests, investigations, attacks. It never
// changes the document.
//
// Words and facts are text files (data/*.txt). With dictionaries in the form of
// PETRARCH ([Coder.WithDictionaries]) their codes come before its own.
package plover

import (
	"embed"
	"io/fs"
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/petrarch"
)

//go:embed data
var embedded embed.FS

// Embedded is the data that ships.
func Embedded() fs.FS {
	sub, err := fs.Sub(embedded, "data")
	if err != nil { // cannot be: the folder is compiled in
		return embedded
	}
	return sub
}

// Entity is one actor or recipient of an event.
type Entity struct {
	Code   string   // ISO 3166-1 alpha-3, or IGO; "" when not known
	Sector string   // GOV, MIL, REB and the like, of PLOVER or of the user's dictionary; "" when not told
	Text   string   // the words for it
	Span   doc.Span // where they stand
	Office string   // "" when it holds none that is known
	// Inferred tells that the country is not told of the entity itself: it is the
	// only one of the sentence, as for "the rebels" in a report on one country.
	Inferred bool
	own      bool // told by a pronoun
}

// Event is one coded event. Roots and modes are those of the scheme.
type Event struct {
	Event, Mode string
	Context     []string // never nil
	Actor       []Entity // empty where nobody is told
	Recipient   []Entity
	Place       *Place // nil where none is told
	Date        doc.When
	Cameo       string // the code of the user's verb dictionary; "" without one
	Status      string // as of the move that it is; "" for an event that is no move
	Move        doc.MoveID
	Cue         doc.Span
	Evidence    doc.Span // the sentence
	Confidence  float64  // 0…1; a rough one for events that are no moves
	Why         string   // what decided: the line of the data, the move's rung, the dictionary's line
	depth       int
}

// Place is where an event was, by a name of the text.
type Place struct {
	Name    string
	Country string // ISO 3166-1 alpha-3; "" when not known
	Span    doc.Span
}

// Coder codes documents. It is read-only once made and safe for concurrent use.
type Coder struct {
	lex     *lexicon.Lexicon
	words   words
	sectors map[string]string
	places  places
	cameo   map[string]code

	contexts contexts
	actors   *petrarch.Actors // nil without a dictionary
	verbs    *petrarch.Verbs  // nil without a dictionary
}

// New loads the data of fsys, see [Embedded]. An error names the file and line.
func New(lex *lexicon.Lexicon, fsys fs.FS) (*Coder, error) {
	c := &Coder{lex: lex}
	var err error
	if c.words, err = loadWords(fsys, "events.txt"); err != nil {
		return nil, err
	}
	if c.sectors, err = loadSectors(fsys, "sectors.txt"); err != nil {
		return nil, err
	}
	if c.places, err = loadPlaces(fsys, "places.txt"); err != nil {
		return nil, err
	}
	if c.contexts, err = loadContexts(fsys, "contexts.txt"); err != nil {
		return nil, err
	}
	if c.cameo, err = loadCameo(fsys, "cameo.txt"); err != nil {
		return nil, err
	}
	return c, nil
}

// WithDictionaries is a coder whose actors and verbs are first sought in the
// user's dictionaries; either may be nil.
func (c *Coder) WithDictionaries(a *petrarch.Actors, v *petrarch.Verbs) *Coder {
	out := *c
	out.actors, out.verbs = a, v
	return &out
}

// ChiefFirst orders the events of one sentence: the one nearest to the root of
// its tree first, and a word of saying or asking only where no deed is nearer.
func ChiefFirst(all []Event) {
	slices.SortStableFunc(all, func(a, b Event) int { return a.depth - b.depth })
}
