package lexicon

import (
	"slices"
	"strings"
)

// Office is a kind of office that a person holds for a country or an
// organisation.
type Office uint8

// The offices. Leader is the one who rules, whatever the office.
const (
	NoOffice Office = iota
	Leader
	President
	PrimeMinister
	Chancellor
	Monarch
	SupremeLeader
	ChiefExecutive
	SecretaryGeneral
	HighRepresentative
	Director
	Chairman
	VicePresident
	CrownPrince
	GovernorGeneral
	ForeignMinister
	DefenceMinister
	InteriorMinister
	FinanceMinister
	JusticeMinister
	Minister
	DeputyPrimeMinister
	DeputyForeignMinister
	DeputyMinister
	SecurityAdviser
	Adviser
	ChiefOfStaff
	ArmyChief
	Commander
	SpyChief
	Speaker
	PartyLeader
	Envoy
	Ambassador
	Negotiator
	Spokesperson
	Commissioner
	Governor
	Mayor
	Senator
	Lawmaker
	Judge
	officeCount
)

var officeNames = [officeCount]string{
	"", "leader", "president", "prime minister", "chancellor", "monarch", "supreme leader",
	"chief executive", "secretary-general", "high representative", "director", "chairman",
	"vice president", "crown prince", "governor-general", "foreign minister",
	"defence minister", "interior minister", "finance minister", "justice minister", "minister",
	"deputy prime minister", "deputy foreign minister", "deputy minister",
	"security adviser", "adviser", "chief of staff", "army chief", "commander", "spy chief",
	"speaker", "party leader", "envoy", "ambassador", "negotiator", "spokesperson",
	"commissioner", "governor", "mayor", "senator", "lawmaker", "judge",
}

// String is the office's name as in the data files; empty for NoOffice.
func (o Office) String() string {
	if o < officeCount {
		return officeNames[o]
	}
	return ""
}

// HeadOfState tells whether the office is by itself that of a head of state or
// of government.
func (o Office) HeadOfState() bool { return o >= Leader && o <= ChiefExecutive }

func officeNamed(s string) (Office, bool) {
	i := slices.Index(officeNames[1:], s)
	return Office(i + 1), i >= 0
}

// officeKey names an office of one country or organisation.
type officeKey struct {
	country string
	office  Office
}

// holder is one link in the chain of those who held an office, in order of
// from. A nil who is a vacancy. Where an office has several holders at once the
// key's chain holds them all and many is set.
type holder struct {
	from, to string // to is empty when the next link ends it
	who      *Entry
	many     bool
	style    string
	file     string // where it was told
	line     int
	folder   int // of the file systems given to Load
}

// Holder is who held the office of a country (ISO alpha-3) or organisation (its
// id, with or without "org:") on a day (ISO date); nil when that is not known.
// Of several at once (envoys, spokesmen) it is the one who came last. The seat
// of a government ("Kremlin", "State Department") stands for its country where
// it has no such office itself, and a country for its seats when its spokesman
// is sought.
func (l *Lexicon) Holder(office Office, country string, day string) *Entry {
	id := strings.TrimPrefix(country, "org:")
	if chain, ok := l.chains[officeKey{id, office}]; ok {
		return holderOn(chain, day)
	}
	if e := l.entries["org:"+id]; e != nil && e.SpeaksFor != "" {
		return holderOn(l.chains[officeKey{e.SpeaksFor, office}], day)
	}
	if office == Spokesperson {
		for _, seat := range l.seats[id] {
			if e := holderOn(l.chains[officeKey{seat, office}], day); e != nil {
				return e
			}
		}
	}
	return nil
}

func holderOn(chain []holder, day string) *Entry {
	for i := len(chain) - 1; i >= 0; i-- {
		h := chain[i]
		if h.from > day {
			continue
		}
		if h.to == "" || day < h.to {
			return h.who
		}
		if !h.many {
			return nil
		}
	}
	return nil
}

// Holders is all who held the office on the day, the one who came last first.
func (l *Lexicon) Holders(office Office, country string, day string) []*Entry {
	var all []*Entry
	chain := l.chains[officeKey{strings.TrimPrefix(country, "org:"), office}]
	for i := len(chain) - 1; i >= 0; i-- {
		h := chain[i]
		if h.who == nil || h.from > day || h.to != "" && day >= h.to {
			continue
		}
		all = append(all, h.who)
		if !h.many {
			break
		}
	}
	return all
}

// rulers is the order in which the offices of an organisation, or of a country
// that tells none, are tried for its leader.
var rulers = []Office{President, SecretaryGeneral, Chairman, Director, PrimeMinister, Monarch, ChiefExecutive, PartyLeader, Commander}

