package parley_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"go.uber.org/goleak"

	"github.com/parley-reader/parley"
	"github.com/parley-reader/parley/doc"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var (
	loaded = sync.OnceValues(func() (*parley.Reader, error) { return parley.New(parley.WithJobs(3)) })
	day    = time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)
)

func reader(t testing.TB) *parley.Reader {
	t.Helper()
	r, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// many yields n reports of unequal length, counts those that were asked for,
// and makes every seventh empty.
func many(n int, asked *atomic.Int64) iter.Seq[doc.Report] {
	return func(yield func(doc.Report) bool) {
		for i := range n {
			asked.Add(1)
			text := strings.Repeat("Norway told Sweden on Monday that it would sign the treaty. ", 1+i*5%17)
			if i%7 == 3 {
				text = ""
			}
			if !yield(doc.Report{Name: fmt.Sprint(i), Text: text, Published: day}) {
				return
			}
		}
	}
}

func TestReadAllKeepsTheOrder(t *testing.T) {
	var asked atomic.Int64
	next := 0
	for result := range reader(t).ReadAll(context.Background(), many(60, &asked)) {
		if want := fmt.Sprint(next); result.Report.Name != want {
			t.Fatalf("result %d is of report %s", next, result.Report.Name)
		}
		if bad := next%7 == 3; bad != (result.Err != nil) || bad == (result.Doc != nil) {
			t.Errorf("report %d gives %v and the error %v", next, result.Doc != nil, result.Err)
		}
		if result.Doc != nil && result.Doc.Report.Name != result.Report.Name {
			t.Errorf("report %d has the document of %s", next, result.Doc.Report.Name)
		}
		// What is in flight is bounded: two for each job in the queue, one that
		// waits for room in it, one that was taken out.
		if ahead := asked.Load() - int64(next); ahead > 2*3+2 {
			t.Errorf("%d reports were asked for ahead of report %d", ahead, next)
		}
		next++
	}
	if next != 60 {
		t.Errorf("%d results of 60 reports", next)
	}
}

func TestReadAllGivesWhatReadDoes(t *testing.T) {
	var asked atomic.Int64
	for result := range reader(t).ReadAll(context.Background(), many(20, &asked)) {
		d, err := reader(t).Read(result.Report)
		if fmt.Sprint(err) != fmt.Sprint(result.Err) || err == nil && !bytes.Equal(doc.AppendJSON(nil, d), doc.AppendJSON(nil, result.Doc)) {
			t.Errorf("report %s: ReadAll and Read differ: %v, %v", result.Report.Name, result.Err, err)
		}
	}
}

func TestReadAllStopsWithItsLoop(t *testing.T) {
	var asked atomic.Int64
	seen := 0
	for range reader(t).ReadAll(context.Background(), many(1_000_000, &asked)) {
		if seen++; seen == 5 {
			break
		}
	}
	// goleak sees to it that nothing goes on.
	if asked.Load() > 5+2*3+2 {
		t.Errorf("%d reports were asked for, five were wanted", asked.Load())
	}
	for range reader(t).ReadAll(context.Background(), func(func(doc.Report) bool) {}) {
		t.Error("a result of no report")
	}
}

func TestReadAllStopsWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	var asked atomic.Int64
	seen := 0
	for range reader(t).ReadAll(ctx, many(1_000_000, &asked)) {
		if seen++; seen == 5 {
			stop()
		}
		if seen > 1000 {
			t.Fatal("it goes on though its context is done")
		}
	}
	stop()
	for range reader(t).ReadAll(ctx, many(10, &asked)) {
		if seen++; seen > 1100 {
			t.Fatal("it begins though its context is done")
		}
	}
}

func TestReadTogether(t *testing.T) {
	var busy sync.WaitGroup
	text := strings.Repeat("“We will sign if Sweden does,” Norway’s foreign minister said on Monday. ", 20)
	want, err := reader(t).Read(doc.Report{Text: text, Published: day})
	if err != nil {
		t.Fatal(err)
	}
	for range 4 {
		busy.Go(func() {
			for range 5 {
				d, err := reader(t).Read(doc.Report{Text: text, Published: day})
				if err != nil || !bytes.Equal(doc.AppendJSON(nil, d), doc.AppendJSON(nil, want)) {
					t.Errorf("read by several at once it gives another record (%v)", err)
				}
			}
		})
	}
	busy.Wait()
}

// TestWithData holds that bad data of the user's own is named by file and line.
func TestWithData(t *testing.T) {
	for name, line := range map[string]string{
		"countries.txt":     "nonsense",
		"entities-mine.txt": "[no such kind]",
		"persons.txt":       "A B|no such gender",
	} {
		_, err := parley.New(parley.WithData(fstest.MapFS{name: {Data: []byte("# mine\n" + line + "\n")}}))
		if err == nil {
			t.Errorf("%s: %q is taken", name, line)
		} else if !strings.Contains(err.Error(), name+":2: ") {
			t.Errorf("%s: the error does not name the file and line: %v", name, err)
		}
	}
	if _, err := parley.New(parley.WithData(fstest.MapFS{})); err != nil {
		t.Errorf("an empty folder is refused: %v", err)
	}
}

func TestVersions(t *testing.T) {
	if v := reader(t).Versions(); v["encoder"] == "" {
		t.Errorf("no version of the encoder in %v", v)
	}
}

func TestReadRefusesNothing(t *testing.T) {
	if d, err := reader(t).Read(doc.Report{}); d != nil || err == nil {
		t.Errorf("no text gives %v, %v", d, err)
	}
}

// TestWithDataOfOnesOwn holds that an actor of the user's own is known.
func TestWithDataOfOnesOwn(t *testing.T) {
	mine := fstest.MapFS{"entities-mine.txt": {Data: []byte("[group|NOR|reb|]\nHardanger Brigade||||\n")}}
	r, err := parley.New(parley.WithData(mine))
	if err != nil {
		t.Fatal(err)
	}
	d, err := r.Read(doc.Report{Text: "The Hardanger Brigade rejected the truce on Monday.", Published: day})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range d.Actors {
		if a.Name == "Hardanger Brigade" && a.Kind == doc.Group && a.Country == "NOR" {
			return
		}
	}
	t.Errorf("the actor is not known: %+v", d.Actors)
}
