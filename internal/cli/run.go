package cli

import (
	"context"
	"iter"
	"slices"
	"sync"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
)

// run reads a stream of reports, several at a time, and writes in their order.
type run struct {
	app     *App
	flags   *readFlags
	reader  Reader
	options brief.Options
	out     *output
	render  func(dst []byte, d *doc.Document, o brief.Options) ([]byte, error)
	failed  int
}

// result is what became of one input.
type result struct {
	name string
	text []byte
	bad  *doc.Failure
}

// job is an input under way; done has room for its result.
type job struct {
	item Item
	done chan result
}

// all reads every item. One that fails is told of, and the rest go on.
func (r *run) all(ctx context.Context, items iter.Seq[Item]) error {
	ctx, stop := context.WithCancel(ctx)
	var busy sync.WaitGroup
	defer settle(&busy)
	defer stop()
	progress := r.app.newProgress(r.flags)
	defer progress.close()

	// The queue keeps the order and bounds how many reports are in memory.
	queue := make(chan job, 2*r.flags.jobs)
	work := make(chan job)
	for range r.flags.jobs {
		busy.Go(func() {
			r.labour(ctx, work)
		})
	}
	// The feeder is not waited for: it may be blocked in a read of standard
	// input, which nothing can end before the program does.
	go feed(ctx, items, queue, work)

	for {
		select {
		case <-ctx.Done():
			return interrupted()
		case j, more := <-queue:
			if !more {
				return r.end(ctx)
			}
			select {
			case <-ctx.Done():
				return interrupted()
			case res := <-j.done:
				if err := r.write(&res, progress); err != nil {
					return err
				}
			}
		}
	}
}

// Settle waits for workers whose results are no longer wanted, but not to the
// end of a long report.
func Settle(busy *sync.WaitGroup) { settle(busy) }

// farewell is how long workers are waited for when the results are no longer
// wanted.
const farewell = 300 * time.Millisecond

// settle waits for the workers, but not to the end of a long report: nothing
// can end a reading that is under way, and the program must heed an interrupt.
// What such a worker makes goes nowhere.
func settle(busy *sync.WaitGroup) {
	done := make(chan struct{})
	go func() {
		busy.Wait()
		close(done)
	}()
	late := time.NewTimer(farewell)
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
	}
}

// labour does the work that comes until there is no more or ctx is done.
func (r *run) labour(ctx context.Context, work <-chan job) {
	for {
		select {
		case <-ctx.Done():
			return
		case j, more := <-work:
			if !more {
				return
			}
			j.done <- r.one(&j.item)
		}
	}
}

func interrupted() error { return fail(Interrupted, "", "interrupted") }

func (r *run) end(ctx context.Context) error {
	if ctx.Err() != nil {
		return interrupted()
	}
	if r.failed > 0 {
		return &status{code: SomeFailed}
	}
	return nil
}

// feed hands each item to the queue and to a worker until ctx is done.
func feed(ctx context.Context, items iter.Seq[Item], queue, work chan<- job) {
	defer close(queue)
	defer close(work)
	for item := range items {
		j := job{item, make(chan result, 1)}
		select {
		case queue <- j:
		case <-ctx.Done():
			return
		}
		select {
		case work <- j:
		case <-ctx.Done():
			return
		}
	}
}

// one reads and renders one report; it runs in a worker.
func (r *run) one(item *Item) result {
	res := result{name: item.Name}
	if item.Err != nil {
		res.bad = failure(item.Name, item.Err)
		return res
	}
	report := item.Report
	if report.Name == "" {
		report.Name = item.Name
	}
	if !r.flags.day.IsZero() {
		report.Published, report.DateFrom = r.flags.day, "given"
	}
	d, err := r.reader.Read(report)
	if err != nil {
		res.bad = failure(item.Name, err)
		return res
	}
	if len(item.Notes) > 0 {
		noted := *d // the reader's own is read-only
		noted.Notes = append(slices.Clip(d.Notes), item.Notes...)
		d = &noted
	}
	if res.text, err = r.render(nil, d, r.options); err != nil {
		res.bad = failure(item.Name, err)
	}
	return res
}

// write puts out one result in its turn.
func (r *run) write(res *result, p *progress) error {
	p.step(res.name)
	if res.bad == nil {
		return r.out.write(res.name, res.text, r.flags)
	}
	r.failed++
	r.app.say(p, res.bad.Input+": "+res.bad.What, res.bad.Do)
	if formats[r.flags.format].lines && r.out.dir == "" {
		return r.out.write(res.name, append(res.bad.AppendJSON(nil), '\n'), r.flags)
	}
	return nil
}
