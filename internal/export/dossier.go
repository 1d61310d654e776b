package export

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// page is a dossier as Markdown and HTML show it.
type page struct {
	Title       string
	Bounds      []string
	Made        string
	AsOf        string // "" for the day of making
	Looked      string // "120 reports through 2025-08-20"
	Proposals   []pageProposal
	MoreRows    bool
	Commitments []pageCommitment
	Due         []pageDue
	Shifts      []pageShift
	Conflicts   []pageConflict
	Sources     []*pageSource
	Min         string
	FullText    bool
}

// passage is words with where they stand.
type passage struct {
	Who    string
	Words  string
	Voice  string // "" where it needs no mark
	Look   string // quoted, reported or narrated
	Unsure bool
	Day    string
	Cite   int // number of the source, 0 for none
	Place  string
	Anchor string
}

// stretch is a piece of a passage, within quotation marks or not.
type stretch struct {
	Text   string
	Quoted bool
}

// Stretches cuts the words at their quotation marks.
func (p passage) Stretches() []stretch {
	var out []stretch
	from, inside := 0, false
	for i, r := range p.Words {
		opens, closes := r == '“' || r == '"' && !inside, r == '”' || r == '"' && inside
		if opens && !inside && i > from {
			out, from = append(out, stretch{p.Words[from:i], false}), i
		}
		if closes && inside {
			end := i + len(string(r))
			out, from = append(out, stretch{p.Words[from:end], true}), end
		}
		inside = opens || inside && !closes
	}
	if from < len(p.Words) {
		out = append(out, stretch{p.Words[from:], inside})
	}
	return out
}

type pageProposal struct {
	Kind, Label, Span string
	Rows              []pageRow
	Silent            []string // parties of which no statement was found
	Options           []pageOption
}

type pageOption struct {
	Kind, Value string
	Dropped     bool
	Rows        []pageRow
}

// pageRow is one voice of a party; of a party's first, Party is set.
type pageRow struct {
	Party, Stance string
	Again         bool
	passage
	If     string
	Others string // "on Truce at sea", "3 sources", "1 shift before"
}

type pageCommitment struct {
	passage
	By, To, Act, What, Status string
	If                        []string
	WaitsFor                  string
	Marked                    string
	Evidence                  *passage
	Others                    string
}

type pageDue struct {
	passage
	By, What, Phrase, Window, State string
	Marked                          string
	Evidence                        *passage
}

type pageShift struct {
	Actor, Proposal, Day string
	FromStance, ToStance string
	From, To             passage
	Told                 *passage
}

type pageConflict struct {
	Kind, Why string
	A, B      passage
}

type pageSource struct {
	Number                           int
	Title, Outlet, Published, Origin string
	URL                              string
	Key, Digest, Learned             string
	Copies                           int
	Passages                         []passage
	Text                             []string // its paragraphs, where texts are asked for
	id                               ledger.ReportID
}

// pageMaker gathers a page.
type pageMaker struct {
	e       *export
	p       *page
	names   map[ledger.ActorID]ledger.Actor
	sources map[ledger.ReportID]*pageSource
}

