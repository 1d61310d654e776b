package name

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// featureSet names the feature functions below: raise the number whenever one
// changes, and train anew.
const featureSet = "name/3"

// Steps between tokens.
const (
	stepSentence uint8 = iota // into the first token of a sentence
	stepInside
	stepClasses
)

// Templates, the first argument of crf.Mix.
const (
	fLow uint32 = iota + 1
	fLow1
	fLowNext
	fLow2
	fLowNext2
	fLowPair
	fLowPairNext
	fForm
	fShape
	fShapePair
	fShapePairNext
	fShapeThree
	fLowShape
	fPre
	fSuf
	fXPOS
	fXPOSPair
	fXPOSPairNext
	fUPOSThree
	fKnown
	fKnownPair
	fKnownPairNext
	fKnownShape
	fIs
	fIsPair
	fIsPairNext
	fSeen
	fSeenShape
	fStart
	fIsThree
	fBias
	fKnownIs
	fFamed
	fFamedPair
	fFamedPairNext
	fFamedCase
	fFamedKnown
	fGroup
	fGroup1
	fGroupNext
	fCoarse
	fCoarse1
	fCoarseNext
	fCoarsePair
	fCoarsePairNext
)

// scratch is the memory of one pass over a report, reused.
type scratch struct {
	ws     crf.Workspace
	number map[string]int32
	words  []word
	at     []int32 // token → word
	first  []uint8 // token → 1 at the start of a sentence, 2 in one of capitals
	hits   hits
	famed  []uint16 // token → what the gazetteer knows of it
	key    []byte
	feats  []uint32
	spans  []crf.Span
	cand   []candidate
	dense  denseScratch
}

// gather fills the words of the report and where each has been seen.
func (f *Finder) gather(s *scratch, l *doc.Layout, forms []string) {
	if s.number == nil {
		s.number = make(map[string]int32, 1024)
	}
	clear(s.number)
	s.words, s.at, s.first = s.words[:0], s.at[:0], s.first[:0]
	for _, form := range forms {
		n, ok := s.number[form]
		if !ok {
			n = int32(len(s.words))
			s.words = append(s.words, f.describe(form))
			s.number[form] = n
		}
		s.at = append(s.at, n)
		s.first = append(s.first, 0)
	}
	for form, n := range s.number {
		if w := &s.words[n]; w.class != lowerCase && w.class != noLetter {
			if low, ok := s.number[strings.ToLower(form)]; ok {
				w.seen |= seenLower
				w.lowAt = low
			}
		}
	}
	for i := range l.Sentences {
		s.sentence(l.Sentences[i].Tokens)
	}
}

// sentence notes what stands beside the capitalised words of one sentence.
func (s *scratch) sentence(r doc.Range) {
	lower, caps := 0, 0
	for i := r.First; i < r.End; i++ {
		switch s.words[s.at[i]].class {
		case lowerCase:
			lower++
		case allCapital, capital, mixedCase:
			caps++
		}
	}
	if r.First < r.End {
		s.first[r.First] = 1
	}
	if caps > 2*lower && caps > 2 { // a heading: its capitals tell little
		for i := r.First; i < r.End; i++ {
			s.first[i] |= 2
		}
		return
	}
	for i := r.First; i < r.End; {
		if !s.upper(i) {
			i++
			continue
		}
		end := i + 1
		for end < r.End && s.upper(end) {
			end++
		}
		s.run(r, i, end)
		i = end
	}
}

func (s *scratch) upper(i int) bool {
	c := s.words[s.at[i]].class
	return c == capital || c == allCapital || c == mixedCase
}

