package server

import (
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/parley-reader/parley/internal/watch"
	"github.com/parley-reader/parley/ledger"
)

// feedPath is where the feed lies.
const feedPath = "/feed.atom"

// feedEntries is how many alerts a feed holds, the latest; a reader of feeds
// remembers the others.
const feedEntries = 100

// The parts of an Atom feed (RFC 4287).
type (
	atomFeed struct {
		XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
		ID      string      `xml:"id"`
		Title   string      `xml:"title"`
		Updated string      `xml:"updated"`
		Links   []atomLink  `xml:"link"`
		Author  atomAuthor  `xml:"author"`
		Entries []atomEntry `xml:"entry"`
	}
	atomLink struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	}
	atomAuthor struct {
		Name string `xml:"name"`
	}
	atomEntry struct {
		ID       string       `xml:"id"`
		Title    string       `xml:"title"`
		Updated  string       `xml:"updated"`
		Link     atomLink     `xml:"link"`
		Category atomCategory `xml:"category"`
		Content  atomText     `xml:"content"`
	}
	atomCategory struct {
		Term string `xml:"term,attr"`
	}
	atomText struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// feed gives the alerts of the ledger, the latest first, bounded as a page is by
// the parameters actor, dossier, proposal, since, until, as-of, all; kind bounds it
// to kinds of alert.
func (w *world) feed(rw http.ResponseWriter, r *http.Request) {
	s := w.server
	ask, err := s.feedBounds(r.URL.Query())
	if err != nil {
		s.refuse(rw, r, http.StatusBadRequest, "This feed cannot be made: "+err.Error()+".", "Change the address.")
		return
	}
	all, err := watch.Find(r.Context(), w.ledger, ask, s.o.Now())
	var unknown *ledger.UnknownActor
	var many *ledger.AmbiguousActor
	var proposal *ledger.UnknownProposal
	switch {
	case errors.As(err, &unknown), errors.As(err, &many), errors.As(err, &proposal):
		s.refuse(rw, r, http.StatusNotFound, "There is no such feed: "+err.Error()+".", "Change the address.")
		return
	case errors.Is(err, ledger.ErrGone) || errors.Is(err, ledger.ErrLocked):
		s.away(rw, r, err)
		return
	case err != nil:
		s.broken(rw, r, err)
		return
	}
	if kinds := r.URL.Query()["kind"]; len(kinds) > 0 {
		all = slices.DeleteFunc(all, func(a watch.Alert) bool { return !slices.Contains(kinds, string(a.Kind)) })
	}
	slices.Reverse(all)
	b, err := xml.MarshalIndent(s.atom(r, all[:min(len(all), feedEntries)]), "", " ")
	if err != nil {
		s.broken(rw, r, err)
		return
	}
	rw.Header().Set("Content-Type", "application/atom+xml; charset=utf-8")
	rw.Header().Set("Content-Security-Policy", "default-src 'none'")
	_, _ = rw.Write(append([]byte(xml.Header), b...)) // whoever is gone needs no answer
}

// feedBounds reads the bounds of a feed.
func (s *Server) feedBounds(v url.Values) (ledger.Ask, error) {
	ask := ledger.Ask{Since: ledger.Day(v.Get("since")), Until: ledger.Day(v.Get("until")), Actors: v["actor"], Proposal: v.Get("proposal"), Least: s.o.Least}
	if v.Get("all") == "1" {
		ask.Least = 0
	}
	for _, name := range []string{"since", "until", "as-of"} {
		d := v.Get(name)
		t, err := time.Parse(time.DateOnly, d)
		if d != "" && err != nil {
			return ask, fmt.Errorf("%s %q is no day", name, d)
		}
		if name == "as-of" && d != "" {
			ask.AsOf = t.Add(24*time.Hour - time.Millisecond)
		}
	}
	for _, k := range v["kind"] {
		if !slices.Contains(watch.Kinds(), watch.Kind(k)) {
			return ask, fmt.Errorf("%q is no kind of alert", k)
		}
	}
	switch name := v.Get("dossier"); {
	case name == "-" || name == "" && len(s.o.Dossiers) == 0:
	case name == "":
		ask.Dossier = s.o.Dossiers[0]
	default:
		i := slices.IndexFunc(s.o.Dossiers, func(d *ledger.Dossier) bool { return d.Name == name })
		if i < 0 {
			return ask, fmt.Errorf("no dossier is named %q", name)
		}
		ask.Dossier = s.o.Dossiers[i]
	}
	return ask, nil
}

// atom makes a feed of alerts.
func (s *Server) atom(r *http.Request, alerts []watch.Alert) *atomFeed {
	root := url.URL{Scheme: "http", Host: r.Host}
	if s.encrypted(r) {
		root.Scheme = "https"
	}
	self := root
	self.Path, self.RawQuery = r.URL.Path, r.URL.RawQuery
	f := &atomFeed{ID: self.String(), Title: "parley", Author: atomAuthor{"parley"}, Links: []atomLink{{"self", self.String()}, {"alternate", root.String() + "/"}}}
	latest := time.Time{}
	for i := range alerts {
		a := &alerts[i]
		to := root
		to.Path = "/report/" + a.Report.Key
		text := "“" + a.Words + "”"
		if a.Against != "" {
			text += " — against: “" + a.Against + "”"
		}
		text += " — " + cmp.Or(a.Report.Outlet, a.Report.Title, a.Report.Key)
		if a.Report.Published != "" {
			text += ", " + string(a.Report.Published)
		}
		if a.Report.Paragraph > 0 {
			text += ", ¶" + strconv.Itoa(a.Report.Paragraph)
		}
		at := told(a)
		if at.After(latest) {
			latest = at
		}
		f.Entries = append(f.Entries, atomEntry{
			ID: "urn:parley:" + a.ID, Title: string(a.Day) + " " + a.Title, Updated: at.UTC().Format(time.RFC3339), Link: atomLink{"alternate", to.String()},
			Category: atomCategory{string(a.Kind)}, Content: atomText{"text", text},
		})
	}
	f.Updated = latest.UTC().Format(time.RFC3339)
	return f
}

// told is when an alert could be told first.
func told(a *watch.Alert) time.Time {
	if a.Kind != watch.Deadline {
		return a.Learned
	}
	if t, err := time.Parse(time.DateOnly, string(a.Day)); err == nil && t.After(a.Learned) {
		return t
	}
	return a.Learned
}
