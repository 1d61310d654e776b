package when

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// rule is one entry of rules.txt: a kind, which names what resolves it, and
// what it sets before any pattern adds to that.
type rule struct {
	name string
	kind kindOf
	sets []setting
	why  string // "rule " and the name
}

type setting struct {
	slot slot
	val  int32
}

// op is one step of a compiled pattern.
type op uint8

const (
	opWord  op = iota // one of ids
	opClass           // a class, into a slot
	opHyphen
	opSlash
	opSplit // try x, then y
	opJump  // to x
	opBegin // the span begins here
	opFinish
	opMatch
)

type inst struct {
	op   op
	cls  class
	slot slot
	ids  []int32
	sets []setting
	x, y int32
}

// pattern is one line of a rule, compiled.
type pattern struct {
	rule  *rule
	code  []inst
	line  int
	least int // pieces, at the least
}

// Example is a line of the rule file that shows what a rule does: a sentence,
// the day on which it was said, and the one time that is to be found in it,
// or none.
type example struct {
	line       int
	rule       string
	positive   bool
	anchor     string
	text       string
	start, end int
	want       string // "TYPE VALUE [FROM TO [~]]"
}

// ruleFile is what rules.txt holds.
type ruleFile struct {
	patterns []pattern
	examples []example
	rules    []*rule
}

// ruleParser reads a rule file line by line.
type ruleParser struct {
	w      *words
	macros map[string]string
	cur    *rule
	out    ruleFile
}

func readRules(fsys fs.FS, name string, w *words) (*ruleFile, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("when: rules: %w", err)
	}
	p := &ruleParser{w: w, macros: map[string]string{}}
	n := 0
	for line := range strings.Lines(string(data)) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if err := p.line(line, n); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return &p.out, nil
}

func (p *ruleParser) line(line string, n int) error {
	key, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	switch key {
	case "let":
		name, body, ok := strings.Cut(rest, "=")
		if !ok {
			return fmt.Errorf("a macro is: let NAME = PATTERN")
		}
		p.macros[strings.TrimSpace(name)] = strings.TrimSpace(body)
		return nil
	case "rule":
		return p.rule(strings.Fields(rest))
	}
	if p.cur == nil {
		return fmt.Errorf("%q stands before the first rule", line)
	}
	switch key {
	case "|":
		code, err := p.compile(rest)
		if err != nil {
			return err
		}
		p.out.patterns = append(p.out.patterns, pattern{rule: p.cur, code: code, line: n})
	case "+", "-":
		e, err := parseExample(rest, key == "+")
		if err != nil {
			return err
		}
		e.line, e.rule = n, p.cur.name
		p.out.examples = append(p.out.examples, e)
	default:
		return fmt.Errorf("a line begins with let, rule, |, + or -, not %q", key)
	}
	return nil
}

func (p *ruleParser) rule(f []string) error {
	if len(f) < 2 {
		return fmt.Errorf("a rule is: rule NAME KIND [slot=value ...]")
	}
	k, ok := kindNames[f[1]]
	if !ok {
		return fmt.Errorf("unknown kind %q", f[1])
	}
	r := &rule{name: f[0], kind: k, why: "rule " + f[0]}
	for _, s := range f[2:] {
		set, err := parseSetting(s)
		if err != nil {
			return err
		}
		r.sets = append(r.sets, set)
	}
	p.cur = r
	p.out.rules = append(p.out.rules, r)
	return nil
}

