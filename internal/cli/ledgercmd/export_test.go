package ledgercmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/internal/export"
)

func TestExport(t *testing.T) {
	d := filled(t)
	for _, as := range export.Formats() {
		out := filepath.Join(d.dir, "x-"+string(as))
		args := []string{"export", "--as", string(as), "--out", out}
		if as == export.KTAB {
			args = append(args, "--issue", "Meeting Germany – France")
		}
		d.run(0, args...)
		info, err := os.Stat(out)
		if err != nil || info.IsDir() != as.Folder() || d.out.Len() > 0 || !strings.Contains(d.notes.String(), out) {
			t.Errorf("%s: %v, %q, %q", as, err, d.out.String(), d.notes.String())
		}
	}
	if out := d.run(0, "export", "--as", "plover", "--out", "-"); !strings.Contains(out, `"code":"FRA","sector":"GOV"`) || strings.Contains(out, `"quad_code":0`) {
		t.Errorf("plover: %s", out)
	}
	if out := d.run(0, "export", "--as", "ris", "-o", "-", "--since", "2025-08-22"); strings.Count(out, "TY  - NEWS") != 1 {
		t.Errorf("ris: %s", out)
	}
}

func TestExportMisused(t *testing.T) {
	d := filled(t)
	taken := filepath.Join(d.dir, "taken")
	if err := os.MkdirAll(filepath.Join(taken, "more"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		status int
		note   string
		args   []string
	}{
		{cli.WrongUse, "say the form with --as", nil},
		{cli.WrongUse, "choose one with --issue: ", []string{"--as", "ktab", "--out", filepath.Join(d.dir, "z")}},
		{cli.WrongUse, "under \"Harbours\"", []string{"--as", "ktab", "--issue", "Harbours", "--out", filepath.Join(d.dir, "z")}},
		{cli.WrongUse, "nothing is on the table", []string{"--as", "ktab", "--as-of", "2001-01-01", "--out", filepath.Join(d.dir, "z")}},
		{cli.WrongUse, "--issue is of --as ktab alone", []string{"--as", "csv", "--issue", "Harbours", "--out", "x"}},
		{cli.WrongUse, `--as "xlsx" is not known`, []string{"--as", "xlsx", "--out", "x"}},
		{cli.WrongUse, "say where to with --out", []string{"--as", "csv"}},
		{cli.WrongUse, "name a path with --out", []string{"--as", "csv", "--out", "-"}},
		{cli.WrongUse, "is there already, and is no export", []string{"--as", "csv", "--out", taken}},
		{cli.WrongUse, "no actor is named", []string{"--as", "csv", "--out", filepath.Join(d.dir, "y"), "--actor", "Nobody Known"}},
		{cli.Unusable, "check the path of --out", []string{"--as", "csv", "--out", filepath.Join(d.dir, "no", "such", "folder")}},
	} {
		d.run(x.status, append([]string{"export"}, x.args...)...)
		if !strings.Contains(d.notes.String(), x.note) {
			t.Errorf("%v: %s", x.args, d.notes.String())
		}
	}
}
