package tag

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/encode"
)

// lemmas maps forms to lemmas. A rule cuts bytes off the end of the base (the
// form in lower case; as it is for proper nouns) and puts an ending there. The
// rule is found by the whole base with both tags, else by its longest known
// ending with the Penn tag. Forms are known by hash alone.
type lemmas struct {
	slots []uint32 // open addressing: check, rule+1
	mask  int
	rules []way
}

// way is one rule.
type way struct {
	cut int
	add string
}

// MaxEnding is the length in bytes of the longest ending that is looked at.
const MaxEnding = 6

// WholeKey is the table's key of a whole base with its tags, EndingKey of an
// ending of it.
func WholeKey(base []byte, t doc.Tag) uint64 {
	return encode.Hash(1<<32|uint64(t.U)<<8|uint64(t.X), base)
}

// EndingKey is the table's key of an ending (its length may be 0) under a tag.
func EndingKey(ending []byte, x doc.XPOS) uint64 { return encode.Hash(2<<32|uint64(x), ending) }

// Base writes what the rules work on to dst: the form with plain apostrophes,
// in lower case but for a proper noun.
func Base(dst []byte, form string, u doc.UPOS) []byte {
	for i := 0; i < len(form); {
		c := form[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' && u != doc.UPROPN {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(form[i:])
		switch {
		case r == utf8.RuneError && size <= 1:
			dst = append(dst, form[i:i+size]...)
			i += size
			continue
		case r == '’' || r == '‘':
			r = '\''
		case u != doc.UPROPN:
			r = unicode.ToLower(r)
		}
		dst = utf8.AppendRune(dst, r)
		i += size
	}
	return dst
}

// read takes the sections "lemma.slots" and "lemma.rules". The latter holds for
// each rule: bytes to cut, length of the ending, the ending.
func (l *lemmas) read(f *encode.File) error {
	slots, err := f.Uints("lemma.slots", -1, 2)
	if err != nil {
		return err
	}
	n := len(slots) / 2
	if n == 0 || n&(n-1) != 0 {
		return fmt.Errorf("weights: lemma table of %d slots, want a power of two", n)
	}
	b, _, err := f.Bytes("lemma.rules", 1, -1)
	if err != nil {
		return err
	}
	for len(b) > 0 {
		if len(b) < 2 || len(b) < 2+int(b[1]) {
			return fmt.Errorf("weights: lemma rules end in the middle of one")
		}
		l.rules = append(l.rules, way{int(b[0]), string(b[2 : 2+int(b[1])])})
		b = b[2+int(b[1]):]
	}
	free := false
	for i := 1; i < len(slots); i += 2 {
		if int64(slots[i]) > int64(len(l.rules)) {
			return fmt.Errorf("weights: lemma table names rule %d of %d", slots[i], len(l.rules))
		}
		free = free || slots[i] == 0
	}
	if !free {
		return fmt.Errorf("weights: lemma table has no free slot")
	}
	l.slots, l.mask = slots, n-1
	return nil
}

// find returns the rule under the key.
func (l *lemmas) find(key uint64) (way, bool) {
	for i := int(key) & l.mask; ; i = (i + 1) & l.mask {
		switch v := l.slots[2*i+1]; {
		case v == 0:
			return way{}, false
		case l.slots[2*i] == uint32(key>>32):
			return l.rules[v-1], true
		}
	}
}

// rule finds how to make the lemma of base.
func (l *lemmas) rule(base []byte, t doc.Tag) way {
	if w, ok := l.find(WholeKey(base, t)); ok {
		return w
	}
	for n := min(MaxEnding, len(base)); n >= 0; n-- {
		if w, ok := l.find(EndingKey(base[len(base)-n:], t.X)); ok {
			return w
		}
	}
	return way{}
}

// fill sets the lemmas. Those that are a stretch of their form, or the whole
// of a rule's ending, need no memory; all others share one string.
func (l *lemmas) fill(tags []doc.Tag, forms []string, s *scratch) {
	s.text, s.ends = s.text[:0], s.ends[:0]
	for i := range tags {
		from := len(s.text)
		s.text = Base(s.text, forms[i], tags[i].U)
		base := s.text[from:]
		w := l.rule(base, tags[i])
		keep := len(base) - w.cut
		if keep < 0 || keep > 0 && !utf8.RuneStart(append(base, 0)[keep]) {
			keep, w = len(base), way{}
		}
		switch {
		case keep+len(w.add) == 0:
			tags[i].Lemma = notEmpty(forms[i])
		case keep == 0:
			tags[i].Lemma = w.add
		case w.add == "" && len(base) == len(forms[i]) && string(base[:keep]) == forms[i][:keep]:
			tags[i].Lemma = forms[i][:keep]
		default:
			s.text = append(s.text[:from+keep], w.add...)
			s.ends = append(s.ends, len(s.text))
			continue
		}
		s.text = s.text[:from]
		s.ends = append(s.ends, -1)
	}
	all, from := string(s.text), 0
	for i, end := range s.ends {
		if end >= 0 {
			tags[i].Lemma = all[from:end]
			from = end
		}
	}
}

// LemmaTable lays out the sections "lemma.slots" and "lemma.rules" for keys and
// the rules they stand for.
func LemmaTable(keys []uint64, rule []int, cuts []int, adds []string) (slots []uint32, rules []int8) {
	n := 64
	for n < 2*len(keys) {
		n *= 2
	}
	slots = make([]uint32, 2*n)
	for i, k := range keys {
		at := int(k) & (n - 1)
		for slots[2*at+1] != 0 {
			at = (at + 1) & (n - 1)
		}
		slots[2*at], slots[2*at+1] = uint32(k>>32), uint32(rule[i]+1)
	}
	for i, c := range cuts {
		rules = append(rules, int8(c), int8(len(adds[i])))
		for _, b := range []byte(adds[i]) {
			rules = append(rules, int8(b))
		}
	}
	return slots, rules
}
