package doc

// ActorID numbers the actors of one report from 1; 0 is none. It is written to
// JSON as "a1" and means nothing outside its report.
type ActorID int

// StatementID numbers the statements of one report from 1; 0 is none ("s1").
type StatementID int

// MoveID numbers the moves of one report from 1; 0 is none ("m1").
type MoveID int

// Actor is one person, state, place, organisation or group of a report, under
// its fullest common name ("Donald Trump", "United States"). Places that do
// not act are listed too, as kind Place.
type Actor struct {
	ID      ActorID
	Name    string
	Kind    NameKind
	Country string  // ISO 3166-1 alpha-3 of the state it is or speaks for; "" when not known
	Role    string  // office, e.g. "President of the United States"; "" when not told or known
	Party   ActorID // the actor it speaks for when that is listed (Lavrov → Russia); 0 otherwise
	// Unnamed is set for a described source or group without a name ("a Western
	// diplomat", "Russian officials"); Name is then the description.
	Unnamed  bool
	Mentions []Span // names, role nouns and pronouns, in order
	Names    []Span // those of Mentions that are proper names
	Entry    string // the lexicon's entry, "" when unknown to it
}

// MentionKind tells how an actor is mentioned.
type MentionKind uint8

// The kinds of mention.
const (
	NameMention MentionKind = iota + 1
	RoleMention             // "the Finnish president", "the minister"
	Metonym                 // "the Kremlin", "Washington" for the government
	Pronoun
	Description // an unnamed source: "a Western diplomat"
)

// Mention is one stretch of text that stands for an actor.
type Mention struct {
	Span   Span
	Tokens Range
	Head   int // token index of the head word
	Actor  ActorID
	Kind   MentionKind
	Why    string // the rung of the ladder that decided
}

// StatementKind is the kind of a statement by its quotation marks.
type StatementKind uint8

// A statement is direct when all of its content stands within quotation marks,
// indirect when none of it does, else mixed.
const (
	Direct StatementKind = iota + 1
	Indirect
	Mixed
)

// Mode tells speech from what is only believed or intended.
type Mode uint8

// The modes of a statement.
const (
	Speech Mode = iota + 1
	Belief
	Intention
)

// Voice tells how near the words are to the actor.
type Voice uint8

// The voices, from the nearest to the farthest: the actor's own words, quoted
// or reported by name; an official document or readout; relayed by another
// party; from an unnamed source; only narrated by the outlet.
const (
	Own Voice = iota + 1
	Official
	Relayed
	UnnamedSource
	Narrated
)

// Statement is one saying: a source, a cue and what was said.
type Statement struct {
	ID         StatementID
	Source     ActorID   // the first of Sources; 0 where the report names nobody
	Sources    []ActorID // all who say it together
	SourceSpan Span      // the words for the source; empty when it has none
	Cue        Span      // "said", "according to", "promise"; empty when nothing introduces a quote
	Content    []Span    // the pieces, in order, never overlapping, never empty
	Kind       StatementKind
	Mode       Mode
	Voice      Voice
	To         []ActorID
	When       When
	Within     StatementID // the statement that this one is told in; 0 otherwise
	Confidence float64     // 0…1, calibrated
	Why        string
}

// When is a day, a month, a year or an interval of days, as ISO 8601:
// "2025-08-19", "2025-08", "2019", "2025-08-11/2025-08-17"; "" is unknown.
type When string

// TimeType is the TIMEX3 type.
type TimeType uint8

// The TIMEX3 types (TimeML 1.2.1).
const (
	DateTime  TimeType = iota + 1 // DATE
	ClockTime                     // TIME
	Duration                      // DURATION
	Set                           // SET
)

// Time is one expression of time.
type Time struct {
	Span  Span
	Type  TimeType
	Value string // TIMEX3 value: "2025-08-19", "2025-W33", "P2W", "PRESENT_REF"
	// From and To bound the days that it covers or, for a window, in which a
	// thing is to happen; both inclusive ISO days, "" where it has no place on
	// the calendar.
	From, To string
	Vague    bool // a window: "in the next couple of weeks", "in the coming days"
	Why      string
}

// Act is what an actor does at the table: a closed list.
type Act uint8

// The acts; what each means is in docs/ARCHITECTURE.md.
const (
	Meet Act = iota + 1
	Propose
	Support
	Agree
	Offer
	Demand
	Reject
	Doubt
	Deny
	Accuse
	Threaten
	Concede
	Aid
	Coerce
	Fight
	Leave
	Expect
)

