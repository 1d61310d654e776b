// Command encoder trains the shared encoder with the tagger and the parser that
// read it, and writes their three weight files.
//
//	go run ./encoder -corpora DIR -write ..      train and write the weights
//	go run ./encoder -corpora DIR -measure       measure the embedded weights
//
// All three are learned together, from scratch, by hand-written backpropagation.
// The same command gives the same bytes: seeds are fixed, and the two halves of
// each step are added in a fixed order.
package main

import (
	"encoding/binary"
	"flag"
	"fmt"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/pprof"
	"sync"
	"time"

	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
)

type options struct {
	corpora, write string
	measure        bool
	epochs, batch  int
	rate           float64
	seed           uint64
	arch           string
	minCount       int
	shards         int
	limit          int
	c              config
	decay          float64
	induce, rawMin int
	level          float64
	cache          string
	teacher, out   string
	share          float64
	every          int
}

func main() {
	log.SetFlags(0)
	var o options
	var emb, lay, drop, mlp, wd, ad float64
	flag.StringVar(&o.corpora, "corpora", "../../shared/corpora", "folder of the corpora")
	flag.StringVar(&o.write, "write", "", "root of the module to write the weights to")
	flag.BoolVar(&o.measure, "measure", false, "measure the embedded weights and stop")
	flag.IntVar(&o.epochs, "epochs", 12, "passes over the treebanks")
	flag.IntVar(&o.batch, "batch", 1000, "words in a step")
	flag.Float64Var(&o.rate, "rate", 0.002, "highest rate of learning")
	flag.Float64Var(&o.decay, "decay", 0, "weight decay")
	flag.Uint64Var(&o.seed, "seed", 1, "seed")
	flag.StringVar(&o.arch, "arch", "ccgc", "layers: c convolution, g gates")
	flag.IntVar(&o.minCount, "min", 2, "least count of a word in the vocabulary")
	flag.IntVar(&o.induce, "induce", 2, "passes over unlabelled text for word vectors, 0 none")
	flag.IntVar(&o.rawMin, "raw-min", 8, "least count of a word in unlabelled text")
	flag.StringVar(&o.teacher, "teacher", "", "folder with the weights of a teacher that marks unlabelled news")
	flag.StringVar(&o.out, "out", "", "folder to write the weights of a teacher to")
	flag.Float64Var(&o.share, "share", 1, "sentences of the teacher's in an epoch, as a share of the treebanks'")
	flag.StringVar(&o.cache, "cache", "", "file that keeps the induced vectors between trials")
	flag.Float64Var(&o.level, "level", 0.1, "root mean square of the induced vectors")
	flag.IntVar(&o.limit, "limit", 0, "sentences to train on, 0 all")
	flag.IntVar(&o.every, "every", 4, "epochs between measurements")
	flag.IntVar(&o.c.dim, "dim", 128, "width")
	flag.IntVar(&o.c.arc, "arc", 96, "width of the arc layer")
	flag.IntVar(&o.c.lab, "lab", 64, "width of the relation layer")
	flag.IntVar(&o.c.affix, "affix", 1<<14, "rows of the affix table")
	flag.Float64Var(&emb, "drop-emb", 0.2, "dropout of embeddings")
	flag.Float64Var(&lay, "drop-layer", 0.1, "dropout in the layers")
	flag.Float64Var(&drop, "drop", 0.2, "dropout before the heads")
	flag.Float64Var(&mlp, "drop-mlp", 0.25, "dropout in the parser's layers")
	flag.Float64Var(&wd, "drop-word", 0.1, "share of words made unknown")
	flag.Float64Var(&ad, "drop-affix", 0.05, "share of affixes left out")
	profile := flag.String("cpuprofile", "", "file for a profile of the run")
	flag.Parse()
	if *profile != "" {
		w, err := os.Create(*profile)
		if err != nil {
			log.Fatal(err)
		}
		defer w.Close()
		if err := pprof.StartCPUProfile(w); err != nil {
			log.Fatal(err)
		}
		defer pprof.StopCPUProfile()
	}
	o.c.dropEmb, o.c.dropLay, o.c.drop, o.c.dropMLP = float32(emb), float32(lay), float32(drop), float32(mlp)
	o.c.wordDrop, o.c.affixDrop = float32(wd), float32(ad)
	o.shards = 2
	if err := run(o); err != nil {
		log.Fatal(err)
	}
}

