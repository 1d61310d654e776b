package pipeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

// saying writes a statement as the tables of these tests do: sources, words for
// them, cue, kind, voice, content.
func saying(d *doc.Document, s *doc.Statement) string {
	var names, pieces []string
	for _, id := range s.Sources {
		names = append(names, d.Actors[id-1].Name)
	}
	text := d.Report.Text
	for _, c := range s.Content {
		pieces = append(pieces, strings.TrimRight(c.In(text), ",."))
	}
	return fmt.Sprintf("%s (%s) %s: %v %v: %s", strings.Join(names, "; "), s.SourceSpan.In(text), s.Cue.In(text), s.Kind, s.Voice, strings.Join(pieces, " | "))
}

// reading is a text and its statements of speech, in order, as saying writes
// them; none at all where the list is empty.
type reading struct {
	text string
	want []string
}

// readings fails for each text whose statements are not just those wanted.
func readings(t *testing.T, rows []reading) {
	t.Helper()
	ws := NewWorkspace()
	for _, row := range rows {
		d, err := line(t).Read(doc.Report{Text: row.text, Published: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)}, ws)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range d.Statements {
			if d.Statements[i].Mode == doc.Speech {
				got = append(got, saying(d, &d.Statements[i]))
			}
		}
		if g, w := strings.Join(got, "\n  "), strings.Join(row.want, "\n  "); g != w {
			t.Errorf("%s\ngot\n  %s\nwant\n  %s", row.text, g, w)
		}
	}
}

// Texts that break what reads a quotation and its source from one line.
func TestBrokenTags(t *testing.T) {
	readings(t, []reading{
		{"“The clinic will reopen in the spring,”\n\nMarta Olsen, a surgeon and head of the northern relief group,\n\nsaid on Tuesday.",
			[]string{"Marta Olsen (Marta Olsen) said: direct own: The clinic will reopen in the spring"}},
		{"“The clinic will reopen in the spring,” Marta Olsen, a surgeon and head of the northern relief group,\n\nsaid on Tuesday.",
			[]string{"Marta Olsen (Marta Olsen) said: direct own: The clinic will reopen in the spring"}},
		{"The French foreign minister, Jean-Noël Barrot, a former lawmaker and the author of the plan,\n\nsaid that the talks would resume.",
			[]string{"Jean-Noël Barrot (The French foreign minister) said: indirect own: the talks would resume"}},
		{"\"The ferry will return,\"\n\nsaid Hugh Hill, a doctor.",
			[]string{"Hugh Hill (Hugh Hill) said: direct own: The ferry will return"}},
		{"The envoy left Geneva, where it rained.\n\nSaid to be a hard man, he is popular.", nil},
		{"\"We will sign the text, Finnish President Alexander Stubb said. He left for Oslo.\n\nNorway's Foreign Minister Espen Barth Eide said that his country would wait.",
			[]string{"Alexander Stubb (Finnish President Alexander Stubb) said: direct own: We will sign the text",
				"Espen Barth Eide (Norway's Foreign Minister Espen Barth Eide) said: indirect own: his country would wait"}},
		{"\"We want peace,\" Shehbaz Sharif said. \"But not at any price, he added.\n\n\"We want land. We want it now,\" said Narendra Modi.",
			[]string{"Shehbaz Sharif (Shehbaz Sharif) said: direct own: We want peace | But not at any price",
				"Narendra Modi (Narendra Modi) said: direct own: We want land. We want it now"}},
		{"» We will not sign, said Chile's President Gabriel Boric. The talks are over.",
			[]string{"Gabriel Boric (Chile's President Gabriel Boric) said: direct own: We will not sign"}},
		{"“ We will not sign, said Chile's President Gabriel Boric. The talks are over.",
			[]string{"Gabriel Boric (Chile's President Gabriel Boric) said: direct own: We will not sign"}},
		{"— We are ready to host them, said Alexander Stubb.",
			[]string{"Alexander Stubb (Alexander Stubb) said: direct own: We are ready to host them"}},
		{"“ The old bridge over the river was painted, and the town was glad of it.", nil},
		{"The Turkish president, Recep Tayyip Erdogan, met Vladimir Putin in Sochi. “We want this war to end,” he said, standing beside Putin.",
			[]string{"Recep Tayyip Erdoğan (he) said: direct own: We want this war to end"}},
		{"KYIV, Aug 20 (Agency) — Ukraine said on Wednesday that it would not accept the plan.",
			[]string{"Ukraine (Ukraine) said: indirect own: it would not accept the plan"}},
		{"GOMA, May 2 (Kivu Post) — Officials said the talks had failed.",
			[]string{"Officials (Officials) said: indirect unnamed: the talks had failed"}},
	})
}

