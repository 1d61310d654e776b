package source

import (
	"bufio"
	"bytes"
	"container/list"
	"errors"
	"fmt"
	"io"
	"net/textproto"
	"strconv"
	"strings"
)

// Limits on a WARC file.
const (
	maxWarcHeader = 64 << 10 // of one record's header, and of the header of an answer in it
	maxRemembered = 16 << 20 // of the pages to which later records may refer, in bytes
)

// record is one record of a WARC file: its header, and its block as far as it
// is to be read.
type record struct {
	header textproto.MIMEHeader
	kind   string // the WARC-Type
	uri    string
	size   int64
	block  *bufio.Reader
}

// warcReader reads the records of a WARC file one after the other.
type warcReader struct {
	*run
	name    string
	br      *bufio.Reader
	members *gzipMembers      // nil where nothing is compressed
	rest    *io.LimitedReader // what is left of the last record's block
	no      int
	found   bool
	pages   remembered
}

// warc gives the pages of a WARC file, one a report, in the order of its
// records. Of a file that was cut short it gives what is whole; behind a damaged
// part of a compressed one it goes on with the next record.
func (r *run) warc(name string, br *bufio.Reader, members *gzipMembers) bool {
	w := &warcReader{run: r, name: name, br: br, members: members}
	for r.ctx.Err() == nil {
		rec, err := w.next()
		if errors.Is(err, io.EOF) {
			if !w.found {
				return r.bad(name, "no web page in this WARC file", "check that it holds answers with HTML")
			}
			return true
		}
		if err == nil {
			err = w.record(rec)
		}
		if errors.Is(err, errNoMore) {
			return false
		}
		if err != nil {
			w.found = true
			if !r.fail(atLine(name, w.no), warcProblem(err)) {
				return false
			}
			if !w.goOn() {
				return true
			}
		}
	}
	return false
}

// errNoMore tells that no more items are wanted.
var errNoMore = errors.New("no more items are wanted")

// goOn goes to the next record behind what cannot be read; false where that is
// not known to be.
func (w *warcReader) goOn() bool {
	w.rest = nil
	if w.members == nil || !w.members.skip() {
		return false
	}
	w.br.Reset(w.members)
	return true
}

// warcProblem is an error in the user's words.
func warcProblem(err error) error {
	if isProblem(err) {
		return err
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return &problem{"the file ends within this record", "fetch it anew; what came before has been read"}
	}
	return &problem{"a damaged record: " + readProblem(err).Error(), "fetch the file anew"}
}

// next reads the header of the next record; the error is io.EOF at the end.
func (w *warcReader) next() (*record, error) {
	if w.rest != nil {
		if err := w.discard(); err != nil {
			return nil, err
		}
	}
	w.no++
	line, err := w.version()
	if err != nil {
		return nil, err
	}
	if !strings.HasPrefix(line, "WARC/") {
		return nil, &problem{fmt.Sprintf("no record begins where one should: %.40q", line), "fetch the file anew"}
	}
	header, err := readHeader(w.br)
	if err != nil {
		return nil, err
	}
	size, err := strconv.ParseInt(strings.TrimSpace(header.Get("Content-Length")), 10, 64)
	if err != nil || size < 0 {
		return nil, &problem{"a record without its length", "fetch the file anew"}
	}
	w.rest = &io.LimitedReader{R: w.br, N: size}
	uri := strings.Trim(strings.TrimSpace(header.Get("WARC-Target-URI")), "<>")
	return &record{header: header, kind: strings.ToLower(header.Get("WARC-Type")), uri: uri, size: size}, nil
}

// discard reads over what is left of the last record. It looks at the context,
// since a record may tell any length.
func (w *warcReader) discard() error {
	for w.rest.N > 0 {
		if w.ctx.Err() != nil {
			return errNoMore
		}
		n, err := io.CopyN(io.Discard, w.rest, min(w.rest.N, 1<<20))
		if err != nil && n >= 0 {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return err
		}
	}
	w.rest = nil
	return nil
}

