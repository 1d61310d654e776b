package web

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/parley-reader/parley/internal/brief"
	"github.com/parley-reader/parley/ledger"
)

// correctionsPage is the log of corrections, the forms that make one, and merges
// that the ledger proposes.
type correctionsPage struct {
	Log      []logLine
	Merges   []mergeLine
	Form     correctForm
	Kinds    []kindForm
	Names    []string // of actors, to choose from
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

// kindForm is how the form asks for one kind of correction.
type kindForm struct {
	Kind, Help   string
	Target, With string   // the labels of its fields; With is "" where there is none
	Hint         string   // an example of the second
	List         string   // what the second is chosen from: "actors" or a list of its own
	Choices      []string // of a list of its own
	OfActors     bool     // the first is an actor
	URL          string   // of the page with this form
	Lit          bool
}

// kindForms are the forms, in the order in which they are offered.
var kindForms = [...]kindForm{
	{Kind: "merge", Help: "Two names are one actor", Target: "Actor", With: "is the same as", Hint: "the other actor", List: "actors", OfActors: true},
	{Kind: "split", Help: "A name is an actor of its own", Target: "Actor that has the name now", With: "Name that is another's", Hint: "as reports write it", List: "actors", OfActors: true},
	{Kind: "wrong", Help: "A line is wrong and does not count", Target: "Key of the line"},
	{Kind: "commitment", Help: "A commitment is met, lapsed, withdrawn or open", Target: "Key of the commitment", With: "is now", Hint: "met", List: "commitment-states", Choices: []string{"open", "met", "lapsed", "withdrawn"}},
	{Kind: "deadline", Help: "A deadline was kept or missed", Target: "Key of the deadline", With: "was", Hint: "kept", List: "deadline-states", Choices: []string{"kept", "missed"}},
	{Kind: "merge-proposal", Help: "Two proposals are one (by key)", Target: "Key of the proposal", With: "is the same as", Hint: "the key of the other"},
}

// Names to choose from are those of actors that spoke or acted last.
const (
	namesToChoose = 200
	namesLines    = 400
)

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
	if err := whole(f); err != nil {
		return err
	}
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

// whole refuses bytes that are no text: they would be kept for ever.
func whole(f url.Values) error {
	for name, values := range f {
		for _, v := range values {
			if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
				return wrong("Type it again.", "What was written for %q is no text.", brief.Clip(brief.Clean(strings.ToValidUTF8(name, "?")), 40))
			}
		}
	}
	return nil
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

// actorKey is the key of the actor of a name or key that a form names.
func (s *Site) actorKey(ctx context.Context, name string) (string, error) {
	if name == "" {
		return "", wrong("Name the actor as the table does.", "No actor is named.")
	}
	return s.l.ActorKey(ctx, name)
}

func (s *Site) showCorrections(p *page, body *correctionsPage) error {
	ctx := p.r.Context()
	list, err := s.l.Store.Corrections(ctx)
	if err != nil {
		return err
	}
	undone := ledger.UndoneBy(list)
	form := ledger.Correction{Kind: ledger.MergeActors, Target: body.Form.Target, With: body.Form.With}
	called, err := s.targets(ctx, append(slices.Clone(list), form))
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
	if err := s.fillForm(p, body, called); err != nil {
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

// fillForm fills what the form shows: its labels, what it is about, names to choose
// from. Who may not correct gets none.
func (s *Site) fillForm(p *page, body *correctionsPage, called func(*ledger.Correction) string) error {
	if !p.May("correct") {
		return nil
	}
	form := &body.Form
	chosen := slices.IndexFunc(kindForms[:], func(k kindForm) bool { return k.Kind == form.Kind })
	if chosen < 0 {
		form.Kind, chosen = kindForms[0].Kind, 0
	}
	for i, k := range kindForms {
		k.URL, k.Lit = p.URL("/corrections", "kind", k.Kind), i == chosen
		body.Kinds = append(body.Kinds, k)
	}
	ctx := p.r.Context()
	var err error
	if form.Words, err = s.lineWords(ctx, form.Target); err != nil {
		return err
	}
	if kindForms[chosen].OfActors && form.Target != "" && form.Words == "" {
		if words := called(&ledger.Correction{Kind: ledger.MergeActors, Target: form.Target}); words != brief.Clean(form.Target)+" = " {
			form.Words = strings.TrimSuffix(words, " = ")
		}
	}
	body.Names, err = s.recentNames(ctx)
	return err
}

// recentNames are the names of the actors that acted or took a stance last, in the
// order of the alphabet.
func (s *Site) recentNames(ctx context.Context) ([]string, error) {
	q := ledger.Query{Newest: true, Limit: namesLines}
	positions, err1 := s.l.Store.Positions(ctx, q)
	moves, err2 := s.l.Store.Moves(ctx, q)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	seen := map[ledger.ActorID]bool{0: true}
	var ids []ledger.ActorID
	add := func(list ...ledger.ActorID) {
		for _, id := range list {
			if !seen[id] && len(ids) < namesToChoose {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	for i := range positions {
		add(positions[i].By, positions[i].Actor)
	}
	for i := range moves {
		add(moves[i].By...)
	}
	known, err := s.l.Names(ctx, ids)
	return choices(known), err
}

// choices are the names of actors, in the order of the alphabet; where several are
// listed under one name, their keys, since the name would mean one of them alone.
func choices(known map[ledger.ActorID]ledger.Actor) (out []string) {
	keys := map[string][]string{}
	names := map[string]string{}
	for _, a := range known {
		n := brief.Clean(a.Name)
		if fold := ledger.FoldName(n); n != "" && !slices.Contains(keys[fold], a.Key) {
			keys[fold], names[fold] = append(keys[fold], a.Key), n
		}
	}
	for fold, of := range keys {
		if len(of) == 1 {
			of = []string{names[fold]}
		}
		out = append(out, of...)
	}
	slices.Sort(out)
	return out
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