// run notes a run of capitalised words in a sentence.
func (s *scratch) run(r doc.Range, first, end int) {
	var all, before uint32
	if first > r.First {
		p := &s.words[s.at[first-1]]
		switch {
		case p.is&isIn != 0:
			before = seenIn
		case p.low == lowThe && first-1 > r.First:
			before = seenThe
		case p.is&(isTitle|isRole) != 0 && p.is&isPlural == 0:
			before = seenAfterTitle
		}
	}
	for i := first; i < end; i++ {
		w := &s.words[s.at[i]]
		if w.is&isOrgan != 0 {
			all |= seenOrgan
		}
		if w.is&isSite != 0 {
			all |= seenSite
		}
	}
	for i := first; i < end; i++ {
		w := &s.words[s.at[i]]
		w.seen |= all | before
		if i > r.First {
			w.seen |= seenInside
		}
		switch p := i - 1; {
		case i == first:
		case s.words[s.at[p]].is&isTitle != 0:
			w.seen |= seenAfterTitle
		case s.words[s.at[p]].is&isGiven != 0:
			w.seen |= seenAfterGiven
		}
		switch {
		case end-first == 1:
			w.seen |= seenAlone
		case i == first:
			w.seen |= seenFirst
		case i == end-1:
			w.seen |= seenLast
		}
	}
	if end < r.End {
		w, n := &s.words[s.at[end-1]], &s.words[s.at[end]]
		if n.is&isSay != 0 {
			w.seen |= seenSays
		}
		if n.low == lowS || n.low == lowCurlyS {
			w.seen |= seenOwner
		}
	}
}

var (
	lowThe    = crf.Hash("the")
	lowS      = crf.Hash("'s")
	lowCurlyS = crf.Hash("’s")
)

// nowhere stands for the positions before and after a sentence.
var nowhere = word{form: 1, low: 1, shape: 1, class: noLetter, group: noCluster - 1}

// Emit pushes the features of every token of a report: what the model scores,
// and what its trainer collects. tags may be empty.
func (f *Finder) Emit(sink crf.Sink, l *doc.Layout, tags []doc.Tag, forms []string) {
	s := f.pool.Get().(*scratch)
	defer f.pool.Put(s)
	f.prepare(s, l, forms)
	f.emit(s, sink, l, tags)
}

func (f *Finder) prepare(s *scratch, l *doc.Layout, forms []string) {
	f.gather(s, l, forms)
	f.lookUp(s, l, forms)
	f.gazetteer.look(s, l, forms)
}

func (f *Finder) emit(s *scratch, sink crf.Sink, l *doc.Layout, tags []doc.Tag) {
	for i := range l.Sentences {
		r := l.Sentences[i].Tokens
		for t := r.First; t < r.End; t++ {
			step := stepInside
			if t == r.First {
				step = stepSentence
			}
			s.feats = s.features(s.feats[:0], r, t, tags)
			sink.Push(s.feats, step)
		}
	}
}

func (s *scratch) word(r doc.Range, i int) *word {
	if i < r.First || i >= r.End {
		return &nowhere
	}
	return &s.words[s.at[i]]
}

// tagAt is the Penn tag of a token, 63 outside of the sentence.
func tagAt(tags []doc.Tag, r doc.Range, i int) uint32 {
	if i < r.First || i >= r.End || i >= len(tags) {
		return 63
	}
	return uint32(tags[i].X)
}

func (s *scratch) knownAt(r doc.Range, i int) uint32 {
	if i < r.First || i >= r.End {
		return 0
	}
	return uint32(s.hits.code[i])
}

// famedAt is the gazetteer's code of a token: one without capitals counts only
// where the tagger takes it for a proper noun.
func (s *scratch) famedAt(r doc.Range, i int, x uint32) uint32 {
	if i < r.First || i >= r.End {
		return 0
	}
	c := uint32(s.famed[i])
	if c != 0 && s.words[s.at[i]].class == lowerCase && x != uint32(doc.PNNP) && x != uint32(doc.PNNPS) {
		return 0
	}
	return c
}

