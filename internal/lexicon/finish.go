package lexicon

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// finish puts the chains in order, hangs the tenures on the persons and builds
// the index.
func (ld *loader) finish() error {
	if err := ld.orderChains(); err != nil {
		return err
	}
	ld.nationalInstitutions()
	for _, e := range ld.lex.persons {
		slices.SortFunc(e.Offices, func(a, b Tenure) int {
			return cmp.Or(strings.Compare(a.From, b.From), cmp.Compare(a.Office, b.Office), strings.Compare(a.Country, b.Country))
		})
		ld.personNames(e)
	}
	ld.lex.index = build(ld.aliases, ld.prefixes)
	return nil
}

// nationalInstitutions makes "German Foreign Ministry" of each adjective and
// institution, for the countries whose foreign ministers are known.
func (ld *loader) nationalInstitutions() {
	for _, a := range ld.adjectives {
		if _, ok := ld.lex.chains[officeKey{a.country.Country, ForeignMinister}]; !ok {
			continue
		}
		main := a.country.Adjective
		for _, in := range ld.institutions {
			name := main + " " + in.names[0]
			id := "org:" + name
			e := ld.lex.entries[id]
			if e == nil {
				e = ld.entry(id, name, Organisation)
				e.Country, e.Sector = a.country.Country, in.sector
				if in.speaks {
					e.SpeaksFor = e.Country
				}
			}
			for _, n := range in.names {
				ld.add(e, a.word+" "+n, NameSense, prioEntity+50, false)
			}
		}
	}
}

// orderChains sorts each chain, ends each spell of a single-holder office where
// the next begins, and fails on two that overlap.
func (ld *loader) orderChains() error {
	for key, chain := range ld.lex.chains {
		slices.SortStableFunc(chain, func(a, b holder) int { return strings.Compare(a.from, b.from) })
		for i := range chain {
			h := &chain[i]
			if !h.many && i+1 < len(chain) {
				next := chain[i+1].from
				if h.to == "" {
					h.to = next
				} else if h.to > next {
					return fmt.Errorf("%s:%d: the %s of %s holds until %s, but the next begins on %s",
						h.file, h.line, key.office, key.country, h.to, next)
				}
			}
			if h.who != nil {
				addTenure(h.who, Tenure{key.office, key.country, h.from, h.to, h.style})
			}
		}
	}
	return nil
}

// addTenure joins a spell to the one that it follows without a break.
func addTenure(e *Entry, t Tenure) {
	for i := range e.Offices {
		o := &e.Offices[i]
		if o.Office == t.Office && o.Country == t.Country && o.To == t.From && o.Style == t.Style {
			o.To = t.To
			return
		}
	}
	e.Offices = append(e.Offices, t)
}

// personNames notes the names of a person: the full one, without initials, the
// surname and other short names, and these after the given name.
func (ld *loader) personNames(e *Entry) {
	prio := prioPerson + importance(e)
	ld.add(e, e.Name, NameSense, prio, false)
	words := strings.Split(e.Name, " ")
	plain := words
	if strings.Contains(e.Name, ".") {
		plain = withoutInitials(words)
	}
	if len(plain) > 1 && len(plain) < len(words) {
		ld.add(e, strings.Join(plain, " "), NameSense, prio, false)
	}
	shorts := e.short
	if !e.notShort {
		shorts = append(slices.Clip(shorts), surnameOf(words, e.Country)...)
	}
	for _, s := range shorts {
		weak := false
		for strings.HasPrefix(s, "~") {
			weak, s = true, s[1:]
		}
		if len(plain) > 1 && !familyFirst(e.Country) && !weak && !allCaps(s) && startsUpper(plain[0]) {
			ld.add(e, plain[0]+" "+s, NameSense, prio, false)
		}
		key := fold(s)
		if !weak && !e.notShort {
			_, given := ld.lex.given[key]
			weak = given && !calledByGivenName(e.Country) || len(key) <= 2
		}
		if !ld.never[key] {
			ld.add(e, s, ShortSense, prioShort+importance(e), weak || ld.weak[key])
		}
		if old := ld.lex.surname[key]; !slices.Contains(old, e) {
			ld.lex.surname[key] = append(old, e)
		}
	}
}

// importance orders persons of one name: those in office before those who
// left, the high before the low, the late before the early.
func importance(e *Entry) int32 {
	best := int32(600)
	for _, t := range e.Offices {
		p := int32(0)
		if t.To != "" {
			p = 50 + max(0, min(60, int32(2025-yearOf(t.To))))*4
		}
		if t.Office != Leader { // who rules comes first
			p += int32(t.Office)
		}
		best = min(best, p)
	}
	if len(e.Offices) == 0 {
		return 100
	}
	return best
}

