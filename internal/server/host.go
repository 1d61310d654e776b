package server

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// calledWell refuses requests that call the server by a name which is not its own.
// A page of another site can have its own name mean this machine's address for a
// while, and would then be of the same origin; but its name stands in the request.
func (s *Server) calledWell(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.isCalled(r.Host, localPort(r)) {
			s.refuse(w, r, http.StatusMisdirectedRequest, "This server has another name.", "Use its own address, or start it with --host and this name.")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// localPort is the port that a request came in at; "" where that is not known.
func localPort(r *http.Request) string {
	a, ok := r.Context().Value(http.LocalAddrContextKey).(net.Addr)
	if !ok {
		return ""
	}
	_, port, err := net.SplitHostPort(a.String())
	if err != nil {
		return ""
	}
	return port
}

// isCalled tells whether a Host header names this server. The names of the
// loopback come with the very port; those that were told may come through a proxy
// at another.
func (s *Server) isCalled(host, port string) bool {
	name, at := splitHost(host)
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if slices.ContainsFunc(s.o.Hosts, func(h string) bool { return strings.EqualFold(h, name) }) {
		return true
	}
	if s.o.AnyHost {
		return name != ""
	}
	ip := net.ParseIP(strings.Trim(name, "[]"))
	if name != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return false
	}
	return port == "" || at == port || at == "" && (port == "80" || port == "443")
}

// splitHost splits "name:port", where the port may be missing.
func splitHost(host string) (name, port string) {
	if n, p, err := net.SplitHostPort(host); err == nil {
		return n, p
	}
	return host, ""
}

// addressOf is the address that a request comes from: of a proxy that is believed,
// the last one that it tells of and that is no such proxy itself.
func (s *Server) addressOf(r *http.Request) string {
	host, _ := splitHost(r.RemoteAddr)
	at, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	told := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(told) - 1; i >= 0 && s.proxied(at); i-- {
		before, err := netip.ParseAddr(strings.TrimSpace(told[i]))
		if err != nil {
			break
		}
		at = before
	}
	return at.Unmap().WithZone("").String()
}

func (s *Server) proxied(a netip.Addr) bool {
	a = a.Unmap()
	return slices.ContainsFunc(s.o.Proxies, func(p netip.Prefix) bool { return p.Contains(a) })
}

// encrypted tells whether what is sent to a caller is encrypted, here or by a proxy
// that is believed.
func (s *Server) encrypted(r *http.Request) bool {
	if s.o.TLS || r.TLS != nil {
		return true
	}
	host, _ := splitHost(r.RemoteAddr)
	at, err := netip.ParseAddr(host)
	return err == nil && s.proxied(at) && strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https")
}

// neighbourhood is what an address is bounded with: itself, or the network that
// one user of IPv6 has all of.
func neighbourhood(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Is4() {
		return address
	}
	p, err := a.Prefix(64)
	if err != nil {
		return address
	}
	return p.String()
}
