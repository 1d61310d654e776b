package web

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// passage is one line of the ledger as pages show it: who, words, how near they
// are, and where they stand. Every line that is shown is one, so that the eye finds
// the same things in the same places.
type passage struct {
	Key    string // of the line
	Who    string // who speaks or acts, "" where the place tells it
	WhoURL string
	Words  string
	Whole  string // the whole sentence, "" where Words is it
	If     []string
	Voice  string // "reported", "narrated" … as the brief tells it; "" for quoted words
	Look   string // quoted, reported or narrated
	Stance *stance
	Act    string
	On     string // the proposal that it rests on, where the place does not tell it
	Day    string
	Unsure bool
	Conf   string
	Why    string
	Source source
	Others int  // further sources that tell the same
	Again  bool // the line stands on the page already, see [page.place]
	// WrongURL leads to the form that marks it wrong, "" where the caller may not.
	WrongURL string
}

// source is where a passage stands.
type source struct {
	Outlet, Title, Published string
	Para                     int
	Copies                   int
	URL                      string // of the report's page, at the passage
	Key                      string
}

// stance is a stance as a chip shows it.
type stance struct {
	Letter, Word, Class, Means string
}

var stances = map[doc.Stance]stance{
	doc.StanceFor:     {"F", "for", "for", "is for it"},
	doc.StanceOpen:    {"O", "open", "open", "is open to it"},
	doc.StanceIf:      {"I", "if", "if", "is for it on a condition"},
	doc.StanceDoubts:  {"D", "doubts", "doubts", "doubts it"},
	doc.StanceAgainst: {"A", "against", "against", "is against it"},
}

func stanceOf(x doc.Stance) *stance {
	s, ok := stances[x]
	if !ok {
		return nil
	}
	return &s
}

// Stretches cuts the words at their quotation marks.
func (p *passage) Stretches() []brief.Stretch { return brief.Stretches(p.Words) }

// place notes that passages will be shown, in order, so that each line is named once on
// a page however often it stands there.
func (p *page) place(list ...*passage) {
	for _, x := range list {
		if x != nil {
			x.Again = p.placed[x.Key]
			p.placed[x.Key] = true
		}
	}
}

// look is how near words are, for the eye: the actor's own within quotation marks,
// reported as its own, or told by others.
func look(v doc.Voice, words string) string {
	switch {
	case v == doc.Own && strings.Contains(words, "“"):
		return "quoted"
	case v == doc.Own || v == doc.Official:
		return "reported"
	}
	return "narrated"
}

// line is what all passages have. words are the sentence where short is "".
func (p *page) line(l *ledger.Line, s *ledger.Source, status doc.Status, short string) passage {
	whole := wording.Sentence(l.Words)
	out := passage{
		Key: l.Key, Words: short, Voice: brief.VoiceOf(l.Voice, status, cmp.Or(short, whole)), Look: look(l.Voice, cmp.Or(short, whole)), Day: dayText(l.Said),
		Unsure: l.Confidence < sure, Conf: strconv.FormatFloat(l.Confidence, 'f', 2, 64), Why: brief.Clean(l.Why), Source: p.source(s, l),
	}
	if p.May("correct") && l.Key != "" {
		out.WrongURL = p.URL("/corrections", "kind", "wrong", "target", l.Key)
	}
	if out.Words == "" {
		out.Words = brief.Clip(whole, wording.Longest)
	}
	if out.Words != whole {
		out.Whole = whole
	}
	return out
}

// sure is the confidence from which a line is not marked as unsure.
const sure = 0.9

func (p *page) source(s *ledger.Source, l *ledger.Line) source {
	out := source{
		Outlet: outlet(s), Title: brief.Clean(s.Title), Published: string(s.Published), Para: s.Paragraph, Copies: s.Copies,
		Key: s.Key, URL: p.URL("/report/" + s.Key),
	}
	if l != nil {
		out.URL = p.URL("/report/"+s.Key, "#", anchor(l.Key))
	}
	return out
}

// anchor is the fragment of a line on its report's page: its key without the
// report's.
func anchor(key string) string {
	_, place, ok := strings.Cut(key, ":")
	if !ok {
		return ""
	}
	return place
}

