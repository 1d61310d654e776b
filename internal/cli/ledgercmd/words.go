package ledgercmd

import (
	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/internal/wording"
	"github.com/parley-reader/parley/ledger"
)

// short is the words of a move, and whether they are the whole sentence.
func (q *asking) short(m *ledger.Move) (text string, whole bool) {
	if q.flags.words {
		return brief.Clip(wording.Sentence(m.Words), wording.Longest), true
	}
	return wording.Move(m)
}

// telling makes a body of words, with who speaks before them, more behind them,
// and the mark of the voice.
func telling(who, text string, l *ledger.Line, status doc.Status, more ...brief.Word) []brief.Word {
	var b []brief.Word
	if who != "" {
		b = append(b, brief.Word{Text: who + ":"})
	}
	b = append(append(b, brief.Word{Text: text}), more...)
	if v := brief.VoiceOf(l.Voice, status, text); v != "" {
		b = append(b, brief.Word{Text: "(" + v + ")", Class: "faint"})
	}
	return b
}

// said is the sentence of a line with who speaks and the mark of the voice.
func said(who string, l *ledger.Line, status doc.Status) []brief.Word {
	return telling(who, brief.Clip(wording.Sentence(l.Words), wording.Longest), l, status)
}

// doing is a move in its shortest words, with its conditions.
func (q *asking) doing(who string, m *ledger.Move, l *ledger.Line) []brief.Word {
	text, whole := q.short(m)
	var ifs []brief.Word
	for _, words := range wording.Conditions(m, text, whole) {
		ifs = append(ifs, brief.Word{Text: "IF", Class: "if"}, brief.Word{Text: words})
	}
	return telling(who, text, l, m.Status, ifs...)
}
