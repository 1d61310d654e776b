package pipeline

import (
	"slices"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/move"
	"github.com/parley-reader/parley/internal/quote"
	"github.com/parley-reader/parley/internal/refer"
)

// who adds statements, actors and mentions. Statements are found first, as
// words; then all that must have an actor, their sources among it, is resolved
// together. A pronoun within a statement ("we say") needs no actor of its own:
// it stands for whom the speaker means, or for nobody that is known.
func (p *Pipeline) who(d *doc.Document, ws *Workspace) {
	found := p.quotes.Find(d.Report.Text, &d.Layout, d.Tags, d.Arcs, ws.states)
	in := &refer.Input{
		Text: d.Report.Text, Layout: &d.Layout, Tags: d.Tags, Arcs: d.Arcs, Names: d.Names,
		Forms: ws.forms, Published: d.Report.Published,
		Statements: make([]refer.Statement, 0, len(found)),
	}
	for i := range found {
		s := &found[i]
		s.Source = antecedent(d, s.Source)
		if !s.Source.Empty() && !(s.Within >= 0 && s.Source.Len() == 1 && d.Tags[s.Source.First].U == doc.UPRON) {
			in.Needs = append(in.Needs, s.Source)
		}
		in.Statements = append(in.Statements, refer.Statement{Source: s.Source, Content: s.Content})
	}
	in.Needs = append(in.Needs, p.moves.Needs(&move.Input{
		Text: d.Report.Text, Layout: &d.Layout, Forms: ws.forms, Tags: d.Tags, Arcs: d.Arcs, Names: d.Names,
	})...)
	d.Actors, d.Mentions = p.refer.Resolve(in)
	d.Statements = make([]doc.Statement, 0, len(found))
	for i := range found {
		d.Statements = append(d.Statements, statement(d, &found[i], i))
	}
	for i := range d.Statements {
		s := &d.Statements[i]
		var outer *doc.Statement
		if s.Within > 0 {
			outer = &d.Statements[s.Within-1]
			if ownWords(d, s) {
				s.Sources, s.Source = outer.Sources, outer.Source
			}
		}
		s.Voice = p.record.Voice(d, s, outer)
		unsourced(s)
	}
}

// antecedent is the noun that a relative pronoun stands for ("Lavrov, who
// said"), the pronoun's own range where the tree does not tell.
func antecedent(d *doc.Document, r doc.Range) doc.Range {
	if r.Len() != 1 {
		return r
	}
	noun := refer.Relative(d.Tags, d.Arcs, r.First)
	if noun < 0 {
		return r
	}
	np := doc.Range{First: noun, End: noun + 1}
	s := d.Sentences[d.SentenceOf(noun)].Tokens
	for np.First > s.First && d.Arcs[np.First-1].Head == int32(noun) && inName(d.Arcs[np.First-1].Rel) {
		np.First--
	}
	for np.End < s.End && d.Arcs[np.End].Head == int32(noun) && d.Arcs[np.End].Rel.Base() == doc.RelFlat {
		np.End++
	}
	return np
}

// inName tells whether what hangs by rel before a noun is part of its phrase.
func inName(rel doc.Rel) bool {
	switch rel.Base() {
	case doc.RelCompound, doc.RelAmod, doc.RelDet, doc.RelNmod, doc.RelFlat, doc.RelNummod:
		return true
	}
	return false
}

