// Package encode turns the words of a text into rows of numbers that stand for
// each word in its sentence. The tagger, the parser and whoever else learns
// from words in context read the same rows, so they are computed once.
//
// Start with [New], which reads the weights that come with the program, and
// [Encoder.Encode]. The rows for a sentence depend on that sentence alone. An
// Encoder is read-only and safe for concurrent use; a [Workspace] serves one
// goroutine. Matrix products run in AVX2 assembly where the machine has it and
// in Go elsewhere; the two agree within rounding.
//
// The network: the sum of embeddings of the word, its affixes and its shape,
// then residual layers, each a convolution over three words or a pair of gated
// recurrences (one from the left, one from the right), each followed by layer
// normalisation.
package encode

import (
	_ "embed"
	"encoding/binary"
	"fmt"
)

//go:embed encoder.bin
var weights []byte

// New reads the encoder that comes with the program.
func New() (*Encoder, error) { return Load(weights) }

// Encoder computes [States]. Make one with [New] or [Load].
type Encoder struct {
	sum    uint32
	dim    int
	vocab  []byte // open addressing: check, row; uint32 each
	slots  int    // a power of two
	word   table
	affix  table
	norm   normal
	layers []layer
}

type table struct {
	rows  []byte // int8, dim columns
	scale []float32
}

type normal struct{ gain, beta []float32 }

type layer struct {
	kind uint32
	w    Matrix
	norm normal
}

// The kinds of layer.
const (
	LayerConv  uint32 = 1 // three words wide
	LayerGates uint32 = 2 // half of the channels run from the left, half from the right
)

const (
	maxDim    = 512
	maxLayers = 16
)

// Load reads an encoder from the bytes of a weight file, which must not change
// afterwards: the large tables are used in place. Damaged or foreign bytes give
// an error.
func Load(b []byte) (*Encoder, error) {
	f, err := Open(b, KindEncoder)
	if err != nil {
		return nil, fmt.Errorf("encoder: %w", err)
	}
	e := &Encoder{sum: f.Sum}
	if err := e.read(f); err != nil {
		return nil, fmt.Errorf("encoder: %w", err)
	}
	return e, nil
}

func (e *Encoder) read(f *File) error {
	arch, err := f.Uints("arch", 1, -1)
	if err != nil {
		return err
	}
	if len(arch) < 2 || len(arch) > maxLayers || arch[0] > maxDim || arch[0]%(2*lane) != 0 || arch[0] == 0 {
		return fmt.Errorf("weights: unknown architecture %v", arch)
	}
	e.dim = int(arch[0])
	if err := e.readTables(f); err != nil {
		return err
	}
	if e.norm, err = readNormal(f, "norm", e.dim); err != nil {
		return err
	}
	e.layers, err = readLayers(f, e.dim, arch[1:])
	return err
}

// readLayers reads layers of the kinds, named layer0 and on.
func readLayers(f *File, dim int, kinds []uint32) (layers []layer, err error) {
	for i, kind := range kinds {
		l := layer{kind: kind}
		name := fmt.Sprintf("layer%d", i)
		switch kind {
		case LayerConv:
			l.w, err = f.Matrix(name, 3*dim, dim)
		case LayerGates:
			l.w, err = f.Matrix(name, dim, 3*dim)
		default:
			err = fmt.Errorf("weights: unknown layer kind %d", kind)
		}
		if err != nil {
			return nil, err
		}
		if l.norm, err = readNormal(f, name+".n", dim); err != nil {
			return nil, err
		}
		layers = append(layers, l)
	}
	return layers, nil
}

func (e *Encoder) readTables(f *File) error {
	s, err := f.section("vocab", typeUint32, -1, 2)
	if err != nil {
		return err
	}
	e.vocab, e.slots = s.data, s.Rows
	if e.slots == 0 || e.slots&(e.slots-1) != 0 {
		return fmt.Errorf("weights: vocabulary of %d slots, want a power of two", e.slots)
	}
	if e.word, err = readTable(f, "word", e.dim); err != nil {
		return err
	}
	free := false
	for i := range e.slots {
		row := binary.LittleEndian.Uint32(e.vocab[8*i+4:])
		if int64(row) >= int64(len(e.word.scale)) {
			return fmt.Errorf("weights: vocabulary names row %d of %d", row, len(e.word.scale))
		}
		free = free || row == 0
	}
	if !free {
		return fmt.Errorf("weights: vocabulary has no free slot")
	}
	e.affix, err = readTable(f, "affix", e.dim)
	return err
}

