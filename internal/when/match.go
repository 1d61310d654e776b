package when

// match is what one pattern found: pieces [from, to) as the span.
type match struct {
	pat      *pattern
	from, to int
	end      int // the piece after the whole match, context included
	frame    frame
}

// start lists, for words and for kinds of piece, the patterns that can begin
// there.
type start struct {
	word [][]int32
	kind [nKinds][]int32
}

// indexStarts finds for each pattern the words and kinds it can begin with.
func (t *Tagger) indexStarts() {
	t.start.word = make([][]int32, len(t.w.of))
	for i := range t.patterns {
		words := make([]bool, len(t.w.of))
		var kinds [nKinds]bool
		t.firsts(t.patterns[i].code, 0, words, &kinds)
		t.patterns[i].least = least(t.patterns[i].code, 0)
		for id, ok := range words {
			if ok {
				t.start.word[id] = append(t.start.word[id], int32(i))
			}
		}
		for k, ok := range kinds {
			if ok {
				t.start.kind[k] = append(t.start.kind[k], int32(i))
			}
		}
	}
}

// least is the fewest pieces that the code matches from pc on.
func least(code []inst, pc int32) int {
	switch in := &code[pc]; in.op {
	case opMatch:
		return 0
	case opSplit:
		return min(least(code, in.x), least(code, in.y))
	case opJump:
		return least(code, in.x)
	case opBegin, opFinish:
		return least(code, pc+1)
	}
	return 1 + least(code, pc+1)
}

// firsts marks all that the code can begin with at pc.
func (t *Tagger) firsts(code []inst, pc int32, words []bool, kinds *[nKinds]bool) {
	switch in := &code[pc]; in.op {
	case opSplit:
		t.firsts(code, in.x, words, kinds)
		t.firsts(code, in.y, words, kinds)
	case opJump:
		t.firsts(code, in.x, words, kinds)
	case opBegin, opFinish:
		t.firsts(code, pc+1, words, kinds)
	case opWord:
		for _, id := range in.ids {
			words[id] = true
		}
	case opClass:
		t.firstsOf(in.cls, words, kinds)
	}
}

func (t *Tagger) firstsOf(c class, words []bool, kinds *[nKinds]bool) {
	mark := func(c class) {
		for id := range t.w.of {
			if t.w.of[id].mask&(1<<c) != 0 {
				words[id] = true
			}
		}
	}
	switch c {
	case cUnit1:
		mark(cUnit)
	case cNum, cExact:
		mark(cNumWord)
		for _, id := range []int32{t.k.a, t.k.an, t.k.another, t.k.few, t.k.several, t.k.couple, t.k.dozen, t.k.half} {
			words[id] = true
		}
		kinds[kNum] = true
	case cOrd:
		mark(cOrdWord)
		mark(cNumWord)
		kinds[kOrd] = true
	case cDay:
		mark(cOrdWord)
		mark(cNumWord)
		kinds[kOrd], kinds[kNum] = true, true
	case cYear:
		mark(cNumWord)
		kinds[kNum], kinds[kApos] = true, true
	case cMm, cYy, cAge, cHour, cMinuteNum, cHhmm:
		kinds[kNum] = true
	case cDecade:
		kinds[kDecade], kinds[kApos] = true, true
		mark(cDecadeWord)
	case cClock:
		kinds[kClock], kinds[kNum] = true, true
	case cHoliday:
		for i := range t.holidays {
			words[t.holidays[i].ids[0]] = true
		}
	default:
		mark(c)
	}
	words[0] = false
}

// longest finds the longest match that begins at piece i.
func (t *Tagger) longest(ps []piece, i int, best *match) bool {
	var cands []int32
	if id := ps[i].id; id != 0 {
		cands = t.start.word[id]
	} else {
		cands = t.start.kind[ps[i].kind]
	}
	found := false
	alone := i+1 >= len(ps) || ps[i+1].id == 0 && (ps[i+1].kind == kWord || ps[i+1].kind == kStop)
	for _, c := range cands {
		p := &t.patterns[c]
		if alone && p.least > 1 {
			continue // what follows is in no rule
		}
		m := match{pat: p, from: i, to: -1}
		for _, s := range p.rule.sets {
			m.frame.put(s.slot, s.val)
		}
		end, ok := t.run(p.code, 0, ps, i, &m)
		if !ok || found && end <= best.end {
			continue
		}
		m.end = end
		if m.to < 0 {
			m.to = end
		}
		*best = m
		found = true
	}
	return found
}

