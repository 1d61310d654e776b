package lexicon

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// upperCode checks a code of n capitals.
func upperCode(s string, n int) error {
	if len(s) != n {
		return fmt.Errorf("%q is not a code of %d letters", s, n)
	}
	for _, c := range s {
		if c < 'A' || c > 'Z' {
			return fmt.Errorf("%q is not a code of %d capitals", s, n)
		}
	}
	return nil
}

var ruleLetters = map[rune]Office{
	'P': President, 'M': PrimeMinister, 'C': Chancellor, 'K': Monarch,
	'S': SupremeLeader, 'L': Leader, 'X': ChiefExecutive, 'G': Governor,
}

// countryLine reads ISO3|ISO2|name|other names|adjectives|demonyms|capital|rule.
func (ld *loader) countryLine(line string) error {
	var f [8]string
	if err := fields(line, f[:]); err != nil {
		return err
	}
	if err := upperCode(f[0], 3); err != nil {
		return err
	}
	if err := upperCode(f[1], 2); err != nil {
		return err
	}
	name, article := strings.CutPrefix(f[2], "the ")
	if name == "" {
		return fmt.Errorf("country %s without a name", f[0])
	}
	e := ld.entry("country:"+f[0], strings.TrimLeft(name, "~^"), Country)
	e.Name, e.Article, e.Country, e.ISO2 = strings.TrimLeft(name, "~^"), article, f[0], f[1]
	e.SpeaksFor, e.Sector = f[0], "GOV"
	e.rule = nil
	for _, c := range f[7] {
		o, ok := ruleLetters[c]
		if !ok {
			return fmt.Errorf("unknown letter %q in the rule of %s; known are P M C K S L X G", c, f[0])
		}
		e.rule = append(e.rule, o)
	}
	if err := ld.name(e, name, NameSense, prioCountry); err != nil {
		return err
	}
	for i, sense := range []Sense{NameSense, AdjectiveSense, DemonymSense} {
		err := each(f[3+i], func(s string) error {
			return ld.name(e, s, sense, prioCountry+int32(i))
		})
		if err != nil {
			return err
		}
	}
	return ld.capital(e, f[6])
}

// capital makes the place for a country's capital: its name, then other names.
func (ld *loader) capital(country *Entry, list string) error {
	first := true
	var place *Entry
	return each(list, func(s string) error {
		if first {
			first = false
			name := strings.TrimLeft(s, "~")
			id := "place:" + name
			if old := ld.lex.entries[id]; old != nil && old.Country != country.Country {
				id += ", " + country.Name
			}
			place = ld.entry(id, name, Place)
			place.Country, place.SpeaksFor, place.Sector = country.Country, country.Country, "CTY"
			country.Capital = place
		}
		return ld.name(place, s, CapitalSense, prioCapital)
	})
}

// institutionLine reads name|other names|sector|yes when it speaks for the
// government|bare when it is known alone only. Alone it is an organisation of no known country.
func (ld *loader) institutionLine(line string) error {
	var f [5]string
	if err := fields(line, f[:]); err != nil {
		return err
	}
	if fold(f[0]) == "" {
		return fmt.Errorf("an institution without a name")
	}
	in := institution{names: []string{f[0]}, sector: f[2], speaks: f[3] == "yes"}
	err := each(f[1], func(s string) error {
		in.names = append(in.names, s)
		return nil
	})
	if err != nil {
		return err
	}
	if f[4] != "bare" {
		ld.institutions = append(ld.institutions, in)
	}
	e := ld.entry("org:"+f[0], f[0], Organisation)
	e.Sector = in.sector
	for _, n := range in.names {
		ld.add(e, n, NameSense, prioEntity, !strings.Contains(n, " "))
	}
	return nil
}

var entityKinds = map[string]Kind{"place": Place, "org": Organisation, "group": Group}

// entityLine reads a section line [kind|country|sector|speaks for] or an entry
// line name|other names|country|sector|speaks for, whose empty fields are the
// section's. A name "short=long" gives the ID and the name to show.
func (ld *loader) entityLine(line string) error {
	if line[0] == '[' {
		return ld.entitySection(line)
	}
	if !ld.section.set {
		return fmt.Errorf("an entry before any [kind|country|sector|speaks for] line")
	}
	var f [5]string
	if err := fields(line, f[:]); err != nil {
		return err
	}
	s := ld.section
	id, name, both := strings.Cut(f[0], "=")
	if !both {
		name = id
	}
	name, article := strings.CutPrefix(name, "the ")
	bare := strings.TrimLeft(name, "~^")
	if bare == "" {
		return fmt.Errorf("an entry without a name")
	}
	if !both {
		id = bare
	}
	e := ld.entry(s.prefix+":"+strings.TrimLeft(id, "~^"), bare, entityKinds[s.prefix])
	e.Country, e.Sector = or(f[2], s.country), or(f[3], s.sector)
	e.Article = article
	speaks, seat := strings.CutPrefix(or(f[4], s.speaks), "@")
	e.SpeaksFor = strings.TrimPrefix(speaks, "-")
	sense := NameSense
	if seat {
		sense = SeatSense
	}
	if err := ld.name(e, name, sense, prioEntity); err != nil {
		return err
	}
	if both {
		if err := ld.name(e, id, sense, prioEntity); err != nil {
			return err
		}
	}
	return each(f[1], func(n string) error { return ld.name(e, n, sense, prioEntity) })
}

