package cli

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"time"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/export"
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/petrarch"
	"github.com/parley-reader/parley/internal/plover"
)

// appendPlover appends a line for each event, at any confidence.
func appendPlover(dst []byte, d *doc.Document, c *plover.Coder) []byte {
	at := runes{text: d.Report.Text}
	for i, e := range c.Code(d) {
		event := plover.EventID(d, i)
		l := export.PloverEvent{ID: event, DateFrom: "none", Actor: entities(e.Actor), Recipient: entities(e.Recipient),
			Event: []string{e.Event}, Mode: list(e.Mode), Context: e.Context, EventText: []string{e.Cue.In(d.Report.Text)},
			Quad: e.Quad(), Scale: e.Scale(), Cameo: e.Cameo, Status: e.Status, Text: e.Evidence.In(d.Report.Text),
			TextInfo: export.PloverText{PloverSentence: &export.PloverSentence{
				Sequence: d.SentenceOf(d.TokensIn(e.Cue).First) + 1, Start: at.of(e.Evidence.Start), End: at.of(e.Evidence.End),
			}},
			Cite: export.PloverCite{
				Title: d.Report.Title, URL: d.Report.URL, Publication: d.Report.Outlet, Citation: d.Report.Name, Language: "en", Codebook: export.PloverCodebook,
			},
			Coder: "parley", Span: e.Evidence, Report: d.Report.ID, Confidence: e.Confidence, Why: e.Why}
		if e.Move > 0 {
			id, _ := e.Move.MarshalText()
			l.Move = string(id)
		}
		if e.Place != nil {
			l.Place = &export.PloverPlace{Extracted: e.Place.Name, Country: e.Place.Country}
		}
		if from, to := e.Days(); from != "" {
			l.Date, l.EndDate, l.DateFrom = from, to, "event"
		} else if !d.Report.Published.IsZero() {
			l.Date, l.DateFrom = d.Report.Published.Format(time.DateOnly), "report"
		}
		if b, err := json.Marshal(&l); err == nil { // fails on no value of these types but NaN
			dst = append(append(dst, b...), '\n')
		}
	}
	return dst
}

// runes counts characters up to a byte offset; from one offset to the next is
// mostly not far.
type runes struct {
	text     string
	at, seen int
}

func (r *runes) of(offset int) int {
	if offset < r.at { // back over what the last one counted, not from the start
		r.seen -= utf8.RuneCountInString(r.text[offset:r.at])
	} else {
		r.seen += utf8.RuneCountInString(r.text[r.at:offset])
	}
	r.at = offset
	return r.seen
}

func list(s string) []string {
	if s == "" {
		return []string{}
	}
	return []string{s}
}

func entities(all []plover.Entity) []export.PloverEntity {
	out := []export.PloverEntity{}
	for _, e := range all {
		out = append(out, export.PloverEntity{Code: e.Code, Sector: e.Sector, Text: e.Text, Office: e.Office, Inferred: e.Inferred, Span: &e.Span})
	}
	return out
}

// coder loads the coder of events with the user's lists and dictionaries.
func (a *App) coder(f *readFlags) (*plover.Coder, error) {
	data := []fs.FS{lexicon.Embedded()}
	for _, dir := range f.data {
		data = append(data, os.DirFS(dir))
	}
	lex, err := lexicon.Load(data...)
	if err != nil {
		return nil, fail(Unusable, "", "%w", err)
	}
	c, err := plover.New(lex, plover.Embedded())
	if err != nil {
		return nil, fail(Unusable, "", "%w", err)
	}
	var actors *petrarch.Actors
	for _, path := range f.actors {
		if actors == nil {
			actors = petrarch.NewActors()
		}
		if err := dictionary("--actors", path, actors.Read); err != nil {
			return nil, err
		}
	}
	var verbs *petrarch.Verbs
	if f.verbs != "" {
		err := dictionary("--verbs", f.verbs, func(name string, r io.Reader) (err error) {
			verbs, err = petrarch.ReadVerbs(name, r)
			return err
		})
		if err != nil {
			return nil, err
		}
		for _, note := range verbs.Notes {
			a.say(a.Stderr, note, "")
		}
	}
	return c.WithDictionaries(actors, verbs), nil
}

func dictionary(flag, path string, read func(string, io.Reader) error) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return fail(Unusable, "name a dictionary in the form of PETRARCH", "%s %s: no such file", flag, path)
	}
	if err != nil {
		return fail(Unusable, "", "%s: %w", flag, err)
	}
	defer file.Close()
	if err := read(path, file); err != nil {
		return fail(Unusable, "", "%s: %w", flag, err)
	}
	return nil
}
