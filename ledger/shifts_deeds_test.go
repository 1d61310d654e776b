package ledger

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-reader/parley/doc"
)

func cue(words string) func(*Move) { return func(m *Move) { m.Cue = words } }

// note is a report with a text of its own.
func note(day, text string) *sheet { return newSheet("wire", day, text).origin(text) }

// deedTurns writes the shifts of deeds of a ledger.
func deedTurns(t *testing.T, sheets ...*sheet) []string {
	t.Helper()
	var out []string
	for _, s := range must(ledgerOf(t, sheets...).Shifts(ctx, Ask{}))(t) {
		if s.To.Deed != "" {
			out = append(out, fmt.Sprintf("%s: %s → %s", s.Actor.Name, s.From.Where(), s.To.Where()))
		}
	}
	return out
}

func TestWhatWasPausedIsResumed(t *testing.T) {
	paused := func() *sheet {
		s := note("2031-05-02", "a")
		return s.move(doc.Coerce, "Norland", "all military aid to Sudova", "Norland paused all military aid to Sudova.", cue("paused"), status(doc.Done), s.to("Sudova"))
	}
	for _, c := range []struct {
		by, says string
		want     []string
	}{
		{"Norland", "it would at once resume military aid and intelligence sharing", []string{"Norland: paused → resumed"}},
		{"Norland", "it would at once resume military aid to Sudova", []string{"Norland: paused → resumed"}},
		{"Westmark", "it would at once resume military aid to Sudova", nil}, // another one
		{"Norland", "it would resume flights to Sudova", nil},               // another thing
		{"Norland", "it would resume military aid to Westmark", nil},        // to another one
		{"Norland", "it could resume military aid to Sudova", nil},          // possible only
		{"Norland", "it would resume military aid to Sudova if asked", nil}, // on a condition
		{"Norland", "it would not resume military aid to Sudova", nil},      // not
		{"Norland", "Westmark had resumed military aid to Sudova", nil},     // a deed of another one
		{"Norland", "it denied that it had resumed military aid", nil},      // denied
		{"Norland", "it did not rule out to resume military aid", nil},      // no more than that
		{"Norland", "it would at once resume aid", nil},                     // which?
		{"Norland", "they asked it to resume military aid to Sudova", nil},  // asked
		{"Norland", "it will restart the military aid programme soon", []string{"Norland: paused → resumed"}},
	} {
		later := note("2031-05-09", "b").says(c.by, c.says, false)
		later.Statements[0].Words = c.by + " said " + c.says + "."
		if d := cmp.Diff(c.want, deedTurns(t, paused(), later)); d != "" {
			t.Errorf("%s: %s", c.says, d)
		}
	}
}

