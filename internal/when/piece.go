package when

import "github.com/parley-reader/parley/doc"

// kind is what a piece looks like.
type kind uint8

const (
	kWord   kind = iota
	kNum         // figures only; val is the number in sixteenths
	kOrd         // "3rd"
	kDecade      // "1990s": val is 199, or 9 for "90s"
	kClock       // "7:15": val is minutes after midnight
	kHyphen
	kSlash
	kApos
	kStop // . ; : ! ? and whatever else is no word
	nKinds
)

// piece is a token or, where a token holds a hyphen or a stroke or figures
// with letters, a part of one: "10-year" is three pieces however the tokens
// were cut.
type piece struct {
	start, end int32 // bytes of the text
	tok        int32
	id         int32 // the word's number, 0 when the lexicon does not have it
	val        int32
	kind       kind
	digits     uint8
	upper      bool // begins with a capital letter
	glued      bool // follows the piece before without white space
}

// pieces cuts the tokens up, appending to buf.
func (w *words) pieces(buf []piece, text string, l *doc.Layout) []piece {
	prev := int32(-1)
	for i := range l.Tokens {
		s := l.Tokens[i].Span
		if s.Start < 0 || s.End > len(text) || s.Empty() {
			continue
		}
		for at := s.Start; at < s.End; {
			end := cut(text, at, s.End)
			p := piece{start: int32(at), end: int32(end), tok: int32(i), glued: int32(at) == prev}
			w.look(&p, text[at:end])
			buf = append(buf, p)
			prev = int32(end)
			at = end
		}
	}
	return buf
}

// cut finds the end of the piece that begins at from: hyphens and strokes
// stand alone, and figures part from the letters of "5pm" but not of "3rd".
func cut(text string, from, end int) int {
	c := text[from]
	if c == '-' || c == '/' {
		return from + 1
	}
	if isDash(text, from) {
		return from + 3
	}
	digits := c >= '0' && c <= '9'
	for i := from + 1; i < end; i++ {
		c = text[i]
		switch {
		case c == '-' || c == '/' || c == 0xE2 && isDash(text, i):
			return i
		case digits && isLetter(c):
			// "5pm" and "1337edt" part; "3rd", "1990s" and "5th" do not
			if j := letters(text, i, end); j-i > 2 || j-i == 2 && (c|0x20 == 'a' || c|0x20 == 'p') || j-i == 1 && c|0x20 != 's' {
				return i
			}
			return end
		}
	}
	return end
}

func isDash(text string, i int) bool {
	return i+2 < len(text) && text[i] == 0xE2 && text[i+1] == 0x80 && (text[i+2] == 0x93 || text[i+2] == 0x90 || text[i+2] == 0x91)
}

func isLetter(c byte) bool { c |= 0x20; return c >= 'a' && c <= 'z' }

func letters(text string, i, end int) int {
	for i < end && isLetter(text[i]) {
		i++
	}
	return i
}

// look classifies the piece and looks its word up.
func (w *words) look(p *piece, s string) {
	c := s[0]
	switch {
	case c >= '0' && c <= '9':
		figures(p, s)
		return
	case c == '-' || isDash(s, 0):
		p.kind = kHyphen
		return
	case c == '/':
		p.kind = kSlash
		return
	case c == '\'' || c == 0xE2 && len(s) >= 3 && s[1] == 0x80 && (s[2] == 0x99 || s[2] == 0x98):
		w.apostrophe(p, s)
		return
	case !isLetter(c):
		p.kind = kStop
		if c >= 0x80 {
			p.kind = kWord
		}
		p.id = w.find(s)
		return
	}
	p.upper = c >= 'A' && c <= 'Z'
	p.id = w.find(s)
	if p.id != 0 && !p.upper && w.of[p.id].upper != 0 {
		p.id = 0 // "may" and "march" in small letters
	}
}

// apostrophe reads "'s", "'90s" and "'"; a curly mark counts as a straight one.
func (w *words) apostrophe(p *piece, s string) {
	p.kind = kApos
	rest := s[1:]
	if s[0] != '\'' {
		rest = s[3:]
	}
	if rest == "" {
		return
	}
	if rest[0] >= '0' && rest[0] <= '9' {
		figures(p, rest)
		if p.kind == kNum && p.digits == 2 {
			p.val += 10000 * 16 // marks "'89": see yearAt
		}
		return
	}
	p.kind = kWord
	var buf [maxWord]byte
	buf[0] = '\''
	if n := 1 + copy(buf[1:], rest); n <= maxWord && len(rest) < maxWord {
		p.id = w.ids[string(buf[:n])]
	}
}

const maxWord = 24

// find looks a word up without regard to case.
func (w *words) find(s string) int32 {
	if len(s) > maxWord {
		return 0
	}
	var buf [maxWord]byte
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= 'A' && c <= 'Z' {
			c |= 0x20
		}
		buf[i] = c
	}
	return w.ids[string(buf[:len(s)])]
}

// figures reads what begins with a figure.
func figures(p *piece, s string) {
	p.kind = kStop
	n, i := 0, 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == ',' && i+3 < len(s)) {
		if s[i] != ',' {
			if n = n*10 + int(s[i]-'0'); n > 1e6 {
				n = 1e6
			}
			p.digits++
		} else {
			p.digits = 10 // "1,990" is no year
		}
		i++
		if i > 12 {
			return
		}
	}
	rest := s[i:]
	switch {
	case rest == "":
		p.kind, p.val = kNum, int32(n*16)
	case (rest == "s" || rest == "'s" || rest == "’s") && n%10 == 0 && (p.digits == 4 && n >= 1000 && n < 2200 || p.digits == 2):
		p.kind, p.val = kDecade, int32(n/10)
	case rest == "st" || rest == "nd" || rest == "rd" || rest == "th":
		p.kind, p.val = kOrd, int32(n)
	case rest[0] == ':' && len(rest) >= 3 && p.digits <= 2:
		clock(p, n, rest[1:])
	case rest[0] == '.' && len(rest) >= 2:
		decimal(p, n, rest[1:])
	case rest == "½":
		p.kind, p.val = kNum, int32(n*16+8)
	}
}

func clock(p *piece, hour int, rest string) {
	if rest[0] > '5' || rest[0] < '0' || rest[1] < '0' || rest[1] > '9' || hour > 24 {
		return
	}
	if len(rest) == 2 || len(rest) == 5 && rest[2] == ':' {
		p.kind, p.val = kClock, int32(hour*60+int(rest[0]-'0')*10+int(rest[1]-'0'))
	}
}

func decimal(p *piece, n int, rest string) {
	if rest[0] < '0' || rest[0] > '9' || len(rest) > 2 {
		return
	}
	p.kind, p.val = kNum, int32(n*16+int(rest[0]-'0')*16/10)
	p.digits = 11 // no day and no year
}
