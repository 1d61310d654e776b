package sqlkit

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"github.com/parley-reader/parley/ledger"
)

const reportColumns = "r.id, r.key, r.origin, r.url, r.outlet, r.title, r.author, r.language, r.reader, r.published, r.learned, r.words, r.version, r.previous, r.family"

// reports asks for reports; rest follows FROM report r.
func (s *Store) reports(ctx context.Context, rest string, args []any) ([]ledger.Report, error) {
	var out []ledger.Report
	err := s.each(ctx, s.read, "SELECT "+reportColumns+" FROM report r "+rest, args, func(scan func(...any) error) error {
		var r ledger.Report
		err := scanReport(&r, scan)
		out = append(out, r)
		return err
	})
	return out, err
}

// bareReports asks for what tells families alone.
func (s *Store) bareReports(ctx context.Context, rest string, args []any) ([]ledger.Report, error) {
	var out []ledger.Report
	err := s.each(ctx, s.read, "SELECT r.id, r.family, r.published FROM report r "+rest, args, func(scan func(...any) error) error {
		var r ledger.Report
		var published int64
		err := scan(&r.ID, &r.Family, &published)
		r.Published = numberDay(published)
		out = append(out, r)
		return err
	})
	return out, err
}

func scanReport(r *ledger.Report, scan func(...any) error) error {
	var url sql.NullString
	var published, learned int64
	err := scan(&r.ID, &r.Key, &r.Origin, &url, &r.Outlet, &r.Title, &r.Author, &r.Language, &r.Reader, &published, &learned, &r.Words, &r.Version, &r.Previous, &r.Family)
	r.URL, r.Published, r.Learned = r.Origin, numberDay(published), time.UnixMilli(learned).UTC()
	if url.Valid {
		r.URL = url.String
	}
	return err
}

// texts puts the texts and sketches into reports.
func (s *Store) texts(ctx context.Context, list []ledger.Report) error {
	at, ids := map[int64]*ledger.Report{}, make([]int64, len(list))
	for i := range list {
		ids[i] = int64(list[i].ID)
		at[ids[i]] = &list[i]
	}
	return among(ctx, s, s.read, "SELECT report, sketch, text FROM body WHERE %s", "report", ids, func(scan func(...any) error) error {
		var id int64
		var sketch []byte
		var text string
		if err := scan(&id, &sketch, &text); err != nil {
			return err
		}
		at[id].Text = text
		if len(sketch) > 0 {
			at[id].Sketch = sketch
		}
		return nil
	})
}

// reportList builds what reports are bounded by.
func (s *Store) reportList(ctx context.Context, q ledger.Query) (*lister, error) {
	l := &lister{q: q, limit: limitOf(q)}
	published := "r.published"
	if len(q.Reports) > 0 {
		l.narrow, published = true, "+r.published"
		l.in("r.id", numbers(q.Reports))
	}
	if !q.AsOf.IsZero() {
		late, err := s.learnedAfter(ctx, q)
		if err != nil {
			return nil, err
		}
		l.and(published+" <= ?", dayOf(q.AsOf))
		if late {
			l.and("+r.learned <= ?", q.AsOf.UnixMilli())
		}
	}
	if q.Since != "" {
		l.and(published+" >= ?", max(1, dayNumber(q.Since)))
	}
	if q.Until != "" {
		l.and(published+" BETWEEN 1 AND ?", dayNumber(q.Until))
	}
	if len(q.Outlets) > 0 {
		l.in("r.outlet", cleaned(q.Outlets))
	}
	return l, nil
}

func (s *Store) reportAfter(ctx context.Context, l *lister) error {
	if l.q.After == 0 {
		return nil
	}
	day := int64(0)
	err := s.each(ctx, s.read, "SELECT published FROM report WHERE id = ?", []any{l.q.After}, func(scan func(...any) error) error { return scan(&day) })
	l.and("(r.published, r.id)"+[]string{" > ", " < "}[number(l.q.Newest)]+"(?, ?)", day, l.q.After)
	return err
}

// Reports implements ledger.Store.
func (s *Store) Reports(ctx context.Context, q ledger.Query) ([]ledger.Report, error) {
	const doing = "asking for reports"
	l, err := s.reportList(ctx, q)
	if err != nil {
		return nil, s.fail(doing, err)
	}
	if err := s.reportAfter(ctx, l); err != nil {
		return nil, s.fail(doing, err)
	}
	rest, args := l.conditions()+l.order("r.published", "r.id")+" LIMIT ?", append(l.args, l.limit)
	if q.Bare {
		out, err := s.bareReports(ctx, rest, args)
		return out, s.fail(doing, err)
	}
	out, err := s.reports(ctx, rest, args)
	if err == nil && q.Text {
		err = s.texts(ctx, out)
	}
	return out, s.fail(doing, err)
}

