package web

import (
	"cmp"
	"context"
	"crypto/sha256"
	_ "embed" // for the sample
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// Bounds of what a form may send, in bytes.
const (
	maxText = 4 << 20
	maxFile = 16 << 20
)

// sample is a report of our own, for who has none at hand.
//
//go:embed sample/istanbul-2025-05-16.txt
var sample []byte

// sampleName is what the sample is called.
const sampleName = "istanbul-2025-05-16.txt"

// pasted begins the name of a report that was pasted and tells no address.
const pasted = "pasted "

// addPage is the box that a report is pasted or dropped into.
type addPage struct {
	Empty                             bool // the ledger holds nothing yet
	Text, Address, Title, Outlet, Day string
	Sample                            bool   // the sample was asked for
	FileLost                          bool   // a file was sent, which the form cannot hold again
	Problem                           *fault // of what was sent
}

// add shows the box, and takes what it sends.
func (s *Site) add(p *page) error {
	if s.o.Intake == nil {
		return &fault{http.StatusForbidden, "Nothing can be added here.", "Add reports with parley add."}
	}
	n, err := s.span(p.r.Context())
	if err != nil {
		return err
	}
	body := &addPage{Empty: n.reports == 0}
	if p.r.Method != http.MethodPost {
		return p.show("add", "Add a report", body)
	}
	if err := body.read(p); err != nil {
		return err
	}
	added, err := s.take(p, body)
	switch {
	case errors.Is(err, context.Canceled):
		return err
	case err != nil: // nobody should have to paste it again
		body.Problem = s.explain(p.r, err)
		if err := p.show("add", "Add a report", body); err != nil {
			return err
		}
		return p.render(body.Problem.Status)
	case len(added) == 1:
		return p.toReport(added[0])
	}
	return p.goTo(p.URL("/reports"))
}

// toReport leads to the page of what was added, which tells what is new in it.
func (p *page) toReport(a ledger.Added) error {
	list, err := p.site.l.Store.Reports(p.r.Context(), ledger.Query{Reports: []ledger.ReportID{a.Report}})
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return errNoPage
	}
	return p.goTo(p.URL("/report/"+list[0].Key, "as-of", ""))
}

// read takes the fields of the form.
func (b *addPage) read(p *page) error {
	p.r.Body = http.MaxBytesReader(p.w, p.r.Body, maxText+maxFile+1<<16)
	if err := p.r.ParseMultipartForm(maxText); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		var big *http.MaxBytesError
		if errors.As(err, &big) {
			return &fault{http.StatusRequestEntityTooLarge, "This is too much at a time.", "Add one report, of at most 16 MB; a whole folder is added with parley add."}
		}
		return wrong("Send the form again.", "The form cannot be read.")
	}
	f := p.r.PostForm
	b.Sample = f.Get("sample") == "1"
	b.Text, b.Address, b.Title, b.Outlet, b.Day = f.Get("text"), strings.TrimSpace(f.Get("address")), strings.TrimSpace(f.Get("title")), strings.TrimSpace(f.Get("outlet")), f.Get("day")
	return nil
}

// take adds what the form sent: a text, else a file, else an address.
func (s *Site) take(p *page, b *addPage) ([]ledger.Added, error) {
	reports, err := b.reports(p, s.o.Intake)
	if err != nil {
		return nil, err
	}
	var all []ledger.Added
	for _, r := range reports {
		a, err := s.o.Intake.Take(p.r.Context(), r)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	return all, nil
}

// reports are those that a form holds, with the title, outlet and day that it
// tells in the place of theirs.
func (b *addPage) reports(p *page, in Intake) ([]doc.Report, error) {
	var day time.Time
	if b.Day != "" {
		var err error
		if day, err = time.Parse(time.DateOnly, b.Day); err != nil {
			return nil, wrong("Write the day as 2025-08-20.", "%q is no day.", b.Day)
		}
	}
	list, err := b.given(p, in)
	if err != nil {
		return nil, err
	}
	for i := range list {
		r := &list[i]
		r.Title, r.Outlet = cmp.Or(b.Title, r.Title), cmp.Or(b.Outlet, r.Outlet)
		if !day.IsZero() {
			r.Published, r.DateFrom = day, "given"
		}
		guess(r)
	}
	return list, nil
}

// given are the reports as they were sent.
func (b *addPage) given(p *page, in Intake) ([]doc.Report, error) {
	if b.Sample {
		return in.Open(p.r.Context(), sampleName, sample)
	}
	name, content, err := dropped(p.r)
	b.FileLost = content != nil
	switch {
	case err != nil:
		return nil, err
	case strings.TrimSpace(b.Text) != "":
		return b.pasted(p, in)
	case content != nil:
		return in.Open(p.r.Context(), name, content)
	case b.Address != "":
		r, err := in.Fetch(p.r.Context(), b.Address)
		return []doc.Report{r}, err
	}
	return nil, wrong("Paste a report, drop a file, or give an address.", "Nothing was sent.")
}

// pasted are the reports of the text: it may begin with lines like "Title: …", or be
// the source of a page. What cannot be opened so is taken as it is.
func (b *addPage) pasted(p *page, in Intake) ([]doc.Report, error) {
	if len(b.Text) > maxText {
		return nil, &fault{http.StatusRequestEntityTooLarge, "This text is too long.", "A report has at most 4 MB here."}
	}
	if !utf8.ValidString(b.Text) {
		return nil, wrong("Paste it again, or drop the file.", "The text is not valid UTF-8.")
	}
	text := strings.ReplaceAll(b.Text, "\r\n", "\n")
	list, err := in.Open(p.r.Context(), "pasted.txt", []byte(text))
	if err != nil || len(list) == 0 {
		if err := p.r.Context().Err(); err != nil {
			return nil, err
		}
		list = []doc.Report{{Text: text}}
	}
	if len(list) == 1 {
		list[0].Name, list[0].URL = pastedName(text), cmp.Or(b.Address, list[0].URL)
	}
	return list, nil
}

// pastedName names a text that was pasted. The same text has the same name, another
// one another: two of one name would be versions of one report.
func pastedName(text string) string {
	d := sha256.Sum256([]byte(text))
	return pasted + hex.EncodeToString(d[:4])
}

// dropped is the file of a form; nil where there is none.
func dropped(r *http.Request) (string, []byte, error) {
	f, h, err := r.FormFile("file")
	if err != nil || h.Size == 0 {
		return "", nil, nil // a form without one is as good
	}
	defer f.Close()
	if h.Size > maxFile {
		return "", nil, &fault{http.StatusRequestEntityTooLarge, "This file is too big.", "A file has at most 16 MB here; parley add takes bigger ones."}
	}
	b, err := io.ReadAll(f)
	return h.Filename, b, err
}
