package quote

import (
	_ "embed"
	"fmt"
	"slices"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
)

//go:embed data/deeds.txt
var deedData string

// deedWords are hashed base forms; see data/deeds.txt.
type deedWords struct {
	deed, judge, written, asking, citing, hearer, telltale, belittle, witness, hearless map[uint32]bool
}

// deeds are the words that come with the program; they are never changed.
var deeds, _ = parseDeeds("deeds.txt", deedData)

func parseDeeds(name, data string) (deedWords, error) {
	sets := map[string]map[uint32]bool{"deed": {}, "judge": {}, "written": {}, "asking": {}, "citing": {}, "hearer": {}, "telltale": {}, "belittle": {}, "witness": {}, "hearless": {}}
	w := deedWords{sets["deed"], sets["judge"], sets["written"], sets["asking"], sets["citing"], sets["hearer"], sets["telltale"], sets["belittle"], sets["witness"], sets["hearless"]}
	err := readLists(name, data, func(kind, word string) error {
		if sets[kind] == nil {
			return fmt.Errorf("unknown kind %q; known are deed, judge, written, asking, citing, hearer, telltale, belittle, witness, hearless", kind)
		}
		sets[kind][crf.Hash(word)] = true
		return nil
	})
	return w, err
}

// tidy brings statements of the models to what the tree and the sentences
// allow: content within the cue's sentence, whole quotations, one saying for
// each cue, no deeds.
func (v *view) tidy(out []Statement) []Statement {
	if v.tags == nil {
		return out
	}
	cues := make(map[int]bool, len(out))
	for i := range out {
		if !out[i].Cue.Empty() {
			cues[out[i].Cue.First] = true
		}
	}
	var more []Statement
	for i := range out {
		s := &out[i]
		v.oneSentence(s)
		v.setting(s)
		v.quotedAs(s)
		v.passive(s)
		v.toldHim(s)
		v.ownSubject(s)
		v.ofWhose(s)
		v.askedFor(s)
		v.wholeQuotes(s)
		v.openTail(s)
		more = v.coordinated(s, cues, more)
	}
	out = append(out, more...)
	v.modifiers(out)
	v.tellsWho(out)
	out = v.cited(out)
	for i := range out { // nobody is told by himself
		if s := &out[i]; s.To.First < s.Source.End && s.Source.First < s.To.End {
			s.To = doc.Range{}
		}
	}
	return keep(out, func(s *Statement) bool {
		return len(s.Content) > 0 && !v.isDeed(s, false) && !v.unsaid(s) && !v.titled(s) && !v.calledSo(s)
	})
}

// nest cuts content that reaches half over another's, so that of any two pieces
// one holds the other or they stand apart.
func (v *view) nest(out []Statement) {
	type piece struct {
		doc.Range
		of, k int
	}
	var all []piece
	for i := range out {
		for k, r := range out[i].pieces {
			all = append(all, piece{r, i, k})
		}
	}
	slices.SortStableFunc(all, func(a, b piece) int {
		if a.First != b.First {
			return a.First - b.First
		}
		return b.End - a.End
	})
	var ends []int // of the pieces that hold the one in hand, the outer first
	for _, p := range all {
		for len(ends) > 0 && ends[len(ends)-1] <= p.First {
			ends = ends[:len(ends)-1]
		}
		if n := len(ends); n > 0 && ends[n-1] < p.End {
			p.End = ends[n-1]
			s := &out[p.of]
			if cut := (doc.Range{First: p.First, End: p.End}); !v.trimContent(cut).Empty() && len(s.pieces) == len(s.Content) {
				s.pieces[p.k], s.Content[p.k] = cut, v.trimContent(cut)
			}
		}
		ends = append(ends, p.End)
	}
}

// setPieces gives a statement other pieces of content.
func (v *view) setPieces(s *Statement, pieces []doc.Range) {
	s.Content, s.pieces = s.Content[:0], nil
	for _, r := range pieces {
		if !r.Empty() {
			v.addPiece(s, r)
		}
	}
}

// quoted tells whether all words of r stand within quotation marks.
func (v *view) quoted(r doc.Range) bool {
	any := false
	for i := r.First; i < r.End; i++ {
		if v.outer[i] == 0 && v.shape[i] != shapePunct {
			return false
		}
		any = any || v.outer[i] != 0
	}
	return any
}

