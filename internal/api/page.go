package api

import (
	"encoding/base64"
	"hash/fnv"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// A cursor names the last line of a page, so that the next page goes on after it
// whatever was added since. It is bound to its question.

// cursorOf writes the cursor of a question that goes on after a line.
func cursorOf(question, line string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(digestOf(question) + "." + line))
}

// lineOf reads a cursor; "" where there is none.
func lineOf(question, cursor string) (string, error) {
	if cursor == "" {
		return "", nil
	}
	b, err := base64.RawURLEncoding.DecodeString(cursor)
	digest, line, ok := strings.Cut(string(b), ".")
	if err != nil || !ok || line == "" || digest != digestOf(question) {
		return "", notOurs()
	}
	return line, nil
}

func notOurs() error {
	return problem(http.StatusBadRequest, "take the address of the next page from next, with no bound changed, or begin anew without after", "after does not belong to this question")
}

func digestOf(s string) string {
	h := fnv.New64a()
	h.Write([]byte(s))
	return strconv.FormatUint(h.Sum64(), 36)
}

// page is the page of a question that is asked for.
type page struct {
	u     *url.URL
	ask   string // the question: its address without what tells pages apart
	after string // the line that it goes on after
	size  int
}

// pageOf reads which page of the question at an address is asked for.
func pageOf(u *url.URL, p *Paged, otherwise int) (*page, error) {
	values := u.Query()
	values.Del("after")
	values.Del("limit")
	out := &page{u: u, ask: u.Path + "?" + values.Encode(), size: p.size(otherwise)}
	var err error
	out.after, err = lineOf(out.ask, p.After)
	return out, err
}

// next is the address of the page after a line.
func (p *page) next(line string) string {
	values := p.u.Query()
	values.Set("after", cursorOf(p.ask, line))
	return p.u.Path + "?" + values.Encode()
}

// number is the line that the page goes on after, where lines are known by number.
func (p *page) number() (int64, error) {
	if p.after == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(p.after, 10, 64)
	if err != nil || n <= 0 {
		return 0, notOurs()
	}
	return n, nil
}

// cut leaves of a list that was read one line longer than the page what is on it,
// and tells the address of the next.
func cut[T any](p *page, list []T, number func(*T) int64) ([]T, string) {
	if len(list) <= p.size {
		return list, ""
	}
	list = list[:p.size]
	return list, p.next(strconv.FormatInt(number(&list[p.size-1]), 10))
}

// window is the page within a list that was read as a whole. Where the page begins
// is told by the key of the line before.
func window[T any](p *page, list []T, key func(*T) string) ([]T, string, error) {
	at := 0
	if p.after != "" {
		var err error
		if at, err = p.find(len(list), func(i int) string { return key(&list[i]) }); err != nil {
			return nil, "", err
		}
		at++
	}
	end := min(at+p.size, len(list))
	if end == len(list) {
		return list[at:end], "", nil
	}
	return list[at:end], p.next(digestOf(key(&list[end-1]))), nil
}

// tail is the page within a list of which the end comes first: the next page has
// what stands before.
func tail[T any](p *page, list []T, key func(*T) string) ([]T, string, error) {
	end := len(list)
	if p.after != "" {
		var err error
		if end, err = p.find(len(list), func(i int) string { return key(&list[i]) }); err != nil {
			return nil, "", err
		}
	}
	at := max(0, end-p.size)
	if at == 0 {
		return list[:end], "", nil
	}
	return list[at:end], p.next(digestOf(key(&list[at]))), nil
}

// find is the place of the line that the page goes on after.
func (p *page) find(n int, key func(int) string) (int, error) {
	for i := range n {
		if digestOf(key(i)) == p.after {
			return i, nil
		}
	}
	return 0, problem(http.StatusGone, "begin anew without after", "the line that the page went on after is no longer there")
}
