package ledger

import (
	"testing"

	"github.com/parley-reader/parley/doc"
)

// found writes the conflicts of a kind.
func found(t *testing.T, kind ConflictKind, sheets ...*sheet) []string {
	t.Helper()
	var out []string
	for _, c := range must(ledgerOf(t, sheets...).Conflicts(ctx, Ask{}))(t) {
		if c.Kind == kind {
			out = append(out, c.A.Words+" / "+c.B.Words)
		}
	}
	return out
}

// saying adds a statement whose sentence is its content, in a paragraph.
func (s *sheet) saying(by, content string, paragraph int) *sheet {
	s.says(by, content, false)
	x := &s.Statements[len(s.Statements)-1]
	x.Words, x.Paragraph = content, paragraph
	x.Span = doc.Span{Start: 100 * len(s.Statements), End: 100*len(s.Statements) + 50}
	return s
}

// after puts a move behind so many statements, in a paragraph.
func after(statements, paragraph int) func(*Move) {
	return func(m *Move) {
		m.Paragraph, m.Span = paragraph, doc.Span{Start: 100*statements + 160, End: 100*statements + 190}
	}
}

// denies links a denial with the move before it in its report.
func (s *sheet) denies() func(*Move) {
	return func(m *Move) { m.Denies = s.Moves[len(s.Moves)-1].Key }
}

