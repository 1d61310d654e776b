package cli

import (
	"io"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// patience is how long a run may take before its progress is shown.
const patience = time.Second

// progress shows how far a long run is, once it has taken a while, and only to
// a person: on a terminal that the results do not go to as well. Messages are
// written through it so that they stand above the bar.
type progress struct {
	stderr io.Writer
	shown  bool // it may be shown at all
	after  time.Time
	bars   *mpb.Progress // nil until it is shown
	bar    *mpb.Bar
	draw   chan any
	drawn  time.Time
	count  int64
	mu     sync.Mutex
	name   string // guarded by mu: the bar reads it
}

func (a *App) newProgress(f *readFlags) *progress {
	p := &progress{stderr: a.Stderr, after: time.Now().Add(patience - a.hurry)}
	_, person := a.Terminal(a.Stderr)
	_, same := a.Terminal(a.Stdout)
	p.shown = person && !f.quiet && (!same || f.out != "")
	return p
}

// Write prints a message, above the bar where there is one.
func (p *progress) Write(b []byte) (int, error) {
	if p.bars == nil {
		return p.stderr.Write(b)
	}
	n, err := p.bars.Write(b)
	p.redraw() // else it might wait for a drawing that never comes
	return n, err
}

func (p *progress) redraw() {
	p.drawn = time.Now()
	p.draw <- p.drawn
}

func (p *progress) show() {
	p.draw = make(chan any)
	p.bars = mpb.New(mpb.WithOutput(p.stderr), mpb.WithManualRefresh(p.draw))
	p.bar = p.bars.New(0, mpb.SpinnerStyle(), mpb.BarRemoveOnComplete(), mpb.BarFillerTrim(), mpb.BarWidth(1),
		mpb.AppendDecorators(decor.CurrentNoUnit(" %d read "), decor.Elapsed(decor.ET_STYLE_GO),
			decor.Any(func(decor.Statistics) string { return " " + p.last() })))
}

func (p *progress) last() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.name
}

// step counts one input.
func (p *progress) step(name string) {
	p.count++
	if !p.shown {
		return
	}
	p.mu.Lock()
	p.name = printable(name)
	p.mu.Unlock()
	if p.bars == nil && time.Now().After(p.after) {
		p.show()
	}
	if p.bar != nil {
		p.bar.SetCurrent(p.count)
		if time.Since(p.drawn) > 150*time.Millisecond {
			p.redraw()
		}
	}
}

func (p *progress) close() {
	if p.bars != nil {
		p.bar.Abort(true)
		p.bars.Wait()
	}
}