// Forms of attribution besides “…,” X said.
func TestForms(t *testing.T) {
	readings(t, []reading{
		{"In the words of Ursula von der Leyen, Europe “stands ready to act”.",
			[]string{"Ursula von der Leyen (Ursula von der Leyen) In the words of: mixed own: Europe “stands ready to act”"}},
		{"The talks, per a senior EU official, will resume on Monday.",
			[]string{"senior EU official (a senior EU official) per: indirect unnamed: The talks | will resume on Monday"}},
		{"Prices rose by 3 per cent, per year, and per person.", nil},
		{"As Mark Carney put it, the tariffs were a mistake.",
			[]string{"Mark Carney (Mark Carney) put it: indirect own: the tariffs were a mistake"}},
		{"The deal is dead, said the Iranian foreign minister, Abbas Araghchi.",
			[]string{"Abbas Araghchi (the Iranian foreign minister) said: indirect own: The deal is dead"}},
		{"Benjamin Netanyahu was quoted as saying that the war would go on.",
			[]string{"Benjamin Netanyahu (Benjamin Netanyahu) saying: indirect own: the war would go on"}},
		{"It was announced by the Egyptian foreign ministry that the crossing would open on Sunday.",
			[]string{"Egyptian foreign ministry (the Egyptian foreign ministry) announced: indirect own: the crossing would open on Sunday"}},
		{"It was said that the talks would fail.",
			[]string{" () said: indirect unnamed: the talks would fail"}},
		{"Asked whether he would meet Vladimir Putin, Volodymyr Zelensky replied: “Yes.”",
			[]string{"Volodymyr Zelensky (Volodymyr Zelensky) replied: direct own: Yes"}},
		{"“If they attack, we will respond,” Masoud Pezeshkian said, according to the state news agency IRNA.",
			[]string{"state news agency (the state news agency IRNA) according to: mixed unnamed: “If they attack, we will respond,” Masoud Pezeshkian said",
				"Masoud Pezeshkian (Masoud Pezeshkian) said: direct relayed: If they attack, we will respond"}},
		{"Reuters, citing two officials, reported that the deal was off.",
			[]string{"two officials (two officials) citing: indirect unnamed: the deal was off",
				"Reuters (Reuters) reported: indirect narrated: the deal was off"}},
		{"Israel did not confirm the report. No one said that the talks had failed.", nil},
		{"A joint statement issued by France and Germany said the truce must hold.",
			[]string{"France; Germany (A joint statement issued by France and Germany) said: indirect official: the truce must hold"}},
		{"The Kremlin downplayed talk of an early summit with Norway.",
			[]string{"Russia (The Kremlin) downplayed: indirect narrated: talk of an early summit with Norway"}},
		{"Norway could announce a new plan.", nil},
		{"Politico reported on Tuesday, citing three diplomats, that the fund would be worth a billion.",
			[]string{"Politico (Politico) reported: indirect narrated: the fund would be worth a billion",
				"three diplomats (three diplomats) citing: indirect unnamed: the fund would be worth a billion"}},
		{"Yamandu Orsi spoke in Montevideo. “Patience is not infinite,” he was quoted as saying by the newspaper El Pais.",
			[]string{"Yamandú Orsi (he) saying: direct own: Patience is not infinite"}},
		{"Emmanuel Macron told Friedrich Merz that France was ready.",
			[]string{"Emmanuel Macron (Emmanuel Macron) told: indirect narrated: France was ready"}},
		{"Zelensky: no land swap with Russia\nVolodymyr Zelensky said on Tuesday that Ukraine would not cede land. Zelensky spoke in Kyiv.",
			[]string{"Volodymyr Zelensky (Zelensky) : indirect own: no land swap with Russia",
				"Volodymyr Zelensky (Volodymyr Zelensky) said: indirect own: Ukraine would not cede land"}},
		{"Sergei Lavrov said Vladimir Putin had told Donald Trump that Russia was ready for direct talks.",
			[]string{"Sergei Lavrov (Sergei Lavrov) said: indirect own: Vladimir Putin had told Donald Trump that Russia was ready for direct talks",
				"Vladimir Putin (Vladimir Putin) told: indirect relayed: Russia was ready for direct talks"}},
	})
}

