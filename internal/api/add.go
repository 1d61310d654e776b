package api

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"
	"unicode"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/ledger"
)

// manyNews is of how many reports an answer that is kept until its end tells what was
// new in them.
const manyNews = 1000

// addIn tells how reports are added.
type addIn struct {
	Told
	Quiet bool `query:"quiet" doc:"leaves out what is new in each report: quicker for many"`
}

// add adds the reports of a body: one as JSON, many as JSON lines, or a file that
// holds some.
func (s *service) add(q *request[addIn]) {
	if s.o.Intake == nil {
		s.fail(q.w, q.r, problem(http.StatusForbidden, "add reports with parley add", "nothing can be added on this server"))
		return
	}
	media, err := mediaType(q.r)
	if err != nil {
		s.fail(q.w, q.r, err)
		return
	}
	a := &adding{s: s, w: q.w, r: q.r, in: q.in, lines: wanted(q.r) == typeJSONL, out: client.Added{Schema: client.Schema, Answer: "add", Reports: []client.Taken{}}}
	q.w.Header().Set("Cache-Control", "no-store")
	switch media {
	case typeJSON:
		err = a.one()
	case typeJSONL, "application/x-ndjson", "application/ndjson":
		err = a.many()
	default:
		err = a.file()
	}
	if err != nil {
		a.failed(err)
		return
	}
	if !a.lines {
		s.send(q.w, q.r, http.StatusOK, typeJSON, func(w io.Writer) error { return encode(w, &a.out) })
	}
}

// adding is one addition under way.
type adding struct {
	s     *service
	w     http.ResponseWriter
	r     *http.Request
	in    *addIn
	lines bool // each is told at once, as JSON lines
	begun bool // of the answer something is sent
	n     int  // reports that were taken
	out   client.Added
}

// failed ends an addition that cannot go on.
func (a *adding) failed(err error) {
	if !a.begun {
		a.s.fail(a.w, a.r, err)
		return
	}
	a.s.broken(a.w, a.r, err)
}

func (a *adding) one() error {
	given, err := form[client.NewReport](a.s, a.w, a.r, maxReport)
	if err != nil {
		return err
	}
	r, err := a.given(given)
	if err != nil {
		return err
	}
	return a.take(r, nil)
}

// given is a report with its text, fetched where only its address is given.
func (a *adding) given(in *client.NewReport) (doc.Report, error) {
	r, err := reportOf(in)
	if err != nil || strings.TrimSpace(r.Text) != "" {
		return r, err
	}
	if r.URL == "" {
		return r, problem(http.StatusUnprocessableEntity, "give text, or url", "the report has neither text nor address")
	}
	got, err := a.s.o.Intake.Fetch(a.r.Context(), r.URL)
	if err != nil {
		if p := problemOf(err); p == nil && a.r.Context().Err() == nil {
			a.s.o.Log.InfoContext(a.r.Context(), "not fetched", "error", err)
			err = problem(http.StatusUnprocessableEntity, "give the text", "the page of this address cannot be had")
		}
		return r, err
	}
	got.Title, got.Outlet, got.Author = or(r.Title, got.Title), or(r.Outlet, got.Outlet), or(r.Author, got.Author)
	if !r.Published.IsZero() {
		got.Published, got.DateFrom = r.Published, r.DateFrom
	}
	return got, nil
}

// many takes reports as they come, a line each. One that cannot be read is told of,
// and the rest go on.
func (a *adding) many() error {
	if a.lines { // each is told of while the next ones come
		_ = http.NewResponseController(a.w).EnableFullDuplex()
	}
	lines := bufio.NewScanner(http.MaxBytesReader(a.w, a.r.Body, maxMany))
	lines.Buffer(make([]byte, 0, 64<<10), maxReport)
	for lines.Scan() {
		line := bytes.TrimSpace(lines.Bytes())
		if len(line) == 0 {
			continue
		}
		a.patience()
		given, err := decode[client.NewReport](a.s, line)
		var r doc.Report
		if err == nil {
			r, err = a.given(given)
		}
		if err := a.take(r, err); err != nil {
			return err
		}
	}
	err := lines.Err()
	if errors.Is(err, bufio.ErrTooLong) {
		return tooLarge(maxReport)
	}
	if err = unread(err); err == nil && a.n == 0 {
		return problem(http.StatusUnprocessableEntity, "send a JSON object on each line", "no report was sent")
	}
	return err
}

// patience lets an addition go on that takes long.
func (a *adding) patience() {
	c := http.NewResponseController(a.w)
	_ = c.SetReadDeadline(time.Now().Add(streamTime)) // where the server knows deadlines
	_ = c.SetWriteDeadline(time.Now().Add(streamTime))
}

