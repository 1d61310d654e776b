package token

import (
	"fmt"
	"slices"
	"testing"
)

// quotesOf lists the quotes of text: their depth, "?" where not closed, "+"
// where one goes on, and what is inside.
func quotesOf(text string) (out []string) {
	l := Split(text)
	for _, q := range l.Quotes {
		flag := ""
		if !q.Closed {
			flag += "?"
		}
		if q.Continues {
			flag += "+"
		}
		out = append(out, fmt.Sprintf("%d%s %s", q.Depth, flag, q.Inner.In(text)))
	}
	return out
}

func TestQuotes(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{`No quotes here, don't look.`, nil},
		{`“We will come,” she said.`, []string{"0 We will come,"}},
		{`"We will come," she said. "Soon."`, []string{"0 We will come,", "0 Soon."}},
		{`He said: “They told us ‘no’ twice.”`, []string{"0 They told us ‘no’ twice.", "1 no"}},
		{`"He said 'no' to me," she said.`, []string{"0 He said 'no' to me,", "1 no"}},
		{`‘The leaders’ meeting didn’t end well,’ he said.`, []string{"0 The leaders’ meeting didn’t end well,"}},
		{`The leaders’ plan and the allies’ doubts.`, nil},
		{`'The ministers' answer was late,' he said.`, []string{"0 The ministers' answer was late,"}},
		{`A 6" pipe and a 12" pipe.`, nil},
		{`She said «we agree» and »we go«.`, []string{"0 we agree", "0 we go"}},
		{`He said „we agree“ and left.`, []string{"0 we agree"}},
		{"“One thing is clear.\n\n“Another is not,” he said.", []string{"0?+ One thing is clear.", "0 Another is not,"}},
		{"\"One thing is clear.\n\n\"Another is not,\" he said.", []string{"0?+ One thing is clear.", "0 Another is not,"}},
		{"“We will not go.\n\nHe left.", []string{"0? We will not go."}},
		{"She said: “We will go. He said: “We will stay.” They left.", []string{"0? We will go. He said:", "0 We will stay."}},
		{`“The “peace” deal is dead,” he said.`, []string{"0 The “peace” deal is dead,", "1 peace"}},
		{`"The "peace" deal is dead," he said.`, []string{`0 The "peace" deal is dead,`, "1 peace"}},
		{`“Never"—he paused—“again.”`, []string{"0 Never", "0 again."}},
		{`(“Yes.”) ("No.")`, []string{"0 Yes.", "0 No."}},
		{`He said we agree.” Then he left.`, nil},
		{"``We agree,'' he said.", []string{"0 We agree,"}},
		{`“”`, nil},
		{`In the '90s, rock and roll, y'know, was 'king'.`, []string{"0 king"}},
		{`“I—” he said, “I can’t.”`, []string{"0 I—", "0 I can’t."}},
	} {
		if got := quotesOf(c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
		}
	}
}
