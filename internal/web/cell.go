package web

import (
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// cellPage is what lies behind a cell, or behind a row: its passages, the newest
// first.
type cellPage struct {
	Label, Actor, Kind string
	RowURL, ActorURL   string
	Now                []passage // the latest words of each voice
	Before             []passage
	Turns              int
	More               bool
	Course             *course
}

func (s *Site) cell(p *page) error {
	if p.State.Proposal == "" {
		return wrong("Click a cell of the table.", "No proposal is named.")
	}
	if err := p.bounded(); err != nil {
		return err
	}
	ask := p.ask()
	h, err := s.l.History(p.r.Context(), ask)
	if err != nil {
		return err
	}
	var ids []ledger.ActorID
	var keys []string
	for i := range h.Stands {
		ids, keys = append(ids, h.Stands[i].By, h.Stands[i].Actor), append(keys, h.Stands[i].Move)
	}
	if err := p.meet(ids...); err != nil {
		return err
	}
	if err := p.rest(keys); err != nil {
		return err
	}
	body := &cellPage{Label: wording.Title(h.Row.Label), Kind: h.Row.Kind.String(), Turns: h.Turns, More: h.More, RowURL: p.URL("/cell", "proposal", h.Row.Key)}
	if len(p.State.Actors) == 1 {
		body.Actor = p.State.Actors[0]
	}
	seen := map[[3]int64]bool{}
	for i := range h.Stands {
		x := &h.Stands[i]
		k := [3]int64{int64(x.By), int64(x.Proposal), int64(x.Option)}
		if seen[k] {
			body.Before = append(body.Before, p.standing(x))
		} else {
			seen[k] = true
			body.Now = append(body.Now, p.standing(x))
		}
	}
	title := body.Label
	if body.Actor != "" {
		title = body.Actor + ": " + title
	}
	return p.show("cell", title, body)
}
