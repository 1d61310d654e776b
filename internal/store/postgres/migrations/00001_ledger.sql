-- +goose Up

-- The tables are those of SQLite. Strings may be of any length, which a B-tree
-- does not take: what is looked up as a whole has hash indexes, and that it is
-- there once the store sees to, which adds under a lock. Strings are in the order
-- of their bytes.

-- Reports. Days are yyyymmdd, 0 where unknown; times are milliseconds since 1970.
CREATE TABLE report (
	id        BIGINT PRIMARY KEY,
	key       TEXT COLLATE "C" NOT NULL,
	origin    TEXT COLLATE "C" NOT NULL,
	url       TEXT COLLATE "C",             -- NULL: the origin
	outlet    TEXT COLLATE "C" NOT NULL,
	title     TEXT COLLATE "C" NOT NULL,
	author    TEXT COLLATE "C" NOT NULL,
	language  TEXT COLLATE "C" NOT NULL,
	reader    TEXT COLLATE "C" NOT NULL,
	published BIGINT NOT NULL,
	learned   BIGINT NOT NULL,
	words     BIGINT NOT NULL,
	version   BIGINT NOT NULL,
	previous  BIGINT NOT NULL,
	family    BIGINT NOT NULL
);
CREATE INDEX report_key ON report USING hash (key);
CREATE INDEX report_origin ON report USING hash (origin);
CREATE INDEX report_published ON report (published);
CREATE INDEX report_learned ON report (learned);
CREATE INDEX report_family ON report (family, learned, published);
CREATE INDEX report_outlet ON report USING hash (outlet);
-- Questions of an outlet name it as (outlet || ''), so that no index of it leads:
-- how common each is must still be known.
CREATE STATISTICS report_outlets ON (outlet || '') FROM report;

-- What is large, apart from what is often read.
CREATE TABLE body (
	report BIGINT PRIMARY KEY,
	sketch BYTEA,
	text   TEXT COLLATE "C" NOT NULL
);
CREATE TABLE band (
	band   BIGINT NOT NULL,
	report BIGINT NOT NULL,
	PRIMARY KEY (band, report)
);

-- The words of titles and texts, as ledger.FoldName has them, with their places.
CREATE TABLE found (
	report BIGINT PRIMARY KEY,
	words  TSVECTOR NOT NULL
);
CREATE INDEX found_words ON found USING gin (words);

-- Identity. What ends in _at is when that attribute was learned: the first wins.
CREATE TABLE actor (
	id         BIGINT PRIMARY KEY,
	key        TEXT COLLATE "C" NOT NULL,
	name       TEXT COLLATE "C" NOT NULL,
	kind       BIGINT NOT NULL,
	country    TEXT COLLATE "C" NOT NULL,
	role       TEXT COLLATE "C" NOT NULL,
	party      BIGINT NOT NULL,
	entry      TEXT COLLATE "C" NOT NULL,
	unnamed    BIGINT NOT NULL,
	name_at    BIGINT NOT NULL,
	country_at BIGINT NOT NULL,
	role_at    BIGINT NOT NULL,
	party_at   BIGINT NOT NULL,
	lines      BIGINT NOT NULL
);
CREATE INDEX actor_key ON actor USING hash (key);
CREATE TABLE actor_name (
	id    BIGINT PRIMARY KEY,
	actor BIGINT NOT NULL,
	name  TEXT COLLATE "C" NOT NULL,
	fold  TEXT COLLATE "C" NOT NULL
);
CREATE INDEX actor_name_actor ON actor_name (actor);
CREATE TABLE name_word (
	word TEXT COLLATE "C" NOT NULL,
	name BIGINT NOT NULL,
	PRIMARY KEY (word, name)
);

