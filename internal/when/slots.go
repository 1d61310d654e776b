package when

// slot is one thing that a pattern can learn about a time.
type slot uint8

// The slots. What a rule's kind makes of them is in its resolver.
const (
	sYear slot = iota
	sMonth
	sDay
	sDay2
	sWday
	sSeason
	sQuarter
	sHalf
	sDecade
	sCentury
	sHoliday
	sOff // days from the day of the report: yesterday is -1
	sDir // -1 last, 0 this, 1 next
	sUnit
	sUnit2
	sNum  // in sixteenths, so that halves and quarters stand too; vague numbers are negative
	sNum2 // the upper end of "two to three weeks"
	sOrd
	sPart // 1 beginning, 2 middle, 3 end
	sHour
	sMinute
	sAmpm
	sTod // time of day, an index into the words' list
	sZone
	sRef   // 1 PRESENT_REF, 2 PAST_REF, 3 FUTURE_REF
	sMod   // rule-specific
	sApprx // "about", "nearly"
	nSlots
)

var slotNames = [nSlots]string{"year", "month", "day", "day2", "wday", "season", "quarter", "half", "decade",
	"century", "holiday", "off", "dir", "unit", "unit2", "num", "num2", "ord", "part", "hour", "minute", "ampm", "tod", "zone", "ref", "mod", "approx"}

// frame is what one match has learned; a slot counts only when its bit is set.
type frame struct {
	set uint32
	v   [nSlots]int32
}

func (f *frame) has(s slot) bool { return f.set&(1<<s) != 0 }

func (f *frame) put(s slot, v int32) { f.set |= 1 << s; f.v[s] = v }

// get is the value of a slot, or 0.
func (f *frame) get(s slot) int {
	if !f.has(s) {
		return 0
	}
	return int(f.v[s])
}

// unit is a length of time.
type unit uint8

// The units, from the shortest.
const (
	uNone unit = iota
	uSecond
	uMinute
	uHour
	uDay
	uWeekend
	uWeek
	uFortnight
	uMonth
	uQuarter
	uSeason
	uHalf
	uYear
	uDecade
	uCentury
	uMillennium
	uPeriod // "period", "time": no length of its own
)

var unitNames = []string{"", "second", "minute", "hour", "day", "weekend", "week", "fortnight", "month", "quarter", "season", "half", "year", "decade", "century", "millennium", "period"}
