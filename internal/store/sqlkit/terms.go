package sqlkit

import (
	"context"
	"strings"
	"sync"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// terms remembers the words that many lines share, by number. A number keeps its
// words for ever, so that what is remembered stays true.
type terms struct {
	mu   sync.RWMutex
	text map[int64]string
	id   map[string]int64
}

// manyTerms bounds what is remembered.
const manyTerms = 50_000

func (t *terms) add(id int64, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.text == nil || len(t.text) > manyTerms {
		t.text, t.id = map[int64]string{}, map[string]int64{}
	}
	t.text[id], t.id[text] = text, id
}

func (t *terms) of(text string) (int64, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	id, ok := t.id[text]
	return id, ok
}

func (t *terms) at(id int64) (string, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	text, ok := t.text[id]
	return text, ok
}

// eventText is a PLOVER code as a term; what is no event has none.
func eventText(p doc.Plover) string {
	if p.Event == "" {
		return ""
	}
	return clean(strings.Join(append([]string{p.Event, p.Mode}, p.Context...), "/"))
}

func eventOf(s string) doc.Plover {
	if s == "" {
		return doc.Plover{}
	}
	parts := strings.Split(s, "/")
	p := doc.Plover{Event: parts[0]}
	if len(parts) > 1 {
		p.Mode = parts[1]
	}
	if len(parts) > 2 {
		p.Context = parts[2:]
	}
	return p
}

// termsOf gives the numbers of all terms of entries; those that are new are put
// in. "" is 0.
func (w *Writer) termsOf(ctx context.Context, entries []*ledger.Entry) (map[string]int64, error) {
	out := map[string]int64{"": 0}
	var ask []string
	want := func(text string) {
		text = clean(text)
		if _, ok := out[text]; ok {
			return
		}
		id, ok := w.store.terms.of(text)
		if !ok {
			ask = append(ask, text)
		}
		out[text] = id
	}
	for _, e := range entries {
		for i := range e.Moves {
			want(e.Moves[i].Why)
			want(eventText(e.Moves[i].Plover))
		}
		for _, l := range linesOf(e) {
			want(l.Why)
		}
	}
	if len(ask) == 0 {
		return out, nil
	}
	err := among(ctx, w.store, w, "SELECT id, text FROM term WHERE %s", "text", ask, func(scan func(...any) error) error {
		var id int64
		var text string
		if err := scan(&id, &text); err != nil {
			return err
		}
		out[text] = id
		w.store.terms.add(id, text) // it was there before: it is committed
		return nil
	})
	if err != nil {
		return nil, err
	}
	next, err := w.next(ctx, "term")
	if err != nil {
		return nil, err
	}
	var rows []any
	for _, text := range ask {
		if out[text] == 0 {
			out[text] = next
			rows = append(rows, next, text)
			next++
		}
	}
	return out, w.insert(ctx, termTable, rows)
}

// linesOf are the lines of an entry other than its moves.
func linesOf(e *ledger.Entry) []*ledger.Line {
	var out []*ledger.Line
	for i := range e.Statements {
		out = append(out, &e.Statements[i].Line)
	}
	for i := range e.Positions {
		out = append(out, &e.Positions[i].Line)
	}
	for i := range e.Deadlines {
		out = append(out, &e.Deadlines[i].Line)
	}
	for i := range e.Shifts {
		out = append(out, &e.Shifts[i].Line)
	}
	return out
}

// termTexts gives the words of numbers, from memory where they are there.
func (s *Store) termTexts(ctx context.Context, q querier, ids map[int64]string) error {
	var ask []int64
	for id := range ids {
		if text, ok := s.terms.at(id); ok {
			ids[id] = text
		} else if id != 0 {
			ask = append(ask, id)
		}
	}
	return among(ctx, s, q, "SELECT id, text FROM term WHERE %s", "id", ask, func(scan func(...any) error) error {
		var id int64
		var text string
		if err := scan(&id, &text); err != nil {
			return err
		}
		ids[id] = text
		s.terms.add(id, text)
		return nil
	})
}
