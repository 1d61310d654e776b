package refer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/lexicon"
)

// kinds of the names marked in test texts: "{p Omar Diallo}".
var kinds = map[string]doc.NameKind{"p": doc.Person, "c": doc.Country, "l": doc.Place, "o": doc.Organisation, "g": doc.Group}

// classes of the words that the tests use; all others are nouns.
var classes = func() map[string]doc.UPOS {
	m := map[string]doc.UPOS{}
	for class, list := range map[doc.UPOS]string{
		doc.UVERB:  "said told met flew urged warned visited accused added welcomed rejected left hosted wants agreed insisted offered arrived called spoke",
		doc.UADP:   "of in to with by on from at for between after",
		doc.UDET:   "the a an both this",
		doc.UPRON:  "he she they it his her their its we our i who him them us",
		doc.UCCONJ: "and or but",
		doc.UPUNCT: ". , “ ” : ( ) –",
		doc.UADJ:   "western senior new foreign",
		doc.UAUX:   "would is was had will",
		doc.UADV:   "late today not",
		doc.USCONJ: "that",
		doc.UNUM:   "two",
		doc.UPART:  "'s",
	} {
		for w := range strings.FieldsSeq(list) {
			m[w] = class
		}
	}
	return m
}()

// build reads a text of words parted by blanks, one sentence a line. Names
// stand in {k …}, needed ranges in <…>, what someone says in [source|…] with
// the number of the needed range, from 0, that says it.
func build(tb testing.TB, marked string, lex *lexicon.Lexicon) *Input {
	tb.Helper()
	in := &Input{Layout: &doc.Layout{}, Published: time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)}
	var b strings.Builder
	var names, needs []doc.Range
	var kind doc.NameKind
	open, needOpen, quoteOpen := -1, -1, -1
	type saying struct{ source, first, end int }
	var said []saying
	saidOpen := saying{source: -1}
	for line := range strings.SplitSeq(marked, "\n") {
		first := len(in.Forms)
		start := b.Len()
		for w := range strings.FieldsSeq(line) {
			switch {
			case w[0] == '{':
				open, kind = len(in.Forms), kinds[w[1:]]
				continue
			case w == "<":
				needOpen = len(in.Forms)
				continue
			case w == ">":
				needs = append(needs, doc.Range{First: needOpen, End: len(in.Forms)})
				continue
			case w[0] == '[':
				fmt.Sscanf(w, "[%d|", &saidOpen.source)
				saidOpen.first = len(in.Forms)
				continue
			case w == "]":
				saidOpen.end = len(in.Forms)
				said = append(said, saidOpen)
				continue
			}
			w, end := strings.CutSuffix(w, "}")
			at := b.Len()
			b.WriteString(w)
			in.Layout.Tokens = append(in.Layout.Tokens, doc.Token{Span: doc.Span{Start: at, End: b.Len()}, SpaceAfter: true})
			b.WriteByte(' ')
			in.Forms = append(in.Forms, w)
			u, ok := classes[strings.ToLower(w)]
			if !ok {
				u = doc.UNOUN
			}
			x := doc.PNN
			if open >= 0 {
				u = doc.UPROPN
			} else if u == doc.UNOUN && strings.HasSuffix(w, "s") {
				x = doc.PNNS
			}
			in.Tags = append(in.Tags, doc.Tag{U: u, X: x, Lemma: strings.ToLower(w)})
			switch w {
			case "“":
				quoteOpen = at
			case "”":
				in.Layout.Quotes = append(in.Layout.Quotes, doc.Quote{Span: doc.Span{Start: quoteOpen, End: b.Len() - 1}, Inner: doc.Span{Start: quoteOpen + len("“"), End: at}, Closed: true})
			}
			if end {
				names = append(names, doc.Range{First: open, End: len(in.Forms)})
				in.Names = append(in.Names, doc.Name{Tokens: names[len(names)-1], Kind: kind, Confidence: 0.9, Why: "test"})
				open = -1
			}
		}
		n := len(in.Layout.Sentences)
		in.Layout.Sentences = append(in.Layout.Sentences, doc.Sentence{Span: doc.Span{Start: start, End: b.Len()}, Tokens: doc.Range{First: first, End: len(in.Forms)}, Paragraph: n})
		in.Layout.Paragraphs = append(in.Layout.Paragraphs, doc.Paragraph{Span: doc.Span{Start: start, End: b.Len()}, Sentences: doc.Range{First: n, End: n + 1}})
	}
	in.Text, in.Needs = b.String(), needs
	for i := range in.Names {
		n := &in.Names[i]
		n.Span = in.Layout.SpanOf(n.Tokens)
		for _, h := range lex.Match(nil, in.Forms[n.Tokens.First:n.Tokens.End]) {
			if h.First == 0 && h.End == n.Tokens.Len() && h.Sense != lexicon.ShortSense {
				n.Entry = h.Entries[0].ID
			}
		}
	}
	for _, s := range said {
		in.Statements = append(in.Statements, Statement{Source: needs[s.source], Content: []doc.Span{in.Layout.SpanOf(doc.Range{First: s.first, End: s.end})}})
	}
	return in
}

