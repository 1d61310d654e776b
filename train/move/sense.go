package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"math"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/move"
	"github.com/parley-reader/parley/internal/pipeline"
)

// lesson is one annotated report as the senses learn from it.
type lesson struct {
	id     string
	text   string
	gold   []byte // its annotation
	want   *corpus.Gold
	d      *doc.Document
	in     *move.Input
	seen   move.SenseText
	labels []label
	weight float32
}

// label is what a word should come out as.
type label struct {
	act int8 // 0 none, -1 not to be learned from
	who int8 // 0 the subject acts, 1 the speaker, -1 not known
}

// study makes a lesson of an annotated report.
func (b *bench) study(id, text string, published string, gold []byte, cues [][2]int) *lesson {
	want, err := corpus.ReadGold(bytes.NewReader(gold))
	if err != nil {
		log.Fatalf("%s: %v", id, err)
	}
	want.Published = published
	d := b.readText(text, want)
	in := pipeline.MoveInput(d, b.ws)
	in.Forms = append([]string(nil), in.Forms...)
	in.States = encode.States{Dim: in.States.Dim, Data: append([]float32(nil), in.States.Data...)}
	x := &lesson{id: id, text: text, gold: gold, want: want, d: d, in: in, weight: 1}
	b.rules.Use(nil)
	x.seen = b.rules.SenseText(in)
	x.label(b.rules.Find(in), cues)
	return x
}

// record is the annotation that a finder's moves amount to.
func (x *lesson) record(moves []doc.Move) []byte {
	d := *x.d
	d.Moves = moves
	var sys bytes.Buffer
	if err := corpus.WriteGold(&sys, corpus.GoldOf(&d, x.id)); err != nil {
		log.Fatal(err)
	}
	return sys.Bytes()
}

// label tells what each word should come out as: a move of the ladder that the
// annotation has keeps its word, any other annotated move stands at its cue.
func (x *lesson) label(moves []doc.Move, cues [][2]int) {
	_, pairs := x.pair(moves)
	index := map[int]int{}
	for i, t := range x.seen.Tokens {
		index[int(t)] = i
	}
	x.labels = make([]label, len(x.seen.Tokens))
	for i := range x.labels {
		x.labels[i].who = -1
	}
	paired := map[int]bool{}
	for _, p := range pairs {
		paired[p[0]] = true
		t := x.d.TokensIn(moves[p[1]].Cue).First
		x.shun(index, cues[p[0]])
		if i, ok := index[t]; ok {
			x.set(i, p[0])
		}
	}
	for g := range x.want.Moves {
		if paired[g] || cues[g][0] < 0 {
			continue
		}
		if i := x.cueWord(index, cues[g]); i >= 0 && x.labels[i].act <= 0 {
			x.shun(index, cues[g])
			x.set(i, g)
		}
	}
}

// shun keeps the words of a cue from being learned as none.
func (x *lesson) shun(index map[int]int, cue [2]int) {
	if cue[0] < 0 {
		return
	}
	r := x.d.TokensIn(doc.Span{Start: cue[0], End: cue[1]})
	for t := r.First; t < r.End; t++ {
		if i, ok := index[t]; ok && x.labels[i].act == 0 {
			x.labels[i].act = -1
		}
	}
}

// cueWord is the word of a cue that the others hang on, among those that are
// asked about; -1 for none.
func (x *lesson) cueWord(index map[int]int, cue [2]int) int {
	r := x.d.TokensIn(doc.Span{Start: cue[0], End: cue[1]})
	best := -1
	for t := r.First; t < r.End; t++ {
		i, ok := index[t]
		if !ok {
			continue
		}
		if h := int(x.d.Arcs[t].Head); best < 0 || h < r.First || h >= r.End {
			best = i
		}
	}
	return best
}

// set labels a word with an annotated move.
func (x *lesson) set(i, g int) {
	m := &x.want.Moves[g]
	var act doc.Act
	if err := act.UnmarshalText([]byte(m.Act)); err != nil {
		log.Fatalf("%s: %v", x.id, err)
	}
	x.labels[i].act = int8(act)
	if len(m.By) == 0 {
		return
	}
	subject, speaker := x.agrees(m, x.seen.Subject[i]), x.agrees(m, x.seen.Speaker[i])
	switch {
	case subject && !speaker:
		x.labels[i].who = 0
	case speaker && !subject:
		x.labels[i].who = 1
	}
}

