package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/cli/ledgercmd"
)

const ledgerGuide = "docs/ledger-guide.md"

// shell runs command lines of a page in a folder of their own, on one ledger.
type shell struct {
	t   *testing.T
	dir string
}

// TestLedgerGuide runs the commands of the guide to the ledger, one after the
// other, as TestPages does: those in blocks are compared with what the guide shows,
// those in indented lines must succeed. UPDATE=1 writes the guide anew.
func TestLedgerGuide(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	sh := &shell{t, t.TempDir()}
	for name, target := range map[string]string{"examples": "examples", "talks.yaml": "examples/talks-2025/talks.yaml"} {
		if err := os.Symlink(filepath.Join(root, filepath.FromSlash(target)), filepath.Join(sh.dir, name)); err != nil {
			t.Skip("links cannot be made here: ", err)
		}
	}
	t.Setenv("PARLEY_LEDGER", "")
	t.Chdir(root)
	text, err := os.ReadFile(ledgerGuide)
	if err != nil {
		t.Fatal(err)
	}
	page(t, ledgerGuide, sh.show)
	for line := range strings.Lines(string(text)) {
		command, indented := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "    parley ")
		if !indented {
			continue
		}
		if code, out := sh.run("parley " + command); code != cli.OK {
			t.Errorf("%s: %s: status %d\n%s", ledgerGuide, command, code, out)
		}
	}
}

// show is what a command line prints. What happens on the day on which it runs is
// told as of the day on which the guide was written.
func (sh *shell) show(line string) string {
	command, file, kept := strings.Cut(line, " | tee ")
	if _, sheet, ok := strings.Cut(command, "--score "); ok {
		sh.tick(sheet)
	}
	_, out := sh.run(command)
	if kept {
		if err := os.WriteFile(filepath.Join(sh.dir, file), []byte(out), 0o666); err != nil {
			sh.t.Fatal(err)
		}
	}
	return regexp.MustCompile(`— eva \d{4}-\d\d-\d\d`).ReplaceAllString(out, "— eva 2025-11-26")
}

// tick judges the lines of a sheet: the first right, the others wrong.
func (sh *shell) tick(sheet string) {
	path := filepath.Join(sh.dir, sheet)
	b, err := os.ReadFile(path)
	if err != nil {
		sh.t.Fatal(err)
	}
	text := strings.ReplaceAll(strings.Replace(string(b), "[ ]", "[x]", 1), "[ ]", "[-]")
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		sh.t.Fatal(err)
	}
}

// run runs one command line in the shell's folder.
func (sh *shell) run(line string) (int, string) {
	command, _, _ := strings.Cut(line, " | ")
	back, err := os.Getwd()
	if err != nil {
		sh.t.Fatal(err)
	}
	if err := os.Chdir(sh.dir); err != nil {
		sh.t.Fatal(err)
	}
	defer func() {
		if err := os.Chdir(back); err != nil {
			sh.t.Fatal(err)
		}
	}()
	var out bytes.Buffer
	app := cli.New()
	app.Stdout, app.Stderr = &out, &out
	app.More = func(a *cli.App) []*cobra.Command { return ledgercmd.Commands(a, ledgercmd.OpenStore) }
	ctx, stop := context.WithTimeout(context.Background(), 2*time.Minute)
	defer stop()
	return app.Run(ctx, splitArgs(command)[1:]), out.String()
}

// splitArgs cuts a command line at its blanks, but for those in quotation marks.
func splitArgs(line string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`'([^']*)'|"([^"]*)"|(\S+)`).FindAllStringSubmatch(line, -1) {
		out = append(out, m[1]+m[2]+m[3])
	}
	return out
}
