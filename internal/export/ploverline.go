package export

import "github.com/parley-reader/parley/doc"

// PloverCodebook names the version of the scheme.
const PloverCodebook = "plover-0.8"

// PloverEvent is one line of events in the PLOVER scheme, of a report that was read
// or of a ledger. Its fields are those that the scheme's manual names, and besides
// what leads back to the report: Move, Span, Report, Why. A ledger does not keep
// all: what it lacks is left out of its lines.
type PloverEvent struct {
	ID         string         `json:"id"` // report and the number of the event in it; of a ledger the key of the move
	Date       string         `json:"date"`
	EndDate    string         `json:"enddate,omitempty"`
	DateFrom   string         `json:"date_from"` // "event", "report" or "none"
	Actor      []PloverEntity `json:"actor"`
	Recipient  []PloverEntity `json:"recipient"`
	Event      []string       `json:"event"`
	Mode       []string       `json:"mode"`
	Context    []string       `json:"context"`
	Place      *PloverPlace   `json:"event_loc,omitempty"`
	EventText  []string       `json:"event_text"`
	Quad       int            `json:"quad_code"`
	Scale      float64        `json:"event_scale"`
	Cameo      string         `json:"cameo,omitempty"`
	Status     string         `json:"status,omitempty"`
	Text       string         `json:"text"`
	TextInfo   PloverText     `json:"text_info"`
	Cite       PloverCite     `json:"cite_info"`
	Coder      string         `json:"coder"`
	Move       string         `json:"move,omitempty"`
	Span       doc.Span       `json:"span"` // bytes of the report's text
	Report     string         `json:"report"`
	Confidence float64        `json:"confidence"`
	Why        string         `json:"why"`
}

// PloverEntity is an actor or a recipient of an event.
type PloverEntity struct {
	Code     string    `json:"code"`
	Sector   string    `json:"sector"`
	Text     string    `json:"entity_text"`
	Office   string    `json:"office,omitempty"`
	Inferred bool      `json:"inferred,omitempty"`
	Actor    string    `json:"actor,omitempty"` // its key in a ledger
	Span     *doc.Span `json:"span,omitempty"`  // nil of a ledger
}

// PloverPlace is where an event happened, as the report names it.
type PloverPlace struct {
	Extracted string `json:"extracted_place"`
	Country   string `json:"country_code,omitempty"`
}

// PloverText is where the text of an event stands.
type PloverText struct {
	Paragraph       int `json:"paragraph,omitempty"` // from 1; 0 where it is not known
	*PloverSentence     // nil of a ledger
}

// PloverSentence is the place of a sentence in a report.
type PloverSentence struct {
	Sequence int `json:"sequence"` // from 1
	Start    int `json:"start"`    // in characters of the report's text
	End      int `json:"end"`
}

// PloverCite is the report that an event stands in.
type PloverCite struct {
	Title       string `json:"title,omitempty"`
	URL         string `json:"url,omitempty"`
	Publication string `json:"publication,omitempty"`
	Citation    string `json:"citation,omitempty"`
	Language    string `json:"language,omitempty"`
	Codebook    string `json:"codebook"`
	Published   string `json:"published,omitempty"`
	Copies      int    `json:"copies,omitempty"` // other reports of the same text in a ledger
}
