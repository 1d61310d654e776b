package export

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/store/storetest"
	"github.com/parley-reader/parley/ledger"
)

var made = time.Date(2025, 11, 25, 12, 0, 0, 0, time.UTC)

// filled is a ledger of entries.
func filled(t testing.TB, entries ...*ledger.Entry) *ledger.Ledger {
	t.Helper()
	m := ledger.NewMemory()
	if _, err := m.Add(context.Background(), entries); err != nil {
		t.Fatal(err)
	}
	return ledger.New(m)
}

func export1(t testing.TB, l *ledger.Ledger, ask ledger.Ask, o Options) *Result {
	t.Helper()
	o.Now, o.Reader = made, "test"
	r, err := Write(context.Background(), l, ask, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// exportTo writes a form of one file to memory.
func exportTo(t testing.TB, l *ledger.Ledger, ask ledger.Ask, o Options) string {
	t.Helper()
	var b bytes.Buffer
	o.Out, o.Stdout = "-", &b
	export1(t, l, ask, o)
	return b.String()
}

// hostileWords may stand anywhere in a report.
var hostileWords = []string{
	"=HYPERLINK(\"http://x\")", "+1", "-2", "@sum", "'quoted'", "''", "\ttab", "\rreturn", "line\r\nline", "a;b; c\\", "\\", ";", "; ", "a,\"b\"", "<script>alert('x')</script>",
	"]]>", "\x01\x02", "\ufffe", "%d {x} \\LaTeX $1 & # _ ^ ~", "| a | b |", "[a](javascript:x)", "\u202ereversed", "é 🇺🇦", "", " blank ", "NULL", "\"", "* star", "1. first",
}

func hostileEntry(i int, x string) *ledger.Entry {
	at := time.Date(2025, 3, 1, 9, i, 0, 0, time.UTC)
	key := ledger.ReportKey(x+string(rune('a'+i)), x)
	e := &ledger.Entry{Report: ledger.Report{Key: key, Origin: x + string(rune('a'+i)), URL: x, Outlet: x, Title: x, Author: x, Language: x, Reader: x, Published: "2025-03-01", Learned: at, Words: 2, Text: x + " text"}}
	line := func(kind string) ledger.Line {
		return ledger.Line{Key: key + ":" + kind + "1", Paragraph: 1, Span: doc.Span{Start: 1, End: 3}, Words: x, Said: ledger.Said{From: "2025-02-28", To: "2025-03-01"}, Voice: doc.Own, Confidence: 0.987654321, Why: x}
	}
	e.Actors = []ledger.Actor{
		{Key: "person:" + x, Name: x, Kind: doc.Person, Country: x, Role: x, Entry: x, Party: 2, Names: []string{x, x + "2", ""}},
		{Key: "country:" + x, Name: x + "land", Kind: doc.Country},
	}
	e.Proposals = []ledger.Proposal{{Key: "other|" + x, Kind: doc.OtherProposal, Label: x, Participants: []ledger.ActorID{1, 2}}}
	e.Options = []ledger.Option{{Key: "other|" + x + "|venue", Proposal: 1, Kind: doc.VenueOption, Value: x, Dropped: true}}
	e.Moves = []ledger.Move{{
		Line: line("m"), Act: doc.Offer, Status: doc.Stated, By: []ledger.ActorID{1}, Via: []ledger.ActorID{2}, To: []ledger.ActorID{2}, What: x, Cue: x, Denies: x, Proposal: 1, Commitment: true,
		Plover:     doc.Plover{Event: "AGREE", Mode: x, Context: []string{x, "military"}},
		Conditions: []ledger.Condition{{Words: x, Necessary: true, By: []ledger.ActorID{2}, Status: doc.Open}, {Words: x, Sufficient: true, Status: doc.Met}},
	}}
	e.Statements = []ledger.Statement{{Line: line("s"), Sources: []ledger.ActorID{1}, Source: x, Cue: x, Content: x, Kind: doc.Mixed, To: []ledger.ActorID{2}, Print: 1<<62 + 3}}
	e.Positions = []ledger.Position{{Line: line("p"), Proposal: 1, Option: 1, Actor: 2, By: 1, Stance: doc.StanceFor, Act: doc.Offer, Status: doc.Stated, If: x, Move: x}}
	e.Deadlines = []ledger.Deadline{{Line: line("d"), By: 1, What: x, Phrase: x, From: "1970-01-01", To: "2025-03-02", Move: x}}
	e.Shifts = []ledger.Shift{{Line: line("h"), Actor: 1, From: x, To: x}}
	return e
}

func hostile(t testing.TB) *ledger.Ledger {
	var entries []*ledger.Entry
	for i, x := range hostileWords {
		entries = append(entries, hostileEntry(i, x))
	}
	return filled(t, entries...)
}

func generated(t testing.TB, n int) *ledger.Ledger { return filled(t, storetest.Entries(7, n)...) }

// allRows are the rows of an export, by table.
type allRows map[string][]any

func keep[T any](to allRows, name string) func(T) error {
	return func(row T) error { to[name] = append(to[name], row); return nil }
}

func readAll(t testing.TB, as Format, path string) allRows {
	t.Helper()
	out := allRows{}
	all := []error{
		readTable(as, path, Reports, keep[ReportRow](out, Reports)), readTable(as, path, Actors, keep[ActorRow](out, Actors)),
		readTable(as, path, Proposals, keep[ProposalRow](out, Proposals)), readTable(as, path, Choices, keep[OptionRow](out, Choices)),
		readTable(as, path, Positions, keep[PositionRow](out, Positions)), readTable(as, path, Moves, keep[MoveRow](out, Moves)),
		readTable(as, path, Conditions, keep[ConditionRow](out, Conditions)), readTable(as, path, Statements, keep[StatementRow](out, Statements)),
		readTable(as, path, Deadlines, keep[DeadlineRow](out, Deadlines)), readTable(as, path, Shifts, keep[ShiftRow](out, Shifts)),
		readTable(as, path, Commitments, keep[CommitmentRow](out, Commitments)), readTable(as, path, Conflicts, keep[ConflictRow](out, Conflicts)),
	}
	if err := errors.Join(all...); err != nil {
		t.Fatal(err)
	}
	return out
}

func readTable[T any](as Format, path, name string, each func(T) error) error {
	if as != JSONL {
		path = filepath.Join(path, name+"."+string(as))
	}
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	switch as {
	case CSV:
		return ReadCSV(f, each)
	case Parquet:
		return ReadParquet(f, each)
	}
	return ReadJSONL(f, name, each)
}

// TestTablesComeBack compares what the three forms give back with each other and
// with what was put in.
func TestTablesComeBack(t *testing.T) {
	for name, l := range map[string]*ledger.Ledger{"hostile": hostile(t), "generated": generated(t, 60)} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			got := map[Format]allRows{}
			for _, as := range []Format{JSONL, CSV, Parquet} {
				path := filepath.Join(dir, string(as))
				r := export1(t, l, ledger.Ask{}, Options{As: as, Out: path, FullText: true})
				got[as] = readAll(t, as, path)
				n := 0
				for _, rows := range got[as] {
					n += len(rows)
				}
				if int64(n) != r.Lines || n == 0 {
					t.Errorf("%s: %d rows read, %d written", as, n, r.Lines)
				}
			}
			for _, info := range tableInfos() {
				if len(got[JSONL][info.name]) == 0 && info.name != Conflicts {
					t.Errorf("%s: nothing in it", info.name)
				}
				for _, as := range []Format{CSV, Parquet} {
					if d := cmp.Diff(got[JSONL][info.name], got[as][info.name]); d != "" {
						t.Errorf("%s of %s (-jsonl +%s):\n%.2000s", info.name, as, as, d)
					}
				}
			}
			linked(t, got[CSV])
		})
	}
}

