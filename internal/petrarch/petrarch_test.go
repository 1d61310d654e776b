package petrarch

import (
	"strings"
	"testing"
)

const actorFile = `<!-- actors of a tale,
     over two lines --> 
NORLAND_REPUBLIC [NLD] # a comment
+NORLANDER
+NORLAND
AMBER_LEAGUE
+THE LEAGUE
	[IGOAMB >19990816]
	[NGOAMB <990815]
OLA_HANSEN [NLDELI]
	[NLDGOV 20010101-20050131]
NOBODY [---]
CITY_ [NLDCTY]

!FOLK! = MEN, WOMEN
ENVOY [~GOV]
CHIEF_OF_POLICE {CHIEFS_OF_POLICE} [~COP]
WISE!FOLK! [~EDU]
RELIEF_GROUP [NGO~]
`

func TestActors(t *testing.T) {
	a, err := ReadActors("tale.txt", strings.NewReader(actorFile))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text, day, code string
		n               int
	}{
		{"Norland Republic", "", "NLD", 2},
		{"Norlanders", "", "NLD", 1},
		{"norland", "", "NLD", 1},
		{"Norlandic", "", "", 0},
		{"Amber League", "20010101", "IGOAMB", 2},
		{"Amber League", "19980101", "NGOAMB", 2},
		{"Amber League", "", "", 2}, // both codes are dated
		{"Ola Hansen", "20030505", "NLDGOV", 2},
		{"Ola Hansen", "20060101", "NLDELI", 2},
		{"Ola", "20060101", "", 0},
		{"Nobody", "", "---", 1},
		{"cities", "", "NLDCTY", 1},
	} {
		if code, n := a.Match(strings.Fields(c.text), 0, c.day); code != c.code || n != c.n {
			t.Errorf("%s on %q: %q, %d words; want %q, %d", c.text, c.day, code, n, c.code, c.n)
		}
	}
	for text, want := range map[string]string{"the envoys": "~GOV", "chiefs of police": "~COP", "police": "", "wisewomen": "~EDU", "relief group": "NGO~"} {
		w := strings.Fields(text)
		if got := a.Agent(w, len(w)-1); got != want {
			t.Errorf("agent %q: %q, want %q", text, got, want)
		}
	}
}

const verbFile = `# verbs of a tale
&GIFT
+GOLD
+SILVER_COINS
+&METAL

&METAL
+TIN

--- GIVE [070] ---
GIVE {GAVE GIVES GIVEN} # forms
HAND_+OVER [071]
- * &GIFT [0711]
- * GOLD (TO +) [0712:0713]
- WILL * &GIFT [0331]
- NOT * [---]
- * UP [:0873]

--- SULK [---] ---
SULK
- * (IN TENT) [112]
~ a (b . ATTACK) SAY = a b 112
- * &UNTOLD [999]
`

func TestVerbs(t *testing.T) {
	v, err := ReadVerbs("verbs.txt", strings.NewReader(verbFile))
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Notes) != 1 || !strings.HasPrefix(v.Notes[0], "verbs.txt:23: the set of synonyms &UNTOLD is not told") {
		t.Errorf("notes %q", v.Notes)
	}
	for _, c := range []struct {
		text string
		at   int
		code string
		line int
		ok   bool
	}{
		{"they gave bread", 1, "070", 11, true},
		{"they gave tin", 1, "0711", 13, true},
		{"they gave old silver coins", 1, "0711", 13, true},
		{"they gave gold to him", 1, "0712", 14, true},
		{"they will give tin", 2, "0331", 15, true},
		{"they did not give bread", 3, "---", 16, true},
		{"they give it up", 1, "0873", 17, true},
		{"he sulks", 1, "", 0, false}, // no form of it is told, and no lemma given
		{"he sulk in his tent", 1, "112", 21, true},
		{"they took bread", 1, "", 0, false},
	} {
		w := strings.Fields(c.text)
		code, line, ok := v.Code(w, w, c.at)
		if code != c.code || line != c.line || ok != c.ok {
			t.Errorf("%q: %q in line %d, %v; want %q, %d, %v", c.text, code, line, ok, c.code, c.line, c.ok)
		}
	}
	lemmas := strings.Fields("he sulk in tent")
	if code, _, ok := v.Code(strings.Fields("he sulked in tents"), lemmas, 1); !ok || code != "112" {
		t.Errorf("by the lemma: %q, %v", code, ok)
	}
}

func TestBadDictionaries(t *testing.T) {
	for text, want := range map[string]string{
		"A [X]\n+\n":                     "f:2: a name without words",
		"+B [X]":                         "f:1: a synonym before the first name",
		"[X]":                            "f:1: a code in brackets before the first name",
		"A\nB [X]":                       "f:2: A, in line 1, has no code",
		"A [X]\nB":                       "f:2: B, in line 2, has no code",
		"A [X >1999]":                    `f:1: "1999" is no date`,
		"A [X 20010101-20000101]":        "ends before it begins",
		"A [X 2001]":                     "is followed by <DATE",
		"A X]":                           "without its [",
		"A!B! [~GOV]":                    "the set !B! is not told above",
		"<!-- open\nA [X]":               "is not closed",
		"A {B [X]":                       "are not closed",
		strings.Repeat("A ", 40) + "[X]": "40 words in a row",
	} {
		a := NewActors()
		if err := a.Read("f", strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("actors %.40q: %v, want %q", text, err, want)
		}
		if a.Len() != 0 {
			t.Errorf("actors %.40q: half-loaded", text)
		}
	}
	for text, want := range map[string]string{
		"GIVE":                      "f:1: a verb before the first",
		"- * X [1]":                 "f:1: a pattern before the first",
		"--- A [1] ---\nA\n- X [1]": "f:3: a pattern without *",
		"--- A [1] ---\nA\n- * X":   "f:3: a pattern without its code",
		"--- A [1] ---\nA {B":       "f:2: forms in braces",
		"--- A [1] ---\nA_+ [2]":    "no verb after the plus",
		"&":                         "without a name",
		"&A\n+&B\n&B\n+&A\n--- V ---\nV\n- * &A [1]": "deeper than",
	} {
		if _, err := ReadVerbs("f", strings.NewReader(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("verbs %.40q: %v, want %q", text, err, want)
		}
	}
}

// TestAdding holds Read to what it held before an error.
func TestAdding(t *testing.T) {
	a, err := ReadActors("one", strings.NewReader("NORLAND [NLD]"))
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Read("two", strings.NewReader("SUDLAND [SLD]\nBAD [")); err == nil {
		t.Error("no error")
	}
	if _, n := a.Match([]string{"Sudland"}, 0, ""); n != 0 || a.Len() != 1 {
		t.Errorf("half-loaded: %d names", a.Len())
	}
}

func FuzzDictionaries(f *testing.F) {
	f.Add(actorFile, "Ola Hansen met the chiefs of police")
	f.Add(verbFile, "they will give gold up to Norland")
	f.Add("&A\n+&A\n--- V ---\n+V_\n- * &A [:]", "V A")
	f.Fuzz(func(t *testing.T, file, text string) {
		w := strings.Fields(text)
		if a, err := ReadActors("f", strings.NewReader(file)); err == nil {
			for i := range w {
				if _, n := a.Match(w, i, "20250820"); n < 0 || i+n > len(w) {
					t.Fatalf("%d words from %d of %d", n, i, len(w))
				}
				a.Agent(w, i)
			}
		}
		if v, err := ReadVerbs("f", strings.NewReader(file)); err == nil {
			for i := range w {
				v.Code(w, w, i)
			}
		}
	})
}
