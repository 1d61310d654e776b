package api

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/internal/answer"
	"github.com/parley-reader/parley/ledger"
)

// correct makes a correction.
func (s *service) correct(q *request[nothingIn]) {
	in, err := form[client.NewCorrection](s, q.w, q.r, maxForm)
	if err != nil {
		s.fail(q.w, q.r, err)
		return
	}
	s.make(q.w, q.r, ledger.Correction{
		Kind: ledger.CorrectionKind(in.Kind), Target: strings.TrimSpace(in.Target), With: strings.TrimSpace(in.With), Author: in.Author, Reason: in.Reason,
	})
}

// undoIn names a correction.
type undoIn struct {
	ID int64 `path:"id" minimum:"1" doc:"the number of the correction"`
}

// undo undoes a correction.
func (s *service) undo(q *request[undoIn]) {
	in, err := form[client.Undo](s, q.w, q.r, maxForm)
	if err != nil {
		s.fail(q.w, q.r, err)
		return
	}
	s.make(q.w, q.r, ledger.Correction{Kind: ledger.UndoCorrection, Target: strconv.FormatInt(q.in.ID, 10), Author: in.Author, Reason: in.Reason})
}

// make keeps a correction, and tells it as it was kept.
func (s *service) make(w http.ResponseWriter, r *http.Request, c ledger.Correction) {
	made, err := s.made(r.Context(), c)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	out := listOf("corrections", &ledger.Ask{}, []client.Correction{*made}, "")
	out.Schema = client.Schema
	w.Header().Set("Cache-Control", "no-store")
	s.send(w, r, http.StatusCreated, typeJSON, func(w io.Writer) error { return encode(w, out) })
}

func (s *service) made(ctx context.Context, c ledger.Correction) (*client.Correction, error) {
	c.Author, c.Reason = strings.TrimSpace(or(c.Author, access.Of(ctx).Name)), strings.TrimSpace(c.Reason)
	if c.Author == "" || c.Reason == "" {
		return nil, problem(http.StatusUnprocessableEntity, "give author and reason", "a correction needs an author and a reason")
	}
	c.Learned = s.o.Now()
	if err := s.keys(ctx, &c); err != nil {
		return nil, err
	}
	id, err := s.l.Correct(ctx, c)
	if err != nil {
		return nil, err
	}
	c.ID = id
	out := answer.Correction(&c, 0)
	return &out, nil
}

// keys puts keys in the place of the names of actors.
func (s *service) keys(ctx context.Context, c *ledger.Correction) error {
	var named []*string
	switch c.Kind {
	case ledger.MergeActors:
		named = []*string{&c.Target, &c.With}
	case ledger.SplitActor:
		named = []*string{&c.Target}
	}
	for _, name := range named {
		if *name == "" {
			return problem(http.StatusUnprocessableEntity, "give target and with", "a merge is of two actors")
		}
		key, err := s.l.ActorKey(ctx, *name)
		if err != nil {
			return err
		}
		*name = key
	}
	return nil
}