CREATE TABLE proposal (
	id           BIGINT PRIMARY KEY,
	key          TEXT COLLATE "C" NOT NULL,
	kind         BIGINT NOT NULL,
	label        TEXT COLLATE "C" NOT NULL,
	label_at     BIGINT NOT NULL,
	participants TEXT COLLATE "C" NOT NULL,
	positions    BIGINT NOT NULL
);
CREATE INDEX proposal_key ON proposal USING hash (key);
CREATE TABLE proposal_word (
	word     TEXT COLLATE "C" NOT NULL,
	proposal BIGINT NOT NULL,
	PRIMARY KEY (word, proposal)
);
CREATE TABLE choice (
	id         BIGINT PRIMARY KEY,
	key        TEXT COLLATE "C" NOT NULL,
	proposal   BIGINT NOT NULL,
	kind       BIGINT NOT NULL,
	value      TEXT COLLATE "C" NOT NULL,
	value_at   BIGINT NOT NULL,
	dropped    BIGINT NOT NULL,
	dropped_at BIGINT NOT NULL
);
CREATE INDEX choice_key ON choice USING hash (key);
CREATE INDEX choice_proposal ON choice (proposal);

-- Lines. tag is the key without its report's; words is NULL where they are the
-- text between start and start + size; "@3,7" in a text is a piece of the words;
-- said and till are the days; sure is in millionths; why is a term.
CREATE TABLE term (
	id   BIGINT PRIMARY KEY,
	text TEXT COLLATE "C" NOT NULL
);
CREATE INDEX term_text ON term USING hash (text);

CREATE TABLE move (
	id        BIGINT PRIMARY KEY,
	report    BIGINT NOT NULL,
	tag       TEXT COLLATE "C" NOT NULL,
	paragraph BIGINT NOT NULL,
	start     BIGINT NOT NULL,
	size      BIGINT NOT NULL,
	words     TEXT COLLATE "C",
	said      BIGINT NOT NULL,
	till      BIGINT NOT NULL,
	voice     BIGINT NOT NULL,
	sure      BIGINT NOT NULL,
	why       BIGINT NOT NULL,
	act       BIGINT NOT NULL,
	status    BIGINT NOT NULL,
	makers    TEXT COLLATE "C" NOT NULL,
	via       TEXT COLLATE "C" NOT NULL,
	target    TEXT COLLATE "C" NOT NULL,
	what      TEXT COLLATE "C" NOT NULL,
	cue       TEXT COLLATE "C" NOT NULL,
	terms     TEXT COLLATE "C" NOT NULL,    -- its conditions
	denies    TEXT COLLATE "C" NOT NULL,
	denial    BIGINT NOT NULL,
	event     BIGINT NOT NULL, -- a term: its PLOVER code
	proposal  BIGINT NOT NULL,
	binds     BIGINT NOT NULL
);
CREATE INDEX move_report ON move (report);
CREATE INDEX move_said ON move (said);
CREATE INDEX move_act ON move (act, said);
CREATE INDEX move_event ON move (said) WHERE event > 0;
CREATE INDEX move_binds ON move (said) WHERE binds > 0;
CREATE INDEX move_denial ON move (said) WHERE denial > 0;
CREATE INDEX move_long ON move (till) WHERE till - said > 100;
CREATE INDEX move_odd ON move USING hash (tag) WHERE tag >= ':' AND tag < ';';
CREATE INDEX move_proposal ON move (proposal, said) WHERE proposal > 0;

CREATE TABLE statement (
	id        BIGINT PRIMARY KEY,
	report    BIGINT NOT NULL,
	tag       TEXT COLLATE "C" NOT NULL,
	paragraph BIGINT NOT NULL,
	start     BIGINT NOT NULL,
	size      BIGINT NOT NULL,
	words     TEXT COLLATE "C",
	said      BIGINT NOT NULL,
	till      BIGINT NOT NULL,
	voice     BIGINT NOT NULL,
	sure      BIGINT NOT NULL,
	why       BIGINT NOT NULL,
	sources   TEXT COLLATE "C" NOT NULL,
	source    TEXT COLLATE "C" NOT NULL,
	cue       TEXT COLLATE "C" NOT NULL,
	content   TEXT COLLATE "C" NOT NULL,
	kind      BIGINT NOT NULL,
	target    TEXT COLLATE "C" NOT NULL,
	print     BIGINT NOT NULL
);
CREATE INDEX statement_report ON statement (report);
CREATE INDEX statement_said ON statement (said);
CREATE INDEX statement_long ON statement (till) WHERE till - said > 100;
CREATE INDEX statement_print ON statement (print) WHERE print > 0;
CREATE INDEX statement_quoted ON statement (said, print) WHERE print > 0;
-- Prints that two sets of sources share, or once did.
CREATE TABLE shared (
	print BIGINT PRIMARY KEY
);

