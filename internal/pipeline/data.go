package pipeline

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/parley-reader/parley/internal/lexicon"
)

// A folder of the user's own holds files of the lexicon, and folders for the
// stages whose words are data: each file there stands beside, or in the place
// of, the one of that name that ships.
var dataFolders = []string{"moves", "times", "record"}

// checkData fails on a file or folder that would be passed over: that would
// look as if it had been read.
func checkData(user fs.FS) error {
	entries, err := fs.ReadDir(user, ".")
	if err != nil {
		return fmt.Errorf("a folder of data: %w", err)
	}
	kinds := lexicon.FileKinds()
	for _, e := range entries {
		name := e.Name()
		switch kind, _, _ := strings.Cut(strings.TrimSuffix(name, ".txt"), "-"); {
		case e.IsDir() && slices.Contains(dataFolders, name):
		case e.IsDir():
			return fmt.Errorf("%s: no folder of data has that name; known are %s", name, strings.Join(dataFolders, ", "))
		case strings.HasPrefix(name, "README") || strings.HasPrefix(name, "."):
		case !strings.HasSuffix(name, ".txt") || !slices.Contains(kinds, kind):
			return fmt.Errorf("%s: its name does not tell what is in it: let it begin with one of %s, and end in .txt", name, strings.Join(kinds, ", "))
		}
	}
	return nil
}

// layered is a stage's data with the user's files over it.
type layered struct {
	base fs.FS
	over []fs.FS // the last one first
}

// layer puts folder sub of each of the user's file systems over base.
func layer(base fs.FS, user []fs.FS, sub string) fs.FS {
	l := layered{base: base}
	for i := len(user) - 1; i >= 0; i-- {
		if info, err := fs.Stat(user[i], sub); err == nil && info.IsDir() {
			if f, err := fs.Sub(user[i], sub); err == nil {
				l.over = append(l.over, f)
			}
		}
	}
	if len(l.over) == 0 {
		return base
	}
	return l
}

// Open opens the user's file, else the one that ships.
func (l layered) Open(name string) (fs.File, error) {
	for _, f := range l.over {
		if file, err := f.Open(name); err == nil {
			return file, nil
		}
	}
	return l.base.Open(name)
}

// ReadDir lists the files of all layers, each name once, in order.
func (l layered) ReadDir(name string) ([]fs.DirEntry, error) {
	all, err := fs.ReadDir(l.base, name)
	if err != nil {
		return nil, err
	}
	for _, f := range l.over {
		more, err := fs.ReadDir(f, name)
		if err != nil {
			continue // the user's layer need not have every folder
		}
		for _, e := range more {
			if !slices.ContainsFunc(all, func(x fs.DirEntry) bool { return x.Name() == e.Name() }) {
				all = append(all, e)
			}
		}
	}
	slices.SortFunc(all, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return all, nil
}
