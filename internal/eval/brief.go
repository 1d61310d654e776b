package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	_ "embed" // the list of quiet reports
)

// BriefLine is one line of a brief that shows a move: its section, and the
// move's index in the system's annotation.
type BriefLine struct {
	Section string
	Move    int
}

// BriefScore counts how many of the lines that a brief shows are right, by
// section. The zero value has counted nothing. It is not safe for concurrent
// use.
//
// The moves that are shown at all are paired with the annotated ones as
// [GoldScore] pairs them in its strict reading: one to one, evidence that
// overlaps (token F1 ≥ 0.5) and the same act, the largest pairing and of
// those the one that agrees best. A line is right when its move has a pair
// and the two agree in who acts, counting whoever is cited for it (by or via).
// A move that two sections show is two lines.
type BriefScore struct {
	order        []string
	shown, right map[string]int
}

// Add scores the lines of one report's brief. Both arguments are annotation
// files in their JSON form. It fails on malformed JSON and on a line that
// names no move of the system, and then counts nothing.
func (s *BriefScore) Add(gold, system []byte, lines []BriefLine) error {
	var g, y goldDoc
	if err := json.Unmarshal(gold, &g); err != nil {
		return fmt.Errorf("gold annotation: %w", err)
	}
	if err := json.Unmarshal(system, &y); err != nil {
		return fmt.Errorf("system annotation: %w", err)
	}
	at, shown := map[int]int{}, []goldMove{}
	for _, l := range lines {
		if l.Move < 0 || l.Move >= len(y.Moves) {
			return fmt.Errorf("a line of %q shows move %d of %d", l.Section, l.Move, len(y.Moves))
		}
		if _, known := at[l.Move]; !known {
			at[l.Move] = len(shown)
			shown = append(shown, y.Moves[l.Move])
		}
	}
	right := make([]bool, len(shown))
	for _, p := range goldPairMoves(g.Moves, shown, false) {
		a, b := g.Moves[p[0]], shown[p[1]]
		right[p[1]] = goldNamesAgree(append(append([]string{}, a.By...), a.Via...), append(append([]string{}, b.By...), b.Via...))
	}
	for _, l := range lines {
		s.count(l.Section, right[at[l.Move]])
	}
	return nil
}

func (s *BriefScore) count(section string, right bool) {
	if s.shown == nil {
		s.shown, s.right = map[string]int{}, map[string]int{}
	}
	if s.shown[section] == 0 {
		s.order = append(s.order, section)
	}
	s.shown[section]++
	if right {
		s.right[section]++
	}
}

// Precision is the share of lines that are right in a section, or in all for
// "", with the counts behind it; 1 where nothing is shown.
func (s *BriefScore) Precision(section string) (share float64, right, shown int) {
	for _, k := range s.order {
		if section == "" || section == k {
			right, shown = right+s.right[k], shown+s.shown[k]
		}
	}
	if shown == 0 {
		return 1, 0, 0
	}
	return float64(right) / float64(shown), right, shown
}

// Print writes one line for all and one for each of the sections named, in
// their order; a section that shows nothing has no share.
func (s *BriefScore) Print(w io.Writer, sections ...string) error {
	for _, k := range append([]string{""}, sections...) {
		p, right, shown := s.Precision(k)
		name := k
		if k == "" {
			name = "all lines"
		}
		share := "  –  "
		if shown > 0 {
			share = fmt.Sprintf("%.3f", p)
		}
		if _, err := fmt.Fprintf(w, "%-20s P %s  (%d of %d)\n", name, share, right, shown); err != nil {
			return err
		}
	}
	return nil
}

//go:embed testdata/quiet.tsv
var quietList string

// QuietReports tells, for each file of the news sample, which rows (from 1)
// hold no negotiation, so that any move read in them is false. How they were
// chosen stands in the list.
func QuietReports() map[string]map[int]bool {
	rows := map[string]map[int]bool{}
	for line := range strings.Lines(quietList) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) < 2 || strings.HasPrefix(f[0], "#") {
			continue
		}
		n, err := strconv.Atoi(f[1])
		if err != nil {
			continue
		}
		if rows[f[0]] == nil {
			rows[f[0]] = map[int]bool{}
		}
		rows[f[0]][n] = true
	}
	return rows
}
