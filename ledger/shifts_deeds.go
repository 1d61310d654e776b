package ledger

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Deed is what a side of a shift did, where the shift is one of deeds and not of
// stances; "" for a stance.
type Deed string

// The deeds that a later one may turn round or bring to its end.
const (
	DeedPaused    Deed = "paused"
	DeedResumed   Deed = "resumed"
	DeedArranged  Deed = "arranged" // a meeting was agreed or announced
	DeedUnplanned Deed = "no plans" // the meeting is not foreseen
	DeedCancelled Deed = "cancelled"
	DeedReady     Deed = "ready" // to sign
	DeedSigned    Deed = "signed"
	DeedSet       Deed = "set" // a deadline
	DeedDropped   Deed = "dropped"
)

// before names the deed that another one turns round or brings to its end, and how
// many days may lie between the two; "" for none.
func (d Deed) before() (Deed, int) {
	switch d {
	case DeedPaused:
		return DeedResumed, 180
	case DeedResumed:
		return DeedPaused, 180
	case DeedUnplanned, DeedCancelled:
		return DeedArranged, 60
	case DeedSigned:
		return DeedReady, 120
	}
	return "", 0
}

// deed is a line that tells of one.
type deed struct {
	what  Deed
	line  *Line
	move  *Move     // nil of a statement
	by    []ActorID // makers
	who   []ActorID // who is to meet, makers among them, in order; nil where they must be found by name
	to    []ActorID
	thing string // what it is done to
	words []string
	day   Day // of saying: a plan is said on the day of its report
}

// deedsOf finds the deeds among moves and statements, in the order of their days.
// The reports of the lines were cited.
func (v *view) deedsOf(moves []Move, said []StatementLine) []deed {
	var out []deed
	for i := range moves {
		if d, ok := moveDeed(&moves[i]); ok {
			out = append(out, d)
		}
	}
	for i := range said {
		if d, ok := v.saidDeed(&said[i]); ok {
			out = append(out, d)
		}
	}
	for i := range out {
		d := &out[i]
		d.day, d.words = d.line.Said.From, content(d.thing)
		if p := v.reports[d.line.Report].Published; p != "" && (d.day == "" || p < d.day) {
			d.day = p
		}
	}
	slices.SortStableFunc(out, func(a, b deed) int {
		if c := strings.Compare(string(a.day), string(b.day)); c != 0 {
			return c
		}
		return before(a.line, b.line)
	})
	return out
}

// moveDeed reads a move as a deed: by its cue, where it is told as sure and hangs on
// nothing.
func moveDeed(m *Move) (deed, bool) {
	d := deed{line: &m.Line, move: m, by: m.By, to: m.To, thing: m.What}
	does := m.Act == doc.Coerce || m.Act == doc.Leave || m.Act == doc.Concede || m.Act == doc.Aid || m.Act == doc.Reject
	if !does && m.Act != doc.Agree && m.Act != doc.Meet || len(m.By) == 0 || len(m.Conditions) > 0 || !sure(m) {
		return d, false
	}
	is := deedCue(m)
	switch {
	case gathers(m) && m.Act == doc.Leave && is("cancel"):
		d.what = DeedCancelled
	case gathers(m) && (m.Act == doc.Agree || m.Act == doc.Meet && m.Status == doc.Planned) && !remote(m):
		d.what = DeedArranged
	case does && is("pause"):
		d.what = DeedPaused
	case (does || m.Act == doc.Agree || m.Act == doc.Meet) && m.Status == doc.Done && is("resume"):
		d.what = DeedResumed
	case m.Act == doc.Agree && m.Status == doc.Done && is("signed"):
		d.what = DeedSigned
	default:
		return d, false
	}
	if d.what == DeedArranged || d.what == DeedCancelled {
		d.who = slices.Sorted(slices.Values(slices.Concat(m.By, m.To)))
		d.who = slices.Compact(d.who)
		return d, len(d.who) > 1
	}
	return d, true
}

// sure tells whether a move is told as such: not as possible or denied, nor as
// reported by others than one of its makers.
func sure(m *Move) bool {
	own := m.Voice == doc.Relayed && len(m.By) > 1 && meets(m.Via, m.By...)
	return m.Status != doc.Possible && m.Status != doc.Denied && (m.Status != doc.Reported || own)
}