func (x *lesson) agrees(m *corpus.GoldMove, o move.SenseOwner) bool {
	if len(o.By) == 0 {
		return false
	}
	d := *x.d
	d.Moves = []doc.Move{{Act: doc.Meet, Status: doc.Done, By: o.By, Via: o.Via}}
	g := corpus.GoldOf(&d, "").Moves[0]
	return eval.GoldNamesAgree(m.By, g.By)
}

// senses trains on the annotated reports and prints what it comes to.
func (b *bench) senses(o senseOptions) {
	lessons := b.lessons(o.from)
	o.encoder = b.encoder
	known := b.known(float32(o.knownWeight))
	words, asked, moves, labelled := 0, 0, 0, 0
	for _, x := range lessons {
		words += x.d.Words()
		asked += len(x.seen.Tokens)
		moves += len(x.want.Moves)
		for _, l := range x.labels {
			if l.act > 0 {
				labelled++
			}
		}
	}
	fmt.Printf("%d reports, %d words, %d of them asked about; %d moves, %d of them at such a word\n", len(lessons), words, asked, moves, labelled)
	b.score("the ladder alone", lessons, func(*lesson) *move.Senses { return nil })
	if o.errors {
		b.errors(lessons, nil)
		return
	}
	of := map[*lesson]*move.Senses{}
	files := map[*lesson]*sensing{}
	for fold := range o.folds {
		var fit []*lesson
		for i, x := range lessons {
			if i%o.folds != fold {
				fit = append(fit, x)
			}
		}
		fit = append(fit, known...)
		n := trainSenses(o, fit)
		for i, x := range lessons {
			if i%o.folds == fold {
				files[x] = n
				of[x] = b.load(n)
			}
		}
	}
	b.score("with senses, each report by those that never saw it", lessons, func(x *lesson) *move.Senses { return of[x] })
	o.sure = b.calibrate(lessons, of)
	for _, n := range files {
		n.options.sure = o.sure
	}
	byNet := map[*sensing]*move.Senses{}
	for x, n := range files {
		if byNet[n] == nil {
			byNet[n] = b.load(n)
		}
		of[x] = byNet[n]
	}
	b.bands(lessons, of)
	if o.list {
		b.errors(lessons, of)
		return
	}
	if o.out == "" {
		return
	}
	n := trainSenses(o, append(lessons, known...))
	n.options.sure = o.sure
	n.options.sure = b.level(n)
	if err := os.WriteFile(o.out, n.file(b.encoder.Sum()), 0o644); err != nil {
		log.Fatal(err)
	}
}

func (b *bench) load(n *sensing) *move.Senses {
	s, err := move.LoadSenses(n.file(b.encoder.Sum()), b.encoder)
	if err != nil {
		log.Fatal(err)
	}
	return s
}

// score prints the figures of all lessons, each with the senses that of gives.
func (b *bench) score(title string, lessons []*lesson, of func(*lesson) *move.Senses) {
	var s eval.GoldScore
	for _, x := range lessons {
		b.rules.Use(of(x))
		if err := s.Add(x.gold, x.record(b.rules.Find(x.in))); err != nil {
			log.Fatal(err)
		}
	}
	b.rules.Use(nil)
	fmt.Println("==", title)
	fmt.Println("taken for:", strings.Join(s.Confusions(), "; "))
	for _, k := range []string{"moves (evidence + act)", "moves with by correct", "moves with by or via correct", "moves, act ignored"} {
		f, ok := s.PRF(k)
		if !ok {
			log.Fatalf("no figure %q", k)
		}
		fmt.Printf("%-30s P %.3f  R %.3f  F1 %.3f\n", k, f[0], f[1], f[2])
	}
}

// pair is what moves amount to, and which of them are which annotated ones.
func (x *lesson) pair(moves []doc.Move) (*corpus.Gold, [][2]int) {
	sys := x.record(moves)
	pairs, err := eval.GoldPairs(x.gold, sys)
	if err != nil {
		log.Fatal(err)
	}
	got, err := corpus.ReadGold(bytes.NewReader(sys))
	if err != nil {
		log.Fatal(err)
	}
	return got, pairs
}

// rightness tells of each move whether the annotation has it, with who makes it
// or is cited.
func (x *lesson) rightness(moves []doc.Move) []bool {
	got, pairs := x.pair(moves)
	right := make([]bool, len(moves))
	for _, p := range pairs {
		a, y := x.want.Moves[p[0]], got.Moves[p[1]]
		right[p[1]] = eval.GoldNamesAgree(append(append([]string{}, a.By...), a.Via...), append(append([]string{}, y.By...), y.Via...))
	}
	return right
}

