// Package when finds the expressions of time in a report and works out which
// days they mean.
//
// Start with [New] and [Tagger.Tag]. Rules, words and holidays are data (see
// data/rules.txt, whose examples run as tests): a rule is a pattern over words
// and figures, indexed by the words it can begin with, and of all rules the
// longest match wins. What a match means is worked out against the day of the
// report, the tense of its clause, and the days already named. What has no
// place on the calendar, or does not exist ("31 February"), gets none.
//
// [Tagger.For] tells which time belongs to an event, [Tagger.Dateline] the day
// that a report gives itself, and [Tagger.Notes] what could not be anchored.
package when

import (
	"embed"
	"io/fs"
	"sync"
	"time"

	"github.com/parley-reader/parley/doc"
)

//go:embed data
var embedded embed.FS

// Data is the rules, words and holidays that come with the package, for [New].
func Data() fs.FS {
	sub, err := fs.Sub(embedded, "data")
	if err != nil { // the folder is embedded above: this cannot be
		return embedded
	}
	return sub
}

// Input is a report as far as it is read. Text and Layout are needed; the rest
// may be nil or zero, at a loss of precision.
type Input struct {
	Text   string
	Layout *doc.Layout
	Tags   []doc.Tag
	Arcs   []doc.Arc
	Forms  []string // the tokens' texts, where the caller has them
	// Anchor is the day of publication; zero is unknown. A dateline that names
	// a day at most a week before it takes its place.
	Anchor time.Time
}

// Tagger finds times. It is read-only after New and safe for concurrent use.
type Tagger struct {
	w        *words
	patterns []pattern
	examples []example
	holidays []holiday
	start    start
	k        keys
	pool     sync.Pool // *state
}

// keys are the numbers of the words that the code itself knows.
type keys struct {
	a, an, another, few, several, couple, dozen, half, hundred, thousand, of, and, one, hyphen                       int32
	by, before, until, till, within, over, in, during, on, to, at, from, between, since, after, following            int32
	the, comma, year, years, past, through, dollar, weekend, fall, spring, ago, than, upTo, or, as, possessive, last int32
}

// New reads rules.txt, words.txt and holidays.txt from fsys; [Data] has those
// that come with the package. An error names file and line.
func New(fsys fs.FS) (*Tagger, error) {
	w := newWords()
	if err := w.read(fsys, "words.txt"); err != nil {
		return nil, err
	}
	holidays, err := readHolidays(fsys, "holidays.txt", w)
	if err != nil {
		return nil, err
	}
	rules, err := readRules(fsys, "rules.txt", w)
	if err != nil {
		return nil, err
	}
	t := &Tagger{w: w, patterns: rules.patterns, examples: rules.examples, holidays: holidays}
	t.intern()
	t.indexStarts()
	t.pool.New = func() any { return new(state) }
	return t, nil
}

func (t *Tagger) intern() {
	k, id := &t.k, t.w.id
	k.a, k.an, k.another, k.few, k.several, k.couple, k.dozen = id("a"), id("an"), id("another"), id("few"), id("several"), id("couple"), id("dozen")
	k.half, k.hundred, k.thousand, k.of, k.and, k.one, k.hyphen = id("half"), id("hundred"), id("thousand"), id("of"), id("and"), id("one"), id("-")
	k.by, k.before, k.until, k.till, k.within, k.over, k.in = id("by"), id("before"), id("until"), id("till"), id("within"), id("over"), id("in")
	k.during, k.on, k.to, k.at, k.from, k.between, k.since = id("during"), id("on"), id("to"), id("at"), id("from"), id("between"), id("since")
	k.after, k.following, k.the, k.comma, k.year, k.years = id("after"), id("following"), id("the"), id(","), id("year"), id("years")
	k.past, k.through, k.dollar, k.weekend, k.fall, k.spring = id("past"), id("through"), id("$"), id("weekend"), id("fall"), id("spring")
	k.ago, k.than, k.or, k.as, k.possessive, k.last = id("ago"), id("than"), id("or"), id("as"), id("'s"), id("last")
}

// Tag finds the times of the report, in order and not overlapping. Windows run
// from the day of the saying where the sentence tells it, else from that of the
// report. It never fails: what it cannot anchor has no From and To, and Notes
// says why.
func (t *Tagger) Tag(in *Input) []doc.Time {
	if in == nil || in.Layout == nil || len(in.Layout.Tokens) == 0 {
		return nil
	}
	s := t.pool.Get().(*state)
	defer t.pool.Put(s)
	s.reset(t, in)
	var out []doc.Time
	for i := 0; i < len(s.ps); {
		p := &s.ps[i]
		if p.id == 0 && (p.kind == kWord || p.kind == kStop || p.kind == kHyphen || p.kind == kSlash) {
			i++
			continue
		}
		if !t.longest(s.ps, i, &s.m) {
			i++
			continue
		}
		t.better(s, i)
		if s.m.pat.rule.kind != kDrop {
			n := len(out)
			if out = s.resolve(out); len(out) == n {
				i = max(s.m.from, i) + 1
				continue
			}
			i = max(s.m.to, i+1)
			continue
		}
		i = max(s.m.end, i+1)
	}
	s.resay(out)
	s.join(out)
	s.in = nil
	return out
}

// better looks, where the match began with words that are only its context,
// for a longer one that begins after them.
func (t *Tagger) better(s *state, at int) {
	for i := at + 1; i <= s.m.from; i++ {
		if t.longest(s.ps, i, &s.alt) && s.alt.end > s.m.end {
			s.m = s.alt
		}
	}
}
