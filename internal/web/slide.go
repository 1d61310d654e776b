package web

import (
	"strconv"
	"time"
)

// slide is the slider of days: it sends the number of a day, which the site turns
// into "as of" and an address that can be kept.
type slide struct {
	First, Last string // days of publication of the ledger
	Days        int    // from First to Last
	At          int    // the day that is shown
}

// slide is the slider over the reports of the ledger, bounded by the dossier; nil
// where there is no span to slide over.
func (p *page) slide() (*slide, error) {
	c, err := p.site.span(p.r.Context())
	if err != nil {
		return nil, err
	}
	first, last := string(c.first), string(c.last)
	if d := p.State.dossier; d != nil {
		first = max(first, string(d.From))
		if d.To != "" {
			last = min(last, string(d.To))
		}
	}
	from, err1 := time.Parse(time.DateOnly, first)
	to, err2 := time.Parse(time.DateOnly, last)
	if err1 != nil || err2 != nil || !from.Before(to) {
		return nil, nil
	}
	s := &slide{First: first, Last: last, Days: int(to.Sub(from).Hours() / 24)}
	s.At = s.Days
	if t, err := time.Parse(time.DateOnly, p.State.AsOf); err == nil {
		s.At = min(max(int(t.Sub(from).Hours()/24), 0), s.Days)
	}
	return s, nil
}

// slid answers a request that the slider sent, with the address of its day.
func (p *page) slid() (bool, error) {
	n := p.State.values.Get("day")
	if n == "" {
		return false, nil
	}
	s, err := p.slide()
	if err != nil {
		return false, err
	}
	at, err := strconv.Atoi(n)
	if err != nil || s == nil || at < 0 || at > s.Days {
		return false, wrong("Move the slider, or give a date.", "The slider has no such day.")
	}
	from, _ := time.Parse(time.DateOnly, s.First)
	day := from.AddDate(0, 0, at).Format(time.DateOnly)
	p.State.values.Del("day")
	p.State.values.Set("as-of", day)
	u := *p.r.URL
	u.RawQuery = p.State.values.Encode()
	return true, p.goTo(u.RequestURI())
}
