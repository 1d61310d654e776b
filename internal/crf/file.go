package crf

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"math/bits"
	"sort"
)

// The weight file, little endian:
//
//	magic "PCRF", version, labels n, classes, bits of the bucket index
//	hash of the schema, break mask, features, float32 base of the scales
//	the labels, each with a byte for its length
//	transitions: float32 [class][from+1][to], then float32 [label] for the end
//	index: uint32 [1<<bits + 1], the first entry of each bucket (top bits of the key)
//	entries by key: key, step of the scale, n signed bytes
//	CRC-32C of all before it
const (
	magic   = "PCRF"
	version = 1
	header  = 24
)

// ErrCorrupt is wrapped by what Load returns for a damaged file.
var ErrCorrupt = errors.New("crf: weights are damaged")

// ErrSchema is wrapped by what Load returns for weights that were trained for
// other features or labels.
var ErrSchema = errors.New("crf: weights were made for other features; train them anew")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// scaleStep is the ratio between two steps of a row's scale.
const scaleStep = 1.0443

// Weights is a trained field before it is packed.
type Weights struct {
	Schema Schema
	Trans  []float32 // [class][from+1][to], from 0 is the start
	Last   []float32 // [label]
	Keys   []uint32  // distinct
	Rows   []float32 // [feature][label]
}

// Load reads weights that were trained for the feature functions named
// features. The model keeps data, which must not change. It fails with an error
// that wraps ErrCorrupt or ErrSchema.
func Load(data []byte, features string) (*Model, error) {
	bad := func(what string) (*Model, error) { return nil, fmt.Errorf("%w: %s", ErrCorrupt, what) }
	if len(data) < header+4 || string(data[:4]) != magic {
		return bad("no magic number")
	}
	if data[4] != version {
		return nil, fmt.Errorf("%w: version %d, this reader knows %d", ErrCorrupt, data[4], version)
	}
	le := binary.LittleEndian
	body := data[:len(data)-4]
	if crc32.Checksum(body, castagnoli) != le.Uint32(data[len(body):]) {
		return bad("checksum differs")
	}
	n, classes, indexBits := int(data[5]), int(data[6]), data[7]
	if n == 0 || n > MaxLabels || classes == 0 || classes > 32 || indexBits == 0 || indexBits > 24 {
		return bad("impossible sizes")
	}
	m := &Model{n: n, shift: 32 - indexBits}
	m.schema = Schema{Features: features, Classes: classes, Break: le.Uint32(data[12:])}
	count, base := int(le.Uint32(data[16:])), math.Float32frombits(le.Uint32(data[20:]))
	rest := body[header:]
	for range n {
		if len(rest) == 0 || len(rest) <= int(rest[0]) {
			return bad("labels cut short")
		}
		m.schema.Labels = append(m.schema.Labels, string(rest[1:1+int(rest[0])]))
		rest = rest[1+int(rest[0]):]
	}
	if m.schema.hash() != le.Uint32(data[8:]) {
		return nil, fmt.Errorf("%w (wanted %q)", ErrSchema, features)
	}
	nt, ni := classes*(n+1)*n+n, 1<<indexBits+1
	if len(rest) != 4*nt+4*ni+count*(5+n) {
		return bad("length differs")
	}
	all := floats(rest[:4*nt])
	m.trans, m.last = all[:nt-n], all[nt-n:]
	m.index, m.entries = rest[4*nt:4*(nt+ni)], rest[4*(nt+ni):]
	if err := m.checkIndex(count); err != nil {
		return nil, err
	}
	for i := range m.scales {
		m.scales[i] = base * float32(math.Pow(scaleStep, float64(i)))
	}
	m.buildFilter(count)
	m.scheme = parseScheme(m.schema.Labels)
	m.prepare()
	return m, nil
}

func floats(b []byte) []float32 {
	out := make([]float32, len(b)/4)
	for i := range out {
		f := math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		if f != f || math.IsInf(float64(f), 0) {
			f = 0
		}
		out[i] = f
	}
	return out
}

