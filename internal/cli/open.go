package cli

import (
	"context"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// open gives the reports of files, folders and standard input.
func open(ctx context.Context, args []string, stdin io.Reader) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		one := func(name string, b []byte, err error) bool {
			return yield(Item{Name: name, Report: doc.Report{Name: name, Text: strings.ToValidUTF8(string(b), "\ufffd")}, Err: err})
		}
		for _, arg := range args {
			switch {
			case arg == "-":
				b, err := io.ReadAll(stdin)
				if !one(arg, b, err) {
					return
				}
			case isFolder(arg):
				more := true
				err := filepath.WalkDir(arg, func(path string, e fs.DirEntry, err error) error {
					switch {
					case err != nil:
						more = one(path, nil, err)
					case !e.IsDir():
						b, err := os.ReadFile(path)
						more = one(path, b, err)
					}
					if !more || ctx.Err() != nil {
						return filepath.SkipAll
					}
					return nil
				})
				if !more || err != nil && !one(arg, nil, err) {
					return
				}
			default:
				b, err := os.ReadFile(arg)
				if !one(arg, b, err) {
					return
				}
			}
		}
	}
}
