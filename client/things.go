package client

// Actor is a person, state, place, organisation or group across reports.
type Actor struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Kind    string   `json:"kind" doc:"person, country, place, organisation or group"`
	Country string   `json:"country,omitempty" doc:"ISO 3166-1 alpha-3"`
	Role    string   `json:"role,omitempty"`
	Names   []string `json:"names,omitempty"`
}

// ProfileAbout tells of whom a profile is.
type ProfileAbout struct {
	Actor   Actor   `json:"actor"`
	Merged  []Actor `json:"merged,omitempty" doc:"that corrections made one with it"`
	Reports int     `json:"reports"`
	Others  []Actor `json:"others,omitempty" doc:"other actors of the name that was asked for"`
}

// Known is one thing that is known of an actor or told by a report: one of its parts
// is set.
type Known struct {
	Kind       string      `json:"kind" doc:"position, owes, awaits, move, statement, deadline or shift"`
	Proposal   string      `json:"proposal,omitempty"`
	Position   *Stand      `json:"position,omitempty"`
	Commitment *Commitment `json:"commitment,omitempty"`
	Move       *Move       `json:"move,omitempty"`
	Statement  *Statement  `json:"statement,omitempty"`
	Deadline   *Due        `json:"deadline,omitempty"`
	Shift      *Shift      `json:"shift,omitempty"`
}

// Report is one version of a report, without its text.
type Report struct {
	Key       string `json:"key"`
	Origin    string `json:"origin" doc:"what it was added from; the same for all versions"`
	URL       string `json:"url,omitempty"`
	Outlet    string `json:"outlet,omitempty"`
	Title     string `json:"title,omitempty"`
	Author    string `json:"author,omitempty"`
	Language  string `json:"language,omitempty"`
	Published string `json:"published,omitempty"`
	Learned   string `json:"learned"`
	Words     int    `json:"words"`
	Version   int    `json:"version" doc:"from 1, in the order of learning"`
	Family    int    `json:"family" doc:"near-copies have the same"`
	Reader    string `json:"reader,omitempty" doc:"version of the reader"`
}

// Hit is a report that a search found.
type Hit struct {
	Report
	Excerpt string `json:"excerpt"`
}

// ReportAbout is a report with its text, its other versions and its copies. Its
// lines are what it tells, in order.
type ReportAbout struct {
	Report   Report   `json:"report"`
	Text     string   `json:"text"`
	Versions []Report `json:"versions" doc:"all of them, the first first"`
	Copies   []Report `json:"copies" doc:"other reports with nearly the same text"`
}

// Merge is two names that may be one actor.
type Merge struct {
	A    Actor   `json:"a"`
	B    Actor   `json:"b"`
	Why  string  `json:"why"`
	Odds float64 `json:"odds" minimum:"0" maximum:"1"`
}

// Correction is an entry made by hand.
type Correction struct {
	ID     int64  `json:"id"`
	Kind   string `json:"kind" doc:"merge, split, merge-proposal, wrong, commitment, deadline or undo"`
	Target string `json:"target"`
	With   string `json:"with,omitempty"`
	Author string `json:"author"`
	Reason string `json:"reason"`
	Made   string `json:"made"`
	Undone int64  `json:"undoneBy,omitempty" doc:"the correction that undid it"`
}

// ComparisonAbout tells what was compared.
type ComparisonAbout struct {
	A        string `json:"a"`
	B        string `json:"b"`
	Same     int    `json:"same" doc:"lines that are the same in both"`
	Numbered bool   `json:"numbered,omitempty" doc:"both are lists of points, which were matched"`
}

// Passage is one side of a difference.
type Passage struct {
	Label     string   `json:"label,omitempty" doc:"point 3, offer, …"`
	Actors    []string `json:"actors"`
	Words     string   `json:"words"`
	Paragraph int      `json:"paragraph,omitempty"`
	Report    *Source  `json:"report,omitempty"`
}

// Difference is one difference between two reports or two days.
type Difference struct {
	Kind string   `json:"kind" doc:"only-a, only-b, changed or opposed"`
	Why  string   `json:"why,omitempty"`
	A    *Passage `json:"a,omitempty"`
	B    *Passage `json:"b,omitempty"`
}

// Dossier is a negotiation that the server offers to bound questions to.
type Dossier struct {
	Name    string   `json:"name" doc:"what the parameter dossier takes"`
	Parties []Party  `json:"parties"`
	Issues  []Issue  `json:"issues"`
	Outlets []string `json:"outlets,omitempty" doc:"reports of these alone"`
	From    string   `json:"from,omitempty"`
	To      string   `json:"to,omitempty"`
}

// Party is a side of a negotiation.
type Party struct {
	Name       string   `json:"name"`
	Delegation []string `json:"delegation,omitempty" doc:"who speaks for it"`
}

