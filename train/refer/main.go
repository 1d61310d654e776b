// Command refer measures internal/refer.
//
//	go run ./refer -gold DIR [-half even|odd|all] [-show]   sources and actors named in annotated reports
//
// Its CoNLL F1 is what "parley eval refer" prints.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
	"github.com/parley-reader/parley/internal/lexicon"
	"github.com/parley-reader/parley/internal/name"
	"github.com/parley-reader/parley/internal/parse"
	"github.com/parley-reader/parley/internal/refer"
	"github.com/parley-reader/parley/internal/tag"
	"github.com/parley-reader/parley/internal/token"
)

// reader holds the stages up to the names.
type reader struct {
	enc     *encode.Encoder
	ws      encode.Workspace
	tagger  *tag.Tagger
	parser  *parse.Parser
	finder  *name.Finder
	resolve *refer.Resolver
}

func newReader(facts string) (*reader, error) {
	data := lexicon.Embedded()
	if facts != "" {
		data = os.DirFS(facts)
	}
	lex, err := lexicon.Load(data)
	if err != nil {
		return nil, err
	}
	r := &reader{}
	if r.enc, err = encode.New(); err != nil {
		return nil, err
	}
	if r.tagger, err = tag.New(r.enc); err != nil {
		return nil, err
	}
	if r.parser, err = parse.New(r.enc); err != nil {
		return nil, err
	}
	if r.finder, err = name.New(lex, r.enc); err != nil {
		return nil, err
	}
	r.resolve, err = refer.New(lex)
	return r, err
}

// layers makes all that the resolver reads.
func (r *reader) layers(text string, l *doc.Layout, forms []string) *refer.Input {
	bounds := make([]int, 0, len(l.Sentences)+1)
	for _, s := range l.Sentences {
		bounds = append(bounds, s.Tokens.First)
	}
	bounds = append(bounds, len(forms))
	states := r.enc.Encode(forms, bounds, &r.ws)
	tags := r.tagger.Tag(nil, forms, states)
	return &refer.Input{Text: text, Layout: l, Tags: tags, Arcs: r.parser.Parse(nil, l, tags, states),
		Names: r.finder.Find(text, l, tags, forms, states), Forms: forms}
}

func main() {
	gold := flag.String("gold", "", "folder of annotated reports")
	half := flag.String("half", "even", "which of them, in the order of their names: even, odd, all")
	show := flag.Bool("show", false, "print the actors and what disagrees")
	facts := flag.String("lexicon", "", "folder of the lexicon, instead of the one that ships")
	gum := flag.String("chains", "", "texts of GUM to learn the chains of noun phrases from (CoNLL-U, gzip)")
	out := flag.String("out", "", "where to write the weights of the chains")
	fifth := flag.Int("hold", 3, "which fifth of the texts is held out from learning; -1 for none")
	tell := flag.String("tell", "", "print errors on the texts held out: links, spans")
	o := &options{}
	flag.IntVar(&o.epochs, "passes", 5, "passes over the texts")
	flag.Float64Var(&o.rate, "rate", 0.05, "step of learning")
	flag.Float64Var(&o.decay, "decay", 1e-3, "decay of weights")
	flag.Float64Var(&o.falseNew, "false-new", 3, "cost of a link that is missed")
	flag.Float64Var(&o.falseLink, "false-link", 0.3, "cost of a link where there is none")
	flag.Float64Var(&o.wrongLink, "wrong-link", 1, "cost of a link to the wrong thing")
	flag.Float64Var(&o.threshold, "threshold", 0.3, "how sure a mention must be")
	flag.Uint64Var(&o.seed, "seed", 1, "order of the texts")
	flag.Parse()
	if *gum != "" {
		if err := chains(*gum, *out, *fifth, o, *tell); err != nil {
			fmt.Fprintln(os.Stderr, "refer:", err)
			os.Exit(1)
		}
		return
	}
	r, err := newReader(*facts)
	if err == nil && *gold != "" {
		err = r.reports(*gold, *half, *show)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "refer:", err)
		os.Exit(1)
	}
}

// annotation is what is read of an annotated report.
type annotation struct {
	Published  string `json:"published"`
	Statements []struct {
		Source     string   `json:"source"`
		SourceText string   `json:"source_text"`
		Cue        string   `json:"cue"`
		Content    []string `json:"content"`
	} `json:"statements"`
	Moves []struct {
		By       []string `json:"by"`
		Via      []string `json:"via"`
		Evidence string   `json:"evidence"`
	} `json:"moves"`
}

