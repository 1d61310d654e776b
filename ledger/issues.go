package ledger

import (
	"cmp"
	"slices"

	"github.com/parley-reader/parley/doc"
)

// Bounds of a table of issues.
const (
	issueParts = 400  // proposals read for all issues, those last spoken of
	issueLines = 2000 // positions read for the row of an issue, the newest
)

// issueOf is the place of the first issue of the dossier that a proposal belongs
// to, -1 where it belongs to none; without issues all belong to one.
func (v *view) issueOf(p *Proposal) int {
	d := v.ask.Dossier
	if d == nil || len(d.Issues) == 0 {
		return 0
	}
	label := plainWords(p.Label)
	return slices.IndexFunc(d.Issues, func(x Issue) bool {
		return slices.Contains(x.Kinds, p.Kind.String()) || slices.ContainsFunc(x.Words, func(w string) bool { return within(label, plainWords(w)) })
	})
}

// joins tells whether the proposals of one issue make one row.
func (v *view) joins() bool {
	return v.ask.Dossier != nil && len(v.ask.Dossier.Issues) > 0 && v.chosen == nil && !v.apart
}

// issueRows gives a row for each issue that something is on the table of, in the
// order of the dossier; proposals of an issue stand by when they were last spoken
// of.
func (v *view) issueRows() ([]*rowLines, bool, error) {
	list, more, err := v.topics(issueParts)
	if err != nil {
		return nil, false, err
	}
	at := map[int]*rowLines{}
	var order []int
	for _, p := range list {
		i := v.issueOf(&p)
		if at[i] == nil {
			at[i] = &rowLines{proposal: issueProposal(&v.ask.Dossier.Issues[i])}
			order = append(order, i)
		}
		at[i].parts = append(at[i].parts, p)
	}
	slices.Sort(order)
	var out []*rowLines
	for _, i := range order {
		at[i].findThings()
		out = append(out, at[i])
	}
	return out, more, nil
}

// issueProposal is an issue in the place of a proposal.
func issueProposal(x *Issue) Proposal {
	p := Proposal{Key: "issue:" + x.Name, Label: x.Name}
	if len(x.Kinds) > 0 {
		_ = p.Kind.UnmarshalText([]byte(x.Kinds[0])) // Check tells of unknown kinds
	}
	return p
}

// findThings tells which proposals of an issue are one thing: each goes to the
// first before it whose label agrees with its own.
func (r *rowLines) findThings() {
	r.things = map[ProposalID]ProposalID{}
	var heads []*Proposal
	for i := range r.parts {
		p := &r.parts[i]
		k := slices.IndexFunc(heads, func(h *Proposal) bool { return agree(h, p) })
		if k < 0 {
			k, heads = len(heads), append(heads, p)
		}
		r.things[p.ID] = heads[k].ID
	}
}

// agree tells whether two proposals name one thing: of one kind, with the same
// participants, and where those are not two, in labels that share half of their
// words and two at least. What "day", "full" and the like tell is not counted, nor
// the word for the kind, so that two truces of which no more is told stay two.
func agree(a, b *Proposal) bool {
	if a.Kind != b.Kind || !sameSet(a.Participants, b.Participants) {
		return false
	}
	if len(a.Participants) > 1 {
		return true
	}
	x, y := labelContent(a), labelContent(b)
	n := shared(x, y)
	return n >= 2 && 2*n >= len(x)+len(y)-n
}

// labelContent are the words of a label that tell things of its kind apart.
func labelContent(p *Proposal) []string {
	l := labels()
	var out []string
	for _, w := range content(p.Label) {
		w = cmp.Or(l.same[w], w)
		if w != p.Kind.String() && !l.idle[p.Kind.String()][w] && !(p.Kind == doc.TruceProposal && isNumber(w)) {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// thing is what tells the proposals of one row apart: 0 where the row is of one.
func (r *rowLines) thing(id ProposalID) ProposalID { return r.things[id] }

// label is the label of the proposal that a line of the row rests on, "" where it
// is the row's own.
func (r *rowLines) label(id ProposalID) string {
	for i := range r.parts {
		if p := &r.parts[i]; p.ID == id && p.Label != r.proposal.Label {
			return p.Label
		}
	}
	return ""
}

// byThing cuts the row of an issue into rows of one thing each.
func (r *rowLines) byThing() []*rowLines {
	if r.parts == nil {
		return []*rowLines{r}
	}
	at := map[ProposalID]*rowLines{}
	var out []*rowLines
	for _, p := range r.parts {
		x := at[r.things[p.ID]]
		if x == nil {
			x = &rowLines{proposal: p}
			at[p.ID] = x
			out = append(out, x)
		}
		x.parts = append(x.parts, p)
	}
	return out
}
