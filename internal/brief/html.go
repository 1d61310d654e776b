package brief

import (
	"cmp"
	"crypto/sha256"
	_ "embed" // the page, its style and its script
	"encoding/base64"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/parley-reader/parley/doc"
)

var (
	//go:embed page.html
	pageSource string
	//go:embed page.css
	pageStyle string
	//go:embed page.js
	pageScript string
)

var page = sync.OnceValues(func() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{
		"percent": func(p float64) string { return strconv.FormatFloat(p, 'f', 2, 64) },
		"join":    strings.Join,
		"capital": capital,
	}).Parse(pageSource)
})

// sheet is what the page shows.
type sheet struct {
	*view
	Title, Outlet, Published, URL, Name string
	Words                               int
	Min                                 string
	Paragraphs                          []pageParagraph
	Moves                               []pageMove
	People                              []pageActor
	Times                               []pageTime
	Notes                               []string
	Style                               template.CSS
	Script                              template.JS
	Policy                              string
}

type pageParagraph struct {
	Number   int
	Kind     string
	Segments []Segment
}

type pageMove struct {
	line
	Act, Sense, To, When, Status, Plover string
	Conf                                 string
}

type pageActor struct {
	Ref, Name, Kind, Role, Party, PartyRef string
	Mentions                               int
	Unnamed                                bool
}

type pageTime struct{ Ref, Words, Window, Type, Why string }

// HTML writes one page that needs nothing but itself: the report with all that
// the record rests on marked in place, and the record beside it, each line
// linked to its words and back. It can be read without its script, which adds
// that all the words of a line light up. Text of the report cannot run: it is
// escaped, and the page's own policy allows no script but its one. HTML
// returns the first error of w.
func HTML(w io.Writer, d *doc.Document, o Options) error {
	t, err := page()
	if err != nil {
		return err
	}
	v := newView(d, o.MinConfidence)
	sum := sha256.Sum256([]byte(pageScript))
	s := sheet{view: v, Title: clean(d.Report.Title), Outlet: clean(d.Report.Outlet), Name: clean(d.Report.Name), URL: d.Report.URL,
		Words: d.Words(), Min: strconv.FormatFloat(v.min, 'f', -1, 64), Style: template.CSS(pageStyle), Script: template.JS(pageScript),
		Policy: "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'",
	}
	if !d.Report.Published.IsZero() {
		s.Published = d.Report.Published.Format(time.DateOnly)
	}
	for _, n := range d.Notes {
		s.Notes = append(s.Notes, clean(n))
	}
	begun := s.report()
	s.record()
	s.pin(begun)
	return t.Execute(w, &s)
}

