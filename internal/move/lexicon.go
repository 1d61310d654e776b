package move

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// class is the kind of word that carries an act.
type class uint8

const (
	verbClass class = iota
	nounClass
	adjClass
	evalClass   // a judgement: a noun or adjective that says what a thing is worth
	chargeClass // a misdeed: a verb that accuses its subject in another's mouth
	classCount
)

var classNames = [classCount]string{"verb", "noun", "adj", "eval", "charge"}

// slotKind is a place in a frame that a dependent can fill.
type slotKind uint8

const (
	noSlot   slotKind = iota
	subjSlot          // the subject; in a passive the agent
	objSlot           // the object; in a passive the subject
	iobjSlot          // the indirect object
	infSlot           // an infinitive: "to sit down"
	thatSlot          // a finite clause: "that it was ready"
	ingSlot           // a gerund: "deploying troops"
	possSlot          // a possessor: "his", "Russia's"
	modSlot           // a noun or adjective before the word: "Iranian", "US"
	selfSlot          // the word itself with what hangs on it
	predSlot          // a predicate on the object: "called him a liar"
	prepSlot          // what a preposition brings: "on Turkey"
)

var slotNames = map[string]slotKind{
	"subj": subjSlot, "obj": objSlot, "iobj": iobjSlot, "inf": infSlot, "that": thatSlot, "ing": ingSlot,
	"poss": possSlot, "mod": modSlot, "self": selfSlot, "pred": predSlot,
}

type slot struct {
	kind slotKind
	prep string // for prepSlot
}

// frame tells which dependents are by, to and what, and which must be there.
type frame struct {
	act          doc.Act
	class        class
	by, to, what []slot
	needs        []slot // one of these must be filled
	needTo       bool   // to must be filled by an actor
	deed         bool   // something that happens, not something that is said
	stance       bool   // what it governs is told about, not told
	hostile      bool
	denied       bool // counts only where it is denied: "has no plans to"
}

// entry is one word with what must stand around it.
type entry struct {
	*frame
	before []string // the words just before it, nearest last: air_strike
	part   string   // a particle: rule+out
	objs   []string // lemmas of the object: give=pledge
	prep   string   // a preposition that must be there: call~for
	nouns  []string // lemmas of what that preposition brings: come~to:table
	where  string   // "file:line"
}

// ranks tells how much an entry asks for; more goes before less.
func (e *entry) rank() int {
	n := 2 * len(e.before)
	if e.part != "" {
		n += 2
	}
	if e.denied {
		n += 3
	}
	if len(e.objs) > 0 {
		n += 2
	}
	if e.prep != "" {
		n++
	}
	if len(e.nouns) > 0 {
		n += 2
	}
	return n
}

// Example is a sentence of the lexicon with what should, or should not, be
// found in it.
type Example struct {
	Where    string // "file:line"
	Text     string
	Act      doc.Act
	Negative bool              // nothing with the act should be found
	Want     map[string]string // "by", "to", "what", "if", "status" as told; absent fields may be anything
}

// words holds plain lists: "light", "implicative", "intent" …
type words map[string]bool

type lexicon struct {
	entries  [classCount]map[string][]*entry
	lists    map[string]words
	listsOf  map[string][]string // for each word, the lists that hold it
	plover   [doc.Expect + 1]map[doc.Status]doc.Plover
	examples []Example
	context  map[string]string // word → what it is about
	modes    []modeList

	connectives map[string][]connective // by first word; see data/conditions.txt

	mended map[string]string // what a mistaken lemma of a verb should have been

	weights     map[string]float64 // of confidence.tsv
	actWeight   [doc.Expect + 1]float64
	voiceWeight [doc.Narrated + 1]float64
	byWeight    [doc.Group + 1]float64
	rungWeight  map[string]float64
}

func (l *lexicon) has(list, lemma string) bool {
	for _, name := range l.listsOf[lemma] {
		if name == list {
			return true
		}
	}
	return false
}

// turnLists files the lists by their words, since most words stand in none.
func (l *lexicon) turnLists() {
	l.listsOf = map[string][]string{}
	for name, list := range l.lists {
		for w, in := range list {
			if in {
				l.listsOf[w] = append(l.listsOf[w], name)
			}
		}
	}
}

// reader of the lexicon's files.
type lexReader struct {
	lex    *lexicon
	file   string
	line   int
	frame  *frame
	list   words
	macros map[string][]string
}

func (r *lexReader) errorf(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", r.file, r.line, fmt.Sprintf(format, args...))
}

