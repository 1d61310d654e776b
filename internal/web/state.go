package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// state is what an address asks for beside its page: the bounds that all pages
// share. All of it stands in the address, so that a page can be kept and passed on.
type state struct {
	AsOf         string // a day; "" for now
	Since, Until string
	Dossier      string // the name of one; "-" for none where there are some
	Actors       []string
	Proposal     string
	All          bool // lines below the usual confidence too
	Limit        int

	values  url.Values
	dossier *ledger.Dossier
	asOf    time.Time
	least   float64
}

// kept are the parameters that links carry from page to page.
var kept = [...]string{"as-of", "since", "until", "dossier", "all"}

const maxLimit = 1000

func (s *Site) noState() state { return state{values: url.Values{}, least: s.o.Least} }

// state reads the bounds of a request. Parameters that it does not know are left
// to the page.
func (s *Site) state(r *http.Request) (state, error) {
	st := s.noState()
	var err error
	if st.values, err = url.ParseQuery(r.URL.RawQuery); err != nil {
		return st, wrong("Follow a link, or write the address again.", "The address cannot be read.")
	}
	v := st.values
	st.AsOf, st.Since, st.Until, st.Dossier = v.Get("as-of"), v.Get("since"), v.Get("until"), v.Get("dossier")
	st.Proposal, st.All = v.Get("proposal"), v.Get("all") == "1"
	for _, a := range v["actor"] {
		if a != "" {
			st.Actors = append(st.Actors, a)
		}
	}
	for _, d := range []struct{ name, day string }{{"as of", st.AsOf}, {"since", st.Since}, {"until", st.Until}} {
		if t, err := time.Parse(time.DateOnly, d.day); d.day != "" && err != nil {
			return st, wrong("Write the day as 2025-08-20.", "%q is no day (%s).", d.day, d.name)
		} else if d.name == "as of" && d.day != "" {
			st.asOf = t.Add(24*time.Hour - time.Millisecond)
		}
	}
	if n := v.Get("limit"); n != "" {
		if st.Limit, err = strconv.Atoi(n); err != nil || st.Limit < 1 || st.Limit > maxLimit {
			return st, wrong("Give a number from 1 to 1000.", "%q lines cannot be shown.", n)
		}
	}
	if st.All {
		st.least = 0
	}
	st.dossier, err = s.dossierOf(st.Dossier)
	return st, err
}

// dossierOf is the dossier of a name: the first where none is named.
func (s *Site) dossierOf(name string) (*ledger.Dossier, error) {
	switch {
	case name == "-" || name == "" && len(s.o.Dossiers) == 0:
		return nil, nil
	case name == "":
		return s.o.Dossiers[0], nil
	}
	for _, d := range s.o.Dossiers {
		if d.Name == name {
			return d, nil
		}
	}
	return nil, &fault{http.StatusNotFound, "No dossier is named \"" + name + "\".", "Choose one of the list, or all reports."}
}

// ask is the question of a state.
func (st *state) ask() ledger.Ask {
	return ledger.Ask{
		AsOf: st.asOf, Since: ledger.Day(st.Since), Until: ledger.Day(st.Until), Actors: st.Actors, Proposal: st.Proposal,
		Dossier: st.dossier, Least: st.least, Limit: st.Limit,
	}
}

// URL is the address of a page with the bounds of this one, with pairs of a
// parameter and its value in their place; an empty value takes one away.
func (st *state) URL(path string, pairs ...string) string {
	v := url.Values{}
	for _, k := range kept {
		if x := st.values.Get(k); x != "" {
			v.Set(k, x)
		}
	}
	return address(path, v, pairs)
}

// address is a path with parameters, with pairs of a parameter and its value in the
// place of theirs: an empty value takes one away, "#" sets the fragment. It changes v.
func address(path string, v url.Values, pairs []string) string {
	fragment := ""
	for i := 0; i+1 < len(pairs); i += 2 {
		switch {
		case pairs[i] == "#":
			fragment = pairs[i+1]
		case pairs[i+1] == "":
			v.Del(pairs[i])
		default:
			v.Set(pairs[i], pairs[i+1])
		}
	}
	u := url.URL{Path: path, RawQuery: v.Encode(), Fragment: fragment}
	return u.String()
}
