package lexicon

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// Sense tells by what a name was known.
type Sense uint8

// The senses.
const (
	NameSense      Sense = iota // the full name or another name: "Russia", "NATO", "Donald Trump"
	ShortSense                  // a surname or short name: "Trump"
	AdjectiveSense              // "Russian", also for a person: "a Russian"
	DemonymSense                // "Russians", "a Spaniard"
	CapitalSense                // "Moscow": the place, or the government in it
	SeatSense                   // "the Kremlin": an organisation that speaks for a country
)

// String names the sense.
func (s Sense) String() string {
	return [...]string{"name", "short", "adjective", "demonym", "capital", "seat"}[min(int(s), 5)]
}

// Hit is one known name in a run of tokens. Its slices are shared with the
// lexicon: do not change them.
type Hit struct {
	First, End int      // the tokens forms[First:End]
	Sense      Sense    // that of Entries[0]
	Entries    []*Entry // never empty, the most likely first
	Senses     []Sense  // one for each entry
	// Weak asks for support: the name is an ordinary word too ("May", "Said"), a
	// given name ("Hassan"), or was met in capitals that are not its own.
	Weak bool
}

// Names are indexed by the hash of their letters alone, in lower case, so that
// "Côte d'Ivoire", "Cote d' Ivoire" and "CÔTE D’IVOIRE" meet. Every place
// inside a name where a tokeniser may cut is in the table too, as a prefix; the
// matcher grows a run of tokens while its hash is there.
type index struct {
	slots    []slot
	variants []variant
	entries  []*Entry
	senses   []Sense
}

type slot struct {
	key      uint64 // 0 is free
	variants int32  // index of the first variant
	count    int16
	longer   bool // some name goes on from here
}

// variant is the names of one key that are written alike.
type variant struct {
	cased      uint64
	breaks     uint64 // bit k: a token may end after k letters
	start, end int32  // into entries and senses
	flags      aliasFlags
}

type aliasFlags uint8

const (
	weakAlias  aliasFlags = 1 << iota
	capsWord              // all capitals, and a word in a text that is all capitals
	hasLower              // has a letter in lower case
	severalWds            // of more than one word, and long
)

// alias is one name of one entry, while the index is built.
type alias struct {
	lower, cased uint64
	breaks       uint64
	entry        *Entry
	prio         int32
	next         int32 // the one before it of the same key, from 1
	sense        Sense
	flags        aliasFlags
}

const (
	hashSeed  = 14695981039346656037
	hashPrime = 1099511628211
)

// run is the state of a growing run of tokens. FNV-1a over its letters, once
// in lower case and once as written.
type run struct {
	lower, cased uint64
	breaks       uint64 // bit k: a mark or the end of a token after k letters
	letters      int
	upper, small bool
}

// add takes in one token and returns the number of letters in it.
func (r *run) add(s string) int {
	n, mark := 0, false
	if r.letters > 0 {
		r.breaks |= 1 << (r.letters & 63)
	}
	for i := 0; i < len(s); {
		c := rune(s[i])
		if c >= utf8.RuneSelf {
			var size int
			c, size = utf8.DecodeRuneInString(s[i:])
			i += size
			c = letter(c)
		} else {
			i++
			if c < 'a' || c > 'z' {
				c = letter(c)
			}
		}
		if c == 0 {
			mark = n > 0
			continue
		}
		if mark {
			r.breaks |= 1 << ((r.letters + n) & 63)
			mark = false
		}
		n++
		r.cased = (r.cased ^ uint64(c)) * hashPrime
		switch {
		case c >= 'a' && c <= 'z':
			r.small = true
		case c >= 'A' && c <= 'Z':
			r.upper = true
			c += 'a' - 'A'
		}
		r.lower = (r.lower ^ uint64(c)) * hashPrime
	}
	r.letters += n
	return n
}

func newRun() run { return run{lower: hashSeed, cased: hashSeed} }

func (x *index) find(key uint64) *slot {
	mask := uint64(len(x.slots) - 1)
	for i := key ^ key>>29; ; i++ {
		s := &x.slots[i&mask]
		if s.key == key {
			return s
		}
		if s.key == 0 {
			return nil
		}
	}
}

func (x *index) insert(key uint64) *slot {
	mask := uint64(len(x.slots) - 1)
	for i := key ^ key>>29; ; i++ {
		s := &x.slots[i&mask]
		if s.key == key || s.key == 0 {
			s.key = key
			return s
		}
	}
}

// build makes the index of the aliases. prefixes are the hashes at which some
// alias goes on. Aliases of one key are chained through the slots first, so
// that only these few need sorting.
func build(aliases []alias, prefixes []uint64) index {
	size := 64
	for size < (len(aliases)+len(prefixes))*5/4 { // always some slot is free; a third share a key
		size *= 2
	}
	x := index{
		slots:   make([]slot, size),
		entries: make([]*Entry, 0, len(aliases)),
		senses:  make([]Sense, 0, len(aliases)),
	}
	for _, p := range prefixes {
		x.insert(p).longer = true
	}
	for i := range aliases {
		s := x.insert(aliases[i].lower)
		aliases[i].next = s.variants // of the alias before it, from 1
		s.variants = int32(i + 1)
	}
	same := make([]alias, 0, 64)
	for i := range x.slots {
		s := &x.slots[i]
		if s.variants == 0 {
			continue
		}
		same = same[:0]
		for k := s.variants; k != 0; k = aliases[k-1].next {
			same = append(same, aliases[k-1])
		}
		slices.Reverse(same) // now in the order of the files
		slices.SortStableFunc(same, func(a, b alias) int {
			if c := cmp.Compare(a.cased, b.cased); c != 0 {
				return c
			}
			return cmp.Compare(a.order(), b.order())
		})
		s.variants = int32(len(x.variants))
		x.addVariants(same)
		s.count = int16(int32(len(x.variants)) - s.variants)
	}
	return x
}

