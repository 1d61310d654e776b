package token

import "github.com/parley-reader/parley/doc"

// quoteClass tells which marks belong together.
type quoteClass uint8

const (
	noQuote  quoteClass = iota
	straight            // "…", and ``…''
	curly               // “…”
	low                 // „…“, „…”
	angle               // «…», ‹…›
	reversed            // »…«, ›…‹
	single              // ‘…’
	plain               // '…'
	classes
)

// quoteMark is what a token's form says of it as a quotation mark.
type quoteMark struct {
	class       quoteClass
	opens, ends bool // both where the form does not tell
}

// markOf reads a token's form as a quotation mark; the class is noQuote where
// it is none.
func markOf(form string) quoteMark {
	switch form[0] {
	case '"', '\'', '`', 0xc2, 0xe2:
	default:
		return quoteMark{}
	}
	switch form {
	case `"`:
		return quoteMark{straight, true, true}
	case "``":
		return quoteMark{straight, true, false}
	case "''":
		return quoteMark{straight, true, true}
	case "“", "‟":
		return quoteMark{curly, true, true}
	case "‘‘":
		return quoteMark{curly, true, false}
	case "”", "’’":
		return quoteMark{curly, true, true}
	case "„":
		return quoteMark{low, true, false}
	case "«", "‹":
		return quoteMark{angle, true, true}
	case "»", "›":
		return quoteMark{angle, true, true}
	case "‘", "‚", "‛":
		return quoteMark{single, true, false}
	case "’":
		return quoteMark{single, false, true}
	case "'", "`":
		return quoteMark{plain, true, true}
	}
	return quoteMark{}
}

// quoter finds the quotes of one paragraph after the other.
type quoter struct {
	*splitter
	toks  doc.Range // of the paragraph
	stack []int     // the open quotes, as indices into l.Quotes
	class []quoteClass
	open  [classes]int // how many of each class are open
	surer [2]int       // opening and closing double marks that are still to come
	drop  []bool       // for each quote: no quote after all
}

// quotes finds the stretches within quotation marks. A quote does not reach
// beyond its paragraph.
func (s *splitter) quotes() {
	q := quoter{splitter: s}
	for i := range s.l.Paragraphs {
		q.toks = s.tokensOf(&s.l.Paragraphs[i])
		q.paragraph(i)
	}
	q.settle()
}

// paragraph finds the quotes of paragraph i.
func (q *quoter) paragraph(i int) {
	q.surer = [2]int{}
	any := false
	for t := q.toks.First; t < q.toks.End; t++ {
		if m := markOf(q.form(t)); m.class != noQuote {
			any = true
			if m.class <= curly {
				opens, ends := q.role(t, m)
				q.count(opens, ends, 1)
			}
		}
	}
	if !any {
		return
	}
	for t := q.toks.First; t < q.toks.End; t++ {
		if m := markOf(q.form(t)); m.class != noQuote {
			q.mark(t, m)
		}
	}
	for len(q.stack) > 0 {
		q.abandon(q.l.Paragraphs[i].Span.End, i)
	}
}

// count notes that a double mark that surely opens or closes is n more, or
// fewer, still to come.
func (q *quoter) count(opens, ends bool, n int) {
	switch {
	case opens && !ends:
		q.surer[0] += n
	case ends && !opens:
		q.surer[1] += n
	}
}

