package export

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/ledger"
)

// Bounds of what the spatial model program of KTAB reads: lengths in bytes.
const (
	ktabScenario = 512
	ktabActor    = 25
	ktabWords    = 256
	ktabLabel    = 60
	// KTABActors is the fewest actors that its programs bargain with.
	KTABActors = 3
)

// ktabPlace is where a stance lies between rejecting a thing and having it. The
// steps are even for want of a measure: the reports tell an order, no distance.
func ktabPlace(s doc.Stance) (int, bool) {
	for i, x := range []doc.Stance{doc.StanceAgainst, doc.StanceDoubts, doc.StanceIf, doc.StanceOpen, doc.StanceFor} {
		if x == s {
			return 25 * i, true
		}
	}
	return 0, false
}

// IssueError tells that an export is of one issue, and that none was chosen or no
// such one is on the table.
type IssueError struct {
	Asked   string   // what was asked for, "" for nothing
	Choices []string // what is on the table
}

func (e *IssueError) Error() string {
	switch {
	case len(e.Choices) == 0:
		return "nothing is on the table"
	case e.Asked != "":
		return fmt.Sprintf("nothing is on the table under %q", e.Asked)
	}
	return "ktab holds one issue, and " + count(len(e.Choices), "thing") + " are on the table"
}

// voiceLine is the line of one voice: a party, or a person who speaks for it.
type voiceLine struct {
	party, by ledger.ActorID
	stand     *ledger.Stand
	of, all   int // its tellings on the issue, and on anything
}

// ktab writes one issue as the spatial model programs of the KAPSARC Toolkit for
// Behavioral Analysis read it: the scenario with how many actors and dimensions,
// the names of the columns, and a line for each voice with its latest stance.
// Who was not heard has no line.
//
// What the model calls influence and salience, reports do not tell. In their place
// stand counts, so that the file can be read, and the header says so: in how many
// tellings the voice takes a position on anything, and the percentage of them that
// are on the issue.
func (e *export) ktab(out io.Writer) error {
	t, err := e.l.Table(e.ctx, e.ask)
	if err != nil {
		return err
	}
	row, err := e.chosenRow(t)
	if err != nil {
		return err
	}
	lines := voicesOf(row)
	if err := e.countVoices(row, lines); err != nil {
		return err
	}
	names, err := e.namesOf(lines)
	if err != nil {
		return err
	}
	if len(lines) < KTABActors {
		e.notes = append(e.notes, fmt.Sprintf("%s found; the programs of KTAB bargain with %d actors at least", count(len(lines), "voice"), KTABActors))
	}
	label := ktabText(row.Proposal.Label, ktabLabel)
	about := "one stance a voice, by its latest line: against 0, doubts 25, if 50, open 75, for 100. Influence and salience are counts, no judgement: tellings of the voice's positions, and the percentage on this issue"
	if b := e.bounds(); len(b) > 0 {
		about = strings.Join(b, "; ") + ". " + about
	}
	return buffered(out, func(b *bufio.Writer) error {
		fmt.Fprintf(b, "%s,%s,%d,1\n", label, ktabText(about, ktabScenario), len(lines))
		fmt.Fprintf(b, "Actor,Description,Influence (count),%s Position,%s Salience (count)\n", label, label)
		taken := map[string]bool{}
		for _, x := range lines {
			place, _ := ktabPlace(x.stand.Stance)
			salience := 0.0
			if x.all > 0 {
				salience = 100 * float64(x.of) / float64(x.all)
			}
			fmt.Fprintf(b, "%s,%s,%d,%d,%s\n", ktabName(names[x.by].Name, taken), ktabText(x.about(names), ktabWords), x.all, place, strconv.FormatFloat(salience, 'f', 1, 64))
		}
		return e.count(len(lines))
	})
}

// chosenRow is the row of a table that was asked for, or its only one.
func (e *export) chosenRow(t *ledger.Table) (*ledger.Row, error) {
	wrong := &IssueError{Asked: e.o.Issue}
	for i := range t.Rows {
		r := &t.Rows[i]
		if e.o.Issue != "" && ledger.FoldName(r.Proposal.Label) == ledger.FoldName(e.o.Issue) || e.o.Issue == "" && len(t.Rows) == 1 {
			return r, nil
		}
		wrong.Choices = append(wrong.Choices, flat(r.Proposal.Label))
	}
	return nil, wrong
}

// voicesOf gives each voice of a row once, with its latest stance.
func voicesOf(r *ledger.Row) []voiceLine {
	var out []voiceLine
	for i := range r.Cells {
		for k := range r.Cells[i].Latest {
			s := &r.Cells[i].Latest[k]
			by := speaker(s)
			_, known := ktabPlace(s.Stance)
			if known && !slices.ContainsFunc(out, func(x voiceLine) bool { return x.by == by }) {
				out = append(out, voiceLine{party: r.Cells[i].Actor, by: by, stand: s})
			}
		}
	}
	return out
}

func speaker(s *ledger.Stand) ledger.ActorID { return cmp.Or(s.By, s.Actor) }

// told is a position as one family of reports tells it; copies tell it once.
type told struct {
	family ledger.ReportID
	thing  ledger.ProposalID
	stance doc.Stance
	within bool // it is on the row
}

