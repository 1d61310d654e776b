package main

import (
	"math/rand"
	"strings"
	"unicode"
	"unicode/utf8"
)

// recase writes some documents without any capitals, as messages are, and some
// sentences of others without capitals, in capitals or as headings.
func recase(docs []document, percent int, seed int64) {
	rng := rand.New(rand.NewSource(seed))
	for i := range docs {
		if docs[i].counts == 0 && rng.Intn(100) < percent || rng.Intn(300) < percent {
			docs[i] = docs[i].with(strings.ToLower)
			continue
		}
		d := docs[i].with(func(s string) string { return s })
		for _, s := range d.sents {
			how := func(s string) string { return s }
			switch r := rng.Intn(300); {
			case r < percent:
				how = strings.ToLower
			case r < 2*percent:
				how = strings.ToUpper
			case r < 3*percent && s.Len() < 14:
				how = heading
			}
			for t := s.First; t < s.End; t++ {
				d.forms[t] = how(d.forms[t])
			}
		}
		docs[i] = d
	}
}

// with returns a copy whose forms are changed.
func (d document) with(change func(string) string) document {
	forms := make([]string, len(d.forms))
	for i, f := range d.forms {
		forms[i] = change(f)
	}
	d.forms = forms
	return d
}

// heading gives a word of more than three letters a capital.
func heading(f string) string {
	r, n := utf8.DecodeRuneInString(f)
	if len(f) < 4 || !unicode.IsLower(r) {
		return f
	}
	return string(unicode.ToUpper(r)) + f[n:]
}
