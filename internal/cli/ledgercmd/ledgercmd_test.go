package ledgercmd

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// held keeps a store in memory open from one command to the next.
type held struct{ ledger.Store }

func (held) Close() error { return nil }

// desk runs commands on one ledger.
type desk struct {
	t          *testing.T
	dir        string
	store      ledger.Store
	app        *cli.App
	out, notes bytes.Buffer
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, dir: t.TempDir(), store: held{ledger.NewMemory()}, app: cli.New()}
	d.app.Stdin, d.app.Stdout, d.app.Stderr = strings.NewReader(""), &d.out, &d.notes
	d.app.Env = func(name string) string {
		if name == "PARLEY_LEDGER" {
			return "postgres://desk/memory"
		}
		return ""
	}
	d.app.More = func(a *cli.App) []*cobra.Command {
		return Commands(a, func(context.Context, string) (ledger.Store, error) { return d.store, nil })
	}
	return d
}

func (d *desk) file(name, text string) string {
	path := filepath.Join(d.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		d.t.Fatal(err)
	}
	return path
}

// run runs a command line and wants a status.
func (d *desk) run(status int, args ...string) string {
	d.t.Helper()
	d.out.Reset()
	d.notes.Reset()
	if got := d.app.Run(context.Background(), args); got != status {
		d.t.Fatalf("parley %s: status %d, want %d\n%s%s", strings.Join(args, " "), got, status, d.out.String(), d.notes.String())
	}
	return d.out.String()
}

const (
	first = `French President Emmanuel Macron said on Monday: “We are ready to meet the German chancellor in Geneva.”

Germany rejected the proposal for a meeting in Geneva. German Chancellor Angela Merkel said on Monday that Germany would send two ships to the strait by the end of the month if France agreed to take part.`
	second = `Germany now supports a meeting with France, German Chancellor Angela Merkel said on Friday.

French President Emmanuel Macron denied on Friday that France had offered to send ships to the strait.`
)

func filled(t *testing.T) *desk {
	d := newDesk(t)
	d.run(0, "add", d.file("2025-08-18_Reuters_first.txt", first), "--published", "2025-08-18", "--backfill")
	d.run(0, "add", d.file("second.txt", second), "--published", "2025-08-22", "--backfill")
	return d
}

func TestAddTwice(t *testing.T) {
	d := newDesk(t)
	path := d.file("a.txt", first)
	if out := d.run(0, "add", path, "--published", "2025-08-18"); !strings.HasPrefix(out, "1 new report\n") {
		t.Errorf("first: %s", out)
	}
	if out := d.run(0, "add", path, "--published", "2025-08-18"); out != "0 new reports · 1 known already\n" {
		t.Errorf("second: %s", out)
	}
	if out := d.run(0, "add", path, "--reread", "--published", "2025-08-18"); out != "0 new reports · 1 read anew\n" {
		t.Errorf("anew: %s", out)
	}
	d.file("a.txt", first+"\n\nTalks go on.")
	if out := d.run(0, "add", path, "--published", "2025-08-18"); !strings.Contains(out, "1 of them new versions") {
		t.Errorf("changed: %s", out)
	}
	bad := d.file("empty.txt", "")
	d.run(1, "add", bad)
	if !strings.Contains(d.notes.String(), "empty.txt: ") {
		t.Errorf("the bad input is not named: %s", d.notes.String())
	}
}

func TestBackfill(t *testing.T) {
	d := filled(t)
	list, err := d.store.Reports(context.Background(), ledger.Query{})
	if err != nil || len(list) != 2 {
		t.Fatal(list, err)
	}
	if want := time.Date(2025, 8, 18, 23, 59, 59, 999e6, time.UTC); !list[0].Learned.Equal(want) {
		t.Errorf("learned %v, want %v", list[0].Learned, want)
	}
}

func TestQuestions(t *testing.T) {
	d := filled(t)
	for _, c := range []struct {
		args string
		want string
	}{
		{"table --min-confidence 0", "2 reports through 2025-08-22"},
		{"table --as-of 2025-08-18 --min-confidence 0", "1 report through 2025-08-18"},
		{"who Merkel --min-confidence 0", "Angela Merkel"},
		{"timeline --min-confidence 0", "2025-08-18"},
		{"commitments --min-confidence 0", "open"},
		{"commitments --min-confidence 0 --graph dot", "digraph waiting {"},
		{"due --min-confidence 0", "2025-08-31"},
		{"sources", "first.txt"},
		{"search ships", "second.txt"},
		{"shifts --as-of 2020-01-01", "no shift found in 0 reports"},
		{"audit --sample 3 --min-confidence 0", "[ ]"},
		{"correct log", "no correction was made"},
	} {
		out := d.run(0, strings.Fields(c.args)...)
		if !strings.Contains(out, c.want) {
			t.Errorf("parley %s: no %q in\n%s", c.args, c.want, out)
		}
	}
}