// version reads the line that begins a record, and the empty ones before it.
func (w *warcReader) version() (string, error) {
	for range 1 << 16 {
		line, err := w.br.ReadSlice('\n')
		text := strings.TrimSpace(string(line[:min(len(line), 200)]))
		if text != "" {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			} else if errors.Is(err, bufio.ErrBufferFull) {
				err = nil
			}
			return text, err
		}
		if err != nil {
			return "", err
		}
	}
	return "", &problem{"nothing but empty lines", "fetch the file anew"}
}

// readHeader reads lines "Name: value" up to an empty one, bounded.
func readHeader(br *bufio.Reader) (textproto.MIMEHeader, error) {
	h := textproto.MIMEHeader{}
	total, last := 0, ""
	for {
		line, err := br.ReadSlice('\n')
		if total += len(line); total > maxWarcHeader {
			return nil, &problem{"a header that is too long", "fetch the file anew"}
		}
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return nil, err
		}
		text := strings.TrimRight(string(line), "\r\n")
		if text == "" {
			return h, nil
		}
		if (text[0] == ' ' || text[0] == '\t') && last != "" {
			v := h[last]
			v[len(v)-1] += " " + strings.TrimSpace(text)
			continue
		}
		key, value, ok := strings.Cut(text, ":")
		if !ok {
			continue
		}
		last = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(key))
		h.Add(last, strings.TrimSpace(value))
	}
}

// record gives the page of one record, if it has one.
func (w *warcReader) record(rec *record) error {
	switch rec.kind {
	case "response", "resource", "conversion", "revisit":
	default:
		return nil
	}
	if !strings.HasPrefix(rec.uri, "http://") && !strings.HasPrefix(rec.uri, "https://") {
		return nil
	}
	rec.block = bufio.NewReader(w.rest)
	switch rec.kind {
	case "response":
		return w.response(rec)
	case "revisit":
		return w.revisit(rec)
	}
	kind := strings.ToLower(rec.header.Get("Content-Type"))
	if !isPage(kind) && !strings.HasPrefix(kind, "text/plain") {
		return nil
	}
	b, err := w.read(rec.block, rec.uri)
	if err != nil || b == nil {
		return err
	}
	return w.give(rec, b, kind)
}

// isPage tells whether a content type is a web page's.
func isPage(kind string) bool {
	return strings.HasPrefix(kind, "text/html") || strings.HasPrefix(kind, "application/xhtml")
}

// response gives the page of an answer that a server gave.
func (w *warcReader) response(rec *record) error {
	first, err := rec.block.ReadSlice('\n')
	if err != nil {
		return w.cut(err)
	}
	status := strings.Fields(string(first))
	if !bytes.HasPrefix(first, []byte("HTTP/")) || len(status) < 2 || status[1] != "200" {
		return nil
	}
	h, err := readHeader(rec.block)
	if err != nil {
		return w.cut(err)
	}
	kind := strings.ToLower(h.Get("Content-Type"))
	if kind != "" && !isPage(kind) {
		return nil
	}
	b, err := w.read(rec.block, rec.uri)
	if err != nil || b == nil {
		return err
	}
	b, note, err := decodeBody(b, h, w.MaxFile)
	if err != nil {
		return w.problem(rec, err)
	}
	if kind == "" && formatOf("", b[:min(len(b), peekSize)]) != htmlPage {
		return nil
	}
	return w.give(rec, b, h.Get("Content-Type"), note)
}

// cut tells whether a block ended early because the file did; a block that is
// short of itself has no page.
func (w *warcReader) cut(err error) error {
	if w.rest.N > 0 || !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !isProblem(err) && !errors.Is(err, bufio.ErrBufferFull) {
		if errors.Is(err, io.EOF) {
			err = io.ErrUnexpectedEOF
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			return nil
		}
		return err
	}
	return nil
}

