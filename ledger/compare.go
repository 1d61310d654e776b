package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
)

// Bounds of a comparison.
const (
	comparePoints = 200  // points of one text
	compareLines  = 400  // moves or statements of one report
	leastPair     = 0.25 // likeness from which two points are one, worded otherwise
)

// Compare tells two reports apart. Where both are lists of numbered points, as
// drafts of a plan are, the points are paired by their words so that all pairs
// together are the likeliest; else moves and statements are paired by who, what is
// done and the words for it. It reads the two reports alone.
func (l *Ledger) Compare(ctx context.Context, a, b ReportID) (*Comparison, error) {
	v, err := l.see(ctx, Ask{})
	if err != nil {
		return nil, err
	}
	list, err := v.store.Reports(ctx, Query{Reports: []ReportID{a, b}, Text: true})
	if err != nil {
		return nil, err
	}
	texts := map[ReportID]Report{}
	for _, r := range list {
		texts[r.ID] = r
	}
	for _, id := range []ReportID{a, b} {
		if _, ok := texts[id]; !ok {
			return nil, fmt.Errorf("no report %d is kept", id)
		}
	}
	if err := v.cite(a, b); err != nil {
		return nil, err
	}
	c := &Comparison{A: titleOf(texts[a]), B: titleOf(texts[b])}
	x, y := pointsOf(texts[a].Text), pointsOf(texts[b].Text)
	if x != nil && y != nil {
		v.comparePoints(c, a, b, x[:min(len(x), comparePoints)], y[:min(len(y), comparePoints)])
		return c, nil
	}
	return c, v.compareLines(c, a, b)
}

func titleOf(r Report) string { return firstOf(r.Title, r.Origin, r.Key) }

func (v *view) comparePoints(c *Comparison, a, b ReportID, x, y []point) {
	c.Numbered = true
	worth := make([][]float64, len(x))
	there, here := contents(x, func(p *point) string { return p.words }), contents(y, func(p *point) string { return p.words })
	for i := range x {
		worth[i] = make([]float64, len(y))
		for j := range y {
			if l := likeness(there[i], here[j]); l >= leastPair {
				worth[i][j] = l
				if x[i].label == y[j].label {
					worth[i][j] += 0.05
				}
			}
		}
	}
	passage := func(id ReportID, p point) Passage {
		return Passage{Label: p.label, Words: p.words, Para: p.para, Source: v.source(&Line{Report: id, Paragraph: p.para})}
	}
	partner := assign(worth)
	for i, j := range partner {
		if j >= 0 && worth[i][j] == 0 {
			partner[i] = -1
		}
	}
	pairBetween(partner, x, y)
	taken := map[int]bool{}
	for i, j := range joined(partner, x, y) {
		if j < 0 {
			c.OnlyA = append(c.OnlyA, passage(a, x[i]))
			continue
		}
		taken[j] = true
		if sameWording(x[i].words, y[j].words) {
			c.Same++
			continue
		}
		pair := PassagePair{A: passage(a, x[i]), B: passage(b, y[j]), Why: wording(x[i].words, y[j].words)}
		if negated(x[i].words) != negated(y[j].words) {
			c.Opposed = append(c.Opposed, pair)
		} else {
			c.Changed = append(c.Changed, pair)
		}
	}
	for j := range y {
		if !taken[j] {
			c.OnlyB = append(c.OnlyB, passage(b, y[j]))
		}
	}
}

// wording tells what differs: the numbers where they do, and the words.
func wording(a, b string) string {
	x, y := countsOf(a), countsOf(b)
	if len(x) == 1 && len(y) == 1 && x[0].value != y[0].value && x[0].unit == y[0].unit {
		return fmt.Sprintf("%s there, %s here", x[0].words, y[0].words)
	}
	return difference(a, b)
}

// negated tells whether a text denies what it tells.
func negated(s string) bool {
	return negatedWords(plainWords(s))
}

// negatedWords is negated of folded words.
func negatedWords(list []string) bool {
	return slices.ContainsFunc(list, func(w string) bool { return words().has("negation", w) })
}

