package move

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// maxCountries bounds how many countries an adjective is compared with.
const maxCountries = 64

// maxNames bounds how many conjoined names one role takes.
const maxNames = 12

// reader holds what is looked up over and over while one report is read.
type reader struct {
	lowForms []string // forms in lower case, made when asked for
	*tree
	lex     *lexicon
	in      *Input
	mention []int32 // for each token, 1 + the mention that it heads, else 0
	cover   []int32 // for each token, 1 + the innermost mention that holds it
	stmt    []int32 // for each token, the innermost statement in whose content it stands
	cueOf   []int32 // for each token, the statement whose cue it is in
	whatOf  []int32 // for each token, 1 + the candidate of this sentence whose what it heads
	candAt  []int32 // for each token, 1 + the candidate of this sentence that it carries
	country map[string]doc.ActorID

	countries []doc.ActorID // those of the report, at most maxCountries
	ruled     []ruled       // for each token, what the ladder made of it
	inside    []uint8       // for each token, 1 + the act inside whose what it stands
	senses    *Senses
	sensed    []float32     // the outcomes of the words that the senses were asked about
	ids       []doc.ActorID // memory of standAt
	senseAt   []int32       // for each token, 1 + the number of its outcome

	cands          []cand     // of the sentences that are kept
	firstCand      int        // the first of the sentence that is read
	laddered       []doc.Move // what the survey found in all sentences
	ladderEnds     []int32    // for each sentence, where its moves end in laddered
	times          []timeAt
	spoken         map[doc.ActorID]spokenAt
	sentenceTokens int        // of the sentence that is read
	denials        [][2]int   // where a denial's cue starts, and that of what it denies
	saidOn         []doc.When // for each statement
}

func newReader(lex *lexicon, in *Input) *reader {
	n := len(in.Tags)
	mem := make([]int32, 6*n)
	r := &reader{
		tree: newTree(in.Tags, in.Arcs), lex: lex, in: in,
		mention: mem[:n], cover: mem[n : 2*n], stmt: mem[2*n : 3*n], cueOf: mem[3*n : 4*n], whatOf: mem[4*n : 5*n], candAt: mem[5*n:],
		country: map[string]doc.ActorID{}, spoken: map[doc.ActorID]spokenAt{},
		ruled: make([]ruled, n), inside: make([]uint8, n),
	}
	for i := range in.Actors {
		if a := &in.Actors[i]; a.Kind == doc.Country && a.Country != "" && r.country[a.Country] == 0 {
			r.country[a.Country] = a.ID
			if len(r.countries) < maxCountries {
				r.countries = append(r.countries, a.ID)
			}
		}
	}
	r.placeMentions()
	r.placeStatements()
	r.placeTimes()
	r.placeSayings()
	return r
}

// placeMentions files mentions under their heads; the longest comes first in
// the input, so that the innermost is written last.
func (r *reader) placeMentions() {
	n := len(r.mention)
	for i := range r.in.Mentions {
		m := &r.in.Mentions[i]
		if m.Actor < 1 || int(m.Actor) > len(r.in.Actors) || m.Tokens.First < 0 || m.Tokens.End > n {
			continue
		}
		if m.Head >= 0 && m.Head < n {
			if r.mention[m.Head] == 0 { // the longest
				r.mention[m.Head] = int32(i + 1)
			}
		}
		for t := m.Tokens.First; t < min(m.Tokens.End, m.Tokens.First+40); t++ {
			r.cover[t] = int32(i + 1)
		}
	}
}

// piece is one stretch of a statement's content, in tokens.
type piece struct {
	doc.Range
	id int32
}

// placeStatements paints each token with the innermost statement that it
// belongs to, by one sweep with a stack.
func (r *reader) placeStatements() {
	n := len(r.stmt)
	var pieces []piece
	for i := range r.in.Statements {
		s := &r.in.Statements[i]
		for _, c := range s.Content {
			if tr := r.in.Layout.TokensIn(c); !tr.Empty() {
				pieces = append(pieces, piece{tr, int32(i + 1)})
			}
		}
		tr := r.in.Layout.TokensIn(s.Cue)
		for t := tr.First; t < tr.End && t < n; t++ {
			r.cueOf[t] = int32(i + 1)
		}
	}
	sortPieces(pieces)
	var stack []piece
	next := 0
	for t := range n {
		for len(stack) > 0 && stack[len(stack)-1].End <= t {
			stack = stack[:len(stack)-1]
		}
		for next < len(pieces) && pieces[next].First == t {
			stack = append(stack, pieces[next])
			next++
		}
		if len(stack) > 0 {
			r.stmt[t] = stack[len(stack)-1].id
		}
	}
	r.fillQuotes()
}

