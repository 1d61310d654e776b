package storetest

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// hostile are strings that a report may hold and a store must only keep.
func hostile() []string {
	return []string{
		"Robert'); DROP TABLE report;--", `"double" 'single' \back\`, "<script>alert('x')</script>", "=HYPERLINK(\"http://x\")", "\x1b[2J\x1b]0;title\x07",
		"nul\x00in the middle", "not \xff\xfe UTF-8 \xc3", "tab\tnew\nline\r\n", "\u202ereversed\u202c", "ﷺ 🇺🇦 👩‍👩‍👧", "%s %d %n", "$1 ?1 :name @p", "\\x41 \\N \\.", "NULL", "",
		"{\"json\": [1,2]}", "{1,2,NULL}", strings.Repeat("é", 3000), "@3,7", "@@3", "a;b|c,d&e", strings.Repeat("long ", 200_000), strings.Repeat("x", 1_000_000),
	}
}

// hostileEntry has one string in all of its places.
func hostileEntry(i int, x string) *ledger.Entry {
	at := time.Date(2025, 3, 1, 9, i, 0, 0, time.UTC)
	text := strings.ToValidUTF8(x, "?") + " and more"
	origin := fmt.Sprintf("origin %d %s", i, x)
	e := &ledger.Entry{Report: ledger.Report{
		Key: ledger.ReportKey(origin, text), Origin: origin, URL: x, Outlet: x, Title: x, Author: x, Language: x, Reader: x, Published: "2025-03-01", Learned: at, Words: 2, Text: text, Sketch: ledger.SketchOf(text),
	}}
	line := func(kind string) ledger.Line {
		return ledger.Line{Key: e.Report.Key + ":" + kind + "1", Paragraph: 1, Words: strings.Join(strings.Fields(x), " "), Said: ledger.Said{From: "2025-03-01", To: "2025-03-01"}, Learned: at, Voice: doc.Own, Confidence: 0.9, Why: x}
	}
	e.Actors = []ledger.Actor{{Key: "person:" + x, Name: x, Kind: doc.Person, Country: x, Role: x, Entry: x, Names: []string{x}}}
	e.Proposals = []ledger.Proposal{{Key: "other|" + x, Kind: doc.OtherProposal, Label: x, Participants: []ledger.ActorID{1}}}
	e.Options = []ledger.Option{{Key: "other|" + x + "|venue", Proposal: 1, Kind: doc.VenueOption, Value: x}}
	e.Moves = []ledger.Move{{Line: line("m"), Act: doc.Offer, Status: doc.Stated, By: []ledger.ActorID{1}, What: x, Cue: x, Proposal: 1, Denies: x, Conditions: []ledger.Condition{{Words: x, By: []ledger.ActorID{1}, Status: doc.Open}}}}
	e.Statements = []ledger.Statement{{Line: line("s"), Sources: []ledger.ActorID{1}, Source: x, Cue: x, Content: x, Kind: doc.Direct}}
	e.Positions = []ledger.Position{{Line: line("p"), Proposal: 1, Option: 1, Actor: 1, By: 1, Stance: doc.StanceFor, Act: doc.Offer, Status: doc.Stated, If: x, Move: x}}
	e.Deadlines = []ledger.Deadline{{Line: line("d"), By: 1, What: x, Phrase: x, From: "2025-03-01", To: "2025-03-02", Move: x}}
	e.Shifts = []ledger.Shift{{Line: line("h"), Actor: 1, From: x, To: x}}
	return e
}

func (s suite) hostileStrings(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	list := hostile()
	for i, x := range list {
		e := hostileEntry(i, x)
		if _, err := st.Add(ctx, []*ledger.Entry{e}); err != nil {
			t.Errorf("%.40q: %v", x, err)
			continue
		}
		got := must[[]ledger.Report](t)(st.ReportsByKey(ctx, []string{e.Report.Key}))
		if len(got) != 1 {
			t.Errorf("%.40q: %d reports", x, len(got))
			continue
		}
		for what, v := range map[string][2]string{"title": {got[0].Title, x}, "outlet": {got[0].Outlet, x}, "author": {got[0].Author, x}, "origin": {got[0].Origin, e.Report.Origin}} {
			if plain(v[0]) != plain(v[1]) {
				t.Errorf("%.40q: %s comes back as %.60q", x, what, v[0])
			}
		}
		q := ledger.Query{Reports: []ledger.ReportID{got[0].ID}, AsOf: late.AsOf, Text: true}
		withText := must[[]ledger.Report](t)(st.Reports(ctx, q))
		if len(withText) != 1 || plain(withText[0].Text) != plain(e.Report.Text) || len(withText[0].Text) != len(e.Report.Text) {
			t.Errorf("%.40q: the text comes back otherwise", x)
		}
		moves := must[[]ledger.Move](t)(st.Moves(ctx, q))
		if len(moves) != 1 || plain(moves[0].What) != plain(x) || plain(moves[0].Conditions[0].Words) != plain(x) || plain(moves[0].Words) != plain(e.Moves[0].Words) || plain(moves[0].Denies) != plain(x) {
			t.Errorf("%.40q: moves %.300q", x, fmt.Sprint(moves))
		}
		actors := must[[]ledger.Actor](t)(st.Actors(ctx, moves[0].By))
		if len(actors) != 1 || plain(actors[0].Name) != plain(x) || plain(actors[0].Role) != plain(x) {
			t.Errorf("%.40q: actors %.300q", x, fmt.Sprint(actors))
		}
		if byOutlet := must[[]ledger.Report](t)(st.Reports(ctx, ledger.Query{Outlets: []string{x}})); x == plain(x) && !slices.ContainsFunc(byOutlet, func(r ledger.Report) bool { return r.Key == e.Report.Key }) {
			t.Errorf("%.40q: not found by its outlet", x)
		}
	}
	if n := must[ledger.Counts](t)(st.Counts(ctx)); n.Reports != int64(len(list)) || n.Moves != int64(len(list)) {
		t.Errorf("%d hostile entries count %+v", len(list), n)
	}
}

// hostileNumbers are days, places and confidences that cannot be.
func (s suite) hostileNumbers(t *testing.T) {
	st, ctx := s.open(t), context.Background()
	days := []ledger.Day{"", "0000-00-00", "9999-99-99", "2025-02-30", "yesterday", "2025", "'; --", "-2025-01-01", "２０２５-01-01", "20250-1-01"}
	numbers := []float64{0, 1, -1, 2, 0.123456, math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64}
	times := []time.Time{{}, time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), time.Unix(0, 0).UTC(), time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2025, 1, 1, 0, 0, 0, 123456789, time.FixedZone("x", 3600))}
	for i := range 30 {
		e := report(fmt.Sprint("numbers", i), "Herald", fmt.Sprint("Text of numbers ", i), 0)
		r := &e.Report
		r.Published, r.Learned = days[i%len(days)], times[i%len(times)]
		r.Words = []int{0, -1, math.MaxInt64, 1 << 31}[i%4]
		line := ledger.Line{
			Key: r.Key + ":m1", Paragraph: []int{0, -5, math.MaxInt64, math.MinInt64}[i%4], Span: []doc.Span{{}, {Start: -3, End: 2}, {Start: 5, End: 1 << 40}, {Start: 9, End: 2}, {Start: math.MinInt64, End: math.MaxInt64}}[i%5],
			Said: ledger.Said{From: days[(i+3)%len(days)], To: days[(i+5)%len(days)]}, Learned: r.Learned, Voice: doc.Voice(i * 8), Confidence: numbers[i%len(numbers)],
		}
		e.Actors = []ledger.Actor{{Key: "person:numbers", Name: "Numbers", Kind: doc.NameKind(i * 8), Party: ledger.ActorID(i % 2)}}
		e.Moves = []ledger.Move{{Line: line, Act: doc.Act(i * 8), Status: doc.Status(i * 8), By: []ledger.ActorID{1, 1, 1}}}
		line.Key = r.Key + ":d1"
		e.Deadlines = []ledger.Deadline{{Line: line, By: 1, From: days[i%len(days)], To: days[(i+1)%len(days)]}}
		line.Key = r.Key + ":s1"
		e.Statements = []ledger.Statement{{Line: line, Sources: []ledger.ActorID{1}, Print: uint64(i) << 58 >> 1}}
		if _, err := st.Add(ctx, []*ledger.Entry{e}); err != nil {
			t.Errorf("entry %d: %v", i, err)
		}
	}
	for _, l := range listings {
		for _, q := range []ledger.Query{{Newest: true}, {AsOf: time.Date(2025, 6, 1, 0, 0, 0, 0, time.UTC)}, {Since: "2025-02-30", Until: "2025-99-99"}, {Limit: -5}, {Limit: math.MaxInt64}, {After: -7}, {After: math.MaxInt64}, {Least: math.NaN()}, {Least: -1}} {
			if _, err := l.list(ctx, st, q); err != nil {
				t.Errorf("%s of %+v: %v", l.name, q, err)
			}
		}
	}
	if n := must[ledger.Counts](t)(st.Counts(ctx)); n.Reports != 30 {
		t.Errorf("%d of 30 entries were added", n.Reports)
	}
}
