package parse

// tree leaves in s.heads the best tree with one root over n words, given the
// scores of heads (a row of s.score, wide apart, for each dependent) and of the
// root. When each word's best head makes a tree already, that is it, and the
// time is that of looking.
func (s *scratch) tree(n, wide int) {
	roots := 0
	for dep := range n {
		row := s.score[dep*wide : dep*wide+n]
		at, top := -1, s.rootScore[dep]
		for h, v := range row {
			if v > top {
				at, top = h, v
			}
		}
		s.heads[dep] = at
		if at < 0 {
			roots++
		}
	}
	if roots == 1 && s.isTree(n) {
		return
	}
	s.mst.solve(s.heads[:n], s.score, wide, s.rootScore[:n])
	if !s.oneRoot(n) || !s.isTree(n) { // only scores that are no numbers lead here
		for i := range n {
			s.heads[i] = i - 1
		}
	}
}

func (s *scratch) oneRoot(n int) bool {
	roots := 0
	for _, h := range s.heads[:n] {
		if h < 0 {
			roots++
		}
	}
	return roots == 1
}

// isTree tells whether every word leads to the root.
func (s *scratch) isTree(n int) bool {
	clear(s.seen[:n])
	for i := range n {
		mark := int32(i + 1)
		k := i
		for k >= 0 && s.seen[k] == 0 {
			s.seen[k] = mark
			k = s.heads[k]
		}
		if k >= 0 && s.seen[k] == mark {
			return false
		}
	}
	return true
}

// mst finds maximum spanning trees. Node 0 is the root, node i+1 word i.
type mst struct {
	w      []float64 // w[head*m+dep]
	live   []bool
	best   []int
	top    []float64 // the score of best, while all pick
	mark   []int
	levels []level
	depth  int
}

// level remembers one contraction of a cycle into its first node.
type level struct {
	cycle []int
	kept  []int // the head of each node of the cycle inside it
	enter []int // for each head outside: which node of the cycle it enters
	leave []int // for each dependent outside: which node of the cycle it hangs on
}

// rootPenalty outweighs any sum of scores, so that the best tree has one root.
const rootPenalty = 1e7

func (t *mst) solve(heads []int, score []float32, wide int, root []float32) {
	n := len(heads)
	m := n + 1
	t.reset(m)
	for d := range n {
		t.w[d+1] = float64(root[d]) - rootPenalty
		for h := range n {
			t.w[(h+1)*m+d+1] = float64(score[d*wide+h])
		}
	}
	t.pickAll(m)
	for c := t.cycle(m); c >= 0; c = t.cycle(m) {
		t.contract(c, m)
		t.pick(c, m)
	}
	for t.depth > 0 {
		t.depth--
		t.expand(&t.levels[t.depth])
	}
	for d := range n {
		heads[d] = t.best[d+1] - 1
	}
}

func (t *mst) reset(m int) {
	if cap(t.w) < m*m {
		t.w = make([]float64, m*m+m*m/4)
	}
	t.w = t.w[:m*m]
	if cap(t.best) < m {
		t.live, t.best, t.mark = make([]bool, m+m/4), make([]int, m+m/4), make([]int, m+m/4)
		t.top = make([]float64, m+m/4)
	}
	t.live, t.best, t.top, t.mark = t.live[:m], t.best[:m], t.top[:m], t.mark[:m]
	for i := range t.live {
		t.live[i] = true
	}
	t.depth = 0
}

// pickAll gives each node its best head; all are live.
func (t *mst) pickAll(m int) {
	for d := range m {
		t.best[d], t.top[d] = 0, t.w[d]
	}
	for h := 1; h < m; h++ {
		row, top := t.w[h*m:(h+1)*m], t.top[:m]
		for d, v := range row {
			if v > top[d] && d != h {
				t.best[d], top[d] = h, v
			}
		}
	}
}

// pick gives one node its best live head.
func (t *mst) pick(d, m int) {
	at, top := 0, t.w[d]
	for h := 1; h < m; h++ {
		if t.live[h] && h != d {
			if v := t.w[h*m+d]; v > top {
				at, top = h, v
			}
		}
	}
	t.best[d] = at
}

// cycle returns a node on a cycle of the picked heads, or −1.
func (t *mst) cycle(m int) int {
	clear(t.mark)
	for i := 1; i < m; i++ {
		if !t.live[i] {
			continue
		}
		k := i
		for k > 0 && t.mark[k] == 0 {
			t.mark[k] = i
			k = t.best[k]
		}
		if k > 0 && t.mark[k] == i {
			return k
		}
	}
	return -1
}

// contract makes one node, c, of the cycle through c. Whose best head was in
// the cycle has c now, which is as good; only c itself must pick anew.
func (t *mst) contract(c, m int) {
	if t.depth == len(t.levels) {
		t.levels = append(t.levels, level{})
	}
	l := &t.levels[t.depth]
	t.depth++
	l.cycle, l.kept = l.cycle[:0], l.kept[:0]
	for k := c; ; {
		l.cycle, l.kept = append(l.cycle, k), append(l.kept, t.best[k])
		if k = t.best[k]; k == c {
			break
		}
	}
	if cap(l.enter) < m {
		l.enter, l.leave = make([]int, m+m/4), make([]int, m+m/4)
	}
	l.enter, l.leave = l.enter[:m], l.leave[:m]
	for _, k := range l.cycle {
		t.live[k] = false
	}
	for x := range m {
		if !t.live[x] {
			continue
		}
		in, out := l.cycle[0], l.cycle[0]
		inTop, outTop := t.w[x*m+in]-t.w[l.kept[0]*m+in], t.w[out*m+x]
		for i, k := range l.cycle[1:] {
			if v := t.w[x*m+k] - t.w[l.kept[i+1]*m+k]; v > inTop {
				in, inTop = k, v
			}
			if v := t.w[k*m+x]; v > outTop {
				out, outTop = k, v
			}
		}
		l.enter[x], l.leave[x] = in, out
		// Neither is read again for another x.
		t.w[x*m+c], t.w[c*m+x] = inTop, outTop
		if b := t.best[x]; x > 0 && !t.live[b] {
			t.best[x] = c
		}
	}
	t.live[c] = true
}

// expand undoes a contraction: the cycle is broken where its node was entered.
func (t *mst) expand(l *level) {
	c := l.cycle[0]
	from := t.best[c]
	for d := 1; d < len(t.best); d++ {
		if t.live[d] && d != c && t.best[d] == c {
			t.best[d] = l.leave[d]
		}
	}
	for i, k := range l.cycle {
		t.live[k] = true
		t.best[k] = l.kept[i]
	}
	t.best[l.enter[from]] = from
}
