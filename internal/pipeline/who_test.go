package pipeline

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

// TestWho holds statements to who says what, through all the stages. Each row
// is a text, and "source: content" for each statement that must be found; one
// that begins with "not " must not.
func TestWho(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text string
		want []string
	}{
		{"Kenyan President William Ruto told Salva Kiir that he was ready to mediate, but Riek Machar quickly dampened hopes.",
			[]string{"William Ruto: he was ready to mediate", "not Riek Machar: he was ready to mediate"}},
		{"The delegation was led by Sergei Lavrov, who said that the talks had stalled.",
			[]string{"Sergei Lavrov: the talks had stalled"}},
		{"Emmanuel Macron said that France would respond if Iran rejected the offer.",
			[]string{"Emmanuel Macron: France would respond if Iran rejected the offer", "not Iran: the offer"}},
		{"“We want a deal,” Abbas Araghchi said on Friday. “It must be fair.”",
			[]string{"Abbas Araghchi: We want a deal | It must be fair."}},
		{"According to Antonio Guterres, the truce is holding.",
			[]string{"António Guterres: the truce is holding"}},
		{"The delegation was led by the Russian foreign minister Sergei Lavrov, who warned that the talks had stalled.",
			[]string{"Sergei Lavrov: the talks had stalled"}},
		{"Britain voted on Thursday. Who said that the talks had failed?",
			[]string{"not United Kingdom: the talks had failed"}},
		{"Senator Biden said that the talks had failed.",
			[]string{"not Joe Biden: the talks had failed", "Biden: the talks had failed"}},
		{"Russia and Ukraine have been at war since 2022. Both sides said that they would exchange prisoners.",
			[]string{"Russia; Ukraine: they would exchange prisoners"}},
		{"France and Germany welcomed the truce. Both sides said that they would free prisoners.",
			[]string{"not France; Germany: they would free prisoners"}},
		{"The missiles threatened Kyiv. The signs pointed to a deal.",
			[]string{"not missiles: Kyiv", "not signs: a deal"}},
	} {
		d, err := p.Read(doc.Report{Text: c.text, Published: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)}, NewWorkspace())
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		var all []string
		for _, s := range d.Statements {
			line := said(d, &s)
			found[line] = true
			all = append(all, line)
		}
		for _, w := range c.want {
			if rest, no := strings.CutPrefix(w, "not "); no && found[rest] {
				t.Errorf("%s\n  found %q", c.text, rest)
			} else if !no && !found[w] {
				t.Errorf("%s\n  want %q\n  in   %q", c.text, w, all)
			}
		}
	}
}

func said(d *doc.Document, s *doc.Statement) string {
	var names, pieces []string
	for _, id := range s.Sources {
		names = append(names, d.Actors[id-1].Name)
	}
	for _, c := range s.Content {
		pieces = append(pieces, strings.TrimRight(c.In(d.Report.Text), ","))
	}
	return strings.Join(names, "; ") + ": " + strings.Join(pieces, " | ")
}

// TestVoices holds the voice of a statement to how near its words are.
func TestVoices(t *testing.T) {
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]doc.Voice{
		"“We will not sign,” Benjamin Netanyahu told reporters.":                 doc.Own,
		"Benjamin Netanyahu said that Israel would not sign.":                    doc.Own,
		"Benjamin Netanyahu told Donald Trump that Israel would not sign.":       doc.Narrated,
		"Antonio Guterres told the Security Council that the truce was holding.": doc.Own,
		"Russia’s defence ministry said that the strike had failed.":             doc.Own,
		"A European diplomat said that Israel would not sign.":                   doc.UnnamedSource,
		"Benjamin Netanyahu floated the idea of an early truce with Hezbollah.":  doc.Narrated,
		"The communiqué said that both armies would withdraw.":                   doc.Official,
		"A source who saw the statement said that both armies would withdraw.":   doc.UnnamedSource,
		"Media reports said that both armies would withdraw.":                    doc.UnnamedSource,
		"Macron’s office said that both armies would withdraw.":                  doc.Own,
		"Russian officials said that both armies would withdraw.":                doc.UnnamedSource,
	} {
		d, err := p.Read(doc.Report{Text: text}, NewWorkspace())
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Statements) == 0 || d.Statements[0].Voice != want {
			t.Errorf("%s: statements %+v, want voice %v", text, d.Statements, want)
		}
	}
}
