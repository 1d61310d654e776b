package encode

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math"
	"unsafe"
)

// A weight file is a header, a table of named sections and their bytes:
//
//	 0  magic "parleyw1"
//	 8  kind of model, uint32 ([KindEncoder], [KindTagger], [KindParser])
//	12  feature schema, uint32
//	16  CRC-32C of all bytes from 24 on, uint32
//	20  number of sections, uint32
//	24  CRC of the encoder that a head was trained on, uint32; 0 in an encoder
//	28  zero
//	32  sections of 40 bytes each: name (16, zero-filled), element type, rows,
//	    columns, offset, length, zero: uint32 each
//
// All numbers are little-endian; sections begin at multiples of 64.
const (
	fileMagic   = "parleyw1"
	headBytes   = 32
	entryBytes  = 40
	maxSections = 256
)

// The kinds of weight file.
const (
	KindEncoder uint32 = iota + 1
	KindTagger
	KindParser
)

// The element types of a section.
const (
	typeInt8 uint32 = iota + 1
	typeUint32
	typeFloat32
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Section is one array of a weight file.
type Section struct {
	Rows, Cols int
	kind       uint32
	data       []byte
}

// File is an opened weight file. It keeps the bytes it was opened on, which
// must not change. It is read-only.
type File struct {
	Sum      uint32 // identifies the file
	Encoder  uint32 // Sum of the encoder that a head belongs to
	sections map[string]Section
}

// OpenHead opens the weights of what reads this encoder's rows, and fails, as
// [Open] does, on damaged bytes, and on a file that was trained on another
// encoder.
func (e *Encoder) OpenHead(b []byte, kind uint32) (*File, error) {
	f, err := Open(b, kind)
	if err != nil {
		return nil, err
	}
	if f.Encoder != e.Sum() {
		return nil, fmt.Errorf("trained on encoder %08x, not on %08x: train them together", f.Encoder, e.Sum())
	}
	return f, nil
}

// Open checks a weight file of the given kind. The error tells what is wrong
// with it; corrupt files never panic.
func Open(b []byte, kind uint32) (*File, error) {
	if len(b) < headBytes || string(b[:8]) != fileMagic {
		return nil, fmt.Errorf("weights: not a weight file (want %q first): rebuild or reinstall", fileMagic)
	}
	u32 := binary.LittleEndian.Uint32
	switch {
	case u32(b[8:]) != kind:
		return nil, fmt.Errorf("weights: kind %d, want %d: another model's file", u32(b[8:]), kind)
	case u32(b[12:]) != Schema:
		return nil, fmt.Errorf("weights: feature schema %#x, this program reads %#x: train anew", u32(b[12:]), uint32(Schema))
	case u32(b[16:]) != crc32.Checksum(b[24:], castagnoli):
		return nil, fmt.Errorf("weights: checksum differs: the file is damaged")
	}
	n := int(u32(b[20:]))
	if n > maxSections || headBytes+n*entryBytes > len(b) {
		return nil, fmt.Errorf("weights: %d sections do not fit", n)
	}
	f := &File{Sum: u32(b[16:]), Encoder: u32(b[24:]), sections: make(map[string]Section, n)}
	for i := range n {
		name, s, err := readEntry(b, headBytes+i*entryBytes)
		if err != nil {
			return nil, err
		}
		f.sections[name] = s
	}
	return f, nil
}

func readEntry(b []byte, at int) (string, Section, error) {
	e := b[at : at+entryBytes]
	end := 0
	for end < 16 && e[end] != 0 {
		end++
	}
	name := string(e[:end])
	u32 := binary.LittleEndian.Uint32
	s := Section{kind: u32(e[16:]), Rows: int(u32(e[20:])), Cols: int(u32(e[24:]))}
	offset, length := uint64(u32(e[28:])), uint64(u32(e[32:]))
	size := uint64(4)
	if s.kind == typeInt8 {
		size = 1
	}
	if s.kind < typeInt8 || s.kind > typeFloat32 || offset+length > uint64(len(b)) ||
		uint64(s.Rows) > length || uint64(s.Cols) > length || uint64(s.Rows)*uint64(s.Cols)*size != length {
		return "", s, fmt.Errorf("weights: section %q is malformed", name)
	}
	s.data = b[offset : offset+length]
	return name, s, nil
}

// Has tells whether there is a section of that name.
func (f *File) Has(name string) bool { _, ok := f.sections[name]; return ok }

func (f *File) section(name string, kind uint32, rows, cols int) (Section, error) {
	s, ok := f.sections[name]
	if !ok || s.kind != kind {
		return s, fmt.Errorf("weights: no section %q of the right type", name)
	}
	if rows >= 0 && s.Rows != rows || cols >= 0 && s.Cols != cols {
		return s, fmt.Errorf("weights: section %q is %d×%d, want %d×%d", name, s.Rows, s.Cols, rows, cols)
	}
	return s, nil
}

// Floats copies the section, which must have the given size (−1: any).
func (f *File) Floats(name string, rows, cols int) ([]float32, error) {
	s, err := f.section(name, typeFloat32, rows, cols)
	if err != nil {
		return nil, err
	}
	v := make([]float32, s.Rows*s.Cols)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(s.data[4*i:]))
	}
	return v, nil
}

