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
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/petrarch"
	"github.com/parley-reader/parley/internal/plover"
)

// eventLine is one line of the PLOVER output. Its fields are those that the
// scheme's manual names, and besides what leads back to the report: span,
// report, move, why.
type eventLine struct {
	ID         string       `json:"id"` // report and the number of the event in it
	Date       string       `json:"date"`
	EndDate    string       `json:"enddate,omitempty"`
	DateFrom   string       `json:"date_from"` // "event", "report" or "none"
	Actor      []entityLine `json:"actor"`
	Recipient  []entityLine `json:"recipient"`
	Event      []string     `json:"event"`
	Mode       []string     `json:"mode"`
	Context    []string     `json:"context"`
	Place      *placeLine   `json:"event_loc,omitempty"`
	EventText  []string     `json:"event_text"`
	Quad       int          `json:"quad_code"`
	Scale      float64      `json:"event_scale"`
	Cameo      string       `json:"cameo,omitempty"`
	Status     string       `json:"status,omitempty"`
	Text       string       `json:"text"`
	TextInfo   textLine     `json:"text_info"`
	Cite       citeLine     `json:"cite_info"`
	Coder      string       `json:"coder"`
	Move       string       `json:"move,omitempty"`
	Span       doc.Span     `json:"span"`
	Report     string       `json:"report"`
	Confidence float64      `json:"confidence"`
	Why        string       `json:"why"`
}

type entityLine struct {
	Code     string   `json:"code"`
	Sector   string   `json:"sector"`
	Text     string   `json:"entity_text"`
	Office   string   `json:"office,omitempty"`
	Inferred bool     `json:"inferred,omitempty"`
	Span     doc.Span `json:"span"`
}

type placeLine struct {
	Extracted string `json:"extracted_place"`
	Country   string `json:"country_code,omitempty"`
}

type textLine struct {
	Sequence int `json:"sequence"` // of the sentence, from 1
	Start    int `json:"start"`    // in characters of the report's text
	End      int `json:"end"`
}

type citeLine struct {
	Title       string `json:"title,omitempty"`
	URL         string `json:"url,omitempty"`
	Publication string `json:"publication,omitempty"`
	Citation    string `json:"citation,omitempty"`
	Language    string `json:"language"`
	Codebook    string `json:"codebook"`
}

// appendPlover appends a line for each event, at any confidence.
func appendPlover(dst []byte, d *doc.Document, c *plover.Coder) []byte {
	at := runes{text: d.Report.Text}
	for i, e := range c.Code(d) {
		event := plover.EventID(d, i)
		l := eventLine{ID: event, DateFrom: "none", Actor: entities(e.Actor), Recipient: entities(e.Recipient),
			Event: []string{e.Event}, Mode: list(e.Mode), Context: e.Context, EventText: []string{e.Cue.In(d.Report.Text)},
			Quad: e.Quad(), Scale: e.Scale(), Cameo: e.Cameo, Status: e.Status, Text: e.Evidence.In(d.Report.Text),
			TextInfo: textLine{d.SentenceOf(d.TokensIn(e.Cue).First) + 1, at.of(e.Evidence.Start), at.of(e.Evidence.End)},
			Cite:     citeLine{d.Report.Title, d.Report.URL, d.Report.Outlet, d.Report.Name, "en", "plover-0.8"},
			Coder:    "parley", Span: e.Evidence, Report: d.Report.ID, Confidence: e.Confidence, Why: e.Why}
		if e.Move > 0 {
			id, _ := e.Move.MarshalText()
			l.Move = string(id)
		}
		if e.Place != nil {
			l.Place = &placeLine{e.Place.Name, e.Place.Country}
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

func entities(all []plover.Entity) []entityLine {
	out := []entityLine{}
	for _, e := range all {
		out = append(out, entityLine{e.Code, e.Sector, e.Text, e.Office, e.Inferred, e.Span})
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