// oneSentence keeps what is told in other words to the sentence of its cue,
// where anything of it stands there.
func (v *view) oneSentence(s *Statement) {
	if s.Cue.Empty() || v.outer[s.Cue.First] != 0 {
		return
	}
	sent := v.l.Sentences[v.sent[s.Cue.First]].Tokens
	here := false
	for _, p := range s.pieces {
		here = here || p.First < sent.End && p.End > sent.First && !v.quoted(p)
	}
	if !here {
		return
	}
	var kept []doc.Range
	changed := false
	for _, p := range s.pieces {
		was := p
		if !v.quoted(p) {
			for p.First < min(sent.First, p.End) && v.outer[sent.First] == 0 {
				p.First = min(sent.First, p.End)
			}
			if p.End > sent.End && (v.outer[sent.End-1] == 0 || v.outer[sent.End] != v.outer[sent.End-1]) {
				p.End = max(sent.End, p.First)
			}
		}
		changed = changed || p != was
		if !p.Empty() {
			kept = append(kept, p)
		}
	}
	if changed {
		v.setPieces(s, kept)
	}
}

// setting drops a clause before the cue that tells when or why it is said
// ("While it named nobody, the ministry said that").
func (v *view) setting(s *Statement) {
	if len(s.pieces) < 2 || s.Cue.Empty() || len(v.arcs) == 0 {
		return
	}
	p := s.pieces[0]
	if p.End > s.Cue.First || v.tags[p.First].U != doc.USCONJ || v.outer[p.First] != 0 || s.pieces[1].First < s.Cue.End {
		return
	}
	for i := p.First; i < p.End; i++ {
		if v.arcs[i].Rel.Base() == doc.RelAdvcl && s.Cue.Has(int(v.arcs[i].Head)) {
			v.setPieces(s, slices.Clone(s.pieces[1:]))
			return
		}
	}
}

// passive mends sayings told in the passive: "X was quoted as saying that" has X
// for its source, "it was announced by X that" the agent, and neither "it" nor
// the agent is content.
func (v *view) passive(s *Statement) {
	if s.Cue.Empty() || len(v.arcs) == 0 {
		return
	}
	pieces := slices.Clone(s.pieces)
	for k, p := range pieces {
		if p.End <= s.Cue.First && v.sent[p.First] == v.sent[s.Cue.First] && len(pieces) > 1 && v.outer[p.First] == 0 {
			if p.Len() == 1 && v.word[p.First] == wordIt {
				pieces[k] = doc.Range{}
			} else if s.Source.Empty() && v.passiveSubject(p, s.Cue.First) {
				pieces[k] = doc.Range{}
				s.Source = v.trimSource(p)
				s.SourceSpan = v.l.SpanOf(s.Source)
				s.Why += "; source: subject of the passive"
			}
		}
	}
	v.sayingBy(s, pieces)
	if by := s.Cue.End; by < len(v.word) && v.word[by] == wordBy && v.tags[s.Cue.First].X == doc.PVBN && v.sent[by] == v.sent[s.Cue.First] {
		if np := v.nounAfter(by+1, by+20); !np.Empty() {
			s.Source, s.To = v.trimSource(np), doc.Range{}
			s.SourceSpan = v.l.SpanOf(s.Source)
			s.Why += "; source: agent of the passive"
			for k := range pieces {
				if pieces[k].First <= np.First && pieces[k].End >= np.End {
					pieces[k].First = np.End
				}
			}
		}
	}
	if s.Source.Len() == 1 && v.arcs[s.Source.First].Rel.Base() == doc.RelExpl {
		s.Source, s.SourceSpan = doc.Range{}, doc.Span{}
	}
	if !slices.Equal(pieces, s.pieces) {
		v.setPieces(s, pieces)
	}
}

// passiveSubject tells whether r is the subject of a passive that the cue hangs
// on.
func (v *view) passiveSubject(r doc.Range, cue int) bool {
	up := int(v.arcs[cue].Head)
	for i := r.First; i < r.End; i++ {
		if v.arcs[i].Rel == doc.RelNsubjPass && int(v.arcs[i].Head) == up {
			return true
		}
	}
	return false
}

