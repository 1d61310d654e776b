package record

import (
	"testing"

	"github.com/parley-reader/parley/doc"
)

// TestIsUnnamed holds who counts as an unnamed source: the source is the first
// words of a sentence, up to "said".
func TestIsUnnamed(t *testing.T) {
	b, err := New(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	owner := doc.Actor{Name: "Tamsin Okoro", Kind: doc.Person}
	crowd := doc.Actor{Name: "villagers", Kind: doc.Group, Unnamed: true}
	for _, c := range []struct {
		name, words string
		end         int // of the source's tokens
		source      doc.Actor
		party       doc.ActorID
		want        doc.Voice
	}{
		{"a document", "The/DET/2/det statement/NOUN/3/nsubj said/VERB/0/root/say so/ADV/3/advmod", 2, doc.Actor{Unnamed: true}, 0, doc.Official},
		{"a document of no actor", "The/DET/2/det communiqué/NOUN/3/nsubj said/VERB/0/root/say so/ADV/3/advmod", 2, doc.Actor{}, 0, doc.Official},
		{"a document of another", "A/DET/2/det source/NOUN/6/nsubj who/PRON/4/nsubj saw/VERB/2/acl:relcl statements/NOUN/4/obj/statement said/VERB/0/root/say so/ADV/6/advmod", 5, doc.Actor{Unnamed: true}, 0, doc.UnnamedSource},
		{"lawyers of one who is named", "Her/PRON/2/nmod:poss lawyers/NOUN/3/nsubj/lawyer said/VERB/0/root/say so/ADV/3/advmod", 2, doc.Actor{Unnamed: true}, 2, doc.Own},
		{"a team of one who is named", "Her/PRON/3/nmod:poss legal/ADJ/3/amod team/NOUN/4/nsubj said/VERB/0/root/say so/ADV/4/advmod", 3, doc.Actor{Unnamed: true}, 2, doc.Own},
		{"lawyers of one who is not", "Their/PRON/2/nmod:poss lawyers/NOUN/3/nsubj/lawyer said/VERB/0/root/say so/ADV/3/advmod", 2, doc.Actor{Unnamed: true}, 3, doc.UnnamedSource},
		{"lawyers of nobody", "Several/ADJ/2/amod lawyers/NOUN/3/nsubj/lawyer said/VERB/0/root/say so/ADV/3/advmod", 2, doc.Actor{Unnamed: true}, 0, doc.UnnamedSource},
		{"friends of one who is named", "Her/PRON/2/nmod:poss friends/NOUN/3/nsubj/friend said/VERB/0/root/say so/ADV/3/advmod", 2, doc.Actor{Unnamed: true}, 2, doc.UnnamedSource},
		{"somebody in an office", "A/DET/2/det clerk/NOUN/6/nsubj in/ADP/5/case her/PRON/5/nmod:poss office/NOUN/2/nmod said/VERB/0/root/say so/ADV/6/advmod", 5, doc.Actor{Unnamed: true}, 2, doc.UnnamedSource},
		{"one who is named", "Okoro/PROPN/2/nsubj said/VERB/0/root/say so/ADV/2/advmod", 1, doc.Actor{}, 0, doc.UnnamedSource},
	} {
		c.source.Name, c.source.Kind, c.source.Party = "the source", doc.Group, c.party
		x := newBuilder(t, c.source, owner, crowd)
		x.sentence(c.words)
		s := doc.Statement{Kind: doc.Indirect, SourceSpan: x.d.SpanOf(doc.Range{First: 0, End: c.end})}
		cue := c.end
		s.Cue = x.d.SpanOf(doc.Range{First: cue, End: cue + 1})
		s.Content = []doc.Span{x.d.SpanOf(doc.Range{First: cue + 1, End: cue + 2})}
		if c.source.Unnamed {
			s.Source = 1
		}
		if got := b.Voice(x.d, &s, nil); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestHearsay: one report is a document, reports are nobody's words.
func TestHearsay(t *testing.T) {
	b, err := New(Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		x    doc.XPOS
		want bool
	}{{doc.PNN, true}, {doc.PNNS, false}} {
		x := newBuilder(t)
		x.sentence("Reports/NOUN/2/nsubj/report said/VERB/0/root/say so/ADV/2/advmod")
		x.d.Tags[0].X = c.x
		s := doc.Statement{SourceSpan: x.d.SpanOf(doc.Range{First: 0, End: 1})}
		if got := b.document(x.d, &s); got != c.want {
			t.Errorf("tag %v: %v", c.x, got)
		}
	}
}
