package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

// TestTheReport reads the report that the program was first asked for and
// holds the record to what a careful reader finds in it. Each line of the table
// is one finding.
func TestTheReport(t *testing.T) {
	dir := shared("../gold/dev")
	if dir == "" {
		t.Skip("skipped: no annotated reports beside $PARLEY_CORPORA or ../shared/corpora")
	}
	text, err := os.ReadFile(filepath.Join(dir, "seed.txt"))
	if err != nil {
		t.Skip("skipped: ", err)
	}
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	d, err := p.Read(doc.Report{Text: string(text), Published: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)}, NewWorkspace())
	if err != nil {
		t.Fatal(err)
	}
	r := report{d}
	for what, ok := range map[string]bool{
		"the meeting Putin–Zelensky is on the table": r.meeting() != nil,
		"Trump is for it":                               r.stands("Donald Trump", doc.StanceFor, 0),
		"the Kremlin is doubtful":                       r.stands("Russia", doc.StanceDoubts, doc.Narrated),
		"Putin is open, as the report tells":            r.stands("Vladimir Putin", doc.StanceOpen, doc.Narrated),
		"Lavrov is for it on a condition":               r.stands("Sergei Lavrov", doc.StanceIf, 0),
		"three of Russia's voices stand in its row":     r.voicesOf("Russia") >= 3,
		"three-way became bilateral":                    r.shifted("three-way", "bilateral"),
		"the three-way format is dropped":               r.option(doc.FormatOption, "trilateral", "Donald Trump", true),
		"Geneva was floated by Macron":                  r.option(doc.VenueOption, "Geneva", "Emmanuel Macron", false),
		"Budapest was floated by Orban":                 r.option(doc.VenueOption, "Budapest", "Viktor Orbán", false),
		"Moscow was floated by Putin, it is reported":   r.option(doc.VenueOption, "Moscow", "Vladimir Putin", false),
		"air support if European allies commit troops":  r.move(doc.Offer, "United States", "air support", "European allies committed troops"),
		"no US ground forces":                           r.move(doc.Reject, "", "ground forces", ""),
		"the reassurance force waits for the end of it": r.move(doc.Meet, "France", "reassurance force", "hostilities end"),
		"a couple of weeks from the day of saying":      r.due("2025-08-19", "2025-09-02"),
		"Alaska was in the week before":                 r.when(doc.Meet, "Donald Trump", "2025-08-11/2025-08-17"),
		"Washington was on Monday":                      r.when(doc.Meet, "Donald Trump", "2025-08-18"),
		"Macron distrusts":                              r.move(doc.Accuse, "Emmanuel Macron", "predator", ""),
		"Macron doubts":                                 r.move(doc.Doubt, "Emmanuel Macron", "", ""),
		"Stubb distrusts":                               r.move(doc.Doubt, "Alexander Stubb", "", ""),
		"the last meeting was in 2019":                  r.when(doc.Meet, "Vladimir Putin", "2019"),
	} {
		if !ok {
			t.Errorf("not so: %s", what)
		}
	}
}

// report asks a record questions by name.
type report struct{ *doc.Document }

func (r report) name(id doc.ActorID) string { return r.Actors[id-1].Name }

func (r report) has(ids []doc.ActorID, name string) bool {
	for _, id := range ids {
		if r.name(id) == name {
			return true
		}
	}
	return name == ""
}

func (r report) meeting() *doc.Proposal {
	for i := range r.Proposals {
		p := &r.Proposals[i]
		if p.Kind == doc.MeetingProposal && len(p.Participants) == 2 && r.has(p.Participants, "Vladimir Putin") && r.has(p.Participants, "Volodymyr Zelensky") {
			return p
		}
	}
	return nil
}

func (r report) stands(by string, stance doc.Stance, voice doc.Voice) bool {
	m := r.meeting()
	if m == nil {
		return false
	}
	for _, p := range m.Positions {
		if r.name(p.By) == by && p.Stance == stance && (voice == 0 || p.Voice == voice) {
			return true
		}
	}
	return false
}

func (r report) voicesOf(party string) int {
	voices := map[doc.ActorID]bool{}
	if m := r.meeting(); m != nil {
		for _, p := range m.Positions {
			if r.name(p.Actor) == party {
				voices[p.By] = true
			}
		}
	}
	return len(voices)
}

func (r report) option(kind doc.OptionKind, value, by string, dropped bool) bool {
	m := r.meeting()
	if m == nil {
		return false
	}
	for _, o := range m.Options {
		if o.Kind != kind || o.Value != value || o.Dropped != dropped {
			continue
		}
		for _, p := range o.Positions {
			if r.name(p.By) == by || r.name(p.Actor) == by || r.has(r.Moves[p.Move-1].By, by) {
				return true
			}
		}
	}
	return false
}

func (r report) shifted(from, to string) bool {
	for _, s := range r.Shifts {
		if strings.Contains(s.From.In(r.Report.Text), from) && strings.Contains(s.To.In(r.Report.Text), to) {
			return true
		}
	}
	return false
}

func (r report) move(act doc.Act, by, what, condition string) bool {
	for _, m := range r.Moves {
		if m.Act != act || !r.has(m.By, by) || !strings.Contains(m.What.Cover(m.Cue).In(r.Report.Text), what) {
			continue
		}
		if condition == "" {
			return true
		}
		for _, s := range m.If {
			if strings.Contains(s.In(r.Report.Text), condition) {
				return true
			}
		}
	}
	return false
}

func (r report) when(act doc.Act, by string, when doc.When) bool {
	for _, m := range r.Moves {
		if m.Act == act && r.has(m.By, by) && m.When == when {
			return true
		}
	}
	return false
}

func (r report) due(from, to string) bool {
	for _, w := range r.Deadlines {
		if w.From == from && w.To == to {
			return true
		}
	}
	return false
}
