package refer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/doc"
)

// byActor lists the texts of the mentions that are wanted, actor by actor.
func byActor(in *Input, actors []doc.Actor, mentions []doc.Mention, wanted func(doc.Mention) bool) string {
	by := make([][]string, len(actors))
	for _, m := range mentions {
		if wanted(m) {
			by[m.Actor-1] = append(by[m.Actor-1], m.Span.In(in.Text))
		}
	}
	var got []string
	for _, b := range by {
		if len(b) > 0 {
			got = append(got, strings.Join(b, ", "))
		}
	}
	return strings.Join(got, " | ")
}

// Each case lists, actor by actor, the texts of all mentions by name or role.
func TestPersons(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ name, text, want string }{
		{"the end of a name", "{p Lucas Rivera Salas} spoke .\n{p Rivera Salas} left .", "Lucas Rivera Salas, Rivera Salas"},
		{"the end of two names is neither", "{p Lucas Van Oort} met {p Piet Van Oort} .\n{p Van Oort} left .", "Lucas Van Oort | Piet Van Oort | Van Oort"},
		{"the beginning of a name", "{p Elena Duarte Pinto} spoke .\n{p Elena Duarte} left .", "Elena Duarte Pinto, Elena Duarte"},
		{"a part before the whole", "{p Elena Duarte} spoke .\n{p Elena Duarte Pinto} left .", "Elena Duarte, Elena Duarte Pinto"},
		{"a given name", "{p Tamsin Okoro} spoke .\n{p Tamsin} left .", "Tamsin Okoro, Tamsin"},
		{"a given name before the whole", "{p Tamsin} spoke .\n{p Tamsin Okoro} left .", "Tamsin | Tamsin Okoro"},
		{"a given name that two share", "{p Tamsin Okoro} met {p Tamsin Reyes} .\n{p Tamsin} left .", "Tamsin Okoro | Tamsin Reyes | Tamsin"},
		{"two surnames joined", "{p Tamsin Okoro} met {p Piet Brandsma} .\nthe {p Okoro - Brandsma} meeting was late .",
			"Tamsin Okoro, Okoro - Brandsma | Piet Brandsma, Okoro - Brandsma"},
		{"a family is no person", "{p Tamsin Okoro} spoke .\nthe {p Okoros} left .", "Tamsin Okoro | Okoros"},
		{"wife and president", "President {p Tamsin Okoro} met his wife {p Lida Okoro} .\n{p Okoro} left .", "Tamsin Okoro, Okoro | Lida Okoro"},
		{"a title that was read as a name", "{p Hamad Okoro} spoke .\n{p Sheikh} {p Hamad} left .", "Hamad Okoro, Hamad"},
	} {
		in := build(t, c.text, lex)
		actors, mentions := r.Resolve(in)
		checkInvariants(t, in, actors, mentions)
		named := func(m doc.Mention) bool { return m.Kind == doc.NameMention }
		if s := byActor(in, actors, mentions, named); s != c.want {
			t.Errorf("%s: got %q, want %q", c.name, s, c.want)
		}
	}
}

// A surname alone stands for a person of the lexicon only where no other title
// and no other place is given, and he is in office.
func TestNamesakes(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ text, want string }{
		{"{p Putin} spoke on Monday .", "Vladimir Putin"},
		{"President {p Putin} spoke on Monday .", "Vladimir Putin"},
		{"Captain {p Putin} spoke on Monday .", "Putin"},
		{"{p Putin} of {c Kenya} spoke on Monday .", "Putin"},
		{"{p Biden} spoke on Monday .", "Joe Biden"}, // out of office, the only one
		{"Captain {p Biden} spoke on Monday .", "Biden"},
	} {
		in := build(t, c.text, lex)
		actors, _ := r.Resolve(in)
		if len(actors) == 0 || actors[0].Name != c.want {
			t.Errorf("%s: %v, want %s", c.text, actors, c.want)
		}
	}
}

func TestCounterpart(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ name, text, want string }{
		{"named in the lexicon", "Turkish Foreign Minister {p Hakan Fidan} spoke .\nHe met his Russian counterpart .", "Sergei Lavrov"},
		{"without an owner", "Turkish Foreign Minister {p Hakan Fidan} spoke .\nThe Russian counterpart left .", ""},
		{"an owner without an office", "{p Tamsin Okoro} spoke .\nShe met her Russian counterpart .", ""},
		{"of the owner's own country", "Turkish Foreign Minister {p Hakan Fidan} spoke .\nHe met his Turkish counterpart .", ""},
	} {
		in := build(t, c.text, lex)
		actors, mentions := r.Resolve(in)
		got := ""
		for _, m := range mentions {
			if in.Forms[m.Head] == "counterpart" {
				got = actors[m.Actor-1].Name
			}
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestRelative(t *testing.T) {
	in := trees(t, `The/DET/DT/2/det envoy/NOUN/NN/7/nsubj who/PRON/WP/5/nsubj had/AUX/VBD/5/aux agreed/VERB/VBN/2/acl:relcl yesterday/NOUN/NN/5/obl:unmarked left/VERB/VBD/0/root
Who/PRON/WP/2/nsubj left/VERB/VBD/0/root`)
	for at, want := range map[int]int{2: 1, 1: -1, 7: -1, -1: -1, 99: -1} {
		if got := Relative(in.Tags, in.Arcs, at); got != want {
			t.Errorf("token %d: %d, want %d", at, got, want)
		}
	}
}

// Thousands of speakers, all of one surname: the time for each stays what it is.
func TestManySpeakers(t *testing.T) {
	r, lex := load(t)
	spent := func(n int) time.Duration {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "Envoy {p Q%dx Brandsma} met Mr {p Brandsma} and {p Q%dx} .\n", i, i)
		}
		in := build(t, strings.TrimSpace(b.String()), lex)
		best := time.Hour
		for range 3 {
			start := time.Now()
			if actors, _ := r.Resolve(in); len(actors) < n {
				t.Fatalf("%d actors of %d", len(actors), n)
			}
			best = min(best, time.Since(start))
		}
		return best
	}
	var a, b time.Duration
	for range 3 { // a busy machine may spoil one measurement, not three
		if a, b = spent(500), spent(4000); b <= 24*a {
			return
		}
	}
	t.Errorf("eight times the speakers take %.0f times as long", float64(b)/float64(a))
}
