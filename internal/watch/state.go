package watch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"time"
)

// stateSchema names the form of the file.
const stateSchema = "parley-watch/1"

// maxTold is how many alerts of one watch are remembered; maxWaiting how many may
// wait for a web address that does not answer.
const (
	maxTold    = 200_000
	maxWaiting = 10_000
)

// State is what was told, for each watch: those of other bounds are other watches.
// The zero value has told nothing.
type State struct {
	Schema  string            `json:"schema"`
	Watches map[string]*Watch `json:"watches"`
}

// Watch is what one watch has told.
type Watch struct {
	Told    map[string]int64 `json:"told"`              // when each was told, in seconds since 1970, by its name
	Waiting []Alert          `json:"waiting,omitempty"` // told, but not sent on yet
}

// ReadState reads the file of a state; where there is none, nothing was told.
func ReadState(path string) (*State, error) {
	s := &State{Schema: stateSchema, Watches: map[string]*Watch{}}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(b, s)
	}
	if err == nil && s.Schema != stateSchema {
		err = fmt.Errorf("its form is %q, this parley knows %s", s.Schema, stateSchema)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", path, err)
	}
	if s.Watches == nil {
		s.Watches = map[string]*Watch{}
	}
	return s, nil
}

// Save writes the state, whole or not at all.
func (s *State) Save(path string) error {
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	f, err := os.OpenFile(path+".new", os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}

// Of gives the watch of some bounds; fresh tells that it begins now.
func (s *State) Of(bounds string) (w *Watch, fresh bool) {
	if w = s.Watches[bounds]; w != nil {
		if w.Told == nil {
			w.Told = map[string]int64{}
		}
		return w, false
	}
	w = &Watch{Told: map[string]int64{}}
	s.Watches[bounds] = w
	return w, true
}

// News gives those of some alerts that were not told, each once.
func (w *Watch) News(all []Alert) []Alert {
	var out []Alert
	seen := map[string]bool{}
	for i := range all {
		if id := all[i].ID; w.Told[id] == 0 && !seen[id] {
			seen[id] = true
			out = append(out, all[i])
		}
	}
	return out
}

// Tell notes that alerts were told, and has them wait to be sent on where that is
// asked for.
func (w *Watch) Tell(list []Alert, now time.Time, send bool) {
	for i := range list {
		w.Told[list[i].ID] = now.Unix()
	}
	if send {
		w.Waiting = append(w.Waiting, list...)
		w.Waiting = w.Waiting[max(0, len(w.Waiting)-maxWaiting):]
	}
	if len(w.Told) <= maxTold {
		return
	}
	var ids []string
	for id := range w.Told {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return int(w.Told[a] - w.Told[b]) })
	for _, id := range ids[:len(ids)-maxTold] {
		delete(w.Told, id)
	}
}
