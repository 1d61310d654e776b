package source

import (
	"bytes"
	"strings"
)

// format is how an input is written.
type format uint8

const (
	plainText format = iota
	htmlPage
	jsonLines
	jsonValue // one object, or a list of them
	tableFile // CSV or TSV
	telegramExport
	feedFile
	pdfFile // from here on no text
	zipFile // also DOCX
	warcFile
)

// magics is how files that are no text begin.
var magics = []struct{ begin, what string }{
	{"\x89PNG\r\n", "a PNG image"},
	{"\xff\xd8\xff", "a JPEG image"},
	{"GIF8", "a GIF image"},
	{"BM\x00", "a BMP image"},
	{"II*\x00", "a TIFF image"},
	{"MM\x00*", "a TIFF image"},
	{"%PDF-", "a PDF document"},
	{"PK\x03\x04", "a ZIP archive or an office document"},
	{"\xd0\xcf\x11\xe0", "an old office document"},
	{"{\\rtf", "an RTF document"},
	{"Rar!", "a RAR archive"},
	{"7z\xbc\xaf", "a 7-Zip archive"},
	{"\xfd7zXZ", "an XZ archive"},
	{"BZh", "a bzip2 archive"},
	{"\x28\xb5\x2f\xfd", "a Zstandard archive"},
	{"\x7fELF", "a program"},
	{"MZ\x90", "a program"},
	{"ID3", "an MP3 recording"},
	{"OggS", "an Ogg recording"},
	{"fLaC", "a FLAC recording"},
	{"SQLite format 3", "an SQLite database"},
	{"PAR1", "a Parquet file"},
}

// notText tells what a file that begins with head is, if it is no text; "" for
// text.
func notText(head []byte) string {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.begin)) {
			return m.what
		}
	}
	if len(head) >= 12 && string(head[:4]) == "RIFF" {
		if string(head[8:12]) == "WEBP" {
			return "a WebP image"
		}
		return "a recording"
	}
	if len(head) >= 12 && string(head[4:8]) == "ftyp" {
		return "a film or an image"
	}
	if utf16Order(head) != 0 {
		return ""
	}
	odd := 0
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\v' && c != 0x1b {
			odd++
		}
	}
	if odd*50 > len(head) {
		return "binary data"
	}
	return ""
}

// formatOf tells the format from the end of the name, else from the beginning
// of the contents.
func formatOf(ext string, head []byte) format {
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return pdfFile
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return zipFile
	case bytes.HasPrefix(head, []byte("WARC/1.")) || bytes.HasPrefix(head, []byte("WARC/0.")):
		return warcFile
	case ext != ".jsonl" && isTelegram(head):
		return telegramExport
	case isFeed(head):
		return feedFile
	case isTable(ext, head):
		return tableFile
	}
	switch ext {
	case ".html", ".htm", ".xhtml":
		return htmlPage
	case ".jsonl", ".ndjson":
		return jsonLines
	case ".txt", ".text", ".md":
		return plainText
	}
	head = bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(head) == 0 {
		return plainText
	}
	if ext == ".json" {
		if head[0] == '{' && manyObjects(head) {
			return jsonLines
		}
		return jsonValue
	}
	if head[0] == '{' && len(head) > 2 && (head[1] == '"' || head[1] == '\n' || head[1] == ' ' || head[1] == '\r') {
		if head[1] == '\n' || head[1] == '\r' {
			return jsonValue
		}
		return jsonLines
	}
	if bytes.HasPrefix(head, []byte("[{")) || bytes.HasPrefix(head, []byte("[\n")) {
		return jsonValue
	}
	start := strings.ToLower(string(head[:min(len(head), 512)]))
	if strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html") || strings.HasPrefix(start, "<?xml") && strings.Contains(start, "<html") ||
		strings.HasPrefix(start, "<!--") && strings.Contains(start, "<html") {
		return htmlPage
	}
	return plainText
}

// manyObjects tells whether a line that holds a whole object is followed by
// another.
func manyObjects(head []byte) bool {
	line, rest, ok := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimRight(line, "\r ")
	rest = bytes.TrimLeft(rest, "\r\n ")
	return ok && len(line) > 1 && line[len(line)-1] == '}' && len(rest) > 0 && rest[0] == '{'
}
