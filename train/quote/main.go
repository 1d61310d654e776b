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
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
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
	epochs, threads    int
	rate, l2           float64
	limit              int
	gold, show         string
	least              float64
	bias               float64
	net                shape
	without            quote.Groups
	relink             bool
	encoder            *encode.Encoder
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
	flag.Func("without", "leave out a group of what the network sees: "+strings.Join(groupNames[:], ", ")+"; may be given again", s.leaveOut)
	flag.IntVar(&s.epochs, "epochs", 12, "epochs")
	flag.IntVar(&s.threads, "threads", 1, "1 or 2")
	flag.Float64Var(&s.rate, "rate", 0.05, "first rate of the field's steps")
	flag.Float64Var(&s.l2, "l2", 30, "strength of L2 on the field's steps")
	flag.Float64Var(&s.bias, "bias", 0, "what is added to the score of beginning a span")
	flag.StringVar(&s.gold, "gold", "", "folder of development reports: score statements on them, with -load")
	flag.StringVar(&s.show, "show", "", "print the statements of this text, with -load")
	flag.Float64Var(&s.least, "least", 0, "with -gold: least confidence")
	flag.BoolVar(&s.relink, "relink", false, "with -load: train anew what joins spans to cues")
	flag.IntVar(&s.limit, "limit", 0, "train on so many texts only")
	flag.StringVar(&s.net.layers, "layers", "cgcgcg", "the network's layers, c: convolution, g: gates")
	flag.IntVar(&s.net.dim, "dim", 128, "channels of the network")
	flag.IntVar(&s.net.table, "table", 16384, "rows of the network's embeddings")
	flag.Float64Var(&s.net.drop, "drop", 0.2, "dropout in the network's layers")
	flag.Float64Var(&s.net.dropIn, "dropin", 0.1, "dropout of the encoder's rows")
	flag.Float64Var(&s.net.dropFeat, "dropfeat", 0.1, "dropout of the network's features")
	flag.Float64Var(&s.net.rate, "netrate", 0.003, "highest rate of the network")
	flag.Float64Var(&s.net.decay, "decay", 0, "the network's weight decay")
	flag.Parse()
	if err := run(&s); err != nil {
		fmt.Fprintln(os.Stderr, "quote:", err)
		os.Exit(1)
	}
}

var groupNames = [...]string{"rows", "words", "tags", "marks", "cues", "trees"}

func (s *settings) leaveOut(name string) error {
	k := slices.Index(groupNames[:], name)
	if k < 0 {
		return fmt.Errorf("no group %q", name)
	}
	s.without |= 1 << k
	return nil
}

func run(s *settings) error {
	reader, err := newReader()
	if err != nil {
		return err
	}
	s.encoder = reader.encoder
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
			if s.load == "" || s.relink {
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
		if m, err = loadModels(s.load); err == nil && s.relink {
			m.links, err = trainLinks(fit)
		}
	} else {
		m, err = trainAll(s, fit)
	}
	if err != nil {
		return err
	}
	if s.gold != "" || s.show != "" {
		f, err := m.finder(s.encoder)
		if err != nil {
			return err
		}
		if s.show != "" {
			return showFile(s, f)
		}
		return scoreGold(s, f)
	}
	if s.out != "" && (s.load == "" || s.relink) {
		if err := m.write(s.out); err != nil {
			return err
		}
	}
	return score(s, test, m)
}

// models are the three weight files.
type models struct{ roles, dense, links []byte }

func (m *models) files() map[string]*[]byte {
	return map[string]*[]byte{"roles.bin": &m.roles, "dense.bin": &m.dense, "links.bin": &m.links}
}

func (m *models) finder(enc *encode.Encoder) (*quote.Finder, error) {
	return quote.Load(quote.Weights{Roles: m.roles, Dense: m.dense, Links: m.links}, enc)
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
	if m.links, err = trainLinks(fit); err != nil {
		return m, err
	}
	if m.roles, m.dense, err = trainRoles(s, fit); err != nil {
		return m, err
	}
	return m, err
}

// trainRoles trains the field and, with it, the network.
func trainRoles(s *settings, fit []*text) (roles, dense []byte, err error) {
	n, err := quote.NewLearner()
	if err != nil {
		return nil, nil, err
	}
	n.Without(s.without)
	c := crf.NewCollector()
	var texts []denseText
	for i, t := range fit {
		n.Read(t.doc.Text, &t.layout, t.tags, t.arcs)
		n.Steps(c)
		if err := c.End(n.Labels(t.gold)); err != nil {
			return nil, nil, err
		}
		c.Sequences[len(c.Sequences)-1].ID = i
		rows := t.rows.Data
		if s.without&quote.Rows != 0 {
			rows = make([]float32, len(rows))
		}
		texts = append(texts, denseText{n.Dense(), rows})
	}
	o := crf.Options{Schema: quote.RolesSchema(), Epochs: s.epochs, Rate: s.rate, L2: s.l2, Threads: s.threads, Log: os.Stderr}
	net := newNetwork(s.net, texts, fit[0].rows.Dim, len(o.Schema.Labels), 1)
	o.Dense = net
	w, err := crf.Train(c, o)
	if err != nil {
		return nil, nil, err
	}
	roles, err = w.Pack()
	return roles, net.file(s.encoder.Sum()), err
}

func trainLinks(fit []*text) ([]byte, error) {
	n, err := quote.NewLearner()
	if err != nil {
		return nil, err
	}
	c := crf.NewCollector()
	for _, t := range fit {
		n.Read(t.doc.Text, &t.layout, t.tags, t.arcs)
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
	f, err := m.finder(s.encoder)
	if err != nil {
		return err
	}
	f.Without(s.without)
	biases := []float64{s.bias}
	if s.tune {
		biases = []float64{s.bias - 0.2, s.bias, s.bias + 0.2}
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
		fmt.Printf("%d texts, %d tokens, %.0f tokens/s; weights %d + %d + %d bytes\n", len(test), tokens, float64(tokens)/spent.Seconds(), len(m.roles), len(m.dense), len(m.links))
	}
	fmt.Printf("confidence, bias %.2f\n%s", s.bias, &honest)
	if s.study > 0 {
		errors.print(s.study, s.seed)
	}
	return nil
}
