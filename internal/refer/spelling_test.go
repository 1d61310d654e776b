package refer

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// TestSpellings counts the persons of a report in which a name is spelled in
// several ways; names of two are parted by "|".
func TestSpellings(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ name, text, want string }{
		{"given name", "{p Mohammad Karimi} spoke .\n{p Mohammed Karimi} left .", "Mohammad Karimi, Mohammed Karimi"},
		{"ending", "{p Ivan Koretsky} spoke .\n{p Ivan Koretskyy} left .\n{p Koretskiy} met him .", "Ivan Koretsky, Ivan Koretskyy, Koretskiy"},
		{"letters twice", "{p Tariq Mohamadi} spoke .\n{p Tareq Mohammadi} left .", "Tariq Mohamadi, Tareq Mohammadi"},
		{"the lexicon's own", "{p Volodymyr Zelenskyy} spoke .\n{p Zelenskiy} left .\n{p Zelensky} ate .", "Volodymyr Zelenskyy, Zelenskiy, Zelensky"},
		{"brothers in one sentence", "{p Ahmed Karimi} met {p Ahmad Karimi} .", "Ahmed Karimi | Ahmad Karimi"},
		{"brothers", "{p Ahmed Karimi} spoke .\n{p Mahmoud Karimi} left .", "Ahmed Karimi | Mahmoud Karimi"},
		{"another surname", "{p Mohammad Karimi} spoke .\n{p Mohammed Karim} left .", "Mohammad Karimi | Mohammed Karim"},
		{"titles of two countries", "Iranian President {p Mohammad Nouri} spoke .\nIraqi President {p Mohammed Nouri} left .", "Mohammad Nouri | Mohammed Nouri"},
		{"man and woman", "Mr {p Sasha Koretsky} spoke .\nMrs {p Sasha Koretskiy} left .", "Sasha Koretsky | Sasha Koretskiy"},
		{"a given name alone", "{p Rahaf Mohammed} spoke .\n{p Muhammad} was kind .", "Rahaf Mohammed | Muhammad"},
		{"surname that two may bear", "{p Ivan Koretsky} spoke .\n{p Pavel Koretskyy} spoke .\n{p Koretskiy} left .", "Ivan Koretsky | Pavel Koretskyy | Koretskiy"},
	} {
		in := build(t, c.text, lex)
		actors, mentions := r.Resolve(in)
		checkInvariants(t, in, actors, mentions)
		named := func(m doc.Mention) bool { return in.Names != nil && m.Why == "name" }
		if s := byActor(in, actors, mentions, named); s != c.want {
			t.Errorf("%s: %q, want %q", c.name, s, c.want)
		}
	}
}

func TestReadSpellings(t *testing.T) {
	if like, err := readSpellings([]byte("# names\nomar umar\n")); err != nil || like["umar"] != "omar" || like["omar"] != "omar" {
		t.Errorf("%v, %v", like, err)
	}
	for _, bad := range []string{"omar\n", "omar umar\numar omer\n"} {
		if _, err := readSpellings([]byte(bad)); err == nil || !strings.Contains(err.Error(), "spellings.txt:") {
			t.Errorf("%q: error %v", bad, err)
		}
	}
}
