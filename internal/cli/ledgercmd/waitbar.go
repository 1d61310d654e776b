package ledgercmd

import (
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"
)

// waitbar shows a person how far something long is of which nobody knows how much
// is to come: how much is written, and since when. It draws by a clock, so
// that it also moves while nothing is told of.
type waitbar struct {
	what  string // is counted: "line"
	count atomic.Int64
	stop  chan struct{}
	busy  sync.WaitGroup
}

// drawEvery is how often a bar is drawn anew.
const drawEvery = 200 * time.Millisecond

// newWaitbar shows progress on a terminal once it has taken as long as after; what
// is counted. On anything else, and where the results go to the terminal as well,
// it shows nothing.
func (e *env) newWaitbar(what string, results bool, after time.Duration) *waitbar {
	w := &waitbar{what: what, stop: make(chan struct{})}
	_, person := e.app.Terminal(e.app.Stderr)
	_, same := e.app.Terminal(e.app.Stdout)
	if person && !(results && same) {
		w.busy.Go(func() { w.draw(e.app.Stderr, after) })
	}
	return w
}

// tell says how much is written.
func (w *waitbar) tell(n int64) { w.count.Store(n) }

// close takes the bar away. It is called once.
func (w *waitbar) close() {
	close(w.stop)
	w.busy.Wait()
}

func (w *waitbar) draw(stderr io.Writer, after time.Duration) {
	start := time.Now()
	select {
	case <-w.stop:
		return
	case <-time.After(after):
	}
	redraw := make(chan any)
	bars := mpb.New(mpb.WithOutput(stderr), mpb.WithManualRefresh(redraw))
	bar := bars.New(0, mpb.SpinnerStyle(), mpb.BarRemoveOnComplete(), mpb.BarFillerTrim(), mpb.BarWidth(1),
		mpb.AppendDecorators(decor.Any(func(decor.Statistics) string { return " " + w.status(time.Since(start)) })))
	tick := time.NewTicker(drawEvery)
	defer tick.Stop()
	for {
		bar.IncrBy(1) // turns the spinner
		redraw <- time.Now()
		select {
		case <-w.stop:
			bar.Abort(true)
			bars.Wait()
			return
		case <-tick.C:
		}
	}
}

// status is how much is written, and since when.
func (w *waitbar) status(elapsed time.Duration) string {
	text := elapsed.Round(time.Second).String()
	if n := w.count.Load(); n > 0 {
		text = fmt.Sprintf("%s written · %s", count(int(n), w.what), text)
	}
	return text
}