func (ld *loader) entitySection(line string) error {
	var f [4]string
	inner, ok := strings.CutSuffix(line[1:], "]")
	if !ok {
		return fmt.Errorf("a section line without ]")
	}
	if err := fields(inner, f[:]); err != nil {
		return err
	}
	if _, ok := entityKinds[f[0]]; !ok {
		return fmt.Errorf("unknown kind %q; known are place, org, group", f[0])
	}
	ld.section = section{prefix: f[0], country: f[1], sector: f[2], speaks: f[3], set: true}
	return nil
}

func or(a, b string) string {
	switch a {
	case "":
		return b
	case "-":
		return ""
	}
	return a
}

// personLine reads name|gender|country|sector|other names|role.
func (ld *loader) personLine(line string) error {
	var f [6]string
	if err := fields(line, f[:]); err != nil {
		return err
	}
	e, err := ld.person(f[0], f[1], f[2], f[4])
	if err != nil {
		return err
	}
	e.Sector, e.Role = or(f[3], e.Sector), f[5]
	return nil
}

// person finds or makes a person. Of two who bear one name the second is
// written "Name #2".
func (ld *loader) person(id, gender, country, names string) (*Entry, error) {
	name, _, _ := strings.Cut(id, " #")
	if name == "" {
		return nil, fmt.Errorf("a person without a name")
	}
	e := ld.entry("person:"+id, name, Person)
	switch gender {
	case "m", "f":
		e.Gender = gender[0]
	case "":
	default:
		return nil, fmt.Errorf("gender %q of %s is neither m nor f", gender, name)
	}
	if country != "" {
		e.Country = country
	}
	return e, each(names, func(s string) error {
		if s == "!" { // the last word of the name is no short name
			e.notShort = true
			return nil
		}
		if short, ok := strings.CutPrefix(s, "="); ok {
			e.notShort = true
			e.short = append(e.short, short)
			return nil
		}
		if !strings.Contains(s, " ") {
			e.short = append(e.short, s)
			return nil
		}
		return ld.name(e, s, NameSense, prioPerson)
	})
}

// officeLine reads a section line [country|office|many|style] or a link
// from|name|gender|other names|style, where from may be from..to, and a name
// "-" is a vacancy. The gender is m unless told.
func (ld *loader) officeLine(line string) error {
	if line[0] == '[' {
		return ld.officeSection(line)
	}
	s := ld.section
	if !s.set {
		return fmt.Errorf("a holder before any [country|office] line")
	}
	var f [5]string
	if err := fields(line, f[:]); err != nil {
		return err
	}
	from, to, span := strings.Cut(f[0], "..")
	if err := checkDate(from); err != nil {
		return err
	}
	if span && to != "" {
		if err := checkDate(to); err != nil {
			return err
		}
		if to <= from {
			return fmt.Errorf("the spell %s ends before it begins", f[0])
		}
	}
	h := holder{from: from, to: to, many: s.many, style: or(f[4], s.style)}
	if f[1] != "-" {
		country := s.country
		if o := ld.body(s.country); o != nil {
			country = o.Country
		}
		e, err := ld.person(f[1], f[2], "", f[3])
		if err != nil {
			return err
		}
		if e.Country == "" {
			e.Country = country
		}
		if e.Gender == 0 {
			e.Gender = 'm'
		}
		if e.Sector == "" {
			e.Sector = ld.sectorOf(s)
		}
		h.who = e
	}
	return ld.link(officeKey{s.country, s.office}, h)
}

func (ld *loader) sectorOf(s section) string {
	if o := ld.body(s.country); o != nil {
		return o.Sector
	}
	return "GOV"
}

// body is the organisation of that key, nil where it is a country's: NLD is the
// Netherlands, though a party goes by the same letters.
func (ld *loader) body(key string) *Entry {
	if ld.lex.Country(key) != nil {
		return nil
	}
	return ld.lex.entries["org:"+key]
}

