package web

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// actorsPage is who acts on whom: a network, and the same as a table.
type actorsPage struct {
	Families []kindLink
	Net      *network
	Heads    []family
	Pairs    []pairRow
	MoreURL  string
	Moves    int
	Unnamed  int
	Cut      string
	Looked   string
	From, To string // names of the pair whose moves are listed
	Towards  []passage
	Older    string
	BackURL  string
}

// family is a group of acts, told apart by a letter, a line and a colour.
type family struct {
	Value, Label, Letter string
	Means                string
	acts                 []doc.Act
}

// families are the groups of acts, from giving to fighting, as the four quarters of
// the scheme for events are.
var families = [...]family{
	{"cooperate", "cooperate", "C", "agree, support, offer, concede, aid", []doc.Act{doc.Agree, doc.Support, doc.Offer, doc.Concede, doc.Aid}},
	{"talk", "talk", "T", "meet, propose, expect", []doc.Act{doc.Meet, doc.Propose, doc.Expect}},
	{"demand", "demand", "D", "demand, reject, doubt, accuse, leave", []doc.Act{doc.Demand, doc.Reject, doc.Doubt, doc.Accuse, doc.Leave}},
	{"fight", "threaten and fight", "F", "threaten, coerce, fight", []doc.Act{doc.Threaten, doc.Coerce, doc.Fight}},
}

// familyOf is the place of the group of an act; -1 where it has none.
func familyOf(a doc.Act) int {
	return slices.IndexFunc(families[:], func(f family) bool { return slices.Contains(f.acts, a) })
}

// pairRow is one pair of the table.
type pairRow struct {
	From, To       string
	FromURL, ToURL string
	URL            string // of its moves
	Moves          int
	Counts         [len(families)]int
	First, Last    string
}

const (
	pairsShown = 60
	nodesMost  = 40
	edgesMost  = 140
)

func (s *Site) actors(p *page) error {
	if done, err := p.slid(); done || err != nil {
		return err
	}
	p.Carry = []string{"act", "from", "to"}
	if err := p.bounded(); err != nil {
		return err
	}
	act := p.State.values.Get("act")
	chosen := slices.IndexFunc(families[:], func(f family) bool { return f.Value == act })
	if act != "" && chosen < 0 {
		return wrong("Choose one of the kinds of act on the page “Actors”.", "No kind of act is called %q.", brief.Clip(brief.Clean(act), 40))
	}
	ask := p.ask()
	ask.Limit = 0
	n, err := s.l.Network(p.r.Context(), ask)
	if err != nil {
		return err
	}
	for id, a := range n.Names {
		p.names[id] = a
	}
	body := &actorsPage{Moves: n.Moves, Unnamed: n.Unnamed, Cut: string(n.From), Heads: families[:]}
	body.count(p, n, chosen)
	if body.Net == nil {
		if body.Looked, err = p.lookedThrough(); err != nil {
			return err
		}
	}
	if err := body.between(p, chosen); err != nil {
		return err
	}
	title := "Who acts on whom"
	if body.From != "" {
		title = body.From + " towards " + body.To
	}
	return p.show("actors", title, body)
}

// count fills the network and the table with the pairs of a family of acts, of all
// where chosen is below 0.
func (b *actorsPage) count(p *page, n *ledger.Network, chosen int) {
	var all [len(families)]int
	var edges []netEdge
	for i := range n.Pairs {
		x := &n.Pairs[i]
		r := pairRow{First: string(x.First), Last: string(x.Last)}
		for a, k := range x.Acts {
			if f := familyOf(a); f >= 0 {
				r.Counts[f] += k
				all[f] += k
			}
		}
		for f, k := range r.Counts {
			if chosen < 0 || chosen == f {
				r.Moves += k
			}
		}
		from, to := n.Names[x.From], n.Names[x.To]
		if r.Moves == 0 || from.Key == "" || to.Key == "" {
			continue
		}
		r.From, r.FromURL = p.who(x.From)
		r.To, r.ToURL = p.who(x.To)
		r.URL = p.within("from", from.Key, "to", to.Key, "after", "", "limit", "", "#", "moves")
		b.Pairs = append(b.Pairs, r)
		edges = append(edges, netEdge{from: netNode{Key: from.Key, Name: r.From, URL: r.FromURL}, to: netNode{Key: to.Key, Name: r.To, URL: r.ToURL}, row: &r})
	}
	slices.SortStableFunc(b.Pairs, func(x, y pairRow) int { return y.Moves - x.Moves })
	slices.SortStableFunc(edges, func(x, y netEdge) int { return y.row.Moves - x.row.Moves })
	b.Families = []kindLink{{"all", p.within("act", "", "after", ""), all[0] + all[1] + all[2] + all[3], chosen < 0}}
	for i, f := range families {
		b.Families = append(b.Families, kindLink{f.Label, p.within("act", f.Value, "after", ""), all[i], chosen == i})
	}
	if len(edges) > 0 {
		b.Net = newNetwork(edges, chosen)
	}
	shown := cmp.Or(p.State.Limit, pairsShown)
	if len(b.Pairs) > shown {
		b.Pairs = b.Pairs[:shown]
		b.MoreURL = p.within("limit", fmt.Sprint(min(2*shown, maxLimit)), "#", "pairs")
	}
}

// between fills the moves of the pair that the address names.
func (b *actorsPage) between(p *page, chosen int) error {
	from, to := p.State.values.Get("from"), p.State.values.Get("to")
	if from == "" && to == "" {
		return nil
	}
	if from == "" || to == "" || from == to {
		return wrong("Click a line of the network, or a number of the table.", "Two actors are asked for.")
	}
	ask := p.ask()
	var err error
	if ask.After, err = p.after(); err != nil {
		return err
	}
	list, next, err := p.site.l.Between(p.r.Context(), ask, from, to)
	if err != nil {
		return err
	}
	if b.From, err = p.nameOf(from); err != nil {
		return err
	}
	if b.To, err = p.nameOf(to); err != nil {
		return err
	}
	var ids []ledger.ActorID
	for i := range list {
		ids = append(ids, list[i].By...)
	}
	if err := p.meet(ids...); err != nil {
		return err
	}
	for i := range list {
		if chosen < 0 || familyOf(list[i].Act) == chosen {
			x := p.acting(&list[i])
			p.place(&x)
			b.Towards = append(b.Towards, x)
		}
	}
	b.BackURL = p.within("from", "", "to", "", "after", "")
	if next != 0 {
		b.Older = p.within("after", strconv.FormatInt(next, 10), "#", "moves")
	}
	return nil
}

// nameOf is the name of the actor of a key; of a name, the name itself.
func (p *page) nameOf(key string) (string, error) {
	list, err := p.site.l.Store.ActorsByKey(p.r.Context(), []string{key})
	if err != nil || len(list) != 1 {
		return brief.Clip(brief.Clean(key), 80), err
	}
	if err := p.meet(list[0].ID); err != nil {
		return "", err
	}
	name, _ := p.who(list[0].ID)
	return cmp.Or(name, brief.Clean(list[0].Name)), nil
}
