package ledger

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/parley-reader/parley/doc"
)

// states writes how deadlines stand, in order.
func states(t *testing.T, sheets ...*sheet) []DueState {
	t.Helper()
	var out []DueState
	for _, d := range must(ledgerOf(t, sheets...).Due(ctx, Ask{AsOf: at("2031-07-01")}))(t) {
		if (d.State == DueKept || d.State == DueMissed || d.State == DueDropped) != (d.Evidence != nil) {
			t.Errorf("%s with evidence %v", d.State, d.Evidence)
		}
		out = append(out, d.State)
	}
	return out
}

// dueBy adds a deadline that the last move sets.
func (s *sheet) dueBy(by, what, words, from, to string) *sheet {
	s.due(by, what, from, to)
	d := &s.Deadlines[len(s.Deadlines)-1]
	d.Words = words
	if n := len(s.Moves); n > 0 {
		d.Move = s.Moves[n-1].Key
	}
	return s
}

// deadlineCase is a deadline, what is told later, and how the deadline stands then.
type deadlineCase struct {
	name  string
	later *sheet
	want  DueState
}

func checkDue(t *testing.T, set func() *sheet, cases []deadlineCase) {
	t.Helper()
	for _, c := range cases {
		if d := cmp.Diff([]DueState{c.want}, states(t, set(), c.later)); d != "" {
			t.Errorf("%s: %s", c.name, d)
		}
	}
}

func TestAnExchangeIsKept(t *testing.T) {
	set := func() *sheet {
		return note("2031-05-02", "a").move(doc.Offer, "Norland, Sudova", "exchange 175 prisoners each", "They will exchange 175 prisoners each.", cue("exchange")).
			dueBy("Ann Berg", "175 prisoners each", "They will exchange 175 prisoners each on 3 May.", "2031-05-03", "2031-05-03")
	}
	release := func(day, by, what string, act doc.Act, opts ...func(*Move)) *sheet {
		return note(day, "b").move(act, by, what, by+" released "+what+".", append([]func(*Move){cue("released"), status(doc.Done)}, opts...)...)
	}
	checkDue(t, set, []deadlineCase{
		{"on the day", release("2031-05-03", "Norland, Sudova", "175 people", doc.Concede), DueKept},
		{"another number", release("2031-05-03", "Norland, Sudova", "22 people", doc.Concede), DuePassed},
		{"another day", release("2031-05-09", "Norland, Sudova", "175 people", doc.Concede), DuePassed},
		{"others", release("2031-05-03", "Norland, Westmark", "175 people", doc.Concede), DuePassed},
		{"planned only", release("2031-05-03", "Norland, Sudova", "175 people", doc.Concede, status(doc.Planned)), DuePassed},
		{"an attack", release("2031-05-03", "Norland, Sudova", "175 rockets", doc.Fight), DuePassed},
		{"silence", note("2031-05-03", "b").move(doc.Support, "Norland", "peace", "Norland wants peace."), DuePassed},
	})
}

func TestAMeetingIsKeptOrCancelled(t *testing.T) {
	set := func() *sheet {
		s := note("2031-05-02", "a")
		return s.move(doc.Meet, "Ann Berg", "", "Berg will meet Kral on 9 May.", cue("meet"), status(doc.Planned), on("2031-05-09"), s.to("Ivo Kral")).
			dueBy("Ann Berg", "", "Berg will meet Kral on 9 May.", "2031-05-09", "2031-05-09")
	}
	meet := func(published, by, word string, opts ...func(*Move)) *sheet {
		return note(published, "b").move(doc.Meet, by, "", by+" "+word+" on Friday.", append([]func(*Move){cue(word), status(doc.Done)}, opts...)...)
	}
	cancel := func(by, what, word string) *sheet {
		return note("2031-05-06", "b").move(doc.Leave, by, what, by+" "+word+" a "+what+".", cue(word))
	}
	checkDue(t, set, []deadlineCase{
		{"they met", meet("2031-05-10", "Ann Berg, Ivo Kral", "met", on("2031-05-09")), DueKept},
		{"others met", meet("2031-05-10", "Ann Berg, Max Holt", "met", on("2031-05-09")), DuePassed},
		{"a call", meet("2031-05-10", "Ann Berg, Ivo Kral", "spoke", on("2031-05-09")), DuePassed},
		{"before", meet("2031-05-03", "Ann Berg, Ivo Kral", "met"), DuePassed},
		{"denied", meet("2031-05-10", "Ann Berg, Ivo Kral", "met", on("2031-05-09"), status(doc.Denied)), DuePassed},
		{"cancelled", cancel("Ann Berg, Ivo Kral", "meeting", "cancelled"), DueMissed},
		{"another meeting cancelled", cancel("Ann Berg, Max Holt", "meeting", "cancelled"), DuePassed},
		{"a contract cancelled", cancel("Ann Berg, Ivo Kral", "contract", "cancelled"), DuePassed},
		{"not ruled out", cancel("Ann Berg, Ivo Kral", "meeting", "criticised"), DuePassed},
	})
}

