package pipeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

// heavy is texts of n bytes or so whose time must grow with n alone.
func heavy(t testing.TB, n int) map[string]string {
	fill := func(s string) string { return strings.Repeat(s, n/len(s)+1)[:n] }
	var names, dates, said strings.Builder
	for i := 0; names.Len() < n; i++ {
		fmt.Fprintf(&names, "%s %s of the %s Union met. ", invented(i), invented(i*7+3), invented(i*13+5))
	}
	for i := 0; dates.Len() < n; i++ {
		fmt.Fprintf(&dates, "They will sign by %d March %d. ", i%31+1, 1900+i%200)
	}
	for i := 0; said.Len() < n; i++ {
		fmt.Fprintf(&said, "%s said that he would sign if %s agreed. ", invented(i), invented(i+1))
	}
	return map[string]string{
		"reports":          fill(strings.ToValidUTF8(strings.Join(examples(t), "\n\n"), "")),
		"one line":         strings.ReplaceAll(fill(strings.Join(examples(t), " ")), "\n", " "),
		"nested quotes":    strings.Repeat("“he said ", n/22) + strings.Repeat("” ", n/8),
		"quote marks":      fill("\" "),
		"curly marks":      strings.Repeat("“", n/6) + strings.Repeat("”", n/6),
		"no stops":         fill("the minister of the country offers talks and "),
		"one word":         fill("talks "),
		"names":            names.String(),
		"names in a list":  "They are " + strings.ReplaceAll(strings.ReplaceAll(names.String(), ".", ","), " met", ""),
		"he said":          fill("he said "),
		"he said so":       fill("He said so. "),
		"he, if":           fill("If he does not sign, she will not agree unless they pay. "),
		"said, if":         said.String(),
		"countries":        fill("Chile, Peru, Norway, Sweden and Egypt agreed with France. "),
		"countries listed": fill("Chile, Peru, Norway, Sweden, Egypt, France, "),
		"one name":         fill("Donald Trump "),
		"one surname":      fill("Mr Trump met Mr Trump. "),
		"dates":            dates.String(),
		"dates listed":     strings.ReplaceAll(fill("4 March 2025, "), "\n", ""),
		"numbers":          fill("10 "),
		"denials":          fill("Chile denied that it had rejected the offer. "),
		"ands":             fill("and "),
		"ofs":              "the end" + fill(" of the end"),
		"thats":            fill("said that "),
		"ifs":              fill("if "),
		"offers":           fill("Chile offered Peru a truce. "),
		"many topics":      strings.ReplaceAll(names.String(), " met.", " demanded a ceasefire."),
		"paragraphs":       fill("“We agree,” he said.\n\n"),
		"open paragraphs":  fill("“We agree, he said.\n\n"),
		"one letter":       strings.Repeat("a", n),
		"capitals":         fill("CHILE OFFERS TALKS "),
		"turns":            fill("MR. LIND: We agree to talks.\n\nQ: Why?\n\n"),
		"possessives":      "the " + fill("minister’s "),
		"appositions":      fill("Ann Lind, the minister, "),
		"who":              fill("the man who said "),
		"clauses and":      fill("Russia attacked Ukraine and Iran threatened Israel with a strike 17 and "),
	}
}

// invented is the i-th of many names that no list holds.
func invented(i int) string {
	parts := []string{"ba", "do", "ke", "li", "mu", "na", "ro", "su", "ti", "ve"}
	name := ""
	for range 5 {
		name += parts[i%10]
		i /= 10
	}
	return strings.ToUpper(name[:1]) + name[1:]
}

// TestLinear fails where the time of reading grows much faster than the text.
func TestLinear(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: long, which -short leaves out")
	}
	small, factor := 1<<12, 8
	if everything() {
		small, factor = 1<<15, 32
	}
	big := heavy(t, factor*small)
	for name, text := range heavy(t, small) {
		t.Run(name, func(t *testing.T) {
			a, b := timed(t, text, 3), timed(t, big[name], 1)
			t.Logf("%v for %d bytes, %v for %d: %.0f and %.0f ns a byte", a, len(text), b, len(big[name]),
				float64(a)/float64(len(text)), float64(b)/float64(len(big[name])))
			// A square would give factor times factor; a busy machine some
			// times factor.
			if limit := time.Duration(5*factor) * a; b > limit && b > 400*time.Millisecond {
				if b = timed(t, big[name], 2); b > limit {
					t.Errorf("%v for %d bytes, but %v for %d", a, len(text), b, len(big[name]))
				}
			}
		})
	}
}

// timed is the least time of some readings.
func timed(t *testing.T, text string, times int) time.Duration {
	ws, best := NewWorkspace(), time.Hour
	for range times {
		start := time.Now()
		if _, err := line(t).Read(doc.Report{Text: text, Published: day}, ws); err != nil {
			t.Fatal(err)
		}
		best = min(best, time.Since(start))
	}
	return best
}

// TestLinearReports times reports of 1 KB to 1 MB, and with PARLEY_ALL=1 of 10.
func TestLinearReports(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: long, which -short leaves out")
	}
	sizes := []int{1 << 10, 10 << 10, 100 << 10, 1 << 20}
	if everything() {
		sizes = append(sizes, 10<<20)
	}
	all := strings.Join(examples(t), "\n\n")
	all = strings.Repeat(all+"\n\n", sizes[len(sizes)-1]/len(all)+1)
	ws := NewWorkspace()
	perByte := make([]float64, len(sizes))
	for i, size := range sizes {
		start, n := time.Now(), max(1, (64<<10)/size)
		for range n {
			if _, err := line(t).Read(doc.Report{Text: strings.ToValidUTF8(all[:size], ""), Published: day}, ws); err != nil {
				t.Fatal(err)
			}
		}
		perByte[i] = float64(time.Since(start)) / float64(n*size)
		t.Logf("%8d bytes: %.0f ns a byte", size, perByte[i])
	}
	if least := min(perByte[1], perByte[2]); perByte[len(sizes)-1] > 5*least {
		t.Errorf("from %d to %d bytes, %v ns a byte", sizes[0], sizes[len(sizes)-1], perByte)
	}
}