// A nested saying names the one that it is told in.
func TestChain(t *testing.T) {
	d := sound(t, "Sergei Lavrov said Vladimir Putin had told Donald Trump that Russia was ready for direct talks.", NewWorkspace())
	if len(d.Statements) != 2 || d.Statements[0].Within != 0 || d.Statements[1].Within != 1 || len(d.Statements[1].To) != 1 {
		t.Errorf("%+v", d.Statements)
	}
}

// Quotations without a cue go on from the one before; marks around names and
// single words are no speech, nor are deeds.
func TestNoCue(t *testing.T) {
	readings(t, []reading{
		{"“We are close to an agreement,” said Antonio Guterres, the UN chief.\n\n“Both sides have moved a great deal.”",
			[]string{"António Guterres (Antonio Guterres) said: direct own: We are close to an agreement",
				"António Guterres (Antonio Guterres) : direct own: Both sides have moved a great deal"}},
		{"“Our position is clear,” Prime Minister Keir Starmer told lawmakers.\n\n“We will back Ukraine for as long as it takes.\n\n“We will not be bullied,” he added.",
			[]string{"Keir Starmer (Prime Minister Keir Starmer) told: direct own: Our position is clear",
				"Keir Starmer (Prime Minister Keir Starmer) : direct own: We will back Ukraine for as long as it takes",
				"Keir Starmer (he) added: direct own: We will not be bullied"}},
		{"The delegates met at the hotel “Golden Tulip” and saw the film “The Last Treaty”.", nil},
		{"The rebels attacked the town and fired rockets. Chile and Peru signed the treaty, and Norway negotiated the terms.", nil},
		{"Chile condemned the strike, and Peru denounced the deal.", nil},
		{"Norway dismissed reports that it had paid for the fund as “speculation”.",
			[]string{"Norway (Norway) dismissed: mixed narrated: reports that it had paid for the fund as “speculation”"}},
		{"Chile condemned the strike as “a crime against all of us”.",
			[]string{"Chile (Chile) condemned: mixed own: the strike as “a crime against all of us”"}},
	})
}

// Whose words: by an appositive, a document's owner, a counterpart named
// nowhere.
func TestSources(t *testing.T) {
	readings(t, []reading{
		{"A spokesman for the Chinese foreign ministry, Guo Jiakun, said Beijing opposed the sanctions.",
			[]string{"Guo Jiakun (A spokesman for the Chinese foreign ministry) said: indirect own: Beijing opposed the sanctions"}},
		{"A spokesman for the army, in Kyiv, said the town was lost.",
			[]string{"spokesman (A spokesman for the army) said: indirect unnamed: the town was lost"}},
		{"According to a letter from Emmanuel Macron, France will send aid.",
			[]string{"Emmanuel Macron (a letter from Emmanuel Macron) According to: indirect official: France will send aid"}},
		{"The Syrian Democratic Forces (SDF) said it had been given assurances.",
			[]string{"Syrian Democratic Forces (The Syrian Democratic Forces) said: indirect own: it had been given assurances"}},
		{"A Western diplomat said the text was nearly done.",
			[]string{"Western diplomat (A Western diplomat) said: indirect unnamed: the text was nearly done"}},
		{"Retired army officer and border specialist Ana Keller told reporters that the road was closed.",
			[]string{"Ana Keller (Retired army officer and border specialist Ana Keller) told: indirect own: the road was closed"}},
		{"Oslo’s offer was praised by the African Union, whose chairperson, Mahmoud Ali Youssouf, called it “a door that must stay open”.",
			[]string{"Mahmoud Ali Youssouf (Mahmoud Ali Youssouf) called: mixed own: it “a door that must stay open”"}},
		{"Emmanuel Macron, speaking to the council in Oslo, said that the deal was over.",
			[]string{"Emmanuel Macron (Emmanuel Macron) said: indirect own: the deal was over"}},
		{"Emmanuel Macron admitted the matter was “a tough one” to solve and said Norway might help.",
			[]string{"Emmanuel Macron (Emmanuel Macron) admitted: mixed own: the matter was “a tough one” to solve",
				"Emmanuel Macron (Emmanuel Macron) said: indirect own: Norway might help"}},
		{"A spokesman for Emmanuel Macron said the road was closed.",
			[]string{"spokesman (A spokesman for Emmanuel Macron) said: indirect unnamed: the road was closed"}},
		{"The agency quoted a minister as saying that the talks were over.",
			[]string{"minister (a minister) saying: indirect unnamed: the talks were over"}},
		{"The White House said on Monday that Donald Trump would not attend.",
			[]string{"United States (The White House) said: indirect own: Donald Trump would not attend"}},
		{"“We are tired,” a nurse, who asked not to be named, told the paper.",
			[]string{"nurse (a nurse) told: direct unnamed: We are tired"}},
	})
}

