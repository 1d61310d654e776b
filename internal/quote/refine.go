package quote

import (
	"github.com/parley-reader/parley/internal/crf"
)

// refineFeatures names the features of the second field, which reads what the
// first one found and labels anew.
const refineFeatures = "quote.refine/1"

// refineSchema has the labels and steps of the first field.
func refineSchema() crf.Schema {
	s := rolesSchema()
	s.Features = refineFeatures
	return s
}

// draft is what the first field found, one entry for each token.
type draft struct {
	label []uint8
	sure  []uint8 // how probable the label is: 0…3
	key   []int32 // last token of the nearest cue: itself or before, in the paragraph; -1 for none
	next  []int32 // the same, after
	state []uint8 // what has come since that cue: 1 a source, 2 a content; 4: one source, 8: one content just before the cue
	span  []uint8 // place in the span: 0 none, else role and how near its ends are
	hang  []uint32
	quiet []bool // in a paragraph where nothing was found, nor nearly
}

// note takes the path and the probabilities of the tokens [first, end).
func (v *view) note(d *draft, ws *crf.Workspace, path []uint8, spans []crf.Span, first, end int) {
	n := len(v.l.Tokens)
	d.label, d.sure, d.state, d.span = sized(d.label, n), sized(d.sure, n), sized(d.state, n), sized(d.span, n)
	d.key, d.next, d.hang = sized(d.key, n), sized(d.next, n), sized(d.hang, n)
	for i := first; i < end; i++ {
		l := path[i-first]
		d.label[i] = l
		d.sure[i] = uint8(min(int(4*ws.Prob(i-first, int(l))), 3))
		d.span[i] = 0
	}
	for _, s := range spans {
		size := uint8(bucket(s.End - s.First))
		for i := s.First; i < s.End; i++ {
			d.span[i] = uint8(s.Role+1)<<4 | size
		}
	}
	v.noteQuiet(d, ws, first, end)
	v.noteCues(d, first, end)
	v.noteTrees(d, first, end)
}

// noteQuiet finds the paragraphs that the second field need not read: all of
// their tokens have no role, and surely so.
func (v *view) noteQuiet(d *draft, ws *crf.Workspace, first, end int) {
	d.quiet = sized(d.quiet, len(v.l.Tokens))
	for i := first; i < end; {
		quiet, from := true, i
		for ; i < end && v.para[i] == v.para[from]; i++ {
			quiet = quiet && d.label[i] == 0 && ws.Prob(i-first, 0) > 0.9
		}
		for k := from; k < i; k++ {
			d.quiet[k] = quiet
		}
	}
}

func isCue(label uint8) bool     { return label >= 5 && label <= 8 }
func isSource(label uint8) bool  { return label >= 1 && label <= 4 }
func isContent(label uint8) bool { return label >= 9 && label <= 12 }

func (v *view) noteCues(d *draft, first, end int) {
	key, state, before := int32(-1), uint8(0), uint8(0)
	for i := first; i < end; i++ {
		l := d.label[i]
		if i > first && v.para[i] != v.para[i-1] {
			key, state, before = -1, 0, 0
		}
		switch {
		case isCue(l):
			if key != int32(i-1) || state != before<<2 {
				before = state & 3
			}
			key, state = int32(i), before<<2
		case isSource(l):
			state |= 1
		case isContent(l):
			state |= 2
		}
		d.key[i], d.state[i] = key, state
	}
	next := int32(-1)
	for i := end - 1; i >= first; i-- {
		if i+1 < end && v.para[i] != v.para[i+1] {
			next = -1
		}
		d.next[i] = next
		if isCue(d.label[i]) {
			next = int32(i)
		}
	}
}

// noteTrees tells under which found cue, and by what relation, a token hangs.
func (v *view) noteTrees(d *draft, first, end int) {
	for i := first; i < end; i++ {
		d.hang[i] = 0
		if v.arcs == nil {
			continue
		}
		for at, k := int32(i), 0; k < 12; k++ {
			up := v.arcs[at].Head
			if int(up) < first || int(up) >= end {
				break
			}
			if isCue(d.label[up]) {
				side := uint32(1)
				if int(up) > i {
					side = 2
				}
				d.hang[i] = uint32(v.arcs[at].Rel)<<4 | side
				break
			}
			at = up
		}
	}
}