func load(tb testing.TB) (*Resolver, *lexicon.Lexicon) {
	tb.Helper()
	lex, err := lexicon.Load(lexicon.Embedded())
	if err != nil {
		tb.Fatal(err)
	}
	r, err := New(lex)
	if err != nil {
		tb.Fatal(err)
	}
	return r, lex
}

// Each case tells, for a mention's text and its occurrence, whom it must mean;
// "-" is nobody.
func TestResolve(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"surname, title, pronoun", `Army chief {p Hamid Osman} met envoys in {l Port Sudan} .
General {p Osman} said < he > would not wait .
He left late .`,
			[]string{"Osman=Hamid Osman", "he=Hamid Osman", "He=Hamid Osman"}},
		{"couples", `Mrs {p Lena Arroyo} and Mr {p Juan Arroyo} arrived .
Mr {p Arroyo} spoke .
Mrs {p Arroyo} left .`,
			[]string{"Arroyo#0=Juan Arroyo", "Arroyo#1=Lena Arroyo"}},
		{"role and country", `{p Nicolas Maduro} met {p Jorge Rodriguez} .
The Venezuelan president said that talks would go on .
The Finnish president rejected it .`,
			[]string{"The Venezuelan president=Nicolás Maduro", "The Finnish president=Alexander Stubb"}},
		{"role told in the report", `AU trade commissioner {p Adjoa Mensah} spoke in {l Nairobi} .
The commissioner insisted that nobody had agreed .`,
			[]string{"The commissioner=Adjoa Mensah"}},
		{"metonym and place", `{l Seoul} accused {l Pyongyang} of a breach .
The envoys met in {l Seoul} .`,
			[]string{"Seoul#0=South Korea", "Pyongyang=North Korea", "Seoul#1=Seoul"}},
		{"seat of power", `The {o Kremlin} said that it would answer .`,
			[]string{"Kremlin=Russia"}},
		{"government", `The Sudanese government welcomed the plan .`,
			[]string{"The Sudanese government=Sudan"}},
		{"we and I", `< {p Lee Jae Myung} > said : “ [0| We will answer , and I will call ] ” .`,
			[]string{"We=South Korea", "I=Lee Jae-myung"}},
		{"described", `< A western diplomat > said the talks were dead .
< Sudanese officials > said nothing .`,
			[]string{"A western diplomat=western diplomat", "Sudanese officials=Sudanese officials"}},
		{"two leaders", `{p Abiy Ahmed} and {p Isaias Afwerki} met in {l Asmara} .
{p Moussa Faki} urged the two leaders to talk .`,
			[]string{"the two leaders#0=Abiy Ahmed", "the two leaders#1=Isaias Afwerki"}},
		{"initials", `The {o Southern Herders Front} rejected the deal .
The {o SHF} wants more .
The front left .`,
			[]string{"SHF=Southern Herders Front", "The front=-"}},
		{"nobody to mean", `He said so .`, []string{"He=-"}},
		{"no president near", `The president left .`, []string{"The president=-"}},
	} {
		in := build(t, c.text, lex)
		actors, mentions := r.Resolve(in)
		checkInvariants(t, in, actors, mentions)
		for _, w := range c.want {
			what, who, _ := strings.Cut(w, "=")
			what, nth, _ := strings.Cut(what, "#")
			got := "-"
			n := 0
			for _, m := range mentions {
				if m.Span.In(in.Text) != what {
					continue
				}
				if nth == "" || fmt.Sprint(n) == nth {
					got = actors[m.Actor-1].Name
				}
				n++
			}
			if got != who {
				t.Errorf("%s: %q is %s, want %s", c.name, w, got, who)
			}
		}
	}
}

func TestParties(t *testing.T) {
	r, lex := load(t)
	in := build(t, `Omani foreign minister {p Salim Harthi} met {c Iran} 's team .
< Iranian officials > said so .
Senator {p Lindsey Graham} spoke .`, lex)
	actors, _ := r.Resolve(in)
	party := map[string]string{}
	for _, a := range actors {
		party[a.Name] = ""
		if a.Party != 0 {
			party[a.Name] = actors[a.Party-1].Name
		}
	}
	for who, want := range map[string]string{"Salim Harthi": "Oman", "Iranian officials": "Iran", "Lindsey Graham": ""} {
		got, ok := party[who]
		if !ok || got != want {
			t.Errorf("%s speaks for %q (listed: %v), want %q", who, got, ok, want)
		}
	}
}

