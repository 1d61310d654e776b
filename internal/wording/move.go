package wording

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// tells has, for the acts that name many kinds of deed, how the words begin that the
// act itself tells: who "offers" a pause has offered or promised it. Any other cue
// of theirs is the deed, and its thing says nothing, or the reverse, without it.
// Acts that are not here are sayings, and their thing is what was said. Of those that
// are, a refusal is read on from "rules out": "refused to go" holds its verb.
var tells = map[doc.Act][]string{
	doc.Offer:    words("offer promis pledg vow guarant undert volunt swear swor commit bid ready readi willing prepar happy glad assur reassur reaffirm"),
	doc.Agree:    words("agree accept consent assent acquiesc acced"),
	doc.Reject:   words("reject rul"),
	doc.Concede:  words("conced acknowledg admit"),
	doc.Threaten: words("threat warn"),
	doc.Coerce:   nil,
	doc.Aid:      words("aid help assist support"),
	doc.Leave:    words("leav left quit"),
	doc.Fight:    words("fight fought attack"),
}

// joining are the words that lead to a condition, which is not told without them.
var joining = words("if unless until once when provided providing that only as long so on condition and but in case except should even")

// keeps tells whether the words of a move must hold its cue: the act does not say it.
func keeps(act doc.Act, cue string) bool {
	told, ok := tells[act]
	cue = strings.ToLower(cue)
	return ok && !slices.Contains(modal, cue) && !slices.ContainsFunc(told, func(begin string) bool { return strings.HasPrefix(cue, begin) })
}

// Move is the words of a move: its shortest that stand alone, else its whole
// sentence, clipped; whole tells which. A condition that they hold stands in them
// whole, or not at all.
func Move(m *ledger.Move) (text string, whole bool) {
	sentence, cue := brief.Clean(m.Words), brief.Clean(m.Cue)
	if text = phrase(sentence, cue, brief.Clean(m.What), cueAt(&m.Line), keeps(m.Act, cue)); text != "" {
		for i := range m.Conditions {
			text = uncut(text, conditionWords(&m.Conditions[i]))
		}
		return text, false
	}
	return brief.Clip(Sentence(m.Words), Longest), true
}

// uncut is a text that ends within a condition without what it has of that, since the
// whole will follow it.
func uncut(text, condition string) string {
	if condition == "" || strings.Contains(text, condition) {
		return text
	}
	end := strings.TrimRight(text, " …”,")
	for i, r := range end {
		if r != ' ' || !strings.HasPrefix(condition, end[i+1:]) {
			continue
		}
		head := strings.Fields(end[:i])
		n := len(head)
		for n > 0 && slices.Contains(joining, strings.ToLower(strings.Trim(head[n-1], ",“”"))) {
			n--
		}
		if n > 1 && n < len(head) { // else the words are another thing's
			return QuoteMarks(strings.TrimRight(strings.Join(head[:n], " "), " ,;"))
		}
	}
	return text
}

func conditionWords(c *ledger.Condition) string { return QuoteMarks(brief.Clean(c.Words)) }

// Conditions are the words of a move's conditions that its own words do not hold
// already.
func Conditions(m *ledger.Move, text string, whole bool) []string {
	var out []string
	for i := range m.Conditions {
		words := conditionWords(&m.Conditions[i])
		if words != "" && !strings.Contains(text, words) && (!whole || !strings.Contains(m.Words, m.Conditions[i].Words)) {
			out = append(out, brief.Clip(words, Longest))
		}
	}
	return out
}
