package move

import "github.com/parley-reader/parley/doc"

// Needs are the phrases that an actor must be known for if the moves of a
// report are to have makers and addressees: subjects and objects of words that
// carry acts, where they are people or bodies that act. They come in order, in
// ranges of tokens. Only the layers up to Names are looked at.
func (f *Finder) Needs(in *Input) []doc.Range {
	if in == nil || in.Layout == nil {
		return nil
	}
	n := len(in.Layout.Tokens)
	if n == 0 || len(in.Tags) != n || len(in.Arcs) != n || len(in.Forms) != n {
		return nil
	}
	bare := *in
	bare.Actors, bare.Mentions, bare.Statements, bare.Times = nil, nil, nil, nil
	r := newReader(f.lex, &bare)
	wanted := make([]bool, n)
	for s := range in.Layout.Sentences {
		if !r.readable(s) {
			continue
		}
		toks := in.Layout.Sentences[s].Tokens
		linked := r.connected(toks)
		r.cands = r.cands[:0]
		for t := toks.First; t < toks.End; t++ {
			r.match(t)
			if r.candAt[t] == 0 && r.tags[t].U == doc.UVERB {
				var m mood
				if r.aux(t, &m); m.neg && m.will || linked && (m.will || m.can || m.may) || r.lex.has("changing", r.lemma(t)) {
					if s := r.ownSubject(t); s >= 0 {
						wanted[s] = wanted[s] || r.acts(s)
					}
				}
			}
			r.candAt[t] = 0
		}
		for i := range r.cands {
			if r.cands[i].e.class == nounClass {
				r.wantOwner(r.cands[i].tok, wanted)
			}
			for _, b := range r.cands[i].by {
				wanted[b] = wanted[b] || r.acts(b)
				if r.lex.has("means_of_force", r.noun(b)) {
					r.wantOwner(b, wanted)
				}
			}
			for _, b := range r.cands[i].to {
				wanted[b] = wanted[b] || r.acts(b)
			}
		}
	}
	named := make([]bool, n)
	for i := range in.Names {
		for t := max(in.Names[i].Tokens.First, 0); t < min(in.Names[i].Tokens.End, n); t++ {
			named[t] = true
		}
	}
	var out []doc.Range
	for t, ok := range wanted {
		if ok && !r.hasName(t, named) {
			out = append(out, doc.Range{First: r.phraseStart(t), End: max(r.phraseEnd(t), t+1)})
		}
	}
	return out
}

// wantOwner asks for the country whose adjective stands before a noun: "an
// Israeli airstrike".
func (r *reader) wantOwner(t int, wanted []bool) {
	for c := r.first[t]; c >= 0 && int(c) < t; c = r.next[c] {
		if f := r.in.Forms[c]; r.rel(int(c)) == doc.RelAmod && f[0] >= 'A' && f[0] <= 'Z' && r.first[c] < 0 {
			wanted[c] = true
		}
	}
}

// acts tells whether a noun names people or a body that can act.
func (r *reader) acts(t int) bool {
	if r.timely(t) {
		return false
	}
	if n := r.noun(t); r.lex.has("part_of", n) && !r.lex.has("agents", n) && !r.lex.has("states_agent", n) { // "dozens of countries"
		c := r.brought(t, "of")
		return c >= 0 && (r.lex.has("agents", r.noun(c)) || r.lex.has("states_agent", r.noun(c)))
	}
	return r.tags[t].U == doc.UPROPN || r.tags[t].U == doc.UNOUN && (r.lex.has("agents", r.noun(t)) || r.lex.has("states_agent", r.noun(t)))
}

// hasName tells whether a name is, or stands right behind, the noun: then it
// has its actor by that name.
func (r *reader) hasName(t int, named []bool) bool {
	for k := t; k < min(t+4, len(named)); k++ {
		if named[k] {
			return true
		}
		if k > t && r.tags[k].U != doc.UPROPN && r.lemma(k) != "of" && r.tags[k].U != doc.UDET && r.tags[k].U != doc.UNOUN {
			return false
		}
	}
	return false
}

// phraseStart and phraseEnd bound a noun with its modifiers and an "of".
func (r *reader) phraseStart(t int) int {
	start := t
	for c := r.first[t]; c >= 0 && int(c) < t; c = r.next[c] {
		switch r.rel(int(c)) {
		case doc.RelDet, doc.RelAmod, doc.RelCompound, doc.RelNummod, doc.RelNmodPoss, doc.RelFlat, doc.RelNmodDesc, doc.RelAdvmod:
			start = min(start, int(r.lo[c]))
		}
	}
	return start
}

func (r *reader) phraseEnd(t int) int {
	end := t + 1
	for c := r.first[t]; c >= 0; c = r.next[c] {
		if int(c) < t {
			continue
		}
		switch r.rel(int(c)) {
		case doc.RelFlat:
			end = max(end, int(r.hi[c])+1)
		case doc.RelNmod:
			if int(r.lo[c]) == end && r.hasChild(int(c), "of", doc.RelCase) {
				return max(end, r.end(int(c)))
			}
		}
	}
	return end
}
