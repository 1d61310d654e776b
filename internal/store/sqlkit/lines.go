package sqlkit

import (
	"context"
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// lineTables are the tables of the kinds of line.
var lineTables = map[kind]table{aMove: moveTable, aStatement: statementTable, aPosition: positionTable, aDeadline: deadlineTable, aShift: shiftTable}

// putLines puts in the lines of all entries.
func (b *batch) putLines(ctx context.Context) error {
	var err error
	if b.terms, err = b.w.termsOf(ctx, b.entries); err != nil {
		return err
	}
	if err := b.share(ctx); err != nil {
		return err
	}
	for k, rows := range map[kind]func(*author, int64) ([]any, int64){aMove: (*author).moves, aStatement: (*author).statements, aPosition: (*author).positions, aDeadline: (*author).deadlines, aShift: (*author).shifts} {
		if err := b.putKind(ctx, k, rows); err != nil {
			return err
		}
	}
	if err := b.w.insert(ctx, spokeTable, b.spoke); err != nil {
		return err
	}
	return b.people.count(ctx, b.w)
}

func (b *batch) putKind(ctx context.Context, k kind, rows func(*author, int64) ([]any, int64)) error {
	t := lineTables[k]
	next, err := b.w.next(ctx, t.name)
	if err != nil {
		return err
	}
	var all []any
	for i, e := range b.entries {
		a := author{b: b, e: e, r: b.reports[i], who: &b.who[i], text: clean(e.Report.Text)}
		made, n := rows(&a, next)
		all = append(all, made...)
		next += n
		b.tally[t.name] += n
	}
	return b.w.insert(ctx, t, all)
}

// author writes the rows of one entry.
type author struct {
	b    *batch
	e    *ledger.Entry
	r    *report
	who  *identity
	text string
}

// line begins the row of a line and gives its words.
func (a *author) line(row []any, id int64, l *ledger.Line) ([]any, string) {
	start, size := int64(l.Span.Start), int64(l.Span.End)-int64(l.Span.Start)
	words := clean(l.Words)
	var kept any
	if cut(a.text, start, size) != words {
		kept = words
	}
	return append(row, id, int64(a.r.id), tag(a.r.key, l.Key), int64(l.Paragraph), start, size, kept,
		dayNumber(l.Said.From), dayNumber(l.Said.To), int64(l.Voice), sure(l.Confidence), a.b.terms[clean(l.Why)]), words
}

// actors are the numbers that the store has for those of the entry; places that
// the entry does not have are left out.
func (a *author) actors(places []ledger.ActorID) []ledger.ActorID {
	var out []ledger.ActorID
	for _, p := range places {
		if id := at(a.who.actors, int64(p)); id != 0 && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (a *author) actor(place ledger.ActorID) ledger.ActorID { return at(a.who.actors, int64(place)) }

// speak notes whose line it is.
func (a *author) speak(k kind, id int64, said ledger.Day, lists ...[]ledger.ActorID) {
	for _, x := range speakers(lists...) {
		a.b.spoke = append(a.b.spoke, int64(k), int64(x), dayNumber(said), id)
		a.b.people.lines[x]++
	}
}

func (a *author) moves(id int64) (rows []any, n int64) {
	for i := range a.e.Moves {
		m := &a.e.Moves[i]
		var words string
		rows, words = a.line(rows, id+n, &m.Line)
		by, via, to := a.actors(m.By), a.actors(m.Via), a.actors(m.To)
		conditions := make([]ledger.Condition, len(m.Conditions))
		for k, c := range m.Conditions {
			c.By = a.actors(c.By)
			conditions[k] = c
		}
		rows = append(rows, int64(m.Act), int64(m.Status), idText(by), idText(via), idText(to), pack(words, clean(m.What)), pack(words, clean(m.Cue)),
			packConditions(words, conditions), tag(a.r.key, m.Denies), number(m.Act == doc.Deny || m.Denies != "" || m.Status == doc.Denied), a.b.terms[eventText(m.Plover)],
			int64(at(a.who.proposals, int64(m.Proposal))), number(m.Commitment))
		a.speak(aMove, id+n, m.Said.From, by, via, to)
		for _, x := range awaited(conditions) {
			a.b.spoke = append(a.b.spoke, int64(anAwaited), int64(x), dayNumber(m.Said.From), id+n)
		}
		n++
	}
	return rows, n
}

// awaited is each actor once whose act conditions ask for.
func awaited(list []ledger.Condition) []ledger.ActorID {
	by := make([][]ledger.ActorID, len(list))
	for i := range list {
		by[i] = list[i].By
	}
	return speakers(by...)
}

func number(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

func (a *author) statements(id int64) (rows []any, n int64) {
	for i := range a.e.Statements {
		s := &a.e.Statements[i]
		var words string
		rows, words = a.line(rows, id+n, &s.Line)
		by := a.actors(s.Sources)
		rows = append(rows, idText(by), pack(words, clean(s.Source)), pack(words, clean(s.Cue)), pack(words, clean(s.Content)), int64(s.Kind), idText(a.actors(s.To)), printNumber(s.Print))
		a.speak(aStatement, id+n, s.Said.From, by)
		n++
	}
	return rows, n
}

func (a *author) positions(id int64) (rows []any, n int64) {
	for i := range a.e.Positions {
		p := &a.e.Positions[i]
		var words string
		rows, words = a.line(rows, id+n, &p.Line)
		party, by := a.actor(p.Actor), a.actor(p.By)
		proposal := at(a.who.proposals, int64(p.Proposal))
		rows = append(rows, int64(proposal), int64(at(a.who.options, int64(p.Option))), int64(party), int64(by), int64(p.Stance), int64(p.Act), int64(p.Status),
			pack(words, clean(p.If)), tag(a.r.key, p.Move))
		a.speak(aPosition, id+n, p.Said.From, []ledger.ActorID{party, by})
		a.b.people.positions[proposal]++
		n++
	}
	return rows, n
}

func (a *author) deadlines(id int64) (rows []any, n int64) {
	for i := range a.e.Deadlines {
		d := &a.e.Deadlines[i]
		var words string
		rows, words = a.line(rows, id+n, &d.Line)
		by := a.actor(d.By)
		rows = append(rows, int64(by), pack(words, clean(d.What)), pack(words, clean(d.Phrase)), dayNumber(d.From), dayNumber(d.To), tag(a.r.key, d.Move))
		a.speak(aDeadline, id+n, d.Said.From, []ledger.ActorID{by})
		n++
	}
	return rows, n
}

func (a *author) shifts(id int64) (rows []any, n int64) {
	for i := range a.e.Shifts {
		x := &a.e.Shifts[i]
		var words string
		rows, words = a.line(rows, id+n, &x.Line)
		by := a.actor(x.Actor)
		rows = append(rows, int64(by), pack(words, clean(x.From)), pack(words, clean(x.To)))
		a.speak(aShift, id+n, x.Said.From, []ledger.ActorID{by})
		n++
	}
	return rows, n
}

// printNumber is a print as a signed number that is not negative.
func printNumber(p uint64) int64 { return int64(p &^ (1 << 63)) }

// share notes the prints of the entries that two sets of sources have.
func (b *batch) share(ctx context.Context) error {
	first := map[int64]string{}
	shared := map[int64]bool{}
	meet := func(p int64, sources string) {
		if before, ok := first[p]; !ok {
			first[p] = sources
		} else if before != sources {
			shared[p] = true
		}
	}
	var ask []int64
	for i, e := range b.entries {
		a := author{b: b, who: &b.who[i]}
		for k := range e.Statements {
			if p := printNumber(e.Statements[k].Print); p != 0 {
				if _, ok := first[p]; !ok {
					ask = append(ask, p)
				}
				meet(p, setText(a.actors(e.Statements[k].Sources)))
			}
		}
	}
	err := among(ctx, b.w.store, b.w, "SELECT DISTINCT print, sources FROM statement WHERE print > 0 AND %s", "print", ask, func(scan func(...any) error) error {
		var p int64
		var sources string
		if err := scan(&p, &sources); err != nil {
			return err
		}
		meet(p, setText(textIDs(sources)))
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range ask {
		if shared[p] {
			if err := b.w.Run(ctx, "INSERT INTO shared (print) VALUES (?) ON CONFLICT DO NOTHING", p); err != nil {
				return err
			}
		}
	}
	return nil
}
