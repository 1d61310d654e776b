package ledger

import (
	"time"

	"github.com/parley-reader/parley/doc"
)

// Ask is a question to a [Ledger]: a query with names still in words, and a
// dossier that bounds it.
type Ask struct {
	AsOf     time.Time // zero is now
	Since    Day
	Until    Day
	Actors   []string // names; each must be known
	Proposal string   // the key of one proposal, or words of its label; "" for all
	Dossier  *Dossier
	Least    float64 // confidence, 0 for all
	Limit    int     // 0 for 50 proposals, 200 lines
	After    int64
}

// Source is where a line of an answer stands: enough to cite it.
type Source struct {
	Report    ReportID
	Key       string // of the report
	Outlet    string
	Title     string
	URL       string
	Origin    string
	Published Day
	Paragraph int
	Copies    int // other reports of the same family: near-copies, which count once; versions of one report are no copies
}

// Cell is where one party stands on one proposal: the voices that were heard,
// each in its latest words. A party whose voices differ shows them all.
type Cell struct {
	Actor  ActorID
	Latest []Stand // one for each voice and thing, the latest first
	Past   int     // earlier lines of the same voices
	Shifts int     // how often one of its voices changed its stance
	Course []Point // its stances in order of saying, all voices, where they change
}

// Stand is one position with where it is told.
type Stand struct {
	Position
	// Label names the proposal that it rests on, where that is not the row's own: a
	// row of an issue has several. "" otherwise.
	Label   string
	Source  Source
	Sources int // how many families of reports tell the same stance of the same voice
	// Deed is what was done, where the shift that it is a side of is one of deeds; ""
	// otherwise, and then there is a stance.
	Deed Deed
}

// Where tells in a word where it stands: the stance, or the deed.
func (s *Stand) Where() string { return firstOf(string(s.Deed), s.Stance.String()) }

// Row is one proposal of a table, or one issue of the dossier with all proposals
// that belong to it: then Proposal has the name of the issue as its label, its
// first kind, "issue:" and the name as its key, and no number.
type Row struct {
	Proposal Proposal
	Options  []OptionRow
	Cells    []Cell // one for each column of the table; Latest is empty where no statement was found
	Reports  int    // families of reports that speak of it
	From, To Day    // first and last day of saying
}

// OptionRow is one option of a proposal, with its own positions.
type OptionRow struct {
	Option Option
	Cells  []Cell
}

// Table is proposals × actors, as of a time.
type Table struct {
	AsOf    time.Time
	Actors  []Actor // the columns
	Rows    []Row
	Reports int // families of reports that were looked through
	Through Day // the latest day of publication among them
	More    bool
}

// Profile is what the ledger knows of one actor.
type Profile struct {
	Actor      Actor
	Merged     []Actor // that corrections made one with it
	Others     []Actor // other actors that carry the name asked for
	Positions  []Stand // the latest of each proposal, newest first
	Proposals  []Proposal
	Statements []StatementLine
	Moves      []MoveLine
	Owes       []Waiting // commitments that it made
	Awaits     []Waiting // commitments whose condition it must fulfil, or that were made to it
	Reports    int
}

// StatementLine is a statement with its source.
type StatementLine struct {
	Statement
	Source Source
}

// MoveLine is a move with its source.
type MoveLine struct {
	Move
	Source Source
}

// Item is one line of a timeline: exactly one of the pointers is set.
type Item struct {
	Day       Said
	Move      *MoveLine
	Statement *StatementLine
	Deadline  *DueLine
	Shift     *ShiftLink
}

// ShiftLink is a change of stance: two passages, or one that tells both.
type ShiftLink struct {
	Actor    Actor
	By       ActorID
	Proposal *Proposal // nil where a report tells a shift that lies on no proposal
	Option   *Option
	From, To Stand // of a told shift only the words
	Told     *Shift
	Source   Source // of a told shift
	Day      Said   // of To
}

// DueState tells how a deadline stands as of a day.
type DueState string

// The states of a deadline. Kept, missed and dropped are only told on evidence that is
// linked, the first two also by hand.
const (
	DueOpen   DueState = "open"   // its window has not begun, or runs
	DuePassed DueState = "passed" // its window is over, and nothing tells what came of it
	DueKept   DueState = "kept"
	DueMissed DueState = "missed" // it did not come about, was cancelled, or was held on a later day

	DueDropped DueState = "dropped" // whose it was gave it up before its end
)

// DueLine is a deadline with how it stands.
type DueLine struct {
	Deadline
	State    DueState
	Evidence *MoveLine // of a kept, missed or dropped one: the line that tells so
	By       string    // who marked it by hand
	Source   Source
	Sources  []Source // where else the same window is told
}

// Waiting is one commitment with what it waits for: an edge from who made it to
// who must act first.
type Waiting struct {
	Move     MoveLine
	Status   doc.ConditionStatus
	By       string // who marked it by hand, "" where evidence or nothing did
	Evidence *MoveLine
	WaitsFor []ActorID // who must fulfil its conditions, as told
	Sources  int       // how many families of reports tell it
}

// ConflictKind is a kind of conflict.
type ConflictKind string

// The kinds of conflict.
const (
	ClaimDenied    ConflictKind = "denied"  // a claim against its denial
	NumbersDiffer  ConflictKind = "numbers" // the same thing in other numbers
	DatesDiffer    ConflictKind = "dates"   // the same thing on other days
	OtherSpeaker   ConflictKind = "speaker" // the same words in another mouth
	ReportChanged  ConflictKind = "changed" // a report that says another thing since it came out
	StancesOpposed ConflictKind = "stances" // two reports tell opposed stances of one voice on one day
)

// Conflict is two lines that cannot both be right, or that one must choose
// between.
type Conflict struct {
	Kind ConflictKind
	A, B ConflictSide
	Why  string // in words, naming what differs
}

// ConflictSide is one of the two.
type ConflictSide struct {
	Key    string
	Words  string
	Actors []ActorID
	Said   Said
	Source Source
	Differ string // the number, the day, the speaker, that differs
}

// Comparison tells two things apart: two reports, two readouts, two drafts, two
// days.
type Comparison struct {
	A, B     string // titles
	OnlyA    []Passage
	OnlyB    []Passage
	Changed  []PassagePair // worded otherwise
	Opposed  []PassagePair
	Same     int
	Numbered bool // both are lists of numbered points, which were matched
}

// Passage is one point, move or statement of a comparison.
type Passage struct {
	Label  string // "point 3", "offer"
	Actors []string
	Words  string
	Para   int
	Source Source
}

// PassagePair is the same thing in both.
type PassagePair struct {
	A, B Passage
	Why  string
}

// News is what adding a report brought.
type News struct {
	Source    Source
	New       []string // lines that no report told before, in words
	Known     []KnownLine
	Shifts    []ShiftLink
	Conflicts []Conflict
}

// KnownLine is a line of a new report that an earlier one told already.
type KnownLine struct {
	Words string
	Since Day
	First Source
}

// MergeProposal is a merge that the ledger holds likely and does not make.
type MergeProposal struct {
	A, B Actor
	Why  string
	Odds float64 // 0…1
}