func parseExample(s string, positive bool) (example, error) {
	e := example{positive: positive}
	anchor, text, ok := strings.Cut(s, ": ")
	if !ok {
		return e, fmt.Errorf("an example is: DATE: TEXT with {TIME}. => TYPE VALUE FROM TO")
	}
	e.anchor = strings.TrimSpace(anchor)
	if positive {
		if text, e.want, ok = strings.Cut(text, "=>"); !ok {
			return e, fmt.Errorf("an example without =>")
		}
		e.want = strings.Join(strings.Fields(e.want), " ")
	}
	e.text = strings.TrimSpace(text)
	if i := strings.IndexByte(e.text, '{'); i >= 0 {
		j := strings.IndexByte(e.text, '}')
		if j < i {
			return e, fmt.Errorf("an example's { has no }")
		}
		e.start, e.end = i, j-1
		e.text = e.text[:i] + e.text[i+1:j] + e.text[j+1:]
	} else if positive {
		return e, fmt.Errorf("an example without {TIME}")
	}
	return e, nil
}

// parseSetting reads slot=value. Units go by name; numbers are in whole ones.
func parseSetting(s string) (setting, error) {
	name, val, ok := strings.Cut(s, "=")
	if !ok {
		return setting{}, fmt.Errorf("%q is not slot=value", s)
	}
	for i, n := range slotNames {
		if n != name {
			continue
		}
		sl := slot(i)
		if sl == sUnit || sl == sUnit2 {
			v, err := classValue(cUnit, val)
			return setting{sl, int32(v)}, err
		}
		v, err := strconv.Atoi(val)
		if err != nil {
			return setting{}, fmt.Errorf("%q: %q is not a number", s, val)
		}
		if sl == sNum || sl == sNum2 {
			v *= 16
		}
		return setting{sl, int32(v)}, nil
	}
	return setting{}, fmt.Errorf("unknown slot %q", name)
}

// compile turns a pattern into code. Its grammar, elements apart by spaces:
//
//	word  a|b|c   word{slot=1}   <class>   <class:slot>   -   $macro
//	( x / y )     any of them with ? after it: may be left out
//	^  $          where the span begins and ends, when not with the match
func (p *ruleParser) compile(s string) ([]inst, error) {
	toks, err := p.expand(strings.Fields(s), 0)
	if err != nil {
		return nil, err
	}
	c := &compiler{w: p.w, toks: toks}
	if err := c.alternatives(); err != nil {
		return nil, err
	}
	if c.at < len(toks) {
		return nil, fmt.Errorf("unexpected %q", toks[c.at])
	}
	c.emit(inst{op: opMatch})
	return c.code, nil
}

func (p *ruleParser) expand(f []string, depth int) ([]string, error) {
	if depth > 8 {
		return nil, fmt.Errorf("macros nest too deep")
	}
	var out []string
	for _, s := range f {
		if s[0] != '$' || s == "$" {
			out = append(out, s)
			continue
		}
		name, opt := strings.CutSuffix(s[1:], "?")
		body, ok := p.macros[name]
		if !ok {
			return nil, fmt.Errorf("unknown macro %q", name)
		}
		sub, err := p.expand(strings.Fields(body), depth+1)
		if err != nil {
			return nil, err
		}
		out = append(append(out, "("), sub...)
		if opt {
			out = append(out, ")?")
		} else {
			out = append(out, ")")
		}
	}
	return out, nil
}

type compiler struct {
	w    *words
	toks []string
	at   int
	code []inst
}

func (c *compiler) emit(in inst) int {
	c.code = append(c.code, in)
	return len(c.code) - 1
}

func (c *compiler) peek() string {
	if c.at < len(c.toks) {
		return c.toks[c.at]
	}
	return ""
}

// alternatives compiles "x / y / z" up to the closing bracket or the end.
func (c *compiler) alternatives() error {
	var ends []int
	for {
		split := c.emit(inst{op: opSplit})
		c.code[split].x = int32(split + 1)
		if err := c.sequence(); err != nil {
			return err
		}
		if c.peek() != "/" {
			c.code[split].op = opJump // the last one has no other way
			break
		}
		c.at++
		ends = append(ends, c.emit(inst{op: opJump}))
		c.code[split].y = int32(len(c.code))
	}
	for _, e := range ends {
		c.code[e].x = int32(len(c.code))
	}
	return nil
}