// wholeQuotes takes a quotation whole where a statement has its beginning, its
// end or most of it, and its cue and source stand outside.
func (v *view) wholeQuotes(s *Statement) {
	changed := false
	pieces := slices.Clone(s.pieces)
	for k := range pieces {
		p := &pieces[k]
		for _, at := range [...]int{p.First, p.End - 1} {
			q := v.outer[at]
			if q == 0 || !v.l.Quotes[q-1].Closed {
				continue
			}
			r := v.l.TokensIn(v.l.Quotes[q-1].Span)
			if r.Has(s.Cue.First) && !s.Cue.Empty() || r.Has(s.Source.First) && !s.Source.Empty() || r.Len() > 2000 {
				continue
			}
			if r.First < p.First || r.End > p.End {
				p.First, p.End = min(p.First, r.First), max(p.End, r.End)
				changed = true
			}
		}
	}
	if !changed {
		return
	}
	kept := pieces[:1]
	for _, p := range pieces[1:] {
		last := &kept[len(kept)-1]
		if p.First < last.End {
			last.End = max(last.End, p.End)
			continue
		}
		kept = append(kept, p)
	}
	v.setPieces(s, kept)
}

// openTail ends content before "he added." at the end of a quotation that is
// never closed.
func (v *view) openTail(s *Statement) {
	n := len(s.pieces)
	if n == 0 {
		return
	}
	p := s.pieces[n-1]
	q := v.outer[p.End-1]
	if q == 0 || v.l.Quotes[q-1].Closed {
		return
	}
	end := p.End
	for end > p.First && v.shape[end-1] == shapePunct {
		end--
	}
	for i := end - 1; i > max(p.First, end-10); i-- {
		if v.word[i] != comma {
			continue
		}
		np := v.nounAfter(i+1, end)
		if v.telling(end-1) && np.End == end-1 && !np.Empty() || v.telling(i+1) && v.nounAfter(i+2, end).End == end {
			pieces := slices.Clone(s.pieces)
			pieces[n-1].End = i
			v.setPieces(s, pieces)
		}
		return
	}
}

// coordinated ends content before a further verb that is joined to the cue and
// shares its subject ("admitted that it was hard and said that talks had
// ended"), which where it is a verb of saying is a statement of its own.
func (v *view) coordinated(s *Statement, cues map[int]bool, more []Statement) []Statement {
	if s.Cue.Empty() || len(v.arcs) == 0 || v.tags[s.Cue.First].U != doc.UVERB {
		return more
	}
	for k, p := range s.pieces {
		if p.First < s.Cue.End {
			continue
		}
		for i := p.First + 1; i < min(p.End-1, p.First+120); i++ {
			if v.arcs[i].Rel.Base() != doc.RelConj || !v.joined(i, s.Cue.First) || v.outer[i] != 0 || v.tags[i].U != doc.UVERB || v.tags[i].X != v.tags[s.Cue.First].X {
				continue
			}
			cut := i
			for cut > p.First && cut > i-5 && (v.tags[cut-1].U == doc.UADV || v.tags[cut-1].U == doc.UAUX || v.tags[cut-1].U == doc.UCCONJ || v.word[cut-1] == comma) {
				cut--
			}
			if cut <= p.First || v.dependent(i, doc.RelNsubj) >= 0 {
				continue
			}
			pieces := slices.Clone(s.pieces[:k])
			pieces = append(pieces, doc.Range{First: p.First, End: cut})
			if v.cue[i] == uint8(cueVerb) && !cues[i] {
				n := Statement{Within: s.Within, Source: s.Source, SourceSpan: s.SourceSpan, Cue: doc.Range{First: i, End: i + 1}, Confidence: s.Confidence, rule: ruleSource,
					Why: s.Why + "; a further verb of saying, joined to the one before"}
				n.CueSpan = v.l.SpanOf(n.Cue)
				rest := doc.Range{First: i + 1, End: p.End}
				if r, to := v.cutAddressee(n.Cue, rest); !to.Empty() {
					rest, n.To = r, to
				}
				v.addPiece(&n, rest)
				cues[i] = true
				if len(n.Content) > 0 {
					more = append(more, n)
				}
			}
			v.setPieces(s, pieces)
			return more
		}
	}
	return more
}

