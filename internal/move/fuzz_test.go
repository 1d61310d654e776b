package move

import (
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/parley-reader/parley/doc"
)

// FuzzFind builds inputs of any shape from bytes, good trees and bad, and
// checks what every move must hold.
func FuzzFind(f *testing.F) {
	finder := shipped(f)
	weighing, enc := sensible(f)
	words := lexiconWords(finder)
	f.Add([]byte("urge press the talks"), uint16(7))
	f.Add([]byte{0, 1, 2, 3, 250, 251, 7, 7, 7, 90, 17, 4}, uint16(300))
	f.Fuzz(func(t *testing.T, data []byte, seed uint16) {
		if len(data) > 400 {
			data = data[:400]
		}
		in := arbitrary(words, data, int(seed))
		checkMoves(t, in, finder.Find(in))
		finder.Needs(in)
		checkMoves(t, in, weighing.Find(seen(in, enc)))
	})
}

// lexiconWords are all words that the lexicon knows, in order.
func lexiconWords(f *Finder) []string {
	out := []string{"the", "will", "not", "must", "if", "unless", "to", "of", "on", "by", "only", "in", "exchange", "for", "Chile", "Peru", "we", "who", "be", "time", "–"}
	for c := range f.lex.entries {
		for w := range f.lex.entries[c] {
			out = append(out, w)
		}
	}
	for _, l := range f.lex.lists {
		for w := range l {
			out = append(out, w)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// arbitrary makes an input from bytes: three of them choose a token's word, tag
// and head. Heads may form cycles, mentions and statements overlap.
func arbitrary(words []string, data []byte, seed int) *Input {
	in := &Input{Layout: &doc.Layout{}}
	for i := range 3 {
		in.Actors = append(in.Actors, doc.Actor{ID: doc.ActorID(i + 1), Name: "A", Kind: doc.NameKind(1 + i), Unnamed: i == 2})
	}
	in.Actors[0].Party = 2
	n := len(data) / 3
	for i := range n {
		a, b, c := int(data[3*i]), int(data[3*i+1]), int(data[3*i+2])
		w := words[(a*256+b*7+seed)%len(words)]
		start := len(in.Text)
		in.Text += w
		sp := doc.Span{Start: start, End: len(in.Text)}
		in.Text += " "
		in.Forms = append(in.Forms, w)
		in.Tags = append(in.Tags, doc.Tag{U: doc.UPOS(1 + b%(doc.UPOSCount-1)), X: doc.XPOS(1 + (b+c)%(doc.XPOSCount-1)), Lemma: w})
		in.Arcs = append(in.Arcs, doc.Arc{Head: int32(c%(n+1)) - 1, Rel: doc.Rel(1 + (a+c+seed)%(doc.RelCount-1))})
		in.Layout.Tokens = append(in.Layout.Tokens, doc.Token{Span: sp})
		if a%3 == 0 {
			in.Mentions = append(in.Mentions, doc.Mention{Span: sp, Tokens: doc.Range{First: i, End: i + 1}, Head: i, Actor: doc.ActorID(1 + a%3), Kind: doc.MentionKind(1 + a%5)})
		}
		if b%11 == 0 {
			in.Times = append(in.Times, doc.Time{Span: sp, Type: doc.DateTime, Value: "2024-05", From: "2024-05-01", To: "2024-05-31"})
		}
		if c%13 == 0 {
			in.Layout.Quotes = append(in.Layout.Quotes, doc.Quote{Span: sp, Inner: sp, Continues: c%2 == 0, Closed: true})
		}
	}
	arbitraryShape(in, n, seed)
	return in
}

// arbitraryShape cuts the tokens into sentences and lays statements over them.
func arbitraryShape(in *Input, n, seed int) {
	size := 1 + seed%37
	for from := 0; from < n; from += size {
		r := doc.Range{First: from, End: min(from+size, n)}
		in.Layout.Sentences = append(in.Layout.Sentences, doc.Sentence{Tokens: r, Span: in.Layout.SpanOf(r)})
		c := doc.Range{First: from, End: min(from+size*(1+seed%3), n)}
		id := doc.StatementID(len(in.Statements) + 1)
		in.Statements = append(in.Statements, doc.Statement{
			ID: id, Source: doc.ActorID(1 + from%3), Sources: []doc.ActorID{doc.ActorID(1 + from%3)}, Cue: in.Layout.Tokens[from].Span,
			Content: []doc.Span{in.Layout.SpanOf(c)}, Within: doc.StatementID(from % int(id+1)), Voice: doc.Own,
		})
	}
	in.Layout.Paragraphs = []doc.Paragraph{{Sentences: doc.Range{First: 0, End: len(in.Layout.Sentences)}, Span: doc.Span{Start: 0, End: len(in.Text)}}}
}

func checkMoves(t *testing.T, in *Input, moves []doc.Move) {
	t.Helper()
	inside := func(what string, s doc.Span, may bool) {
		if s.Empty() && may {
			return
		}
		if s.Empty() || s.Start < 0 || s.End > len(in.Text) || !utf8.RuneStart(in.Text[s.Start]) {
			t.Fatalf("%s %v does not lie in the text", what, s)
		}
	}
	for i, m := range moves {
		if m.ID != doc.MoveID(i+1) || m.Act == 0 || m.Status == 0 || m.Voice == 0 || m.Why == "" || !(m.Confidence >= 0 && m.Confidence <= 1) {
			t.Fatalf("move %d is not whole: %+v", i, m)
		}
		inside("cue", m.Cue, false)
		inside("evidence", m.Evidence, false)
		inside("what", m.What, true)
		if !m.Evidence.Contains(m.Cue) || len(m.If) != len(m.Conditions) {
			t.Fatalf("move %d: cue %v, evidence %v, %d conditions for %d ifs", i, m.Cue, m.Evidence, len(m.Conditions), len(m.If))
		}
		for k, c := range m.If {
			inside("if", c, false)
			if k > 0 && c.Start < m.If[k-1].End {
				t.Fatalf("move %d: conditions overlap: %v", i, m.If)
			}
		}
		for _, ids := range [][]doc.ActorID{m.By, m.Via, m.To} {
			for _, id := range ids {
				if id < 1 || int(id) > len(in.Actors) {
					t.Fatalf("move %d names actor %d", i, id)
				}
			}
		}
	}
}