// outlet names a source: its outlet, else what it came from.
func outlet(s *ledger.Source) string {
	name := s.Outlet
	if name == "" {
		name = s.Origin[strings.LastIndexAny(s.Origin, `/\`)+1:]
	}
	if name == "" {
		name = s.Title
	}
	return brief.Clip(brief.Clean(name), 40)
}

// standing is a position as a passage. who names its voice.
func (p *page) standing(x *ledger.Stand) passage {
	short, ifs := "", []string(nil)
	if m := p.moves[x.Move]; m != nil && m.Words == x.Words {
		var whole bool
		if short, whole = wording.Move(m); whole {
			short = ""
		}
		ifs = wording.Conditions(m, short, whole)
	} else if x.If != "" && !strings.Contains(x.Words, x.If) {
		ifs = []string{wording.QuoteMarks(brief.Clean(x.If))}
	}
	out := p.line(&x.Line, &x.Source, x.Status, short)
	out.Stance, out.Act, out.If, out.On = stanceOf(x.Stance), x.Act.String(), ifs, wording.Title(x.Label)
	out.Who, out.WhoURL = p.who(x.By)
	if x.Sources > 1 {
		out.Others = x.Sources - 1
	}
	return out
}

// acting is a move as a passage.
func (p *page) acting(x *ledger.MoveLine) passage {
	short, whole := wording.Move(&x.Move)
	ifs := wording.Conditions(&x.Move, short, whole)
	if whole {
		short = ""
	}
	out := p.line(&x.Line, &x.Source, x.Status, short)
	out.Act, out.If = x.Act.String(), ifs
	out.Who = p.called(x.By)
	if len(x.By) == 1 {
		out.Who, out.WhoURL = p.who(x.By[0])
	}
	return out
}

// saying is a statement as a passage.
func (p *page) saying(x *ledger.StatementLine) passage {
	text := strings.TrimPrefix(wording.Undated(brief.Clean(x.Content)), "that ")
	out := p.line(&x.Line, &x.Source, 0, brief.Clip(wording.QuoteMarks(text), wording.Longest))
	if x.Kind == doc.Direct && !strings.Contains(out.Words, "“") {
		out.Words, out.Look = "“"+out.Words+"”", "quoted"
	}
	out.Who = p.called(x.Sources)
	if len(x.Sources) == 1 {
		out.Who, out.WhoURL = p.who(x.Sources[0])
	}
	if out.Who == "" {
		out.Who = brief.Clean(x.Statement.Source)
	}
	return out
}

// meet reads the names of actors that a page will show.
func (p *page) meet(ids ...ledger.ActorID) error {
	var want []ledger.ActorID
	for _, id := range ids {
		if _, ok := p.names[id]; !ok && id != 0 {
			want = append(want, id)
			p.names[id] = ledger.Actor{}
		}
	}
	if len(want) == 0 {
		return nil
	}
	got, err := p.site.l.Names(p.r.Context(), want)
	for id, a := range got {
		p.names[id] = a
	}
	return err
}

// who is the name of an actor that was met, and the address of its page.
func (p *page) who(id ledger.ActorID) (name, address string) {
	a := p.names[id]
	if a.Name == "" {
		return "", ""
	}
	if a.Key == "" {
		return brief.Clean(a.Name), ""
	}
	return brief.Clean(a.Name), p.URL("/actor/" + a.Key)
}

// called lists the names of actors that were met.
func (p *page) called(ids []ledger.ActorID) string {
	var out []string
	for _, id := range ids {
		if n, _ := p.who(id); n != "" {
			out = append(out, n)
		}
	}
	return strings.Join(out, ", ")
}

// rest reads the moves that positions rest on, for their words.
func (p *page) rest(keys []string) error {
	var want []string
	for _, k := range keys {
		if _, ok := p.moves[k]; !ok && k != "" {
			want = append(want, k)
			p.moves[k] = nil
		}
	}
	if len(want) == 0 {
		return nil
	}
	got, err := p.site.l.Store.MovesByKey(p.r.Context(), want)
	for i := range got {
		p.moves[got[i].Key] = &got[i]
	}
	return err
}

// dayText is a day or days for a person.
func dayText(s ledger.Said) string {
	switch {
	case s.From == "" && s.To == "":
		return ""
	case s.From == s.To || s.To == "":
		return string(s.From)
	case s.From == "":
		return "… " + string(s.To)
	}
	return string(s.From) + " … " + string(s.To)
}
