package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// correctionsPage is the log of corrections, the forms that make one, and merges
// that the ledger proposes.
type correctionsPage struct {
	Log      []logLine
	Merges   []mergeLine
	Form     correctForm
	Problem  *fault
	Made     int64 // the number of the correction that was just made, 0 for none
	MadeLine string
}

// correctForm is what a form holds when it is shown.
type correctForm struct {
	Kind, Target, With, Author, Reason string
	Words                              string // of the line that is to be marked
}

type logLine struct {
	ID                         int64
	Kind, What, Author, Reason string
	Day                        string
	UndoneBy                   int64
	CanUndo                    bool
}

type mergeLine struct {
	A, B, AKey, BKey, Why string
	Percent               int
}

// proposedMerges is how many are shown.
const proposedMerges = 20

// correctionKinds are what a form may make, with how they read in the log.
var correctionKinds = map[ledger.CorrectionKind]string{
	ledger.MergeActors: "one actor", ledger.SplitActor: "split off", ledger.MergeProposals: "one proposal", ledger.WrongLine: "wrong line",
	ledger.MarkCommitment: "commitment", ledger.MarkDeadline: "deadline", ledger.UndoCorrection: "undo",
}

// kindHelp is what the kinds are called where one is chosen.
var kindHelp = map[string]string{
	"merge": "Two names are one actor", "split": "A name is an actor of its own", "wrong": "A line is wrong and does not count",
	"commitment": "A commitment is met, lapsed, withdrawn or open", "deadline": "A deadline was kept or missed", "merge-proposal": "Two proposals are one (by key)",
}

func (s *Site) corrections(p *page) error {
	q := p.State.values
	body := &correctionsPage{Form: correctForm{Kind: q.Get("kind"), Target: q.Get("target"), With: q.Get("with"), Author: p.Caller.Name}}
	if n, err := strconv.ParseInt(q.Get("made"), 10, 64); err == nil {
		body.Made = n
	}
	return s.showCorrections(p, body)
}

// correct makes the correction of a form.
func (s *Site) correct(p *page) error {
	p.r.Body = http.MaxBytesReader(p.w, p.r.Body, 1<<16)
	if err := p.r.ParseForm(); err != nil {
		return wrong("Send the form again.", "The form cannot be read.")
	}
	f := p.r.PostForm
	form := correctForm{Kind: f.Get("kind"), Target: strings.TrimSpace(f.Get("target")), With: strings.TrimSpace(f.Get("with")), Author: strings.TrimSpace(f.Get("author")), Reason: strings.TrimSpace(f.Get("reason"))}
	id, err := s.makeCorrection(p.r.Context(), &form)
	if err == nil {
		return p.goTo(p.URL("/corrections", "made", strconv.FormatInt(id, 10), "#", "c"+strconv.FormatInt(id, 10)))
	}
	problem := faultOf(err)
	if problem == nil {
		return err
	}
	if err := s.showCorrections(p, &correctionsPage{Form: form, Problem: problem}); err != nil {
		return err
	}
	return p.render(problem.Status)
}

// makeCorrection turns names into keys and makes the correction.
func (s *Site) makeCorrection(ctx context.Context, f *correctForm) (int64, error) {
	c := ledger.Correction{Kind: ledger.CorrectionKind(f.Kind), Target: f.Target, With: f.With, Author: f.Author, Reason: f.Reason, Learned: s.o.Now()}
	switch {
	case correctionKinds[c.Kind] == "":
		return 0, wrong("Choose what is to be put right.", "%q is no kind of correction.", f.Kind)
	case c.Author == "":
		return 0, wrong("Write your name: each correction is signed.", "Nobody signs the correction.")
	case c.Reason == "":
		return 0, wrong("Say why: others will read it.", "No reason is given.")
	}
	var names []*string
	switch c.Kind {
	case ledger.MergeActors:
		names = []*string{&c.Target, &c.With}
	case ledger.SplitActor:
		names = []*string{&c.Target}
	}
	for _, n := range names {
		key, err := s.actorKey(ctx, *n)
		if err != nil {
			return 0, err
		}
		*n = key
	}
	return s.l.Correct(ctx, c)
}

// actorKey is the key of the actor of a name or key.
func (s *Site) actorKey(ctx context.Context, name string) (string, error) {
	if name == "" {
		return "", wrong("Name the actor as the table does.", "No actor is named.")
	}
	known, err := s.l.Store.ActorsByKey(ctx, []string{name})
	if err != nil || len(known) == 1 {
		return name, err
	}
	w, err := s.l.Who(ctx, name, ledger.Ask{Limit: 1})
	if err != nil {
		return "", err
	}
	return w.Actor.Key, nil
}

