package export

// The rows of the tables. The names of columns are those of the json and parquet
// tags; about says what stands in a column. Lists are never nil, so that what is
// read back is what was written. Actors, proposals and reports are named by their
// keys, which mean the same in every copy of the ledger.

// ReportRow is one version of one report.
type ReportRow struct {
	Report    string `json:"report" parquet:"report" about:"key of this version of the report; other tables name it so"`
	Origin    string `json:"origin" parquet:"origin" about:"what stays the same when the report changes: its address, else the file it came from"`
	URL       string `json:"url" parquet:"url" about:"address"`
	Outlet    string `json:"outlet" parquet:"outlet" about:"who published it"`
	Title     string `json:"title" parquet:"title" about:"title"`
	Author    string `json:"author" parquet:"author" about:"byline"`
	Language  string `json:"language" parquet:"language" about:"language, as ISO 639-1"`
	Published *Date  `json:"published" parquet:"published,optional,date" about:"day of publication"`
	Learned   Time   `json:"learned" parquet:"learned,timestamp(millisecond)" about:"when the ledger learned of it, UTC"`
	Words     int64  `json:"words" parquet:"words" about:"how many words the text has"`
	Digest    string `json:"sha256" parquet:"sha256" about:"SHA-256 of the text in UTF-8, in hexadecimal digits"`
	Reader    string `json:"reader" parquet:"reader" about:"version of the reader that read it"`
	Version   int64  `json:"version" parquet:"version" about:"number of this version of the report, from 1"`
	Previous  string `json:"previous" parquet:"previous" about:"key of the version before; empty for the first"`
	Family    string `json:"family" parquet:"family" about:"key of the first report of the near-copies that this one belongs to; they count as one source"`
	Text      string `json:"text" parquet:"text" about:"the text; empty unless full texts were asked for, since it belongs to others"`
}

// ActorRow is one person, state, place, organisation or group.
type ActorRow struct {
	Actor   string   `json:"actor" parquet:"actor" about:"key of the actor; other tables name it so"`
	Name    string   `json:"name" parquet:"name" about:"fullest common name"`
	Kind    string   `json:"kind" parquet:"kind" about:"person, country, place, organisation or group"`
	Country string   `json:"country" parquet:"country" about:"ISO 3166-1 alpha-3 of the state that it is or speaks for; empty when not known"`
	Role    string   `json:"role" parquet:"role" about:"office last told of"`
	Party   string   `json:"party" parquet:"party" about:"key of the actor that it speaks for"`
	Entry   string   `json:"entry" parquet:"entry" about:"entry of the lexicon; empty when unknown to it"`
	Unnamed bool     `json:"unnamed" parquet:"unnamed" about:"described only, like 'a Western diplomat': not one actor across reports"`
	Names   []string `json:"names" parquet:"names,list" about:"names that reports call it by"`
}

// ProposalRow is one thing on the table.
type ProposalRow struct {
	Proposal     string   `json:"proposal" parquet:"proposal" about:"key of the proposal; other tables name it so"`
	Kind         string   `json:"kind" parquet:"kind" about:"meeting, truce, deal, force, guarantee, measure or other"`
	Label        string   `json:"label" parquet:"label" about:"what it is, in words"`
	Participants []string `json:"participants" parquet:"participants,list" about:"keys of the actors that are to take part"`
}

// OptionRow is a choice under a proposal.
type OptionRow struct {
	Option   string `json:"option" parquet:"option" about:"key of the option"`
	Proposal string `json:"proposal" parquet:"proposal" about:"key of its proposal"`
	Kind     string `json:"kind" parquet:"kind" about:"venue, format, date, mediator or term"`
	Value    string `json:"value" parquet:"value" about:"the venue, the format, the date"`
	Dropped  bool   `json:"dropped" parquet:"dropped" about:"told as dropped by the report that it was last seen in"`
}