// piece is a move or a statement to be paired.
type piece struct {
	act    string
	stance int // 1 for, -1 against, 0 neither
	by     []ActorID
	what   []string
	words  []string
	Passage
}

func (v *view) compareLines(c *Comparison, a, b ReportID) error {
	x, err := v.pieces(a)
	if err != nil {
		return err
	}
	y, err := v.pieces(b)
	if err != nil {
		return err
	}
	worth := make([][]float64, len(x))
	for i := range x {
		worth[i] = make([]float64, len(y))
		for j := range y {
			worth[i][j] = x[i].near(&y[j])
		}
	}
	pairAlone(worth, x, y)
	taken := map[int]bool{}
	for i, j := range assign(worth) {
		if j < 0 || worth[i][j] == 0 {
			c.OnlyA = append(c.OnlyA, x[i].Passage)
			continue
		}
		taken[j] = true
		pair := PassagePair{A: x[i].Passage, B: y[j].Passage, Why: wording(x[i].Words, y[j].Words)}
		switch {
		case x[i].stance*y[j].stance < 0:
			pair.Why = x[i].Label + " there, " + y[j].Label + " here"
			c.Opposed = append(c.Opposed, pair)
		case FoldName(x[i].Words) == FoldName(y[j].Words):
			c.Same++
		default:
			c.Changed = append(c.Changed, pair)
		}
	}
	for j := range y {
		if !taken[j] {
			c.OnlyB = append(c.OnlyB, y[j].Passage)
		}
	}
	return nil
}

// pairAlone pairs what one report tells as agreed and the other as proposed or
// welcomed, and by others: two words of the thing at least are common, and stand in
// nothing else that either report tells. worth is as of [piece.near].
func pairAlone(worth [][]float64, x, y []piece) {
	count := func(list []piece) map[string]int {
		n := map[string]int{}
		for i := range list {
			for _, w := range list[i].what {
				n[w]++
			}
		}
		return n
	}
	inX, inY := count(x), count(y)
	for i := range x {
		for j := range y {
			if worth[i][j] > 0 || x[i].stance != 1 || y[j].stance != 1 {
				continue
			}
			n := 0
			for _, w := range x[i].what {
				if slices.Contains(y[j].what, w) && inX[w] == 1 && inY[w] == 1 {
					n++
				}
			}
			if n > 1 {
				worth[i][j] = 0.05
			}
		}
	}
}

// near tells how much two pieces are one, 0 for not at all: of the same actor,
// they do the same or the opposite of one thing, or say it in half the same words.
func (p *piece) near(o *piece) float64 {
	if !meets(p.by, o.by...) || len(p.by) == 0 != (len(o.by) == 0) {
		return 0
	}
	what, words := likeness(p.what, o.what), likeness(p.words, o.words)
	switch {
	case p.act == o.act && (sameThing(p.what, o.what) || words >= 0.4):
		return 0.1 + max(what, words)
	case p.stance*o.stance < 0 && sameThing(p.what, o.what):
		return 0.05 + what
	}
	return 0
}