CREATE TABLE position (
	id        BIGINT PRIMARY KEY,
	report    BIGINT NOT NULL,
	tag       TEXT COLLATE "C" NOT NULL,
	paragraph BIGINT NOT NULL,
	start     BIGINT NOT NULL,
	size      BIGINT NOT NULL,
	words     TEXT COLLATE "C",
	said      BIGINT NOT NULL,
	till      BIGINT NOT NULL,
	voice     BIGINT NOT NULL,
	sure      BIGINT NOT NULL,
	why       BIGINT NOT NULL,
	proposal  BIGINT NOT NULL,
	choice    BIGINT NOT NULL,
	actor     BIGINT NOT NULL,
	speaker   BIGINT NOT NULL,
	stance    BIGINT NOT NULL,
	act       BIGINT NOT NULL,
	status    BIGINT NOT NULL,
	terms     TEXT COLLATE "C" NOT NULL,
	move      TEXT COLLATE "C" NOT NULL
);
CREATE INDEX position_report ON position (report);
CREATE INDEX position_said ON position (said, proposal, report);
CREATE INDEX position_long ON position (till) WHERE till - said > 100;
CREATE INDEX position_proposal ON position (proposal, said, report);

CREATE TABLE deadline (
	id        BIGINT PRIMARY KEY,
	report    BIGINT NOT NULL,
	tag       TEXT COLLATE "C" NOT NULL,
	paragraph BIGINT NOT NULL,
	start     BIGINT NOT NULL,
	size      BIGINT NOT NULL,
	words     TEXT COLLATE "C",
	said      BIGINT NOT NULL,
	till      BIGINT NOT NULL,
	voice     BIGINT NOT NULL,
	sure      BIGINT NOT NULL,
	why       BIGINT NOT NULL,
	speaker   BIGINT NOT NULL,
	what      TEXT COLLATE "C" NOT NULL,
	phrase    TEXT COLLATE "C" NOT NULL,
	begins    BIGINT NOT NULL,
	ends      BIGINT NOT NULL,
	move      TEXT COLLATE "C" NOT NULL
);
CREATE INDEX deadline_report ON deadline (report);
CREATE INDEX deadline_said ON deadline (said);
CREATE INDEX deadline_ends ON deadline (ends);

CREATE TABLE shift (
	id        BIGINT PRIMARY KEY,
	report    BIGINT NOT NULL,
	tag       TEXT COLLATE "C" NOT NULL,
	paragraph BIGINT NOT NULL,
	start     BIGINT NOT NULL,
	size      BIGINT NOT NULL,
	words     TEXT COLLATE "C",
	said      BIGINT NOT NULL,
	till      BIGINT NOT NULL,
	voice     BIGINT NOT NULL,
	sure      BIGINT NOT NULL,
	why       BIGINT NOT NULL,
	actor     BIGINT NOT NULL,
	was       TEXT COLLATE "C" NOT NULL,
	becomes   TEXT COLLATE "C" NOT NULL
);
CREATE INDEX shift_report ON shift (report);
CREATE INDEX shift_said ON shift (said);
CREATE INDEX shift_long ON shift (till) WHERE till - said > 100;

-- Whose lines they are. kind: 1 move, 2 statement, 3 position, 4 deadline, 5 shift.
CREATE TABLE spoke (
	kind  BIGINT NOT NULL,
	actor BIGINT NOT NULL,
	said  BIGINT NOT NULL,
	line  BIGINT NOT NULL,
	PRIMARY KEY (kind, actor, said, line)
);

CREATE TABLE correction (
	id      BIGINT PRIMARY KEY,
	kind    TEXT COLLATE "C" NOT NULL,
	target  TEXT COLLATE "C" NOT NULL,
	other   TEXT COLLATE "C" NOT NULL,
	author  TEXT COLLATE "C" NOT NULL,
	reason  TEXT COLLATE "C" NOT NULL,
	learned BIGINT NOT NULL
);
CREATE TABLE tally (
	name TEXT COLLATE "C" PRIMARY KEY,
	n    BIGINT NOT NULL
);
