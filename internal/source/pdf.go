package source

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/ascii85"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Limits on a PDF file.
const (
	maxPDFObjects = 1 << 20
	maxPDFPages   = 5000
	maxPDFUnpack  = 256 << 20 // of all that is unpacked for one file, in bytes
	maxPDFText    = 16 << 20
)

// pdf gives the report of a PDF file that has its text. It is read by the
// objects that stand in it, not by its table of them, so that a damaged table
// does no harm.
func (r *run) pdf(name string, b []byte) bool {
	f := &pdfFileReader{ctx: r.ctx, b: b, left: min(maxPDFUnpack, r.MaxFile*16)}
	f.scan()
	if len(f.pages()) == 0 {
		return r.bad(name, "a damaged PDF document: no page is in it", "make or fetch it anew")
	}
	if f.locked() {
		return r.bad(name, "a PDF document that is locked", "save it without a password, or save its text in a file")
	}
	lines, err := f.text()
	if err != nil {
		return r.fail(name, err)
	}
	if blank(strings.Join(lines, "")) {
		what := "a PDF document without a text layer"
		if f.images {
			what += ": its pages are images, as scanners make them"
		}
		return r.bad(name, what, "run text recognition (OCR) over it, and give the result")
	}
	text := strings.Join(lines, "\n")
	if kind := bundleOf(text); kind != noBundle {
		return r.bundle(name, kind, lines, "")
	}
	d := draft{name: name}
	d.meta, d.text = header(text)
	d.meta.fill(f.info())
	if f.unknown*20 > len(text) {
		d.notes = append(d.notes, "some characters have no known letters in this PDF document")
	}
	return r.give(d)
}

// pdfFileReader reads the objects of a PDF file.
type pdfFileReader struct {
	ctx     context.Context
	b       []byte
	left    int64 // how much may still be unpacked
	objects map[pdfRef]pdfPlace
	trailer pdfDict
	read    map[pdfRef]any // what was read; the texts of streams are not
	packed  map[pdfRef][]byte
	images  bool
	unknown int
}

// pdfPlace is where an object stands: in the file, or in the stream of others.
type pdfPlace struct {
	at int
	in pdfRef // the stream it is in; 0 for the file
}

// scan finds all objects, the last one of a number where there are several.
func (f *pdfFileReader) scan() {
	f.objects, f.read, f.packed, f.trailer = map[pdfRef]pdfPlace{}, map[pdfRef]any{}, map[pdfRef][]byte{}, pdfDict{}
	for at := 0; len(f.objects) < maxPDFObjects; {
		i := bytes.Index(f.b[at:], []byte("obj"))
		if i < 0 {
			break
		}
		i += at
		at = i + 3
		if id := objectBefore(f.b, i); id > 0 {
			f.objects[id] = pdfPlace{at: at}
		}
	}
	for at := 0; ; {
		i := bytes.Index(f.b[at:], []byte("trailer"))
		if i < 0 {
			break
		}
		at += i + len("trailer")
		l := pdfLexer{f.b, at}
		if v, _ := l.value(0, true); v != nil {
			f.addTrailer(v)
		}
	}
	var streams []pdfRef
	for id := range f.objects {
		streams = append(streams, id)
	}
	slices.SortFunc(streams, func(a, b pdfRef) int { return f.objects[a].at - f.objects[b].at })
	for _, id := range streams {
		f.unfold(id)
	}
}

// addTrailer takes what a trailer tells.
func (f *pdfFileReader) addTrailer(v any) {
	d, _ := v.(pdfDict)
	for _, key := range [...]pdfName{"Root", "Info", "Encrypt"} {
		if d[key] != nil {
			f.trailer[key] = d[key]
		}
	}
}

// objectBefore is the number of an object of which "obj" stands at i; 0 for
// none.
func objectBefore(b []byte, i int) pdfRef {
	back := func(digits bool) string {
		end := i
		for i > 0 && end-i < 10 && (b[i-1] >= '0' && b[i-1] <= '9') == digits && (digits || pdfSpace(b[i-1])) {
			i--
		}
		return string(b[i:end])
	}
	if back(false); back(true) == "" || back(false) == "" {
		return 0
	}
	n, err := strconv.Atoi(back(true))
	if err != nil || n <= 0 {
		return 0
	}
	return pdfRef(n)
}