// Beliefs and intentions are told apart from what is said.
func TestModes(t *testing.T) {
	for text, want := range map[string]doc.Mode{
		"Norway believes that Sweden will accept the offer.": doc.Belief,
		"Keir Starmer plans to visit Cairo next week.":       doc.Intention,
		"Keir Starmer said that he would visit Cairo.":       doc.Speech,
	} {
		d := sound(t, text, NewWorkspace())
		if len(d.Statements) != 1 || d.Statements[0].Mode != want {
			t.Errorf("%s: %+v", text, d.Statements)
		}
	}
}

// A transcript gives one direct statement for each turn.
func TestTranscripts(t *testing.T) {
	readings(t, []reading{
		{"Q    Will the President go to Geneva?\n\nMR. LARSEN: He will go if the talks make progress. We have been clear about that.\n\nWe have nothing to announce today.\n\nQ    But when?\n\nMR. LARSEN: Soon.",
			[]string{" (Q) : direct unnamed: Will the President go to Geneva?",
				"LARSEN (MR. LARSEN) : direct own: He will go if the talks make progress. We have been clear about that | We have nothing to announce today",
				" (Q) : direct unnamed: But when?",
				"LARSEN (MR. LARSEN) : direct own: Soon"}},
		{"THE PRESIDENT: Thank you. We have an agreement. It cuts off every path to a weapon.\n\nNote: The President spoke at noon.\n\n10:30: The session opened.\n\nLocation: Geneva",
			[]string{"PRESIDENT (THE PRESIDENT) : direct own: Thank you. We have an agreement. It cuts off every path to a weapon"}},
		{"Reporter: Will Mexico accept the tariff?\n\nSheinbaum: We will not accept any tariff. We are ready to talk.\n\nOur team goes to Washington on Friday.\n\nReporter: Thank you.",
			[]string{" (Reporter) : direct unnamed: Will Mexico accept the tariff?",
				"Claudia Sheinbaum (Sheinbaum) : direct own: We will not accept any tariff. We are ready to talk | Our team goes to Washington on Friday",
				" (Reporter) : direct unnamed: Thank you"}},
		{"Question: Do you support the plan?\n\nAnswer: I do. We all do.\n\nQuestion: And Egypt?\n\nAnswer: Ask them.",
			[]string{" (Question) : direct unnamed: Do you support the plan?",
				" (Answer) : direct unnamed: I do. We all do",
				" (Question) : direct unnamed: And Egypt?",
				" (Answer) : direct unnamed: Ask them"}},
		{"Next steps: we will meet you in Rome.\nBudget: our costs rose.\nNext steps: we go on.", nil},
		{"Venue: Hotel Adler\n\nDate: 4 May\n\nTopics: fishing and ports\n\nParticipants: Norway, Iceland", nil},
		{"Kharkiv: five houses burned.\n\nOdesa: the port was closed.\n\nKharkiv: two more houses burned.", nil},
		{"10:30: The session opened.\n\n11:00: The session closed.", nil},
	})
}

// Nothing in a transcript is told by a statement that reaches over a turn.
func TestTurnsHoldTheirOwn(t *testing.T) {
	d := sound(t, "MR. LARSEN: The envoy has said that he will go. I believe him.\n\nMS. VOSS: We do not.", NewWorkspace())
	for i := range d.Statements {
		if s := &d.Statements[i]; s.Within == 0 && !strings.HasPrefix(s.Why, "a turn") {
			t.Errorf("outside any turn: %s", saying(d, s))
		}
	}
	if len(d.Statements) < 3 {
		t.Errorf("only %d statements", len(d.Statements))
	}
}