// file takes the reports that a file holds.
func (a *adding) file() error {
	b, err := whole(a.w, a.r, maxFile)
	if err != nil {
		return err
	}
	if len(b) == 0 {
		return problem(http.StatusUnprocessableEntity, "send the file as the body", "the file is empty")
	}
	media, err := mediaType(a.r)
	if err != nil {
		return err
	}
	reports, err := a.s.o.Intake.Open(a.r.Context(), fileName(a.in.Name, media), b)
	if err != nil {
		if problemOf(err) == nil && a.r.Context().Err() == nil {
			a.s.o.Log.InfoContext(a.r.Context(), "not opened", "error", err)
			err = problem(http.StatusUnprocessableEntity, "send text, HTML, PDF or JSON lines", "no report can be read from this file")
		}
		return err
	}
	as, err := reportOf(&client.NewReport{Title: a.in.Title, Outlet: a.in.Outlet, Author: a.in.Author, URL: a.in.URL, Published: a.in.Published})
	if err != nil {
		return err
	}
	for _, r := range reports {
		r.Title, r.Outlet, r.Author, r.URL = or(as.Title, r.Title), or(as.Outlet, r.Outlet), or(as.Author, r.Author), or(as.URL, r.URL)
		if !as.Published.IsZero() {
			r.Published, r.DateFrom = as.Published, as.DateFrom
		}
		if err := a.take(r, nil); err != nil {
			return err
		}
	}
	return nil
}

// fileName names a file after its kind where it has no name.
func fileName(name, media string) string {
	if name = strings.TrimSpace(name); name != "" {
		return name[strings.LastIndexAny(name, `/\`)+1:]
	}
	return "report" + map[string]string{typeText: ".txt", "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf"}[media]
}

// take takes one report, or the reason why there is none. The error ends the
// addition.
func (a *adding) take(r doc.Report, err error) error {
	a.n++
	told := client.Taken{Input: a.n, News: client.News{Schema: client.Schema, New: []string{}, Known: []client.Told{}, Shifts: []client.Shift{}, Conflicts: []client.Conflict{}}}
	if err == nil && !hasWords(r.Text) {
		err = problem(http.StatusUnprocessableEntity, "give a report with text", "no words are in it")
	}
	if err == nil {
		if r.Name == "" && r.URL == "" {
			r.Name = nameOf(r.Text)
		}
		var added ledger.Added
		if added, err = a.s.o.Intake.Take(a.r.Context(), r); err == nil {
			if err := a.s.tell(a.r.Context(), &told, added, a.in.Quiet || !a.lines && a.n > manyNews); err != nil {
				return err
			}
		}
	}
	if err != nil {
		if told.Problem = refused(err); told.Problem == nil || told.Problem.Status >= http.StatusInternalServerError {
			return err
		}
		if a.n == 1 && !a.lines && a.single() {
			return told.Problem
		}
		told.State = client.StateFailed
	}
	return a.count(&told)
}

// single tells whether one report alone was sent.
func (a *adding) single() bool {
	media, err := mediaType(a.r)
	return err == nil && media == typeJSON
}

// refused is why a report was not taken; nil where it is no fault of the report.
func refused(err error) *client.Problem {
	if p := problemOf(err); p != nil {
		return p
	}
	var store *ledger.StoreError
	if errors.As(err, &store) || errors.Is(err, context.Canceled) {
		return nil
	}
	var given interface{ Hint() string }
	if errors.As(err, &given) {
		return problem(http.StatusUnprocessableEntity, given.Hint(), "this report cannot be read")
	}
	return nil
}

// hasWords tells whether there is anything to read in a text.
func hasWords(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// nameOf names a report that has neither address nor name after its text, so that
// the same text is the same report.
func nameOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sent-" + hex.EncodeToString(sum[:6])
}

// tell tells what became of a report.
func (s *service) tell(ctx context.Context, out *client.Taken, a ledger.Added, quiet bool) error {
	out.Version = a.Version
	switch {
	case a.Same:
		out.State = client.StateSame
	case a.Version > 1:
		out.State = client.StateVersion
	case a.Family != 0 && a.Family != a.Report:
		out.State = client.StateCopy
	default:
		out.State = client.StateNew
	}
	if a.Same || quiet {
		list, err := s.l.Store.Reports(ctx, ledger.Query{Reports: []ledger.ReportID{a.Report}})
		for i := range list {
			r := &list[i]
			out.Report = client.Source{Key: r.Key, Outlet: r.Outlet, Title: r.Title, URL: r.URL, Origin: r.Origin, Published: string(r.Published)}
			out.Version = r.Version
		}
		return err
	}
	n, err := s.l.News(ctx, a.Report)
	if err != nil {
		return err
	}
	news, err := answer.New(ctx, s.l).News(n)
	if err == nil {
		out.News = *news
	}
	return err
}

// count counts a report, and tells of it.
func (a *adding) count(t *client.Taken) error {
	switch t.State {
	case client.StateSame:
		a.out.Known++
	case client.StateFailed:
		a.out.Failed++
	default:
		a.out.Added++
		if t.State == client.StateVersion {
			a.out.Versions++
		} else if t.State == client.StateCopy {
			a.out.Copies++
		}
	}
	if !a.lines {
		a.out.Reports = append(a.out.Reports, *t)
		return nil
	}
	if !a.begun {
		a.begun = true
		a.w.Header().Set("Content-Type", typeJSONL)
		a.w.WriteHeader(http.StatusOK)
	}
	if err := encode(a.w, t); err != nil {
		return err
	}
	return http.NewResponseController(a.w).Flush()
}
