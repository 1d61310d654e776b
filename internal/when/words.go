package when

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// class is a set of words that tell the same kind of thing.
type class uint8

// The classes of words.txt, then those that the code finds by itself.
const (
	cNone class = iota
	cMonth
	cWday
	cUnit
	cUnits // plural units only: "days"
	cSeason
	cTod
	cPart
	cAmpm
	cZone
	cNumWord
	cOrdWord
	cDecadeWord
	cFuture
	cPast
	cInMonth
	cPlan
	cPact
	cWant
	cWdays // "Tuesdays"
	cPossess
	cMeasure
	nWordClasses

	cNum  // a number in words or figures, of one or more pieces
	cOrd  // an ordinal number
	cDay  // 1 to 31, as figure or ordinal
	cMm   // 1 to 12 in figures
	cYy   // a year of two or four figures
	cYear // a year: "1989", "'89", "nineteen eighty-nine"
	cAge  // a year BC or AD: any number of up to four figures
	cDecade
	cClock // "7:15", "07.15"
	cHour  // 0 to 24 in figures
	cMinuteNum
	cHhmm  // "1430", before a zone
	cUnit1 // one unit: "day", not "days"
	cExact // a number that is not vague
	cHoliday
)

var classNames = map[string]class{
	"Month": cMonth, "Wday": cWday, "unit": cUnit, "units": cUnits, "season": cSeason, "tod": cTod, "part": cPart, "ampm": cAmpm,
	"zone": cZone, "numword": cNumWord, "ordword": cOrdWord, "decadeword": cDecadeWord, "future": cFuture, "past": cPast,
	"inmonth": cInMonth, "plan": cPlan, "pact": cPact, "want": cWant, "measure": cMeasure, "possess": cPossess, "Wdays": cWdays, "num": cNum, "ord": cOrd, "day": cDay, "mm": cMm, "yy": cYy, "year": cYear, "age": cAge,
	"decade": cDecade, "clock": cClock, "hour": cHour, "min": cMinuteNum, "holiday": cHoliday, "hhmm": cHhmm, "exact": cExact, "unit1": cUnit1,
}

// classSlot is the slot that a class fills unless the pattern names another.
var classSlot = map[class]slot{
	cMonth: sMonth, cWday: sWday, cWdays: sWday, cUnit: sUnit, cUnits: sUnit, cUnit1: sUnit, cSeason: sSeason, cTod: sTod, cPart: sPart, cAmpm: sAmpm, cZone: sZone,
	cNum: sNum, cExact: sNum, cOrd: sOrd, cDay: sDay, cMm: sMonth, cYy: sYear, cYear: sYear, cAge: sYear, cDecade: sDecade,
	cClock: sHour, cHhmm: sHour, cHour: sHour, cMinuteNum: sMinute, cHoliday: sHoliday,
}

// word is what is known of one word. Class c is in the mask when bit c is set.
type word struct {
	mask  uint32
	upper uint32 // the classes that need a capital letter
	value [nWordClasses]int16
}

// words is the lexicon: every word of the data files has a number above 0.
type words struct {
	ids map[string]int32
	of  []word
}

func newWords() *words { return &words{ids: map[string]int32{}, of: make([]word, 1)} }

// id is the number of a word, which is added when it is new.
func (w *words) id(s string) int32 {
	if id, ok := w.ids[s]; ok {
		return id
	}
	id := int32(len(w.of))
	w.ids[s] = id
	w.of = append(w.of, word{})
	return id
}

// readWords reads words.txt.
func (w *words) read(fsys fs.FS, name string) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("when: words of time: %w", err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		f := strings.Fields(line)
		if len(f) == 0 || f[0][0] == '#' {
			continue
		}
		if err := w.line(f); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return nil
}

func (w *words) line(f []string) error {
	if len(f) < 3 {
		return fmt.Errorf("a line is CLASS VALUE WORD..., not %q", strings.Join(f, " "))
	}
	name := f[0]
	switch name {
	case "num":
		name = "numword"
	case "ord":
		name = "ordword"
	}
	c, ok := classNames[name]
	if !ok || c >= nWordClasses {
		return fmt.Errorf("unknown class %q", f[0])
	}
	v, err := classValue(c, f[1])
	if err != nil {
		return err
	}
	for _, s := range f[2:] {
		e := &w.of[w.id(s)]
		e.mask |= 1 << c
		e.value[c] = int16(v)
		if f[0][0] >= 'A' && f[0][0] <= 'Z' {
			e.upper |= 1 << c
		}
	}
	return nil
}

func classValue(c class, s string) (int, error) {
	if c == cUnit || c == cUnits {
		for i, n := range unitNames {
			if n == s && i > 0 {
				return i, nil
			}
		}
		return 0, fmt.Errorf("unknown unit %q", s)
	}
	v, err := strconv.Atoi(s)
	if err != nil || v < -30000 || v > 30000 {
		return 0, fmt.Errorf("%q is not a number", s)
	}
	return v, nil
}