// unfold finds the objects in a stream of objects, and the trailer in a table
// that is one.
func (f *pdfFileReader) unfold(id pdfRef) {
	place := f.objects[id]
	if place.in != 0 {
		return
	}
	head := f.b[place.at:min(len(f.b), place.at+1024)]
	if !bytes.Contains(head, []byte("ObjStm")) && !bytes.Contains(head, []byte("XRef")) {
		return
	}
	data, ok := f.object(id).(pdfData)
	if !ok {
		return
	}
	switch data.dict["Type"] {
	case pdfName("XRef"):
		f.addTrailer(data.dict)
	case pdfName("ObjStm"):
		b, err := f.unpack(data)
		if err != nil && len(b) == 0 {
			return
		}
		f.packed[id] = b
		n, first := f.number(data.dict["N"]), f.number(data.dict["First"])
		l := pdfLexer{b, 0}
		for range int(min(n, maxPDFObjects)) {
			num, ok1 := l.value(0, false)
			off, ok2 := l.value(0, false)
			x, is1 := num.(float64)
			y, is2 := off.(float64)
			if !ok1 || !ok2 || !is1 || !is2 || len(f.objects) > maxPDFObjects {
				return
			}
			if at := int(first + y); x > 0 && x < 1<<31 && y >= 0 && at >= 0 && at < len(b) {
				if old, known := f.objects[pdfRef(x)]; !known || old.in != 0 {
					f.objects[pdfRef(x)] = pdfPlace{at: at, in: id}
				}
			}
		}
	}
}

// object is an object of the file; nil where there is none.
func (f *pdfFileReader) object(id pdfRef) any {
	if v, ok := f.read[id]; ok {
		return v
	}
	place, ok := f.objects[id]
	if !ok {
		return nil
	}
	b := f.b
	if place.in != 0 {
		b = f.packed[place.in]
	}
	if place.at > len(b) {
		return nil
	}
	l := pdfLexer{b, place.at}
	v, _ := l.value(0, true)
	if d, is := v.(pdfDict); is && place.in == 0 {
		if raw, is := streamBehind(&l, d); is {
			v = pdfData{d, raw}
		}
	}
	f.read[id] = v
	return v
}

// streamBehind is what stands between "stream" and "endstream" behind a
// dictionary: by its length where that is told and right, else up to the next
// "endstream".
func streamBehind(l *pdfLexer, d pdfDict) ([]byte, bool) {
	l.skip()
	rest, ok := bytes.CutPrefix(l.b[l.at:], []byte("stream"))
	if !ok {
		return nil, false
	}
	rest = bytes.TrimPrefix(rest, []byte("\r"))
	rest = bytes.TrimPrefix(rest, []byte("\n"))
	if n, ok := d["Length"].(float64); ok && n >= 0 && int(n) <= len(rest) {
		if bytes.HasPrefix(bytes.TrimLeft(rest[int(n):min(len(rest), int(n)+20)], "\r\n "), []byte("endstream")) {
			return rest[:int(n)], true
		}
	}
	if end := bytes.Index(rest, []byte("endstream")); end >= 0 {
		return rest[:end], true
	}
	return rest, true
}

// get is v, or the object that it refers to.
func (f *pdfFileReader) get(v any) any {
	for range 8 {
		ref, ok := v.(pdfRef)
		if !ok {
			return v
		}
		v = f.object(ref)
	}
	return nil
}

func (f *pdfFileReader) dict(v any) pdfDict {
	switch v := f.get(v).(type) {
	case pdfDict:
		return v
	case pdfData:
		return v.dict
	}
	return nil
}

func (f *pdfFileReader) array(v any) pdfArray {
	a, _ := f.get(v).(pdfArray)
	return a
}

func (f *pdfFileReader) number(v any) float64 {
	n, _ := f.get(v).(float64)
	return n
}

// errPDFLarge tells that a PDF file unpacks to more than is read.
var errPDFLarge = &problem{"a PDF document that unpacks to too much", "save its text in a file"}

// unpack undoes the filters of a stream. What could be read comes with an error.
func (f *pdfFileReader) unpack(s pdfData) ([]byte, error) {
	var filters []pdfName
	switch v := f.get(s.dict["Filter"]).(type) {
	case pdfName:
		filters = []pdfName{v}
	case pdfArray:
		for _, x := range v {
			n, _ := f.get(x).(pdfName)
			filters = append(filters, n)
		}
	}
	if len(filters) > 4 {
		return nil, errPDFLarge
	}
	b := s.raw
	for i, name := range filters {
		var in io.Reader
		switch name {
		case "FlateDecode", "Fl":
			zr, err := zlib.NewReader(bytes.NewReader(b))
			if err != nil {
				return nil, err
			}
			in = zr
		case "ASCII85Decode", "A85":
			b = bytes.TrimPrefix(bytes.TrimSpace(b), []byte("<~"))
			b, _, _ = bytes.Cut(b, []byte("~"))
			in = ascii85.NewDecoder(bytes.NewReader(b))
		case "ASCIIHexDecode", "AHx":
			l := pdfLexer{append([]byte("<"), b...), 0}
			in = bytes.NewReader(l.hex())
		default:
			return nil, &problem{"a filter that is not read: " + string(name), ""}
		}
		out, err := io.ReadAll(io.LimitReader(in, f.left+1))
		if f.left -= int64(len(out)); f.left < 0 || f.ctx.Err() != nil {
			return nil, errPDFLarge
		}
		if err != nil && len(out) == 0 {
			return nil, err
		}
		parms := f.dict(s.dict["DecodeParms"])
		if a := f.array(s.dict["DecodeParms"]); i < len(a) {
			parms = f.dict(a[i])
		}
		b = f.unpredict(out, parms)
	}
	return b, nil
}