// order puts the most likely first: what needs no support, then by priority.
func (a alias) order() int64 {
	o := int64(a.prio)<<8 + int64(a.sense)
	if a.flags&weakAlias != 0 {
		o += 1 << 40
	}
	return o
}

// addVariants adds the aliases of one key, sorted by how they are written.
func (x *index) addVariants(same []alias) {
	for i := 0; i < len(same); {
		v := variant{cased: same[i].cased, breaks: same[i].breaks, start: int32(len(x.entries)), flags: same[i].flags}
		j := i
		for ; j < len(same) && same[j].cased == v.cased; j++ {
			v.breaks |= same[j].breaks
			if slices.Contains(x.entries[v.start:], same[j].entry) {
				v.flags |= same[j].flags & capsWord
				continue // the same thing by another sense: the first stands
			}
			x.entries = append(x.entries, same[j].entry)
			x.senses = append(x.senses, same[j].sense)
			if same[j].flags&weakAlias == 0 {
				v.flags &^= weakAlias
			}
			v.flags |= same[j].flags & capsWord
		}
		v.end = int32(len(x.entries))
		x.variants = append(x.variants, v)
		i = j
	}
}

// longestName is the most tokens that a name may have, marks and all.
const longestName = 16

// Match appends to dst the known names in forms, the longest at each place,
// left to right, never overlapping. Case counts, but a text in capitals matches
// any name; hyphens, apostrophes, full stops and marks on letters do not, nor
// does how the tokeniser cut at them. It allocates nothing but dst.
func (l *Lexicon) Match(dst []Hit, forms []string) []Hit {
	if len(l.index.slots) == 0 {
		return dst
	}
	for i := 0; i < len(forms); {
		if h, ok := l.index.matchAt(forms, i); ok {
			dst = append(dst, h)
			i = h.End
			continue
		}
		i++
	}
	return dst
}

// matchAt finds the longest name that begins with token i.
func (x *index) matchAt(forms []string, i int) (best Hit, ok bool) {
	r := newRun()
	joined := false // the last token was a joining mark
	last := 0       // letters in the last token that had any
	for j := i; j < len(forms) && j < i+longestName; j++ {
		n := r.add(forms[j])
		if n == 0 {
			if j == i || joined || !joins(forms[j], last) {
				break
			}
			joined = true
			continue
		}
		joined, last = false, n
		s := x.find(r.lower)
		if s == nil {
			break
		}
		if s.count > 0 {
			if v, weak := x.pick(s, &r, forms, i, j+1); v != nil {
				best = Hit{
					First: i, End: j + 1, Sense: x.senses[v.start], Weak: weak,
					Entries: x.entries[v.start:v.end:v.end], Senses: x.senses[v.start:v.end:v.end],
				}
				ok = true
			}
		}
		if !s.longer {
			break
		}
	}
	return best, ok
}

// joins tells whether a token without letters may stand inside a name: a
// hyphen or apostrophe, or a full stop after an initial or short title.
func joins(s string, lettersBefore int) bool {
	switch s {
	case "-", "–", "‑", "'", "’", "‘", "`":
		return true
	case ".":
		return lettersBefore <= 2
	}
	return false
}

// pick chooses among the ways of writing a name that of the run.
func (x *index) pick(s *slot, r *run, forms []string, first, end int) (v *variant, weak bool) {
	vs := x.variants[s.variants : s.variants+int32(s.count)]
	for k := range vs {
		if vs[k].cased == r.cased && r.breaks&^vs[k].breaks == 0 {
			weak = vs[k].flags&weakAlias != 0
			if vs[k].flags&capsWord != 0 && shouting(forms, first, end) {
				weak = true
			}
			return &vs[k], weak
		}
	}
	if !r.upper {
		return nil, false
	}
	for k := range vs {
		f := vs[k].flags
		if r.breaks&^vs[k].breaks != 0 {
			continue
		}
		if !r.small && f&hasLower != 0 && r.letters > 1 {
			return &vs[k], f&weakAlias != 0
		}
		if r.small && f&severalWds != 0 && startsUpper(forms[first]) {
			return &vs[k], true
		}
	}
	return nil, false
}

func startsUpper(s string) bool {
	return s != "" && s[0] >= 'A' && s[0] <= 'Z'
}

// shouting tells whether the text around the tokens is all in capitals.
func shouting(forms []string, first, end int) bool {
	seen := false
	for i := max(0, first-4); i < min(len(forms), end+4); i++ {
		if i >= first && i < end {
			continue
		}
		for k := 0; k < len(forms[i]); k++ {
			c := forms[i][k]
			if c >= 'a' && c <= 'z' {
				return false
			}
			seen = seen || c >= 'A' && c <= 'Z'
		}
	}
	return seen
}
