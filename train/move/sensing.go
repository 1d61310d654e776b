package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/move"
	"github.com/parley-reader/parley/train/net"
)

// senseOptions say how the senses are trained.
type senseOptions struct {
	from                   string // folders of annotated reports, with commas between
	out                    string
	errors, list           bool
	knownWeight            float64
	folds, epochs          int
	dim, table             int
	drop, dropIn, dropFeat float64
	rate, decay            float64
	seed                   uint64
	cuts                   [4]float32
	encoder                *encode.Encoder
	sure                   []float32
}

// sensing is the network of the senses while it is trained.
type sensing struct {
	options senseOptions
	enc     int
	model   *net.Model
	in      [move.SenseLinks]*net.Linear
	table   *net.Table
	mid     *net.Linear
	out     *net.Linear
	pass    *net.Pass

	rows         [move.SenseLinks][]float32
	x, dx        []float32 // sums, after the rectifier
	h, dh        []float32
	y, dy        []float32
	part         []float32
	mask1, mask2 []float32
	feats        []int32
}

// word is one word of one lesson.
type word struct {
	x *lesson
	i int
}

func trainSenses(o senseOptions, lessons []*lesson) *sensing {
	n := &sensing{options: o, enc: lessons[0].in.States.Dim, model: net.New(o.seed)}
	for k := range n.in {
		n.in[k] = n.model.Linear(fmt.Sprintf("in%d", k), n.enc, o.dim)
	}
	n.table = n.model.Table("table", o.table, o.dim, 0.05)
	n.mid = n.model.Linear("mid", o.dim, o.dim)
	n.out = n.model.Linear("out", o.dim, move.SenseOutputs)
	n.pass = n.model.NewPass(o.seed)
	var words []word
	for _, x := range lessons {
		for i, l := range x.labels {
			if l.act >= 0 {
				words = append(words, word{x, i})
			}
		}
	}
	rng := rand.New(rand.NewPCG(o.seed, 11))
	const batch = 128
	steps, all := 0, o.epochs*(len(words)/batch)
	for range o.epochs {
		rng.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
		for at := 0; at+batch <= len(words); at += batch {
			n.forward(words[at : at+batch])
			n.backward(words[at : at+batch])
			done := float64(steps) / float64(all)
			rate := o.rate * min(1, done/0.02+0.02) * (0.5*(1+math.Cos(math.Pi*done)) + 0.005)
			n.model.Step([]*net.Pass{n.pass}, float32(rate), float32(o.decay))
			steps++
		}
	}
	return n
}

func (n *sensing) forward(words []word) {
	size, d := len(words), n.options.dim
	n.x, n.h, n.y = net.Need(n.x, size*d), net.Need(n.h, size*d), net.Need(n.y, size*move.SenseOutputs)
	n.part = net.Need(n.part, size*d)
	clear(n.x[:size*d])
	for k := range n.in {
		n.rows[k] = net.Need(n.rows[k], size*n.enc)
		n.mask1 = net.Need(n.mask1, size*n.enc)
		n.pass.Mask(n.mask1[:size*n.enc], float32(n.options.dropIn))
		for i, w := range words {
			row := n.rows[k][i*n.enc : (i+1)*n.enc]
			clear(row)
			n.look(row, w, k)
			for j := range row {
				row[j] *= n.mask1[i*n.enc+j]
			}
		}
		n.in[k].Forward(n.part, n.rows[k], size, n.enc)
		for i := range n.x[:size*d] {
			n.x[i] += n.part[i]
		}
	}
	n.feats = n.feats[:0]
	for i, w := range words {
		x := n.x[i*d : (i+1)*d]
		for _, f := range w.x.seen.Feats[w.i*move.SenseFeatures:][:move.SenseFeatures] {
			row := int32(f % uint32(n.options.table))
			if n.pass.Chance(float32(n.options.dropFeat)) {
				row = -1
			} else {
				for j, v := range n.table.W[int(row)*d : int(row+1)*d] {
					x[j] += v
				}
			}
			n.feats = append(n.feats, row)
		}
	}
	n.mask1, n.mask2 = net.Need(n.mask1, size*d), net.Need(n.mask2, size*d)
	n.pass.Mask(n.mask1[:size*d], float32(n.options.drop))
	n.pass.Mask(n.mask2[:size*d], float32(n.options.drop))
	for i, v := range n.x[:size*d] {
		n.x[i] = max(v, 0) * n.mask1[i]
	}
	n.mid.Forward(n.h, n.x, size, d)
	for i, v := range n.h[:size*d] {
		n.h[i] = max(v, 0) * n.mask2[i]
	}
	n.out.Forward(n.y, n.h, size, d)
}

