package server

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/source"
	"github.com/parley-reader/parley/ledger"
)

// Bounds of what is taken in at a time.
const (
	batchReports = 64                    // in one transaction
	batchWait    = 50 * time.Millisecond // that the first of them waits for others
	waiting      = 256                   // reports under way; more are turned away
	addTime      = 30 * time.Second      // that the store may take for one transaction
	fetching     = 8                     // addresses at a time
)

// Intake takes reports into the ledger: it reads them, several at a time, and has
// one goroutine keep them, many in one transaction. What it answers for is kept.
// It is safe for concurrent use.
type Intake struct {
	world   *world
	reader  Reader
	version string
	fetch   source.Options
	room    chan struct{} // a place for each report under way
	reading chan struct{} // a place for each that is read
	at      chan struct{} // a place for each address that is fetched
	jobs    chan *job
	stopped chan struct{} // no more are taken
	done    chan struct{} // all that were taken are kept
	once    sync.Once
	mu      sync.RWMutex // jobs are not sent when it has stopped
}

// job is one entry on its way into the ledger; told has room for what became of it.
type job struct {
	entry *ledger.Entry
	told  chan kept
}

type kept struct {
	added ledger.Added
	err   error
}

func newIntake(w *world) *Intake {
	o := w.server.o
	in := &Intake{
		world: w, reader: o.Reader, version: o.Version, fetch: o.Fetch.options(),
		room: make(chan struct{}, waiting), reading: make(chan struct{}, runtime.GOMAXPROCS(0)), at: make(chan struct{}, fetching),
		jobs: make(chan *job, waiting), stopped: make(chan struct{}), done: make(chan struct{}),
	}
	go in.write()
	return in
}

// busy is the error of an intake that has enough to do. It reads as one that
// passes.
func busy(what string) error {
	return &ledger.StoreError{What: what, Do: "try again in a moment", Err: ledger.ErrLocked}
}

// Take reads a report and keeps it; it returns when the report is on disk. One that
// is known changes nothing. When too many are under way it fails at once with a
// [*ledger.StoreError] of [ledger.ErrLocked].
func (in *Intake) Take(ctx context.Context, r doc.Report) (ledger.Added, error) {
	select {
	case in.room <- struct{}{}:
		defer func() { <-in.room }()
	default:
		return ledger.Added{}, busy("too many reports come in at a time")
	}
	if added, known, err := in.known(ctx, &r); known || err != nil {
		return added, err
	}
	e, err := in.read(ctx, r)
	if err != nil {
		return ledger.Added{}, err
	}
	j := &job{e, make(chan kept, 1)}
	if err := in.send(ctx, j); err != nil {
		return ledger.Added{}, err
	}
	select {
	case k := <-j.told:
		return k.added, k.err
	case <-ctx.Done():
		return ledger.Added{}, ctx.Err() // it may be kept all the same: to send it again does no harm
	}
}

