package record

import (
	"bufio"
	"fmt"
	"io/fs"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// lines calls f for each line of a data file that is not blank or a comment;
// an error of f is given its file and line.
func lines(fsys fs.FS, name string, f func(line string) error) error {
	file, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("record data: %w", err)
	}
	defer file.Close()
	scan := bufio.NewScanner(file)
	for n := 1; scan.Scan(); n++ {
		line := strings.TrimSpace(scan.Text())
		if line == "" || line[0] == '#' || line[0] == '+' || line[0] == '-' { // examples are for tests
			continue
		}
		if err := f(line); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	if err := scan.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// list splits "key: word word" into its parts.
func list(line string) (key string, words []string, err error) {
	key, rest, ok := strings.Cut(line, ":")
	if !ok || len(strings.Fields(rest)) == 0 {
		return "", nil, fmt.Errorf("%q is not of the form \"key: word word …\"", line)
	}
	return strings.TrimSpace(key), strings.Fields(rest), nil
}

func (b *Builder) loadThings(fsys fs.FS) error {
	return lines(fsys, "things.txt", func(line string) error {
		key, words, err := list(line)
		if err != nil {
			return err
		}
		if known, err := b.thing.load(key, words); known {
			return err
		}
		var kind doc.ProposalKind
		if key != "shell" && key != "part" {
			if err := kind.UnmarshalText([]byte(key)); err != nil {
				return err
			}
		}
		for _, w := range words {
			switch key {
			case "shell":
				b.shells[w] = true
			case "part":
				b.parts[w] = true
			default:
				b.things[w] = kind
			}
		}
		return nil
	})
}

func (b *Builder) loadOptions(fsys fs.FS) error {
	return lines(fsys, "options.txt", func(line string) error {
		key, words, err := list(line)
		if err != nil {
			return err
		}
		kind, value, _ := strings.Cut(key, " ")
		for _, w := range words {
			switch kind {
			case "format":
				b.formats[fold(w)] = value
			case "venue":
				b.venues[w] = true
			default:
				return fmt.Errorf("unknown kind of option %q; known are format and venue", kind)
			}
		}
		return nil
	})
}

func (b *Builder) loadOpen(fsys fs.FS) error {
	return lines(fsys, "open.txt", func(line string) error {
		b.open[line] = true
		return nil
	})
}

// shiftWords are the lemmas that tell of a change; see data/shifts.txt.
type shiftWords struct {
	before, after, but, give, stand, bearing, alter, fade, from, hold, refuse, set, spell, upon,
	speech, gave, turn, relent, about, stop, side, initial, fresh, think, tell map[string]bool
}

func (b *Builder) loadShifts(fsys fs.FS) error {
	w := &b.shift
	lists := map[string]*map[string]bool{
		"before": &w.before, "after": &w.after, "but": &w.but, "give": &w.give, "stand": &w.stand, "bearing": &w.bearing,
		"alter": &w.alter, "fade": &w.fade, "from": &w.from, "hold": &w.hold, "refuse": &w.refuse, "set": &w.set,
		"spell": &w.spell, "upon": &w.upon, "speech": &w.speech, "gave": &w.gave, "turn": &w.turn, "relent": &w.relent, "about": &w.about, "stop": &w.stop, "side": &w.side,
		"initial": &w.initial, "fresh": &w.fresh, "think": &w.think, "tell": &w.tell,
	}
	return loadSets(fsys, "shifts.txt", lists)
}

// mend lists what a lemmatiser that takes too much or too little off a past
// tense makes of the verbs of change: retreate, dropp, reversse.
func (b *Builder) mend() {
	b.mended = map[string]string{}
	w := &b.shift
	for _, set := range []map[string]bool{w.give, w.alter, w.hold, w.refuse, w.turn, w.relent, w.speech, w.gave, w.stop, w.fade} {
		for word := range set {
			word, _, _ = strings.Cut(word, "+")
			n := len(word)
			if n < 4 {
				continue
			}
			wrong := []string{word + "e", word + word[n-1:]}
			if word[n-1] == 'e' {
				wrong = append(wrong, word[:n-1])
			}
			for _, m := range wrong {
				if old := b.mended[m]; !set[m] && (old == "" || word < old) {
					b.mended[m] = word
				}
			}
		}
	}
}

// loadSets reads a file of lists, each into the set of its name.
func loadSets(fsys fs.FS, name string, lists map[string]*map[string]bool) error {
	return lines(fsys, name, func(line string) error {
		key, words, err := list(line)
		if err != nil {
			return err
		}
		set, ok := lists[key]
		if !ok {
			return fmt.Errorf("unknown list %q", key)
		}
		*set = map[string]bool{}
		for _, word := range words {
			(*set)[word] = true
		}
		return nil
	})
}

// dueWords are the words of what is due; see data/due.txt.
type dueWords struct{ limit, grant, limits, speech, loose, spell, begin map[string]bool }

func (b *Builder) loadDue(fsys fs.FS) error {
	w := &b.due
	return loadSets(fsys, "due.txt", map[string]*map[string]bool{
		"limit": &w.limit, "grant": &w.grant, "limits": &w.limits, "speech": &w.speech, "loose": &w.loose,
		"spell": &w.spell, "begin": &w.begin,
	})
}

// fold makes one form of the spellings of a compound: "Three-Way", "three way"
// and "threeway" are one.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == ' ' || r == '‑' || r == '–' {
			return -1
		}
		return r
	}, strings.ToLower(s))
}
