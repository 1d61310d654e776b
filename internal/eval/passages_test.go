package eval

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

const onePassage = `{"id":"x","published":"2025-03-14","text":"Oslo will sign if Bergen agrees by Friday. Bergen no longer objects.",` +
	`"conditions":[{"if":"Bergen agrees","evidence":"sign"}],"deadlines":[{"span":"by Friday","from":"2025-03-14","to":"2025-03-21"}],"shifts":[{"evidence":"no longer objects","actor":"Bergen"}]}`

func TestPassages(t *testing.T) {
	all, err := ReadPassages(strings.NewReader(onePassage+"\n\n"), "x.jsonl")
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	p := &all[0]
	at := p.at
	d := &doc.Document{Report: doc.Report{Text: p.Text}}
	d.Actors = []doc.Actor{{ID: 1, Name: "Bergen city"}, {ID: 2, Name: "Oslo"}}
	d.Moves = []doc.Move{{If: []doc.Span{at("Bergen agrees by Friday")}, Evidence: at("Oslo will sign if Bergen agrees by Friday.")},
		{If: []doc.Span{at("Bergen agrees by Friday")}, Evidence: at("Bergen no longer objects.")}}
	d.Deadlines = []doc.Deadline{{Phrase: at("by Friday"), From: "2025-03-14", To: "2025-03-21"}, {Phrase: at("by Friday"), From: "2025-03-14", To: "2025-03-21"}}
	d.Shifts = []doc.Shift{{Actor: 1, Evidence: at("Bergen no longer objects.")}, {Actor: 2, Evidence: at("Bergen no longer objects.")}}
	var s PassageScore
	wrong := s.Add(p, d)
	if s.Conditions != (SpanCounts{1, 1, 1}) || s.Deadlines != (SpanCounts{1, 1, 1}) || s.Shifts != (SpanCounts{1, 1, 2}) || len(wrong) != 1 {
		t.Errorf("%+v %q", s, wrong)
	}
	d.Deadlines[0].To = "2025-03-20"
	d.Deadlines[1].To = "2025-03-20"
	d.Moves, d.Shifts = nil, nil
	s = PassageScore{}
	if wrong = s.Add(p, d); s.Conditions.Both+s.Deadlines.Both+s.Shifts.Both != 0 || len(wrong) != 4 {
		t.Errorf("%+v %q", s, wrong)
	}
}

func TestPassagesRefused(t *testing.T) {
	for _, line := range []string{
		"{", strings.Replace(onePassage, `"Bergen agrees","ev`, `"Narvik agrees","ev`, 1), strings.Replace(onePassage, "2025-03-21", "2025-03-32", 1),
	} {
		if _, err := ReadPassages(strings.NewReader("\n"+line), "x.jsonl"); err == nil || !strings.HasPrefix(err.Error(), "x.jsonl:2: ") {
			t.Errorf("%s: %v", line, err)
		}
	}
}