// calibrate fits the confidence on reports that the senses never saw.
func (b *bench) calibrate(lessons []*lesson, of map[*lesson]*move.Senses) []float32 {
	var xs [][move.SureFeatures]float32
	var ys []bool
	for _, x := range lessons {
		b.rules.Use(of[x])
		moves, f := b.rules.Sureness(x.in)
		for i, ok := range x.rightness(moves) {
			if f[i][0] == 0 {
				continue
			}
			xs, ys = append(xs, f[i]), append(ys, ok)
		}
	}
	b.rules.Use(nil)
	return logistic(xs, ys, 3)
}

// logistic is a logistic regression by gradient descent with momentum, drawn
// towards nothing by the given strength (L2).
func logistic(xs [][move.SureFeatures]float32, ys []bool, pull float64) []float32 {
	w, v := make([]float64, move.SureFeatures), make([]float64, move.SureFeatures)
	for range 4000 {
		g := make([]float64, move.SureFeatures)
		for i := range xs {
			z := 0.0
			for k, x := range xs[i] {
				z += w[k] * float64(x)
			}
			e := 1 / (1 + math.Exp(-z))
			if ys[i] {
				e--
			}
			for k, x := range xs[i] {
				g[k] += e * float64(x)
			}
		}
		for k := range w {
			if k > 0 {
				g[k] += pull * w[k]
			}
			v[k] = 0.9*v[k] - 0.05*g[k]/float64(len(xs))
			w[k] += v[k]
		}
	}
	out := make([]float32, len(w))
	for k := range w {
		out[k] = float32(w[k])
	}
	return out
}

// bands prints how often moves of each band of confidence were right, and what
// is left from each threshold on.
func (b *bench) bands(lessons []*lesson, of map[*lesson]*move.Senses) {
	type one struct {
		p     float64
		right bool
	}
	var all []one
	gold := 0
	for _, x := range lessons {
		b.rules.Use(of[x])
		moves := b.rules.Find(x.in)
		for i, ok := range x.rightness(moves) {
			all = append(all, one{moves[i].Confidence, ok})
		}
		gold += len(x.want.Moves)
	}
	b.rules.Use(nil)
	sort.Slice(all, func(i, j int) bool { return all[i].p > all[j].p })
	for _, least := range []float64{0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6, 0.55, 0.5, 0.4, 0.3, 0.2, 0} {
		n, right := 0, 0
		for _, a := range all {
			if a.p >= least {
				n++
				if a.right {
					right++
				}
			}
		}
		fmt.Printf("from %.2f  P %.3f  R %.3f  (%d of %d)\n", least, float64(right)/float64(max(n, 1)), float64(right)/float64(gold), right, n)
	}
}

// errors lists what is missed and what it finds too much.
func (b *bench) errors(lessons []*lesson, of map[*lesson]*move.Senses) {
	for _, x := range lessons {
		b.rules.Use(of[x])
		moves := b.rules.Find(x.in)
		got, pairs := x.pair(moves)
		d := *x.d
		d.Moves = moves
		b.compare(x.id, x.want, got, &d, pairs)
	}
}

// prepare makes what the senses are tried with.
func (b *bench) prepare() {
	var err error
	if b.rules, err = move.New(move.Embedded()); err != nil {
		log.Fatal(err)
	}
	enc, err := encode.New()
	if err != nil {
		log.Fatal(err)
	}
	b.encoder = enc
}

