package corpus

import (
	"testing"

	"github.com/parley-reader/parley/doc"
)

func TestReadTimeML(t *testing.T) {
	const in = `<?xml version="1.0" ?><TimeML><DOCID> d1 </DOCID>
<DCT><TIMEX3 tid="t0" type="TIME" value="2025-08-20T10:00">today</TIMEX3></DCT>
<TEXT>R&amp;D <EVENT eid="e1" class="OCCURRENCE">ended</EVENT> <TIMEX3 tid="t1" type="DATE" value="2025-08-19"> Tuesday</TIMEX3>, not <TIMEX3 tid="t2" type="DURATION" value="P1D"/>later.</TEXT></TimeML>`
	d, err := ReadTimeML(in)
	if err != nil {
		t.Fatal(err)
	}
	if d.ID != "d1" || d.Created != "2025-08-20T10:00" || d.Day.Day() != 20 || d.Text != "R&D ended  Tuesday, not later." {
		t.Errorf("read %+v", d)
	}
	if len(d.Times) != 1 || d.Times[0].Span.In(d.Text) != "Tuesday" || d.Times[0].Type != doc.DateTime || d.Times[0].Value != "2025-08-19" {
		t.Errorf("times %+v", d.Times)
	}
	for _, bad := range []string{"", "<TEXT>no end", "<TEXT>a</TIMEX3></TEXT>", "<TEXT>a <b</TEXT"} {
		if _, err := ReadTimeML(bad); err == nil {
			t.Errorf("%q: no error", bad)
		}
	}
}
