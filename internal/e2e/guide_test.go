package e2e

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

var (
	shownPicture = regexp.MustCompile(`images/([a-z-]+\.webp)`)
	toldPicture  = regexp.MustCompile(`!\[[^\]]{20,}\]\(images/|alt="[^"]{20,}"`)
)

// TestGuidePictures holds the guide and its pictures together: each that it shows is
// there and told in words, none lies there unseen, and together they stay small.
func TestGuidePictures(t *testing.T) {
	guide, err := os.ReadFile("../../docs/GUIDE.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	for _, m := range shownPicture.FindAllSubmatch(guide, -1) {
		shown[string(m[1])] = true
	}
	if told := len(toldPicture.FindAll(guide, -1)); told != len(shown) || told == 0 {
		t.Errorf("%d pictures are shown, %d told in words", len(shown), told)
	}
	files, err := filepath.Glob("../../docs/images/*")
	if err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
		if !shown[filepath.Base(f)] {
			t.Errorf("%s is shown nowhere", f)
		}
		delete(shown, filepath.Base(f))
	}
	for f := range shown {
		t.Errorf("docs/images/%s is not there", f)
	}
	if size > 1500<<10 {
		t.Errorf("the pictures have %d bytes together", size)
	}
}
