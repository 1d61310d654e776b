package quote

import (
	"github.com/parley-reader/parley/internal/crf"
)

// rolesFeatures names the features of the first field; change it with them.
const rolesFeatures = "quote.roles/4"

// The roles, in the order of the labels.
const (
	roleSource = iota
	roleCue
	roleContent
)

// gapLabels are those of words between two spans of one saying: they let the
// field remember, over the gap, what it waits for.
var gapLabels = [...]string{"O-source-cue", "O-cue-content", "O-content-cue", "O-cue-source", "O-content-content"}

// gapLabel is the label of the words between two roles.
func gapLabel(left, right int) uint8 {
	switch {
	case left == roleSource:
		return 13
	case left == roleCue && right == roleContent:
		return 14
	case left == roleContent && right != roleContent:
		return 15
	case left == roleCue:
		return 16
	}
	return 17
}

// rolesSchema is that of the first field: which tokens are source, cue, content.
func rolesSchema() crf.Schema {
	return crf.Schema{
		Features: rolesFeatures,
		Labels:   append(crf.BIOES("source", "cue", "content"), gapLabels[:]...),
		Classes:  int(stepCount),
		Break:    breaks,
	}
}

// bucket makes distances coarse: 0…4 as they are, then 5–6, 7–10, 11–20, more.
func bucket(d int) uint32 {
	switch {
	case d < 5:
		return uint32(max(d, 0))
	case d < 7:
		return 5
	case d < 11:
		return 6
	case d < 21:
		return 7
	}
	return 8
}

// templates of features; the numbers are part of the schema.
const (
	tWord uint32 = iota + 1
	tWordPrev
	tWordNext
	tWordPrev2
	tWordNext2
	tPair
	tPairNext
	tLemma
	tSuffix
	tShape
	tQuote
	tMarks
	tTag
	tTagPair
	tTagPairNext
	tTagTriple
	tCueHere
	tCueLeft
	tCueRight
	tCueLeftLemma
	tCueRightLemma
	tCueBoth
	tPunctLeft
	tPunctRight
	tFirst
	tLast
	tParaFirst
	tRel
	tHeadLemma
	tGov
	tGovLemma
	tGov2
	tWordTagNext
	tSentenceQuote
	tBias
	tDepPath
	tWordPrev3
	tWordNext3
	tLemmaPrev
	tLemmaNext
	tVerbLeft
	tVerbRight
	tGovPos
	tCueTagHere
	tQuoteCue
	tAnc
	tAncLemma
	tAncStep
	tOpens
	tShuts
	tOpensHead
	tShutsHead
)

const none = 0x7fffffff

func at(s []uint32, i int) uint32 {
	if i < 0 || i >= len(s) {
		return none
	}
	return s[i]
}

// emitRoles pushes the features of tokens [first, end) to the sink; those
// outside do not exist for it.
func (v *view) emitRoles(first, end int, buf []uint32, sink crf.Sink) []uint32 {
	w := window{v, first, end}
	for i := first; i < end; i++ {
		buf = w.words(buf[:0], i)
		buf = w.context(buf, i)
		if v.tags != nil {
			buf = w.tagged(buf, i)
		}
		if v.arcs != nil {
			buf = w.arcs(buf, i)
		}
		sink.Push(buf, v.stepAt(i, first))
	}
	return buf
}

// stepAt is the class of the step into token i of a stretch that begins at
// first.
func (v *view) stepAt(i, first int) uint8 {
	if i == first {
		return stepParagraph
	}
	return v.step[i]
}

// window is the stretch of tokens that the features may look at.
type window struct {
	*view
	first, end int
}

func (w *window) get(s []uint32, i int) uint32 {
	if i < w.first || i >= w.end {
		return none
	}
	return s[i]
}

func (w *window) words(f []uint32, i int) []uint32 {
	w0, p1, n1 := w.word[i], w.get(w.word, i-1), w.get(w.word, i+1)
	p2, n2 := w.get(w.word, i-2), w.get(w.word, i+2)
	return append(f,
		crf.Mix(tBias, 0),
		crf.Mix(tWord, w0),
		crf.Mix(tWordPrev, p1),
		crf.Mix(tWordNext, n1),
		crf.Mix(tWordPrev2, p2),
		crf.Mix(tWordNext2, n2),
		crf.Mix(tWordPrev3, w.get(w.word, i-3)),
		crf.Mix(tWordNext3, w.get(w.word, i+3)),
		crf.Mix2(tPair, p1, w0),
		crf.Mix2(tPairNext, w0, n1),
		crf.Mix(tSuffix, w.suffix[i]),
		crf.Mix(tLemma, w.lemma[i]),
		crf.Mix2(tShape, uint32(w.shape[i]), w.get(w.suffix, i-1)),
	)
}

// inside is 1 within a quotation, 2 at its first token, 3 at its last.
func (w *window) inside(i int) uint32 {
	if i < w.first || i >= w.end {
		return 4
	}
	if w.quote[i] == 0 {
		return 0
	}
	return 1 + uint32(w.mark[i])
}

func (w *window) code(i int32) uint32 {
	if int(i) < w.first || int(i) >= w.end {
		return 0
	}
	return uint32(w.cue[i])
}

func (w *window) distance(i int, to int32) uint32 {
	if int(to) < w.first || int(to) >= w.end {
		return 15
	}
	d := i - int(to)
	if d < 0 {
		d = -d
	}
	return bucket(d)
}

func (w *window) lemmaAt(i int32) uint32 {
	if int(i) < w.first || int(i) >= w.end {
		return none
	}
	return w.lemma[i]
}

func (w *window) wordAt(i int32) uint32 {
	if int(i) < w.first || int(i) >= w.end {
		return none
	}
	return w.word[i]
}

