package when

// day counts days from 1970-01-01 in the proleptic Gregorian calendar.
type day int32

// noDay marks a day that is not known.
const noDay day = -1 << 30

// civil is a calendar date; m counts from 1, d from 1.
type civil struct{ y, m, d int }

// dayOf is the day of a civil date, which must be valid (see valid).
// The method is Howard Hinnant's days_from_civil.
func dayOf(y, m, d int) day {
	if m <= 2 {
		y--
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yoe := y - era*400
	mp := (m + 9) % 12
	doy := (153*mp+2)/5 + d - 1
	doe := yoe*365 + yoe/4 - yoe/100 + doy
	return day(era*146097 + doe - 719468)
}

// civil is the inverse of dayOf.
func (n day) civil() civil {
	z := int(n) + 719468
	era := z / 146097
	if z < 0 {
		era = (z - 146096) / 146097
	}
	doe := z - era*146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	y := yoe + era*400
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	d := doy - (153*mp+2)/5 + 1
	m := mp + 3
	if m > 12 {
		m -= 12
	}
	if m <= 2 {
		y++
	}
	return civil{y, m, d}
}

// weekday is 1 for Monday to 7 for Sunday.
func (n day) weekday() int {
	w := (int(n) + 3) % 7
	if w < 0 {
		w += 7
	}
	return w + 1
}

// monday is the Monday of the day's calendar week.
func (n day) monday() day { return n - day(n.weekday()-1) }

// isoWeek is the year and number of the day's ISO 8601 week.
func (n day) isoWeek() (year, week int) {
	thursday := n.monday() + 3
	year = thursday.civil().y
	return year, int(thursday-dayOf(year, 1, 1))/7 + 1
}

func leap(y int) bool { return y%4 == 0 && (y%100 != 0 || y%400 == 0) }

// monthDays is the number of days of a month.
func monthDays(y, m int) int {
	switch m {
	case 2:
		if leap(y) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// valid tells whether the date exists: there is no 31 February.
func valid(y, m, d int) bool { return m >= 1 && m <= 12 && d >= 1 && d <= monthDays(y, m) }

// addMonths moves the date by n months; the day is cut to the month's length.
func (c civil) addMonths(n int) civil {
	k := c.y*12 + c.m - 1 + n
	y, m := floorDiv(k, 12), 0
	m = k - y*12 + 1
	return civil{y, m, min(c.d, monthDays(y, m))}
}

func (c civil) day() day { return dayOf(c.y, c.m, c.d) }

func floorDiv(a, b int) int {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// easter is the western Easter Sunday of a year (Meeus, Jones and Butcher).
func easter(y int) day {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	month := (h + l - 7*m + 114) / 31
	return dayOf(y, month, (h+l-7*m+114)%31+1)
}

// orthodoxEaster is Easter Sunday in the eastern churches (Meeus's Julian
// algorithm, carried over to the Gregorian calendar).
func orthodoxEaster(y int) day {
	a, b, c := y%4, y%7, y%19
	d := (19*c + 15) % 30
	e := (2*a + 4*b - d + 34) % 7
	month := (d + e + 114) / 31
	return dayOf(y, month, (d+e+114)%31+1) + day(y/100-y/400-2)
}

// nthWeekday is the n-th given weekday of a month; n < 0 counts from its end.
func nthWeekday(y, m, wday, n int) day {
	if n < 0 {
		last := dayOf(y, m, monthDays(y, m))
		return last - day((last.weekday()-wday+7)%7) + day(7*(n+1))
	}
	first := dayOf(y, m, 1)
	return first + day((wday-first.weekday()+7)%7) + day(7*(n-1))
}

func appendInt(b []byte, n, width int) []byte {
	var buf [12]byte
	i := len(buf)
	neg := n < 0
	if neg {
		n = -n
	}
	for n > 0 || width > 0 || i == len(buf) {
		i--
		buf[i] = byte('0' + n%10)
		n /= 10
		width--
		if i == 0 {
			break
		}
	}
	if neg {
		b = append(b, '-')
	}
	return append(b, buf[i:]...)
}

// appendYear writes a year as TIMEX3 does: "1989", "BC0480".
func appendYear(b []byte, y int) []byte {
	if y <= 0 {
		return appendInt(append(b, "BC"...), 1-y, 4)
	}
	return appendInt(b, y, 4)
}

func appendMonth(b []byte, y, m int) []byte {
	return appendInt(append(appendYear(b, y), '-'), m, 2)
}

func (n day) append(b []byte) []byte {
	c := n.civil()
	return appendInt(append(appendMonth(b, c.y, c.m), '-'), c.d, 2)
}

// iso is the day as ISO 8601, "" when it is not known or lies before year 1.
func (n day) iso() string {
	if n == noDay {
		return ""
	}
	if c := n.civil(); c.y < 1 || c.y > 9999 {
		return ""
	}
	var buf [16]byte
	return string(n.append(buf[:0]))
}
