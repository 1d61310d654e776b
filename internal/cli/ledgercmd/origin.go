package ledgercmd

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// A ledger that several people fill cannot tell paths from its own folder. There a
// report in a file is known by the folder that was named and the path in it,
// "reports/a.txt". One who names a folder further up or down has another such name
// for the same file, and so had older versions of this program: a report is known
// where its text is known under any of the names that its file may have had.

// settleOrigins settles what the reports of a batch are called in a shared ledger, and
// tells which of their keys are known.
func (a *adding) settleOrigins(ctx context.Context, batch []cli.Item) (map[string]bool, error) {
	var keys []string
	for i := range batch {
		for _, name := range names(&batch[i]) {
			keys = append(keys, ledger.ReportKey(name, batch[i].Report.Text))
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	known, err := a.store.Known(ctx, keys)
	if err != nil {
		return nil, err
	}
	for i := range batch {
		item := &batch[i]
		list := names(item)
		found := ""
		for _, name := range list {
			if found == "" && known[ledger.ReportKey(name, item.Report.Text)] {
				found = name
			}
		}
		if found == "" && len(list) > 1 {
			if found, err = a.newOrigin(ctx, item, list); err != nil {
				return nil, err
			}
		}
		if found != "" {
			item.Origin = found
		}
	}
	return known, nil
}

// names are the names that the file of a report may have in a ledger, its own
// first; one alone where it came from no file, and none where it was not read.
func names(item *cli.Item) []string {
	own := origin(item)
	switch {
	case item.Err != nil:
		return nil
	case strings.Contains(own, "://") || strings.HasPrefix(own, "-"):
		return []string{own}
	}
	path, err := filepath.Abs(item.Name)
	if err != nil {
		return []string{own}
	}
	path = filepath.ToSlash(path)
	out := []string{own, filepath.ToSlash(filepath.Clean(item.Name)), path}
	for i := range len(path) {
		if path[i] == '/' && i+1 < len(path) {
			out = append(out, path[i+1:])
		}
	}
	return out
}

// newOrigin is what a report is called that the ledger does not know: as an
// earlier version of it is called, else the shortest name from the folder that was
// named on under which no other report is.
func (a *adding) newOrigin(ctx context.Context, item *cli.Item, list []string) (string, error) {
	own, named, path := list[0], list[1], list[2]
	if a.taken == nil {
		a.taken = map[string]string{}
	}
	if named != own {
		if kin, _, err := a.kin(ctx, named, item); kin || err != nil {
			return named, err
		}
	}
	for name := own; ; {
		kin, free, err := a.kin(ctx, name, item)
		if err != nil {
			return "", err
		}
		if by := a.taken[name]; (kin || free) && (by == "" || by == path) {
			a.taken[name] = path
			return name, nil
		}
		rest, more := strings.CutSuffix(path, "/"+name)
		if !more || rest == "" {
			return path, nil
		}
		name = path[strings.LastIndexByte(rest, '/')+1:]
	}
}

// unlike is below which likeness two texts under one name are two reports.
const unlike = 0.2

// kin tells whether a report is a version of those that a ledger has under a name,
// and whether it has none.
func (a *adding) kin(ctx context.Context, name string, item *cli.Item) (kin, free bool, err error) {
	versions, err := a.store.Versions(ctx, name)
	if err != nil || len(versions) == 0 {
		return false, err == nil, err
	}
	last, err := a.store.Reports(ctx, ledger.Query{Reports: []ledger.ReportID{versions[len(versions)-1].ID}, Text: true})
	if err != nil || len(last) == 0 {
		return false, false, err
	}
	was, is := ledger.SketchOf(last[0].Text), ledger.SketchOf(item.Report.Text)
	short := len(was) == 0 || len(is) == 0 // too short to tell: the name tells
	return short || ledger.Alike(was, is) >= unlike, false, nil
}
