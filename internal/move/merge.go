package move

import (
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// merge makes one move of what is told twice: the same act of the same actor
// about the same thing, kept at its fullest telling, and of one word two acts.
func merge(in *Input, moves []doc.Move) []doc.Move {
	seen := make(map[string]int, len(moves))
	out := moves[:0]
	for _, m := range moves {
		key := mergeKey(in, &m)
		if at, ok := seen[key]; ok && (m.When == "" || out[at].When == "" || m.When == out[at].When) {
			if fullness(&m) > fullness(&out[at]) {
				if m.When == "" && m.Statement == out[at].Statement {
					m.When = out[at].When
				}
				out[at] = m
			} else if out[at].When == "" && m.Statement == out[at].Statement {
				out[at].When = m.When
			}
			continue
		}
		seen[key] = len(out)
		out = append(out, m)
	}
	return out
}

// mergeKey names a move by its act, its first maker and the words of its what;
// one without what is itself alone, but for what its sentence tells.
func mergeKey(in *Input, m *doc.Move) string {
	var b strings.Builder
	b.WriteByte(byte(m.Act))
	if m.Act == doc.Meet && len(m.By)+len(m.To) > 1 { // who met whom, in either order
		ids := slices.Concat(m.By, m.To)
		slices.Sort(ids)
		for _, id := range ids {
			b.WriteRune(rune(id))
		}
		return b.String()
	}
	if len(m.By) > 0 {
		b.WriteRune(rune(m.By[0]))
	}
	what := strings.ToLower(m.What.In(in.Text))
	b.WriteString(what)
	if what == "" || len(m.By) == 0 {
		b.WriteByte(0)
		for _, to := range m.To {
			b.WriteRune(rune(to))
		}
		if len(m.To) == 0 {
			b.WriteString(m.Evidence.In(in.Text))
		}
	}
	return b.String()
}

func fullness(m *doc.Move) int {
	n := len(m.To) + 2*len(m.If)
	if !m.What.Empty() {
		n += 2
	}
	return n
}