// run executes the code from pc at piece i and returns the piece after the
// match. It prefers the first way of every choice, and so takes what is
// optional where it can.
func (t *Tagger) run(code []inst, pc int32, ps []piece, i int, m *match) (int, bool) {
	for {
		in := &code[pc]
		switch in.op {
		case opMatch:
			return i, true
		case opJump:
			pc = in.x
			continue
		case opSplit:
			saved := *m
			if end, ok := t.run(code, in.x, ps, i, m); ok {
				return end, true
			}
			*m = saved
			pc = in.y
			continue
		case opBegin:
			m.from = i
			pc++
			continue
		case opFinish:
			m.to = i
			pc++
			continue
		}
		next, val, ok := t.step(in, ps, i)
		if !ok {
			return i, false
		}
		if in.op == opClass && in.slot < nSlots {
			m.frame.put(in.slot, val)
			if in.cls == cClock || in.cls == cHhmm {
				m.frame.put(sHour, val/60)
				m.frame.put(sMinute, val%60)
			}
		}
		for _, s := range in.sets {
			m.frame.put(s.slot, s.val)
		}
		i = next
		pc++
	}
}

// step matches one word, class or mark at piece i.
func (t *Tagger) step(in *inst, ps []piece, i int) (next int, val int32, ok bool) {
	if i >= len(ps) {
		return i, 0, false
	}
	p := &ps[i]
	switch in.op {
	case opWord:
		if p.id != 0 {
			for _, id := range in.ids {
				if id == p.id {
					return i + 1, 0, true
				}
			}
		}
		return i, 0, false
	case opHyphen:
		return i + 1, 0, p.kind == kHyphen
	case opSlash:
		return i + 1, 0, p.kind == kSlash
	}
	return t.classAt(in.cls, ps, i)
}

// classAt matches a class at piece i.
func (t *Tagger) classAt(c class, ps []piece, i int) (next int, val int32, ok bool) {
	if c < nWordClasses {
		v, ok := t.value(ps, i, c)
		return i + 1, v, ok
	}
	p := &ps[i]
	n := p.val / 16
	switch c {
	case cUnit1:
		v, ok := t.value(ps, i, cUnit)
		return i + 1, v, ok && t.w.of[p.id].mask&(1<<cUnits) == 0
	case cNum:
		next, val = t.numAt(ps, i)
		return next, val, next > i
	case cExact:
		next, val = t.numAt(ps, i)
		return next, val, next > i && val > 0
	case cOrd:
		next, val = t.ordAt(ps, i)
		return next, val, next > i
	case cDay:
		if p.kind == kNum {
			return i + 1, n, p.digits <= 2 && n >= 1 && n <= 31 && p.val%16 == 0
		}
		next, val = t.ordAt(ps, i)
		return next, val, next > i && val >= 1 && val <= 31
	case cYear:
		next, val = t.yearAt(ps, i)
		return next, val, next > i
	case cMm:
		return i + 1, n, p.kind == kNum && p.digits <= 2 && n >= 1 && n <= 12
	case cYy:
		if p.digits == 2 {
			return i + 1, shortYear(n), p.kind == kNum && n < 100
		}
		return i + 1, n, p.kind == kNum && p.digits == 4
	case cAge:
		return i + 1, n, p.kind == kNum && p.digits <= 4 && n > 0
	case cHour:
		return i + 1, n, p.kind == kNum && p.digits <= 2 && n <= 24 && p.val%16 == 0
	case cMinuteNum:
		return i + 1, n, p.kind == kNum && p.digits == 2 && n < 60
	case cDecade:
		return t.decadeAt(ps, i)
	case cClock:
		return i + 1, p.val, p.kind == kClock
	case cHhmm:
		return i + 1, n/100*60 + n%100, p.kind == kNum && p.digits == 4 && n/100 < 25 && n%100 < 60
	case cHoliday:
		return t.holidayAt(ps, i)
	}
	return i, 0, false
}

// decadeAt reads "1990s", "'90s", "nineties"; the value is 199.
func (t *Tagger) decadeAt(ps []piece, i int) (int, int32, bool) {
	if ps[i].kind == kApos && i+1 < len(ps) && ps[i+1].glued && ps[i+1].kind == kDecade {
		i++
	}
	if ps[i].kind == kDecade {
		v := ps[i].val
		if v < 10 {
			v = shortYear(v*10) / 10
		}
		return i + 1, v, true
	}
	if v, ok := t.value(ps, i, cDecadeWord); ok {
		return i + 1, 190 + v/10, true
	}
	return i, 0, false
}

// holidayAt finds the longest name of a day at piece i; the value is its
// index.
func (t *Tagger) holidayAt(ps []piece, i int) (int, int32, bool) {
	if !ps[i].upper {
		return i, 0, false
	}
	best, at := 0, int32(-1)
	for h := range t.holidays {
		ids := t.holidays[h].ids
		if len(ids) <= best || ids[0] != ps[i].id || i+len(ids) > len(ps) {
			continue
		}
		ok := true
		for k := 1; k < len(ids) && ok; k++ {
			ok = ps[i+k].id == ids[k] || ids[k] == t.k.hyphen && ps[i+k].kind == kHyphen
		}
		if ok {
			best, at = len(ids), int32(h)
		}
	}
	return i + best, at, best > 0
}
