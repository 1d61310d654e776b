package move

import (
	"bufio"
	"fmt"
	"io/fs"
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
