package evalcmd

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/corpus"
	"github.com/parley-reader/parley/internal/eval"
	"github.com/parley-reader/parley/internal/lexicon"
	dictionary "github.com/parley-reader/parley/internal/petrarch"
	plovercode "github.com/parley-reader/parley/internal/plover"
)

// plover scores the root of the chief event of each sentence, and the
// countries on both sides where both are coded.
func plover(t *job) error {
	c, err := coder()
	if err != nil {
		return err
	}
	for _, path := range t.paths {
		f, err := open(path)
		if err != nil {
			return err
		}
		records, err := corpus.ReadPlover(f)
		f.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		var score eval.PloverScore
		for _, r := range records {
			day, _ := time.Parse("2006-01-02", r.Date)
			events, err := t.events(c, r.Text, day)
			if err != nil {
				return fmt.Errorf("%s: record %s: %w", path, r.ID, err)
			}
			gold := eval.CodedEvent{Root: r.Event, Source: codes(r.Source), Target: codes(r.Target)}
			score.Add(eval.ScorePlover(gold, events))
		}
		fmt.Fprintf(t.out, "%s: %v\n", base(path), score)
	}
	return nil
}

func codes(actors []corpus.PloverActor) []string {
	var all []string
	for _, a := range actors {
		all = append(all, a.Code)
	}
	return eval.CodeCountries(all...)
}

// petrarch scores validation records of PETRARCH: the CAMEO root is compared
// through the PLOVER root that it belongs to. A second line tells the same with
// the dictionaries that the file names, those that lie beside it.
func petrarch(t *job) error {
	c, err := coder()
	if err != nil {
		return err
	}
	for _, path := range t.paths {
		sentences, files, err := readPetrarch(path)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := t.petrarchLine(path, "", c, sentences); err != nil {
			return err
		}
		own, names, err := withDictionaries(c, filepath.Join(filepath.Dir(path), "..", "dictionaries"), files)
		if err != nil {
			return err
		}
		if len(names) > 0 {
			if err := t.petrarchLine(path, ", with "+strings.Join(names, ", "), own, sentences); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *job) petrarchLine(path, with string, c *plovercode.Coder, sentences []corpus.PetrarchSentence) error {
	var score eval.PloverScore
	for _, s := range sentences {
		day, _ := time.Parse("20060102", s.Date)
		events, err := t.events(c, s.Text, day)
		if err != nil {
			return fmt.Errorf("%s: record %s: %w", path, s.ID, err)
		}
		for _, e := range s.Events {
			score.Add(eval.ScorePlover(eval.CodedEvent{
				Root: eval.PloverOfCameo(e.Code), Source: eval.CodeCountries(e.Source), Target: eval.CodeCountries(e.Target),
			}, events))
		}
	}
	fmt.Fprintf(t.out, "%s%s, roots as PLOVER has them: %v\n", base(path), with, score)
	return nil
}

func readPetrarch(path string) ([]corpus.PetrarchSentence, corpus.PetrarchFiles, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, corpus.PetrarchFiles{}, err
	}
	files, err := corpus.ReadPetrarchFiles(bytes.NewReader(data))
	if err != nil {
		return nil, files, err
	}
	sentences, err := corpus.ReadPetrarch(bytes.NewReader(data))
	return sentences, files, err
}

// withDictionaries is a coder with those of the files that lie in dir, and
// their names.
func withDictionaries(c *plovercode.Coder, dir string, files corpus.PetrarchFiles) (*plovercode.Coder, []string, error) {
	var names []string
	load := func(name string, read func(string, io.Reader) error) error {
		f, err := os.Open(filepath.Join(dir, name))
		if name == "" || errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil {
			return err
		}
		defer f.Close()
		names = append(names, name)
		return read(name, f)
	}
	var verbs *dictionary.Verbs
	err := load(files.Verbs, func(name string, r io.Reader) (err error) {
		verbs, err = dictionary.ReadVerbs(name, r)
		return err
	})
	actors := dictionary.NewActors()
	for _, name := range append(slices.Clip(files.Actors), files.Agents...) {
		if err == nil {
			err = load(name, actors.Read)
		}
	}
	if actors.Len() == 0 {
		actors = nil
	}
	return c.WithDictionaries(actors, verbs), names, err
}

// events are the coded events of a sentence, the one nearest to the root of
// its tree first.
func (t *job) events(coder *plovercode.Coder, text string, day time.Time) ([]eval.CodedEvent, error) {
	d, err := t.line.Read(doc.Report{Text: strings.ToValidUTF8(text, "\uFFFD"), Published: day}, t.ws)
	if err != nil {
		return nil, err
	}
	coded := coder.Code(d)
	plovercode.ChiefFirst(coded)
	var out []eval.CodedEvent
	for _, c := range coded {
		e := eval.CodedEvent{Root: c.Event, Source: countriesOf(c.Actor), Target: countriesOf(c.Recipient)}
		if len(c.Recipient) == 0 && len(e.Source) > 1 && (c.Event == "CONSULT" || c.Event == "AGREE") {
			e.Target = e.Source // what both do together
		}
		out = append(out, e)
	}
	return out, nil
}

func countriesOf(all []plovercode.Entity) []string {
	var out []string
	for _, e := range all {
		out = append(out, e.Code)
	}
	return eval.CodeCountries(out...)
}

// coder is the coder of events with the words and facts that ship.
func coder() (*plovercode.Coder, error) {
	lex, err := lexicon.Load(lexicon.Embedded())
	if err != nil {
		return nil, err
	}
	return plovercode.New(lex, plovercode.Embedded())
}
