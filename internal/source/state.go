package source

import (
	"hash/fnv"
	"time"
)

// State is what a [Follower] knows of its feeds from one run to the next. It is
// plain data that marshals to JSON; the zero value knows nothing.
type State struct {
	Feeds map[string]*FeedState `json:"feeds,omitempty"` // by address
}

// FeedState is what is known of one feed.
type FeedState struct {
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"lastModified,omitempty"`
	Next         time.Time `json:"next,omitzero"`      // not to be asked before
	Failures     int       `json:"failures,omitempty"` // one after the other
	Seen         []uint64  `json:"seen,omitempty"`     // the articles that were given, by digests, the oldest first
	// Tries counts how often an article could not be had, by its digest.
	Tries map[uint64]int `json:"tries,omitempty"`
}

const (
	maxSeen  = 4000 // articles remembered of one feed
	maxTries = 4    // for one article, before it is given up
)

// feed is the state of a feed, made where there is none.
func (s *State) feed(address string) *FeedState {
	if s.Feeds == nil {
		s.Feeds = map[string]*FeedState{}
	}
	if s.Feeds[address] == nil {
		s.Feeds[address] = &FeedState{}
	}
	return s.Feeds[address]
}

// saw remembers an article, and forgets the oldest where there are too many.
func (f *FeedState) saw(id uint64) {
	delete(f.Tries, id)
	if f.Seen = append(f.Seen, id); len(f.Seen) > maxSeen {
		f.Seen = append(f.Seen[:0:0], f.Seen[len(f.Seen)-maxSeen:]...)
	}
}

// failed counts a failed try of an article; true when it is given up.
func (f *FeedState) failed(id uint64) bool {
	if f.Tries == nil {
		f.Tries = map[uint64]int{}
	}
	f.Tries[id]++
	if f.Tries[id] >= maxTries || len(f.Tries) > maxSeen {
		f.saw(id)
		return true
	}
	return false
}

// digestOf is the digest of an article's id.
func digestOf(id string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(id)) // it never fails
	return h.Sum64() >> 11     // JSON's numbers are exact up to 2^53
}
