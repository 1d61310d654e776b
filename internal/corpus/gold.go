package corpus

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Gold is one report's annotation as it is kept beside the report: moves,
// shifts, deadlines and statements, each quoting the report verbatim and naming
// actors by their names.
type Gold struct {
	Doc        string          `json:"doc"`
	Published  string          `json:"published"`
	Outlet     string          `json:"outlet"`
	Moves      []GoldMove      `json:"moves"`
	Shifts     []GoldShift     `json:"shifts"`
	Deadlines  []GoldDeadline  `json:"deadlines"`
	Statements []GoldStatement `json:"statements"`
}

// GoldMove is one annotated move.
type GoldMove struct {
	Act      string   `json:"act"`
	By       []string `json:"by"`
	Via      []string `json:"via"`
	To       []string `json:"to"`
	What     string   `json:"what"`
	If       string   `json:"if,omitempty"`
	When     string   `json:"when,omitempty"`
	Status   string   `json:"status"`
	Cue      string   `json:"cue"`
	Evidence string   `json:"evidence"`
}

// GoldShift is one annotated change of position; To may be empty.
type GoldShift struct {
	Who      string `json:"who"`
	From     string `json:"from"`
	To       string `json:"to"`
	Evidence string `json:"evidence"`
}

// GoldDeadline is one annotated window; From and To are inclusive.
type GoldDeadline struct {
	By     string `json:"by"`
	What   string `json:"what"`
	From   string `json:"from"`
	To     string `json:"to"`
	Phrase string `json:"phrase"`
}

// GoldStatement is one annotated saying; Source holds several names parted by
// "; ", and is empty where the report names nobody.
type GoldStatement struct {
	Source     string   `json:"source"`
	SourceText string   `json:"source_text"`
	Cue        string   `json:"cue"`
	Content    []string `json:"content"`
	Kind       string   `json:"kind"`
}

// ReadGold reads one annotation file. Unknown keys are an error: they are
// nearly always a misspelt field.
func ReadGold(r io.Reader) (*Gold, error) {
	dec := json.NewDecoder(r)
	dec.DisallowUnknownFields()
	var g Gold
	if err := dec.Decode(&g); err != nil {
		return nil, fmt.Errorf("annotation of a report: %w", err)
	}
	return &g, nil
}

// WriteGold writes one annotation file, indented, with the text as it stands.
func WriteGold(w io.Writer, g *Gold) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(g)
}

// GoldOf puts a document's record into the form of an annotation, under the
// given name.
func GoldOf(d *doc.Document, name string) *Gold {
	w := goldWriter{d}
	g := &Gold{Doc: name, Outlet: d.Report.Outlet, Moves: []GoldMove{}, Shifts: []GoldShift{}, Deadlines: []GoldDeadline{}, Statements: []GoldStatement{}}
	if !d.Report.Published.IsZero() {
		g.Published = d.Report.Published.Format("2006-01-02")
	}
	for i := range d.Moves {
		g.Moves = append(g.Moves, w.move(&d.Moves[i]))
	}
	for _, s := range d.Shifts {
		g.Shifts = append(g.Shifts, GoldShift{Who: w.name(s.Actor), From: w.in(s.From), To: w.in(s.To), Evidence: w.in(s.Evidence)})
	}
	for _, t := range d.Deadlines {
		g.Deadlines = append(g.Deadlines, GoldDeadline{By: w.name(t.By), What: w.in(t.What), From: t.From, To: t.To, Phrase: w.in(t.Phrase)})
	}
	for i := range d.Statements {
		g.Statements = append(g.Statements, w.statement(&d.Statements[i]))
	}
	return g
}

type goldWriter struct{ d *doc.Document }

func (w goldWriter) in(s doc.Span) string { return s.In(w.d.Report.Text) }

func (w goldWriter) actor(id doc.ActorID) *doc.Actor {
	if id < 1 || int(id) > len(w.d.Actors) {
		return nil
	}
	return &w.d.Actors[id-1]
}

func (w goldWriter) name(id doc.ActorID) string {
	if a := w.actor(id); a != nil {
		return a.Name
	}
	return ""
}

func (w goldWriter) names(ids []doc.ActorID) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		if n := w.name(id); n != "" {
			out = append(out, n)
		}
	}
	return out
}

func (w goldWriter) move(m *doc.Move) GoldMove {
	g := GoldMove{
		Act: m.Act.String(), By: w.names(m.By), Via: w.names(m.Via), To: w.names(m.To), What: w.in(m.What),
		When: string(m.When), Status: m.Status.String(), Cue: w.in(m.Cue), Evidence: w.in(m.Evidence),
	}
	if n := len(m.If); n > 0 { // one verbatim stretch, so several pieces are covered by one
		g.If = w.in(m.If[0].Cover(m.If[n-1]))
	}
	return g
}

// statement leaves the source empty where it is only described, as the
// guidelines ask, and keeps its words in SourceText.
func (w goldWriter) statement(s *doc.Statement) GoldStatement {
	g := GoldStatement{SourceText: w.in(s.SourceSpan), Cue: w.in(s.Cue), Content: []string{}, Kind: s.Kind.String()}
	var names []string
	for _, id := range s.Sources {
		if a := w.actor(id); a != nil && !a.Unnamed {
			names = append(names, a.Name)
		}
	}
	g.Source = strings.Join(names, "; ")
	for _, c := range s.Content {
		g.Content = append(g.Content, w.in(c))
	}
	return g
}
