package main

import (
	"bufio"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/encode"
)

// texts reads the unlabelled texts: news of PolNeAR, Wikinews, addresses of the
// President of Ukraine; and, where briefings is set, White House briefings.
func texts(root string, briefings bool) ([]string, error) {
	var all []string
	names, err := filepath.Glob(filepath.Join(root, "attribution/polnear/train/text/*.txt"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, string(b))
	}
	for _, year := range []string{"2019", "2020"} {
		more, err := csvColumn(filepath.Join(root, "news/wikinews/wikinews_"+year+".csv"), 3)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	more, err := jsonTexts(filepath.Join(root, "news/zelensky/messages_en.jsonl"))
	if err != nil {
		return nil, err
	}
	all = append(all, more...)
	if briefings {
		if more, err = jsonTexts(filepath.Join(root, "news/whitehouse/briefings.jsonl.gz")); err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	return all, nil
}

func csvColumn(path string, column int) (out []string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.LazyQuotes, r.FieldsPerRecord = true, -1
	rows, err := r.ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	for _, row := range rows[1:] {
		if column < len(row) {
			out = append(out, row[column])
		}
	}
	return out, nil
}

func jsonTexts(path string) (out []string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			return nil, err
		}
	}
	d := json.NewDecoder(bufio.NewReader(r))
	for {
		var v struct{ Text string }
		switch err := d.Decode(&v); err {
		case nil:
			out = append(out, v.Text)
		case io.EOF:
			return out, nil
		default:
			return nil, err
		}
	}
}

// wordHashes cuts texts up into sentences of [encode.Features.Word] and counts
// these.
func wordHashes(all []string) (sentences [][]uint64, counts map[uint64]int) {
	counts = map[uint64]int{}
	for _, text := range all {
		for _, s := range cutText(strings.ToValidUTF8(text, "?")) {
			ids := make([]uint64, len(s))
			for i, form := range s {
				ids[i] = encode.Extract(form).Word
				counts[ids[i]]++
			}
			sentences = append(sentences, ids)
		}
	}
	return sentences, counts
}

// cutText cuts text into sentences of words, roughly as UD English does. It is
// simple on purpose and stays as it is, so that what was learned from its words
// can be learned again.
func cutText(text string) (sentences [][]string) {
	for line := range strings.Lines(text) {
		var s []string
		for _, f := range strings.Fields(line) {
			s = cutWord(s, f)
			last := s[len(s)-1]
			if strings.ContainsAny(last, ".?!”\"") && len(s) > 3 && !strings.HasPrefix(f, "Mr") && !strings.HasPrefix(f, "Dr") && !strings.HasPrefix(f, "Sen") {
				if end := strings.TrimRight(f, "”\"’)"); strings.HasSuffix(end, ".") && len(end) > 3 || strings.HasSuffix(end, "?") || strings.HasSuffix(end, "!") {
					sentences, s = append(sentences, s), nil
				}
			}
		}
		if len(s) > 0 {
			sentences = append(sentences, s)
		}
	}
	return sentences
}

const outer = "\"“”‘’'()[]{},;:?!…—–$€£#*"

// cutWord cuts what stands between blanks: marks at both ends, clitics, dashes
// and hyphens.
func cutWord(s []string, f string) []string {
	for f != "" {
		r, n := utf8.DecodeRuneInString(f)
		if !strings.ContainsRune(outer, r) || len(f) == n {
			break
		}
		s, f = append(s, f[:n]), f[n:]
	}
	var tail []string
	for f != "" {
		r, n := utf8.DecodeLastRuneInString(f)
		stop := r == '.' && !strings.Contains(f[:len(f)-1], ".") && len(f) > 3
		if !strings.ContainsRune(outer+"%", r) && !stop || len(f) == n {
			break
		}
		tail, f = append(tail, f[len(f)-n:]), f[:len(f)-n]
	}
	s = cutInner(s, f)
	for i := len(tail) - 1; i >= 0; i-- {
		s = append(s, tail[i])
	}
	return s
}

func cutInner(s []string, f string) []string {
	if i := strings.IndexAny(f, "-—–"); i > 0 && !strings.Contains(f, "/") {
		_, n := utf8.DecodeRuneInString(f[i:])
		if i+n < len(f) {
			return cutInner(append(cutInner(s, f[:i]), f[i:i+n]), f[i+n:])
		}
	}
	for _, c := range []string{"n't", "n’t", "'s", "’s", "'re", "’re", "'ve", "’ve", "'ll", "’ll", "'d", "’d", "'m", "’m"} {
		if len(f) > len(c) && strings.HasSuffix(f, c) {
			return append(s, f[:len(f)-len(c)], c)
		}
	}
	return append(s, f)
}

// taggedWords reads form, Penn tag and lemma of the inflected verbs and the
// plural nouns in the machine-made layer of PolNeAR that occur at least three
// times: regular words that the treebanks may lack.
func taggedWords(root string) ([]corpus.Word, error) {
	f, err := os.Open(filepath.Join(root, "attribution/polnear-corenlp/polnear-train-corenlp.conll.gz"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	counts := map[corpus.Word]int{}
	var order []corpus.Word
	lines := bufio.NewScanner(z)
	for lines.Scan() {
		cols := strings.Split(lines.Text(), "\t")
		if len(cols) < 6 || strings.Trim(strings.ToLower(cols[3]), "abcdefghijklmnopqrstuvwxyz") != "" {
			continue
		}
		w := corpus.Word{Form: strings.ToLower(cols[3]), Lemma: strings.ToLower(cols[4])}
		switch cols[5] {
		case "VBD", "VBN", "VBG", "VBZ":
			w.U = doc.UVERB
		case "NNS":
			w.U = doc.UNOUN
		default:
			continue
		}
		if w.X, err = doc.ParseXPOS(cols[5]); err != nil {
			return nil, err
		}
		if counts[w]++; counts[w] == 3 {
			order = append(order, w)
		}
	}
	return order, lines.Err()
}
