package doc

import "fmt"

// enum is what the small closed lists share: their names in JSON and in print.
type enum struct {
	what  string
	names []string // names[0] is the zero value's
}

func (e enum) name(i uint8) string {
	if int(i) < len(e.names) {
		return e.names[i]
	}
	return fmt.Sprintf("%s(%d)", e.what, i)
}

func (e enum) parse(b []byte) (uint8, error) {
	for i, n := range e.names {
		if n == string(b) {
			return uint8(i), nil
		}
	}
	return 0, fmt.Errorf("unknown %s %q; known are %q", e.what, b, e.names)
}

var (
	paragraphKinds  = enum{"paragraph kind", []string{"body", "heading", "byline", "caption"}}
	nameKinds       = enum{"actor kind", []string{"", "person", "country", "place", "organisation", "group"}}
	mentionKinds    = enum{"mention kind", []string{"", "name", "role", "metonym", "pronoun", "description"}}
	statementKinds  = enum{"statement kind", []string{"", "direct", "indirect", "mixed"}}
	modes           = enum{"mode", []string{"", "speech", "belief", "intention"}}
	voices          = enum{"voice", []string{"", "own", "official", "relayed", "unnamed", "narrated"}}
	timeTypes       = enum{"time type", []string{"", "DATE", "TIME", "DURATION", "SET"}}
	acts            = enum{"act", []string{"", "meet", "propose", "support", "agree", "offer", "demand", "reject", "doubt", "deny", "accuse", "threaten", "concede", "aid", "coerce", "fight", "leave", "expect"}}
	statuses        = enum{"status", []string{"", "stated", "done", "planned", "possible", "reported", "denied"}}
	conditionStates = enum{"condition status", []string{"", "open", "met", "lapsed", "withdrawn"}}
	stances         = enum{"stance", []string{"", "for", "open", "if", "doubts", "against"}}
	proposalKinds   = enum{"proposal kind", []string{"", "meeting", "truce", "deal", "force", "guarantee", "measure", "other"}}
	optionKinds     = enum{"option kind", []string{"", "venue", "format", "date", "mediator", "term"}}
)

// String is the name as in JSON; "" for the zero value where it means "none".
func (x ParagraphKind) String() string { return paragraphKinds.name(uint8(x)) }

// MarshalText writes the name.
func (x ParagraphKind) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *ParagraphKind) UnmarshalText(b []byte) error {
	i, err := paragraphKinds.parse(b)
	*x = ParagraphKind(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x NameKind) String() string { return nameKinds.name(uint8(x)) }

// MarshalText writes the name.
func (x NameKind) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *NameKind) UnmarshalText(b []byte) error {
	i, err := nameKinds.parse(b)
	*x = NameKind(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x MentionKind) String() string { return mentionKinds.name(uint8(x)) }

// MarshalText writes the name.
func (x MentionKind) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *MentionKind) UnmarshalText(b []byte) error {
	i, err := mentionKinds.parse(b)
	*x = MentionKind(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x StatementKind) String() string { return statementKinds.name(uint8(x)) }

// MarshalText writes the name.
func (x StatementKind) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *StatementKind) UnmarshalText(b []byte) error {
	i, err := statementKinds.parse(b)
	*x = StatementKind(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x Mode) String() string { return modes.name(uint8(x)) }

// MarshalText writes the name.
func (x Mode) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *Mode) UnmarshalText(b []byte) error {
	i, err := modes.parse(b)
	*x = Mode(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x Voice) String() string { return voices.name(uint8(x)) }

// MarshalText writes the name.
func (x Voice) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *Voice) UnmarshalText(b []byte) error {
	i, err := voices.parse(b)
	*x = Voice(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x TimeType) String() string { return timeTypes.name(uint8(x)) }

// MarshalText writes the name.
func (x TimeType) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *TimeType) UnmarshalText(b []byte) error {
	i, err := timeTypes.parse(b)
	*x = TimeType(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x Act) String() string { return acts.name(uint8(x)) }

// MarshalText writes the name.
func (x Act) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *Act) UnmarshalText(b []byte) error {
	i, err := acts.parse(b)
	*x = Act(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x Status) String() string { return statuses.name(uint8(x)) }

// MarshalText writes the name.
func (x Status) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *Status) UnmarshalText(b []byte) error {
	i, err := statuses.parse(b)
	*x = Status(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x ConditionStatus) String() string { return conditionStates.name(uint8(x)) }

// MarshalText writes the name.
func (x ConditionStatus) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *ConditionStatus) UnmarshalText(b []byte) error {
	i, err := conditionStates.parse(b)
	*x = ConditionStatus(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x Stance) String() string { return stances.name(uint8(x)) }

// MarshalText writes the name.
func (x Stance) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *Stance) UnmarshalText(b []byte) error {
	i, err := stances.parse(b)
	*x = Stance(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x ProposalKind) String() string { return proposalKinds.name(uint8(x)) }

// MarshalText writes the name.
func (x ProposalKind) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *ProposalKind) UnmarshalText(b []byte) error {
	i, err := proposalKinds.parse(b)
	*x = ProposalKind(i)
	return err
}

// String is the name as in JSON; "" for the zero value where it means "none".
func (x OptionKind) String() string { return optionKinds.name(uint8(x)) }

// MarshalText writes the name.
func (x OptionKind) MarshalText() ([]byte, error) { return []byte(x.String()), nil }

// UnmarshalText reads a name and fails on an unknown one.
func (x *OptionKind) UnmarshalText(b []byte) error {
	i, err := optionKinds.parse(b)
	*x = OptionKind(i)
	return err
}

// Acts lists every act, in the order of the scheme.
func Acts() []Act {
	all := make([]Act, 0, Expect)
	for a := Meet; a <= Expect; a++ {
		all = append(all, a)
	}
	return all
}