// pieces reads the moves of a report and the statements in which no move is.
func (v *view) pieces(id ReportID) ([]piece, error) {
	q := Query{Reports: []ReportID{id}, Limit: compareLines}
	moves, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	statements, err := v.statements(q)
	if err != nil {
		return nil, err
	}
	var out []piece
	add := func(l *Line, label string, stance int, by []ActorID, what string) error {
		if err := v.meet(by...); err != nil {
			return err
		}
		p := piece{act: label, stance: stance, by: by, what: content(what), words: content(l.Words)}
		p.Passage = Passage{Label: label, Words: l.Words, Para: l.Paragraph, Source: v.source(l)}
		for _, id := range by {
			p.Actors = append(p.Actors, v.actor(id).Name)
		}
		out = append(out, p)
		return nil
	}
	for i := range moves {
		if err := add(&moves[i].Line, moves[i].Act.String(), sideOf(&moves[i]), moves[i].By, moves[i].What); err != nil {
			return nil, err
		}
	}
	for i := range statements {
		s := &statements[i]
		if slices.ContainsFunc(moves, func(m Move) bool { return m.Span.Start < s.Span.End && s.Span.Start < m.Span.End }) {
			continue
		}
		if err := add(&s.Line, "said", 0, s.Sources, s.Content); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(out, func(a, b piece) int { return cmp.Compare(a.Para, b.Para) })
	return out, nil
}

// sideOf tells whether a move is for its thing, against it or neither.
func sideOf(m *Move) int {
	side := 0
	switch m.Act {
	case doc.Support, doc.Agree, doc.Offer, doc.Propose, doc.Concede:
		side = 1
	case doc.Reject, doc.Doubt, doc.Deny, doc.Leave:
		side = -1
	}
	if m.Status == doc.Denied {
		side = -side
	}
	return side
}

// CompareDays tells the tables of two days apart: on which proposals a voice
// stands otherwise. Days are taken to their ends; what each table reads is told
// at [Ledger.Table].
func (l *Ledger) CompareDays(ctx context.Context, ask Ask, a, b time.Time) (*Comparison, error) {
	end := func(t time.Time) time.Time {
		return t.UTC().Truncate(24 * time.Hour).Add(24*time.Hour - time.Millisecond)
	}
	c := &Comparison{A: string(day(a)), B: string(day(b))}
	ask.AsOf = end(a)
	x, err := l.stands(ctx, ask)
	if err != nil {
		return nil, err
	}
	ask.AsOf = end(b)
	y, err := l.stands(ctx, ask)
	if err != nil {
		return nil, err
	}
	for _, k := range slices.Sorted(keys(x)) {
		p, q := x[k], y[k]
		switch {
		case q == nil:
			c.OnlyA = append(c.OnlyA, p.passage)
		case p.stand.Stance == q.stand.Stance:
			c.Same++
		default:
			pair := PassagePair{A: p.passage, B: q.passage, Why: p.stand.Stance.String() + " there, " + q.stand.Stance.String() + " here"}
			if opposite(p.stand.Stance, q.stand.Stance) {
				c.Opposed = append(c.Opposed, pair)
			} else {
				c.Changed = append(c.Changed, pair)
			}
		}
	}
	for _, k := range slices.Sorted(keys(y)) {
		if x[k] == nil {
			c.OnlyB = append(c.OnlyB, y[k].passage)
		}
	}
	return c, nil
}

func keys[V any](m map[string]V) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// standAt is one stand of a table with what tells it from others.
type standAt struct {
	stand   Stand
	passage Passage
}

// stands gives the stands of a table by proposal, option, party and voice.
func (l *Ledger) stands(ctx context.Context, ask Ask) (map[string]*standAt, error) {
	t, err := l.table(ctx, ask, true)
	if err != nil {
		return nil, err
	}
	var ids []ActorID
	each(t, func(_ *Row, _ *Option, s *Stand) { ids = append(ids, s.By, s.Actor) })
	names, err := l.Names(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, a := range t.Actors {
		names[a.ID] = a
	}
	out := map[string]*standAt{}
	each(t, func(r *Row, o *Option, s *Stand) {
		k, label := r.Proposal.Key, r.Proposal.Label
		if o != nil {
			k, label = o.Key, label+": "+o.Value
		}
		near := "near"
		if !isNear(s.Voice) {
			near = "far"
		}
		who := []string{names[s.Actor].Name}
		if s.By != s.Actor {
			who = append(who, names[s.By].Name)
		}
		k = strings.Join([]string{k, names[s.Actor].Key, names[s.By].Key, near}, "\x00")
		out[k] = &standAt{*s, Passage{Label: label, Actors: who, Words: s.Words, Para: s.Paragraph, Source: s.Source}}
	})
	return out, nil
}

// each calls f for every stand of a table.
func each(t *Table, f func(*Row, *Option, *Stand)) {
	for i := range t.Rows {
		r := &t.Rows[i]
		for k := range r.Cells {
			for n := range r.Cells[k].Latest {
				f(r, nil, &r.Cells[k].Latest[n])
			}
		}
		for j := range r.Options {
			o := &r.Options[j]
			for k := range o.Cells {
				for n := range o.Cells[k].Latest {
					f(r, &o.Option, &o.Cells[k].Latest[n])
				}
			}
		}
	}
}
