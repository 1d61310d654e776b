package crf

import (
	"encoding/binary"
	"math"
)

// Workspace holds one sequence and what is computed on it. The zero value is
// ready; use one for each goroutine, and reuse it.
type Workspace struct {
	m      *Model
	length int
	class  []uint8
	emit   []float32 // [position][label]
	back   []uint8
	path   []uint8
	va, vb []float32
	// forward-backward, scaled
	eemit       []float64
	alpha, beta []float64
	scale       []float64
	marginals   bool
}

// Begin starts a new sequence to be labelled by m.
func (ws *Workspace) Begin(m *Model) {
	ws.m, ws.length, ws.marginals = m, 0, false
	ws.class, ws.emit = ws.class[:0], ws.emit[:0]
}

// Len is the number of positions pushed.
func (ws *Workspace) Len() int { return ws.length }

// Push adds a position: its features, and the class of the step into it. A
// class that the model does not have counts as 0.
func (ws *Workspace) Push(feats []uint32, class uint8) {
	m := ws.m
	if int(class) >= m.schema.Classes {
		class = 0
	}
	ws.class = append(ws.class, class)
	at := len(ws.emit)
	ws.emit = grow(ws.emit, at+m.n)
	row := ws.emit[at : at+m.n]
	clear(row)
	m.score(row, feats)
	ws.length++
}

// grow lengthens s to n and keeps what it holds.
func grow[T any](s []T, n int) []T {
	if n <= cap(s) {
		return s[:n]
	}
	t := make([]T, n, n+n/2+256)
	copy(t, s)
	return t
}

// score adds the weights of the features to row. Most features have none: the
// filter, which fits a near cache, turns them away first. What passes is looked
// up in two rounds, so that the far loads of all do not wait for each other.
func (m *Model) score(row []float32, feats []uint32) {
	var passed [32]uint32
	for len(feats) > 0 {
		n := 0
		for len(feats) > 0 && n < len(passed) {
			f := feats[0]
			feats = feats[1:]
			passed[n] = f
			h := f >> m.filterShift
			n += int(m.filter[h>>6] >> (h & 63) & 1)
		}
		m.lookUp(row, passed[:n])
	}
}

func (m *Model) lookUp(row []float32, feats []uint32) {
	var first, last [32]uint32
	for k, f := range feats {
		b := int(f>>m.shift) * 4
		span := m.index[b : b+8]
		first[k&31], last[k&31] = binary.LittleEndian.Uint32(span), binary.LittleEndian.Uint32(span[4:])
	}
	stride := 5 + m.n
	for k, f := range feats {
		for at := int(first[k&31]) * stride; at < int(last[k&31])*stride; at += stride {
			e := m.entries[at : at+stride]
			if binary.LittleEndian.Uint32(e) != f {
				continue
			}
			scale, q := m.scales[e[4]], e[5:]
			sums := row[:len(q)]
			for j, x := range q {
				sums[j] += scale * float32(int8(x))
			}
			break
		}
	}
}

// Score is what the features alone give label at position i.
func (ws *Workspace) Score(i, label int) float32 { return ws.emit[i*ws.m.n+label] }

// AddScore adds to the score of a label at position i, before decoding: a
// large negative number forbids it, a large positive one forces it.
func (ws *Workspace) AddScore(i, label int, by float32) { ws.emit[i*ws.m.n+label] += by }

// AddScores adds to the scores of all labels at position i, one number for each.
func (ws *Workspace) AddScores(i int, by []float32) {
	row := ws.emit[i*ws.m.n : (i+1)*ws.m.n]
	by = by[:len(row)]
	for b := range row {
		row[b] += by[b]
	}
}

// Viterbi is the best legal path: a label for each position, valid until the
// next Begin.
func (ws *Workspace) Viterbi() []uint8 {
	m, n := ws.m, ws.m.n
	if ws.length == 0 {
		return nil
	}
	ws.back = grow(ws.back[:0], ws.length*n)
	ws.path = grow(ws.path[:0], ws.length)
	ws.va, ws.vb = grow(ws.va[:0], n), grow(ws.vb[:0], n)
	cur, next := ws.va, ws.vb
	first := m.trans[int(ws.class[0])*(n+1)*n:]
	for b := range n {
		cur[b] = first[b] + ws.emit[b]
	}
	for i := 1; i < ws.length; i++ {
		emit, back := ws.emit[i*n:(i+1)*n], ws.back[i*n:(i+1)*n]
		for b := range n {
			best, from := negInf, uint8(0)
			for _, p := range m.predecessors(ws.class[i], b) {
				if s := cur[p.from] + p.score; s > best {
					best, from = s, p.from
				}
			}
			next[b], back[b] = best+emit[b], from
		}
		cur, next = next, cur
	}
	best, at := negInf, uint8(0)
	for b := range n {
		if s := cur[b] + m.last[b]; s > best {
			best, at = s, uint8(b)
		}
	}
	for i := ws.length - 1; i >= 0; i-- {
		ws.path[i] = at
		at = ws.back[i*n+int(at)]
	}
	return ws.path
}

// faint stands for the odds of what is not worth an exponential: exp(-32).
const faint = 1.3e-14