// look fills in one row that the network sees of a word.
func (n *sensing) look(row []float32, w word, k int) {
	if k < move.SenseRows {
		if t := w.x.seen.Links[w.i*move.SenseLinks+k]; t >= 0 {
			copy(row, w.x.in.States.Row(int(t)))
		}
		return
	}
	if l := w.x.seen.Lemmas[2*w.i+k-move.SenseRows]; l != "" {
		n.options.encoder.Word(row, l)
	}
}

func (n *sensing) backward(words []word) {
	size, d, outs := len(words), n.options.dim, move.SenseOutputs
	n.dx, n.dh, n.dy = net.Need(n.dx, size*d), net.Need(n.dh, size*d), net.Need(n.dy, size*outs)
	clear(n.dx[:size*d])
	clear(n.dh[:size*d])
	clear(n.dy[:size*outs])
	for i, w := range words {
		l, g := w.x.labels[w.i], w.x.weight/float32(size)
		y, dy := n.y[i*outs:(i+1)*outs], n.dy[i*outs:(i+1)*outs]
		top := y[0]
		for _, v := range y[:move.SenseActs] {
			top = max(top, v)
		}
		sum := 0.0
		for _, v := range y[:move.SenseActs] {
			sum += math.Exp(float64(v - top))
		}
		for a, v := range y[:move.SenseActs] {
			dy[a] = float32(math.Exp(float64(v-top))/sum) * g
		}
		dy[l.act] -= g
		if l.who >= 0 {
			dy[move.SenseWho] = (float32(1/(1+math.Exp(-float64(y[move.SenseWho])))) - float32(l.who)) * g
		}
	}
	n.out.Backward(n.pass, n.dh, d, n.h, d, n.dy, size)
	rectify(n.dh[:size*d], n.h, n.mask2)
	n.mid.Backward(n.pass, n.dx, d, n.x, d, n.dh, size)
	rectify(n.dx[:size*d], n.x, n.mask1)
	for k := range n.in {
		n.in[k].Backward(n.pass, nil, 0, n.rows[k], n.enc, n.dx, size)
	}
	for i := range words {
		g := n.dx[i*d : (i+1)*d]
		for _, row := range n.feats[i*move.SenseFeatures : (i+1)*move.SenseFeatures] {
			if row >= 0 {
				n.pass.Touch(n.table, row, g)
			}
		}
	}
}

// rectify takes a slope back through the mask and the rectifier that gave out.
func rectify(slope, out, mask []float32) {
	for i := range slope {
		if out[i] <= 0 {
			slope[i] = 0
		} else {
			slope[i] *= mask[i]
		}
	}
}

// file is the weight file for internal/move.
func (n *sensing) file(encoder uint32) []byte {
	var b encode.Builder
	b.Uints("size", 1, 3, []uint32{move.SenseVersion, uint32(n.enc), uint32(n.options.dim)})
	for k := range n.in {
		n.in[k].Write(&b)
	}
	n.table.Write(&b)
	n.mid.Write(&b)
	n.out.Write(&b)
	sure := n.options.sure
	if sure == nil {
		sure = make([]float32, move.SureFeatures)
		sure[1] = 1
	}
	b.Floats("sure", 1, move.SureFeatures, sure)
	b.Floats("cuts", 1, 4, n.options.cuts[:])
	return b.File(move.KindSense, encoder)
}
