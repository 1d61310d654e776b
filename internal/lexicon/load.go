package lexicon

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
)

// Load reads the data files at the root of each file system, the later ones
// adding to and overriding the earlier; with none it reads [Embedded]. What a
// file holds is told by its name up to the first '-' or '.': countries,
// institutions, entities, persons, offices, officewords, titles, roles, given,
// weak; files of other names are left alone. The form of each is in data/README.md. An error
// tells file, line and what is wrong, and then nothing is loaded.
func Load(fsys ...fs.FS) (*Lexicon, error) {
	if len(fsys) == 0 {
		fsys = []fs.FS{Embedded()}
	}
	ld := newLoader()
	for i, f := range fsys {
		ld.folderNo = i
		if err := ld.folder(f); err != nil {
			return nil, err
		}
	}
	if err := ld.finish(); err != nil {
		return nil, err
	}
	return ld.lex, nil
}

// loader gathers the facts; finish makes the tables of them.
type loader struct {
	lex      *Lexicon
	aliases  []alias
	prefixes []uint64
	weak     map[string]bool // words that are no sure name of a person
	never    map[string]bool // words that are none
	folderNo int
	slab     []Entry
	given    map[string]byte // of this folder
	file     string
	line     int
	section  section

	adjectives   []adjective
	words        map[string]bool // the first words of adjectives
	institutions []institution
}

// adjective is one adjective of a country.
type adjective struct {
	country *Entry
	word    string
}

// institution is what every state has: "Foreign Ministry".
type institution struct {
	names  []string
	sector string
	speaks bool
}

// section is what the last "[…]" line set for the lines after it.
type section struct {
	prefix, country, sector, speaks, style string
	many, set                              bool
	office                                 Office
}

// pendingName is one name of one entry, on its way to the index.
type pendingName struct {
	entry *Entry
	name  string
	sense Sense
	weak  bool
	caps  bool
	prio  int32
}

func newLoader() *loader {
	return &loader{
		lex: &Lexicon{
			entries: make(map[string]*Entry, 8192),
			chains:  make(map[officeKey][]holder, 1024),
			seats:   make(map[string][]string, 64),
			surname: make(map[string][]*Entry, 4096),
			titles:  make(map[string]bool, 256),
			roles:   make(map[string]roleNoun, 512),
			offices: make(map[string]Office, 512),
		},
		aliases:  make([]alias, 0, 32768),
		prefixes: make([]uint64, 0, 32768),
		weak:     make(map[string]bool, 512),
		never:    make(map[string]bool, 64),
		words:    make(map[string]bool, 256),
	}
}

// parsers are tried in this order, so that a file may lean on those before it.
func (ld *loader) parsers() []struct {
	name  string
	parse func(line string) error
} {
	return []struct {
		name  string
		parse func(line string) error
	}{
		{"weak", ld.weakLine},
		{"given", ld.givenLine},
		{"countries", ld.countryLine},
		{"institutions", ld.institutionLine},
		{"entities", ld.entityLine},
		{"persons", ld.personLine},
		{"offices", ld.officeLine},
		{"officewords", ld.officeWordsLine},
		{"titles", ld.titleLine},
		{"roles", ld.roleLine},
	}
}

func (ld *loader) folder(f fs.FS) error {
	files, err := fs.Glob(f, "*.txt")
	if err != nil {
		return err
	}
	slices.Sort(files)
	ld.given = make(map[string]byte, 1024)
	for _, p := range ld.parsers() {
		for _, name := range files {
			if fileKind(name) != p.name {
				continue
			}
			if err := ld.read(f, name, p.parse); err != nil {
				return err
			}
		}
	}
	if len(ld.lex.given) == 0 {
		ld.lex.given = ld.given
	} else {
		maps.Copy(ld.lex.given, ld.given)
	}
	return nil
}

// fileKind is the part of a file's name that tells what is in it:
// "offices-africa.txt" holds offices.
func fileKind(name string) string {
	if i := strings.IndexAny(name, "-."); i >= 0 {
		return name[:i]
	}
	return name
}

// FileKinds lists what the names of data files begin with: "offices" for
// "offices.txt" and "offices-africa.txt". [Load] passes over all others.
func FileKinds() []string {
	var kinds []string
	for _, p := range new(loader).parsers() {
		kinds = append(kinds, p.name)
	}
	return kinds
}

// read gives the parser each line that is neither empty nor a comment.
func (ld *loader) read(f fs.FS, name string, parse func(string) error) error {
	data, err := fs.ReadFile(f, name)
	if err != nil {
		return err
	}
	ld.file, ld.line, ld.section = name, 0, section{}
	for line := range strings.Lines(string(data)) {
		ld.line++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := parse(line); err != nil {
			return fmt.Errorf("%s:%d: %w", ld.file, ld.line, err)
		}
	}
	return nil
}

// fields cuts a line at '|' into exactly n trimmed fields; those missing at the
// end are empty.
func fields(line string, dst []string) error {
	n := 0
	for {
		f, rest, more := strings.Cut(line, "|")
		if n == len(dst) {
			return fmt.Errorf("more than %d fields", len(dst))
		}
		dst[n] = strings.TrimSpace(f)
		n++
		if !more {
			break
		}
		line = rest
	}
	for ; n < len(dst); n++ {
		dst[n] = ""
	}
	return nil
}

// each calls f for every item of a list parted by ';'.
func each(list string, f func(string) error) error {
	for list != "" {
		var item string
		item, list, _ = strings.Cut(list, ";")
		if item = strings.TrimSpace(item); item != "" {
			if err := f(item); err != nil {
				return err
			}
		}
	}
	return nil
}

// entry is the entry with that ID, made when it is new.
func (ld *loader) entry(id, name string, kind Kind) *Entry {
	if e := ld.lex.entries[id]; e != nil {
		return e
	}
	if len(ld.slab) == 0 {
		ld.slab = make([]Entry, 256) // far fewer allocations than one by one
	}
	e := &ld.slab[0]
	ld.slab = ld.slab[1:]
	e.ID, e.Name, e.Kind = id, name, kind
	ld.lex.entries[id] = e
	if kind == Person {
		ld.lex.persons = append(ld.lex.persons, e)
	}
	return e
}

// Priorities among entries of one name: the lower the more likely.
const (
	prioCountry = 100 * iota
	prioAdjective
	prioCapital
	prioEntity
	prioPerson
	prioShort = 1000
)

// name notes one name of an entry. Its first character may tell more: '~' it
// needs support, '^' it is a word where all is in capitals, '=' it is a short
// name, '+' an adjective, '*' a demonym.
func (ld *loader) name(e *Entry, s string, sense Sense, prio int32) error {
	n := pendingName{entry: e, sense: sense, prio: prio}
	for len(s) > 0 {
		switch s[0] {
		case '~':
			n.weak = true
		case '^':
			n.caps = true
		case '=':
			n.sense = ShortSense
		case '+':
			n.sense = AdjectiveSense
		case '*':
			n.sense = DemonymSense
		default:
			n.name = s
		}
		if n.name != "" {
			break
		}
		s = s[1:]
	}
	if !hasLetters(n.name) {
		return fmt.Errorf("a name without letters: %q", s)
	}
	switch n.sense {
	case AdjectiveSense:
		if e.Adjective == "" {
			e.Adjective = n.name
		}
		if e.Kind == Country && !n.weak {
			first, _, _ := strings.Cut(n.name, " ")
			ld.words[first] = true
			ld.adjectives = append(ld.adjectives, adjective{e, n.name})
		}
	case DemonymSense:
		e.Demonym = n.name // the last is the plural
	}
	ld.alias(n)
	return nil
}
