package access

import (
	"strings"
	"testing"
)

func TestTokens(t *testing.T) {
	var file strings.Builder
	file.WriteString("# who may ask\n\n")
	secrets := map[string]string{}
	for name, role := range map[string]Role{"desk": Read, "feeds": Add, "ann@example.org": Correct} {
		secret, token, err := NewToken(name, role)
		if err != nil {
			t.Fatal(err)
		}
		secrets[name] = secret
		file.WriteString(token.String() + "\n")
		if strings.Contains(token.String(), secret) || len(secret) < 40 {
			t.Errorf("secret %q, line %q", secret, token.String())
		}
	}
	tokens, err := ParseTokens(strings.NewReader(file.String()), "f")
	if err != nil {
		t.Fatal(err)
	}
	for name, secret := range secrets {
		got, ok := tokens.Find(secret)
		if !ok || got.Name != name {
			t.Errorf("%s: found %v %v", name, got.Name, ok)
		}
		for _, forged := range []string{"", secret[:len(secret)-1], secret + "x", strings.ToUpper(secret), secret + "\n", strings.Repeat(secret, 1000), "sha256:" + strings.Fields(got.String())[2]} {
			if x, ok := tokens.Find(forged); ok {
				t.Errorf("%.60q is taken for %s", forged, x.Name)
			}
		}
	}
	if x, ok := (&Tokens{}).ByDigest(Digest{}); ok {
		t.Errorf("no tokens, and yet %v", x)
	}
}

func TestParseTokensBad(t *testing.T) {
	digest := "sha256:" + strings.Repeat("ab", 32)
	for text, want := range map[string]string{
		"desk read":                                 "f:1: a token is a name",
		"\ndesk boss " + digest:                     "f:2: \"boss\" is no role",
		"desk none " + digest:                       "f:1: \"none\" is no role",
		"de/sk read " + digest:                      "f:1: \"de/sk\" is no name",
		"desk read " + digest[:20]:                  "f:1: the digest of desk",
		"desk read " + digest[7:]:                   "f:1: the digest of desk",
		"a read " + digest + "\na add " + digest:    "f:2: a token is named a before",
		strings.Repeat("x", 65) + " read " + digest: "f:1: the name of a token",
	} {
		if _, err := ParseTokens(strings.NewReader(text), "f"); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
	if _, _, err := NewToken("x", None); err == nil {
		t.Error("a token without a role")
	}
}
