package ledger

// Dossier names a negotiation, so that questions can be bounded to it. The zero
// value bounds nothing.
type Dossier struct {
	Name    string
	Parties []Party
	Issues  []Issue
	Outlets []string // reports of these alone; none means all
	From    Day      // days of saying, inclusive; "" does not bound
	To      Day
}

// Party is a side of a negotiation with those who speak for it.
type Party struct {
	Name       string   `yaml:"name"`
	Delegation []string `yaml:"delegation"` // names of persons and bodies
}

// Issue is a thing that is negotiated: proposals of a kind, or whose labels hold
// one of the words, belong to it.
type Issue struct {
	Name  string   `yaml:"name"`
	Kinds []string `yaml:"kinds"` // meeting, truce, deal, force, guarantee, measure, other
	Words []string `yaml:"words"`
}
