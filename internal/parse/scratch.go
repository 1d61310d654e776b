package parse

import "github.com/parley-reader/parley/doc"

// scratch is the memory of one call of Parse.
type scratch struct {
	pieces          []doc.Range // sentences, long ones cut
	arc, lab, bi    []float32
	distDep, distHd []float32
	hidden, rels    []float32
	packed, score   []float32
	rootScore       [longest]float32
	heads           [longest]int
	seen            [longest]int32
	mst             mst
}

func growTo(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n+n/4)
	}
	return s[:cap(s)]
}

func (s *scratch) size(n, a, l int) {
	s.arc = growTo(s.arc, n*2*a)
	s.lab = growTo(s.lab, n*2*l)
	s.bi = growTo(s.bi, n*a)
	s.distDep = growTo(s.distDep, n*Buckets)
	s.distHd = growTo(s.distHd, n*Buckets)
	s.hidden = growTo(s.hidden, n*l)
	s.rels = growTo(s.rels, n*Relations)
}

// plan lists the sentences, cut into pieces of bounded length: time and memory
// then grow with the text's length alone.
func (s *scratch) plan(sentences []doc.Sentence, n int) {
	s.pieces = s.pieces[:0]
	at := 0
	for i := range sentences {
		r := sentences[i].Tokens
		first, end := max(r.First, at), min(r.End, n)
		for end-first > longest {
			s.pieces = append(s.pieces, doc.Range{First: first, End: first + longest})
			first += longest
		}
		if end > first {
			s.pieces = append(s.pieces, doc.Range{First: first, End: end})
		}
		at = max(at, end)
	}
}

// join hangs the roots of a cut sentence's later pieces on the first one's.
func (s *scratch) join(arcs []doc.Arc, sentences []doc.Sentence) {
	for i := range sentences {
		r := sentences[i].Tokens
		if r.Len() <= longest {
			continue
		}
		root := int32(-1)
		for k := max(r.First, 0); k < min(r.End, len(arcs)); k++ {
			switch {
			case arcs[k].Head >= 0:
			case root < 0:
				root = int32(k)
			default:
				arcs[k] = doc.Arc{Head: root, Rel: joined}
			}
		}
	}
}
