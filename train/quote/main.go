// Command quote trains the models of internal/quote on PolNeAR and scores them.
//
//	go run ./quote -polnear ../../shared/corpora/attribution/polnear -out ../internal/quote
//
// trains on the whole of train, writes the weights and prints the figures on
// dev. With -tune it trains on nine tenths of train and scores the rest.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/quote"
	"github.com/parley-reader/parley/train/crf"
)

type settings struct {
	polnear, out, load string
	tune, errors       bool
	confidence         string
	fold, study        int
	seed               uint64
	wordsOnly, noArcs  bool
	epochs, threads    int
	rate, l2           float64
	folds, refineKB    int
	minCount, maxKB    int
	limit              int
	gold, show         string
	least              float64
	bias               float64
	net                shape
	alone              bool
	dropSparse         float64
	encoder            uint32 // the encoder that the network is trained on
}

func main() {
	var s settings
	flag.StringVar(&s.polnear, "polnear", "../../shared/corpora/attribution/polnear", "folder that holds train and dev")
	flag.StringVar(&s.out, "out", "", "folder for the weights; none are written without it")
	flag.StringVar(&s.load, "load", "", "folder of weights to score instead of training")
	flag.BoolVar(&s.tune, "tune", false, "hold out a tenth of train and score on that, not on dev")
	flag.BoolVar(&s.errors, "errors", false, "with -tune: print what was missed and what was wrong")
	flag.IntVar(&s.fold, "fold", 7, "with -tune: which tenth, 0 to 9")
	flag.IntVar(&s.study, "study", 0, "print so many errors with their kinds, and count all")
	flag.Uint64Var(&s.seed, "seed", 1, "with -study: which errors are drawn")
	flag.StringVar(&s.confidence, "confidence", "", "TENTH=FOLDER,...: fit the table of confidence on these tenths, with the weights learned without them")
	flag.BoolVar(&s.wordsOnly, "words", false, "leave out tags and trees")
	flag.BoolVar(&s.noArcs, "noarcs", false, "leave out trees")
	flag.IntVar(&s.epochs, "epochs", 10, "epochs")
	flag.IntVar(&s.threads, "threads", 1, "1 or 2")
	flag.Float64Var(&s.rate, "rate", 0.05, "first rate")
	flag.IntVar(&s.folds, "folds", 3, "folds of the second field's training; 0 leaves it out")
	flag.IntVar(&s.refineKB, "refinekb", 3000, "size of the second field's weights")
	flag.Float64Var(&s.l2, "l2", 30, "strength of L2")
	flag.IntVar(&s.minCount, "min", 2, "features seen less often are dropped")
	flag.IntVar(&s.maxKB, "kb", 4500, "size of the roles' weights")
	flag.Float64Var(&s.bias, "bias", 0.4, "what is added to the score of beginning a span")
	flag.StringVar(&s.gold, "gold", "", "folder of development reports: score statements on them, with -load")
	flag.StringVar(&s.show, "show", "", "print the statements of this text, with -load")
	flag.Float64Var(&s.least, "least", 0, "with -gold: least confidence")
	flag.IntVar(&s.limit, "limit", 0, "train on so many texts only")
	flag.StringVar(&s.net.layers, "layers", "cgcg", "the network's layers, c: convolution, g: gates; empty leaves it out")
	flag.IntVar(&s.net.dim, "dim", 96, "channels of the network")
	flag.IntVar(&s.net.table, "table", 16384, "rows of the network's embeddings")
	flag.Float64Var(&s.net.drop, "drop", 0.2, "dropout in the network's layers")
	flag.Float64Var(&s.net.dropIn, "dropin", 0.1, "dropout of the encoder's rows")
	flag.Float64Var(&s.net.dropFeat, "dropfeat", 0.1, "dropout of the network's features")
	flag.Float64Var(&s.net.rate, "netrate", 0.002, "highest rate of the network")
	flag.Float64Var(&s.net.decay, "decay", 0, "the network's weight decay")
	flag.Float64Var(&s.dropSparse, "dropsparse", 0, "dropout of the sparse features")
	flag.BoolVar(&s.alone, "alone", false, "the network without sparse features")
	flag.Parse()
	if err := run(&s); err != nil {
		fmt.Fprintln(os.Stderr, "quote:", err)
		os.Exit(1)
	}
}

