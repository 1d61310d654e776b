package export

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley/ledger"
)

// graphml is a file of GraphML as its schema has it.
type graphml struct {
	XMLName xml.Name `xml:"http://graphml.graphdrawing.org/xmlns graphml"`
	Keys    []struct {
		ID   string `xml:"id,attr"`
		For  string `xml:"for,attr"`
		Name string `xml:"attr.name,attr"`
		Type string `xml:"attr.type,attr"`
	} `xml:"key"`
	Graphs []struct {
		Default string    `xml:"edgedefault,attr"`
		Nodes   []graphEl `xml:"node"`
		Edges   []graphEl `xml:"edge"`
	} `xml:"graph"`
}

type graphEl struct {
	ID     string `xml:"id,attr"`
	Source string `xml:"source,attr"`
	Target string `xml:"target,attr"`
	Data   []struct {
		Key   string `xml:"key,attr"`
		Value string `xml:",chardata"`
	} `xml:"data"`
}

func (e *graphEl) data(key string) string {
	for _, d := range e.Data {
		if d.Key == key {
			return d.Value
		}
	}
	return ""
}

var nmtoken = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*$`)

// readGraph reads a file strictly: keys declared once and used as declared, ids
// unique, ends of edges there, values of their types.
func readGraph(t *testing.T, path string) *graphml {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var g graphml
	if err := xml.Unmarshal(b, &g); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if len(g.Graphs) != 1 || g.Graphs[0].Default != "directed" {
		t.Fatalf("%s: %d graphs", path, len(g.Graphs))
	}
	keys, seen := map[string][2]string{}, map[string]bool{}
	for _, k := range g.Keys {
		if _, twice := keys[k.ID]; twice || !nmtoken.MatchString(k.ID) {
			t.Errorf("key %q is there twice, or no token", k.ID)
		}
		keys[k.ID] = [2]string{k.For, k.Type}
	}
	nodes := map[string]bool{}
	check := func(of string, el *graphEl) {
		if seen[el.ID] || !nmtoken.MatchString(el.ID) {
			t.Errorf("%s %q is there twice, or no token", of, el.ID)
		}
		seen[el.ID] = true
		for _, d := range el.Data {
			var err error
			switch keys[d.Key][1] {
			case "int":
				_, err = strconv.Atoi(d.Value)
			case "double":
				_, err = strconv.ParseFloat(d.Value, 64)
			case "boolean":
				_, err = strconv.ParseBool(d.Value)
			}
			if err != nil || keys[d.Key][0] != of {
				t.Errorf("%s %s: data %s of %q: %v", of, el.ID, d.Key, keys[d.Key], err)
			}
		}
	}
	for i := range g.Graphs[0].Nodes {
		check("node", &g.Graphs[0].Nodes[i])
		nodes[g.Graphs[0].Nodes[i].ID] = true
	}
	for i := range g.Graphs[0].Edges {
		e := &g.Graphs[0].Edges[i]
		check("edge", e)
		if !nodes[e.Source] || !nodes[e.Target] {
			t.Errorf("edge %s from %s to %s: no such node", e.ID, e.Source, e.Target)
		}
	}
	return &g
}

func TestGraphML(t *testing.T) {
	for name, l := range map[string]*ledger.Ledger{"hostile": hostile(t), "generated": generated(t, 100)} {
		dir := t.TempDir()
		r := export1(t, l, ledger.Ask{}, Options{As: GraphML, Out: filepath.Join(dir, "talks.graphml")})
		if len(r.Paths) != 2 || r.Paths[1] != filepath.Join(dir, "talks.commitments.graphml") {
			t.Fatal(r.Paths)
		}
		acts, waits := readGraph(t, r.Paths[0]), readGraph(t, r.Paths[1])
		if len(acts.Graphs[0].Nodes) < 3 || len(acts.Graphs[0].Edges) < 3 {
			t.Errorf("%s: %d nodes, %d edges", name, len(acts.Graphs[0].Nodes), len(acts.Graphs[0].Edges))
		}
		if name == "hostile" && len(waits.Graphs[0].Edges) == 0 {
			t.Errorf("%s: nobody waits", name)
		}
	}
}

// TestGraphCounts tells two reports of one act, a copy, and a denied one.
func TestGraphCounts(t *testing.T) {
	a, b := hostileEntry(0, "Alpha"), hostileEntry(1, "Alpha")
	b.Moves[0].Said = ledger.Said{From: "2025-03-04", To: "2025-03-05"}
	l := filled(t, a, b)
	dir := t.TempDir()
	r := export1(t, l, ledger.Ask{}, Options{As: GraphML, Out: filepath.Join(dir, "g")})
	g := readGraph(t, r.Paths[0]).Graphs[0]
	if len(g.Edges) != 1 || len(g.Nodes) != 2 {
		t.Fatalf("%d edges, %d nodes", len(g.Edges), len(g.Nodes))
	}
	e := &g.Edges[0]
	for key, want := range map[string]string{"e_kind": "offer", "e_label": "offer", "e_count": "2", "e_weight": "2", "e_first": "2025-02-28", "e_last": "2025-03-05", "e_what": "Alpha"} {
		if got := e.data(key); got != want {
			t.Errorf("%s is %q, want %q", key, got, want)
		}
	}
	if g := readGraph(t, r.Paths[1]).Graphs[0]; len(g.Edges) != 1 || g.Edges[0].data("e_kind") != "open" {
		t.Errorf("%+v", g.Edges)
	}
}

var risLine = regexp.MustCompile(`^[A-Z][A-Z0-9]  - `)

func TestRIS(t *testing.T) {
	text := exportTo(t, hostile(t), ledger.Ask{}, Options{As: RIS})
	records, open := 0, false
	for _, line := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		switch {
		case line == "":
		case !risLine.MatchString(line):
			t.Errorf("no line of RIS: %q", line)
		case strings.HasPrefix(line, "TY"):
			if open {
				t.Error("a record begins in another")
			}
			open = true
			records++
		case strings.HasPrefix(line, "ER"):
			open = false
		}
		if strings.ContainsAny(line, "\r\n\x01\x02") {
			t.Errorf("%q", line)
		}
	}
	if records != len(hostileWords) || open {
		t.Errorf("%d records of %d", records, len(hostileWords))
	}
	r := ledger.Report{Key: "r1", URL: "https://example.org/a", Outlet: "Herald", Title: "Talks\ngo on", Author: "Doe, Jane; Roe, Jo", Language: "en", Published: "2025-03-01", Version: 1}
	want := "TY  - NEWS\r\nID  - r1\r\nTI  - Talks go on\r\nAU  - Doe, Jane\r\nAU  - Roe, Jo\r\nT2  - Herald\r\nPY  - 2025\r\nDA  - 2025/03/01\r\nUR  - https://example.org/a\r\nLA  - en\r\nY2  - 2025/11/25\r\n"
	r.Learned = made
	if got := risOf(&r); !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// entriesOf reads BibTeX as BibTeX does: braces tell where values end.
func entriesOf(s string) (n int, err error) {
	for {
		at := strings.IndexByte(s, '@')
		if at < 0 {
			return n, nil
		}
		if strings.TrimSpace(s[:at]) != "" {
			return n, errors.New("between entries: " + s[:at])
		}
		depth, end := 0, -1
		for i := at; i < len(s) && end < 0; i++ {
			switch s[i] {
			case '{':
				depth++
			case '}':
				if depth--; depth == 0 {
					end = i
				}
			}
		}
		if end < 0 {
			return n, errors.New("an entry without an end")
		}
		n, s = n+1, s[end+1:]
	}
}

func TestBibTeX(t *testing.T) {
	text := exportTo(t, hostile(t), ledger.Ask{}, Options{As: BibTeX})
	if n, err := entriesOf(text); err != nil || n != len(hostileWords) {
		t.Errorf("%d entries of %d: %v\n%s", n, len(hostileWords), err, text)
	}
	r := ledger.Report{Key: "r1", URL: "https://example.org/a_b?c=1%20&d={x}", Outlet: "News & Views", Title: `50% of {all} #1 \cost $5_a~b^c`, Author: "Jane Doe and Jo Roe", Published: "2025-03-01", Learned: made, Version: 1}
	got := bibtexOf(&r)
	for _, want := range []string{
		"@article{r1,", `title = {{50\% of \textbraceleft{}all\textbraceright{} \#1 \textbackslash{}cost \$5\_a\textasciitilde{}b\textasciicircum{}c}}`, "author = {{Jane Doe and Jo Roe}}", `journal = {News \& Views}`,
		"month = mar", "day = {1}", "url = {https://example.org/a_b?c=1%20&d=%7Bx%7D}",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

type scheme struct{}

func (scheme) Quad(string) int              { return 1 }
func (scheme) Scale(string, string) float64 { return 2.5 }
func (scheme) Sector(*ledger.Actor) string  { return "GOV" }

func TestPLOVER(t *testing.T) {
	l := generated(t, 60)
	text := exportTo(t, l, ledger.Ask{}, Options{As: PLOVER, Scheme: scheme{}})
	n := 0
	for line := range strings.Lines(text) {
		var e PloverEvent
		d := json.NewDecoder(strings.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&e); err != nil {
			t.Fatal(err)
		}
		n++
		if e.ID == "" || e.Date == "" || len(e.Event) != 1 || e.Quad != 1 || e.Report == "" || e.Coder != "parley" || len(e.Actor) > 0 && (e.Actor[0].Code == "" || e.Actor[0].Sector != "GOV") {
			t.Errorf("%s", line)
		}
		if _, err := time.Parse(time.DateOnly, e.Date); err != nil {
			t.Error(err)
		}
	}
	if n < 50 {
		t.Errorf("%d events", n)
	}
}

// TestHTML reads the page back: nothing of a report becomes markup.
func TestHTML(t *testing.T) {
	for _, full := range []bool{false, true} {
		text := exportTo(t, hostile(t), ledger.Ask{}, Options{As: HTML, FullText: full})
		z := html.NewTokenizer(strings.NewReader(text))
		ids := map[string]bool{}
		var links []string
		for z.Next() != html.ErrorToken {
			tok := z.Token()
			if tok.Data == "script" || tok.Data == "img" || tok.Data == "iframe" || tok.Data == "link" {
				t.Errorf("an element %s", tok.Data)
			}
			if tok.Type != html.StartTagToken {
				continue
			}
			for _, a := range tok.Attr {
				switch {
				case strings.HasPrefix(a.Key, "on"), a.Key == "src", a.Key == "style":
					t.Errorf("<%s %s=%q>", tok.Data, a.Key, a.Val)
				case a.Key == "id" && ids[a.Val]:
					t.Errorf("id %s is there twice", a.Val)
				case a.Key == "id":
					ids[a.Val] = true
				case a.Key == "href":
					links = append(links, a.Val)
				}
			}
		}
		if !errors.Is(z.Err(), io.EOF) {
			t.Error(z.Err())
		}
		for _, l := range links {
			if !strings.HasPrefix(l, "#") && webURL(l) == "" || strings.HasPrefix(l, "#") && !ids[l[1:]] {
				t.Errorf("a link to %q", l)
			}
		}
		for _, want := range []string{"On the table", "Commitments", "Due", "Shifts", "Sources", "SHA-256", "Content-Security-Policy"} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q", want)
			}
		}
		if strings.Contains(text, "ZgotmplZ") {
			t.Error("a value was filtered")
		}
	}
}

