package petrarch

import (
	"fmt"
	"io"
	"strings"
)

// Actors is a dictionary of actors and agents. The zero value holds none.
type Actors struct {
	byWord map[string][]*name // by the first word, as it is written in capitals
	agents map[string][]*name
	sets   map[string][]string
}

// name is one name or synonym of an actor, or an agent.
type name struct {
	words []string
	actor *actor
}

// actor is what the names of one entry stand for.
type actor struct {
	codes []dated
	line  int
}

// dated is a code and the days that it holds for, as YYYYMMDD; empty is open.
type dated struct{ code, from, to string }

// NewActors is an empty dictionary, to be filled by Read.
func NewActors() *Actors {
	return &Actors{byWord: map[string][]*name{}, agents: map[string][]*name{}, sets: map[string][]string{}}
}

// ReadActors reads dictionaries one after the other; a later name adds to the
// earlier ones.
func ReadActors(fileName string, r io.Reader) (*Actors, error) {
	a := NewActors()
	if err := a.Read(fileName, r); err != nil {
		return nil, err
	}
	return a, nil
}

// Read adds a dictionary. After an error the receiver holds what it held.
func (a *Actors) Read(fileName string, r io.Reader) error {
	fresh := NewActors()
	in := actorReader{to: fresh}
	for k, v := range a.sets {
		fresh.sets[k] = v
	}
	if err := scan(fileName, r, in.line); err != nil {
		return err
	}
	if err := in.end(); err != nil {
		return fmt.Errorf("%s:%d: %w", fileName, in.now.line, err)
	}
	for k, v := range fresh.byWord {
		a.byWord[k] = append(a.byWord[k], v...)
	}
	for k, v := range fresh.agents {
		a.agents[k] = append(a.agents[k], v...)
	}
	a.sets = fresh.sets
	return nil
}

type actorReader struct {
	to    *Actors
	now   *actor
	names [][]string
	count int // agents, once sets are put in their places
}

// line reads "NAME [CODE]", "+SYNONYM", "[CODE >19990101]", an agent
// "NAME {PLURAL} [~COD]" or a set "!SET! = A, B".
func (in *actorReader) line(l line) error {
	text, code, rest, ok, err := bracket(l.text)
	if err != nil {
		return err
	}
	switch {
	case text == "" && ok:
		if in.now == nil {
			return fmt.Errorf("a code in brackets before the first name")
		}
		return in.codes(code, rest)
	case strings.HasPrefix(text, "!") && strings.Contains(text, "="):
		return in.set(text)
	case strings.Contains(code, "~"):
		return in.agent(text, code, l.n)
	case strings.HasPrefix(text, "+"):
		if in.now == nil {
			return fmt.Errorf("a synonym before the first name")
		}
		if err := in.name(text[1:]); err != nil {
			return err
		}
	default:
		if err := in.end(); err != nil {
			return err
		}
		in.now = &actor{line: l.n}
		if err := in.name(text); err != nil {
			return err
		}
	}
	if ok {
		return in.codes(code, rest)
	}
	return nil
}

func (in *actorReader) name(text string) error {
	text, plural, err := braces(text)
	if err != nil {
		return err
	}
	for _, s := range append([]string{text}, plural...) {
		w, err := words(s)
		if err != nil {
			return err
		}
		if len(w) == 0 {
			return fmt.Errorf("a name without words")
		}
		in.names = append(in.names, w)
	}
	return nil
}

// braces cuts "NAME {PLURAL, PLURAL}".
func braces(text string) (rest string, inside []string, err error) {
	i := strings.IndexByte(text, '{')
	if i < 0 {
		return text, nil, nil
	}
	j := strings.IndexByte(text[i:], '}')
	if j < 0 {
		return "", nil, fmt.Errorf("forms in braces { } are not closed")
	}
	for _, s := range strings.Split(text[i+1:i+j], ",") {
		if s = strings.TrimSpace(s); s != "" {
			inside = append(inside, s)
		}
	}
	return text[:i], inside, nil
}

// codes reads a code, and those in further brackets of the line.
func (in *actorReader) codes(code, rest string) error {
	for {
		d, err := dates(code)
		if err != nil {
			return err
		}
		in.now.codes = append(in.now.codes, d)
		var ok bool
		if _, code, rest, ok, err = bracket(rest); err != nil {
			return err
		}
		if !ok {
			return nil
		}
	}
}

// dates reads "CODE", "CODE <950601", "CODE >19990816", "CODE 19950601-19990815".
func dates(s string) (dated, error) {
	i := strings.IndexAny(s, "<> ")
	if i < 0 {
		return dated{code: s}, nil
	}
	d := dated{code: strings.TrimSpace(s[:i])}
	when := strings.ReplaceAll(s[i:], " ", "")
	var err error
	switch {
	case when == "":
	case when[0] == '<':
		d.to, err = day(when[1:])
	case when[0] == '>':
		d.from, err = day(when[1:])
	default:
		from, to, ok := strings.Cut(when, "-")
		if !ok {
			return d, fmt.Errorf("%q: a code is followed by <DATE, >DATE or DATE-DATE", s)
		}
		if d.from, err = day(from); err == nil {
			d.to, err = day(to)
		}
	}
	if err == nil && d.from != "" && d.to != "" && d.from > d.to {
		err = fmt.Errorf("%q ends before it begins", s)
	}
	return d, err
}

