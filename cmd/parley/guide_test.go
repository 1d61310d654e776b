package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-reader/parley/internal/cli"
)

// TestPages runs each command of the pages that stands in a block like
//
//	```console 12
//	$ parley read FILE
//
// and compares what it prints with what the guide shows: all of it, or the 12
// first lines and "…". With UPDATE=1 it writes the page anew.
func TestPages(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	for _, file := range []string{"README.md", "docs/GUIDE.md"} {
		t.Run(file, func(t *testing.T) {
			page(t, file, func(line string) string { return printed(t, strings.Fields(line)[1:]) })
		})
	}
}

// page checks a page; show gives what a command line prints.
func page(t *testing.T, file string, show func(line string) string) {
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	shown, run := false, 0
	for line := range strings.Lines(string(b)) {
		switch {
		case strings.HasPrefix(line, "```console"):
			shown = true
		case strings.HasPrefix(line, "```"):
			shown = false
		case shown && !strings.HasPrefix(line, "$ "):
			continue // what the command printed when the guide was written
		}
		out.WriteString(line)
		if shown && strings.HasPrefix(line, "$ parley ") {
			run++
			out.WriteString(cut(show(strings.TrimSuffix(line[len("$ "):], "\n")), head(out.String())))
		}
	}
	if run == 0 {
		t.Error("the page runs no command")
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(out.String()), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, want := strings.Split(out.String(), "\n"), strings.Split(string(b), "\n")
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			t.Fatalf("%s:%d: the page says\n%s\nparley prints\n%s\nUPDATE=1 accepts it", file, i+1, want[i], got[i])
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%s: %d lines, should be %d: UPDATE=1 accepts it", file, len(want), len(got))
	}
}

// head is the number of lines that the last block of the text asks for.
func head(text string) int {
	i := strings.LastIndex(text, "```console")
	n := 0
	fmt.Sscanf(text[i:], "```console %d", &n)
	return n
}

func cut(s string, lines int) string {
	all := strings.SplitAfter(s, "\n")
	if lines == 0 || len(all) <= lines+1 {
		return s
	}
	return strings.Join(all[:lines], "") + "…\n"
}

func printed(t *testing.T, args []string) string {
	t.Helper()
	var out bytes.Buffer
	app := cli.New()
	app.Stdout, app.Stderr = &out, &out
	app.Run(context.Background(), args)
	return out.String()
}