// fillQuotes gives the whole of a quotation to the statement that its first
// attributed part belongs to: what follows in the same marks has the same
// speaker.
func (r *reader) fillQuotes() {
	carried := int32(0) // goes on from a quotation that the next paragraph opens anew
	for _, q := range r.in.Layout.Quotes {
		if q.Depth > 0 {
			continue
		}
		toks := r.in.Layout.TokensIn(q.Inner)
		id := carried
		for t := toks.First; t < toks.End && t < len(r.stmt); t++ {
			if r.stmt[t] > 0 {
				id = r.outermost(r.stmt[t])
				break
			}
		}
		if id == 0 && toks.First > 1 {
			id = r.afterColon(toks.First - 1)
		}
		if carried = 0; q.Continues {
			carried = id
		}
		if id == 0 || toks.Len() < 4 {
			continue
		}
		for t := toks.First; t < toks.End && t < len(r.stmt); t++ {
			if r.stmt[t] == 0 && r.cueOf[t] == 0 {
				r.stmt[t] = id
			}
		}
	}
}

// afterColon is the statement that a quotation goes on with after a colon:
// "the ministry defended the raid as lawful: “…”"; open is the opening mark.
func (r *reader) afterColon(open int) int32 {
	if r.in.Forms[open-1] != ":" {
		return 0
	}
	for t := open - 2; t >= max(open-80, 0); t-- {
		switch {
		case r.stmt[t] > 0:
			return r.outermost(r.stmt[t])
		case r.cueOf[t] > 0:
			return r.outermost(r.cueOf[t])
		}
	}
	return 0
}

// outermost is the statement that holds all those around the given one.
func (r *reader) outermost(id int32) int32 {
	for range 4 {
		w := r.in.Statements[id-1].Within
		if w < 1 || int(w) > len(r.in.Statements) {
			break
		}
		id = int32(w)
	}
	return id
}

// statement is the statement in whose content token t stands, nil for none.
func (r *reader) statement(t int) *doc.Statement {
	if id := r.stmt[t]; id > 0 {
		return &r.in.Statements[id-1]
	}
	return nil
}

func (r *reader) actor(id doc.ActorID) *doc.Actor {
	if id < 1 || int(id) > len(r.in.Actors) {
		return nil
	}
	return &r.in.Actors[id-1]
}

// party is the country or body that an actor speaks for; 0 where none is known.
func (r *reader) party(id doc.ActorID) doc.ActorID {
	a := r.actor(id)
	switch {
	case a == nil:
		return 0
	case a.Party != 0 && a.Party != id:
		return a.Party
	case a.Kind == doc.Country:
		return id
	case a.Kind == doc.Person && a.Role != "" || a.Unnamed || a.Kind == doc.Organisation && r.official(a):
		return r.country[a.Country]
	}
	return 0
}

// sameCountry tells whether an actor that is no person and a country belong together.
func (r *reader) sameCountry(id, country doc.ActorID) bool {
	a, c := r.actor(id), r.actor(country)
	return a != nil && c != nil && a.Kind != doc.Person && !a.Unnamed && a.Country != "" && a.Country == c.Country
}

