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

var numerals = map[string]float64{
	"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
	"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

var scales = map[string]float64{"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "mn": 1e6, "bn": 1e9, "k": 1e3}

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
	if x, ok := scales[strings.ToLower(tail)]; ok && tail != s {
		scale, s = x, strings.TrimSuffix(s, tail)
	}
	value, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil || strings.HasPrefix(s, "+") || strings.HasPrefix(s, "-") || strings.ContainsAny(s, "eExXpPnN_") {
		v, ok := numerals[strings.ToLower(s)]
		if !ok {
			return number{}, 0
		}
		value = v
	} else if value >= 1900 && value <= 2100 && !strings.Contains(s, ",") && scale == 1 && !percent && len(w) < 2 {
		return number{}, 0
	}
	used := 1
	for used < len(w) {
		x, ok := scales[strings.ToLower(strings.Trim(w[used], ",;:."))]
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
	switch last(2) {
	case "more than", "at least", "no less":
		n.low = true
		return cut(2)
	case "up to", "fewer than", "less than", "at most":
		n.high = true
		return cut(2)
	}
	switch last(1) {
	case "over", "above":
		n.low = true
		return cut(1)
	case "under", "below":
		n.high = true
		return cut(1)
	case "about", "around", "some", "roughly", "nearly", "almost", "approximately":
		n.about = true
		return cut(1)
	}
	return left
}

// against tells whether two numbers of one thing cannot both be right.
func (n number) against(m number) bool {
	switch {
	case n.value == m.value || n.low && m.low || n.high && m.high:
		return false
	case n.low || m.high:
		return m.value < n.value
	case n.high || m.low:
		return m.value > n.value
	case n.about || m.about:
		return n.value > 1.25*m.value || m.value > 1.25*n.value
	}
	return true
}
