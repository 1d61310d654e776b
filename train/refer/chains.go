package main

import (
	"compress/gzip"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/pipeline"
	"github.com/parley-reader/parley/internal/refer"
)

// lesson is one text of GUM, read by the program, with its gold chains.
type lesson struct {
	d    *doc.Document
	in   *refer.Input
	gold eval.Clusters
	at   map[doc.Range]int // mention → chain
	name string
}

// readLessons reads the texts with the program's own layers.
func readLessons(path string) ([]lesson, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	docs, err := corpus.ReadEntities(zip)
	if err != nil {
		return nil, err
	}
	line, err := pipeline.New()
	if err != nil {
		return nil, err
	}
	ws := pipeline.NewWorkspace()
	out := make([]lesson, len(docs))
	for i := range docs {
		d := docs[i].Document()
		line.Deepen(d, ws)
		l := lesson{d: d, name: docs[i].Name, at: map[doc.Range]int{}}
		l.in = &refer.Input{Text: d.Report.Text, Layout: &d.Layout, Tags: d.Tags, Arcs: d.Arcs, Names: d.Names, Forms: docs[i].Forms}
		chain := map[string]int{}
		for _, m := range docs[i].Marks {
			if _, seen := l.at[m.Tokens]; seen {
				continue
			}
			k, ok := chain[m.Chain]
			if !ok {
				k = len(l.gold)
				chain[m.Chain] = k
				l.gold = append(l.gold, nil)
			}
			l.gold[k] = append(l.gold[k], m.Tokens)
			l.at[m.Tokens] = k
		}
		out[i] = l
	}
	return out, nil
}

// table is a table of weights learned by AdaGrad.
type table struct{ w, g []float32 }

func newTable(n int) *table { return &table{make([]float32, n), make([]float32, n)} }

func (t *table) sum(f []uint32) float32 {
	var s float32
	for _, x := range f {
		s += t.w[x]
	}
	return s
}

// step moves the weights of features along gradient g.
func (t *table) step(f []uint32, g, rate, decay float32) {
	for _, x := range f {
		d := g - decay*t.w[x]
		t.g[x] += d * d
		t.w[x] += rate * d / (1e-3 + float32(math.Sqrt(float64(t.g[x]))))
	}
}

// options are the knobs of learning.
type options struct {
	epochs               int
	rate, decay          float64
	falseNew, falseLink  float64
	wrongLink, threshold float64
	seed                 uint64
}

// chains learns the weights and prints the figures.
func chains(path, out string, fifth int, o *options, show string) error {
	all, err := readLessons(path)
	if err != nil {
		return err
	}
	data, err := lexicon.Load(lexicon.Embedded())
	if err != nil {
		return err
	}
	r, err := refer.NewWith(data, nil)
	if err != nil {
		return err
	}
	var learn, held []lesson
	for i := range all {
		switch {
		case fifth >= 0 && i%5 == fifth:
			held = append(held, all[i])
		case free(all[i].name):
			learn = append(learn, all[i])
		}
	}
	if len(learn) == 0 {
		return fmt.Errorf("%s: no texts to learn from", path)
	}
	start := time.Now()
	detect := learnDetect(r, learn, o)
	fmt.Fprintf(os.Stderr, "mentions learned in %v\n", time.Since(start).Round(time.Second))
	link := newTable(refer.LinkSize)
	rnd := rand.New(rand.NewPCG(o.seed, 1))
	for e := range o.epochs {
		rate := float32(o.rate * (1 - 0.95*float64(e)/float64(o.epochs)))
		var loss float64
		for _, k := range rnd.Perm(len(learn)) {
			loss += learnLinks(r, &learn[k], detect, link, o, rate)
		}
		if e == o.epochs-1 || e%3 == 2 {
			fmt.Fprintf(os.Stderr, "pass %d: loss %.0f, %v\n", e+1, loss, time.Since(start).Round(time.Second))
		}
	}
	packed := refer.PackChains(detect.w, link.w, logit(o.threshold))
	if out != "" {
		if err := os.WriteFile(out, packed, 0o644); err != nil {
			return err
		}
	}
	if r, err = refer.NewWith(data, packed); err != nil {
		return err
	}
	if len(held) > 0 {
		score(r, held, show)
	}
	return nil
}

// free tells whether a text may be used commercially too; which genres may not
// is told in GUM's licence.
func free(name string) bool {
	for _, genre := range [...]string{"essay", "fiction", "letter", "podcast", "whow"} {
		if strings.HasPrefix(name, "GUM_"+genre+"_") {
			return false
		}
	}
	return true
}

func logit(p float64) float32 { return float32(math.Log(p / (1 - p))) }