// official tells whether the name is one of an office that speaks for its state.
func (r *reader) official(a *doc.Actor) bool {
	for w := range strings.FieldsSeq(a.Name) {
		if r.lex.has("speaks_for_another", strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// mouthpiece tells whether what the actor says is always said for its party: a
// ministry, a spokesman, an unnamed official.
func (r *reader) mouthpiece(id doc.ActorID) bool {
	a := r.actor(id)
	if a == nil {
		return false
	}
	if a.Unnamed {
		return !r.ownVoice(a.Name)
	}
	if a.Kind == doc.Organisation && r.official(a) {
		return true
	}
	return a.Kind == doc.Person && strings.Contains(strings.ToLower(a.Role), "spokes")
}

// ownVoice tells whether those whom a description names speak for themselves
// and not for the state whose name it holds: "Peru's creditors".
func (r *reader) ownVoice(name string) bool {
	name, _, _ = strings.Cut(name, " of ")
	w := strings.ToLower(name[strings.LastIndexByte(name, ' ')+1:])
	return r.lex.has("own_voice", w) || r.lex.has("own_voice", strings.TrimSuffix(w, "s"))
}

// outlet tells whether the actor is a newspaper, an agency, a channel.
func (r *reader) outlet(id doc.ActorID) bool {
	a := r.actor(id)
	if a == nil || a.Kind == doc.Country {
		return false
	}
	for w := range strings.FieldsSeq(a.Name) {
		if r.lex.has("outlets", strings.ToLower(w)) {
			return true
		}
	}
	return false
}

// one is the actor that a noun phrase names by its head, or, for "one of the
// groups", by what comes after "of"; 0 for none.
func (r *reader) one(h int) doc.ActorID {
	var found doc.ActorID
	for range 4 {
		id := r.named(h)
		if found == 0 {
			found = id
		}
		if a := r.actor(id); a != nil && !a.Unnamed {
			return id
		}
		if !r.lex.has("part_of", r.noun(h)) {
			break
		}
		c := r.brought(h, "of")
		if c < 0 {
			c = r.brought(h, "from")
		}
		if c < 0 {
			break
		}
		h = c
	}
	return found
}

func (r *reader) named(h int) doc.ActorID {
	if m := r.mention[h]; m > 0 {
		if r.in.Mentions[m-1].Kind == doc.Description {
			if id := r.titled(h); id != 0 {
				return id
			}
			if id := r.flatName(h); id != 0 {
				return id
			}
		}
		return r.in.Mentions[m-1].Actor
	}
	if m := r.cover[h]; m > 0 {
		mt := &r.in.Mentions[m-1]
		if head := r.head(h); mt.Head == h || head < 0 || !mt.Tokens.Has(head) {
			return mt.Actor
		}
	}
	for c := r.first[h]; c >= 0; c = r.next[c] {
		if r.rel(int(c)) == doc.RelAppos && r.mention[c] > 0 {
			return r.in.Mentions[r.mention[c]-1].Actor
		}
	}
	if id := r.titled(h); id != 0 {
		return id
	}
	if n := r.noun(h); r.lex.has("states_agent", n) || r.lex.has("means_of_force", n) {
		id := r.ownerOf(h)
		if c := r.child(h, doc.RelAcl); id == 0 && c > h && r.tags[c].X == doc.PVBN {
			if b := r.brought(c, "by"); b >= 0 && r.mention[b] > 0 {
				id = r.in.Mentions[r.mention[b]-1].Actor // "drones launched by the group"
			}
		}
		return id
	}
	if u := r.tags[h].U; u == doc.UADJ || u == doc.UPROPN {
		if id := r.titleOf(h); id != 0 {
			return id
		}
		return r.demonym(h)
	}
	return 0
}

// flatName is the actor whose name the words after the first word of a name
// are filed under.
func (r *reader) flatName(h int) doc.ActorID {
	for c := r.first[h]; c >= 0; c = r.next[c] {
		if r.rel(int(c)) != doc.RelFlat {
			continue
		}
		if m := r.coverOf(int(c)); m != nil && m.Kind == doc.NameMention && m.Tokens.Has(h) {
			return m.Actor
		}
	}
	return 0
}

// demonym is the country of the report that an adjective is made from, by the
// longest beginning of four letters or more that the two share: "Iranian".
func (r *reader) demonym(t int) doc.ActorID {
	w := r.in.Forms[t]
	if len(w) < 5 || w[0] < 'A' || w[0] > 'Z' {
		return 0
	}
	var best doc.ActorID
	most := 3
	for _, id := range r.countries {
		name := r.in.Actors[id-1].Name
		n := 0
		for n < len(name) && n < len(w) && name[n] == w[n] {
			n++
		}
		if n > most && len(w)-n <= 4 && len(name)-n <= 3 {
			best, most = id, n
		}
	}
	return best
}

// titleOf is the person before whose title the adjective of a country stands:
// "Hungarian Prime Minister X".
func (r *reader) titleOf(h int) doc.ActorID {
	for t := h + 1; t < len(r.tags) && t <= h+3; t++ {
		if r.lex.has("agents", strings.ToLower(r.noun(t))) {
			return r.titled(t)
		}
		if u := r.tags[t].U; u != doc.UADJ && u != doc.UPROPN && u != doc.UNOUN {
			return 0
		}
	}
	return 0
}

// titled is the person whose name follows a title: "Chancellor Angela Merkel",
// "President of Ukraine Volodymyr Zelensky".
func (r *reader) titled(h int) doc.ActorID {
	if !r.lex.has("agents", strings.ToLower(r.noun(h))) {
		return 0
	}
	of := false
	for t := h + 1; t <= min(h+7, len(r.tags)-1); t++ {
		switch r.tags[t].U {
		case doc.UADP:
			if r.lemma(t) != "of" {
				return 0
			}
			of = true
			continue
		case doc.UVERB, doc.UAUX, doc.UPUNCT, doc.UCCONJ, doc.UPRON, doc.USCONJ, doc.UPART:
			return 0
		}
		m := r.cover[t]
		if m > 0 {
			x := &r.in.Mentions[m-1]
			if r.person(x.Actor) && x.Kind == doc.NameMention {
				if of && r.lemma(t-1) == "of" || x.Tokens.End < len(r.tags) && r.tags[x.Tokens.End].X == doc.PPOS {
					return 0
				}
				return x.Actor
			}
		}
	}
	return 0
}

// ownerOf is the actor that a noun belongs to by a name before it or after
// "of": "US troops", "the army of Chad", "its forces".
func (r *reader) ownerOf(h int) doc.ActorID {
	for c := r.first[h]; c >= 0; c = r.next[c] {
		switch r.rel(int(c)) {
		case doc.RelNmodPoss, doc.RelCompound, doc.RelAmod, doc.RelNmodDesc:
			if m := r.mention[c]; m > 0 {
				return r.in.Mentions[m-1].Actor
			}
			if m := r.cover[c]; m > 0 {
				return r.in.Mentions[m-1].Actor
			}
			if id := r.demonym(int(c)); id != 0 {
				return id
			}
		case doc.RelNmod:
			if r.mention[c] > 0 && r.hasChild(int(c), "of", doc.RelCase) {
				return r.in.Mentions[r.mention[c]-1].Actor
			}
		}
	}
	return 0
}

// actorsAt adds the actors that a noun phrase names, conjoined ones too.
func (r *reader) actorsAt(h int, out []doc.ActorID) []doc.ActorID {
	out = addID(out, r.one(h))
	if m := int(r.mention[h]); m > 0 { // "the two leaders" stands for both
		for i := m; i < len(r.in.Mentions) && len(out) < maxNames && r.in.Mentions[i].Span == r.in.Mentions[m-1].Span; i++ {
			out = addID(out, r.in.Mentions[i].Actor)
		}
	}
	for c := r.first[h]; c >= 0 && len(out) < maxNames; c = r.next[c] {
		if r.rel(int(c)) == doc.RelConj && !r.verbal(int(c)) {
			id := r.one(int(c))
			if a := r.actor(id); a != nil && a.Kind == doc.Country && r.titleOf(int(c)) != 0 {
				id = r.titleOf(int(c)) // "… and Hungarian Prime Minister X"
			}
			out = addID(out, id)
		}
	}
	return out
}

func addID(ids []doc.ActorID, id doc.ActorID) []doc.ActorID {
	if id == 0 {
		return ids
	}
	for _, x := range ids {
		if x == id {
			return ids
		}
	}
	return append(ids, id)
}

// without gives the ids that are not among drop.
func without(ids, drop []doc.ActorID) []doc.ActorID {
	var out []doc.ActorID
	for _, id := range ids {
		if !hasID(drop, id) {
			out = append(out, id)
		}
	}
	return out
}

func hasID(ids []doc.ActorID, id doc.ActorID) bool {
	for _, x := range ids {
		if x == id {
			return true
		}
	}
	return false
}

// standing tells how the maker of a move stands to the one who tells it.
type standing uint8

const (
	narrated standing = iota // the report tells it
	own                      // the speaker tells it of himself or of his side
	other                    // the speaker tells it of another
	unknown                  // the speaker tells it of nobody who is known
)

// owner is who makes a move, who is cited for it, and how near the words are.
type owner struct {
	by, via  []doc.ActorID
	stand    standing
	voice    doc.Voice
	st       doc.StatementID
	speakers []doc.ActorID // of the statement in whose content the move stands
}

// ownerOfTokens finds the owner of a move at token t whose maker is told by the
// given tokens.
func (r *reader) owner(t int, by []int) owner { return r.ownerInto(nil, t, by) }

// ownerInto is owner, with the memory of ids for what it finds.
func (r *reader) ownerInto(ids []doc.ActorID, t int, by []int) owner {
	first, plural := false, false
	for _, b := range by {
		lemma := r.lemma(b)
		if r.in.Forms[b] == "US" { // the country, taken for the pronoun
			lemma = ""
		}
		first = first || r.lex.has("first_person", lemma)
		plural = plural || r.lex.has("first_plural", lemma) || r.ownSide(b) && (r.child(b, doc.RelNmodPoss) >= 0 || !r.outsider(t))
		ids = r.actorsAt(b, ids)
	}
	if s := r.statement(t); s != nil {
		if len(ids) == 0 && len(by) > 0 && r.himself(by[0], s) {
			first = true
		}
		o := r.spokenOwner(s, ids, first, plural, len(by) > 0)
		if o.stand == other && len(ids) > 0 && r.speaksOf(t, s, ids[0]) {
			o.stand, o.voice = own, s.Voice
		}
		return o
	}
	o := owner{by: ids, voice: doc.Narrated}
	if id := r.cueOf[t]; id > 0 {
		s := &r.in.Statements[id-1]
		if len(o.by) == 0 {
			o.by = s.Sources
		}
		o.voice, o.st = s.Voice, s.ID
	}
	return r.forParty(o)
}

// himself tells whether a pronoun that nothing was found for stands for who
// says what it is in: "said he would go".
func (r *reader) himself(b int, s *doc.Statement) bool {
	if s.Kind == doc.Direct || r.mention[b] > 0 || len(s.Content) == 0 {
		return false
	}
	switch r.lemma(b) {
	case "he", "she", "they":
	case "it":
		if a := r.actor(s.Source); a == nil || a.Kind != doc.Country && a.Kind != doc.Organisation {
			return false
		}
	default:
		return false
	}
	return r.in.Layout.Tokens[b].Span.Start <= s.Content[0].Start+12 // the subject of what is said, not of a later clause
}

// ownSide tells whether a noun stands for the speaker's own side for want of
// any other: "the government will …".
func (r *reader) ownSide(b int) bool {
	if p := r.child(b, doc.RelNmodPoss); p >= 0 && r.tags[p].U == doc.UPRON && r.lex.has("own_by_possessor", r.lemma(b)) {
		return r.spokenBySource(p)
	}
	if !r.lex.has("own_side", r.lemma(b)) || r.tags[b].X == doc.PNNS || !r.hasChild(b, "the", doc.RelDet) {
		return false
	}
	return r.ownerOf(b) == 0 && (r.mention[b] == 0 || r.in.Mentions[r.mention[b]-1].Kind == doc.Description)
}

// outsider tells whether what stands at t is said by a body that belongs to no
// state: its "the army" is not its own.
func (r *reader) outsider(t int) bool {
	s := r.statement(t)
	if s == nil || r.party(s.Source) != 0 {
		return false
	}
	a := r.actor(s.Source)
	return a != nil && a.Kind == doc.Organisation && !a.Unnamed
}

// spokenBySource tells whether a possessive stands for who says what it is in:
// "our side", "he said his country".
func (r *reader) spokenBySource(p int) bool {
	s := r.statement(p)
	if s == nil {
		return false
	}
	if r.lex.has("first_plural", r.lemma(p)) || r.lex.has("first_person", r.lemma(p)) {
		return true
	}
	m := r.mention[p]
	return m == 0 || hasID(s.Sources, r.in.Mentions[m-1].Actor)
}

// spokenOwner settles who makes a move that stands in a statement.
func (r *reader) spokenOwner(s *doc.Statement, ids []doc.ActorID, first, plural, told bool) owner {
	o := owner{st: s.ID, voice: s.Voice, speakers: s.Sources}
	party := r.party(s.Source)
	switch {
	case plural && party != 0:
		o.by, o.stand = []doc.ActorID{party}, own
		if party != s.Source {
			o.via = s.Sources
		}
	case first || plural:
		o.by, o.stand = s.Sources, own
	case len(ids) == 0 && !told:
		o.stand = unknown
	case len(ids) == 0:
		o.stand = other
	case hasID(s.Sources, ids[0]):
		o.by, o.stand = ids, own
	case ids[0] == party || party != 0 && r.party(ids[0]) == party && (r.actor(ids[0]).Kind != doc.Person || r.mouthpiece(s.Source)):
		o.by, o.via, o.stand = ids, s.Sources, own
	default:
		o.by, o.via, o.stand, o.voice = ids, s.Sources, other, doc.Relayed
		return o
	}
	return r.forParty(o)
}

// forParty puts the party in the place of an office or spokesman.
func (r *reader) forParty(o owner) owner {
	if len(o.by) == 0 || !r.mouthpiece(o.by[0]) {
		return o
	}
	var by, via []doc.ActorID
	for _, id := range o.by {
		if p := r.party(id); p != 0 && r.mouthpiece(id) {
			by, via = addID(by, p), addID(via, id)
		} else {
			by = addID(by, id)
		}
	}
	o.by = by
	for _, id := range via {
		o.via = addID(o.via[:len(o.via):len(o.via)], id)
	}
	return o
}

// speakerOwner is the owner of a judgement or demand that the speaker of a
// statement makes in it.
func (r *reader) speakerOwner(s *doc.Statement) owner {
	return r.forParty(owner{by: s.Sources, stand: own, voice: s.Voice, st: s.ID, speakers: s.Sources})
}
