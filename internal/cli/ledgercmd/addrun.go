package ledgercmd

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// A batch is kept when it holds so many reports, or when its first has waited so
// long.
const (
	batchReports = 64
	batchWait    = time.Second
)

// read is what became of one input.
type read struct {
	name  string
	size  int
	entry *ledger.Entry // nil where it failed or was known
	known bool
	err   error
}

// task is an input under way; done has room for its result.
type task struct {
	item cli.Item
	done chan read
}

// all reads every item, several at a time, while this goroutine keeps what was
// read, in the order of the inputs. It returns the store's first error, and nil
// when ctx is done.
func (a *adding) all(ctx context.Context, items iter.Seq[cli.Item]) error {
	ctx, stop := context.WithCancel(ctx)
	var busy sync.WaitGroup
	defer cli.Settle(&busy)
	defer stop()
	// The queue keeps the order and bounds how many reports are in memory.
	queue := make(chan task, batchReports+2*a.flags.jobs)
	work := make(chan task)
	for range a.flags.jobs {
		busy.Go(func() { a.labour(ctx, work) })
	}
	// Not waited for: it may be blocked in a read of standard input.
	go a.feed(ctx, items, queue, work)
	return a.write(ctx, queue)
}

// feed hands items to the queue, and to a worker those that are not known, a
// batch of keys at a time.
func (a *adding) feed(ctx context.Context, items iter.Seq[cli.Item], queue, work chan<- task) {
	defer close(queue)
	defer close(work)
	incoming := make(chan cli.Item, batchReports)
	go func() {
		defer close(incoming)
		for item := range items {
			a.settle(&item)
			select {
			case incoming <- item:
			case <-ctx.Done():
				return
			}
		}
	}()
	for {
		batch := gather(ctx, incoming)
		if len(batch) == 0 {
			return
		}
		known, err := a.known(ctx, batch)
		for _, item := range batch {
			t := task{item, make(chan read, 1)}
			if err != nil && item.Err == nil {
				item.Err = err
			}
			isKnown := item.Err == nil && known[ledger.ReportKey(origin(&item), item.Report.Text)] && !a.flags.reread
			if isKnown || item.Err != nil {
				t.done <- read{name: item.Name, size: len(item.Report.Text), known: isKnown, err: item.Err}
			}
			if !send(ctx, queue, t) || !isKnown && item.Err == nil && !send(ctx, work, t) {
				return
			}
		}
	}
}

// settle fills in what the command line tells of every report.
func (a *adding) settle(item *cli.Item) {
	if item.Report.Name == "" {
		item.Report.Name = item.Name
	}
	if !a.flags.day.IsZero() {
		item.Report.Published, item.Report.DateFrom = a.flags.day, "given"
	}
}

func send(ctx context.Context, to chan<- task, t task) bool {
	select {
	case to <- t:
		return true
	case <-ctx.Done():
		return false
	}
}

// gather takes what has come, and waits for at least one.
func gather(ctx context.Context, incoming <-chan cli.Item) (batch []cli.Item) {
	select {
	case item, more := <-incoming:
		if !more {
			return nil
		}
		batch = append(batch, item)
	case <-ctx.Done():
		return nil
	}
	for len(batch) < batchReports {
		select {
		case item, more := <-incoming:
			if !more {
				return batch
			}
			batch = append(batch, item)
		default:
			return batch
		}
	}
	return batch
}

// known tells which of the keys of a batch the store knows.
func (a *adding) known(ctx context.Context, batch []cli.Item) (map[string]bool, error) {
	if a.shared {
		return a.settleOrigins(ctx, batch)
	}
	var keys []string
	for i := range batch {
		if batch[i].Err == nil {
			keys = append(keys, ledger.ReportKey(origin(&batch[i]), batch[i].Report.Text))
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	return a.store.Known(ctx, keys)
}

// labour reads what comes until there is no more or ctx is done.
func (a *adding) labour(ctx context.Context, work <-chan task) {
	for {
		select {
		case <-ctx.Done():
			return
		case t, more := <-work:
			if !more {
				return
			}
			r := read{name: t.item.Name, size: len(t.item.Report.Text)}
			r.entry, r.err = a.entry(&t.item)
			t.done <- r
		}
	}
}

// write keeps what was read, in batches. When ctx is done it keeps what is ready
// and returns.
func (a *adding) write(ctx context.Context, queue <-chan task) error {
	var batch []*ledger.Entry
	late := time.NewTimer(time.Hour)
	defer late.Stop()
	flush := func() error {
		late.Stop()
		err := a.keep(ctx, batch)
		batch = nil
		return err
	}
	take := func(r read) error {
		if err := a.take(ctx, &r, &batch); err != nil {
			return err
		}
		if len(batch) == 1 {
			late.Reset(batchWait)
		}
		if len(batch) >= batchReports {
			return flush()
		}
		return nil
	}
	for {
		var t task
		var more bool
		select {
		case t, more = <-queue:
		case <-late.C:
			if err := flush(); err != nil {
				return err
			}
			continue
		case <-ctx.Done():
			return flush()
		}
		if !more {
			return flush()
		}
		for waiting := true; waiting; {
			select {
			case r := <-t.done:
				waiting = false
				if err := take(r); err != nil {
					return err
				}
			case <-late.C:
				if err := flush(); err != nil {
					return err
				}
			case <-ctx.Done():
				return flush()
			}
		}
	}
}

// take counts one result, and puts what is to be kept into the batch. What was
// read anew is kept at once.
func (a *adding) take(ctx context.Context, r *read, batch *[]*ledger.Entry) error {
	a.progress.step(r.name, r.size)
	switch {
	case r.err != nil:
		if ctx.Err() == nil {
			if fatal(r.err) {
				return r.err
			}
			a.failure(r.name, r.err)
		}
	case r.known:
		a.same++
	case a.flags.reread:
		return a.replace(r, batch)
	default:
		*batch = append(*batch, r.entry)
	}
	return nil
}

// replace keeps a report that was read anew, or adds it where it is new.
func (a *adding) replace(r *read, batch *[]*ledger.Entry) error {
	known, err := a.store.Known(a.kept, []string{r.entry.Report.Key})
	if err != nil {
		return err
	}
	if !known[r.entry.Report.Key] {
		*batch = append(*batch, r.entry)
		return nil
	}
	a.anew++
	return a.store.Replace(a.kept, r.entry)
}