func TestLines(t *testing.T) {
	d := filled(t)
	out := d.run(0, "timeline", "--min-confidence", "0")
	if !strings.Contains(strings.Join(strings.Fields(out), " "), "— second.txt 2025-08-22 ¶1? r") || !strings.Contains(out, ":m") {
		t.Errorf("no source at the end of lines:\n%s", out)
	}
	for _, name := range []string{"table", "timeline", "shifts", "due", "commitments", "events", "sources"} {
		var box struct {
			Schema, Answer string
			Lines          []map[string]any
		}
		if err := json.Unmarshal([]byte(d.run(0, name, "--format", "json")), &box); err != nil || box.Answer != name || box.Schema != client.Schema || box.Lines == nil {
			t.Errorf("%s: %v %+v", name, err, box)
		}
		rows, err := csv.NewReader(strings.NewReader(d.run(0, name, "--format", "csv"))).ReadAll()
		if err != nil || len(rows) < 1 || name != "table" && len(rows) != len(box.Lines)+1 {
			t.Errorf("%s: %v, %d rows, %d lines", name, err, len(rows), len(box.Lines))
		}
	}
}

func TestCorrections(t *testing.T) {
	d := filled(t)
	d.run(2, "correct", "merge", "Merkel", "Macron")
	d.run(2, "correct", "merge", "Angela Merkle", "Macron", "--author", "me", "--reason", "a test")
	if !strings.Contains(d.notes.String(), "did you mean Angela Merkel") {
		t.Errorf("no near name: %s", d.notes.String())
	}
	if out := d.run(0, "correct", "merge", "Merkel", "Macron", "--author", "me", "--reason", "a test"); !strings.HasPrefix(out, "correction 1: merge ") {
		t.Error(out)
	}
	d.run(0, "correct", "undo", "1", "--author", "me", "--reason", "they are two")
	if out := d.run(0, "correct", "log"); !strings.Contains(out, "(undone by 2)") {
		t.Error(out)
	}
	var box struct{ Lines []struct{ Line client.Line } }
	if err := json.Unmarshal([]byte(d.run(0, "commitments", "--format", "json")), &box); err != nil {
		t.Fatal(err)
	}
	moves, err := d.store.Moves(context.Background(), ledger.Query{})
	if err != nil || len(moves) == 0 {
		t.Fatal(err)
	}
	d.run(0, "correct", "wrong", shortKey(moves[0].Key), "--author", "me", "--reason", "misread")
	d.run(2, "correct", "wrong", "rffffff:m1", "--author", "me", "--reason", "misread")
}

func TestHostile(t *testing.T) {
	for in, want := range map[string]string{"=1+1": "'=1+1", "+a": "'+a", "-a": "'-a", "@a": "'@a", "\tx": "'\tx", "a\x1b[31m": "a [31m", "a=b": "a=b", "": ""} {
		if got := cell(in); got != want {
			t.Errorf("cell(%q) = %q, want %q", in, got, want)
		}
	}
	d := newDesk(t)
	d.run(0, "add", d.file("a\x1b[31m.txt", first), "--published", "2025-08-18")
	for _, name := range []string{"sources", "table", "timeline"} {
		if out := d.run(0, name, "--min-confidence", "0"); strings.Contains(out, "\x1b") {
			t.Errorf("%s lets an escape through", name)
		}
	}
	if got := dotText("a\"b\\c\x1b"); got != `"a\"b\\c`+"\ufffd"+`"` {
		t.Errorf("dot: %s", got)
	}
}

func TestWilson(t *testing.T) {
	from, to := wilson(45, 50)
	if from < 0.785 || from > 0.788 || to < 0.956 || to > 0.958 {
		t.Errorf("%v … %v", from, to)
	}
}

