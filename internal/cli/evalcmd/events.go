package evalcmd

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
)

// plover scores the root of the chief event of each sentence, and the
// countries on both sides where both are coded.
func plover(t *job) error {
	for _, path := range t.paths {
		f, err := open(path)
		if err != nil {
			return err
		}
		records, err := corpus.ReadPlover(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		var score eval.PloverScore
		for _, r := range records {
			day, _ := time.Parse("2006-01-02", r.Date)
			events, err := t.events(r.Text, day)
			if err != nil {
				return fmt.Errorf("%s: record %s: %w", path, r.ID, err)
			}
			gold := eval.CodedEvent{Root: r.Event, Source: codes(r.Source), Target: codes(r.Target)}
			score.Add(eval.ScorePlover(gold, events))
		}
		fmt.Fprintf(t.out, "%s: %v\n", base(path), score)
	}
	return nil
}

func codes(actors []corpus.PloverActor) []string {
	var all []string
	for _, a := range actors {
		all = append(all, a.Code)
	}
	return eval.CodeCountries(all...)
}

// petrarch scores validation records of PETRARCH: the CAMEO root is compared
// through the PLOVER root that it belongs to.
func petrarch(t *job) error {
	for _, path := range t.paths {
		f, err := open(path)
		if err != nil {
			return err
		}
		sentences, err := corpus.ReadPetrarch(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		var score eval.PloverScore
		for _, s := range sentences {
			day, _ := time.Parse("20060102", s.Date)
			events, err := t.events(s.Text, day)
			if err != nil {
				return fmt.Errorf("%s: record %s: %w", path, s.ID, err)
			}
			for _, e := range s.Events {
				score.Add(eval.ScorePlover(eval.CodedEvent{
					Root: eval.PloverOfCameo(e.Code), Source: eval.CodeCountries(e.Source), Target: eval.CodeCountries(e.Target),
				}, events))
			}
		}
		fmt.Fprintf(t.out, "%s, roots as PLOVER has them: %v\n", base(path), score)
	}
	return nil
}

// events are the coded events of a sentence, the one nearest to the root of
// its tree first.
func (t *job) events(text string, day time.Time) ([]eval.CodedEvent, error) {
	d, err := t.line.Read(doc.Report{Text: strings.ToValidUTF8(text, "\uFFFD"), Published: day}, t.ws)
	if err != nil {
		return nil, err
	}
	depth := func(m *doc.Move) int {
		n := 0
		r := d.TokensIn(m.Cue)
		for at := r.First; at < len(d.Arcs) && d.Arcs[at].Head >= 0; at = int(d.Arcs[at].Head) {
			n++
		}
		return n
	}
	moves := slices.Clone(d.Moves)
	slices.SortStableFunc(moves, func(a, b doc.Move) int { return depth(&a) - depth(&b) })
	var out []eval.CodedEvent
	for _, m := range moves {
		if m.Plover.Event == "" {
			continue
		}
		e := eval.CodedEvent{Root: m.Plover.Event, Source: countriesOf(d, m.By), Target: countriesOf(d, m.To)}
		if len(m.To) == 0 && len(m.By) > 1 && (m.Act == doc.Meet || m.Act == doc.Agree) {
			e.Target = e.Source // what both do together
		}
		out = append(out, e)
	}
	return out, nil
}

func countriesOf(d *doc.Document, ids []doc.ActorID) []string {
	var all []string
	for _, id := range ids {
		all = append(all, d.Actors[id-1].Country)
	}
	return eval.CodeCountries(all...)
}
