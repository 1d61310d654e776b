package api

import (
	"net/http"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// Bounds of answers.
const (
	maxLimit   = 1000 // lines of a page
	tableLimit = 50
	lineLimit  = 200
)

// Bounds are the parameters that every question takes. All are optional.
type Bounds struct {
	AsOf     string   `query:"as-of" format:"date" doc:"answer as of the end of this day: from what was learned and said by then"`
	Since    string   `query:"since" format:"date" doc:"only what was said on this day or later"`
	Until    string   `query:"until" format:"date" doc:"only what was said on this day or earlier"`
	Dossier  string   `query:"dossier" maxLength:"200" doc:"only what belongs to the dossier of this name, see /api/v1/dossiers"`
	Actors   []string `query:"actor,explode" maxItems:"20" doc:"only what this actor says, does or is told; may be given again"`
	Proposal string   `query:"proposal" maxLength:"2000" doc:"only the proposals with these words in their label, or the one of this key"`
	Least    float64  `query:"min-confidence" minimum:"0" maximum:"1" doc:"only what stands at this confidence or above; 0, the default, gives all"`
	Paged
}

// Paged are the parameters of what comes in pages.
type Paged struct {
	Limit int    `query:"limit" minimum:"1" maximum:"1000" doc:"at most so many lines on a page; 200 where none is given, 50 rows of a table"`
	After string `query:"after" maxLength:"3000" doc:"goes on where a page ended: take it from the next of that page"`
}

// ask makes the question. Its limit is left to each answer.
func (s *service) ask(b *Bounds) (ledger.Ask, error) {
	a := ledger.Ask{Since: ledger.Day(b.Since), Until: ledger.Day(b.Until), Actors: b.Actors, Proposal: b.Proposal, Least: b.Least}
	if !(b.Least >= 0 && b.Least <= 1) { // not a number is neither
		return a, problem(http.StatusUnprocessableEntity, "give a number from 0 to 1, like 0.9", "min-confidence is out of range")
	}
	if b.AsOf != "" {
		day, err := time.Parse(time.DateOnly, b.AsOf)
		if err != nil {
			return a, problem(http.StatusUnprocessableEntity, "write the day as 2025-08-20", "as-of is no day")
		}
		a.AsOf = day.Add(24*time.Hour - time.Millisecond)
	}
	var err error
	a.Dossier, err = s.dossier(b.Dossier)
	return a, err
}

// dossier is the one of a name; nil where none is named.
func (s *service) dossier(name string) (*ledger.Dossier, error) {
	if name == "" {
		return nil, nil
	}
	var known []string
	for _, d := range s.o.Dossiers {
		if d.Name == name {
			return d, nil
		}
		known = append(known, d.Name)
	}
	do := "this server offers none"
	if len(known) > 0 {
		do = "choose one" + choices(known)
	}
	return nil, problem(http.StatusNotFound, do, "no dossier is named %q", clip(name))
}

// size is how many lines a page has.
func (p *Paged) size(otherwise int) int {
	if p.Limit > 0 {
		return p.Limit
	}
	return otherwise
}
