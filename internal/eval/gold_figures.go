package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"strings"
)

// GoldPRF is precision, recall and F1, each 0…1; all 1 where there was nothing
// to find and nothing was found.
type GoldPRF [3]float64

func goldPRF(hits, system, gold int) GoldPRF {
	if system == 0 && gold == 0 {
		return GoldPRF{1, 1, 1}
	}
	var p, r, f float64
	if system > 0 {
		p = float64(hits) / float64(system)
	}
	if gold > 0 {
		r = float64(hits) / float64(gold)
	}
	if p+r > 0 {
		f = 2 * p * r / (p + r)
	}
	return GoldPRF{p, r, f}
}

// goldLines name the figures that are a precision, a recall and an F1, and the
// counts behind each: hits, system, gold.
var goldLines = [...][4]string{
	{"moves (evidence + act)", "strict", "system moves", "gold moves"},
	{"moves with by correct", "by", "system moves", "gold moves"},
	{"moves with by or via correct", "by or via", "system moves", "gold moves"},
	{"moves, act ignored", "lenient", "system moves", "gold moves"},
	{"deadlines (from, to)", "deadlines", "system deadlines", "gold deadlines"},
	{"shifts (evidence)", "shifts", "system shifts", "gold shifts"},
	{"statements", "statements", "system statements", "gold statements"},
	{"if, presence", "both if", "system if", "gold if"},
	{"if, span right", "if span", "system if", "gold if"},
}

// goldShares name the accuracies, and the counts behind each: hits, of.
var goldShares = [...][3]string{
	{"by", "by", "strict"}, {"by or via", "by or via", "strict"}, {"to", "to", "strict"}, {"what", "what", "strict"},
	{"when", "when", "strict"}, {"when, gold dated", "dated right", "dated"}, {"status", "status", "strict"},
	{"statement source", "statement source", "statements"}, {"statement kind", "statement kind", "statements"},
	{"statement cue", "statement cue", "statements"}, {"source, named", "named source right", "named source"},
}

const goldActs = "meet propose support agree offer demand reject doubt deny accuse threaten concede aid coerce fight leave expect"

// PRF is one of the figures by its name in the scorer's output, e.g. "moves
// (evidence + act)"; the second result is false for a name that is not known.
func (s *GoldScore) PRF(name string) (GoldPRF, bool) {
	for _, l := range goldLines {
		if l[0] == name {
			return goldPRF(s.n[l[1]], s.n[l[2]], s.n[l[3]]), true
		}
	}
	return GoldPRF{}, false
}

// Act is precision, recall and F1 of one act, and whether it occurs at all.
func (s *GoldScore) Act(act string) (GoldPRF, bool) {
	g, y := s.n["gold act "+act], s.n["system act "+act]
	return goldPRF(s.n["hit act "+act], y, g), g+y > 0
}

// Accuracy is the share of matched moves (or statements) whose field is right;
// the second result is false where nothing was matched.
func (s *GoldScore) Accuracy(field string) (float64, bool) {
	for _, l := range goldShares {
		if l[0] == field && s.n[l[2]] > 0 {
			return float64(s.n[l[1]]) / float64(s.n[l[2]]), true
		}
	}
	return 0, false
}

// MarshalJSON writes the counts and figures under the names that the
// annotation's scorer uses.
func (s *GoldScore) MarshalJSON() ([]byte, error) {
	out := map[string]any{"counts": s.n}
	for _, l := range goldLines {
		out[l[0]] = goldPRF(s.n[l[1]], s.n[l[2]], s.n[l[3]])
	}
	if s.n["docs with statements"] == 0 {
		out["statements"] = nil
	}
	accuracy, acts := map[string]any{}, map[string]any{}
	for _, l := range goldShares {
		accuracy[l[0]] = nil
		if v, ok := s.Accuracy(l[0]); ok {
			accuracy[l[0]] = v
		}
	}
	for act := range strings.FieldsSeq(goldActs) {
		if v, ok := s.Act(act); ok {
			acts[act] = v
		}
	}
	out["accuracy"], out["acts"] = accuracy, acts
	return json.Marshal(out)
}

// Print writes the figures as a table; with acts, also a line for each act.
func (s *GoldScore) Print(w io.Writer, acts bool) error {
	_, err := io.WriteString(w, s.table(acts))
	return err
}

func (s *GoldScore) table(acts bool) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d reports, %d gold moves, %d system moves, %d matched (%d with the act ignored)\n",
		s.n["docs"], s.n["gold moves"], s.n["system moves"], s.n["strict"], s.n["lenient"])
	for _, l := range goldLines {
		f := goldPRF(s.n[l[1]], s.n[l[2]], s.n[l[3]])
		fmt.Fprintf(&b, "%-30s%8.3f%8.3f%8.3f   %d gold, %d system\n", l[0], f[0], f[1], f[2], s.n[l[3]], s.n[l[2]])
	}
	for _, l := range goldShares {
		if v, ok := s.Accuracy(l[0]); ok {
			fmt.Fprintf(&b, "%-30s%8.3f\n", l[0]+" right", v)
		}
	}
	if !acts {
		return b.String()
	}
	for act := range strings.FieldsSeq(goldActs) {
		if f, ok := s.Act(act); ok {
			fmt.Fprintf(&b, "%-12s%5d gold%5d system%8.3f%8.3f%8.3f\n", act, s.n["gold act "+act], s.n["system act "+act], f[0], f[1], f[2])
		}
	}
	return b.String()
}

// Confusions lists which acts were taken for which, most often first, the act
// ignored in the pairing: "3 agree > offer".
func (s *GoldScore) Confusions() []string {
	type row struct {
		n    int
		pair string
	}
	var rows []row
	for k, n := range s.n {
		pair, ok := strings.CutPrefix(k, "taken ")
		if !ok {
			continue
		}
		if a, b, _ := strings.Cut(pair, " > "); a != b {
			rows = append(rows, row{n, pair})
		}
	}
	sort.Slice(rows, func(i, j int) bool {
		return rows[i].n > rows[j].n || rows[i].n == rows[j].n && rows[i].pair < rows[j].pair
	})
	var out []string
	for _, r := range rows {
		out = append(out, fmt.Sprintf("%d %s", r.n, r.pair))
	}
	return out
}
