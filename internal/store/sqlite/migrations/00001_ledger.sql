-- +goose Up

-- Reports. Days are yyyymmdd, 0 where unknown; times are milliseconds since 1970.
CREATE TABLE report (
	id        INTEGER PRIMARY KEY,
	key       TEXT NOT NULL,
	origin    TEXT NOT NULL,
	url       TEXT,             -- NULL: the origin
	outlet    TEXT NOT NULL,
	title     TEXT NOT NULL,
	author    TEXT NOT NULL,
	language  TEXT NOT NULL,
	reader    TEXT NOT NULL,
	published INTEGER NOT NULL,
	learned   INTEGER NOT NULL,
	words     INTEGER NOT NULL,
	version   INTEGER NOT NULL,
	previous  INTEGER NOT NULL,
	family    INTEGER NOT NULL
);
CREATE UNIQUE INDEX report_key ON report (key);
CREATE INDEX report_origin ON report (origin);
CREATE INDEX report_published ON report (published);
CREATE INDEX report_learned ON report (learned);
CREATE INDEX report_family ON report (family, learned, published);
CREATE INDEX report_outlet ON report (outlet, published);

-- What is large, apart from what is often read.
CREATE TABLE body (
	report INTEGER PRIMARY KEY,
	sketch BLOB,
	text   TEXT NOT NULL
);
CREATE TABLE band (
	band   INTEGER NOT NULL,
	report INTEGER NOT NULL,
	PRIMARY KEY (band, report)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE found USING fts5 (title, text, content = '', tokenize = "unicode61 remove_diacritics 0");

-- Identity. What ends in _at is when that attribute was learned: the first wins.
CREATE TABLE actor (
	id         INTEGER PRIMARY KEY,
	key        TEXT NOT NULL,
	name       TEXT NOT NULL,
	kind       INTEGER NOT NULL,
	country    TEXT NOT NULL,
	role       TEXT NOT NULL,
	party      INTEGER NOT NULL,
	entry      TEXT NOT NULL,
	unnamed    INTEGER NOT NULL,
	name_at    INTEGER NOT NULL,
	country_at INTEGER NOT NULL,
	role_at    INTEGER NOT NULL,
	party_at   INTEGER NOT NULL,
	lines      INTEGER NOT NULL
);
CREATE UNIQUE INDEX actor_key ON actor (key);
CREATE TABLE actor_name (
	id    INTEGER PRIMARY KEY,
	actor INTEGER NOT NULL,
	name  TEXT NOT NULL,
	fold  TEXT NOT NULL
);
CREATE INDEX actor_name_actor ON actor_name (actor);
CREATE TABLE name_word (
	word TEXT NOT NULL,
	name INTEGER NOT NULL,
	PRIMARY KEY (word, name)
) WITHOUT ROWID;

CREATE TABLE proposal (
	id           INTEGER PRIMARY KEY,
	key          TEXT NOT NULL,
	kind         INTEGER NOT NULL,
	label        TEXT NOT NULL,
	label_at     INTEGER NOT NULL,
	participants TEXT NOT NULL,
	positions    INTEGER NOT NULL
);
CREATE UNIQUE INDEX proposal_key ON proposal (key);
CREATE TABLE proposal_word (
	word     TEXT NOT NULL,
	proposal INTEGER NOT NULL,
	PRIMARY KEY (word, proposal)
) WITHOUT ROWID;
CREATE TABLE choice (
	id         INTEGER PRIMARY KEY,
	key        TEXT NOT NULL,
	proposal   INTEGER NOT NULL,
	kind       INTEGER NOT NULL,
	value      TEXT NOT NULL,
	value_at   INTEGER NOT NULL,
	dropped    INTEGER NOT NULL,
	dropped_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX choice_key ON choice (key);
CREATE INDEX choice_proposal ON choice (proposal);

-- Lines. tag is the key without its report's; words is NULL where they are the
-- text between start and start + size; "@3,7" in a text is a piece of the words;
-- said and till are the days; sure is in millionths; why is a term.
CREATE TABLE term (
	id   INTEGER PRIMARY KEY,
	text TEXT NOT NULL
);
CREATE UNIQUE INDEX term_text ON term (text);

CREATE TABLE move (
	id        INTEGER PRIMARY KEY,
	report    INTEGER NOT NULL,
	tag       TEXT NOT NULL,
	paragraph INTEGER NOT NULL,
	start     INTEGER NOT NULL,
	size      INTEGER NOT NULL,
	words     TEXT,
	said      INTEGER NOT NULL,
	till      INTEGER NOT NULL,
	voice     INTEGER NOT NULL,
	sure      INTEGER NOT NULL,
	why       INTEGER NOT NULL,
	act       INTEGER NOT NULL,
	status    INTEGER NOT NULL,
	makers    TEXT NOT NULL,
	via       TEXT NOT NULL,
	target    TEXT NOT NULL,
	what      TEXT NOT NULL,
	cue       TEXT NOT NULL,
	terms     TEXT NOT NULL,    -- its conditions
	denies    TEXT NOT NULL,
	denial    INTEGER NOT NULL,
	event     INTEGER NOT NULL, -- a term: its PLOVER code
	proposal  INTEGER NOT NULL,
	binds     INTEGER NOT NULL
);
CREATE INDEX move_report ON move (report);
CREATE INDEX move_said ON move (said);
CREATE INDEX move_act ON move (act, said);
CREATE INDEX move_event ON move (said) WHERE event > 0;
CREATE INDEX move_binds ON move (said) WHERE binds > 0;
CREATE INDEX move_denial ON move (said) WHERE denial > 0;
CREATE INDEX move_long ON move (till) WHERE till - said > 100;
CREATE INDEX move_odd ON move (tag) WHERE tag >= ':' AND tag < ';';
CREATE INDEX move_proposal ON move (proposal, said) WHERE proposal > 0;

CREATE TABLE statement (
	id        INTEGER PRIMARY KEY,
	report    INTEGER NOT NULL,
	tag       TEXT NOT NULL,
	paragraph INTEGER NOT NULL,
	start     INTEGER NOT NULL,
	size      INTEGER NOT NULL,
	words     TEXT,
	said      INTEGER NOT NULL,
	till      INTEGER NOT NULL,
	voice     INTEGER NOT NULL,
	sure      INTEGER NOT NULL,
	why       INTEGER NOT NULL,
	sources   TEXT NOT NULL,
	source    TEXT NOT NULL,
	cue       TEXT NOT NULL,
	content   TEXT NOT NULL,
	kind      INTEGER NOT NULL,
	target    TEXT NOT NULL,
	print     INTEGER NOT NULL
);
CREATE INDEX statement_report ON statement (report);
CREATE INDEX statement_said ON statement (said);
CREATE INDEX statement_long ON statement (till) WHERE till - said > 100;
CREATE INDEX statement_print ON statement (print, sources) WHERE print > 0;
CREATE INDEX statement_quoted ON statement (said, print) WHERE print > 0;
-- Prints that two sets of sources share, or once did.
CREATE TABLE shared (
	print INTEGER PRIMARY KEY
);

CREATE TABLE position (
	id        INTEGER PRIMARY KEY,
	report    INTEGER NOT NULL,
	tag       TEXT NOT NULL,
	paragraph INTEGER NOT NULL,
	start     INTEGER NOT NULL,
	size      INTEGER NOT NULL,
	words     TEXT,
	said      INTEGER NOT NULL,
	till      INTEGER NOT NULL,
	voice     INTEGER NOT NULL,
	sure      INTEGER NOT NULL,
	why       INTEGER NOT NULL,
	proposal  INTEGER NOT NULL,
	choice    INTEGER NOT NULL,
	actor     INTEGER NOT NULL,
	speaker   INTEGER NOT NULL,
	stance    INTEGER NOT NULL,
	act       INTEGER NOT NULL,
	status    INTEGER NOT NULL,
	terms     TEXT NOT NULL,
	move      TEXT NOT NULL
);
CREATE INDEX position_report ON position (report);
CREATE INDEX position_said ON position (said, proposal, report);
CREATE INDEX position_long ON position (till) WHERE till - said > 100;
CREATE INDEX position_proposal ON position (proposal, said, report);

CREATE TABLE deadline (
	id        INTEGER PRIMARY KEY,
	report    INTEGER NOT NULL,
	tag       TEXT NOT NULL,
	paragraph INTEGER NOT NULL,
	start     INTEGER NOT NULL,
	size      INTEGER NOT NULL,
	words     TEXT,
	said      INTEGER NOT NULL,
	till      INTEGER NOT NULL,
	voice     INTEGER NOT NULL,
	sure      INTEGER NOT NULL,
	why       INTEGER NOT NULL,
	speaker   INTEGER NOT NULL,
	what      TEXT NOT NULL,
	phrase    TEXT NOT NULL,
	begins    INTEGER NOT NULL,
	ends      INTEGER NOT NULL,
	move      TEXT NOT NULL
);
CREATE INDEX deadline_report ON deadline (report);
CREATE INDEX deadline_said ON deadline (said);
CREATE INDEX deadline_ends ON deadline (ends);

CREATE TABLE shift (
	id        INTEGER PRIMARY KEY,
	report    INTEGER NOT NULL,
	tag       TEXT NOT NULL,
	paragraph INTEGER NOT NULL,
	start     INTEGER NOT NULL,
	size      INTEGER NOT NULL,
	words     TEXT,
	said      INTEGER NOT NULL,
	till      INTEGER NOT NULL,
	voice     INTEGER NOT NULL,
	sure      INTEGER NOT NULL,
	why       INTEGER NOT NULL,
	actor     INTEGER NOT NULL,
	was       TEXT NOT NULL,
	becomes   TEXT NOT NULL
);
CREATE INDEX shift_report ON shift (report);
CREATE INDEX shift_said ON shift (said);
CREATE INDEX shift_long ON shift (till) WHERE till - said > 100;

-- Whose lines they are. kind: 1 move, 2 statement, 3 position, 4 deadline, 5 shift.
CREATE TABLE spoke (
	kind  INTEGER NOT NULL,
	actor INTEGER NOT NULL,
	said  INTEGER NOT NULL,
	line  INTEGER NOT NULL,
	PRIMARY KEY (kind, actor, said, line)
) WITHOUT ROWID;

CREATE TABLE correction (
	id      INTEGER PRIMARY KEY,
	kind    TEXT NOT NULL,
	target  TEXT NOT NULL,
	other   TEXT NOT NULL,
	author  TEXT NOT NULL,
	reason  TEXT NOT NULL,
	learned INTEGER NOT NULL
);
CREATE TABLE tally (
	name TEXT PRIMARY KEY,
	n    INTEGER NOT NULL
) WITHOUT ROWID;