// untold tells whether a "not" hangs on a cue of speech, or its source is nobody.
// What one does not rule out is told of all the same.
func (v *view) untold(s *Statement) bool {
	i := s.Cue.First
	if v.cue[i] != uint8(cueVerb) || v.outer[i] != 0 || v.tags[i].Lemma == "rule" {
		return false
	}
	if !s.Source.Empty() {
		switch v.word[s.Source.First] {
		case wordNobody, wordNone, wordNeither:
			return true
		case wordNo:
			return s.Source.Len() == 2 && v.word[s.Source.First+1] == wordOne
		}
	}
	for k := max(v.l.Sentences[v.sent[i]].Tokens.First, i-6); k < i; k++ {
		if w := v.word[k]; int(v.arcs[k].Head) == i && (w == wordNot || w == wordNever || w == wordNt || w == wordNt2) {
			return true
		}
	}
	return false
}

// isDeed tells whether a statement is something done rather than said: its cue
// is a deed or judges a thing, nothing of it is quoted, and no clause tells what
// is said. Within a quotation, where all is quoted, marks tell nothing.
func (v *view) isDeed(s *Statement, nested bool) bool {
	if s.Cue.Empty() {
		return false
	}
	base := crf.HashLower(v.tags[s.Cue.First].Lemma)
	deed, judge := deeds.deed[base], deeds.judge[base]
	if !deed && !judge || v.tags[s.Cue.First].U != doc.UVERB {
		return false
	}
	if v.word[s.Cue.End-1] == wordOut || s.Cue.End < len(v.word) && v.word[s.Cue.End] == wordOut {
		return false // "ruled out" says it
	}
	words, marked := 0, 0
	for _, p := range s.pieces {
		for i := p.First; i < p.End; i++ {
			if v.shape[i] != shapePunct {
				words++
				if v.outer[i] != 0 {
					marked++
				}
			}
		}
	}
	if !nested && (judge && marked > 0 || marked >= 3 && 3*marked >= words) || judge && v.reported(s) {
		return false
	}
	return !v.clausalContent(s)
}

// reported tells whether the content of a judgement is a noun with a clause that
// tells what is judged: "dismissed claims that it had paid".
func (v *view) reported(s *Statement) bool {
	for _, p := range s.pieces {
		for i := p.First + 1; i < min(p.End, p.First+12); i++ {
			if v.word[i] == wordThat && v.tags[i].U == doc.USCONJ && v.tags[i-1].U == doc.UNOUN && v.cue[i-1] != 0 {
				return true
			}
		}
	}
	return false
}

// clausalContent tells whether a clause is the content: a finite verb hangs on
// the cue as its complement.
func (v *view) clausalContent(s *Statement) bool {
	if len(v.arcs) == 0 {
		return true
	}
	for _, p := range s.pieces {
		for i := p.First; i < min(p.End, p.First+80); i++ {
			if v.arcs[i].Rel.Base() == doc.RelCcomp && s.Cue.Has(int(v.arcs[i].Head)) {
				return true
			}
		}
	}
	return false
}

// ownSubject takes the subject of the cue for its source where the models took
// what hangs on something else: of "X, speaking to the council, called it over",
// X.
func (v *view) ownSubject(s *Statement) {
	if s.Cue.Empty() || s.Source.Empty() || len(v.arcs) == 0 || v.tags[s.Cue.First].U != doc.UVERB {
		return
	}
	i := v.dependent(s.Cue.First, doc.RelNsubj)
	if i < 0 || v.outer[i] != v.outer[s.Cue.First] {
		return
	}
	for k := s.Source.First; k < s.Source.End; k++ {
		switch rel, head := v.arcs[k].Rel.Base(), int(v.arcs[k].Head); {
		case k == i, s.Source.Has(head):
		case rel == doc.RelObl, rel == doc.RelObj, rel == doc.RelNmod:
			if v.tags[i].X == doc.PWP || v.tags[i].X == doc.PWDT || s.Source.Has(i) || v.arcs[k].Rel == doc.RelOblAgent {
				return
			}
			np := v.phrase(i)
			if v.inContent(s, np) || np.Empty() {
				return
			}
			s.Source, s.SourceSpan, s.Why = np, v.l.SpanOf(np), s.Why+"; source: subject of the cue"
			return
		default:
			return
		}
	}
}

