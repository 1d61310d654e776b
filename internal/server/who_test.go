package server

import (
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/parley-reader/parley/internal/access"
)

func roles() map[string]access.Role {
	return map[string]access.Role{"desk": access.Read, "feeds": access.Add, "ann": access.Correct}
}

func withTokens(t *testing.T) (*rig, map[string]string) {
	var secrets map[string]string
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/", whoami)
		secrets = r.tokens(roles())
	})
	return r, secrets
}

func TestWhoAsks(t *testing.T) {
	r, secrets := withTokens(t)
	for name, role := range roles() {
		w := r.want(200, r.do("GET", "/api/v1/x", "", "Authorization", "Bearer "+secrets[name]))
		if got := w.Body.String(); got != name+" "+role.String() {
			t.Errorf("%s is taken for %s", name, got)
		}
	}
	r.want(200, r.do("GET", "/feed.atom", "", "Authorization", "basic "+basic(secrets["desk"])))
	if w := r.want(401, r.do("GET", "/api/v1/x", "")); !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Bearer") || w.Header().Get("Content-Type") != "application/problem+json" {
		t.Errorf("headers %v", w.Header())
	}
	w := r.want(303, r.do("GET", "/table?as-of=2025-08-20", "", "Accept", "text/html"))
	if got := w.Header().Get("Location"); got != "/login?to=%2Ftable%3Fas-of%3D2025-08-20" {
		t.Errorf("sent to %s", got)
	}
	r.want(401, r.do("POST", "/add", "x", "Accept", "text/html"))
	r.want(200, r.do("GET", "/assets/style.css", ""))
	r.want(200, r.do("GET", "/healthz", ""))
	r.want(401, r.do("GET", "/metrics", ""))
	r.want(200, r.do("GET", "/metrics", "", "Authorization", "Bearer "+secrets["desk"]))
}

func basic(secret string) string {
	req, _ := http.NewRequest(http.MethodGet, "/", nil)
	req.SetBasicAuth("any", secret)
	_, b, _ := strings.Cut(req.Header.Get("Authorization"), " ")
	return b
}

// TestWrongTokens checks that forged tokens are refused, that who tries many waits,
// and that this keeps nobody with a right one out.
func TestWrongTokens(t *testing.T) {
	r, secrets := withTokens(t)
	for _, forged := range []string{"", "x", secrets["ann"][:len(secrets["ann"])-1], strings.ToLower(secrets["ann"]), strings.Repeat("a", 8000), "\xff\xfe", secrets["ann"] + " " + secrets["desk"]} {
		r.want(401, r.do("GET", "/", "", "Authorization", "Bearer "+forged))
	}
	r.want(401, r.do("GET", "/", "", "Authorization", "Digest x"))
	last := 0
	for range wrongBurst {
		last = r.do("GET", "/", "", "Authorization", "Bearer nope").Code
	}
	if last != 429 {
		t.Errorf("after many wrong tokens: %d", last)
	}
	if w := r.do("GET", "/", "", "Authorization", "Bearer nope"); w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	r.want(200, r.do("GET", "/", "", "Authorization", "Bearer "+secrets["desk"]))
	r.clock.move(wrongEvery)
	r.want(401, r.do("GET", "/", "", "Authorization", "Bearer nope"))
}

