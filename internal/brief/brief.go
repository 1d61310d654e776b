// Package brief shows the record of one report to a person: [Text] as the
// brief that a terminal prints, [HTML] as one file with the report and its
// record side by side.
//
// Both show what stands at a confidence and tell how much stands below it.
// Both show the voice wherever they show a stance: words in “ ” stand in
// quotation marks in the report, all else carries "(reported)", "(narrated)",
// "(unnamed source)" or the like. Neither adds anything to the record.
package brief

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// DefaultMinConfidence is the confidence from which on a line is shown unless
// the user asks for more or less: of what is surer than this, at least four lines
// in five are right.
const DefaultMinConfidence = 0.75

// firm is the confidence at which a line stands without a mark: nine in ten are
// right. Below it a line carries a "?".
const firm = 0.9

// Options say how a record is shown.
type Options struct {
	// MinConfidence is the confidence from which on a line is shown, 0…1; at
	// the zero value all are.
	MinConfidence float64
	// Width is the number of columns to wrap at; 0 means 100. [Text] alone uses it.
	Width int
	// Color turns on terminal colours. [Text] alone uses it.
	Color bool
}

// line is one line of a brief: what a voice said or did, and where it stands.
type line struct {
	Head  string // the party, or the date of an event
	Key   string // stance, verb or act; "" when there is none
	Class string // the key's class, for its colour
	Who   string // who speaks, when that is not Head
	Words string // the report's words, see speech.words
	If    []condition
	Voice string // "narrated", "reported", …; "" for words that are quoted
	Para  int    // paragraph number from 1; 0 when not known
	Ref   string // the move or statement that it rests on: "m3"
	move  doc.MoveID
	Pin   string // the anchor of its words on the page
	Conf  float64
	Why   string
	Low   bool // below the confidence asked for
	Found bool // false for "no statement found"
	Again bool // Head is that of the line before
	event bool // told as a fact, so that Voice tells only how sure
}

// condition is what a line hangs on, behind the word that hinges it.
type condition struct{ Hinge, Words string }

// hinge is the conjunction that leads a condition, as the report has it: to
// show "unless" as "if" would turn the line round.
func (v *view) hinge(s doc.Span) string {
	if s.Start < 0 || s.Start > len(v.d.Report.Text) {
		return "IF"
	}
	before := strings.Fields(strings.ToLower(v.d.Report.Text[max(0, s.Start-32):s.Start]))
	for i := len(before) - 1; i >= max(0, len(before)-3); i-- {
		switch before[i] {
		case "unless", "until", "without", "before", "pending":
			return strings.ToUpper(before[i])
		case "till":
			return "UNTIL"
		case "if", "provided", "after", "once", "when":
			if i > 0 && before[i-1] == "only" {
				return "ONLY " + strings.ToUpper(before[i])
			}
			return strings.ToUpper(before[i])
		}
	}
	return "IF"
}

// Unsure tells whether the line is shown with a mark.
func (l line) Unsure() bool { return l.Found && l.Conf < firm }

type proposal struct {
	ID, Kind, Label string
	Lines           []line
	Options         []option
	Low             bool
}

// option is one kind of choice under a proposal with all its values.
type option struct {
	Kind   string
	Values []string
	Refs   []string
}

type source struct {
	Name  string
	Ref   string
	Lines []line
	Low   bool // all of them
}

// view is a record laid out for showing, in the order of the sections.
type view struct {
	d           *doc.Document
	min         float64
	speech      speech
	described   map[doc.ActorID]string // the unnamed, in the report's fullest words
	Proposals   []proposal
	Commitments []line
	Due         []line
	Shifts      []line
	Pressure    []line // demands, doubts and charges that stand nowhere else
	Events      []line
	Sources     []source
	Below       int // lines that stand below min
	Private     int // lines left out since they are between private persons
	private     map[doc.MoveID]bool
}

func newView(d *doc.Document, minimum float64) *view {
	v := &view{d: d, min: minimum, speech: newSpeech(d), described: map[doc.ActorID]string{}}
	v.describe()
	v.keepPrivate()
	for i := range d.Proposals {
		v.proposal(&d.Proposals[i])
	}
	for i := range d.Commitments {
		v.commitment(&d.Commitments[i])
	}
	for i := range d.Deadlines {
		v.deadline(&d.Deadlines[i])
	}
	for i := range d.Shifts {
		v.shift(&d.Shifts[i])
	}
	v.Due = once(v.Due)
	slices.SortStableFunc(v.Due, func(a, b line) int { return strings.Compare(a.Head, b.Head) })
	v.pressure()
	v.events()
	v.statements()
	v.Commitments, v.Pressure = group(v.Commitments), group(v.Pressure)
	for _, list := range v.lists() {
		for i := range list {
			list[i].settle()
		}
	}
	return v
}

