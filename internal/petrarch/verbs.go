package petrarch

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Verbs is a dictionary of verbs and patterns. The zero value holds none.
type Verbs struct {
	// Notes tells of patterns that were left out, since they name a set of
	// synonyms that the file does not tell: "file:line: what".
	Notes  []string
	byForm map[string][]*verbName // by the word that is the verb, in capitals
}

// verbName is one verb of a block: its words, and which of them is the verb.
type verbName struct {
	words []string
	verb  int
	code  string
	line  int
	block *block
}

// block is the verbs under one header; they share its patterns.
type block struct{ patterns []pattern }

// pattern is what must stand before and after the verb, in this order.
type pattern struct {
	before, after []element
	code          string
	line          int
}

// element is a word or one of a set of synonyms; skip stands for source,
// target and other places that hold no word.
type element struct {
	word string
	set  map[string]bool // in capitals
	long [][]string      // those of the set with several words
}

// ReadVerbs reads a dictionary.
func ReadVerbs(fileName string, r io.Reader) (*Verbs, error) {
	in := verbReader{to: &Verbs{byForm: map[string][]*verbName{}}, sets: map[string][]string{}, known: map[string]element{}}
	if err := scan(fileName, r, in.line); err != nil {
		return nil, err
	}
	// Sets may be told below the patterns that name them.
	for _, todo := range in.todo {
		err := in.pattern(todo)
		var missing missingSet
		if errors.As(err, &missing) {
			in.to.Notes = append(in.to.Notes, fmt.Sprintf("%s:%d: %v: the pattern is left out", fileName, todo.l.n, err))
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", fileName, todo.l.n, err)
		}
	}
	return in.to, nil
}

type verbReader struct {
	to    *Verbs
	sets  map[string][]string
	known map[string]element // of sets, once told
	set   string             // the set under way
	block *block
	code  string
	todo  []todo

	spelled int // synonyms, once sets are put in their places
}

type todo struct {
	l     line
	block *block
}

// line reads "&SET", "+SYNONYM", "--- HEADER [code] ---", "VERB {FORMS} [code]"
// or "- pattern [code]".
func (in *verbReader) line(l line) error {
	switch t := l.text; {
	case t[0] == '~':
		return nil // a transformation
	case strings.HasPrefix(t, "---"):
		in.set = ""
		_, code, _, _, err := bracket(strings.Trim(t, "- "))
		in.block, in.code = &block{}, half(code)
		return err
	case t[0] == '&':
		in.set = strings.ToUpper(strings.TrimRight(strings.Fields(t)[0], "_"))
		if len(in.set) < 2 {
			return fmt.Errorf("a set of synonyms without a name")
		}
		in.sets[in.set] = nil
		return nil
	case t[0] == '+' && in.set != "":
		if len(in.sets[in.set]) >= maxSynonym {
			return fmt.Errorf("more than %d synonyms in %s", maxSynonym, in.set)
		}
		in.sets[in.set] = append(in.sets[in.set], strings.TrimSpace(t[1:]))
		return nil
	case t[0] == '-':
		if in.block == nil {
			return fmt.Errorf("a pattern before the first --- VERB --- header")
		}
		in.todo = append(in.todo, todo{l, in.block})
		return nil
	}
	in.set = ""
	return in.verb(l)
}

// half is the code of "code:reverse", the second where the first is empty.
func half(code string) string {
	first, second, _ := strings.Cut(strings.TrimSpace(code), ":")
	if first = strings.TrimSpace(first); first == "" {
		return strings.TrimSpace(second)
	}
	return first
}

// verb reads a verb with its forms; in a verb of several words "+" stands
// before the one that is inflected.
func (in *verbReader) verb(l line) error {
	if in.block == nil {
		return fmt.Errorf("a verb before the first --- VERB --- header, or a synonym before its &SET")
	}
	text, code, _, ok, err := bracket(l.text)
	if err != nil {
		return err
	}
	head, list, err := braces(text)
	if err != nil {
		return err
	}
	if !ok {
		code = in.code
	}
	forms := []string{strings.TrimSpace(head)}
	for _, s := range list {
		forms = append(forms, strings.Fields(s)...)
	}
	for _, s := range forms {
		w, err := words(s)
		if err != nil {
			return err
		}
		if len(w) == 0 {
			return fmt.Errorf("a verb without words")
		}
		at := slices.IndexFunc(w, func(x string) bool { return strings.HasPrefix(x, "+") })
		at = max(at, 0)
		if w[at] = strings.TrimPrefix(w[at], "+"); w[at] == "" {
			return fmt.Errorf("%q: no verb after the plus", s)
		}
		in.to.byForm[w[at]] = append(in.to.byForm[w[at]], &verbName{w, at, half(code), l.n, in.block})
	}
	return nil
}

// pattern files one pattern of a block.
func (in *verbReader) pattern(t todo) error {
	text, code, _, ok, err := bracket(t.l.text[1:])
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("a pattern without its code in brackets [ ]")
	}
	before, after, ok := strings.Cut(text, "*")
	if !ok {
		return fmt.Errorf("a pattern without * for its verb")
	}
	p := pattern{code: half(code), line: t.l.n}
	if p.before, err = in.elements(before); err != nil {
		return err
	}
	if p.after, err = in.elements(after); err != nil {
		return err
	}
	t.block.patterns = append(t.block.patterns, p)
	return nil
}

