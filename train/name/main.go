// Command name trains and measures the model of internal/name.
//
//	go run ./name -corpora DIR -out ../internal/name/data   train, then measure
//	go run ./name -corpora DIR -eval                                 measure what ships
//
// It learns from wikigold, the freely licensed genres of UD English GUM, and
// machine-made labels on PolNeAR's training texts; it is measured on UNER
// English EWT dev, which it never learns from. The same flags give the same
// bytes.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/name"
	"github.com/parley-reader/parley/train/crf"
)

type options struct {
	corpora, out   string
	load, cluster  string
	curve          string
	lexicon        string
	evalOnly, errs bool
	silver, epochs int
	minCount, size int
	l2, rate       float64
	tagged         bool
	gumWeight      int
	wikiWeight     int
	rounds         int
	selfWeight     int
	swap           int
	sureOrg        float64
	proper         float64

	hidden, denseEpochs, folds int
	denseRate, drop, denseBy   float64
	blind, recase              int
	dropFeats                  float64
	silverCounts, selfCounts   float64
}

func main() {
	var o options
	flag.StringVar(&o.corpora, "corpora", os.Getenv("PARLEY_CORPORA"), "folder of the corpora")
	flag.StringVar(&o.out, "out", "", "folder to write the weights to")
	flag.StringVar(&o.load, "load", "", "only measure the weights of this folder")
	flag.StringVar(&o.cluster, "cluster", "", "only group the words of this encoder's weights into clusters, for -out")
	flag.StringVar(&o.curve, "curve", "", "count what confidence is worth into this file; begin with an empty one there")
	flag.StringVar(&o.lexicon, "lexicon", "", "folder of the lexicon, instead of the one that ships")
	flag.BoolVar(&o.evalOnly, "eval", false, "only measure the weights that ship")
	flag.BoolVar(&o.errs, "errors", false, "print what is missed and what is wrong")
	flag.IntVar(&o.silver, "silver", 300, "documents with machine-made labels")
	flag.IntVar(&o.epochs, "epochs", 6, "epochs")
	flag.IntVar(&o.minCount, "min", 2, "least count of a feature")
	flag.IntVar(&o.size, "size", 4<<20, "most bytes of the weight file")
	flag.Float64Var(&o.l2, "l2", 6, "strength of L2")
	flag.Float64Var(&o.rate, "rate", 0.15, "rate of learning")
	flag.BoolVar(&o.tagged, "tags", true, "use the tagger")
	flag.IntVar(&o.gumWeight, "gum", 1, "how often GUM counts")
	flag.IntVar(&o.wikiWeight, "wiki", 1, "how often wikigold counts")
	flag.IntVar(&o.rounds, "rounds", 1, "rounds of labelling the treebank without names")
	flag.IntVar(&o.selfWeight, "self", 1, "how often the treebank's labels count")
	flag.IntVar(&o.swap, "swap", 40, "percent of the documents whose names are swapped")
	flag.Float64Var(&o.sureOrg, "sure", 0.6, "least probability of an organisation in the treebank's labels")
	flag.Float64Var(&o.proper, "proper", 2, "how much the tag of a proper noun speaks for a name there")
	flag.IntVar(&o.hidden, "hidden", 64, "width of the dense scorer's hidden layer, a multiple of 16")
	flag.IntVar(&o.denseEpochs, "dense-epochs", 4, "epochs of the dense scorer; 0: none")
	flag.IntVar(&o.folds, "folds", 3, "parts of the corpora whose dense scores come from scorers that did not see them; 1: none")
	flag.Float64Var(&o.denseRate, "dense-rate", 2e-3, "the dense scorer's rate of learning")
	flag.Float64Var(&o.drop, "drop", 0.2, "how much of the dense scorer's inputs is dropped while it learns")
	flag.Float64Var(&o.denseBy, "dense-by", 1, "how much the dense scores count")
	flag.IntVar(&o.blind, "blind", 10, "percent of the documents that are learned from without dense scores")
	flag.IntVar(&o.recase, "recase", 3, "percent of the documents and of the sentences that lose their capitals")
	flag.Float64Var(&o.dropFeats, "drop-features", 0.4, "part of the sparse features that each step of learning does without")
	flag.Float64Var(&o.silverCounts, "silver-counts", 1, "how much machine-made labels count")
	flag.Float64Var(&o.selfCounts, "self-counts", 1, "how much the treebank's labels count")
	flag.Parse()
	if err := run(&o); err != nil {
		fmt.Fprintln(os.Stderr, "name:", err)
		os.Exit(1)
	}
}