// ReportsByKey implements ledger.Store.
func (s *Store) ReportsByKey(ctx context.Context, keys []string) ([]ledger.Report, error) {
	var out []ledger.Report
	err := among(ctx, s, s.read, "SELECT "+reportColumns+" FROM report r WHERE %s", "r.key", distinct(keys), func(scan func(...any) error) error {
		var r ledger.Report
		err := scanReport(&r, scan)
		out = append(out, r)
		return err
	})
	return out, s.fail("asking for reports by their keys", err)
}

// distinct is a list of strings as they are stored, each once.
func distinct(list []string) []string {
	set := map[string]bool{}
	for _, x := range list {
		set[clean(x)] = true
	}
	return sortedKeys(set)
}

// Known implements ledger.Store.
func (s *Store) Known(ctx context.Context, keys []string) (map[string]bool, error) {
	out := map[string]bool{}
	err := among(ctx, s, s.read, "SELECT key FROM report WHERE %s", "key", distinct(keys), func(scan func(...any) error) error {
		var key string
		err := scan(&key)
		out[key] = true
		return err
	})
	return out, s.fail("asking for what is known", err)
}

// Versions implements ledger.Store. The reports come with their texts.
func (s *Store) Versions(ctx context.Context, origin string) ([]ledger.Report, error) {
	out, err := s.reports(ctx, "WHERE r.origin = ? ORDER BY r.version", []any{clean(origin)})
	if err == nil {
		err = s.texts(ctx, out)
	}
	return out, s.fail("asking for versions", err)
}

// Family implements ledger.Store.
func (s *Store) Family(ctx context.Context, of ledger.ReportID) ([]ledger.Report, error) {
	out, err := s.reports(ctx, "WHERE r.family = (SELECT family FROM report WHERE id = ?) ORDER BY r.id", []any{int64(of)})
	return out, s.fail("asking for near-copies", err)
}

// Copies implements ledger.Store.
func (s *Store) Copies(ctx context.Context, families []ledger.ReportID, asOf time.Time) (map[ledger.ReportID]int, error) {
	return s.countFamilies(ctx, "count(*)", families, asOf)
}

// Origins implements ledger.Store.
func (s *Store) Origins(ctx context.Context, families []ledger.ReportID, asOf time.Time) (map[ledger.ReportID]int, error) {
	return s.countFamilies(ctx, "count(DISTINCT CASE WHEN origin = '' THEN key ELSE origin END)", families, asOf)
}

// countFamilies counts something of each of the families.
func (s *Store) countFamilies(ctx context.Context, what string, families []ledger.ReportID, asOf time.Time) (map[ledger.ReportID]int, error) {
	out := map[ledger.ReportID]int{}
	until := ""
	if !asOf.IsZero() {
		until = " AND learned <= " + itoa(asOf.UnixMilli())
	}
	seen := map[ledger.ReportID]bool{}
	var ids []int64
	for _, f := range families {
		if !seen[f] {
			seen[f] = true
			ids = append(ids, int64(f))
		}
	}
	err := among(ctx, s, s.read, "SELECT family, "+what+" FROM report WHERE %s"+until+" GROUP BY family", "family", ids, func(scan func(...any) error) error {
		var f ledger.ReportID
		var n int
		err := scan(&f, &n)
		out[f] = n
		return err
	})
	return out, s.fail("counting near-copies", err)
}

// Coverage implements ledger.Store.
func (s *Store) Coverage(ctx context.Context, q ledger.Query) (int, ledger.Day, error) {
	const doing = "counting reports"
	l, err := s.reportList(ctx, q)
	if err != nil {
		return 0, "", s.fail(doing, err)
	}
	// Without bounds that leave anything out, the tally knows; else the index of
	// families has all that is asked, in their order.
	query := "SELECT count(DISTINCT r.family), coalesce(max(r.published), 0) FROM report r" + l.conditions()
	if len(q.Outlets) == 0 && len(q.Reports) == 0 {
		query = strings.NewReplacer("r.published <", "+r.published <", "r.published >", "+r.published >", "r.published BETWEEN", "+r.published BETWEEN").Replace(query)
	}
	if len(l.where) == 0 {
		query = "SELECT coalesce((SELECT n FROM tally WHERE name = 'family'), 0), coalesce(max(published), 0) FROM report"
	}
	var families int
	var through int64
	err = s.each(ctx, s.read, query, l.args, func(scan func(...any) error) error { return scan(&families, &through) })
	return families, numberDay(through), s.fail(doing, err)
}