// buildFilter sets a bit for each key, with about one bit in twelve set.
func (m *Model) buildFilter(count int) {
	size := min(max(bits.Len(uint(count*6)), 6), 24)
	m.filter, m.filterShift = make([]uint64, 1<<size/64), uint8(32-size)
	for at := 0; at < len(m.entries); at += 5 + m.n {
		h := binary.LittleEndian.Uint32(m.entries[at:]) >> m.filterShift
		m.filter[h>>6] |= 1 << (h & 63)
	}
}

func (m *Model) checkIndex(count int) error {
	last := uint32(0)
	for at := 0; at < len(m.index); at += 4 {
		v := binary.LittleEndian.Uint32(m.index[at:])
		if v < last || int(v) > count {
			return fmt.Errorf("%w: index out of order", ErrCorrupt)
		}
		last = v
	}
	if int(last) != count {
		return fmt.Errorf("%w: index ends early", ErrCorrupt)
	}
	return nil
}

// Pack writes the weight file. The same weights give the same bytes.
func (w *Weights) Pack() ([]byte, error) {
	n, classes := len(w.Schema.Labels), w.Schema.Classes
	switch {
	case n == 0 || n > MaxLabels || classes < 1 || classes > 32:
		return nil, fmt.Errorf("crf: %d labels and %d classes cannot be packed", n, classes)
	case len(w.Trans) != classes*(n+1)*n || len(w.Last) != n || len(w.Rows) != n*len(w.Keys):
		return nil, fmt.Errorf("crf: sizes of the weights do not fit the schema")
	}
	indexBits := min(max(bits.Len(uint(len(w.Keys)/2)), 1), 24)
	top := float32(1e-6)
	for _, x := range w.Rows {
		top = max(top, x, -x)
	}
	base := float64(top) / 127 / math.Pow(scaleStep, 255)
	le := binary.LittleEndian
	out := append([]byte(magic), version, byte(n), byte(classes), byte(indexBits))
	out = le.AppendUint32(out, w.Schema.hash())
	out = le.AppendUint32(out, w.Schema.Break)
	out = le.AppendUint32(out, uint32(len(w.Keys)))
	out = le.AppendUint32(out, math.Float32bits(float32(base)))
	for _, l := range w.Schema.Labels {
		out = append(append(out, byte(len(l))), l...)
	}
	for _, f := range append(append([]float32(nil), w.Trans...), w.Last...) {
		if math.IsInf(float64(f), 0) {
			f = 0
		}
		out = le.AppendUint32(out, math.Float32bits(f))
	}
	order := make([]int, len(w.Keys))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return w.Keys[order[a]] < w.Keys[order[b]] })
	at := 0
	for b := range 1<<indexBits + 1 {
		for at < len(order) && uint64(w.Keys[order[at]])>>(32-indexBits) < uint64(b) {
			at++
		}
		out = le.AppendUint32(out, uint32(at))
	}
	for _, i := range order {
		out = le.AppendUint32(out, w.Keys[i])
		out = appendRow(out, w.Rows[i*n:(i+1)*n], base)
	}
	return le.AppendUint32(out, crc32.Checksum(out, castagnoli)), nil
}

// appendRow quantises one row: the smallest scale that holds its largest weight.
func appendRow(out []byte, row []float32, base float64) []byte {
	var top float64
	for _, x := range row {
		top = math.Max(top, math.Abs(float64(x)))
	}
	step := 0
	if top > 0 {
		step = int(math.Ceil(math.Log(top/127/base) / math.Log(scaleStep)))
	}
	step = min(max(step, 0), 255)
	scale := base * math.Pow(scaleStep, float64(step))
	out = append(out, byte(step))
	for _, x := range row {
		q := math.Round(float64(x) / scale)
		out = append(out, byte(int8(math.Max(-127, math.Min(127, q)))))
	}
	return out
}
