package source

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

const body = "The ministers met in Geneva on Monday and agreed to meet again before the end of the month, officials said."

// summary is each item as "name: text" or "name! what is wrong".
func summary(o Options, args ...string) (out []string) {
	for item := range o.Open(context.Background(), args) {
		if item.Err != nil {
			f, ok := item.Err.(*doc.Failure)
			if !ok || f.What == "" || f.Input != item.Name {
				out = append(out, fmt.Sprintf("a failure without its parts: %v", item.Err))
				continue
			}
			out = append(out, item.Name+"! "+f.What)
			continue
		}
		if !utf8.ValidString(item.Report.Text) {
			out = append(out, item.Name+" is not UTF-8")
		}
		out = append(out, item.Name+": "+item.Report.Text)
	}
	return out
}

// folderOf makes a folder of files and goes into it.
func folderOf(t *testing.T, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
}

func expect(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

func zipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	w.Write([]byte(s))
	w.Close()
	return b.String()
}

func inUTF16(s string, order binary.AppendByteOrder, mark bool) string {
	var b []byte
	if mark {
		b = order.AppendUint16(b, 0xfeff)
	}
	for _, u := range utf16.Encode([]rune(s)) {
		b = order.AppendUint16(b, u)
	}
	return string(b)
}

func TestFilesAndFolders(t *testing.T) {
	folderOf(t, map[string]string{
		"a.txt": "One.", "b/c.md": "Two.", "b/.hidden/x.txt": "No.", "b/d.png": "\x89PNG\r\n", "b/e.txt.gz": zipped("Three."),
		"empty/readme.doc": "x", "f.txt": "",
	})
	expect(t, summary(Options{Stdin: strings.NewReader("From a pipe.")}, "a.txt", "nowhere.txt", "b", "-", "-", "empty", "f.txt", "*.txt", "*.doc", "[x", "ftp://x/y", ""),
		"a.txt: One.", "nowhere.txt! no such file or folder", "b/c.md: Two.", "b/e.txt.gz: Three.", "-: From a pipe.",
		"-! standard input has been read already", "empty! no report in this folder", "f.txt! nothing is in it",
		"a.txt: One.", "f.txt! nothing is in it", "*.doc! no file matches", "[x! a pattern that cannot be read: syntax error in pattern",
		"ftp://x/y! an address of a kind that is not read", "! an input without a name")
}

func TestEncodings(t *testing.T) {
	const curly = "“We agree,” she said – “today.”"
	folderOf(t, map[string]string{
		"bom.txt":   "\ufeff" + curly,
		"le.txt":    inUTF16(curly, binary.LittleEndian, true),
		"be.txt":    inUTF16(curly, binary.BigEndian, true),
		"nomark":    inUTF16("The ministers met.", binary.LittleEndian, false),
		"1252.txt":  "\x93We agree,\x94 she said \x96 \x93today.\x94",
		"mixed.txt": "“We agree,” she said – \xff “today” and “tomorrow”, caf\xe9.",
		"zero.txt":  strings.Repeat("The talks ended. ", 10) + "\x00",
		"cut.txt":   "“We agree” – she said.\xe2\x80",
	})
	expect(t, summary(Options{}, "bom.txt", "le.txt", "be.txt", "nomark", "1252.txt", "mixed.txt", "zero.txt", "cut.txt"),
		"bom.txt: "+curly, "le.txt: "+curly, "be.txt: "+curly, "nomark: The ministers met.", "1252.txt: "+curly,
		"mixed.txt: “We agree,” she said – \ufffd “today” and “tomorrow”, caf\ufffd.",
		"zero.txt: "+strings.Repeat("The talks ended. ", 10), "cut.txt: “We agree” – she said.\ufffd\ufffd")
	for item := range (Options{}).Open(context.Background(), []string{"1252.txt"}) {
		if len(item.Notes) != 1 || !strings.Contains(item.Notes[0], "windows-1252") {
			t.Errorf("notes are %q, want one on windows-1252", item.Notes)
		}
	}
}

