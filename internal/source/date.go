package source

import (
	"strings"
	"time"
)

// dateLayouts are the ways in which pages and files write a day, the time cut
// off where there is one.
var dateLayouts = []string{
	"2006-01-02", "2006/01/02", "20060102", "2006-1-2",
	"January 2, 2006", "Jan 2, 2006", "Jan. 2, 2006", "2 January 2006", "2 Jan 2006", "02 Jan 2006",
	"Monday, January 2, 2006", "Mon, 2 Jan 2006", "Mon, 02 Jan 2006", "Monday, 2 January 2006", "Monday 2 January 2006",
	"Mon Jan 2 2006", "January 2 2006", "2006-01",
}

// parseDate is the day that s writes, at midnight UTC. The day is the one
// written, whatever its zone. Days of the form 01/02/2006 are not read: they
// mean different days in different countries.
func parseDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if len(s) > 80 || len(s) < 6 {
		return time.Time{}, false
	}
	for _, layout := range dateLayouts {
		for end := min(len(s), len(layout)+8); end >= len(layout)-4 && end > 5; end-- {
			if end < len(s) && isAlnum(s[end]) && isAlnum(s[end-1]) && s[end] != 'T' {
				continue // inside a number or a word
			}
			if t, err := time.Parse(layout, strings.TrimRight(s[:end], " ,")); err == nil && layout != "2006-01" {
				return sane(t)
			}
		}
	}
	return time.Time{}, false
}

func isAlnum(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// sane is t unless no report can be of that day.
func sane(t time.Time) (time.Time, bool) {
	if t.Year() < 1600 || t.Year() > 2200 {
		return time.Time{}, false
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC), true
}

// unixDate is the day of a time in seconds or milliseconds since 1970; zero
// where it is none that a report can have.
func unixDate(n float64) time.Time {
	if n > 1e11 {
		n /= 1000
	}
	if n < 1e8 || n > 7e9 {
		return time.Time{}
	}
	day, _ := sane(time.Unix(int64(n), 0).UTC())
	return day
}

// dateInName is the day in a path or an address, as in "2025-08-20-talks.txt"
// or ".../2025/08/20/...": the last one in it; zero where there is none.
func dateInName(name string) time.Time {
	for i := len(name) - 8; i >= 0; i-- {
		if name[i] != '1' && name[i] != '2' || i > 0 && name[i-1] >= '0' && name[i-1] <= '9' {
			continue
		}
		for _, layout := range [...]string{"2006-01-02", "2006/01/02", "2006_01_02", "2006.01.02", "20060102"} {
			end := i + len(layout)
			if end > len(name) || end < len(name) && name[end] >= '0' && name[end] <= '9' {
				continue
			}
			if t, err := time.Parse(layout, name[i:end]); err == nil && t.Year() >= 1900 && t.Year() < 2100 {
				return t
			}
		}
	}
	return time.Time{}
}