// Issue is a thing that is negotiated.
type Issue struct {
	Name  string   `json:"name"`
	Kinds []string `json:"kinds,omitempty"`
	Words []string `json:"words,omitempty"`
}

// News is what a report brought when the ledger learned of it.
type News struct {
	Schema    string     `json:"schema"`
	Report    Source     `json:"report"`
	New       []string   `json:"new" doc:"lines that no report told before"`
	Known     []Told     `json:"known" doc:"lines that an earlier report told already"`
	Shifts    []Shift    `json:"shifts"`
	Conflicts []Conflict `json:"conflicts"`
}

// Told is a line of a new report that an earlier one told already.
type Told struct {
	Words string `json:"words"`
	Since string `json:"since"`
	First Source `json:"first"`
}

// The states of a report that was given to a ledger.
const (
	StateNew     = "new"
	StateSame    = "same"    // it was known already, nothing changed
	StateVersion = "version" // a new version of a known report
	StateCopy    = "copy"    // a near-copy of a known report
	StateFailed  = "failed"  // it could not be read, see Problem
)

// Taken tells what became of one report that was given to the ledger.
type Taken struct {
	News
	Input   int      `json:"input" doc:"its place in what was sent, from 1"`
	State   string   `json:"state" enum:"new,same,version,copy,failed"`
	Version int      `json:"version,omitempty"`
	Problem *Problem `json:"problem,omitempty" doc:"of a failed one"`
}

// Added tells what became of the reports that were given to the ledger.
type Added struct {
	Schema   string  `json:"schema"`
	Answer   string  `json:"answer" doc:"add"`
	Added    int     `json:"added"`
	Versions int     `json:"versions" doc:"of the added"`
	Copies   int     `json:"copies" doc:"of the added"`
	Known    int     `json:"known" doc:"were there already"`
	Anew     int     `json:"anew"`
	Failed   int     `json:"failed"`
	Reports  []Taken `json:"reports" doc:"one for each that was sent, in order"`
}

// NewReport is a report to be read or added. Its text, or an address that the server
// may fetch, must be given.
type NewReport struct {
	Text      string   `json:"text,omitempty" maxLength:"4000000" doc:"the report's text; without it the address is fetched, where the server may"`
	Title     string   `json:"title,omitempty" maxLength:"2000"`
	Outlet    string   `json:"outlet,omitempty" maxLength:"500"`
	Author    string   `json:"author,omitempty" maxLength:"500"`
	URL       string   `json:"url,omitempty" maxLength:"4000" doc:"http or https; names the report, so that another text under it is a new version"`
	Name      string   `json:"name,omitempty" maxLength:"1000" doc:"what the report is called where it has no address, like the name of its file"`
	Published string   `json:"published,omitempty" format:"date" doc:"the day of publication, like 2025-08-20; anchors \"last week\""`
	_         struct{} `additionalProperties:"false"`
}

// NewCorrection is a correction to be made.
type NewCorrection struct {
	Kind   string   `json:"kind" enum:"merge,split,merge-proposal,wrong,commitment,deadline" doc:"what is done; to undo one see the address of the correction"`
	Target string   `json:"target" minLength:"1" maxLength:"2000" doc:"an actor by name or key, a proposal by key, a line by key"`
	With   string   `json:"with,omitempty" maxLength:"2000" doc:"the other actor, name or proposal; of a commitment or deadline the state"`
	Author string   `json:"author,omitempty" maxLength:"200" doc:"who makes it; without it the name of the token"`
	Reason string   `json:"reason" minLength:"1" maxLength:"2000" doc:"why"`
	_      struct{} `additionalProperties:"false"`
}

// Undo tells why a correction is undone.
type Undo struct {
	Author string   `json:"author,omitempty" maxLength:"200" doc:"who undoes it; without it the name of the token"`
	Reason string   `json:"reason" minLength:"1" maxLength:"2000" doc:"why"`
	_      struct{} `additionalProperties:"false"`
}

// The kinds of event.
const (
	EventReport     = "report"     // a report was added
	EventPosition   = "position"   // it tells where a voice stands
	EventShift      = "shift"      // it brought a change of position
	EventConflict   = "conflict"   // it tells a thing differently
	EventCorrection = "correction" // a correction was made
)

// Event is something that happened to the ledger, as the stream of events tells it.
// The part that its kind names is set.
type Event struct {
	ID         string      `json:"id,omitempty" doc:"after which the stream can be resumed"`
	Kind       string      `json:"kind" enum:"report,position,shift,conflict,correction"`
	Report     *Source     `json:"report,omitempty"`
	Proposal   string      `json:"proposal,omitempty" doc:"of a position"`
	Position   *Stand      `json:"position,omitempty"`
	Shift      *Shift      `json:"shift,omitempty"`
	Conflict   *Conflict   `json:"conflict,omitempty"`
	Correction *Correction `json:"correction,omitempty"`
}
