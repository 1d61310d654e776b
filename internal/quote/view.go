package quote

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

// Classes of the step into a token: what stands between it and the token before.
const (
	stepPlain     uint8 = iota
	stepQuoted          // both within the same quotation
	stepOpen            // into a quotation
	stepClose           // out of one
	stepSentence        // first token of a sentence
	stepQuotedEnd       // the same, within a quotation
	stepParagraph       // first token of a paragraph
	stepContinued       // the same, where a quotation goes on
	stepCount
)

// breaks are the steps that no span crosses.
const breaks = 1<<stepParagraph | 1<<stepContinued

// view holds what the features look at, one entry for each token. It is filled
// once for a document and reused.
type view struct {
	without Groups // left out of what the network sees

	text string
	l    *doc.Layout
	tags []doc.Tag
	arcs []doc.Arc

	word     []uint32 // hash of the lowered form
	lemma    []uint32 // hash of the lemma, of the cue list's base form, or word
	suffix   []uint32
	shape    []uint8
	step     []uint8
	quote    []int32 // index+1 into l.Quotes of the outermost quotation, 0 outside
	outer    []int32 // the same; quote is changed for statements within statements
	mark     []uint8 // 1 opens, 2 closes a quotation
	sent     []int32
	para     []int32
	cue      []uint8 // code of the cue list, 0 for other words
	leftCue  []int32 // nearest cue word before in the sentence outside quotations, -1 for none
	rightCue []int32
	leftPt   []int32 // nearest punctuation before in the sentence, -1 for none
	rightPt  []int32
	gov      []int32 // nearest ancestor-or-self that heads a clause; -1 without arcs
	anc      []int32 // nearest proper ancestor that is a cue word, -1 for none
	child    []int32 // its child on the way down to the token
	first    []int32 // first token of the subtree
	last     []int32 // last token of it
	opens    []int32 // highest node whose subtree begins at the token, -1 for none
	shuts    []int32 // highest node whose subtree ends there
}

func sized[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}

// shapes of words.
const (
	shapeLower uint8 = iota
	shapeTitle
	shapeUpper
	shapeDigit
	shapePunct
	shapeOther
)

func shapeOf(form string) uint8 {
	c := form[0]
	switch {
	case 'a' <= c && c <= 'z':
		return shapeLower
	case 'A' <= c && c <= 'Z':
		for i := 1; i < len(form); i++ {
			if 'a' <= form[i] && form[i] <= 'z' {
				return shapeTitle
			}
		}
		return shapeUpper
	case '0' <= c && c <= '9':
		return shapeDigit
	case c < 0x80:
		return shapePunct
	}
	switch form {
	case "“", "”", "‘", "’", "«", "»", "—", "–", "…", "„", "‹", "›", "‟", "″":
		return shapePunct
	}
	return shapeOther
}

// fill reads the layers. tags and arcs may be nil.
func (v *view) fill(cues cueList, text string, l *doc.Layout, tags []doc.Tag, arcs []doc.Arc) {
	n := len(l.Tokens)
	if len(tags) != n {
		tags = nil
	}
	if len(arcs) != n {
		arcs = nil
	}
	v.text, v.l, v.tags, v.arcs = text, l, tags, arcs
	v.word, v.lemma, v.suffix = sized(v.word, n), sized(v.lemma, n), sized(v.suffix, n)
	v.shape, v.step, v.mark, v.cue = sized(v.shape, n), sized(v.step, n), sized(v.mark, n), sized(v.cue, n)
	v.quote, v.sent, v.para = sized(v.quote, n), sized(v.sent, n), sized(v.para, n)
	v.leftCue, v.rightCue, v.leftPt, v.rightPt = sized(v.leftCue, n), sized(v.rightCue, n), sized(v.leftPt, n), sized(v.rightPt, n)
	v.gov, v.anc, v.child = sized(v.gov, n), sized(v.anc, n), sized(v.child, n)
	v.first, v.last, v.opens, v.shuts = sized(v.first, n), sized(v.last, n), sized(v.opens, n), sized(v.shuts, n)
	v.words(cues)
	v.quotes()
	v.outer = append(v.outer[:0], v.quote...)
	v.bounds()
	if v.arcs != nil {
		v.clauses()
		v.subtrees()
	}
}

func (v *view) words(cues cueList) {
	for i := range v.l.Tokens {
		form := v.l.Form(v.text, i)
		if form == "" {
			form = " "
		}
		v.word[i] = crf.HashLower(form)
		v.suffix[i] = crf.HashLower(form[max(0, len(form)-3):])
		v.shape[i] = shapeOf(form)
		v.lemma[i], v.cue[i] = v.word[i], 0
		var u doc.UPOS
		if v.tags != nil {
			u = v.tags[i].U
		}
		if e, ok := cues.find(v.word[i], v.tags != nil, u); ok && !v.compound(i) {
			v.cue[i], v.lemma[i] = e.code(), e.base
		}
		if v.tags != nil {
			v.lemma[i] = crf.HashLower(v.tags[i].Lemma)
		}
	}
}

