package quote

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// trimContent brings a piece of content to the record's form: without "that"
// and "as" before it, without commas and colons around it and, where it is one
// whole quotation, without its marks.
func (v *view) trimContent(r doc.Range) doc.Span {
	for {
		was := r
		if r.Len() > 1 && (v.word[r.First] == wordThat && v.introduces(r.First) || v.word[r.First] == comma || v.word[r.First] == colon) {
			r.First++
		}
		if r.Len() > 0 && (v.word[r.End-1] == comma || v.word[r.End-1] == colon) {
			r.End--
		}
		if r.Len() > 1 && v.outer[r.First] != 0 && v.outer[r.First] == v.outer[r.End-1] {
			q := v.l.Quotes[v.outer[r.First]-1]
			t := v.l.TokensIn(q.Span)
			opens := v.l.Tokens[r.First].Span.Start < q.Inner.Start
			shuts := v.l.Tokens[r.End-1].Span.Start >= q.Inner.End
			if opens && (shuts || !q.Closed || r.End == t.End) {
				r.First++
			}
			if shuts && r.First >= t.First && r.Len() > 0 && (opens || was.First == t.First) {
				r.End--
			}
		}
		if r.Len() == 1 && v.shape[r.First] == shapePunct {
			return doc.Span{}
		}
		if r.Len() > 1 && v.closesOther(r) {
			r.End--
		}
		if r == was {
			break
		}
	}
	return v.l.SpanOf(r)
}

// closesOther tells whether r ends with the closing mark of a quotation that
// begins before it.
func (v *view) closesOther(r doc.Range) bool {
	q := v.outer[r.End-1]
	if q == 0 || !v.l.Quotes[q-1].Closed {
		return false
	}
	quote := &v.l.Quotes[q-1]
	return v.l.Tokens[r.End-1].Span.Start >= quote.Inner.End && quote.Span.Start < v.l.Tokens[r.First].Span.Start
}

// introduces tells whether the "that" at i begins a clause, rather than
// pointing at something ("that plan").
func (v *view) introduces(i int) bool {
	if v.tags == nil {
		return true
	}
	if v.tags[i].U == doc.USCONJ || v.tags[i].X == doc.PIN || i+1 >= len(v.tags) {
		return true
	}
	switch v.tags[i+1].U { // what "that" cannot point at
	case doc.UDET, doc.UPRON, doc.UPROPN:
		return true
	}
	return false
}

// trimCue keeps the word that carries the cue: the last one that the list
// knows, verbs before nouns, else the last verb, with the particles that end the
// cue.
func (v *view) trimCue(r doc.Range) doc.Range {
	key, rank := -1, -1
	for i := r.First; i < r.End; i++ {
		k := -1
		switch c := v.cue[i]; {
		case c == 0 && v.tags != nil && v.tags[i].U == doc.UVERB:
			k = 0
		case c == 0:
		case cueClass((c-1)%3)+1 == cueVerb:
			k = 2
		default:
			k = 1
		}
		if k >= rank && k >= 0 {
			key, rank = i, k
		}
	}
	if key < 0 {
		return v.trimEdges(r)
	}
	out := doc.Range{First: key, End: key + 1}
	for out.End < r.End && v.particle(out.End) {
		out.End++
	}
	if out.End < r.End { // what follows goes on: "said on Monday"
		out.End = key + 1
	}
	return out
}

// particle tells whether token i may belong to the verb before it.
func (v *view) particle(i int) bool {
	if v.tags == nil {
		return v.word[i] == wordTo
	}
	return v.tags[i].U == doc.UADP
}

func (v *view) trimEdges(r doc.Range) doc.Range {
	for r.Len() > 1 && v.shape[r.First] == shapePunct {
		r.First++
	}
	for r.Len() > 1 && v.shape[r.End-1] == shapePunct {
		r.End--
	}
	return r
}