// role tells from what stands beside mark t whether it opens or ends a quote;
// both where that does not tell.
func (q *quoter) role(t int, m quoteMark) (opens, ends bool) {
	if !m.opens || !m.ends {
		return m.opens, m.ends
	}
	left := t > q.toks.First && !q.l.Tokens[t-1].SpaceAfter && q.l.Tokens[t-1].Span.End == q.l.Tokens[t].Span.Start
	right := t+1 < q.toks.End && !q.l.Tokens[t].SpaceAfter
	switch {
	case t == q.toks.First:
		return true, false
	case t+1 == q.toks.End:
		return false, true
	case right && q.stops(t+1):
		return false, true
	case !left && right:
		return true, false
	case left && !right:
		return false, true
	case left && right:
		switch r := lastRune(q.form(t - 1)); {
		case r == '(' || r == '[' || r == '{' || r == '/' || r == '‘' || r == '“':
			return true, false
		default:
			if next := firstRune(q.form(t + 1)); isDash(next) && !isDash(r) {
				return false, true
			}
		}
	}
	switch q.form(t) { // curly marks and angles tell by their shape
	case "“", "‟", "«", "‹":
		return true, false
	case "”", "’’", "''", "»", "›":
		return false, true
	}
	return true, true
}

// stops tells whether token t is a mark before which a quote can only end.
func (q *quoter) stops(t int) bool {
	switch q.form(t) {
	case ",", ".", ";", ":", "!", "?", ")", "]", "’s", "'s", "”", "’":
		return true
	}
	return false
}

// mark reads the quotation mark at token t.
func (q *quoter) mark(t int, m quoteMark) {
	opens, ends := q.role(t, m)
	if m.class <= curly {
		q.count(opens, ends, -1)
	}
	switch m.class {
	case angle:
		q.angles(t, opens)
	case single, plain:
		q.singles(t, m.class, opens, ends)
	case curly:
		if q.open[low] > 0 && !q.spaced(t) { // „…“
			q.close(t, low)
			return
		}
		q.doubles(t, curly, opens, ends)
	case low:
		q.push(t, low)
	default:
		q.doubles(t, straight, opens, ends)
	}
}

// doubles reads a double mark of the class at token t.
func (q *quoter) doubles(t int, class quoteClass, opens, ends bool) {
	open := q.open[class] > 0
	if class == straight && !open && q.open[curly] > 0 && ends && !opens {
		class, open = curly, true // “…", mixed
	} else if class == curly && !open && q.open[straight] > 0 && ends && !opens {
		class, open = straight, true
	}
	switch {
	case open && ends:
		q.close(t, class)
	case !open && ends && !opens:
		return // a closing mark alone, or inches
	default:
		if open && q.surer[1] <= q.open[class] && q.surer[0] > 0 || open && q.surer[1] < q.open[class]+1 {
			q.cut(t, class) // not enough marks left to close both
		}
		q.push(t, class)
	}
}

// spaced tells whether white space, or the paragraph's start, goes before
// token t.
func (q *quoter) spaced(t int) bool { return t == q.toks.First || q.l.Tokens[t-1].SpaceAfter }

// angles reads « or », which some languages use the other way round.
func (q *quoter) angles(t int, opens bool) {
	left := q.form(t) == "«" || q.form(t) == "‹"
	switch {
	case left && q.open[reversed] > 0:
		q.close(t, reversed)
	case left && opens:
		q.push(t, angle)
	case !left && q.open[angle] > 0:
		q.close(t, angle)
	case !left && opens:
		q.push(t, reversed)
	}
}

// singles reads a single mark, which may be an apostrophe.
func (q *quoter) singles(t int, class quoteClass, opens, ends bool) {
	if class == single && opens || class == plain && opens && !ends {
		if t+1 < q.toks.End && !q.l.Tokens[t].SpaceAfter {
			q.push(t, class)
		}
		return
	}
	if class == single && q.open[single] == 0 && q.open[plain] > 0 {
		class = plain
	}
	if q.spaced(t) || q.open[class] == 0 || q.class[len(q.class)-1] != class {
		return
	}
	if q.possessive(t) {
		return
	}
	q.close(t, class)
}