func run(o *options) error {
	if o.cluster != "" {
		data, err := clusters(o.cluster, 1000, 100)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(o.out, "clusters.bin"), data, 0o644)
	}
	facts := lexicon.Embedded()
	if o.lexicon != "" {
		facts = os.DirFS(o.lexicon)
	}
	lex, err := lexicon.Load(facts)
	if err != nil {
		return err
	}
	tagger, err := newTagger(o.tagged)
	if err != nil {
		return err
	}
	if o.evalOnly {
		f, err := name.New(lex, tagger.enc)
		if err != nil {
			return err
		}
		return measure(o, f, tagger)
	}
	w, err := load(o.load)
	if o.load == "" {
		w, err = train(o, lex, tagger)
	}
	if err != nil {
		return err
	}
	if o.out != "" {
		for file, data := range map[string][]byte{"name.bin": w.Field, "dense.bin": w.Dense} {
			if err := os.WriteFile(filepath.Join(o.out, file), data, 0o644); err != nil {
				return err
			}
		}
	}
	f, err := name.NewWith(lex, tagger.enc, w)
	if err != nil {
		return err
	}
	return measure(o, f, tagger)
}

// load reads the weights in a folder, if one is named.
func load(dir string) (w name.Weights, err error) {
	if dir == "" {
		return w, nil
	}
	if w.Field, err = os.ReadFile(filepath.Join(dir, "name.bin")); err != nil {
		return w, err
	}
	w.Dense, err = os.ReadFile(filepath.Join(dir, "dense.bin"))
	return w, err
}

func trainingDocs(o *options) ([]document, error) {
	wiki, err := iobDocs(filepath.Join(o.corpora, "names/wikigold/CONLL-format/data/wikigold.conll.txt"), 0, 1, 12)
	if err != nil {
		return nil, err
	}
	gum, err := gumDocs(filepath.Join(o.corpora, "syntax/GUM/en_gum-ud-train.conllu.gz"), gumGenres)
	if err != nil {
		return nil, err
	}
	silver, err := silverDocs(filepath.Join(o.corpora, "attribution/polnear-corenlp/polnear-train-corenlp.conll.gz"))
	if err != nil {
		return nil, err
	}
	var docs []document
	for i := range wiki {
		wiki[i].mend()
	}
	for range o.wikiWeight {
		docs = append(docs, wiki...)
	}
	for range o.gumWeight {
		docs = append(docs, gum...)
	}
	step := max(1, len(silver)/max(1, o.silver))
	for i := 0; i < len(silver) && i/step < o.silver; i += step {
		silver[i].mend()
		silver[i].counts = o.silverCounts
		docs = append(docs, silver[i])
	}
	for i := range docs {
		docs[i] = docs[i].split()
	}
	return docs, nil
}

// train learns from the labelled corpora, then labels the treebank that has no
// names and learns again from all.
func train(o *options, lex *lexicon.Lexicon, tagger *tagger) (w name.Weights, err error) {
	docs, err := trainingDocs(o)
	if err != nil {
		return w, err
	}
	sw := newSwapper(lex, 1)
	for i := range docs {
		if i%100 < o.swap {
			docs[i] = sw.swap(docs[i])
		}
	}
	recase(docs, o.recase, 3)
	if w, err = learn(o, lex, tagger, docs); err != nil {
		return w, err
	}
	for range o.rounds {
		self, err := selfLabel(o, lex, w, tagger, "syntax/EWT/en_ewt-ud-train.conllu.gz")
		if err != nil {
			return w, err
		}
		all := docs
		for range o.selfWeight {
			all = append(all[:len(all):len(all)], self...)
		}
		if w, err = learn(o, lex, tagger, all); err != nil {
			return w, err
		}
	}
	return w, nil
}

func learn(o *options, lex *lexicon.Lexicon, tagger *tagger, docs []document) (w name.Weights, err error) {
	f, err := name.NewWith(lex, nil, w)
	if err != nil {
		return w, err
	}
	var fixed [][]float32
	if o.denseEpochs > 0 {
		if w.Dense, fixed, err = learnDense(o, tagger, docs); err != nil {
			return w, err
		}
	}
	c := crf.NewCollector()
	tokens := 0
	for i := range docs {
		_, l := docs[i].layout()
		tags, _ := tagger.read(l, docs[i].forms)
		f.Emit(c, l, tags, docs[i].forms)
		if err := c.End(labels(&docs[i])); err != nil {
			return w, fmt.Errorf("%s: %w", docs[i].name, err)
		}
		s := c.Sequences[len(c.Sequences)-1]
		s.Weight = docs[i].weight()
		if fixed != nil && i*37%100 >= o.blind {
			s.Fixed = fixed[i]
		}
		tokens += len(docs[i].forms)
	}
	fmt.Fprintf(os.Stderr, "%d documents, %d tokens\n", len(docs), tokens)
	field, err := crf.Train(c, crf.Options{Schema: name.Schema(), Epochs: o.epochs, L2: o.l2, Drop: o.dropFeats, Rate: o.rate, MinCount: o.minCount, MaxBytes: o.size, Log: os.Stderr})
	if err != nil {
		return w, err
	}
	w.Field, err = field.Pack()
	return w, err
}

