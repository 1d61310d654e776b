package web

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// chart is a timeline as it is drawn: rows over one axis of days.
type chart struct {
	Width    int
	From, To string
	Days     int
	Now      int // where the day of the question lies; -1 where it lies outside
	Ticks    []timeTick
	Lanes    []chartLane

	from    time.Time
	bin     int     // days that share a column
	perDay  float64 // units of the drawing
	page    *page
	columns int // marks beside each other in a column
}

// timeTick is one mark of the axis: a day, a week, a month.
type timeTick struct {
	X     int
	Label string
	URL   string // zooms into it
	Title string
}

// chartLane is one row.
type chartLane struct {
	Name, URL string
	N         int
	Height    int
	Marks     []mark
	Bars      []timeBar
	MoreDue   int // windows that are not drawn
}

// mark is one line, or a count of many.
type mark struct {
	X, Y   int
	Path   string // of its shape, around 0 0
	Class  string
	Letter string
	URL    string
	Title  string
	Many   bool
}

// timeBar is one window.
type timeBar struct {
	X, Y, Width int
	Fill        string
	URL, Title  string
}

const (
	chartWidth = 1000
	markStep   = 17 // from one mark to the next
	laneRoom   = 5  // above and below
	stackMost  = 6  // marks upon each other; more are a count
	barStep    = 9
	barRows    = 4
)

// newChart draws rows from one day to another.
func newChart(p *page, from, to time.Time, lanes []lane) *chart {
	days := int(to.Sub(from).Hours()/24) + 1
	c := &chart{Width: chartWidth, From: from.Format(time.DateOnly), To: to.Format(time.DateOnly), Days: days, Now: -1, from: from, page: p, bin: 1}
	switch {
	case days > 500:
		c.bin = max(30, days/60)
	case days > 62:
		c.bin = 7
	}
	c.perDay = float64(chartWidth) / float64(max(days, 1))
	c.columns = max(1, int(c.perDay*float64(c.bin)/markStep))
	if now, err := time.Parse(time.DateOnly, cmp.Or(p.State.AsOf, p.today())); err == nil && !now.Before(from) && !now.After(to) {
		c.Now = c.x(float64(c.day(now)) + .5)
	}
	c.ticks(to)
	for i := range lanes {
		c.Lanes = append(c.Lanes, c.lane(&lanes[i]))
	}
	return c
}

// day numbers a day from the first of the axis.
func (c *chart) day(t time.Time) int { return int(t.Sub(c.from).Hours() / 24) }

func (c *chart) x(days float64) int { return int(days * c.perDay) }

// ticks marks days, weeks or months.
func (c *chart) ticks(to time.Time) {
	step := func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	at, form := c.from, "Mon 2 Jan"
	switch {
	case c.Days > 800:
		at, form = time.Date(at.Year(), 1, 1, 0, 0, 0, 0, time.UTC), "2006"
		step = func(t time.Time) time.Time { return t.AddDate(1, 0, 0) }
	case c.Days > 62:
		at, form = time.Date(at.Year(), at.Month(), 1, 0, 0, 0, 0, time.UTC), "Jan 2006"
		step = func(t time.Time) time.Time { return t.AddDate(0, 1, 0) }
	case c.Days > 16:
		at, form = at.AddDate(0, 0, -(int(at.Weekday())+6)%7), "2 Jan"
		step = func(t time.Time) time.Time { return t.AddDate(0, 0, 7) }
	case c.Days > 8:
		form = "2 Jan"
	}
	for n := 0; !at.After(to) && n < 200; n++ {
		next := step(at)
		x := c.x(float64(c.day(at)))
		label := at.Format(form)
		if x < 0 && form == "2 Jan" {
			label = c.from.Format(form)
		}
		if n > 0 && form == "Jan 2006" && at.Month() != 1 {
			label = at.Format("Jan")
		}
		if c.x(float64(c.day(next)))-max(x, 0) < 34 {
			label = ""
		}
		last := next.AddDate(0, 0, -1)
		c.Ticks = append(c.Ticks, timeTick{max(x, 0), label, c.page.stretch(at, last), "only " + at.Format(time.DateOnly) + " to " + last.Format(time.DateOnly)})
		at = next
	}
}

// lane draws one row.
func (c *chart) lane(l *lane) chartLane {
	out := chartLane{Name: l.Name, URL: l.URL, N: len(l.items)}
	bins := map[int][]*laneItem{}
	var windows []*laneItem
	for i := range l.items {
		it := &l.items[i]
		if it.item.Deadline != nil {
			windows = append(windows, it)
			continue
		}
		t, err := time.Parse(time.DateOnly, string(it.item.Day.From))
		if d := c.day(t); err == nil && !t.Before(c.from) && d < c.Days {
			bins[d/c.bin] = append(bins[d/c.bin], it)
		}
	}
	high := markStep
	for _, list := range bins {
		if len(list) > c.columns*stackMost {
			high = max(high, 2*c.radius(len(list)))
		} else {
			high = max(high, (len(list)+c.columns-1)/c.columns*markStep)
		}
	}
	for b := range (c.Days + c.bin - 1) / c.bin {
		out.Marks = append(out.Marks, c.marks(bins[b], b, laneRoom+high)...)
	}
	rows := c.bars(&out, windows, laneRoom+high+3)
	out.Height = high + 2*laneRoom
	if rows > 0 {
		out.Height += rows*barStep + 3
	}
	return out
}

