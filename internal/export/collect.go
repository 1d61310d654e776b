package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/parley-reader/parley/ledger"
)

// collector turns lines of a walk into rows and remembers, by number alone, which
// actors, proposals, options and reports they name.
type collector struct {
	e    *export
	walk *ledger.Walk
	open func(table string) (io.WriteCloser, error)
	days days

	actors     map[ledger.ActorID]bool
	proposals  map[ledger.ProposalID]bool
	reports    map[ledger.ReportID]bool
	names      map[ledger.ActorID]named     // of late
	things     map[ledger.ProposalID]string // keys, of late
	choices    map[ledger.OptionID]string   // keys of the options of things
	reportKeys map[ledger.ReportID]string   // of late
}

// named is what a line tells of an actor.
type named struct{ key, name string }

// keptNames bounds what is remembered by name.
const keptNames = 50_000

// tables writes all tables.
func (e *export) tables(open func(string) (io.WriteCloser, error)) error {
	walk, err := e.l.Walk(e.ctx, e.ask)
	if err != nil {
		return err
	}
	c := &collector{
		e: e, walk: walk, open: open, days: days{}, actors: map[ledger.ActorID]bool{}, proposals: map[ledger.ProposalID]bool{}, reports: map[ledger.ReportID]bool{},
		names: map[ledger.ActorID]named{}, things: map[ledger.ProposalID]string{}, choices: map[ledger.OptionID]string{}, reportKeys: map[ledger.ReportID]string{},
	}
	// Reports, actors and proposals come last: whatever a line names is there by then.
	for _, step := range []func() error{c.moves, c.statements, c.positions, c.deadlines, c.shifts, c.commitments, c.conflicts, c.proposalRows, c.actorRows, c.reportRows} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// table is one table being written. The form of the export tells how.
type table[T any] struct {
	e *export
	w writer[T]
}

// begin begins a table.
func begin[T any](c *collector, name string) (*table[T], error) {
	out, err := c.open(name)
	if err != nil {
		return nil, err
	}
	t := &table[T]{e: c.e}
	switch c.e.o.As {
	case CSV:
		t.w, err = newCSV[T](out)
	case Parquet:
		t.w = newParquet[T](out, name)
	default:
		t.w = newJSONL[T](out, name)
	}
	return t, err
}

func (t *table[T]) put(rows []T) error {
	if err := t.w.Write(rows); err != nil {
		return err
	}
	return t.e.count(len(rows))
}

// write writes a table; fill calls put with rows, which may be used again.
func write[T any](c *collector, name string, fill func(put func([]T) error) error) error {
	t, err := begin[T](c, name)
	if err != nil {
		return err
	}
	if err := fill(t.put); err != nil {
		return errors.Join(err, t.w.Close())
	}
	return t.w.Close()
}

// folder writes a folder with one file a table and a README.
func (e *export) folder() (err error) {
	dir, err := newFolder(e.o.Out)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(dir) // the first error is the one to tell
		}
	}()
	err = e.tables(func(name string) (io.WriteCloser, error) { return create(filepath.Join(dir, name+"."+string(e.o.As))) })
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, marker), []byte(e.readme()), 0o644); err != nil {
		return err
	}
	if err := keepFolder(dir, e.o.Out); err != nil {
		return err
	}
	e.paths = append(e.paths, filepath.Clean(e.o.Out))
	return nil
}

// meet reads the keys and names of actors.
func (c *collector) meet(lists ...[]ledger.ActorID) error {
	if len(c.names) > keptNames {
		clear(c.names)
	}
	var want []ledger.ActorID
	for _, list := range lists {
		for _, id := range list {
			if _, ok := c.names[id]; id != 0 && !ok {
				want = append(want, id)
			}
		}
	}
	if len(want) == 0 {
		return nil
	}
	slices.Sort(want)
	want = slices.Compact(want)
	list, err := c.walk.Actors(want)
	for id, a := range list {
		c.names[id] = named{keyOf(&a), a.Name}
		c.actors[id] = true
	}
	return err
}

// keyOf names an actor; a party of a dossier that nobody carries has no key of
// the ledger's.
func keyOf(a *ledger.Actor) string {
	if a.Key == "" && a.Name != "" {
		return "party:" + ledger.FoldName(a.Name)
	}
	return a.Key
}

func (c *collector) keys(ids []ledger.ActorID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = c.names[id].key
	}
	return out
}

func (c *collector) called(ids []ledger.ActorID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = c.names[id].name
	}
	return out
}

// know reads the keys of proposals and of their options.
func (c *collector) know(ids []ledger.ProposalID) error {
	if len(c.things) > keptNames || len(c.choices) > keptNames {
		clear(c.things)
		clear(c.choices)
	}
	var want []ledger.ProposalID
	for _, id := range ids {
		if _, ok := c.things[id]; id != 0 && !ok {
			want = append(want, id)
		}
	}
	if len(want) == 0 {
		return nil
	}
	slices.Sort(want)
	want = slices.Compact(want)
	list, err := c.walk.Proposals(want)
	if err != nil {
		return err
	}
	for i := range list {
		c.things[list[i].ID] = list[i].Key
		c.proposals[list[i].ID] = true
	}
	more, err := c.walk.Options(want)
	for i := range more {
		c.choices[more[i].ID] = more[i].Key
	}
	return err
}

