package ledger

import (
	"strconv"
	"strings"
)

// number is one number of a phrase.
type number struct {
	value float64
	words string // as written
	low   bool   // "more than", "at least": no less than this
	high  bool   // "up to", "fewer than"
	about bool
}

// takeNumbers cuts the numbers out of a phrase and gives what is left as content
// words. Years and numbers within names ("F-16", "G7") are left where they are.
func takeNumbers(s string) (found []number, rest []string) {
	fields := strings.Fields(s)
	var left []string
	for i := 0; i < len(fields); i++ {
		n, used := readNumber(fields[i:])
		if used == 0 {
			left = append(left, fields[i])
			continue
		}
		n.words = strings.Join(fields[i:i+used], " ")
		left = n.hedge(left)
		found = append(found, n)
		i += used - 1
	}
	return found, content(strings.Join(left, " "))
}

// readNumber reads a number at the start of words, and tells how many it took.
func readNumber(w []string) (number, int) {
	s := strings.Trim(w[0], "()[]“”\"',;:.")
	percent := strings.HasSuffix(s, "%")
	s = strings.TrimLeft(strings.TrimSuffix(s, "%"), "$€£¥")
	scale, tail := 1.0, strings.TrimLeft(s, "0123456789.,")
	if x, ok := words().scale[strings.ToLower(tail)]; ok && tail != s {
		scale, s = x, strings.TrimSuffix(s, tail)
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.ContainsAny(s, "eExXpPnN_") {
		v, ok := words().numeral[strings.ToLower(s)]
		if !ok {
			return number{}, 0
		}
		value = v
	} else if value >= 1900 && value <= 2100 && !strings.Contains(s, ",") && scale == 1 && !percent && len(w) < 2 {
		return number{}, 0
	}
	used := 1
	for used < len(w) {
		x, ok := words().scale[strings.ToLower(strings.Trim(w[used], ",;:."))]
		if !ok {
			break
		}
		scale *= x
		used++
	}
	return number{value: value * scale}, used
}

// hedge takes the words that make a number a bound off the end of those before it.
func (n *number) hedge(left []string) []string {
	cut := func(k int) []string { return left[:len(left)-k] }
	last := func(k int) string {
		if len(left) < k {
			return ""
		}
		return strings.ToLower(strings.Join(left[len(left)-k:], " "))
	}
	for k := 2; k > 0; k-- {
		if b := words().bound[last(k)]; b != "" {
			n.low, n.high, n.about = b == "low", b == "high", b == "about"
			return cut(k)
		}
	}
	return left
}

// loose is how far beyond a bound a number may lie that was told in its stead:
// who says "more than 2,000" has not counted 3,000.
const loose = 1.4

// against tells whether two numbers of one thing cannot both be right.
func (n number) against(m number) bool {
	switch {
	case n.value == m.value || n.low && m.low || n.high && m.high:
		return false
	case n.high || m.high:
		return n.high && m.value > n.value || m.high && n.value > m.value
	case n.low:
		return m.value < n.value || m.value > loose*n.value
	case m.low:
		return n.value < m.value || n.value > loose*m.value
	case n.about || m.about:
		return n.value > 1.25*m.value || m.value > 1.25*n.value
	}
	return true
}
