package corpus

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// Attribution is one annotated saying: who, by what word, and what. Each role
// is a set of spans in byte offsets, in order, cut at line ends and trimmed of
// white space; a role that is not annotated is empty.
type Attribution struct {
	ID                   string
	Source, Cue, Content []doc.Span
}

// AttributionDoc is one annotated text. Name is the file's without extension.
type AttributionDoc struct {
	Name         string
	Text         string
	Attributions []Attribution // in the file's order
}

// ReadPolnear reads a part of the PolNeAR corpus: dir holds text/NAME.txt and
// attributions/NAME_ANNOTATOR.ann. Where a text has several annotators the
// first file by name is read; texts come in order of name.
func ReadPolnear(dir string) ([]AttributionDoc, error) {
	files, err := filepath.Glob(filepath.Join(dir, "attributions", "*.ann"))
	if err != nil {
		return nil, err
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("polnear: no annotations in %s", filepath.Join(dir, "attributions"))
	}
	sort.Strings(files)
	var out []AttributionDoc
	for _, file := range files {
		base := strings.TrimSuffix(filepath.Base(file), ".ann")
		name := base
		if i := strings.LastIndexByte(base, '_'); i > 0 {
			name = base[:i]
		}
		if len(out) > 0 && out[len(out)-1].Name == name {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, "text", name+".txt"))
		if err != nil {
			return nil, fmt.Errorf("polnear: %w", err)
		}
		d := AttributionDoc{Name: name, Text: string(text)}
		f, err := os.Open(file)
		if err != nil {
			return nil, fmt.Errorf("polnear: %w", err)
		}
		d.Attributions, err = ReadAttributions(f, d.Text)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("polnear: %s: %w", file, err)
		}
		out = append(out, d)
	}
	return out, nil
}

// ReadAttributions reads brat stand-off annotations of text: lines
// "T1<tab>Cue 4 8;10 12<tab>words" and "E1<tab>Attribution:T4 Cue:T1 …". Offsets
// count code points. Only Attribution and Attribution-no-source events count;
// lines of other kinds, notes among them, are passed over. An attribution that
// has no content is dropped.
func ReadAttributions(r io.Reader, text string) ([]Attribution, error) {
	at := runeOffsets(text)
	spans := map[string][]doc.Span{}
	var events [][]string
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<22)
	for n := 1; sc.Scan(); n++ {
		cols := strings.Split(sc.Text(), "\t")
		switch {
		case len(cols) >= 3 && strings.HasPrefix(cols[0], "T"):
			_, where, ok := strings.Cut(cols[1], " ")
			if !ok {
				continue
			}
			s, err := standoff(where, text, at)
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			spans[cols[0]] = s
		case len(cols) >= 2 && strings.HasPrefix(cols[0], "E") && strings.HasPrefix(cols[1], "Attribution"):
			events = append(events, append([]string{cols[0]}, strings.Fields(cols[1])...))
		}
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	var out []Attribution
	for _, e := range events {
		a := Attribution{ID: e[0]}
		for _, arg := range e[1:] {
			role, id, _ := strings.Cut(arg, ":")
			switch strings.TrimRight(role, "0123456789") {
			case "Source":
				a.Source = append(a.Source, spans[id]...)
			case "Cue":
				a.Cue = append(a.Cue, spans[id]...)
			case "Content":
				a.Content = append(a.Content, spans[id]...)
			}
		}
		for _, role := range [][]doc.Span{a.Source, a.Cue, a.Content} {
			sort.Slice(role, func(i, j int) bool { return role[i].Start < role[j].Start })
		}
		if len(a.Content) > 0 {
			out = append(out, a)
		}
	}
	return out, nil
}

// runeOffsets gives the byte offset of each code point, and of the end.
func runeOffsets(text string) []int {
	at := make([]int, 0, len(text)+1)
	for i := range text {
		at = append(at, i)
	}
	return append(at, len(text))
}

// standoff reads "4 8;10 12" into byte spans, cut at line ends.
func standoff(where, text string, at []int) ([]doc.Span, error) {
	var out []doc.Span
	for piece := range strings.SplitSeq(where, ";") {
		a, b, _ := strings.Cut(piece, " ")
		i, err1 := strconv.Atoi(a)
		j, err2 := strconv.Atoi(b)
		if err1 != nil || err2 != nil || i < 0 || j < i || j >= len(at) {
			return nil, fmt.Errorf("offsets %q do not lie in a text of %d characters", piece, len(at)-1)
		}
		start := at[i]
		for line := range strings.SplitAfterSeq(text[at[i]:at[j]], "\n") {
			trimmed := strings.TrimSpace(line)
			if trimmed != "" {
				k := start + strings.Index(line, trimmed)
				out = append(out, doc.Span{Start: k, End: k + len(trimmed)})
			}
			start += len(line)
		}
	}
	return out, nil
}
