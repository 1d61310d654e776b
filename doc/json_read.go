package doc

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"
)

// MarshalText writes "a1".
func (id ActorID) MarshalText() ([]byte, error) {
	return strconv.AppendInt([]byte("a"), int64(id), 10), nil
}

// UnmarshalText reads "a1".
func (id *ActorID) UnmarshalText(b []byte) error {
	n, err := readID('a', b)
	*id = ActorID(n)
	return err
}

// MarshalText writes "s1".
func (id StatementID) MarshalText() ([]byte, error) {
	return strconv.AppendInt([]byte("s"), int64(id), 10), nil
}

// UnmarshalText reads "s1".
func (id *StatementID) UnmarshalText(b []byte) error {
	n, err := readID('s', b)
	*id = StatementID(n)
	return err
}

// MarshalText writes "m1".
func (id MoveID) MarshalText() ([]byte, error) {
	return strconv.AppendInt([]byte("m"), int64(id), 10), nil
}

// UnmarshalText reads "m1".
func (id *MoveID) UnmarshalText(b []byte) error {
	n, err := readID('m', b)
	*id = MoveID(n)
	return err
}

type proposalID int

func (id *proposalID) UnmarshalText(b []byte) error {
	n, err := readID('p', b)
	*id = proposalID(n)
	return err
}

func readID(prefix byte, b []byte) (int, error) {
	if len(b) > 1 && b[0] == prefix && b[1] != '+' && b[1] != '-' {
		if n, err := strconv.Atoi(string(b[1:])); err == nil && n > 0 {
			return n, nil
		}
	}
	return 0, fmt.Errorf("%q is no identifier of the form \"%c1\"", b, prefix)
}

// wire is what is read: field names match without regard to case, so the
// types of the record are their own wire form but where they differ here.
type wire struct {
	Schema      string
	Error       *Failure
	Report      *wireReport
	Actors      []Actor
	Statements  []Statement
	Moves       []Move
	Times       []Time
	Proposals   []wireProposal
	Shifts      []Shift
	Commitments []Commitment
	Deadlines   []Deadline
	Notes       []string
}

type wireReport struct {
	ID, Name, URL, Outlet, Title, Author, Published, DateFrom, Text string
	Paragraphs                                                      []struct {
		Span Span
		Kind ParagraphKind
	}
}

type wireProposal struct {
	Proposal
	ID proposalID
}

// UnmarshalJSON reads the form that MarshalJSON writes. Fields that it does not
// know are passed over, since the schema grows. It fails on another schema, on
// a span outside the text or inside a character, and on an identifier that
// nothing has; the error says where. For the line of an input that could not
// be read the error is its [*Failure]. d is unchanged on failure.
func (d *Document) UnmarshalJSON(b []byte) error {
	var w wire
	if err := json.Unmarshal(b, &w); err != nil {
		return fmt.Errorf("reading a record: %w", err)
	}
	switch {
	case w.Schema != Schema:
		return fmt.Errorf("reading a record: its schema is %q, this reads %q", w.Schema, Schema)
	case w.Error != nil:
		return w.Error
	case w.Report == nil:
		return errors.New(`reading a record: it has no "report"`)
	}
	var err error
	out := Document{
		Actors: w.Actors, Statements: w.Statements, Moves: w.Moves, Times: w.Times, Shifts: w.Shifts,
		Commitments: w.Commitments, Deadlines: w.Deadlines, Notes: w.Notes,
	}
	if out.Report, err = w.Report.report(); err != nil {
		return err
	}
	for _, p := range w.Report.Paragraphs {
		out.Paragraphs = append(out.Paragraphs, Paragraph{Span: p.Span, Kind: p.Kind})
	}
	for _, p := range w.Proposals {
		p.Proposal.ID = int(p.ID)
		out.Proposals = append(out.Proposals, p.Proposal)
	}
	c := checker{d: &out}
	c.all()
	if c.err != nil {
		return fmt.Errorf("reading a record: %w", c.err)
	}
	out.dropEmpty()
	*d = out
	return nil
}

func (r *wireReport) report() (Report, error) {
	out := Report{ID: r.ID, Name: r.Name, URL: r.URL, Outlet: r.Outlet, Title: r.Title, Author: r.Author,
		DateFrom: r.DateFrom, Text: r.Text}
	if r.Published != "" {
		t, err := time.Parse(time.DateOnly, r.Published)
		if err != nil {
			return out, fmt.Errorf("reading a record: report.published is %q, not a day like 2025-08-20", r.Published)
		}
		out.Published = t
	}
	return out, nil
}

// dropEmpty makes lists without members nil, as a reader leaves them, so that
// what was written and read again is the same.
func (d *Document) dropEmpty() {
	trim(&d.Actors)
	trim(&d.Statements)
	trim(&d.Moves)
	trim(&d.Times)
	trim(&d.Shifts)
	trim(&d.Commitments)
	trim(&d.Deadlines)
	trim(&d.Notes)
	for i := range d.Actors {
		trim(&d.Actors[i].Mentions)
		trim(&d.Actors[i].Names)
	}
	for i := range d.Statements {
		trim(&d.Statements[i].Sources)
		trim(&d.Statements[i].Content)
		trim(&d.Statements[i].To)
	}
	for i := range d.Moves {
		d.Moves[i].dropEmpty()
	}
	for i := range d.Commitments {
		trim(&d.Commitments[i].By)
	}
	for i := range d.Proposals {
		p := &d.Proposals[i]
		trim(&p.Participants)
		trim(&p.Spans)
		trim(&p.Options)
		trim(&p.Positions)
		for j := range p.Options {
			trim(&p.Options[j].Positions)
		}
	}
}

