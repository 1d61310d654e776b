package client

// Schema names the form of the answers. It only grows.
const Schema = "parley-ledger/1"

// Answer is one answer of the ledger, or one page of it: lines, and what stands
// beside them.
type Answer[A, L any] struct {
	Schema string `json:"schema" doc:"parley-ledger/1; it only grows"`
	Answer string `json:"answer" doc:"what was asked for: table, shifts, …"`
	AsOf   string `json:"asOf,omitempty" doc:"the time as of which it was asked, where one was given"`
	About  *A     `json:"about,omitempty" doc:"what stands beside the lines"`
	Lines  []L    `json:"lines"`
	Next   string `json:"next,omitempty" doc:"the address of the next page; none on the last"`
}

// List is an answer with nothing beside its lines.
type List[L any] = Answer[None, L]

// None stands for nothing.
type None struct{}

// Source is where a line stands: enough to cite it.
type Source struct {
	Key       string `json:"key" doc:"of the report"`
	Outlet    string `json:"outlet,omitempty"`
	Title     string `json:"title,omitempty"`
	URL       string `json:"url,omitempty"`
	Origin    string `json:"origin,omitempty" doc:"what it was added from"`
	Published string `json:"published,omitempty" doc:"a day, like 2025-08-20"`
	Paragraph int    `json:"paragraph,omitempty" doc:"from 1"`
	Copies    int    `json:"copies,omitempty" doc:"other reports with the same text, which count once"`
}

// Line is what every line of the ledger has: its words, where they stand, when they
// were said and learned, and how near and how sure they are.
type Line struct {
	Key        string  `json:"key" doc:"names the line, also after its report was read anew"`
	Said       string  `json:"said,omitempty" doc:"a day, or two with a slash between"`
	Learned    string  `json:"learned" doc:"when the ledger learned it, UTC"`
	Voice      string  `json:"voice" doc:"own, official, relayed, unnamed or narrated"`
	Confidence float64 `json:"confidence" minimum:"0" maximum:"1"`
	Words      string  `json:"words" doc:"of the report"`
	Span       [2]int  `json:"span" doc:"from and to, in bytes of the report's text"`
	Why        string  `json:"why,omitempty" doc:"the rule or model that found it"`
	Report     Source  `json:"report"`
}

// Stand is where one voice stands on a proposal or on an option of one.
type Stand struct {
	Actor   string `json:"actor" doc:"the party in whose row it stands"`
	By      string `json:"by,omitempty" doc:"who speaks, where that is another"`
	Option  string `json:"option,omitempty" doc:"kind and value of the option, where it is about one"`
	Stance  string `json:"stance" doc:"for, open, if, doubts or against; empty where a shift is one of deeds, which its from and to tell"`
	Act     string `json:"act"`
	Status  string `json:"status"`
	If      string `json:"if,omitempty" doc:"the condition"`
	Sources int    `json:"sources,omitempty" doc:"how many families of reports tell it"`
	RestsOn string `json:"restsOn,omitempty" doc:"the proposal of an issue's row that it is about"`
	Move    string `json:"move,omitempty" doc:"the key of the move that it rests on"`
	Line    Line   `json:"line"`
}

// Cell is where one party stands on one proposal.
type Cell struct {
	Actor  string  `json:"actor"`
	Latest []Stand `json:"latest" doc:"the latest of each voice; empty: no statement was found"`
	Past   int     `json:"past" doc:"earlier lines of the same voices"`
	Shifts int     `json:"shifts" doc:"how often one of its voices changed its stance"`
}

// OptionRow is a choice under a proposal, with who stands where on it.
type OptionRow struct {
	Kind    string `json:"kind"`
	Value   string `json:"value"`
	Dropped bool   `json:"dropped,omitempty"`
	Cells   []Cell `json:"cells"`
}

// Row is one proposal of a table, or one issue of a dossier.
type Row struct {
	Key          string      `json:"key" doc:"of the proposal, or issue: and the name"`
	Kind         string      `json:"kind"`
	Label        string      `json:"label"`
	Participants []string    `json:"participants"`
	Reports      int         `json:"reports" doc:"families of reports that speak of it"`
	From         string      `json:"from,omitempty" doc:"the first day of saying"`
	To           string      `json:"to,omitempty" doc:"the last"`
	Cells        []Cell      `json:"cells" doc:"one for each actor of the table"`
	Options      []OptionRow `json:"options"`
}

// TableAbout tells what a table was looked for in.
type TableAbout struct {
	Actors  []string `json:"actors" doc:"the columns"`
	Reports int      `json:"reports" doc:"families of reports that were looked through"`
	Through string   `json:"through,omitempty" doc:"the latest day of publication among them"`
	More    bool     `json:"more,omitempty" doc:"there are more rows"`
}

