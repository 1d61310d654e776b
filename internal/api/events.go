package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/ledger"
)

// typeEvents is the media type of server-sent events.
const typeEvents = "text/event-stream"

// followIn tells where a stream of events goes on.
type followIn struct {
	LastID string `header:"Last-Event-ID" maxLength:"20" doc:"goes on after the event of this number, where the server still knows it"`
}

// follow sends what happens, until the caller or the server goes.
func (s *service) follow(q *request[followIn]) {
	if s.o.Events == nil {
		s.fail(q.w, q.r, problem(http.StatusForbidden, "ask again now and then, with If-None-Match", "this server tells no events"))
		return
	}
	h := q.w.Header()
	h.Set("Content-Type", typeEvents)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // or a proxy keeps them back
	if q.r.Method == http.MethodHead {
		q.w.WriteHeader(http.StatusOK)
		return
	}
	ctx, stop := context.WithCancel(q.r.Context())
	defer stop()
	events := s.subscribe(ctx, q.in.LastID)
	beat := time.NewTicker(s.o.Heartbeat)
	defer beat.Stop()
	out := &eventWriter{w: q.w, c: http.NewResponseController(q.w)}
	for err := out.send([]byte(": here\n\n")); err == nil; {
		select {
		case <-ctx.Done():
			return
		case <-beat.C:
			err = out.send([]byte(": here\n\n"))
		case e, more := <-events:
			if !more {
				return
			}
			frame, failed := s.told.frame(e.ID, func() ([]byte, error) { return s.frame(context.WithoutCancel(ctx), &e) })
			if failed != nil {
				s.o.Log.ErrorContext(ctx, "event not told", "event", e.ID, "error", failed)
				continue
			}
			err = out.send(frame)
		}
	}
}

// subscribe begins after the event of a number, where events can be resumed.
func (s *service) subscribe(ctx context.Context, last string) <-chan Event {
	if again, ok := s.o.Events.(Resumer); ok && last != "" {
		if after, err := strconv.ParseUint(last, 10, 64); err == nil {
			return again.SubscribeAfter(ctx, after)
		}
	}
	return s.o.Events.Subscribe(ctx)
}

// eventWriter sends at once, and gives up on a caller who does not take it.
type eventWriter struct {
	w http.ResponseWriter
	c *http.ResponseController
}

func (e *eventWriter) send(b []byte) error {
	_ = e.c.SetWriteDeadline(time.Now().Add(streamTime)) // where the server knows deadlines
	if _, err := e.w.Write(b); err != nil {
		return err
	}
	return e.c.Flush()
}

// frame is an event as it is sent: a report is followed by what it brought. The last
// part carries the number, so that a caller who is cut off in between gets all again.
func (s *service) frame(ctx context.Context, e *Event) ([]byte, error) {
	parts, err := s.parts(ctx, e)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	for i := range parts {
		if i == len(parts)-1 && e.ID != 0 {
			parts[i].ID = strconv.FormatUint(e.ID, 10)
			b.WriteString("id: " + parts[i].ID + "\n")
		}
		data, err := json.Marshal(&parts[i])
		if err != nil {
			return nil, err
		}
		b.WriteString("event: " + parts[i].Kind + "\ndata: ")
		b.Write(data)
		b.WriteString("\n\n")
	}
	return b.Bytes(), nil
}

// parts are what an event tells, each in its wire type.
func (s *service) parts(ctx context.Context, e *Event) ([]client.Event, error) {
	switch {
	case e.Correction != nil:
		c := answer.Correction(e.Correction, 0)
		return []client.Event{{Kind: client.EventCorrection, Correction: &c}}, nil
	case e.News == nil:
		return nil, nil
	}
	m := answer.New(ctx, s.l)
	news, err := m.News(e.News)
	if err != nil {
		return nil, err
	}
	out := []client.Event{{Kind: client.EventReport, Report: &news.Report}}
	told, err := s.l.LinesOf(ctx, e.News.Source.Report, ledger.Ask{})
	if err != nil {
		return nil, err
	}
	known, err := m.Told(&ledger.ReportLines{Positions: told.Positions, Options: told.Options}, &ledger.Report{})
	if err != nil {
		return nil, err
	}
	for i := range known {
		out = append(out, client.Event{Kind: client.EventPosition, Proposal: known[i].Proposal, Position: known[i].Position})
	}
	for i := range news.Shifts {
		out = append(out, client.Event{Kind: client.EventShift, Shift: &news.Shifts[i]})
	}
	for i := range news.Conflicts {
		out = append(out, client.Event{Kind: client.EventConflict, Conflict: &news.Conflicts[i]})
	}
	return out, nil
}

// toldEvents remembers the latest frames, so that each is made once however many
// listen.
type toldEvents struct {
	mu     sync.Mutex
	frames map[uint64]*toldEvent
	order  []uint64
}

type toldEvent struct {
	once  sync.Once
	bytes []byte
	err   error
}

// keepEvents is how many frames are remembered.
const keepEvents = 64

func (t *toldEvents) frame(id uint64, frame func() ([]byte, error)) ([]byte, error) {
	if id == 0 {
		return frame()
	}
	t.mu.Lock()
	f, ok := t.frames[id]
	if !ok {
		f = &toldEvent{}
		if t.frames == nil {
			t.frames = map[uint64]*toldEvent{}
		}
		t.frames[id] = f
		if t.order = append(t.order, id); len(t.order) > keepEvents {
			delete(t.frames, t.order[0])
			t.order = t.order[1:]
		}
	}
	t.mu.Unlock()
	f.once.Do(func() { f.bytes, f.err = frame() })
	return f.bytes, f.err
}