// trimSource cuts a source before an apposition or a relative clause.
func (v *view) trimSource(r doc.Range) doc.Range {
	r = v.trimEdges(r)
	for i := r.First + 1; i < r.End; i++ {
		if v.l.Form(v.text, i) == "(" && r.End < len(v.word) && v.l.Form(v.text, r.End) == ")" {
			r.End = i // a bracket that the edges have lost half of
			break
		}
		if v.word[i] == wordWho {
			r.End = i
			break
		}
		if v.word[i] == comma && !v.list(doc.Range{First: i, End: r.End}) {
			r.End = i
			break
		}
	}
	return v.trimEdges(r)
}

// list tells whether what follows a comma goes on with the list: its last
// member is joined with "and", and no member begins like a description.
func (v *view) list(r doc.Range) bool {
	joined := false
	for i := r.First; i < r.End; i++ {
		if v.word[i] == wordAnd {
			joined = true
		}
	}
	if !joined || v.tags == nil || r.Len() < 2 {
		return joined
	}
	switch v.tags[r.First+1].U {
	case doc.UDET, doc.UPRON, doc.UNUM, doc.UVERB:
		return false
	}
	return true
}

// cutAddressee parts "Iran to stop" after "urged" into the words for whom it is
// said to and the rest. Both are empty where the piece is not of that form.
func (v *view) cutAddressee(cue, piece doc.Range) (rest, to doc.Range) {
	if v.tags == nil || cue.Empty() || cue.End > piece.First || cue.End < piece.First-2 {
		return
	}
	if rest, to = v.cutObject(cue, piece); !to.Empty() {
		return rest, to
	}
	if rest, to = v.cutHearer(cue, piece); !to.Empty() {
		return rest, to
	}
	if v.word[cue.End-1] == wordFor { // "called for the zone to be set up"
		return
	}
	for i := piece.First; i < piece.End-1 && i < piece.First+14; i++ {
		if v.word[i] == wordTo && v.tags[i].X == doc.PTO && (v.tags[i+1].X == doc.PVB || v.tags[i+1].U == doc.UADV || v.tags[i+1].U == doc.UAUX) {
			if i == piece.First {
				return
			}
			if deeds.hearless[crf.HashLower(v.tags[cue.First].Lemma)] { // "announced a plan to leave"
				return
			}
			to = doc.Range{First: piece.First, End: i}
			if v.word[i-1] == wordNot {
				to.End--
			}
			return doc.Range{First: to.End, End: piece.End}, to
		}
		switch v.tags[i].U {
		case doc.UVERB, doc.UAUX, doc.UPUNCT, doc.USCONJ, doc.UADV:
			return
		}
	}
	return
}

// cutConjoined ends a piece before a further clause that is joined to its cue
// and has a subject of its own: of "told them he was open, but Lavrov demurred",
// the saying ends before "but". A clause within quotation marks stays.
func (v *view) cutConjoined(cue, piece doc.Range) doc.Range {
	if len(v.arcs) == 0 || cue.Empty() || piece.First < cue.End {
		return piece
	}
	piece = v.cutRelative(cue, piece)
	for i := piece.First; i < min(piece.End, piece.First+200); i++ {
		if v.arcs[i].Rel.Base() != doc.RelConj || !cue.Has(int(v.arcs[i].Head)) {
			continue
		}
		first, subject := i, false
		for j := piece.First; j < i; j++ {
			if !v.under(j, i) {
				continue
			}
			first = min(first, j)
			subject = subject || int(v.arcs[j].Head) == i && v.arcs[j].Rel.Base() == doc.RelNsubj
		}
		if subject && first > piece.First && v.outer[first] == 0 {
			return doc.Range{First: piece.First, End: first}
		}
	}
	return piece
}

