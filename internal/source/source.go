// Package source is where reports come from: files, folders, patterns,
// standard input, web pages and feeds.
//
// [Options.Open] is the one function to start with. It gives one [Item] for
// each report in the order of the inputs, also for a bad one, and loses nothing
// after it. It reads one report at a time and holds no more than that one (of a
// bundle, the file it is in, up to [Options.MaxFile]), so that any number of
// them may stream. A [Follower] does the same for feeds, again and again.
//
// What is read, told by what is in it and not by its name alone: plain text,
// HTML, JSON (lines, lists, single objects), CSV and TSV with a header, RSS,
// Atom and JSON Feed, the result.json of Telegram's export, DOCX, PDF with a
// text layer, the bundles of Nexis and Factiva (text, HTML, DOCX), WARC, ZIP
// archives of these; and each of them compressed with gzip.
package source

import (
	"context"
	"errors"
	"io"
	"iter"
	"net/http"
	"time"

	"github.com/parley-reader/parley/doc"
)

// Item is one report, or why there is none.
type Item struct {
	Name string // as the user named it; for one of several in a file, "file:number" or "file#id"
	// Origin is what stays the same when the report is published anew with another
	// text: its address without what only tracks readers, else its path (see
	// [Options.Base]) with its place in the file.
	Origin   string
	Language string // as the report tells it, "en" or "en-gb"; "" where it does not
	Report   doc.Report
	Err      error    // a *doc.Failure, or nil
	Notes    []string // what was done to read it, e.g. "not UTF-8: read as windows-1252"
}

// Options tells how inputs are read. The zero value is ready to use.
type Options struct {
	Stdin io.Reader // what "-" means; nil for nothing

	// Published is the day of publication of reports that tell none themselves.
	Published time.Time

	MaxFile int64 // the greatest size of a file, or of one line of JSON, in bytes; 0 for 64 MB
	MaxPage int64 // the greatest size of a web page in bytes; 0 for 10 MB

	Timeout       time.Duration // for a web page in all, with what leads to it; 0 for 20 s
	HeaderTimeout time.Duration // for the beginning of an answer; 0 for 10 s, or Timeout where it is less
	UserAgent     string        // "" for "parley (+https://github.com/parley-reader/parley)"
	Transport     http.RoundTripper

	// Guard refuses addresses of this machine and of the networks that it is in:
	// loopback, private, link-local and the like, also after redirects and name
	// look-ups. It is for addresses that others wrote, as in feeds.
	Guard bool

	// Base is the folder from which the paths in Origins are told, so that they
	// are the same wherever parley is run; "" leaves paths as they were named.
	Base string

	// Shared tells the paths in Origins from the folder around the one that is
	// named, "reports/a.txt" for the source /home/eva/reports, also where the source
	// is the file itself, so that they are the same for whoever names that folder,
	// from wherever. Base is not looked at then.
	Shared bool

	// Now is the clock by which dates in the future are noted; nil for time.Now.
	Now func() time.Time

	// AnyLanguage lets reports through that are not in English.
	AnyLanguage bool
}

// The defaults of Options, and limits that are not for the user to set.
const (
	defaultMaxFile   = 64 << 20
	defaultMaxPage   = 10 << 20
	defaultTimeout   = 20 * time.Second
	defaultHeaders   = 10 * time.Second
	defaultUserAgent = "parley (+https://github.com/parley-reader/parley)"
	maxRedirects     = 5
	peekSize         = 4096
)

// defaults is o with every zero filled in.
func (o Options) defaults() Options {
	if o.MaxFile <= 0 {
		o.MaxFile = defaultMaxFile
	}
	if o.MaxPage <= 0 {
		o.MaxPage = defaultMaxPage
	}
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.HeaderTimeout <= 0 {
		o.HeaderTimeout = min(defaultHeaders, o.Timeout)
	}
	if o.UserAgent == "" {
		o.UserAgent = defaultUserAgent
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Open gives the reports that args name, in order. An argument is a file, a
// folder (its files whose names end as those of reports do, also with .gz, and
// those of its folders, in order of their names), a pattern like
// "reports/*.txt", "-" for standard input, or an http or https address. When
// ctx is done it stops. An Options may be used for several runs at a time, but
// for its Stdin.
func (o Options) Open(ctx context.Context, args []string) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		r := &run{Options: o.defaults(), ctx: ctx, yield: yield}
		for _, arg := range args {
			if !r.argument(arg) || ctx.Err() != nil {
				return
			}
		}
	}
}

// run is one run of Open.
type run struct {
	Options
	ctx       context.Context
	yield     func(Item) bool
	stdinRead bool
	around    string // the folder around the one that is named, or that holds the file
	ids       idSet
	inZip     int  // how many archives we are in
	web       *web // made when the first address is met
}

// bad gives an item that could not be read. Every method of run that gives
// items returns false when no more are wanted.
func (r *run) bad(name, what, do string) bool {
	return r.yield(Item{Name: name, Report: doc.Report{Name: name}, Err: &doc.Failure{Input: name, What: what, Do: do}})
}

// problem is what is wrong with an input, and what to do about it.
type problem struct{ what, do string }

// Error is what is wrong.
func (p *problem) Error() string { return p.what }

// fail gives an item for an error, which may be a *problem.
func (r *run) fail(name string, err error) bool {
	if p := new(problem); errors.As(err, &p) {
		return r.bad(name, p.what, p.do)
	}
	return r.bad(name, err.Error(), "")
}

// draft is a report that is about to be given.
type draft struct {
	name  string
	meta  meta
	text  string
	notes []string
}

// give checks a draft and gives it, with what it tells of itself and what its
// name does.
func (r *run) give(d draft) bool {
	if p := r.unreadable(d.text); p != nil {
		return r.fail(d.name, p)
	}
	m := d.meta
	from := "metadata"
	if named := r.named(d.name); m.published.IsZero() || m.outlet == "" {
		if m.published.IsZero() && !named.published.IsZero() {
			from = "file name"
		}
		m.fill(named)
	}
	if m.published.IsZero() && !r.Published.IsZero() {
		y, mon, day := r.Published.Date()
		m.published, from = time.Date(y, mon, day, 0, 0, 0, 0, time.UTC), "given"
	}
	rep := doc.Report{Name: d.name, URL: m.url, Outlet: m.outlet, Title: m.title, Author: m.author, Text: d.text}
	if !m.published.IsZero() {
		rep.Published, rep.DateFrom = m.published, from
		if m.published.After(r.Now().UTC().Add(24 * time.Hour)) {
			d.notes = append(d.notes, "published on "+m.published.Format(time.DateOnly)+", which is in the future")
		}
	}
	return r.yield(Item{Name: d.name, Origin: r.origin(m.url, d.name), Language: m.language, Report: rep, Notes: d.notes})
}

// unreadable tells why a text is no report that parley can read; nil when it is.
func (r *run) unreadable(text string) error {
	if blank(text) {
		return &problem{"nothing is in it", "give a report's text"}
	}
	if r.AnyLanguage {
		return nil
	}
	if lang := foreign(text); lang != "" {
		return &problem{"not English (looks like " + lang + "): parley reads English only", "give an English translation"}
	}
	return nil
}
