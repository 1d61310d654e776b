// Command bench measures the whole reader on real text: words a second on one
// core and on all, allocations and bytes a word, time from nothing to the first
// result, peak memory, and the time of texts from 1 KB to 10 MB.
//
//	go run ./bench ../../shared/corpora/news/whitehouse/briefings.jsonl.gz
package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"iter"
	"log"
	"os"
	"os/exec"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/parley-reader/parley"
	"github.com/parley-reader/parley/doc"
)

func main() {
	limit := flag.Int("words", 300_000, "words to read for the speed on one core")
	all := flag.Bool("all", false, "also read the whole file on all cores and tell the peak memory")
	sizes := flag.Bool("sizes", false, "also time texts of 1 KB to 10 MB")
	binary := flag.String("parley", "", "a built parley, to time one short report from start to finish")
	report := flag.String("report", "", "the short report for -parley")
	profile := flag.String("profile", "", "write a profile of the processor's time on one core to this file")
	flag.Parse()
	if flag.NArg() != 1 {
		log.Fatal("usage: bench [flags] briefings.jsonl.gz")
	}
	if *binary != "" {
		// First, for a new process is counted with the memory of the one that
		// started it.
		startToFinish(*binary, *report)
	}
	start, cpu := time.Now(), processorTime()
	reader, err := parley.New()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("load                 %v, %v of processor time\n", time.Since(start).Round(time.Millisecond), (processorTime() - cpu).Round(time.Millisecond))
	stop := profiled(*profile)
	oneCore(reader, flag.Arg(0), *limit)
	stop()
	if *all { // before the sizes, whose longest text takes more memory than this
		allCores(flag.Arg(0))
	}
	if *sizes {
		bySize(reader, flag.Arg(0))
	}
}

// processorTime is what this process has used, on all cores: on a machine with
// other work it tells more than the clock.
func processorTime() time.Duration {
	u := usage()
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func usage() (u syscall.Rusage) {
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		log.Fatal(err)
	}
	return u
}

// texts yields the texts of a JSONL file, compressed or not.
func texts(path string) iter.Seq[string] {
	return func(yield func(string) bool) {
		f, err := os.Open(path)
		if err != nil {
			log.Fatal(err)
		}
		defer f.Close()
		zip, err := gzip.NewReader(f)
		if err != nil {
			log.Fatal(err)
		}
		lines := bufio.NewScanner(zip)
		lines.Buffer(nil, 64<<20)
		for lines.Scan() {
			var row struct{ Text, Content string }
			if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
				log.Fatal(err)
			}
			if !yield(row.Text + row.Content) {
				return
			}
		}
	}
}

func oneCore(reader *parley.Reader, path string, limit int) {
	runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(runtime.NumCPU())
	var batch []string
	words := 0
	for text := range texts(path) {
		batch = append(batch, text)
		if words += len(strings.Fields(text)); words >= limit {
			break
		}
	}
	if _, err := reader.Read(doc.Report{Text: batch[0]}); err != nil {
		log.Fatal(err)
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, cpu := time.Now(), processorTime()
	words = 0
	for _, text := range batch {
		d, err := reader.Read(doc.Report{Text: text, Published: time.Date(2020, 1, 15, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			log.Fatal(err)
		}
		words += d.Words()
	}
	took, used := time.Since(start), processorTime()-cpu
	runtime.ReadMemStats(&after)
	fmt.Printf("one core             %.0f words/s, %.0f words per second of processor time, %.2f allocs/word, %.0f B/word (%d words)\n",
		float64(words)/took.Seconds(), float64(words)/used.Seconds(),
		float64(after.Mallocs-before.Mallocs)/float64(words), float64(after.TotalAlloc-before.TotalAlloc)/float64(words), words)
}

func allCores(path string) {
	reader, err := parley.New()
	if err != nil {
		log.Fatal(err)
	}
	reports := func(yield func(doc.Report) bool) {
		for text := range texts(path) {
			if !yield(doc.Report{Text: text}) {
				return
			}
		}
	}
	start, cpu := time.Now(), processorTime()
	words, moves, statements := 0, 0, 0
	for result := range reader.ReadAll(context.Background(), reports) {
		if result.Err != nil {
			log.Fatal(result.Err)
		}
		words += result.Doc.Words()
		moves += len(result.Doc.Moves)
		statements += len(result.Doc.Statements)
	}
	took, used := time.Since(start), processorTime()-cpu
	fmt.Printf("all %d cores          %.0f words/s, %.0f words per second of processor time, peak memory %d MB (%d words, %d statements, %d moves)\n",
		runtime.NumCPU(), float64(words)/took.Seconds(), float64(words)/used.Seconds(), usage().Maxrss>>10, words, statements, moves)
}

// bySize shows that the time grows in step with the length.
func bySize(reader *parley.Reader, path string) {
	var long strings.Builder
	for text := range texts(path) {
		long.WriteString(text)
		long.WriteString("\n\n")
		if long.Len() > 11<<20 {
			break
		}
	}
	for _, size := range []int{1 << 10, 10 << 10, 100 << 10, 1 << 20, 10 << 20} {
		text := long.String()[:size]
		start := processorTime()
		d, err := reader.Read(doc.Report{Text: strings.ToValidUTF8(text, "")})
		if err != nil {
			log.Fatal(err)
		}
		took := processorTime() - start
		fmt.Printf("%9d bytes      %8.1f ms of processor time, %.0f ns/word\n", size, float64(took.Microseconds())/1000,
			float64(took.Nanoseconds())/float64(max(1, d.Words())))
	}
}

// startToFinish times the built binary on one short report: the median of 20.
func startToFinish(binary, report string) {
	var took, used []time.Duration
	var rss int64
	for range 20 {
		cmd := exec.Command(binary, "read", report)
		start := time.Now()
		if err := cmd.Run(); err != nil {
			log.Fatalf("%s read %s: %v", binary, report, err)
		}
		took = append(took, time.Since(start))
		used = append(used, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
		if use, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			rss = max(rss, use.Maxrss>>10)
		}
	}
	slices.Sort(took)
	slices.Sort(used)
	fmt.Printf("one report           %v start to finish, %v of processor time (medians of 20), %d MB\n",
		took[10].Round(time.Millisecond), used[10].Round(time.Millisecond), rss)
}

// profiled begins a profile and returns what ends it.
func profiled(path string) (stop func()) {
	if path == "" {
		return func() {}
	}
	f, err := os.Create(path)
	if err != nil {
		log.Fatal(err)
	}
	if err := pprof.StartCPUProfile(f); err != nil {
		log.Fatal(err)
	}
	return pprof.StopCPUProfile
}