// cutRelative ends a piece where the relative clause of its cue ends: of
// "Lavrov, who said talks had stalled, left Geneva", before the comma. What
// stands within quotation marks stays.
func (v *view) cutRelative(cue, piece doc.Range) doc.Range {
	verb := cue.First
	for i := cue.First; i < cue.End; i++ {
		if !cue.Has(int(v.arcs[i].Head)) {
			verb = i
			break
		}
	}
	if v.arcs[verb].Rel != doc.RelAclRelcl {
		return piece
	}
	end := piece.First
	for i := piece.First; i < min(piece.End, piece.First+200); i++ {
		if v.outer[i] != 0 || v.under(i, verb) {
			end = i + 1
		}
	}
	if end == piece.First || piece.Len() > 200 {
		return piece
	}
	return doc.Range{First: piece.First, End: end}
}

// under tells whether token j hangs on i, over at most 32 steps.
func (v *view) under(j, i int) bool {
	for range 32 {
		if j = int(v.arcs[j].Head); j < 0 || j == i {
			return j == i
		}
	}
	return false
}

// cutObject parts "Iran it would stop" after "told": the first words hang on the
// cue as its object, and a clause that follows as its complement.
func (v *view) cutObject(cue, piece doc.Range) (rest, to doc.Range) {
	if len(v.arcs) == 0 {
		return
	}
	end := 0 // after the object
	for i := piece.First; i < piece.End && i < piece.First+40; i++ {
		if !cue.Has(int(v.arcs[i].Head)) {
			continue
		}
		switch v.arcs[i].Rel.Base() {
		case doc.RelIobj, doc.RelObj:
			if end == 0 && i < piece.First+10 {
				end = i + 1
			}
		case doc.RelCcomp:
			if end == 0 {
				return
			}
			for end < i && v.arcs[end].Head >= int32(piece.First) && int(v.arcs[end].Head) < end {
				end++ // what still hangs on the object: "the paper’s editor in Rome"
			}
			return doc.Range{First: end, End: piece.End}, doc.Range{First: piece.First, End: end}
		}
	}
	return
}

// cutHearer parts "Merz “we agree”" after "told": a noun phrase, and then
// nothing but a quotation.
func (v *view) cutHearer(cue, piece doc.Range) (rest, to doc.Range) {
	if !deeds.hearer[crf.HashLower(v.tags[cue.First].Lemma)] || v.outer[piece.First] != 0 {
		return
	}
	np := v.nounAfter(piece.First, piece.First+12)
	at := np.End
	for at < piece.End && (v.word[at] == comma || v.word[at] == colon) {
		at++
	}
	if np.Empty() || at >= piece.End || v.mark[at] != 1 || v.outer[at] != v.outer[piece.End-1] {
		return
	}
	return doc.Range{First: at, End: piece.End}, np
}

// addressee is what stands between a cue and its content, where that looks like
// somebody ("told the paper that").
func (v *view) addressee(cue, piece doc.Range) doc.Range {
	r := doc.Range{First: cue.End, End: piece.First}
	if v.tags == nil || r.Empty() || r.Len() > 10 {
		return doc.Range{}
	}
	for i := r.First; i < r.End; i++ {
		switch v.tags[i].U {
		case doc.UPROPN, doc.UNOUN, doc.UDET, doc.UADJ, doc.UPRON, doc.UCCONJ:
		case doc.UADP:
			if i == r.First && v.word[i] != wordTo {
				return doc.Range{}
			}
		case doc.UPUNCT:
			if i == r.End-1 {
				r.End--
				break
			}
			return doc.Range{}
		default:
			return doc.Range{}
		}
	}
	if !r.Empty() && v.word[r.First] == wordTo {
		r.First++
	}
	if r.Empty() || v.calendar(r) {
		return doc.Range{}
	}
	return r
}

// calendar tells whether the words name a day rather than somebody.
func (v *view) calendar(r doc.Range) bool {
	for i := r.First; i < r.End; i++ {
		if days[v.word[i]] {
			return true
		}
	}
	return false
}
