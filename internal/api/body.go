package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"

	"github.com/parley-reader/parley/client"
)

// Bounds of bodies, in bytes.
const (
	maxForm   = 64 << 10  // a correction
	maxReport = 4 << 20   // a report as JSON or text, also as one line of many
	maxFile   = 16 << 20  // a file that holds reports
	maxMany   = 512 << 20 // reports as JSON lines
)

// mediaType is what a body is told to be: JSON where nothing is told.
func mediaType(r *http.Request) (string, error) {
	given := r.Header.Get("Content-Type")
	if given == "" {
		return typeJSON, nil
	}
	form, params, err := mime.ParseMediaType(given)
	if err != nil {
		return "", problem(http.StatusUnsupportedMediaType, "send "+typeJSON, "the content type cannot be read")
	}
	if set := params["charset"]; set != "" && !strings.EqualFold(set, "utf-8") && !strings.EqualFold(set, "us-ascii") {
		return "", problem(http.StatusUnsupportedMediaType, "send the body as UTF-8", "the body is in another coding than UTF-8")
	}
	return form, nil
}

// whole reads a body that may have so many bytes.
func whole(w http.ResponseWriter, r *http.Request, most int64) ([]byte, error) {
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	return b, unread(err)
}

// unread tells why a body could not be read.
func unread(err error) error {
	var big *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &big):
		return tooLarge(big.Limit)
	}
	return problem(http.StatusBadRequest, "send it again", "the body did not come to its end")
}

func tooLarge(limit int64) error {
	const mega, kilo = 1 << 20, 1 << 10
	if limit >= mega {
		return problem(http.StatusRequestEntityTooLarge, "send it in parts", "the body is larger than %d MB", limit/mega)
	}
	return problem(http.StatusRequestEntityTooLarge, "send less", "the body is larger than %d kB", limit/kilo)
}

// form reads a body of JSON into a value, after checking it against its schema.
func form[T any](s *service, w http.ResponseWriter, r *http.Request, most int64) (*T, error) {
	media, err := mediaType(r)
	if err != nil {
		return nil, err
	}
	if media != typeJSON {
		return nil, problem(http.StatusUnsupportedMediaType, "send "+typeJSON, "%s is not taken here", clip(media))
	}
	b, err := whole(w, r, most)
	if err != nil {
		return nil, err
	}
	return decode[T](s, b)
}

// decode reads a value from JSON, after checking it against its schema.
func decode[T any](s *service, b []byte) (*T, error) {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if !utf8.Valid(b) {
		return nil, problem(http.StatusBadRequest, "send the body as UTF-8", "the body is not valid UTF-8")
	}
	var any any
	if err := json.Unmarshal(b, &any); err != nil {
		return nil, notJSON(err)
	}
	schemas := s.huma.OpenAPI().Components.Schemas
	var found huma.ValidateResult
	path := huma.NewPathBuffer([]byte("body"), len("body"))
	huma.Validate(schemas, schemas.Schema(reflect.TypeFor[T](), true, ""), path, huma.ModeWriteToServer, any, &found)
	if len(found.Errors) > 0 {
		p := problem(http.StatusUnprocessableEntity, "see "+specOf+".yaml for what is taken here", "the body does not have the form that is taken here")
		for _, err := range found.Errors {
			var d *huma.ErrorDetail
			if errors.As(err, &d) {
				p.Errors = append(p.Errors, client.Fault{Where: clip(d.Location), What: clip(d.Message), Value: valueOf(d.Value)})
			}
		}
		return nil, p
	}
	out := new(T)
	if err := json.Unmarshal(b, out); err != nil {
		return nil, notJSON(err)
	}
	return out, nil
}

// notJSON tells what is wrong with JSON, without the names of types.
func notJSON(err error) error {
	var at *json.SyntaxError
	if errors.As(err, &at) {
		return problem(http.StatusBadRequest, "send one JSON object", "the body is not JSON: %s, at byte %d", at, at.Offset)
	}
	return problem(http.StatusBadRequest, "send one JSON object", "the body is not the JSON that is taken here")
}