// send hands an entry to the writer.
func (in *Intake) send(ctx context.Context, j *job) error {
	in.mu.RLock()
	defer in.mu.RUnlock()
	select {
	case <-in.stopped:
		return busy("the ledger is being closed")
	default:
	}
	select {
	case in.jobs <- j: // it has room for all that are under way
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// known tells whether a report is kept already, without reading it.
func (in *Intake) known(ctx context.Context, r *doc.Report) (ledger.Added, bool, error) {
	origin := r.URL
	if origin == "" {
		origin = r.Name
	}
	list, err := in.world.store.ReportsByKey(ctx, []string{ledger.ReportKey(origin, r.Text)})
	if err != nil || len(list) == 0 {
		return ledger.Added{}, false, err
	}
	return ledger.Added{Report: list[0].ID, Same: true, Version: list[0].Version, Family: list[0].Family}, true, nil
}

// read reads a report, in its turn.
func (in *Intake) read(ctx context.Context, r doc.Report) (*ledger.Entry, error) {
	select {
	case in.reading <- struct{}{}:
		defer func() { <-in.reading }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	d, err := in.reader.Read(r)
	if err != nil {
		return nil, err
	}
	return ledger.EntryOf(d, ledger.From{Reader: in.version, Learned: in.world.server.o.Now()}), nil
}

// write keeps what comes, in batches, until the intake has stopped and all is kept.
func (in *Intake) write() {
	defer close(in.done)
	late := time.NewTimer(time.Hour)
	defer late.Stop()
	var batch []*job
	for {
		select {
		case j, more := <-in.jobs:
			if !more {
				in.keep(batch)
				return
			}
			if batch = append(batch, j); len(batch) == 1 {
				late.Reset(batchWait)
			}
			if len(batch) < batchReports {
				continue
			}
		case <-late.C:
		}
		in.keep(batch)
		batch = nil
	}
}

// keep puts a batch into the ledger and tells those who wait. Where the batch fails
// for what one of its entries is, each is tried alone.
func (in *Intake) keep(batch []*job) {
	if len(batch) == 0 {
		return
	}
	begin := time.Now()
	added, err := in.add(batch)
	passing := errors.Is(err, ledger.ErrGone) || errors.Is(err, ledger.ErrLocked) || errors.Is(err, ledger.ErrFull)
	if err != nil && len(batch) > 1 && !passing {
		for _, j := range batch {
			in.keep([]*job{j})
		}
		return
	}
	s := in.world.server
	s.metrics.batch(len(batch), time.Since(begin), err)
	if err != nil {
		s.o.Log.Error("reports were not kept", "count", len(batch), "error", err)
	}
	in.world.pulse.beat()
	for i, j := range batch {
		k := kept{err: err}
		if err == nil {
			k.added = added[i]
		}
		j.told <- k
	}
	if err == nil {
		in.world.hub.nudge()
	}
}

// add runs one transaction. A ledger that was taken away meanwhile has kept nothing
// that anybody will find.
func (in *Intake) add(batch []*job) ([]ledger.Added, error) {
	entries := make([]*ledger.Entry, len(batch))
	for i, j := range batch {
		entries[i] = j.entry
	}
	ctx, cancel := context.WithTimeout(in.world.server.background(), addTime)
	defer cancel()
	added, err := in.world.store.Add(ctx, entries)
	if err == nil {
		if moved := in.world.server.o.Place.Moved(); moved != nil {
			err = &ledger.StoreError{What: "the ledger was taken away meanwhile", Do: "send it again", Err: errors.Join(ledger.ErrGone, moved)}
		}
	}
	return added, err
}

// end takes no more reports, and returns when all that were taken are kept.
func (in *Intake) end() {
	in.once.Do(func() {
		close(in.stopped)
		in.mu.Lock()
		close(in.jobs)
		in.mu.Unlock()
	})
	<-in.done
}

// depth is how many reports are under way.
func (in *Intake) depth() int { return len(in.room) }

// Fetch is how reports are got from addresses that callers give: from public
// servers alone, and within bounds.
type Fetch struct {
	Timeout time.Duration // 0 for 20 s
	MaxPage int64         // bytes; 0 for 5 MB
}

func (f Fetch) options() source.Options {
	if f.MaxPage <= 0 {
		f.MaxPage = 5 << 20
	}
	return source.Options{Timeout: f.Timeout, MaxPage: f.MaxPage, MaxFile: f.MaxPage, Guard: true}
}

// Fetch gets the report of an address, from a public server alone: what is looked
// at is the address that is connected to, also after redirects.
func (in *Intake) Fetch(ctx context.Context, address string) (doc.Report, error) {
	failed := func(what, do string) error { return &doc.Failure{Input: address, What: what, Do: do} }
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || len(address) > maxURL {
		return doc.Report{}, failed("not an address that can be fetched", "give one that begins with http:// or https://, or paste the text")
	}
	select {
	case in.at <- struct{}{}:
		defer func() { <-in.at }()
	default:
		return doc.Report{}, busy("too many addresses are fetched at a time")
	}
	for x := range in.fetch.Open(ctx, []string{u.String()}) {
		if x.Err != nil {
			return doc.Report{}, x.Err
		}
		if strings.HasPrefix(x.Origin, "http") {
			x.Report.URL = x.Origin // without what only tracks readers
		}
		return x.Report, nil
	}
	if err := ctx.Err(); err != nil {
		return doc.Report{}, err
	}
	return doc.Report{}, failed("no report is there", "paste the text")
}

// maxInFile is how many reports one file may hold here.
const maxInFile = 500

// Open gets the reports that a file holds. It reads as parley add does, from a
// folder that exists for the time of reading alone; an address in the file's name
// or an archive of others is not followed.
func (in *Intake) Open(ctx context.Context, name string, content []byte) ([]doc.Report, error) {
	dir, err := os.MkdirTemp("", "parley-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	base := safeName(name)
	path := filepath.Join(dir, base)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		return nil, err
	}
	o := in.fetch
	o.MaxFile, o.Base = maxBulk, dir
	var out []doc.Report
	for x := range o.Open(ctx, []string{path}) {
		if x.Err != nil {
			return nil, renamed(x.Err, path, base)
		}
		if len(out) == maxInFile {
			return nil, &doc.Failure{Input: base, What: fmt.Sprintf("more than %d reports are in it", maxInFile), Do: "add it by parley add"}
		}
		x.Report.Name = strings.ReplaceAll(x.Report.Name, path, base)
		out = append(out, x.Report)
	}
	if len(out) == 0 {
		return nil, errors.Join(ctx.Err(), &doc.Failure{Input: base, What: "no report is in it", Do: "give a report's text"})
	}
	return out, nil
}

// safeName is the last part of a name, without what a path or a pattern is made of.
func safeName(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`*?[]:|<>"`, r) || r == '\ufffd' {
			return '_'
		}
		return r
	}, name)
	if strings.Trim(name, ".") == "" {
		return "report.txt"
	}
	const most = 100
	if len(name) > most {
		name = strings.ToValidUTF8(name[len(name)-most:], "") // its end tells what it is
	}
	return name
}

// renamed puts the name that the user knows into an error.
func renamed(err error, path, name string) error {
	var f *doc.Failure
	if !errors.As(err, &f) {
		return err
	}
	out := *f
	out.Input = strings.ReplaceAll(out.Input, path, name)
	out.What = strings.ReplaceAll(out.What, path, name)
	return &out
}
