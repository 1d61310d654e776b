package source

import (
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// pdfFont tells what the bytes that a page shows mean, and how wide they are.
type pdfFont struct {
	wide    bool // two bytes a character
	letters map[int]string
	widths  map[int]float64 // in thousandths of the font's size
	width   float64         // of what is not in widths
	mac     bool
	known   bool // letters tells of all characters
}

// font reads a font.
func (f *pdfFileReader) font(v any) *pdfFont {
	d := f.dict(v)
	font := &pdfFont{letters: map[int]string{}, widths: map[int]float64{}, width: 500}
	if d == nil {
		return font
	}
	if d["Subtype"] == pdfName("Type0") {
		font.wide, font.width = true, 1000
		if kids := f.array(d["DescendantFonts"]); len(kids) > 0 {
			f.wideWidths(font, f.dict(kids[0]))
		}
	} else {
		first := int(f.number(d["FirstChar"]))
		for i, w := range f.array(d["Widths"]) {
			if i < 256 {
				font.widths[first+i] = f.number(w)
			}
		}
	}
	f.encoding(font, d["Encoding"])
	if s, ok := f.get(d["ToUnicode"]).(pdfData); ok {
		if b, _ := f.unpack(s); len(b) > 0 {
			font.known = true
			readCMap(font, b)
		}
	}
	return font
}

// encoding reads the names that a font gives its characters.
func (f *pdfFileReader) encoding(font *pdfFont, v any) {
	switch e := f.get(v).(type) {
	case pdfName:
		font.mac = e == "MacRomanEncoding"
	case pdfDict:
		font.mac = f.get(e["BaseEncoding"]) == pdfName("MacRomanEncoding")
		code := 0
		for _, x := range f.array(e["Differences"]) {
			switch x := f.get(x).(type) {
			case float64:
				code = int(x)
			case pdfName:
				if s := glyph(string(x)); s != "" && code >= 0 && code < 256 {
					font.letters[code] = s
				}
				code++
			}
		}
	}
}

// wideWidths reads the widths of a font of two bytes a character.
func (f *pdfFileReader) wideWidths(font *pdfFont, d pdfDict) {
	if w, ok := f.get(d["DW"]).(float64); ok {
		font.width = w
	}
	list := f.array(d["W"])
	for i := 0; i+1 < len(list); {
		first := int(f.number(list[i]))
		if a := f.array(list[i+1]); a != nil {
			for k, w := range a {
				font.widths[first+k] = f.number(w)
			}
			i += 2
			continue
		}
		if i+2 >= len(list) {
			return
		}
		last := min(int(f.number(list[i+1])), first+1<<16)
		w := f.number(list[i+2])
		for c := max(first, 0); c <= min(last, 1<<16) && w != font.width; c++ {
			font.widths[c] = w
		}
		i += 3
	}
}

// readCMap reads which letters the characters of a font are.
func readCMap(font *pdfFont, b []byte) {
	l := pdfLexer{b, 0}
	var args []any
	code := func(v any) int {
		s, _ := v.([]byte)
		n := 0
		for _, c := range s[:min(len(s), 4)] {
			n = n<<8 | int(c)
		}
		return n
	}
	for {
		v, ok := l.value(0, false)
		if !ok {
			return
		}
		word, is := v.(pdfWord)
		if !is {
			if len(args) < 1<<16 {
				args = append(args, v)
			}
			continue
		}
		switch word {
		case "endcodespacerange":
			if s, ok := last(args).([]byte); ok {
				font.wide = len(s) == 2
			}
		case "endbfchar":
			for i := 0; i+1 < len(args); i += 2 {
				to, _ := args[i+1].([]byte)
				font.letters[code(args[i])] = utf16Text(to)
			}
		case "endbfrange":
			for i := 0; i+2 < len(args); i += 3 {
				font.addRange(code(args[i]), code(args[i+1]), args[i+2])
			}
		}
		args = args[:0]
	}
}

func last(args []any) any {
	if len(args) == 0 {
		return nil
	}
	return args[len(args)-1]
}

// addRange takes a range of characters that are letters one after the other, or
// those of a list.
func (font *pdfFont) addRange(from, to int, v any) {
	to = min(to, from+1<<16-1)
	switch v := v.(type) {
	case []byte:
		s := []byte(string(v))
		for c := from; c <= to && len(s) > 0 && len(font.letters) < 1<<16; c++ {
			font.letters[c] = utf16Text(s)
			if s[len(s)-1]++; s[len(s)-1] == 0 && len(s) > 1 {
				s[len(s)-2]++
			}
		}
	case pdfArray:
		for i, x := range v {
			if s, ok := x.([]byte); ok && from+i <= to {
				font.letters[from+i] = utf16Text(s)
			}
		}
	}
}

// letter is what a character means; "" where that is not known.
func (font *pdfFont) letter(code int) string {
	if s, ok := font.letters[code]; ok {
		return s
	}
	if font.wide || font.known && code < 32 {
		return ""
	}
	if font.mac {
		return string(charmap.Macintosh.DecodeByte(byte(code)))
	}
	return string(winAnsi(byte(code)))
}

func winAnsi(c byte) rune { return charmap.Windows1252.DecodeByte(c) }

// glyph is the letter that a glyph's name tells; "" where it is none that is
// known.
func glyph(name string) string {
	name, _, _ = strings.Cut(name, ".")
	if len(name) == 1 {
		return name
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 {
		l := pdfLexer{[]byte("<" + hex[:4] + ">"), 0}
		if b := l.hex(); len(b) == 2 {
			return utf16Text(b)
		}
	}
	return glyphNames()[name]
}
