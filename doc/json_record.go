package doc

import "strconv"

// What each kind of record writes between its braces.

func (w *writer) report(d *Document) {
	r := &d.Report
	w.open('{')
	w.str("id", r.ID)
	w.opt("name", r.Name)
	w.str("url", r.URL)
	w.str("outlet", r.Outlet)
	w.str("title", r.Title)
	w.opt("author", r.Author)
	w.str("published", day(r.Published))
	w.opt("dateFrom", r.DateFrom)
	w.key("words")
	w.b = strconv.AppendInt(w.b, int64(d.Words()), 10)
	each(w, "paragraphs", d.Paragraphs, (*writer).paragraph)
	w.str("text", r.Text)
	w.close('}')
}

func (w *writer) paragraph(p *Paragraph) {
	w.key("span")
	w.pair(p.Span)
	w.str("kind", p.Kind.String())
}

func (w *writer) actor(a *Actor) {
	w.id("id", 'a', int(a.ID))
	w.str("name", a.Name)
	w.opt("kind", a.Kind.String())
	w.opt("country", a.Country)
	w.opt("role", a.Role)
	w.id("party", 'a', int(a.Party))
	w.yes("unnamed", a.Unnamed)
	w.spans("mentions", a.Mentions)
	w.spans("names", a.Names)
	w.opt("entry", a.Entry)
}

func (w *writer) statement(s *Statement) {
	w.id("id", 's', int(s.ID))
	w.id("source", 'a', int(s.Source))
	w.actors("sources", s.Sources)
	w.span("sourceSpan", s.SourceSpan)
	w.span("cue", s.Cue)
	w.spans("content", s.Content)
	w.opt("kind", s.Kind.String())
	w.opt("mode", s.Mode.String())
	w.opt("voice", s.Voice.String())
	w.actors("to", s.To)
	w.opt("when", string(s.When))
	w.id("within", 's', int(s.Within))
	w.confidence(s.Confidence)
	w.opt("why", s.Why)
}

func (w *writer) move(m *Move) {
	w.id("id", 'm', int(m.ID))
	w.opt("act", m.Act.String())
	w.actors("by", m.By)
	w.actors("via", m.Via)
	w.actors("to", m.To)
	w.span("what", m.What)
	w.spans("if", m.If)
	each(w, "conditions", m.Conditions, (*writer).condition)
	w.id("denies", 'm', int(m.Denies))
	w.opt("when", string(m.When))
	w.opt("status", m.Status.String())
	w.opt("voice", m.Voice.String())
	w.plover(&m.Plover)
	w.span("cue", m.Cue)
	w.span("evidence", m.Evidence)
	w.id("statement", 's', int(m.Statement))
	w.confidence(m.Confidence)
	w.opt("why", m.Why)
}

func (w *writer) condition(c *Condition) {
	w.span("span", c.Span)
	w.key("necessary")
	w.b = strconv.AppendBool(w.b, c.Necessary)
	if c.Sufficient {
		w.key("sufficient")
		w.b = strconv.AppendBool(w.b, true)
	}
	w.actors("by", c.By)
	w.opt("status", c.Status.String())
}

// plover writes the code of a move that is an event, else nothing.
func (w *writer) plover(p *Plover) {
	if p.Event == "" {
		return
	}
	w.key("plover")
	w.open('{')
	w.str("event", p.Event)
	w.opt("mode", p.Mode)
	w.key("context")
	w.open('[')
	for _, c := range p.Context {
		w.comma()
		w.quote(c)
	}
	w.close(']')
	w.close('}')
}

func (w *writer) time(t *Time) {
	w.span("span", t.Span)
	w.opt("type", t.Type.String())
	w.opt("value", t.Value)
	w.opt("from", t.From)
	w.opt("to", t.To)
	w.yes("vague", t.Vague)
	w.opt("why", t.Why)
}

func (w *writer) proposal(p *Proposal) {
	w.id("id", 'p', p.ID)
	w.opt("kind", p.Kind.String())
	w.str("label", p.Label)
	w.actors("participants", p.Participants)
	w.spans("spans", p.Spans)
	each(w, "options", p.Options, (*writer).option)
	each(w, "positions", p.Positions, (*writer).position)
}

func (w *writer) option(o *Option) {
	w.opt("kind", o.Kind.String())
	w.str("value", o.Value)
	w.span("span", o.Span)
	w.id("move", 'm', int(o.Move))
	w.yes("dropped", o.Dropped)
	each(w, "positions", o.Positions, (*writer).position)
}

func (w *writer) position(p *Position) {
	w.id("actor", 'a', int(p.Actor))
	w.id("by", 'a', int(p.By))
	w.opt("stance", p.Stance.String())
	w.opt("voice", p.Voice.String())
	w.id("move", 'm', int(p.Move))
	w.confidence(p.Confidence)
}

func (w *writer) shift(s *Shift) {
	w.id("actor", 'a', int(s.Actor))
	w.span("from", s.From)
	w.span("to", s.To)
	w.span("evidence", s.Evidence)
	w.span("cue", s.Cue)
	w.opt("why", s.Why)
}

func (w *writer) commitment(c *Commitment) {
	w.id("move", 'm', int(c.Move))
	w.actors("by", c.By)
	w.opt("status", c.Status.String())
}

func (w *writer) deadline(d *Deadline) {
	w.id("by", 'a', int(d.By))
	w.span("what", d.What)
	w.opt("from", d.From)
	w.opt("to", d.To)
	w.span("phrase", d.Phrase)
	w.id("move", 'm', int(d.Move))
	w.confidence(d.Confidence)
	w.opt("why", d.Why)
}
