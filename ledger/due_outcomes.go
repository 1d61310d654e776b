package ledger

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// outcomes are what may tell what came of deadlines. Each deadline is held against few
// of the moves: those that are listed under its makers, its parties or its days.
type outcomes struct {
	list   []Deadline
	set    map[string]*Move  // by key: the moves that set them
	gave   []int             // places in list of those whose move gives up what was asked for
	moves  []told            // what their makers did or were told of since, in order
	deeds  map[ActorID][]int // by maker: places of moves that may keep something
	meets  map[ActorID][]int // by who takes part: those of them that are meetings
	joint  []int             // those of them with several makers
	late   []int             // meetings that were held on one day
	off    []int             // those that cancel a meeting
	undone map[ActorID][]int // by maker: those that tell of what did not come about
}

// told is a move, with what is asked of it again and again.
type told struct {
	Move
	off   []ActorID // who was to meet at the meeting that it cancels; nil where it cancels none
	list  []string  // the words of its sentence, once they were asked for
	deed  []string  // content words of what it does, once they were asked for
	folds bool      // list is there
	acts  bool      // deed is there
}

// words are the folded words of the sentence.
func (t *told) words() []string {
	if !t.folds {
		t.list, t.folds = plainWords(t.Words), true
	}
	return t.list
}

// doing are the content words of what the move does.
func (t *told) doing() []string {
	if !t.acts {
		t.deed, t.acts = content(t.What+" "+t.Cue), true
	}
	return t.deed
}

// outcomes reads the moves that set deadlines, and what their makers and their parties
// did since the first of them.
func (v *view) outcomes(list []Deadline) (*outcomes, error) {
	o := &outcomes{list: list, set: map[string]*Move{}}
	if err := v.readSetters(o); err != nil {
		return nil, err
	}
	var by []ActorID
	since := Day("9")
	for i := range list {
		d := &list[i]
		makers := o.makers(d)
		if first := v.setOn(d); len(makers) > 0 && first != "" {
			by, since = append(by, makers...), min(since, first)
		}
	}
	if len(by) == 0 {
		return o, nil
	}
	if err := v.meetParties(by); err != nil {
		return nil, err
	}
	by = append(by, v.partiesOf(by)...)
	slices.Sort(by)
	q := Query{AsOf: v.q.AsOf, Since: since, Outlets: v.q.Outlets, Least: v.q.Least, Newest: true, Limit: evidenceRead}
	q.Actors = v.stored(slices.Compact(by))
	moves, err := v.store.Moves(v.ctx, v.room(q))
	if err != nil {
		return nil, err
	}
	if moves, err = v.mendMoves(moves, nil); err != nil {
		return nil, err
	}
	slices.SortFunc(moves, func(a, b Move) int { return before(&a.Line, &b.Line) })
	by = nil
	for i := range moves {
		by = append(by, slices.Concat(moves[i].By, moves[i].To)...)
	}
	o.index(moves)
	return o, v.meetParties(by)
}

