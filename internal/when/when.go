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
	a, an, another, few, several, couple, dozen, half, hundred, thousand int32
	of, and, one, hyphen, by, before, until, till, within, in            int32
	to, at, from, since, after, following, the, comma, through, fall     int32
	spring, possessive, last, than, later                                int32
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
	k.a, k.an, k.another, k.few, k.several, k.couple = id("a"), id("an"), id("another"), id("few"), id("several"), id("couple")
	k.dozen, k.half, k.hundred, k.thousand, k.of, k.and = id("dozen"), id("half"), id("hundred"), id("thousand"), id("of"), id("and")
	k.one, k.hyphen, k.by, k.before, k.until, k.till = id("one"), id("-"), id("by"), id("before"), id("until"), id("till")
	k.within, k.in, k.to, k.at, k.from, k.since = id("within"), id("in"), id("to"), id("at"), id("from"), id("since")
	k.after, k.following, k.the, k.comma, k.through, k.fall = id("after"), id("following"), id("the"), id(","), id("through"), id("fall")
	k.spring, k.possessive, k.last = id("spring"), id("'s"), id("last")
	k.than, k.later = id("than"), id("later")
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
	s.clocks(out)
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