func TestATalkThatIsDenied(t *testing.T) {
	readout := func(who string) *sheet {
		s := note("2031-05-02", "a").saying("Sudova", "the key condition is that foreign military aid to Norland and the supply of intelligence cease", 3)
		return s.move(doc.Meet, who, "", who+" spoke.", cue("spoke"), status(doc.Done))
	}
	denial := func(of string) *sheet {
		s := note("2031-05-03", "b")
		words := "Holt has denied that he and Ivo Kral talked about " + of + "."
		s.move(doc.Coerce, "Max Holt, Ivo Kral", of, words, status(doc.Denied))
		return s.move(doc.Deny, "Max Holt", "he and Ivo Kral talked", words, s.denies())
	}
	if got := found(t, ClaimDenied, readout("Max Holt, Ivo Kral"), denial("cutting off military aid to Norland")); len(got) != 1 {
		t.Error(got)
	}
	for name, sheets := range map[string][]*sheet{
		"of another thing":    {readout("Max Holt, Ivo Kral"), denial("swapping islands for grain")},
		"no talk is told":     {readout("Ann Berg, Ivo Kral"), denial("cutting off military aid to Norland")},
		"said by a third":     {note("2031-05-02", "a").saying("Norland", "military aid to Norland must not cease", 3).move(doc.Meet, "Max Holt, Ivo Kral", "", "They spoke.", status(doc.Done)), denial("cutting off military aid to Norland")},
		"the denial is first": {readout("Max Holt, Ivo Kral"), note("2031-05-01", "c").move(doc.Deny, "Max Holt", "talk", "Holt denied to have talked about military aid.")},
	} {
		if got := found(t, ClaimDenied, sheets...); len(got) > 0 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestWhatAThingIsDeniedToBe(t *testing.T) {
	denial := func(what string) *sheet {
		return note("2031-05-03", "b").move(doc.Deny, "Westmark", what, "Westmark denied that the "+what+".")
	}
	claim := func(first, second string) *sheet {
		return note("2031-05-03", "a").saying("Ann Berg", first, 1).saying("Max Holt", second, 2)
	}
	of := func(list ...*sheet) int { return len(found(t, ClaimDenied, list...)) }
	about := "the peace plan for Norland came from elsewhere"
	if n := of(claim(about, `called it essentially "the wish list of the Sudovans"`), denial("peace plan for Norland is a Sudovan wish list")); n != 1 {
		t.Error(n)
	}
	for _, c := range [][2]*sheet{
		{claim("the harvest came late", `called it essentially "the wish list of the Sudovans"`), denial("peace plan for Norland is a Sudovan wish list")},
		{claim(about, "it was a good list"), denial("peace plan for Norland is a Sudovan wish list")},
		{claim(about, "it was no wish list of the Sudovans"), denial("peace plan for Norland is a Sudovan wish list")},
		{claim(about, "called it a wish list of the Sudovans"), denial("peace plan for Norland is not a Sudovan wish list")},
		{claim(about, "called it a wish list of the Sudovans"), denial("grain fleet is a Sudovan wish list")},
	} {
		if n := of(c[0], c[1]); n != 0 {
			t.Errorf("%s / %s: %d", c[0].Statements[1].Words, c[1].Moves[0].Words, n)
		}
	}
}

func TestNothingWasCalledOff(t *testing.T) {
	with := func(says, denied string) []string {
		s := note("2031-05-03", "a").saying("Westmark", says, 1)
		s.move(doc.Meet, "Ivo Kral, Max Holt", "", "Kral and Holt met in March.", status(doc.Done), after(0, 1))
		return found(t, ClaimDenied, s.move(doc.Deny, "Sudova", denied, "Sudova denied that "+denied+".", after(1, 4)))
	}
	if got := with("There are no plans for Max Holt to meet Ivo Kral soon", "anything had been called off"); len(got) != 1 {
		t.Error(got)
	}
	for _, c := range [][2]string{
		{"There are no plans for Max Holt to meet Ann Berg soon", "anything had been called off"},
		{"There are no plans for Max Holt to meet Ivo Kral soon", "the harvest festival had been called off"},
		{"There are no plans for Max Holt to meet Ivo Kral soon", "anything had been signed"},
		{"Max Holt will meet Ivo Kral soon", "anything had been called off"},
	} {
		if got := with(c[0], c[1]); len(got) > 0 {
			t.Error(got)
		}
	}
}

func TestAChargeOfLying(t *testing.T) {
	with := func(claim, answer, charge string) []string {
		s := note("2031-05-03", "a").saying("Sudova", claim, 3).saying("Ann Berg", answer, 4)
		return found(t, ClaimDenied, s.move(doc.Accuse, "Ann Berg", charge, "Berg accused Sudova of "+charge+".", s.to("Sudova"), after(2, 4)))
	}
	claim, answer := "the agreement at sea would not take effect until sanctions had been lifted", "no sanctions relief was needed for the truce at sea"
	if got := with(claim, answer, "lying and of trying to distort what had been agreed"); len(got) != 1 {
		t.Error(got)
	}
	for _, c := range [][3]string{
		{"the harvest was good", answer, "lying"},
		{claim, "the harvest was good", "lying"},
		{claim, answer, "shelling a bridge"},
	} {
		if got := with(c[0], c[1], c[2]); len(got) > 0 {
			t.Error(got)
		}
	}
}

func TestALinkedDenialTouchesItsClaim(t *testing.T) {
	with := func(claim, what, denial string) []string {
		s := note("2031-05-03", "a").move(doc.Accuse, "Ann Berg", "shelling", claim, after(0, 1))
		return found(t, ClaimDenied, s.move(doc.Deny, "Sudova", what, denial, after(1, 2), s.denies()))
	}
	for denial, want := range map[[2]string]int{
		{"the shelling of Ridge", "Sudova denied the shelling of Ridge."}:                                             1,
		{"", "Sudova denied it on Monday."}:                                                                           1,
		{"", "Officials in Stonehaven received letters, quickly determined a hoax and decided not to close schools."}: 0,
		{"buying of grain", "Sudova denied the buying of grain."}:                                                     0,
	} {
		if got := with("Berg accused Sudova of shelling Ridge.", denial[0], denial[1]); len(got) != want {
			t.Errorf("%s: %v", denial, got)
		}
	}
}

func TestTwoCountInOneReport(t *testing.T) {
	with := func(a, b string, paragraph int) int {
		return len(found(t, NumbersDiffer, note("2031-05-03", "a").saying("Sudova", a, 1).saying("Westmark", b, paragraph)))
	}
	hit := "41 Norland aircraft had been hit on four airfields"
	if n := with(hit, "about 20 aircraft had been hit and around ten of them destroyed", 2); n != 1 {
		t.Error(n)
	}
	for _, c := range []struct {
		a, b string
		at   int
	}{
		{hit, "about 40 aircraft had been hit", 2},                                       // about the same
		{hit, "about 20 aircraft had been bought", 2},                                    // another thing is done to them
		{hit, "about 20 ships had been hit", 2},                                          // other things
		{hit, "about 20 aircraft might have been hit", 2},                                // not sure
		{hit, "about 20 aircraft had been hit", 9},                                       // far off
		{"Ridge cast 13 votes for Ann Berg", "Stonehaven cast 31 votes for Ann Berg", 2}, // two places
		{"Westmark announced 13 for Senator Ann Berg", "Sudova announced 31 for Ann Berg", 2},
		{"12 soldiers of the first brigade fell", "9 soldiers of the second brigade fell", 2},
		{"a category 3 hurricane was near Ridge", "a category 5 hurricane was near Ridge", 2}, // grades
	} {
		if n := with(c.a, c.b, c.at); n != 0 {
			t.Errorf("%s / %s", c.a, c.b)
		}
	}
}

func TestADescriptionIsNoSpeaker(t *testing.T) {
	of := func(outlet, by string) *sheet {
		return newSheet(outlet, "2031-05-03", outlet).says(by, "I want to wait until I meet with him in Ridge", true)
	}
	if n := len(found(t, OtherSpeaker, of("a", "Ann Berg"), of("b", "Max Holt"))); n != 1 {
		t.Error(n)
	}
	if n := len(found(t, OtherSpeaker, of("a", "Ann Berg"), of("b", "businessman"))); n != 0 {
		t.Error(n)
	}
}
