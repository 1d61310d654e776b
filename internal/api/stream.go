package api

import (
	"bufio"
	"io"
	"net/http"
	"time"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/internal/export"
	"github.com/parley-reader/parley/ledger"
)

// streamTime is how long one part of a stream may take to be sent.
const streamTime = time.Minute

// lineStream gives all lines of one kind to a function, page by page.
type lineStream func(w *ledger.Walk, m *answer.Maker, each func(any) error) error

// streamOf is the stream of all lines of a question; nil where it has none.
func (s *service) streamOf(path string) lineStream {
	return map[string]lineStream{
		"events": func(w *ledger.Walk, m *answer.Maker, each func(any) error) error {
			return w.EventsOnce(pagesOf(m, m.Moves, each))
		},
		"statements": func(w *ledger.Walk, m *answer.Maker, each func(any) error) error {
			return w.Statements(pagesOf(m, m.Statements, each))
		},
		"commitments": func(w *ledger.Walk, m *answer.Maker, each func(any) error) error {
			return w.Commitments(pagesOf(m, m.Commitments, each))
		},
		"due": func(w *ledger.Walk, m *answer.Maker, each func(any) error) error {
			return w.Deadlines(pagesOf(m, m.Dues, each))
		},
		"reports": func(w *ledger.Walk, m *answer.Maker, each func(any) error) error {
			return w.Reports(false, pagesOf(m, func(list []ledger.Report) ([]client.Report, error) { return answer.Reports(list), nil }, each))
		},
	}[path]
}

// pagesOf makes wire types of pages and gives each line on.
func pagesOf[L, W any](m *answer.Maker, out func([]L) ([]W, error), each func(any) error) func([]L) error {
	return func(list []L) error {
		m.Forget()
		lines, err := out(list)
		if err != nil {
			return err
		}
		for i := range lines {
			if err := each(&lines[i]); err != nil {
				return err
			}
		}
		return nil
	}
}

// flow is an answer that is sent as it is made. What begins it, status and headers, is
// sent with its first bytes, so that an error before them can be told.
type flow struct {
	w     http.ResponseWriter
	form  string
	begun bool
}

// Write sends bytes, and gives whoever takes them slowly some time.
func (f *flow) Write(b []byte) (int, error) {
	_ = http.NewResponseController(f.w).SetWriteDeadline(time.Now().Add(streamTime)) // where the server knows deadlines
	f.begin()
	return f.w.Write(b)
}

func (f *flow) begin() {
	if !f.begun {
		f.begun = true
		f.w.Header().Set("Content-Type", f.form)
		f.w.WriteHeader(http.StatusOK)
	}
}

// flowBuffer is how many bytes are gathered before they are sent.
const flowBuffer = 32 << 10

// pour sends what write writes, as it comes.
func (s *service) pour(w http.ResponseWriter, r *http.Request, form string, write func(io.Writer) error) {
	f := &flow{w: w, form: form}
	if r.Method == http.MethodHead {
		f.begin()
		return
	}
	b := bufio.NewWriterSize(f, flowBuffer)
	err := write(b)
	switch {
	case err == nil:
		if b.Flush() == nil {
			f.begin()
		}
	case !f.begun:
		s.fail(w, r, err)
	case form == typeJSONL:
		_ = b.Flush()
		s.broken(w, r, err)
	default:
		s.o.Log.ErrorContext(r.Context(), "answer broken off", "path", r.URL.Path, "error", err)
		panic(http.ErrAbortHandler) // so that nobody takes a part for the whole
	}
}

// broken ends JSON lines that cannot go on with a line that tells why.
func (s *service) broken(w io.Writer, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return
	}
	p := problemOf(err)
	if p == nil {
		s.o.Log.ErrorContext(r.Context(), "answer broken off", "path", r.URL.Path, "error", err)
		p = problem(http.StatusInternalServerError, "try again; the server's log tells what it was", "something went wrong here")
	}
	_ = encode(w, client.Broken{Schema: client.Schema, Error: p})
}

// lines sends all lines within the bounds, with as little memory as one page of them
// takes.
func (s *service) lines(w http.ResponseWriter, r *http.Request, b *Bounds, all lineStream) {
	if s.fresh(w, r, typeJSONL+" all") {
		return
	}
	ask, err := s.ask(b)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	walk, err := s.l.Walk(r.Context(), ask)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.pour(w, r, typeJSONL, func(out io.Writer) error {
		return all(walk, answer.New(r.Context(), s.l), func(line any) error {
			if err := r.Context().Err(); err != nil {
				return err
			}
			return encode(out, line)
		})
	})
}

// exportIn tells what is exported, and how.
type exportIn struct {
	As       string `query:"as" required:"true" enum:"jsonl,plover,ris,bibtex,ktab,md,html" doc:"the form: all tables as JSON lines, events in the PLOVER scheme, reports for a reference manager, an issue for KTAB, or a state of play to read"`
	Issue    string `query:"issue" maxLength:"500" doc:"of ktab: the issue of the dossier, or the proposal"`
	FullText bool   `query:"full-text" doc:"also the texts of the reports, which belong to others"`
	Bounds
}

// exportTypes are the media types of the forms of export, and how their files end.
var exportTypes = map[string][2]string{
	"jsonl": {typeJSONL, "jsonl"}, "plover": {typeJSONL, "jsonl"}, "ris": {"application/x-research-info-systems", "ris"}, "bibtex": {"application/x-bibtex", "bib"},
	"ktab": {"text/csv; charset=utf-8", "csv"}, "md": {"text/markdown; charset=utf-8", "md"}, "html": {"text/html; charset=utf-8", "html"},
}

// export sends an export as it is made.
func (s *service) export(q *request[exportIn]) {
	form := exportTypes[q.in.As]
	if s.fresh(q.w, q.r, form[0]) {
		return
	}
	ask, err := s.ask(&q.in.Bounds)
	if err == nil && q.in.After != "" {
		err = notOurs()
	}
	if err != nil {
		s.fail(q.w, q.r, err)
		return
	}
	ask.Limit = q.in.Limit
	h := q.w.Header()
	h.Set("Content-Disposition", `attachment; filename="parley.`+form[1]+`"`)
	s.pour(q.w, q.r, form[0], func(w io.Writer) error {
		o := export.Options{As: export.Format(q.in.As), Out: "-", Stdout: w, FullText: q.in.FullText, Now: s.o.Now(), Reader: s.o.Version, Scheme: s.o.Scheme, Issue: q.in.Issue}
		_, err := export.Write(q.r.Context(), s.l, ask, o)
		return err
	})
}