func run(s *settings) error {
	reader, err := newReader(s)
	if err != nil {
		return err
	}
	if reader.encoder != nil {
		s.encoder = reader.encoder.Sum()
	}
	train, err := corpus.ReadPolnear(filepath.Join(s.polnear, "train"))
	if err != nil {
		return err
	}
	if s.confidence != "" {
		return confidence(s, reader, train)
	}
	var fit, test []*text
	for i, d := range train {
		if s.tune && i%10 == s.fold {
			test = append(test, reader.read(d))
		} else if s.limit == 0 || len(fit) < s.limit {
			if s.load == "" {
				fit = append(fit, reader.read(d))
			}
		}
	}
	if !s.tune {
		dev, err := corpus.ReadPolnear(filepath.Join(s.polnear, "dev"))
		if err != nil {
			return err
		}
		for _, d := range dev {
			test = append(test, reader.read(d))
		}
	}
	var m models
	if s.load != "" {
		m, err = loadModels(s.load)
	} else {
		m, err = trainAll(s, fit)
	}
	if err != nil {
		return err
	}
	if s.gold != "" || s.show != "" {
		f, err := m.finder()
		if err != nil {
			return err
		}
		if s.show != "" {
			return showFile(s, f)
		}
		return scoreGold(s, f)
	}
	if s.out != "" && s.load == "" {
		if err := m.write(s.out); err != nil {
			return err
		}
	}
	return score(s, test, m)
}

// models are the three weight files.
type models struct{ roles, dense, refine, links []byte }

func (m *models) files() map[string]*[]byte {
	return map[string]*[]byte{"roles.bin": &m.roles, "dense.bin": &m.dense, "refine.bin": &m.refine, "links.bin": &m.links}
}

func (m *models) finder() (*quote.Finder, error) {
	return quote.Load(quote.Weights{Roles: m.roles, Dense: m.dense, Refine: m.refine, Links: m.links}, nil)
}

