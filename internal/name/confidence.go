package name

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// point is how often names were right for which the model gave about as much.
type point struct{ given, right float64 }

// curves tell for the kinds of name what the model's probability is worth.
type curves [8][]point

// readCurves reads data/confidence.txt.
func readCurves(file string, data []byte) (c curves, err error) {
	kinds := map[string]doc.NameKind{"person": doc.Person, "place": doc.Place, "organisation": doc.Organisation}
	sc := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; sc.Scan(); n++ {
		line := strings.TrimSpace(sc.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		var word string
		var p point
		if _, err := fmt.Sscan(line, &word, &p.given, &p.right); err != nil {
			return c, fmt.Errorf("%s:%d: want a kind and two numbers: %w", file, n, err)
		}
		k, ok := kinds[word]
		if !ok {
			return c, fmt.Errorf("%s:%d: no kind %q is known", file, n, word)
		}
		if ps := c[k]; !(p.right > 0 && p.right <= 1) || !(p.given >= 0 && p.given <= 1) || len(ps) > 0 && ps[len(ps)-1].given >= p.given {
			return c, fmt.Errorf("%s:%d: numbers must rise and lie between 0 and 1", file, n)
		}
		c[k] = append(c[k], p)
	}
	c[doc.Country], c[doc.Group] = c[doc.Place], c[doc.Organisation]
	return c, sc.Err()
}

func (f *Finder) readCurves() error {
	const file = "data/confidence.txt"
	text, err := fs.ReadFile(data, file)
	if err != nil {
		return fmt.Errorf("name: %w", err)
	}
	if f.curves, err = readCurves("name/"+file, text); err != nil {
		return fmt.Errorf("name: %w", err)
	}
	return nil
}

// of is what the probability is worth: a line between the points beside it.
func (c *curves) of(k doc.NameKind, given float64) float64 {
	ps := c[k]
	if len(ps) == 0 {
		return given
	}
	before := point{0, 0}
	for _, p := range ps {
		if given <= p.given {
			return before.right + (p.right-before.right)*(given-before.given)/(p.given-before.given+1e-9)
		}
		before = p
	}
	return before.right
}
