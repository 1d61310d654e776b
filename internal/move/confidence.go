package move

import (
	"bufio"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// loadConfidence reads the table of features and weights.
func (l *lexicon) loadConfidence(fsys fs.FS, name string) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	l.weights = map[string]float64{}
	sc := bufio.NewScanner(f)
	for line := 1; sc.Scan(); line++ {
		text := sc.Text()
		if text == "" || text[0] == '#' {
			continue
		}
		feature, value, ok := strings.Cut(text, "\t")
		w, err := strconv.ParseFloat(value, 64)
		if !ok || err != nil {
			return fmt.Errorf("%s:%d: want a feature, a tab and a weight, not %q", name, line, text)
		}
		l.weights[feature] = w
	}
	if err := sc.Err(); err != nil {
		return err
	}
	l.spreadWeights()
	return nil
}

// spreadWeights puts the weights of acts and voices into arrays.
func (l *lexicon) spreadWeights() {
	for a := range l.actWeight {
		l.actWeight[a] = l.weights["act "+doc.Act(a).String()]
	}
	for v := range l.voiceWeight {
		l.voiceWeight[v] = l.weights["voice "+doc.Voice(v).String()]
	}
	for k := range l.byWeight {
		if k > 0 {
			l.byWeight[k] = l.weights["by "+doc.NameKind(k).String()]
		}
	}
	l.rungWeight = map[string]float64{}
	for feature, w := range l.weights {
		if rung, ok := strings.CutPrefix(feature, "rung "); ok {
			l.rungWeight[rung] = w
		}
	}
}

// longSentence is how many tokens make a sentence long: trees of longer ones are
// less often right.
const longSentence = 40

// confidence is how often a move of this kind is right, 0…1: a logistic model
// over the rung that decided, the act, the voice, what was found of the frame
// and where it stands.
func (r *reader) confidence(rung string, m *doc.Move, cue int) float64 {
	l := r.lex
	z := l.weights["bias"] + l.rungWeight[rung] + l.actWeight[m.Act] + l.voiceWeight[m.Voice]
	if len(m.By) == 0 {
		z += l.weights["by nobody"]
	} else if a := r.actor(m.By[0]); a != nil && a.Unnamed {
		z += l.weights["unnamed"]
	}
	if len(m.To) > 0 {
		z += l.weights["to somebody"]
	}
	if m.What.Empty() {
		z += l.weights["no what"]
	}
	if r.tags[cue].U != doc.UVERB {
		z += l.weights["no verb"]
	}
	if len(m.By) > 0 {
		if a := r.actor(m.By[0]); a != nil && int(a.Kind) < len(l.byWeight) {
			z += l.byWeight[a.Kind]
		}
	}
	switch r.rel(cue) {
	case doc.RelRoot:
		z += l.weights["main clause"]
	case doc.RelAdvcl, doc.RelAcl, doc.RelAclRelcl:
		z += l.weights["side clause"]
	}
	if r.sentenceTokens > longSentence {
		z += l.weights["long sentence"]
	}
	if m.Statement > 0 && r.in.Statements[m.Statement-1].Kind == doc.Direct {
		z += l.weights["in quotation"]
	}
	return 1 / (1 + math.Exp(-z))
}
