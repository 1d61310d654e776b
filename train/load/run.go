package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// options is what is asked for.
type options struct {
	binary, ledger, reports string
	readers, adders         int
	addresses               int
	time, pause             time.Duration
	cold                    bool
}

// server is a running parley.
type server struct {
	cmd     *exec.Cmd
	address string
	client  *http.Client
}

// start runs parley serve and waits until it listens.
func start(o *options) (*server, error) {
	cmd := exec.Command(o.binary, "serve", "--listen", "127.0.0.1:0", "--ledger", o.ledger)
	errs, err := cmd.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(errs)
	for lines.Scan() {
		if _, address, ok := strings.Cut(lines.Text(), "listening at "); ok {
			go func() { _, _ = io.Copy(os.Stderr, errs) }() // what it warns of is shown
			n := o.readers + o.adders
			return &server{cmd, strings.TrimSuffix(address, "/"), &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConns: n, MaxIdleConnsPerHost: n}}}, nil
		}
		fmt.Fprintln(os.Stderr, lines.Text())
	}
	return nil, errors.Join(errors.New("the server does not listen"), cmd.Wait())
}

// stop ends the server as a service manager does.
func (s *server) stop() error {
	s.client.CloseIdleConnections()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.cmd.Wait()
}

// memory is the server's resident memory at its most, in MB.
func (s *server) memory() int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	m := regexp.MustCompile(`VmHWM:\s+(\d+) kB`).FindSubmatch(b)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(string(m[1])) // digits
	return n >> 10
}

// busy is the processor time that the server has taken.
func (s *server) busy() time.Duration {
	const tick = 10 * time.Millisecond // of the clock of Linux
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", s.cmd.Process.Pid))
	if err != nil {
		return 0
	}
	f := strings.Fields(string(b[bytes.LastIndexByte(b, ')')+1:]))
	if len(f) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(f[11]) // digits
	system, _ := strconv.Atoi(f[12])
	return time.Duration(user+system) * tick
}

