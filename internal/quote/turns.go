package quote

import (
	_ "embed"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

//go:embed data/labels.txt
var labelData string

// labelWords tell what the head of a line is that ends in a colon.
type labelWords struct{ heading, asker, answerer, rank map[string]bool }

// labels are the words that come with the program; they are never changed.
var labels, _ = parseLabels("labels.txt", labelData)

// parseLabels reads lines of "kind: word, word". A bad line gives
// "name:line: what is wrong".
func parseLabels(name, data string) (labelWords, error) {
	sets := map[string]map[string]bool{"heading": {}, "asker": {}, "answerer": {}, "rank": {}}
	w := labelWords{sets["heading"], sets["asker"], sets["answerer"], sets["rank"]}
	err := readLists(name, data, func(kind, word string) error {
		if sets[kind] == nil {
			return fmt.Errorf("unknown kind %q; known are heading, asker, answerer, rank", kind)
		}
		sets[kind][word] = true
		return nil
	})
	return w, err
}

// readLists reads lines of "kind: word, word" and hands on each word, lowered
// and trimmed.
func readLists(name, data string, add func(kind, word string) error) error {
	n := 0
	for line := range strings.SplitSeq(data, "\n") {
		n++
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		kind, list, ok := strings.Cut(line, ":")
		if !ok {
			return fmt.Errorf("%s:%d: want a kind, a colon and words", name, n)
		}
		for word := range strings.SplitSeq(list, ",") {
			if word = strings.ToLower(strings.TrimSpace(word)); word == "" {
				return fmt.Errorf("%s:%d: an empty word", name, n)
			}
			if err := add(kind, word); err != nil {
				return fmt.Errorf("%s:%d: %w", name, n, err)
			}
		}
	}
	return nil
}

// label is the head of a paragraph that names who speaks in it.
type label struct {
	who   doc.Range // its words, without colon and brackets
	say   int       // the first token said
	asker bool      // somebody who asks and is not named
	reply bool      // somebody who answers and is not named
	sure  bool      // by its form alone it is a speaker's: "MR. SMITH:", "THE PRESIDENT:", "Q"
	known string    // its words, lowered
}

// maxLabel is how many tokens a label has at most.
const maxLabel = 9

// labelAt reads the head of a paragraph; it is not ok where that names no
// speaker.
func (v *view) labelAt(p *doc.Paragraph) (label, bool) {
	if p.Sentences.Empty() || !p.Dateline.Empty() {
		return label{}, false
	}
	first, end := v.l.Sentences[p.Sentences.First].Tokens.First, v.l.Sentences[p.Sentences.End-1].Tokens.End
	if first+1 >= end || v.shape[first] == shapePunct || v.shape[first] == shapeDigit {
		return label{}, false
	}
	if q, ok := v.questionAt(first, end); ok {
		return q, true
	}
	at := first
	for at < min(end, first+maxLabel) && v.word[at] != colon {
		at++
	}
	if at == first || at >= min(end-1, first+maxLabel) || v.word[at] != colon {
		return label{}, false
	}
	out := label{who: doc.Range{First: first, End: at}, say: at + 1}
	for k := first + 1; k < at; k++ { // "SMITH (via interpreter):"
		if v.l.Form(v.text, k) == "(" {
			out.who.End = k
			break
		}
	}
	out.known = strings.ToLower(v.l.SpanOf(out.who).In(v.text))
	head, _, _ := strings.Cut(out.known, " ")
	switch {
	case labels.heading[out.known], labels.heading[head] && !labels.rank[head]:
		return label{}, false
	case labels.asker[out.known]:
		out.asker = true
		return out, true
	case labels.answerer[out.known]:
		out.reply = true
		return out, true
	}
	return out, v.speaker(&out)
}

// questionAt reads a "Q" or "A" that stands before a gap, with or without a
// colon.
func (v *view) questionAt(first, end int) (label, bool) {
	form := v.l.Form(v.text, first)
	if form != "Q" && form != "A" {
		return label{}, false
	}
	say := first + 1
	switch next := v.l.Form(v.text, say); {
	case (next == ":" || next == ".") && say+1 < end:
		say++
	default:
		gap := v.text[v.l.Tokens[first].Span.End:v.l.Tokens[say].Span.Start]
		if len(gap) < 2 && gap != "\t" && gap != "\u00a0" {
			return label{}, false
		}
	}
	return label{who: doc.Range{First: first, End: first + 1}, say: say, asker: form == "Q", reply: form == "A", sure: form == "Q", known: strings.ToLower(form)}, true
}

// speaker tells whether the words of a label look like somebody: a name, or in
// capitals a rank or "THE …".
func (v *view) speaker(l *label) bool {
	caps, ranked, title := true, false, true
	for i := l.who.First; i < l.who.End; i++ {
		form := v.l.Form(v.text, i)
		r, _ := utf8.DecodeRuneInString(form)
		switch {
		case !unicode.IsLetter(r):
			if form != "." && form != "-" && form != "’" && form != "'" {
				return false
			}
			continue
		case !unicode.IsUpper(r):
			return false // "the minister said:"
		}
		if strings.ToUpper(form) != form {
			caps = false
		}
		if labels.rank[strings.ToLower(form)] {
			ranked = true
		}
		if v.tags[i].U != doc.UPROPN && v.tags[i].U != doc.UADJ && !ranked {
			title = false
		}
	}
	l.sure = caps && (ranked || strings.HasPrefix(l.known, "the "))
	return caps || ranked || title && l.who.Len() <= 5
}

// turns reads a transcript: paragraphs that name who speaks, each with those
// that go on after it. All said in a turn is one direct statement, and what was
// found inside it is told within it. A page of labelled lines that nobody
// speaks is left alone.
func (v *view) turns(out []Statement) []Statement {
	if v.tags == nil {
		return out
	}
	found := v.turnsOf()
	if len(found) == 0 {
		return out
	}
	kept := out[:0:0]
	at := make([]int, len(v.word)) // turn+1 that holds a token
	for k, t := range found {
		s := Statement{Within: -1, Source: t.who, SourceSpan: v.l.SpanOf(t.who), Mode: doc.Speech, Confidence: 0.9,
			Why: "a turn of a transcript: all that follows the speaker’s label", turn: true}
		if t.asker {
			s.Source, s.Confidence, s.Why = doc.Range{}, 0.8, "a question in a transcript: who asks is not named"
		}
		if t.reply {
			s.Source, s.Confidence, s.Why = doc.Range{}, 0.8, "an answer in a transcript: who gives it is not named"
		}
		for _, r := range t.said {
			v.addPiece(&s, r)
			for i := r.First; i < r.End; i++ {
				at[i] = k + 1
			}
		}
		for i := t.who.First; i < t.who.End; i++ {
			at[i] = -1
		}
		kept = append(kept, s)
	}
	for i := range out {
		in, ok := inTurn(&out[i], at)
		if !ok {
			continue
		}
		if in > 0 {
			out[i].Within = in - 1
		}
		kept = append(kept, out[i])
	}
	return kept
}

// inTurn is the turn, counted from 1, that holds all of a statement; 0 for
// none. It is not ok where the statement takes a label or reaches over a turn's
// end.
func inTurn(s *Statement, at []int) (int, bool) {
	in := -2
	for _, r := range append([]doc.Range{s.Source, s.Cue}, s.pieces...) {
		for i := r.First; i < r.End; i++ {
			if at[i] < 0 || in != -2 && at[i] != in {
				return 0, false
			}
			in = at[i]
		}
	}
	return max(in, 0), true
}

// turn is what one speaker says until the next does.
type turn struct {
	label
	said []doc.Range // one for each paragraph
}

// turnsOf finds the turns of a text, none where it is no transcript.
func (v *view) turnsOf() []turn {
	var out []turn
	open := false
	for i := range v.l.Paragraphs {
		p := &v.l.Paragraphs[i]
		if l, ok := v.labelAt(p); ok {
			out = append(out, turn{label: l, said: []doc.Range{{First: l.say, End: v.endOf(p)}}})
			open = true
			continue
		}
		if !open || p.Sentences.Empty() {
			continue
		}
		if p.Kind != doc.Body || v.labelled(p) {
			open = false
			continue
		}
		t := &out[len(out)-1]
		t.said = append(t.said, doc.Range{First: v.l.Sentences[p.Sentences.First].Tokens.First, End: v.endOf(p)})
	}
	if !v.transcript(out) {
		return nil
	}
	return out
}

func (v *view) endOf(p *doc.Paragraph) int { return v.l.Sentences[p.Sentences.End-1].Tokens.End }

// labelled tells whether a paragraph begins with a heading and a colon, or with
// a time of day: no speaker's words.
func (v *view) labelled(p *doc.Paragraph) bool {
	first, end := v.l.Sentences[p.Sentences.First].Tokens.First, v.endOf(p)
	if v.shape[first] == shapeDigit || v.shape[first] == shapePunct {
		return false
	}
	for at := first; at < min(end, first+4); at++ {
		if v.word[at] == colon {
			return at > first && labels.heading[strings.ToLower(v.l.SpanOf(doc.Range{First: first, End: at}).In(v.text))]
		}
	}
	return false
}

// transcript tells whether labelled paragraphs are turns of speech. A label
// whose form is a speaker's alone is enough; else one must come back or somebody
// ask, and most must speak as people do: of I, we and you, or with a question.
func (v *view) transcript(turns []turn) bool {
	seen := map[string]bool{}
	sure, again, asked, spoken := false, false, 0, 0
	for k := range turns {
		t := &turns[k]
		sure = sure || t.sure && !t.asker
		if t.asker {
			asked++
		}
		again = again || seen[t.known]
		seen[t.known] = true
		if v.spoken(t) {
			spoken++
		}
	}
	switch {
	case len(turns) == 0, len(seen) == 1 && asked == len(turns) && len(turns) < 2:
		return false
	case sure:
		return spoken > 0
	}
	return len(turns) >= 2 && (again || asked > 0) && 2*spoken >= len(turns)
}

// spoken tells whether the first paragraph of a turn has a word for the speaker
// or the hearer, or a question mark.
func (v *view) spoken(t *turn) bool {
	for i := t.said[0].First; i < min(t.said[0].End, t.said[0].First+120); i++ {
		switch v.l.Form(v.text, i) {
		case "I", "we", "We", "you", "You", "our", "Our", "my", "My", "us", "me", "your", "Your", "?", "Thank", "Yes", "No":
			return true
		}
	}
	return false
}

// headlined adds what a headline says after its speaker and a colon:
// "Zelensky: no land swap". The name must be one that the text tells of again.
func (v *view) headlined(out []Statement) []Statement {
	if v.tags == nil {
		return out
	}
	for i := range v.l.Paragraphs {
		p := &v.l.Paragraphs[i]
		if p.Kind != doc.Heading && i > 0 || p.Sentences.Len() != 1 {
			continue
		}
		l, ok := v.labelAt(p)
		end := v.endOf(p)
		if !ok || l.asker || l.reply || end-l.say < 2 || end-l.say > 25 || !v.again(l.who, i) || v.stop(end-1) {
			continue
		}
		s := Statement{Within: -1, Source: l.who, SourceSpan: v.l.SpanOf(l.who), Mode: doc.Speech, Confidence: 0.7, Why: "a headline: its speaker, a colon, and what is said"}
		v.addPiece(&s, doc.Range{First: l.say, End: end})
		kept := out[:0]
		for k := range out {
			if !v.inContent(&out[k], v.l.Sentences[p.Sentences.First].Tokens) {
				kept = append(kept, out[k])
			}
		}
		if out = kept; len(s.Content) > 0 {
			out = append(out, s)
		}
	}
	return out
}

// stop tells whether token i ends a sentence of running text.
func (v *view) stop(i int) bool { return v.l.Form(v.text, i) == "." }

// again tells whether the last word of a label comes back as the subject of
// something within the next paragraphs, as a person's name does.
func (v *view) again(who doc.Range, par int) bool {
	if len(v.arcs) == 0 {
		return false
	}
	first := who.End
	last := min(len(v.word), first+400)
	for i := first; i < last; i++ {
		if v.word[i] == v.word[who.End-1] && int(v.para[i]) > par && v.tags[i].U == doc.UPROPN {
			switch v.arcs[i].Rel.Base() {
			case doc.RelNsubj, doc.RelFlat:
				return true
			}
		}
	}
	return false
}
