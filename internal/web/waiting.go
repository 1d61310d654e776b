package web

import (
	"cmp"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// waitingPage is who waits for whom to do what.
type waitingPage struct {
	State   string // the state that is shown alone, "" for all
	States  []kindLink
	Actor   string
	AllURL  string
	Graph   *waitGraph
	Cycles  []string // in words
	Named   []waitRow
	Unnamed []waitRow
	Cut     string
	Looked  string
	More    string
}

// waitRow is one commitment.
type waitRow struct {
	passage
	N        int // its number in the graph, 0 for none
	State    string
	Letter   string
	MarkedBy string
	For      []nameLink // whom it waits for
	Evidence *passage
	MarkURL  string
	clause   string
}

// waitStates are the states of a commitment with their letters.
var waitStates = [...]struct {
	status        doc.ConditionStatus
	value, letter string
	means         string
}{
	{doc.Open, "open", "O", "nothing tells that it was fulfilled or given up"},
	{doc.Met, "met", "M", "a later move of its maker tells that it was done"},
	{doc.Lapsed, "lapsed", "L", "marked by hand: its time is over"},
	{doc.Withdrawn, "withdrawn", "W", "a later move of its maker takes it back"},
}

const waitsShown = 60

func (s *Site) waiting(p *page) error {
	if done, err := p.slid(); done || err != nil {
		return err
	}
	p.Carry = []string{"state"}
	if err := p.bounded(); err != nil {
		return err
	}
	state := p.State.values.Get("state")
	body := &waitingPage{State: state, AllURL: p.within("actor", "")}
	known := state == ""
	for _, x := range waitStates {
		known = known || x.value == state
	}
	if !known {
		return wrong("States are open, met, lapsed, withdrawn.", "No commitment is %q.", brief.Clip(brief.Clean(state), 40))
	}
	list, from, err := s.l.Waits(p.r.Context(), p.ask())
	if err != nil {
		return err
	}
	body.Cut = string(from)
	if len(p.State.Actors) == 1 {
		if body.Actor, err = p.nameOf(p.State.Actors[0]); err != nil {
			return err
		}
	}
	list = body.states(p, list, state)
	if err := body.rows(p, list); err != nil {
		return err
	}
	if len(body.Named)+len(body.Unnamed) == 0 {
		if body.Looked, err = p.lookedThrough(); err != nil {
			return err
		}
	}
	return p.show("waiting", "Waiting on", body)
}

// states counts the states, and leaves those that are asked for.
func (b *waitingPage) states(p *page, list []ledger.Waiting, state string) []ledger.Waiting {
	b.States = []kindLink{{"all", p.within("state", ""), len(list), state == ""}}
	var out []ledger.Waiting
	for _, x := range waitStates {
		n := 0
		for i := range list {
			if list[i].Status == x.status {
				n++
			}
			if list[i].Status == x.status && (state == x.value || state == "") {
				out = append(out, list[i])
			}
		}
		b.States = append(b.States, kindLink{x.value, p.within("state", x.value), n, state == x.value})
	}
	slices.SortStableFunc(out, func(a, c ledger.Waiting) int {
		return cmp.Compare(c.Move.Said.From, a.Move.Said.From)
	})
	return out
}

// rows fills the graph and the lists.
func (b *waitingPage) rows(p *page, list []ledger.Waiting) error {
	most := cmp.Or(p.State.Limit, waitsShown)
	var named, unnamed []ledger.Waiting
	for i := range list {
		if len(list[i].WaitsFor) > 0 {
			named = append(named, list[i])
		} else {
			unnamed = append(unnamed, list[i])
		}
	}
	b.More = p.moreThan(max(len(named), len(unnamed))-1, waitsShown)
	named, unnamed = named[:min(len(named), most)], unnamed[:min(len(unnamed), most)]
	var err error
	if b.Named, err = p.waitRows(named); err != nil {
		return err
	}
	if b.Unnamed, err = p.waitRows(unnamed); err != nil {
		return err
	}
	var edges []waitEdge
	for i := range b.Named {
		b.Named[i].N = i + 1
		edges = append(edges, p.waitEdges(&named[i], &b.Named[i])...)
	}
	if len(edges) > 0 {
		b.Graph = newWaitGraph(edges)
		b.Cycles = b.Graph.cycles
	}
	return nil
}

// waitRows are commitments as rows.
func (p *page) waitRows(list []ledger.Waiting) ([]waitRow, error) {
	var ids []ledger.ActorID
	for i := range list {
		ids = append(append(ids, list[i].Move.By...), list[i].WaitsFor...)
		if e := list[i].Evidence; e != nil {
			ids = append(ids, e.By...)
		}
	}
	if err := p.meet(ids...); err != nil {
		return nil, err
	}
	var out []waitRow
	for i := range list {
		w := &list[i]
		r := waitRow{passage: p.acting(&w.Move), MarkedBy: brief.Clean(w.By)}
		if r.Others = 0; w.Sources > 1 {
			r.Others = w.Sources - 1
		}
		for _, x := range waitStates {
			if x.status == w.Status {
				r.State, r.Letter = x.value, x.letter
			}
		}
		for _, id := range w.WaitsFor {
			if name, u := p.who(id); name != "" {
				r.For = append(r.For, nameLink{name, u})
			}
		}
		if w.Evidence != nil {
			e := p.acting(w.Evidence)
			r.Evidence = &e
			p.place(&r.passage, r.Evidence)
		} else {
			p.place(&r.passage)
		}
		if p.May("correct") {
			r.MarkURL = p.URL("/corrections", "kind", "commitment", "target", w.Move.Key)
		}
		for _, c := range w.Move.Conditions {
			if r.clause == "" {
				r.clause = clauseOf(&c)
			}
		}
		out = append(out, r)
	}
	return out, nil
}

// clauseOf is a condition with the word that it hangs by, where that tells more than
// the order of things.
func clauseOf(c *ledger.Condition) string {
	words := strings.TrimPrefix(wording.QuoteMarks(brief.Clean(c.Words)), "if ")
	switch {
	case c.Necessary:
		return "only if " + words
	case c.Sufficient:
		return "if " + words
	}
	return words
}

// waitEdges are the edges of one commitment: from each maker to each whom it waits
// for.
func (p *page) waitEdges(w *ledger.Waiting, r *waitRow) (out []waitEdge) {
	for _, by := range w.Move.By {
		for _, to := range w.WaitsFor {
			from, fu := p.who(by)
			name, tu := p.who(to)
			if from == "" || name == "" || by == to {
				continue
			}
			out = append(out, waitEdge{from: waitNode{Key: firstOf(p.names[by].Key, from), Name: from, URL: fu}, to: waitNode{Key: firstOf(p.names[to].Key, name), Name: name, URL: tu}, row: r})
		}
	}
	return out
}
