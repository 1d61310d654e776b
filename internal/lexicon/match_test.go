package lexicon

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// show writes hits as "text=ID/sense", with "?" after a weak one.
func show(forms []string, hits []Hit) string {
	var b strings.Builder
	for i, h := range hits {
		if i > 0 {
			b.WriteString("; ")
		}
		fmt.Fprintf(&b, "%s=%s/%s", strings.Join(forms[h.First:h.End], " "), h.Entries[0].ID, h.Sense)
		if h.Weak {
			b.WriteString("?")
		}
	}
	return b.String()
}

func TestMatch(t *testing.T) {
	l := load(t)
	for _, c := range []struct{ text, want string }{
		{"Côte d' Ivoire and Cote d'Ivoire", "Côte d' Ivoire=country:CIV/name; Cote d'Ivoire=country:CIV/name"},
		{"the U.S. told us that the US would help", "U.S.=country:USA/name; US=country:USA/name"},
		{"the U . S . said", "U . S=country:USA/name"},
		{"give us a break", ""},
		{"GIVE US PEACE NOW", "US=country:USA/name?"},
		{"TRUMP AND PUTIN MEET IN ALASKA", "TRUMP=person:Donald Trump/short; PUTIN=person:Vladimir Putin/short; ALASKA=place:Alaska/name"},
		{"who says WHO staff", "WHO=org:WHO/name"},
		{"Un ami de UN", "UN=org:UN/name"},
		{"President Volodymyr Zelenskiy", "Volodymyr Zelenskiy=person:Volodymyr Zelensky/name"},
		{"Zelenskyy met Erdogan and Orban", "Zelenskyy=person:Volodymyr Zelensky/short; Erdogan=person:Recep Tayyip Erdoğan/short; Orban=person:Viktor Orbán/short"},
		{"al - Shabaab and Al-Shabaab", "al - Shabaab=org:al-Shabaab/name; Al-Shabaab=org:al-Shabaab/name"},
		{"Russian and Russians in Moscow and the Kremlin", "Russian=country:RUS/adjective; Russians=country:RUS/demonym; Moscow=place:Moscow/capital; Kremlin=org:Kremlin/seat"},
		{"German Foreign Ministry", "German Foreign Ministry=org:German Foreign Ministry/name"},
		{"the Foreign Ministry", "Foreign Ministry=org:Foreign Ministry/name"},
		{"the Labour party", "Labour party=org:Labour Party/name?"},
		{"Xi Jinping , Xi", "Xi Jinping=person:Xi Jinping/name; Xi=person:Xi Jinping/short"},
		{"Theresa May spoke . May will follow", "Theresa May=person:Theresa May/name; May=person:Theresa May/short?"},
		{"a turkey and some china", ""},
		{"polish the table", ""},
		{"Washington , D.C.", "Washington , D.C.=place:Washington/capital"},
		{"No 10 and No. 10", "No 10=org:Downing Street/seat; No. 10=org:Downing Street/seat"},
		{"Georgia", "Georgia=country:GEO/name"},
		{"Chad", "Chad=country:TCD/name?"},
		{"South Sudan , not Sudan", "South Sudan=country:SSD/name; Sudan=country:SDN/name"},
		{"Sergei , Lavrov", "Lavrov=person:Sergei Lavrov/short"},
		{"George W. Bush and George Bush", "George W. Bush=person:George W. Bush/name; George Bush=person:George W. Bush/name"},
		{"Mohammed bin Salman ( MBS )", "Mohammed bin Salman=person:Mohammed bin Salman/name; MBS=person:Mohammed bin Salman/short"},
		{"the Quai d' Orsay", "Quai d' Orsay=org:Quai d'Orsay/seat"},
		{"Kurds and Kurdish fighters", "Kurds=group:Kurds/name; Kurdish=group:Kurds/adjective"},
		{"A man said She’ll go", ""},
		{"He said So", ""},
		{"the Turkish army", "Turkish=country:TUR/adjective"},
		{"", ""},
	} {
		forms := strings.Fields(c.text)
		if got := show(forms, l.Match(nil, forms)); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestSpeaksFor(t *testing.T) {
	l := load(t)
	for id, want := range map[string]string{
		"org:Kremlin": "RUS", "org:White House": "USA", "org:Downing Street": "GBR", "org:State Department": "USA",
		"org:Élysée": "FRA", "org:Zhongnanhai": "CHN", "org:Blue House": "KOR", "org:Bankova": "UKR",
		"place:Moscow": "RUS", "place:Brussels": "BEL", "org:Russian Foreign Ministry": "RUS",
		"org:Congress": "", "org:Hamas": "", "org:Reuters": "", "org:NATO": "", "place:Geneva": "",
	} {
		e := l.Entry(id)
		if e == nil {
			t.Errorf("no entry %s", id)
		} else if e.SpeaksFor != want {
			t.Errorf("%s speaks for %q, want %q", id, e.SpeaksFor, want)
		}
	}
}

func TestWords(t *testing.T) {
	l := load(t)
	for phrase, want := range map[string]Office{
		"Foreign Minister": ForeignMinister, "US Secretary of State": ForeignMinister, "premier": PrimeMinister,
		"Finnish president": President, "deputy foreign minister": DeputyForeignMinister, "Vice President": VicePresident,
		"former president": President, "president of Russia": President, "Kremlin spokesman": Spokesperson,
		"UN Secretary - General": SecretaryGeneral, "national security advisor": SecurityAdviser,
		"Chancellor of the Exchequer": FinanceMinister, "German chancellor": Chancellor, "special envoy": Envoy,
		"minister of defence": DefenceMinister, "defense secretary": DefenceMinister, "supreme leader": SupremeLeader,
		"leader": Leader, "opposition leader": PartyLeader, "ambassador to the United Nations": Ambassador,
	} {
		if got, ok := l.OfficeOf(strings.Fields(phrase)); !ok || got != want {
			t.Errorf("%q is %s, want %s", phrase, got, want)
		}
	}
	for _, phrase := range []string{"table", "presidential", "ministry", "", "of"} {
		if got, ok := l.OfficeOf(strings.Fields(phrase)); ok {
			t.Errorf("%q is an office: %s", phrase, got)
		}
	}
	for name, want := range map[string]byte{"Vladimir": 'm', "Angela": 'f', "Jean": 0, "Erdem": 'x', "Zoltán": 'm', "Oksana": 'f', "Fatima": 'f', "Yoko": 'f', "table": 'x'} {
		g, ok := l.GivenName(name)
		if want == 'x' == ok || ok && g != want {
			t.Errorf("given name %s: %q %v", name, g, ok)
		}
	}
	if !l.Title("Gen.") || !l.Title("President") || !l.Title("Foreign Minister") || l.Title("table") {
		t.Error("titles")
	}
	for noun, want := range map[string]string{"spokeswoman": "f", "spokesmen": "m pl", "officials": "pl", "president": "", "women": "f pl"} {
		g, plural, ok := l.RoleNoun(noun)
		got := strings.Trim(string(rune(g)), "\x00")
		if plural {
			got = strings.TrimSpace(got + " pl")
		}
		if !ok || got != want {
			t.Errorf("role noun %s: %q, want %q", noun, got, want)
		}
	}
	if _, _, ok := l.RoleNoun("table"); ok {
		t.Error("a table in a role")
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	l := load(t)
	hits := l.Match(nil, newsTokens)
	if n := testing.AllocsPerRun(10, func() { hits = l.Match(hits[:0], newsTokens) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzMatch(f *testing.F) {
	l := load(f)
	f.Add("the Kremlin said U . S . troops")
	f.Add("Al - \xff Qaeda ’ ’ ’")
	f.Add("İ ı ß ẞ Ǆ - - .")
	f.Fuzz(func(t *testing.T, s string) {
		forms := strings.Fields(s)
		last := 0
		for _, h := range l.Match(nil, forms) {
			if h.First < last || h.End <= h.First || h.End > len(forms) || len(h.Entries) == 0 || len(h.Senses) != len(h.Entries) {
				t.Fatalf("%q: bad hit %+v after %d", s, h, last)
			}
			last = h.End
		}
		for _, w := range forms {
			if p := Plain(w); utf8.ValidString(w) && !utf8.ValidString(p) {
				t.Fatalf("Plain(%q) is %q", w, p)
			}
			l.GivenName(w)
			l.Surname(w, w)
			l.OfficeOf(forms)
			l.Title(w)
			l.RoleNoun(w)
			l.Head(w, w)
		}
	})
}