// page asks the ledger for what a dossier shows.
func (e *export) page() (*page, error) {
	m := &pageMaker{e: e, p: &page{Bounds: e.bounds(), Made: e.made(), FullText: e.o.FullText, Title: "State of play"}, names: map[ledger.ActorID]ledger.Actor{}, sources: map[ledger.ReportID]*pageSource{}}
	if d := e.ask.Dossier; d != nil && flat(d.Name) != "" {
		m.p.Title = flat(d.Name)
		m.p.Bounds = m.p.Bounds[1:] // the title names the dossier
	}
	if !e.ask.AsOf.IsZero() {
		m.p.AsOf = e.ask.AsOf.UTC().Format(time.DateOnly)
	}
	if e.ask.Least > 0 {
		m.p.Min = fmt.Sprintf("%.2g", e.ask.Least)
	}
	for _, step := range []func() error{m.table, m.commitments, m.due, m.shifts, m.conflicts, m.texts} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return m.p, nil
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

func dayText(s ledger.Said) string {
	switch {
	case s.From == s.To:
		return string(s.From)
	case s.From == "":
		return "until " + string(s.To)
	case s.To == "":
		return "from " + string(s.From)
	}
	return string(s.From) + " – " + string(s.To)
}

// meet reads names of actors.
func (m *pageMaker) meet(ids ...ledger.ActorID) error {
	var want []ledger.ActorID
	for _, id := range ids {
		if _, ok := m.names[id]; !ok && id > 0 {
			want = append(want, id)
		}
	}
	if len(want) == 0 {
		return nil
	}
	got, err := m.e.l.Names(m.e.ctx, want)
	for id, a := range got {
		m.names[id] = a
	}
	return err
}

func (m *pageMaker) called(ids ...ledger.ActorID) string {
	var out []string
	for _, id := range ids {
		if n := flat(m.names[id].Name); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return strings.Join(out, ", ")
}

// cite gives the source of a line its number.
func (m *pageMaker) cite(s *ledger.Source) *pageSource {
	if s.Report == 0 {
		return nil
	}
	x := m.sources[s.Report]
	if x == nil {
		x = &pageSource{
			Number: len(m.p.Sources) + 1, Title: cmp.Or(flat(s.Title), flat(baseOf(s.Origin)), s.Key), Outlet: flat(s.Outlet), Published: string(s.Published),
			Origin: flat(placeOf(s.Origin)), URL: webURL(cmp.Or(s.URL, s.Origin)), Key: s.Key, Copies: s.Copies, id: s.Report,
		}
		m.sources[s.Report] = x
		m.p.Sources = append(m.p.Sources, x)
	}
	return x
}

const unsureBelow = 0.9

// passage is a line with its source; it is put among the excerpts of the source.
func (m *pageMaker) passage(who string, l *ledger.Line, s *ledger.Source, status doc.Status) passage {
	p := passage{Who: who, Words: clip(flat(l.Words)), Day: dayText(l.Said), Unsure: l.Confidence < unsureBelow}
	p.Look, p.Voice = look(l.Voice, p.Words)
	if status == doc.Denied || status == doc.Possible || status == doc.Reported || status == doc.Planned {
		p.Voice = strings.TrimPrefix(p.Voice+", "+status.String(), ", ")
	}
	x := m.cite(s)
	if x == nil {
		return p
	}
	p.Cite = x.Number
	if l.Paragraph > 0 {
		p.Place = fmt.Sprintf("¶%d", l.Paragraph)
	}
	if !slices.ContainsFunc(x.Passages, func(y passage) bool { return y.Words == p.Words }) {
		x.Passages = append(x.Passages, p)
	}
	return p
}

// look tells how near words are, for the eye and in words: what is narrated never
// looks like what is quoted.
func look(v doc.Voice, words string) (string, string) {
	switch v {
	case doc.Own:
		if strings.ContainsAny(words, "“”\"") {
			return "quoted", ""
		}
		return "reported", "reported"
	case doc.Official:
		return "reported", "official"
	case doc.UnnamedSource:
		return "narrated", "unnamed source"
	}
	return "narrated", v.String()
}

// mostWords bounds an excerpt, in bytes.
const mostWords = 400

func clip(s string) string {
	if len(s) <= mostWords {
		return s
	}
	at := strings.LastIndexByte(s[:mostWords], ' ')
	if at < mostWords/2 {
		for at = mostWords; at > 0 && s[at]&0xc0 == 0x80; {
			at--
		}
	}
	return strings.TrimRight(s[:at], " ,;:") + " …"
}

func (m *pageMaker) table() error {
	t, err := m.e.l.Table(m.e.ctx, m.e.ask)
	if err != nil {
		return err
	}
	m.p.Looked = count(t.Reports, "report")
	if t.Through != "" {
		m.p.Looked += " through " + string(t.Through)
	}
	m.p.MoreRows = t.More
	for _, a := range t.Actors {
		m.names[a.ID] = a
	}
	for i := range t.Rows {
		r := &t.Rows[i]
		x := pageProposal{Kind: r.Proposal.Kind.String(), Label: flat(r.Proposal.Label), Span: count(r.Reports, "report")}
		if r.From != "" {
			x.Span += ", " + dayText(ledger.Said{From: r.From, To: r.To})
		}
		if x.Rows, err = m.cells(r.Cells); err != nil {
			return err
		}
		for k := range r.Cells {
			if len(r.Cells[k].Latest) == 0 {
				x.Silent = append(x.Silent, m.called(r.Cells[k].Actor))
			}
		}
		for k := range r.Options {
			o := &r.Options[k]
			rows, err := m.cells(o.Cells)
			if err != nil {
				return err
			}
			x.Options = append(x.Options, pageOption{o.Option.Kind.String(), flat(o.Option.Value), o.Option.Dropped, rows})
		}
		m.p.Proposals = append(m.p.Proposals, x)
	}
	return nil
}

// cells are the rows of a proposal or an option.
func (m *pageMaker) cells(cells []ledger.Cell) ([]pageRow, error) {
	var out []pageRow
	for i := range cells {
		c := &cells[i]
		party := m.called(c.Actor)
		for k := range c.Latest {
			s := &c.Latest[k]
			if err := m.meet(s.By); err != nil {
				return nil, err
			}
			who := ""
			if s.By != s.Actor {
				who = m.called(s.By)
			}
			row := pageRow{Party: party, Stance: s.Stance.String(), Again: k > 0, passage: m.passage(who, &s.Line, &s.Source, s.Status)}
			if s.If != "" && !strings.Contains(row.Words, flat(s.If)) {
				row.If = flat(s.If)
			}
			row.Others = others(s.Sources, c.Shifts, k)
			if s.Label != "" { // the row is an issue's, and this a proposal of it
				row.Others = strings.TrimSuffix("on "+clip(flat(s.Label))+", "+row.Others, ", ")
			}
			out = append(out, row)
		}
	}
	return out, nil
}

func others(sources, shifts, at int) string {
	var notes []string
	if sources > 1 {
		notes = append(notes, count(sources, "source"))
	}
	if at == 0 && shifts > 0 {
		notes = append(notes, count(shifts, "shift")+" before")
	}
	return strings.Join(notes, ", ")
}

func (m *pageMaker) commitments() error {
	list, err := m.e.l.Commitments(m.e.ctx, m.e.ask)
	if err != nil {
		return err
	}
	for i := range list {
		w := &list[i]
		if err := m.meet(slices.Concat(w.Move.By, w.Move.To, w.WaitsFor)...); err != nil {
			return err
		}
		x := pageCommitment{
			passage: m.passage("", &w.Move.Line, &w.Move.Source, w.Move.Status), By: m.called(w.Move.By...), To: m.called(w.Move.To...), Act: w.Move.Act.String(),
			What: clip(flat(w.Move.What)), Status: w.Status.String(), WaitsFor: m.called(w.WaitsFor...), Marked: flat(w.By), Others: others(w.Sources, 0, 1),
		}
		for _, c := range w.Move.Conditions {
			x.If = append(x.If, clip(flat(c.Words)))
		}
		x.Evidence = m.evidence(w.Evidence)
		m.p.Commitments = append(m.p.Commitments, x)
	}
	return nil
}

func (m *pageMaker) evidence(e *ledger.MoveLine) *passage {
	if e == nil {
		return nil
	}
	p := m.passage("", &e.Line, &e.Source, e.Status)
	return &p
}

func (m *pageMaker) due() error {
	list, err := m.e.l.Due(m.e.ctx, m.e.ask)
	if err != nil {
		return err
	}
	for i := range list {
		d := &list[i]
		if err := m.meet(d.Deadline.By); err != nil {
			return err
		}
		m.p.Due = append(m.p.Due, pageDue{
			passage: m.passage("", &d.Line, &d.Source, 0), By: m.called(d.Deadline.By), What: clip(flat(d.What)), Phrase: flat(d.Phrase),
			Window: dayText(ledger.Said{From: d.From, To: d.To}), State: string(d.State), Marked: flat(d.By), Evidence: m.evidence(d.Evidence),
		})
	}
	return nil
}

func (m *pageMaker) shifts() error {
	list, err := m.e.l.Shifts(m.e.ctx, m.e.ask)
	if err != nil {
		return err
	}
	for i := range list {
		s := &list[i]
		if err := m.meet(s.By); err != nil {
			return err
		}
		x := pageShift{Actor: flat(s.Actor.Name), Day: dayText(s.Day), FromStance: s.From.Where(), ToStance: s.To.Where()}
		if by := m.called(s.By); by != x.Actor && by != "" {
			x.Actor = strings.TrimPrefix(x.Actor+", "+by, ", ")
		}
		if s.Proposal != nil {
			x.Proposal = flat(s.Proposal.Label)
		}
		if s.Option != nil {
			x.Proposal += ": " + flat(s.Option.Value)
		}
		if s.Told != nil {
			p := m.passage("", &s.Told.Line, &s.Source, 0)
			x.Told, x.From.Words, x.To.Words = &p, clip(flat(s.Told.From)), clip(flat(s.Told.To))
		} else {
			x.From = m.passage("", &s.From.Line, &s.From.Source, s.From.Status)
			x.To = m.passage("", &s.To.Line, &s.To.Source, s.To.Status)
		}
		m.p.Shifts = append(m.p.Shifts, x)
	}
	return nil
}

// pageConflicts is how many conflicts are shown where no limit is asked for.
const pageConflicts = 200

// conflictList asks for conflicts.
func (e *export) conflictList(limit int) ([]ledger.Conflict, error) {
	ask := e.ask
	ask.Limit, ask.After = limit, 0
	return e.l.Conflicts(e.ctx, ask)
}

func (m *pageMaker) conflicts() error {
	list, err := m.e.conflictList(cmp.Or(m.e.ask.Limit, pageConflicts))
	if err != nil {
		return err
	}
	for i := range list {
		c := &list[i]
		if err := m.meet(slices.Concat(c.A.Actors, c.B.Actors)...); err != nil {
			return err
		}
		side := func(s *ledger.ConflictSide) passage {
			l := ledger.Line{Key: s.Key, Words: s.Words, Said: s.Said, Paragraph: s.Source.Paragraph, Voice: doc.Narrated, Confidence: 1}
			p := m.passage(m.called(s.Actors...), &l, &s.Source, 0)
			p.Look, p.Voice = "reported", ""
			return p
		}
		m.p.Conflicts = append(m.p.Conflicts, pageConflict{string(c.Kind), flat(c.Why), side(&c.A), side(&c.B)})
	}
	return nil
}

// texts reads what the sources need their texts for: the digest, and the text
// where it is asked for.
func (m *pageMaker) texts() error {
	walk, err := m.e.l.Walk(m.e.ctx, ledger.Ask{})
	if err != nil {
		return err
	}
	ids := make([]ledger.ReportID, len(m.p.Sources))
	for i, s := range m.p.Sources {
		ids[i] = s.id
	}
	return walk.ReportsOf(ids, true, func(list []ledger.Report) error {
		for i := range list {
			r := &list[i]
			s := m.sources[r.ID]
			sum := sha256.Sum256([]byte(r.Text))
			s.Digest, s.Learned = hex.EncodeToString(sum[:]), r.Learned.UTC().Format(time.DateOnly)
			if m.e.o.FullText {
				for line := range strings.Lines(r.Text) {
					if line = flat(line); line != "" {
						s.Text = append(s.Text, line)
					}
				}
			}
		}
		return nil
	})
}
