-- +goose Up

-- How few lines are of a long stretch of days, the server is told by statistics:
-- it guesses a third of all otherwise, and does not use the indexes for those.
CREATE STATISTICS move_span ON (till - said) FROM move;
CREATE STATISTICS statement_span ON (till - said) FROM statement;
CREATE STATISTICS position_span ON (till - said) FROM position;
CREATE STATISTICS shift_span ON (till - said) FROM shift;
ANALYZE move;
ANALYZE statement;
ANALYZE position;
ANALYZE shift;