// linked checks that every key that a row names is there.
func linked(t *testing.T, rows allRows) {
	t.Helper()
	keys := map[string]map[string]bool{}
	for table, field := range map[string]string{Reports: "Report", Actors: "Actor", Proposals: "Proposal", Choices: "Option"} {
		keys[field] = map[string]bool{"": true}
		for _, r := range rows[table] {
			k := reflect.ValueOf(r).FieldByName(field).String()
			if keys[field][k] {
				t.Errorf("%s: %.60q is there twice", table, k)
			}
			keys[field][k] = true
		}
	}
	for table, list := range rows {
		for _, r := range list {
			v := reflect.ValueOf(r)
			for field, known := range keys {
				if f := v.FieldByName(field); f.IsValid() && !known[f.String()] {
					t.Errorf("%s: no %s %.60q", table, field, f.String())
				}
			}
			for _, field := range []string{"By", "To", "Sources", "Participants", "WaitsFor"} {
				f := v.FieldByName(field)
				if !f.IsValid() || f.Kind() != reflect.Slice {
					continue
				}
				for i := range f.Len() {
					if !keys["Actor"][f.Index(i).String()] {
						t.Errorf("%s: no actor %.60q in %s", table, f.Index(i).String(), field)
					}
				}
			}
		}
	}
}

