package ledgercmd

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/parley-reader/parley/internal/brief"
)

// TestRestsOn names the proposal that a stance is about only where the words do
// not.
func TestRestsOn(t *testing.T) {
	shown := []brief.Word{{Text: "a U.S. proposal for an immediate 30-day ceasefire with Russia"}, {Text: "(narrated)"}}
	for label, want := range map[string]string{
		"":                                "",
		"Immediate 30-day ceasefire":      "",
		"Truce at sea":                    "Truce at sea",
		"cease":                           "cease", // a part of a word names nothing
		"a \"just\" peace":                "a “just” peace",
		strings.Repeat("long label ", 20): strings.Repeat("long label ", 5) + "long …",
	} {
		if got := restsOn(label, shown); got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
}

// TestIssueRow has two proposals of one issue, which look alike but for the name
// of what each is about.
func TestIssueRow(t *testing.T) {
	d := filled(t)
	dossier := d.file("d.yaml", "name: Talks\nparties:\n  - name: Germany\nissues:\n  - name: All of it\n    kinds: [meeting, force, other, measure, deal]\n")
	out := d.run(0, "table", "--dossier", dossier, "--format", "json", "--min-confidence", "0")
	var got struct {
		Lines []struct {
			Key   string
			Cells []struct{ Latest []struct{ RestsOn string } }
		}
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil {
		t.Fatal(err)
	}
	on := ""
	for _, l := range got.Lines {
		for _, c := range l.Cells {
			for _, s := range c.Latest {
				if on += s.RestsOn; strings.HasPrefix(l.Key, "issue:") == (s.RestsOn == "") {
					t.Errorf("row %s, rests on %q", l.Key, s.RestsOn)
				}
			}
		}
	}
	if on == "" {
		t.Fatal("no stance in\n" + out)
	}
	csv := d.run(0, "table", "--dossier", dossier, "--format", "csv", "--min-confidence", "0")
	head, rows, _ := strings.Cut(csv, "\n")
	if !strings.Contains(head, ",sources,rests_on,said_from,") || !strings.Contains(rows, ",Meeting") {
		t.Error(csv)
	}
	if plain := d.run(0, "table", "--format", "csv", "--min-confidence", "0"); strings.Contains(plain, ",Meeting") {
		t.Error("a row of a proposal names itself again:\n" + plain)
	}
}

// TestTableTellsOfOthers: a table that has no room for all who took a position
// says so, and one that has does not.
func TestTableTellsOfOthers(t *testing.T) {
	const told = "only the 8 who are heard most"
	d := newDesk(t)
	var few, all strings.Builder
	for i, name := range strings.Fields("Germany France Poland Turkey Egypt Kenya Ghana Japan Brazil Canada") {
		all.WriteString(name + " rejected a summit in Geneva.\n\n")
		if i < 3 {
			few.WriteString(name + " rejected a summit in Geneva.\n\n")
		}
	}
	d.run(0, "add", d.file("few.txt", few.String()), "--published", "2025-08-20")
	if out := d.run(0, "table"); strings.Contains(out, told) || !strings.Contains(out, "Germany") {
		t.Errorf("a table of three: %s", out)
	}
	d.run(0, "add", d.file("all.txt", all.String()), "--published", "2025-08-21")
	if out := d.run(0, "table"); !strings.Contains(out, told) || strings.Contains(out, "Turkey") {
		t.Errorf("a table of ten: %s", out)
	}
	dossier := d.file("d.yaml", "name: Talks\nparties:\n  - name: Canada\n  - name: Ghana\n")
	if out := d.run(0, "table", "--dossier", dossier); strings.Contains(out, told) || !strings.Contains(out, "Canada") {
		t.Errorf("a table of a dossier: %s", out)
	}
}
