package doc

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// AppendCoNLLU appends the tokens, tags and trees of d as CoNLL-U (UD v2):
// "# newdoc id" once, "# newpar" at each paragraph, "# sent_id" and "# text"
// at each sentence. The forms spell the text: joined, with one space wherever
// SpaceAfter=No is missing, they give the line "# text". Columns that are not
// known are "_"; so is FEATS always. The identifier of the document is
// [Report.Name], or [Report.ID] where there is no name.
func AppendCoNLLU(dst []byte, d *Document) []byte {
	id := d.Report.Name
	if id == "" {
		id = d.Report.ID
	}
	id = oneLine(id)
	dst = append(dst, "# newdoc id = "...)
	dst = append(dst, id...)
	dst = append(dst, '\n')
	id = strings.ReplaceAll(id, " ", "_")
	par := -1
	for i := range d.Sentences {
		s := &d.Sentences[i]
		if s.Tokens.Empty() {
			continue
		}
		if s.Paragraph != par {
			par = s.Paragraph
			dst = append(dst, "# newpar\n"...)
		}
		dst = append(dst, "# sent_id = "...)
		dst = append(dst, id...)
		dst = append(dst, "-s"...)
		dst = strconv.AppendInt(dst, int64(i+1), 10)
		dst = appendSentence(dst, d, s.Tokens)
	}
	return dst
}

func appendSentence(dst []byte, d *Document, r Range) []byte {
	dst = append(dst, "\n# text = "...)
	for i := r.First; i < r.End; i++ {
		dst = appendForm(dst, d.Form(d.Report.Text, i))
		if d.Tokens[i].SpaceAfter && i+1 < r.End {
			dst = append(dst, ' ')
		}
	}
	for i := r.First; i < r.End; i++ {
		dst = append(dst, '\n')
		dst = strconv.AppendInt(dst, int64(i-r.First+1), 10)
		dst = append(dst, '\t')
		dst = appendForm(dst, d.Form(d.Report.Text, i))
		dst = appendTag(dst, d, i)
		dst = append(dst, "\t_\t"...)
		dst = appendArc(dst, d, i, r)
		if d.Tokens[i].SpaceAfter {
			dst = append(dst, "\t_\t_"...)
		} else {
			dst = append(dst, "\t_\tSpaceAfter=No"...)
		}
	}
	return append(dst, '\n', '\n')
}

func appendTag(dst []byte, d *Document, i int) []byte {
	if i >= len(d.Tags) {
		return append(dst, "\t_\t_\t_"...)
	}
	t := &d.Tags[i]
	dst = append(dst, '\t')
	dst = appendForm(dst, t.Lemma)
	dst = append(dst, '\t')
	dst = appendForm(dst, t.U.String())
	dst = append(dst, '\t')
	return appendForm(dst, t.X.String())
}

func appendArc(dst []byte, d *Document, i int, r Range) []byte {
	if i >= len(d.Arcs) {
		return append(dst, '_', '\t', '_')
	}
	head := 0
	if h := int(d.Arcs[i].Head); r.Has(h) {
		head = h - r.First + 1
	}
	dst = strconv.AppendInt(dst, int64(head), 10)
	dst = append(dst, '\t')
	return appendForm(dst, d.Arcs[i].Rel.String())
}

// appendForm writes one field: white space other than the plain space cannot
// stand in one, and an empty field is "_".
func appendForm(dst []byte, s string) []byte {
	if s == "" {
		return append(dst, '_')
	}
	for _, r := range s {
		if r != ' ' && (unicode.IsSpace(r) || unicode.IsControl(r)) {
			r = ' '
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
