package when

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

// TestOwn holds what the stage promises on the language of talks.
func TestOwn(t *testing.T) {
	data, err := os.ReadFile("testdata/own.txt")
	if err != nil {
		t.Fatal(err)
	}
	tg := newTagger(t)
	n, right := 0, 0
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		e, err := parseExample(line, true)
		if err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		n++
		got := tg.Tag(&Input{Text: e.text, Layout: split(e.text), Anchor: anchorOf(t, e.anchor)})
		want, _ := strings.CutSuffix(e.want, " ?")
		ok := false
		for i := range got {
			ok = ok || got[i].Span == (doc.Span{Start: e.start, End: e.end}) && show(&got[i]) == want
		}
		if ok {
			right++
			continue
		}
		t.Errorf("%s\n want %s", line, want)
		for i := range got {
			t.Logf("  got %q %s (%s)", got[i].Span.In(e.text), show(&got[i]), got[i].Why)
		}
	}
	if n < 30 {
		t.Errorf("only %d expressions", n)
	}
}

func TestRanges(t *testing.T) {
	tg := newTagger(t)
	for _, c := range []struct{ text, span, from, to string }{
		{"The sides talked between Monday and Tuesday.", "Monday", "2025-08-18", "2025-08-19"},
		{"He ruled from 1955 to 1963.", "1955", "1955-01-01", "1963-12-31"},
		{"The occupation of 1955-1963 ended badly.", "1955", "1955-01-01", "1963-12-31"},
		{"They met in May and June.", "May", "2025-05-01", "2025-05-31"},
	} {
		in := &Input{Text: c.text, Layout: split(c.text), Anchor: anchorOf(t, "2025-08-20")}
		got := tg.Tag(in)
		if len(got) != 2 || got[0].Span.In(c.text) != c.span || got[0].From != c.from || got[0].To != c.to {
			t.Errorf("%s: got %+v", c.text, got)
		}
	}
}

// A clock time takes the day that follows it.
func TestClockDay(t *testing.T) {
	tg := newTagger(t)
	text := "The port was hit at 8:30 p.m. (1730 GMT) on August 12."
	got := tg.Tag(&Input{Text: text, Layout: split(text), Anchor: anchorOf(t, "2025-08-20")})
	if len(got) != 3 || got[0].Value != "2025-08-12T20:30" || got[1].Value != "2025-08-12T17:30" || got[0].From != "2025-08-12" {
		t.Errorf("got %+v", got)
	}
}

// A window counts from the day of the saying, where the sentence tells it.
func TestSayingDay(t *testing.T) {
	tg := newTagger(t)
	text := "On Tuesday the president said he would decide in the next two weeks."
	got := tg.Tag(&Input{Text: text, Layout: split(text), Anchor: anchorOf(t, "2025-08-20")})
	if len(got) != 2 || got[1].From != "2025-08-19" || got[1].To != "2025-09-02" || !got[1].Vague {
		t.Errorf("got %+v", got)
	}
}

func TestDateline(t *testing.T) {
	tg := newTagger(t)
	for _, c := range []struct{ text, published, want string }{
		{"MOSCOW, Aug. 19 (Reuters) - Talks stalled on Monday.", "2025-08-20", "2025-08-19"},
		{"GENEVA, 30 December (AFP) - Talks stalled.", "2025-01-02", "2024-12-30"},
		{"KYIV, Ukraine, March 3, 2024 (AP) - Talks stalled.", "", "2024-03-03"},
		{"KYIV, Ukraine (AP) - Talks stalled.", "2025-08-20", ""},
		{"MOSCOW, Aug. 19 (Reuters) - Talks stalled.", "", ""},
	} {
		l := split(c.text)
		l.Paragraphs[0].Dateline = doc.Span{End: strings.Index(c.text, " - ") + 2}
		got := tg.Dateline(c.text, l, anchorOf(t, c.published))
		if s := dayString(got); s != c.want {
			t.Errorf("%s: got %q, want %q", c.text, s, c.want)
		}
	}
}

func dayString(d time.Time) string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

