package web

// home leads to the table; of a ledger that is empty, it is the box that fills it.
func (s *Site) home(p *page) error {
	n, err := s.span(p.r.Context())
	if err != nil {
		return err
	}
	if n.reports > 0 {
		return p.goTo(p.URL("/table"))
	}
	if p.May("add") {
		return s.add(p)
	}
	return p.show("home", "What is on the table?", nil)
}
