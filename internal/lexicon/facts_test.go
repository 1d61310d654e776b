package lexicon

import (
	"slices"
	"strings"
	"testing"
)

func load(tb testing.TB) *Lexicon {
	tb.Helper()
	l, err := Load(Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	return l
}

// holdersOnDays: country or organisation, office, day, who. A "-" is a vacancy.
const holdersOnDays = `
USA president 2001-01-21 George W. Bush
USA president 2012-05-01 Barack Obama
USA president 2016-08-01 Barack Obama
USA president 2017-01-19 Barack Obama
USA president 2017-01-20 Donald Trump
USA president 2019-01-01 Donald Trump
USA president 2021-01-19 Donald Trump
USA president 2022-02-24 Joe Biden
USA president 2025-01-19 Joe Biden
USA president 2025-08-20 Donald Trump
USA foreign minister 2002-10-01 Colin Powell
USA foreign minister 2006-07-12 Condoleezza Rice
USA foreign minister 2011-05-02 Hillary Clinton
USA foreign minister 2015-07-14 John Kerry
USA foreign minister 2017-06-05 Rex Tillerson
USA foreign minister 2018-04-10 -
USA foreign minister 2020-01-03 Mike Pompeo
USA foreign minister 2022-03-01 Antony Blinken
USA foreign minister 2025-08-20 Marco Rubio
USA security adviser 2019-06-01 John Bolton
USA security adviser 2025-03-01 Mike Waltz
USA security adviser 2025-06-01 Marco Rubio
USA defence minister 2003-03-20 Donald Rumsfeld
USA defence minister 2025-08-20 Pete Hegseth
USA vice president 2025-02-28 JD Vance
GBR prime minister 2003-03-20 Tony Blair
GBR prime minister 2008-10-01 Gordon Brown
GBR prime minister 2013-08-29 David Cameron
GBR prime minister 2017-03-29 Theresa May
GBR prime minister 2020-01-31 Boris Johnson
GBR prime minister 2022-10-01 Liz Truss
GBR prime minister 2023-06-01 Rishi Sunak
GBR prime minister 2025-08-20 Keir Starmer
GBR foreign minister 2018-03-12 Boris Johnson
GBR foreign minister 2025-08-20 David Lammy
GBR foreign minister 2025-10-01 Yvette Cooper
RUS president 2010-06-01 Dmitry Medvedev
RUS president 2014-03-18 Vladimir Putin
RUS president 2025-08-20 Vladimir Putin
RUS prime minister 2010-06-01 Vladimir Putin
RUS foreign minister 2003-05-01 Igor Ivanov
RUS foreign minister 2025-08-20 Sergei Lavrov
RUS defence minister 2022-02-24 Sergei Shoigu
RUS defence minister 2025-08-20 Andrei Belousov
Kremlin spokesperson 2025-08-20 Dmitry Peskov
Kremlin president 2025-08-20 Vladimir Putin
RUS spokesperson 2025-08-20 Dmitry Peskov
Russian Foreign Ministry spokesperson 2022-01-01 Maria Zakharova
White House spokesperson 2023-01-01 Karine Jean-Pierre
USA spokesperson 2025-08-20 Karoline Leavitt
State Department spokesperson 2021-08-15 Ned Price
UKR president 2013-11-29 Viktor Yanukovych
UKR president 2015-02-12 Petro Poroshenko
UKR president 2025-08-20 Volodymyr Zelensky
UKR prime minister 2009-01-20 Yulia Tymoshenko
UKR prime minister 2015-02-12 Arseniy Yatsenyuk
UKR prime minister 2022-02-24 Denys Shmyhal
UKR prime minister 2025-08-20 Yulia Svyrydenko
UKR foreign minister 2015-02-12 Pavlo Klimkin
UKR foreign minister 2022-02-24 Dmytro Kuleba
UKR foreign minister 2025-08-20 Andrii Sybiha
FIN president 2005-01-01 Tarja Halonen
FIN president 2022-05-12 Sauli Niinistö
FIN president 2025-08-20 Alexander Stubb
FIN prime minister 2022-05-12 Sanna Marin
ISR prime minister 2008-01-01 Ehud Olmert
ISR prime minister 2021-06-12 Benjamin Netanyahu
ISR prime minister 2021-06-13 Naftali Bennett
ISR prime minister 2022-08-01 Yair Lapid
ISR prime minister 2023-10-07 Benjamin Netanyahu
ISR foreign minister 2023-10-07 Eli Cohen
ISR defence minister 2024-05-01 Yoav Gallant
DEU chancellor 2003-03-20 Gerhard Schröder
DEU chancellor 2021-11-15 Angela Merkel
DEU chancellor 2024-06-01 Olaf Scholz
DEU chancellor 2025-08-20 Friedrich Merz
DEU foreign minister 2015-07-14 Frank-Walter Steinmeier
DEU foreign minister 2025-08-20 Johann Wadephul
FRA president 2003-03-20 Jacques Chirac
FRA president 2025-08-20 Emmanuel Macron
FRA prime minister 2025-08-20 François Bayrou
FRA foreign minister 2015-11-14 Laurent Fabius
ITA prime minister 2025-08-20 Giorgia Meloni
POL prime minister 2022-11-15 Mateusz Morawiecki
POL president 2025-08-20 Karol Nawrocki
HUN prime minister 2025-08-20 Viktor Orbán
TUR president 2013-06-01 Abdullah Gül
TUR prime minister 2013-06-01 Recep Tayyip Erdoğan
TUR foreign minister 2022-03-10 Mevlüt Çavuşoğlu
IRN supreme leader 2015-07-14 Ali Khamenei
IRN president 2015-07-14 Hassan Rouhani
IRN president 2022-09-16 Ebrahim Raisi
IRN president 2025-06-22 Masoud Pezeshkian
IRN foreign minister 2015-07-14 Mohammad Javad Zarif
IRN foreign minister 2022-09-16 Hossein Amir-Abdollahian
IRN foreign minister 2025-06-22 Abbas Araghchi
CHN president 2008-08-08 Hu Jintao
CHN president 2025-08-20 Xi Jinping
CHN foreign minister 2023-03-10 Qin Gang
CHN foreign minister 2025-08-20 Wang Yi
PRK foreign minister 2018-06-12 Ri Yong Ho
KOR president 2018-04-27 Moon Jae-in
KOR president 2025-08-20 Lee Jae-myung
JPN prime minister 2025-08-20 Shigeru Ishiba
JPN prime minister 2025-11-01 Sanae Takaichi
TWN president 2022-08-02 Tsai Ing-wen
IND prime minister 2025-05-10 Narendra Modi
IND foreign minister 2025-05-10 Subrahmanyam Jaishankar
PAK prime minister 2019-02-27 Imran Khan
AFG president 2020-02-29 Ashraf Ghani
AFG president 2022-01-01 -
SAU foreign minister 2018-10-20 Adel al-Jubeir
SAU crown prince 2018-10-02 Mohammed bin Salman
EGY president 2013-07-10 Adly Mansour
EGY foreign minister 2025-03-04 Badr Abdelatty
SYR president 2015-09-30 Bashar al-Assad
SYR president 2025-08-20 Ahmed al-Sharaa
SYR foreign minister 2025-08-20 Asaad al-Shaibani
LBN president 2024-11-27 -
LBN president 2025-08-20 Joseph Aoun
ETH prime minister 2022-11-02 Abiy Ahmed
RWA foreign minister 2025-06-27 Olivier Nduhungirehe
ZAF president 2023-06-16 Cyril Ramaphosa
VEN president 2019-01-23 Nicolás Maduro
COL president 2016-11-24 Juan Manuel Santos
BRA president 2025-08-20 Luiz Inácio Lula da Silva
MEX president 2025-08-20 Claudia Sheinbaum
CAN prime minister 2025-08-20 Mark Carney
AUS prime minister 2020-01-01 Scott Morrison
UN secretary-general 2003-03-20 Kofi Annan
UN secretary-general 2025-08-20 António Guterres
NATO secretary-general 2014-11-01 Jens Stoltenberg
NATO secretary-general 2025-08-20 Mark Rutte
European Commission president 2025-08-20 Ursula von der Leyen
European Council president 2025-08-20 António Costa
EU foreign minister 2015-07-14 Federica Mogherini
EU foreign minister 2025-08-20 Kaja Kallas
IAEA director 2003-03-07 Mohamed ElBaradei
IAEA director 2025-08-20 Rafael Grossi
`

func TestHolders(t *testing.T) {
	l := load(t)
	for line := range strings.Lines(strings.TrimSpace(holdersOnDays)) {
		line = strings.TrimSpace(line)
		at := strings.IndexAny(line, "0123456789")
		day, want := line[at:at+10], line[at+11:]
		key := strings.TrimSpace(line[:at])
		var office Office
		var country string
		for o := NoOffice + 1; o < officeCount; o++ {
			if c, ok := strings.CutSuffix(key, " "+o.String()); ok && (office == NoOffice || len(c) < len(country)) {
				office, country = o, c
			}
		}
		got := "-"
		if e := l.Holder(office, country, day); e != nil {
			got = e.Name
		}
		if got != want {
			t.Errorf("%s of %q on %s is %s, want %s", office, country, day, got, want)
		}
	}
}

func TestHead(t *testing.T) {
	l := load(t)
	for _, c := range []struct{ country, day, want string }{
		{"USA", "2025-08-20", "Donald Trump"},
		{"RUS", "2010-01-01", "Dmitry Medvedev"},
		{"DEU", "2025-08-20", "Friedrich Merz"},
		{"GBR", "2025-08-20", "Keir Starmer"},
		{"IRN", "2025-08-20", "Ali Khamenei"},
		{"CHN", "2013-01-01", "Xi Jinping"},
		{"PRK", "2025-08-20", "Kim Jong Un"},
		{"TUR", "2010-01-01", "Recep Tayyip Erdoğan"},
		{"SAU", "2025-08-20", "Mohammed bin Salman"},
		{"SYR", "2024-12-20", "Ahmed al-Sharaa"},
		{"FIN", "2025-08-20", "Alexander Stubb"},
		{"IND", "2025-08-20", "Narendra Modi"},
		{"LBY", "2009-01-01", "Muammar Gaddafi"},
		{"ISR", "2022-07-15", "Yair Lapid"},
		{"PAK", "2005-01-01", "Pervez Musharraf"},
		{"HKG", "2019-07-01", "Carrie Lam"},
		{"VAT", "2025-08-20", "Leo XIV"},
		{"SDN", "2024-01-01", "Abdel Fattah al-Burhan"},
		{"UN", "2025-08-20", "António Guterres"},
		{"NATO", "2025-08-20", "Mark Rutte"},
		{"org:EU", "2025-08-20", "Ursula von der Leyen"},
		{"Kremlin", "2025-08-20", "Vladimir Putin"},
		{"Hezbollah", "2020-01-01", "Hassan Nasrallah"},
	} {
		e := l.Head(c.country, c.day)
		if e == nil || e.Name != c.want {
			t.Errorf("head of %s on %s is %v, want %s", c.country, c.day, e, c.want)
		}
	}
	if e := l.Head("XXX", "2025-01-01"); e != nil {
		t.Errorf("head of no country: %v", e)
	}
}

func TestRoleOn(t *testing.T) {
	l := load(t)
	for _, c := range []struct {
		who, day string
		office   Office
		text     string
	}{
		{"Donald Trump", "2025-08-20", President, "President of the United States"},
		{"Donald Trump", "2022-08-20", NoOffice, "Former President of the United States"},
		{"Angela Merkel", "2010-01-01", Chancellor, "Chancellor of Germany"},
		{"Marco Rubio", "2025-08-20", ForeignMinister, "US Secretary of State"},
		{"Keir Starmer", "2025-08-20", PrimeMinister, "Prime Minister of the United Kingdom"},
		{"Dmitry Peskov", "2025-08-20", Spokesperson, "Kremlin Spokesman"},
		{"Mark Rutte", "2025-08-20", SecretaryGeneral, "NATO Secretary General"},
		{"Mark Rutte", "2020-08-20", PrimeMinister, "Prime Minister of the Netherlands"},
		{"Alexander Stubb", "2025-08-20", President, "President of Finland"},
		{"Elon Musk", "2025-08-20", NoOffice, "Chief executive of Tesla and SpaceX"},
		{"Xi Jinping", "2025-08-20", President, "President of China"},
		{"Kim Jong Un", "2025-08-20", Leader, "Supreme Leader of North Korea"},
	} {
		o, _, text := l.RoleOn(l.Entry("person:"+c.who), c.day)
		if o != c.office || text != c.text {
			t.Errorf("%s on %s: %q (%s), want %q (%s)", c.who, c.day, text, o, c.text, c.office)
		}
	}
	if o, c, s := l.RoleOn(nil, "2020-01-01"); o != NoOffice || c != "" || s != "" {
		t.Error("a role for nobody")
	}
}

func TestSurname(t *testing.T) {
	l := load(t)
	for _, c := range []struct{ name, day, want string }{
		{"Bush", "1990-08-02", "George H. W. Bush"},
		{"Bush", "2003-03-20", "George W. Bush"},
		{"Johnson", "2020-01-01", "Boris Johnson"},
		{"Johnson", "2024-01-01", "Mike Johnson"},
		{"Zelenskyy", "2025-08-20", "Volodymyr Zelensky"},
		{"Orban", "2025-08-20", "Viktor Orbán"},
		{"Wang", "2025-08-20", "Wang Yi"},
		{"Kim", "2018-06-12", "Kim Jong Un"},
		{"Trudeau", "1970-10-01", "Pierre Trudeau"},
		{"Trudeau", "2020-10-01", "Justin Trudeau"},
		{"Qaddafi", "2009-01-01", "Muammar Gaddafi"},
		{"Sharif", "2014-01-01", "Nawaz Sharif"},
		{"Sharif", "2025-05-10", "Shehbaz Sharif"},
		{"Aoun", "2025-05-10", "Joseph Aoun"},
	} {
		all := l.Surname(c.name, c.day)
		if len(all) == 0 || all[0].Name != c.want {
			var names []string
			for _, e := range all {
				names = append(names, e.Name)
			}
			t.Errorf("%s on %s: %v, want %s first", c.name, c.day, names, c.want)
		}
	}
	if got := l.Surname("Nosuchname", "2020-01-01"); len(got) != 0 {
		t.Errorf("persons of no name: %v", got)
	}
}

func TestEveryCountryIsWhole(t *testing.T) {
	l := load(t)
	n, iso2 := 0, map[string]string{}
	for e := range l.All {
		if e.Kind != Country {
			continue
		}
		n++
		if e.Name == "" || len(e.Country) != 3 || len(e.ISO2) != 2 {
			t.Errorf("%s: name %q, codes %q %q", e.ID, e.Name, e.Country, e.ISO2)
		}
		if other := iso2[e.ISO2]; other != "" {
			t.Errorf("%s and %s share %s", e.ID, other, e.ISO2)
		}
		iso2[e.ISO2] = e.ID
		if e.Demonym == "" && !slices.Contains([]string{"VAT", "HKG", "CUW", "IMN"}, e.Country) {
			t.Errorf("%s has no demonym", e.ID)
		}
		if e.Adjective == "" {
			t.Errorf("%s has no adjective", e.ID)
		}
		// City states, and states that are no more, have none of another name.
		none := []string{"HKG", "MAC", "SGP", "MCO", "GIB", "BMU", "IMN", "SUN", "YUG", "DDR", "CSK"}
		if e.Capital == nil && !slices.Contains(none, e.Country) {
			t.Errorf("%s has no capital", e.ID)
		}
		if e.rule == nil {
			t.Errorf("%s has no ruler", e.ID)
		}
		if e.Country != "SMR" && e.Country != "FLK" && e.Country != "CYM" && !slices.Contains(none, e.Country) &&
			l.Head(e.Country, "2025-08-20") == nil && e.Country != "HTI" {
			t.Errorf("%s has no leader on 2025-08-20", e.ID)
		}
	}
	if n < 197 {
		t.Errorf("only %d countries", n)
	}
}

// TestNoTwoHolders looks at every day on which anything changes.
func TestNoTwoHolders(t *testing.T) {
	l := load(t)
	type spell struct {
		who      *Entry
		from, to string
	}
	held := map[officeKey][]spell{}
	for _, e := range l.persons {
		for i, o := range e.Offices {
			if o.To != "" && o.To <= o.From {
				t.Errorf("%s: %s of %s from %s to %s", e.Name, o.Office, o.Country, o.From, o.To)
			}
			if i > 0 && o.From < e.Offices[i-1].From {
				t.Errorf("%s: offices out of order", e.Name)
			}
			key := officeKey{o.Country, o.Office}
			if chain := l.chains[key]; len(chain) > 0 && !chain[0].many {
				held[key] = append(held[key], spell{e, o.From, o.To})
			}
		}
	}
	for key, spells := range held {
		slices.SortFunc(spells, func(a, b spell) int { return strings.Compare(a.from, b.from) })
		for i := 1; i < len(spells); i++ {
			if before := spells[i-1]; before.to == "" || before.to > spells[i].from {
				t.Errorf("%s of %s: %s and %s both on %s", key.office, key.country, before.who.Name, spells[i].who.Name, spells[i].from)
			}
		}
	}
}

// TestGenders holds the gender of the office-holders against their given names.
func TestGenders(t *testing.T) {
	l := load(t)
	for _, e := range l.persons {
		if familyFirst(e.Country) || e.ID == "person:Maha Vajiralongkorn" {
			continue
		}
		given, _, _ := strings.Cut(e.Name, " ")
		if g, ok := l.GivenName(given); ok && g != 0 && e.Gender != 0 && g != e.Gender {
			t.Errorf("%s is %c, but %s is a name of gender %c", e.Name, e.Gender, given, g)
		}
	}
}

func TestEntriesAreWhole(t *testing.T) {
	l := load(t)
	for e := range l.All {
		if e.Name == "" || e.Kind == 0 || e.Sector == "" {
			t.Errorf("%s: name %q, kind %d, sector %q", e.ID, e.Name, e.Kind, e.Sector)
		}
		for _, c := range []string{e.Country, e.SpeaksFor} {
			if c != "" && l.Country(c) == nil {
				t.Errorf("%s: no country %s", e.ID, c)
			}
		}
	}
	for key := range l.chains {
		if l.Country(key.country) == nil && l.Entry("org:"+key.country) == nil {
			t.Errorf("office %s of unknown %q", key.office, key.country)
		}
	}
}

// A country's key goes before the same letters of a body: NLD is the
// Netherlands, not Myanmar's National League for Democracy.
func TestHolderOfCountry(t *testing.T) {
	l := load(t)
	for _, e := range l.Surname("Rutte", "2020-05-01") {
		if e.Name == "Mark Rutte" && (e.Country != "NLD" || e.Sector != "GOV") {
			t.Errorf("%s: %s %s, want NLD GOV", e.Name, e.Country, e.Sector)
		}
	}
}
