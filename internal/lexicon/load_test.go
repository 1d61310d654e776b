package lexicon

import (
	"strings"
	"testing"
	"testing/fstest"
)

func folder(files ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		m[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return m
}

func TestUsersDataAddsAndOverrides(t *testing.T) {
	own := folder(
		"offices.txt", "# ours\n[FIN|president]\n2030-03-01|Aino Esimerkki|f|Esimerkki\n2024-03-01|Matti Toinen\n",
		"entities-ours.txt", "[org||NGO]\nTable Club|Round Table\n[place|FIN|CTY]\nKultaranta|\n",
		"given.txt", "f: Vladimir\n",
		"persons.txt", "Sanna Marin|f|FIN|BUS||Author\n",
		"verbs.txt", "not ours to read |||||||||||\n",
	)
	l, err := Load(Embedded(), own)
	if err != nil {
		t.Fatal(err)
	}
	if e := l.Holder(President, "FIN", "2030-04-01"); e == nil || e.Name != "Aino Esimerkki" || e.Gender != 'f' {
		t.Errorf("the added president: %v", e)
	}
	if e := l.Holder(President, "FIN", "2025-08-20"); e == nil || e.Name != "Matti Toinen" {
		t.Errorf("the overriding president: %v", e)
	}
	if e := l.Holder(President, "FIN", "2020-01-01"); e == nil || e.Name != "Sauli Niinistö" {
		t.Errorf("the president untouched: %v", e)
	}
	forms := strings.Fields("the Round Table met Esimerkki")
	if got := show(forms, l.Match(nil, forms)); got != "Round Table=org:Table Club/name; Esimerkki=person:Aino Esimerkki/short" {
		t.Errorf("own names: %s", got)
	}
	if g, ok := l.GivenName("Vladimir"); !ok || g != 'f' {
		t.Errorf("own given name: %q", g)
	}
	if e := l.Entry("person:Sanna Marin"); e.Sector != "BUS" {
		t.Errorf("own sector: %s", e.Sector)
	}
}

func TestBadLines(t *testing.T) {
	for _, c := range []struct{ name, data, want string }{
		{"countries.txt", "#\nUS|US|X\n", "countries.txt:2: \"US\" is not a code of 3 letters"},
		{"countries.txt", "XXX|XX|\n", "countries.txt:1: country XXX without a name"},
		{"countries.txt", "XXX|XX|X|||||Z\n", "countries.txt:1: unknown letter"},
		{"countries.txt", "XXX|XX|X||||||Z\n", "countries.txt:1: more than 8 fields"},
		{"entities.txt", "NATO|\n", "entities.txt:1: an entry before any"},
		{"entities.txt", "[thing]\n", "entities.txt:1: unknown kind \"thing\""},
		{"entities.txt", "[org\n", "entities.txt:1: a section line without ]"},
		{"entities.txt", "[org]\n\n~|\n", "entities.txt:3: an entry without a name"},
		{"entities.txt", "[org]\nA|~\n", "entities.txt:2: a name without letters"},
		{"persons.txt", "Ann|x\n", "persons.txt:1: gender \"x\" of Ann is neither m nor f"},
		{"offices-a.txt", "[USA|king]\n", "offices-a.txt:1: unknown office \"king\""},
		{"offices-a.txt", "[QQQ|president]\n", "offices-a.txt:1: \"QQQ\" is neither"},
		{"offices-a.txt", "[USA|president]\n20-01-01|A B\n", "offices-a.txt:2: \"20-01-01\" is not a date"},
		{"offices-a.txt", "[USA|president]\n2020-13-01|A B\n", "offices-a.txt:2: \"2020-13-01\" is not a date"},
		{"offices-a.txt", "[USA|president]\n2020..2019|A B\n", "offices-a.txt:2: the spell 2020..2019 ends before it begins"},
		{"offices-a.txt", "[USA|president]\n1801|A B\n1801|C D\n", "offices-a.txt:3: a second holder of the office from 1801; the first is at offices-a.txt:2"},
		{"offices-a.txt", "[USA|president]\n1801..1805|A B\n1803|C D\n", "offices-a.txt:2: the president of USA holds until 1805, but the next begins on 1803"},
		{"offices-a.txt", "2020|A B\n", "offices-a.txt:1: a holder before any"},
		{"offices-a.txt", "[USA|envoy|some]\n", "offices-a.txt:1: \"some\" is not \"many\""},
		{"officewords.txt", "potentate|big man\n", "officewords.txt:1: unknown office \"potentate\""},
		{"roles.txt", "man|men|n\n", "roles.txt:1: gender \"n\" is neither m nor f"},
		{"given.txt", "x: Ann\n", "given.txt:1: a line must begin with"},
		{"institutions.txt", "|a\n", "institutions.txt:1: an institution without a name"},
	} {
		l, err := Load(Embedded(), folder(c.name, c.data))
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s %q: %v, want %s", c.name, c.data, err, c.want)
		}
		if l != nil {
			t.Errorf("%s %q: something was loaded", c.name, c.data)
		}
	}
}

func TestLoadsNothingFromAnEmptyFolder(t *testing.T) {
	l, err := Load(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	if hits := l.Match(nil, []string{"Russia"}); len(hits) != 0 {
		t.Errorf("hits: %v", hits)
	}
	if l.Holder(President, "USA", "2020-01-01") != nil || l.Entry("country:USA") != nil {
		t.Error("something was known")
	}
	var zero Lexicon
	if hits := zero.Match(nil, []string{"Russia"}); len(hits) != 0 {
		t.Errorf("hits: %v", hits)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("offices.txt", "[USA|president]\n2020|A B\n")
	f.Add("countries.txt", "XXX|XX|the X|~Y|+Z|*Q|C|P")
	f.Add("entities.txt", "[org]\n=|~^=+*")
	f.Fuzz(func(t *testing.T, name, data string) {
		base := folder("countries.txt", "USA|US|the United States||American|Americans|Washington|P\n")
		if name == "" || strings.ContainsAny(name, "/\\") || name == "." || name == ".." {
			return
		}
		if l, err := Load(base, folder(name, data)); err == nil {
			l.Match(nil, strings.Fields(data))
		}
	})
}