// TestRowsHoldEveryAttribute compares rows with the entry that they came from.
func TestRowsHoldEveryAttribute(t *testing.T) {
	e := hostileEntry(0, "words")
	e.Report.Learned = time.Date(2025, 3, 1, 9, 0, 0, 123e6, time.UTC)
	l := filled(t, e)
	path := filepath.Join(t.TempDir(), "x.jsonl")
	export1(t, l, ledger.Ask{}, Options{As: JSONL, Out: path, FullText: true})
	rows := readAll(t, JSONL, path)
	// No column may be empty: the entry has a value for each, but for these.
	none := map[string]string{
		"reports": "previous", "actors": "country,unnamed,entry,role,party,names", "deadlines": "evidence,marked_by", "conditions": "by,by_names,necessary,sufficient",
		"shifts": "proposal,option,from_stance,from_key,from_report,from_said,to_stance", "commitments": "evidence,marked_by",
	}
	for _, info := range tableInfos() {
		for _, c := range columnsOf(info.row) {
			filledIn := false
			for _, r := range rows[info.name] {
				v := reflect.ValueOf(r).FieldByIndex(c.index)
				filledIn = filledIn || !v.IsZero() && !(v.Kind() == reflect.Slice && v.Len() == 0)
			}
			if !filledIn && c.name != "copies" && !strings.Contains(","+none[info.name]+",", ","+c.name+",") && info.name != Conflicts {
				t.Errorf("%s.%s is empty", info.name, c.name)
			}
			if c.about == "" || c.name == "" || strings.ToLower(c.name) != c.name {
				t.Errorf("%s.%s: no word on it, or not in snake case", info.name, c.name)
			}
		}
	}
	m := rows[Moves][0].(MoveRow)
	want := MoveRow{
		LineRow: LineRow{
			Key: e.Moves[0].Key, Report: e.Report.Key, Outlet: "words", Published: m.Published, Paragraph: 1, SpanStart: 1, SpanEnd: 3, Words: "words", SaidFrom: m.SaidFrom, SaidTo: m.SaidTo,
			Learned: Time(e.Report.Learned.UnixMilli()), Voice: "own", Confidence: 0.987654321, Why: "words",
		},
		Act: "offer", Status: "stated", By: []string{"person:words"}, ByNames: []string{"words"}, Via: []string{"country:words"}, ViaNames: []string{"wordsland"}, To: []string{"country:words"},
		ToNames: []string{"wordsland"}, What: "words", Cue: "words", Denies: "words", Event: "AGREE", Mode: "words", Context: []string{"words", "military"}, Proposal: "other|words", Commitment: true,
	}
	if d := cmp.Diff(want, m); d != "" {
		t.Error(d)
	}
	if m.SaidFrom.String() != "2025-02-28" || m.SaidTo.String() != "2025-03-01" || m.Learned.String() != "2025-03-01T09:00:00.123Z" {
		t.Error(m.SaidFrom, m.SaidTo, m.Learned)
	}
	if d := rows[Deadlines][0].(DeadlineRow); d.From == nil || d.From.String() != "1970-01-01" {
		t.Errorf("the first day: %v", d.From)
	}
}

// TestTextsOnlyWhenAsked looks for a text in every form.
func TestTextsOnlyWhenAsked(t *testing.T) {
	e := hostileEntry(0, "words")
	e.Report.Text = "SECRETTEXT that belongs to others"
	l := filled(t, e)
	for _, as := range Formats() {
		for _, full := range []bool{false, true} {
			dir := t.TempDir()
			export1(t, l, ledger.Ask{}, Options{As: as, Out: filepath.Join(dir, "x"), FullText: full})
			found := strings.Contains(everything(t, dir), "SECRETTEXT")
			holds := full && (as == CSV || as == JSONL || as == HTML || as == Markdown)
			if found != holds && as != Parquet { // Parquet is compressed
				t.Errorf("%s, full text %v: found %v", as, full, found)
			}
		}
	}
	dir := filepath.Join(t.TempDir(), "x")
	export1(t, l, ledger.Ask{}, Options{As: Parquet, Out: dir})
	if r := readAll(t, Parquet, dir)[Reports][0].(ReportRow); r.Text != "" || len(r.Digest) != 64 {
		t.Errorf("%+v", r)
	}
}

