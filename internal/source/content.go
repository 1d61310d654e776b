package source

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"
	"net/http/httputil"
	"net/textproto"
	"strings"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
)

// decodeBody undoes how an answer's body was sent: in chunks, and compressed
// with gzip, deflate, Brotli or Zstandard, as its header says. Archives hold some
// bodies as they were sent and some that were decoded already, so a body that is
// not what its header says is taken as it is. What comes out is bounded by limit.
func decodeBody(b []byte, h textproto.MIMEHeader, limit int64) (out []byte, note string, err error) {
	if strings.Contains(strings.ToLower(h.Get("Transfer-Encoding")), "chunked") && isChunked(b) {
		whole, err := io.ReadAll(io.LimitReader(httputil.NewChunkedReader(bufio.NewReader(bytes.NewReader(b))), limit+1))
		if err != nil && len(whole) == 0 {
			return nil, "", &problem{"a body in chunks that cannot be read", "fetch the page anew"}
		}
		if err != nil {
			note = "the page was cut short"
		}
		b = whole
	}
	encodings := strings.Split(strings.ToLower(h.Get("Content-Encoding")), ",")
	if len(encodings) > 4 {
		return nil, "", &problem{"packed too many times over", "fetch the page anew"}
	}
	for i := len(encodings) - 1; i >= 0; i-- {
		in := unpacker(strings.TrimSpace(encodings[i]), b)
		if in == nil {
			continue
		}
		whole, err := io.ReadAll(io.LimitReader(in, limit+1))
		if int64(len(whole)) > limit {
			return nil, "", tooLarge(limit)
		}
		switch {
		case err == nil:
		case len(whole) > 0 && errors.Is(err, io.ErrUnexpectedEOF):
			note = "the page was cut short"
		case len(whole) == 0 && bytes.Contains(b[:min(len(b), 1024)], []byte("<")):
			whole = b // decoded already
		default:
			return nil, "", &problem{"a compressed body that cannot be read: " + err.Error(), "fetch the page anew"}
		}
		b = whole
	}
	if int64(len(b)) > limit {
		return nil, "", tooLarge(limit)
	}
	return b, note, nil
}

// isChunked tells whether a body begins with the length of a chunk.
func isChunked(b []byte) bool {
	line, _, ok := bytes.Cut(b[:min(len(b), 64)], []byte("\n"))
	line, _, _ = bytes.Cut(bytes.TrimSpace(line), []byte(";"))
	return ok && len(line) > 0 && len(bytes.Trim(bytes.TrimSpace(line), "0123456789abcdefABCDEF")) == 0
}

// unpacker reads what is compressed in one way; nil where nothing is to be done.
func unpacker(encoding string, b []byte) io.Reader {
	in := bytes.NewReader(b)
	switch encoding {
	case "gzip", "x-gzip":
		zr, err := gzip.NewReader(in)
		if err != nil {
			return nil
		}
		return zr
	case "deflate":
		if zr, err := zlib.NewReader(in); err == nil {
			return zr
		}
		return flate.NewReader(bytes.NewReader(b))
	case "br":
		return brotli.NewReader(in)
	case "zstd":
		zr, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(8<<20))
		if err != nil {
			return nil
		}
		return zr.IOReadCloser()
	}
	return nil
}
