package source

import (
	"bufio"
	"compress/gzip"
	"errors"
	"io"
)

// isGzip tells whether a file that begins with head is compressed with gzip.
func isGzip(head []byte) bool {
	return len(head) >= 2 && head[0] == 0x1f && head[1] == 0x8b
}

// gzipMembers reads the members of a gzip file one after the other, and can go
// on behind a damaged one.
type gzipMembers struct {
	raw  *bufio.Reader
	zr   *gzip.Reader
	open bool // a member has been begun and not ended
	err  error
}

// Read reads what is compressed, across members.
func (g *gzipMembers) Read(p []byte) (int, error) {
	for {
		if g.err == nil && !g.open {
			g.err = g.begin()
		}
		if g.err != nil {
			return 0, g.err
		}
		n, err := g.zr.Read(p)
		if errors.Is(err, io.EOF) {
			g.open = false
		} else if err != nil {
			g.err = err
		}
		if n > 0 || len(p) == 0 {
			return n, nil
		}
	}
}

// begin begins the next member; the error is io.EOF where there is none, also
// where only zeros are left.
func (g *gzipMembers) begin() error {
	for g.zr != nil {
		b, err := g.raw.Peek(1)
		if err != nil {
			return io.EOF
		}
		if b[0] != 0 {
			break
		}
		_, _ = g.raw.Discard(1) // peeked at: it is there
	}
	var err error
	if g.zr == nil {
		g.zr, err = gzip.NewReader(g.raw)
	} else {
		err = g.zr.Reset(g.raw)
	}
	if err != nil {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		g.zr = nil
		return err
	}
	g.zr.Multistream(false)
	g.open = true
	return nil
}

// skip goes on with the next member behind a damaged one; false where there is
// none.
func (g *gzipMembers) skip() bool {
	for {
		b, err := g.raw.Peek(4)
		if err != nil {
			return false
		}
		if b[0] == 0x1f && b[1] == 0x8b && b[2] == 8 && b[3] < 0x20 {
			g.err, g.open, g.zr = nil, false, nil
			return true
		}
		_, _ = g.raw.Discard(1) // peeked at: it is there
	}
}