func TestActorsIn(t *testing.T) {
	r, lex := load(t)
	in := build(t, `< Envoy {p Ana Ruiz} and {p Tom Okello} > said so .
< The {o Red Lake Council} in {l Geneva} > said no .`, lex)
	actors, mentions := r.Resolve(in)
	for i, want := range []string{"Ana Ruiz; Tom Okello", "Red Lake Council"} {
		var got []string
		for _, id := range ActorsIn(mentions, in.Needs[i]) {
			got = append(got, actors[id-1].Name)
		}
		if g := strings.Join(got, "; "); g != want {
			t.Errorf("need %d is of %q, want %q", i, g, want)
		}
	}
	if a := ActorAt(mentions, 2); a == 0 || actors[a-1].Name != "Ana Ruiz" {
		t.Errorf("token 2 is of actor %d", a)
	}
}

// checkInvariants states what Document.Check asks of actors and mentions.
func checkInvariants(t *testing.T, in *Input, actors []doc.Actor, mentions []doc.Mention) {
	t.Helper()
	last := doc.Span{}
	for i, m := range mentions {
		if m.Actor < 1 || int(m.Actor) > len(actors) || m.Kind == 0 || m.Why == "" {
			t.Fatalf("bad mention %+v", m)
		}
		if m.Tokens.Empty() || m.Tokens.End > len(in.Forms) || !m.Tokens.Has(m.Head) || m.Span != in.Layout.SpanOf(m.Tokens) {
			t.Fatalf("bad place of mention %+v", m)
		}
		if i > 0 && (m.Span.Start < last.Start || m.Span.Start == last.Start && m.Span.End > last.End) {
			t.Fatalf("mention %+v is out of order", m)
		}
		last = m.Span
	}
	for i, a := range actors {
		if int(a.ID) != i+1 || a.Name == "" || a.Kind == 0 || a.Party < 0 || int(a.Party) > len(actors) || a.Party == a.ID {
			t.Fatalf("bad actor %+v", a)
		}
		for _, s := range a.Names {
			if s.Empty() {
				t.Fatalf("empty name of %+v", a)
			}
		}
	}
}

// FuzzResolve gives random layers over random texts: nothing may panic, and
// what comes out keeps its promises.
func FuzzResolve(f *testing.F) {
	r, lex := load(f)
	f.Add("The president of Chad said he and the two leaders met “ we ” in Moscow 's the", uint32(7))
	f.Add("US Secretary of State X , the minister , his her their its government", uint32(99))
	f.Fuzz(func(t *testing.T, text string, seed uint32) {
		text = strings.ToValidUTF8(strings.NewReplacer("{", "", "}", "", "<", "", ">", "", "[", "", "]", "").Replace(text), "?")
		in := build(t, text, lex)
		n := len(in.Forms)
		next := func(k int) int {
			seed = seed*1664525 + 1013904223
			return int(seed>>8) % max(k, 1)
		}
		for at := 0; at+3 < n; at += 1 + next(6) {
			r := doc.Range{First: at, End: at + 1 + next(2)}
			in.Names = append(in.Names, doc.Name{Tokens: r, Span: in.Layout.SpanOf(r), Kind: doc.NameKind(1 + next(5))})
			at = r.End
		}
		for range next(5) {
			from := next(n)
			r := doc.Range{First: from, End: min(n, from+1+next(5))}
			in.Needs = append(in.Needs, r)
			to := next(n)
			in.Statements = append(in.Statements, Statement{Source: r, Content: []doc.Span{in.Layout.SpanOf(doc.Range{First: to, End: min(n, to+4)})}})
		}
		if next(2) == 0 {
			for i := range n {
				s := in.Layout.Sentences[in.Layout.SentenceOf(i)].Tokens
				in.Arcs = append(in.Arcs, doc.Arc{Head: int32(s.First + next(s.Len()+1) - 1), Rel: doc.Rel(next(doc.RelCount))})
			}
		}
		actors, mentions := r.Resolve(in)
		checkInvariants(t, in, actors, mentions)
		if in.Arcs != nil {
			if len(in.Tags) == 0 {
				in.Tags = make([]doc.Tag, n)
			}
			chains := 0
			for _, p := range r.Phrases(in, mentions) {
				if p.Tokens.Empty() || p.Tokens.First < 0 || p.Tokens.End > n || !p.Tokens.Has(p.Head) || p.Chain < 1 || p.Chain > chains+1 {
					t.Fatalf("phrase %+v of %d tokens", p, n)
				}
				chains = max(chains, p.Chain)
			}
		}
	})
}

func BenchmarkResolve(b *testing.B) {
	r, lex := load(b)
	in := build(b, strings.TrimSpace(strings.Repeat("The Venezuelan president {p Nicolas Maduro} told < Norwegian officials > that he would meet them in {l Oslo} .\n", 300)), lex)
	b.ResetTimer()
	for range b.N {
		r.Resolve(in)
	}
	b.ReportMetric(float64(len(in.Forms)*b.N)/b.Elapsed().Seconds(), "words/s")
}