func TestAnArrangedMeetingIsCancelled(t *testing.T) {
	agreed := func() *sheet {
		return note("2031-05-02", "a").move(doc.Agree, "Ann Berg, Ivo Kral", "meet in Ridge", "Berg and Kral agreed to meet in Ridge.", cue("agreed"), status(doc.Done))
	}
	cancelled := func(by, to string) *sheet {
		s := note("2031-05-06", "b")
		return s.move(doc.Leave, by, "planned meeting", by+" cancelled a planned meeting with "+to+".", cue("cancelled"), s.to(to))
	}
	met := func(act doc.Act) *sheet {
		s := note("2031-05-05", "c")
		return s.move(act, "Ann Berg", "", "Berg met Kral.", cue("met"), status(doc.Done), s.to("Ivo Kral"))
	}
	want := []string{"Norland: arranged → cancelled"}
	if d := cmp.Diff(want, deedTurns(t, agreed(), cancelled("Ann Berg", "Ivo Kral"))); d != "" {
		t.Error(d)
	}
	for name, sheets := range map[string][]*sheet{
		"a meeting of other people":    {agreed(), cancelled("Ann Berg", "Max Holt")},
		"two others":                   {agreed(), cancelled("Max Holt", "Norland")},
		"it was held before":           {agreed(), met(doc.Meet), cancelled("Ann Berg", "Ivo Kral")},
		"a call":                       {note("2031-05-02", "a").move(doc.Meet, "Ann Berg, Ivo Kral", "", "Berg and Kral will speak.", cue("speak"), status(doc.Planned)), cancelled("Ann Berg", "Ivo Kral")},
		"told as possible":             {note("2031-05-02", "a").move(doc.Agree, "Ann Berg, Ivo Kral", "meet in Ridge", "They may agree to meet.", cue("agree"), status(doc.Possible)), cancelled("Ann Berg", "Ivo Kral")},
		"another text, not a meeting":  {agreed(), note("2031-05-06", "d").move(doc.Leave, "Ann Berg, Ivo Kral", "grain contract", "Berg and Kral cancelled a grain contract.", cue("cancelled"))},
		"told by one report and later": {agreed(), note("2031-09-06", "d").move(doc.Leave, "Ann Berg, Ivo Kral", "meeting", "Berg and Kral cancelled a meeting.", cue("cancelled"))},
	} {
		if got := deedTurns(t, sheets...); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestNoPlansForAnArrangedMeeting(t *testing.T) {
	agreed := note("2031-05-02", "a").move(doc.Agree, "Ann Berg, Ivo Kral", "meet in Ridge", "Berg and Kral agreed to meet in Ridge.", cue("agreed"), status(doc.Done))
	for says, want := range map[string]int{
		"There are no plans for Ann Berg to meet Ivo Kral":             1,
		"There are no plans for Ann Berg to meet Max Holt":             0,
		"There are no plans for Ann Berg and Ivo Kral to sign a paper": 0,
		"There might be no plans for Ann Berg to meet Ivo Kral":        0,
	} {
		if got := deedTurns(t, agreed, note("2031-05-06", "b").says("Norland", says, false)); len(got) != want {
			t.Errorf("%s: %v", says, got)
		}
	}
}

func TestReadyToSignAndSigned(t *testing.T) {
	ready := note("2031-05-02", "a").says("Ann Berg", "Norland was ready to come to the table and to sign the minerals agreement that it had left unsigned", false)
	for _, c := range []struct {
		by, what, words string
		want            int
	}{
		{"Norland, Sudova", "agreement", "Norland and Sudova signed an agreement on mineral deals.", 1},
		{"Norland, Sudova", "minerals agreement", "Norland and Sudova signed the minerals agreement.", 1},
		{"Norland, Sudova", "memorandum", "Norland and Sudova signed a memorandum; an agreement on minerals is to follow.", 0},
		{"Norland, Sudova", "agreement", "Norland and Sudova signed an agreement on grain.", 0},
		{"Westmark, Sudova", "minerals agreement", "Westmark and Sudova signed the minerals agreement.", 0},
	} {
		later := note("2031-05-20", "b").move(doc.Agree, c.by, c.what, c.words, cue("signed"), status(doc.Done))
		if got := deedTurns(t, ready, later); len(got) != c.want {
			t.Errorf("%s: %v", c.words, got)
		}
	}
	if got := deedTurns(t, note("2031-05-02", "a").says("Ann Berg", "Norland was not ready to sign the minerals agreement", false),
		note("2031-05-20", "b").move(doc.Agree, "Norland", "minerals agreement", "Norland signed the minerals agreement.", cue("signed"), status(doc.Done))); len(got) > 0 {
		t.Error(got)
	}
}

func TestADeadlineIsDropped(t *testing.T) {
	set := func(by, to string) *sheet {
		return note("2031-05-02", "a").due(by, "answer the plan", "2031-05-02", to)
	}
	dropped := func() *sheet {
		s := note("2031-05-06", "b").move(doc.Concede, "Ann Berg", "Sudova accept a plan", "Berg no longer insists that Sudova accept a plan by the tenth.", cue("insists"))
		s.due("Ann Berg", "Sudova accept a plan", "2031-05-06", "2031-05-10")
		s.Deadlines[0].Move = s.Moves[0].Key
		return s
	}
	if got := deedTurns(t, set("Ann Berg", "2031-05-10"), dropped()); strings.Join(got, ";") != "Norland: set → dropped" {
		t.Error(got)
	}
	for name, s := range map[string]*sheet{"another day": set("Ann Berg", "2031-05-11"), "another's": set("Max Holt", "2031-05-10")} {
		if got := deedTurns(t, s, dropped()); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}
