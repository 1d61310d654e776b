package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits on an archive.
const (
	maxZipFiles = 100_000
	maxZipDepth = 2
	// maxUnpacked is how many times Options.MaxFile an archive may unpack to in
	// all.
	maxUnpacked = 64
)

// zip gives the reports of a ZIP archive: the one of a Word document, else those
// of the files in it.
func (r *run) zip(name string, b []byte) bool {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return r.bad(name, "a damaged or cut ZIP archive: "+err.Error(), "make or fetch it anew")
	}
	for _, f := range z.File {
		switch f.Name {
		case "word/document.xml":
			return r.docx(name, z)
		case "xl/workbook.xml":
			return r.bad(name, "looks like an Excel workbook, not a report", "save it as CSV")
		case "ppt/presentation.xml":
			return r.bad(name, "looks like a PowerPoint presentation, not a report", "save its text in a file")
		case "content.xml":
			return r.bad(name, "looks like an OpenDocument file", "save it as DOCX or text")
		}
	}
	if r.inZip >= maxZipDepth {
		return r.bad(name, "an archive within archives", "unpack it")
	}
	r.inZip++
	defer func() { r.inZip-- }()
	return r.members(name, z)
}

// members gives the reports of the files in an archive.
func (r *run) members(name string, z *zip.Reader) bool {
	found, left := false, r.MaxFile*maxUnpacked
	for i, f := range z.File {
		if f.FileInfo().IsDir() || !isReport(path.Base(f.Name)) || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		found = true
		at := name + "/" + strings.ToValidUTF8(f.Name, "\ufffd")
		if i >= maxZipFiles || left <= 0 {
			return r.bad(at, "more in one archive than is read", "unpack it, and give its folder")
		}
		in, err := f.Open()
		if err != nil {
			if !r.fail(at, err) {
				return false
			}
			continue
		}
		counted := &countedReader{in: in}
		more := r.stream(at, counted)
		_ = in.Close() // it was only read
		left -= counted.n
		if !more || r.ctx.Err() != nil {
			return false
		}
	}
	if !found {
		return r.bad(name, "looks like a ZIP archive, not a report", "give the text of what is in it")
	}
	return true
}

// countedReader counts what is read.
type countedReader struct {
	in io.Reader
	n  int64
}

// Read reads.
func (c *countedReader) Read(p []byte) (int, error) {
	n, err := c.in.Read(p)
	c.n += int64(n)
	return n, err
}

// part reads one file of an archive whole, bounded.
func (r *run) part(z *zip.Reader, name string) ([]byte, error) {
	f, err := z.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := r.all(bufio.NewReader(f), r.MaxFile)
	if err != nil && !isProblem(err) {
		err = &problem{"a damaged document: " + err.Error(), "make or fetch it anew"}
	}
	return b, err
}

// isProblem tells whether an error is in the user's words already.
func isProblem(err error) bool {
	p := new(problem)
	return errors.As(err, &p)
}

// docx gives the report of a Word document, or those of a bundle in one.
func (r *run) docx(name string, z *zip.Reader) bool {
	b, err := r.part(z, "word/document.xml")
	if err != nil {
		return r.fail(name, err)
	}
	paragraphs, title, err := wordParagraphs(b)
	if err != nil {
		return r.bad(name, "a Word document that cannot be read: "+err.Error(), "save it anew, or save its text in a file")
	}
	text := strings.Join(paragraphs, "\n")
	if kind := bundleOf(text); kind != noBundle {
		return r.bundle(name, kind, paragraphs, "")
	}
	d := draft{name: name}
	d.meta, d.text = header(text)
	if b, err := r.part(z, "docProps/core.xml"); err == nil {
		core := coreProperties(b)
		if core.title == "" || strings.EqualFold(core.title, "Microsoft Word") {
			core.title = title
		}
		d.meta.fill(core)
	}
	d.meta.fill(meta{title: title})
	return r.give(d)
}

// wordParagraphs is the paragraphs of a Word document's main part, and the one
// in the style of a title, if there is one. What was struck out, what only tells
// the programme what to do, and the second form of a drawing are left out.
func wordParagraphs(b []byte) (paragraphs []string, title string, err error) {
	dec := xml.NewDecoder(bytes.NewReader(b))
	dec.Strict = false
	var text strings.Builder
	inText, isTitle, depth := false, false, 0
	end := func() {
		if p := oneLine(text.String()); p != "" {
			if paragraphs = append(paragraphs, strings.ToValidUTF8(p, "\ufffd")); isTitle && title == "" {
				title = p
			}
		}
		text.Reset()
		isTitle = false
	}
	for {
		tok, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			end()
			return paragraphs, title, nil
		}
		if err != nil {
			return nil, "", err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			if depth > 0 || tok.Name.Local == "del" || tok.Name.Local == "Fallback" || tok.Name.Local == "moveFrom" {
				depth++
				continue
			}
			switch tok.Name.Local {
			case "t":
				inText = true
			case "tab", "br", "cr":
				text.WriteByte(' ')
			case "noBreakHyphen":
				text.WriteByte('-')
			case "p":
				end()
			case "pStyle":
				for _, a := range tok.Attr {
					isTitle = isTitle || a.Name.Local == "val" && a.Value == "Title"
				}
			}
		case xml.EndElement:
			if depth > 0 {
				depth--
				continue
			}
			switch tok.Name.Local {
			case "t":
				inText = false
			case "p":
				end()
			}
		case xml.CharData:
			if inText && depth == 0 {
				text.Write(tok)
			}
		}
	}
}

// coreProperties is what a Word document tells of itself.
func coreProperties(b []byte) meta {
	var core struct {
		Title    string `xml:"title"`
		Creator  string `xml:"creator"`
		Language string `xml:"language"`
		Created  string `xml:"created"`
	}
	if xml.Unmarshal(b, &core) != nil {
		return meta{}
	}
	m := meta{title: oneLine(core.Title), author: oneLine(core.Creator), language: languageTag(core.Language)}
	m.published, _ = parseDate(core.Created)
	return m
}

// atLine names one of several reports in a file.
func atLine(name string, no int) string { return fmt.Sprintf("%s:%d", name, no) }