// askedFor parts "the Queen for a delay" after "asked" into whom it is asked of
// and what for.
func (v *view) askedFor(s *Statement) {
	if s.Cue.Empty() || len(v.arcs) == 0 || len(s.pieces) != 1 || !deeds.asking[crf.HashLower(v.tags[s.Cue.First].Lemma)] {
		return
	}
	p := s.pieces[0]
	obj := v.dependent(s.Cue.First, doc.RelObj)
	if obj < 0 {
		obj = v.dependent(s.Cue.First, doc.RelIobj)
	}
	if obj < p.First || obj >= p.End || v.outer[obj] != 0 {
		return
	}
	for i := obj + 1; i < min(p.End-1, obj+8); i++ {
		if w := v.word[i]; v.tags[i].U == doc.UADP && (w == wordFor || w == wordOn || w == wordAbout || w == wordOver) && v.outer[i] == 0 {
			s.To = doc.Range{First: p.First, End: i}
			v.setPieces(s, []doc.Range{{First: i + 1, End: p.End}})
			return
		}
	}
}

// joined tells whether verb i is joined to the cue: by the tree or, where that
// joins a finite verb of saying to an infinitive between them, by its form.
func (v *view) joined(i, cue int) bool {
	up := int(v.arcs[i].Head)
	return up == cue || up > cue && v.telling(i) && v.tags[up].X == doc.PVB && v.tags[i].X != doc.PVBN
}

// modifiers empties sayings whose cue modifies a verb of their own content: of
// "X, speaking to the council, called it over", "speaking" says nothing, and X
// called it so.
func (v *view) modifiers(out []Statement) {
	for i := range out {
		s := &out[i]
		if s.Cue.Empty() || len(v.arcs) == 0 || v.tags[s.Cue.First].X != doc.PVBG {
			continue
		}
		rel, verb := v.arcs[s.Cue.First].Rel.Base(), int(v.arcs[s.Cue.First].Head)
		if rel != doc.RelAdvcl && rel != doc.RelAcl || verb < s.Cue.End || v.outer[verb] != 0 || !v.inContent(s, doc.Range{First: verb, End: verb + 1}) {
			continue
		}
		for k := range out {
			if o := &out[k]; o.Cue.Has(verb) && !s.Source.Empty() && (o.Source.Empty() || v.inContent(s, o.Source)) {
				o.Source, o.SourceSpan, o.Why = s.Source, s.SourceSpan, o.Why+"; source: of the participle before it"
			}
		}
		s.Content, s.pieces = nil, nil
	}
}

// unsaid tells whether nobody says it: the cue is denied, or its source is
// "nobody", or it is a participle at its clause's head without
// a source ("Asked whether he would come, …").
func (v *view) unsaid(s *Statement) bool {
	if s.Cue.Empty() || len(v.arcs) == 0 {
		return false
	}
	for _, p := range s.pieces {
		if v.quoted(p) {
			return false
		}
	}
	if v.untold(s) || !s.Source.Empty() {
		return v.untold(s)
	}
	i := s.Cue.First
	if v.dependent(i, doc.RelNsubjPass) >= 0 {
		return false
	}
	if v.tags[i].Lemma == "say" && s.Cue.End < len(v.tags) && v.tags[s.Cue.End].X == doc.PTO {
		return true // "said to be a hard man"
	}
	first := i == v.l.Sentences[v.sent[i]].Tokens.First
	return v.tags[i].X == doc.PVBN && (first || v.arcs[i].Rel.Base() == doc.RelAdvcl) || first && deeds.asking[crf.HashLower(v.tags[i].Lemma)]
}

var (
	wordBy      = crf.Hash("by")
	wordNobody  = crf.Hash("nobody")
	wordNone    = crf.Hash("none")
	wordNeither = crf.Hash("neither")
	wordNo      = crf.Hash("no")
	wordOne     = crf.Hash("one")
	wordOut     = crf.Hash("out")
	wordOn      = crf.Hash("on")
	wordAbout   = crf.Hash("about")
	wordOver    = crf.Hash("over")
)