// base is the last part of a path or address.
func base(name string) string {
	return cmp.Or(name[strings.LastIndexAny(name, `/\`)+1:], name)
}

// report cuts the paragraphs into segments, and tells for which lines of the
// record a mark was set.
func (s *sheet) report() map[string]bool {
	marks := s.marks()
	begun := map[string]bool{}
	first := 0
	for i, p := range s.speech.paras {
		for first < len(marks) && marks[first].Span.End <= p.Start {
			first++
		}
		last := first
		for last < len(marks) && marks[last].Span.Start < p.End {
			last++
		}
		kind := "body"
		if i < len(s.d.Paragraphs) {
			kind = s.d.Paragraphs[i].Kind.String()
		}
		s.Paragraphs = append(s.Paragraphs, pageParagraph{i + 1, kind, Segments(s.d.Report.Text, p, marks[first:last], begun)})
	}
	return begun
}

// pin gives each line the anchor of its words: its mark, else its paragraph.
func (s *sheet) pin(begun map[string]bool) {
	set := func(l *line) {
		if l.Pin = "par" + strconv.Itoa(l.Para); begun[l.Ref] {
			l.Pin = "in-" + l.Ref
		}
	}
	lists := [][]line{s.Commitments, s.Due, s.Shifts, s.Pressure, s.Events}
	for i := range s.Proposals {
		lists = append(lists, s.Proposals[i].Lines)
	}
	for i := range s.Sources {
		lists = append(lists, s.Sources[i].Lines)
	}
	for _, list := range lists {
		for i := range list {
			set(&list[i])
		}
	}
	for i := range s.Moves {
		set(&s.Moves[i].line)
	}
}

// record lists the moves, actors and times, which the sections link to.
func (s *sheet) record() {
	for i := range s.d.Moves {
		m := &s.d.Moves[i]
		below, private := s.Below, s.Private
		l := line{Head: strings.Join(s.names(m.By), ", "), Who: strings.Join(s.names(m.Via), ", ")}
		s.rest(&l, m)
		s.Below, s.Private = below, private
		s.Moves = append(s.Moves, pageMove{line: l, Act: m.Act.String(), Sense: Sense(m.Act), To: strings.Join(s.names(m.To), ", "),
			When: day(m.When), Status: m.Status.String(), Plover: plover(m), Conf: strconv.FormatFloat(m.Confidence, 'f', 2, 64)})
	}
	for i := range s.d.Actors {
		a := &s.d.Actors[i]
		p := pageActor{Ref: ref('a', int(a.ID)), Name: s.name(a.ID), Kind: a.Kind.String(), Role: clean(a.Role), Mentions: len(a.Mentions), Unnamed: a.Unnamed}
		if p.Party = s.name(a.Party); p.Party != "" {
			p.PartyRef = ref('a', int(a.Party))
		}
		s.People = append(s.People, p)
	}
	for i := range s.d.Times {
		t := &s.d.Times[i]
		s.Times = append(s.Times, pageTime{ref('t', i+1), s.speech.words(t.Span), window(t.From, t.To), t.Type.String(), clean(t.Why)})
	}
}

func plover(m *doc.Move) string {
	parts := []string{m.Plover.Event}
	if m.Plover.Mode != "" {
		parts = append(parts, m.Plover.Mode)
	}
	return clean(strings.Join(append(parts, m.Plover.Context...), " · "))
}

// Positions tells whether anything is on the table at this confidence.
func (s *sheet) Positions() bool {
	return slices.ContainsFunc(s.Proposals, func(p proposal) bool { return !p.Low })
}

// Heading is what the page is called: the report's title, else its own first
// heading, else the last part of its name.
func (s *sheet) Heading() string {
	if s.Title != "" {
		return s.Title
	}
	for i := range min(len(s.d.Paragraphs), 2) {
		if p := &s.d.Paragraphs[i]; p.Kind == doc.Heading && p.Span.Len() <= longest {
			if words := clean(p.Span.In(s.d.Report.Text)); words != "" {
				return words
			}
		}
	}
	return cmp.Or(base(s.Name), "Report")
}

// File is the last part of the report's name where the heading is another.
func (s *sheet) File() string {
	if name := base(s.Name); name != "-" && name != s.Heading() && s.URL == "" {
		return name
	}
	return ""
}

// Look is how near the words of a line are, for the eye: the actor's own within
// quotation marks, reported as its own, or told by others.
func (l line) Look() string {
	switch {
	case !l.Found:
		return ""
	case l.event:
		return "narrated"
	case l.Voice == "" || quoted(l.Words) && (l.Voice == "possible" || l.Voice == "planned" || l.Voice == "denied"):
		return "quoted"
	case strings.HasPrefix(l.Voice, "reported"), strings.HasPrefix(l.Voice, "official"):
		return "reported"
	}
	return "narrated"
}

// Left is how many lines are not shown.
func (s *sheet) Left() int { return s.Below + s.Private }

// Stretch is a piece of words, within quotation marks or not.
type Stretch struct {
	Text   string
	Quoted bool
}

// Stretches cuts the words of a line at their quotation marks.
func (l line) Stretches() []Stretch { return Stretches(l.Words) }

// Stretches cuts words at the quotation marks “ and ”; a mark without its other
// stays in the words around it.
func Stretches(words string) (all []Stretch) {
	rest := words
	for rest != "" {
		open := strings.Index(rest, "“")
		length := strings.Index(rest[max(open, 0):], "”")
		if open < 0 || length < 0 {
			break
		}
		end := open + length + len("”")
		if open > 0 {
			all = append(all, Stretch{rest[:open], false})
		}
		all = append(all, Stretch{rest[open:end], true})
		rest = rest[end:]
	}
	if rest != "" {
		all = append(all, Stretch{rest, false})
	}
	return all
}