func loadLexicon(fsys fs.FS) (*lexicon, error) {
	lex := &lexicon{lists: map[string]words{}}
	for c := range lex.entries {
		lex.entries[c] = map[string][]*entry{}
	}
	files, err := fs.Glob(fsys, "*.txt")
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("move: no *.txt files in the folder of the acts' words")
	}
	r := &lexReader{lex: lex, macros: map[string][]string{}}
	for _, name := range files {
		if err := r.readFile(fsys, name); err != nil {
			return nil, err
		}
	}
	for c := range lex.entries {
		for _, es := range lex.entries[c] {
			sortEntries(es)
		}
	}
	lex.mend()
	lex.sortLists()
	lex.turnLists()
	lex.sortConnectives()
	return lex, nil
}

// mend lists the lemmas that a lemmatiser makes of a past tense when it takes
// off too much or too little: floate, rul, shel, bann. One that is a word of
// the lexicon itself stands for itself.
func (l *lexicon) mend() {
	l.mended = map[string]string{}
	for w := range l.lists["irregular"] {
		if form, lemma, ok := strings.Cut(w, "="); ok {
			l.mended[form] = lemma
		}
	}
	for _, c := range [...]class{verbClass, chargeClass} {
		for w := range l.entries[c] {
			n := len(w)
			if n < 4 {
				continue
			}
			wrong := []string{w + "e", w + w[n-1:]}
			if w[n-1] == 'e' || w[n-1] == w[n-2] {
				wrong = append(wrong, w[:n-1])
			}
			for _, m := range wrong {
				if l.entries[verbClass][m] == nil && (l.mended[m] == "" || w < l.mended[m]) {
					l.mended[m] = w
				}
			}
		}
	}
}

// sortEntries puts the most demanding first; stable, so that the file's order
// decides among equals.
func sortEntries(es []*entry) {
	for i := 1; i < len(es); i++ {
		for j := i; j > 0 && es[j].rank() > es[j-1].rank(); j-- {
			es[j], es[j-1] = es[j-1], es[j]
		}
	}
}

func (r *lexReader) readFile(fsys fs.FS, name string) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	r.file, r.line, r.frame, r.list = name, 0, nil, nil
	return r.read(f)
}

func (r *lexReader) read(f io.Reader) error {
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		r.line++
		if err := r.readLine(strings.TrimSpace(sc.Text())); err != nil {
			return err
		}
	}
	return sc.Err()
}

func (r *lexReader) readLine(line string) error {
	switch {
	case line == "" || line[0] == '#':
		return nil
	case line[0] == '[':
		return r.header(line)
	case line[0] == '@':
		name, items, ok := strings.Cut(line, "=")
		if !ok {
			return r.errorf("a list of nouns is written @name = word, word")
		}
		r.macros[strings.TrimSpace(name)] = splitList(items, ",")
		return nil
	case strings.HasPrefix(line, "+ "), strings.HasPrefix(line, "- "):
		return r.example(line)
	case r.list != nil:
		for _, w := range strings.Fields(line) {
			r.list[strings.ReplaceAll(w, "_", " ")] = true
		}
		return nil
	case r.frame != nil:
		for _, w := range strings.Fields(line) {
			if err := r.word(w); err != nil {
				return err
			}
		}
		return nil
	}
	return r.errorf("words before the first [act class] line")
}

func splitList(s, sep string) []string {
	var out []string
	for _, w := range strings.Split(s, sep) {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, strings.ReplaceAll(w, "_", " "))
		}
	}
	return out
}

// header reads "[act class] role=slot,slot …" or "[list name]" or "[plover]".
func (r *lexReader) header(line string) error {
	inside, rest, ok := strings.Cut(line[1:], "]")
	fields := strings.Fields(inside)
	if !ok || len(fields) != 2 {
		return r.errorf("a heading is [act class] or [list name], not %q", line)
	}
	r.frame, r.list = nil, nil
	if fields[0] == "list" {
		if r.lex.lists[fields[1]] == nil {
			r.lex.lists[fields[1]] = words{}
		}
		r.list = r.lex.lists[fields[1]]
		return nil
	}
	f := &frame{}
	if err := f.act.UnmarshalText([]byte(fields[0])); err != nil || f.act == 0 {
		return r.errorf("unknown act %q", fields[0])
	}
	f.class = classCount
	for c, n := range classNames {
		if n == fields[1] {
			f.class = class(c)
		}
	}
	if f.class == classCount {
		return r.errorf("unknown class %q; known are %q", fields[1], classNames)
	}
	setDefaults(f)
	for _, field := range strings.Fields(rest) {
		if err := r.setRole(f, field); err != nil {
			return err
		}
	}
	r.frame = f
	return nil
}

