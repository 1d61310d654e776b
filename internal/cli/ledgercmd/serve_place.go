package ledgercmd

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/parley-reader/parley/internal/server"
	"github.com/parley-reader/parley/ledger"
)

// place is where the ledger of a server lies.
func (e *env) place(where string) server.Place { return &place{env: e, where: where} }

// place opens a ledger again when another file is put where it lay. It is safe for
// concurrent use.
type place struct {
	env   *env
	where string

	mu     sync.Mutex
	opened fs.FileInfo // the file that was opened last
	log    fs.FileInfo // what SQLite kept beside it when it was last seen there
}

// Open opens the ledger. The first time it is made where there is none.
func (p *place) Open(ctx context.Context) (ledger.Store, error) {
	if isDSN(p.where) {
		return p.env.open(ctx, p.where)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	before, err := os.Stat(p.where)
	if err != nil && (p.opened != nil || !errors.Is(err, fs.ErrNotExist)) {
		return nil, err
	}
	if err == nil && p.opened != nil && !os.SameFile(before, p.opened) {
		if err := p.setAside(); err != nil {
			return nil, err
		}
	}
	s, err := p.env.open(ctx, p.where)
	if err != nil {
		return nil, err
	}
	after, err := os.Stat(p.where)
	if err == nil && before != nil && !os.SameFile(before, after) {
		err = errors.New("another file was put there meanwhile")
	}
	if err != nil {
		s.Close()
		return nil, err
	}
	p.opened, p.log = after, nil
	return s, nil
}

// setAside moves what SQLite kept of the old ledger beside it, and that nobody
// moved with it, out of the new one's way: it would be taken for a part of that.
func (p *place) setAside() error {
	log, err := os.Stat(p.where + "-wal")
	if err != nil || p.log == nil || !os.SameFile(log, p.log) {
		return nil // nothing is there, or it came with the new one
	}
	to := fmt.Sprintf("%s.left-%s", p.where, p.env.now().UTC().Format("20060102T150405"))
	for _, tail := range []string{"-wal", "-shm"} {
		if err := os.Rename(p.where+tail, to+tail); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// Moved tells whether the file that was opened lies there no more. A database on a
// server cannot be put in another's place.
func (p *place) Moved() error {
	if isDSN(p.where) {
		return nil
	}
	now, err := os.Stat(p.where)
	if err != nil {
		return err
	}
	log, _ := os.Stat(p.where + "-wal") // it need not be there
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.opened != nil && !os.SameFile(now, p.opened) {
		return fmt.Errorf("%s: another file lies there since %s", p.where, now.ModTime().UTC().Format(time.RFC3339))
	}
	p.log = log
	return nil
}
