package ledgercmd

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// fewNews is up to how many new reports each is told of; manyNews up to how many
// the lines are counted that were new.
const (
	fewNews  = 5
	manyNews = 200
)

// addedOut is what an addition did, as JSON.
type addedOut struct {
	Schema   string         `json:"schema"`
	Answer   string         `json:"answer"`
	Added    int            `json:"added"`
	Versions int            `json:"versions"`
	Copies   int            `json:"copies"`
	Known    int            `json:"known"`
	Anew     int            `json:"anew"`
	Failed   int            `json:"failed"`
	Reports  []*client.News `json:"reports"` // at most the first 200
}

// tell prints what was new.
func (a *adding) tell(before *ledger.Counts, hurry bool) error {
	q := a.env.asks(a.kept, a.store, &askFlags{format: a.flags.format, ledger: a.flags.ledger})
	var news []*ledger.News
	if !hurry && (a.flags.format != "text" || len(a.fresh) < manyNews) {
		var err error
		if news, err = q.NewsOf(q.ctx, a.fresh); err == nil {
			err = q.meetNews(news...)
		}
		if err != nil {
			return a.env.unusable(a.env.where(a.flags.ledger), err)
		}
	}
	if a.flags.format != "text" {
		return a.tellJSON(q, news)
	}
	after, err := a.store.Counts(a.kept)
	if err != nil {
		return a.env.unusable(a.env.where(a.flags.ledger), err)
	}
	s := brief.NewSheet(a.env.app.Look(), 52)
	a.sum(s)
	if len(news) > 0 && len(news) <= fewNews {
		for _, n := range news {
			q.newsText(s, n, max(leastNew, mostNew/len(news)))
		}
	} else if a.added > 0 {
		a.summary(s, q, news, before, &after)
	}
	var b bytes.Buffer
	if _, err := s.WriteTo(&b); err != nil {
		return err
	}
	return a.env.write(b.Bytes())
}

// sum is one line of what was done.
func (a *adding) sum(s *brief.Sheet) {
	text := count(a.added, "new report")
	for _, x := range []struct {
		n    int
		what string
	}{{a.versions, "of them new versions"}, {a.copies, "of them near-copies"}, {a.same, "known already"}, {a.anew, "read anew"}, {a.failed, "failed"}} {
		if x.n > 0 {
			text += fmt.Sprintf(" · %d %s", x.n, x.what)
		}
	}
	s.Title(text)
}

// meetNews reads what the text of news needs besides.
func (q *asking) meetNews(news ...*ledger.News) error {
	if err := q.out.MeetNews(news...); err != nil {
		return err
	}
	var shifts []ledger.ShiftLink
	for _, n := range news {
		shifts = append(shifts, n.Shifts...)
	}
	return q.restShifts(shifts)
}

// Bounds of what a person is shown of an addition.
const (
	mostNew  = 12 // new lines, of all reports together
	leastNew = 3  // of one report
	mostTold = 3  // shifts
	tersely  = 80 // bytes of a line's words
)

func (q *asking) newsText(s *brief.Sheet, n *ledger.News, most int) {
	s.Blank()
	title := n.Source.Title
	if title == "" {
		title = n.Source.Origin
	}
	s.Row(0, nil, []brief.Word{{Text: title, Class: "bold"}}, cite(&n.Source, nil))
	for i, words := range n.New {
		if i == most {
			s.Row(12, nil, []brief.Word{{Text: fmt.Sprintf("… and %d more: parley timeline --since %s", len(n.New)-most, n.Source.Published), Class: "faint"}}, "")
			break
		}
		s.Row(2, []brief.Col{{Text: "new", Width: 8}}, []brief.Word{{Text: brief.Clip(wording.Sentence(words), wording.Longest)}}, "")
	}
	for i, k := range n.Known {
		if i == leastNew {
			s.Row(12, nil, []brief.Word{{Text: "… and " + more(len(n.Known)-leastNew, "line") + " that earlier reports told", Class: "faint"}}, "")
			break
		}
		s.Row(2, []brief.Col{{Text: "known", Class: "faint", Width: 8}}, []brief.Word{{Text: brief.Clip(wording.Sentence(k.Words), tersely), Class: "faint"}, {Text: "since " + string(k.Since)}}, cite(&k.First, nil))
	}
	if len(n.New)+len(n.Known) == 0 {
		s.Row(2, nil, []brief.Word{{Text: "nothing was found in it that a ledger keeps", Class: "faint"}}, "")
	}
	shifts, conflicts := worth(n.Shifts, n.Conflicts)
	q.turnsText(s, shifts, conflicts)
}