// HistoryAbout tells what row of the table lies before a history.
type HistoryAbout struct {
	Key   string `json:"key"`
	Kind  string `json:"kind"`
	Label string `json:"label"`
	Turns int    `json:"turns" doc:"changes of stance among the lines"`
	More  bool   `json:"more,omitempty" doc:"older lines were not read"`
}

// Move is what an actor did: offered, demanded, rejected.
type Move struct {
	Act        string      `json:"act"`
	Status     string      `json:"status"`
	By         []string    `json:"by"`
	Via        []string    `json:"via,omitempty" doc:"who told it"`
	To         []string    `json:"to,omitempty"`
	What       string      `json:"what,omitempty"`
	Cue        string      `json:"cue,omitempty" doc:"the word that tells the act"`
	Conditions []Condition `json:"conditions,omitempty"`
	Denies     string      `json:"denies,omitempty" doc:"the key of the move that it denies"`
	Event      string      `json:"event,omitempty" doc:"of the PLOVER scheme"`
	Mode       string      `json:"mode,omitempty" doc:"of the PLOVER scheme"`
	Context    []string    `json:"context,omitempty" doc:"of the PLOVER scheme"`
	Commitment bool        `json:"commitment,omitempty" doc:"it binds its maker"`
	Line       Line        `json:"line"`
}

// Condition is what a move hangs on.
type Condition struct {
	Words      string   `json:"words"`
	Necessary  bool     `json:"necessary,omitempty"`
	Sufficient bool     `json:"sufficient,omitempty"`
	By         []string `json:"by,omitempty" doc:"who must fulfil it"`
	Status     string   `json:"status"`
}

// Statement is one saying.
type Statement struct {
	Sources []string `json:"sources" doc:"who said it"`
	Source  string   `json:"source,omitempty" doc:"the report's words for who said it"`
	Cue     string   `json:"cue,omitempty"`
	Content string   `json:"content"`
	Kind    string   `json:"kind" doc:"direct, indirect or mixed"`
	To      []string `json:"to,omitempty"`
	Line    Line     `json:"line"`
}

// Shift is a change of position: two passages, or one that tells both.
type Shift struct {
	Day      string `json:"day"`
	Actor    string `json:"actor"`
	By       string `json:"by,omitempty" doc:"who speaks, where that is another"`
	Proposal string `json:"proposal,omitempty"`
	Option   string `json:"option,omitempty"`
	From     string `json:"from" doc:"a stance or a deed; of a shift that a report tells, its words"`
	To       string `json:"to"`
	Told     bool   `json:"told,omitempty" doc:"a report itself tells it"`
	Before   *Stand `json:"before,omitempty"`
	After    *Stand `json:"after,omitempty"`
	Line     *Line  `json:"line,omitempty" doc:"of a told one"`
}

// Due is a window in which something is to happen, and what became of it.
type Due struct {
	From     string `json:"from"`
	To       string `json:"to" doc:"inclusive"`
	State    string `json:"state" doc:"open, passed, kept, missed or dropped"`
	By       string `json:"by,omitempty"`
	What     string `json:"what,omitempty"`
	Phrase   string `json:"phrase,omitempty" doc:"the report's words for when"`
	MarkedBy string `json:"markedBy,omitempty" doc:"who marked it by hand"`
	Evidence *Move  `json:"evidence,omitempty" doc:"what was done, of a kept one"`
	Line     Line   `json:"line"`
}

// Commitment is what was promised, and how it stands.
type Commitment struct {
	Move     Move     `json:"move"`
	State    string   `json:"state" doc:"open, met, lapsed or withdrawn"`
	MarkedBy string   `json:"markedBy,omitempty" doc:"who marked it by hand"`
	Evidence *Move    `json:"evidence,omitempty"`
	WaitsFor []string `json:"waitsFor" doc:"who must act first"`
}

// Conflict is two lines that cannot both be right, or that one must choose between.
type Conflict struct {
	Kind string `json:"kind" doc:"denied, numbers, dates, speaker, changed or stances"`
	Why  string `json:"why"`
	A    Side   `json:"a"`
	B    Side   `json:"b"`
}

// Side is one of the two of a conflict.
type Side struct {
	Key    string   `json:"key"`
	Words  string   `json:"words"`
	Actors []string `json:"actors"`
	Said   string   `json:"said,omitempty"`
	Differ string   `json:"differ,omitempty" doc:"the number, the day, the speaker that differs"`
	Report Source   `json:"report"`
}

// Item is one line of a timeline: one of its parts is set.
type Item struct {
	Day       string     `json:"day"`
	Move      *Move      `json:"move,omitempty"`
	Statement *Statement `json:"statement,omitempty"`
	Deadline  *Due       `json:"deadline,omitempty"`
	Shift     *Shift     `json:"shift,omitempty"`
}
