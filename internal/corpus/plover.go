package corpus

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// PloverActor is one side of a coded event.
type PloverActor struct {
	Text   string   `json:"actorText"` // words of the sentence, more or less
	Code   string   `json:"code"`      // ISO 3166-1 alpha-3, or IGO, NGO, IMG and the like
	Sector string   `json:"sector"`    // GOV, MIL, REB …; "" when not coded
	Span   doc.Span `json:"-"`         // where Text stands in the sentence; empty when it does not
}

// PloverRecord is one gold record of the PLOVER scheme: a sentence and the one
// event coded in it. Labels are those of the version of 2016.
type PloverRecord struct {
	ID, Date, Text       string
	Event, Mode, Context string // Context may list several, parted by ", "
	EventText            string
	Source, Target       []PloverActor
}

// ReadPlover reads the gold standard records: a JSON array of objects.
// Records that only document the file are left out. A malformed record gives
// an error that names its number, from 1.
func ReadPlover(r io.Reader) ([]PloverRecord, error) {
	dec := json.NewDecoder(r)
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return nil, fmt.Errorf("PLOVER records are a JSON array, not %v (%w)", t, err)
	}
	var out []PloverRecord
	for n := 1; dec.More(); n++ {
		var raw struct {
			ID, Date, Text, Event, Mode, Context, EventText string
			Source, Target                                  json.RawMessage
		}
		if err := dec.Decode(&raw); err != nil {
			return nil, fmt.Errorf("PLOVER record %d: %w", n, err)
		}
		if raw.Event == "DOCUMENT" {
			continue
		}
		rec := PloverRecord{ID: raw.ID, Date: raw.Date, Text: raw.Text, Event: raw.Event, Mode: raw.Mode, Context: raw.Context, EventText: raw.EventText}
		var err error
		if rec.Source, err = ploverActors(raw.Source, rec.Text); err == nil {
			rec.Target, err = ploverActors(raw.Target, rec.Text)
		}
		if err != nil {
			return nil, fmt.Errorf("PLOVER record %d (%s): %w", n, raw.ID, err)
		}
		out = append(out, rec)
	}
	return out, nil
}

// ploverActors reads a list of actors; an empty string stands for none.
func ploverActors(raw json.RawMessage, text string) ([]PloverActor, error) {
	if len(raw) == 0 || raw[0] != '[' {
		return nil, nil
	}
	var all []PloverActor
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	for i := range all {
		if at := strings.Index(text, all[i].Text); at >= 0 && all[i].Text != "" {
			all[i].Span = doc.Span{Start: at, End: at + len(all[i].Text)}
		}
	}
	return all, nil
}