// countVoices counts in how many tellings each voice takes a position, on the row
// and on anything within the bounds of the question.
func (e *export) countVoices(row *ledger.Row, lines []voiceLine) error {
	within, err := e.keysOf(row)
	if err != nil {
		return err
	}
	all := map[ledger.ActorID][]told{}
	for i := range lines {
		all[lines[i].by] = nil
	}
	ask := e.ask
	ask.Proposal, ask.Dossier = "", e.withIssues(nil)
	reports := map[ledger.ReportID]bool{}
	err = e.tellings(ask, func(s *ledger.Stand) {
		by := speaker(s)
		if list, asked := all[by]; asked {
			all[by] = append(list, told{s.Report, s.Proposal, s.Stance, within[s.Key]})
			reports[s.Report] = true
		}
	})
	if err != nil {
		return err
	}
	families, err := e.families(sorted(reports))
	if err != nil {
		return err
	}
	for i := range lines {
		seen := map[told]bool{}
		for _, x := range all[lines[i].by] {
			x.family = families[x.family]
			if !seen[x] {
				seen[x] = true
				lines[i].all++
				if x.within {
					lines[i].of++
				}
			}
		}
	}
	return nil
}

// families tells of which family each of the reports is.
func (e *export) families(ids []ledger.ReportID) (map[ledger.ReportID]ledger.ReportID, error) {
	out := make(map[ledger.ReportID]ledger.ReportID, len(ids))
	walk, err := e.l.Walk(e.ctx, ledger.Ask{})
	if err != nil {
		return nil, err
	}
	return out, walk.ReportsOf(ids, false, func(list []ledger.Report) error {
		for i := range list {
			out[list[i].ID] = cmp.Or(list[i].Family, list[i].ID)
		}
		return nil
	})
}

// tellings gives the positions within the bounds of a question.
func (e *export) tellings(ask ledger.Ask, each func(*ledger.Stand)) error {
	walk, err := e.l.Walk(e.ctx, ask)
	if err != nil {
		return err
	}
	return walk.Positions(func(list []ledger.Stand) error {
		for i := range list {
			each(&list[i])
		}
		return e.ctx.Err()
	})
}

// keysOf gives the keys of the positions that belong to a row. Those of an issue
// are what it and the issues before it hold, less what those before it hold: a
// proposal belongs to the first issue that it fits.
func (e *export) keysOf(row *ledger.Row) (map[string]bool, error) {
	keys := map[string]bool{}
	name, issue := strings.CutPrefix(row.Proposal.Key, "issue:")
	if !issue {
		return keys, e.tellings(e.ask, func(s *ledger.Stand) {
			if s.Proposal == row.Proposal.ID {
				keys[s.Key] = true
			}
		})
	}
	issues := e.ask.Dossier.Issues
	n := slices.IndexFunc(issues, func(x ledger.Issue) bool { return x.Name == name })
	ask := e.ask
	ask.Dossier = e.withIssues(issues[:n+1])
	err := e.tellings(ask, func(s *ledger.Stand) { keys[s.Key] = true })
	if err != nil || n == 0 {
		return keys, err // a dossier without issues would bound nothing
	}
	ask.Dossier = e.withIssues(issues[:n])
	return keys, e.tellings(ask, func(s *ledger.Stand) { delete(keys, s.Key) })
}

// withIssues is the dossier of the question with other issues.
func (e *export) withIssues(issues []ledger.Issue) *ledger.Dossier {
	if e.ask.Dossier == nil {
		return nil
	}
	d := *e.ask.Dossier
	d.Issues = issues
	return &d
}

func (e *export) namesOf(lines []voiceLine) (map[ledger.ActorID]ledger.Actor, error) {
	var ids []ledger.ActorID
	for _, x := range lines {
		ids = append(ids, x.party, x.by)
	}
	return e.l.Names(e.ctx, ids)
}

// about says of a line for whom the voice speaks, when, where and on what.
func (x *voiceLine) about(names map[ledger.ActorID]ledger.Actor) string {
	s := x.stand
	parts := []string{names[x.by].Name}
	if x.by != x.party {
		parts[0] += " for " + names[x.party].Name
	}
	stance := s.Stance.String()
	if s.Label != "" {
		stance += " – " + s.Label
	}
	if s.If != "" {
		stance += " if " + s.If
	}
	parts = append(parts, stance)
	if d := dayText(s.Said); d != "" {
		parts = append(parts, d)
	}
	return strings.Join(append(parts, s.Key), " · ")
}

// ktabText makes a text fit for a cell: its reader splits at every comma, and takes
// quotation marks off.
func ktabText(s string, most int) string {
	s = strings.TrimSpace(strings.NewReplacer(",", ";", `"`, "'").Replace(flat(s)))
	s = defuse(s)
	if len(s) <= most {
		return s
	}
	at := most
	for at > 0 && s[at]&0xc0 == 0x80 {
		at--
	}
	return strings.TrimSpace(s[:at])
}

// ktabName is a name that no other line has.
func ktabName(name string, taken map[string]bool) string {
	s := ktabText(name, ktabActor)
	for n := 2; taken[s] || s == ""; n++ {
		tail := " " + strconv.Itoa(n)
		s = ktabText(name, ktabActor-len(tail)) + tail
	}
	taken[s] = true
	return s
}