func (w *window) context(f []uint32, i int) []uint32 {
	q := w.inside(i)
	s := w.l.Sentences[w.sent[i]].Tokens
	lc, rc := w.leftCue[i], w.rightCue[i]
	around := w.inside(i-1)<<8 | q<<4 | w.inside(i+1)
	fromFirst, toLast := bucket(i-max(s.First, w.first)), bucket(min(s.End, w.end)-1-i)
	return append(f,
		crf.Mix2(tQuote, around, w.word[i]),
		crf.Mix(tMarks, around),
		crf.Mix2(tCueHere, uint32(w.cue[i]), q),
		crf.Mix3(tCueLeft, w.code(lc), w.distance(i, lc), q),
		crf.Mix3(tCueRight, w.code(rc), w.distance(i, rc), q),
		crf.Mix2(tCueLeftLemma, w.lemmaAt(lc), q),
		crf.Mix2(tCueRightLemma, w.lemmaAt(rc), q),
		crf.Mix3(tCueBoth, w.code(lc), w.code(rc), q<<4|uint32(w.cue[i])),
		crf.Mix3(tPunctLeft, w.wordAt(w.leftPt[i]), w.distance(i, w.leftPt[i]), q),
		crf.Mix3(tPunctRight, w.wordAt(w.rightPt[i]), w.distance(i, w.rightPt[i]), q),
		crf.Mix2(tFirst, fromFirst, q),
		crf.Mix2(tLast, toLast, q),
		crf.Mix3(tSentenceQuote, w.inside(max(s.First, w.first)), w.inside(min(s.End, w.end)-1), q),
	)
}

func (w *window) tag(i int) uint32 {
	if w.tags == nil || i < w.first || i >= w.end {
		return none
	}
	return uint32(w.tags[i].X)
}

func (w *window) tagged(f []uint32, i int) []uint32 {
	t, p, n := w.tag(i), w.tag(i-1), w.tag(i+1)
	return append(f,
		crf.Mix(tTag, t),
		crf.Mix2(tTagPair, p, t),
		crf.Mix2(tTagPairNext, t, n),
		crf.Mix3(tTagTriple, p, t, n),
		crf.Mix3(tWordTagNext, w.lemma[i], n, w.tag(i+2)),
		crf.Mix3(tCueTagHere, uint32(w.cue[i])<<8|t, n, w.inside(i+1)),
	)
}

func (w *window) arcs(f []uint32, i int) []uint32 {
	a := w.view.arcs[i]
	rel, head := uint32(a.Rel), w.lemmaAt(a.Head)
	side := uint32(0)
	if int(a.Head) > i {
		side = 1
	}
	g := w.gov[i]
	var gRel, gHead, gSide, upRel, upHead uint32
	if int(g) >= w.first && int(g) < w.end {
		up := w.view.arcs[g]
		gRel, gHead = uint32(up.Rel), w.lemmaAt(up.Head)
		if int(up.Head) > i {
			gSide = 1
		}
		if up.Head >= 0 {
			if h := w.gov[up.Head]; h >= 0 && int(h) >= w.first && int(h) < w.end {
				upRel, upHead = uint32(w.view.arcs[h].Rel), w.lemmaAt(w.view.arcs[h].Head)
			}
		}
	}
	return append(f,
		crf.Mix2(tRel, rel, side),
		crf.Mix3(tHeadLemma, rel, head, side),
		crf.Mix3(tDepPath, rel, gRel, gSide<<1|side),
		crf.Mix3(tGovLemma, gRel, gHead, gSide),
		crf.Mix4(tGov2, gRel, gHead, upRel, upHead),
		crf.Mix3(tGovPos, w.lemmaAt(g), gRel, w.code(g)),
		crf.Mix2(tAnc, w.under(i), w.inside(i)),
		crf.Mix3(tAncLemma, w.under(i), w.lemmaAt(w.anc[i]), w.inside(i)),
		crf.Mix4(tAncStep, w.under(i-1), w.under(i), w.under(i+1), w.inside(i)),
		crf.Mix2(tOpens, w.edge(w.opens, i), w.edge(w.opens, i+1)),
		crf.Mix2(tShuts, w.edge(w.shuts, i), w.edge(w.shuts, i-1)),
		crf.Mix3(tOpensHead, w.edge(w.opens, i), w.headOf(w.opens, i), w.inside(i)),
		crf.Mix3(tShutsHead, w.edge(w.shuts, i), w.headOf(w.shuts, i), w.inside(i)),
	)
}

// under tells by which relation, from which side and under what kind of cue
// word token i hangs; 0 where it hangs under none.
func (w *window) under(i int) uint32 {
	if i < w.first || i >= w.end {
		return none
	}
	a := w.anc[i]
	if int(a) < w.first || int(a) >= w.end {
		return 0
	}
	side := uint32(1)
	if int(a) > i {
		side = 2
	}
	return uint32(w.view.arcs[w.child[i]].Rel)<<8 | uint32(w.cue[a])<<4 | side
}

// edge tells what subtree begins or ends at token i: its relation and the kind
// of its head.
func (w *window) edge(nodes []int32, i int) uint32 {
	if i < w.first || i >= w.end || nodes[i] < 0 {
		return none
	}
	a := w.view.arcs[nodes[i]]
	return uint32(a.Rel)<<8 | w.code(a.Head)
}

// headOf is the lemma of the head of the subtree that begins or ends at i.
func (w *window) headOf(nodes []int32, i int) uint32 {
	if nodes[i] < 0 {
		return none
	}
	return w.lemmaAt(w.view.arcs[nodes[i]].Head)
}