func TestTicks(t *testing.T) {
	for name, sheet := range map[string]string{
		"text": "x in the box\n\n[x]  A OFFER\n     words\n[X] b\n[-]  c\n[ ]  d\n",
		"csv":  "right,act\nx,offer\nX,meet\n-,fight\n,leave\n",
	} {
		got, err := readTicks("sheet", []byte(sheet))
		if err != nil || got.Right != 2 || got.Wrong != 1 || got.Unjudged != 1 {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	if _, err := readTicks("sheet", []byte("[x] a\n[?] b\n")); err == nil || err.Error() != `sheet:2: "?" is no mark` {
		t.Error(err)
	}
}

func TestDossier(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"name: x\npartys: []\n", `d.yaml:2: unknown key "partys"`},
		{"name: x\nissues:\n  - name: a\n", `d.yaml:3: issue "a" has neither kinds nor words`},
		{"issues:\n  - name: a\n    kinds: [truce, treaty]\n", `d.yaml:3: "treaty" is no kind of proposal`},
		{"parties:\n  - delegation: [a]\n", "d.yaml:2: a party has no name"},
		{"name: x\nfrom: soon\n", `d.yaml:2: "soon" is no day`},
		{"from: 2025-09-01\nto: 2025-08-01\n", "d.yaml:2: the period ends before it begins"},
		{"name: [\n", "d.yaml:1: "},
		{"a: &a [x]\nb: *a\n", "d.yaml:1: anchors"},
		{"", "d.yaml:1: nothing is in it"},
	} {
		if _, err := parseDossier("d.yaml", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
	d, err := parseDossier("d.yaml", []byte("name: Talks\nparties:\n  - name: France\n    delegation: [Emmanuel Macron]\nissues:\n  - name: ships\n    words: [strait]\nfrom: 2025-08-01\n"))
	if err != nil || d.Parties[0].Delegation[0] != "Emmanuel Macron" || d.From != "2025-08-01" {
		t.Error(d, err)
	}
}

func FuzzDossier(f *testing.F) {
	f.Add("name: x\nfrom: 2025-08-01\n")
	f.Add("a: &a [*a]\n")
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := parseDossier("d", []byte(s)); err != nil && !strings.HasPrefix(err.Error(), "d:") {
			t.Errorf("no place: %v", err)
		}
	})
}

func TestStatuses(t *testing.T) {
	d := filled(t)
	for _, c := range []struct {
		status int
		args   string
		want   string
	}{
		{2, "add", "no source given"},
		{2, "who", "name an actor"},
		{2, "who Nobody", `no actor is named "Nobody"`},
		{2, "table --as-of soon", `--as-of "soon" is no day`},
		{2, "table --format xml", `--format "xml" is not known`},
		{2, "correct", "no correction named"},
		{2, "correct deadline x maybe", "is no state"},
		{2, "compare 2025-08-01 first.txt", "is a day and the other is not"},
		{3, "table --ledger nowhere.db", "nowhere.db: no such ledger"},
		{3, "table --dossier nowhere.yaml", "no such file"},
	} {
		d.run(c.status, strings.Fields(c.args)...)
		if !strings.Contains(d.notes.String(), c.want) {
			t.Errorf("parley %s: %q", c.args, d.notes.String())
		}
	}
}

// away is a store that does not answer the first times.
type away struct {
	held
	times int
	adds  int
}

func (a *away) Add(ctx context.Context, entries []*ledger.Entry) ([]ledger.Added, error) {
	a.adds++
	if a.adds <= a.times {
		return nil, &ledger.StoreError{Store: "talks", What: "PostgreSQL does not answer", Err: ledger.ErrGone}
	}
	return a.held.Add(ctx, entries)
}

func TestStoreAway(t *testing.T) {
	for _, c := range []struct{ times, status int }{{2, 0}, {100, 3}} {
		d := newDesk(t)
		d.store = &away{held: held{ledger.NewMemory()}, times: c.times}
		d.app.More = func(a *cli.App) []*cobra.Command {
			e := &env{app: a, open: func(context.Context, string) (ledger.Store, error) { return d.store, nil }, now: time.Now, second: time.Millisecond}
			return []*cobra.Command{e.addCommand()}
		}
		d.run(c.status, "add", d.file("a.txt", first), "--published", "2025-08-18")
		if !strings.Contains(d.notes.String(), "trying again in ") {
			t.Errorf("not told: %s", d.notes.String())
		}
	}
}

// slow gives reports without end, and is interrupted after some.
type slow struct {
	n    int
	stop func()
}

func (s *slow) Read(b []byte) (int, error) {
	s.n++
	if s.n == 300 {
		s.stop()
	}
	line, err := json.Marshal(map[string]string{"id": itoa(s.n), "date": "2025-08-18", "text": first + " " + itoa(s.n)})
	return copy(b, append(line, '\n')), err
}

func TestInterrupt(t *testing.T) {
	d := newDesk(t)
	ctx, stop := context.WithCancel(context.Background())
	d.app.Stdin = &slow{stop: stop}
	if got := d.app.Run(ctx, []string{"add", "-", "--quiet"}); got != cli.Interrupted {
		t.Fatalf("status %d: %s", got, d.notes.String())
	}
	if !strings.Contains(d.notes.String(), "hint: run the same command again to go on") {
		t.Errorf("no way to go on: %s", d.notes.String())
	}
	n, err := d.store.Counts(context.Background())
	if err != nil || !strings.Contains(d.notes.String(), "interrupted: "+count(int(n.Reports), "new report")+" kept") {
		t.Errorf("%d reports are kept, and it says: %s", n.Reports, d.notes.String())
	}
}

