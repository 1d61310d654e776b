package main

import (
	"encoding/binary"
	"log"
	"math"
	"math/rand/v2"
	"os"
	"sync"
	"time"

	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/train/net"
)

// shards is the number of parts of a step. It is fixed, since sums depend on it
// in their last bits.
const shards = 2

// trainer is one run.
type trainer struct {
	n      *network
	shards []*shard
	passes []*net.Pass // of the shards
	r      *rand.Rand
	lex    *lexicon
	o      options
	step   int
	steps  int
	silver []corpus.Tree // marked by the teacher
	share  int           // how many of them go into an epoch
	next   int
}

// train learns all from the treebanks, and from the teacher's trees where there
// is a teacher.
func train(o options, banks *treebanks) (f files, err error) {
	raw, lex, err := vocabulary(o, banks.train)
	if err != nil {
		return f, err
	}
	more, err := taggedWords(o.corpora)
	if err != nil {
		return f, err
	}
	lem := learnLemmas(banks.train, more)
	o.c.vocab = len(lex.hashes) + 1
	n := newNetwork(o.c, o.seed)
	if o.induce > 0 {
		widen(n.word.W, vectors(raw, banks.train, lex, o), o.c.dim)
	}
	log.Printf("%d sentences, %d words in the vocabulary, %d lemma entries, %d rules", len(banks.train), len(lex.hashes), len(lem.keys), len(lem.ways))
	t := &trainer{n: n, r: rand.New(rand.NewPCG(o.seed, 3)), lex: lex, o: o}
	for i := range shards {
		s := newShard(n, o.seed*100+uint64(i))
		t.shards, t.passes = append(t.shards, s), append(t.passes, s.pass)
	}
	if err := t.hearTeacher(len(banks.train)); err != nil {
		return f, err
	}
	total := countWords(banks.train) + countWords(t.silver[:min(t.share, len(t.silver))])
	t.steps = o.epochs * total / o.batch
	began := time.Now()
	for e := 1; e <= o.epochs; e++ {
		l := t.epoch(banks.train)
		k := float64(l.tokens)
		log.Printf("epoch %d  loss tag %.4f arc %.4f rel %.4f  train UAS %.2f  %.0fs", e, l.tag/k, l.arc/k, l.rel/k, 100*float64(l.arcRight)/k, time.Since(began).Seconds())
		if e%o.every != 0 && e != o.epochs {
			continue
		}
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

// vocabulary reads the unlabelled sentences, where they are wanted, and makes
// the vocabulary of all.
func vocabulary(o options, trees []corpus.Tree) (raw [][]uint64, lex *lexicon, err error) {
	counts := map[uint64]int{}
	countForms(counts, trees)
	if o.induce > 0 {
		all, err := texts(o.corpora, true)
		if err != nil {
			return nil, nil, err
		}
		var rawCounts map[uint64]int
		raw, rawCounts = wordHashes(all)
		for h, c := range rawCounts {
			if c >= o.rawMin {
				counts[h] += o.minCount
			}
		}
	}
	return raw, newLexicon(counts, o.minCount), nil
}

// hearTeacher has the teacher mark the unlabelled news.
func (t *trainer) hearTeacher(gold int) error {
	if t.o.teacher == "" {
		return nil
	}
	r, err := readTeacher(t.o.teacher)
	if err != nil {
		return err
	}
	all, err := texts(t.o.corpora, false)
	if err != nil {
		return err
	}
	t.silver = silver(r, all)
	t.r.Shuffle(len(t.silver), func(i, j int) { t.silver[i], t.silver[j] = t.silver[j], t.silver[i] })
	t.share = int(t.o.share * float64(gold))
	log.Printf("%d sentences marked by the teacher, %d in an epoch", len(t.silver), t.share)
	return nil
}

func countWords(trees []corpus.Tree) (n int) {
	for _, t := range trees {
		n += len(t.Words)
	}
	return n
}

// vectors induces the word embeddings that learning begins with.
func vectors(raw [][]uint64, trees []corpus.Tree, lex *lexicon, o options) []float32 {
	if v := readCache(o.cache, (len(lex.hashes)+1)*vectorDim); v != nil {
		return v
	}
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
	v := induce(ids, len(lex.hashes)+1, vectorDim, o.induce, 1) // the same for teacher and pupil
	level(v, float32(o.level))
	log.Printf("vectors of %d words from %d words of text  %.0fs", len(lex.hashes), words, time.Since(began).Seconds())
	if err := writeCache(o.cache, v); err != nil {
		log.Print(err)
	}
	return v
}

// readCache returns the n numbers of the file, or nil where it has not that
// many.
func readCache(path string, n int) []float32 {
	b, err := os.ReadFile(path)
	if err != nil || len(b) != 4*n {
		return nil
	}
	v := make([]float32, n)
	for i := range v {
		v[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return v
}

func writeCache(path string, v []float32) error {
	if path == "" {
		return nil
	}
	b := make([]byte, 0, 4*len(v))
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return os.WriteFile(path, b, 0o644)
}

// rate rises over the first steps and then falls along half a cosine.
func (t *trainer) rate() float32 {
	warm := 300.0
	x := float64(t.step)
	r := t.o.rate * min(1, x/warm)
	r *= 0.5*(1+math.Cos(math.Pi*min(1, x/float64(max(t.steps, 1))))) + 0.005
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
	times, over := net.Correction(t.step)
	t.n.model.Move(t.passes, t.rate()*times/over, float32(t.o.decay))
}
