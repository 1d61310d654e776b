// Command move measures the moves that the whole reader finds against the
// annotated development reports, over both halves of the fixed split, and lists
// what was missed and what was wrong in the half that rules may be made from.
//
//	go run ./move [-gold DIR] [-list] [-half look] [-examples] [-out DIR]
package main

import (
	"bytes"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/move"
	"github.com/parley-reader/parley/internal/pipeline"
)

func main() {
	log.SetFlags(0)
	gold := flag.String("gold", "../../shared/gold/dev", "folder of annotated reports")
	list := flag.Bool("list", false, "list hits, misses and false moves of the half to look at")
	least := flag.Float64("least", 0, "count only moves of at least this confidence")
	bands := flag.Bool("bands", false, "print how often moves were right, by rung and act, over the half to look at")
	examples := flag.Bool("examples", false, "read the lexicon's examples and print those that fail")
	fit := flag.String("fit", "", "learn the weights of confidence from all annotated reports and write them to this file")
	calib := flag.Bool("calib", false, "print how often moves of each band of confidence were right, over all annotated reports")
	half := flag.String("half", "look", "the half that reports outside the fixed split belong to: look or measure")
	out := flag.String("out", "", "write what was found as annotation files into this folder")
	survey := flag.String("survey", "", "count the words that carry no move in a CSV of articles that are not annotated")
	skip := flag.String("skip", "", "a table of annotated reports whose addresses the survey must not read")
	show := flag.String("show", "", "print the survey's sentences with this verb")
	roots := flag.String("roots", "", "a table of sentences with a PLOVER root each, to see which hold a fitting move")
	var o senseOptions
	o.flags()
	corpora := flag.String("corpora", "../../shared/corpora", "folder of the corpora")
	flag.Parse()
	open := pipeline.New
	if o.from != "" {
		open = pipeline.NewBare
	}
	p, err := open()
	if err != nil {
		log.Fatal(err)
	}
	b := &bench{line: p, ws: pipeline.NewWorkspace(), least: *least, list: *list, out: *out, half: *half, rungs: map[string][2]int{}}
	b.corpora, b.gold = *corpora, *gold
	if o.from != "" {
		b.prepare()
		b.senses(o)
		return
	}
	if *survey != "" {
		b.survey(*survey, addresses(*skip), *show)
		return
	}
	if *roots != "" {
		b.roots(*roots, *list)
		return
	}
	if *examples {
		b.examples()
		return
	}
	if *fit != "" || *calib {
		b.half = "look"
		b.quiet = true
		b.measure(*gold)
		b.measure(ownReports + "/look")
		b.measure(ownReports + "/other-look")
		b.half = "measure"
		b.measure(ownReports + "/measure")
		b.measure(ownReports + "/other-measure")
		if *fit != "" {
			b.fit(*fit)
		}
		b.table()
		return
	}
	b.measure(*gold)
	if *bands {
		b.printBands()
	}
}

// ownReports are the short reports written for parley, from the folder train.
const ownReports = "../internal/move/testdata/reports"

type bench struct {
	line  *pipeline.Pipeline
	ws    *pipeline.Workspace
	least float64
	list  bool
	out   string
	half  string // of reports outside the fixed split
	quiet bool   // no figures of a folder

	corpora string
	gold    string
	rules   *move.Finder // without senses, but for those that are tried
	encoder *encode.Encoder

	reports int // read so far
	samples []sample
	rungs   map[string][2]int // hits, all
}

func (b *bench) measure(folder string) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		log.Fatalf("%s: no annotated reports", folder)
	}
	split := b.split(files)
	halves := map[string]*eval.GoldScore{"look": {}, "measure": {}, "all": {}}
	for _, f := range files {
		id := strings.TrimSuffix(filepath.Base(f), ".json")
		raw, err := os.ReadFile(f)
		if err != nil {
			log.Fatal(err)
		}
		want, err := corpus.ReadGold(bytes.NewReader(raw))
		if err != nil {
			log.Fatalf("%s: %v", f, err)
		}
		d := b.read(strings.TrimSuffix(f, ".json")+".txt", want)
		kept := d.Moves[:0]
		for _, m := range d.Moves {
			if m.Confidence >= b.least {
				kept = append(kept, m)
			}
		}
		d.Moves = kept
		got := corpus.GoldOf(d, id)
		var sys bytes.Buffer
		if err := corpus.WriteGold(&sys, got); err != nil {
			log.Fatal(err)
		}
		if b.out != "" {
			if err := os.WriteFile(filepath.Join(b.out, id+".json"), sys.Bytes(), 0o644); err != nil {
				log.Fatal(err)
			}
		}
		for _, h := range []string{split[id], "all"} {
			if err := halves[h].Add(raw, sys.Bytes()); err != nil {
				log.Fatal(err)
			}
		}
		{
			pairs, err := eval.GoldPairs(raw, sys.Bytes())
			if err != nil {
				log.Fatal(err)
			}
			b.reports++
			b.count(split[id], want, got, d, pairs)
			if split[id] == "look" && b.list {
				b.compare(id, want, got, d, pairs)
			}
		}
	}
	if b.quiet {
		return
	}
	for _, h := range []string{"look", "measure", "all"} {
		if halves[h].Count("gold moves") == 0 {
			continue
		}
		fmt.Printf("== %s\n", h)
		if err := halves[h].Print(os.Stdout, h != "all"); err != nil {
			log.Fatal(err)
		}
	}
	for _, h := range []string{"look", "measure"} {
		fmt.Println(h+", taken for:", strings.Join(halves[h].Confusions(), "; "))
	}
}

