package web

import "strings"

// edit is a run of elements that both lists share, or that stand in one alone.
type edit struct {
	a, b   int // where it begins in each
	na, nb int // how many of each; equal where Same
	same   bool
}

// mostEdits bounds how many differences are looked for between two lists; what
// differs more is told as all gone and all new. The time is bounded by the length
// of the lists times the differences, the memory by the square of these.
const mostEdits = 1000

// edits tells two lists apart with the fewest elements gone and new (Myers 1986), in
// runs.
func edits[T comparable](a, b []T) []edit {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	r := runs{}
	r.add(true, head, head)
	x, y := a[head:len(a)-tail], b[head:len(b)-tail]
	if path := shortest(x, y); path != nil {
		for _, s := range path {
			r.add(s == 0, steps[s].a, steps[s].b)
		}
	} else {
		r.add(false, len(x), len(y))
	}
	r.add(true, tail, tail)
	return r.all
}

// runs gathers steps into edits.
type runs struct {
	all  []edit
	a, b int
}

func (r *runs) add(same bool, na, nb int) {
	if na+nb == 0 {
		return
	}
	if n := len(r.all) - 1; n >= 0 && r.all[n].same == same {
		r.all[n].na, r.all[n].nb = r.all[n].na+na, r.all[n].nb+nb
	} else {
		r.all = append(r.all, edit{r.a, r.b, na, nb, same})
	}
	r.a, r.b = r.a+na, r.b+nb
}

// steps are what one step goes forward in each list: in both, in the first, in the
// second.
var steps = [...]struct{ a, b int }{{1, 1}, {1, 0}, {0, 1}}

// shortest is the shortest way from one list to the other as steps; nil where there
// are more than mostEdits.
func shortest[T comparable](a, b []T) []int {
	far := map[int]int{1: 0}
	var kept []map[int]int
	for d := 0; d <= mostEdits; d++ {
		row := make(map[int]int, d+1)
		for k := -d; k <= d; k += 2 {
			x := far[k-1] + 1
			if k == -d || k != d && far[k-1] < far[k+1] {
				x = far[k+1]
			}
			for x < len(a) && x-k < len(b) && x-k >= 0 && a[x] == b[x-k] {
				x++
			}
			row[k], far[k] = x, x
			if x >= len(a) && x-k >= len(b) {
				return back(append(kept, row), len(a), len(b))
			}
		}
		kept = append(kept, row)
	}
	return nil
}

// back follows the furthest ways from the end to the beginning.
func back(kept []map[int]int, x, y int) []int {
	out := []int{}
	for d := len(kept) - 1; d > 0; d-- {
		k := x - y
		from, step := k-1, 1
		down, ok1 := kept[d-1][k+1]
		right, ok2 := kept[d-1][k-1]
		if !ok2 || ok1 && right < down {
			from, step = k+1, 2
		}
		px := kept[d-1][from]
		py := px - from
		for x > px+steps[step].a && y > py+steps[step].b {
			out, x, y = append(out, 0), x-1, y-1
		}
		out, x, y = append(out, step), px, py
	}
	for ; x > 0; x-- {
		out = append(out, 0)
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return out
}

// piece is a stretch of words that stands in both texts, or in one alone.
type piece struct {
	Text  string
	Gone  bool // in the first alone
	New   bool // in the second alone
	Glued bool // no blank stands before it
}

// part is a word, or a mark at its edge.
type part struct {
	text  string
	glued bool // no blank stands before it
}

// Marks that begin and end words without being of them.
const (
	beforeWords = "\"“‘([«"
	afterWords  = "\"”’)]».,;:!?…"
)

// partsOf cuts a text into words, and the marks at their edges, so that a word at the
// end of a sentence is the same in its middle.
func partsOf(text string) (out []part) {
	for w := range strings.FieldsSeq(text) {
		glued := false
		add := func(s string) {
			out = append(out, part{s, glued})
			glued = true
		}
		core := strings.TrimLeft(w, beforeWords)
		for _, r := range w[:len(w)-len(core)] {
			add(string(r))
		}
		word := strings.TrimRight(core, afterWords)
		if word != "" {
			add(word)
		}
		for _, r := range core[len(word):] {
			add(string(r))
		}
	}
	return out
}

// joined spells parts; glued tells whether a blank stands before them.
func joined(list []part) (text string, glued bool) {
	var b strings.Builder
	for i, p := range list {
		if i > 0 && !p.glued {
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
	}
	return b.String(), len(list) > 0 && list[0].glued
}

// wordDiff tells two texts apart word by word. A single word that both share between
// two differences is told as a part of them: a sentence that was written anew is
// easier to read as one than as many.
func wordDiff(a, b string) []piece {
	x, y := partsOf(a), partsOf(b)
	list := edits(x, y)
	var r runs
	for i, e := range list {
		lone := e.same && e.na == 1 && i > 0 && i+1 < len(list)
		r.add(e.same && !lone, e.na, e.nb)
	}
	var out []piece
	for _, e := range r.all {
		gone, g1 := joined(x[e.a : e.a+e.na])
		added, g2 := joined(y[e.b : e.b+e.nb])
		switch {
		case e.same:
			out = append(out, piece{Text: gone, Glued: g1})
		default:
			if gone != "" {
				out = append(out, piece{Text: gone, Gone: true, Glued: g1})
			}
			if added != "" {
				out = append(out, piece{Text: added, New: true, Glued: g2})
			}
		}
	}
	return out
}

// sides are the two texts of a difference, each with what the other lacks marked.
func sides(pieces []piece) (a, b []piece) {
	for _, p := range pieces {
		if !p.New {
			a = append(a, p)
		}
		if !p.Gone {
			b = append(b, p)
		}
	}
	return a, b
}