// Status tells how sure the report is that a move was made.
type Status uint8

// The statuses of a move.
const (
	Stated   Status = iota + 1 // said by or for the actor
	Done                       // told as a fact
	Planned                    // on a schedule that the report tells
	Possible                   // forecast
	Reported                   // unconfirmed
	Denied
)

// Condition is what a move hangs on.
type Condition struct {
	Span      Span // without its conjunction
	Necessary bool // "only if", "unless": without it nothing; false where that is not told
	// Sufficient tells that it is enough: "if", "in case". Both are set by "if and only if", neither
	// where only the order is told: "once".
	Sufficient bool
	By         []ActorID // who must fulfil it
	Status     ConditionStatus
}

// ConditionStatus tells whether a condition or commitment is fulfilled.
type ConditionStatus uint8

// The states of a condition or commitment. Within one report nearly all are open.
const (
	Open ConditionStatus = iota + 1
	Met
	Lapsed
	Withdrawn
)

// Move is one act of an actor.
type Move struct {
	ID         MoveID
	Act        Act
	By         []ActorID // empty for a passive without agent
	Via        []ActorID // who is quoted or cited when that is not By
	To         []ActorID
	What       Span // the shortest stretch that names the thing
	If         []Span
	Conditions []Condition
	Denies     MoveID
	When       When
	Status     Status
	Voice      Voice
	Plover     Plover
	Cue        Span
	Evidence   Span        // the sentence or sentences
	Statement  StatementID // the statement that it is made in; 0 when narrated
	Confidence float64     // 0…1, calibrated
	Why        string
}

// Plover is the code of a move in the PLOVER scheme (Open Event Data Alliance,
// PLOVER manual); the zero value is no event.
type Plover struct {
	Event   string   `json:"event,omitempty"`
	Mode    string   `json:"mode,omitempty"`
	Context []string `json:"context,omitempty"`
}

// Stance is where an actor stands on a proposal.
type Stance uint8

// The stances.
const (
	StanceFor Stance = iota + 1
	StanceOpen
	StanceIf
	StanceDoubts
	StanceAgainst
)

// ProposalKind is the kind of thing that is proposed.
type ProposalKind uint8

// The kinds of proposal.
const (
	MeetingProposal ProposalKind = iota + 1
	TruceProposal
	DealProposal
	ForceProposal     // troops, peacekeepers, air support
	GuaranteeProposal // security guarantees, pledges
	MeasureProposal   // sanctions, tariffs, aid and what else is proposed
	OtherProposal
)

// Proposal is one thing on the table in a report.
type Proposal struct {
	ID           int // from 1; "p1"
	Kind         ProposalKind
	Label        string // for display: "Meeting Vladimir Putin – Volodymyr Zelensky"
	Participants []ActorID
	Spans        []Span // where it is named
	Options      []Option
	Positions    []Position
}

// OptionKind is the kind of a choice under a proposal.
type OptionKind uint8

// The kinds of option.
const (
	VenueOption OptionKind = iota + 1
	FormatOption
	DateOption
	MediatorOption
	TermOption
)

// Option is one choice under a proposal: a venue, a format, a date.
type Option struct {
	Kind      OptionKind
	Value     string
	Span      Span
	Move      MoveID // the move that put it there
	Dropped   bool   // a shift retired it
	Positions []Position
}

// Position is where one voice stands, resting on one move. It is stated, never
// inferred.
type Position struct {
	Actor      ActorID // the party in whose row it stands
	By         ActorID // the person who speaks for it; the same as Actor when the party itself does
	Stance     Stance
	Voice      Voice
	Move       MoveID
	Confidence float64
}

// Shift is a change of position that the report itself tells.
type Shift struct {
	Actor    ActorID
	From, To Span // To is empty when nothing is told to have come instead
	Evidence Span
	Cue      Span
	Why      string
}

// Commitment is an offer, an agreement or a refusal that binds its maker.
type Commitment struct {
	Move   MoveID
	By     []ActorID
	Status ConditionStatus
}

// Deadline is a window in which something is to happen.
type Deadline struct {
	By       ActorID
	What     Span
	From, To string // inclusive ISO dates
	Phrase   Span
	Move     MoveID
	// Confidence is how likely the window is right, 0…1: its days, and that something
	// is to happen in it. Whose it is is as sure as its move.
	Confidence float64
	Why        string
}
