package export

import (
	"encoding/json"
	"time"

	"github.com/parley-reader/parley/ledger"
)

// Date is a day as the number of days since 1970-01-01, as Parquet keeps it; as
// text it is ISO 8601. Where no day is known there is no Date.
type Date int32

// Time is a moment as milliseconds since 1970-01-01, UTC; as text it is RFC 3339.
type Time int64

const (
	secondsADay = 24 * 60 * 60
	timeForm    = "2006-01-02T15:04:05.000Z"
)

// String is the day as ISO 8601.
func (d Date) String() string { return time.Unix(int64(d)*secondsADay, 0).UTC().Format(time.DateOnly) }

// MarshalText writes ISO 8601.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads ISO 8601.
func (d *Date) UnmarshalText(b []byte) error {
	t, err := time.Parse(time.DateOnly, string(b))
	if err == nil {
		*d = dateAt(t)
	}
	return err
}

func dateAt(t time.Time) Date {
	s := t.Unix()
	if s < 0 {
		s -= secondsADay - 1
	}
	return Date(s / secondsADay)
}

// String is the moment as RFC 3339.
func (t Time) String() string { return time.UnixMilli(int64(t)).UTC().Format(timeForm) }

// MarshalText writes RFC 3339, to the millisecond.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads RFC 3339.
func (t *Time) UnmarshalText(b []byte) error {
	x, err := time.Parse(time.RFC3339, string(b))
	if err == nil {
		*t = Time(x.UnixMilli())
	}
	return err
}

// MarshalJSON writes the text.
func (t Time) MarshalJSON() ([]byte, error) { return json.Marshal(t.String()) }

// days makes dates, each day once: tables hold the same ones over and over.
type days map[ledger.Day]*Date

// at is nil for a day that is not known or no day.
func (m days) at(d ledger.Day) *Date {
	if d == "" {
		return nil
	}
	if x, ok := m[d]; ok {
		return x
	}
	var x *Date
	if t, err := time.Parse(time.DateOnly, string(d)); err == nil {
		at := dateAt(t)
		x = &at
	}
	m[d] = x
	return x
}