func TestTalksAreHeld(t *testing.T) {
	set := func(what string) func() *sheet {
		return func() *sheet {
			return note("2031-05-02", "a").dueBy("Ann Berg", what, "Norland and Sudova will hold "+what+" on Friday, Berg said.", "2031-05-09", "2031-05-09")
		}
	}
	agree := func(words string, opts ...func(*Move)) *sheet {
		s := note("2031-05-09", "b").move(doc.Agree, "Norland, Sudova", "exchange prisoners", words, append([]func(*Move){cue("agreed"), status(doc.Done)}, opts...)...)
		s.actor("Ann Berg")
		return s
	}
	checkDue(t, set("their next round of peace talks"), []deadlineCase{
		{"at the talks", agree("Norland and Sudova agreed at a third round of talks to exchange prisoners."), DueKept},
		{"ahead of the talks", agree("Norland and Sudova agreed ahead of a third round of talks to exchange prisoners."), DuePassed},
		{"elsewhere", agree("Norland and Sudova agreed to exchange prisoners."), DuePassed},
		{"another day", agree("Norland and Sudova agreed at a third round of talks to exchange prisoners.", on("2031-05-08")), DuePassed},
	})
	checkDue(t, set("a truce before any round of talks"), []deadlineCase{
		{"the talks are not what was due", agree("Norland and Sudova agreed at a third round of talks to exchange prisoners."), DuePassed},
	})
	first := func(words string, day string) *sheet {
		s := note(day, "b").move(doc.Meet, "Norland, Sudova", "", words, cue("talks"), status(doc.Done))
		s.actor("Ann Berg")
		return s
	}
	checkDue(t, set("direct talks with Sudova"), []deadlineCase{
		{"a day later, the first", first("The first direct talks between Norland and Sudova in years ended on Saturday.", "2031-05-10"), DueMissed},
		{"later, not the first", first("Direct talks between Norland and Sudova ended on Saturday.", "2031-05-10"), DuePassed},
		{"much later", first("The first direct talks between Norland and Sudova in years ended on Saturday.", "2031-06-10"), DuePassed},
	})
}

func TestAMeetingNeverTookPlace(t *testing.T) {
	set := func() *sheet {
		return note("2031-05-02", "a").dueBy("Ann Berg", "another meeting", "Berg proposed another meeting in May.", "2031-05-20", "2031-05-31")
	}
	told := func(by, what, words string) *sheet {
		return note("2031-06-20", "b").move(doc.Propose, by, what, words, cue("proposed"), func(m *Move) { m.Said = Said{"2031-05-01", "2031-05-31"} })
	}
	early := told("Ann Berg", "next meeting", "The next meeting that Berg proposed for the end of May never took place.")
	early.Report.Published = "2031-05-21"
	checkDue(t, set, []deadlineCase{
		{"it says so", told("Ann Berg", "next meeting", "The next meeting that Berg proposed for the end of May never took place."), DueMissed},
		{"another's", told("Max Holt", "next meeting", "The next meeting that Holt proposed for the end of May never took place."), DuePassed},
		{"another thing", told("Ann Berg", "harvest festival", "The harvest festival that Berg proposed for May never took place."), DuePassed},
		{"the other of two", told("Ann Berg", "next meeting", "The next meeting that Berg proposed was held, but the festival never took place."), DuePassed},
		{"unsure", told("Ann Berg", "next meeting", "The next meeting that Berg proposed may never happen if it did not take place."), DuePassed},
		{"before the window is over", early, DuePassed},
	})
}

func TestADroppedDeadline(t *testing.T) {
	set := func() *sheet {
		return note("2031-05-02", "a").dueBy("Ann Berg", "Sudova's answer", "Berg wants an answer by 20 May.", "2031-05-02", "2031-05-20")
	}
	dropped := func(day, to string) *sheet {
		return note(day, "b").move(doc.Concede, "Ann Berg", "answer", "Berg no longer insists on an answer by 20 May.", cue("insists")).
			dueBy("Ann Berg", "answer of Sudova", "Berg no longer insists on an answer by then.", day, to)
	}
	for _, c := range []struct {
		later *sheet
		want  []DueState
	}{
		{dropped("2031-05-10", "2031-05-20"), []DueState{DueDropped}},
		{dropped("2031-05-10", "2031-05-21"), []DueState{DuePassed, DueDropped}},
		{note("2031-05-10", "b").move(doc.Concede, "Ann Berg", "law", "Berg let a law pass ten days ahead of the deadline.", cue("let")).
			dueBy("Ann Berg", "law", "Berg let a law pass ahead of the deadline.", "2031-05-10", "2031-05-20"), []DueState{DuePassed, DuePassed}},
		{dropped("2031-05-25", "2031-05-20"), []DueState{DuePassed}},
	} {
		if d := cmp.Diff(c.want, states(t, set(), c.later)); d != "" {
			t.Error(d)
		}
	}
}
