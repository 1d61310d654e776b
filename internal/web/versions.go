package web

import (
	"net/http"
	"strings"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// difference is what two texts have that the other has not, paragraph by paragraph.
type difference struct {
	Old, New   string // what they are called
	OldURL     string
	BackURL    string
	Blocks     []block
	Gone, Come int // words
}

// block is paragraphs that differ, or the number of those that do not.
type block struct {
	Same  int
	First string // of those that do not differ
	Paras [][]piece
}

// maxDiffText bounds the texts that are told apart, in bytes each.
const maxDiffText = 4 << 20

// against tells a report apart from another: an earlier version, or a copy.
func (p *page) against(key string, r *ledger.Report) (*difference, error) {
	other, err := p.reportOf(key)
	if err != nil {
		return nil, err
	}
	if other.ID == r.ID {
		return nil, wrong("Choose another version, or a copy.", "A report does not differ from itself.")
	}
	texts, err := p.site.l.Store.Reports(p.r.Context(), ledger.Query{Reports: []ledger.ReportID{other.ID, r.ID}, Text: true})
	if err != nil {
		return nil, err
	}
	d := &difference{Old: p.calledReport(other, r), New: p.calledReport(r, other), OldURL: p.URL("/report/" + other.Key), BackURL: p.URL("/report/" + r.Key)}
	var a, b string
	for i := range texts {
		if texts[i].ID == other.ID {
			a = texts[i].Text
		} else {
			b = texts[i].Text
		}
	}
	if max(len(a), len(b)) > maxDiffText {
		return nil, &fault{http.StatusRequestEntityTooLarge, "The two texts are too long to be told apart here.", "The page “Compare” tells apart what they say."}
	}
	d.tell(a, b)
	return d, nil
}

// calledReport names a report beside another: by its version, else its outlet.
func (p *page) calledReport(r, beside *ledger.Report) string {
	if r.Origin == beside.Origin {
		v := p.link(r, r)
		return v.Label + ", " + firstOf(v.Published, v.Learned)
	}
	return strings.TrimSuffix(firstOf(brief.Clean(r.Outlet), brief.Clean(r.Title), r.Key)+", "+string(r.Published), ", ")
}

// tell compares paragraphs, and of those that differ the words.
func (d *difference) tell(a, b string) {
	x, y := plainParas(a), plainParas(b)
	for _, e := range edits(x, y) {
		if e.same {
			d.Blocks = append(d.Blocks, block{Same: e.na, First: brief.Clip(brief.Clean(x[e.a]), 120)})
			continue
		}
		pieces := wordDiff(strings.Join(x[e.a:e.a+e.na], breaks), strings.Join(y[e.b:e.b+e.nb], breaks))
		for _, p := range pieces {
			n := len(strings.Fields(p.Text)) - strings.Count(p.Text, strings.TrimSpace(breaks))
			switch {
			case p.Gone:
				d.Gone += n
			case p.New:
				d.Come += n
			}
		}
		d.Blocks = append(d.Blocks, block{Paras: paragraphs(pieces)})
	}
}

// breaks stands for the end of a paragraph among words: a character that no text of
// a report has.
const breaks = " \ufdd0 "

// paragraphs cuts pieces where a paragraph ends in either text.
func paragraphs(pieces []piece) [][]piece {
	out := [][]piece{nil}
	for _, p := range pieces {
		for i, text := range strings.Split(p.Text, strings.TrimSpace(breaks)) {
			if i > 0 {
				out = append(out, nil)
			}
			if text = strings.TrimSpace(text); text != "" {
				out[len(out)-1] = append(out[len(out)-1], piece{visible(text), p.Gone, p.New, p.Glued && i == 0})
			}
		}
	}
	return out
}

func plainParas(text string) (out []string) {
	for _, p := range textLines(text) {
		out = append(out, strings.ReplaceAll(strings.Join(strings.Fields(p.span.In(text)), " "), strings.TrimSpace(breaks), ""))
	}
	return out
}