// worth leaves of the shifts those at the confidence that is shown, and of the
// conflicts those that are more than a claim and its denial in one sentence.
func worth(shifts []ledger.ShiftLink, conflicts []ledger.Conflict) ([]ledger.ShiftLink, []ledger.Conflict) {
	const least = brief.DefaultMinConfidence
	shifts = slices.DeleteFunc(slices.Clone(shifts), func(x ledger.ShiftLink) bool {
		return x.Told != nil && x.Told.Confidence < least || x.Told == nil && min(x.From.Confidence, x.To.Confidence) < least
	})
	conflicts = slices.DeleteFunc(slices.Clone(conflicts), func(x ledger.Conflict) bool {
		return x.A.Words == x.B.Words && x.A.Source.Key == x.B.Source.Key
	})
	return shifts, conflicts
}

// turnsText shows the latest shifts and conflicts, and where the rest are found.
func (q *asking) turnsText(s *brief.Sheet, shifts []ledger.ShiftLink, conflicts []ledger.Conflict) {
	q.terse = true
	defer func() { q.terse = false }()
	rest := max(0, len(shifts)-mostTold)
	for i := rest; i < len(shifts); i++ {
		q.shiftText(s, 2, &shifts[i])
	}
	var left, where []string
	if rest > 0 {
		left, where = append(left, more(rest, "shift")), append(where, "parley shifts --since "+string(shifts[0].Day.From))
	}
	rest = max(0, len(conflicts)-1)
	for i := rest; i < len(conflicts); i++ {
		q.conflictLine(s, &conflicts[i])
	}
	if rest > 0 {
		left, where = append(left, more(rest, "conflict")), append(where, "parley conflicts --min-confidence 0")
	}
	if len(left) > 0 {
		s.Row(2, nil, []brief.Word{{Text: "… and " + strings.Join(left, ", ") + ": " + strings.Join(where, ", "), Class: "faint"}}, "")
	}
}

// more is a number with its noun, as "3 more shifts".
func more(n int, noun string) string { return strings.Replace(count(n, noun), " ", " more ", 1) }

// conflictLine tells of a conflict on one line.
func (q *asking) conflictLine(s *brief.Sheet, x *ledger.Conflict) {
	s.Row(2, []brief.Col{{Text: dayText(x.B.Said), Width: 10}, {Text: "conflict", Class: "against", Width: 8}},
		[]brief.Word{{Text: x.Why + ":"}, {Text: brief.Clip(wording.Sentence(x.B.Words), tersely)}}, cite(&x.B.Source, &ledger.Line{Key: x.B.Key, Confidence: 1}))
}

// summary tells of many reports together.
func (a *adding) summary(s *brief.Sheet, q *asking, news []*ledger.News, before, after *ledger.Counts) {
	s.Row(2, nil, []brief.Word{{Text: fmt.Sprintf("%s, %s, %s, %s, %s",
		count(int(after.Moves-before.Moves), "move"), count(int(after.Statements-before.Statements), "statement"), count(int(after.Positions-before.Positions), "position"),
		count(int(after.Deadlines-before.Deadlines), "deadline"), count(int(after.Actors-before.Actors), "actor"))}}, "")
	var fresh, known int
	var shifts []ledger.ShiftLink
	var conflicts []ledger.Conflict
	for _, n := range news {
		fresh, known = fresh+len(n.New), known+len(n.Known)
		shifts, conflicts = append(shifts, n.Shifts...), append(conflicts, n.Conflicts...)
	}
	shifts, conflicts = worth(shifts, conflicts)
	slices.SortStableFunc(shifts, func(a, b ledger.ShiftLink) int { return strings.Compare(string(a.Day.From), string(b.Day.From)) })
	if len(news) == 0 {
		s.Note("parley shifts and parley conflicts tell what came of them")
		return
	}
	s.Row(2, nil, []brief.Word{{Text: fmt.Sprintf("%s that no report told before, %d known already; %s, %s", count(fresh, "line"), known, count(len(shifts), "shift"), count(len(conflicts), "conflict"))}}, "")
	q.turnsText(s, shifts, conflicts)
}

func (a *adding) tellJSON(q *asking, news []*ledger.News) error {
	reports := make([]*client.News, 0, len(news))
	for _, n := range news {
		o, err := q.out.News(n)
		if err != nil {
			return a.env.unusable(a.env.where(a.flags.ledger), err)
		}
		reports = append(reports, o)
	}
	var b bytes.Buffer
	if a.flags.format == "jsonl" {
		for i := range reports {
			if err := encode(&b, reports[i]); err != nil {
				return err
			}
		}
		return a.env.write(b.Bytes())
	}
	if err := encode(&b, addedOut{client.Schema, "add", a.added, a.versions, a.copies, a.same, a.anew, a.failed, reports}); err != nil {
		return err
	}
	return a.env.write(b.Bytes())
}
