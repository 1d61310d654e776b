package ledger

import "time"

// apart tells whether two days lie at most n days apart.
func apart(a, b Day, n int) bool {
	x, ok1 := dayCount(a)
	y, ok2 := dayCount(b)
	return ok1 && ok2 && max(x-y, y-x) <= n
}

// dayTime is the start of a day; zero where it is not known.
func dayTime(d Day) time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// daysBefore is how many days lie before the first of each month of a year without a
// leap day.
var daysBefore = [...]int{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365}

// dayCount is the number of a day, one more than that of the day before, and whether
// it is a day at all. It is told without a time, as pairs of lines are many.
func dayCount(d Day) (int, bool) {
	if len(d) != 10 || d[4] != '-' || d[7] != '-' {
		return 0, false
	}
	var n [3]int
	for i, at := range [...]int{0, 5, 8} {
		for _, c := range []byte(d[at : at+[...]int{4, 2, 2}[i]]) {
			if c < '0' || c > '9' {
				return 0, false
			}
			n[i] = n[i]*10 + int(c-'0')
		}
	}
	year, month, day := n[0], n[1], n[2]
	if month < 1 || month > 12 || day < 1 || d == "0001-01-01" { // the zero time is no day
		return 0, false
	}
	leap := 0
	if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
		leap = 1
	}
	most := daysBefore[month] - daysBefore[month-1]
	if month == 2 {
		most += leap
	}
	if day > most {
		return 0, false
	}
	count := 365*year + (year+3)/4 - (year+99)/100 + (year+399)/400 + daysBefore[month-1] + day
	if month > 2 {
		count += leap
	}
	return count, true
}