// remote tells whether a meeting is one at a distance, as a call is.
func remote(m *Move) bool {
	cue := plainWords(m.Cue)
	return len(cue) > 0 && words().has("remote", cue[0])
}

// deedCue tells of kinds of phrase whether the cue of a move begins with one. The
// sentence is looked at only where the first word of the cue begins a phrase.
func deedCue(m *Move) func(kind string) bool {
	cue, whole := plainWords(m.Cue), false
	return func(kind string) bool {
		if len(cue) == 0 || !words().begins(kind, cue[0]) {
			return false
		}
		if !whole {
			cue, whole = cueWords(cue, m), true
		}
		at, _ := words().find(kind, cue)
		return at == 0
	}
}

// cueWords are the words of the cue of a move and the next one of its sentence, which
// may be part of the verb ("called off").
func cueWords(cue []string, m *Move) []string {
	sentence := plainWords(m.Words)
	for i := range sentence {
		if len(cue) > 0 && i+len(cue) < len(sentence) && slices.Equal(sentence[i:i+len(cue)], cue) {
			return sentence[i : i+len(cue)+1]
		}
	}
	return cue
}

// gathers tells whether a move is about a meeting.
func gathers(m *Move) bool { return m.Act == doc.Meet || gathering(plainWords(m.What)) }

// gathering tells whether folded words name a meeting.
func gathering(list []string) bool {
	return slices.ContainsFunc(list, func(w string) bool { return w == "meet" || words().has("gathering", w) })
}

// saidDeed reads a statement as a deed: of what the speaker says that he does himself
// or is ready to sign, and of what he says not to be planned.
func (v *view) saidDeed(s *StatementLine) (deed, bool) {
	d := deed{line: &s.Line, by: s.Sources}
	if len(s.Sources) == 0 {
		return d, false
	}
	list := plainWords(s.Content)
	if len(list) > longDeed {
		return d, false
	}
	_, unplanned := words().find("unplanned", list)
	resumed, behind := words().find("resume", list)
	at, end := words().find("ready", list)
	switch {
	case unplanned < 0 && resumed <= 0 && at < 0 || unsure(s.Content): // most tell of no deed
		return d, false
	case unplanned > 0 && gathering(list):
		d.what, d.thing = DeedUnplanned, s.Content
		return d, true
	case negatedWords(list):
		return d, false
	case resumed > 0 && ownDeed(list[:resumed]):
		d.what, d.thing = DeedResumed, strings.Join(list[behind:], " ")
		return d, true
	case at >= 0:
		if sign, after := words().find("sign", list[end:]); sign > 0 && list[end+sign-1] == "to" {
			d.what, d.thing = DeedReady, nounPhrase(list[end+after:])
			return d, len(content(d.thing)) > 1
		}
	}
	return d, false
}

// unsure tells whether a text says that something is only possible, or hangs on
// something. The month is no such word.
func unsure(text string) bool {
	for w := range strings.FieldsSeq(text) {
		w = strings.Trim(w, "()[]“”\"',;:.")
		if l := strings.ToLower(w); words().has("unsure", l) && (w == l || !words().has("calendar", l)) {
			return true
		}
	}
	return false
}

// longDeed is how many words a statement of one deed has at most.
const longDeed = 40

// ownDeed tells whether words before a verb make it a deed of the speaker: a pronoun,
// then auxiliaries and adverbs alone.
func ownDeed(before []string) bool {
	if len(before) < 2 || !slices.Contains([]string{"it", "he", "she", "they", "we", "i"}, before[0]) {
		return false
	}
	return !slices.ContainsFunc(before[1:], func(w string) bool {
		return !words().has("empty", w) && !words().has("swift", w) || words().has("negation", w)
	})
}

// nounPhrase are the words up to the first that joins something else to a thing.
func nounPhrase(list []string) string {
	for i, w := range list {
		if i > 0 && (words().has("empty", w) || words().has("joint", w) || words().has("negation", w) || slices.Contains([]string{"with", "on", "in", "for", "to", "by", "at", "toward", "towards", "when", "next"}, w)) {
			return strings.Join(list[:i], " ")
		}
	}
	return strings.Join(list, " ")
}

