// Command when prints how well the times of a TimeML corpus are found:
//
//	go run ./when [-errors] [-plain] DIR|FILE...
//
// Each folder gets a line of its own. With -plain no tags and trees are used.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/parse"
	"github.com/parley-reader/parley/internal/tag"
	"github.com/parley-reader/parley/internal/token"
	"github.com/parley-reader/parley/internal/when"
)

type reader struct {
	times  *when.Tagger
	enc    *encode.Encoder
	tags   *tag.Tagger
	parser *parse.Parser
	words  int
	spent  time.Duration
}

func main() {
	errors := flag.Bool("errors", false, "list what differs")
	plain := flag.Bool("plain", false, "use no tags and no trees")
	odd := flag.Bool("odd", false, "of a folder, read every second file only, the first included")
	gold := flag.Bool("gold", false, "read annotated reports: print how moves and deadlines are dated")
	flag.Parse()
	if *gold {
		if err := runGold(flag.Args(), *errors, *plain); err != nil {
			fmt.Fprintln(os.Stderr, "when:", err)
			os.Exit(1)
		}
		return
	}
	if err := run(flag.Args(), *errors, *plain, *odd); err != nil {
		fmt.Fprintln(os.Stderr, "when:", err)
		os.Exit(1)
	}
}

func run(args []string, errors, plain, odd bool) error {
	r, err := newReader(plain)
	if err != nil {
		return err
	}
	for _, arg := range args {
		files, err := filepath.Glob(filepath.Join(arg, "*.tml"))
		if err != nil {
			return err
		}
		if len(files) == 0 {
			files = []string{arg}
		}
		sort.Strings(files)
		var all eval.TimeScore
		for i, f := range files {
			if odd && i%2 == 1 {
				continue
			}
			c, err := r.file(f, errors)
			if err != nil {
				return err
			}
			all.Add(c)
		}
		fmt.Printf("%-12s %v\n", filepath.Base(arg), all)
	}
	fmt.Printf("%d words, %.0f words/s in this stage\n", r.words, float64(r.words)/r.spent.Seconds())
	return nil
}

func runGold(dirs []string, errors, plain bool) error {
	r, err := newReader(plain)
	if err != nil {
		return err
	}
	for _, d := range dirs {
		if err := r.gold(d, errors); err != nil {
			return err
		}
	}
	return nil
}

func spanAt(at int, s string) doc.Span { return doc.Span{Start: at, End: at + len(s)} }

func newReader(plain bool) (*reader, error) {
	times, err := when.New(when.Data())
	if err != nil {
		return nil, err
	}
	r := &reader{times: times}
	if plain {
		return r, nil
	}
	if r.enc, err = encode.New(); err != nil {
		fmt.Println("no encoder, going on without tags:", err)
		r.enc = nil
		return r, nil
	}
	if r.tags, err = tag.New(r.enc); err != nil {
		return nil, err
	}
	r.parser, err = parse.New(r.enc)
	return r, err
}

func (r *reader) file(name string, errors bool) (eval.TimeScore, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return eval.TimeScore{}, err
	}
	d, err := corpus.ReadTimeML(string(data))
	if err != nil {
		return eval.TimeScore{}, fmt.Errorf("%s: %w", name, err)
	}
	l := token.Split(d.Text)
	in := &when.Input{Text: d.Text, Layout: &l, Anchor: d.Day}
	r.tag(in)
	start := time.Now()
	got := r.times.Tag(in)
	r.spent += time.Since(start)
	r.words += len(l.Tokens)
	if errors {
		list(filepath.Base(name), d, got)
	}
	return eval.ScoreTimes(d.Times, got), nil
}

func (r *reader) tag(in *when.Input) {
	if r.enc == nil {
		return
	}
	l := in.Layout
	forms := make([]string, len(l.Tokens))
	for i := range forms {
		forms[i] = l.Form(in.Text, i)
	}
	bounds := make([]int, 0, len(l.Sentences)+1)
	for i := range l.Sentences {
		bounds = append(bounds, l.Sentences[i].Tokens.First)
	}
	bounds = append(bounds, len(l.Tokens))
	ws := new(encode.Workspace)
	states := r.enc.Encode(forms, bounds, ws)
	in.Tags = r.tags.Tag(nil, forms, states)
	in.Arcs = r.parser.Parse(nil, l, in.Tags, states)
}

// list prints each difference on a line: gold first, then what was found.
func list(name string, d *corpus.TimeDoc, got []doc.Time) {
	gold := map[int]bool{}
	sys := map[int]bool{}
	for _, p := range eval.PairTimes(d.Times, got) {
		g, s := &d.Times[p.Gold], &got[p.Sys]
		gold[p.Gold], sys[p.Sys] = true, true
		if g.Span == s.Span && g.Value == s.Value && g.Type == s.Type {
			continue
		}
		kind := ""
		for _, c := range []struct {
			name string
			bad  bool
		}{{"span", g.Span != s.Span}, {"value", g.Value != s.Value}, {"type", g.Type != s.Type}} {
			if c.bad {
				kind += c.name + " "
			}
		}
		fmt.Printf("%-18s %s DCT %s | %q %s %s | %q %s %s (%s) | %s\n", kind, name, d.Created, g.Span.In(d.Text), g.Type, g.Value,
			s.Span.In(d.Text), s.Type, s.Value, s.Why, around(d.Text, g.Span))
	}
	for i := range d.Times {
		if g := &d.Times[i]; !gold[i] {
			fmt.Printf("missed %s | %q %s %s | %s\n", name, g.Span.In(d.Text), g.Type, g.Value, around(d.Text, g.Span))
		}
	}
	for i := range got {
		if s := &got[i]; !sys[i] {
			fmt.Printf("extra %s | %q %s %s (%s) | %s\n", name, s.Span.In(d.Text), s.Type, s.Value, s.Why, around(d.Text, s.Span))
		}
	}
}

func around(text string, s doc.Span) string {
	a, b := max(0, s.Start-60), min(len(text), s.End+40)
	return strings.Join(strings.Fields(text[a:s.Start]+"«"+text[s.Start:s.End]+"»"+text[s.End:b]), " ")
}
