// Package ledger keeps what many reports say of the same talks, and answers from
// it: where each side stands as of a day, on what condition, who says so, what
// moved, what is due, what conflicts.
//
// [EntryOf] turns the record of one report into an [Entry], [Store.Add] keeps it,
// and a [Ledger] over a [Store] answers. Every line that comes back names its
// report, its paragraph and its words.
//
// The ledger is append-only and has two clocks: the day on which a thing was
// said or happened ([Said]) and the time at which the ledger learned it
// (Learned). What is asked as of a time is answered from what was learned by
// then, so that an answer never changes by what is learned later. A new line
// never retires an old one: a shift is a link between two. Corrections by hand
// are entries too.
package ledger

import (
	"time"

	"github.com/parley-reader/parley/doc"
)

// The things of a store are numbered from 1; 0 is none. Numbers mean nothing in
// another store: what is to be named from outside is named by its Key.

// ReportID numbers a version of a report in one store, from 1; 0 is none.
type ReportID int64

// ActorID numbers an actor in one store, from 1; 0 is none.
type ActorID int64

// ProposalID numbers a proposal in one store, from 1; 0 is none.
type ProposalID int64

// OptionID numbers an option of a proposal in one store, from 1; 0 is none.
type OptionID int64

// MoveID numbers a move in one store, from 1; 0 is none.
type MoveID int64

// StatementID numbers a statement in one store, from 1; 0 is none.
type StatementID int64

// PositionID numbers a position in one store, from 1; 0 is none.
type PositionID int64

// DeadlineID numbers a deadline in one store, from 1; 0 is none.
type DeadlineID int64

// ShiftID numbers a told shift in one store, from 1; 0 is none.
type ShiftID int64

// Day is a day of the calendar as ISO 8601, "2025-08-20"; "" is unknown. Days
// compare as strings.
type Day string

// Said is when a thing was said or happened: From and To are inclusive and equal
// where the day is known, both "" where nothing is told.
type Said struct{ From, To Day }

// Report is one version of one report.
type Report struct {
	ID  ReportID
	Key string // "r" and the first 12 hex digits of the digest of Origin and Text: names this version
	// Origin is what stays the same when a report changes: its address, else the
	// file it came from with its place in it.
	Origin    string
	URL       string
	Outlet    string
	Title     string
	Author    string
	Language  string
	Published Day
	Learned   time.Time // UTC, to the millisecond
	Words     int
	Text      string // valid UTF-8; left out in lists, see [Query.Text]
	Reader    string // version of the reader that read it
	// Version counts the versions of one Origin from 1, in the order in which they
	// were learned; Previous is the one before, 0 for the first.
	Version  int
	Previous ReportID
	// Family is the first-numbered report of the near-copies that this one belongs
	// to: the same agency's text in several outlets. They count as one source.
	Family ReportID
	Sketch Sketch // what near-copies are told by
}

// Actor is one person, state, place, organisation or group across reports.
type Actor struct {
	ID      ActorID
	Key     string // see [ActorKey]
	Name    string // the fullest common name
	Kind    doc.NameKind
	Country string // ISO 3166-1 alpha-3, "" when not known
	Role    string // the office last told of
	Party   ActorID
	Entry   string // the lexicon's entry, "" when unknown to it
	Unnamed bool   // described only: never one actor across reports
	Names   []string
}

// Proposal is one thing on the table across reports.
type Proposal struct {
	ID           ProposalID
	Key          string // see [ProposalKey]
	Kind         doc.ProposalKind
	Label        string
	Participants []ActorID
}

// Option is a choice under a proposal: a venue, a format, a date.
type Option struct {
	ID       OptionID
	Key      string
	Proposal ProposalID
	Kind     doc.OptionKind
	Value    string
	Dropped  bool // told as dropped by the report that it was last seen in
}

// Line is what every line of the ledger carries: where it stands, how near its
// words are, and when it was said and learned.
type Line struct {
	// Key names the line from outside, and after its report was read anew by a
	// newer reader: the report's key, the kind of line, and a digest of its place.
	Key        string
	Report     ReportID
	Paragraph  int      // from 1; 0 where it is not known
	Span       doc.Span // of the evidence, in bytes of the report's text
	Words      string   // the evidence
	Said       Said
	Learned    time.Time
	Voice      doc.Voice
	Confidence float64 // 0…1
	Why        string
}

// Condition is what a move hangs on.
type Condition struct {
	Words      string
	Necessary  bool
	Sufficient bool
	By         []ActorID // who must fulfil it
	Status     doc.ConditionStatus
}

