package refer

import (
	"bufio"
	"bytes"
	_ "embed"
	"fmt"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

//go:embed data/spellings.txt
var spellingsFile []byte

// readSpellings reads groups of spellings of one given name, each a line.
func readSpellings(data []byte) (map[string]string, error) {
	like := map[string]string{}
	sc := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		words := strings.Fields(line)
		if len(words) < 2 {
			return nil, fmt.Errorf("refer: data/spellings.txt:%d: one spelling alone; give two or more, parted by blanks", n)
		}
		for _, w := range words {
			if _, twice := like[w]; twice {
				return nil, fmt.Errorf("refer: data/spellings.txt:%d: %s stands in two groups", n, w)
			}
			like[w] = words[0]
		}
	}
	return like, sc.Err()
}

// endings of surnames that are written in several ways, and what stands for all.
var endings = [...][2]string{{"skiy", "ski"}, {"skyy", "ski"}, {"skyi", "ski"}, {"skii", "ski"}, {"skij", "ski"}, {"sky", "ski"},
	{"tskiy", "tski"}, {"iy", "i"}, {"yy", "i"}, {"yi", "i"}, {"ii", "i"}, {"ey", "ei"}, {"ej", "ei"}, {"off", "ov"}, {"eff", "ev"}}

// surnameSpelling folds what spellings of one surname differ in: marks on
// letters, letters written twice, the ending.
func (r *Resolver) surnameSpelling(w string) string {
	w = lexicon.Plain(w)
	if g, ok := r.like[w]; ok {
		return g
	}
	for _, e := range endings {
		if len(w) > len(e[0])+2 && strings.HasSuffix(w, e[0]) {
			w = w[:len(w)-len(e[0])] + e[1]
			break
		}
	}
	var b strings.Builder
	var last rune
	for _, c := range w {
		if c != last {
			b.WriteRune(c)
		}
		last = c
	}
	return b.String()
}

// givenSpelling folds the spellings of a given name that are known to be one's.
func (r *Resolver) givenSpelling(w string) string {
	w = lexicon.Plain(w)
	if g, ok := r.like[w]; ok {
		return g
	}
	return w
}

// spellingOf is what all spellings of a full name have in common.
func (r *Resolver) spellingOf(words []string) string {
	var b strings.Builder
	b.WriteString("spelled")
	for i, w := range words {
		b.WriteByte(' ')
		if i == len(words)-1 {
			w = r.surnameSpelling(w)
		} else {
			w = r.givenSpelling(w)
		}
		b.WriteString(w)
	}
	return b.String()
}

// registerSpelling files a person's name and surname by what their spellings
// have in common; what two persons share stands for neither.
func (st *state) registerSpelling(a, at int, words []string) {
	if len(words) < 2 {
		return
	}
	st.actors[a].at = at
	for _, k := range [2]string{st.r.spellingOf(words), "surname " + st.r.surnameSpelling(words[len(words)-1])} {
		if b, taken := st.byKey[k]; taken && b != a {
			st.byKey[k] = none
		} else {
			st.byKey[k] = a
		}
	}
}

// spelled finds the person of the report whose full name differs from that of n
// in its spelling alone. Two spellings in one sentence are two persons, and so
// are two of whom the lexicon or their titles tell different things.
func (st *state) spelled(n doc.Name, words []string, e *lexicon.Entry) (int, bool) {
	if len(words) < 2 {
		return none, false
	}
	a, ok := st.byKey[st.r.spellingOf(words)]
	if !ok || a == none || st.sentence[st.actors[a].at] == st.sentence[n.Tokens.First] {
		return none, false
	}
	p := &st.actors[a]
	if !sameEntry(p.entry, e) || e != nil && e.Kind != lexicon.Person {
		return none, false
	}
	if t := st.titleBefore(n.Tokens.First); t != nil && !st.compatible(p, t) {
		return none, false
	}
	return a, true
}

// spelledShort finds the one person of the report whose surname is low in
// another spelling, for whom the title before it would fit. A given name alone
// is too common for that.
func (st *state) spelledShort(low string, t *noun, at int) int {
	if _, given := st.lex.GivenName(low); given || st.r.like[lexicon.Plain(low)] != "" {
		return none
	}
	a, ok := st.byKey["surname "+st.r.surnameSpelling(key(low))]
	if !ok || a == none || st.sentence[st.actors[a].at] == st.sentence[at] || t == nil && st.nameGoesOn(at-1, at) {
		return none
	}
	if t != nil && !st.compatible(&st.actors[a], t) {
		return none
	}
	return a
}

// compatible tells whether a person may bear a title.
func (st *state) compatible(p *actor, t *noun) bool {
	if t.gender != 0 && p.gender != 0 && t.gender != p.gender || t.country != "" && p.country != "" && t.country != p.country {
		return false
	}
	return !t.hasOffice || p.office == lexicon.NoOffice || sameOffice(t.office, p.office)
}
