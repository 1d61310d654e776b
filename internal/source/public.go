package source

import "net/netip"

// Public tells whether an address is one of the open internet: not of this machine,
// of a private network, or of one that is kept for something else.
func Public(a netip.Addr) bool { return public(a) }
