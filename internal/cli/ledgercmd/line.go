package ledgercmd

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// lineColumns are the columns of CSV that every line ends with.
var lineColumns = []string{"said_from", "said_to", "learned", "voice", "confidence", "words", "outlet", "published", "paragraph", "title", "url", "origin", "copies", "report", "key"}

func lineRow(l *ledger.Line, s *ledger.Source) []string {
	return []string{
		string(l.Said.From), string(l.Said.To), l.Learned.UTC().Format(time.RFC3339), l.Voice.String(), strconv.FormatFloat(l.Confidence, 'f', 3, 64), l.Words,
		s.Outlet, string(s.Published), strconv.Itoa(s.Paragraph), s.Title, s.URL, s.Origin, strconv.Itoa(s.Copies), s.Key, l.Key,
	}
}

func with(first []string, rest ...string) []string {
	return append(first[:len(first):len(first)], rest...)
}

// dayText is a day or days for a person.
func dayText(s ledger.Said) string {
	switch {
	case s.From == "" && s.To == "":
		return "no date"
	case s.From == s.To || s.To == "":
		return string(s.From)
	case s.From == "":
		return "… " + string(s.To)
	}
	return string(s.From) + " … " + string(s.To)
}

// shortReport is how many characters of a report's key are shown.
const shortReport = 7

// shortKey is the key of a line as a person writes it.
func shortKey(key string) string {
	report, place, ok := strings.Cut(key, ":")
	if len(report) > shortReport {
		report = report[:shortReport]
	}
	if ok {
		return report + ":" + place
	}
	return report
}

// outletOf names a source: its outlet, else what it came from.
func outletOf(s *ledger.Source) string {
	name := s.Outlet
	if name == "" {
		name = s.Origin[strings.LastIndexAny(s.Origin, `/\`)+1:]
	}
	if name == "" {
		name = s.Title
	}
	return brief.Clip(brief.Clean(name), 28)
}

// cite is where a line stands: outlet, day of publication, paragraph, copies and
// key.
func cite(s *ledger.Source, l *ledger.Line) string {
	parts := []string{outletOf(s)}
	if s.Published != "" {
		parts = append(parts, string(s.Published))
	}
	if l != nil {
		if p := brief.PlaceOf(s.Paragraph, l.Confidence); p != "" {
			parts = append(parts, p)
		}
	}
	if s.Copies > 0 {
		parts = append(parts, fmt.Sprintf("+%d", s.Copies))
	}
	key := s.Key
	if l != nil && l.Key != "" {
		key = l.Key
	}
	return strings.Join(append(parts, shortKey(key)), " ")
}

// voiceOf names who speaks in a text, where that is not who the page is about.
func (q *asking) voiceOf(p *ledger.Position) string {
	if q.about != 0 && p.By == q.about {
		return ""
	}
	return q.by(p)
}

// by names who speaks, where that is another than the row's actor.
func (q *asking) by(p *ledger.Position) string {
	if p.By == 0 || p.By == p.Actor {
		return ""
	}
	return q.called(p.By)
}

func widest(least, most int, texts ...string) int {
	for _, t := range texts {
		least = max(least, brief.Columns(brief.Clean(t)))
	}
	return min(least, most)
}
