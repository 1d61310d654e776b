package postgres

import (
	"context"
	"math/bits"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/parley-reader/parley/internal/store/sqlkit"
)

// Bounds of PostgreSQL's tsvector: a word has up to 2 kB, stands at up to 256
// places, the last of which is 16383, and all words together have up to 1 MB.
// Words beyond the last place are found, but not side by side.
const (
	longWord  = 1000
	lastPlace = 16383
	manyAt    = 255
	allWords  = 1 << 19
)

// index makes texts findable.
func index(ctx context.Context, w *sqlkit.Writer, texts []sqlkit.Text) error {
	ids, words := make([]int64, len(texts)), make([]string, len(texts))
	for i, t := range texts {
		ids[i], words[i] = int64(t.Report), vector(t.Title, t.Text)
	}
	return driver(w, func(c *pgx.Conn) error {
		_, err := c.Exec(ctx, "INSERT INTO found (report, words) SELECT x.report, x.words::tsvector FROM unnest($1::bigint[], $2::text[]) AS x (report, words)", ids, words)
		if err == nil && doubled(texts) {
			_, err = c.Exec(ctx, "ANALYZE")
		}
		return err
	})
}

// doubled tells whether a ledger has twice as many reports as when it was last so.
// Then the planner is told anew what the tables hold: the server does so by itself,
// but a minute later, and plans by guesses until then.
func doubled(texts []sqlkit.Text) bool {
	for _, t := range texts {
		if t.Report >= 64 && bits.OnesCount64(uint64(t.Report)) == 1 {
			return true
		}
	}
	return false
}

// vector writes a tsvector. The words are letters and digits, so that nothing in
// them needs care.
func vector(title, text string) string {
	places := map[string][]int{}
	order := make([]string, 0, 256)
	size, place := 0, 0
	note := func(s string) {
		for word := range strings.FieldsSeq(s) {
			place++
			if len(word) > longWord {
				continue
			}
			at, ok := places[word]
			if !ok {
				if size += len(word) + 8; size > allWords {
					continue
				}
				order = append(order, word)
			}
			if place <= lastPlace && len(at) < manyAt && size <= allWords {
				size += 2
				at = append(at, place)
			}
			places[word] = at
		}
	}
	note(title)
	place++ // the end of the title is not side by side with the beginning of the text
	note(text)
	b := make([]byte, 0, len(title)+len(text)+8*len(order))
	for _, word := range order {
		b = append(b, '\'')
		b = append(b, word...)
		b = append(b, '\'')
		for i, at := range places[word] {
			b = append(b, ":,"[min(i, 1)])
			b = strconv.AppendInt(b, int64(at), 10)
		}
		b = append(b, ' ')
	}
	return string(b)
}

// Bounds of a question.
const (
	manyTerms = 500
	longTerm  = 50 // words side by side
)

// match is the condition that a report's text matches the terms.
func match(terms []sqlkit.Term, column string) (string, []any) {
	var b strings.Builder
	seen := map[string]bool{}
	for _, t := range terms {
		q, ok := termQuery(t)
		if !ok && !t.Not {
			return "1 = 0", nil // no word is as long
		}
		if !ok || seen[q] || len(seen) >= manyTerms {
			continue
		}
		seen[q] = true
		if b.Len() > 0 {
			b.WriteString(" & ")
		}
		b.WriteString(q)
	}
	if b.Len() == 0 {
		return "1 = 0", nil
	}
	return column + " IN (SELECT f.report FROM found f WHERE f.words @@ CAST(CAST(? AS text) AS tsquery))", []any{b.String()}
}

// termQuery writes one term as a tsquery; false where it has a word that is too
// long to have been kept, or none.
func termQuery(t sqlkit.Term) (string, bool) {
	var b strings.Builder
	if t.Not {
		b.WriteByte('!')
	}
	b.WriteByte('(')
	words := t.Words[:min(len(t.Words), longTerm)]
	for i, word := range words {
		if len(word) > longWord {
			return "", false
		}
		if i > 0 {
			b.WriteString(" <-> ")
		}
		b.WriteString("'" + word + "'")
		if t.Prefix && i == len(t.Words)-1 {
			b.WriteString(":*")
		}
	}
	b.WriteByte(')')
	return b.String(), len(words) > 0
}
