package ledgercmd

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"github.com/parley-reader/parley/ledger"
)

// fatal tells whether an error is of the store, so that going on is no use.
func fatal(err error) bool {
	var s *ledger.StoreError
	return errors.As(err, &s)
}

// patience is how long an addition or an export may take before its progress is shown.
const patience = time.Second

// progress shows how far a long addition is, to a person: on a terminal. Messages
// are written through it so that they stand above the bar.
type progress struct {
	stderr io.Writer
	shown  bool
	args   []string
	start  time.Time
	bars   *mpb.Progress
	bar    *mpb.Bar
	draw   chan any
	drawn  time.Time
	count  atomic.Int64
	total  atomic.Int64 // bytes of the files that are named; 0 while that is not known
	done   atomic.Int64 // bytes of them that are dealt with, at a guess
	file   string
	before int64 // bytes of the files before file
	within int64
	size   int64
}

func (e *env) newProgress(quiet bool, args []string) *progress {
	p := &progress{stderr: e.app.Stderr, args: args, start: time.Now()}
	_, person := e.app.Terminal(e.app.Stderr)
	p.shown = person && !quiet
	if p.shown {
		go p.weigh()
	}
	return p
}

// weigh adds up the sizes of the files that are named.
func (p *progress) weigh() {
	var sum int64
	for _, arg := range p.args {
		if arg == "-" || strings.Contains(arg, "://") {
			return // nobody knows how much is to come
		}
		paths := []string{arg}
		if found, err := filepath.Glob(arg); err == nil && len(found) > 0 {
			paths = found
		}
		for _, path := range paths {
			_ = filepath.WalkDir(path, func(_ string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() {
					return nil // what cannot be read is told of when it is read
				}
				if info, err := d.Info(); err == nil {
					sum += info.Size()
				}
				return nil
			})
		}
	}
	p.total.Store(sum)
}

// Write prints a message, above the bar where there is one.
func (p *progress) Write(b []byte) (int, error) {
	if p.bars == nil {
		return p.stderr.Write(b)
	}
	n, err := p.bars.Write(b)
	p.redraw()
	return n, err
}

func (p *progress) redraw() {
	p.drawn = time.Now()
	p.draw <- p.drawn
}

// step counts one input. name is "file" or "file:place".
func (p *progress) step(name string, size int) {
	p.count.Add(1)
	if !p.shown {
		return
	}
	p.follow(name, int64(size))
	if p.bars == nil && time.Since(p.start) > patience {
		p.draw = make(chan any)
		p.bars = mpb.New(mpb.WithOutput(p.stderr), mpb.WithManualRefresh(p.draw))
		p.bar = p.bars.New(0, mpb.SpinnerStyle(), mpb.BarRemoveOnComplete(), mpb.BarFillerTrim(), mpb.BarWidth(1),
			mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return " " + p.status(time.Since(p.start)) })))
	}
	if p.bar != nil && time.Since(p.drawn) > 150*time.Millisecond {
		p.bar.SetCurrent(p.count.Load())
		p.redraw()
	}
}

// follow guesses how many bytes of the files are dealt with: those before the one
// that name is in, and of that one the texts that have come out of it.
func (p *progress) follow(name string, size int64) {
	if p.file == "" || !strings.HasPrefix(name, p.file) {
		p.before += p.size
		p.file, p.within, p.size = name, 0, 0
		for path := name; path != ""; path = path[:max(0, strings.LastIndexByte(path, ':'))] {
			if info, err := os.Stat(path); err == nil {
				p.file, p.size = path, info.Size()
				break
			}
		}
	}
	p.within += size
	p.done.Store(p.before + min(p.within, p.size))
}

// status is the rate and, where it is known, how much is done and the time left.
func (p *progress) status(elapsed time.Duration) string {
	n := p.count.Load()
	text := fmt.Sprintf("%d reports · %.0f/s", n, float64(n)/max(elapsed.Seconds(), 0.001))
	total, done := p.total.Load(), p.done.Load()
	if total <= 0 || done <= 0 || done > total {
		return text
	}
	left := time.Duration(float64(elapsed) * float64(total-done) / float64(done)).Round(time.Second)
	return text + fmt.Sprintf(" · %d %% · %v left", 100*done/total, left)
}

func (p *progress) close() {
	if p.bars != nil {
		p.bar.Abort(true)
		p.bars.Wait()
		p.bars = nil
	}
}
