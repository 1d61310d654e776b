// Package refer makes one actor of all that a report calls a person, a state,
// an organisation: the full name, the surname later, "the Finnish president",
// "the Kremlin", "he", "we" inside a quotation.
//
// Start with [New], then [Resolver.Resolve]; [ActorAt] and [ActorsIn] look the
// result up. Names are gathered first, over the whole report; then a single pass
// from left to right resolves nouns and pronouns against a window of recent
// mentions, each by a ladder of small sieves (after Lee and others,
// "Deterministic coreference resolution based on entity-centric,
// precision-ranked rules", Computational Linguistics 39, 2013). [doc.Mention.Why]
// names the sieve. Time is linear in the length of the report.
//
// What is not certain is left open: a described source stays unnamed, and
// nothing is taken from a word's likeness alone.
package refer

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

//go:embed data/words.txt
var wordsFile []byte

// Statement is what the resolver must know of a saying: the tokens of its
// source (empty when it has none) and the stretches that are said.
type Statement struct {
	Source  doc.Range
	Content []doc.Span
}

// Input is one report with the layers that the resolver reads. Tags and Arcs
// may be empty, which costs accuracy. Nothing in it is changed or kept.
type Input struct {
	Text      string
	Layout    *doc.Layout
	Tags      []doc.Tag
	Arcs      []doc.Arc
	Names     []doc.Name
	Forms     []string
	Published time.Time // zero: not known; then who holds an office is taken from the names in the report alone

	// Needs are ranges of tokens that must have an actor: sources of
	// statements, subjects of moves. One without a name becomes an unnamed actor.
	Needs      []doc.Range
	Statements []Statement
}

// Resolver holds the knowledge. It is read-only and safe for concurrent use.
type Resolver struct {
	lex    *lexicon.Lexicon
	words  map[string]wordSet
	like   map[string]string // spelling of a given name → the one that stands for all its spellings
	chains *chainWeights     // nil: no chains
}

// wordSet says in which sections of data/words.txt a word stands.
type wordSet uint32

const (
	wOfficial wordSet = 1 << iota
	wGovernment
	wCountry
	wOrganisation
	wLeaders
	wSides
	wPerson
	wDocument
	wAt
	wGoing
	wVenue
	wMale
	wFemale
	wFighters
	wDay
	wKin
	wThing
	wAgents
	wDealing
	wLight
	wConversing
)

var sections = map[string]wordSet{"official": wOfficial, "government": wGovernment, "country": wCountry,
	"organisation": wOrganisation, "leaders": wLeaders, "sides": wSides, "person": wPerson, "document": wDocument,
	"at": wAt, "going": wGoing, "venue": wVenue, "male": wMale, "female": wFemale, "fighters": wFighters, "day": wDay, "kin": wKin,
	"thing": wThing, "agents": wAgents, "dealing": wDealing, "light": wLight, "conversing": wConversing}

// New makes a resolver. lex may be nil, which leaves it to what the report
// itself tells. It fails on a damaged word list.
func New(lex *lexicon.Lexicon) (*Resolver, error) { return NewWith(lex, chainsFile) }

// NewWith is [New] with other weights for [Resolver.Phrases], as [PackChains]
// gives them; with none there are no phrases.
func NewWith(lex *lexicon.Lexicon, chains []byte) (*Resolver, error) {
	if lex == nil {
		lex = new(lexicon.Lexicon)
	}
	model, err := readChains(chains)
	if err != nil {
		return nil, err
	}
	like, err := readSpellings(spellingsFile)
	if err != nil {
		return nil, err
	}
	r := &Resolver{lex: lex, words: map[string]wordSet{}, like: like, chains: model}
	var set wordSet
	sc := bufio.NewScanner(bytes.NewReader(wordsFile))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			var ok bool
			if set, ok = sections[strings.Trim(line, "[]")]; !ok {
				return nil, fmt.Errorf("refer: data/words.txt:%d: no section %s is known", n, line)
			}
		case set == 0:
			return nil, fmt.Errorf("refer: data/words.txt:%d: words before the first section", n)
		default:
			for w := range strings.FieldsSeq(line) {
				r.words[w] |= set
			}
		}
	}
	return r, sc.Err()
}

// Resolve returns the actors of a report in order of their first mention, with
// IDs from 1, and all mentions in order of Span.Start, the longer first. Two
// mentions may have the same span: "the two leaders" stands for both.
func (r *Resolver) Resolve(in *Input) ([]doc.Actor, []doc.Mention) {
	if in.Layout == nil || len(in.Forms) != len(in.Layout.Tokens) {
		return nil, nil
	}
	in, led := unspliced(in)
	st := newState(r, in)
	st.led = led
	st.gatherNames()
	st.walk(false) // what the outlet says
	st.walk(true)  // what stands inside quotation marks
	st.satisfyNeeds()
	return st.finish()
}

// ActorAt is the actor that token stands for: of the mention whose head it is,
// else of the shortest mention that holds it; 0 when there is none.
func ActorAt(mentions []doc.Mention, token int) doc.ActorID {
	best := -1
	for i := from(mentions, token-reach); i < len(mentions); i++ {
		m := &mentions[i]
		if m.Tokens.First > token {
			break
		}
		if !m.Tokens.Has(token) {
			continue
		}
		if best < 0 || better(m, &mentions[best], token) {
			best = i
		}
	}
	if best < 0 {
		return 0
	}
	return mentions[best].Actor
}

// reach is how many tokens before a token a mention that holds it may begin, so
// that the time of looking does not grow with the report.
const reach = 512

// from is the index of the first mention that begins at token or after it.
func from(mentions []doc.Mention, token int) int {
	return sort.Search(len(mentions), func(i int) bool { return mentions[i].Tokens.First >= token })
}

func better(m, than *doc.Mention, token int) bool {
	if a, b := m.Head == token, than.Head == token; a != b {
		return a
	}
	return m.Tokens.Len() < than.Tokens.Len()
}

// ActorsIn is the actors that a range of tokens names, in order and each once:
// those of the mention of just this range, else of the outermost mentions in it
// that are joined ("Macron and Orban"), else of the mention that holds it.
func ActorsIn(mentions []doc.Mention, r doc.Range) []doc.ActorID {
	var exact, inside []doc.ActorID
	end := r.First
	var last doc.Range
	for i := from(mentions, r.First); i < len(mentions); i++ {
		m := &mentions[i]
		if m.Tokens.First >= r.End {
			break
		}
		switch {
		case m.Tokens == r:
			exact = addActor(exact, m.Actor)
		case m.Tokens == last:
			inside = addActor(inside, m.Actor)
		case m.Tokens.First >= end && m.Tokens.End <= r.End:
			inside = addActor(inside, m.Actor)
			end, last = m.Tokens.End, m.Tokens
		}
	}
	if len(exact) > 0 {
		return exact
	}
	if len(inside) > 0 {
		return inside
	}
	if a := ActorAt(mentions, r.First); a != 0 {
		return []doc.ActorID{a}
	}
	return nil
}

func addActor(list []doc.ActorID, a doc.ActorID) []doc.ActorID {
	for _, b := range list {
		if a == b {
			return list
		}
	}
	return append(list, a)
}
