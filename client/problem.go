package client

import (
	"net/http"
	"strings"
	"time"
)

// Problem is an error that the server tells, as RFC 9457 has it: what is wrong, where,
// and what to do about it. It is an error.
type Problem struct {
	Type   string  `json:"type,omitempty" doc:"what kind of problem it is; without it the status tells"`
	Title  string  `json:"title" doc:"of the status"`
	Status int     `json:"status" minimum:"400" maximum:"599"`
	Detail string  `json:"detail" doc:"what is wrong"`
	Do     string  `json:"do,omitempty" doc:"what to do about it"`
	Errors []Fault `json:"errors,omitempty" doc:"each thing that is wrong, and where"`

	// After is how long the server asks to wait before another try; 0 for not told.
	After time.Duration `json:"-"`
}

// Fault is one thing that is wrong with a request.
type Fault struct {
	Where string `json:"where,omitempty" doc:"like query.limit or body.text"`
	What  string `json:"what"`
	Value string `json:"value,omitempty" doc:"the value that was given, cut where it is long"`
}

// Error is the problem on one line: what is wrong, where, and what to do.
func (p *Problem) Error() string {
	var b strings.Builder
	b.WriteString(p.Detail)
	if p.Detail == "" {
		b.WriteString(strings.ToLower(http.StatusText(p.Status)))
	}
	for _, f := range p.Errors {
		b.WriteString("; ")
		if f.Where != "" {
			b.WriteString(f.Where + ": ")
		}
		b.WriteString(f.What)
	}
	if p.Do != "" {
		b.WriteString(": " + p.Do)
	}
	return b.String()
}

// GetStatus is the status of the response.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is the media type that a problem is sent as.
func (*Problem) ContentType(string) string { return "application/problem+json" }

// Broken is the last line of JSON lines that could not go on.
type Broken struct {
	Schema string   `json:"schema"`
	Error  *Problem `json:"error"`
}