// Search implements ledger.Store. The newest reports come first.
func (s *Store) Search(ctx context.Context, words string, q ledger.Query) ([]ledger.Hit, error) {
	const doing = "searching"
	terms := TermsOf(words)
	if !positive(terms) {
		return nil, nil
	}
	q.Newest = true
	l, err := s.reportList(ctx, q)
	if err != nil {
		return nil, s.fail(doing, err)
	}
	if err := s.reportAfter(ctx, l); err != nil {
		return nil, s.fail(doing, err)
	}
	list, err := s.matching(ctx, l, terms)
	if err != nil {
		return nil, s.fail(doing, err)
	}
	if err := s.texts(ctx, list); err != nil {
		return nil, s.fail(doing, err)
	}
	hits := make([]ledger.Hit, len(list))
	for i := range list {
		excerpt := excerptOf(list[i].Title, list[i].Text, terms)
		list[i].Text, list[i].Sketch = "", nil
		hits[i] = ledger.Hit{Report: list[i], Excerpt: excerpt}
	}
	return hits, nil
}

func positive(terms []Term) bool {
	for _, t := range terms {
		if !t.Not {
			return true
		}
	}
	return false
}

// TermsOf reads what a user looks for ([ledger.SearchTerms]); beyond a bound, and
// where one term is very long, the rest is left out.
func TermsOf(s string) []Term {
	var out []Term
	for _, t := range ledger.SearchTerms(s) {
		if len(out) < manyWords && len(t.Words) <= 2*manyWords {
			out = append(out, t)
		}
	}
	return out
}

// matching gives the reports of a list whose texts match.
func (s *Store) matching(ctx context.Context, l *lister, terms []Term) ([]ledger.Report, error) {
	if s.dialect.Many != nil && !l.narrow {
		many, err := s.dialect.Many(ctx, s.read, terms)
		if err != nil {
			return nil, err
		}
		if many {
			if out, ok, err := s.goThrough(ctx, l, terms); ok || err != nil {
				return out, err
			}
		}
	}
	condition, args := s.dialect.Match(terms, "r.id")
	l.and(condition, args...)
	return s.reports(ctx, l.conditions()+l.order("r.published", "r.id")+" LIMIT ?", append(l.args, l.limit))
}

const (
	fewAtOnce  = 400    // reports that a search first goes through; then twice as many, and so on
	manyAtOnce = 10_000 // up to so many
	farApart   = 50_000 // between the numbers of reports that are no longer near in time
)

// goThrough goes through the reports of a list in their order and asks which of
// the next ones match, until enough do. It gives up where the numbers of reports
// do not go with their days.
func (s *Store) goThrough(ctx context.Context, l *lister, terms []Term) (out []ledger.Report, ok bool, err error) {
	q := l.q
	for n := fewAtOnce; len(out) < l.limit; n = min(2*n, manyAtOnce) {
		next, err := s.reportList(ctx, q)
		if err != nil {
			return nil, false, err
		}
		if err := s.reportAfter(ctx, next); err != nil {
			return nil, false, err
		}
		list, err := s.reports(ctx, next.conditions()+next.order("r.published", "r.id")+" LIMIT ?", append(next.args, n))
		if err != nil {
			return nil, false, err
		}
		if len(list) == 0 {
			return out, true, nil
		}
		least, most := list[0].ID, list[0].ID
		for i := range list {
			least, most = min(least, list[i].ID), max(most, list[i].ID)
		}
		if most-least > farApart {
			return nil, false, nil
		}
		query, args := s.dialect.Between(terms, least, most)
		match := map[ledger.ReportID]bool{}
		err = s.each(ctx, s.read, query, args, func(scan func(...any) error) error {
			var id ledger.ReportID
			err := scan(&id)
			match[id] = true
			return err
		})
		if err != nil {
			return nil, false, err
		}
		for i := range list {
			if match[list[i].ID] && len(out) < l.limit {
				out = append(out, list[i])
			}
		}
		q.After = int64(list[len(list)-1].ID)
	}
	return out, true, nil
}
