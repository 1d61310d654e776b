package move

import (
	"strconv"
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

// built makes an input from one sentence, a token a line:
// form lemma UPOS XPOS head relation [actor]. Heads count from 1, 0 is the root.
// An actor written "=name" speaks for the actor named after "/": "=Mora/Chile".
func built(t *testing.T, table string) *Input {
	t.Helper()
	in := &Input{Layout: &doc.Layout{}}
	ids := map[string]doc.ActorID{}
	actor := func(name string) doc.ActorID {
		if ids[name] == 0 {
			id := doc.ActorID(len(in.Actors) + 1)
			ids[name] = id
			in.Actors = append(in.Actors, doc.Actor{ID: id, Name: name, Kind: doc.Country})
		}
		return ids[name]
	}
	var text strings.Builder
	for line := range strings.Lines(table) {
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(f) < 6 {
			t.Fatalf("bad line %q", line)
		}
		if text.Len() > 0 && f[2] != "PUNCT" {
			text.WriteByte(' ')
		}
		start := text.Len()
		text.WriteString(f[0])
		sp := doc.Span{Start: start, End: text.Len()}
		i := len(in.Forms)
		u, err1 := doc.ParseUPOS(f[2])
		x, err2 := doc.ParseXPOS(f[3])
		rel, err3 := doc.ParseRel(f[5])
		head, err4 := strconv.Atoi(f[4])
		for _, err := range []error{err1, err2, err3, err4} {
			if err != nil {
				t.Fatalf("%q: %v", line, err)
			}
		}
		in.Forms = append(in.Forms, f[0])
		in.Tags = append(in.Tags, doc.Tag{U: u, X: x, Lemma: f[1]})
		in.Arcs = append(in.Arcs, doc.Arc{Head: int32(head - 1), Rel: rel})
		in.Layout.Tokens = append(in.Layout.Tokens, doc.Token{Span: sp, SpaceAfter: true})
		if len(f) > 6 {
			name, party, _ := strings.Cut(f[6], "/")
			id := actor(name)
			if party != "" {
				p := actor(party)
				in.Actors[id-1].Kind, in.Actors[id-1].Party = doc.Person, p
			}
			in.Mentions = append(in.Mentions, doc.Mention{Span: sp, Tokens: doc.Range{First: i, End: i + 1}, Head: i, Actor: id, Kind: doc.NameMention})
		}
	}
	in.Text = text.String()
	all := doc.Span{Start: 0, End: len(in.Text)}
	in.Layout.Paragraphs = []doc.Paragraph{{Span: all, Sentences: doc.Range{First: 0, End: 1}}}
	in.Layout.Sentences = []doc.Sentence{{Span: all, Tokens: doc.Range{First: 0, End: len(in.Forms)}}}
	return in
}

// says adds a statement: its source, its cue and its content, as words of the text.
func (in *Input) says(t *testing.T, source, cue, content string) *Input {
	t.Helper()
	at := func(s string) doc.Span {
		i := strings.Index(in.Text, s)
		if i < 0 {
			t.Fatalf("no %q in %q", s, in.Text)
		}
		return doc.Span{Start: i, End: i + len(s)}
	}
	st := doc.Statement{ID: doc.StatementID(len(in.Statements) + 1), Cue: at(cue), Content: []doc.Span{at(content)}, Kind: doc.Indirect, Voice: doc.Own}
	for _, a := range in.Actors {
		if a.Name == source {
			st.Source, st.Sources = a.ID, []doc.ActorID{a.ID}
		}
	}
	in.Statements = append(in.Statements, st)
	return in
}

// told writes a move in one line: act by>to “what” if “…” status.
func told(in *Input, m doc.Move) string {
	names := func(ids []doc.ActorID) string {
		var n []string
		for _, id := range ids {
			n = append(n, in.Actors[id-1].Name)
		}
		return strings.Join(n, "+")
	}
	s := m.Act.String() + " " + names(m.By)
	if len(m.Via) > 0 {
		s += "(" + names(m.Via) + ")"
	}
	if len(m.To) > 0 {
		s += ">" + names(m.To)
	}
	s += " “" + m.What.In(in.Text) + "”"
	for i, c := range m.If {
		s += " if “" + c.In(in.Text) + "”"
		if m.Conditions[i].Necessary {
			s += "!"
		}
	}
	return s + " " + m.Status.String()
}

func shipped(t testing.TB) *Finder {
	t.Helper()
	f, err := New(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	return f
}
