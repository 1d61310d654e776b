package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// meter measures a process from outside, as Linux tells it under /proc.
type meter struct {
	pid      int
	every    int
	start    time.Time
	lastWall time.Time
	lastCPU  float64
	costs    []float64 // ms of processor a report, a line each
}

func newMeter(pid, every int) *meter {
	now := time.Now()
	return &meter{pid: pid, every: every, start: now, lastWall: now}
}

func (m *meter) line(done int, ledger string) {
	now, cpu := time.Now(), m.processor()
	cost := (cpu - m.lastCPU) * 1000 / float64(m.every)
	m.costs = append(m.costs, cost)
	fmt.Printf("%7d   %9.1f   %24.2f   %11d   %9d\n",
		done, float64(m.every)/now.Sub(m.lastWall).Seconds(), cost, m.resident(), size(ledger)>>20)
	m.lastWall, m.lastCPU = now, cpu
}

func (m *meter) sum(n int, ended *os.ProcessState) {
	wall := time.Since(m.start)
	fmt.Printf("all: %d reports in %v, %.1f a second", n, wall.Round(time.Second), float64(n)/wall.Seconds())
	if u, ok := ended.SysUsage().(*syscall.Rusage); ok {
		fmt.Printf(", %v of processor time, at most %d MB", (ended.UserTime() + ended.SystemTime()).Round(time.Second), u.Maxrss>>10)
	}
	fmt.Println()
	// The first line is left out: it holds the loading of the reader.
	if k := len(m.costs) / 4; k > 0 {
		fmt.Printf("a report of the last quarter costs %.2f of one of the first\n", mean(m.costs[len(m.costs)-k:])/mean(m.costs[:k]))
	}
}

func mean(x []float64) (sum float64) {
	for _, v := range x {
		sum += v / float64(len(x))
	}
	return sum
}

// processor gives the seconds of processor time so far.
func (m *meter) processor() float64 {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", m.pid))
	if err != nil {
		return 0
	}
	s := string(b)
	fields := strings.Fields(s[strings.LastIndexByte(s, ')')+1:])
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100 // of a second, on Linux
}

// resident gives the megabytes in memory.
func (m *meter) resident() int {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", m.pid))
	if err != nil {
		return 0
	}
	pages, _ := strconv.Atoi(strings.Fields(string(b))[1])
	return pages * os.Getpagesize() >> 20
}

// size gives the bytes of a ledger that is a file, with its log.
func size(path string) (sum int64) {
	for _, end := range []string{"", "-wal"} {
		if s, err := os.Stat(path + end); err == nil {
			sum += s.Size()
		}
	}
	return sum
}
