package quote

import (
	"github.com/parley-reader/parley/internal/crf"
)

// rolesFeatures names what the field is trained with.
const rolesFeatures = "quote.roles/4"

// The roles, in the order of the labels.
const (
	roleSource = iota
	roleCue
	roleContent
)

// gapLabels are those of words between two spans of one saying: they let the
// field remember, over the gap, what it waits for.
var gapLabels = [...]string{"O-source-cue", "O-cue-content", "O-content-cue", "O-cue-source", "O-content-content"}

// gapLabel is the label of the words between two roles.
func gapLabel(left, right int) uint8 {
	switch {
	case left == roleSource:
		return 13
	case left == roleCue && right == roleContent:
		return 14
	case left == roleContent && right != roleContent:
		return 15
	case left == roleCue:
		return 16
	}
	return 17
}

// rolesSchema is that of the field: which tokens are source, cue, content.
func rolesSchema() crf.Schema {
	return crf.Schema{
		Features: rolesFeatures,
		Labels:   append(crf.BIOES("source", "cue", "content"), gapLabels[:]...),
		Classes:  int(stepCount),
		Break:    breaks,
	}
}

// bucket makes distances coarse: 0…4 as they are, then 5–6, 7–10, 11–20, more.
func bucket(d int) uint32 {
	switch {
	case d < 5:
		return uint32(max(d, 0))
	case d < 7:
		return 5
	case d < 11:
		return 6
	case d < 21:
		return 7
	}
	return 8
}

// templates of the network's features; the numbers are part of its version.
const (
	tLemma    uint32 = 8
	tSuffix   uint32 = 9
	tShape    uint32 = 10
	tMarks    uint32 = 12
	tTag      uint32 = 13
	tCueHere  uint32 = 17
	tCueLeft  uint32 = 18
	tCueRight uint32 = 19
	tFirst    uint32 = 25
	tRel      uint32 = 28
	tAnc      uint32 = 46
	tOpens    uint32 = 49
	tShuts    uint32 = 50
)

const none = 0x7fffffff

func at(s []uint32, i int) uint32 {
	if i < 0 || i >= len(s) {
		return none
	}
	return s[i]
}

// stepAt is the class of the step into token i of a stretch that begins at
// first.
func (v *view) stepAt(i, first int) uint8 {
	if i == first {
		return stepParagraph
	}
	return v.step[i]
}

// window is the stretch of tokens that the features may look at.
type window struct {
	*view
	first, end int
}

// inside is 1 within a quotation, 2 at its first token, 3 at its last.
func (w *window) inside(i int) uint32 {
	if i < w.first || i >= w.end {
		return 4
	}
	if w.quote[i] == 0 {
		return 0
	}
	return 1 + uint32(w.mark[i])
}

func (w *window) code(i int32) uint32 {
	if int(i) < w.first || int(i) >= w.end {
		return 0
	}
	return uint32(w.cue[i])
}

func (w *window) distance(i int, to int32) uint32 {
	if int(to) < w.first || int(to) >= w.end {
		return 15
	}
	d := i - int(to)
	if d < 0 {
		d = -d
	}
	return bucket(d)
}

func (w *window) tag(i int) uint32 {
	if w.tags == nil || i < w.first || i >= w.end {
		return none
	}
	return uint32(w.tags[i].X)
}

// under tells by which relation, from which side and under what kind of cue
// word token i hangs; 0 where it hangs under none.
func (w *window) under(i int) uint32 {
	if i < w.first || i >= w.end {
		return none
	}
	a := w.anc[i]
	if int(a) < w.first || int(a) >= w.end {
		return 0
	}
	side := uint32(1)
	if int(a) > i {
		side = 2
	}
	return uint32(w.view.arcs[w.child[i]].Rel)<<8 | uint32(w.cue[a])<<4 | side
}

// edge tells what subtree begins or ends at token i: its relation and the kind
// of its head.
func (w *window) edge(nodes []int32, i int) uint32 {
	if i < w.first || i >= w.end || nodes[i] < 0 {
		return none
	}
	a := w.view.arcs[nodes[i]]
	return uint32(a.Rel)<<8 | w.code(a.Head)
}
