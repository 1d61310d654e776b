package ledgercmd

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/cli"
)

// screen is a terminal that may be written to by several goroutines.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(b)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestWaitbar(t *testing.T) {
	for name, x := range map[string]struct {
		terminals string // which streams are terminals
		results   bool   // go to standard output
		after     time.Duration
		shown     bool
	}{
		"a person waits":            {"both", false, 0, true},
		"results go to a file":      {"err", true, 0, true},
		"it is done at once":        {"both", false, time.Hour, false},
		"messages go to a file":     {"out", false, 0, false},
		"results are on the screen": {"both", true, 0, false},
	} {
		out, messages := &screen{}, &screen{}
		e := &env{app: &cli.App{Stdout: out, Stderr: messages, Terminal: func(stream any) (int, bool) {
			is := map[any]string{io.Writer(out): "out", io.Writer(messages): "err"}[stream]
			return 80, x.terminals == "both" || x.terminals == is
		}}}
		w := e.newWaitbar("line", x.results, x.after)
		w.tell(1000)
		for range 100 { // until it is drawn, where it is to be
			if !x.shown || strings.Contains(messages.String(), "written") {
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
		w.close()
		if got := strings.Contains(messages.String(), "1000 lines written · 0s"); got != x.shown || out.String() != "" {
			t.Errorf("%s: shown %v: %q", name, got, messages.String())
		}
	}
}
