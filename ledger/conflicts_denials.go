package ledger

import (
	"fmt"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// denials is what denials are held against.
type denials struct {
	*view
	moves   []Move            // what may claim, in order
	by      map[ActorID][]int // places in moves by those who act or are acted on
	claims  map[string]Move   // by key: what the reports themselves link
	sayings *sayings
}

// denied finds claims and their denials: within a report as it links them, or as one
// charges the other with lying; across reports where one denies what the words of the
// other tell. See claim, saidClaim, talkClaim, predicateClaim, openClaim and lies for
// how near they must be.
func (v *view) denied(moves []Move) ([]Conflict, error) {
	q := v.q
	q.Denials, q.Newest, q.Limit = true, true, conflictDenials
	list, err := v.moves(q)
	if err != nil {
		return nil, err
	}
	if _, err := v.moveLines(list); err != nil {
		return nil, err
	}
	d := &denials{view: v, moves: moves, by: map[ActorID][]int{}}
	if d.claims, err = v.linkedClaims(list); err != nil {
		return nil, err
	}
	if d.sayings, err = v.sayings(len(list) > 0 || slices.ContainsFunc(moves, func(m Move) bool { return charges(&m) })); err != nil {
		return nil, err
	}
	for i := range moves {
		for _, id := range slices.Concat(moves[i].By, moves[i].To) {
			d.by[id] = append(d.by[id], i)
		}
	}
	if err := d.meetAll(list); err != nil {
		return nil, err
	}
	var out []Conflict
	seen := map[string]bool{}
	slices.SortFunc(list, func(a, b Move) int { return before(&a.Line, &b.Line) })
	for i := range list {
		m := &list[i]
		claim, why := d.claimOf(m)
		if claim == nil {
			continue
		}
		k := fmt.Sprintf("%d|%d|%s", v.family(claim.Source.Report), v.family(m.Report), strings.Join(content(m.What), " "))
		if !seen[k] {
			seen[k] = true
			out = append(out, Conflict{Kind: ClaimDenied, A: *claim, B: v.moveSide(m, ""), Why: why})
		}
	}
	return append(out, d.lies()...), nil
}

// Why a claim and a denial are shown together.
const (
	deniedInside  = "one denies what the other tells, in one report"
	deniedAcross  = "one report denies what another tells"
	deniedTalk    = "one denies to have talked of what the other side tells"
	deniedAsLying = "one charges the other with lying about it, in one report"
)

// claimOf finds what a denial denies, and tells why it is held to be that; nil for
// nothing.
func (d *denials) claimOf(m *Move) (*ConflictSide, string) {
	if c, ok := d.claims[m.Denies]; ok && c.Words != m.Words && d.touches(&c, m) { // a sentence is no conflict with itself
		side := d.moveSide(&c, "")
		return &side, deniedInside
	}
	if c := d.claim(m, d.moves, d.by); c != nil {
		side := d.moveSide(c, "")
		return &side, deniedAcross
	}
	for _, find := range []func(*Move) *StatementLine{d.saidClaim, d.predicateClaim} {
		if s := find(m); s != nil {
			side := s.conflictSide("")
			return &side, deniedAcross
		}
	}
	if s := d.talkClaim(m); s != nil {
		side := s.conflictSide("")
		return &side, deniedTalk
	}
	if s := d.openClaim(m); s != nil {
		side := s.conflictSide("")
		if s.Report == m.Report {
			return &side, deniedInside
		}
		return &side, deniedAcross
	}
	return nil, ""
}

// bareDenial is how many content words a sentence has at most that denies what was said
// before it without telling it again ("Moscow denied this on Monday").
const bareDenial = 8

// touches tells whether a denial and the claim that its report links with it have a
// content word in common beside the names of those who speak and are charged, or the
// denial is too short to tell what it denies.
func (d *denials) touches(c, m *Move) bool {
	list := content(m.Words)
	if len(content(m.What)) == 0 && len(list) <= bareDenial {
		return true
	}
	var names []string
	for _, id := range slices.Concat(m.By, c.By, c.To) {
		a := d.actor(id)
		names = append(names, content(strings.Join(append([]string{a.Name}, a.Names...), " "))...)
	}
	list = slices.DeleteFunc(list, func(w string) bool { return slices.Contains(names, w) })
	return shared(list, content(c.Words)) > 0
}

// linkedClaims reads the moves that reports link as denied, with their reports.
func (v *view) linkedClaims(list []Move) (map[string]Move, error) {
	var keys []string
	for i := range list {
		if k := list[i].Denies; k != "" {
			keys = append(keys, k)
		}
	}
	claims := map[string]Move{}
	if len(keys) == 0 {
		return claims, nil
	}
	found, err := v.store.MovesByKey(v.ctx, keys)
	if err != nil {
		return nil, err
	}
	if found, err = v.mendMoves(found, nil); err != nil {
		return nil, err
	}
	for _, m := range found {
		claims[m.Key] = m
	}
	return claims, v.cite(reportsOf(found)...)
}

// meetAll reads those who deny, who are charged and who speak, with their parties.
func (d *denials) meetAll(list []Move) error {
	if len(list) == 0 && len(d.sayings.list) == 0 {
		return nil
	}
	var ids []ActorID
	add := func(m *Move) { ids = append(ids, slices.Concat(m.By, m.To)...) }
	for i := range list {
		add(&list[i])
	}
	for _, c := range d.claims {
		add(&c)
	}
	for i := range d.moves {
		add(&d.moves[i])
	}
	for i := range d.sayings.list {
		ids = append(ids, d.sayings.list[i].Sources...)
	}
	return d.meetParties(ids)
}

// claim finds the claim of another family that a denial speaks of: about the same
// actor, at most a month before, with the deed that is denied and nearly all of its
// words; half of them do where the denier was accused within a week.
func (v *view) claim(d *Move, moves []Move, by map[ActorID][]int) *Move {
	want := content(d.What)
	if d.Act != doc.Deny || len(want) < 2 || len(d.By) == 0 {
		return nil
	}
	var best *Move
	most := 0
	for _, id := range d.By {
		for _, i := range by[id] {
			m := &moves[i]
			if m.Act == doc.Deny || m.Status == doc.Denied || m.Act == doc.Reject || m.Said.From > d.Said.From || !apart(m.Said.From, d.Said.From, 30) || v.family(m.Report) == v.family(d.Report) {
				continue
			}
			c := content(m.What + " " + m.Cue)
			n := shared(want, c)
			accused := m.Act == doc.Accuse && meets(m.To, d.By...) && apart(m.Said.From, d.Said.From, 7)
			if n > most && n >= 2 && (4*n >= 3*len(want) || accused && 2*n >= len(want)) && slices.Contains(c, head(d.What)) {
				best, most = m, n
			}
		}
	}
	return best
}

// talkClaim finds what the other side of a talk told of it, where one denies to have
// talked of that: a report that tells of their talk, of another family and at most a
// week older, gives words of the other side that hold two content words of what the
// denial names, and half of them. The report of the denial says who would have talked.
func (d *denials) talkClaim(m *Move) *StatementLine {
	c, ok := d.claims[m.Denies]
	if m.Act != doc.Deny || !ok || c.Words != m.Words || len(m.By) == 0 {
		return nil
	}
	list := plainWords(m.Words)
	_, end := words().find("talked", list)
	if end < 0 {
		return nil
	}
	mine := d.partiesOf(m.By)
	var others []ActorID
	for _, id := range slices.Concat(c.By, c.To) {
		if p := d.partyOf(id); !slices.Contains(mine, p) && d.named(id, " "+strings.Join(list[:end], " ")+" ") {
			others = addID(others, p)
		}
	}
	var about []string
	for _, w := range content(strings.Join(list[end:], " ")) {
		if !slices.Contains(namesIn(m.Words, d.reports[m.Report].Outlet), w) {
			about = append(about, w)
		}
	}
	if len(others) == 0 || len(about) < 2 {
		return nil
	}
	var best *StatementLine
	most := 1
	for _, i := range d.sayings.with(about) {
		s := &d.sayings.list[i]
		n := shared(about, d.sayings.words[i])
		if n <= most || 2*n < len(about) || !meets(others, d.partiesOf(s.Sources)...) || len(s.Sources) == 0 || d.otherwise(s, m, 7) {
			continue
		}
		if d.tellsTalk(s.Report, mine, others) {
			best, most = s, n
		}
	}
	return best
}

// otherwise tells whether a statement cannot be what a denial is about for its place:
// it is said later or more than some days before, or in the same family.
func (d *denials) otherwise(s *StatementLine, m *Move, days int) bool {
	return s.Said.From > m.Said.From || !apart(s.Said.From, m.Said.From, days) || d.family(s.Report) == d.family(m.Report)
}

// tellsTalk tells whether a report tells of a talk between two sides.
func (d *denials) tellsTalk(report ReportID, mine, others []ActorID) bool {
	return slices.ContainsFunc(d.moves, func(m Move) bool {
		if m.Report != report || m.Act != doc.Meet || m.Status != doc.Done {
			return false
		}
		all := d.partiesOf(slices.Concat(m.By, m.To))
		return meets(mine, all...) && meets(others, all...)
	})
}

// predicateClaim finds who says of a thing what is denied of it ("the plan is a Russian
// wish list"): in another family, at most two weeks before, with all content words
// behind "is" and half of those before it, in what is said or next to it. Two words
// must stand on either side.
func (d *denials) predicateClaim(m *Move) *StatementLine {
	list := plainWords(m.What)
	at := slices.IndexFunc(list, func(w string) bool { return w == "is" || w == "was" || w == "are" || w == "were" })
	if m.Act != doc.Deny || at < 1 || negated(m.What) {
		return nil
	}
	thing, told := content(strings.Join(list[:at], " ")), content(strings.Join(list[at+1:], " "))
	if len(thing) < 2 || len(told) < 2 {
		return nil
	}
	for _, i := range d.sayings.with(told[:1]) {
		s := &d.sayings.list[i]
		own := slices.ContainsFunc(s.Sources, func(id ActorID) bool { return slices.Contains(m.By, id) || slices.Contains(m.Via, id) })
		if own || len(s.Sources) == 0 || d.otherwise(s, m, 14) || shared(told, d.sayings.words[i]) < len(told) || negated(s.Content) {
			continue
		}
		if 2*shared(thing, d.sayings.around(i)) >= len(thing) {
			return s
		}
	}
	return nil
}

// openClaim finds what is meant where one denies that anything was called off: the
// last statement before it, in the same report or in one of the two days before, that
// a meeting is not foreseen, of others, which names one of the denier's party.
func (d *denials) openClaim(m *Move) *StatementLine {
	list := plainWords(m.What)
	at, end := words().find("cancel", list)
	if m.Act != doc.Deny || at < 1 || end < len(list) || len(m.By) == 0 || !words().has("open", list[0]) {
		return nil
	}
	mine := d.partiesOf(m.By)
	for i := len(d.sayings.list) - 1; i >= 0; i-- {
		s := &d.sayings.list[i]
		if s.Said.From != "" && !apart(s.Said.From, m.Said.From, 2) && s.Said.From < m.Said.From {
			break
		}
		before := s.Report == m.Report && s.Span.End <= m.Span.Start || s.Said.From < m.Said.From && s.Report != m.Report
		said, ok := d.saidDeed(s)
		if !before || !ok || said.what != DeedUnplanned || meets(mine, d.partiesOf(s.Sources)...) {
			continue
		}
		if text := " " + FoldName(s.Content) + " "; d.partyNamed(mine, text) {
			return s
		}
	}
	return nil
}

// partyNamed tells whether folded words name a party or one who acts for it.
func (d *denials) partyNamed(parties []ActorID, text string) bool {
	for id := range d.actors {
		if slices.Contains(parties, d.partyOf(id)) && !d.actor(id).Unnamed && d.named(id, text) {
			return true
		}
	}
	return false
}

// charges tells whether a move charges somebody with lying.
func charges(m *Move) bool {
	if m.Act != doc.Accuse || len(m.By) == 0 || len(m.To) == 0 || !sure(m) {
		return false
	}
	at, _ := words().find("lying", plainWords(m.What))
	return at >= 0
}

// lies finds what one says and another calls a lie in the same report: the last words
// of the charged side at most two paragraphs before, and words of the accuser beside
// his charge that share two content words with them.
func (d *denials) lies() []Conflict {
	var out []Conflict
	for i := range d.moves {
		m := &d.moves[i]
		if !charges(m) {
			continue
		}
		var claim, answer *StatementLine
		for _, k := range d.sayings.of[m.Report] {
			s := &d.sayings.list[k]
			if meets(d.partiesOf(m.To), d.partiesOf(s.Sources)...) && len(s.Sources) > 0 && s.Span.End <= m.Span.Start && m.Paragraph-s.Paragraph <= 2 {
				claim = s
			}
		}
		if claim == nil {
			continue
		}
		most := 1
		for _, k := range d.sayings.of[m.Report] {
			s := &d.sayings.list[k]
			beside := s.Paragraph == m.Paragraph && sameSet(s.Sources, m.By) && s.Span.Start >= claim.Span.End
			if n := shared(content(claim.Content), d.sayings.words[k]); beside && n > most {
				answer, most = s, n
			}
		}
		if answer != nil {
			out = append(out, Conflict{Kind: ClaimDenied, A: claim.conflictSide(""), B: answer.conflictSide(""), Why: deniedAsLying})
		}
	}
	return out
}