func (c *compiler) sequence() error {
	for c.at < len(c.toks) {
		switch c.peek() {
		case "/", ")", ")?":
			return nil
		}
		if err := c.element(); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) element() error {
	tok := c.toks[c.at]
	c.at++
	split := c.emit(inst{op: opSplit})
	c.code[split].x = int32(split + 1)
	optional := false
	if tok == "(" {
		if err := c.alternatives(); err != nil {
			return err
		}
		switch c.peek() {
		case ")":
		case ")?":
			optional = true
		default:
			return fmt.Errorf("a bracket is not closed")
		}
		c.at++
	} else {
		var err error
		if optional, err = c.atom(tok); err != nil {
			return err
		}
	}
	if optional {
		c.code[split].y = int32(len(c.code))
	} else {
		c.code[split].op = opJump
	}
	return nil
}

func (c *compiler) atom(tok string) (optional bool, err error) {
	tok, optional = strings.CutSuffix(tok, "?")
	switch tok {
	case "^":
		c.emit(inst{op: opBegin})
		return
	case "$":
		c.emit(inst{op: opFinish})
		return
	case "-":
		c.emit(inst{op: opHyphen})
		return
	case "//":
		c.emit(inst{op: opSlash})
		return
	}
	if strings.HasPrefix(tok, "<") {
		tok, sets, err := cutSettings(tok)
		if err != nil {
			return optional, err
		}
		in, err := classInst(strings.TrimSuffix(tok[1:], ">"))
		in.sets = sets
		c.emit(in)
		return optional, err
	}
	return optional, c.words(tok)
}

// words compiles "a|b{slot=1}|c{slot=2}": a word takes the settings that stand
// next to its right.
func (c *compiler) words(tok string) error {
	var groups []inst
	open := false
	for alt := range strings.SplitSeq(tok, "|") {
		name, sets, err := cutSettings(alt)
		if err != nil {
			return err
		}
		if name == "" {
			return fmt.Errorf("an empty word in %q", tok)
		}
		if name == "-" {
			groups, open = append(groups, inst{op: opHyphen, sets: sets}), false
			continue
		}
		if !open {
			groups = append(groups, inst{op: opWord})
		}
		g := &groups[len(groups)-1]
		g.ids = append(g.ids, c.w.id(name))
		g.sets = sets
		open = sets == nil
	}
	var ends []int
	for i, g := range groups {
		if i == len(groups)-1 {
			c.emit(g)
			break
		}
		at := len(c.code)
		c.emit(inst{op: opSplit, x: int32(at + 1), y: int32(at + 3)})
		c.emit(g)
		ends = append(ends, c.emit(inst{op: opJump}))
	}
	for _, e := range ends {
		c.code[e].x = int32(len(c.code))
	}
	return nil
}

func cutSettings(tok string) (string, []setting, error) {
	i := strings.IndexByte(tok, '{')
	if i < 0 {
		return tok, nil, nil
	}
	var sets []setting
	for s := range strings.SplitSeq(strings.TrimSuffix(tok[i+1:], "}"), ",") {
		set, err := parseSetting(s)
		if err != nil {
			return "", nil, err
		}
		sets = append(sets, set)
	}
	return tok[:i], sets, nil
}

func classInst(s string) (inst, error) {
	name, to, named := strings.Cut(s, ":")
	cls, ok := classNames[name]
	if !ok {
		return inst{}, fmt.Errorf("unknown class <%s>", name)
	}
	in := inst{op: opClass, cls: cls, slot: nSlots}
	if sl, ok := classSlot[cls]; ok {
		in.slot = sl
	}
	if named {
		in.slot = nSlots
		for i, n := range slotNames {
			if n == to {
				in.slot = slot(i)
			}
		}
		if in.slot == nSlots {
			return in, fmt.Errorf("unknown slot %q", to)
		}
	}
	return in, nil
}