// Marginals runs forward-backward, after which [Workspace.Prob] and
// [Workspace.SpanProb] may be asked and [Workspace.Spans] gives probabilities.
func (ws *Workspace) Marginals() {
	n, size := ws.m.n, ws.length*ws.m.n
	ws.eemit, ws.alpha, ws.beta = grow(ws.eemit[:0], size), grow(ws.alpha[:0], size), grow(ws.beta[:0], size)
	ws.scale = grow(ws.scale[:0], ws.length)
	for i := range ws.length {
		row, out := ws.emit[i*n:(i+1)*n], ws.eemit[i*n:(i+1)*n]
		top := row[0]
		for _, s := range row[1:] {
			top = max(top, s)
		}
		for b, s := range row {
			if d := float64(s - top); d > -32 {
				out[b] = math.Exp(d)
			} else {
				out[b] = faint
			}
		}
	}
	ws.forward()
	ws.backward()
	ws.marginals = true
}

func (ws *Workspace) forward() {
	m, n := ws.m, ws.m.n
	for i := range ws.length {
		emit, out := ws.eemit[i*n:(i+1)*n], ws.alpha[i*n:(i+1)*n]
		if i == 0 {
			first := m.etrans[int(ws.class[0])*(n+1)*n:]
			for b := range n {
				out[b] = first[b] * emit[b]
			}
		} else {
			prev := ws.alpha[(i-1)*n : i*n]
			for b := range n {
				var s float64
				for _, p := range m.predecessors(ws.class[i], b) {
					s += prev[p.from] * p.exp
				}
				out[b] = s * emit[b]
			}
		}
		ws.scale[i] = normalise(out)
	}
}

// normalise makes the row sum to 1 and returns what it summed to. A row of
// zeros, which only forced scores can bring about, becomes uniform.
func normalise(row []float64) float64 {
	var sum float64
	for _, x := range row {
		sum += x
	}
	if !(sum > 0) {
		for b := range row {
			row[b] = 1 / float64(len(row))
		}
		return 1
	}
	for b := range row {
		row[b] /= sum
	}
	return sum
}

// backward leaves in beta what makes alpha·beta the marginal probability.
func (ws *Workspace) backward() {
	m, n := ws.m, ws.m.n
	for i := ws.length - 1; i >= 0; i-- {
		out := ws.beta[i*n : (i+1)*n]
		if i == ws.length-1 {
			copy(out, m.elast)
		} else {
			clear(out)
			next, emit := ws.beta[(i+1)*n:(i+2)*n], ws.eemit[(i+1)*n:(i+2)*n]
			for b := range n {
				w := next[b] * emit[b] / ws.scale[i+1]
				for _, p := range m.predecessors(ws.class[i+1], b) {
					out[p.from] += p.exp * w
				}
			}
		}
		var z float64
		for b, a := range ws.alpha[i*n : (i+1)*n] {
			z += a * out[b]
		}
		if z > 0 { // guards against drift; 1 but for the last position's factor
			for b := range out {
				out[b] /= z
			}
		}
	}
}

// Prob is the probability that position i has the label, after Marginals.
func (ws *Workspace) Prob(i, label int) float64 {
	at := i*ws.m.n + label
	return ws.alpha[at] * ws.beta[at]
}

// Span is a run of positions [First, End) under one role.
type Span struct {
	First, End int
	Role       int     // index into Model.Roles
	Prob       float64 // of exactly this span, 0…1; 0 when Marginals was not run
}

// Spans appends the spans that the path holds, in order. It forgives a path
// that breaks the scheme: a span then ends where its role does.
func (ws *Workspace) Spans(dst []Span, path []uint8) []Span {
	s := &ws.m.scheme
	open := -1
	shut := func(end int) {
		if open >= 0 {
			sp := Span{First: open, End: end, Role: s.roles[path[open]]}
			if ws.marginals {
				sp.Prob = ws.SpanProb(path, open, end)
			}
			dst = append(dst, sp)
		}
		open = -1
	}
	for i, l := range path {
		k := s.kinds[l]
		if (k == inside || k == end) && open >= 0 && s.roles[path[open]] == s.roles[l] {
			continue
		}
		shut(i)
		if k != outside {
			open = i
		}
	}
	shut(len(path))
	return dst
}

// SpanProb is the probability, after Marginals, that positions first to end-1
// carry just the labels that path gives them and, under BIO, that the span ends
// there.
func (ws *Workspace) SpanProb(path []uint8, first, end int) float64 {
	m, n := ws.m, ws.m.n
	p := ws.alpha[first*n+int(path[first])]
	for i := first + 1; i < end; i++ {
		a, b := int(path[i-1]), int(path[i])
		p *= m.etrans[(int(ws.class[i])*(n+1)+a+1)*n+b] * ws.eemit[i*n+b] / ws.scale[i]
	}
	last := int(path[end-1])
	if m.scheme.bioes || end == ws.length {
		return min(p*ws.beta[(end-1)*n+last], 1)
	}
	var after float64
	row := m.etrans[(int(ws.class[end])*(n+1)+last+1)*n:]
	for b := range n {
		if m.scheme.kinds[b] != inside {
			after += row[b] * ws.eemit[end*n+b] * ws.beta[end*n+b] / ws.scale[end]
		}
	}
	return min(p*after, 1)
}