func (s *Site) showCorrections(p *page, body *correctionsPage) error {
	ctx := p.r.Context()
	list, err := s.l.Store.Corrections(ctx)
	if err != nil {
		return err
	}
	undone := map[int64]int64{}
	for _, c := range slices.Backward(list) {
		if id, err := strconv.ParseInt(c.Target, 10, 64); err == nil && c.Kind == ledger.UndoCorrection && undone[c.ID] == 0 {
			undone[id] = c.ID
		}
	}
	called, err := s.targets(ctx, list)
	if err != nil {
		return err
	}
	for _, c := range slices.Backward(list) {
		line := logLine{ID: c.ID, Kind: correctionKinds[c.Kind], What: called(&c), Author: brief.Clean(c.Author), Reason: brief.Clean(c.Reason),
			Day: c.Learned.UTC().Format("2006-01-02 15:04"), UndoneBy: undone[c.ID], CanUndo: undone[c.ID] == 0 && p.May("correct")}
		body.Log = append(body.Log, line)
		if c.ID == body.Made {
			body.MadeLine = line.Kind + ": " + line.What
		}
	}
	if body.Form.Words, err = s.lineWords(ctx, body.Form.Target); err != nil {
		return err
	}
	merges, err := s.l.Merges(ctx, proposedMerges)
	if err != nil {
		return err
	}
	for i := range merges {
		m := &merges[i]
		body.Merges = append(body.Merges, mergeLine{brief.Clean(m.A.Name), brief.Clean(m.B.Name), m.A.Key, m.B.Key, brief.Clean(m.Why), int(m.Odds*100 + .5)})
	}
	return p.show("corrections", "Corrections", body)
}

// targets reads the names behind the keys of corrections, and gives what tells a
// correction in words.
func (s *Site) targets(ctx context.Context, list []ledger.Correction) (func(*ledger.Correction) string, error) {
	var actors, proposals []string
	for _, c := range list {
		switch c.Kind {
		case ledger.MergeActors, ledger.SplitActor:
			actors = append(actors, c.Target, c.With)
		case ledger.MergeProposals:
			proposals = append(proposals, c.Target, c.With)
		}
	}
	as, err1 := s.l.Store.ActorsByKey(ctx, actors)
	ps, err2 := s.l.Store.ProposalsByKey(ctx, proposals)
	names := map[string]string{}
	for i := range as {
		names[as[i].Key] = as[i].Name
	}
	for i := range ps {
		names[ps[i].Key] = ps[i].Label
	}
	name := func(key string) string { return brief.Clean(cmp.Or(names[key], key)) }
	return func(c *ledger.Correction) string {
		switch c.Kind {
		case ledger.MergeActors, ledger.MergeProposals:
			return name(c.Target) + " = " + name(c.With)
		case ledger.SplitActor:
			return brief.Clean(c.With) + " from " + name(c.Target)
		case ledger.UndoCorrection:
			return "correction " + c.Target
		}
		return strings.TrimSpace(brief.Clean(c.Target + " " + c.With))
	}, errors.Join(err1, err2)
}

// lineWords are the words of a line that a form is about; "" where it names none.
func (s *Site) lineWords(ctx context.Context, key string) (string, error) {
	report, place, ok := strings.Cut(key, ":")
	if !ok || place == "" {
		return "", nil
	}
	list, err := s.l.Store.ReportsByKey(ctx, []string{report})
	if err != nil || len(list) != 1 {
		return "", err
	}
	q := ledger.Query{Reports: []ledger.ReportID{list[0].ID}}
	var words string
	take := func(l *ledger.Line) {
		if l.Key == key {
			words = brief.Clip(brief.Clean(l.Words), 400)
		}
	}
	switch place[0] {
	case 'p':
		err = eachLine(ctx, s.l.Store.Positions, q, func(x *ledger.Position) { take(&x.Line) })
	case 'm':
		err = eachLine(ctx, s.l.Store.Moves, q, func(x *ledger.Move) { take(&x.Line) })
	case 's':
		err = eachLine(ctx, s.l.Store.Statements, q, func(x *ledger.Statement) { take(&x.Line) })
	case 'd':
		err = eachLine(ctx, s.l.Store.Deadlines, q, func(x *ledger.Deadline) { take(&x.Line) })
	case 'h':
		err = eachLine(ctx, s.l.Store.Shifts, q, func(x *ledger.Shift) { take(&x.Line) })
	}
	return words, err
}

func eachLine[T any](ctx context.Context, read func(context.Context, ledger.Query) ([]T, error), q ledger.Query, each func(*T)) error {
	list, err := read(ctx, q)
	for i := range list {
		each(&list[i])
	}
	return err
}
