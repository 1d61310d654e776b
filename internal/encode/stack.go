package encode

import "fmt"

// Stack is a run of residual layers over rows that a stage makes itself, as
// those of the [Encoder] are over its embeddings: each row is normalised, then
// changed layer by layer. It is read-only and safe for concurrent use.
type Stack struct {
	dim    int
	norm   normal
	layers []layer
}

// Stack reads layers of dim channels, a multiple of 32: the section "layers"
// has their kinds, "norm" the normalisation of what goes in.
func (f *File) Stack(dim int) (s Stack, err error) {
	kinds, err := f.Uints("layers", 1, -1)
	if err != nil {
		return s, err
	}
	if dim < 1 || dim > maxDim || dim%(2*lane) != 0 || len(kinds) >= maxLayers {
		return s, fmt.Errorf("weights: %d layers of %d channels", len(kinds), dim)
	}
	s.dim = dim
	if s.norm, err = readNormal(f, "norm", dim); err != nil {
		return s, err
	}
	s.layers, err = readLayers(f, dim, kinds)
	return s, err
}

// Run changes rows in place: row i is rows[i*dim : (i+1)*dim]. cuts holds the
// first row of each sequence, beginning with 0, and the number of rows at its
// end; no row sees another sequence. Memory grows with the rows, so long texts
// go in parts.
func (s *Stack) Run(rows []float32, cuts []int, ws *Workspace) {
	d, n := s.dim, len(cuts)
	if n < 2 {
		return
	}
	total := cuts[n-1] + n
	ws.x = grow(ws.x, total*d)
	ws.y = grow(ws.y, total*3*d)
	ws.carry = grow(ws.carry, d)
	if len(ws.zero) < 3*d {
		ws.zero = make([]float32, 3*d)
	}
	clear(ws.x[:d])
	r := 1
	for q := 0; q+1 < n; q++ {
		for i := cuts[q]; i < cuts[q+1]; i++ {
			x := ws.x[r*d : (r+1)*d]
			copy(x, rows[i*d:(i+1)*d])
			addNorm(x, ws.zero[:d], s.norm.gain, s.norm.beta)
			r++
		}
		clear(ws.x[r*d : (r+1)*d])
		r++
	}
	runLayers(s.layers, cuts, total, d, ws)
	ws.takeRows(rows, cuts, d)
}

// Table holds rows of embeddings. It is read-only.
type Table struct {
	table
	dim int
}

// Table reads embeddings of dim columns, a multiple of 16.
func (f *File) Table(name string, dim int) (t Table, err error) {
	if dim < 1 || dim%lane != 0 {
		return t, fmt.Errorf("weights: section %q has %d columns, want a multiple of %d", name, dim, lane)
	}
	t.dim = dim
	t.table, err = readTable(f, name, dim)
	return t, err
}

// Len is the number of rows.
func (t *Table) Len() int { return len(t.scale) }

// Add adds row i, below [Table.Len], to dst.
func (t *Table) Add(dst []float32, i int) {
	addInt8(dst[:t.dim], t.rows[i*t.dim:(i+1)*t.dim], t.scale[i])
}

// Add adds src to dst, element by element; their lengths are the same.
func Add(dst, src []float32) {
	src = src[:len(dst)]
	for i := range dst {
		dst[i] += src[i]
	}
}
