package source

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// argument gives the reports of one argument.
func (r *run) argument(arg string) bool {
	switch {
	case arg == "-":
		return r.stdin()
	case strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://"):
		return r.address(arg)
	case arg == "":
		return r.bad(arg, "an input without a name", "name a file, a folder, an address or -")
	}
	info, err := os.Stat(arg)
	switch {
	case err == nil && info.IsDir():
		r.around = around(arg)
		return r.folder(arg)
	case err == nil:
		r.around = around(filepath.Dir(arg))
		return r.file(arg)
	case errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(arg, "*?["):
		return r.pattern(arg)
	case strings.Contains(arg, "://"):
		return r.bad(arg, "an address of a kind that is not read", "give an http or https address")
	}
	return r.fail(arg, fileProblem(err))
}

// around is the folder that a folder is in, "" where that cannot be told.
func around(dir string) string {
	path, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	return filepath.Dir(path)
}

// fileProblem is a file system's error in the user's words.
func fileProblem(err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &problem{"no such file or folder", "check the path"}
	case errors.Is(err, fs.ErrPermission):
		return &problem{"may not be read", "check the permissions of the file"}
	}
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// pattern gives the files that match a pattern.
func (r *run) pattern(arg string) bool {
	paths, err := filepath.Glob(arg)
	if err != nil {
		return r.bad(arg, "a pattern that cannot be read: "+err.Error(), "close every [ with a ]")
	}
	if len(paths) == 0 {
		return r.bad(arg, "no file matches", "check the pattern")
	}
	for _, p := range paths {
		if !r.argument(p) || r.ctx.Err() != nil {
			return false
		}
	}
	return true
}

// isReport tells whether a file in a folder is read: by the end of its name.
func isReport(name string) bool {
	switch strings.ToLower(filepath.Ext(strings.TrimSuffix(name, ".gz"))) {
	case ".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".docx", ".pdf", ".rss", ".atom", ".xml",
		".warc", ".zip":
		return !strings.HasPrefix(name, ".")
	}
	return false
}

// folder gives the reports of a folder and of those in it.
func (r *run) folder(dir string) bool {
	found, more := false, true
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		switch {
		case r.ctx.Err() != nil:
			more = false
		case err != nil:
			found = true
			more = r.fail(path, fileProblem(err))
			if e != nil && e.IsDir() && more {
				return fs.SkipDir
			}
		case e.IsDir():
			if path != dir && strings.HasPrefix(e.Name(), ".") {
				return fs.SkipDir
			}
		case isReport(e.Name()):
			found = true
			more = r.file(path)
		}
		if !more {
			return fs.SkipAll
		}
		return nil
	})
	switch {
	case !more:
		return false
	case err != nil:
		return r.fail(dir, fileProblem(err))
	case !found:
		return r.bad(dir, "no report in this folder", "put .txt, .html, .json, .csv, .docx, .pdf or .warc files in it")
	}
	return true
}

// file gives the reports of one file.
func (r *run) file(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return r.fail(path, fileProblem(err))
	}
	defer f.Close()
	return r.stream(path, f)
}

// stdin gives the reports of standard input.
func (r *run) stdin() bool {
	switch {
	case r.Stdin == nil:
		return r.bad("-", "there is no standard input", "name a file")
	case r.stdinRead:
		return r.bad("-", "standard input has been read already", "name - once")
	}
	r.stdinRead = true
	return r.stream("-", r.Stdin)
}

// stream gives the reports of an open file, whatever its format.
func (r *run) stream(name string, in io.Reader) bool {
	br := bufio.NewReaderSize(in, 1<<16)
	head, err := br.Peek(peekSize)
	if err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
		return r.fail(name, readProblem(err))
	}
	var members *gzipMembers
	if isGzip(head) {
		members = &gzipMembers{raw: br}
		br = bufio.NewReaderSize(members, 1<<16)
		if head, err = br.Peek(peekSize); err != nil && !errors.Is(err, io.EOF) && len(head) == 0 {
			return r.fail(name, readProblem(err))
		}
	}
	return r.contents(name, br, head, members)
}

// contents gives the reports of what br reads, which begins with head. Of what
// is compressed, members is what br reads from.
func (r *run) contents(name string, br *bufio.Reader, head []byte, members *gzipMembers) bool {
	ext := strings.ToLower(filepath.Ext(strings.TrimSuffix(name, ".gz")))
	format := formatOf(ext, head)
	if what := notText(head); what != "" && format < pdfFile {
		return r.bad(name, "looks like "+what+", not a report", "give its text")
	}
	switch format {
	case jsonLines:
		return r.lines(name, br)
	case jsonValue:
		return r.values(name, br)
	case tableFile:
		return r.table(name, br, head)
	case telegramExport:
		return r.telegram(name, br)
	case warcFile:
		return r.warc(name, br, members)
	}
	b, err := r.all(br, r.MaxFile)
	if err != nil {
		return r.fail(name, err)
	}
	switch format {
	case htmlPage:
		return r.page(name, "", b, "")
	case feedFile:
		return r.feedFile(name, b)
	case pdfFile:
		return r.pdf(name, b)
	case zipFile:
		return r.zip(name, b)
	}
	return r.plain(name, b)
}

// all reads everything, up to limit.
func (r *run) all(in io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in, limit+1))
	switch {
	case int64(len(b)) > limit:
		return nil, tooLarge(limit)
	case err != nil:
		return nil, readProblem(err)
	}
	return b, nil
}

// tooLarge tells that an input is larger than limit.
func tooLarge(limit int64) error {
	size := fmt.Sprintf("%d bytes", limit)
	if limit >= 1<<20 && limit%(1<<20) == 0 {
		size = fmt.Sprintf("%d MB", limit>>20)
	}
	return &problem{"larger than " + size, "split it into single reports, or raise the limit"}
}

// readProblem is the error of a reader in the user's words.
func readProblem(err error) error {
	if errors.Is(err, gzip.ErrHeader) {
		return &problem{"a damaged gzip file: " + err.Error(), "make it anew"}
	}
	if corrupt := flate.CorruptInputError(0); errors.As(err, &corrupt) || errors.Is(err, gzip.ErrChecksum) || errors.Is(err, io.ErrUnexpectedEOF) {
		return &problem{"damaged or cut short: " + err.Error(), "make or fetch it anew"}
	}
	return fileProblem(err)
}
