package plover

import (
	"bufio"
	"fmt"
	"io/fs"
	"strings"
	"unicode"
)

// code is an event with its mode, and the line that tells it.
type code struct{ event, mode, why string }

// verb is what is known of a verb: alone, and with a companion.
type verb struct {
	alone code
	with  map[string]code // "+talks", "~out", "~out+talk"
}

// words are the triggers by lemma.
type words struct {
	verbs map[string]*verb
	nouns map[string]code
	adjs  map[string]code
}

// lines calls f with each line that is not empty and no comment.
func lines(fsys fs.FS, name string, f func(text string, line int) error) error {
	file, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	sc := bufio.NewScanner(file)
	for n := 1; sc.Scan(); n++ {
		text := strings.TrimSpace(sc.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		if err := f(text, n); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := sc.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// Roots are the sixteen events of the scheme.
var roots = map[string]bool{"AGREE": true, "CONSULT": true, "SUPPORT": true, "CONCEDE": true, "COOPERATE": true, "AID": true,
	"RETREAT": true, "REQUEST": true, "ACCUSE": true, "REJECT": true, "THREATEN": true, "PROTEST": true, "SANCTION": true,
	"MOBILIZE": true, "COERCE": true, "ASSAULT": true}

func loadWords(fsys fs.FS, name string) (words, error) {
	w := words{map[string]*verb{}, map[string]code{}, map[string]code{}}
	classes := map[string][]string{}
	var now code
	err := lines(fsys, name, func(text string, line int) error {
		switch {
		case text[0] == '@' && strings.Contains(text, "="):
			class, list, _ := strings.Cut(text, "=")
			classes[strings.TrimSpace(class)] = split(list)
			return nil
		case text[0] == '[':
			event, mode, _ := strings.Cut(strings.Trim(text, "[]"), " ")
			if !roots[event] {
				return fmt.Errorf("%q is no event of the scheme", event)
			}
			now = code{event: event, mode: mode}
			return nil
		case now.event == "":
			return fmt.Errorf("words before the first [EVENT]")
		}
		for _, item := range split(text) {
			c := now
			c.why = fmt.Sprintf("%s:%d %s", name, line, item)
			if err := w.add(item, c, classes); err != nil {
				return err
			}
		}
		return nil
	})
	return w, err
}

func split(list string) []string {
	var out []string
	for _, item := range strings.Split(list, ";") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

// add files one item under all that its classes stand for.
func (w *words) add(item string, c code, classes map[string][]string) error {
	if head, kind, ok := strings.Cut(item, "/"); ok {
		return w.addWord(item, head, kind, c)
	}
	head, noun, hasNoun := strings.Cut(item, "+")
	head, particle, hasParticle := strings.Cut(head, "~")
	expand := func(s string) ([]string, error) {
		if !strings.HasPrefix(s, "@") {
			return []string{s}, nil
		}
		if classes[s] == nil {
			return nil, fmt.Errorf("%q: the class %s is not told above", item, s)
		}
		return classes[s], nil
	}
	heads, err := expand(head)
	if err != nil {
		return err
	}
	nouns, err := expand(noun)
	if err != nil {
		return err
	}
	for _, h := range heads {
		v := w.verbs[h]
		if v == nil {
			v = &verb{with: map[string]code{}}
			w.verbs[h] = v
		}
		if !hasNoun && !hasParticle {
			if v.alone.event != "" {
				return fmt.Errorf("%q is already at %s", item, v.alone.why)
			}
			v.alone = c
			continue
		}
		for _, n := range nouns {
			key := ""
			if hasParticle {
				key = "~" + particle
			}
			if hasNoun {
				key += "+" + n
			}
			if _, ok := v.with[key]; !ok || !strings.Contains(item, "@") {
				v.with[key] = c // what is told without a class stands
			}
		}
	}
	return nil
}

// addWord files a noun or an adjective.
func (w *words) addWord(item, head, kind string, c code) error {
	to := w.nouns
	switch kind {
	case "n":
	case "a":
		to = w.adjs
	default:
		return fmt.Errorf("%q: what stands after the stroke is n for a noun or a for an adjective", item)
	}
	if old, ok := to[head]; ok {
		return fmt.Errorf("%q is already at %s", item, old.why)
	}
	to[head] = c
	return nil
}

func loadSectors(fsys fs.FS, name string) (map[string]string, error) {
	out := map[string]string{}
	sector := ""
	err := lines(fsys, name, func(text string, _ int) error {
		if text[0] == '[' {
			sector = strings.Trim(text, "[]")
			return nil
		}
		if len(sector) != 3 {
			return fmt.Errorf("words before the first [SECTOR] of three letters")
		}
		for _, w := range strings.Fields(text) {
			if old := out[w]; old != "" && old != sector {
				return fmt.Errorf("%q is already %s", w, old)
			}
			out[w] = sector
		}
		return nil
	})
	return out, err
}

// places are names of up to maxName words, by their first word.
type places map[string][]place

type place struct {
	words []string
	code  string
}

func loadPlaces(fsys fs.FS, name string) (places, error) {
	out := places{}
	err := lines(fsys, name, func(text string, _ int) error {
		code, list, ok := strings.Cut(text, " ")
		if !ok || len(code) != 3 || strings.ToUpper(code) != code || !unicode.IsLetter(rune(code[0])) {
			return fmt.Errorf("want a country code of three capitals, then names")
		}
		for _, n := range split(list) {
			w := strings.Fields(n)
			out[w[0]] = append(out[w[0]], place{w, code})
		}
		return nil
	})
	return out, err
}

// at is the code of the longest name that begins at form i, and its length.
func (p places) at(forms []string, i int) (code string, n int) {
	for _, x := range p[forms[i]] {
		if len(x.words) <= n || i+len(x.words) > len(forms) {
			continue
		}
		fits := true
		for k, w := range x.words {
			fits = fits && forms[i+k] == w
		}
		if fits {
			code, n = x.code, len(x.words)
		}
	}
	return code, n
}

// loadCameo reads what codes of CAMEO are in PLOVER.
func loadCameo(fsys fs.FS, name string) (map[string]code, error) {
	out := map[string]code{}
	err := lines(fsys, name, func(text string, line int) error {
		f := strings.Fields(text)
		if len(f) < 2 || len(f) > 3 || !roots[f[1]] {
			return fmt.Errorf("want a code of CAMEO, an event and perhaps its mode")
		}
		c := code{event: f[1]}
		if len(f) == 3 {
			c.mode = f[2]
		}
		out[f[0]] = c
		return nil
	})
	return out, err
}

// ofCameo is what a code of CAMEO is in PLOVER; no event for one that is not known.
func (c *Coder) ofCameo(cameo string) code {
	for n := len(cameo); n >= 2; n-- {
		if x, ok := c.cameo[cameo[:n]]; ok {
			return x
		}
	}
	return code{}
}

// contexts are the names of contexts in the order of the scheme, and which of
// them a word is about.
type contexts struct {
	names []string
	of    map[string]int
}

func loadContexts(fsys fs.FS, name string) (contexts, error) {
	out := contexts{of: map[string]int{}}
	err := lines(fsys, name, func(text string, _ int) error {
		if text[0] == '[' {
			out.names = append(out.names, strings.Trim(text, "[]"))
			if len(out.names) > 64 {
				return fmt.Errorf("more than 64 contexts")
			}
			return nil
		}
		if len(out.names) == 0 {
			return fmt.Errorf("words before the first [context]")
		}
		for _, w := range strings.Fields(text) {
			if n, ok := out.of[w]; ok {
				return fmt.Errorf("%q is already in %s", w, out.names[n])
			}
			out.of[w] = len(out.names) - 1
		}
		return nil
	})
	return out, err
}