func (o *senseOptions) flags() {
	flag.StringVar(&o.from, "senses", "", "train the senses on these tables of annotations (annotations/reports.tsv), with commas between")
	flag.Float64Var(&o.knownWeight, "known", 1, "with -senses: the weight of a word of the reports that rules were made from")
	flag.BoolVar(&o.errors, "errors", false, "with -senses: only list the errors of the ladder alone")
	flag.BoolVar(&o.list, "listall", false, "with -senses: list the errors with senses, and train no more")
	flag.StringVar(&o.out, "weights", "", "with -senses: the file for the weights")
	flag.IntVar(&o.folds, "folds", 5, "with -senses: into how many parts the reports are cut")
	flag.IntVar(&o.epochs, "epochs", 24, "with -senses: epochs")
	flag.IntVar(&o.dim, "dim", 64, "with -senses: units of each layer")
	flag.IntVar(&o.table, "table", 8192, "with -senses: rows of the embeddings")
	flag.Float64Var(&o.drop, "drop", 0.4, "with -senses: dropout of the layers")
	flag.Float64Var(&o.dropIn, "dropin", 0.3, "with -senses: dropout of the encoder's rows")
	flag.Float64Var(&o.dropFeat, "dropfeat", 0.2, "with -senses: dropout of the features")
	flag.Float64Var(&o.rate, "rate", 0.003, "with -senses: highest rate")
	flag.Float64Var(&o.decay, "decay", 0.01, "with -senses: weight decay")
	flag.Uint64Var(&o.seed, "seed", 1, "with -senses: seed")
	o.cuts = [4]float32{0.3, 0.1, 0.97, 0.85}
	flag.Func("cuts", "with -senses: add,turn,drop,who", func(s string) error {
		_, err := fmt.Sscanf(s, "%g,%g,%g,%g", &o.cuts[0], &o.cuts[1], &o.cuts[2], &o.cuts[3])
		return err
	})
}

// known are the annotated reports that rules were made from: the half to look at
// of the development reports, and our own.
func (b *bench) known(weight float32) (out []*lesson) {
	if weight == 0 {
		return nil
	}
	return b.folders(weight, b.gold, ownReports+"/look", ownReports+"/other-look")
}

// level fits the height and the slope of the confidence on our own reports that
// nothing was learned from (Platt 1999): those that are annotated in one pass
// hold less than careful ones do, and would make it too small.
func (b *bench) level(n *sensing) []float32 {
	of := b.load(n)
	var zs []float64
	var ys []bool
	for _, x := range b.folders(1, ownReports+"/measure", ownReports+"/other-measure") {
		b.rules.Use(of)
		moves := b.rules.Find(x.in)
		for i, ok := range x.rightness(moves) {
			c := min(max(moves[i].Confidence, 1e-4), 1-1e-4)
			zs, ys = append(zs, math.Log(c/(1-c))), append(ys, ok)
		}
	}
	b.rules.Use(nil)
	slope, height := 1.0, 0.0
	for range 20000 {
		ds, dh := 0.0, 0.0
		for i, z := range zs {
			e := 1 / (1 + math.Exp(-(slope*z + height)))
			if ys[i] {
				e--
			}
			ds, dh = ds+e*z, dh+e
		}
		slope, height = slope-0.5*ds/float64(len(zs)), height-0.5*dh/float64(len(zs))
	}
	fmt.Printf("slope %.3f, height %.3f over %d moves\n", slope, height, len(zs))
	out := make([]float32, len(n.options.sure))
	for i, w := range n.options.sure {
		out[i] = float32(slope) * w
	}
	out[0] += float32(height)
	return out
}

// folders makes lessons of the annotated reports in folders, but for the half to
// measure of the development reports.
func (b *bench) folders(weight float32, folders ...string) (out []*lesson) {
	half := eval.GoldSplit()
	for _, folder := range folders {
		pattern := folder + "/*.json"
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			log.Fatalf("%s: no annotated reports", pattern)
		}
		for _, f := range files {
			id := strings.TrimSuffix(filepath.Base(f), ".json")
			if half[id] == "measure" {
				continue
			}
			gold, err := os.ReadFile(f)
			if err != nil {
				log.Fatal(err)
			}
			text, err := os.ReadFile(strings.TrimSuffix(f, ".json") + ".txt")
			if err != nil {
				log.Fatal(err)
			}
			want, err := corpus.ReadGold(bytes.NewReader(gold))
			if err != nil {
				log.Fatalf("%s: %v", f, err)
			}
			var cues [][2]int
			for _, m := range want.Moves {
				cues = append(cues, cueIn(string(text), m))
			}
			x := b.study(id, string(text), want.Published, gold, cues)
			x.weight = weight
			out = append(out, x)
		}
	}
	return out
}

// cueIn is where a cue stands in its evidence, -1 where it does not.
func cueIn(text string, m corpus.GoldMove) [2]int {
	at := strings.Index(text, m.Evidence)
	cue := strings.Index(m.Evidence, m.Cue)
	if at < 0 || cue < 0 || m.Cue == "" {
		return [2]int{-1, -1}
	}
	return [2]int{at + cue, at + cue + len(m.Cue)}
}
