package export

import (
	"fmt"
	"reflect"
)

// The tables, in the order in which the README names them.
const (
	Reports     = "reports"
	Actors      = "actors"
	Proposals   = "proposals"
	Choices     = "options"
	Positions   = "positions"
	Moves       = "moves"
	Conditions  = "conditions"
	Statements  = "statements"
	Deadlines   = "deadlines"
	Shifts      = "shifts"
	Commitments = "commitments"
	Conflicts   = "conflicts"
)

// tableInfo says of a table what it holds.
type tableInfo struct {
	name, about string
	row         reflect.Type
}

func tableInfos() []tableInfo {
	return []tableInfo{
		{Reports, "one line a version of a report", reflect.TypeFor[ReportRow]()},
		{Actors, "one line an actor that a line names", reflect.TypeFor[ActorRow]()},
		{Proposals, "one line a thing on the table", reflect.TypeFor[ProposalRow]()},
		{Choices, "one line a choice under a proposal", reflect.TypeFor[OptionRow]()},
		{Positions, "one line a telling of where one voice stands on a proposal or an option", reflect.TypeFor[PositionRow]()},
		{Moves, "one line an act of an actor as one report tells it", reflect.TypeFor[MoveRow]()},
		{Conditions, "one line a condition of a move", reflect.TypeFor[ConditionRow]()},
		{Statements, "one line a saying", reflect.TypeFor[StatementRow]()},
		{Deadlines, "one line a telling of a window in which something is to happen", reflect.TypeFor[DeadlineRow]()},
		{Shifts, "one line a change of stance", reflect.TypeFor[ShiftRow]()},
		{Commitments, "one line a promise, agreement or refusal, with how it stands; those that one telling repeats are one", reflect.TypeFor[CommitmentRow]()},
		{Conflicts, "one line two lines that cannot both be right", reflect.TypeFor[ConflictRow]()},
	}
}

// column is one column of a table.
type column struct {
	name, about string
	index       []int
	kind        reflect.Type
}

// columnsOf lists the columns of a row type.
func columnsOf(row reflect.Type) []column {
	var out []column
	for _, f := range reflect.VisibleFields(row) {
		if !f.Anonymous {
			out = append(out, column{f.Tag.Get("json"), f.Tag.Get("about"), f.Index, f.Type})
		}
	}
	return out
}

// typeName is the type of a column in words.
func (c *column) typeName() string {
	switch c.kind {
	case reflect.TypeFor[*Date]():
		return "day"
	case reflect.TypeFor[Time]():
		return "time"
	case reflect.TypeFor[[]string]():
		return "list"
	}
	switch c.kind.Kind() {
	case reflect.Int64:
		return "whole number"
	case reflect.Float64:
		return "number"
	case reflect.Bool:
		return "true or false"
	case reflect.String:
		return "text"
	}
	return fmt.Sprint(c.kind)
}

// writer writes rows of one table.
type writer[T any] interface {
	Write(rows []T) error
	Close() error
}
