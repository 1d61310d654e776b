package sqlkit

// table is a table with its columns in the order in which rows are made.
type table struct {
	name    string
	columns []string
}

// What each line begins with.
var lineColumns = []string{"id", "report", "tag", "paragraph", "start", "size", "words", "said", "till", "voice", "sure", "why"}

func lineTable(name string, more ...string) table {
	return table{name, append(append([]string(nil), lineColumns...), more...)}
}

// kind numbers the kinds of line, as in the table spoke.
type kind int

const (
	aMove kind = iota + 1
	aStatement
	aPosition
	aDeadline
	aShift
	anAwaited // a move with a condition, of whose act it asks for
)

// The tables. Their names and columns are the same in both engines.
var (
	reportTable     = table{"report", []string{"id", "key", "origin", "url", "outlet", "title", "author", "language", "reader", "published", "learned", "words", "version", "previous", "family"}}
	bodyTable       = table{"body", []string{"report", "sketch", "text"}}
	bandTable       = table{"band", []string{"band", "report"}}
	actorTable      = table{"actor", []string{"id", "key", "name", "kind", "country", "role", "party", "entry", "unnamed", "name_at", "country_at", "role_at", "party_at", "lines"}}
	nameTable       = table{"actor_name", []string{"id", "actor", "name", "fold"}}
	nameWordTable   = table{"name_word", []string{"word", "name"}}
	proposalTable   = table{"proposal", []string{"id", "key", "kind", "label", "label_at", "participants", "positions"}}
	propWordTable   = table{"proposal_word", []string{"word", "proposal"}}
	choiceTable     = table{"choice", []string{"id", "key", "proposal", "kind", "value", "value_at", "dropped", "dropped_at"}}
	termTable       = table{"term", []string{"id", "text"}}
	moveTable       = lineTable("move", "act", "status", "makers", "via", "target", "what", "cue", "terms", "denies", "denial", "event", "proposal", "binds")
	statementTable  = lineTable("statement", "sources", "source", "cue", "content", "kind", "target", "print")
	positionTable   = lineTable("position", "proposal", "choice", "actor", "speaker", "stance", "act", "status", "terms", "move")
	deadlineTable   = lineTable("deadline", "speaker", "what", "phrase", "begins", "ends", "move")
	shiftTable      = lineTable("shift", "actor", "was", "becomes")
	spokeTable      = table{"spoke", []string{"kind", "actor", "said", "line"}}
	correctionTable = table{"correction", []string{"id", "kind", "target", "other", "author", "reason", "learned"}}
)