// compound tells whether token i is joined to the word before by a hyphen.
func (v *view) compound(i int) bool {
	t := v.l.Tokens
	return i >= 2 && v.word[i-1] == hyphen && t[i-1].Span.End == t[i].Span.Start && t[i-2].Span.End == t[i-1].Span.Start
}

var hyphen = crf.Hash("-")

// quotes marks the tokens of the outermost quotations.
func (v *view) quotes() {
	clear(v.quote)
	clear(v.mark)
	for k, q := range v.l.Quotes {
		if q.Depth == 0 {
			v.paint(k, q)
		}
	}
}

// paint marks the tokens of one quotation.
func (v *view) paint(k int, q doc.Quote) {
	r := v.l.TokensIn(q.Span)
	for i := r.First; i < r.End && v.quote[i] == 0; i++ {
		v.quote[i] = int32(k + 1)
	}
	if r.Empty() {
		return
	}
	if v.l.Tokens[r.First].Span.Start < q.Inner.Start {
		v.mark[r.First] = 1
	}
	if q.Closed && r.Len() > 1 {
		v.mark[r.End-1] = 2
	}
}

// bounds fills the steps and what is nearest within the sentence.
func (v *view) bounds() {
	for s := range v.l.Sentences {
		sent := &v.l.Sentences[s]
		v.nearest(sent.Tokens)
		for i := sent.Tokens.First; i < sent.Tokens.End; i++ {
			v.sent[i], v.para[i] = int32(s), int32(sent.Paragraph)
			v.step[i] = v.stepInto(i, i == sent.Tokens.First)
		}
	}
}

func (v *view) stepInto(i int, first bool) uint8 {
	if i == 0 {
		return stepParagraph
	}
	q, before := v.quote[i], v.quote[i-1]
	if v.para[i] != v.para[i-1] {
		if before != 0 && v.l.Quotes[before-1].Continues {
			return stepContinued
		}
		return stepParagraph
	}
	switch {
	case first && q != 0 && q == before:
		return stepQuotedEnd
	case first:
		return stepSentence
	case q == before && q != 0:
		return stepQuoted
	case q != before && q != 0:
		return stepOpen
	case before != 0 && q == 0:
		return stepClose
	}
	return stepPlain
}

// nearest fills the nearest cue words and punctuation of a sentence.
func (v *view) nearest(r doc.Range) {
	cue, pt := int32(-1), int32(-1)
	for i := r.First; i < r.End; i++ {
		v.leftCue[i], v.leftPt[i] = cue, pt
		if v.cue[i] != 0 && v.quote[i] == 0 {
			cue = int32(i)
		}
		if v.shape[i] == shapePunct {
			pt = int32(i)
		}
	}
	cue, pt = -1, -1
	for i := r.End - 1; i >= r.First; i-- {
		v.rightCue[i], v.rightPt[i] = cue, pt
		if v.cue[i] != 0 && v.quote[i] == 0 {
			cue = int32(i)
		}
		if v.shape[i] == shapePunct {
			pt = int32(i)
		}
	}
}

// clausal tells whether a relation hangs a clause on its head.
func clausal(r doc.Rel) bool {
	switch r.Base() {
	case doc.RelCcomp, doc.RelXcomp, doc.RelAdvcl, doc.RelAcl, doc.RelParataxis, doc.RelCsubj, doc.RelRoot:
		return true
	}
	return false
}

// clauses finds, for each token, the head of the clause that it is in. Each
// token is walked over once; a cycle, which no tree has, ends the walk.
func (v *view) clauses() {
	for i := range v.gov {
		v.gov[i] = -1
	}
	for i := range v.arcs {
		at := int32(i)
		for range 64 {
			if v.gov[at] >= 0 || clausal(v.arcs[at].Rel) || v.arcs[at].Head < 0 {
				break
			}
			at = v.arcs[at].Head
		}
		top := at
		if v.gov[at] >= 0 {
			top = v.gov[at]
		}
		for at = int32(i); at != top && v.gov[at] < 0; at = v.arcs[at].Head {
			v.gov[at] = top
			if v.arcs[at].Head < 0 {
				break
			}
		}
		v.gov[i] = top
	}
}

// depth is how far up a tree is looked.
const depth = 24

// subtrees finds which cue word each token hangs under, and where subtrees
// begin and end. It looks up at most depth arcs.
func (v *view) subtrees() {
	for i := range v.arcs {
		v.first[i], v.last[i] = int32(i), int32(i)
		v.opens[i], v.shuts[i], v.anc[i], v.child[i] = -1, -1, -1, int32(i)
	}
	for i := range v.arcs {
		at := int32(i)
		for range depth {
			up := v.arcs[at].Head
			if up < 0 {
				break
			}
			if v.anc[i] < 0 && v.cue[up] != 0 {
				v.anc[i], v.child[i] = up, at
			}
			v.first[up], v.last[up] = min(v.first[up], int32(i)), max(v.last[up], int32(i))
			at = up
		}
	}
	for i := range v.arcs {
		f, l := v.first[i], v.last[i]
		if o := v.opens[f]; o < 0 || v.last[o] < l {
			v.opens[f] = int32(i)
		}
		if o := v.shuts[l]; o < 0 || v.first[o] > f {
			v.shuts[l] = int32(i)
		}
	}
}
