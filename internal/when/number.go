package when

// maxNum bounds the numbers that are read, so that no date overflows.
const maxNum = 100000 * 16

// numAt reads a number at piece i: "12", "2 1/2", "twenty-one", "two and a
// half", "a few", "several". The value is in sixteenths; vague numbers are
// negative, "a few" is -3 units. It returns the piece after it, or i when
// there is none.
func (t *Tagger) numAt(ps []piece, i int) (end int, val int32) {
	if i >= len(ps) {
		return i, 0
	}
	if ps[i].kind == kNum {
		if ps[i].val >= maxNum || ps[i].digits == 2 && ps[i].val >= 10000*16 {
			return i, 0
		}
		return t.fraction(ps, i+1, ps[i].val)
	}
	if ps[i].kind != kWord {
		return i, 0
	}
	switch ps[i].id {
	case t.k.a, t.k.an, t.k.another:
		return t.articled(ps, i)
	case t.k.few:
		return i + 1, -3 * 16
	case t.k.several:
		return i + 1, -4 * 16
	case t.k.couple:
		return t.skipOf(ps, i+1), 2 * 16
	case t.k.dozen:
		return i + 1, 12 * 16
	case t.k.half:
		return t.halfAn(ps, i)
	}
	end, n := t.wordNum(ps, i)
	if end == i {
		return i, 0
	}
	return t.fraction(ps, end, n*16)
}

func (t *Tagger) is(ps []piece, i int, id int32) bool {
	return i < len(ps) && id != 0 && ps[i].id == id
}

func (t *Tagger) skipOf(ps []piece, i int) int {
	if t.is(ps, i, t.k.of) {
		return i + 1
	}
	return i
}

// articled reads "a", "a few", "a couple of", "a dozen", "a hundred", "a half".
func (t *Tagger) articled(ps []piece, i int) (int, int32) {
	j := i + 1
	switch {
	case t.is(ps, j, t.k.few):
		return j + 1, -3 * 16
	case t.is(ps, j, t.k.couple):
		return t.skipOf(ps, j+1), 2 * 16
	case t.is(ps, j, t.k.dozen):
		return j + 1, 12 * 16
	case t.is(ps, j, t.k.hundred):
		return j + 1, 100 * 16
	case t.is(ps, j, t.k.thousand):
		return j + 1, 1000 * 16
	case t.is(ps, j, t.k.half) && j+1 < len(ps):
		if ps[j+1].kind == kHyphen {
			j++
		}
		return j + 1, 8
	}
	return j, 16
}

// halfAn reads "half a" (year) and "half-" (century).
func (t *Tagger) halfAn(ps []piece, i int) (int, int32) {
	j := i + 1
	if j < len(ps) && (ps[j].kind == kHyphen || ps[j].id != 0 && (ps[j].id == t.k.a || ps[j].id == t.k.an)) {
		return j + 1, 8
	}
	return i, 0
}

// fraction adds "1/2", "and a half" to a number that ends before piece i.
func (t *Tagger) fraction(ps []piece, i int, n int32) (int, int32) {
	if i+2 < len(ps) && ps[i].kind == kNum && ps[i+1].kind == kSlash && ps[i+2].kind == kNum && !ps[i].glued &&
		ps[i+2].val > ps[i].val && ps[i+2].val <= 16*16 {
		return i + 3, n + ps[i].val*16/ps[i+2].val
	}
	j := i
	if j < len(ps) && ps[j].kind == kHyphen {
		j++
	}
	if t.is(ps, j, t.k.and) {
		j++
		for j < len(ps) && (ps[j].kind == kHyphen || ps[j].id != 0 && (ps[j].id == t.k.a || ps[j].id == t.k.one)) {
			j++
		}
		if j > i+1 && t.is(ps, j, t.k.half) {
			return j + 1, n + 8
		}
	}
	return i, n
}

// wordNum reads a number in words up to the thousands.
func (t *Tagger) wordNum(ps []piece, i int) (int, int32) {
	total, part := int32(0), int32(0)
	j, any := i, false
	for j < len(ps) {
		k := j
		if any && ps[k].kind == kHyphen && ps[k].glued && k+1 < len(ps) {
			k++
		}
		if any && part >= 100 && t.is(ps, k, t.k.and) {
			k++
		}
		v, ok := t.value(ps, k, cNumWord)
		if !ok || !joins(part, v, any) || total > 100000 {
			break
		}
		switch {
		case v == 1000:
			total += max(part, 1) * 1000
			part = 0
		case v == 100:
			part = max(part, 1) * 100
		default:
			part += v
		}
		any = true
		j = k + 1
	}
	return j, total + part
}

// joins tells whether the number word v can follow part: "twenty" + "one",
// "two" + "hundred", but not "one" + "two".
func joins(part, v int32, any bool) bool {
	switch {
	case !any:
		return v < 100
	case v == 1000:
		return part > 0
	case v == 100:
		return part > 0 && part < 100
	case part%100 == 0:
		return true
	}
	return v < 10 && part%10 == 0 && part%100 >= 20
}

// value is what class c says of the word at piece i.
func (t *Tagger) value(ps []piece, i int, c class) (int32, bool) {
	if i >= len(ps) || ps[i].id == 0 {
		return 0, false
	}
	w := &t.w.of[ps[i].id]
	if w.mask&(1<<c) == 0 {
		return 0, false
	}
	return int32(w.value[c]), true
}

// ordAt reads "3rd", "third", "twenty-first".
func (t *Tagger) ordAt(ps []piece, i int) (int, int32) {
	if i >= len(ps) {
		return i, 0
	}
	if ps[i].kind == kOrd {
		return i + 1, ps[i].val
	}
	if v, ok := t.value(ps, i, cOrdWord); ok {
		return i + 1, v
	}
	tens, ok := t.value(ps, i, cNumWord)
	if !ok || tens < 20 || tens > 90 || i+1 >= len(ps) {
		return i, 0
	}
	j := i + 1
	if ps[j].kind == kHyphen {
		j++
	}
	if v, ok := t.value(ps, j, cOrdWord); ok && v < 10 {
		return j + 1, tens + v
	}
	return i, 0
}

// yearAt reads a year: "1989", "'89", "nineteen eighty-nine", "two thousand".
func (t *Tagger) yearAt(ps []piece, i int) (int, int32) {
	if i >= len(ps) {
		return i, 0
	}
	p := &ps[i]
	if p.kind == kNum {
		n := p.val / 16
		switch {
		case p.digits == 4 && n >= 1000 && n < 2200:
			return i + 1, n
		case p.digits == 2 && n >= 10000: // "'89"
			return i + 1, shortYear(n - 10000)
		}
		return i, 0
	}
	if p.kind == kApos && i+1 < len(ps) && ps[i+1].glued && ps[i+1].kind == kNum && ps[i+1].digits == 2 {
		return i + 2, shortYear(ps[i+1].val / 16)
	}
	v, ok := t.value(ps, i, cNumWord)
	if !ok || v != 18 && v != 19 && v != 20 && v != 2 {
		return i, 0
	}
	if v == 2 {
		if t.is(ps, i+1, t.k.thousand) {
			if end, n := t.wordNum(ps, i); n >= 2000 && n < 2100 {
				return end, n
			}
		}
		return i, 0
	}
	if end, n := t.wordNum(ps, i+1); end > i+1 && n >= 10 && n < 100 {
		return end, v*100 + n
	}
	return i, 0
}

// shortYear is the year that two figures stand for.
func shortYear(n int32) int32 {
	if n < 40 {
		return 2000 + n
	}
	return 1900 + n
}
