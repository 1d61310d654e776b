package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadPlover(t *testing.T) {
	const in = `[{"id": "D", "event": "DOCUMENT", "target": ""},
{"id": "X-1", "event": "DEMAND", "date": "2000-01-01", "text": "Norway urged Chile to wait.", "context": "legal, military",
 "source": [{"actorText": "Norway", "code": "NOR", "sector": "GOV"}], "target": [{"actorText": "Peru", "code": "PER"}]},
{"id": "X-2", "event": "FIGHT", "text": "Shots fell.", "target": ""}]`
	recs, err := ReadPlover(strings.NewReader(in))
	if err != nil || len(recs) != 2 {
		t.Fatalf("%d records, %v", len(recs), err)
	}
	r := recs[0]
	if r.Source[0].Span.In(r.Text) != "Norway" || !r.Target[0].Span.Empty() || r.Target[0].Code != "PER" || r.Context != "legal, military" {
		t.Errorf("read %+v", r)
	}
	if recs[1].Target != nil {
		t.Errorf("read %+v", recs[1])
	}
	for _, bad := range []string{"", "{}", `[{"source": [1]}]`} {
		if _, err := ReadPlover(strings.NewReader(bad)); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}

func TestReadPetrarch(t *testing.T) {
	const in = `<Validation> about <EventCoding...> records <Sentences>
<!-- <Sentence id="no"> -->
<Sentence date="20080804" id="A_1" category="AFP" evaluate="true"/>
<EventCoding eventcode="042" sourcecode="NOR" targetcode="CHLGOV" />
<EventCoding sourcecode="---" targetcode="NOR" eventcode="0352"></EventCoding>
<Text>
Norway visited
Chile &amp; Peru.
</Text><Parse>(ROOT)</Parse></Sentence>
<Sentence id="A_2"><EventCoding noevents = "True"><Text>Nothing.</Text></Sentence>`
	recs, err := ReadPetrarch(strings.NewReader(in))
	if err != nil || len(recs) != 2 {
		t.Fatalf("%+v, %v", recs, err)
	}
	if recs[0].ID != "A_1" || recs[0].Text != "Norway visited Chile & Peru." || len(recs[0].Events) != 2 || recs[0].Events[0] != (CameoEvent{"042", "NOR", "CHLGOV"}) {
		t.Errorf("read %+v", recs[0])
	}
	if len(recs[1].Events) != 0 {
		t.Errorf("read %+v", recs[1])
	}
	if _, err := ReadPetrarch(strings.NewReader(`<Sentence id="A_3">`)); err == nil {
		t.Error("a record without text: no error")
	}
}

// TestEventCorpora reads the whole files, where they are at hand.
func TestEventCorpora(t *testing.T) {
	root := os.Getenv("PARLEY_CORPORA")
	if root == "" {
		for dir := ".."; len(dir) < 30; dir = filepath.Join("..", dir) {
			if s := filepath.Join(dir, "shared", "corpora"); ploverPathExists(s) {
				root = s
				break
			}
		}
	}
	if root == "" {
		t.Skip("no corpora: set PARLEY_CORPORA")
	}
	f, err := os.Open(filepath.Join(root, "events/plover_gsr/gold_standard_records/PLOVER_GSR_CAMEO.txt"))
	if err != nil {
		t.Skip(err)
	}
	defer f.Close()
	recs, err := ReadPlover(f)
	if err != nil || len(recs) != 322 {
		t.Errorf("%d PLOVER records, %v", len(recs), err)
	}
	g, err := os.Open(filepath.Join(root, "events/petrarch/data/text/PETR2_GSR_validation.xml"))
	if err != nil {
		t.Skip(err)
	}
	defer g.Close()
	sents, err := ReadPetrarch(g)
	if err != nil || len(sents) != 78 {
		t.Errorf("%d PETRARCH records, %v", len(sents), err)
	}
}

func ploverPathExists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