// statement gives a saying its actors. Its voice follows when all have theirs.
func statement(d *doc.Document, f *quote.Statement, i int) doc.Statement {
	s := doc.Statement{
		ID: doc.StatementID(i + 1), SourceSpan: f.SourceSpan, Cue: f.CueSpan, Content: f.Content,
		Kind: f.Kind, Mode: f.Mode, Confidence: f.Confidence, Why: f.Why,
	}
	if f.Within >= 0 {
		s.Within = doc.StatementID(f.Within + 1)
	}
	if !f.Source.Empty() {
		s.Sources = refer.ActorsIn(d.Mentions, f.Source)
	}
	byName(d, f, &s)
	byOwner(d, f, &s)
	if len(s.Sources) > 0 {
		s.Source = s.Sources[0]
	}
	if !f.To.Empty() {
		for _, id := range refer.ActorsIn(d.Mentions, f.To) {
			if a := d.Actors[id-1]; !a.Unnamed && a.Kind != doc.Place && !slices.Contains(s.Sources, id) {
				s.To = append(s.To, id)
			}
		}
	}
	return s
}

// unsourced says of a statement that the report gives nobody for it; then it is
// nobody's own.
func unsourced(s *doc.Statement) {
	if s.Source != 0 || !s.SourceSpan.Empty() {
		return
	}
	s.Why += "; no source: the report tells of none"
	if s.Voice == doc.Own || s.Voice == doc.Narrated {
		s.Voice = doc.UnnamedSource
	}
}

// byName gives a statement to the person whose name its source's words hold,
// where no actor was found for them but one that is only described: of "retired
// agent and specialist Ana Keller", her. Who stands after a preposition or owns
// something ("a spokesman for Keller", "Keller’s lawyers") is somebody else.
func byName(d *doc.Document, f *quote.Statement, s *doc.Statement) {
	if f.Source.Empty() || len(s.Sources) > 0 && !d.Actors[s.Sources[0]-1].Unnamed {
		return
	}
	r := f.Source
	at := sort.Search(len(d.Mentions), func(i int) bool { return d.Mentions[i].Tokens.First > r.First })
	for ; at < len(d.Mentions) && d.Mentions[at].Tokens.First < r.End; at++ {
		m := &d.Mentions[at]
		a := &d.Actors[m.Actor-1]
		if a.Unnamed || a.Kind != doc.Person || m.Tokens.End > r.End || d.Tags[m.Head].U != doc.UPROPN {
			continue
		}
		if before := m.Tokens.First - 1; before >= r.First {
			switch d.Tags[before].U {
			case doc.UNOUN, doc.UPROPN, doc.UADJ:
			default:
				if d.Form(d.Report.Text, before) != ")" {
					continue
				}
			}
		}
		if m.Tokens.End < len(d.Tags) && d.Tags[m.Tokens.End].X == doc.PPOS || m.Tokens.End < r.End && d.Tags[m.Tokens.End].U == doc.UNOUN {
			continue
		}
		s.Sources, s.Why = []doc.ActorID{m.Actor}, s.Why+"; source: the person whom its words name"
		return
	}
}

// byOwner gives what was put out for somebody ("a tweet by X"), or was said by
// one who is named after what he is ("a spokesman, X,"), to him, where the words
// for the source name nobody themselves.
func byOwner(d *doc.Document, f *quote.Statement, s *doc.Statement) {
	if f.Owner.Empty() {
		return
	}
	known := len(s.Sources) > 0 && !d.Actors[s.Sources[0]-1].Unnamed
	var named []doc.ActorID
	for _, id := range refer.ActorsIn(d.Mentions, f.Owner) {
		if a := &d.Actors[id-1]; !a.Unnamed && a.Kind != doc.Place {
			named = append(named, id)
		}
	}
	if known && (len(named) <= len(s.Sources) || !slices.Contains(named, s.Sources[0])) {
		return // "a statement by A and B" has both
	}
	if len(named) > 0 {
		s.Sources, s.Why = named, s.Why+"; source: named beside the words for it"
	}
}

// ownWords tells whether a statement within another is its speaker's own ("we
// say"), where nothing nearer is known of who that is.
func ownWords(d *doc.Document, s *doc.Statement) bool {
	switch strings.ToLower(s.SourceSpan.In(d.Report.Text)) {
	case "i", "we":
		return s.Source == 0 || d.Actors[s.Source-1].Unnamed
	}
	return false
}
