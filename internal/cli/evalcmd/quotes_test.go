package evalcmd

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestQuotes scores a text of three sayings, of which two are annotated.
func TestQuotes(t *testing.T) {
	dir := t.TempDir()
	const text = "“We will open the bridge tomorrow,” the mayor said.\n\n" +
		"The minister said that the talks had failed.\n\nThe envoy said that the ferry would sail again.\n"
	spans := [][3]string{
		{"the mayor", "said.", "“We will open the bridge tomorrow,”"},
		{"The minister", "said that the talks", "that the talks had failed"},
	}
	var ann strings.Builder
	for i, s := range spans {
		at := func(words, cut string) string {
			from := len([]rune(text[:strings.Index(text, words)]))
			return strconv.Itoa(from) + " " + strconv.Itoa(from+len([]rune(cut)))
		}
		n := strconv.Itoa(i)
		ann.WriteString("T1" + n + "\tSource " + at(s[0], s[0]) + "\tx\nT2" + n + "\tCue " + at(s[1], "said") + "\tx\nT3" + n + "\tContent " + at(s[2], s[2]) +
			"\tx\nT4" + n + "\tAttribution " + at(s[1], "said") + "\tx\nE" + n + "\tAttribution:T4" + n + " Content:T3" + n + " Cue:T2" + n + " Source:T1" + n + "\n")
	}
	for path, body := range map[string]string{"text/bridge.txt": text, "attributions/bridge_a.ann": ann.String()} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(body), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := Run(t.Context(), "quote", []string{dir}, &out); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		", 1 texts\n",
		"content at .8      P  66.7  R 100.0  F1  80.0  (2 of 2 gold, 3 read)\n",
		"confidence 0.00    P  66.7  R 100.0  F1  80.0  (3 kept; P at .8 66.7)\n",
		"stands, direct     calibration error",
		"(1 of 1 right, 1 gold)\n",
		"(1 of 2 right, 1 gold)\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in\n%s", want, out.String())
		}
	}
	if err := Run(t.Context(), "quote", []string{t.TempDir()}, &out); err == nil {
		t.Error("a folder without annotations is scored")
	}
}