// Uints copies the section, which must have the given size (−1: any).
func (f *File) Uints(name string, rows, cols int) ([]uint32, error) {
	s, err := f.section(name, typeUint32, rows, cols)
	if err != nil {
		return nil, err
	}
	v := make([]uint32, s.Rows*s.Cols)
	for i := range v {
		v[i] = binary.LittleEndian.Uint32(s.data[4*i:])
	}
	return v, nil
}

// Bytes returns the int8 section without copying, and its number of rows.
func (f *File) Bytes(name string, rows, cols int) ([]byte, int, error) {
	s, err := f.section(name, typeInt8, rows, cols)
	return s.data, s.Rows, err
}

func int8Ptr(b []byte) *int8 { return (*int8)(unsafe.Pointer(unsafe.SliceData(b))) }

// Matrix is a weight matrix packed for [Gemm], with its bias. It is read-only.
type Matrix struct {
	In, Out int // Out is a multiple of 16
	Bias    []float32
	packed  []float32
}

// Matrix reads the sections name (in×out) and name+".b" (1×out).
func (f *File) Matrix(name string, in, out int) (Matrix, error) {
	w, err := f.Floats(name, in, out)
	if err != nil {
		return Matrix{}, err
	}
	b, err := f.Floats(name+".b", 1, out)
	if err != nil {
		return Matrix{}, err
	}
	if out%lane != 0 || in < 1 {
		return Matrix{}, fmt.Errorf("weights: section %q has %d columns, want a multiple of %d", name, out, lane)
	}
	m := Matrix{In: in, Out: out, Bias: b, packed: make([]float32, in*out)}
	Pack(m.packed, w, in, out, out, 1)
	return m, nil
}

// Mul computes rows·W into dst without the bias. Row i begins at src[i*stride]
// and at dst[i*m.Out].
func (m *Matrix) Mul(dst, src []float32, rows, stride int) {
	Gemm(rows, m.Out, m.In, src, stride, 1, m.packed, dst, m.Out, false)
}

// MulRelu computes max(rows·W + bias, 0) into dst.
func (m *Matrix) MulRelu(dst, src []float32, rows, stride int) {
	m.Mul(dst, src, rows, stride)
	for i := range rows {
		r := dst[i*m.Out : (i+1)*m.Out]
		AddRelu(r, r, m.Bias)
	}
}

// Builder writes a weight file. The zero value is ready.
type Builder struct {
	names []string
	kinds []uint32
	rows  []int
	cols  []int
	data  [][]byte
}

func (w *Builder) add(name string, kind uint32, rows, cols int, data []byte) {
	w.names = append(w.names, name)
	w.kinds = append(w.kinds, kind)
	w.rows = append(w.rows, rows)
	w.cols = append(w.cols, cols)
	w.data = append(w.data, data)
}

// Floats adds a section of float32.
func (w *Builder) Floats(name string, rows, cols int, v []float32) {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	w.add(name, typeFloat32, rows, cols, b)
}

// Uints adds a section of uint32.
func (w *Builder) Uints(name string, rows, cols int, v []uint32) {
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, x)
	}
	w.add(name, typeUint32, rows, cols, b)
}

// Int8 adds a section of int8.
func (w *Builder) Int8(name string, rows, cols int, v []int8) {
	b := make([]byte, len(v))
	for i, x := range v {
		b[i] = byte(x)
	}
	w.add(name, typeInt8, rows, cols, b)
}

// File puts the sections together. For a head, encoder is the Sum of the
// encoder it was trained on.
func (w *Builder) File(kind, encoder uint32) []byte {
	u32 := binary.LittleEndian.AppendUint32
	b := append([]byte(nil), fileMagic...)
	b = u32(u32(u32(u32(u32(u32(b, kind), Schema), 0), uint32(len(w.names))), encoder), 0)
	at := headBytes + len(w.names)*entryBytes
	round := func(n int) int { return (n + 63) / 64 * 64 }
	for i, name := range w.names {
		at = round(at)
		var field [16]byte
		copy(field[:], name)
		b = append(b, field[:]...)
		b = u32(u32(u32(b, w.kinds[i]), uint32(w.rows[i])), uint32(w.cols[i]))
		b = u32(u32(u32(b, uint32(at)), uint32(len(w.data[i]))), 0)
		at += len(w.data[i])
	}
	for _, d := range w.data {
		for len(b) < round(len(b)) {
			b = append(b, 0)
		}
		b = append(b, d...)
	}
	binary.LittleEndian.PutUint32(b[16:], crc32.Checksum(b[24:], castagnoli))
	return b
}