func run(o options) error {
	banks, err := readBanks(o.corpora)
	if err != nil {
		return err
	}
	if o.measure {
		r, err := embeddedReader()
		if err != nil {
			return err
		}
		report(r, &banks)
		log.Printf("EWT dev       %v", r.measureRaw(banks.ewt))
		log.Printf("GUM dev       %v", r.measureRaw(banks.gum))
		log.Printf("GUM dev press %v", r.measureRaw(banks.gumNews))
		return nil
	}
	for _, c := range o.arch {
		switch c {
		case 'c':
			o.c.layers = append(o.c.layers, 1)
		case 'g':
			o.c.layers = append(o.c.layers, 2)
		default:
			return fmt.Errorf("-arch %q: want c and g", o.arch)
		}
	}
	if o.limit > 0 {
		banks.train = banks.train[:min(o.limit, len(banks.train))]
	}
	f, err := train(o, &banks)
	if err != nil {
		return err
	}
	if o.out != "" {
		if err := writeFiles(map[string][]byte{"encoder.bin": f.encoder, "tag.bin": f.tagger, "parse.bin": f.parser}, o.out); err != nil {
			return err
		}
	}
	if o.write == "" {
		return nil
	}
	return writeFiles(map[string][]byte{"encode/encoder.bin": f.encoder, "tag/tag.bin": f.tagger, "parse/parse.bin": f.parser},
		filepath.Join(o.write, "internal"))
}

func writeFiles(all map[string][]byte, dir string) error {
	for path, b := range all {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, path)), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, path), b, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func report(r *reader, b *treebanks) {
	log.Printf("EWT dev       %v", r.measure(b.ewt))
	log.Printf("GUM dev       %v", r.measure(b.gum))
	log.Printf("GUM dev press %v", r.measure(b.gumNews))
}

func train(o options, banks *treebanks) (files, error) {
	counts := map[uint64]int{}
	countForms(counts, banks.train)
	var raw [][]uint64
	if o.induce > 0 {
		all, err := texts(o.corpora, true)
		if err != nil {
			return files{}, err
		}
		var rawCounts map[uint64]int
		raw, rawCounts = wordHashes(all)
		for h, c := range rawCounts {
			if c >= o.rawMin {
				counts[h] += o.minCount
			}
		}
	}
	lex := newLexicon(counts, o.minCount)
	o.c.vocab = len(lex.hashes) + 1
	more, err := taggedWords(o.corpora)
	if err != nil {
		return files{}, err
	}
	lem := learnLemmas(banks.train, more)
	n := newNet(o.c, o.seed)
	if o.induce > 0 {
		widen(n.word.w, vectors(raw, banks.train, lex, o), o.c.dim)
	}
	log.Printf("%d sentences, %d words in the vocabulary, %d lemma entries, %d rules", len(banks.train), len(lex.hashes), len(lem.keys), len(lem.ways))
	t := &trainer{n: n, opt: newAdam(n, float32(o.decay)), r: rand.New(rand.NewPCG(o.seed, 3)), lex: lex, o: o}
	for i := range o.shards {
		t.shards = append(t.shards, newShard(n, o.seed*100+uint64(i)))
	}
	total := 0
	for _, s := range banks.train {
		total += len(s.Words)
	}
	if o.teacher != "" {
		r, err := readTeacher(o.teacher)
		if err != nil {
			return files{}, err
		}
		all, err := texts(o.corpora, false)
		if err != nil {
			return files{}, err
		}
		t.silver = silver(r, all)
		t.r.Shuffle(len(t.silver), func(i, j int) { t.silver[i], t.silver[j] = t.silver[j], t.silver[i] })
		t.share = int(o.share * float64(len(banks.train)))
		for _, s := range t.silver[:min(t.share, len(t.silver))] {
			total += len(s.Words)
		}
		log.Printf("%d sentences marked by the teacher, %d in an epoch", len(t.silver), t.share)
	}
	t.steps = o.epochs * total / o.batch
	began := time.Now()
	var f files
	for e := 1; e <= o.epochs; e++ {
		l := t.epoch(banks.train)
		k := float64(l.tokens)
		log.Printf("epoch %d  loss tag %.4f arc %.4f rel %.4f  train UAS %.2f  %.0fs", e, l.tag/k, l.arc/k, l.rel/k, 100*float64(l.arcRight)/k, time.Since(began).Seconds())
		if e%o.every != 0 && e != o.epochs {
			continue
		}
		var err error
		if f, err = n.export(lex, lem); err != nil {
			return f, err
		}
		r, err := newReader(f)
		if err != nil {
			return f, err
		}
		report(r, banks)
	}
	return f, nil
}