// unpredict undoes the prediction of bytes from those of the row above, as PNG
// has it.
func (f *pdfFileReader) unpredict(b []byte, parms pdfDict) []byte {
	if f.number(parms["Predictor"]) < 10 {
		return b
	}
	width := 1
	for key, least := range map[pdfName]float64{"Columns": 1, "Colors": 1} {
		if n := f.number(parms[key]); n > least && n < 1<<16 {
			width *= int(n)
		}
	}
	var out []byte
	above := make([]byte, width)
	for len(b) > width {
		kind, row := b[0], b[1:1+width]
		b = b[1+width:]
		for i := range row {
			var left byte
			if i > 0 {
				left = row[i-1]
			}
			switch kind {
			case 1:
				row[i] += left
			case 2:
				row[i] += above[i]
			case 3:
				row[i] += byte((int(left) + int(above[i])) / 2)
			}
		}
		out = append(out, row...)
		above = row
	}
	return out
}

// locked tells whether the file is encrypted.
func (f *pdfFileReader) locked() bool { return f.trailer["Encrypt"] != nil }

// info is what the file tells of itself.
func (f *pdfFileReader) info() meta {
	info := f.dict(f.trailer["Info"])
	text := func(key pdfName) string {
		b, _ := f.get(info[key]).([]byte)
		return oneLine(pdfString(b))
	}
	m := meta{title: text("Title"), author: text("Author")}
	if low := strings.ToLower(m.title); strings.HasPrefix(low, "microsoft word -") || strings.HasSuffix(low, ".docx") || strings.HasSuffix(low, ".doc") || low == "untitled" {
		m.title = ""
	}
	if day := strings.TrimPrefix(text("CreationDate"), "D:"); len(day) >= 8 {
		m.published, _ = parseDate(day[:8])
	}
	if root := f.dict(f.trailer["Root"]); root != nil {
		lang, _ := f.get(root["Lang"]).([]byte)
		m.language = languageTag(pdfString(lang))
	}
	return m
}

// pdfString is a string as the file tells of itself.
func pdfString(b []byte) string {
	if len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff {
		return utf16Text(b[2:])
	}
	var out strings.Builder
	for _, c := range b {
		out.WriteRune(winAnsi(c))
	}
	return out.String()
}

// utf16Text is UTF-16 with the great end first as a string.
func utf16Text(b []byte) string {
	var units []uint16
	for i := 0; i+1 < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}

// pages is the pages in order: those of the tree, else all that are in the file.
func (f *pdfFileReader) pages() []pdfDict {
	var out []pdfDict
	seen := map[pdfRef]bool{}
	var walk func(v any, resources any, depth int)
	walk = func(v any, resources any, depth int) {
		if ref, ok := v.(pdfRef); ok {
			if seen[ref] {
				return
			}
			seen[ref] = true
		}
		d := f.dict(v)
		if d == nil || depth > pdfDepth || len(out) >= maxPDFPages {
			return
		}
		if d["Resources"] != nil {
			resources = d["Resources"]
		}
		kids := f.array(d["Kids"])
		if d["Type"] == pdfName("Page") || len(kids) == 0 {
			out = append(out, pdfDict{"Contents": d["Contents"], "Resources": resources})
			return
		}
		for _, k := range kids {
			walk(k, resources, depth+1)
		}
	}
	walk(f.dict(f.trailer["Root"])["Pages"], nil, 0)
	if len(out) > 0 {
		return out
	}
	for id := pdfRef(1); len(out) < maxPDFPages && int(id) < 4*len(f.objects)+16; id++ {
		if d, ok := f.object(id).(pdfDict); ok && d["Type"] == pdfName("Page") {
			out = append(out, d)
		}
	}
	return out
}

// contents is what draws a page.
func (f *pdfFileReader) contents(v any) ([]byte, error) {
	switch v := f.get(v).(type) {
	case pdfData:
		return f.unpack(v)
	case pdfArray:
		var out []byte
		for _, x := range v {
			s, ok := f.get(x).(pdfData)
			if !ok {
				continue
			}
			b, err := f.unpack(s)
			if errors.Is(err, errPDFLarge) {
				return nil, err
			}
			out = append(append(out, b...), '\n')
		}
		return out, nil
	}
	return nil, nil
}