func TestNoReports(t *testing.T) {
	folderOf(t, map[string]string{
		"a.png": "\x89PNG\r\n\x1a\n", "b.txt": "%PDF-1.7", "c.txt": "\x00\x01\x02\x03\x04\x05\x06\x07\x08", "d.txt": " \n\ufeff\n--- \u200b",
		"e.txt": strings.Repeat("Министры встретились в Женеве и договорились. ", 5),
		"f.txt": "Die Minister haben sich am Montag in Genf getroffen und vereinbart, dass sie sich noch vor dem Ende des Monats wieder treffen werden, wie es in einer Erklärung hieß.",
		"g.txt": strings.Repeat(body+" ", 2) + "«Мы согласны», сказал он.",
		"h.gz":  zipped(body)[:40],
	})
	expect(t, summary(Options{MaxFile: 2000}, "a.png", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt", "g.txt", "h.gz"),
		"a.png! looks like a PNG image, not a report", "b.txt! a damaged PDF document: no page is in it", "c.txt! looks like binary data, not a report",
		"d.txt! nothing is in it", "e.txt! not English (looks like Russian): parley reads English only",
		"f.txt! not English (looks like German): parley reads English only", "g.txt: "+strings.Repeat(body+" ", 2)+"«Мы согласны», сказал он.",
		"h.gz! damaged or cut short: unexpected EOF")
	expect(t, summary(Options{MaxFile: 100}, "g.txt"), "g.txt! larger than 100 bytes")
	if got := summary(Options{AnyLanguage: true}, "f.txt"); !strings.HasPrefix(got[0], "f.txt: Die") {
		t.Errorf("AnyLanguage gives %q", got)
	}
}

func TestLanguages(t *testing.T) {
	if p := profiles(); len(p.names) < 10 || p.names[0] != "English" || len(p.names) > 32 {
		t.Fatalf("the profiles are %q", p.names)
	}
	for _, c := range []struct{ text, want string }{
		{body, ""},
		{"Les ministres se sont rencontrés à Genève lundi et ils ont décidé de se revoir avant la fin du mois, selon un communiqué qui a été publié par les deux pays.", "French"},
		{"Los ministros se reunieron el lunes en Ginebra y acordaron que se verán de nuevo antes del fin de mes, según un comunicado de los dos países que fue publicado.", "Spanish"},
		{strings.Repeat("Міністри зустрілися в Женеві і домовилися про їхню зустріч. ", 3), "Ukrainian"},
		{strings.Repeat("وزیران در ژنو دیدار کردند و گفتند. ", 3), "Persian"},
		{"Kurz und gut, die Lage ist ernst.", ""}, // too short to tell
		{strings.Repeat("Abu Dhabi, Rio de Janeiro, Los Angeles, La Paz, El Salvador. ", 5) + body + body, ""},
	} {
		if got := foreign(c.text); got != c.want {
			t.Errorf("%.30q looks like %q, want %q", c.text, got, c.want)
		}
	}
}

func TestHeader(t *testing.T) {
	folderOf(t, map[string]string{
		"a.txt":            "Title: Talks resume\nDate: 20 August 2025\nURL: https://example.org/x\nOutlet: Example\n\n" + body,
		"b.txt":            "Title: what a word. " + body + "\nMore.",
		"2025-08-20-c.txt": body,
		"d.txt":            body,
	})
	given := Options{Published: time.Date(2024, 1, 2, 13, 0, 0, 0, time.UTC)}
	var got []string
	for item := range given.Open(context.Background(), []string{"a.txt", "b.txt", "2025-08-20-c.txt", "d.txt"}) {
		r := item.Report
		got = append(got, strings.Join([]string{r.Title, r.Published.Format(time.DateTime), r.DateFrom, r.URL, r.Outlet, r.Text[:9]}, "|"))
	}
	expect(t, got, "Talks resume|2025-08-20 00:00:00|metadata|https://example.org/x|Example|The minis", "|2024-01-02 00:00:00|given|||Title: wh",
		"|2025-08-20 00:00:00|file name|||The minis", "|2024-01-02 00:00:00|given|||The minis")
}

func TestDates(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"2025-08-20", "2025-08-20"}, {"2025-08-20T23:30:00-05:00", "2025-08-20"}, {"2025-08-20 10:00:00", "2025-08-20"}, {"20250820", "2025-08-20"},
		{"August 20, 2025", "2025-08-20"}, {"Aug. 20, 2025", "2025-08-20"}, {"20 August 2025", "2025-08-20"}, {"Wed, 20 Aug 2025 10:00:00 GMT", "2025-08-20"},
		{"Wednesday, August 20, 2025", "2025-08-20"}, {"August 20, 2025 at 5:00 p.m.", "2025-08-20"}, {"Wed Aug 20 2025", "2025-08-20"},
		{"08/09/2025", ""}, {"yesterday", ""}, {"", ""}, {"2025", ""}, {"2025-13-01", ""}, {"123456789012", ""},
	} {
		got := ""
		if day, ok := parseDate(c.text); ok {
			got = day.Format(time.DateOnly)
		}
		if got != c.want {
			t.Errorf("parseDate(%q) is %q, want %q", c.text, got, c.want)
		}
	}
	for name, want := range map[string]string{
		"/news/2025-08-20-talks.txt": "2025-08-20", "https://x.org/2025/08/20/talks": "2025-08-20", "a20250820.txt": "2025-08-20", "x_123420250820.txt": "",
		"2024-01-01/2025-08-20.txt": "2025-08-20", "talks.txt": "",
	} {
		got := ""
		if day := dateInName(name); !day.IsZero() {
			got = day.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("dateInName(%q) is %q, want %q", name, got, want)
		}
	}
}

func TestStops(t *testing.T) {
	folderOf(t, map[string]string{"a.txt": "One.", "b.txt": "Two."})
	for range (Options{}).Open(context.Background(), []string{".", "a.txt"}) {
		break // must neither panic nor go on
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for range (Options{}).Open(ctx, []string{".", "a.txt", "b.txt"}) {
		n++
		cancel()
	}
	if n != 1 {
		t.Errorf("%d items after the end, want 1", n)
	}
}
