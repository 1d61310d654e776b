package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/ledger"
)

// page is one answer under way: what its template sees.
type page struct {
	site *Site
	w    http.ResponseWriter
	r    *http.Request
	view string // the template
	done bool   // an answer was given already

	State    state
	Caller   access.Caller
	Title    string   // of the browser's tab, and the heading
	Here     string   // the path of the navigation that is lit
	Bounded  bool     // as of, since, until and dossier bound it: their form is shown
	Carry    []string // parameters of the page's own that the form of the bounds keeps
	Dossiers []choice
	Slide    *slide
	Body     any

	names map[ledger.ActorID]ledger.Actor
	moves map[string]*ledger.Move // that positions rest on, by key

	placed map[string]bool // lines that stand on the page, by key
}

// choice is one entry of a list to choose from.
type choice struct {
	Value, Label string
	Chosen       bool
}

// views are the templates of the pages, by name.
type views map[string]*template.Template

//go:embed templates
var templateFiles embed.FS

// loadViews reads the templates: layout.html and parts.html, and one file for each
// page, which defines "body".
func loadViews(assets map[string]asset) (views, error) {
	funcs := template.FuncMap{
		"asset": func(name string) (string, error) { return assetURL(assets, name) },
		"join":  strings.Join,
		"add":   func(a, b int) int { return a + b },
		"count": count,
	}
	base, err := template.New("layout.html").Funcs(funcs).ParseFS(templateFiles, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	files, err := templateFiles.ReadDir("templates")
	if err != nil {
		return nil, err
	}
	all := views{}
	for _, f := range files {
		name := strings.TrimSuffix(f.Name(), ".html")
		if name == "layout" || name == "parts" {
			continue
		}
		t, err := base.Clone()
		if err == nil {
			_, err = t.ParseFS(templateFiles, path.Join("templates", f.Name()))
		}
		if err != nil {
			return nil, err
		}
		all[name] = t
	}
	return all, nil
}

// begin reads what a request asks for, and refuses callers of a lower role.
func (s *Site) begin(w http.ResponseWriter, r *http.Request, role access.Role) (*page, error) {
	caller := access.Of(r.Context())
	if caller.Role < role {
		return nil, &fault{http.StatusForbidden, "You may not do this.", "It takes a token with the role “" + role.String() + "”."}
	}
	st, err := s.state(r)
	if err != nil {
		return nil, err
	}
	p := &page{site: s, w: w, r: r, State: st, Caller: caller, Here: r.URL.Path, names: map[ledger.ActorID]ledger.Actor{}, moves: map[string]*ledger.Move{}, placed: map[string]bool{}}
	p.dossiers()
	return p, nil
}

// dossiers fills the list to choose from.
func (p *page) dossiers() {
	if len(p.site.o.Dossiers) == 0 {
		return
	}
	for _, d := range p.site.o.Dossiers {
		p.Dossiers = append(p.Dossiers, choice{d.Name, d.Name, p.State.dossier == d})
	}
	p.Dossiers = append(p.Dossiers, choice{"-", "All reports", p.State.dossier == nil})
}

// show names the template, the title and what it shows.
func (p *page) show(view, title string, body any) error {
	p.view, p.Title, p.Body = view, title, body
	return nil
}

// bounded shows the form of the bounds, with the slider of days.
func (p *page) bounded() error {
	p.Bounded = true
	var err error
	p.Slide, err = p.slide()
	return err
}

func (p *page) render(status int) error {
	t := p.site.views[p.view]
	if t == nil {
		return fmt.Errorf("no template %q", p.view)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, p); err != nil {
		return err
	}
	h := p.w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	p.w.WriteHeader(status)
	p.done = true
	if p.r.Method == http.MethodHead {
		return nil
	}
	_, _ = p.w.Write(b.Bytes()) // whoever is gone needs no answer
	return nil
}

// goTo answers with another address to look at, after something was done.
func (p *page) goTo(address string) error {
	p.done = true
	http.Redirect(p.w, p.r, address, http.StatusSeeOther)
	return nil
}

// URL is for templates: see [state.URL].
func (p *page) URL(path string, pairs ...string) string { return p.State.URL(path, pairs...) }

// May tells templates whether the caller may "add" or "correct".
func (p *page) May(role string) bool {
	r, err := access.ParseRole(role)
	return err == nil && p.Caller.Role >= r && (r != access.Add || p.site.o.Intake != nil)
}

// Live tells whether the page may change while it is looked at: one of a past day
// does not, and a form must not.
func (p *page) Live() bool {
	return p.State.AsOf == "" && p.view != "error" && p.view != "add" && p.view != "home" && p.r.Method != http.MethodPost
}

// Version is the program's, for the foot.
func (p *page) Version() string { return p.site.o.Version }

// Feed is the feed of what is new within the bounds of the page; "" for none.
func (p *page) Feed() string {
	if p.site.o.Feed == "" {
		return ""
	}
	return p.URL(p.site.o.Feed, "as-of", "", "all", "")
}

// Leave is where a caller with a token may leave; "" for others.
func (p *page) Leave() string {
	if p.Caller.Name == "" || p.Caller.Name == local {
		return ""
	}
	return p.site.o.Leave
}

// local is how whoever sits at the machine itself is called.
const local = "local"

// Search is what the box of the search holds.
func (p *page) Search() string { return p.State.values.Get("q") }

// Kept are the bounds as hidden fields of a form that does not set them itself.
func (p *page) Kept() (out []choice) {
	for _, k := range kept {
		if v := p.State.values.Get(k); v != "" {
			out = append(out, choice{Value: v, Label: k})
		}
	}
	return out
}

// Carried are the page's own parameters as hidden fields of the form of the bounds.
func (p *page) Carried() (out []choice) {
	for _, k := range append([]string{"until"}, p.Carry...) {
		for _, v := range p.State.values[k] {
			if v != "" {
				out = append(out, choice{Value: v, Label: k})
			}
		}
	}
	return out
}

// navItem is one entry of the navigation.
type navItem struct {
	Label, Href string
	Key         string // behind g, for the keyboard
	Lit         bool
}

// Nav is the navigation.
func (p *page) Nav() []navItem {
	var out []navItem
	for _, x := range [...]struct{ label, path, key string }{
		{"Table", "/table", "t"}, {"Timeline", "/timeline", "l"}, {"Actors", "/actors", "a"}, {"Waiting on", "/waiting", "w"}, {"Due", "/due", "d"},
		{"Shifts", "/shifts", "s"}, {"Conflicts", "/conflicts", "c"}, {"Compare", "/compare", "v"}, {"Reports", "/reports", "r"}, {"Corrections", "/corrections", "k"},
	} {
		lit := p.Here == x.path || x.path == "/table" && p.Here == "/cell" || x.path == "/actors" && strings.HasPrefix(p.Here, "/actor/") || x.path == "/reports" && strings.HasPrefix(p.Here, "/report/")
		out = append(out, navItem{x.label, p.URL(x.path), x.key, lit})
	}
	return out
}

// today is the day that a page without "as of" answers for.
func (p *page) today() string { return p.site.o.Now().UTC().Format(time.DateOnly) }

// ctx is the context of the request.
func (p *page) ask() ledger.Ask { return p.State.ask() }

func count(n int, what string) string {
	switch {
	case n == 1:
		return "1 " + what
	case strings.HasSuffix(what, "y") && !strings.HasSuffix(what, "ay"):
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(what, "y"))
	}
	return fmt.Sprintf("%d %ss", n, what)
}