func TestFeeds(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"feeds:\n  - url: ftp://example.org/a\n", `f.yaml:2: "ftp://example.org/a" is no address of a feed`},
		{"every: 15m\n", "f.yaml:1: no feed is named"},
		{"feeds:\n  - url: https://example.org/a\n    evry: 1h\n", `f.yaml:3: unknown key "evry"`},
		{"feeds:\n  - url: https://example.org/a\n  - url: https://example.org/a\n", "f.yaml:3: https://example.org/a is named twice"},
		{"feeds:\n  - url: https://example.org/a\n    every: -1h\n", `f.yaml:3: "-1h" is no time`},
	} {
		if _, err := parseFeeds("f.yaml", []byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
	f, err := parseFeeds("f.yaml", []byte("every: 30m\nfeeds:\n  - url: https://example.org/a\n    outlet: Example\n    every: 1h\n"))
	if err != nil || f.Every != 30*time.Minute || f.Feeds[0].Every != time.Hour || f.Feeds[0].Outlet != "Example" {
		t.Error(f, err)
	}
}

func TestProgress(t *testing.T) {
	p := &progress{shown: true, start: time.Now()}
	dir := t.TempDir()
	for _, name := range []string{"a.txt", "b.jsonl"} {
		if err := os.WriteFile(filepath.Join(dir, name), make([]byte, 1000), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	p.args = []string{dir}
	p.weigh()
	p.step(filepath.Join(dir, "a.txt"), 900)
	p.step(filepath.Join(dir, "b.jsonl:1"), 250)
	p.step(filepath.Join(dir, "b.jsonl:2"), 250)
	if got := p.status(30 * time.Second); got != "3 reports · 0/s · 75 % · 10s left" {
		t.Error(got)
	}
}

// TestMergeOwnNames: two actors that are listed apart can be named as they are
// listed, though one of them is called like the other too.
func TestMergeOwnNames(t *testing.T) {
	d := newDesk(t)
	for i, text := range []string{ // in this order: it is that of the names in merges
		"The minister, Jonas Okello, said that Norland would sign. Mr Okello rejected a summit.\n",
		"Mr Okello said that he would sign the accord. Mr Okello rejected a delay.\n",
	} {
		d.run(0, "add", d.file(string(rune('a'+i))+".txt", text), "--published", "2025-08-20")
	}
	if out := d.run(0, "merges"); !strings.Contains(out, "Jonas Okello and Okello") {
		t.Fatalf("the two are one already, and nothing is tried here: %s", out)
	}
	merge := []string{"correct", "merge", "Jonas Okello", "Okello", "--author", "me", "--reason", "a test"}
	if out := d.run(0, merge...); !strings.Contains(out, "merge person:jonas okello person:okello") {
		t.Error(out)
	}
	d.run(2, merge...) // now they are
	if out := d.run(0, "who", "Jonas Okello"); strings.Count(out, "Okello and Okello") > 0 || !strings.Contains(out, "also Okello ·") {
		t.Errorf("a name stands twice: %s", out)
	}
}

// A refusal that binds has the verb of the brief, and its own words.
func TestRefusalsReadAsInTheBrief(t *testing.T) {
	d := newDesk(t)
	path := d.file("a.txt", "France refused to discuss quotas on Monday. France rejected the German plan for the strait on Monday.")
	d.run(0, "add", path, "--published", "2025-08-18")
	for _, args := range [][]string{{"commitments"}, {"who", "France"}, {"events"}} {
		out := strings.Join(strings.Fields(d.run(0, append(args, "--min-confidence", "0")...)), " ")
		if !strings.Contains(out, "rules out refused to discuss quotas") || strings.Contains(out, "rejects to") {
			t.Errorf("%q does not read as the brief does:\n%s", args, out)
		}
	}
	for several, want := range map[bool]string{false: "rules out", true: "rule out"} {
		m := ledger.Move{Act: doc.Reject, Commitment: true, By: []ledger.ActorID{1}}
		if several {
			m.By = append(m.By, 2)
		}
		if got := bindingVerb(&m); got != want {
			t.Errorf("%v: %q, want %q", several, got, want)
		}
	}
	for _, m := range []ledger.Move{{Act: doc.Reject}, {Act: doc.Offer, Commitment: true}} {
		if got := bindingVerb(&m); got != "" {
			t.Errorf("%v: %q", m.Act, got)
		}
	}
}

// TestCompareLabels: the name of a proposal is not broken into a column of acts.
func TestCompareLabels(t *testing.T) {
	d := filled(t)
	out := d.run(0, "compare", "2020-01-01", "2030-01-01")
	if !strings.Contains(out, "  B  Meeting Germany – France · Germany, Angela Merkel: ") {
		t.Errorf("no label before the words: %s", out)
	}
}
