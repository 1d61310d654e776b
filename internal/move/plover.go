package move

import (
	"bufio"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/parley-reader/parley/doc"
)

// loadPlover reads the table of codes: act, status or *, event, mode.
func (l *lexicon) loadPlover(fsys fs.FS, name string) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for line := 1; sc.Scan(); line++ {
		text := sc.Text()
		if text == "" || text[0] == '#' {
			continue
		}
		fields := strings.Split(text, "\t")
		if len(fields) != 4 {
			return fmt.Errorf("%s:%d: %d fields, want act, status, event, mode", name, line, len(fields))
		}
		var act doc.Act
		var status doc.Status
		if err := act.UnmarshalText([]byte(fields[0])); err != nil {
			return fmt.Errorf("%s:%d: %w", name, line, err)
		}
		if fields[1] != "*" {
			if err := status.UnmarshalText([]byte(fields[1])); err != nil {
				return fmt.Errorf("%s:%d: %w", name, line, err)
			}
		}
		if l.plover[act] == nil {
			l.plover[act] = map[doc.Status]doc.Plover{}
		}
		l.plover[act][status] = doc.Plover{Event: fields[2], Mode: fields[3]}
	}
	return sc.Err()
}

// code is the event of an act with a status; none for acts that the scheme does
// not hold and for what is only thought possible or is denied.
func (l *lexicon) code(act doc.Act, status doc.Status, cue string) doc.Plover {
	if status == doc.Denied || status == doc.Possible {
		return doc.Plover{}
	}
	p, ok := l.plover[act][status]
	if !ok {
		p = l.plover[act][0]
	}
	if p.Event == "COERCE" && l.has("sanction_words", cue) {
		p.Event = "SANCTION"
	}
	if p.Event == "ASSAULT" && l.has("mobilise_words", cue) {
		p.Event = "MOBILIZE"
	}
	return p
}

// modeList holds the cues of one mode of one event.
type modeList struct {
	event, mode string
	cues        words
}

// sortLists files the lists context:NAME and mode:EVENT:NAME of the lexicon.
func (l *lexicon) sortLists() {
	l.context = map[string]string{}
	var names []string
	for name := range l.lists {
		names = append(names, name)
	}
	slices.Sort(names) // a word in two lists is about the first
	for _, name := range names {
		kind, rest, _ := strings.Cut(name, ":")
		switch kind {
		case "context":
			for w := range l.lists[name] {
				if l.context[w] == "" {
					l.context[w] = rest
				}
			}
		case "mode":
			event, mode, _ := strings.Cut(rest, ":")
			l.modes = append(l.modes, modeList{event, mode, l.lists[name]})
		}
	}
}

// modeOf is how an event was made, by its cue; what a table tells stands.
func (l *lexicon) modeOf(p doc.Plover, cue string) string {
	if p.Mode != "" {
		return p.Mode
	}
	for i := range l.modes {
		if m := &l.modes[i]; m.event == p.Event && m.cues[cue] {
			return m.mode
		}
	}
	return ""
}
