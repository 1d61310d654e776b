package name

import (
	"bufio"
	"bytes"
	"fmt"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Sections of data/known.txt, bits.
const (
	famedSurname uint16 = 1 << iota
	famedGiven
	famedPlace
	famedState
	famedFirm
	famedBody
	famedThing
	famedBits = 7
)

// Where in a name of the gazetteer a token stands, above the sections.
const (
	famedOne uint16 = iota << famedBits
	famedFirst
	famedMiddle
	famedLast
)

// famed is what the gazetteer knows of one word.
type famed struct {
	alone uint16 // sections that have it as a whole name
	opens uint8  // tokens of the longest name that it begins, 0 when none is longer than one
}

// gazetteer holds names that anybody knows: hints for the model, which decide
// nothing. It is read-only.
type gazetteer struct {
	words map[string]famed  // by form in lower case
	names map[string]uint16 // longer ones: forms in lower case, a blank between two → sections
}

const maxFamed = 6 // tokens of a name

func readGazetteer(file string, data []byte) (*gazetteer, error) {
	sections := map[string]uint16{"surname": famedSurname, "given": famedGiven, "place": famedPlace, "state": famedState,
		"firm": famedFirm, "body": famedBody, "thing": famedThing}
	g := &gazetteer{words: map[string]famed{}, names: map[string]uint16{}}
	var bit uint16
	sc := bufio.NewScanner(bytes.NewReader(data))
	sc.Buffer(nil, 1<<20)
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			var ok bool
			if bit, ok = sections[strings.Trim(line, "[]")]; !ok {
				return nil, fmt.Errorf("%s:%d: no section %s is known", file, n, line)
			}
		case bit == 0:
			return nil, fmt.Errorf("%s:%d: names before the first section", file, n)
		default:
			for name := range strings.SplitSeq(line, ",") {
				if !g.add(strings.Fields(spaced.Replace(strings.ToLower(name))), bit) {
					return nil, fmt.Errorf("%s:%d: %q has no words, or more than %d", file, n, name, maxFamed)
				}
			}
		}
	}
	return g, sc.Err()
}

// spaced cuts names up as texts are.
var spaced = strings.NewReplacer("-", " - ", "'s", " 's", "’s", " ’s")

func (g *gazetteer) add(forms []string, bit uint16) bool {
	if len(forms) == 0 || len(forms) > maxFamed {
		return false
	}
	w := g.words[forms[0]]
	if len(forms) == 1 {
		w.alone |= bit
	} else {
		g.names[strings.Join(forms, " ")] |= bit
		w.opens = max(w.opens, uint8(len(forms)))
	}
	g.words[forms[0]] = w
	return true
}

// look fills s.famed: of the names that begin at a token the longest counts,
// and none begins inside another.
func (g *gazetteer) look(s *scratch, l *doc.Layout, forms []string) {
	s.famed = s.famed[:0]
	for range forms {
		s.famed = append(s.famed, 0)
	}
	for i := range l.Sentences {
		r := l.Sentences[i].Tokens
		for t := r.First; t < r.End; {
			w := &s.words[s.at[t]].famed
			n := 1
			if w.opens > 1 {
				n = g.longer(s, forms[t:min(t+int(w.opens), r.End)], t)
			}
			if n == 1 {
				s.famed[t] = w.alone
			}
			t += n
		}
	}
}

// longer marks the longest name of several tokens that begins at token t and
// returns its length, 1 where there is none.
func (g *gazetteer) longer(s *scratch, forms []string, t int) int {
	var ends [maxFamed]int
	s.key = s.key[:0]
	for i, f := range forms {
		if i > 0 {
			s.key = append(s.key, ' ')
		}
		s.key = append(s.key, strings.ToLower(f)...)
		ends[i] = len(s.key)
	}
	for n := len(forms); n > 1; n-- {
		bits, ok := g.names[string(s.key[:ends[n-1]])]
		if !ok {
			continue
		}
		for i := range n {
			s.famed[t+i] = bits | famedMiddle
		}
		s.famed[t], s.famed[t+n-1] = bits|famedFirst, bits|famedLast
		return n
	}
	return 1
}