func (m *Move) dropEmpty() {
	trim(&m.By)
	trim(&m.Via)
	trim(&m.To)
	trim(&m.If)
	trim(&m.Conditions)
	trim(&m.Plover.Context)
	for i := range m.Conditions {
		trim(&m.Conditions[i].By)
	}
}

func trim[T any](list *[]T) {
	if len(*list) == 0 {
		*list = nil
	}
}

// checker tells the first thing that is wrong in a record that was read.
type checker struct {
	d   *Document
	err error
}

func (c *checker) fail(format string, args ...any) {
	if c.err == nil {
		c.err = fmt.Errorf(format, args...)
	}
}

func (c *checker) spans(where string, list ...Span) {
	text := c.d.Report.Text
	for _, s := range list {
		switch {
		case s.Start < 0 || s.End < s.Start || s.End > len(text):
			c.fail("%s: the span [%d,%d] is not inside the text of %d bytes", where, s.Start, s.End, len(text))
		case !boundary(text, s.Start) || !boundary(text, s.End):
			c.fail("%s: the span [%d,%d] cuts through a character", where, s.Start, s.End)
		}
	}
}

func boundary(text string, i int) bool { return i == len(text) || utf8.RuneStart(text[i]) }

func (c *checker) ids(where string, list ...ActorID) {
	for _, a := range list {
		if int(a) > len(c.d.Actors) {
			c.fail("%s: there is no actor a%d", where, a)
		}
	}
}

func (c *checker) refs(where string, m MoveID, s StatementID) {
	if int(m) > len(c.d.Moves) {
		c.fail("%s: there is no move m%d", where, m)
	}
	if int(s) > len(c.d.Statements) {
		c.fail("%s: there is no statement s%d", where, s)
	}
}

func (c *checker) order(what string, prefix byte, i, id int) string {
	if id != i+1 {
		c.fail("%s number %d is called %c%d: they are numbered in order", what, i+1, prefix, id)
	}
	return fmt.Sprintf("%s %c%d", what, prefix, id)
}

func (c *checker) all() {
	d := c.d
	for i := range d.Paragraphs {
		c.spans("report.paragraphs", d.Paragraphs[i].Span)
	}
	for i := range d.Actors {
		a := &d.Actors[i]
		at := c.order("actor", 'a', i, int(a.ID))
		c.spans(at, a.Mentions...)
		c.spans(at, a.Names...)
		c.ids(at, a.Party)
	}
	for i := range d.Statements {
		c.statement(i, &d.Statements[i])
	}
	for i := range d.Moves {
		c.move(i, &d.Moves[i])
	}
	for i := range d.Times {
		c.spans("times", d.Times[i].Span)
	}
	for i := range d.Proposals {
		c.proposal(i, &d.Proposals[i])
	}
	for _, s := range d.Shifts {
		c.spans("shifts", s.From, s.To, s.Evidence, s.Cue)
		c.ids("shifts", s.Actor)
	}
	for _, k := range d.Commitments {
		c.refs("commitments", k.Move, 0)
		c.ids("commitments", k.By...)
	}
	for _, k := range d.Deadlines {
		c.spans("deadlines", k.What, k.Phrase)
		c.refs("deadlines", k.Move, 0)
		c.ids("deadlines", k.By)
	}
}

func (c *checker) statement(i int, s *Statement) {
	at := c.order("statement", 's', i, int(s.ID))
	c.spans(at, s.SourceSpan, s.Cue)
	c.spans(at, s.Content...)
	c.ids(at, s.Source)
	c.ids(at, s.Sources...)
	c.ids(at, s.To...)
	c.refs(at, 0, s.Within)
}

func (c *checker) move(i int, m *Move) {
	at := c.order("move", 'm', i, int(m.ID))
	c.spans(at, m.What, m.Cue, m.Evidence)
	c.spans(at, m.If...)
	c.ids(at, m.By...)
	c.ids(at, m.Via...)
	c.ids(at, m.To...)
	c.refs(at, m.Denies, m.Statement)
	for _, k := range m.Conditions {
		c.spans(at, k.Span)
		c.ids(at, k.By...)
	}
}

func (c *checker) proposal(i int, p *Proposal) {
	at := c.order("proposal", 'p', i, p.ID)
	c.spans(at, p.Spans...)
	c.ids(at, p.Participants...)
	c.positions(at, p.Positions)
	for _, o := range p.Options {
		c.spans(at, o.Span)
		c.refs(at, o.Move, 0)
		c.positions(at, o.Positions)
	}
}

func (c *checker) positions(at string, list []Position) {
	for _, p := range list {
		c.ids(at, p.Actor, p.By)
		c.refs(at, p.Move, 0)
	}
}
