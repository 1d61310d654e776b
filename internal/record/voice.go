package record

import (
	"io/fs"
	"sort"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// voiceWords tell how near words are to their speaker; see data/voice.txt.
type voiceWords struct{ document, hearsay, telling, press, institution, agent map[string]bool }

func (b *Builder) loadVoice(fsys fs.FS) error {
	w := &b.voice
	lists := map[string]*map[string]bool{"document": &w.document, "hearsay": &w.hearsay, "agent": &w.agent, "telling": &w.telling, "press": &w.press, "institution": &w.institution}
	return loadSets(fsys, "voice.txt", lists)
}

// Voice tells how near the words of statement s are to the one who speaks, by a
// ladder of five rungs. The document has its tags, actors and mentions; s and
// the statements that it stands in have their sources.
func (b *Builder) Voice(d *doc.Document, s *doc.Statement, outer *doc.Statement) doc.Voice {
	if b.isUnnamed(d, s) {
		return doc.UnnamedSource
	}
	if outer != nil && outer.Source != s.Source {
		return doc.Relayed
	}
	if b.document(d, s) {
		return doc.Official
	}
	if s.Kind != doc.Indirect && b.quotesMost(d, s) {
		return doc.Own
	}
	if b.narrated(d, s) {
		return doc.Narrated
	}
	return doc.Own
}

// isUnnamed is a source that the report only describes, or that nobody is. What
// is written and put out has no need of a name; and those who speak for somebody
// are named by whose they are.
func (b *Builder) isUnnamed(d *doc.Document, s *doc.Statement) bool {
	if s.Source == 0 {
		return !s.SourceSpan.Empty() && !b.document(d, s)
	}
	if s.Source < 1 || int(s.Source) > len(d.Actors) || !d.Actors[s.Source-1].Unnamed {
		return false
	}
	if b.document(d, s) {
		return false
	}
	word := b.sourceWord(d, s)
	return !b.namedOwner(d, s) || !b.voice.institution[word] && !b.voice.agent[word]
}

// namedOwner tells whether the described source belongs to somebody who is named.
func (b *Builder) namedOwner(d *doc.Document, s *doc.Statement) bool {
	party := d.Actors[s.Source-1].Party
	return party > 0 && int(party) <= len(d.Actors) && !d.Actors[party-1].Unnamed
}

// document tells whether the source is something written: its head, not what
// qualifies it ("a source who saw the statement"). What is told by "reports",
// with nobody's name to them, is hearsay.
func (b *Builder) document(d *doc.Document, s *doc.Statement) bool {
	t := sourceHead(d, s)
	if t < 0 {
		return false
	}
	word := strings.ToLower(d.Tags[t].Lemma)
	if !b.voice.document[word] {
		return false
	}
	plural := d.Tags[t].X == doc.PNNS || d.Tags[t].X == doc.PNNPS
	return !b.voice.hearsay[word] || !plural || s.Source > 0 && !d.Actors[s.Source-1].Unnamed
}

// sourceWord is the lemma of the source's head, "" where there is none.
func (b *Builder) sourceWord(d *doc.Document, s *doc.Statement) string {
	if t := sourceHead(d, s); t >= 0 {
		return strings.ToLower(d.Tags[t].Lemma)
	}
	return ""
}

// sourceHead is the head of the words for the source: the token that hangs
// outside them, without trees the last noun before what qualifies it; -1 where
// there is none.
func sourceHead(d *doc.Document, s *doc.Statement) int {
	if s.SourceSpan.Empty() || len(d.Tags) == 0 {
		return -1
	}
	r := d.TokensIn(s.SourceSpan)
	r.End = min(r.End, len(d.Tags))
	if len(d.Arcs) == len(d.Tags) {
		for t := r.First; t < r.End; t++ {
			if h := int(d.Arcs[t].Head); !r.Has(h) && d.Arcs[t].Rel.Base() != doc.RelPunct {
				return t
			}
		}
	}
	head := -1
	for t := r.First; t < r.End; t++ {
		switch d.Tags[t].U {
		case doc.UNOUN, doc.UPROPN, doc.UPRON:
			head = t
		case doc.UADP, doc.UVERB, doc.USCONJ:
			if head >= 0 {
				return head
			}
		}
	}
	return head
}

// anyLemma tells whether a word of the span is in the set.
func (b *Builder) anyLemma(d *doc.Document, span doc.Span, set map[string]bool) bool {
	if span.Empty() || len(d.Tags) == 0 {
		return false
	}
	r := d.TokensIn(span)
	for i := r.First; i < r.End; i++ {
		if set[strings.ToLower(d.Tags[i].Lemma)] {
			return true
		}
	}
	return false
}

// quotesMost tells whether at least half of the content's bytes stand within
// quotation marks: then the words are the speaker's, whatever the cue.
func (b *Builder) quotesMost(d *doc.Document, s *doc.Statement) bool {
	all, quoted := 0, 0
	for _, c := range s.Content {
		all += c.Len()
		for _, q := range d.Quotes[quoteBefore(d, c.Start):] {
			if q.Span.Start >= c.End {
				break
			}
			if q.Depth == 0 {
				quoted += max(0, min(q.Span.End, c.End)-max(q.Span.Start, c.Start))
			}
		}
	}
	return 2*quoted >= all
}

// narrated is what the outlet tells of a saying that it did not hear: told to
// another party rather than to the press, or by a verb that says what was done
// with words rather than what they were.
func (b *Builder) narrated(d *doc.Document, s *doc.Statement) bool {
	if len(s.To) > 0 && !b.inPublic(d, s.To) {
		return true
	}
	return !s.Cue.Empty() && !b.anyLemma(d, s.Cue, b.voice.telling)
}

// inPublic tells whether those spoken to are the press or an assembly, before
// whom words are the speaker's own.
func (b *Builder) inPublic(d *doc.Document, to []doc.ActorID) bool {
	for _, id := range to {
		if id < 1 || int(id) > len(d.Actors) {
			continue
		}
		for word := range strings.FieldsSeq(strings.ToLower(d.Actors[id-1].Name)) {
			if b.voice.press[word] || b.voice.press[strings.TrimSuffix(word, "s")] || b.voice.institution[word] {
				return true
			}
		}
	}
	return false
}

// quoteBefore is the index of a quotation from which on all that reach past a
// position are found; it looks back over a bounded number of inner ones.
func quoteBefore(d *doc.Document, at int) int {
	i := sort.Search(len(d.Quotes), func(k int) bool { return d.Quotes[k].Span.Start >= at })
	for back := 0; i > 0 && back < 16; back++ {
		i--
		if d.Quotes[i].Depth == 0 {
			break
		}
	}
	return i
}