// read reads a block whole, bounded; nil where it was too large, which has been
// told then.
func (w *warcReader) read(in *bufio.Reader, uri string) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in, w.MaxFile+1))
	switch {
	case err != nil:
		return nil, err
	case int64(len(b)) > w.MaxFile:
		w.found = true
		if !w.fail(uri, tooLarge(w.MaxFile)) {
			return nil, errNoMore
		}
		return nil, nil
	case w.rest.N > 0:
		return nil, io.ErrUnexpectedEOF
	}
	return b, nil
}

// problem gives an item for what is wrong with one page.
func (w *warcReader) problem(rec *record, err error) error {
	w.found = true
	if !w.fail(rec.uri, err) {
		return errNoMore
	}
	return nil
}

// give gives a page, and remembers it.
func (w *warcReader) give(rec *record, b []byte, kind string, notes ...string) error {
	w.found = true
	if digest := rec.header.Get("WARC-Payload-Digest"); digest != "" {
		w.pages.add(&visit{digest: digest, uri: rec.uri, kind: kind, body: b})
	} else {
		w.pages.add(&visit{uri: rec.uri, kind: kind, body: b})
	}
	return w.giveBody(rec.uri, b, kind, notes...)
}

func (w *warcReader) giveBody(uri string, b []byte, kind string, notes ...string) error {
	more := false
	if strings.HasPrefix(kind, "text/plain") {
		text, note := decode(b)
		d := draft{name: uri, text: text, meta: meta{url: uri}, notes: notes}
		if note != "" {
			d.notes = append(d.notes, note)
		}
		more = w.run.give(d)
	} else {
		more = w.page(uri, uri, b, kind, notes...)
	}
	if !more {
		return errNoMore
	}
	return nil
}

// revisit gives a page that was the same as one before, if that one is in the
// file and not too far back.
func (w *warcReader) revisit(rec *record) error {
	was := strings.Trim(rec.header.Get("WARC-Refers-To-Target-URI"), "<>")
	p := w.pages.find(rec.header.Get("WARC-Payload-Digest"), was)
	if p == nil && was == "" {
		p = w.pages.find("", rec.uri)
	}
	if p == nil {
		return w.problem(rec, &problem{"unchanged since an earlier visit whose page is not in this file (or more than 16 MB of pages before)", "read the file that has the earlier visit"})
	}
	w.found = true
	return w.giveBody(rec.uri, p.body, p.kind)
}

// visit is a page that was read.
type visit struct {
	digest, uri, kind string
	body              []byte
}

// remembered holds the last pages read, up to maxRemembered bytes of them. The
// zero value is ready to use.
type remembered struct {
	order    list.List // of *visit, the oldest first
	byDigest map[string]*list.Element
	byURI    map[string]*list.Element
	size     int
}

// add remembers a page, and forgets the oldest where there are too many.
func (m *remembered) add(p *visit) {
	if len(p.body) > maxRemembered/4 {
		return
	}
	if m.byDigest == nil {
		m.byDigest, m.byURI = map[string]*list.Element{}, map[string]*list.Element{}
	}
	e := m.order.PushBack(p)
	m.size += len(p.body)
	if p.digest != "" {
		m.byDigest[p.digest] = e
	}
	m.byURI[p.uri] = e
	for m.size > maxRemembered {
		first := m.order.Front()
		old, _ := m.order.Remove(first).(*visit)
		m.size -= len(old.body)
		if m.byDigest[old.digest] == first {
			delete(m.byDigest, old.digest)
		}
		if m.byURI[old.uri] == first {
			delete(m.byURI, old.uri)
		}
	}
}

// find finds a page by its digest, else by its address.
func (m *remembered) find(digest, uri string) *visit {
	e := m.byDigest[digest]
	if e == nil || digest == "" {
		e = m.byURI[uri]
	}
	if e == nil {
		return nil
	}
	p, _ := e.Value.(*visit)
	return p
}
