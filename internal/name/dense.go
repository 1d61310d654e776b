package name

import (
	"fmt"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/crf"
	"github.com/parley-reader/parley/internal/encode"
)

// KindDense is the kind of weight file (see [encode.Open]) that holds a [Dense].
const KindDense uint32 = 0x6e616d65

// Dense scores the labels of a token from the encoder's rows for it and its two
// neighbours: one hidden layer. What it finds is added to the field's scores. It
// is read-only and safe for concurrent use.
type Dense struct {
	dim, labels int
	hidden, out encode.Matrix
}

// denseScratch is the memory of one pass, reused.
type denseScratch struct{ x, h, y []float32 }

// denseBlock is the number of rows worked on together, so that they stay in the
// nearest cache.
const denseBlock = 96

// LoadDense reads the weights. It fails on damaged bytes and, with an encoder,
// on weights that were trained on another one.
func LoadDense(b []byte, enc *encode.Encoder) (*Dense, error) {
	f, err := encode.Open(b, KindDense)
	if err != nil {
		return nil, err
	}
	if enc != nil && f.Encoder != enc.Sum() {
		return nil, fmt.Errorf("trained on encoder %08x, not on %08x: train the names anew (docs/models/name.md)", f.Encoder, enc.Sum())
	}
	size, err := f.Uints("size", 1, 4)
	if err != nil {
		return nil, err
	}
	dim, hidden, columns := int(size[0]), int(size[1]), int(size[2])
	d := &Dense{dim: dim, labels: int(size[3])}
	if dim < 1 || dim > 4096 || hidden < 1 || hidden > 4096 || d.labels < 1 || d.labels > columns || columns > 256 {
		return nil, fmt.Errorf("impossible sizes %v", size)
	}
	if d.hidden, err = f.Matrix("hidden", 3*dim, hidden); err != nil {
		return nil, err
	}
	d.out, err = f.Matrix("out", hidden, columns)
	return d, err
}

// Each calls yield with the scores of each token of l in turn, which are only
// valid during the call. states must have a row for each.
func (d *Dense) Each(l *doc.Layout, states encode.States, yield func(token int, scores []float32)) {
	var s denseScratch
	d.each(&s, l, states, yield)
}

func (d *Dense) score(s *denseScratch, ws *crf.Workspace, l *doc.Layout, states encode.States) {
	d.each(s, l, states, ws.AddScores)
}

func (d *Dense) each(s *denseScratch, l *doc.Layout, states encode.States, yield func(token int, scores []float32)) {
	if states.Dim != d.dim {
		return
	}
	s.x = sized(s.x, (denseBlock+2)*d.dim)
	s.h = sized(s.h, denseBlock*d.hidden.Out)
	s.y = sized(s.y, denseBlock*d.out.Out)
	for i := range l.Sentences {
		r := l.Sentences[i].Tokens
		for t := r.First; t < r.End; t += denseBlock {
			d.block(s, r, t, min(t+denseBlock, r.End), states, yield)
		}
	}
}

// block scores the tokens from first to end of sentence r.
func (d *Dense) block(s *denseScratch, r doc.Range, first, end int, states encode.States, yield func(int, []float32)) {
	n := end - first
	from, to := max(first-1, r.First), min(end+1, r.End)
	x := s.x[:(n+2)*d.dim]
	clear(x[:d.dim])
	clear(x[(n+1)*d.dim:])
	copy(x[(from-first+1)*d.dim:], states.Data[from*d.dim:to*d.dim])
	d.hidden.MulRelu(s.h, x, n, d.dim)
	d.out.Mul(s.y, s.h, n, d.hidden.Out)
	for i := range n {
		y := s.y[i*d.out.Out : (i+1)*d.out.Out]
		for j, b := range d.out.Bias {
			y[j] += b
		}
		yield(first+i, y[:d.labels])
	}
}

func sized(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}