func (c *collector) proposalRows() error {
	ids := sorted(c.proposals)
	var participants []ledger.ActorID
	err := write(c, Proposals, func(put func([]ProposalRow) error) error {
		for part := range slices.Chunk(ids, chunk) {
			list, err := c.walk.Proposals(part)
			if err != nil {
				return err
			}
			rows := make([]ProposalRow, len(list))
			for i := range list {
				p := &list[i]
				participants = append(participants[:0], p.Participants...)
				if err := c.meet(participants); err != nil {
					return err
				}
				rows[i] = ProposalRow{p.Key, p.Kind.String(), p.Label, c.keys(p.Participants)}
			}
			if err := put(rows); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return write(c, Choices, func(put func([]OptionRow) error) error {
		for part := range slices.Chunk(ids, chunk) {
			if err := c.know(part); err != nil {
				return err
			}
			list, err := c.walk.Options(part)
			if err != nil {
				return err
			}
			rows := make([]OptionRow, len(list))
			for i := range list {
				o := &list[i]
				rows[i] = OptionRow{o.Key, c.things[o.Proposal], o.Kind.String(), o.Value, o.Dropped}
			}
			if err := put(rows); err != nil {
				return err
			}
		}
		return nil
	})
}

const chunk = 1000

func sorted[K ~int64](set map[K]bool) []K {
	out := make([]K, 0, len(set))
	for id := range set {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}

// actorRows writes the actors that lines name, and those that they speak for.
func (c *collector) actorRows() error {
	done := map[string]bool{}
	return write(c, Actors, func(put func([]ActorRow) error) error {
		for next := sorted(c.actors); len(next) > 0; {
			var parties []ledger.ActorID
			for part := range slices.Chunk(next, chunk) {
				list, err := c.walk.Actors(part)
				if err != nil {
					return err
				}
				for _, id := range part {
					a := list[id]
					if a.Party != 0 && !c.actors[a.Party] {
						parties, c.actors[a.Party] = append(parties, a.Party), true
					}
				}
				rows, err := c.actorRow(part, list, done)
				if err != nil {
					return err
				}
				if err := put(rows); err != nil {
					return err
				}
			}
			next = parties
		}
		return nil
	})
}

func (c *collector) actorRow(ids []ledger.ActorID, list map[ledger.ActorID]ledger.Actor, done map[string]bool) ([]ActorRow, error) {
	var parties []ledger.ActorID
	for _, a := range list {
		parties = append(parties, a.Party)
	}
	if err := c.meet(parties); err != nil {
		return nil, err
	}
	var rows []ActorRow
	for _, id := range ids {
		a, ok := list[id]
		key := keyOf(&a)
		if !ok || done[key] {
			continue // merged into another
		}
		done[key] = true
		rows = append(rows, ActorRow{key, a.Name, a.Kind.String(), a.Country, a.Role, c.names[a.Party].key, a.Entry, a.Unnamed, some(a.Names)})
	}
	return rows, nil
}

// some is a list that is not nil.
func some(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// reportRows writes the reports of the question, and those that lines name.
func (c *collector) reportRows() error {
	return write(c, Reports, func(put func([]ReportRow) error) error {
		return c.everyReport(true, func(list []ledger.Report) error {
			if len(c.reportKeys) > keptNames {
				clear(c.reportKeys)
			}
			var others []ledger.ReportID
			for i := range list {
				c.reportKeys[list[i].ID] = list[i].Key
				others = append(others, list[i].Previous, list[i].Family)
			}
			if err := c.keysOfReports(others); err != nil {
				return err
			}
			rows := make([]ReportRow, len(list))
			for i := range list {
				rows[i] = c.reportRow(&list[i])
			}
			return put(rows)
		})
	})
}

func (c *collector) reportRow(r *ledger.Report) ReportRow {
	sum := sha256.Sum256([]byte(r.Text))
	row := ReportRow{
		Report: r.Key, Origin: r.Origin, URL: r.URL, Outlet: r.Outlet, Title: r.Title, Author: r.Author, Language: r.Language, Published: c.days.at(r.Published),
		Learned: Time(r.Learned.UnixMilli()), Words: int64(r.Words), Digest: hex.EncodeToString(sum[:]), Reader: r.Reader, Version: int64(r.Version),
		Previous: c.reportKeys[r.Previous], Family: c.reportKeys[r.Family],
	}
	if c.e.o.FullText {
		row.Text = r.Text
	}
	return row
}

// keysOfReports reads the keys of reports.
func (c *collector) keysOfReports(ids []ledger.ReportID) error {
	var want []ledger.ReportID
	for _, id := range ids {
		if _, ok := c.reportKeys[id]; id != 0 && !ok {
			want = append(want, id)
		}
	}
	slices.Sort(want)
	return c.walk.ReportsOf(slices.Compact(want), false, func(list []ledger.Report) error {
		for i := range list {
			c.reportKeys[list[i].ID] = list[i].Key
		}
		return nil
	})
}

// everyReport goes through the reports that belong to the question: those of the
// period, unless it is about some alone; and those that lines name.
func (c *collector) everyReport(text bool, each func([]ledger.Report) error) error {
	if !c.walk.Narrow() {
		err := c.walk.Reports(text, func(list []ledger.Report) error {
			for i := range list {
				delete(c.reports, list[i].ID)
			}
			return each(list)
		})
		if err != nil {
			return err
		}
	}
	return c.walk.ReportsOf(sorted(c.reports), text, each)
}

func number(n uint64) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatUint(n, 16)
}
