package refer

import "testing"

// TestSides holds "both sides" to two that deal with each other, here
// without trees.
func TestSides(t *testing.T) {
	r, lex := load(t)
	for _, c := range []struct{ name, text, word, want string }{
		{"talks", "Talks between {c Kenya} and {c Uganda} resumed .\nBoth sides left .", "sides", "Kenya, Uganda"},
		{"war", "{c Kenya} and {c Uganda} fought a war .\nThe two sides met .", "sides", "Kenya, Uganda"},
		{"what lies between", "The gulf between {c Kenya} and {c Uganda} is wide .\nThe sides left .", "sides", "Kenya, Uganda"},
		{"a way between", "The road between {c Kenya} and {c Uganda} is wide .\nThe sides left .", "sides", ""},
		{"side by side", "{c Kenya} and {c Uganda} welcomed the news .\nBoth sides left .", "sides", ""},
		{"countries need no conflict", "{c Kenya} and {c Uganda} welcomed the news .\nThe two countries left .", "countries", "Kenya, Uganda"},
		{"another conflict since", "{c Kenya} and {c Uganda} signed a deal .\nIn {c Sudan} the fighting spread .\nBoth sides left .", "sides", ""},
		{"a mediator's truce since", "{c Kenya} and {c Uganda} fought a war .\n{c Qatar} brokered a truce .\nBoth sides left .", "sides", "Kenya, Uganda"},
		{"a mediator since", "{c Kenya} and {c Uganda} fought a war .\n{c Qatar} urged calm .\nBoth sides left .", "sides", "Kenya, Uganda"},
		{"leaders", "{p Abiy Ahmed} and {p Isaias Afwerki} arrived .\nThe two leaders left .", "leaders", "Abiy Ahmed, Isaias Afwerki"},
	} {
		if got := meantBy(t, r, build(t, c.text, lex), c.word); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestDealing asks of trees whether the two named first take part in something.
func TestDealing(t *testing.T) {
	r, _ := load(t)
	for name, c := range map[string]struct {
		table string
		at    int
		want  bool
	}{
		"object of a light verb": {"Kenya/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Uganda/PROPN/NNP/1/conj held/VERB/VBD/0/root three/NUM/CD/6/nummod days/NOUN/NNS/4/obj of/ADP/IN/8/case talks/NOUN/NNS/6/nmod", 0, true},
		"object of another verb": {"Kenya/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Uganda/PROPN/NNP/1/conj welcomed/VERB/VBD/0/root the/DET/DT/6/det truce/NOUN/NN/4/obj", 0, false},
		"light verb alone":       {"Kenya/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Uganda/PROPN/NNP/1/conj held/VERB/VBD/0/root elections/NOUN/NNS/4/obj", 0, false},
		"each other":             {"Kenya/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Uganda/PROPN/NNP/1/conj blamed/VERB/VBD/0/root each/DET/DT/6/det other/ADJ/JJ/4/obj", 0, true},
		"the other":              {"Kenya/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Uganda/PROPN/NNP/1/conj blamed/VERB/VBD/0/root the/DET/DT/6/det other/ADJ/JJ/4/obj", 0, false},
		"below the noun":         {"Talks/NOUN/NNS/6/nsubj between/ADP/IN/3/case Kenya/PROPN/NNP/1/nmod and/CCONJ/CC/5/cc Uganda/PROPN/NNP/3/conj resumed/VERB/VBD/0/root", 2, true},
		"subject of the verb":    {"Kenya/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Uganda/PROPN/NNP/1/conj fought/VERB/VBD/0/root", 0, true},
		"said of others":         {"Kenya/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Uganda/PROPN/NNP/1/conj said/VERB/VBD/0/root Sudan/PROPN/NNP/6/nsubj fought/VERB/VBD/4/ccomp", 0, false},
	} {
		st := newState(r, trees(t, c.table))
		if got := st.dealing(c.at); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