// features appends the features of token i in sentence r.
func (s *scratch) features(b []uint32, r doc.Range, i int, tags []doc.Tag) []uint32 {
	w, w1, n1 := s.word(r, i), s.word(r, i-1), s.word(r, i+1)
	w2, n2 := s.word(r, i-2), s.word(r, i+2)
	x := tagAt(tags, r, i)
	xp := tagAt(tags, r, i-1)
	xn := tagAt(tags, r, i+1)
	k, kp, kn := s.knownAt(r, i), s.knownAt(r, i-1), s.knownAt(r, i+1)
	g, gp, gn := s.famedAt(r, i, x), s.famedAt(r, i-1, xp), s.famedAt(r, i+1, xn)
	b = append(b,
		fBias,
		crf.Mix(fLow, w.low),
		crf.Mix(fLow1, w1.low),
		crf.Mix(fLowNext, n1.low),
		crf.Mix(fShape, w.shape),
		crf.Mix(fXPOS, x),
		crf.Mix2(fXPOSPair, xp, x),
		crf.Mix2(fXPOSPairNext, x, xn),
		crf.Mix2(fShapePair, w1.shape, w.shape),
	)
	if k|kp|kn != 0 {
		b = append(b,
			crf.Mix(fKnown, k),
			crf.Mix2(fKnownPair, kp, k),
			crf.Mix2(fKnownPairNext, k, kn),
			crf.Mix2(fKnownShape, k, w.shape))
	}
	if g|gp|gn != 0 {
		b = append(b,
			crf.Mix(fFamed, g),
			crf.Mix2(fFamedPair, gp, g),
			crf.Mix2(fFamedPairNext, g, gn),
			crf.Mix3(fFamedCase, g, uint32(w.class)|uint32(s.first[i])<<4, x),
			crf.Mix2(fFamedKnown, g, k))
	}
	plain := w.class == lowerCase || w.class == noLetter
	if plain && k|g == 0 && x != uint32(doc.PNNP) && (n1.class == lowerCase || n1.class == noLetter) && (w1.class == lowerCase || w1.class == noLetter) {
		return append(b, crf.Mix(fSuf+64, w.suf[1]))
	}
	b = append(b,
		crf.Mix(fForm, w.form),
		crf.Mix(fLow2, w2.low),
		crf.Mix(fLowNext2, n2.low),
		crf.Mix2(fLowPair, w1.low, w.low),
		crf.Mix2(fLowPairNext, w.low, n1.low),
		crf.Mix2(fShapePairNext, w.shape, n1.shape),
		crf.Mix3(fShapeThree, w1.shape, w.shape, n1.shape),
		crf.Mix2(fLowShape, w1.low, w.shape),
		crf.Mix2(fLowShape+64, n1.low, w.shape),
		crf.Mix(fIs, uint32(w.is)|uint32(w.class)<<8),
		crf.Mix2(fIsPair, uint32(w1.is)|uint32(w1.class)<<8, uint32(w.is)|uint32(w.class)<<8),
		crf.Mix2(fIsPairNext, uint32(w.is)|uint32(w.class)<<8, uint32(n1.is)|uint32(n1.class)<<8),
		crf.Mix2(fStart, uint32(s.first[i]), uint32(w.class)),
		crf.Mix2(fKnownIs, k, uint32(w.is)),
	)
	const upper = 16
	b = append(b,
		crf.Mix2(fGroup, w.group, uint32(w.class)),
		crf.Mix(fGroup1, w1.group),
		crf.Mix(fGroupNext, n1.group),
		crf.Mix2(fCoarse, w.group>>upper, uint32(w.class)),
		crf.Mix2(fCoarse1, w1.group>>upper, uint32(w.class)),
		crf.Mix2(fCoarseNext, n1.group>>upper, uint32(w.class)),
		crf.Mix2(fCoarsePair, w1.group>>upper, w.group>>upper),
		crf.Mix2(fCoarsePairNext, w.group>>upper, n1.group>>upper))
	for j := range w.pre {
		b = append(b, crf.Mix2(fPre, uint32(j), w.pre[j]), crf.Mix2(fSuf, uint32(j), w.suf[j]))
	}
	if plain {
		return b
	}
	for j := uint32(0); j < seenBits; j++ {
		if w.seen>>j&1 != 0 {
			b = append(b, crf.Mix2(fSeen, j, uint32(s.first[i])))
		}
	}
	return append(b, crf.Mix2(fSeenShape, w.seen&(seenLower|seenInside|seenAfterTitle|seenAfterGiven|seenIn|seenOrgan), uint32(w.class)))
}