func (r *rig) signIn(secret, to string) (cookie string) {
	r.t.Helper()
	w := r.want(303, r.do("POST", "/login", url.Values{"token": {secret}, "to": {to}}.Encode(), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"))
	cookies := w.Result().Cookies()
	if len(cookies) != 1 {
		r.t.Fatalf("cookies %v", cookies)
	}
	c := cookies[0]
	if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode || c.Secure || c.MaxAge <= 0 || strings.Contains(c.Value, secret) {
		r.t.Errorf("cookie %+v", c)
	}
	return c.Name + "=" + c.Value
}

func TestSession(t *testing.T) {
	r, secrets := withTokens(t)
	if w := r.want(200, r.do("GET", "/login?to=/table", "")); !strings.Contains(w.Body.String(), `name="to" value="/table"`) {
		t.Errorf("login page: %s", w.Body)
	}
	cookie := r.signIn(secrets["ann"], "/table")
	if w := r.want(200, r.do("GET", "/", "", "Cookie", cookie)); w.Body.String() != "ann correct" {
		t.Errorf("the session is of %s", w.Body)
	}
	r.want(401, r.do("GET", "/", "", "Cookie", cookieName+"=forged"))
	r.want(401, r.do("GET", "/", "", "Cookie", cookieName+"="+strings.Repeat("x", 5000)))
	r.want(401, r.do("POST", "/login", "token=wrong", "Content-Type", "application/x-www-form-urlencoded"))
	r.want(303, r.do("POST", "/logout", "", "Cookie", cookie))
	r.want(401, r.do("GET", "/", "", "Cookie", cookie))

	cookie = r.signIn(secrets["ann"], "/")
	r.clock.move(sessionTime)
	r.want(401, r.do("GET", "/", "", "Cookie", cookie))
	r.s.sessions.sweep(r.clock.now())
	if n := len(r.s.sessions.by); n != 0 {
		t.Errorf("%d sessions are left", n)
	}
	// A session ends with its token.
	cookie = r.signIn(secrets["ann"], "/")
	r.want(200, r.do("GET", "/", "", "Cookie", cookie))
	r.tokens(map[string]access.Role{"ann": access.Read})
	if err := r.s.Reload(); err != nil {
		t.Fatal(err)
	}
	r.want(401, r.do("GET", "/", "", "Cookie", cookie))
}

func TestSessionsAreBounded(t *testing.T) {
	var s sessions
	now := time.Now()
	for i := range maxSessions + 50 {
		s.begin(access.Token{}, now.Add(time.Duration(i)))
	}
	if len(s.by) != maxSessions {
		t.Errorf("%d sessions", len(s.by))
	}
}

func TestWithin(t *testing.T) {
	for to, want := range map[string]string{
		"/table?x=1": "/table?x=1", "": "/", "//evil.example/": "/", "https://evil.example/": "/", `/\evil.example`: "/", "table": "/", "/a\nb": "/", "javascript:alert(1)": "/", "/\t/evil.example": "/",
	} {
		if got := within(to); got != want {
			t.Errorf("within(%q) = %q, want %q", to, got, want)
		}
	}
}

// TestSameSite checks that pages of other sites change nothing, with whatever the
// browser sends along.
func TestSameSite(t *testing.T) {
	r, secrets := withTokens(t)
	cookie := r.signIn(secrets["ann"], "/")
	for _, c := range []struct {
		want   int
		header []string
	}{
		{200, []string{"Cookie", cookie, "Sec-Fetch-Site", "same-origin"}},
		{200, []string{"Cookie", cookie, "Origin", "http://localhost"}},
		{403, []string{"Cookie", cookie, "Sec-Fetch-Site", "cross-site"}},
		{403, []string{"Cookie", cookie, "Sec-Fetch-Site", "same-site"}},
		{403, []string{"Cookie", cookie, "Origin", "http://evil.example"}},
		{403, []string{"Authorization", "Basic " + basic(secrets["ann"]), "Sec-Fetch-Site", "cross-site"}},
		{200, []string{"Authorization", "Bearer " + secrets["ann"], "Sec-Fetch-Site", "cross-site"}},
	} {
		if w := r.do("POST", "/corrections", "x", c.header...); w.Code != c.want {
			t.Errorf("%v: %d, want %d", c.header, w.Code, c.want)
		}
	}
	// Where no token is needed none excuses.
	local := newRig(t, func(r *rig) { r.mux.HandleFunc("/", whoami) })
	local.want(403, local.do("POST", "/corrections", "x", "Authorization", "Bearer x", "Sec-Fetch-Site", "cross-site"))
	local.want(200, local.do("POST", "/corrections", "x"))
}

func TestTokenFileChanges(t *testing.T) {
	r, secrets := withTokens(t)
	ask := func(secret string) int { return r.do("GET", "/", "", "Authorization", "Bearer "+secret).Code }
	again := r.tokens(map[string]access.Role{"new": access.Read})
	if err := os.Chtimes(r.o.TokenFile, time.Now(), time.Now().Add(time.Second)); err != nil {
		t.Fatal(err)
	}
	r.s.tokens.refresh()
	if ask(secrets["desk"]) != 401 || ask(again["new"]) != 200 {
		t.Error("the new file is not in force")
	}
	os.WriteFile(r.o.TokenFile, []byte("a bad line"), 0o600)
	r.s.tokens.refresh()
	if ask(again["new"]) != 200 || !strings.Contains(r.log.String(), "the tokens stay as they were") {
		t.Error("a bad file takes the tokens away, or nobody is told")
	}
	os.Remove(r.o.TokenFile)
	r.s.tokens.refresh()
	r.s.tokens.refresh()
	if n := strings.Count(r.log.String(), "the tokens stay as they were"); ask(again["new"]) != 200 || n != 2 {
		t.Errorf("a file that is gone: %d, told of %d times", ask(again["new"]), n)
	}
	os.WriteFile(r.o.TokenFile, []byte("# nobody\n"), 0o600)
	r.s.tokens.refresh()
	if ask(again["new"]) != 401 {
		t.Error("the last token was taken away, and is in force")
	}
	if _, err := New(t.Context(), r.o); err == nil {
		t.Error("a server begins without any token")
	}
}

func TestPaced(t *testing.T) {
	var secrets map[string]string
	r := newRig(t, func(r *rig) {
		r.mux.HandleFunc("/", whoami)
		secrets = r.tokens(roles())
		r.o.Rates = Rates{Read: 2, Add: 0.5}
	})
	count := func(method, secret string, header ...string) (n int) {
		for range 30 {
			if w := r.do(method, "/", "", append([]string{"Authorization", "Bearer " + secret}, header...)...); w.Code == 200 {
				n++
			} else if w.Code != 429 || w.Header().Get("Retry-After") == "" {
				t.Fatalf("status %d", w.Code)
			}
		}
		return n
	}
	if n := count("GET", secrets["desk"]); n != 8 {
		t.Errorf("%d reads at once, want 8", n)
	}
	if n := count("POST", secrets["desk"]); n != 5 {
		t.Errorf("%d changes at once, want 5", n)
	}
	if n := count("GET", secrets["ann"]); n != 8 {
		t.Errorf("one token's reads are those of another: %d", n)
	}
	r.clock.move(time.Second)
	if n := count("GET", secrets["desk"]); n != 2 {
		t.Errorf("%d reads a second later, want 2", n)
	}
	var p paces
	p.limit, p.burst = 1, 1
	for i := range maxPaced + 100 {
		p.wait(fmt.Sprint(i), time.Now())
	}
	if len(p.at) != maxPaced || p.used.Len() != maxPaced {
		t.Errorf("%d are remembered", len(p.at))
	}
}

func TestAddressOf(t *testing.T) {
	r := newRig(t, func(r *rig) {
		r.o.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.1/32"), netip.MustParsePrefix("10.0.0.0/8")}
	})
	for _, c := range [][3]string{
		{"8.8.8.8:1", "1.2.3.4", "8.8.8.8"}, // no proxy of ours says so
		{"127.0.0.1:1", "1.2.3.4", "1.2.3.4"},
		{"127.0.0.1:1", "6.6.6.6, 1.2.3.4", "1.2.3.4"}, // the caller wrote the first
		{"127.0.0.1:1", "6.6.6.6, 1.2.3.4, 10.1.1.1", "1.2.3.4"},
		{"127.0.0.1:1", "", "127.0.0.1"},
		{"127.0.0.1:1", "nonsense", "127.0.0.1"},
		{"[2001:4860::1]:1", "1.2.3.4", "2001:4860::1"},
	} {
		req, _ := http.NewRequest(http.MethodGet, "/", nil)
		req.RemoteAddr = c[0]
		if c[1] != "" {
			req.Header.Set("X-Forwarded-For", c[1])
		}
		if got := r.s.addressOf(req); got != c[2] {
			t.Errorf("%s via %q: %s, want %s", c[0], c[1], got, c[2])
		}
	}
	if neighbourhood("2001:4860::1") != neighbourhood("2001:4860::2:3") || neighbourhood("1.2.3.4") == neighbourhood("1.2.3.5") {
		t.Error("neighbourhoods")
	}
}
