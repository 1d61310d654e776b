package doc

import "testing"

func TestFused(t *testing.T) {
	text := "can" + "not don't 5pm leaders' 'yes'"
	cuts := [][2]int{{0, 3}, {3, 6}, {7, 9}, {9, 12}, {13, 14}, {14, 16}, {17, 24}, {24, 25}, {26, 27}, {27, 30}, {30, 31}}
	want := []bool{false, true, false, true, false, false, false, true, false, false, false}
	l := Layout{Quotes: []Quote{{Span: Span{26, 31}, Inner: Span{27, 30}, Closed: true}}}
	for _, c := range cuts {
		l.Tokens = append(l.Tokens, Token{Span: Span{c[0], c[1]}})
	}
	for i, w := range want {
		if got := l.Fused(text, i); got != w {
			t.Errorf("Fused(%q) = %v, want %v", l.Form(text, i), got, w)
		}
	}
}