// visit reads a page as a browser takes it off the line, packed, and looks at nothing
// of it: readers are to cost the machine little beside the server.
func (s *server) visit(path string) (status int, size int, err error) {
	req, err := http.NewRequest(http.MethodGet, s.address+path, nil)
	if err != nil {
		return 0, 0, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, 0, err
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, int(n), err
}

// get reads a page; size is that of what was sent.
func (s *server) get(path string) (status int, size int, body []byte, err error) {
	req, err := http.NewRequest(http.MethodGet, s.address+path, nil)
	if err != nil {
		return 0, 0, nil, err
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return 0, 0, nil, err
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	return resp.StatusCode, len(body), body, err
}

// countAge is how old the counts among a server's metrics may be.
const countAge = 16 * time.Second

// count asks the server how many reports it holds.
func (s *server) count() (int, error) {
	_, _, b, err := s.get("/metrics")
	if err != nil {
		return 0, err
	}
	m := regexp.MustCompile(`parley_ledger_lines\{kind="reports"\} (\S+)`).FindSubmatch(b)
	if m == nil {
		return 0, fmt.Errorf("no count in %.200s", b)
	}
	n, err := strconv.ParseFloat(string(m[1]), 64)
	return int(n), err
}

// crawl finds addresses by the links of pages, breadth first, and reads each.
func (s *server) crawl(n int) ([]string, error) {
	link := regexp.MustCompile(`href="(/[^"#]*)`)
	seen := map[string]bool{"/table": true}
	list := []string{"/table"}
	for i := 0; i < len(list); i++ {
		status, _, body, err := s.get(list[i])
		if err != nil {
			return nil, err
		}
		if status != http.StatusOK {
			list = slices.Delete(list, i, i+1)
			i--
			continue
		}
		for _, m := range link.FindAllSubmatch(body, -1) {
			at := html.UnescapeString(string(m[1]))
			if len(list) < n && !seen[at] && !strings.HasPrefix(at, "/assets/") && !strings.HasPrefix(at, "/add") {
				seen[at] = true
				list = append(list, at)
			}
		}
	}
	return list, nil
}

// tally is what readers or adders got.
type tally struct {
	mu    sync.Mutex
	took  []time.Duration
	bad   map[string]int
	bytes int64
}

func (t *tally) note(took time.Duration, size int, wrong string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.took = append(t.took, took)
	t.bytes += int64(size)
	if wrong != "" {
		if t.bad == nil {
			t.bad = map[string]int{}
		}
		t.bad[wrong]++
	}
}

func (t *tally) at(q float64) time.Duration {
	if len(t.took) == 0 {
		return 0
	}
	return t.took[min(len(t.took)-1, int(q*float64(len(t.took))))].Round(100 * time.Microsecond)
}

func (t *tally) String() string {
	slices.Sort(t.took)
	errors := 0
	for _, n := range t.bad {
		errors += n
	}
	s := fmt.Sprintf("%7d answers  %d errors  p50 %v  p90 %v  p99 %v  most %v", len(t.took), errors, t.at(.5), t.at(.9), t.at(.99), t.at(1))
	const most = 5 // kinds of errors that are shown
	shown := 0
	for what, n := range t.bad {
		if shown++; shown > most {
			return s + fmt.Sprintf("\n          and %d kinds more", len(t.bad)-most)
		}
		s += fmt.Sprintf("\n          %d × %s", n, what)
	}
	return s
}

// read reads addresses in turn until ctx is done.
func (s *server) read(ctx context.Context, list []string, i int, pause time.Duration, t *tally) {
	for k := i * 7; ctx.Err() == nil; k++ {
		begin := time.Now()
		path := list[k%len(list)]
		status, size, err := s.visit(path)
		wrong := ""
		if err != nil {
			wrong = err.Error()
		} else if status != http.StatusOK {
			wrong = fmt.Sprintf("%d %s", status, path)
		}
		t.note(time.Since(begin), size, wrong)
		time.Sleep(pause)
	}
}

// source gives reports to add, each with a text of its own.
type source struct {
	lines [][]byte
	next  atomic.Int64
}

func load(path string) (*source, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return &source{lines: bytes.Split(bytes.TrimSpace(b), []byte("\n"))}, nil
}

func (s *source) report(run int64) ([]byte, error) {
	n := s.next.Add(1)
	var r map[string]any
	if err := json.Unmarshal(s.lines[int(n-1)%len(s.lines)], &r); err != nil {
		return nil, err
	}
	return json.Marshal(map[string]any{
		"text": fmt.Sprintf("%v\n\nReport %d of round %d.", r["text"], n, run), "title": r["title"], "outlet": r["outlet"], "published": r["published"],
		"url": fmt.Sprintf("https://load.example/%d/%d", run, n),
	})
}

// add adds reports until ctx is done; one that is turned away comes again.
func (s *server) add(ctx context.Context, from *source, run int64, t *tally, added, turned *atomic.Int64) {
	for ctx.Err() == nil {
		body, err := from.report(run)
		if err != nil {
			t.note(0, 0, err.Error())
			return
		}
		for begin := time.Now(); ctx.Err() == nil; {
			resp, err := s.client.Post(s.address+"/api/v1/reports?quiet=true", "application/json", bytes.NewReader(body))
			if err != nil {
				t.note(time.Since(begin), 0, err.Error())
				break
			}
			_, _ = io.Copy(io.Discard, resp.Body) // it was answered by its status
			resp.Body.Close()
			if resp.StatusCode == http.StatusServiceUnavailable {
				turned.Add(1)
				time.Sleep(time.Second)
				continue
			}
			wrong := ""
			if resp.StatusCode/100 != 2 {
				wrong = resp.Status
			} else {
				added.Add(1)
			}
			t.note(time.Since(begin), 0, wrong)
			break
		}
	}
}

// run does all of it.
func run(o *options) (string, error) {
	s, err := start(o)
	if err != nil {
		return "", err
	}
	before, err := s.count()
	if err != nil {
		return "", errors.Join(err, s.stop())
	}
	begin := time.Now()
	list, err := s.crawl(o.addresses)
	if err != nil {
		return "", errors.Join(err, s.stop())
	}
	found := time.Since(begin)
	if o.cold { // what the crawl had made is forgotten
		if err := s.stop(); err != nil {
			return "", err
		}
		if s, err = start(o); err != nil {
			return "", err
		}
	}
	out, err := s.measure(o, list, before)
	if err != nil {
		return "", errors.Join(err, s.stop())
	}
	out = fmt.Sprintf("%d addresses, found in %v; %d readers, %d adders, %v\n", len(list), found.Round(time.Second), o.readers, o.adders, o.time) + out
	begin = time.Now()
	if err := s.stop(); err != nil {
		return "", fmt.Errorf("it ended badly: %w", err)
	}
	return out + fmt.Sprintf("stopped within %v\n", time.Since(begin).Round(time.Millisecond)), nil
}

func (s *server) measure(o *options, list []string, before int) (string, error) {
	var reading, adding tally
	var added, turned atomic.Int64
	var from *source
	if o.adders > 0 {
		var err error
		if from, err = load(o.reports); err != nil {
			return "", err
		}
	}
	busy := s.busy()
	ctx, cancel := context.WithTimeout(context.Background(), o.time)
	defer cancel()
	var all sync.WaitGroup
	round := time.Now().UnixNano()
	for i := range o.readers {
		all.Go(func() { s.read(ctx, list, i, o.pause, &reading) })
	}
	for range o.adders {
		all.Go(func() { s.add(ctx, from, round, &adding, &added, &turned) })
	}
	all.Wait()
	busy = s.busy() - busy
	out := "reading   " + reading.String() + fmt.Sprintf("\n          %.0f a second, %d KB each; the server took %v of processor time, %v for each\n", float64(len(reading.took))/o.time.Seconds(),
		reading.bytes/int64(max(1, len(reading.took)))>>10, busy.Round(time.Second), (busy/time.Duration(max(1, len(reading.took)))).Round(time.Microsecond))
	if o.adders > 0 {
		time.Sleep(countAge)
		after, err := s.count()
		if err != nil {
			return "", err
		}
		out += "adding    " + adding.String() + fmt.Sprintf("\n          %d added, %d turned away for a while; the ledger has %d more\n", added.Load(), turned.Load(), after-before)
		if int64(after-before) < added.Load() {
			out += fmt.Sprintf("LOST      %d\n", added.Load()-int64(after-before))
		}
	}
	return out + fmt.Sprintf("memory    %d MB at most\n", s.memory()), nil
}
