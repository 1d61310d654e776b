package api

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/doc"
)

// Told are the parameters that tell of a report whose text is the body.
type Told struct {
	Title     string `query:"title" maxLength:"2000" doc:"of a body that is not JSON: the title"`
	Outlet    string `query:"outlet" maxLength:"500" doc:"of a body that is not JSON: the publisher"`
	Author    string `query:"author" maxLength:"500" doc:"of a body that is not JSON: the author"`
	URL       string `query:"url" maxLength:"4000" doc:"of a body that is not JSON: its address"`
	Name      string `query:"name" maxLength:"1000" doc:"of a body that is not JSON: the name of its file"`
	Published string `query:"published" format:"date" doc:"of a body that is not JSON: the day of publication"`
}

// read reads a report and answers with its record.
func (s *service) read(q *request[Told]) {
	report, err := s.oneReport(q.w, q.r, q.in)
	if err != nil {
		s.fail(q.w, q.r, err)
		return
	}
	d, err := s.record(q.r.Context(), report)
	if err != nil {
		s.fail(q.w, q.r, err)
		return
	}
	q.w.Header().Set("Cache-Control", "no-store")
	s.send(q.w, q.r, http.StatusOK, typeJSON, func(w io.Writer) error {
		_, err := w.Write(append(doc.AppendJSON(nil, d), '\n'))
		return err
	})
}

// record reads a report. As many are read at a time as there are processors.
func (s *service) record(ctx context.Context, r doc.Report) (*doc.Document, error) {
	if s.o.Reader == nil {
		return nil, problem(http.StatusForbidden, "read it with parley read", "this server does not read reports")
	}
	if !hasWords(r.Text) {
		return nil, problem(http.StatusUnprocessableEntity, "give a report with text", "no words are in it")
	}
	select {
	case s.reading <- struct{}{}:
		defer func() { <-s.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	d, err := s.o.Reader.Read(r)
	if err != nil && problemOf(err) == nil {
		err = problem(http.StatusUnprocessableEntity, "give a report with text", "this cannot be read: %s", clip(err.Error()))
	}
	return d, err
}

// oneReport is the report that a body holds: JSON, or the text itself.
func (s *service) oneReport(w http.ResponseWriter, r *http.Request, in *Told) (doc.Report, error) {
	media, err := mediaType(r)
	if err != nil {
		return doc.Report{}, err
	}
	switch media {
	case typeJSON:
		given, err := form[client.NewReport](s, w, r, maxReport)
		if err != nil {
			return doc.Report{}, err
		}
		if strings.TrimSpace(given.Text) == "" {
			return doc.Report{}, problem(http.StatusUnprocessableEntity, "give text", "the report has no text")
		}
		return reportOf(given)
	case typeText:
		b, err := whole(w, r, maxReport)
		if err != nil {
			return doc.Report{}, err
		}
		return textReport(b, in)
	}
	return doc.Report{}, problem(http.StatusUnsupportedMediaType, "send "+typeJSON+" or "+typeText, "%s is not read here", clip(media))
}

// textReport is a report of a text, told of by the parameters.
func textReport(b []byte, in *Told) (doc.Report, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if !utf8.Valid(b) {
		return doc.Report{}, problem(http.StatusBadRequest, "send the body as UTF-8", "the body is not valid UTF-8")
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return doc.Report{}, problem(http.StatusUnprocessableEntity, "send the text as the body", "the report has no text")
	}
	return reportOf(&client.NewReport{Text: string(b), Title: in.Title, Outlet: in.Outlet, Author: in.Author, URL: in.URL, Name: in.Name, Published: in.Published})
}

// reportOf is a report as readers take it.
func reportOf(in *client.NewReport) (doc.Report, error) {
	out := doc.Report{
		Name: strings.TrimSpace(in.Name), Title: strings.TrimSpace(in.Title), Outlet: strings.TrimSpace(in.Outlet), Author: strings.TrimSpace(in.Author),
		URL: strings.TrimSpace(in.URL), Text: strings.ReplaceAll(in.Text, "\r\n", "\n"),
	}
	if out.URL != "" {
		u, err := url.Parse(out.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			return out, problem(http.StatusUnprocessableEntity, "give an address like https://example.com/report, or name", "url is no address of a page")
		}
	}
	if in.Published != "" {
		day, err := time.Parse(time.DateOnly, in.Published)
		if err != nil {
			return out, problem(http.StatusUnprocessableEntity, "write the day as 2025-08-20", "published is no day")
		}
		out.Published, out.DateFrom = day, "given"
	}
	return out, nil
}