// LineRow is what every line has.
type LineRow struct {
	Key        string  `json:"key" parquet:"key" about:"key of the line: the same after its report was read anew"`
	Report     string  `json:"report" parquet:"report" about:"key of the report that tells it"`
	Outlet     string  `json:"outlet" parquet:"outlet" about:"outlet of the report"`
	Published  *Date   `json:"published" parquet:"published,optional,date" about:"day of publication of the report"`
	Copies     int64   `json:"copies" parquet:"copies" about:"how many near-copies of the report there are besides"`
	Paragraph  int64   `json:"paragraph" parquet:"paragraph" about:"paragraph of the report, from 1; 0 where it is not known"`
	SpanStart  int64   `json:"span_start" parquet:"span_start" about:"where the words begin, in bytes of the text in UTF-8"`
	SpanEnd    int64   `json:"span_end" parquet:"span_end" about:"where the words end"`
	Words      string  `json:"words" parquet:"words" about:"the words of the report that tell it"`
	SaidFrom   *Date   `json:"said_from" parquet:"said_from,optional,date" about:"first day on which it was said or happened; the day of publication where none is told"`
	SaidTo     *Date   `json:"said_to" parquet:"said_to,optional,date" about:"last such day, inclusive"`
	Learned    Time    `json:"learned" parquet:"learned,timestamp(millisecond)" about:"when the ledger learned of it, UTC"`
	Voice      string  `json:"voice" parquet:"voice" about:"how near the words are: own, official, relayed, unnamed or narrated"`
	Confidence float64 `json:"confidence" parquet:"confidence" about:"0 to 1, calibrated: of those at 0.9, nine in ten are right"`
	Why        string  `json:"why" parquet:"why" about:"what decided"`
}

// MoveRow is one act of an actor.
type MoveRow struct {
	LineRow
	Act        string   `json:"act" parquet:"act" about:"what was done: meet, propose, support, agree, offer, demand, reject, doubt, deny, accuse, threaten, concede, aid, coerce, fight, leave or expect"`
	Status     string   `json:"status" parquet:"status" about:"stated, done, planned, possible, reported or denied"`
	By         []string `json:"by" parquet:"by,list" about:"keys of those who act"`
	ByNames    []string `json:"by_names" parquet:"by_names,list" about:"their names, in the same order"`
	Via        []string `json:"via" parquet:"via,list" about:"keys of those who are quoted or cited for it"`
	ViaNames   []string `json:"via_names" parquet:"via_names,list" about:"their names"`
	To         []string `json:"to" parquet:"to,list" about:"keys of those acted on"`
	ToNames    []string `json:"to_names" parquet:"to_names,list" about:"their names"`
	What       string   `json:"what" parquet:"what" about:"the thing"`
	Cue        string   `json:"cue" parquet:"cue" about:"the word that tells the act"`
	Denies     string   `json:"denies" parquet:"denies" about:"key of the move that it denies"`
	Event      string   `json:"event" parquet:"event" about:"event of PLOVER; empty for none"`
	Mode       string   `json:"mode" parquet:"mode" about:"mode of PLOVER"`
	Context    []string `json:"context" parquet:"context,list" about:"contexts of PLOVER"`
	Proposal   string   `json:"proposal" parquet:"proposal" about:"key of the proposal that it takes a position on"`
	Commitment bool     `json:"commitment" parquet:"commitment" about:"it binds its maker"`
}

// ConditionRow is what a move hangs on.
type ConditionRow struct {
	Move       string   `json:"move" parquet:"move" about:"key of the move"`
	Number     int64    `json:"number" parquet:"number" about:"number of the condition of that move, from 1"`
	Words      string   `json:"words" parquet:"words" about:"the condition"`
	Necessary  bool     `json:"necessary" parquet:"necessary" about:"without it nothing"`
	Sufficient bool     `json:"sufficient" parquet:"sufficient" about:"it is enough"`
	By         []string `json:"by" parquet:"by,list" about:"keys of those who must fulfil it"`
	ByNames    []string `json:"by_names" parquet:"by_names,list" about:"their names"`
	Status     string   `json:"status" parquet:"status" about:"open, met, lapsed or withdrawn, as its report tells"`
}

// StatementRow is one saying.
type StatementRow struct {
	LineRow
	Sources     []string `json:"sources" parquet:"sources,list" about:"keys of those who say it"`
	SourceNames []string `json:"source_names" parquet:"source_names,list" about:"their names"`
	Source      string   `json:"source" parquet:"source" about:"the report's words for them"`
	Cue         string   `json:"cue" parquet:"cue" about:"the word of saying"`
	Content     string   `json:"content" parquet:"content" about:"what is said"`
	Kind        string   `json:"kind" parquet:"kind" about:"direct, indirect or mixed, by its quotation marks"`
	To          []string `json:"to" parquet:"to,list" about:"keys of those it is said to"`
	ToNames     []string `json:"to_names" parquet:"to_names,list" about:"their names"`
	Print       string   `json:"print" parquet:"print" about:"digest of the quoted words, the same for the same words; empty where they are too few"`
}

