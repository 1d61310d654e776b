package main

import (
	"encoding/json"
	"errors"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"parley": main})
}

// TestScript runs the scripts of testdata/script; each reads as a page of the
// manual. To run one: go test -run TestScript/read_folder.
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"jsonlines": jsonlines, "status": status},
	})
}

// jsonlines [NAME]... checks that standard output is one record a line, and
// that the reports are called NAME, or for a failed input error:NAME, in this
// order.
func jsonlines(ts *testscript.TestScript, neg bool, args []string) {
	var names []string
	dec := json.NewDecoder(strings.NewReader(ts.ReadFile("stdout")))
	for dec.More() {
		var line struct {
			Schema string
			Report struct{ Name string }
			Error  *struct{ Input, What, Do string }
		}
		ts.Check(dec.Decode(&line))
		if line.Schema != "parley/1" {
			ts.Fatalf("schema %q", line.Schema)
		}
		if line.Error != nil {
			line.Report.Name = "error:" + line.Error.Input
		}
		names = append(names, line.Report.Name)
	}
	if len(names) != len(args) {
		ts.Fatalf("%d lines %q, want %d", len(names), names, len(args))
	}
	for i, want := range args {
		if names[i] != want {
			ts.Fatalf("line %d is %q, want %q", i+1, names[i], want)
		}
	}
}

// status N COMMAND... runs a command and checks the status it ends with.
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N COMMAND...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(got) != args[0] {
		ts.Fatalf("status %d, want %s", got, args[0])
	}
}
