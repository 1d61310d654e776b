package source

import (
	"errors"
	"math"
	"strings"
)

// matrix is the six numbers of a PDF transformation.
type matrix [6]float64

func (m matrix) mul(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// pdfLine is a line of a page.
type pdfLine struct {
	text        string
	left, right float64
	y, size     float64 // of its base line, in points from below
	page        int
}

// text is the paragraphs of the file. Lines stand in the order in which the
// pages draw them.
func (f *pdfFileReader) text() ([]string, error) {
	var lines []pdfLine
	total := 0
	fonts := map[pdfRef]*pdfFont{}
	for no, page := range f.pages() {
		if f.ctx.Err() != nil {
			return nil, errors.New("stopped")
		}
		b, err := f.contents(page["Contents"])
		if errors.Is(err, errPDFLarge) {
			return nil, err
		}
		p := &pdfPage{file: f, fonts: fonts, no: no}
		p.state.ctm, p.state.scale = matrix{1, 0, 0, 1, 0, 0}, 1
		p.draw(b, f.dict(page["Resources"]), 0)
		p.end()
		for _, l := range p.lines {
			total += len(l.text)
		}
		if lines = append(lines, p.lines...); total > maxPDFText {
			return nil, errPDFLarge
		}
	}
	return pdfParagraphs(lines), nil
}

// pdfPage draws one page, and keeps the lines of text on it.
type pdfPage struct {
	file  *pdfFileReader
	fonts map[pdfRef]*pdfFont
	no    int
	lines []pdfLine
	state pdfState
	stack []pdfState
	tm    matrix // of the next character
	line  matrix // of the line that it is in

	out        strings.Builder
	begun      bool
	now        pdfLine
	endX, endY float64 // where the last character ended
}

// pdfState is what "q" keeps and "Q" brings back.
type pdfState struct {
	ctm                  matrix
	font                 *pdfFont
	size, char, word     float64
	scale, leading, rise float64
}

// draw follows the operators of a page or of a form on it.
func (p *pdfPage) draw(b []byte, resources pdfDict, depth int) {
	l := pdfLexer{b, 0}
	var args []any
	for n := 0; ; n++ {
		v, ok := l.value(0, false)
		if !ok || n%4096 == 0 && p.file.ctx.Err() != nil {
			return
		}
		op, is := v.(pdfWord)
		if !is {
			if len(args) < 1024 {
				args = append(args, v)
			}
			continue
		}
		switch op {
		case "ID":
			p.overImage(&l)
		case "Do":
			p.form(args, resources, depth)
		case "Tf":
			p.setFont(args, resources)
		default:
			if !p.place(op, args) {
				p.show(op, args)
			}
		}
		args = args[:0]
	}
}

// overImage goes over an image within the page.
func (p *pdfPage) overImage(l *pdfLexer) {
	for i := l.at; i+3 < len(l.b); i++ {
		if pdfSpace(l.b[i]) && l.b[i+1] == 'E' && l.b[i+2] == 'I' && pdfSpace(l.b[i+3]) {
			l.at = i + 3
			return
		}
	}
	l.at = len(l.b)
}

// form draws a form, and notes an image.
func (p *pdfPage) form(args []any, resources pdfDict, depth int) {
	name, _ := last(args).(pdfName)
	x, ok := p.file.get(p.file.dict(resources["XObject"])[name]).(pdfData)
	if !ok {
		return
	}
	if x.dict["Subtype"] == pdfName("Image") {
		p.file.images = true
		return
	}
	if depth >= 6 {
		return
	}
	b, err := p.file.unpack(x)
	if err != nil {
		return
	}
	was := p.state
	if m := numbers(p.file.array(x.dict["Matrix"])); len(m) == 6 {
		p.state.ctm = matrix(m).mul(p.state.ctm)
	}
	if own := p.file.dict(x.dict["Resources"]); own != nil {
		resources = own
	}
	p.draw(b, resources, depth+1)
	p.state = was
}

func numbers(args []any) []float64 {
	var out []float64
	for _, a := range args {
		if n, ok := a.(float64); ok {
			out = append(out, n)
		}
	}
	return out
}

func (p *pdfPage) setFont(args []any, resources pdfDict) {
	if len(args) < 2 {
		return
	}
	name, _ := args[0].(pdfName)
	p.state.size, _ = args[1].(float64)
	v := p.file.dict(resources["Font"])[name]
	ref, ok := v.(pdfRef)
	if !ok {
		p.state.font = p.file.font(v)
		return
	}
	if p.fonts[ref] == nil {
		p.fonts[ref] = p.file.font(v)
	}
	p.state.font = p.fonts[ref]
}

// place follows the operators that move; false for others.
func (p *pdfPage) place(op pdfWord, args []any) bool {
	n := numbers(args)
	need := map[pdfWord]int{"cm": 6, "Tm": 6, "Td": 2, "TD": 2, "Tc": 1, "Tw": 1, "Tz": 1, "TL": 1, "Ts": 1}[op]
	if len(n) < need {
		return true
	}
	s := &p.state
	switch op {
	case "q":
		if len(p.stack) < 256 {
			p.stack = append(p.stack, *s)
		}
	case "Q":
		if k := len(p.stack); k > 0 {
			*s, p.stack = p.stack[k-1], p.stack[:k-1]
		}
	case "cm":
		s.ctm = matrix(n[:6]).mul(s.ctm)
	case "BT":
		p.tm = matrix{1, 0, 0, 1, 0, 0}
		p.line = p.tm
	case "Tm":
		p.tm = matrix(n[:6])
		p.line = p.tm
	case "Td", "TD":
		if op == "TD" {
			s.leading = -n[1]
		}
		p.nextLine(n[0], n[1])
	case "T*":
		p.nextLine(0, -s.leading)
	case "Tc":
		s.char = n[0]
	case "Tw":
		s.word = n[0]
	case "Tz":
		s.scale = n[0] / 100
	case "TL":
		s.leading = n[0]
	case "Ts":
		s.rise = n[0]
	default:
		return false
	}
	return true
}

func (p *pdfPage) nextLine(x, y float64) {
	p.line = matrix{1, 0, 0, 1, x, y}.mul(p.line)
	p.tm = p.line
}

// show follows the operators that show text.
func (p *pdfPage) show(op pdfWord, args []any) {
	switch op {
	case "'", "\"":
		p.nextLine(0, -p.state.leading)
		fallthrough
	case "Tj":
		if s, ok := last(args).([]byte); ok {
			p.write(s)
		}
	case "TJ":
		list, _ := last(args).(pdfArray)
		for _, x := range list {
			switch x := x.(type) {
			case []byte:
				p.write(x)
			case float64:
				p.tm = matrix{1, 0, 0, 1, -x / 1000 * p.state.size * p.state.scale, 0}.mul(p.tm)
			}
		}
	}
}

// write shows a string.
func (p *pdfPage) write(b []byte) {
	s := &p.state
	if s.font == nil {
		s.font = p.file.font(nil)
	}
	step := 1
	if s.font.wide {
		step = 2
	}
	for i := 0; i+step <= len(b); i += step {
		code := int(b[i])
		if step == 2 {
			code = code<<8 | int(b[i+1])
		}
		w, ok := s.font.widths[code]
		if !ok {
			w = s.font.width
		}
		advance := (w/1000*s.size + s.char)
		if step == 1 && code == 32 {
			advance += s.word
		}
		letter := s.font.letter(code)
		if letter == "" {
			p.file.unknown++
		}
		p.letter(letter, advance*s.scale)
	}
}

// letter puts one character where the matrices tell, on the same line as the one
// before or on a new one, with a space where there is a gap.
func (p *pdfPage) letter(letter string, advance float64) {
	at := p.tm.mul(p.state.ctm)
	size := math.Abs(p.state.size) * math.Hypot(at[2], at[3])
	x, y := at[4], at[5]+p.state.rise*at[3]
	p.tm = matrix{1, 0, 0, 1, advance, 0}.mul(p.tm)
	after := p.tm.mul(p.state.ctm)
	if math.IsNaN(x) || math.IsNaN(y) || math.IsInf(x, 0) || math.IsInf(y, 0) {
		return
	}
	if p.begun {
		unit := max(size, p.now.size, 1)
		switch {
		case math.Abs(y-p.endY) > unit*0.45 || x < p.endX-unit*1.5:
			p.end()
		case x-p.endX > unit*3 && x-p.endX > 40:
			p.end() // another column
		case x-p.endX > unit*0.17 && letter != " " && !strings.HasSuffix(p.out.String(), " "):
			p.out.WriteByte(' ')
		}
	}
	if !p.begun {
		p.begun, p.now = true, pdfLine{left: x, y: y, size: size, page: p.no}
	}
	p.out.WriteString(letter)
	p.endX, p.endY = after[4], y
	p.now.size = max(p.now.size, size)
	p.now.right = max(p.now.right, after[4])
}

// end ends the line.
func (p *pdfPage) end() {
	if text := oneLine(strings.ToValidUTF8(p.out.String(), "")); text != "" {
		p.now.text = text
		p.lines = append(p.lines, p.now)
	}
	p.out.Reset()
	p.begun = false
}