// split tells the half of each report.
func (b *bench) split(files []string) map[string]string {
	out, fixed := map[string]string{}, eval.GoldSplit()
	for _, f := range files {
		id := strings.TrimSuffix(filepath.Base(f), ".json")
		if out[id] = fixed[id]; out[id] == "" {
			out[id] = b.half
		}
	}
	return out
}

func (b *bench) read(path string, want *corpus.Gold) *doc.Document {
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	return b.readText(string(text), want)
}

func (b *bench) readText(text string, want *corpus.Gold) *doc.Document {
	r := doc.Report{Text: text}
	if day, err := time.Parse("2006-01-02", want.Published); err == nil {
		r.Published = day
	}
	d, err := b.line.Read(r, b.ws)
	if err != nil {
		log.Fatalf("%s: %v", want.Doc, err)
	}
	return d
}

// count adds one report to the bands: how often moves of a rung and act, and of
// a confidence, were right, and which status stands for which.
func (b *bench) count(half string, want, got *corpus.Gold, d *doc.Document, pairs [][2]int) {
	ofSys := map[int]int{}
	for _, p := range pairs {
		ofSys[p[1]] = p[0]
	}
	for j := range got.Moves {
		g, hit := ofSys[j]
		b.samples = append(b.samples, sample{half: half, report: b.reports, features: featuresOf(d, &d.Moves[j]), hit: hit, p: d.Moves[j].Confidence})
		why, _, _ := strings.Cut(d.Moves[j].Why, ":")
		keys := []string{"rung " + why, "act " + got.Moves[j].Act, fmt.Sprintf("confidence %.1f", d.Moves[j].Confidence)}
		if hit && want.Moves[g].Status != got.Moves[j].Status {
			keys = append(keys, "status "+want.Moves[g].Status+" taken for "+got.Moves[j].Status)
		}
		for _, k := range keys {
			n := b.rungs[half+" "+k]
			n[1]++
			if hit {
				n[0]++
			}
			b.rungs[half+" "+k] = n
		}
	}
}

// compare pairs moves of one report and prints them.
func (b *bench) compare(id string, want, got *corpus.Gold, d *doc.Document, pairs [][2]int) {
	ofGold, ofSys := map[int]int{}, map[int]int{}
	for _, p := range pairs {
		ofGold[p[0]], ofSys[p[1]] = p[1], p[0]
	}
	fmt.Printf("#### %s\n", id)
	for i, g := range want.Moves {
		if j, ok := ofGold[i]; ok {
			fmt.Printf("= %s\n  %s  {%s}\n", line(g), line(got.Moves[j]), d.Moves[j].Why)
		} else {
			fmt.Printf("MISS %s\n     in: %s\n", line(g), g.Evidence)
		}
	}
	for j, m := range got.Moves {
		if _, ok := ofSys[j]; !ok {
			fmt.Printf("FALSE %s  {%s}\n     in: %s\n", line(m), d.Moves[j].Why, m.Evidence)
		}
	}
}

func line(m corpus.GoldMove) string {
	return fmt.Sprintf("%s by%v via%v to%v what“%s” if“%s” %s %s cue“%s”", m.Act, m.By, m.Via, m.To, m.What, m.If, m.When, m.Status, m.Cue)
}

func (b *bench) printBands() {
	var keys []string
	for k := range b.rungs {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	for _, k := range keys {
		fmt.Printf("%-50s %3d of %3d\n", k, b.rungs[k][0], b.rungs[k][1])
	}
}

// examples reads each example of the lexicon as a report of its own.
func (b *bench) examples() {
	finder, err := move.New(move.Embedded())
	if err != nil {
		log.Fatal(err)
	}
	bad, all := 0, 0
	for _, ex := range finder.Examples() {
		all++
		d, err := b.line.Read(doc.Report{Text: ex.Text}, b.ws)
		if err != nil {
			log.Fatal(err)
		}
		if fault := fault(d, ex.Act, ex.Negative, ex.Want); fault != "" {
			bad++
			fmt.Printf("%s: %s\n    %s\n", ex.Where, ex.Text, fault)
		}
	}
	fmt.Printf("%d examples, %d fail\n", all, bad)
}

func fault(d *doc.Document, act doc.Act, negative bool, want map[string]string) string {
	got := corpus.GoldOf(d, "")
	var found []string
	for _, m := range got.Moves {
		found = append(found, line(m))
		if m.Act != act.String() {
			continue
		}
		if negative {
			return "should not be: " + line(m)
		}
		if agrees(m, want) {
			return ""
		}
	}
	if negative {
		return ""
	}
	return fmt.Sprintf("want %v %v, found %q", act, want, found)
}

func agrees(m corpus.GoldMove, want map[string]string) bool {
	has := map[string]string{"by": strings.Join(m.By, ", "), "to": strings.Join(m.To, ", "), "what": m.What, "if": m.If, "status": m.Status}
	for k, v := range want {
		if !strings.Contains(strings.ToLower(has[k]), strings.ToLower(v)) {
			return false
		}
	}
	return true
}

// addresses are the last parts of the addresses in the second column of a table.
func addresses(path string) []string {
	text, err := os.ReadFile(path)
	if err != nil {
		log.Fatalf("-skip: %v", err)
	}
	var out []string
	for l := range strings.Lines(string(text)) {
		f := strings.Split(l, "\t")
		if len(f) > 1 && strings.HasPrefix(f[1], "http") {
			out = append(out, f[1][strings.LastIndexByte(f[1], '/')+1:])
		}
	}
	return out
}