func everything(t testing.TB, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		x, err := os.ReadFile(path)
		b.Write(x)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestBounds exports as of a day, since a day, of one actor, and with a correction.
func TestBounds(t *testing.T) {
	l := generated(t, 50)
	ctx := context.Background()
	moves := func(ask ledger.Ask) []MoveRow {
		path := filepath.Join(t.TempDir(), "x.jsonl")
		export1(t, l, ask, Options{As: JSONL, Out: path})
		var out []MoveRow
		for _, r := range readAll(t, JSONL, path)[Moves] {
			out = append(out, r.(MoveRow))
		}
		return out
	}
	all := moves(ledger.Ask{})
	day := ledger.Day(all[len(all)/2].SaidFrom.String())
	late := moves(ledger.Ask{Since: day})
	early := moves(ledger.Ask{AsOf: time.UnixMilli(int64(all[len(all)/3].Learned))})
	if len(late) == 0 || len(late) >= len(all) || len(early) == 0 || len(early) >= len(all) {
		t.Errorf("%d moves, %d since %s, %d early", len(all), len(late), day, len(early))
	}
	for _, m := range late {
		if m.SaidTo.String() < string(day) {
			t.Errorf("%s said on %s", m.Key, m.SaidTo)
		}
	}
	if _, err := l.Correct(ctx, ledger.Correction{Kind: ledger.WrongLine, Target: all[0].Key, Author: "me", Reason: "it is"}); err != nil {
		t.Fatal(err)
	}
	if n := len(moves(ledger.Ask{})); n != len(all)-1 {
		t.Errorf("%d moves after one of %d was marked wrong", n, len(all))
	}
	who := all[1].ByNames[0]
	for _, m := range moves(ledger.Ask{Actors: []string{who}}) {
		if s := strings.Join(append(append(m.ByNames, m.ViaNames...), m.ToNames...), "; "); !strings.Contains(s, who) {
			t.Errorf("%s is of %s, and %s was asked for", m.Key, s, who)
		}
	}
}

// failing is a store that fails after some calls.
type failing struct {
	ledger.Store
	left int
}

var errBroken = errors.New("broken")

func (f *failing) Positions(ctx context.Context, q ledger.Query) ([]ledger.Position, error) {
	if f.left--; f.left < 0 {
		return nil, errBroken
	}
	return f.Store.Positions(ctx, q)
}

func (f *failing) PositionsOf(ctx context.Context, sets [][]ledger.ProposalID, q ledger.Query) ([][]ledger.Position, error) {
	if f.left--; f.left < 0 {
		return nil, errBroken
	}
	return f.Store.PositionsOf(ctx, sets, q)
}

// TestWholeOrNothing breaks exports in the middle.
func TestWholeOrNothing(t *testing.T) {
	l := ledger.New(&failing{Store: generated(t, 30).Store})
	for _, as := range []Format{CSV, Parquet, JSONL, HTML, Markdown} {
		dir := t.TempDir()
		out := filepath.Join(dir, "x")
		if _, err := Write(context.Background(), l, ledger.Ask{}, Options{As: as, Out: out}); !errors.Is(err, errBroken) {
			t.Errorf("%s: %v", as, err)
		}
		if list, _ := os.ReadDir(dir); len(list) > 0 {
			t.Errorf("%s left %v", as, list)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	for _, as := range Formats() {
		if _, err := Write(ctx, generated(t, 30), ledger.Ask{}, Options{As: as, Out: filepath.Join(dir, "x")}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s, cancelled: %v", as, err)
		}
	}
	if list, _ := os.ReadDir(dir); len(list) > 0 {
		t.Errorf("cancelled ones left %v", list)
	}
}

// TestReplaces writes over an earlier export and over nothing else.
func TestReplaces(t *testing.T) {
	l := generated(t, 5)
	dir := t.TempDir()
	out := filepath.Join(dir, "tables")
	export1(t, l, ledger.Ask{}, Options{As: CSV, Out: out})
	export1(t, l, ledger.Ask{}, Options{As: Parquet, Out: out + "/"})
	if _, err := os.Stat(filepath.Join(out, "moves.csv")); err == nil {
		t.Error("files of the earlier export are there still")
	}
	mine := filepath.Join(dir, "mine")
	if err := os.MkdirAll(mine, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(mine, "README.md"), []byte("# Mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, as := range Formats() {
		if _, err := Write(context.Background(), l, ledger.Ask{}, Options{As: as, Out: mine}); !errors.Is(err, ErrTaken) {
			t.Errorf("%s over a folder of others: %v", as, err)
		}
	}
	if list, _ := os.ReadDir(dir); len(list) != 2 {
		t.Errorf("left %v", list)
	}
}
