package ledgercmd

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// TestCol never breaks a word: it is whole, or ends in "…", by the cells that a
// terminal gives it.
func TestCol(t *testing.T) {
	for _, x := range []struct {
		text  string
		width int
		want  string
	}{
		{"According to", 9, "According to"}, {"congratulated", 10, "congratul…"}, {"said\x1b[31m", 20, "said\ufffd[31m"}, {"停戦協定合意", 7, "停戦協…"}, {"停戦", 4, "停戦"},
		{"Mühlhäuser-Öttingen", 8, "Mühlhäu…"}, {"", 5, ""}, {"two  words", 5, "two words"},
	} {
		if got := col(x.text, "", x.width); got.Text != x.want || got.Width != x.width {
			t.Errorf("%q in %d: %q, want %q", x.text, x.width, got.Text, x.want)
		}
	}
}

func TestDayColumn(t *testing.T) {
	for want, d := range map[string]ledger.Said{
		"2025-08-20": {From: "2025-08-20", To: "2025-08-20"}, "2025-08-20 …08-22": {From: "2025-08-20", To: "2025-08-22"}, "2025-12-30 …26-01-02": {From: "2025-12-30", To: "2026-01-02"},
		"no date": {}, "… 2025-08-20": {To: "2025-08-20"}, "2025-08-21": {From: "2025-08-21"},
	} {
		if got := dayColumn(d).Text; got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}

// TestWidths shows every list on terminals of many widths: no line is wider than
// the terminal, none is cut within a word, and colours are on terminals alone.
func TestWidths(t *testing.T) {
	d := filled(t)
	paint := regexp.MustCompile("\x1b\\[[0-9;]*m")
	whole := map[string]bool{}
	for _, w := range lettersOf(first + " " + second) {
		whole[w] = true
	}
	for _, width := range []int{60, 80, 120, 200, 0} {
		app := cli.New()
		app.Stdin, app.Stdout, app.Stderr, app.Env = strings.NewReader(""), &d.out, &d.notes, d.app.Env
		app.Terminal = func(any) (int, bool) { return width, width > 0 }
		app.More = func(a *cli.App) []*cobra.Command {
			return Commands(a, func(context.Context, string) (ledger.Store, error) { return d.store, nil })
		}
		d.app = app
		for _, args := range []string{"table", "who Merkel", "timeline", "shifts", "due", "conflicts", "commitments", "commitments --graph text", "events", "sources", "search ships", "merges"} {
			out := d.run(0, append(strings.Fields(args), "--min-confidence", "0")...)
			if colours := strings.Contains(out, "\x1b"); colours && width == 0 || !colours && width > 0 && args == "table" {
				t.Errorf("parley %s at %d: colours %v", args, width, colours)
			}
			out = paint.ReplaceAllString(out, "")
			most := width
			if width == 0 {
				most = 100
			}
			for line := range strings.Lines(out) {
				if n := brief.Columns(strings.TrimSuffix(line, "\n")); n > most {
					t.Errorf("parley %s at %d: %d columns: %s", args, width, n, line)
				}
			}
			for _, w := range lettersOf(out) {
				if len(w) > 3 && !whole[w] && begins(w, whole) {
					t.Errorf("parley %s at %d: a word is cut after %q", args, width, w)
				}
			}
		}
	}
}

func lettersOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '…' })
}

// begins tells whether a word of the reports begins so and goes on.
func begins(w string, words map[string]bool) bool {
	for x := range words {
		if len(x) > len(w)+2 && strings.HasPrefix(x, w) {
			return true
		}
	}
	return false
}

// TestWhoNamesOthersAlone: the page of one actor does not tell its name on every
// line, and tells who else acts.
func TestWhoNamesOthersAlone(t *testing.T) {
	d := filled(t)
	out := d.run(0, "who", "Emmanuel Macron", "--min-confidence", "0")
	_, lists, ok := strings.Cut(out, "\nMOVES\n")
	if !ok || strings.Contains(lists, "Macron  ") || !strings.Contains(lists, "France:") {
		t.Error(out)
	}
}

// TestShortened: a list that may go on says so, to a person in the text and to a
// program beside it.
func TestShortened(t *testing.T) {
	d := filled(t)
	for format, in := range map[string]func() string{"text": d.out.String, "csv": d.notes.String, "json": d.notes.String} {
		for limit, told := range map[int]bool{1: true, 150: false} {
			d.run(0, "timeline", "--min-confidence", "0", "--format", format, "--limit", fmt.Sprint(limit))
			if got := strings.Contains(in(), "the latest 1 line; there may be more"); got != told {
				t.Errorf("%s, limit %d: told %v: %s", format, limit, got, in())
			}
		}
	}
}
