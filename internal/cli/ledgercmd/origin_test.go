package ledgercmd

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// TestSharedLedger adds the same folders to a ledger that is no file, by several
// people from several places: nothing doubles, and what only has the same name is
// no version of another.
func TestSharedLedger(t *testing.T) {
	d := newDesk(t)
	for name, text := range map[string]string{
		"eva/monday/reports/1.txt": first, "eva/tuesday/reports/1.txt": second, "bob/work/reports/1.txt": first, "bob/work/reports/2.txt": second + "\n\nIt rained.",
	} {
		path := filepath.Join(d.dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range []struct{ from, args, want string }{
		{"eva", "monday/reports tuesday/reports", "2 new reports\n"},
		{"eva", "monday/reports tuesday/reports", "0 new reports · 2 known already\n"},
		{"eva/monday", "reports", "0 new reports · 1 known already\n"},
		{"eva/monday/reports", ".", "0 new reports · 1 known already\n"},
		{"eva/monday/reports", "1.txt", "0 new reports · 1 known already\n"},
		{"eva/monday/reports", "../../tuesday/reports/*.txt", "0 new reports · 1 known already\n"},
		{".", "eva", "0 new reports · 2 known already\n"},
		{"bob", "work/reports/1.txt", "0 new reports · 1 known already\n"},
		{"bob/work/reports", ".", "1 new report · 1 known already\n"},
	} {
		t.Chdir(filepath.Join(d.dir, x.from))
		out := d.run(0, append([]string{"add", "--published", "2025-08-18"}, strings.Fields(x.args)...)...)
		head := strings.SplitAfterN(out, "\n", 2)[0]
		if strings.Replace(head, " · 1 of them near-copies", "", 1) != x.want {
			t.Errorf("%s in %s: %q, want %q", x.args, x.from, head, x.want)
		}
	}
	if err := os.WriteFile(filepath.Join(d.dir, "bob/work/reports/1.txt"), []byte(first+"\n\nIt snowed."), 0o644); err != nil {
		t.Fatal(err)
	}
	if out := d.run(0, "add", "../reports", "--published", "2025-08-18"); !strings.HasPrefix(out, "1 new report · 1 of them new versions · 1 known already\n") {
		t.Errorf("what was changed: %s", out)
	}
	list, err := d.store.Reports(t.Context(), ledger.Query{})
	if err != nil || len(list) != 4 {
		t.Fatalf("%d reports, %v", len(list), err)
	}
	for _, r := range list {
		if r.Version > 1 && r.Origin != "reports/1.txt" {
			t.Errorf("%s is version %d", r.Origin, r.Version)
		}
	}
}

// TestOldSharedLedger keeps what was added under the path as it was named.
func TestOldSharedLedger(t *testing.T) {
	d := newDesk(t)
	path := d.file("a.txt", first)
	was := ledger.EntryOf(&doc.Document{Report: doc.Report{Name: path, Text: first}}, ledger.From{Origin: filepath.ToSlash(path), Learned: time.Now()})
	if _, err := d.store.Add(context.Background(), []*ledger.Entry{was}); err != nil {
		t.Fatal(err)
	}
	if out := d.run(0, "add", path); !strings.HasPrefix(out, "0 new reports · 1 known already\n") {
		t.Errorf("as it was: %s", out)
	}
	d.file("a.txt", first+"\n\nTalks go on.")
	if out := d.run(0, "add", path); !strings.Contains(out, "1 of them new versions") {
		t.Errorf("changed: %s", out)
	}
}