// templates of the second field.
const (
	rLabel uint32 = iota + 300
	rPairPrev
	rPairNext
	rTriple
	rWide
	rWord
	rWordNext
	rWordPrev
	rTag
	rSure
	rKey
	rNext
	rState
	rBoth
	rSpan
	rHang
	rHangStep
	rKeyWord
	rShut
	rOpen
)

// emitRefined pushes the features of tokens [first, end) for the second field;
// with skip, none for those in quiet paragraphs.
func (v *view) emitRefined(d *draft, first, end int, skip bool, buf []uint32, sink crf.Sink) []uint32 {
	w := window{v, first, end}
	for i := first; i < end; i++ {
		if skip && d.quiet[i] {
			sink.Push(nil, v.stepAt(i, first))
			continue
		}
		buf = w.words(buf[:0], i)
		buf = w.drafted(buf, d, i)
		if v.tags != nil {
			buf = append(buf,
				crf.Mix3(tTagTriple, w.tag(i-1), w.tag(i), w.tag(i+1)),
				crf.Mix2(rTag, uint32(d.label[i]), w.tag(i)<<8|w.tag(i+1)&255))
		}
		if v.arcs != nil {
			buf = append(buf,
				crf.Mix2(tOpens, w.edge(w.opens, i), w.edge(w.opens, i+1)),
				crf.Mix2(tShuts, w.edge(w.shuts, i), w.edge(w.shuts, i-1)),
				crf.Mix3(tAncLemma, w.under(i), w.lemmaAt(w.anc[i]), w.inside(i)),
				crf.Mix3(rShut, w.edge(w.shuts, i), uint32(d.label[i]), w.draftAt(d, i+1)),
				crf.Mix3(rOpen, w.edge(w.opens, i), uint32(d.label[i]), w.draftAt(d, i-1)))
		}
		sink.Push(buf, v.stepAt(i, first))
	}
	return buf
}

func (w *window) draftAt(d *draft, i int) uint32 {
	if i < w.first || i >= w.end {
		return none
	}
	return uint32(d.label[i])
}

func (w *window) hangAt(d *draft, i int) uint32 {
	if i < w.first || i >= w.end {
		return none
	}
	return d.hang[i]
}

func (w *window) drafted(f []uint32, d *draft, i int) []uint32 {
	l, p, n := uint32(d.label[i]), w.draftAt(d, i-1), w.draftAt(d, i+1)
	q, sure, state := w.inside(i), uint32(d.sure[i]), uint32(d.state[i])
	key, next := d.key[i], d.next[i]
	around := w.inside(i-1)<<8 | q<<4 | w.inside(i+1)
	var sureNext uint32
	if i+1 < w.end {
		sureNext = uint32(d.sure[i+1])
	}
	return append(f,
		crf.Mix(rLabel, l),
		crf.Mix2(rPairPrev, p, l),
		crf.Mix2(rPairNext, l, n),
		crf.Mix3(rTriple, p, l, n),
		crf.Mix4(rWide, w.draftAt(d, i-2), p, l, n),
		crf.Mix2(rWord, l, w.word[i]),
		crf.Mix3(rWordNext, l, n, w.get(w.word, i+1)),
		crf.Mix3(rWordPrev, l, p, w.get(w.word, i-1)),
		crf.Mix4(rSure, l, sure, n, sureNext),
		crf.Mix4(rKey, l, w.lemmaAt(key), state, q),
		crf.Mix4(rNext, l, w.lemmaAt(next), state, q),
		crf.Mix4(rState, l, state, w.distance(i, key), q),
		crf.Mix4(rBoth, l, w.distance(i, key)<<4|w.distance(i, next), state, around),
		crf.Mix3(rSpan, l, uint32(d.span[i]), around),
		crf.Mix3(rHang, l, d.hang[i], state),
		crf.Mix4(rHangStep, l, w.hangAt(d, i-1), d.hang[i], w.hangAt(d, i+1)),
		crf.Mix3(rKeyWord, state, w.code(key)<<4|w.code(next), around),
		crf.Mix2(tQuote, around, w.word[i]),
		crf.Mix3(tPunctLeft, w.wordAt(w.leftPt[i]), w.distance(i, w.leftPt[i]), q),
		crf.Mix3(tPunctRight, w.wordAt(w.rightPt[i]), w.distance(i, w.rightPt[i]), q),
	)
}
