package pipeline

import (
	"fmt"
	"slices"
	"testing"
)

// TestShifts holds the reader to the changes of position that short texts tell:
// who, what was held, what is held now. A text that tells none must have none.
func TestShifts(t *testing.T) {
	ws := NewWorkspace()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"William Ruto no longer wants to wait ten weeks. On Monday he said that he would set a new limit of five days.",
			[]string{"William Ruto: wait ten weeks => new limit of five days"}},
		{"William Ruto no longer wants to wait ten weeks. On Monday he said that he would set off for Arusha.",
			[]string{"William Ruto: wait ten weeks => "}},
		{"In a sharp reversal, William Ruto said on Tuesday that he believed Uganda could keep the island. For months he had insisted that Uganda would have to leave it.",
			[]string{"William Ruto: Uganda would have to leave it => Uganda could keep the island"}},
		{"In a sharp reversal, William Ruto said on Tuesday that Uganda could keep the island. For months Yoweri Museveni had insisted that Kenya would have to leave it.",
			[]string{"William Ruto:  => Uganda could keep the island"}},
		{"Kenyan President William Ruto initially insisted that Uganda confirm a truce before any talks. Ruto later said that he would himself be waiting for Yoweri Museveni in Arusha.",
			[]string{"William Ruto: Uganda confirm a truce before any talks => he would himself be waiting for Yoweri Museveni in Arusha"}},
		{"Kenyan President William Ruto initially insisted that Uganda confirm a truce before any talks. Museveni later said that he would be waiting in Arusha.", nil},
		{"Kenyan President William Ruto insisted that Uganda confirm a truce before any talks. Ruto said that he would be waiting in Arusha.", nil},
		{"“They should stop where they are,” William Ruto said. It was less than a month since he had declared that Uganda could win back all its land.",
			[]string{"William Ruto: Uganda could win back all its land => They should stop where they are"}},
		{"“They should stop where they are,” William Ruto said. It was less than a month since he had come to Arusha.", nil},
		{"Mr Museveni said there must be a truce first. Mr Ruto, who had demanded one himself until Friday, replied that he had ended wars without one.",
			[]string{"William Ruto: truce => he had ended wars without one"}},
		{"Mr Museveni said there must be a truce first. Mr Ruto, who had demanded one himself, replied that Uganda was right.", nil},
		{"William Ruto had at first suggested that Uganda would have to leave the island. On Thursday he dropped the condition.",
			[]string{"William Ruto: Uganda would have to leave the island => "}},
		{"William Ruto imposed a new tariff on India. On Thursday he dropped the condition.", []string{"William Ruto: condition => "}},
		{"Kenya had long demanded that Uganda pay back the loan, but dropped the demand in the last talks.",
			[]string{"Kenya: Uganda pay back the loan => "}},
		{"Once the rule goes into effect in December, many workers will receive more pay.", nil},
		{"When did you first consider the chance of a truce, rather than a pause?", nil},
		{"Uganda denied that it had held the men on the list that Kenya gave it in June.", nil},
		{"Kenya gave in on Friday.", []string{"Kenya:  => Kenya gave in on Friday"}},
		{"The deadline that William Ruto had set for Uganda ran out on Friday. Instead he announced that he would meet Yoweri Museveni.", nil},
		{"By Saturday William Ruto had changed course. Before the summit he had threatened sanctions. Now he wrote that talks were the best way.",
			[]string{"William Ruto: sanctions => talks were the best way"}},
		{"By Saturday William Ruto had changed course. Before the summit he had threatened sanctions if Ruto did not agree.", nil},
	} {
		d := readRecord(t, c.text, ws)
		var got []string
		for _, x := range d.Shifts {
			got = append(got, fmt.Sprintf("%s: %s => %s", called(d, x.Actor), x.From.In(c.text), x.To.In(c.text)))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}