func (r *reader) reports(dir, half string, show bool) error {
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return err
	}
	sort.Strings(files)
	var src, by, quiet [2]int
	for i, f := range files {
		if half != "all" && (i%2 == 0) != (half == "even") {
			continue
		}
		data, err := os.ReadFile(f)
		if err != nil {
			return err
		}
		var a annotation
		if err := json.Unmarshal(data, &a); err != nil {
			return fmt.Errorf("%s: %w", f, err)
		}
		text, err := os.ReadFile(strings.TrimSuffix(f, ".json") + ".txt")
		if err != nil {
			return err
		}
		r.report(filepath.Base(f), string(text), &a, show, &src, &by, &quiet)
	}
	fmt.Printf("sources with a name: %d of %d right (%.3f); described ones left unnamed: %d of %d\n", src[0], src[1], ratio(src), quiet[0], quiet[1])
	fmt.Printf("actors of moves found among the actors: %d of %d (%.3f)\n", by[0], by[1], ratio(by))
	return nil
}

func ratio(n [2]int) float64 { return float64(n[0]) / float64(max(n[1], 1)) }

// report gives the resolver the annotated sources and contents, and looks at
// whom it takes for the sources.
func (r *reader) report(id, text string, a *annotation, show bool, src, by, quiet *[2]int) {
	l := token.Split(text)
	forms := make([]string, len(l.Tokens))
	for i := range forms {
		forms[i] = l.Form(text, i)
	}
	in := r.layers(text, &l, forms)
	in.Published, _ = time.Parse("2006-01-02", a.Published)
	var at []int
	for k, s := range a.Statements {
		span, content := place(text, s.SourceText, s.Content)
		if span.Empty() {
			continue
		}
		at = append(at, k)
		in.Statements = append(in.Statements, refer.Statement{Source: l.TokensIn(span), Content: content})
		in.Needs = append(in.Needs, l.TokensIn(span))
	}
	actors, mentions := r.resolve.Resolve(in)
	if show {
		fmt.Println("==", id)
		for _, x := range actors {
			fmt.Printf("  a%d %s | %s %s | role %q party a%d unnamed %v %d mentions\n", x.ID, x.Name, x.Kind, x.Country, x.Role, x.Party, x.Unnamed, len(x.Mentions))
		}
	}
	for i, k := range at {
		s := a.Statements[k]
		var names []string
		for _, id := range refer.ActorsIn(mentions, in.Statements[i].Source) {
			if x := actors[id-1]; !x.Unnamed {
				names = append(names, x.Name)
			}
		}
		got := strings.Join(names, "; ")
		into := src
		if s.Source == "" {
			into = quiet
		}
		into[1]++
		if agree(got, s.Source) {
			into[0]++
		} else if show {
			fmt.Printf("  SOURCE %q: want %q, got %q\n", s.SourceText, s.Source, got)
		}
	}
	for _, m := range a.Moves {
		for _, n := range append(append([]string{}, m.By...), m.Via...) {
			by[1]++
			ok := false
			for _, x := range actors {
				ok = ok || agree(x.Name, n)
			}
			if ok {
				by[0]++
			} else if show {
				fmt.Printf("  ACTOR %q is not there\n", n)
			}
		}
	}
}

// place finds the words of a source nearest to the content that it says.
func place(text, source string, content []string) (doc.Span, []doc.Span) {
	var spans []doc.Span
	for _, c := range content {
		if i := strings.Index(text, c); i >= 0 {
			spans = append(spans, doc.Span{Start: i, End: i + len(c)})
		}
	}
	if len(spans) == 0 || source == "" {
		return doc.Span{}, nil
	}
	best := doc.Span{}
	for from := 0; ; {
		i := strings.Index(text[from:], source)
		if i < 0 {
			return best, spans
		}
		s := doc.Span{Start: from + i, End: from + i + len(source)}
		from = s.Start + 1
		if s.Start > 0 && isLetter(text[s.Start-1]) || s.End < len(text) && isLetter(text[s.End]) {
			continue
		}
		if best.Empty() || distance(s, spans[0]) < distance(best, spans[0]) {
			best = s
		}
	}
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func distance(a, b doc.Span) int { return max(a.Start-b.End, b.Start-a.End) }

// agree compares lists of names as the annotation's scorer does: the same, or
// one word of more than three letters shared.
func agree(got, want string) bool {
	g, w := strings.ToLower(got), strings.ToLower(want)
	if g == w {
		return true
	}
	if g == "" || w == "" || strings.Count(g, ";") != strings.Count(w, ";") {
		return false
	}
	for _, part := range strings.Split(w, "; ") {
		ok := false
		for word := range strings.FieldsSeq(part) {
			ok = ok || len([]rune(word)) > 3 && !kindWords[word] && strings.Contains(g, word)
		}
		if !ok && !strings.Contains(g, part) {
			return false
		}
	}
	return true
}

var kindWords = map[string]bool{"united": true, "republic": true, "national": true, "president": true, "prime": true, "minister": true, "ministry": true,
	"foreign": true, "government": true, "party": true, "department": true, "north": true, "south": true, "leaders": true, "council": true, "with": true, "from": true}