func learnDetect(r *refer.Resolver, learn []lesson, o *options) *table {
	t := newTable(refer.DetectSize)
	rnd := rand.New(rand.NewPCG(o.seed, 2))
	var f []uint32
	const passes = 8
	for e := range passes {
		rate := float32(0.1 * (1 - 0.9*float64(e)/passes))
		for _, k := range rnd.Perm(len(learn)) {
			l := r.Lesson(learn[k].in, learn[k].d.Mentions)
			for i, c := range l.Candidates() {
				f = l.Detect(f[:0], i)
				y := float32(0)
				if _, ok := learn[k].at[c]; ok {
					y = 1
				}
				t.step(f, y-sigmoid(t.sum(f)), rate, 1e-5)
			}
		}
	}
	return t
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// choice is one thing that a mention may be joined to.
type choice struct {
	j     int // -1: nothing
	score float32
	right bool
	from  int
	to    int
}

// learnLinks goes over a text once, and returns its loss.
func learnLinks(r *refer.Resolver, x *lesson, detect, link *table, o *options, rate float32) float64 {
	l := r.Lesson(x.in, x.d.Mentions)
	l.Take(func(i int) float32 { return detect.sum(l.Detect(nil, i)) }, logit(o.threshold))
	ms := l.Mentions()
	gold := make([]int, len(ms))
	last := map[int]int{}
	for i := range ms {
		gold[i] = -1
		if k, ok := x.at[ms[i].Tokens]; ok {
			gold[i] = k
		}
	}
	var all []choice
	var feats []uint32
	var loss float64
	put := func(j int, f []uint32, right bool) {
		from := len(feats)
		feats = append(feats, f...)
		all = append(all, choice{j, link.sum(f), right, from, len(feats)})
	}
	l.Link(func(i int, f []uint32) {
		all, feats = all[:0], feats[:0]
		put(-1, f, false)
	}, func(i, j int, f []uint32) {
		put(j, f, gold[i] >= 0 && gold[i] == gold[j])
	}, func(i int) int {
		any := false
		for k := range all {
			any = any || all[k].right
		}
		all[0].right = !any
		loss += learnChoice(all, feats, link, o, rate)
		to := -1
		if gold[i] >= 0 {
			if j, ok := last[gold[i]]; ok {
				to = j
			}
			last[gold[i]] = i
		}
		return to
	})
	return loss
}

// learnChoice moves the weights for one mention: the log of the chance that any
// of the right ones is chosen, errors weighed by their cost.
func learnChoice(all []choice, feats []uint32, link *table, o *options, rate float32) float64 {
	most := float32(math.Inf(-1))
	for k := range all {
		c := &all[k]
		switch {
		case c.right:
		case c.j < 0:
			c.score += float32(o.falseNew)
		case all[0].right:
			c.score += float32(o.falseLink)
		default:
			c.score += float32(o.wrongLink)
		}
		most = max(most, c.score)
	}
	var sum, right float64
	for k := range all {
		e := math.Exp(float64(all[k].score - most))
		sum += e
		if all[k].right {
			right += e
		}
	}
	for k := range all {
		c := &all[k]
		e := math.Exp(float64(c.score - most))
		g := -e / sum
		if c.right {
			g += e / max(right, 1e-30)
		}
		if g > 1e-4 || g < -1e-4 {
			link.step(feats[c.from:c.to], float32(g), rate, float32(o.decay))
		}
	}
	return -math.Log(max(right, 1e-30) / sum)
}

// score prints the figures of the texts, without chains of one and with them.
func score(r *refer.Resolver, held []lesson, show string) {
	var plain, single eval.CorefScore
	words := 0
	start := time.Now()
	read := make([][]refer.Phrase, len(held))
	for i := range held {
		read[i] = r.Phrases(held[i].in, held[i].d.Mentions)
		words += len(held[i].in.Forms)
	}
	spent := time.Since(start)
	for i := range held {
		sys := grouped(read[i])
		plain.Add(longer(held[i].gold), longer(sys))
		single.Add(held[i].gold, sys)
		if show != "" {
			showErrors(&held[i], read[i], show)
		}
	}
	fmt.Printf("%d texts, %.2f µs/word\nchains of two and more: %swith single mentions: %s", len(held), float64(spent.Microseconds())/float64(max(words, 1)), plain.String(), single.String())
}

func grouped(ps []refer.Phrase) eval.Clusters {
	var out eval.Clusters
	for _, p := range ps {
		for len(out) < p.Chain {
			out = append(out, nil)
		}
		out[p.Chain-1] = append(out[p.Chain-1], p.Tokens)
	}
	return out
}

func longer(c eval.Clusters) eval.Clusters {
	var out eval.Clusters
	for _, x := range c {
		if len(x) > 1 {
			out = append(out, x)
		}
	}
	return out
}