func (ld *loader) officeSection(line string) error {
	var f [4]string
	inner, ok := strings.CutSuffix(line[1:], "]")
	if !ok {
		return fmt.Errorf("a section line without ]")
	}
	if err := fields(inner, f[:]); err != nil {
		return err
	}
	if ld.lex.Country(f[0]) == nil && ld.lex.entries["org:"+f[0]] == nil {
		return fmt.Errorf("%q is neither a country's code nor a known organisation", f[0])
	}
	o, ok := officeNamed(f[1])
	if !ok {
		return fmt.Errorf("unknown office %q", f[1])
	}
	if f[2] != "" && f[2] != "many" {
		return fmt.Errorf("%q is not \"many\"", f[2])
	}
	ld.section = section{country: f[0], office: o, many: f[2] == "many", style: f[3], set: true}
	if e := ld.lex.entries["org:"+f[0]]; o == Spokesperson && e != nil && e.SpeaksFor != "" {
		if seats := ld.lex.seats[e.SpeaksFor]; !slices.Contains(seats, f[0]) {
			ld.lex.seats[e.SpeaksFor] = append(seats, f[0]) // the first told comes first
		}
	}
	return nil
}

// link adds one holder to a chain. A later folder's link of the same day takes
// the place of the earlier one.
func (ld *loader) link(key officeKey, h holder) error {
	h.file, h.line, h.folder = ld.file, ld.line, ld.folderNo
	chain := ld.lex.chains[key]
	if !h.many {
		for i := range chain {
			if chain[i].from != h.from {
				continue
			}
			if old := chain[i]; old.folder == ld.folderNo {
				return fmt.Errorf("a second holder of the office from %s; the first is at %s:%d", h.from, old.file, old.line)
			}
			chain[i] = h
			return nil
		}
	}
	ld.lex.chains[key] = append(chain, h)
	return nil
}

// checkDate checks YYYY, YYYY-MM or YYYY-MM-DD.
func checkDate(s string) error {
	ok := len(s) == 4 || len(s) == 7 || len(s) == 10
	for i := 0; ok && i < len(s); i++ {
		if i == 4 || i == 7 {
			ok = s[i] == '-'
		} else {
			ok = s[i] >= '0' && s[i] <= '9'
		}
	}
	if ok && len(s) >= 7 {
		ok = s[5:7] >= "01" && s[5:7] <= "12"
	}
	if ok && len(s) == 10 {
		ok = s[8:] >= "01" && s[8:] <= "31"
	}
	if !ok {
		return fmt.Errorf("%q is not a date YYYY-MM-DD, YYYY-MM or YYYY", s)
	}
	return nil
}

// officeWordsLine reads office|phrases.
func (ld *loader) officeWordsLine(line string) error {
	var f [2]string
	if err := fields(line, f[:]); err != nil {
		return err
	}
	o, ok := officeNamed(f[0])
	if !ok {
		return fmt.Errorf("unknown office %q", f[0])
	}
	return each(f[1], func(s string) error {
		ld.lex.offices[phraseKey(strings.Fields(s))] = o
		return nil
	})
}

// titleLine reads titles parted by ';'.
func (ld *loader) titleLine(line string) error {
	return each(line, func(s string) error {
		ld.lex.titles[strings.ToLower(strings.TrimSuffix(s, "."))] = true
		return nil
	})
}

// roleLine reads singular|plural|gender.
func (ld *loader) roleLine(line string) error {
	var f [3]string
	if err := fields(line, f[:]); err != nil {
		return err
	}
	var g byte
	switch f[2] {
	case "m", "f":
		g = f[2][0]
	case "":
	default:
		return fmt.Errorf("gender %q is neither m nor f", f[2])
	}
	if f[0] != "" {
		ld.lex.roles[strings.ToLower(f[0])] = roleNoun{gender: g}
	}
	return each(f[1], func(s string) error {
		ld.lex.roles[strings.ToLower(s)] = roleNoun{gender: g, plural: true}
		return nil
	})
}

// givenLine reads m, f or b (both), ':', and names parted by blanks. A name
// told of both, in one folder, is of both.
func (ld *loader) givenLine(line string) error {
	g, names, ok := strings.Cut(line, ":")
	if !ok || g != "m" && g != "f" && g != "b" {
		return errors.New("a line must begin with \"m:\", \"f:\" or \"b:\", then names")
	}
	c := g[0]
	if c == 'b' {
		c = 0
	}
	for _, n := range strings.Fields(names) {
		key := fold(n)
		if old, ok := ld.given[key]; ok && old != c {
			ld.given[key] = 0
			continue
		}
		ld.given[key] = c
	}
	return nil
}

// weakLine reads words parted by blanks that, alone, are no sure name of a
// person, or with "!" none at all.
func (ld *loader) weakLine(line string) error {
	for _, w := range strings.Fields(line) {
		if never, ok := strings.CutPrefix(w, "!"); ok {
			ld.never[fold(never)] = true
			continue
		}
		ld.weak[fold(w)] = true
	}
	return nil
}