// Every statement says why, in words.
func TestWhy(t *testing.T) {
	for text, want := range map[string]string{
		"It was said that the talks would fail.":                                     "no source: the report tells of none",
		"As Mark Carney put it, the tariffs were a mistake.":                         "a fixed form",
		"MR. LARSEN: We agree.\n\nMS. VOSS: We do not.":                              "a turn of a transcript",
		"A spokesman for the Chinese foreign ministry, Guo Jiakun, said no.":         "named beside the words for it",
		"“ We will not sign, said Chile's President Gabriel Boric. The talks go on.": "a lone quotation mark",
	} {
		d := sound(t, text, NewWorkspace())
		if len(d.Statements) == 0 || !strings.Contains(d.Statements[0].Why, want) {
			t.Errorf("%s: %+v, want %q", text, d.Statements, want)
		}
	}
}

// fair fails where statements say what no report can: content that reaches
// half over another's, a nested saying outside the one that it is told in, a
// source that has no words.
func fair(t *testing.T, d *doc.Document) {
	t.Helper()
	for i := range d.Statements {
		s := &d.Statements[i]
		if s.Source != 0 && s.SourceSpan.Empty() && s.Within == 0 {
			t.Errorf("%.60q: a source without words: %s", d.Report.Text, saying(d, s))
		}
		if s.Why == "" {
			t.Errorf("%.60q: no reason for %s", d.Report.Text, saying(d, s))
		}
		for k := max(0, i-8); k < i; k++ {
			o := &d.Statements[k]
			for _, a := range s.Content {
				for _, b := range o.Content {
					if b.Start < a.Start && a.Start < b.End && b.End < a.End || a.Start < b.Start && b.Start < a.End && a.End < b.End {
						t.Errorf("%.60q: half over each other:\n  %s\n  %s", d.Report.Text, saying(d, s), saying(d, o))
					}
				}
			}
		}
	}
}

func TestFair(t *testing.T) {
	ws := NewWorkspace()
	for _, text := range append(append([]string{}, odd...), examples(t)...) {
		if d := sound(t, text, ws); d != nil {
			fair(t, d)
		}
	}
}

// Reports of odd shapes are read in time that grows with their length alone,
// and nothing is made up in them.
func TestOddShapes(t *testing.T) {
	shapes := map[string]func(n int) string{
		"one quote":   func(n int) string { return "“" + strings.Repeat("We will never leave this table. ", n*30) + "”" },
		"open quotes": func(n int) string { return strings.Repeat("“We agree, said Chile. ", n*30) },
		"speakers": func(n int) string {
			var b strings.Builder
			for i := range n * 30 {
				fmt.Fprintf(&b, "MR. %c%c%c: We agree with you.\n\n", 'A'+i%26, 'A'+i/26%26, 'A'+i/676%26)
			}
			return b.String()
		},
		"capitals": func(n int) string { return strings.Repeat("CHILE SAYS IT WILL SIGN THE TREATY IF PERU DOES. ", n*20) },
		"list":     func(n int) string { return strings.Repeat("- Venue: Geneva\n- Date: 4 May\n", n*30) },
		"chain":    func(n int) string { return strings.Repeat("Chile said that Peru said that ", n*30) },
		"broken":   func(n int) string { return strings.Repeat("“We agree,” the envoy,\n\nsaid on Monday.\n\n", n*20) },
		"joined": func(n int) string {
			return "Chile said it would sign" + strings.Repeat(" and said it would pay", n*30) + "."
		},
		"foreign marks": func(n int) string {
			return strings.Repeat("„Wir sind bereit“, said Chile. «Oui», said Peru. ‚Nein‘. 「はい」 ", n*15)
		},
	}
	ws := NewWorkspace()
	for name, shape := range shapes {
		took := func(n int) time.Duration {
			text := shape(n)
			best := time.Hour
			for range 2 {
				start := time.Now()
				d := sound(t, text, ws)
				best = min(best, time.Since(start))
				if d != nil {
					fair(t, d)
				}
			}
			return best
		}
		took(2)
		if short, long := took(5), took(25); long > 15*short+50*time.Millisecond {
			t.Errorf("%s: %v for one length, %v for five times it", name, short, long)
		}
	}
}
