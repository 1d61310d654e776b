package record

import (
	"slices"
	"time"

	"github.com/parley-reader/parley/doc"
)

// commitments lists the moves that bind their maker: offers, agreements, and
// refusals of an act of one's own ("ruled out deploying …").
func (b *Builder) commitments(v *view) []doc.Commitment {
	var out []doc.Commitment
	for i := range v.Moves {
		m := &v.Moves[i]
		if len(m.By) == 0 || m.Status == doc.Reported || m.Status == doc.Denied || v.bare(m.What) {
			continue
		}
		switch m.Act {
		case doc.Offer, doc.Agree:
		case doc.Reject:
			if !b.ownAct(v, m) {
				continue
			}
		default:
			continue
		}
		out = append(out, doc.Commitment{Move: m.ID, By: slices.Clone(m.By), Status: doc.Open})
	}
	return out
}

// bare tells whether a stretch names nothing by itself: it is empty, or all
// pronouns ("do it").
func (v *view) bare(s doc.Span) bool {
	r := v.TokensIn(s)
	for i := r.First; i < r.End; i++ {
		switch v.Tags[i].U {
		case doc.UNOUN, doc.UPROPN, doc.UVERB, doc.UADJ, doc.UNUM, doc.UX, doc.USYM:
			return false
		}
	}
	return true
}

// ownAct tells whether what is refused is an act: its head is a verb.
func (b *Builder) ownAct(v *view, m *doc.Move) bool {
	head := v.head(v.TokensIn(m.What))
	return head >= 0 && v.Tags[head].U == doc.UVERB
}

// deadlines lists the windows ahead in which something is to happen: an
// expression of time that lies ahead of the day of saying, with the move in
// whose clause it stands.
func (b *Builder) deadlines(v *view) []doc.Deadline {
	var out []doc.Deadline
	published := v.Report.Published
	if published.IsZero() {
		return nil
	}
	for i := range v.Times {
		t := &v.Times[i]
		if t.From == "" || t.To == "" || t.Type == doc.Set {
			continue
		}
		m := v.moveAt(t.Span)
		if m == nil {
			continue
		}
		said := dayOf(m.When)
		if said.IsZero() || said.After(published) {
			said = published
		}
		from, to, ok := window(t, published, said)
		if !ok {
			continue
		}
		by := voiceOf(m)
		if len(m.Via) > 0 && m.Act != doc.Meet {
			by = m.Via[0]
		}
		out = append(out, doc.Deadline{
			By: by, What: m.What, From: from, To: to,
			Phrase: t.Span, Move: m.ID, Why: "time-ahead",
		})
	}
	return out
}

const day = "2006-01-02"

// window bounds an expression that lies ahead of the day of saying. A vague
// one counts from that day, so that it moves with it.
func window(t *doc.Time, published, said time.Time) (from, to string, ok bool) {
	f, err1 := time.Parse(day, t.From)
	u, err2 := time.Parse(day, t.To)
	if err1 != nil || err2 != nil || !u.After(said) {
		return "", "", false
	}
	if t.Vague {
		if !u.After(published) {
			return "", "", false
		}
		if f.Equal(published) {
			lag := published.Sub(said)
			f, u = f.Add(-lag), u.Add(-lag)
		}
		return f.Format(day), u.Format(day), true
	}
	if !f.After(said) && !u.After(published) {
		return "", "", false
	}
	if f.Before(said) {
		f = said // "this week", told on its Tuesday, begins there
	}
	return f.Format(day), t.To, true
}

// dayOf is the day that a single-day When names; zero for all else.
func dayOf(w doc.When) time.Time {
	t, err := time.Parse(day, string(w))
	if err != nil {
		return time.Time{}
	}
	return t
}

// moveAt is the move in whose words or clause a span stands: the one whose
// object or cue is nearest before it in the same sentence.
func (v *view) moveAt(s doc.Span) *doc.Move {
	var best *doc.Move
	distance := 0
	for _, i := range v.bySentence[v.sentence(s)] {
		m := &v.Moves[i]
		near := m.Cue.Cover(m.What)
		gap := 0
		switch {
		case near.End <= s.Start:
			gap = s.Start - near.End
		case near.Start >= s.End:
			gap = 2 * (near.Start - s.End)
		}
		if best == nil || gap < distance {
			best, distance = m, gap
		}
	}
	return best
}
