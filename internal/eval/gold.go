package eval

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
)

// GoldScore counts how well read moves, statements, deadlines and shifts agree
// with annotated ones, in the form and by the rules of the annotation's own
// scorer. The zero value has counted nothing. It is not safe for concurrent
// use.
//
// Moves are paired one to one where their evidence overlaps (token F1 ≥ 0.5)
// and, in the strict reading, the act is the same; of all pairings the largest
// is taken, and among those the one whose pairs agree best (Hungarian method).
// Statements are paired by their content alone.
type GoldScore struct {
	n map[string]int
}

// Count is one of the raw counts, under the name that the scorer's JSON uses:
// "strict", "gold moves", "taken offer > agree".
func (s *GoldScore) Count(name string) int { return s.n[name] }

// Merge adds the counts of another score.
func (s *GoldScore) Merge(o *GoldScore) {
	for k, v := range o.n {
		s.add(k, v)
	}
}

func (s *GoldScore) add(k string, v int) {
	if s.n == nil {
		s.n = map[string]int{}
	}
	s.n[k] += v
}

func (s *GoldScore) addIf(k string, ok bool) {
	if ok {
		s.add(k, 1)
	} else {
		s.add(k, 0)
	}
}

// Add scores one report. Both arguments are annotation files in their JSON
// form; an empty system counts as nothing found. It fails on malformed JSON
// and then counts nothing.
func (s *GoldScore) Add(gold, system []byte) error {
	var g, y goldDoc
	if err := json.Unmarshal(gold, &g); err != nil {
		return fmt.Errorf("gold annotation: %w", err)
	}
	if len(system) > 0 {
		if err := json.Unmarshal(system, &y); err != nil {
			return fmt.Errorf("system annotation: %w", err)
		}
	}
	s.add("docs", 1)
	s.addMoves(g.Moves, y.Moves)
	if g.Statements != nil {
		s.addStatements(*g.Statements, y.statements())
	}
	s.addWindows(g.Deadlines, y.Deadlines)
	s.add("gold shifts", len(g.Shifts))
	s.add("system shifts", len(y.Shifts))
	s.add("shifts", len(goldPairShifts(g.Shifts, y.Shifts)))
	return nil
}

// The parts of an annotation file that count.
type goldDoc struct {
	Moves      []goldMove       `json:"moves"`
	Shifts     []goldShift      `json:"shifts"`
	Deadlines  []goldWindow     `json:"deadlines"`
	Statements *[]goldStatement `json:"statements"`
}

func (d *goldDoc) statements() []goldStatement {
	if d.Statements == nil {
		return nil
	}
	return *d.Statements
}

type goldMove struct {
	Act      string   `json:"act"`
	By       []string `json:"by"`
	Via      []string `json:"via"`
	To       []string `json:"to"`
	What     string   `json:"what"`
	If       string   `json:"if"`
	When     string   `json:"when"`
	Status   string   `json:"status"`
	Evidence string   `json:"evidence"`
}

type goldShift struct{ From, To, Evidence string }

type goldWindow struct{ From, To string }

type goldStatement struct {
	Source  string   `json:"source"`
	Cue     string   `json:"cue"`
	Content []string `json:"content"`
	Kind    string   `json:"kind"`
}

func (s goldStatement) sources() []string {
	var all []string
	for name := range strings.SplitSeq(s.Source, ";") {
		if name = strings.TrimSpace(name); name != "" {
			all = append(all, name)
		}
	}
	return all
}

const goldThreshold = 0.5

// goldKindWords say only what kind of thing a name names.
var goldKindWords = goldSet("united republic national federal president prime minister ministers ministry foreign government party secretary department office leader leaders official officials spokesman spokesperson member members council committee north south with from")

func goldSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

func goldFold(s string) string { return cases.Fold().String(s) }