// deedShifts are the shifts of deeds: a later one turns round an earlier one of the
// same maker about the same thing, or brings to its end what he was ready for. Each
// rests on two passages of different families.
func (v *view) deedShifts() ([]ShiftLink, error) {
	if v.chosen != nil {
		return nil, nil // a deed lies on no proposal
	}
	if turns, err := v.turnsAbove(); err != nil || !turns {
		return nil, err
	}
	moves, err := v.courseMoves()
	if err != nil {
		return nil, err
	}
	said, err := v.recentStatements()
	if err != nil {
		return nil, err
	}
	list := v.deedsOf(moves, said)
	if err := v.meetDeeds(list); err != nil {
		return nil, err
	}
	met := v.meetings(moves)
	type course struct {
		from string
		to   Deed
	}
	seen := map[course]bool{}
	earlier := map[Deed][]*deed{}
	var out []ShiftLink
	for i := range list {
		to := &list[i]
		var from *deed
		if to.day >= v.q.Since {
			from = v.turned(earlier, to, met)
		}
		earlier[to.what] = append(earlier[to.what], to)
		if from == nil {
			continue
		}
		k := course{from.line.Key, to.what}
		if !seen[k] {
			seen[k] = true
			out = append(out, v.deedLink(from, to))
		}
	}
	dropped, err := v.droppedDeadlines(moves)
	return append(out, dropped...), err
}

// turnsAbove tells whether anything since the floor may turn a deed round; true where
// there is no floor. Mostly nothing does, and what was done before need not be read.
func (v *view) turnsAbove() (bool, error) {
	if v.floor == "" {
		return true, nil
	}
	q := v.q
	q.Newest, q.Limit = true, floorPage
	q.Acts = []doc.Act{doc.Agree, doc.Meet, doc.Coerce, doc.Leave, doc.Concede, doc.Aid, doc.Reject} // see moveDeed
	found := false
	err := aboveFloor(v, q, v.moves, func(m *Move) (*Line, int64) {
		d, ok := moveDeed(m)
		found = found || ok && turnsRound(d.what) || givesUp(m)
		return &m.Line, int64(m.ID)
	})
	if err != nil || found {
		return found, err
	}
	q.Acts, q.Actors, q.Proposals = nil, nil, nil
	err = aboveFloor(v, q, v.statements, func(s *Statement) (*Line, int64) {
		d, ok := v.saidDeed(&StatementLine{Statement: *s})
		found = found || ok && turnsRound(d.what)
		return &s.Line, int64(s.ID)
	})
	return found, err
}

// floorPage is how many lines since the floor are read at once.
const floorPage = 1000

// aboveFloor goes through the newest lines, those of one page and as many more as were
// said since the floor, up to as many as shifts are looked for in.
func aboveFloor[T any](v *view, q Query, read func(Query) ([]T, error), each func(*T) (*Line, int64)) error {
	for range conflictMoves / floorPage {
		list, err := read(q)
		if err != nil {
			return err
		}
		oldest := Day("")
		for i := range list {
			l, id := each(&list[i])
			oldest, q.After = l.Said.From, id
		}
		if len(list) == 0 || oldest < v.floor {
			return nil
		}
	}
	return nil
}

// turnsRound tells whether a deed may be the later one of a shift.
func turnsRound(d Deed) bool {
	before, _ := d.before()
	return before != ""
}

// courseDays is how long before the bounds of a question the earlier deed of a shift may
// lie.
const courseDays = 90

// courseMoves reads the newest 5000 moves within the bounds and the 90 days before
// them, once for a question, in order, and their reports.
func (v *view) courseMoves() ([]Move, error) {
	if v.course != nil {
		return v.course, nil
	}
	q := v.q
	q.Newest, q.Limit = true, conflictMoves
	if t := dayTime(q.Since); !t.IsZero() {
		q.Since = day(t.AddDate(0, 0, -courseDays))
	}
	moves, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	if err := v.cite(reportsOf(moves)...); err != nil {
		return nil, err
	}
	slices.SortFunc(moves, func(a, b Move) int { return before(&a.Line, &b.Line) })
	v.course = moves
	return moves, nil
}

