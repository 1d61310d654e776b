package ledger

import (
	"slices"

	"github.com/parley-reader/parley/doc"
)

// sayings are statements that may claim what is denied elsewhere, found by their
// words.
type sayings struct {
	list  []StatementLine
	words [][]string
	at    map[string][]int   // word → statements
	of    map[ReportID][]int // report → statements, in the order of the text
}

// recentStatements reads the newest 5000 statements within the bounds, of whomever,
// once for a question, in order.
func (v *view) recentStatements() ([]StatementLine, error) {
	if v.recent != nil {
		return v.recent, nil
	}
	q := v.q
	q.Actors, q.Proposals, q.Newest, q.Limit = nil, nil, true, conflictMoves
	list, err := v.statements(q)
	if err != nil {
		return nil, err
	}
	v.recent, err = v.statementLines(list)
	slices.SortFunc(v.recent, func(a, b StatementLine) int { return before(&a.Line, &b.Line) })
	return v.recent, err
}

// sayings reads the statements that claims are looked for in. It reads none where
// nothing is denied.
func (v *view) sayings(denied bool) (*sayings, error) {
	s := &sayings{at: map[string][]int{}, of: map[ReportID][]int{}}
	if !denied {
		return s, nil
	}
	var err error
	if s.list, err = v.recentStatements(); err != nil {
		return nil, err
	}
	for i := range s.list {
		c := content(s.list[i].Content)
		s.words = append(s.words, c)
		for _, w := range c {
			s.at[w] = append(s.at[w], i)
		}
		s.of[s.list[i].Report] = append(s.of[s.list[i].Report], i)
	}
	for _, list := range s.of {
		slices.SortFunc(list, func(a, b int) int { return s.list[a].Span.Start - s.list[b].Span.Start })
	}
	return s, nil
}

// with are the statements that hold one of the words, in order.
func (s *sayings) with(words []string) []int {
	var out []int
	for _, w := range words {
		out = append(out, s.at[w]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// around are the words of a statement and of those of its report in the same paragraph
// and the one before.
func (s *sayings) around(i int) []string {
	var out []string
	for _, k := range s.of[s.list[i].Report] {
		if n := s.list[i].Paragraph - s.list[k].Paragraph; n == 0 || n == 1 {
			out = append(out, s.words[k]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// saidClaim finds what another said, in another family, that a denial speaks of:
// the deed that is denied, three of its words at least and three in four of them, at
// most two months before. It looks among the statements with one of the two rarest words.
func (v *denials) saidClaim(d *Move) *StatementLine {
	s := v.sayings
	want := content(d.What)
	if d.Act != doc.Deny || len(want) < 3 || len(d.By) == 0 {
		return nil
	}
	rare := slices.Clone(want)
	slices.SortStableFunc(rare, func(a, b string) int { return len(s.at[a]) - len(s.at[b]) })
	best, most, deed := -1, 0, head(d.What)
	for _, w := range rare[:2] {
		for _, i := range s.at[w] {
			x := &s.list[i]
			n := shared(want, s.words[i])
			if !slices.Contains(s.words[i], deed) || n < 3 || 4*n < 3*len(want) || n <= most {
				continue
			}
			own := slices.ContainsFunc(x.Sources, func(id ActorID) bool { return slices.Contains(d.By, id) || slices.Contains(d.Via, id) })
			if own || x.Said.From > d.Said.From || !apart(x.Said.From, d.Said.From, 60) || v.family(x.Report) == v.family(d.Report) || negated(x.Content) {
				continue
			}
			best, most = i, n
		}
	}
	if best < 0 {
		return nil
	}
	return &s.list[best]
}
