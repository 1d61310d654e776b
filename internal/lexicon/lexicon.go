// Package lexicon is the knowledge that parley brings to a report: countries
// with their names, adjectives, capitals and seats of power; organisations,
// places and groups; persons with the offices that they held and when; given
// names, titles and role nouns.
//
// Start with [Load] over [Embedded], then [Lexicon.Match] to find known names
// in a run of tokens, and [Lexicon.Holder] to learn who held an office on a
// day. The facts are text files (see data/README.md); a user's own folder,
// given to Load after Embedded, adds to them and overrides them.
//
// A Lexicon is read-only once loaded and safe for concurrent use.
package lexicon

import (
	"embed"
	"io/fs"
	"strings"
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

// Kind is the kind of thing that an [Entry] stands for.
type Kind uint8

// The kinds of entry, in the order of doc.NameKind.
const (
	Person Kind = iota + 1
	Country
	Place
	Organisation
	Group
)

// String is the kind's name, as in the record.
func (k Kind) String() string {
	switch k {
	case Person:
		return "person"
	case Country:
		return "country"
	case Place:
		return "place"
	case Organisation:
		return "organisation"
	case Group:
		return "group"
	}
	return ""
}

// Entry is one thing that the lexicon knows. Entries are shared: do not change
// them.
type Entry struct {
	ID   string // "country:USA", "person:Donald Trump", "org:NATO", "place:Geneva", "group:Kurds"
	Name string // the name to show
	Kind Kind
	// Country is the ISO 3166 alpha-3 code of the country that it is, lies in or
	// belongs to; empty when it belongs to none or to several.
	Country string
	ISO2    string // countries only
	// Sector is the part that it plays: GOV government, MIL forces, COP police,
	// SPY intelligence, JUD courts, LEG parliaments, PTY parties, OPP opposition,
	// REB armed groups, IGO organisations of states, NGO other organisations,
	// BUS companies, MED news outlets, REL religion, CVL civilians, REG regions,
	// CTY cities, SEA waters and sites.
	Sector string
	// SpeaksFor is the ISO 3166 alpha-3 code of the country whose government it
	// speaks for: "the Kremlin", "the Foreign Office", a capital. Empty for others.
	SpeaksFor string
	Gender    byte     // persons: 'm', 'f', or 0 when not known
	Role      string   // persons: what to call one who holds no office, e.g. "founder of Wagner"
	Offices   []Tenure // persons: in order of From
	Article   bool     // the name takes "the" in running text: "the United States"
	Capital   *Entry   // countries: its capital; nil when not known
	Demonym   string   // countries: its people, plural: "Russians"
	Adjective string   // countries, groups: "Russian"

	rule     []Office // countries: whose holder is meant by "leader", in order
	short    []string // persons: surnames and other short names
	notShort bool     // persons: the default surname does not hold
}

// CalledInText is the name with its article: "the United States", "Russia".
func (e *Entry) CalledInText() string {
	if e.Article {
		return "the " + e.Name
	}
	return e.Name
}

// Tenure is one spell in one office. From is the first day, To the first day
// after it; both are ISO dates that may lack the day or the month when these
// are not known; an empty To is open.
type Tenure struct {
	Office   Office
	Country  string // ISO alpha-3 code, or the organisation's id without "org:"
	From, To string
	Style    string // how the office is called; empty for the default
}

// Covers tells whether the tenure holds on day, an ISO date.
func (t Tenure) Covers(day string) bool {
	return t.From <= day && (t.To == "" || day < t.To)
}

// Lexicon holds everything. The zero value knows nothing; use [Load].
type Lexicon struct {
	entries map[string]*Entry
	persons []*Entry
	chains  map[officeKey][]holder
	seats   map[string][]string // country → its organisations that have a spokesman
	index   index
	surname map[string][]*Entry
	given   map[string]byte
	titles  map[string]bool
	roles   map[string]roleNoun
	offices map[string]Office
}

type roleNoun struct {
	gender byte
	plural bool
}

// Entry is the entry with that ID; nil when there is none.
func (l *Lexicon) Entry(id string) *Entry { return l.entries[id] }

// Country is the country with that ISO 3166 alpha-3 code; nil when there is
// none.
func (l *Lexicon) Country(iso3 string) *Entry { return l.entries["country:"+iso3] }

// All calls yield for every entry, in no order, until it returns false.
func (l *Lexicon) All(yield func(*Entry) bool) {
	for _, e := range l.entries {
		if !yield(e) {
			return
		}
	}
}

// GivenName tells whether s is a given name, and of which gender: 'm', 'f', or
// 0 for one that both bear.
func (l *Lexicon) GivenName(s string) (gender byte, ok bool) {
	gender, ok = l.given[fold(s)]
	return gender, ok
}

// Title tells whether s is a title or honorific that stands before a name:
// "President", "Gen.", "Sheikh". It may be of several words.
func (l *Lexicon) Title(s string) bool {
	return l.titles[strings.ToLower(strings.TrimSuffix(s, "."))]
}

// RoleNoun tells whether s is a noun for a person in a role ("minister",
// "spokeswomen"), the gender that it gives ('m', 'f' or 0) and whether it is a
// plural.
func (l *Lexicon) RoleNoun(s string) (gender byte, plural bool, ok bool) {
	r, ok := l.roles[strings.ToLower(s)]
	return r.gender, r.plural, ok
}
