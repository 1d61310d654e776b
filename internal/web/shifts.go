package web

import (
	"strings"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// shiftsPage is who changed position, the two passages side by side.
type shiftsPage struct {
	Kinds  []kindLink
	Shifts []shiftCase
	Looked string
	More   string
}

// kindLink leads to one kind alone.
type kindLink struct {
	Label, URL string
	N          int
	Lit        bool
}

// shiftCase is one change.
type shiftCase struct {
	Who, WhoURL string
	By          string // who speaks, where it is not the party
	On          string
	Day, Gap    string
	How         string // told, linked, deeds
	HowWord     string
	From, To    *passage
	FromDeed    string
	ToDeed      string
	Told        *passage
	FromWords   string // of a told one: from what
	ToWords     string // to what
}

// shiftKinds tell apart how a shift is known: the value, the word in the list, and
// what it means.
var shiftKinds = [...]struct{ value, label, means string }{
	{"linked", "between two passages", "the ledger holds two passages of one voice beside each other"},
	{"told", "told by a report", "a report itself tells that it changed"},
	{"deeds", "of deeds", "what was done turns round what was done or announced before"},
}

func kindOfShift(x *ledger.ShiftLink) string {
	switch {
	case x.Told != nil:
		return "told"
	case x.From.Deed != "" || x.To.Deed != "":
		return "deeds"
	}
	return "linked"
}

// sureShift tells whether a shift stands at a confidence.
func sureShift(x *ledger.ShiftLink, least float64) bool {
	if x.Told != nil {
		return x.Told.Confidence >= least
	}
	return min(x.From.Confidence, x.To.Confidence) >= least
}

func (s *Site) shifts(p *page) error {
	if done, err := p.slid(); done || err != nil {
		return err
	}
	p.Carry = []string{"kind"}
	if err := p.bounded(); err != nil {
		return err
	}
	list, err := s.l.Shifts(p.r.Context(), p.ask())
	if err != nil {
		return err
	}
	kind := p.State.values.Get("kind")
	body := &shiftsPage{More: p.moreThan(len(list), listMost)}
	n := map[string]int{}
	var shown []*ledger.ShiftLink
	for i := range list {
		x := &list[i]
		if !sureShift(x, p.State.least) {
			continue
		}
		n[kindOfShift(x)]++
		if kind == "" || kind == kindOfShift(x) {
			shown = append(shown, x)
		}
	}
	body.Kinds = []kindLink{{"all", p.sameWith("kind", ""), n["linked"] + n["told"] + n["deeds"], kind == ""}}
	known := kind == ""
	for _, k := range shiftKinds {
		known = known || k.value == kind
		body.Kinds = append(body.Kinds, kindLink{k.label, p.sameWith("kind", k.value), n[k.value], kind == k.value})
	}
	if !known {
		return wrong("Choose one of the kinds on the page “Shifts”.", "No kind of shift is called %q.", brief.Clip(brief.Clean(kind), 40))
	}
	if err := p.meetShifts(shown); err != nil {
		return err
	}
	for _, x := range shown {
		body.Shifts = append(body.Shifts, p.shiftCase(x))
	}
	if len(shown) == 0 {
		if body.Looked, err = p.lookedThrough(); err != nil {
			return err
		}
	}
	return p.show("shifts", "Shifts", body)
}

func (p *page) meetShifts(list []*ledger.ShiftLink) error {
	var ids []ledger.ActorID
	var keys []string
	for _, x := range list {
		if x.Actor.ID != 0 {
			p.names[x.Actor.ID] = x.Actor
		}
		ids = append(ids, x.By, x.From.By, x.From.Actor, x.To.By, x.To.Actor)
		if x.Told == nil {
			keys = append(keys, x.From.Move, x.To.Move)
		}
	}
	if err := p.meet(ids...); err != nil {
		return err
	}
	return p.rest(keys)
}

func (p *page) shiftCase(x *ledger.ShiftLink) shiftCase {
	c := shiftCase{Day: dayText(x.Day), How: kindOfShift(x)}
	for _, k := range shiftKinds {
		if k.value == c.How {
			c.HowWord = k.means
		}
	}
	c.Who, c.WhoURL = p.who(x.Actor.ID)
	if c.Who == "" {
		c.Who = brief.Clean(x.Actor.Name)
	}
	if x.By != x.Actor.ID {
		c.By, _ = p.who(x.By)
	}
	if x.Proposal != nil {
		c.On = wording.Title(x.Proposal.Label)
	}
	if x.Option != nil {
		c.On = strings.TrimPrefix(c.On+" – "+x.Option.Kind.String()+": "+wording.QuoteMarks(brief.Clean(x.Option.Value)), " – ")
	}
	if x.Told != nil {
		c.told(p, x)
		return c
	}
	from, to := p.standing(&x.From), p.standing(&x.To)
	from.Who, to.Who = "", ""
	p.place(&from, &to)
	c.From, c.To, c.FromDeed, c.ToDeed = &from, &to, string(x.From.Deed), string(x.To.Deed)
	if n, ok := daysBetween(string(x.From.Said.To), string(x.To.Said.From)); ok {
		c.Gap = count(n, "day")
	}
	return c
}

// told shows a shift that a report tells: its sentence, and from what to what where
// the words stand alone.
func (c *shiftCase) told(p *page, x *ledger.ShiftLink) {
	t := p.line(&x.Told.Line, &x.Source, 0, "")
	c.Told = &t
	p.place(c.Told)
	from, to := wording.QuoteMarks(brief.Clean(x.Told.From)), wording.QuoteMarks(brief.Clean(x.Told.To))
	if wording.Fit(from) {
		c.FromWords = from
	}
	if wording.Fit(to) && !wording.GivenUp(x.Told.Words, x.Told.To) {
		c.ToWords = to
	}
	if c.FromWords == "" {
		c.ToWords = "" // the sentence tells more than one half
	}
}
