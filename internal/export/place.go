package export

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// aside is how the names of what is not yet whole begin.
const aside = ".parley-export-"

// whole is a file that gets its name once it is whole.
type whole struct {
	f    *os.File
	path string
	done bool
}

// newFile begins a file beside the path that it will have.
func newFile(path string) (*whole, error) {
	info, err := os.Stat(path)
	if err == nil && !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s: %w", path, ErrTaken)
	}
	f, err := os.CreateTemp(filepath.Dir(path), aside+"*")
	if err != nil {
		return nil, err
	}
	return &whole{f: f, path: path}, nil
}

// keep gives the file its name.
func (w *whole) keep() error {
	if err := errors.Join(w.f.Chmod(0o644), w.f.Sync()); err != nil {
		return err
	}
	if err := w.f.Close(); err != nil {
		return err
	}
	if err := os.Rename(w.f.Name(), w.path); err != nil {
		return err
	}
	w.done = true
	return nil
}

// drop takes away what did not become whole.
func (w *whole) drop() {
	if !w.done {
		_ = w.f.Close() // closed already where it failed later
		_ = os.Remove(w.f.Name())
	}
}

// bufferedFile is a file of a folder, with a buffer.
type bufferedFile struct {
	*bufio.Writer
	f *os.File
}

func create(path string) (io.WriteCloser, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &bufferedFile{bufio.NewWriterSize(f, 64<<10), f}, nil
}

func (b *bufferedFile) Close() error { return errors.Join(b.Flush(), b.f.Sync(), b.f.Close()) }

// marker is the file by which a folder is known as an export.
const marker = "README.md"

const markerHead = "# A ledger of parley as tables"

// freeFolder tells whether a folder may be written at a path: there is none, it is
// empty, or it is an earlier export.
func freeFolder(path string) error {
	list, err := os.ReadDir(path)
	switch {
	case errors.Is(err, fs.ErrNotExist), err == nil && len(list) == 0:
		return nil
	case err != nil:
		return fmt.Errorf("%s: %w", path, ErrTaken)
	}
	b, err := os.ReadFile(filepath.Join(path, marker))
	if err != nil || !strings.HasPrefix(string(b), markerHead) {
		return fmt.Errorf("%s: %w", path, ErrTaken)
	}
	return nil
}

// newFolder begins a folder beside the path that it will have.
func newFolder(path string) (string, error) {
	path = filepath.Clean(path)
	if err := freeFolder(path); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(filepath.Dir(path), aside+"*")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755)
}

// keepFolder gives a folder its name, in the place of an earlier export.
func keepFolder(dir, path string) error {
	path = filepath.Clean(path)
	if err := freeFolder(path); err != nil {
		return err
	}
	old := dir + "-old"
	err := os.Rename(path, old)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(dir, path); err != nil {
		return errors.Join(err, os.Rename(old, path))
	}
	return os.RemoveAll(old)
}
