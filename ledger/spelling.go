package ledger

import (
	"bufio"
	"embed"
	"strings"
)

//go:embed data/names.txt
var data embed.FS

// The words of names, read once from data/names.txt and not changed after.
var (
	shortNames = nameList("short")
	apartWords = wordSet("apart")
	styleWords = wordSet("style")
	joining    = wordSet("joining")
	titleWords = wordSet("title")
)

// nameList reads the lines of one kind: the first word after the kind is what the
// others stand for.
func nameList(kind string) map[string]string {
	out := map[string]string{}
	f, err := data.Open("data/names.txt")
	if err != nil { // the file is embedded: it is there
		return out
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		w := strings.Fields(s.Text())
		if len(w) < 2 || w[0] != kind {
			continue
		}
		for _, x := range w[1:] {
			out[x] = w[1]
		}
	}
	return out
}

func wordSet(kind string) map[string]bool {
	out := map[string]bool{}
	for w := range nameList(kind) {
		out[w] = true
	}
	return out
}

// nameWords are the words of a name without titles and articles. The words that
// some languages tie to a name ("al-") are one with it.
func nameWords(name string) []string {
	w := plainWords(name)
	out := w[:0:0]
	for i := 0; i < len(w); i++ {
		switch {
		case titleWords[w[i]] && len(w) > 1:
		case (w[i] == "al" || w[i] == "el" || w[i] == "ibn" || w[i] == "bin") && i+1 < len(w) && len(w) > 1:
			if w[i] == "el" {
				w[i] = "al"
			}
			if w[i] == "al" {
				w[i+1] = "al" + w[i+1]
			} else if w[i] == "ibn" || w[i] == "bin" {
				w[i+1] = "bin" + w[i+1]
			}
		default:
			out = append(out, w[i])
		}
	}
	return out
}

// plain is a word in a spelling that transliterations share.
func plain(w string) string {
	w = spellings.Replace(w)
	for _, end := range []string{"eh", "ah"} {
		if s, ok := strings.CutSuffix(w, end); ok {
			w = s + "a"
		}
	}
	var b strings.Builder
	last := rune(0)
	for _, r := range w {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

var spellings = strings.NewReplacer("sch", "š", "tch", "č", "sh", "š", "ch", "č", "zh", "j", "kh", "h", "gh", "k", "g", "k", "ph", "f", "th", "t", "dh", "d", "tz", "c", "ts", "c", "cz", "č",
	"ck", "k", "ct", "kt", "ca", "ka", "co", "ko", "cu", "ku", "q", "k", "x", "ks", "w", "v", "ou", "u", "oo", "u", "oe", "o", "ee", "i", "iy", "i", "yi", "i", "ij", "i", "yy", "i", "ey", "i", "ei", "e", "ai", "e", "ay", "e", "y", "i", "j", "j")

// skeleton is what is left of a plain word without its vowels but for the first
// letter.
func skeleton(w string) string {
	var b strings.Builder
	for i, r := range plain(w) {
		if i == 0 || !vowel(r) && r != 'h' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func vowel(r rune) bool { return strings.ContainsRune("aeiouy", r) }

// sameSpelling tells whether two words may be spellings of one name: their
// consonants are the same, few letters differ, and they do not end in vowels that
// tell a man from a woman.
func sameSpelling(a, b string) bool {
	if a == b || len(a) > 3 && "al"+a == b || len(b) > 3 && "al"+b == a {
		return true
	}
	if len(a) < 4 || len(b) < 4 {
		return false
	}
	p, q := plain(a), plain(b)
	if p == q {
		return true
	}
	if skeleton(a) != skeleton(b) || len(skeleton(a)) < 2 {
		return false
	}
	x, y := p[len(p)-1], q[len(q)-1]
	if vowel(rune(x)) && vowel(rune(y)) && x != y && (x == 'a' || y == 'a') {
		return false
	}
	if x != y && (x == 'a' || y == 'a') { // Alexander, Alexandra
		return false
	}
	n := max(len([]rune(p)), len([]rune(q)))
	d := distance(p, q)
	return d == 1 || d == 2 && n >= 7
}
