package access

import (
	"bufio"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"unicode"
)

// Bounds of a token file.
const (
	maxTokens = 10_000
	maxSecret = 256 // bytes of a secret that is looked at
	maxName   = 64
)

// secretStart is how every secret begins, so that one that got into a file or a
// log can be found.
const secretStart = "prly_"

// Digest is what is kept of a secret: its SHA-256.
type Digest [sha256.Size]byte

// Token is a right to ask, as a token file has it: who, what for, and the digest of
// a secret that is kept nowhere.
type Token struct {
	Name   string
	Role   Role
	Digest Digest
}

// Caller is who asks with the token.
func (t *Token) Caller() Caller { return Caller{Name: t.Name, Role: t.Role} }

// String is the token's line in a file.
func (t *Token) String() string {
	return fmt.Sprintf("%s %s sha256:%s", t.Name, t.Role, hex.EncodeToString(t.Digest[:]))
}

// NewToken makes a token with a new secret of 256 random bits, which nobody can
// get back from the token.
func NewToken(name string, role Role) (secret string, t Token, err error) {
	if err := checkName(name); err != nil {
		return "", t, err
	}
	if role == None {
		return "", t, fmt.Errorf("a token needs a role: %s", strings.Join(names[1:], ", "))
	}
	var b [32]byte
	_, _ = rand.Read(b[:]) // it never fails
	secret = secretStart + base64.RawURLEncoding.EncodeToString(b[:])
	return secret, Token{name, role, sha256.Sum256([]byte(secret))}, nil
}

func checkName(name string) error {
	if name == "" || len(name) > maxName {
		return fmt.Errorf("the name of a token has 1 to %d characters", maxName)
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.@", r) {
			return fmt.Errorf("%q is no name for a token: use letters, digits, and -_.@", name)
		}
	}
	return nil
}

// Tokens are those of one file. The zero value has none. They do not change and
// may be used by several goroutines.
type Tokens struct{ list []Token }

// All gives the tokens in the order of the file.
func (t *Tokens) All() []Token { return append([]Token(nil), t.list...) }

// ParseTokens reads a token file: a line for each, "NAME ROLE sha256:DIGEST"; empty
// lines and those that begin with # are left out. An error begins "FILE:LINE:" and
// tells nothing of a digest.
func ParseTokens(r io.Reader, file string) (*Tokens, error) {
	var t Tokens
	seen := map[string]bool{}
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		x, err := parseToken(line)
		switch {
		case err != nil:
		case seen[x.Name]:
			err = fmt.Errorf("a token is named %s before", x.Name)
		case len(t.list) == maxTokens:
			err = fmt.Errorf("more than %d tokens", maxTokens)
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		seen[x.Name] = true
		t.list = append(t.list, x)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &t, nil
}

func parseToken(line string) (t Token, err error) {
	f := strings.Fields(line)
	if len(f) != 3 {
		return t, fmt.Errorf("a token is a name, a role and a digest: it has %d fields", len(f))
	}
	t.Name = f[0]
	if err := checkName(t.Name); err != nil {
		return t, err
	}
	if t.Role, err = ParseRole(f[1]); err != nil {
		return t, err
	}
	text, ok := strings.CutPrefix(f[2], "sha256:")
	b, err := hex.DecodeString(text)
	if !ok || err != nil || len(b) != len(t.Digest) {
		return t, fmt.Errorf("the digest of %s is not sha256: and %d hexadecimal digits", t.Name, 2*len(t.Digest))
	}
	copy(t.Digest[:], b)
	return t, nil
}

// Find gives the token of a secret. How long it takes tells nothing of the
// secrets that there are.
func (t *Tokens) Find(secret string) (Token, bool) {
	if len(secret) > maxSecret {
		return Token{}, false
	}
	return t.ByDigest(sha256.Sum256([]byte(secret)))
}

// ByDigest gives the token of a digest, in constant time for one file.
func (t *Tokens) ByDigest(d Digest) (Token, bool) {
	at := -1
	for i := range t.list {
		at = subtle.ConstantTimeSelect(subtle.ConstantTimeCompare(t.list[i].Digest[:], d[:]), i, at)
	}
	if at < 0 {
		return Token{}, false
	}
	return t.list[at], true
}
