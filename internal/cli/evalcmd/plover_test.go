package evalcmd

import (
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
	dictionary "github.com/parley-reader/parley/internal/petrarch"
	"github.com/parley-reader/parley/internal/pipeline"
	plovercode "github.com/parley-reader/parley/internal/plover"
)

// coded are sentences with their chief event: root, mode, actors > recipients,
// each as code/sector. An empty line is no event.
var coded = []struct{ text, want string }{
	// all sixteen roots
	{"Norway and Denmark agreed to share the costs of the tunnel.", "AGREE NOR,DNK >"},
	{"Kenya's foreign minister visited Ethiopia on Tuesday.", "CONSULT visit KEN/GOV > ETH"},
	{"Canada praised Ghana for its reforms.", "SUPPORT CAN > GHA"},
	{"The government of Peru lifted the curfew in the capital.", "CONCEDE PER/GOV >"},
	{"Portugal shared intelligence with Spain.", "COOPERATE PRT > ESP"},
	{"Sweden sent food and medicine to Malawi.", "AID SWE > MWI"},
	{"Israel withdrew its troops from Lebanon.", "RETREAT withdraw ISR > LBN"},
	{"Finland urged Hungary to ratify the treaty.", "REQUEST FIN > HUN"},
	{"Chile accused Bolivia of smuggling.", "ACCUSE allege CHL > BOL"},
	{"Serbia rejected the demand from Croatia.", "REJECT SRB > HRV"},
	{"Eritrea threatened to attack Ethiopia.", "THREATEN ERI > ETH"},
	{"Thousands of Greek students demonstrated in Athens against the government.", "PROTEST demo GRC/EDU > GRC/GOV"},
	{"Japan imposed sanctions on North Korea.", "SANCTION JPN > PRK"},
	{"Poland deployed troops to the border with Belarus.", "MOBILIZE troops POL > BLR"},
	{"Turkish police arrested 30 Kurdish protesters in Ankara.", "COERCE arrest TUR/COP > TUR/CVL"},
	{"Israeli soldiers shot two Palestinian farmers near Jenin.", "ASSAULT firearms ISR/MIL > PSE/AGR"},
	// told otherwise
	{"Two Syrian journalists were kidnapped by Iraqi militants.", "ASSAULT abduct IRQ/REB > SYR/JRN"},
	{"Italian prosecutors are investigating a French bank.", "ACCUSE investigate ITA/JUD > FRA/BUS"},
	{"Australia will send doctors and food to Fiji.", "AGREE AUS > FJI"},
	{"Australia will not provide aid to Fiji.", "REJECT AUS > FJI"},
	{"Brazil said that Paraguay must open the dam.", "REQUEST BRA > PRY"},
	{"Egypt vowed to bomb the bases in Libya.", "THREATEN EGY > LBY"},
	{"French and German ministers condemned Iran.", "ACCUSE disapprove FRA/GOV,DEU/GOV > IRN"},
	{"A court in Guatemala ordered an investigation of the mayor.", "ACCUSE investigate GTM/JUD >"},
	// nothing that the scheme codes
	{"Finland said the weather was fine.", ""},
	{"The talks could resume if Chad agrees.", ""},
	{"Spain did not attack Morocco.", ""},
	{"The law would have allowed Panama to extradite him.", ""},
	{"The minister likes old trains.", ""},
}

func TestCoded(t *testing.T) {
	c, err := coder()
	if err != nil {
		t.Fatal(err)
	}
	read := reading(t)
	for _, x := range coded {
		got := chief(c, read(x.text))
		// A recipient that the table does not name may be anybody.
		if got != x.want && !(strings.HasSuffix(x.want, ">") && strings.HasPrefix(got, x.want)) {
			t.Errorf("%s\n got %s\nwant %s", x.text, got, x.want)
		}
	}
}

func reading(t testing.TB) func(string) *doc.Document {
	line, err := pipeline.New()
	if err != nil {
		t.Fatal(err)
	}
	ws := pipeline.NewWorkspace()
	return func(text string) *doc.Document {
		d, err := line.Read(doc.Report{Text: text, Published: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)}, ws)
		if err != nil {
			return nil
		}
		return d
	}
}

func chief(c *plovercode.Coder, d *doc.Document) string {
	events := c.Code(d)
	if len(events) == 0 {
		return ""
	}
	side := func(all []plovercode.Entity) string {
		var out []string
		for _, e := range all {
			s := e.Code
			if e.Sector != "" {
				s += "/" + e.Sector
			}
			out = append(out, s)
		}
		return strings.Join(out, ",")
	}
	e := &events[0]
	return strings.Join(strings.Fields(e.Event+" "+e.Mode+" "+side(e.Actor)+" > "+side(e.Recipient)), " ")
}

func TestCodedByDictionaries(t *testing.T) {
	c, err := coder()
	if err != nil {
		t.Fatal(err)
	}
	actors, err := dictionary.ReadActors("a", strings.NewReader("AMBER_LEAGUE [AMB]\nSILVER_COAST [SIL]\n\nHERALD [~JRN]\n"))
	if err != nil {
		t.Fatal(err)
	}
	verbs, err := dictionary.ReadVerbs("v", strings.NewReader("--- PRAISE [112] ---\nPRAISE\n- * COURAGE [051]\n--- GREET [---] ---\nGREET\n"))
	if err != nil {
		t.Fatal(err)
	}
	c = c.WithDictionaries(actors, verbs)
	read := reading(t)
	for text, want := range map[string]string{
		"The Amber League praised the Silver Coast.":                         "ACCUSE disapprove AMB > SIL",
		"The Amber League praised the courage of the Silver Coast.":          "SUPPORT AMB > SIL",
		"The Amber League attacked the Silver Coast.":                        "ASSAULT AMB > SIL",
		"The Amber League will praise the courage of the Silver Coast soon.": "AGREE AMB > SIL",
	} {
		if got := chief(c, read(text)); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// TestPlaceAndDay holds an event to where and when it was.
func TestPlaceAndDay(t *testing.T) {
	c, err := coder()
	if err != nil {
		t.Fatal(err)
	}
	events := c.Code(reading(t)("Turkish police arrested three Greek sailors in Izmir on Monday over nuclear smuggling."))
	if len(events) != 1 {
		t.Fatalf("%d events", len(events))
	}
	e := events[0]
	if e.Place == nil || e.Place.Name != "Izmir" || e.Date != "2025-08-18" || strings.Join(e.Context, " ") != "cbrn trafficking" {
		t.Errorf("place %+v, day %q, context %q", e.Place, e.Date, e.Context)
	}
}

// FuzzCode codes whatever is read: it must never panic, and every span lies in
// the text.
func FuzzCode(f *testing.F) {
	for _, x := range coded {
		f.Add(x.text)
	}
	lex, err := lexicon.Load(lexicon.Embedded())
	if err != nil {
		f.Fatal(err)
	}
	c, err := plovercode.New(lex, plovercode.Embedded())
	if err != nil {
		f.Fatal(err)
	}
	read := reading(f)
	f.Fuzz(func(t *testing.T, text string) {
		d := read(text)
		if d == nil {
			return
		}
		for _, e := range c.Code(d) {
			for _, s := range []doc.Span{e.Cue, e.Evidence} {
				if s.Start < 0 || s.End > len(d.Report.Text) || s.Start > s.End {
					t.Fatalf("%+v is not in the text", s)
				}
			}
		}
	})
}
