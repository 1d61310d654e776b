// Package crf is a linear-chain conditional random field over hashed sparse
// binary features: what the stages share that cut a text into labelled spans.
//
// A stage writes, for each token, its features (uint32 hashes made with [Hash],
// [Mix] and its kin from numbers it already has, never from built strings) into
// a buffer it reuses, and pushes them:
//
//	m, err := crf.Load(weights, "name/1") // once; m is read-only and safe to share
//	var ws crf.Workspace                   // one for each goroutine, reused
//	ws.Begin(m)
//	for i := range tokens {
//		buf = appendFeatures(buf[:0], i) // buf is the stage's own
//		ws.Push(buf, class)              // class of the step from token i-1 to i
//	}
//	labels := ws.Viterbi()               // the best path; valid until the next Begin
//	ws.Marginals()                       // only where confidences are wanted
//	spans = ws.Spans(spans[:0], labels)  // with the probability of each
//
// The function that pushes takes a [Sink], so that the trainer (train/crf)
// collects exactly what the reader scores.
//
// Labels named "B-x", "I-x", "E-x", "S-x" and "O" are held to the BIOES scheme;
// where there are neither E- nor S- labels, to BIO. Labels "O-x" are kinds of O. Each step carries a small
// class (0 when there is one only): transition weights are learned for each
// class apart, and a span never crosses a step whose class is in [Schema].Break
// (a sentence or paragraph boundary). So a whole document is one sequence.
//
// In steady state nothing is allocated. Time and memory are linear in the
// number of tokens.
//
// Method: Lafferty, McCallum and Pereira, "Conditional Random Fields", ICML
// 2001; scaled forward-backward after Rabiner, "A tutorial on hidden Markov
// models", 1989.
package crf

import (
	"math"
	"strings"
)

// Sink takes the features of one position after another. class is the class of
// the step into this position; feats is only read, and not kept.
type Sink interface {
	Push(feats []uint32, class uint8)
}

// Schema is what a model and its features must agree on.
type Schema struct {
	Features string   // name and version of the feature functions, e.g. "quote/3"
	Labels   []string // at most MaxLabels
	Classes  int      // classes of steps, 1…32
	Break    uint32   // bit c is set where no span may cross a step of class c
}

// MaxLabels is the greatest number of labels a model may have.
const MaxLabels = 64

// hash identifies the schema in the weight file.
func (s *Schema) hash() uint32 {
	h := Mix2(Hash(s.Features), uint32(s.Classes), s.Break)
	for _, l := range s.Labels {
		h = Mix(h, Hash(l))
	}
	return h
}

// BIOES makes the labels O, B-x, I-x, E-x, S-x for each role x, in that order:
// role r begins at 1+4r.
func BIOES(roles ...string) []string {
	labels := []string{"O"}
	for _, r := range roles {
		labels = append(labels, "B-"+r, "I-"+r, "E-"+r, "S-"+r)
	}
	return labels
}

// BIO makes the labels O, B-x, I-x for each role x: role r begins at 1+2r.
func BIO(roles ...string) []string {
	labels := []string{"O"}
	for _, r := range roles {
		labels = append(labels, "B-"+r, "I-"+r)
	}
	return labels
}

// kind is what a label does in its scheme.
type kind uint8

const (
	outside kind = iota
	begin
	inside
	end
	single
	free // a label without prefix: anything may precede and follow
)

// scheme is the parsed label set.
type scheme struct {
	kinds []kind
	roles []int // index into names; -1 for O
	names []string
	bioes bool
}

func parseScheme(labels []string) scheme {
	var s scheme
	index := map[string]int{}
	for _, l := range labels {
		k, role := free, l
		if l == "O" || strings.HasPrefix(l, "O-") {
			k, role = outside, ""
		} else if len(l) > 2 && l[1] == '-' {
			if i := strings.IndexByte("BIES", l[0]); i >= 0 {
				k, role = begin+kind(i), l[2:]
			}
		}
		if k == end || k == single {
			s.bioes = true
		}
		r := -1
		if role != "" {
			var ok bool
			if r, ok = index[role]; !ok {
				r = len(s.names)
				index[role] = r
				s.names = append(s.names, role)
			}
		}
		s.kinds, s.roles = append(s.kinds, k), append(s.roles, r)
	}
	return s
}