// vectors induces the word embeddings that learning begins with.
func vectors(raw [][]uint64, trees []corpus.Tree, lex *lexicon, o options) []float32 {
	began := time.Now()
	var ids [][]int32
	words := 0
	for _, s := range raw {
		row := make([]int32, len(s))
		for i, h := range s {
			row[i] = lex.row[h]
		}
		ids = append(ids, row)
		words += len(s)
	}
	for _, t := range trees {
		var row []int32
		for _, w := range t.Words {
			row = append(row, lex.row[encode.Extract(w.Form).Word])
		}
		ids = append(ids, row)
	}
	if b, err := os.ReadFile(o.cache); err == nil && len(b) == 4*(len(lex.hashes)+1)*vectorDim {
		v := make([]float32, len(b)/4)
		for i := range v {
			v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		return v
	}
	v := induce(ids, len(lex.hashes)+1, vectorDim, o.induce, o.seed)
	level(v, float32(o.level))
	log.Printf("vectors of %d words from %d words of text  %.0fs", len(lex.hashes), words, time.Since(began).Seconds())
	if o.cache != "" {
		b := make([]byte, 0, 4*len(v))
		for _, x := range v {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
		}
		if err := os.WriteFile(o.cache, b, 0o644); err != nil {
			log.Print(err)
		}
	}
	return v
}

type trainer struct {
	n      *net
	opt    *adam
	shards []*shard
	r      *rand.Rand
	lex    *lexicon
	o      options
	step   int
	steps  int
	silver []corpus.Tree // marked by the teacher
	share  int           // how many of them go into an epoch
	next   int
}

// rate rises over the first steps and then falls along half a cosine.
func (t *trainer) rate() float32 {
	warm := 300.0
	x := float64(t.step)
	r := t.o.rate * min(1, x/warm)
	if p := min(1, x/float64(max(t.steps, 1))); true {
		r *= 0.5*(1+math.Cos(math.Pi*p)) + 0.005
	}
	return float32(r)
}

func (t *trainer) epoch(trees []corpus.Tree) losses {
	if n := len(t.silver); n > 0 { // the next share of what the teacher marked
		trees = append([]corpus.Tree(nil), trees...)
		for range t.share {
			trees = append(trees, t.silver[t.next%n])
			t.next++
		}
	}
	order := t.r.Perm(len(trees))
	for _, s := range t.shards {
		s.loss = losses{}
	}
	var forms []string
	var batch []*sample
	words := 0
	for i, k := range order {
		var n int
		forms, n = vary(&trees[k], t.r, forms)
		batch = append(batch, toSample(&trees[k], forms, t.lex))
		words += n
		if words >= t.o.batch || i == len(order)-1 {
			t.update(batch, words)
			batch, words = batch[:0], 0
		}
	}
	var sum losses
	for _, s := range t.shards {
		sum.tag += s.loss.tag
		sum.arc += s.loss.arc
		sum.rel += s.loss.rel
		sum.tokens += s.loss.tokens
		sum.arcRight += s.loss.arcRight
	}
	return sum
}

// update splits the batch over the shards and takes one step.
func (t *trainer) update(batch []*sample, words int) {
	t.step++
	for _, s := range t.shards {
		s.batch, s.scale = s.batch[:0], 1/float32(words)
	}
	load := make([]int, len(t.shards))
	for _, b := range batch {
		k := 0
		for i := range load {
			if load[i] < load[k] {
				k = i
			}
		}
		load[k] += len(b.word)
		t.shards[k].batch = append(t.shards[k].batch, b)
	}
	var wg sync.WaitGroup
	for _, s := range t.shards {
		wg.Go(s.step)
	}
	wg.Wait()
	t.opt.update(t.shards, t.rate())
}