// goldTokens are the runs of letters and digits, folded, without articles.
func goldTokens(text string) []string {
	words := strings.FieldsFunc(goldFold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	kept := words[:0]
	for _, w := range words {
		if w != "a" && w != "an" && w != "the" {
			kept = append(kept, w)
		}
	}
	return kept
}

func goldTokenF1(a, b string) float64 {
	x, y := goldTokens(a), goldTokens(b)
	if len(x) == 0 || len(y) == 0 {
		if len(x) == len(y) {
			return 1
		}
		return 0
	}
	left, shared := map[string]int{}, 0
	for _, w := range x {
		left[w]++
	}
	for _, w := range y {
		if left[w] > 0 {
			left[w]--
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(x)+len(y))
}

// GoldNamesAgree tells whether two lists of names agree as the annotation's scorer
// has it: the same names, or one that tells as much as another.
func GoldNamesAgree(a, b []string) bool { return goldNamesAgree(a, b) }

func goldNamesAgree(a, b []string) bool {
	whole := func(names []string) map[string]bool {
		set := map[string]bool{}
		for _, n := range names {
			set[strings.TrimSpace(goldFold(n))] = true
		}
		return set
	}
	x, y := whole(a), whole(b)
	if len(x) == 0 && len(y) == 0 {
		return true
	}
	return goldShare(x, y) || goldShare(goldTelling(x), goldTelling(y))
}

// goldTelling are the words of more than three letters that tell names apart.
func goldTelling(names map[string]bool) map[string]bool {
	set := map[string]bool{}
	for n := range names {
		for _, w := range goldTokens(n) {
			if len([]rune(w)) > 3 && !goldKindWords[w] {
				set[w] = true
			}
		}
	}
	return set
}

func goldShare(x, y map[string]bool) bool {
	for k := range x {
		if y[k] {
			return true
		}
	}
	return false
}

func goldCuesAgree(a, b string) bool {
	x, y := goldTokens(a), goldTokens(b)
	if len(x) == 0 && len(y) == 0 {
		return true
	}
	return goldShare(goldSet(strings.Join(x, " ")), goldSet(strings.Join(y, " ")))
}

func goldBit(ok bool) float64 {
	if ok {
		return 1
	}
	return 0
}

func goldMoveWeight(g, s goldMove, lenient bool) float64 {
	overlap, same := goldTokenF1(g.Evidence, s.Evidence), g.Act == s.Act
	if overlap < goldThreshold || !same && !lenient {
		return 0
	}
	return 1000 + 4*goldBit(same) + 3*goldTokenF1(g.What, s.What) + 2*goldBit(goldNamesAgree(g.By, s.By)) +
		goldBit(goldNamesAgree(g.To, s.To)) + 0.5*goldTokenF1(g.If, s.If) + 0.5*overlap
}

func goldPairMoves(gold, system []goldMove, lenient bool) [][2]int {
	return goldBestPairs(len(gold), len(system), func(i, j int) float64 { return goldMoveWeight(gold[i], system[j], lenient) })
}

func goldPairStatements(gold, system []goldStatement) [][2]int {
	return goldBestPairs(len(gold), len(system), func(i, j int) float64 {
		g, s := gold[i], system[j]
		overlap := goldTokenF1(strings.Join(g.Content, " "), strings.Join(s.Content, " "))
		if overlap < goldThreshold {
			return 0
		}
		return 1000 + 4*overlap + 2*goldBit(goldNamesAgree(g.sources(), s.sources())) +
			goldBit(goldCuesAgree(g.Cue, s.Cue)) + 0.5*goldBit(g.Kind == s.Kind)
	})
}

func goldPairShifts(gold, system []goldShift) [][2]int {
	return goldBestPairs(len(gold), len(system), func(i, j int) float64 {
		g, s := gold[i], system[j]
		overlap := goldTokenF1(g.Evidence, s.Evidence)
		if overlap < goldThreshold {
			return 0
		}
		return 1000 + goldTokenF1(g.To, s.To) + goldTokenF1(g.From, s.From) + overlap
	})
}

func (s *GoldScore) addMoves(gold, system []goldMove) {
	s.add("gold moves", len(gold))
	s.add("system moves", len(system))
	for _, m := range gold {
		s.add("gold act "+m.Act, 1)
	}
	for _, m := range system {
		s.add("system act "+m.Act, 1)
	}
	for _, p := range goldPairMoves(gold, system, true) {
		s.add("lenient", 1)
		s.add("taken "+gold[p[0]].Act+" > "+system[p[1]].Act, 1)
	}
	for _, p := range goldPairMoves(gold, system, false) {
		s.addPair(gold[p[0]], system[p[1]])
	}
}

func (s *GoldScore) addPair(g, y goldMove) {
	s.add("strict", 1)
	s.add("hit act "+g.Act, 1)
	s.addIf("by", goldNamesAgree(g.By, y.By))
	s.addIf("by or via", goldNamesAgree(append(append([]string{}, g.By...), g.Via...), append(append([]string{}, y.By...), y.Via...)))
	s.addIf("to", goldNamesAgree(g.To, y.To))
	s.addIf("what", goldTokenF1(g.What, y.What) >= goldThreshold)
	s.addIf("when", g.When == y.When)
	if g.When != "" {
		s.add("dated", 1)
		s.addIf("dated right", g.When == y.When)
	}
	s.addIf("status", g.Status == y.Status)
	s.addIf("gold if", g.If != "")
	s.addIf("system if", y.If != "")
	if g.If != "" && y.If != "" {
		s.add("both if", 1)
		s.addIf("if span", goldTokenF1(g.If, y.If) >= goldThreshold)
	}
}

func (s *GoldScore) addStatements(gold, system []goldStatement) {
	s.add("docs with statements", 1)
	s.add("gold statements", len(gold))
	s.add("system statements", len(system))
	for _, p := range goldPairStatements(gold, system) {
		g, y := gold[p[0]], system[p[1]]
		right := goldNamesAgree(g.sources(), y.sources())
		s.add("statements", 1)
		s.addIf("statement source", right)
		s.addIf("statement kind", g.Kind == y.Kind)
		s.addIf("statement cue", goldCuesAgree(g.Cue, y.Cue))
		if len(g.sources()) > 0 {
			s.add("named source", 1)
			s.addIf("named source right", right)
		}
	}
}

func (s *GoldScore) addWindows(gold, system []goldWindow) {
	left, hits := map[goldWindow]int{}, 0
	for _, w := range gold {
		left[w]++
	}
	for _, w := range system {
		if left[w] > 0 {
			left[w]--
			hits++
		}
	}
	s.add("gold deadlines", len(gold))
	s.add("system deadlines", len(system))
	s.add("deadlines", hits)
}

// GoldPairs are the strict pairs of moves of one report, as indices into the
// two annotation files' moves, for listing what was missed.
func GoldPairs(gold, system []byte) ([][2]int, error) {
	var g, y goldDoc
	if err := json.Unmarshal(gold, &g); err != nil {
		return nil, fmt.Errorf("gold annotation: %w", err)
	}
	if err := json.Unmarshal(system, &y); err != nil {
		return nil, fmt.Errorf("system annotation: %w", err)
	}
	return goldPairMoves(g.Moves, y.Moves, false), nil
}