func TestStretches(t *testing.T) {
	for words, want := range map[string]string{
		"He said “no” and “never”.": "He said |[“no”]| and |[“never”]|.", `"Probably," he said.`: `["Probably,"]| he said.`, "no quote": "no quote", "an “open one": "an |[“open one]", "”": "”", "": "",
	} {
		var got []string
		for _, s := range (passage{Words: words}).Stretches() {
			if s.Quoted {
				s.Text = "[" + s.Text + "]"
			}
			got = append(got, s.Text)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
}

// TestMarkdown checks that hostile words neither break tables nor make links.
func TestMarkdown(t *testing.T) {
	text := exportTo(t, hostile(t), ledger.Ask{}, Options{As: Markdown})
	cells := regexp.MustCompile(`(^|[^\\])\|`)
	want := 0
	for line := range strings.Lines(text) {
		n := len(cells.FindAllString(line, -1))
		switch {
		case strings.HasPrefix(line, "|---"):
			want = n
		case strings.HasPrefix(line, "|") && want > 0 && n != want:
			t.Errorf("%d bars, want %d: %s", n, want, line)
		case !strings.HasPrefix(line, "|"):
			want = 0
		}
		if strings.Contains(line, "<script") || strings.Contains(line, "](javascript") {
			t.Errorf("%s", line)
		}
	}
	for _, part := range []string{"# State of play", "## On the table", "## Commitments", "## Due", "## Shifts", "## Sources"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q", part)
		}
	}
}

// TestReadme names every column.
func TestReadme(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "x")
	export1(t, generated(t, 3), ledger.Ask{}, Options{As: CSV, Out: dir})
	b, err := os.ReadFile(filepath.Join(dir, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, info := range tableInfos() {
		if _, err := os.Stat(filepath.Join(dir, info.name+".csv")); err != nil {
			t.Error(err)
		}
		for _, c := range columnsOf(info.row) {
			if !strings.Contains(string(b), "| `"+c.name+"` | "+c.typeName()+" | "+c.about) {
				t.Errorf("%s.%s is not explained", info.name, c.name)
			}
		}
	}
}

// TestNoFormulas looks at the cells as a spreadsheet does.
func TestNoFormulas(t *testing.T) {
	for _, s := range hostileWords {
		d := defuse(s)
		if d != "" && strings.IndexByte("=+-@\t\r", d[0]) >= 0 {
			t.Errorf("%q is a formula", d)
		}
		if fuse(d) != s {
			t.Errorf("%q comes back as %q", s, fuse(d))
		}
	}
}

func TestStdoutTakesOneFile(t *testing.T) {
	for _, as := range []Format{CSV, Parquet, GraphML} {
		if _, err := Write(t.Context(), generated(t, 2), ledger.Ask{}, Options{As: as, Out: "-", Stdout: io.Discard}); !errors.Is(err, ErrStdout) {
			t.Errorf("%s: %v", as, err)
		}
	}
	if _, err := Write(t.Context(), generated(t, 2), ledger.Ask{}, Options{As: "xlsx", Out: "-", Stdout: io.Discard}); !errors.Is(err, ErrFormat) {
		t.Error(err)
	}
}

// FuzzCSV: whatever is read does not panic, and what was written comes back.
func FuzzCSV(f *testing.F) {
	for _, s := range hostileWords {
		f.Add(s, "x")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		_ = ReadCSV(strings.NewReader(a), func(MoveRow) error { return nil }) // any error will do
		row := ActorRow{Actor: a, Name: b, Names: []string{a, b, a + b}, Unnamed: true}
		var out strings.Builder
		w, err := newCSV[ActorRow](nopCloser{&out})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Write([]ActorRow{row}), w.Close()); err != nil {
			t.Fatal(err)
		}
		n := 0
		err = ReadCSV(strings.NewReader(out.String()), func(got ActorRow) error {
			n++
			if got.Actor != a || got.Name != b || strings.Join(got.Names, "\x00") != strings.Join(row.Names, "\x00") || !got.Unnamed {
				t.Errorf("%+v came back as %+v", row, got)
			}
			return nil
		})
		if err != nil || n != 1 {
			t.Errorf("%d rows: %v", n, err)
		}
	})
}
