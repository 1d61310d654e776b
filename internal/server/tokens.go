package server

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-reader/parley/internal/access"
)

// tokenFile is the file of tokens, read anew when it changes. Without a path there
// are none.
type tokenFile struct {
	path string
	log  *slog.Logger

	mu   sync.Mutex // for reading the file
	size int64
	at   time.Time
	now  atomic.Pointer[access.Tokens]
}

// load reads the file. Where that fails the tokens stay as they were.
func (f *tokenFile) load() error {
	if f.path == "" {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	file, err := os.Open(f.path)
	if err != nil {
		return fmt.Errorf("the tokens cannot be read: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return fmt.Errorf("the tokens cannot be read: %w", err)
	}
	f.size, f.at = info.Size(), info.ModTime() // a bad file is told of once
	t, err := access.ParseTokens(file, f.path)
	if err != nil {
		return err
	}
	if len(t.All()) == 0 && f.now.Load() == nil { // later on it means that nobody may ask any more
		return fmt.Errorf("%s: %w", f.path, errNoTokens)
	}
	f.now.Store(t)
	return nil
}

var errNoTokens = errors.New("no token is in it")

// refresh reads the file where it changed.
func (f *tokenFile) refresh() {
	if f.path == "" {
		return
	}
	info, err := os.Stat(f.path)
	f.mu.Lock()
	same := err == nil && info.Size() == f.size && info.ModTime().Equal(f.at) || errors.Is(err, fs.ErrNotExist) && f.size < 0
	if errors.Is(err, fs.ErrNotExist) {
		f.size = -1
	}
	f.mu.Unlock()
	if same {
		return
	}
	if err := f.load(); err != nil {
		f.log.Error("the tokens stay as they were", "error", err)
		return
	}
	f.log.Info("the tokens were read anew", "count", len(f.tokens().All()))
}

// tokens are those in force.
func (f *tokenFile) tokens() *access.Tokens {
	if t := f.now.Load(); t != nil {
		return t
	}
	return &access.Tokens{}
}