// meetDeeds reads the makers of deeds and their parties.
func (v *view) meetDeeds(list []deed) error {
	var ids []ActorID
	for i := range list {
		ids = append(ids, slices.Concat(list[i].by, list[i].who, list[i].to)...)
	}
	return v.meetParties(ids)
}

// meetParties reads actors and their parties.
func (v *view) meetParties(ids []ActorID) error {
	if err := v.meet(ids...); err != nil {
		return err
	}
	return v.meet(v.partiesOf(ids)...)
}

// partyOf is in whose name an actor acts: the party of a dossier, else the one that
// reports tell, else itself. It was met before.
func (v *view) partyOf(id ActorID) ActorID {
	if s := v.side(id); s != v.one(id) {
		return s
	}
	if p := v.actor(id).Party; p != 0 {
		return p
	}
	return v.one(id)
}

// partiesOf are the parties of several actors.
func (v *view) partiesOf(ids []ActorID) []ActorID {
	var out []ActorID
	for _, id := range ids {
		out = addID(out, v.partyOf(id))
	}
	return out
}

// meetings are the moves that tell of a meeting that was held.
func (v *view) meetings(moves []Move) []*Move {
	var out []*Move
	for i := range moves {
		if m := &moves[i]; m.Act == doc.Meet && m.Status == doc.Done && len(m.By)+len(m.To) > 1 {
			out = append(out, m)
		}
	}
	return out
}

// turned finds the latest deed that a later one turns round; nil for none. The earlier
// deeds are those of each kind, in order.
func (v *view) turned(earlier map[Deed][]*deed, to *deed, met []*Move) *deed {
	want, days := to.what.before()
	list := earlier[want]
	for i := len(list) - 1; i >= 0; i-- {
		from := list[i]
		if from.day == to.day {
			continue
		}
		if !apart(from.day, to.day, days) {
			return nil
		}
		if v.family(from.line.Report) == v.family(to.line.Report) {
			continue
		}
		if v.sameCourse(from, to, met) {
			return from
		}
	}
	return nil
}

// sameCourse tells whether two deeds are of one maker and about one thing.
func (v *view) sameCourse(from, to *deed, met []*Move) bool {
	switch to.what {
	case DeedCancelled, DeedUnplanned:
		if to.what == DeedCancelled && !sameSet(from.who, to.who) || to.what == DeedUnplanned && !v.allNamed(from.who, to.thing) {
			return false
		}
		held := func(m *Move) bool {
			return m.Said.From > from.day && m.Said.To <= to.day && sameSet(from.who, slices.Compact(slices.Sorted(slices.Values(slices.Concat(m.By, m.To)))))
		}
		return meets(v.partiesOf(from.who), v.partiesOf(to.by)...) && !slices.ContainsFunc(met, held)
	case DeedSigned:
		return meets(v.partiesOf(from.by), v.partiesOf(to.by)...) && signs(from.words, to)
	}
	return meets(v.partiesOf(from.by), v.partiesOf(to.by)...) && v.samePaused(from, to)
}

// signs tells whether a deed signed what somebody was ready to sign: all words of it
// stand in the sentence, and it is a paper of the same kind.
func signs(ready []string, to *deed) bool {
	kind := func(list []string) string {
		for _, w := range list {
			if labels().same[w] == "deal" {
				return "deal"
			}
		}
		return ""
	}
	sentence := content(to.line.Words)
	for i, w := range ready {
		if labels().same[w] == "deal" {
			ready = slices.Delete(slices.Clone(ready), i, i+1)
			return len(ready) > 0 && kind(plainWords(to.thing)) != "" && shared(ready, sentence) == len(ready)
		}
	}
	return false
}

// samePaused tells whether what was paused is what was resumed: all words of the one
// are words of the other, two of them or all that both have, and it goes to the same.
func (v *view) samePaused(from, to *deed) bool {
	a, x := v.withoutNames(from)
	b, y := v.withoutNames(to)
	n := shared(a, b)
	if n == 0 || n < min(len(a), len(b)) || n == 1 && len(a) != len(b) {
		return false
	}
	if len(x) == 0 || len(y) == 0 || shared(x, y) > 0 {
		return n > 1 || shared(x, y) > 0 || len(x)+len(y) == 0
	}
	return v.anyNamed(from.to, to.line.Words) || v.anyNamed(to.to, from.line.Words)
}