func readTable(f *File, name string, dim int) (t table, err error) {
	rows := 0
	if t.rows, rows, err = f.Bytes(name, -1, dim); err != nil {
		return t, err
	}
	if rows == 0 {
		return t, fmt.Errorf("weights: section %q is empty", name)
	}
	t.scale, err = f.Floats(name+".s", 1, rows)
	return t, err
}

func readNormal(f *File, name string, dim int) (n normal, err error) {
	v, err := f.Floats(name, 2, dim)
	if err != nil {
		return n, err
	}
	return normal{v[:dim], v[dim:]}, nil
}

// Dim is the length of a row of [States].
func (e *Encoder) Dim() int { return e.dim }

// Sum identifies the weights: heads name the encoder that they were trained on.
func (e *Encoder) Sum() uint32 { return e.sum }

// States holds one row for each token. It belongs to the [Workspace] and is
// valid until the next Encode with it.
type States struct {
	Dim  int
	Data []float32 // row i is Data[i*Dim : (i+1)*Dim]
}

// Row is the row of token i.
func (s States) Row(i int) []float32 { return s.Data[i*s.Dim : (i+1)*s.Dim : (i+1)*s.Dim] }

// Len is the number of rows.
func (s States) Len() int {
	if s.Dim == 0 {
		return 0
	}
	return len(s.Data) / s.Dim
}

// Workspace holds the memory of Encode for reuse by one goroutine. The zero
// value is ready.
type Workspace struct {
	states []float32
	x, y   []float32 // a block's rows, with a zero row around each sentence
	carry  []float32 // state of the recurrences
	zero   []float32
	cuts   []int
}

// block is the number of rows that are worked on together, so that they stay
// in the cache nearest to the core.
const block = 192

// maxSentence is the length at which a sentence is cut for the encoder's
// purposes, so that memory stays bounded whatever comes in.
const maxSentence = 1024

// Encode computes one row for each of forms. bounds holds the index of the
// first token of each sentence, in order, and len(forms) at its end; bounds
// that do not cover the forms are mended. A nil ws allocates a new one.
func (e *Encoder) Encode(forms []string, bounds []int, ws *Workspace) States {
	if ws == nil {
		ws = new(Workspace)
	}
	n, d := len(forms), e.dim
	ws.states = grow(ws.states, n*d)
	ws.carry = grow(ws.carry, d)
	if len(ws.zero) < 3*d {
		ws.zero = make([]float32, 3*d)
	}
	ws.setCuts(bounds, n)
	for first := 0; first+1 < len(ws.cuts); {
		last, rows := first+1, ws.cuts[first+1]-ws.cuts[first]+2
		for last+1 < len(ws.cuts) && rows+ws.cuts[last+1]-ws.cuts[last]+1 <= block {
			rows += ws.cuts[last+1] - ws.cuts[last] + 1
			last++
		}
		e.encodeBlock(forms, ws.cuts[first:last+1], rows, ws)
		first = last
	}
	return States{d, ws.states[:n*d]}
}

// setCuts makes ascending cuts from 0 to n of the bounds.
func (ws *Workspace) setCuts(bounds []int, n int) {
	ws.cuts = append(ws.cuts[:0], 0)
	at := 0
	add := func(to int) {
		for to-at > maxSentence {
			at += maxSentence
			ws.cuts = append(ws.cuts, at)
		}
		if to > at {
			at = to
			ws.cuts = append(ws.cuts, at)
		}
	}
	for _, b := range bounds {
		add(min(b, n))
	}
	add(n)
}

// encodeBlock encodes the sentences between the cuts. Row 0 and the row after
// each sentence are zero.
func (e *Encoder) encodeBlock(forms []string, cuts []int, rows int, ws *Workspace) {
	d := e.dim
	ws.x = grow(ws.x, rows*d)
	ws.y = grow(ws.y, rows*3*d)
	clear(ws.x[:rows*d])
	r := 1
	for s := 0; s+1 < len(cuts); s++ {
		for i := cuts[s]; i < cuts[s+1]; i++ {
			e.embed(ws.x[r*d:(r+1)*d], forms[i], ws.zero)
			r++
		}
		r++
	}
	runLayers(e.layers, cuts, rows, d, ws)
	ws.takeRows(ws.states[cuts[0]*d:], cuts, d)
}

// runLayers changes the rows of x, layer by layer.
func runLayers(layers []layer, cuts []int, rows, d int, ws *Workspace) {
	for i := range layers {
		l := &layers[i]
		if l.kind == LayerConv {
			l.conv(cuts, rows, d, ws)
		} else {
			l.gates(cuts, rows, d, ws)
		}
	}
}

