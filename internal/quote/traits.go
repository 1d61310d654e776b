package quote

import (
	"math"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// Given is what the models gave to the parts of a relation: probabilities, 0…1.
// Of several pieces the least counts.
type Given struct {
	Cue, Source, Content    float64 // that the span is just this; Source is 0 for none
	JoinSource, JoinContent float64 // that it belongs to the cue
	Margin                  float64 // by how much the cue was likelier than the next one
	Begin, End              float64 // that content begins, and ends, just there
}

// given begins with the cue.
func given(cue float64) Given {
	return Given{Cue: cue, Content: 1, JoinSource: 1, JoinContent: 1, Margin: 1, Begin: 1, End: 1}
}

// note takes a span that was joined with probability p, where the next best cue
// had that of next.
func (g *Given) note(s crf.Span, p, next float64) {
	g.Margin = min(g.Margin, p-next)
	if s.Role == roleSource {
		g.JoinSource = min(g.JoinSource, p)
		if g.Source == 0 || s.Prob < g.Source {
			g.Source = max(s.Prob, 1e-6)
		}
		return
	}
	g.Content, g.JoinContent = min(g.Content, s.Prob), min(g.JoinContent, p)
}

// Traits of a relation: numbers, each with a weight for each kind of content;
// then its kind, how the list knows its cue, how long its content is, and flags.
const (
	sCue = iota
	sSource
	sContent
	sBegin
	sEnd
	sJoinSource
	sJoinContent
	sMargin
	sCueLow
	sBeginLow
	sEndLow
	scaledCount

	kindCount   = int(doc.Mixed)
	codeCount   = 10
	lengthCount = 6

	tKind   = kindCount * scaledCount
	tCode   = tKind + kindCount
	tLength = tCode + codeCount
	tFlags  = tLength + lengthCount
)

const (
	fNoSource = tFlags + iota
	fPronoun
	fName
	fSourceOne
	fSourceLong
	fSourceFar
	fSubject
	fCueLong
	fNegated
	fSupposed
	fCueQuoted
	fMainClause
	fAlone
	fPieces
	fPiecesMany
	fSentences
	fWholeFirst
	fWholeLast
	fStops
	fMarkFirst
	fMarkLast
	fThat
	fTo
	fHangs
	fForest
	fContentFar
	fSourceRuled
	fContentRuled
	traitCount
)

// traitNames are the names that the weights go by.
var traitNames = func() (out [traitCount]string) {
	scaled := [scaledCount]string{"cue", "source", "content", "begin", "end", "source joined", "content joined", "margin",
		"cue doubtful", "begin doubtful", "end doubtful"}
	for kind := doc.Direct; kind <= doc.Mixed; kind++ {
		for k, name := range scaled {
			out[(int(kind)-1)*scaledCount+k] = kind.String() + " " + name
		}
		out[tKind+int(kind)-1] = "kind " + kind.String()
	}
	out[tCode] = "cue unknown"
	for code := 1; code < codeCount; code++ {
		out[tCode+code] = "cue " + codeName(code)
	}
	for k, name := range [lengthCount]string{"1-2", "3-5", "6-10", "11-20", "21-40", "41-"} {
		out[tLength+k] = "tokens " + name
	}
	copy(out[tFlags:], []string{
		"no source", "source is pronoun", "source has name", "source of one", "source long", "source in other sentence", "source is subject",
		"cue long", "cue negated", "cue supposed", "cue quoted", "cue in main clause", "cue alone",
		"two pieces", "more pieces", "content of sentences", "content begins sentence", "content ends sentence", "content before punctuation",
		"content begins quoted", "content ends quoted", "content begins with that", "content begins with to", "content hangs on cue",
		"content hangs apart", "content in other sentence",
		"source by rule", "content by rule",
	})
	return out
}()

// traits are the values of one relation, in order of the constants.
type traits [traitCount]float64

// logit is the log of the odds, kept within what tells apart.
func logit(p float64) float64 {
	return math.Log(max(p, 0.005) / max(1-p, 0.002))
}

// of fills the traits of a relation.
func (x *traits) of(sc *scratch, r *Relation) doc.StatementKind {
	*x = traits{}
	v := &sc.view
	kind := v.kindOf(r.Content)
	x[tKind+int(kind)-1] = 1
	x.scaled(kind, &r.Given)
	x.cue(v, r.Cue)
	x.source(v, r)
	x.content(v, r)
	x.trees(v, r)
	return kind
}

func (x *traits) scaled(kind doc.StatementKind, g *Given) {
	s := x[(int(kind)-1)*scaledCount:]
	s[sCue], s[sContent], s[sBegin], s[sEnd] = logit(g.Cue), logit(g.Content), logit(g.Begin), logit(g.End)
	s[sJoinContent], s[sMargin] = logit(g.JoinContent), g.Margin
	s[sCueLow], s[sBeginLow], s[sEndLow] = min(s[sCue], 0), min(s[sBegin], 0), min(s[sEnd], 0)
	if g.Source > 0 {
		s[sSource], s[sJoinSource] = logit(g.Source), logit(g.JoinSource)
	}
}

func (x *traits) flag(f int, on bool) {
	if on {
		x[f] = 1
	}
}

func (x *traits) cue(v *view, ranges []doc.Range) {
	if len(ranges) == 0 {
		return
	}
	cue, code := ranges[0], uint8(0)
	for i := cue.First; i < cue.End; i++ {
		if c := v.cue[i]; c != 0 && (code == 0 || c < code) {
			code = c
		}
	}
	x[tCode+int(code)] = 1
	x.flag(fCueLong, cue.Len() > 3)
	x.flag(fNegated, v.negated(cue))
	x.flag(fSupposed, v.supposed(cue))
	x.flag(fCueQuoted, v.marked(cue.First))
	x.flag(fAlone, v.leftCue[cue.First] < 0 && v.rightCue[cue.End-1] < 0)
}

func (x *traits) source(v *view, r *Relation) {
	if len(r.Source) == 0 {
		x[fNoSource] = 1
		return
	}
	s := r.Source[0]
	x.flag(fSourceRuled, r.Given.Source == 0) // no span was joined
	x.flag(fSourceOne, s.Len() == 1)
	x.flag(fSourceLong, s.Len() > 8)
	x.flag(fSourceFar, len(r.Cue) > 0 && v.sent[s.First] != v.sent[r.Cue[0].First])
	for i := s.First; i < s.End && v.tags != nil; i++ {
		x.flag(fPronoun, s.Len() == 1 && v.tags[i].U == doc.UPRON)
		x.flag(fName, v.tags[i].U == doc.UPROPN)
	}
}

func (x *traits) content(v *view, r *Relation) {
	size := 0
	for _, p := range r.Content {
		size += p.Len()
	}
	at := 0
	for _, most := range [...]int{2, 5, 10, 20, 40} {
		if size > most {
			at++
		}
	}
	x[tLength+at] = 1
	x.flag(fContentRuled, r.Given.Content == 1 && r.Given.JoinContent == 1)
	n := len(r.Content)
	a, b := r.Content[0].First, r.Content[n-1].End
	x.flag(fPieces, n == 2)
	x.flag(fPiecesMany, n > 2)
	x.flag(fSentences, v.sent[a] != v.sent[b-1])
	x.flag(fWholeFirst, v.l.Sentences[v.sent[a]].Tokens.First == a)
	end := v.l.Sentences[v.sent[b-1]].Tokens.End
	x.flag(fWholeLast, end <= b+1)
	x.flag(fStops, b < end && v.shape[b] == shapePunct || v.shape[b-1] == shapePunct)
	x.flag(fMarkFirst, v.mark[a] == 1)
	x.flag(fMarkLast, v.mark[b-1] == 2)
	x.flag(fThat, v.word[a] == wordThat)
	x.flag(fTo, v.word[a] == wordTo)
	if len(r.Cue) > 0 {
		x.flag(fContentFar, v.sent[a] > v.sent[r.Cue[0].End-1] || v.sent[b-1] < v.sent[r.Cue[0].First])
	}
}

// trees looks at how content and source hang on the cue.
func (x *traits) trees(v *view, r *Relation) {
	if v.arcs == nil || len(r.Cue) == 0 {
		return
	}
	cue := r.Cue[0]
	roots := 0
	for _, p := range r.Content {
		for i := p.First; i < p.End; i++ {
			h := int(v.arcs[i].Head)
			if v.shape[i] == shapePunct || h >= p.First && h < p.End {
				continue
			}
			roots++
			x.flag(fHangs, cue.Has(h) || cue.Has(int(v.anc[i])))
		}
	}
	x.flag(fForest, roots > len(r.Content))
	for i := cue.First; i < cue.End; i++ {
		x.flag(fMainClause, v.arcs[i].Rel == doc.RelRoot)
	}
	for _, s := range r.Source {
		for i := s.First; i < s.End; i++ {
			x.flag(fSubject, v.arcs[i].Rel.Base() == doc.RelNsubj && cue.Has(int(v.arcs[i].Head)))
		}
	}
}

// kindOf is kind, of ranges.
func (v *view) kindOf(content []doc.Range) doc.StatementKind {
	within, without := false, false
	for _, r := range content {
		for i := r.First; i < r.End; i++ {
			if v.shape[i] != shapePunct {
				within, without = within || v.marked(i), without || !v.marked(i)
			}
		}
	}
	switch {
	case within && !without:
		return doc.Direct
	case within:
		return doc.Mixed
	}
	return doc.Indirect
}

// CueKnown tells what the cue list has for a cue: "speech verb", "belief noun",
// or "not in the list"; for the trainer.
func (f *Finder) CueKnown(text string, l *doc.Layout, tags []doc.Tag, cue doc.Range) string {
	best := uint8(0)
	for i := cue.First; i < cue.End; i++ {
		var u doc.UPOS
		if tags != nil {
			u = tags[i].U
		}
		e, ok := f.cues.find(crf.HashLower(l.Form(text, i)), tags != nil, u)
		if ok && (best == 0 || e.code() < best) {
			best = e.code()
		}
	}
	if best == 0 {
		return "not in the list"
	}
	return codeName(int(best))
}

// codeName names mode and class of a code of the cue list.
func codeName(code int) string {
	return doc.Mode((code-1)/3+1).String() + " " + [3]string{"verb", "noun", "word"}[(code-1)%3]
}
