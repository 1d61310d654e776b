package when

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"
)

// holiday is one name of a day or a run of days.
type holiday struct {
	ids []int32
	at  *feast
}

// feast tells when a named day is.
type feast struct {
	month, day int // a fixed day, or with nth a weekday of a month
	wday, nth  int
	easter     int // days from Easter, with hasEaster
	hasEaster  bool
	orthodox   bool
	single     map[int][2]day // by year
}

// in gives the first and last day of the feast in a year.
func (f *feast) in(y int) (from, to day, ok bool) {
	switch {
	case f.single != nil:
		s, ok := f.single[y]
		return s[0], s[1], ok
	case f.hasEaster && f.orthodox:
		d := orthodoxEaster(y) + day(f.easter)
		return d, d, true
	case f.hasEaster:
		d := easter(y) + day(f.easter)
		return d, d, true
	case f.nth != 0:
		d := nthWeekday(y, f.month, f.wday, f.nth)
		return d, d, true
	}
	d := dayOf(y, f.month, f.day)
	return d, d, true
}

func readHolidays(fsys fs.FS, name string, w *words) ([]holiday, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("when: holidays: %w", err)
	}
	var all []holiday
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		when, names, ok := strings.Cut(line, "=")
		if !ok {
			return nil, fmt.Errorf("%s:%d: a line is WHEN = NAME, NAME", name, n)
		}
		f, err := parseFeast(strings.Fields(when))
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
		for s := range strings.SplitSeq(names, ",") {
			var ids []int32
			for _, t := range strings.Fields(strings.ReplaceAll(s, "-", " - ")) {
				ids = append(ids, w.id(t))
			}
			if len(ids) > 0 {
				all = append(all, holiday{ids, f})
			}
		}
	}
	return all, nil
}

func parseFeast(f []string) (*feast, error) {
	if len(f) == 0 {
		return nil, fmt.Errorf("no day before =")
	}
	var nums []int
	for _, s := range f[1:] {
		if v, err := strconv.Atoi(s); err == nil {
			nums = append(nums, v)
		}
	}
	switch {
	case f[0] == "w" && len(nums) == 3 && valid(2000, nums[0], 1) && nums[1] >= 1 && nums[1] <= 7 && nums[2] != 0:
		return &feast{month: nums[0], wday: nums[1], nth: nums[2]}, nil
	case (f[0] == "easter" || f[0] == "orthodox") && len(nums) == 1:
		return &feast{hasEaster: true, orthodox: f[0] == "orthodox", easter: nums[0]}, nil
	case len(f) == 1 && len(f[0]) == 5 && f[0][2] == '-':
		m, err1 := strconv.Atoi(f[0][:2])
		d, err2 := strconv.Atoi(f[0][3:])
		if err1 != nil || err2 != nil || !valid(2001, m, d) {
			return nil, fmt.Errorf("%q is no day of the year", f[0])
		}
		return &feast{month: m, day: d}, nil
	}
	return singleDays(f)
}

func singleDays(f []string) (*feast, error) {
	single := map[int][2]day{}
	for _, s := range f {
		a, b, ranged := strings.Cut(s, "/")
		if !ranged {
			b = a
		}
		from, err1 := time.Parse(time.DateOnly, a)
		to, err2 := time.Parse(time.DateOnly, b)
		if err1 != nil || err2 != nil || to.Before(from) {
			return nil, fmt.Errorf("%q is no day and no run of days", s)
		}
		single[from.Year()] = [2]day{dayOfTime(from), dayOfTime(to)}
	}
	return &feast{single: single}, nil
}

// dayOfTime is the calendar day of t in t's own zone; noDay for the zero time.
func dayOfTime(t time.Time) day {
	if t.IsZero() {
		return noDay
	}
	y, m, d := t.Date()
	return dayOf(y, int(m), d)
}