// Move is one act of an actor as one report tells it.
type Move struct {
	ID MoveID
	Line
	Act        doc.Act
	Status     doc.Status
	By         []ActorID
	Via        []ActorID
	To         []ActorID
	What       string
	Cue        string
	Conditions []Condition
	Denies     string // the key of the move that it denies, "" for none
	Plover     doc.Plover
	// Proposal and Stance tell the position that the move makes, 0 for none.
	Proposal   ProposalID
	Commitment bool // it binds its maker
}

// Statement is one saying.
type Statement struct {
	ID StatementID
	Line
	Sources []ActorID
	Source  string // the report's words for the source
	Cue     string
	Content string // its pieces, joined by " … "
	Kind    doc.StatementKind
	To      []ActorID
	// Print is a digest of the words of what stands in quotation marks, for "the
	// same words with another speaker"; 0 where they are too few to tell.
	Print uint64
}

// Position is where one voice stands on a proposal or on one option of it.
type Position struct {
	ID PositionID
	Line
	Proposal ProposalID
	Option   OptionID // 0 for the proposal itself
	Actor    ActorID  // the party in whose row it stands
	By       ActorID  // who speaks for it
	Stance   doc.Stance
	Act      doc.Act
	Status   doc.Status
	If       string // the condition, "" for none
	Move     string // the key of the move that it rests on
}

// Deadline is a window in which something is to happen.
type Deadline struct {
	ID DeadlineID
	Line
	By       ActorID
	What     string
	Phrase   string
	From, To Day // inclusive
	Move     string
}

// Shift is a change of position that a report itself tells.
type Shift struct {
	ID ShiftID
	Line
	Actor    ActorID
	From, To string // To is "" where nothing is told to have come instead
}

// Entry is the record of one report, ready to be kept. IDs within it are places:
// ActorID 1 is Actors[0], ProposalID 1 is Proposals[0], OptionID 1 is Options[0];
// the store puts its own in their place. An Entry is not changed by [Store.Add].
type Entry struct {
	Report     Report
	Actors     []Actor
	Proposals  []Proposal
	Options    []Option
	Moves      []Move
	Statements []Statement
	Positions  []Position
	Deadlines  []Deadline
	Shifts     []Shift
}

// CorrectionKind is a kind of correction by hand.
type CorrectionKind string

// The kinds of correction.
const (
	MergeActors    CorrectionKind = "merge"          // Target and With are one actor, under Target's name
	SplitActor     CorrectionKind = "split"          // undoes what the ledger took for one: the name With is an actor of its own
	MergeProposals CorrectionKind = "merge-proposal" // Target and With are one proposal
	WrongLine      CorrectionKind = "wrong"          // the line Target does not count
	MarkCommitment CorrectionKind = "commitment"     // the commitment Target is With: met, lapsed, withdrawn, open
	MarkDeadline   CorrectionKind = "deadline"       // the deadline Target was With: kept, missed
	UndoCorrection CorrectionKind = "undo"           // the correction Target does not count
)

// Correction is one entry made by hand.
type Correction struct {
	ID      int64 // from 1, in the order of making
	Kind    CorrectionKind
	Target  string // a key; of an undo, the number of the correction
	With    string
	Author  string
	Reason  string
	Learned time.Time
}

// Query tells which lines are asked for. The zero value asks for all.
type Query struct {
	// AsOf leaves out what was learned later, and what was said on a later day;
	// zero is now.
	AsOf time.Time
	// Since and Until bound the day of saying, inclusive; "" does not.
	Since, Until Day
	Actors       []ActorID // of moves: who acts, is cited or is acted on; of others: whose line it is
	Awaited      []ActorID // of moves: whose act a condition asks for; Actors is not looked at beside it
	Proposals    []ProposalID
	Reports      []ReportID
	Outlets      []string
	Acts         []doc.Act
	Events       bool    // moves with a PLOVER code alone
	Commitments  bool    // moves that bind their maker alone
	Denials      bool    // moves that deny, and those told as denied, alone
	Least        float64 // confidence
	Text         bool    // reports come with their texts
	Bare         bool    // of reports only ID, Family and Published are wanted
	Limit        int     // at most so many, 0 for [MaxLimit]; the newest first where Newest is set, else the oldest
	Newest       bool    // by the day of saying, then by number
	After        int64   // goes on after the line of this number, in the same order; 0 from the start
}

// MaxLimit bounds the lines of one answer.
const MaxLimit = 100_000

// Hit is one report that a search found.
type Hit struct {
	Report  Report // without its text
	Excerpt string // with the words found between U+0001 and U+0002
}

// Added tells what became of one entry.
type Added struct {
	Report  ReportID
	Same    bool // it was there already: nothing changed
	Version int  // above 1, it is a new version of a known report
	Family  ReportID
}