// takeRows copies the rows of x to dst, without the zero rows.
func (ws *Workspace) takeRows(dst []float32, cuts []int, d int) {
	r := 1
	for s := 0; s+1 < len(cuts); s++ {
		n := cuts[s+1] - cuts[s]
		copy(dst[(cuts[s]-cuts[0])*d:(cuts[s+1]-cuts[0])*d], ws.x[r*d:(r+n)*d])
		r += n + 1
	}
}

// conv replaces x by norm(x + relu(conv(x))).
func (l *layer) conv(cuts []int, rows, d int, ws *Workspace) {
	l.w.Mul(ws.y, ws.x, rows-2, d) // row i of y sees rows i, i+1, i+2 of x
	r := 1
	for s := 0; s+1 < len(cuts); s++ {
		for range cuts[s+1] - cuts[s] {
			y := ws.y[(r-1)*d : r*d]
			AddRelu(y, y, l.w.Bias)
			addNorm(ws.x[r*d:(r+1)*d], y, l.norm.gain, l.norm.beta)
			r++
		}
		r++
	}
}

// gates replaces x by norm(x + h), h from the two recurrences.
func (l *layer) gates(cuts []int, rows, d int, ws *Workspace) {
	l.w.Mul(ws.y, ws.x[d:], rows-2, d)
	half, b := d/2, l.w.Bias
	step := func(r, from int, c []float32) {
		u := ws.y[(r-1)*3*d : r*3*d]
		to := from + half
		z := u[from:to]
		gateScan(z, u[d+from:d+to], u[2*d+from:2*d+to], b[from:to], b[d+from:d+to], b[2*d+from:2*d+to], c, z)
	}
	r := 1
	for s := 0; s+1 < len(cuts); s++ {
		n := cuts[s+1] - cuts[s]
		clear(ws.carry[:d])
		for i := r; i < r+n; i++ {
			step(i, 0, ws.carry[:half])
		}
		for i := r + n - 1; i >= r; i-- {
			step(i, half, ws.carry[half:d])
		}
		for i := r; i < r+n; i++ {
			addNorm(ws.x[i*d:(i+1)*d], ws.y[(i-1)*3*d:(i-1)*3*d+d], l.norm.gain, l.norm.beta)
		}
		r += n + 1
	}
}

// embed writes the normalised sum of a token's embeddings.
func (e *Encoder) embed(dst []float32, form string, zero []float32) {
	f := Extract(form)
	d := e.dim
	if row := e.lookup(f.Word); row >= 0 {
		addInt8(dst, e.word.rows[row*d:(row+1)*d], e.word.scale[row])
	}
	for _, h := range f.Affix {
		row := int(h % uint32(len(e.affix.scale)))
		addInt8(dst, e.affix.rows[row*d:(row+1)*d], e.affix.scale[row])
	}
	addNorm(dst, zero[:d], e.norm.gain, e.norm.beta)
}

// Word adds to dst, of [Encoder.Dim] values, the vector of a word alone, as it is
// learned from the company that the word keeps; a word that is not in the
// vocabulary has one that it shares with all such words.
func (e *Encoder) Word(dst []float32, form string) {
	if row := e.lookup(Extract(form).Word); row >= 0 {
		addInt8(dst, e.word.rows[row*e.dim:(row+1)*e.dim], e.word.scale[row])
	}
}

// lookup finds the row of a word in the open-addressing table of a vocabulary;
// row 0 stands for every word that is not in it. In the table, row 0 marks a
// free slot.
func (e *Encoder) lookup(hash uint64) int {
	check := uint32(hash >> 32)
	for i := int(hash) & (e.slots - 1); ; i = (i + 1) & (e.slots - 1) {
		slot := e.vocab[8*i : 8*i+8]
		row := binary.LittleEndian.Uint32(slot[4:])
		if row == 0 || binary.LittleEndian.Uint32(slot) == check {
			return int(row)
		}
	}
}

// VocabTable lays out the vocabulary for the section "vocab": hashes[i] is the
// [Features.Word] of row i+1. It returns pairs of check and row.
func VocabTable(hashes []uint64) []uint32 {
	slots := 64
	for slots < 2*len(hashes) {
		slots *= 2
	}
	t := make([]uint32, 2*slots)
	for i, h := range hashes {
		at := int(h) & (slots - 1)
		for t[2*at+1] != 0 {
			at = (at + 1) & (slots - 1)
		}
		t[2*at], t[2*at+1] = uint32(h>>32), uint32(i+1)
	}
	return t
}

func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n+n/4)
	}
	return s[:cap(s)]
}