// labels are the gold labels of a document, by the numbers of name.Schema.
func labels(d *document) []uint8 {
	out := make([]uint8, len(d.forms))
	role := map[string]uint8{"PER": 0, "LOC": 1, "ORG": 2, "MISC": 3}
	for _, g := range d.gold {
		base := 1 + 4*role[g.Label]
		for t := g.Tokens.First; t < g.Tokens.End; t++ {
			out[t] = base + 1 // I
		}
		if g.Tokens.Len() == 1 {
			out[g.Tokens.First] = base + 3
			continue
		}
		out[g.Tokens.First], out[g.Tokens.End-1] = base, base+2
	}
	return out
}

// measure prints exact span F1 on UNER English EWT dev.
func measure(o *options, f *name.Finder, tagger *tagger) error {
	docs, err := iobDocs(filepath.Join(o.corpora, "names/uner_ewt/en_ewt-ud-dev.iob2"), 1, 2, 1)
	if err != nil {
		return err
	}
	measureOn(o, "UNER English EWT dev", docs, f, tagger)
	if docs, err = gumDocs(filepath.Join(o.corpora, "syntax/GUM/en_gum-ud-dev.conllu.gz"), gumGenres); err != nil {
		return err
	}
	measureOn(o, "UD English GUM dev, names in its freely licensed genres", docs, f, tagger)
	if o.curve == "" {
		return nil
	}
	if docs, err = gumDocs(filepath.Join(o.corpora, "syntax/GUM/en_gum-ud-dev.conllu.gz"), nil); err != nil {
		return err
	}
	return writeCurves(o.curve, measureOn(o, "UD English GUM dev, all genres", docs, f, tagger))
}

func measureOn(o *options, what string, docs []document, f *name.Finder, tagger *tagger) []judged {
	var all []judged
	score := eval.SpanScore{}
	var bins [10][2]int
	var spent time.Duration
	tokens := 0
	for i := range docs {
		d := &docs[i]
		text, l := d.layout()
		tags, states := tagger.read(l, d.forms)
		start := time.Now()
		found := f.Find(text, l, tags, d.forms, states)
		spent += time.Since(start)
		tokens += len(d.forms)
		var sys []eval.LabelledSpan
		for _, n := range found {
			if label := labelOf(n.Kind); label != "" {
				sys = append(sys, eval.LabelledSpan{Tokens: n.Tokens, Label: label})
				b := min(9, int(10*n.Confidence))
				bins[b][1]++
				right := holds(d.gold, n.Tokens, label)
				if right {
					bins[b][0]++
				}
				all = append(all, judged{label, n.Confidence, right})
			}
		}
		var gold []eval.LabelledSpan
		for _, g := range d.gold {
			if g.Label == "MISC" {
				continue
			}
			gold = append(gold, eval.LabelledSpan{Tokens: g.Tokens, Label: g.Label})
		}
		score.Add(gold, sys)
		if o.errs {
			printErrors(d, found)
		}
	}
	fmt.Print(what, ", exact spans\n", score)
	for b, n := range bins {
		if n[1] > 0 {
			fmt.Printf("  confidence %.1f–%.1f: %d of %d right (%.2f)\n", float64(b)/10, float64(b+1)/10, n[0], n[1], float64(n[0])/float64(n[1]))
		}
	}
	fmt.Printf("%.0f words/s\n", float64(tokens)/spent.Seconds())
	return all
}

func labelOf(k doc.NameKind) string {
	switch k {
	case doc.Person:
		return "PER"
	case doc.Country, doc.Place:
		return "LOC"
	case doc.Organisation:
		return "ORG"
	}
	return ""
}

func holds(gold []corpus.Labelled, r doc.Range, label string) bool {
	for _, g := range gold {
		if g.Tokens == r && g.Label == label {
			return true
		}
	}
	return false
}

func printErrors(d *document, found []doc.Name) {
	sentence := func(at int) string {
		for _, s := range d.sents {
			if s.Has(at) {
				s.First, s.End = max(s.First, at-5), min(s.End, at+7)
				return fmt.Sprint(d.forms[s.First:s.End])
			}
		}
		return ""
	}
	for _, g := range d.gold {
		ok := false
		for _, n := range found {
			ok = ok || n.Tokens == g.Tokens && labelOf(n.Kind) == g.Label
		}
		if !ok {
			fmt.Printf("MISSED %s %v\t%s\n", g.Label, d.forms[g.Tokens.First:g.Tokens.End], sentence(g.Tokens.First))
		}
	}
	for _, n := range found {
		if l := labelOf(n.Kind); l != "" && !holds(d.gold, n.Tokens, l) {
			fmt.Printf("WRONG %s %v %.2f %s\t%s\n", l, d.forms[n.Tokens.First:n.Tokens.End], n.Confidence, n.Why, sentence(n.Tokens.First))
		}
	}
}
