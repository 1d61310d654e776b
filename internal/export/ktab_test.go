package export

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// stanceEntry is a report in which three voices take positions on a truce, and
// one of them on a deal besides.
func stanceEntry(i int, stances ...doc.Stance) *ledger.Entry {
	at := time.Date(2025, 3, 1+i, 9, 0, 0, 0, time.UTC)
	key := ledger.ReportKey(strconv.Itoa(i), "text")
	day := ledger.Day(at.Format(time.DateOnly))
	e := &ledger.Entry{Report: ledger.Report{Key: key, Origin: strconv.Itoa(i), Outlet: "Wire", Published: day, Learned: at, Text: fmt.Sprintf("report %d of its own words", i)}}
	e.Actors = []ledger.Actor{
		{Key: "country:north", Name: "North, \"the\" land", Kind: doc.Country}, {Key: "country:south", Name: "South", Kind: doc.Country},
		{Key: "person:eva", Name: "Eva Long-Name-of-the-House-of-Many", Kind: doc.Person, Party: 1},
	}
	e.Proposals = []ledger.Proposal{{Key: "truce|x", Kind: doc.TruceProposal, Label: "Truce"}, {Key: "deal|y", Kind: doc.DealProposal, Label: "Deal"}}
	for k, s := range stances {
		who := []struct{ party, by ledger.ActorID }{{1, 1}, {2, 2}, {1, 3}, {1, 3}}[k]
		e.Positions = append(e.Positions, ledger.Position{
			Line:     ledger.Line{Key: fmt.Sprintf("%s:p%d.1.0.0", key, k), Paragraph: 1, Words: "words", Said: ledger.Said{From: day, To: day}, Voice: doc.Own, Confidence: 0.95},
			Proposal: ledger.ProposalID(1 + k/3), Actor: who.party, By: who.by, Stance: s, Act: doc.Support, Status: doc.Stated, If: "=the other does, too",
		})
	}
	return e
}

func TestKTAB(t *testing.T) {
	l := filled(t, stanceEntry(0, doc.StanceDoubts, doc.StanceAgainst, doc.StanceIf, doc.StanceFor), stanceEntry(1, doc.StanceFor, doc.StanceAgainst, doc.StanceOpen))
	out := exportTo(t, l, ledger.Ask{}, Options{As: KTAB, Issue: "truce"})
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) != 5 {
		t.Fatal(out)
	}
	head := strings.Split(lines[0], ",")
	if len(head) != 4 || head[0] != "Truce" || head[2] != "3" || head[3] != "1" || len(head[1]) > 512 {
		t.Errorf("scenario: %q", head)
	}
	if want := "Actor,Description,Influence (count),Truce Position,Truce Salience (count)"; lines[1] != want {
		t.Errorf("columns: %s", lines[1])
	}
	got := map[string]string{}
	for _, line := range lines[2:] {
		cells := strings.Split(line, ",")
		if len(cells) != 5 || len(cells[0]) == 0 || len(cells[0]) > 25 || strings.Contains(line, `"`) {
			t.Errorf("line %q", line)
			continue
		}
		got[cells[0]] = strings.Join(cells[2:], " ")
	}
	for name, want := range map[string]string{"North; 'the' land": "2 100 100.0", "South": "2 0 100.0", "Eva Long-Name-of-the-Hous": "3 75 66.7"} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q in\n%s", name, got[name], want, out)
		}
	}
	if !strings.Contains(out, "Eva Long-Name-of-the-House-of-Many for North; 'the' land · open if =the other does; too · 2025-03-02 · ") {
		t.Errorf("what a voice says is not told:\n%s", out)
	}
}

// TestKTABIssue chooses an issue of a dossier: what an issue before it takes is
// not its own.
func TestKTABIssue(t *testing.T) {
	l := filled(t, stanceEntry(0, doc.StanceDoubts, doc.StanceAgainst, doc.StanceIf, doc.StanceFor))
	d := &ledger.Dossier{Name: "Talks", Issues: []ledger.Issue{{Name: "Fighting", Kinds: []string{"truce"}}, {Name: "The rest", Kinds: []string{"truce", "deal"}}}}
	out := exportTo(t, l, ledger.Ask{Dossier: d}, Options{As: KTAB, Issue: "The rest"})
	if lines := strings.Split(out, "\n"); len(lines) != 4 || !strings.HasSuffix(lines[2], ",2,100,50.0") || !strings.Contains(lines[2], "for – Deal if") || !strings.Contains(lines[0], "dossier Talks") {
		t.Error(out)
	}
	out = exportTo(t, l, ledger.Ask{Dossier: d}, Options{As: KTAB, Issue: "fighting"})
	if !strings.Contains(out, ",2,50,50.0\n") {
		t.Error(out)
	}
}

func TestKTABMustChoose(t *testing.T) {
	two := filled(t, stanceEntry(0, doc.StanceDoubts, doc.StanceAgainst, doc.StanceIf, doc.StanceFor))
	one := filled(t, stanceEntry(0, doc.StanceDoubts))
	for _, x := range []struct {
		l       *ledger.Ledger
		issue   string
		choices int
	}{{two, "", 2}, {two, "Harbours", 2}, {filled(t), "", 0}} {
		out := filepath.Join(t.TempDir(), "x")
		_, err := Write(context.Background(), x.l, ledger.Ask{}, Options{As: KTAB, Out: out, Issue: x.issue})
		var wrong *IssueError
		if !errors.As(err, &wrong) || len(wrong.Choices) != x.choices || wrong.Asked != x.issue || everything(t, filepath.Dir(out)) != "" {
			t.Errorf("%q: %v", x.issue, err)
		}
	}
	r := export1(t, one, ledger.Ask{}, Options{As: KTAB, Out: filepath.Join(t.TempDir(), "x"), Issue: "Truce"})
	if r.Lines != 1 || len(r.Notes) != 1 || !strings.Contains(r.Notes[0], "1 voice found") {
		t.Errorf("%+v", r)
	}
}

// TestKTABNames gives every line a name of its own, cut between characters.
func TestKTABNames(t *testing.T) {
	taken := map[string]bool{}
	for _, x := range []struct{ name, want string }{
		{"Anna", "Anna"}, {"Anna", "Anna 2"}, {"", " 2"}, {"=cmd", "'=cmd"}, {strings.Repeat("é", 20), strings.Repeat("é", 12)}, {strings.Repeat("é", 21), strings.Repeat("é", 11) + " 2"},
	} {
		if got := ktabName(x.name, taken); got != x.want {
			t.Errorf("%q: %q, want %q", x.name, got, x.want)
		}
	}
}