func (ld *loader) add(e *Entry, s string, sense Sense, prio int32, weak bool) {
	ld.alias(pendingName{entry: e, name: s, sense: sense, prio: prio, weak: weak})
}

func withoutInitials(words []string) []string {
	plain := make([]string, 0, len(words))
	for _, w := range words {
		if len(w) == 2 && w[1] == '.' {
			continue
		}
		plain = append(plain, w)
	}
	return plain
}

func allCaps(s string) bool { return strings.ToUpper(s) == s }

// particles go with the surname after them.
var particles = []string{"van", "von", "der", "den", "de", "da", "do", "dos", "du", "del", "della", "di", "la", "le", "bin", "ibn", "ter", "al", "el", "ben", "af"}

// surnameOf is what a person is called for short: the last word with its
// particles, the first where the family name or the name in use comes first.
func surnameOf(words []string, country string) []string {
	for len(words) > 1 && suffix(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) < 2 {
		return nil
	}
	if calledByGivenName(country) || familyFirst(country) {
		return words[:1]
	}
	last := len(words) - 1
	name := words[last]
	i := last
	for i > 1 && slices.Contains(particles, words[i-1]) {
		i--
	}
	all := []string{name}
	if i < last {
		all = append(all, strings.Join(words[i:], " "))
	}
	if head, tail, ok := strings.Cut(name, "-"); ok && len(tail) > 2 && (strings.EqualFold(head, "al") || strings.EqualFold(head, "el")) {
		all = append(all, tail)
	}
	return all
}

// familyFirst tells of the countries where the family name comes first.
func familyFirst(country string) bool {
	return country == "CHN" || country == "TWN" || country == "KOR" || country == "PRK"
}

// calledByGivenName tells of the countries where reports call a person by the
// first name.
func calledByGivenName(country string) bool {
	return country == "ETH" || country == "ERI" || country == "THA"
}

// suffix tells Jr., Sr. and the numbers of monarchs.
func suffix(w string) bool {
	return w == "Jr." || w == "Sr." || strings.Trim(w, "IVX") == ""
}

// alias puts one name into the lists that the index is built of.
func (ld *loader) alias(n pendingName) {
	a := alias{entry: n.entry, sense: n.sense, prio: n.prio}
	if n.weak || n.entry.Kind == Person && n.sense == ShortSense && ld.weak[fold(n.name)] {
		a.flags |= weakAlias
	}
	r, multi := ld.hash(n.name)
	a.lower, a.cased, a.breaks = r.lower, r.cased, r.breaks
	if r.small {
		a.flags |= hasLower
		if first, _, _ := strings.Cut(n.name, " "); multi && r.letters >= 8 && !ld.words[first] {
			a.flags |= severalWds // "Labour party", but not "Turkish army": there only the adjective is a name
		}
	} else if n.caps {
		a.flags |= capsWord
	}
	ld.aliases = append(ld.aliases, a)
	if c, _ := utf8.DecodeRuneInString(n.name); unicode.IsLower(c) { // "al-Shabaab" at a sentence's start
		up := newRun()
		up.add(strings.ToUpper(string(c)) + n.name[utf8.RuneLen(c):])
		a.cased = up.cased
		ld.aliases = append(ld.aliases, a)
	}
}

// hash runs over a name and notes each place inside it where a token may end:
// at white space, before and after any mark.
func (ld *loader) hash(name string) (r run, multi bool) {
	r = newRun()
	noted := len(ld.prefixes)
	for start := 0; start < len(name); {
		end := start + 1
		word := wordByte(name[start])
		for end < len(name) && wordByte(name[end]) == word {
			end++
		}
		if n := r.add(name[start:end]); n > 0 && end < len(name) {
			ld.prefixes = append(ld.prefixes, r.lower)
		}
		start = end
	}
	// What ends in a mark ("Jr.") goes no further.
	for len(ld.prefixes) > noted && ld.prefixes[len(ld.prefixes)-1] == r.lower {
		ld.prefixes = ld.prefixes[:len(ld.prefixes)-1]
	}
	return r, len(ld.prefixes) > noted
}

// hasLetters tells whether anything in s counts.
func hasLetters(s string) bool {
	for _, r := range s {
		if letter(r) != 0 {
			return true
		}
	}
	return false
}

func wordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= utf8.RuneSelf && c != 0xE2
}