// withoutNames are the content words of what a deed is done to, and the names in
// them.
func (v *view) withoutNames(d *deed) (things, names []string) {
	capital := namesIn(d.line.Words, v.reports[d.line.Report].Outlet)
	for _, w := range d.words {
		if slices.Contains(capital, w) {
			names = append(names, w)
		} else {
			things = append(things, w)
		}
	}
	return things, names
}

// named tells whether folded words hold a name of an actor of more than two letters.
// Names that one report gives are known by the time that its lines are.
func (v *view) named(id ActorID, text string) bool {
	a := v.actor(id)
	return slices.ContainsFunc(append([]string{a.Name}, a.Names...), func(n string) bool {
		n = FoldName(n)
		return len(n) > 2 && strings.Contains(text, " "+n+" ")
	})
}

func (v *view) allNamed(ids []ActorID, words string) bool {
	text := " " + FoldName(words) + " "
	return len(ids) > 1 && !slices.ContainsFunc(ids, func(id ActorID) bool { return !v.named(id, text) })
}

func (v *view) anyNamed(ids []ActorID, words string) bool {
	text := " " + FoldName(words) + " "
	return slices.ContainsFunc(ids, func(id ActorID) bool { return v.named(id, text) })
}

// deedLink makes a shift of two deeds. Its actor is the maker of the later one.
func (v *view) deedLink(from, to *deed) ShiftLink {
	by := to.by[0]
	parties := v.partiesOf(from.by)
	if i := slices.IndexFunc(to.by, func(id ActorID) bool { return slices.Contains(parties, v.partyOf(id)) }); i >= 0 {
		by = to.by[i] // who did both
	}
	link := ShiftLink{By: by, Actor: v.actor(v.partyOf(by)), From: v.deedStand(from), To: v.deedStand(to)}
	link.Day = to.line.Said
	return link
}

// deedStand is one side of a shift of deeds.
func (v *view) deedStand(d *deed) Stand {
	s := Stand{Deed: d.what, Source: v.source(d.line), Sources: 1}
	s.Line, s.By, s.Actor = *d.line, d.by[0], v.partyOf(d.by[0])
	if d.move != nil {
		s.Act, s.Status, s.Move = d.move.Act, d.move.Status, d.move.Key
	}
	return s
}

// droppedDeadlines are deadlines that one set and, before they were over, gave up: a
// later report tells the giving up together with the same day.
func (v *view) droppedDeadlines(moves []Move) ([]ShiftLink, error) {
	gave := map[string]*Move{}
	for i := range moves {
		if m := &moves[i]; givesUp(m) {
			gave[m.Key] = m
		}
	}
	if len(gave) == 0 {
		return nil, nil
	}
	windows, err := v.windows()
	if err != nil {
		return nil, err
	}
	var out []ShiftLink
	told := map[string]bool{}
	for i := range windows {
		d := &windows[i]
		m := gave[d.Move]
		if m == nil || d.By == 0 || m.Said.From < v.q.Since || v.reports[m.Report].Published > d.To {
			continue
		}
		for k := len(windows) - 1; k >= 0; k-- {
			o := &windows[k]
			later := v.reports[o.Report].Published < v.reports[m.Report].Published // the day of saying of a plan may be that of the plan
			if o.By != d.By || o.To != d.To || o.To == "" || !later || gave[o.Move] != nil || v.family(o.Report) == v.family(d.Report) || told[o.Key] {
				continue
			}
			told[o.Key] = true
			if err := v.meetParties([]ActorID{d.By}); err != nil {
				return nil, err
			}
			set := deed{what: DeedSet, line: &o.Line, by: []ActorID{o.By}}
			end := deed{what: DeedDropped, line: &m.Line, move: m, by: []ActorID{d.By}}
			out = append(out, v.deedLink(&set, &end))
			break
		}
	}
	return out, nil
}