// legal tells whether label b may follow label a; a is -1 at the start, b is -1
// at the end. broken is set where no span may cross the step.
func (s *scheme) legal(a, b int, broken bool) bool {
	ka, kb := outside, outside
	ra, rb := -1, -1
	if a >= 0 {
		ka, ra = s.kinds[a], s.roles[a]
	}
	if b >= 0 {
		kb, rb = s.kinds[b], s.roles[b]
	}
	goesOn := kb == inside || kb == end
	if broken || a < 0 || b < 0 {
		open := s.bioes && (ka == begin || ka == inside)
		return !open && !goesOn
	}
	if s.bioes {
		if ka == begin || ka == inside {
			return goesOn && ra == rb
		}
		return !goesOn
	}
	if goesOn {
		return (ka == begin || ka == inside) && ra == rb
	}
	return true
}

// Legal tells whether label b may follow label a over a step of the class; a is
// -1 before the first position, b is -1 after the last.
func (s *Schema) Legal(a, b int, class uint8) bool {
	sc := parseScheme(s.Labels)
	return sc.legal(a, b, s.Break>>class&1 != 0)
}

// Model is a trained field. It is read-only and safe for concurrent use.
type Model struct {
	schema  Schema
	scheme  scheme
	n       int       // labels
	trans   []float32 // [class][from][to], from 0 is the start; -Inf where not legal
	etrans  []float64 // exp of trans
	last    []float32 // of ending in a label
	elast   []float64
	preds   []pred // the legal predecessors, packed
	predAt  []int32
	shift   uint8
	index   []byte // uint32 little endian: first entry of a bucket
	entries []byte // key, scale, n weights
	scales  [256]float32
	// filter has a bit set for each feature that has weights, and few others.
	filter      []uint64
	filterShift uint8
}

// pred is one legal step into a label.
type pred struct {
	from  uint8
	score float32
	exp   float64
}

// Labels are the names of the labels, by number. Do not change them.
func (m *Model) Labels() []string { return m.schema.Labels }

// Label is the number of a label, -1 where the model has none of that name.
func (m *Model) Label(name string) int {
	for i, l := range m.schema.Labels {
		if l == name {
			return i
		}
	}
	return -1
}

// Roles are the names of the spans' roles, as [Span].Role numbers them.
func (m *Model) Roles() []string { return m.scheme.names }

// Features is the number of features that have weights.
func (m *Model) Features() int { return len(m.entries) / (5 + m.n) }

var negInf = float32(math.Inf(-1))

// prepare fills what follows from the schema and the transition weights.
func (m *Model) prepare() {
	n := m.n
	m.etrans = make([]float64, len(m.trans))
	for c := range m.schema.Classes {
		broken := m.schema.Break>>c&1 != 0
		for a := -1; a < n; a++ {
			for b := range n {
				at := (c*(n+1)+a+1)*n + b
				if !m.scheme.legal(a, b, broken) {
					m.trans[at] = negInf
				}
				m.etrans[at] = math.Exp(float64(m.trans[at]))
			}
		}
	}
	m.elast = make([]float64, n)
	for a := range n {
		if !m.scheme.legal(a, -1, false) {
			m.last[a] = negInf
		}
		m.elast[a] = math.Exp(float64(m.last[a]))
	}
	for c := range m.schema.Classes {
		for b := range n {
			m.predAt = append(m.predAt, int32(len(m.preds)))
			for a := range n {
				at := (c*(n+1)+a+1)*n + b
				if m.trans[at] != negInf {
					m.preds = append(m.preds, pred{uint8(a), m.trans[at], m.etrans[at]})
				}
			}
		}
	}
	m.predAt = append(m.predAt, int32(len(m.preds)))
}

// predecessors are the legal steps of the class into label b.
func (m *Model) predecessors(class uint8, b int) []pred {
	i := int(class)*m.n + b
	return m.preds[m.predAt[i]:m.predAt[i+1]]
}