// day writes YYMMDD and YYYYMMDD alike; the years 00 to 49 are of this century.
func day(s string) (string, error) {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return "", fmt.Errorf("%q is no date like 19991231", s)
		}
	}
	switch len(s) {
	case 6:
		if s < "50" {
			return "20" + s, nil
		}
		return "19" + s, nil
	case 8:
		return s, nil
	}
	return "", fmt.Errorf("%q is no date like 19991231", s)
}

func (in *actorReader) set(text string) error {
	key, list, _ := strings.Cut(text, "=")
	key = strings.ToUpper(strings.TrimSpace(key))
	if len(key) < 3 || !strings.HasSuffix(key, "!") {
		return fmt.Errorf("%q: a set is written !NAME! = WORD, WORD", key)
	}
	var all []string
	for _, s := range strings.Split(list, ",") {
		if s = strings.ToUpper(strings.TrimSpace(s)); s != "" {
			all = append(all, s)
		}
	}
	in.to.sets[key] = all
	return nil
}

// agent files a noun that adds its code to that of a country.
func (in *actorReader) agent(text, code string, n int) error {
	text, plural, err := braces(text)
	if err != nil {
		return err
	}
	a := &actor{codes: []dated{{code: strings.ReplaceAll(code, " ", "")}}, line: n}
	for _, s := range append([]string{text}, plural...) {
		variants := []string{strings.ToUpper(s)}
		if i := strings.IndexByte(s, '!'); i >= 0 {
			j := strings.IndexByte(s[i+1:], '!')
			if j < 0 {
				return fmt.Errorf("%q: a set is named !NAME!, with a stroke on either side", s)
			}
			key := strings.ToUpper(s[i : i+j+2])
			set, ok := in.to.sets[key]
			if !ok {
				return fmt.Errorf("the set %s is not told above", key)
			}
			variants = nil
			for _, v := range set {
				variants = append(variants, strings.ToUpper(s[:i])+v+strings.ToUpper(s[i+j+2:]))
			}
		}
		if in.count += len(variants); in.count > maxSpelled {
			return fmt.Errorf("more than %d agents", maxSpelled)
		}
		for _, v := range variants {
			w, err := words(v)
			if err != nil {
				return err
			}
			if len(w) == 0 {
				return fmt.Errorf("an agent without words")
			}
			last := w[len(w)-1]
			in.to.agents[last] = append(in.to.agents[last], &name{w, a})
		}
	}
	return nil
}

// end files the entry under way.
func (in *actorReader) end() error {
	if in.now == nil {
		return nil
	}
	if len(in.now.codes) == 0 {
		return fmt.Errorf("%s, in line %d, has no code in brackets [ ]", strings.Join(in.names[0], "_"), in.now.line)
	}
	for _, w := range in.names {
		in.to.byWord[w[0]] = append(in.to.byWord[w[0]], &name{w, in.now})
	}
	in.now, in.names = nil, nil
	return nil
}

// on is the code of an entry on a day (YYYYMMDD, "" when not known): the first
// with dates that hold, else one without dates.
func (a *actor) on(day string) string {
	code := ""
	for _, d := range a.codes {
		switch {
		case d.from == "" && d.to == "":
			if code == "" {
				code = d.code
			}
		case day != "" && (d.from == "" || day >= d.from) && (d.to == "" || day <= d.to):
			return d.code
		}
	}
	return code
}

// Match is the longest name that begins with word i, and its code on a day
// (YYYYMMDD, "" when not known). n is 0 where there is none.
func (a *Actors) Match(forms []string, i int, day string) (code string, n int) {
	for _, w := range first(forms[i]) {
		for _, x := range a.byWord[w] {
			if len(x.words) <= n || i+len(x.words) > len(forms) {
				continue
			}
			fits := true
			for k, w := range x.words {
				if k == len(x.words)-1 {
					fits = fits && same(forms[i+k], w)
				} else {
					fits = fits && strings.EqualFold(forms[i+k], w)
				}
			}
			if fits {
				code, n = x.actor.on(day), len(x.words)
			}
		}
	}
	return code, n
}

// first are the forms in capitals under which a word may be filed: itself and
// its singulars.
func first(form string) []string {
	up := strings.ToUpper(form)
	out := append(make([]string, 0, 3), up)
	if strings.HasSuffix(up, "S") && len(up) > 2 {
		out = append(out, up[:len(up)-1])
		if strings.HasSuffix(up, "ES") && len(up) > 3 {
			out = append(out, up[:len(up)-2])
			if strings.HasSuffix(up, "IES") {
				out = append(out, up[:len(up)-3]+"Y")
			}
		}
	}
	return out
}

// Agent is the code of the longest agent that ends with word i, like "~GOV" or
// "NGO~", where ~ stands for the code of its country; "" where there is none.
func (a *Actors) Agent(forms []string, i int) string {
	code, n := "", 0
	for _, w := range first(forms[i]) {
		for _, x := range a.agents[w] {
			k := len(x.words)
			if k <= n || i+1-k < 0 {
				continue
			}
			fits := true
			for j := range k - 1 {
				fits = fits && strings.EqualFold(forms[i+1-k+j], x.words[j])
			}
			if fits {
				code, n = x.actor.codes[0].code, k
			}
		}
	}
	return code
}

// Len counts the names and agents.
func (a *Actors) Len() int {
	n := 0
	for _, x := range a.byWord {
		n += len(x)
	}
	for _, x := range a.agents {
		n += len(x)
	}
	return n
}
