package api

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/parley-reader/parley/client"
)

// The media types.
const (
	typeJSON  = "application/json"
	typeJSONL = "application/jsonl"
	typeText  = "text/plain"
)

// jsonFormat is how values are written: "<" stays as it is, no answer is part of a
// page.
func jsonFormat() huma.Format {
	return huma.Format{Marshal: func(w io.Writer, v any) error { return encode(w, v) }, Unmarshal: json.Unmarshal}
}

func encode(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// wanted is the media type that a caller wants, which the guard left of what it
// accepts: JSON, or JSON lines.
func wanted(r *http.Request) string { return r.Header.Get("Accept") }

// accepted is the one of JSON and JSON lines that a caller wants more, JSON where it
// wants neither. What cannot be read of the header is passed over.
func accepted(header []string) string {
	best, form := 0.0, typeJSON
	for part := range strings.SplitSeq(strings.Join(header, ","), ",") {
		media, params, err := mime.ParseMediaType(part)
		if err != nil {
			continue
		}
		q := 1.0
		if s, ok := params["q"]; ok {
			if q, err = strconv.ParseFloat(s, 64); err != nil || !(q >= 0 && q <= 1) {
				continue
			}
		}
		switch media {
		case typeJSONL, "application/x-ndjson", "application/ndjson":
			media = typeJSONL
		case typeJSON, "application/*", "*/*":
			media = typeJSON
		default:
			continue
		}
		if q > best {
			best, form = q, media
		}
	}
	return form
}

// fresh tags an answer that is to be made, and tells whether the caller has it
// already; then all is sent. The tag hangs on the state of the ledger, the question
// and, since what is due hangs on it, the day.
func (s *service) fresh(w http.ResponseWriter, r *http.Request, form string) (done bool) {
	h := w.Header()
	h.Set("Vary", "Accept, Authorization")
	h.Set("Cache-Control", "private, no-cache")
	if s.o.Revision == nil {
		return false
	}
	revision, err := s.o.Revision(r.Context())
	if err != nil {
		s.o.Log.WarnContext(r.Context(), "no entity tag", "error", err)
		return false
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{revision, s.state, s.o.Now().UTC().Format(time.DateOnly), form, r.URL.Path, r.URL.RawQuery}, "\x00")))
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	h.Set("ETag", tag)
	if !matches(r.Header.Get("If-None-Match"), tag) {
		return false
	}
	w.WriteHeader(http.StatusNotModified)
	return true
}

// matches tells whether a list of entity tags holds one, as weak tags are compared.
func matches(list, tag string) bool {
	for one := range strings.SplitSeq(list, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == tag || one == "*" {
			return true
		}
	}
	return false
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// keepBuffer bounds the buffers that are kept for the next answer.
const keepBuffer = 1 << 20

// send sends an answer as a whole.
func (s *service) send(w http.ResponseWriter, r *http.Request, status int, form string, write func(io.Writer) error) {
	b, ok := buffers.Get().(*bytes.Buffer)
	if !ok {
		b = new(bytes.Buffer)
	}
	defer func() {
		if b.Cap() <= keepBuffer {
			b.Reset()
			buffers.Put(b)
		}
	}()
	if err := write(b); err != nil {
		s.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", form)
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(b.Bytes()) // whoever is gone needs no answer
	}
}

// answerTo makes the answer to a question, in the form that the caller wants.
func answerTo[A, L any](s *service, w http.ResponseWriter, r *http.Request, ask func(context.Context) (*client.Answer[A, L], error)) {
	form := wanted(r)
	if s.fresh(w, r, form) {
		return
	}
	a, err := ask(r.Context())
	if err != nil {
		s.fail(w, r, err)
		return
	}
	a.Schema = client.Schema
	if a.Lines == nil {
		a.Lines = []L{}
	}
	if a.Next != "" {
		w.Header().Set("Link", "<"+a.Next+`>; rel="next"`)
	}
	s.send(w, r, http.StatusOK, form, func(out io.Writer) error {
		if form != typeJSONL {
			return encode(out, a)
		}
		for i := range a.Lines {
			if err := encode(out, &a.Lines[i]); err != nil {
				return err
			}
		}
		return nil
	})
}
