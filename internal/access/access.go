// Package access tells who asks and what they may do. The server decides it once
// for each request; pages and the API read it with [Of].
package access

import (
	"context"
	"fmt"
	"strings"
)

// Role is what a caller may do; each holds those below it. The zero value may do
// nothing.
type Role uint8

// The roles.
const (
	None    Role = iota
	Read         // look and ask
	Add          // give reports too
	Correct      // correct too
)

var names = [...]string{"none", "read", "add", "correct"}

// String gives "read", "add" or "correct".
func (r Role) String() string {
	if int(r) < len(names) {
		return names[r]
	}
	return fmt.Sprintf("Role(%d)", uint8(r))
}

// ParseRole reads what [Role.String] writes, but for "none".
func ParseRole(s string) (Role, error) {
	for i, n := range names[1:] {
		if n == s {
			return Role(i + 1), nil
		}
	}
	return None, fmt.Errorf("%q is no role: known are %s", s, strings.Join(names[1:], ", "))
}

// Caller is who asks. The zero value may do nothing.
type Caller struct {
	Name string // as the token is named; signs corrections where the form names nobody
	Role Role
}

type key struct{}

// With puts the caller into a request's context.
func With(ctx context.Context, c Caller) context.Context { return context.WithValue(ctx, key{}, c) }

// Of is the caller of a request; the zero value where nobody was told.
func Of(ctx context.Context) Caller {
	c, _ := ctx.Value(key{}).(Caller)
	return c
}