// readSetters reads the moves that set deadlines.
func (v *view) readSetters(o *outcomes) error {
	var keys []string
	for i := range o.list {
		if k := o.list[i].Move; k != "" {
			keys = append(keys, k)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	found, err := v.store.MovesByKey(v.ctx, keys)
	if err != nil {
		return err
	}
	if found, err = v.mendMoves(found, nil); err != nil {
		return err
	}
	for i := range found {
		o.set[found[i].Key] = &found[i]
	}
	for i := range o.list {
		if m := o.set[o.list[i].Move]; m != nil && givesUp(m) {
			o.gave = append(o.gave, i)
		}
	}
	return nil
}

// index lists the moves under what deadlines ask for.
func (o *outcomes) index(moves []Move) {
	o.deeds, o.meets, o.undone = map[ActorID][]int{}, map[ActorID][]int{}, map[ActorID][]int{}
	mine := map[ActorID]bool{}
	for i := range o.list {
		mine[o.list[i].By] = true
	}
	o.moves = make([]told, len(moves))
	for i := range moves {
		m := &o.moves[i]
		m.Move = moves[i]
		if d, ok := moveDeed(&m.Move); ok && d.what == DeedCancelled {
			m.off, o.off = d.who, append(o.off, i)
		}
		if keeps(&m.Move) {
			o.listDeed(i)
		}
		if m.Act == doc.Meet && m.Status == doc.Done && m.Said.From == m.Said.To {
			o.late = append(o.late, i)
		}
		if m.Said.From != "" && slices.ContainsFunc(m.By, func(id ActorID) bool { return mine[id] }) && undone(m) {
			for _, id := range m.By {
				o.undone[id] = append(o.undone[id], i)
			}
		}
	}
}

// undone tells whether a sentence tells of something that it did not come about, in
// so many words.
func undone(m *told) bool {
	_, end := words().find("undone", m.words())
	return end > 0 && !unsure(m.Words)
}

// listDeed lists a move that may keep something.
func (o *outcomes) listDeed(i int) {
	m := &o.moves[i]
	for _, id := range m.By {
		o.deeds[id] = append(o.deeds[id], i)
	}
	if len(m.By) > 1 {
		o.joint = append(o.joint, i)
	}
	if m.Act == doc.Meet {
		for _, id := range slices.Concat(m.By, m.To) {
			o.meets[id] = append(o.meets[id], i)
		}
	}
}

// near gives the places of the moves that a deadline is held against, in order.
func (o *outcomes) near(d *due) []int {
	var out []int
	if d.By != 0 {
		out = append(o.within(o.deeds[d.By], max(d.on, d.From), d.To), o.undone[d.By]...)
	}
	if d.set != nil && len(d.set.By) > 1 {
		out = append(out, o.within(o.deeds[d.set.By[0]], max(d.on, d.From), d.To)...)
	}
	if len(d.who) > 1 {
		out = append(append(out, o.within(o.meets[d.who[0]], max(d.on, d.From), d.To)...), o.off...)
	}
	if d.gathers {
		if lasts(d.Deadline, gatheringDays) {
			out = append(out, o.within(o.joint, max(d.on, d.From), d.To)...)
		}
		if t := dayTime(d.To); lasts(d.Deadline, 1) && !t.IsZero() {
			out = append(out, o.within(o.late, d.To, day(t.AddDate(0, 0, laterDays)))...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// within gives those of places in order whose moves were said between two days.
func (o *outcomes) within(places []int, from, to Day) []int {
	a, _ := slices.BinarySearchFunc(places, from, func(i int, d Day) int { return strings.Compare(string(o.moves[i].Said.From), string(d)) })
	b := a
	for b < len(places) && o.moves[places[b]].Said.From <= to {
		b++
	}
	return slices.Clone(places[a:b])
}

// makers are whose deadline it is, and who made the move that set it.
func (o *outcomes) makers(d *Deadline) []ActorID {
	var out []ActorID
	if d.By != 0 {
		out = append(out, d.By)
	}
	if m := o.set[d.Move]; m != nil {
		for _, id := range m.By {
			out = addID(out, id)
		}
	}
	return out
}

// due is a deadline with what moves are held against it by.
type due struct {
	*Deadline
	set     *Move     // that set it; nil where it is not known
	on      Day       // on which it was told
	who     []ActorID // who are to meet; nil where nobody is
	what    []string  // its content words
	gathers bool      // it names a meeting itself
}

func (v *view) dueOf(d *Deadline, o *outcomes) *due {
	x := &due{Deadline: d, set: o.set[d.Move], on: v.setOn(d), what: content(d.What), gathers: isGathering(d.What)}
	if x.set != nil {
		x.who = meeting(x.set)
	}
	return x
}

// setOn is the day on which a deadline was told: what is planned for a day is said
// before it.
func (v *view) setOn(d *Deadline) Day {
	if p := v.reports[d.Report].Published; p != "" && (d.Said.From == "" || p < d.Said.From) {
		return p
	}
	return d.Said.From
}