func TestNotes(t *testing.T) {
	tg := newTagger(t)
	for _, c := range []struct{ text, published, want string }{
		{"They met last week.", "", "no date of publication"},
		{"They met last week.", "2025-08-20", ""},
		{"They met.", "", ""},
		{"MOSCOW, Jan. 19 - They met last week.", "2025-08-20", "dateline says 2026-01-19"},
		{"MOSCOW, Jan. 19, 2025 - They met last week.", "", "count from the dateline, 2025-01-19"},
	} {
		l := split(c.text)
		if i := strings.Index(c.text, " - "); i > 0 {
			l.Paragraphs[0].Dateline = doc.Span{End: i + 2}
		}
		in := &Input{Text: c.text, Layout: l, Anchor: anchorOf(t, c.published)}
		got := strings.Join(tg.Notes(in, tg.Tag(in)), "; ")
		if c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestBadData(t *testing.T) {
	w := newWords()
	for _, s := range []string{"month", "nothing 1 x", "unit furlong x", "num many x"} {
		if w.line(strings.Fields(s)) == nil {
			t.Errorf("words line %q: no error", s)
		}
	}
	for _, s := range []string{"| <Month>", "rule x", "rule x nothing", "let y"} {
		p := &ruleParser{w: w, macros: map[string]string{}}
		if p.line(s, 1) == nil {
			t.Errorf("rule line %q: no error", s)
		}
	}
	for _, s := range []string{"( a", "a )", "<nothing>", "$nothing", "<num:nothing>", "a{b}", "a{month=x}"} {
		p := &ruleParser{w: w, macros: map[string]string{}}
		if _, err := p.compile(s); err == nil {
			t.Errorf("pattern %q: no error", s)
		}
	}
	for _, s := range []string{"", "13-01", "w 1", "2025-02-31", "easter"} {
		if _, err := parseFeast(strings.Fields(s)); err == nil {
			t.Errorf("feast %q: no error", s)
		}
	}
}

func TestCalendar(t *testing.T) {
	d := time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 90000 {
		n := dayOfTime(d)
		y, m, dd := d.Date()
		if c := n.civil(); c != (civil{y, int(m), dd}) {
			t.Fatalf("%v: civil %v", d, c)
		}
		iy, iw := d.ISOWeek()
		if gy, gw := n.isoWeek(); gy != iy || gw != iw {
			t.Fatalf("%v: week %d-%d, want %d-%d", d, gy, gw, iy, iw)
		}
		if w := int(d.Weekday()+6)%7 + 1; n.weekday() != w {
			t.Fatalf("%v: weekday %d", d, n.weekday())
		}
		d = d.AddDate(0, 0, 1)
	}
	for y, want := range map[int]string{2024: "2024-03-31", 2025: "2025-04-20", 2026: "2026-04-05"} {
		if got := easter(y).iso(); got != want {
			t.Errorf("easter %d: %s", y, got)
		}
	}
	for y, want := range map[int]string{2023: "2023-04-16", 2024: "2024-05-05", 2025: "2025-04-20", 2026: "2026-04-12"} {
		if got := orthodoxEaster(y).iso(); got != want {
			t.Errorf("orthodox easter %d: %s", y, got)
		}
	}
}

func FuzzTag(f *testing.F) {
	tg := newTagger(f)
	for _, e := range tg.examples {
		f.Add(e.text, int64(20000))
	}
	f.Add("February 31 99 BC 9999 half a millennium 2 1/2 '99 -- 31/31/31 99:99 p.m. the 99th century", int64(-900000))
	f.Fuzz(func(t *testing.T, text string, days int64) {
		l := split(text)
		in := &Input{Text: text, Layout: l}
		if days%5 != 0 {
			in.Anchor = time.Unix(0, 0).UTC().AddDate(0, 0, int(days%2000000))
		}
		last := 0
		for _, tm := range tg.Tag(in) {
			if tm.Span.Empty() || tm.Span.Start < last || tm.Span.End > len(text) {
				t.Fatalf("span %v after %d in %q", tm.Span, last, text)
			}
			last = tm.Span.End
			if tm.Value == "" || tm.Type == 0 || (tm.From == "") != (tm.To == "") || tm.From > tm.To {
				t.Fatalf("%q: %+v", tm.Span.In(text), tm)
			}
		}
		tg.Notes(in, nil)
	})
}

func BenchmarkTag(b *testing.B) {
	tg := newTagger(b)
	var sb strings.Builder
	for _, e := range tg.examples {
		sb.WriteString(e.text + " The envoy of the ministry told the others that nothing in the draft had been changed. ")
	}
	text := sb.String()
	in := &Input{Text: text, Layout: split(text), Anchor: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)}
	b.ReportAllocs()
	for b.Loop() {
		tg.Tag(in)
	}
	b.ReportMetric(float64(b.N*len(in.Layout.Tokens))/b.Elapsed().Seconds(), "words/s")
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		newTagger(b)
	}
}