// setDefaults marks which acts are deeds and which govern what is told.
func setDefaults(f *frame) {
	switch f.act {
	case doc.Meet, doc.Agree, doc.Concede, doc.Aid, doc.Coerce, doc.Fight, doc.Leave:
		f.deed = true
	}
	f.stance = true
	f.hostile = f.act == doc.Coerce || f.act == doc.Fight
}

func (r *lexReader) setRole(f *frame, field string) error {
	key, value, ok := strings.Cut(field, "=")
	if !ok {
		switch field {
		case "said":
			f.deed = false
		case "denied":
			f.denied = true
		default:
			return r.errorf("unknown flag %q; known are said, denied", field)
		}
		return nil
	}
	var slots []slot
	for _, v := range strings.Split(value, ",") {
		if key == "needs" && v == "to" {
			f.needTo = true
			continue
		}
		if k, known := slotNames[v]; known {
			slots = append(slots, slot{kind: k})
		} else {
			slots = append(slots, slot{kind: prepSlot, prep: strings.TrimPrefix(v, "~")})
		}
	}
	switch key {
	case "by":
		f.by = slots
	case "to":
		f.to = slots
	case "what":
		f.what = slots
	case "needs":
		f.needs = slots
		if len(slots) == 1 && slots[0].prep == "what" {
			f.needs = f.what
		}
	default:
		return r.errorf("unknown role %q; known are by, to, what, needs", key)
	}
	return nil
}

// word reads one word with its requirements and files it under its lemma.
func (r *lexReader) word(w string) error {
	e := &entry{frame: r.frame, where: fmt.Sprintf("%s:%d", r.file, r.line)}
	rest := w
	if i := strings.IndexByte(rest, '~'); i >= 0 {
		prep, nouns, _ := strings.Cut(rest[i+1:], ":")
		rest, e.prep = rest[:i], prep
		e.nouns = r.expand(nouns)
	}
	if i := strings.IndexByte(rest, '='); i >= 0 {
		e.objs = r.expand(rest[i+1:])
		rest = rest[:i]
		if len(e.objs) == 0 {
			return r.errorf("%q has an empty list of objects", w)
		}
	}
	rest, e.part, _ = strings.Cut(rest, "+")
	if i := strings.IndexByte(rest, '-'); i > 0 && i < len(rest)-1 { // its parts are tokens
		hyphened := *e
		hyphened.before = strings.Split(strings.ReplaceAll(rest, "-", "_-_"), "_")
		last := len(hyphened.before) - 1
		lemma := hyphened.before[last]
		hyphened.before = hyphened.before[:last]
		m := r.lex.entries[r.frame.class]
		m[lemma] = append(m[lemma], &hyphened)
	}
	seq := strings.Split(rest, "_")
	lemma := seq[len(seq)-1]
	e.before = seq[:len(seq)-1]
	if lemma == "" {
		return r.errorf("%q has no word", w)
	}
	m := r.lex.entries[r.frame.class]
	m[lemma] = append(m[lemma], e)
	return nil
}

// expand resolves @lists within a list of nouns.
func (r *lexReader) expand(list string) []string {
	var out []string
	for _, w := range splitList(list, ",") {
		if m, ok := r.macros[w]; ok {
			out = append(out, m...)
		} else {
			out = append(out, w)
		}
	}
	for i, w := range out { // a noun of several words is known by its last
		out[i] = w[strings.LastIndexByte(w, ' ')+1:]
	}
	return out
}

// example reads "+ sentence => act field: value | field: value" or
// "- sentence" (nothing of the block's act) or "- sentence => act".
func (r *lexReader) example(line string) error {
	ex := Example{Where: fmt.Sprintf("%s:%d", r.file, r.line), Negative: line[0] == '-', Want: map[string]string{}}
	text, want, _ := strings.Cut(line[2:], "=>")
	ex.Text = strings.TrimSpace(text)
	if r.frame != nil {
		ex.Act = r.frame.act
	}
	act, fields, _ := strings.Cut(strings.TrimSpace(want), " ")
	if act != "" {
		if err := ex.Act.UnmarshalText([]byte(act)); err != nil {
			return r.errorf("unknown act %q in an example", act)
		}
	}
	if ex.Act == 0 {
		return r.errorf("an example outside a block must name its act: + sentence => act")
	}
	for _, f := range splitList(fields, "|") {
		k, v, ok := strings.Cut(f, ":")
		if !ok {
			return r.errorf("%q in an example is not field: value", f)
		}
		ex.Want[strings.TrimSpace(k)] = strings.TrimSpace(v)
	}
	r.lex.examples = append(r.lex.examples, ex)
	return nil
}