// PositionRow is where one voice stands on a proposal or an option.
type PositionRow struct {
	LineRow
	Proposal  string `json:"proposal" parquet:"proposal" about:"key of the proposal"`
	Option    string `json:"option" parquet:"option" about:"key of the option; empty for the proposal itself"`
	Actor     string `json:"actor" parquet:"actor" about:"key of the party in whose row it stands"`
	ActorName string `json:"actor_name" parquet:"actor_name" about:"its name"`
	By        string `json:"by" parquet:"by" about:"key of who speaks for it"`
	ByName    string `json:"by_name" parquet:"by_name" about:"the name"`
	Stance    string `json:"stance" parquet:"stance" about:"for, open, if, doubts or against"`
	Act       string `json:"act" parquet:"act" about:"act of the move that makes it"`
	Status    string `json:"status" parquet:"status" about:"status of that move"`
	If        string `json:"if" parquet:"if" about:"the condition; empty for none"`
	Move      string `json:"move" parquet:"move" about:"key of the move that it rests on"`
}

// DeadlineRow is a window in which something is to happen.
type DeadlineRow struct {
	LineRow
	By       string `json:"by" parquet:"by" about:"key of who is to do it"`
	ByName   string `json:"by_name" parquet:"by_name" about:"the name"`
	What     string `json:"what" parquet:"what" about:"what is to happen"`
	Phrase   string `json:"phrase" parquet:"phrase" about:"the report's words for the time"`
	From     *Date  `json:"from" parquet:"from,optional,date" about:"first day of the window"`
	To       *Date  `json:"to" parquet:"to,optional,date" about:"last day of the window, inclusive"`
	Move     string `json:"move" parquet:"move" about:"key of the move that it belongs to"`
	State    string `json:"state" parquet:"state" about:"open, passed, kept, missed or dropped, as of the day asked about; the last three on evidence, kept and missed also by hand"`
	Evidence string `json:"evidence" parquet:"evidence" about:"key of the move that shows it kept"`
	MarkedBy string `json:"marked_by" parquet:"marked_by" about:"who marked it by hand"`
}

// ShiftRow is a change of stance.
type ShiftRow struct {
	Kind       string  `json:"kind" parquet:"kind" about:"told: a report itself tells it; linked: two passages show it"`
	Key        string  `json:"key" parquet:"key" about:"key of the line that tells it; of a linked one, of the later passage"`
	Actor      string  `json:"actor" parquet:"actor" about:"key of the party"`
	ActorName  string  `json:"actor_name" parquet:"actor_name" about:"its name"`
	By         string  `json:"by" parquet:"by" about:"key of whose stance changed"`
	Proposal   string  `json:"proposal" parquet:"proposal" about:"key of the proposal; empty where it lies on none"`
	Option     string  `json:"option" parquet:"option" about:"key of the option"`
	SaidFrom   *Date   `json:"said_from" parquet:"said_from,optional,date" about:"first day of the new stance"`
	SaidTo     *Date   `json:"said_to" parquet:"said_to,optional,date" about:"last such day"`
	FromStance string  `json:"from_stance" parquet:"from_stance" about:"the old stance, or the earlier deed; empty for a told one"`
	FromWords  string  `json:"from_words" parquet:"from_words" about:"what it was, in words"`
	FromKey    string  `json:"from_key" parquet:"from_key" about:"key of the position it was told in"`
	FromReport string  `json:"from_report" parquet:"from_report" about:"key of the report it was told in"`
	FromSaid   *Date   `json:"from_said" parquet:"from_said,optional,date" about:"the day of the old stance"`
	ToStance   string  `json:"to_stance" parquet:"to_stance" about:"the new stance; empty for a told one"`
	ToWords    string  `json:"to_words" parquet:"to_words" about:"what it is now, in words; empty where nothing is told to have come instead"`
	Report     string  `json:"report" parquet:"report" about:"key of the report that tells it"`
	Outlet     string  `json:"outlet" parquet:"outlet" about:"outlet of that report"`
	Published  *Date   `json:"published" parquet:"published,optional,date" about:"its day of publication"`
	Paragraph  int64   `json:"paragraph" parquet:"paragraph" about:"its paragraph, from 1; 0 where it is not known"`
	SpanStart  int64   `json:"span_start" parquet:"span_start" about:"where the words begin, in bytes of the text in UTF-8"`
	SpanEnd    int64   `json:"span_end" parquet:"span_end" about:"where the words end"`
	Words      string  `json:"words" parquet:"words" about:"the words of the report that tell it"`
	Learned    Time    `json:"learned" parquet:"learned,timestamp(millisecond)" about:"when the ledger learned of it, UTC"`
	Voice      string  `json:"voice" parquet:"voice" about:"how near the words are"`
	Confidence float64 `json:"confidence" parquet:"confidence" about:"0 to 1"`
	Why        string  `json:"why" parquet:"why" about:"what decided"`
}