// name is how actor a is called; "" for one that the record does not hold.
func (v *view) name(a doc.ActorID) string {
	if a < 1 || int(a) > len(v.d.Actors) {
		return ""
	}
	if words := v.described[a]; words != "" {
		return words
	}
	return clean(v.d.Actors[a-1].Name)
}

// describe finds how the report presents those whom it does not name: "a person
// familiar with the plan", not "person".
func (v *view) describe() {
	for i := range v.d.Statements {
		s := &v.d.Statements[i]
		if len(s.Sources) != 1 || s.Source < 1 || int(s.Source) > len(v.d.Actors) || !v.d.Actors[s.Source-1].Unnamed {
			continue
		}
		name := clean(v.d.Actors[s.Source-1].Name)
		words := clip(clean(s.SourceSpan.In(v.d.Report.Text)), 80)
		if len(words) > max(len(name), len(v.described[s.Source])) && strings.Contains(strings.ToLower(words), strings.ToLower(name)) {
			v.described[s.Source] = words
		}
	}
}

func (v *view) names(list []doc.ActorID) []string {
	var out []string
	for _, a := range list {
		if n := v.name(a); n != "" {
			out = append(out, n)
		}
	}
	return out
}

func (v *view) move(m doc.MoveID) *doc.Move {
	if m < 1 || int(m) > len(v.d.Moves) {
		return nil
	}
	return &v.d.Moves[m-1]
}

// party is the row that an actor belongs to.
func (v *view) party(a doc.ActorID) doc.ActorID {
	if a >= 1 && int(a) <= len(v.d.Actors) {
		if p := v.d.Actors[a-1].Party; v.name(p) != "" {
			return p
		}
	}
	return a
}

// rest fills in what a line takes from the move that it rests on.
func (v *view) rest(l *line, m *doc.Move) {
	l.Found = true
	l.Ref, l.move = ref('m', int(m.ID)), m.ID
	l.Words = v.phrase(m)
	l.Para = v.speech.paragraph(place(m))
	l.Voice = v.voice(m.Voice, m.Status, l.Words)
	l.Conf, l.Why = m.Confidence, clean(m.Why)
	l.If = v.conditions(m, m.What)
	v.weigh(l)
}

// lists is all the sections of lines but what is said.
func (v *view) lists() [][]line {
	lists := [][]line{v.Commitments, v.Due, v.Pressure, v.Events}
	for i := range v.Proposals {
		lists = append(lists, v.Proposals[i].Lines)
	}
	return lists
}

// settle drops a condition that the words shown have grown to hold.
func (l *line) settle() {
	l.If = slices.DeleteFunc(l.If, func(c condition) bool {
		return c.Words == "" || strings.Contains(l.Words, strings.Trim(c.Words, "“”"))
	})
}

// conditions is what a move hangs on, where the words shown do not hold it.
func (v *view) conditions(m *doc.Move, shown doc.Span) (all []condition) {
	for _, s := range m.If {
		if (!shown.Contains(s) || shown.Empty()) && !v.anonymity(s) {
			all = append(all, condition{v.hinge(s), v.speech.words(v.widen(s))})
		}
	}
	switch m.Act {
	case doc.Offer, doc.Agree, doc.Concede, doc.Threaten:
		all = append(all, v.tail(m)...)
	}
	return all
}

// anonymity tells whether s is what a source asked for itself, which is no
// condition of what it tells.
func (v *view) anonymity(s doc.Span) bool {
	return s.In(v.d.Report.Text) != "" && strings.Contains(strings.ToLower(s.In(v.d.Report.Text)), "anonym")
}

func (v *view) weigh(l *line) {
	switch l.Low = true; {
	case l.Conf < v.min:
		v.Below++
	case v.private[l.move]:
		v.Private++
	default:
		l.Low = false
	}
}

// voice names how near the words are. It is "" only where the words shown
// carry quotation marks and are the actor's own.
func (v *view) voice(x doc.Voice, status doc.Status, words string) string {
	name := ""
	switch x {
	case doc.Own:
		if !quoted(words) {
			name = "reported"
		}
	case doc.UnnamedSource:
		name = "unnamed source"
	case 0:
		name = "narrated" // not told: the farthest
	default:
		name = x.String()
	}
	switch status {
	case doc.Reported:
		if name == "reported" || name == "" {
			return "unconfirmed"
		}
		return name + ", unconfirmed"
	case doc.Denied, doc.Possible, doc.Planned:
		if name == "" {
			return status.String()
		}
		return name + ", " + status.String()
	}
	return name
}

func place(m *doc.Move) doc.Span {
	for _, s := range []doc.Span{m.Cue, m.What, m.Evidence} {
		if !s.Empty() {
			return s
		}
	}
	return doc.Span{}
}
