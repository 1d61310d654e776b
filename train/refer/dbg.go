package main

import (
	"fmt"
	"github.com/parley-reader/parley/internal/token"
)

func (r *reader) debug(text string) {
	l := token.Split(text)
	forms := make([]string, len(l.Tokens))
	for i := range forms {
		forms[i] = l.Form(text, i)
	}
	in := r.layers(text, &l, forms)
	for _, q := range l.Quotes {
		fmt.Printf("QUOTE %q closed %v\n", q.Span.In(text), q.Closed)
	}
	for i := range forms {
		fmt.Printf("%d %s %v %v %d %v\n", i, forms[i], in.Tags[i].U, in.Tags[i].X, in.Arcs[i].Head, in.Arcs[i].Rel)
	}
	for _, n := range in.Names {
		fmt.Printf("NAME %q %v %.2f %s %s\n", n.Span.In(text), n.Kind, n.Confidence, n.Entry, n.Why)
	}
	actors, ms := r.resolve.Resolve(in)
	for _, m := range ms {
		fmt.Printf("MENTION %q head %s a%d %s %v %s\n", m.Span.In(text), forms[m.Head], m.Actor, actors[m.Actor-1].Name, m.Kind, m.Why)
	}
}