func (m *models) write(dir string) error {
	for name, data := range m.files() {
		if err := os.WriteFile(filepath.Join(dir, name), *data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

func loadModels(dir string) (m models, err error) {
	for name, data := range m.files() {
		if *data, err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return m, err
		}
	}
	return m, nil
}

func trainAll(s *settings, fit []*text) (m models, err error) {
	if m.links, err = trainLinks(s, fit); err != nil {
		return m, err
	}
	if m.roles, m.dense, err = trainRoles(s, fit, s.epochs); err != nil {
		return m, err
	}
	if s.folds > 1 {
		m.refine, err = trainRefine(s, fit, m)
	}
	return m, err
}

// trainRefine trains the second field on what the first one finds in texts that
// it was not trained on.
func trainRefine(s *settings, fit []*text, m models) ([]byte, error) {
	n, err := quote.NewLearner()
	if err != nil {
		return nil, err
	}
	c := crf.NewCollector()
	for fold := range s.folds {
		var rest, held []*text
		for i, t := range fit {
			if i%s.folds == fold {
				held = append(held, t)
			} else {
				rest = append(rest, t)
			}
		}
		roles, dense, err := trainRoles(s, rest, max(s.epochs*2/3, 1))
		if err != nil {
			return nil, err
		}
		f, err := quote.Load(quote.Weights{Roles: roles, Dense: dense, Links: m.links}, nil)
		if err != nil {
			return nil, err
		}
		for _, t := range held {
			n.Read(t.doc.Text, &t.layout, t.tags, t.arcs, t.rows)
			n.Refined(f, c)
			if err := c.End(n.Labels(t.gold)); err != nil {
				return nil, err
			}
		}
	}
	w, err := crf.Train(c, crf.Options{Schema: quote.RefineSchema(), Epochs: s.epochs, Rate: s.rate, L2: s.l2,
		MinCount: s.minCount, MaxBytes: s.refineKB << 10, Threads: s.threads, Log: os.Stderr})
	if err != nil {
		return nil, err
	}
	return w.Pack()
}

// trainRoles trains the first field and, with it, the network.
func trainRoles(s *settings, fit []*text, epochs int) (roles, dense []byte, err error) {
	n, err := quote.NewLearner()
	if err != nil {
		return nil, nil, err
	}
	c := crf.NewCollector()
	var texts []denseText
	for i, t := range fit {
		n.Read(t.doc.Text, &t.layout, t.tags, t.arcs, t.rows)
		n.Roles(c)
		if err := c.End(n.Labels(t.gold)); err != nil {
			return nil, nil, err
		}
		c.Sequences[len(c.Sequences)-1].ID = i
		texts = append(texts, denseText{n.Dense(), t.rows.Data})
	}
	o := crf.Options{Schema: quote.RolesSchema(), Epochs: epochs, Rate: s.rate, L2: s.l2,
		MinCount: s.minCount, MaxBytes: s.maxKB << 10, Threads: s.threads, Drop: s.dropSparse, Log: os.Stderr}
	if s.alone {
		o.MinCount = 1 << 30
	}
	var net *network
	if s.net.layers != "" {
		net = newNetwork(s.net, texts, fit[0].rows.Dim, len(o.Schema.Labels), 1)
		o.Dense = net
	}
	w, err := crf.Train(c, o)
	if err != nil {
		return nil, nil, err
	}
	if net != nil {
		dense = net.file(s.encoder)
	}
	roles, err = w.Pack()
	return roles, dense, err
}

func trainLinks(s *settings, fit []*text) ([]byte, error) {
	n, err := quote.NewLearner()
	if err != nil {
		return nil, err
	}
	c := crf.NewCollector()
	for _, t := range fit {
		n.Read(t.doc.Text, &t.layout, t.tags, t.arcs, t.rows)
		for _, p := range n.Pairs(t.gold) {
			c.Push(p.Feats, 0)
			gold := []uint8{0}
			if p.Yes {
				gold[0] = 1
			}
			if err := c.End(gold); err != nil {
				return nil, err
			}
		}
	}
	w, err := crf.Train(c, crf.Options{Schema: quote.LinksSchema(), Epochs: 8, Rate: 0.1, L2: 1, MinCount: 2, MaxBytes: 300 << 10})
	if err != nil {
		return nil, err
	}
	return w.Pack()
}

func score(s *settings, test []*text, m models) error {
	f, err := m.finder()
	if err != nil {
		return err
	}
	biases := []float64{s.bias}
	if s.tune {
		biases = []float64{0, 0.3, s.bias, 0.7}
	}
	var errors study
	var honest eval.QuoteConfidence
	for _, bias := range biases {
		f.SetBias(bias)
		fmt.Printf("bias %.2f\n", bias)
		var total eval.QuoteScore
		tokens, spent := 0, time.Duration(0)
		for _, t := range test {
			start := time.Now()
			found := f.Relations(t.doc.Text, &t.layout, t.tags, t.arcs, t.rows)
			spent += time.Since(start)
			tokens += len(t.layout.Tokens)
			sys := t.evaluated(found)
			if bias == s.bias {
				errors.add(f, t, found, sys)
				honest.Add(t.doc.Text, t.layout.Quotes, t.relations, sys, confidences(found))
			}
			total.Add(t.doc.Text, t.layout.Quotes, t.relations, sys)
			if s.errors && bias == s.bias {
				t.printErrors(sys)
			}
		}
		fmt.Print(&total)
		fmt.Printf("%d texts, %d tokens, %.0f tokens/s; weights %d + %d + %d bytes\n", len(test), tokens, float64(tokens)/spent.Seconds(), len(m.roles), len(m.refine), len(m.links))
	}
	fmt.Printf("confidence, bias %.2f\n%s", s.bias, &honest)
	if s.study > 0 {
		errors.print(s.study, s.seed)
	}
	return nil
}
