package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

var loaded = sync.OnceValues(func() (*Pipeline, error) { return New() })

// line is the whole reader, loaded once for all tests.
func line(t testing.TB) *Pipeline {
	t.Helper()
	p, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// examples is the reports that ship with the project.
func examples(t testing.TB) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "..", "examples", "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no examples found: %v", err)
	}
	var texts []string
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	return texts
}

// day anchors the reports of the tests.
var day = time.Date(2025, 3, 4, 0, 0, 0, 0, time.UTC)

// sound reads a text and fails where the document breaks an invariant or does
// not survive being written and read again. It is nil where the text holds no
// words.
func sound(t testing.TB, text string, ws *Workspace) *doc.Document {
	t.Helper()
	d, err := line(t).Read(doc.Report{Text: text, Published: day}, ws)
	if err != nil {
		if err != ErrEmpty {
			t.Errorf("%.200q: %v", text, err)
		}
		return nil
	}
	for _, fault := range d.Check() {
		t.Errorf("%.200q: %v", text, fault)
	}
	var again doc.Document
	if err := again.UnmarshalJSON(doc.AppendJSON(nil, d)); err != nil {
		t.Errorf("%.200q: the record cannot be read again: %v", text, err)
	}
	return d
}

// odd is texts that break what is naive.
var odd = []string{
	"",
	" \t\r\n",
	"»",
	"“",
	"” said the minister.",
	"» said the minister, «",
	"\"We will sign,\" Mr. Ortega said, \"if they do.",
	"“He told us ‘we will “never” accept it’ on Friday,” the envoy of Chile said.",
	"“One paragraph opens,” she said.\n\n“The next does too,\n\nand none closes.",
	"OTTAWA (Reuters) — Canada said on Tuesday it would sign the treaty if Mexico did.",
	"GENEVA/WASHINGTON, Mar. 4 –\n\nTalks resumed.",
	"— He said",
	"NORWAY AND SWEDEN AGREE TO TALKS; OSLO SAYS “NO” TO TREATY UNLESS STOCKHOLM PAYS BY FRIDAY",
	"Q    Will you sign?\n\nMS. ORTEGA:  We have said we will not, unless they do.\n\nQ    But —\n\nMS. ORTEGA:  No.",
	"Q  ?\nA:0",
	"PRESIDENT LIND: Thank you. (Applause.) Let me be clear: we offer nothing.",
	"Peru’s 🇵🇪 president said: 👍 “We agree 👩‍👩‍👧” 🎉🎉",
	"قال الوزير “نعم” — the minister said \u202byes\u202c to the שלום deal on Monday.",
	"Chile\x00said\x00it would\x00reject the offer.",
	"Chile said it would sign.\r\n\r\nPeru said it would not.\r\n",
	"Chile\tsaid\tit\twould sign\t\ton Monday\t.",
	"\ufeffChile said it would sign.",
	"a\xffb \xc3\x28 said “\xe2\x80” on \xe2",
	"\xff\xfeC\x00h\x00i\x00l\x00e\x00",
	"said said said said. He said he said she said they said it.",
	"if if unless if, then if: unless provided that",
	"by by by Friday by Monday by the end of by next next week",
	"He he HE him His hers. They. It. Who? Itself!",
	"not no never nor neither without: deny denies denied that it denied denying",
	"Mr. Mrs. Dr. Gen. Sen. President Prime Minister Foreign Secretary Sir",
	"1 2 3 2025-03-04 4/3/25 31 February 2025 99:99 $5bn 0 00000000000000000000000000000001 9999999999999999999 days",
	"in 99999999999 years; 1e308 weeks ago; the 31st of the 31st; 0000-00-00; in -5 days",
	"the the the of of of and and and , , , ; ; ; . . . ! ? ( ) [ ] - – — / \\ @ # % & *",
	"‘’‘’‘’“”“”“”«»«»''``\"\"''",
	"Trump’s’s’s envoy’s",
	strings.Repeat("(", 50) + "Chile said" + strings.Repeat(")", 50),
	"Canada, Mexico, Chile, Peru and Norway agreed with Sweden, Denmark and Finland to offer Egypt, Qatar and Oman a truce.",
	"It is understood that the talks, which were, it was said, said to be over, were over, he said, she said.",
	"According to according to a person according to whom",
	"The minister\u00a0said\u202fthat\u2028the\u2029talks\u0085were\u00ad\u200bover.",
}

// everything tells whether the long forms of the tests are asked for.
func everything() bool { return os.Getenv("PARLEY_ALL") == "1" }
