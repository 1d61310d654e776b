package web

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// recordGroup is one section of the record of a report.
type recordGroup struct {
	Title string
	Parts []recordPart
}

// recordPart is the lines of one proposal, or all of a section.
type recordPart struct {
	Title, URL string
	Lines      []recordLine
}

// recordLine is one line of the record beside the text.
type recordLine struct {
	passage
	Ref   string // of its words in the text
	Para  int
	Found bool // its words are marked in the text
	Way   string
	Tags  []tag
}

// tag is a short note at a line.
type tag struct{ Text, Class, URL, Title string }

// recordOf lists the lines of a report, as a brief has them: positions by what they
// are on, what is due, shifts, the other moves, who said what.
func (p *page) recordOf(x *ledger.ReportLines, news *newsOf, begun map[string]bool) []recordGroup {
	b := &recordBuilder{p: p, news: news, begun: begun}
	groups := []recordGroup{
		{"On the table", b.positions(x)}, {"Due", b.due(x)}, {"Shifts told", b.shifts(x)}, {"Other moves", b.moves(x)}, {"Who said what", b.sayings(x)},
	}
	return slices.DeleteFunc(groups, func(g recordGroup) bool { return len(g.Parts) == 0 })
}

type recordBuilder struct {
	p     *page
	news  *newsOf
	begun map[string]bool
}

// line is a line of the ledger in the record; move is the key of the move that it
// rests on.
func (b *recordBuilder) line(l *ledger.Line, move string, x passage) recordLine {
	ref := anchor(l.Key)
	return recordLine{passage: x, Ref: ref, Para: l.Paragraph, Found: b.begun[ref], Tags: b.news.tags(b.p, l, move)}
}

func one(lines []recordLine) []recordPart {
	if len(lines) == 0 {
		return nil
	}
	return []recordPart{{Lines: lines}}
}

func (b *recordBuilder) positions(x *ledger.ReportLines) (out []recordPart) {
	at := map[string]int{}
	for i := range x.Positions {
		s := x.Positions[i]
		title := wording.Title(s.Label)
		for k := range x.Options {
			if o := &x.Options[k]; s.Option != 0 && o.ID == s.Option {
				title += " – " + o.Kind.String() + ": " + wording.QuoteMarks(brief.Clean(o.Value))
			}
		}
		n, ok := at[title]
		if !ok {
			n = len(out)
			at[title] = n
			out = append(out, recordPart{Title: title})
		}
		s.Label = ""
		l := b.line(&s.Line, s.Move, b.p.standing(&s))
		if party, _ := b.p.who(s.Actor); party != "" && party != l.Who {
			l.Who = party + " (" + l.Who + ")"
		}
		out[n].Lines = append(out[n].Lines, l)
	}
	return out
}

func (b *recordBuilder) due(x *ledger.ReportLines) []recordPart {
	var out []recordLine
	for i := range x.Deadlines {
		d := &x.Deadlines[i]
		l := b.line(&d.Line, d.Move, b.p.dueWords(d))
		l.Day = ""
		l.Tags = append([]tag{{Text: string(d.State), Class: "state " + string(d.State)}, {Text: dayText(ledger.Said{From: d.From, To: d.To})}}, l.Tags...)
		out = append(out, l)
	}
	return one(out)
}

func (b *recordBuilder) shifts(x *ledger.ReportLines) []recordPart {
	var out []recordLine
	for i := range x.Shifts {
		s := &x.Shifts[i]
		l := b.line(&s.Line, "", b.p.line(&s.Line, &ledger.Source{}, 0, ""))
		l.Who, l.WhoURL = b.p.who(s.Actor)
		out = append(out, l)
	}
	return one(out)
}

// moves are those that no position and no deadline shows.
func (b *recordBuilder) moves(x *ledger.ReportLines) []recordPart {
	shown := map[string]bool{}
	for i := range x.Positions {
		shown[x.Positions[i].Move] = true
	}
	for i := range x.Deadlines {
		shown[x.Deadlines[i].Move] = true
	}
	var out []recordLine
	for i := range x.Moves {
		m := &x.Moves[i]
		if shown[m.Key] {
			continue
		}
		l := b.line(&m.Line, m.Key, b.p.acting(m))
		l.Way = brief.Sense(m.Act)
		if m.Commitment {
			l.Tags = append(l.Tags, tag{Text: "commitment"})
		}
		out = append(out, l)
	}
	return one(out)
}

func (b *recordBuilder) sayings(x *ledger.ReportLines) []recordPart {
	var out []recordLine
	for i := range x.Statements {
		s := &x.Statements[i]
		out = append(out, b.line(&s.Line, "", b.p.saying(s)))
	}
	return one(out)
}

// dueWords is a deadline as a passage: what is due, and the report's words for when.
func (p *page) dueWords(d *ledger.DueLine) passage {
	what := wording.Phrase(brief.Clean(d.Words), "", brief.Clean(d.What), 0)
	if !wording.Fit(what) {
		what = ""
	}
	if phrase := wording.QuoteMarks(brief.Clean(d.Phrase)); what != "" && phrase != "" && !containsFold(what, phrase) {
		what += " – " + phrase
	}
	out := p.line(&d.Line, &d.Source, 0, brief.Clip(what, wording.Longest))
	out.Who, out.WhoURL = p.who(d.Deadline.By)
	out.Others = len(d.Sources)
	return out
}

// containsFold tells whether a text holds the words of another, in whatever case.
func containsFold(s, part string) bool {
	return strings.Contains(" "+ledger.FoldName(s)+" ", " "+ledger.FoldName(part)+" ")
}
