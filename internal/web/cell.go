package web

import (
	"cmp"
	"net/http"
	"strings"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// cellPage is what lies behind a cell, or behind a row: its passages, the newest
// first.
type cellPage struct {
	Label, Actor, Kind string
	Option             string // "venue Budapest", of a cell of an option
	RowURL, TableURL   string
	Now                []cellPassage // the latest words of each voice
	Before             []cellPassage
	Turns              int // changes of stance
	More               bool
	New                string     // the day from which passages are marked as new
	Last               *shiftCase // the latest change, side by side
	AllURL             string     // the page of changes
}

// cellPassage is a passage with what its voice said of the thing before.
type cellPassage struct {
	passage
	Was *stance // the stance that it turned from, nil where it did not
	New bool
}

func (s *Site) cell(p *page) error {
	if p.State.Proposal == "" {
		return wrong("Click a cell of the table.", "No proposal is named.")
	}
	p.Carry = []string{"option", "new"}
	if done, err := p.slid(); done || err != nil {
		return err
	}
	if err := p.bounded(); err != nil {
		return err
	}
	h, err := s.l.History(p.r.Context(), p.ask())
	if err != nil {
		return err
	}
	since := p.State.values.Get("new")
	body := &cellPage{
		Label: wording.Title(h.Row.Label), Kind: h.Row.Kind.String(), Turns: h.Turns, More: h.More, New: since,
		RowURL: p.URL("/cell", "proposal", h.Row.Key, "new", since), TableURL: p.URL("/table", "new", since),
	}
	if len(p.State.Actors) == 1 {
		body.Actor = brief.Clean(p.State.Actors[0])
	}
	if err := p.optionOf(h, body); err != nil {
		return err
	}
	turns, err := p.turnsOf(h, body)
	if err != nil {
		return err
	}
	if err := p.passages(h, body, turns); err != nil {
		return err
	}
	title := body.Label
	if body.Option != "" {
		title += ", " + body.Option
	}
	if body.Actor != "" {
		title = body.Actor + ": " + title
	}
	return p.show("cell", title, body)
}

// optionOf keeps the passages on one option, where the address names one by its key.
func (p *page) optionOf(h *ledger.History, body *cellPage) error {
	key := p.State.values.Get("option")
	if key == "" {
		return nil
	}
	of := []ledger.ProposalID{}
	if h.Row.ID != 0 {
		of = append(of, h.Row.ID)
	}
	for i := range h.Stands {
		of = append(of, h.Stands[i].Proposal)
	}
	options, err := p.site.l.Store.Options(p.r.Context(), of)
	if err != nil {
		return err
	}
	is := map[ledger.OptionID]bool{}
	for i := range options {
		if o := &options[i]; o.Key == key {
			is[o.ID] = true
			body.Option = strings.TrimSpace(o.Kind.String() + " " + wording.QuoteMarks(brief.Clean(o.Value)))
		}
	}
	if len(is) == 0 {
		return &fault{http.StatusNotFound, "The proposal has no such option.", "The table shows the options of each."}
	}
	kept := h.Stands[:0]
	for i := range h.Stands {
		if is[h.Stands[i].Option] {
			kept = append(kept, h.Stands[i])
		}
	}
	h.Stands = kept
	return nil
}

// turnsOf are the changes of stance among the passages, by the key of the line that
// was said after; the latest is shown side by side.
func (p *page) turnsOf(h *ledger.History, body *cellPage) (map[string]*ledger.ShiftLink, error) {
	if h.Turns == 0 || len(h.Stands) < 2 {
		body.Turns = 0
		return nil, nil
	}
	ask := p.ask()
	ask.Actors = nil // a column holds what its delegates say
	if h.Row.ID == 0 {
		ask.Proposal = "" // an issue: all its proposals
	}
	list, err := p.site.l.Shifts(p.r.Context(), ask)
	if err != nil {
		return nil, err
	}
	here := map[string]bool{}
	for i := range h.Stands {
		here[h.Stands[i].Key] = true
	}
	turns := map[string]*ledger.ShiftLink{}
	var last *ledger.ShiftLink
	for i := range list {
		x := &list[i]
		if x.Told != nil || !here[x.From.Key] || !here[x.To.Key] {
			continue
		}
		turns[x.To.Key] = x
		last = cmp.Or(last, x) // they come the newest first
	}
	body.Turns = max(len(turns), 0)
	if body.Option == "" {
		body.Turns = max(body.Turns, h.Turns)
	}
	if last == nil {
		return turns, nil
	}
	if err := p.meetShifts([]*ledger.ShiftLink{last}); err != nil {
		return nil, err
	}
	c := p.shiftCase(last)
	body.Last, body.AllURL = &c, p.URL("/shifts")
	return turns, nil
}

// passages fills in the passages: of each voice on each thing the latest, then those before.
func (p *page) passages(h *ledger.History, body *cellPage, turns map[string]*ledger.ShiftLink) error {
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
	seen := map[[3]int64]bool{}
	for i := range h.Stands {
		x := &h.Stands[i]
		line := cellPassage{passage: p.standing(x), New: isNew(x, body.New)}
		if t := turns[x.Key]; t != nil {
			line.Was = stanceOf(t.From.Stance)
		}
		p.place(&line.passage)
		k := [3]int64{int64(x.By), int64(x.Proposal), int64(x.Option)}
		if seen[k] {
			body.Before = append(body.Before, line)
		} else {
			seen[k] = true
			body.Now = append(body.Now, line)
		}
	}
	return nil
}
