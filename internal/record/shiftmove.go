package record

import (
	"strings"

	"github.com/parley-reader/parley/doc"
)

// refusedThen is "X, which had never wanted A, signed it", "which vetoed A in
// June, let it pass on Monday": a refusal in a clause of its own, earlier than
// the yielding of the same actor that the sentence tells.
func (b *Builder) refusedThen(v *view, s int, moves []int) (doc.Shift, bool) {
	if len(v.Arcs) == 0 || len(moves) < 2 {
		return doc.Shift{}, false
	}
	r := v.Sentences[s].Tokens
	for _, i := range moves {
		first := &v.Moves[i]
		cue := v.TokensIn(first.Cue).First
		if first.Act != doc.Reject || first.What.Empty() || cue >= r.End || !v.setApart(cue) {
			continue
		}
		for _, j := range moves {
			second := &v.Moves[j]
			then := v.TokensIn(second.Cue).First
			if second.Cue.Start <= first.Cue.Start || then >= r.End || !sharesActor(first, second) || v.setApart(then) {
				continue
			}
			gives := second.Act == doc.Agree || second.Act == doc.Concede || second.Act == doc.Support || second.Act == doc.Meet
			if !gives || second.Status == doc.Possible || second.Status == doc.Denied {
				continue
			}
			if !v.pluperfect(cue) && !v.perfect(cue) && !b.early(v, cue) && (!v.hasTime(cue, r) || !v.hasTime(then, r)) {
				continue
			}
			to := second.What
			if to.Empty() {
				to = second.Cue
			}
			return doc.Shift{Actor: voiceOf(first), From: first.What, To: to, Evidence: v.Sentences[s].Span, Cue: second.Cue, Why: "refused, then"}, true
		}
	}
	return doc.Shift{}, false
}

// setApart tells whether a word stands in a relative clause or a participle's.
func (v *view) setApart(t int) bool {
	for d := 0; t >= 0 && d < 4; d++ {
		switch v.Arcs[t].Rel {
		case doc.RelAclRelcl, doc.RelAcl, doc.RelAdvcl:
			return true
		case doc.RelXcomp, doc.RelCcomp, doc.RelConj, doc.RelObj:
		default:
			return false
		}
		t = int(v.Arcs[t].Head)
	}
	return false
}

// turnsAbout tells whether a verb has one of the compounds for a change behind
// it, which the text may hyphen: "made a U-turn".
func (v *view) turnsAbout(t int) bool {
	at := v.Tokens[t].Span.End
	text := strings.ToLower(v.Report.Text[at:min(len(v.Report.Text), at+32)])
	for _, word := range [...]string{"u-turn", "about-face", "about-turn", "volte-face", "climb-down", "climbdown"} {
		if i := strings.Index(text, word); i >= 0 && !strings.ContainsAny(text[:i], ",.;:") {
			switch v.low(t) {
			case "make", "do", "perform", "execute", "signal", "pull":
				return true
			}
		}
	}
	return false
}
