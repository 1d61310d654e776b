package corpus

import (
	"strings"
	"testing"

	"github.com/parley-reader/parley/doc"
)

const twoSentences = `# newdoc id = own_example
# sent_id = a-1
# text = They don't talk.
1	They	they	PRON	PRP	_	4	nsubj	_	_
2-3	don't	_	_	_	_	_	_	_	_
2	do	do	AUX	VBP	_	4	aux	_	_
3	n't	not	PART	RB	_	4	advmod	_	_
4	talk	talk	VERB	VB	_	0	root	_	SpaceAfter=No
5	.	.	PUNCT	.	_	4	punct	_	_

# sent_id = a-2
1	Why	why	ADV	WRB	_	0	root	_	_
1.1	gone	go	VERB	VBN	_	_	_	_	_
2	?	?	PUNCT	.	_	1	punct	_	_
`

func TestReadTrees(t *testing.T) {
	trees, err := ReadTrees(strings.NewReader(twoSentences))
	if err != nil {
		t.Fatal(err)
	}
	if len(trees) != 2 || len(trees[0].Words) != 5 || len(trees[1].Words) != 2 {
		t.Fatalf("got %+v", trees)
	}
	a := trees[0]
	if a.Doc != "own_example" || a.ID != "a-1" || a.Text != "They don't talk." || !a.Par || trees[1].Par || trees[1].Doc != a.Doc {
		t.Errorf("comments read as %+v", a)
	}
	want := Word{"n't", "not", doc.UPART, doc.PRB, 3, doc.RelAdvmod, true}
	if a.Words[2] != want {
		t.Errorf("word 3 is %+v, want %+v", a.Words[2], want)
	}
	for i, space := range []bool{true, false, true, false, true} {
		if a.Words[i].SpaceAfter != space {
			t.Errorf("space after %q: %v", a.Words[i].Form, !space)
		}
	}
	if a.Words[3].Head != -1 {
		t.Errorf("head of the root is %d", a.Words[3].Head)
	}
}

func TestReadTreesRefuses(t *testing.T) {
	for name, s := range map[string]string{
		"columns": "1\tThey\n", "number": "2\tThey\tthey\tPRON\tPRP\t_\t0\troot\t_\t_\n",
		"tag": "1\tThey\tthey\tPRONOUN\tPRP\t_\t0\troot\t_\t_\n", "head": "1\tThey\tthey\tPRON\tPRP\t_\tx\troot\t_\t_\n",
		"relation": "1\tThey\tthey\tPRON\tPRP\t_\t0\tboss\t_\t_\n", "range": "1-x\tThey\t_\t_\t_\t_\t_\t_\t_\t_\n",
	} {
		if _, err := ReadTrees(strings.NewReader(s)); err == nil || !strings.Contains(err.Error(), "line 1") {
			t.Errorf("%s: error %v, want one that names line 1", name, err)
		}
	}
}

func FuzzReadTrees(f *testing.F) {
	f.Add(twoSentences)
	f.Add("1\t\t\t\t\t\t\t\t\t\n")
	f.Fuzz(func(t *testing.T, s string) {
		trees, err := ReadTrees(strings.NewReader(s))
		if err != nil {
			return
		}
		for _, x := range trees {
			for _, w := range x.Words {
				if w.Head < -1 || w.Head >= len(x.Words) {
					t.Fatalf("head %d in a sentence of %d", w.Head, len(x.Words))
				}
			}
		}
	})
}
