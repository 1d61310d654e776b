package web

import (
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// conflictsPage is what reports tell differently, by kind.
type conflictsPage struct {
	Kinds  []kindLink
	Groups []conflictGroup
	Looked string
	More   string
}

type conflictGroup struct {
	Title, Note string
	Cases       []conflictCase
}

type conflictCase struct {
	Why   string
	Sides []conflictSide // one where a sentence tells both
}

// conflictSide is one of the two lines.
type conflictSide struct {
	Who, WhoURL string
	MarkWho     bool
	Words       []marked
	Pieces      []piece // of a report that changed: its words with what differs marked
	Differ      string  // the number, the day, the speaker, where the words do not show it
	Day         string
	Source      source
	Key         string
}

// conflictKinds are the groups, in order.
var conflictKinds = [...]struct {
	kind        ledger.ConflictKind
	title, note string
}{
	{ledger.ClaimDenied, "Claimed and denied", "A claim, and a denial of it."},
	{ledger.NumbersDiffer, "Other numbers", "The same thing in other numbers."},
	{ledger.DatesDiffer, "Other days", "The same thing on other days."},
	{ledger.OtherSpeaker, "Another speaker", "The same words in another mouth."},
	{ledger.StancesOpposed, "Opposed stances", "Two reports tell opposed stances of one voice on one day."},
	{ledger.ReportChanged, "Changed since", "A report that says another thing since it came out."},
}

func (s *Site) conflicts(p *page) error {
	if done, err := p.slid(); done || err != nil {
		return err
	}
	p.Carry = []string{"kind"}
	if err := p.bounded(); err != nil {
		return err
	}
	list, err := s.l.Conflicts(p.r.Context(), p.ask())
	if err != nil {
		return err
	}
	body := &conflictsPage{More: p.moreThan(len(list), listMost)}
	kind := ledger.ConflictKind(p.State.values.Get("kind"))
	n := map[ledger.ConflictKind]int{}
	for i := range list {
		n[list[i].Kind]++
	}
	body.Kinds = []kindLink{{"all", p.sameWith("kind", ""), len(list), kind == ""}}
	known := kind == ""
	for _, k := range conflictKinds {
		known = known || k.kind == kind
		if n[k.kind] > 0 || k.kind == kind {
			body.Kinds = append(body.Kinds, kindLink{strings.ToLower(k.title), p.sameWith("kind", string(k.kind)), n[k.kind], k.kind == kind})
		}
	}
	if !known {
		return wrong("Choose one of the kinds on the page “Conflicts”.", "No kind of conflict is called %q.", brief.Clip(brief.Clean(string(kind)), 40))
	}
	var ids []ledger.ActorID
	for i := range list {
		ids = append(append(ids, list[i].A.Actors...), list[i].B.Actors...)
	}
	if err := p.meet(ids...); err != nil {
		return err
	}
	for _, k := range conflictKinds {
		g := conflictGroup{Title: k.title, Note: k.note}
		for i := range list {
			if list[i].Kind == k.kind && (kind == "" || kind == k.kind) {
				g.Cases = append(g.Cases, p.conflictCase(&list[i]))
			}
		}
		if len(g.Cases) > 0 {
			body.Groups = append(body.Groups, g)
		}
	}
	if len(body.Groups) == 0 {
		if body.Looked, err = p.lookedThrough(); err != nil {
			return err
		}
	}
	return p.show("conflicts", "Conflicts", body)
}

func (p *page) conflictCase(x *ledger.Conflict) conflictCase {
	why := brief.Clean(x.Why)
	c := conflictCase{Why: strings.ToUpper(why[:min(1, len(why))]) + why[min(1, len(why)):]}
	c.Sides = append(c.Sides, p.conflictSide(x, &x.A))
	if x.A.Words != x.B.Words || x.A.Source.Key != x.B.Source.Key {
		c.Sides = append(c.Sides, p.conflictSide(x, &x.B))
	}
	if x.Kind == ledger.ReportChanged && len(c.Sides) == 2 && x.A.Words != "" && x.B.Words != "" {
		c.Why = c.Sides[0].Source.Outlet + " says this in other words since"
		c.Sides[0].Pieces, c.Sides[1].Pieces = sides(wordDiff(wording.Sentence(x.A.Words), wording.Sentence(x.B.Words)))
	}
	return c
}

func (p *page) conflictSide(x *ledger.Conflict, s *ledger.ConflictSide) conflictSide {
	out := conflictSide{Day: dayText(s.Said), Source: p.source(&s.Source, &ledger.Line{Key: s.Key}), Key: s.Key}
	if x.Kind == ledger.ReportChanged && placeless(s.Key) {
		out.Source.URL = p.URL("/report/" + s.Source.Key)
	}
	out.Who = p.called(s.Actors)
	if len(s.Actors) == 1 {
		out.Who, out.WhoURL = p.who(s.Actors[0])
	}
	differ := brief.Clean(s.Differ)
	text := wording.Sentence(s.Words)
	if x.Kind == ledger.OtherSpeaker && !strings.Contains(text, "“") {
		text = "“" + text + "”" // what is compared stands in quotation marks
	}
	out.Words = markWords(brief.Clip(text, 2*wording.Longest), differ)
	shown := len(out.Words) > 1 || len(out.Words) == 1 && out.Words[0].Mark
	out.MarkWho = x.Kind == ledger.OtherSpeaker
	if differ != "" && differ != out.Who && !shown {
		out.Differ = differ
	}
	return out
}

// placeless tells whether a key names a report and no line of it.
func placeless(key string) bool { return anchor(key) == "" }

// markWords marks words in a text wherever they stand.
func markWords(text, words string) (out []marked) {
	list := strings.Fields(words)
	from := 0
	for at := 0; len(list) > 0; {
		span := locate(text, doc.Span{Start: at, End: len(text)}, words, at)
		if span.Empty() {
			break
		}
		if apartFrom(text, span) {
			if span.Start > from {
				out = append(out, marked{text[from:span.Start], false})
			}
			out = append(out, marked{span.In(text), true})
			from = span.End
		}
		at = span.End
	}
	if from < len(text) {
		out = append(out, marked{text[from:], false})
	}
	return out
}

// apartFrom tells whether a stretch is no part of a longer word or number.
func apartFrom(text string, s doc.Span) bool {
	letter := func(b byte) bool {
		return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
	}
	if s.Start > 0 && letter(text[s.Start-1]) && letter(text[s.Start]) && text[s.Start-1] < 0x80 {
		return false
	}
	return s.End == len(text) || !letter(text[s.End]) || !letter(text[s.End-1]) || text[s.End] >= 0x80
}
