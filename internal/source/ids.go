package source

import "hash/maphash"

// idSet tells which ids have been met, up to maxIDs of them; the zero value is
// ready to use. It keeps their hashes alone.
type idSet struct {
	seed maphash.Seed
	seen map[uint64]struct{}
}

// maxIDs bounds what an idSet holds, which is about 40 bytes an id.
const maxIDs = 1 << 18

// first tells whether id is met for the first time.
func (s *idSet) first(id string) bool {
	if s.seen == nil {
		s.seed, s.seen = maphash.MakeSeed(), map[uint64]struct{}{}
	}
	h := maphash.String(s.seed, id)
	if _, ok := s.seen[h]; ok {
		return false
	}
	if len(s.seen) >= maxIDs {
		clear(s.seen)
	}
	s.seen[h] = struct{}{}
	return true
}
