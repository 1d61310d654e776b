// Command bulk makes as many reports as are asked for out of the corpora of
// news, repeated with changed names, and gives them to one "parley add", whose
// speed, processor time and memory it prints as the ledger grows.
//
//	go run ./bulk -parley /tmp/parley -reports 100000 -ledger /tmp/bulk.db ../../shared/corpora/news
//	go run ./bulk -reports 5000 ../../shared/corpora/news >reports.jsonl
//
// The reports are the same in every run. What reading alone costs is told by
// "parley read --format jsonl" over the second form.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
)

func main() {
	reports := flag.Int("reports", 100_000, "reports to make")
	words := flag.Int("words", 450, "cut a report after the paragraph that reaches so many words")
	binary := flag.String("parley", "", "a built parley to give them to; without one they are written to standard output")
	ledger := flag.String("ledger", "", "the ledger, a path or the address of a PostgreSQL database")
	every := flag.Int("every", 5000, "print a line after so many reports")
	flag.Parse()
	if flag.NArg() != 1 || (*binary == "") != (*ledger == "") {
		log.Fatal("usage: bulk [-parley FILE -ledger DSN] [flags] corpora/news")
	}
	articles, err := load(flag.Arg(0), *words)
	if err != nil {
		log.Fatal(err)
	}
	if *binary == "" {
		if err := write(os.Stdout, articles, *reports, nil); err != nil {
			log.Fatal(err)
		}
		return
	}
	if err := add(*binary, *ledger, articles, *reports, *every); err != nil {
		log.Fatal(err)
	}
}

// write writes n reports as JSON lines, and calls each, where there is one, after
// every report.
func write(w io.Writer, articles []article, n int, each func(done int)) error {
	out := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(out)
	c := newChanger(articles)
	for i := range n {
		if err := enc.Encode(c.report(articles, i)); err != nil {
			return err
		}
		if each != nil {
			each(i + 1)
		}
	}
	return out.Flush()
}

// add gives n reports to one process. What a line counts are reports handed over;
// the process holds some two hundred of them at most.
func add(binary, ledger string, articles []article, n, every int) error {
	cmd := exec.Command(binary, "add", "-", "--quiet", "--format", "json", "--ledger", ledger)
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	m := newMeter(cmd.Process.Pid, every)
	fmt.Println("reports   reports/s   ms of processor a report   resident MB   ledger MB")
	err = write(in, articles, n, func(done int) {
		if done%every == 0 {
			m.line(done, ledger)
		}
	})
	if e := in.Close(); err == nil {
		err = e
	}
	if e := cmd.Wait(); err == nil {
		err = e
	}
	m.sum(n, cmd.ProcessState)
	return err
}