// CommitmentRow is what was promised, agreed or refused, and how it stands.
type CommitmentRow struct {
	Move         string   `json:"move" parquet:"move" about:"key of the move that makes it, the first that tells it"`
	Act          string   `json:"act" parquet:"act" about:"act of that move"`
	By           []string `json:"by" parquet:"by,list" about:"keys of those bound by it"`
	ByNames      []string `json:"by_names" parquet:"by_names,list" about:"their names"`
	To           []string `json:"to" parquet:"to,list" about:"keys of those it was made to"`
	ToNames      []string `json:"to_names" parquet:"to_names,list" about:"their names"`
	What         string   `json:"what" parquet:"what" about:"the thing"`
	If           []string `json:"if" parquet:"if,list" about:"its conditions, in words"`
	WaitsFor     []string `json:"waits_for" parquet:"waits_for,list" about:"keys of those who must act first"`
	WaitsForName []string `json:"waits_for_names" parquet:"waits_for_names,list" about:"their names"`
	Status       string   `json:"status" parquet:"status" about:"open, met, lapsed or withdrawn; the last three on evidence or by hand"`
	Evidence     string   `json:"evidence" parquet:"evidence" about:"key of the move that shows what came of it"`
	MarkedBy     string   `json:"marked_by" parquet:"marked_by" about:"who marked it by hand"`
	Sources      int64    `json:"sources" parquet:"sources" about:"how many reports tell it, near-copies counted once"`
	SaidFrom     *Date    `json:"said_from" parquet:"said_from,optional,date" about:"first day on which it was made"`
	SaidTo       *Date    `json:"said_to" parquet:"said_to,optional,date" about:"last such day"`
	Report       string   `json:"report" parquet:"report" about:"key of the report that tells it first"`
	Words        string   `json:"words" parquet:"words" about:"the words of that report"`
	Confidence   float64  `json:"confidence" parquet:"confidence" about:"0 to 1"`
}

// ConflictRow is two lines that cannot both be right.
type ConflictRow struct {
	Kind    string   `json:"kind" parquet:"kind" about:"denied, numbers, dates, speaker, changed or stances"`
	Why     string   `json:"why" parquet:"why" about:"what differs, in words"`
	AKey    string   `json:"a_key" parquet:"a_key" about:"key of the one line"`
	AReport string   `json:"a_report" parquet:"a_report" about:"key of its report"`
	AActors []string `json:"a_actors" parquet:"a_actors,list" about:"keys of its actors"`
	ANames  []string `json:"a_names" parquet:"a_names,list" about:"their names"`
	ASaid   *Date    `json:"a_said" parquet:"a_said,optional,date" about:"its day"`
	AWords  string   `json:"a_words" parquet:"a_words" about:"its words"`
	ADiffer string   `json:"a_differ" parquet:"a_differ" about:"the number, the day, the speaker, that differs"`
	BKey    string   `json:"b_key" parquet:"b_key" about:"key of the other line"`
	BReport string   `json:"b_report" parquet:"b_report" about:"key of its report"`
	BActors []string `json:"b_actors" parquet:"b_actors,list" about:"keys of its actors"`
	BNames  []string `json:"b_names" parquet:"b_names,list" about:"their names"`
	BSaid   *Date    `json:"b_said" parquet:"b_said,optional,date" about:"its day"`
	BWords  string   `json:"b_words" parquet:"b_words" about:"its words"`
	BDiffer string   `json:"b_differ" parquet:"b_differ" about:"the number, the day, the speaker, that differs"`
}
