package sqlkit

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// dayNumber is a day as the number yyyymmdd, 0 for what is no day.
func dayNumber(d ledger.Day) int64 {
	if len(d) != 10 || d[4] != '-' || d[7] != '-' {
		return 0
	}
	n := int64(0)
	for i := 0; i < len(d); i++ {
		if i == 4 || i == 7 {
			continue
		}
		if d[i] < '0' || d[i] > '9' {
			return 0
		}
		n = n*10 + int64(d[i]-'0')
	}
	return n
}

// numberDay is the day of a number.
func numberDay(n int64) ledger.Day {
	if n <= 0 || n > 9999_99_99 {
		return ""
	}
	var b [10]byte
	for i := len(b) - 1; i >= 0; i-- {
		if i == 4 || i == 7 {
			b[i] = '-'
			continue
		}
		b[i] = byte('0' + n%10)
		n /= 10
	}
	return ledger.Day(b[:])
}

// dayOf is the number of the day that a time falls on.
func dayOf(t time.Time) int64 {
	y, m, d := t.UTC().Date()
	return int64(y)*10000 + int64(m)*100 + int64(d)
}

// clean is a string that both engines keep: valid UTF-8 without NUL, of the same
// length.
func clean(s string) string {
	if utf8.ValidString(s) && strings.IndexByte(s, 0) < 0 {
		return s
	}
	b := []byte(s)
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == 0 || r == utf8.RuneError && n == 1 {
			b[i] = ' '
		}
		i += n
	}
	return string(b)
}

// oneLine is a text with single blanks.
func oneLine(s string) string {
	last := ' '
	for _, r := range s {
		if unicode.IsSpace(r) && (r != ' ' || last == ' ') {
			return strings.Join(strings.Fields(s), " ")
		}
		last = r
	}
	return strings.TrimSuffix(s, " ") // most have single blanks: nothing is copied
}

// cut is the words of a span of a text.
func cut(text string, start, size int64) string {
	if start < 0 || size <= 0 || start > int64(len(text)) || size > int64(len(text))-start {
		return ""
	}
	return oneLine(text[start : start+size])
}

// leastPiece is from how many bytes on a piece of the words is stored by its
// place.
const leastPiece = 6

// between joins the pieces of a statement.
const between = " … "

// pack is a text as it is stored: where all of its pieces stand within words,
// "@" and their places, else itself.
func pack(words, s string) string {
	if len(s) >= leastPiece {
		var b []byte
		from := 0
		for piece := range strings.SplitSeq(s, between) {
			at := strings.Index(words[from:], piece)
			if at < 0 || piece == "" {
				b = nil
				break
			}
			at += from
			b = append(b, "@;"[min(len(b), 1)])
			b = strconv.AppendInt(b, int64(at), 10)
			b = append(b, ',')
			b = strconv.AppendInt(b, int64(len(piece)), 10)
			from = at + len(piece)
		}
		if b != nil && len(b) < len(s) {
			return string(b)
		}
	}
	if strings.HasPrefix(s, "@") {
		return "@" + s
	}
	return s
}

// unpack is the text that was packed.
func unpack(words, s string) string {
	if !strings.HasPrefix(s, "@") {
		return s
	}
	s = s[1:]
	if strings.HasPrefix(s, "@") {
		return s
	}
	var out strings.Builder
	for i, place := range strings.Split(s, ";") {
		a, b, _ := strings.Cut(place, ",")
		at, err1 := strconv.Atoi(a)
		n, err2 := strconv.Atoi(b)
		if err1 != nil || err2 != nil || at < 0 || n < 0 || at > len(words) || n > len(words)-at {
			return ""
		}
		if i > 0 {
			out.WriteString(between)
		}
		out.WriteString(words[at : at+n])
	}
	return out.String()
}

// tag is a key without its report's key; one that does not begin with it comes
// with a colon before it.
func tag(report, key string) string {
	if key == "" {
		return ""
	}
	if rest, ok := strings.CutPrefix(key, report+":"); ok && rest != "" && rest[0] != ':' {
		return clean(rest)
	}
	return ":" + clean(key)
}

// untag is the key of a tag.
func untag(report, tag string) string {
	switch {
	case tag == "":
		return ""
	case tag[0] == ':':
		return tag[1:]
	}
	return report + ":" + tag
}

// sure is a confidence in millionths.
func sure(c float64) int64 {
	if !(c > 0) {
		return 0
	}
	return int64(math.Round(min(c, 1) * 1e6))
}

func idText(ids []ledger.ActorID) string {
	if len(ids) == 0 {
		return ""
	}
	var b []byte
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = strconv.AppendInt(b, int64(id), 10)
	}
	return string(b)
}

func textIDs(s string) []ledger.ActorID {
	if s == "" {
		return nil
	}
	out := make([]ledger.ActorID, 0, 1+strings.Count(s, ","))
	for x := range strings.SplitSeq(s, ",") {
		if n, err := strconv.ParseInt(x, 10, 64); err == nil {
			out = append(out, ledger.ActorID(n))
		}
	}
	return out
}

// setText is a set of actors in the order of their numbers, each once.
func setText(ids []ledger.ActorID) string {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return idText(slices.Compact(ids))
}

// condition is a condition as it is stored.
type condition struct {
	Words      string `json:"w,omitempty"`
	Necessary  bool   `json:"n,omitempty"`
	Sufficient bool   `json:"s,omitempty"`
	By         string `json:"b,omitempty"`
	Status     uint8  `json:"t,omitempty"`
}

func packConditions(words string, list []ledger.Condition) string {
	if len(list) == 0 {
		return ""
	}
	out := make([]condition, len(list))
	for i, c := range list {
		out[i] = condition{pack(words, clean(c.Words)), c.Necessary, c.Sufficient, idText(c.By), uint8(c.Status)}
	}
	b, err := json.Marshal(out)
	if err != nil {
		return "" // strings, numbers and booleans do not fail
	}
	return string(b)
}

func unpackConditions(words, s string) ([]ledger.Condition, error) {
	if s == "" {
		return nil, nil
	}
	var list []condition
	if err := json.Unmarshal([]byte(s), &list); err != nil {
		return nil, fmt.Errorf("conditions of a move: %w", err)
	}
	out := make([]ledger.Condition, len(list))
	for i, c := range list {
		out[i] = ledger.Condition{Words: unpack(words, c.Words), Necessary: c.Necessary, Sufficient: c.Sufficient, By: textIDs(c.By), Status: doc.ConditionStatus(c.Status)}
	}
	return out, nil
}
