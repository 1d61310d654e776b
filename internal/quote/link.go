package quote

import (
	"sort"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// linksFeatures names the features of the model that joins spans to cues.
const linksFeatures = "quote.links/1"

// linksSchema is that of a single yes or no.
func linksSchema() crf.Schema {
	return crf.Schema{Features: linksFeatures, Labels: []string{"no", "yes"}, Classes: 1}
}

// farthest is how many paragraphs back the cue of a content may lie that has
// none in its own.
const farthest = 2

// reach is how many cues before and after a span are thought of.
const reach = 3

// templates of features of a pair.
const (
	lBias uint32 = iota + 100
	lOrder
	lBetween
	lDistance
	lSentences
	lQuote
	lCue
	lCueOrder
	lEdges
	lCrossed
	lHead
	lNear
	lCueWord
	lPara
)

// linker looks at the spans of one stretch of text, sorted.
type linker struct {
	v     *view
	spans []crf.Span
	cues  []int // indices into spans
}

func newLinker(v *view, spans []crf.Span) *linker {
	k := &linker{v: v, spans: spans}
	for i, s := range spans {
		if s.Role == roleCue {
			k.cues = append(k.cues, i)
		}
	}
	return k
}

// candidates are the cues near span i in its paragraph, in order; for a content
// without any, those shortly before.
func (k *linker) candidates(i int) []int {
	mid := sort.SearchInts(k.cues, i)
	lo, hi := max(mid-reach, 0), min(mid+reach, len(k.cues))
	para := k.v.para[k.spans[i].First]
	for lo < hi && k.v.para[k.spans[k.cues[lo]].First] != para {
		lo++
	}
	for hi > lo && k.v.para[k.spans[k.cues[hi-1]].First] != para {
		hi--
	}
	if lo == hi && k.spans[i].Role == roleContent { // what the paragraph before has announced: "She wrote:"
		hi = mid
		for lo = mid; lo > 0 && hi-lo < reach && para-k.v.para[k.spans[k.cues[lo-1]].First] <= farthest; lo-- {
		}
	}
	return k.cues[lo:hi]
}

// features are those of joining span i to cue c, both indices into spans.
func (k *linker) features(f []uint32, i, c int) []uint32 {
	v, s, cue := k.v, k.spans[i], k.spans[c]
	role := uint32(s.Role)
	lo, hi, order := i, c, uint32(0)
	if c < i {
		lo, hi, order = c, i, 1
	}
	var count [3]uint32
	same := uint32(0) // sources or contents between
	for j := lo + 1; j < hi; j++ {
		count[k.spans[j].Role]++
		same = same<<2 | uint32(k.spans[j].Role) + 1
	}
	from, to := k.spans[lo].End, k.spans[hi].First
	sents := uint32(min(v.sent[k.spans[hi].First]-v.sent[k.spans[lo].End-1], 3))
	quoted := func(t int) uint32 {
		if v.quote[t] == 0 {
			return 0
		}
		return 1
	}
	q := quoted(s.First)<<2 | quoted(s.End-1)<<1 | quoted(cue.First)
	cw := v.lemma[cue.End-1]
	nearest := k.rank(i, c)
	t := role<<4 | order
	f = append(f,
		crf.Mix2(lBias, t, 0),
		crf.Mix3(lOrder, t, same, sents),
		crf.Mix4(lBetween, t, count[0]<<8|count[1]<<4|count[2], sents, q),
		crf.Mix3(lDistance, t, bucket(to-from), sents),
		crf.Mix3(lSentences, t, sents, q),
		crf.Mix4(lQuote, t, q, same, sents),
		crf.Mix3(lCue, t, cw, sents),
		crf.Mix4(lCueOrder, t, cw, same, q),
		crf.Mix4(lNear, t, nearest, sents, q),
		crf.Mix3(lEdges, t, at(v.word, s.First-1), at(v.word, s.End)),
		crf.Mix3(lCrossed, t, k.between(from, to), sents),
		crf.Mix4(lCueWord, t, uint32(v.cue[cue.First]), same, sents),
	)
	if far := uint32(v.para[k.spans[hi].First] - v.para[k.spans[lo].End-1]); far > 0 {
		f = append(f, crf.Mix4(lPara, t<<4|far, q, at(v.word, v.paraEnd(cue.End-1)), same), crf.Mix3(lPara, far, q, cw))
	}
	if v.arcs != nil {
		f = append(f, crf.Mix4(lHead, t, k.governs(s, cue), k.governs(cue, s), same))
	}
	return f
}

// paraEnd is the last token of the paragraph of token i.
func (v *view) paraEnd(i int) int {
	p := v.l.Paragraphs[v.para[i]].Sentences
	return v.l.Sentences[p.End-1].Tokens.End - 1
}

// rank tells how many nearer cues lie on each side of the span.
func (k *linker) rank(i, c int) uint32 {
	a, b := sort.SearchInts(k.cues, i), sort.SearchInts(k.cues, c)
	left, right := uint32(min(a, 3)), uint32(min(len(k.cues)-a, 3))
	if b < a {
		return uint32(a-1-b)<<4 | right
	}
	return 1<<8 | uint32(b-a)<<4 | left
}

// between sums up what stands between two spans: punctuation, words, a new
// quotation.
func (k *linker) between(from, to int) uint32 {
	var out uint32
	for t := from; t < to && t < from+6; t++ {
		if k.v.shape[t] == shapePunct {
			out = out*31 + k.v.word[t]
		} else {
			out = out*31 + 7
		}
	}
	return out
}

// governs tells how the words of a hang on those of b: 0 not, else the relation.
func (k *linker) governs(a, b crf.Span) uint32 {
	for t := a.First; t < a.End && t < a.First+40; t++ {
		if h := int(k.v.arcs[t].Head); h >= b.First && h < b.End {
			return uint32(k.v.arcs[t].Rel)
		}
	}
	return 0
}

// join makes relations of the spans found.
func (f *Finder) join(sc *scratch) []Relation {
	k := newLinker(&sc.view, sc.spans)
	of := make([]int, len(sc.spans)) // span to relation, -1 for none
	out := make([]Relation, 0, len(k.cues))
	for i := range of {
		of[i] = -1
	}
	for _, c := range k.cues {
		of[c] = len(out)
		s := sc.spans[c]
		out = append(out, Relation{Cue: []doc.Range{{First: s.First, End: s.End}}, Raw: s.Prob, Given: given(s.Prob)})
	}
	for i, s := range sc.spans {
		if s.Role == roleCue {
			continue
		}
		best, p, next := f.bestCue(sc, k, i)
		if best < 0 || p < 0.5 && (s.Role == roleSource || sc.view.para[s.First] != sc.view.para[sc.spans[best].First]) {
			continue
		}
		r := &out[of[best]]
		if s.Role == roleSource {
			r.Source = append(r.Source, doc.Range{First: s.First, End: s.End})
		} else {
			r.addContent(doc.Range{First: s.First, End: s.End}, &sc.view)
		}
		r.Raw *= p
		r.Given.note(s, p, next)
	}
	k.share(out)
	kept := out[:0]
	for _, r := range out {
		if len(r.Content) > 0 {
			kept = append(kept, r)
		}
	}
	return kept
}

// share gives a cue that has neither a source nor a subject of its own the
// nearest source before it in its sentence, although that has a cue already:
// "She refused and told them why". out has a relation for each cue, in order.
func (k *linker) share(out []Relation) {
	for n, c := range k.cues {
		cue := k.spans[c]
		if len(out[n].Source) > 0 || k.v.hasSubject(cue) {
			continue
		}
		for i := c - 1; i >= 0 && k.v.sent[k.spans[i].First] == k.v.sent[cue.First]; i-- {
			if s := k.spans[i]; s.Role == roleSource {
				out[n].Source = append(out[n].Source, doc.Range{First: s.First, End: s.End})
				break
			}
		}
	}
}

// hasSubject tells whether a word of the span has a subject before it or close
// behind.
func (v *view) hasSubject(s crf.Span) bool {
	if v.arcs == nil {
		return false
	}
	sent := v.l.Sentences[v.sent[s.First]].Tokens
	for i := max(sent.First, s.First-subjectReach); i < min(sent.End, s.End+subjectReach); i++ {
		if h := int(v.arcs[i].Head); h >= s.First && h < s.End && v.arcs[i].Rel.Base() == doc.RelNsubj {
			return true
		}
	}
	return false
}

// subjectReach is how many tokens before and after a cue its subject is looked
// for.
const subjectReach = 40

// addContent adds a piece, which goes on with the one before where nothing
// stands between them.
func (r *Relation) addContent(piece doc.Range, v *view) {
	if n := len(r.Content); n > 0 && r.Content[n-1].End == piece.First && v.para[piece.First] == v.para[piece.First-1] {
		r.Content[n-1].End = piece.End
		return
	}
	r.Content = append(r.Content, piece)
}

// bestCue is the cue that span i most likely belongs to, -1 where there is
// none near, the probability, and that of the next best, 0 for none.
func (f *Finder) bestCue(sc *scratch, k *linker, i int) (best int, top, next float64) {
	best, top = -1, -1.0
	for _, c := range k.candidates(i) {
		sc.pair.Begin(f.links)
		sc.buf = k.features(sc.buf[:0], i, c)
		sc.pair.Push(sc.buf, 0)
		sc.pair.Marginals()
		if p := sc.pair.Prob(0, 1); p > top {
			best, top, next = c, p, max(top, 0)
		} else if p > next {
			next = p
		}
	}
	return best, top, next
}