// possessive tells whether the mark at t, within an open single quote, is
// more likely the apostrophe of "leaders'": a word follows it, and a better
// closing mark comes later.
func (q *quoter) possessive(t int) bool {
	const reach = 64
	if r := lastRune(q.form(t - 1)); r != 's' && r != 'S' {
		return false
	}
	if t+1 >= q.toks.End || !q.l.Tokens[t].SpaceAfter || !isLower(firstRune(q.form(t+1))) {
		return false
	}
	for k := t + 1; k < q.toks.End && k < t+reach; k++ {
		m := markOf(q.form(k))
		if m.class != single && m.class != plain {
			continue
		}
		if q.spaced(k) {
			return false // another quote opens
		}
		if r := lastRune(q.form(k - 1)); r != 's' || k+1 >= q.toks.End || !isLower(firstRune(q.form(k+1))) {
			return true
		}
	}
	return false
}

// push opens a quote at mark t.
func (q *quoter) push(t int, class quoteClass) {
	mark := q.l.Tokens[t].Span
	q.stack = append(q.stack, len(q.l.Quotes))
	q.class = append(q.class, class)
	q.open[class]++
	q.l.Quotes = append(q.l.Quotes, doc.Quote{Span: mark, Inner: doc.Span{Start: mark.End, End: mark.End}})
	q.drop = append(q.drop, false)
}

// pop takes the innermost open quote off.
func (q *quoter) pop() (index int, class quoteClass) {
	n := len(q.stack) - 1
	index, class = q.stack[n], q.class[n]
	q.stack, q.class = q.stack[:n], q.class[:n]
	q.open[class]--
	return index, class
}

// close ends the innermost open quote of the class at mark t, and gives up
// those inside it.
func (q *quoter) close(t int, class quoteClass) {
	mark := q.l.Tokens[t].Span
	for q.class[len(q.class)-1] != class {
		q.abandon(mark.Start, -1)
	}
	i, _ := q.pop()
	quote := &q.l.Quotes[i]
	quote.Span.End, quote.Inner.End, quote.Closed = mark.End, mark.Start, true
	q.drop[i] = quote.Inner.Empty()
}

// cut gives up the open quotes from the innermost of the class on, before mark t.
func (q *quoter) cut(t int, class quoteClass) {
	end := q.l.Tokens[t-1].Span.End
	for {
		c := q.class[len(q.class)-1]
		q.abandon(end, -1)
		if c == class {
			return
		}
	}
}

// abandon ends the innermost open quote at end without a mark. A single mark
// that is never closed was an apostrophe, unless the paragraph, number par,
// and the next one both begin with it.
func (q *quoter) abandon(end, par int) {
	i, class := q.pop()
	quote := &q.l.Quotes[i]
	quote.Span.End, quote.Inner.End = end, max(end, quote.Inner.Start)
	goesOn := par >= 0 && q.nextOpens(par, q.text[quote.Span.Start:quote.Inner.Start])
	switch class {
	case single, plain:
		q.drop[i] = !goesOn || quote.Span.Start != q.l.Paragraphs[par].Span.Start
	case straight, curly, low:
	default:
		q.drop[i] = true
	}
	quote.Continues = goesOn && !q.drop[i]
	if quote.Inner.Empty() {
		q.drop[i] = true
	}
}

// nextOpens tells whether the paragraph after number par begins with mark.
func (q *quoter) nextOpens(par int, mark string) bool {
	if par+1 >= len(q.l.Paragraphs) {
		return false
	}
	span := q.l.Paragraphs[par+1].Span
	return span.Len() > len(mark) && q.text[span.Start:span.Start+len(mark)] == mark
}

// settle takes out what was no quote, makes spans end on the last thing inside
// them, and counts how deep each quote lies.
func (q *quoter) settle() {
	kept := q.l.Quotes[:0]
	ends := q.stack[:0] // of the quotes around the next one
	for i, quote := range q.l.Quotes {
		if q.drop[i] {
			continue
		}
		for len(ends) > 0 && ends[len(ends)-1] <= quote.Span.Start {
			ends = ends[:len(ends)-1]
		}
		quote.Depth = len(ends)
		ends = append(ends, quote.Span.End)
		kept = append(kept, quote)
	}
	q.l.Quotes = kept
	if len(kept) == 0 {
		q.l.Quotes = nil
	}
}