// Head is the one that "the leader of X" means on a day: for a country the one
// who rules, for an organisation its head. nil when that is not known.
func (l *Lexicon) Head(country, day string) *Entry {
	if e := l.Holder(Leader, country, day); e != nil {
		return e
	}
	order := rulers
	if c := l.Country(country); c != nil && len(c.rule) > 0 {
		order = c.rule
	} else if o := l.entries["org:"+strings.TrimPrefix(country, "org:")]; o != nil && o.SpeaksFor != "" {
		return l.Head(o.SpeaksFor, day)
	}
	for _, o := range order {
		if e := l.Holder(o, country, day); e != nil {
			return e
		}
	}
	return nil
}

// Surname is the persons known by that surname or short name, those in office
// on the day first, then those who left office before it, the latest first.
func (l *Lexicon) Surname(name string, day string) []*Entry {
	all := slices.Clone(l.surname[fold(name)])
	slices.SortStableFunc(all, func(a, b *Entry) int { return standing(a, day) - standing(b, day) })
	return all
}

// standing orders persons of one surname: by the office held on the day, the
// highest first, then by how long ago they left, then those yet to come.
func standing(e *Entry, day string) int {
	best := 20000
	for _, t := range e.Offices {
		switch {
		case t.Covers(day):
			best = min(best, int(t.Office))
		case t.To != "" && t.To <= day:
			best = min(best, 1000+yearOf(day)-yearOf(t.To))
		default:
			best = min(best, 10000+yearOf(t.From)-yearOf(day))
		}
	}
	if best == 20000 && len(e.Offices) == 0 {
		return 1005 // known for other things: after those who left office of late
	}
	return best
}

func yearOf(date string) int {
	if len(date) < 4 {
		return 0
	}
	y := 0
	for _, c := range date[:4] {
		y = y*10 + int(c-'0')
	}
	return y
}

// RoleOn is the highest office that a person held on the day, for which country
// or organisation, and how to write it: "President of the United States". For
// one who held none that day the office is NoOffice and the text tells the
// last one held before ("Former Prime Minister of Finland"), or Entry.Role.
func (l *Lexicon) RoleOn(e *Entry, day string) (office Office, country string, text string) {
	if e == nil || e.Kind != Person {
		return NoOffice, "", ""
	}
	var now, last *Tenure
	for i := range e.Offices {
		t := &e.Offices[i]
		if t.Covers(day) {
			if now == nil || rankOf(t.Office) < rankOf(now.Office) {
				now = t
			}
		} else if t.To != "" && t.To <= day && (last == nil || t.To > last.To) {
			last = t
		}
	}
	switch {
	case now != nil:
		return now.Office, now.Country, l.style(now)
	case e.Role != "":
		return NoOffice, e.Country, e.Role
	case last != nil:
		return NoOffice, last.Country, "Former " + l.style(last)
	}
	return NoOffice, e.Country, ""
}

// rankOf orders offices for RoleOn: a stated office before mere leadership.
func rankOf(o Office) int {
	if o == Leader {
		return int(ChiefExecutive) + 1
	}
	return int(o)
}

func (l *Lexicon) style(t *Tenure) string {
	if t.Style != "" {
		return t.Style
	}
	name := t.Country
	if c := l.Country(t.Country); c != nil {
		name = c.CalledInText()
	} else if o := l.entries["org:"+t.Country]; o != nil {
		name = o.CalledInText()
	}
	return capitals(t.Office.String()) + " of " + name
}

// capitals writes each word but "of" with a capital.
func capitals(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		if w != "of" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	return strings.Join(words, " ")
}

// OfficeOf is the office that a title or role phrase names: "Foreign Minister",
// "US Secretary of State", "premier", "president of Russia". The longest ending
// of words that names one decides; failing that, the longest ending of what
// stands before the first "of", "for" or "to".
func (l *Lexicon) OfficeOf(words []string) (Office, bool) {
	if o, ok := l.officeSuffix(words); ok {
		return o, true
	}
	for i, w := range words {
		if i > 0 && (w == "of" || w == "for" || w == "to") {
			return l.officeSuffix(words[:i])
		}
	}
	return NoOffice, false
}

const longestOffice = 6 // words

func (l *Lexicon) officeSuffix(words []string) (Office, bool) {
	for i := max(0, len(words)-longestOffice); i < len(words); i++ {
		if o, ok := l.offices[phraseKey(words[i:])]; ok {
			return o, true
		}
	}
	return NoOffice, false
}

// phraseKey makes "Secretary - General", "Secretary-General" and "secretary
// general" one.
func phraseKey(words []string) string {
	var b strings.Builder
	for _, w := range words {
		for _, c := range fold(w) {
			if c != ' ' {
				b.WriteRune(c)
			}
		}
	}
	return b.String()
}
