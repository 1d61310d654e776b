// Command encoder trains the shared encoder with the tagger and the parser that
// read it, and writes their three weight files.
//
//	go run ./encoder -corpora DIR -cache V -out T
//	go run ./encoder -corpora DIR -cache V -teacher T -share 0.6 -seed 2 -epochs 12 -write ..
//	go run ./encoder -corpora DIR -measure
//
// The first learns a teacher from the treebanks. The second learns the network
// that ships, from the treebanks and from news that the teacher marked. The
// third measures the embedded weights.
//
// All parts are learned together, from scratch, by hand-written backpropagation.
// The same command gives the same bytes: seeds are fixed, and the two halves of
// each step are added in a fixed order.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/pprof"
	"strconv"

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
	profile := o.flags()
	flag.Parse()
	stop, err := startProfile(*profile)
	if err == nil {
		err = run(o)
		stop()
	}
	if err != nil {
		log.Fatal(err)
	}
}

// flags declares the flags and returns that of the profile. The defaults are
// those of the first stage.
func (o *options) flags() (profile *string) {
	flag.StringVar(&o.corpora, "corpora", "../../shared/corpora", "folder of the corpora")
	flag.StringVar(&o.write, "write", "", "root of the module to write the weights to")
	flag.StringVar(&o.out, "out", "", "folder to write the weights of a teacher to")
	flag.StringVar(&o.teacher, "teacher", "", "folder with the weights of a teacher that marks unlabelled news")
	flag.Float64Var(&o.share, "share", 1, "sentences of the teacher's in an epoch, as a share of the treebanks'")
	flag.StringVar(&o.cache, "cache", "", "file that keeps the induced vectors between runs")
	flag.BoolVar(&o.measure, "measure", false, "measure the embedded weights and stop")
	flag.IntVar(&o.epochs, "epochs", 14, "passes over the treebanks")
	flag.IntVar(&o.every, "every", 7, "epochs between measurements")
	flag.IntVar(&o.batch, "batch", 300, "words in a step")
	flag.IntVar(&o.limit, "limit", 0, "sentences to train on, 0 all")
	flag.Float64Var(&o.rate, "rate", 0.002, "highest rate of learning")
	flag.Float64Var(&o.decay, "decay", 0, "weight decay")
	flag.Uint64Var(&o.seed, "seed", 1, "seed")
	flag.StringVar(&o.arch, "arch", "ccgcg", "layers: c convolution, g gates")
	flag.IntVar(&o.minCount, "min", 2, "least count of a word in the vocabulary")
	flag.IntVar(&o.induce, "induce", 2, "passes over unlabelled text for word vectors, 0 none")
	flag.IntVar(&o.rawMin, "raw-min", 8, "least count of a word in unlabelled text")
	flag.Float64Var(&o.level, "level", 0.1, "root mean square of the induced vectors")
	flag.IntVar(&o.c.dim, "dim", 128, "width")
	flag.IntVar(&o.c.arc, "arc", 96, "width of the arc layer")
	flag.IntVar(&o.c.lab, "lab", 64, "width of the relation layer")
	flag.IntVar(&o.c.affix, "affix", 1<<14, "rows of the affix table")
	share := func(p *float32, name string, value float32, usage string) {
		*p = value
		flag.Func(name, fmt.Sprintf("%s (default %g)", usage, value), func(s string) error {
			v, err := strconv.ParseFloat(s, 32)
			*p = float32(v)
			return err
		})
	}
	share(&o.c.dropEmb, "drop-emb", 0.2, "dropout of embeddings")
	share(&o.c.dropLay, "drop-layer", 0.1, "dropout in the layers")
	share(&o.c.drop, "drop", 0.2, "dropout before the heads")
	share(&o.c.dropMLP, "drop-mlp", 0.3, "dropout in the parser's layers")
	share(&o.c.wordDrop, "drop-word", 0.1, "share of words made unknown")
	share(&o.c.affixDrop, "drop-affix", 0.05, "share of affixes left out")
	return flag.String("cpuprofile", "", "file for a profile of the run")
}

func startProfile(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	w, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	if err := pprof.StartCPUProfile(w); err != nil {
		return nil, err
	}
	return func() {
		pprof.StopCPUProfile()
		w.Close()
	}, nil
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
		for _, v := range variants {
			log.Printf("GUM dev press in %s %v", v.name, r.measure(rewritten(banks.gumNews, v.form)))
		}
		log.Printf("GUM dev press without full stops %v", r.measure(unended(banks.gumNews)))
		return nil
	}
	for _, c := range o.arch {
		kind, ok := map[rune]uint32{'c': encode.LayerConv, 'g': encode.LayerGates}[c]
		if !ok {
			return fmt.Errorf("-arch %q: want c and g", o.arch)
		}
		o.c.layers = append(o.c.layers, kind)
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
