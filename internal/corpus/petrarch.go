package corpus

import (
	"fmt"
	"html"
	"io"
	"strings"
)

// CameoEvent is one event coded by PETRARCH: a CAMEO code and two actor codes,
// whose first three letters name a country or a kind of actor; "---" is none.
type CameoEvent struct{ Code, Source, Target string }

// PetrarchSentence is one validation record. Events is empty where the record
// says that nothing is to be coded.
type PetrarchSentence struct {
	ID, Category string
	Date         string // "20080804"
	Text         string // lines joined by spaces
	Events       []CameoEvent
}

// ReadPetrarch reads a file of PETRARCH validation records. The format is XML
// in name only (comments hold mark-up, elements close themselves), so what
// does not belong to a record is passed over. A record without text gives an
// error that names it.
func ReadPetrarch(r io.Reader) ([]PetrarchSentence, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return nil, err
	}
	s := string(data)
	if i := strings.Index(s, "<Sentences>"); i >= 0 {
		s = s[i:]
	}
	s = withoutComments(s)
	var out []PetrarchSentence
	parts := strings.Split(s, "<Sentence ")
	for _, p := range parts[1:] {
		head, body, _ := strings.Cut(p, ">")
		rec := PetrarchSentence{ID: attribute(" "+head, "id"), Category: attribute(" "+head, "category"), Date: attribute(" "+head, "date")}
		rec.Text = strings.Join(strings.Fields(html.UnescapeString(between(body, "<Text>", "</Text>"))), " ")
		if rec.Text == "" {
			rec.Text = textOfParse(between(body, "<Parse>", "</Parse>"))
		}
		if rec.Text == "" {
			return nil, fmt.Errorf("PETRARCH record %q has neither <Text> nor <Parse>", rec.ID)
		}
		for _, e := range strings.Split(body, "<EventCoding ")[1:] {
			tag, _, _ := strings.Cut(e, ">")
			tag = " " + tag
			if code := attribute(tag, "eventcode"); code != "" {
				rec.Events = append(rec.Events, CameoEvent{code, attribute(tag, "sourcecode"), attribute(tag, "targetcode")})
			}
		}
		out = append(out, rec)
	}
	return out, nil
}

// textOfParse spells the text from the words of a tree in CoNLL-U, for records
// that give nothing else.
func textOfParse(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) < 4 {
			continue
		}
		b.WriteString(f[1])
		if !strings.Contains(f[len(f)-1], "SpaceAfter=No") {
			b.WriteByte(' ')
		}
	}
	return strings.TrimSpace(b.String())
}

func withoutComments(s string) string {
	var b strings.Builder
	for {
		i := strings.Index(s, "<!--")
		if i < 0 {
			break
		}
		b.WriteString(s[:i])
		j := strings.Index(s[i:], "-->")
		if j < 0 {
			return b.String()
		}
		s = s[i+j+3:]
	}
	b.WriteString(s)
	return b.String()
}

// PetrarchFiles are the dictionaries that a file of validation records names.
type PetrarchFiles struct {
	Verbs          string
	Actors, Agents []string
}

// ReadPetrarchFiles reads the names of dictionaries at the head of a file of
// validation records; what it does not name is empty.
func ReadPetrarchFiles(r io.Reader) (PetrarchFiles, error) {
	data, err := io.ReadAll(r)
	if err != nil {
		return PetrarchFiles{}, err
	}
	head := between(string(data), "<Environment>", "</Environment>")
	list := func(tag string) []string {
		return strings.FieldsFunc(between(head, "<"+tag+">", "</"+tag+">"), func(c rune) bool { return c == ',' || c == ' ' || c == '\n' })
	}
	f := PetrarchFiles{Actors: list("Actorfile"), Agents: list("Agentfile")}
	if verbs := list("Verbfile"); len(verbs) > 0 {
		f.Verbs = verbs[0]
	}
	return f, nil
}
