package web

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// reportPage is one report with its marks, and its record beside it.
type reportPage struct {
	Head     reportHead
	Versions []reportLink // of the same origin, the first first; none where there is one
	Copies   []reportLink
	More     int // copies that are not listed
	Marks    []choice
	Paras    []shownPara
	Record   []recordGroup
	News     []tag
	Against  *difference // set: the page tells two texts apart, and shows no record
	Lines    int
}

// reportHead is what a report tells of itself, and what the ledger knows of it.
type reportHead struct {
	Outlet, Author, Published, Link, Origin string
	Words                                   string
	Key, Digest, Learned, Reader, Language  string
	Version                                 int
	Pasted                                  bool   // into the page; it has no name but the ledger's
	Compare                                 string // the address of the page that compares it
}

// reportLink leads to a version or a copy.
type reportLink struct {
	Label, Published, Learned, Words string
	URL, AgainstURL                  string
	Here                             bool
}

// copiesShown bounds the list of near-copies.
const copiesShown = 30

// markKinds are what can be marked in the text: the value in the address, and the
// word for it.
var markKinds = [...]struct{ value, label string }{
	{"said", "words said"}, {"moves", "moves"}, {"conditions", "conditions"}, {"dates", "deadlines"}, {"stances", "stances"}, {"turns", "told shifts"},
}

func (s *Site) report(p *page) error {
	r, err := p.reportOf(p.r.PathValue("key"))
	if err != nil {
		return err
	}
	versions, err := s.l.Store.Versions(p.r.Context(), r.Origin)
	if err != nil {
		return err
	}
	body := &reportPage{Head: p.head(r)}
	if i := slices.IndexFunc(versions, func(v ledger.Report) bool { return v.ID == r.ID }); i >= 0 {
		r.Text = versions[i].Text
		body.Head.Digest = digest(r.Text)
	}
	for i := range versions {
		if len(versions) > 1 {
			body.Versions = append(body.Versions, p.link(&versions[i], r))
		}
	}
	if err := p.copies(body, r); err != nil {
		return err
	}
	title := firstOf(brief.Clean(r.Title), body.Head.Outlet, "Report "+r.Key)
	if key := p.State.values.Get("against"); key != "" {
		if body.Against, err = p.against(key, r); err != nil {
			return err
		}
		return p.show("report", title, body)
	}
	if err := p.record(body, r); err != nil {
		return err
	}
	return p.show("report", title, body)
}

// reportOf finds a report by its key.
func (p *page) reportOf(key string) (*ledger.Report, error) {
	list, err := p.site.l.Store.ReportsByKey(p.r.Context(), []string{key})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, &fault{http.StatusNotFound, fmt.Sprintf("No report has the key %q.", brief.Clip(brief.Clean(key), 40)), "The list of reports shows what is kept; the search finds words in them."}
	}
	return &list[0], nil
}

func (p *page) head(r *ledger.Report) reportHead {
	h := reportHead{
		Outlet: brief.Clean(r.Outlet), Author: brief.Clean(r.Author), Published: string(r.Published), Link: webAddress(firstOf(r.URL, r.Origin)), Words: count(r.Words, "word"),
		Key: r.Key, Learned: r.Learned.UTC().Format("2006-01-02 15:04 MST"), Reader: brief.Clean(r.Reader), Language: brief.Clean(r.Language), Version: r.Version,
		Compare: p.URL("/compare", "a", r.Key),
	}
	h.Pasted = strings.HasPrefix(r.Origin, pasted)
	if h.Link == "" {
		h.Origin = brief.Clip(brief.Clean(r.Origin[strings.LastIndexAny(r.Origin, `/\`)+1:]), 80)
	}
	return h
}

// webAddress is an address that a link may lead to; "" for any other.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return s
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// link leads from one report to another of the same origin or text.
func (p *page) link(x, from *ledger.Report) reportLink {
	out := reportLink{
		Label: "version " + strconv.Itoa(x.Version), Published: string(x.Published), Learned: x.Learned.UTC().Format(time.DateOnly), Words: count(x.Words, "word"),
		URL: p.URL("/report/" + x.Key), Here: x.ID == from.ID,
	}
	if !out.Here {
		out.AgainstURL = p.URL("/report/"+from.Key, "against", x.Key)
	}
	return out
}

// copies lists the near-copies of other origins.
func (p *page) copies(body *reportPage, r *ledger.Report) error {
	list, err := p.site.l.Store.Family(p.r.Context(), r.ID)
	if err != nil {
		return err
	}
	for i := range list {
		if x := &list[i]; x.Origin != r.Origin {
			if len(body.Copies) == copiesShown {
				body.More++
				continue
			}
			c := p.link(x, r)
			c.Label = firstOf(brief.Clean(x.Outlet), brief.Clean(x.Title), x.Key)
			body.Copies = append(body.Copies, c)
		}
	}
	return nil
}

// record fills in the text with its marks, and the lines beside it.
func (p *page) record(body *reportPage, r *ledger.Report) error {
	lines, err := p.site.l.LinesOf(p.r.Context(), r.ID, ledger.Ask{AsOf: p.State.asOf, Least: p.State.least})
	if err != nil {
		return err
	}
	if err := p.meetLines(lines); err != nil {
		return err
	}
	news, err := p.newsOf(r.ID, lines)
	if err != nil {
		return err
	}
	m := p.markAll(r.Text, lines)
	var begun map[string]bool
	body.Paras, begun = m.paras()
	body.Record = p.recordOf(lines, news, begun)
	body.News = news.summary(p, r)
	for i := range body.Record {
		for k := range body.Record[i].Parts {
			body.Lines += len(body.Record[i].Parts[k].Lines)
		}
	}
	body.Marks = p.marksShown()
	return nil
}

// marksShown are the filters: all where the address names none. "none" among its
// values tells that what is not named is not wanted.
func (p *page) marksShown() (out []choice) {
	chosen := p.State.values["show"]
	for _, k := range markKinds {
		out = append(out, choice{k.value, k.label, len(chosen) == 0 || slices.Contains(chosen, k.value)})
	}
	return out
}

// meetLines reads who and what the lines of a report name.
func (p *page) meetLines(x *ledger.ReportLines) error {
	var ids []ledger.ActorID
	for i := range x.Moves {
		m := &x.Moves[i]
		p.moves[m.Key] = &m.Move
		ids = append(ids, m.By...)
	}
	for i := range x.Statements {
		ids = append(ids, x.Statements[i].Sources...)
	}
	for i := range x.Positions {
		ids = append(ids, x.Positions[i].By, x.Positions[i].Actor)
	}
	for i := range x.Deadlines {
		d := &x.Deadlines[i]
		ids = append(ids, d.Deadline.By)
		if d.Evidence != nil {
			ids = append(ids, d.Evidence.By...)
		}
	}
	for i := range x.Shifts {
		ids = append(ids, x.Shifts[i].Actor)
	}
	return p.meet(ids...)
}