// marks draws the lines of one column from the foot up, or their number where they
// are too many.
func (c *chart) marks(list []*laneItem, bin, foot int) (out []mark) {
	if len(list) == 0 {
		return nil
	}
	left := float64(bin*c.bin) * c.perDay
	width := float64(c.bin) * c.perDay
	if len(list) > c.columns*stackMost {
		return []mark{c.many(list, bin, int(left+width/2), foot)}
	}
	slices.SortStableFunc(list, func(a, b *laneItem) int { return cmp.Compare(a.item.Day.From, b.item.Day.From) })
	rows := min((len(list)+c.columns-1)/c.columns, stackMost)
	cols := (len(list) + rows - 1) / rows
	first := left + width/2 - float64((cols-1)*markStep)/2
	for i, it := range list {
		m := mark{X: int(first) + i/rows*markStep, Y: foot - markStep/2 - i%rows*markStep, Title: it.title, Letter: it.kind.Mark}
		m.X = min(max(m.X, 8), chartWidth-8)
		m.Path, m.Class = shapes[it.kind.Value], it.kind.Value+" "+it.look
		if it.stance != nil {
			m.Letter, m.Class = it.stance.Letter, m.Class+" stance-"+it.stance.Class
		}
		m.URL = c.page.within("on", string(it.item.Day.From), "after", "", "#", "p-"+keyOfItem(it))
		out = append(out, m)
	}
	return out
}

// shapes are the outlines of marks, by the kind of line.
var shapes = map[string]string{
	"statement": "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0 -14 0z",
	"move":      "M-6.5 -6.5h13v13h-13z",
	"event":     "M0 -8.2L8.2 0L0 8.2L-8.2 0z",
	"shift":     "M0 -8L8 6.5H-8z",
}

// keyOfItem names the line of an item.
func keyOfItem(it *laneItem) string {
	x := it.item
	switch {
	case x.Move != nil:
		return x.Move.Key
	case x.Statement != nil:
		return x.Statement.Key
	case x.Deadline != nil:
		return x.Deadline.Key
	}
	return x.Shift.Told.Key
}

// radius is how large the mark of a count is: not so large that it hides its
// neighbours.
func (c *chart) radius(n int) int {
	return min(9+n/6, 24, max(10, int(c.perDay*float64(c.bin)/2)))
}

// many is the mark of a column with many lines: their number, the larger the more.
func (c *chart) many(list []*laneItem, bin, x, foot int) mark {
	r := c.radius(len(list))
	from := c.from.AddDate(0, 0, bin*c.bin)
	to := from.AddDate(0, 0, c.bin-1)
	m := mark{X: min(max(x, r), chartWidth-r), Y: foot - r, Many: true, Class: "many", Letter: fmt.Sprint(len(list))}
	m.Path = fmt.Sprintf("M%d 0a%d %d 0 1 0 %d 0a%d %d 0 1 0 %d 0z", -r, r, r, 2*r, r, r, -2*r)
	kinds := ""
	for _, k := range lineKinds {
		n := 0
		for _, it := range list {
			if it.kind.Value == k.Value {
				n++
			}
		}
		if n > 0 {
			kinds += fmt.Sprintf(", %d %s", n, k.Label)
		}
	}
	if c.bin == 1 {
		m.URL, m.Title = c.page.within("on", from.Format(time.DateOnly), "after", "", "#", "lines"), from.Format(time.DateOnly)+kinds
	} else {
		m.URL, m.Title = c.page.stretch(from, to), from.Format(time.DateOnly)+" … "+to.Format(time.DateOnly)+kinds
	}
	return m
}

// bars draws windows in as many rows as they need, and tells how many. An end that is
// not told as a day fades, as on the page of what is due.
func (c *chart) bars(out *chartLane, list []*laneItem, top int) int {
	slices.SortStableFunc(list, func(a, b *laneItem) int { return cmp.Compare(a.item.Day.From, b.item.Day.From) })
	var ends []int // of the rows
	for _, it := range list {
		d := it.item.Deadline
		from, to := dayOr(string(d.From), string(d.To)), dayOr(string(d.To), string(d.From))
		if from.IsZero() || to.Before(c.from) || c.day(from) >= c.Days {
			continue
		}
		days := int(to.Sub(from).Hours() / 24)
		fades := [2]bool{days > 0 && (d.From == "" || d.From == d.Said.From), days >= roughly}
		x := max(c.x(float64(c.day(from))), 0)
		end := min(c.x(float64(c.day(to)+1)), chartWidth)
		b := timeBar{X: min(x, chartWidth-6), Width: max(end-x, 6), Title: it.title}
		b.Fill = "url(#due-" + map[[2]bool]string{{false, false}: "none", {true, false}: "from", {false, true}: "to", {true, true}: "both"}[fades] + ")"
		b.URL = c.page.within("kind", "deadline", "on", "", "after", "", "#", "p-"+d.Key)
		row := slices.IndexFunc(ends, func(e int) bool { return e <= b.X })
		if row < 0 {
			if len(ends) == barRows {
				out.MoreDue++
				continue
			}
			row, ends = len(ends), append(ends, 0)
		}
		ends[row] = b.X + b.Width + 4
		b.Y = top + row*barStep
		out.Bars = append(out.Bars, b)
	}
	return len(ends)
}
