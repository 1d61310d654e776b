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
	field "github.com/parley-reader/parley/internal/crf"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/quote"
	"github.com/parley-reader/parley/train/crf"
)

type settings struct {
	polnear, out, load string
	tune, dev, errors  bool
	wordsOnly, noArcs  bool
	epochs, threads    int
	rate, l2           float64
	minCount, maxKB    int
	limit              int
	gold               string
	least              float64
	bias               float64
}

func main() {
	var s settings
	flag.StringVar(&s.polnear, "polnear", "../../shared/corpora/attribution/polnear", "folder that holds train and dev")
	flag.StringVar(&s.out, "out", "", "folder for the weights; none are written without it")
	flag.StringVar(&s.load, "load", "", "folder of weights to score instead of training")
	flag.BoolVar(&s.tune, "tune", false, "hold out a tenth of train and score on that, not on dev")
	flag.BoolVar(&s.errors, "errors", false, "with -tune: print what was missed and what was wrong")
	flag.BoolVar(&s.wordsOnly, "words", false, "leave out tags and trees")
	flag.BoolVar(&s.noArcs, "noarcs", false, "leave out trees")
	flag.IntVar(&s.epochs, "epochs", 20, "epochs")
	flag.IntVar(&s.threads, "threads", 1, "1 or 2")
	flag.Float64Var(&s.rate, "rate", 0.15, "first rate")
	flag.Float64Var(&s.l2, "l2", 1, "strength of L2")
	flag.IntVar(&s.minCount, "min", 3, "features seen less often are dropped")
	flag.IntVar(&s.maxKB, "kb", 6000, "size of the roles' weights")
	flag.Float64Var(&s.bias, "bias", 0.5, "bias")
	flag.StringVar(&s.gold, "gold", "", "folder of development reports: score statements on them, with -load")
	flag.Float64Var(&s.least, "least", 0, "with -gold: least confidence")
	flag.IntVar(&s.limit, "limit", 0, "train on so many texts only")
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
	train, err := corpus.ReadPolnear(filepath.Join(s.polnear, "train"))
	if err != nil {
		return err
	}
	var fit, test []*text
	for i, d := range train {
		if s.tune && i%10 == 7 {
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
	var roles, links []byte
	if s.load != "" {
		if roles, err = os.ReadFile(filepath.Join(s.load, "roles.bin")); err != nil {
			return err
		}
		if links, err = os.ReadFile(filepath.Join(s.load, "links.bin")); err != nil {
			return err
		}
	} else {
		if roles, err = trainRoles(s, fit); err != nil {
			return err
		}
		if links, err = trainLinks(s, fit); err != nil {
			return err
		}
	}
	if s.gold != "" {
		f, err := quote.Load(roles, links)
		if err != nil {
			return err
		}
		f.SetBias(s.bias)
		return scoreGold(s, f)
	}
	if s.out != "" {
		if err := os.WriteFile(filepath.Join(s.out, "roles.bin"), roles, 0o644); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(s.out, "links.bin"), links, 0o644); err != nil {
			return err
		}
	}
	return score(s, test, roles, links)
}

func trainRoles(s *settings, fit []*text) ([]byte, error) {
	n, err := quote.NewLearner()
	if err != nil {
		return nil, err
	}
	c := crf.NewCollector()
	for _, t := range fit {
		n.Read(t.doc.Text, &t.layout, t.tags, t.arcs)
		n.Roles(c)
		if err := c.End(n.Labels(t.gold)); err != nil {
			return nil, err
		}
	}
	w, err := crf.Train(c, crf.Options{Schema: quote.RolesSchema(), Epochs: s.epochs, Rate: s.rate, L2: s.l2,
		MinCount: s.minCount, MaxBytes: s.maxKB << 10, Threads: s.threads, Log: os.Stderr})
	if err != nil {
		return nil, err
	}
	return w.Pack()
}

func trainLinks(s *settings, fit []*text) ([]byte, error) {
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

func score(s *settings, test []*text, roles, links []byte) error {
	f, err := quote.Load(roles, links)
	if err != nil {
		return err
	}
	for _, bias := range []float64{0, s.bias, 1.5 * s.bias, 2 * s.bias} {
		f.SetBias(bias)
		fmt.Println(bias)
		var total eval.QuoteScore
		tokens, spent := 0, time.Duration(0)
		for _, t := range test {
			start := time.Now()
			found := f.Relations(t.doc.Text, &t.layout, t.tags, t.arcs)
			spent += time.Since(start)
			tokens += len(t.layout.Tokens)
			sys := make([]eval.QuoteRelation, len(found))
			for i, r := range found {
				sys[i] = eval.QuoteRelation{Source: t.spans(r.Source), Cue: t.spans(r.Cue), Content: t.spans(r.Content)}
			}
			total.Add(t.doc.Text, t.layout.Quotes, t.relations, sys)
			if s.errors {
				t.printErrors(sys)
			}
		}
		fmt.Print(&total)
		if bias != 2*s.bias {
			continue
		}
		fmt.Printf("%d texts, %d tokens, %.0f tokens/s; weights %d + %d bytes\n", len(test), tokens, float64(tokens)/spent.Seconds(), len(roles), len(links))
	}
	return nil
}

var _ field.Sink = (*crf.Collector)(nil)
