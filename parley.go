// Package parley reads news reports about negotiations and keeps the record:
// who said what, what was done, what is on the table and who stands where on
// it, on what condition, by when.
//
// Start with [New], which loads the models once, and [Reader.Read], which reads
// one report:
//
//	r, err := parley.New()
//	if err != nil { … }
//	d, err := r.Read(doc.Report{Text: text, Published: day})
//
// The result is a [doc.Document]: plain data, each line of which carries the
// byte span of the text that it rests on. Many reports are read with
// [Reader.ReadAll].
//
// The promise: it works offline, without cgo and without a GPU; it never
// invents a line that has no span; reading the same text twice gives the same
// record; and no input makes it panic.
package parley

import (
	"context"
	"io/fs"
	"iter"
	"runtime"
	"sync"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/pipeline"
)

// Reader reads reports. It holds the models, is read-only after [New], and is
// safe for concurrent use; its working memory is pooled.
type Reader struct {
	line *pipeline.Pipeline
	pool sync.Pool // of *pipeline.Workspace
	jobs int
}

// Option changes how [New] builds a Reader.
type Option func(*options)

type options struct {
	data []fs.FS
	jobs int
}

// WithData adds a folder of word lists and facts of the user's own, in the
// formats of the files that ship; what it names is added to them and overrides
// them. A bad line makes [New] fail with "file:line: what is wrong". Its files
// may be read by several goroutines at once.
func WithData(fsys fs.FS) Option { return func(o *options) { o.data = append(o.data, fsys) } }

// WithJobs bounds how many reports [Reader.ReadAll] reads at a time; 0, the
// default, takes one for each processor.
func WithJobs(n int) Option { return func(o *options) { o.jobs = n } }

// New loads the models and the knowledge that ship with the package, in about
// 50 ms. It fails only on data that the user brought, see [WithData].
func New(opts ...Option) (*Reader, error) {
	var o options
	for _, set := range opts {
		set(&o)
	}
	if o.jobs <= 0 {
		o.jobs = runtime.GOMAXPROCS(0)
	}
	line, err := pipeline.New(o.data...)
	if err != nil {
		return nil, err
	}
	r := &Reader{line: line, jobs: o.jobs}
	r.pool.New = func() any { return pipeline.NewWorkspace() }
	return r, nil
}

// Read reads one report. Text must be set; Published anchors "last week" and
// "in the coming days", and without it the record says that they could not be
// anchored. The error tells what is wrong with the report (no text, not
// English); the time is linear in the length of the text.
func (r *Reader) Read(report doc.Report) (*doc.Document, error) {
	ws, ok := r.pool.Get().(*pipeline.Workspace)
	if !ok {
		ws = pipeline.NewWorkspace()
	}
	defer r.pool.Put(ws)
	return r.line.Read(report, ws)
}

// Result is what became of one report: a document or an error, never both.
type Result struct {
	Report doc.Report // as it was given
	Doc    *doc.Document
	Err    error
}

// ReadAll reads many reports, several at a time, and yields the results in the
// order of the reports. A bad report yields its error, and the rest go on. It
// holds at most a few reports for each job in memory. It stops when ctx is
// done or the loop that ranges over it does.
func (r *Reader) ReadAll(ctx context.Context, reports iter.Seq[doc.Report]) iter.Seq[Result] {
	return func(yield func(Result) bool) {
		ctx, stop := context.WithCancel(ctx)
		var busy sync.WaitGroup
		defer busy.Wait()
		defer stop()
		// Each report has a channel for its result; the queue of channels keeps
		// the order and bounds what is in flight.
		queue := make(chan chan Result, 2*r.jobs)
		slots := make(chan struct{}, r.jobs)
		busy.Go(func() {
			defer close(queue)
			for report := range reports {
				out := make(chan Result, 1)
				select {
				case queue <- out:
				case <-ctx.Done():
					return
				}
				select {
				case slots <- struct{}{}:
				case <-ctx.Done():
					return
				}
				busy.Go(func() {
					defer func() { <-slots }()
					d, err := r.Read(report)
					out <- Result{Report: report, Doc: d, Err: err}
				})
			}
		})
		for out := range queue {
			select {
			case result := <-out:
				if !yield(result) {
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}
}

// Versions names the weight files in use and their versions, for "parley
// version" and for the provenance of published data.
func (r *Reader) Versions() map[string]string { return r.line.Versions() }
