package source

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// told is what an item tells, in one line a field.
func told(i Item) string {
	if i.Err != nil {
		return i.Name + "! " + i.Err.Error()
	}
	day := ""
	if !i.Report.Published.IsZero() {
		day = i.Report.Published.Format(time.DateOnly) + " " + i.Report.DateFrom
	}
	return strings.Join([]string{i.Name, i.Origin, i.Report.Outlet, day, i.Report.Title, i.Report.Author, i.Language, i.Report.Text, strings.Join(i.Notes, "; ")}, " | ")
}

func allTold(o Options, args ...string) (out []string) {
	for i := range o.Open(context.Background(), args) {
		out = append(out, told(i))
	}
	return out
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// docxOf is a Word document of paragraphs, with its properties.
func docxOf(t testing.TB, core string, paragraphs ...string) string {
	t.Helper()
	var body strings.Builder
	body.WriteString(`<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for _, p := range paragraphs {
		if strings.HasPrefix(p, "<") {
			body.WriteString("<w:p>" + p + "</w:p>")
			continue
		}
		fmt.Fprintf(&body, `<w:p><w:r><w:t xml:space="preserve">%s</w:t></w:r></w:p>`, strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(p))
	}
	body.WriteString("</w:body></w:document>")
	files := map[string]string{"word/document.xml": body.String()}
	if core != "" {
		files["docProps/core.xml"] = core
	}
	return zipOf(t, files)
}

func zipOf(t testing.TB, files map[string]string) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range files {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const coreXML = `<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Talks resume</dc:title>
<dc:creator>Jane Doe</dc:creator><dc:language>en-GB</dc:language><dcterms:created>2025-08-20T08:00:00Z</dcterms:created></cp:coreProperties>`

func TestWord(t *testing.T) {
	folderOf(t, map[string]string{
		"a.docx": docxOf(t, coreXML, "The ministers met.", "<w:del><w:r><w:t>They did not.</w:t></w:r></w:del><w:r><w:t>They</w:t></w:r><w:r><w:tab/><w:t>agreed</w:t><w:br/><w:t>&amp; left.</w:t></w:r>"),
		"b.docx": docxOf(t, "", `<w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>A title</w:t></w:r>`, "Text."),
		"c":      docxOf(t, coreXML, "By its contents."),
		"d.docx": docxOf(t, "", "One.")[:100],
		"e.docx": zipOf(t, map[string]string{"word/document.xml": "<w:p><w:t>x</w:t><"}),
		"f.docx": docxOf(t, "", strings.Repeat("x", 5000)),
		"g.xlsx": zipOf(t, map[string]string{"xl/workbook.xml": "<x/>"}),
		"h.docx": docxOf(t, ""),
	})
	same(t, allTold(Options{MaxFile: 4000}, "a.docx", "b.docx", "c", "d.docx", "e.docx", "f.docx", "g.xlsx", "h.docx"),
		"a.docx | a.docx |  | 2025-08-20 metadata | Talks resume | Jane Doe | en-gb | The ministers met.\nThey agreed & left. | ",
		"b.docx | b.docx |  |  | A title |  |  | A title\nText. | ", "c | c |  | 2025-08-20 metadata | Talks resume | Jane Doe | en-gb | By its contents. | ",
		"d.docx! d.docx: a damaged or cut ZIP archive: zip: not a valid zip file", "e.docx! e.docx: a Word document that cannot be read: XML syntax error on line 1: unexpected EOF",
		"f.docx! f.docx: larger than 4000 bytes", "g.xlsx! g.xlsx: looks like an Excel workbook, not a report", "h.docx! h.docx: nothing is in it")
}

func TestArchives(t *testing.T) {
	inner := zipOf(t, map[string]string{"x.txt": "Deep."})
	folderOf(t, map[string]string{
		"a.zip":    zipOf(t, map[string]string{"2025-08-20_reuters.txt": "One."}),
		"b.zip":    zipOf(t, map[string]string{"in.zip": inner}),
		"c.zip":    zipOf(t, map[string]string{"in.zip": zipOf(t, map[string]string{"in.zip": inner})}),
		"d.zip":    zipOf(t, map[string]string{"a.png": "no"}),
		"bomb.zip": zipOf(t, map[string]string{"a.txt": strings.Repeat("x", 1<<20)}),
		"bomb.gz":  zipped(strings.Repeat("x", 1<<20)),
	})
	same(t, allTold(Options{MaxFile: 10000}, "a.zip", "b.zip", "c.zip", "d.zip", "bomb.zip", "bomb.gz"),
		"a.zip/2025-08-20_reuters.txt | a.zip/2025-08-20_reuters.txt | Reuters | 2025-08-20 file name |  |  |  | One. | ",
		"b.zip/in.zip/x.txt | b.zip/in.zip/x.txt |  |  |  |  |  | Deep. | ", "c.zip/in.zip/in.zip! c.zip/in.zip/in.zip: an archive within archives",
		"d.zip! d.zip: looks like a ZIP archive, not a report", "bomb.zip/a.txt! bomb.zip/a.txt: larger than 10000 bytes", "bomb.gz! bomb.gz: larger than 10000 bytes")
}

const geneva = "The ministers of both countries met on Tuesday and agreed to go on with their talks, officials said."

func TestBundles(t *testing.T) {
	later, err := os.ReadFile("testdata/nexis_later.txt")
	if err != nil {
		t.Fatal(err)
	}
	word := docxOf(t, coreXML, strings.Split(string(later), "\n")...)
	page := "<html><body><p>" + strings.ReplaceAll(string(later), "\n", "</p><p>") + "</p></body></html>"
	first := " | The Example Times | 2025-08-20 metadata | Ministers meet again | Jane Doe | en | " + geneva + "\n\"We are nearer to an agreement than we were,\" one official said. | "
	second := " | Example Press Agency | 2025-08-19 metadata | Envoy plays down hopes |  |  | The envoy said he would not expect an agreement this week. | "
	for name, want := range map[string][]string{
		"testdata/nexis.txt": {
			":1 | The Example Times | 2025-08-20 metadata | Ministers Meet Again in Geneva, With Little to Show for It | JANE DOE and JOHN ROE; Ann Other contributed reporting | en | " + geneva +
				"\nGraphic detail of the plan was not given. \"We are nearer to an agreement than we were,\" one official said: \"But nothing is agreed.\"\n" +
				"Subject to their governments' approval, they would meet again in September. | ",
			":2 | Example Press Agency | 2025-08-19 metadata | Envoy plays down hopes | A. WRITER, Example Press Agency | en | The envoy said he would not expect an agreement this week. He spoke after a meeting with the delegations. | ",
		},
		"testdata/nexis_later.txt": {":1" + first, ":2" + second},
		"testdata/factiva.txt": {
			"#EXN0000020250820el8k0012x | Example News | 2025-08-20 metadata | Ministers meet again in Geneva, with little to show | Jane Doe | en | GENEVA (Example) - " + geneva +
				"\n\"We are nearer to an agreement than we were,\" one official said. Document by document, they went on. | ",
			"#EXTIM00020250819el8j0001y | The Example Times | 2025-08-19 metadata | Envoy plays down hopes of a deal | John Roe | en | The envoy said he would not expect an agreement this week. | ",
		},
		"testdata/factiva_coded.html": {
			"#EXN0000020250820el8k0012x | Example News | 2025-08-20 metadata | Ministers meet again in Geneva | Jane Doe | en | The ministers of both countries met on Tuesday and agreed to go on." +
				"\n\"We are nearer to an agreement than we were,\" one official said.\nIN September they would meet again. | ",
		},
		"word": {":1" + first, ":2" + second},
		"page": {":1" + first, ":2" + second},
	} {
		o, arg := Options{}, name
		switch name {
		case "word":
			o.Stdin, arg = strings.NewReader(word), "-"
		case "page":
			o.Stdin, arg = strings.NewReader(page), "-"
		}
		var got []string
		for i := range o.Open(context.Background(), []string{arg}) {
			line := told(i)
			if i.Err == nil && i.Report.URL == "" && i.Origin != i.Name {
				t.Errorf("%s: origin %q", i.Name, i.Origin)
			}
			_, rest, _ := strings.Cut(line, " | ")
			_, rest, _ = strings.Cut(rest, " | ")
			got = append(got, strings.TrimPrefix(i.Name, arg)+" | "+rest)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
	}
}

// TestNoBundles: what only speaks of documents is a report of its own.
func TestNoBundles(t *testing.T) {
	for _, text := range []string{
		"The ministers signed 3 of 4 DOCUMENTS.\nThey used 512 words.", "End of Document\nThe text goes on.", "Document 1 was signed.\n500 words\nDocument ABCDEFGHIJKLMNOPQ",
		"LENGTH: 500 words\nA report.",
	} {
		if k := bundleOf(text); k != noBundle {
			t.Errorf("%q is a bundle of kind %d", text, k)
		}
	}
}

func TestFileNames(t *testing.T) {
	for name, want := range map[string]string{
		"2025-08-20_reuters_title.txt": "2025-08-20 Reuters", "20250820-bbc.html": "2025-08-20 BBC News", "Reuters/2025/08/20/x.txt": "2025-08-20 Reuters",
		"archive/kyiv-independent/2025-08-20-talks-resume.txt": "2025-08-20 The Kyiv Independent", "2025-08-20-al-jazeera-talks.txt": "2025-08-20 Al Jazeera",
		"2025-08-20_Example-Times_talks-resume.txt": "2025-08-20 Example Times", "talks_ap_20250820.docx": "2025-08-20 Associated Press",
		"2025.08.20 guardian.txt": "2025-08-20 The Guardian", "new-york-times-2025-08-20.pdf": "2025-08-20 The New York Times",
		// these name no outlet
		"2025-08-20_talks_resume.txt": "2025-08-20", "2025-08-20-independent-inquiry.txt": "2025-08-20", "2025-08-20-guardian-of-peace.txt": "2025-08-20", "talks-reuters.txt": "",
		"2025-08-20-talks.txt": "2025-08-20", "news/2025/08/20/x.txt": "2025-08-20", "https://reuters.example.org/2025-08-20/x": "2025-08-20", "-": "", "a.txt": "",
	} {
		m := (&run{}).named(name)
		got := m.outlet
		if !m.published.IsZero() {
			got = strings.TrimSpace(m.published.Format(time.DateOnly) + " " + m.outlet)
		}
		if got != want {
			t.Errorf("%q tells %q, want %q", name, got, want)
		}
	}
	// What the report tells itself comes first.
	folderOf(t, map[string]string{"2025-08-20_reuters_title.txt": "Date: 19 August 2025\nOutlet: Example\n\n" + body})
	same(t, allTold(Options{}, "2025-08-20_reuters_title.txt"), "2025-08-20_reuters_title.txt | 2025-08-20_reuters_title.txt | Example | 2025-08-19 metadata |  |  |  | "+body+" | ")
}

func TestNameData(t *testing.T) {
	if n := len(outlets()); n < 150 || outlets()["reuters"] != "Reuters" {
		t.Errorf("%d outlets", n)
	}
	if n := len(languageNames()); n < 40 {
		t.Errorf("%d languages", n)
	}
	for name, want := range map[string]string{"fi": "fi", "space": " ", "numbersign": "#", "quotedblleft": "“", "a": "a", "uni20AC": "€", "g12": "", "eacute.alt": "é"} {
		if got := glyph(name); got != want {
			t.Errorf("glyph %q is %q, want %q", name, got, want)
		}
	}
	for s, want := range map[string]string{"ENGLISH": "en", "en-US": "en-us", "en_GB": "en-gb", "English; French": "en", "no such": "", "": "", "Chinese (Simplified)": "zh"} {
		if got := languageTag(s); got != want {
			t.Errorf("language %q is %q, want %q", s, got, want)
		}
	}
}

func TestOrigins(t *testing.T) {
	for s, want := range map[string]string{
		"https://Example.org/A?utm_source=x&id=7&fbclid=y#part": "https://example.org/A?id=7", "http://example.org:80/": "http://example.org/", "ftp://x": "", "x": "",
		"https://user:pass@example.org:8443/a": "https://example.org:8443/a", "https://": "", "https://example.org/%zz": "",
	} {
		if got := originOfURL(s); got != want {
			t.Errorf("the origin of %q is %q, want %q", s, got, want)
		}
	}
	folderOf(t, map[string]string{"in/a.txt": "One.", "ledger/x": ""})
	same(t, allTold(Options{Base: "ledger"}, "./in/a.txt"), "./in/a.txt | ../in/a.txt |  |  |  |  |  | One. | ")
	same(t, allTold(Options{}, "./in/a.txt"), "./in/a.txt | in/a.txt |  |  |  |  |  | One. | ")
	for _, from := range []string{".", "in"} { // the same folder, by whatever name and from wherever
		t.Chdir(from)
		for _, name := range []string{map[string]string{".": "./in/a.txt", "in": "a.txt"}[from], map[string]string{".": "in/*.txt", "in": "../in/a.txt"}[from]} {
			if got := allTold(Options{Shared: true, Base: "ledger"}, name); len(got) != 1 || !strings.Contains(got[0], " | in/a.txt | ") {
				t.Errorf("%s named from %s: %q", name, from, got)
			}
		}
	}
	if got := allTold(Options{Shared: true}, "."); len(got) != 1 || !strings.HasPrefix(got[0], "a.txt | in/a.txt | ") {
		t.Errorf("the folder from within: %q", got)
	}
}

func TestFuture(t *testing.T) {
	now := func() time.Time { return time.Date(2025, 8, 20, 12, 0, 0, 0, time.UTC) }
	in := "text,date\nOne.,2025-08-21\nTwo.,2031-01-01\n"
	same(t, allTold(Options{Stdin: strings.NewReader(in), Now: now}, "-"), "-:2 | -:2 |  | 2025-08-21 metadata |  |  |  | One. | ",
		"-:3 | -:3 |  | 2031-01-01 metadata |  |  |  | Two. | published on 2031-01-01, which is in the future")
}

func TestTables(t *testing.T) {
	folderOf(t, map[string]string{
		"a.csv": "\ufeffID,Headline,Full Text,Publication Date,Source,URL\n7,\"Talks, again\",\"One.\nTwo.\",2025-08-20,Example,https://example.org/a\n7,x,Three.,,,\n,,,,,\n8,short\n",
		"b.tsv": "body\ttitle\nOne \"quoted\" word.\tT\n", "c.csv": "a;b;c\n1;2;3\n", "d.csv": "", "e.csv": "text,title\n",
		"f.txt": "title|text|date\nT|One.|2025-08-20\n", "g.txt": "The text, the date, and the title.\nMore.", "h.csv": "text\nOne.\n\"Two\n",
		"i.csv": inUTF16("text,title\nOne.,T\n", leOrder{}, true),
	})
	same(t, allTold(Options{}, "a.csv"), "a.csv#7 | https://example.org/a | Example | 2025-08-20 metadata | Talks, again |  |  | One.\nTwo. | ",
		"a.csv:3 | a.csv:3 |  |  | x |  |  | Three. | the id \"7\" is there twice", "a.csv:4! a.csv:4: nothing is in it", "a.csv#8! a.csv#8: nothing is in it")
	same(t, allTold(Options{}, "b.tsv", "c.csv", "d.csv", "e.csv", "f.txt", "g.txt", "h.csv", "i.csv"), "b.tsv:2 | b.tsv:2 |  |  | T |  |  | One \"quoted\" word. | ",
		"c.csv! c.csv: no column of text among \"a\", \"b\", \"c\"", "d.csv! d.csv: nothing is in it", "e.csv! e.csv: a table without rows",
		"f.txt:2 | f.txt:2 |  | 2025-08-20 metadata | T |  |  | One. | ", "g.txt | g.txt |  |  |  |  |  | The text, the date, and the title.\nMore. | ",
		"h.csv:2 | h.csv:2 |  |  |  |  |  | One. | ", "h.csv:3 | h.csv:3 |  |  |  |  |  | Two\n | ", "i.csv:2 | i.csv:2 |  |  | T |  |  | One. | read as UTF-16")
}

// leOrder appends with the small end first.
type leOrder struct{}

func (leOrder) AppendUint16(b []byte, v uint16) []byte { return append(b, byte(v), byte(v>>8)) }
func (leOrder) AppendUint32(b []byte, v uint32) []byte { return b }
func (leOrder) AppendUint64(b []byte, v uint64) []byte { return b }
func (leOrder) String() string                         { return "" }

const telegramChannel = `{
 "name": "Example Channel",
 "type": "public_channel",
 "id": 1234567,
 "messages": [
  {"id": 1, "type": "service", "date": "2025-08-19T10:00:00", "action": "create_channel", "text": ""},
  {"id": 2, "type": "message", "date": "2025-08-20T10:00:00", "date_unixtime": "1755676800", "from": "Example Channel", "from_id": "channel1234567",
   "text": ["The ministers ", {"type": "bold", "text": "met"}, " in Geneva. ", {"type": "link", "text": "https://example.org"}], "text_entities": []},
  {"id": 3, "type": "message", "date_unixtime": "1755763200", "forwarded_from": "Another", "text": "They agreed."},
  {"id": 4, "type": "message", "date": "2025-08-20T10:00:00", "photo": "x.jpg", "text": ""},
  {"id": [], "type": "message"}
 ]
}`

func TestTelegram(t *testing.T) {
	folderOf(t, map[string]string{
		"result.json": telegramChannel,
		"all.json":    `{"about": "x", "personal_information": {"user_id": 1}, "contacts": {"list": [1]}, "chats": {"about": "y", "list": [` + telegramChannel + `, {"name": "A group", "type": "private_group", "id": 9, "messages": [{"id": 1, "type": "message", "from": "Jane", "text": "Yes."}]}]}}`,
		"cut.json":    telegramChannel[:len(telegramChannel)-150],
		"none.json":   `{"name": "x", "type": "public_channel", "id": 1, "messages": []}`,
	})
	two := " | https://t.me/c/1234567/2 | Example Channel | 2025-08-20 metadata |  |  |  | The ministers met in Geneva. https://example.org | "
	three := " | https://t.me/c/1234567/3 | Example Channel | 2025-08-21 metadata |  |  |  | They agreed. | forwarded from Another"
	bad := ": a JSON array where an object is wanted"
	same(t, allTold(Options{}, "result.json"), "result.json#2"+two, "result.json#3"+three, "result.json! result.json"+bad)
	same(t, allTold(Options{}, "all.json"), "all.json#2"+two, "all.json#3"+three, "all.json! all.json"+bad, "all.json#1 | https://t.me/c/9/1 | A group |  |  | Jane |  | Yes. | ")
	got := allTold(Options{}, "cut.json", "none.json")
	if len(got) != 3 || !strings.Contains(got[1], "it ends too early") || !strings.Contains(got[2], "without a message") {
		t.Errorf("got %q", got)
	}
}

const rss = `<?xml version="1.0" encoding="utf-8"?><!-- x --><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Example News</title><language>en-gb</language>
<item><title>Talks &amp;amp; more</title><link>https://example.org/a?utm_source=rss</link><guid>a1</guid><pubDate>Wed, 20 Aug 2025 10:00:00 GMT</pubDate><dc:creator>Jane Doe</dc:creator>
<description>Short.</description><content:encoded><![CDATA[<p>The ministers met.</p><p>They agreed.</p>]]></content:encoded></item>
<item><title>Two</title><guid>a1</guid><description>&lt;b&gt;The envoy&lt;/b&gt; left.</description></item></channel></rss>`

func TestFeedFiles(t *testing.T) {
	folderOf(t, map[string]string{
		"a.rss": rss, "b.xml": `<feed xmlns="http://www.w3.org/2005/Atom"><title>Example Atom</title><entry><id>x</id><title>T</title><updated>2025-08-20T10:00:00Z</updated><content type="html">&lt;p&gt;One.&lt;/p&gt;</content></entry></feed>`,
		"c.json": `{"version": "https://jsonfeed.org/version/1.1", "title": "Example JSON", "items": [{"id": "1", "url": "https://example.org/1", "content_text": "One.", "date_published": "2025-08-20T10:00:00Z"}]}`,
		"d.rss":  rss[:500], "e.rss": `<rss version="2.0"><channel><title>x</title></channel></rss>`,
	})
	got := allTold(Options{}, "a.rss", "b.xml", "c.json", "d.rss", "e.rss")
	if len(got) != 6 || !strings.HasPrefix(got[4], "d.rss! d.rss: a feed that cannot be read") {
		t.Fatalf("got %q", got)
	}
	same(t, append(got[:4:4], got[5]), "a.rss#a1 | https://example.org/a | Example News | 2025-08-20 metadata | Talks & more | Jane Doe | en-gb | The ministers met.\nThey agreed. | ",
		"a.rss:2 | a.rss:2 | Example News |  | Two |  | en-gb | The envoy left. | the feed's description alone; the id \"a1\" is there twice",
		"b.xml#x | b.xml#x | Example Atom | 2025-08-20 metadata | T |  |  | One. | ", "c.json#1 | https://example.org/1 | Example JSON | 2025-08-20 metadata |  |  |  | One. | ",
		"e.rss! e.rss: a feed without items")
}