func (in *verbReader) elements(s string) ([]element, error) {
	for _, mark := range []string{"(", ")", "{", "}", "*"} {
		s = strings.ReplaceAll(s, mark, " ")
	}
	all, err := words(s)
	if err != nil {
		return nil, err
	}
	var out []element
	for i := 0; i < len(all); i++ {
		w := all[i]
		switch {
		case strings.Trim(w, "$+%^.,") == "":
			continue // source, target, either, and a skip: told by the tree
		case w[0] == '&':
			// a set's name may hold an underscore, where names are split
			name, n := in.longest(all[i:])
			if n == 0 {
				return nil, missingSet(w)
			}
			e, err := in.element(name, 0)
			if err != nil {
				return nil, err
			}
			out = append(out, e)
			i += n - 1
		default:
			out = append(out, element{word: strings.TrimPrefix(w, "+")})
		}
	}
	return out, nil
}

// missingSet is the error of a set that no line tells.
type missingSet string

func (m missingSet) Error() string {
	return fmt.Sprintf("the set of synonyms %s is not told", string(m))
}

// longest is the set whose name the words begin with.
func (in *verbReader) longest(all []string) (name string, n int) {
	for k := min(len(all), 4); k > 0; k-- {
		s := strings.Join(all[:k], "_")
		if _, ok := in.sets[s]; ok {
			return s, k
		}
	}
	return "", 0
}

// element is the set of that name, with the sets that it names.
func (in *verbReader) element(name string, deep int) (element, error) {
	if e, ok := in.known[name]; ok {
		return e, nil
	}
	if deep > maxSynset {
		return element{}, fmt.Errorf("%s holds sets that hold sets, deeper than %d", name, maxSynset)
	}
	e := element{set: map[string]bool{}}
	for _, s := range in.sets[name] {
		if strings.HasPrefix(s, "&") {
			sub, n := in.longest(strings.FieldsFunc(strings.ToUpper(s), func(r rune) bool { return r == '_' || r == ' ' }))
			if n == 0 {
				return e, missingSet(s)
			}
			x, err := in.element(sub, deep+1)
			if err != nil {
				return e, err
			}
			for w := range x.set {
				e.set[w] = true
			}
			e.long = append(e.long, x.long...)
			continue
		}
		w, err := words(strings.NewReplacer("(", " ", ")", " ", "{", " ", "}", " ").Replace(s))
		if err != nil {
			return e, err
		}
		switch len(w) {
		case 0:
		case 1:
			e.set[w[0]] = true
		default:
			e.long = append(e.long, w)
		}
	}
	if in.spelled += len(e.set) + len(e.long); len(e.set)+len(e.long) > maxSynonym || in.spelled > maxSpelled {
		return e, fmt.Errorf("too many synonyms in %s: %d at most, %d in all", name, maxSynonym, maxSpelled)
	}
	in.known[name] = e
	return e, nil
}

// reach bounds how far from its verb a pattern is sought, in words.
const reach = 20

// Code is the code of the verb at word i: that of the pattern with the most
// words that fit, else the verb's own; it may be [Void]. forms and lemmas are
// the words of one sentence and may be the same slice; line is where the
// dictionary tells it. ok is false for a verb that is not in it.
func (v *Verbs) Code(forms, lemmas []string, i int) (code string, line int, ok bool) {
	most := -1
	for _, key := range [2]string{strings.ToUpper(lemmas[i]), strings.ToUpper(forms[i])} {
		for _, n := range v.byForm[key] {
			if !n.at(forms, lemmas, i) {
				continue
			}
			ok = true
			if len(n.words)-1 > most {
				most, code, line = len(n.words)-1, n.code, n.line
			}
			for k := range n.block.patterns {
				p := &n.block.patterns[k]
				if size := len(p.before) + len(p.after); size > most && p.fits(forms, lemmas, i) {
					most, code, line = size, p.code, p.line
				}
			}
		}
	}
	return code, line, ok
}

// at tells whether the other words of a verb stand around word i.
func (n *verbName) at(forms, lemmas []string, i int) bool {
	first := i - n.verb
	if first < 0 || first+len(n.words) > len(forms) {
		return false
	}
	for k, w := range n.words {
		if k != n.verb && !same(forms[first+k], w) && !strings.EqualFold(lemmas[first+k], w) {
			return false
		}
	}
	return true
}

// fits tells whether the words of a pattern stand in their order around the verb.
func (p *pattern) fits(forms, lemmas []string, i int) bool {
	at := max(0, i-reach)
	for k := range p.before {
		if at = p.before[k].find(forms, lemmas, at, i); at < 0 {
			return false
		}
	}
	at = i + 1
	end := min(len(forms), i+1+reach)
	for k := range p.after {
		if at = p.after[k].find(forms, lemmas, at, end); at < 0 {
			return false
		}
	}
	return true
}

// find is the place after the first match in words from…end; -1 for none.
func (e *element) find(forms, lemmas []string, from, end int) int {
	for i := from; i < end; i++ {
		if e.word != "" {
			if same(forms[i], e.word) || strings.EqualFold(lemmas[i], e.word) {
				return i + 1
			}
			continue
		}
		if e.set[strings.ToUpper(forms[i])] || e.set[strings.ToUpper(lemmas[i])] {
			return i + 1
		}
		for _, w := range e.long {
			fits := i+len(w) <= end
			for k := 0; fits && k < len(w); k++ {
				fits = same(forms[i+k], w[k])
			}
			if fits {
				return i + len(w)
			}
		}
	}
	return -1
}

// Len counts the verbs and patterns.
func (v *Verbs) Len() int {
	n := 0
	seen := map[*block]bool{}
	for _, all := range v.byForm {
		n += len(all)
		for _, x := range all {
			if !seen[x.block] {
				seen[x.block] = true
				n += len(x.block.patterns)
			}
		}
	}
	return n
}
