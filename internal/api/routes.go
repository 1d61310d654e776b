package api

import (
	"context"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/internal/access"
)

// routes names every address: the place to look for what there is.
func (s *service) routes() {
	question(s, "table", "questions", "what is on the table, and where each side stands", s.table)
	question(s, "history", "questions", "what lies behind a row or a cell of the table", s.history)
	question(s, "who", "questions", "what is known of one actor", s.who)
	question(s, "actors", "questions", "the actors of a name", s.actors)
	question(s, "timeline", "questions", "what was said, done, due and changed, day by day; the first page has the latest", s.timeline)
	question(s, "shifts", "questions", "who changed position, with both passages, the newest first", s.shifts)
	question(s, "due", "questions", "what is to happen by when, and what became of it; the first page has the latest", s.due)
	question(s, "conflicts", "questions", "what reports tell differently", s.conflicts)
	question(s, "commitments", "questions", "what was promised, on what condition, and who waits on whom", s.commitments)
	question(s, "events", "questions", "what was done, in the PLOVER scheme, the newest first", s.events)
	question(s, "statements", "questions", "who said what, the newest first", s.statements)
	question(s, "search", "questions", "the reports that hold words, the newest first", s.search)
	question(s, "compare", "questions", "what tells two reports or two days apart", s.compare)
	question(s, "dossiers", "questions", "the negotiations that questions can be bounded to", s.dossiers)
	question(s, "reports", "reports", "the reports, the newest first", s.reports)
	question(s, "reports/{key}", "reports", "one report, with its text, versions and lines", s.report)
	question(s, "merges", "corrections", "names that may be one actor and were not merged", s.merges)
	question(s, "corrections", "corrections", "the corrections, the first first", s.corrections)

	action(s, "read", "reports", access.Read, "read a report without keeping it", http.StatusOK, s.read)
	action(s, "reports", "reports", access.Add, "add reports; one that is known changes nothing", http.StatusOK, s.add)
	action(s, "corrections", "corrections", access.Correct, "make a correction", http.StatusCreated, s.correct)
	action(s, "corrections/{id}/undo", "corrections", access.Correct, "undo a correction", http.StatusCreated, s.undo)

	stream(s, "export", "all within the bounds, in the form of other programs", s.export)
	stream(s, "events/stream", "what happens to the ledger, as server-sent events", s.follow)
	s.describe()
}

// reply is what huma is given: a function that sends the answer.
type reply struct {
	Body func(huma.Context)
}

// request is a request whose parameters were checked.
type request[I any] struct {
	w  http.ResponseWriter
	r  *http.Request
	in *I
}

// handle registers one operation: who may, what it takes, and what it does.
func handle[I any](s *service, method, path, tag, summary string, role access.Role, do func(*request[I])) {
	id := method + "-" + strings.NewReplacer("/", "-", "{", "", "}", "").Replace(path)
	op := huma.Operation{
		OperationID: strings.ToLower(id), Method: method, Path: root + "/" + path, Summary: summary, Tags: []string{tag},
		Description: "Takes the role " + strconv.Quote(role.String()) + ".",
		Middlewares: huma.Middlewares{s.takes(role)},
		Responses:   map[string]*huma.Response{"200": {}, "default": s.problemResponse()},
	}
	huma.Register(s.huma, op, func(_ context.Context, in *I) (*reply, error) {
		return &reply{func(ctx huma.Context) {
			r, w := humago.Unwrap(ctx)
			do(&request[I]{w, r, in})
		}}, nil
	})
}

// asker is a question: parameters in, an answer out.
type asker[I, A, L any] func(ctx context.Context, r *http.Request, in *I) (*client.Answer[A, L], error)

// question registers a question that is answered with lines.
func question[I, A, L any](s *service, path, tag, summary string, ask asker[I, A, L]) {
	all := s.streamOf(path)
	handle(s, http.MethodGet, path, tag, summary, access.Read, func(q *request[I]) {
		if all != nil && wanted(q.r) == typeJSONL && !paging(q.r) {
			if b, ok := any(q.in).(interface{ within() *Bounds }); ok {
				s.lines(q.w, q.r, b.within(), all)
				return
			}
		}
		answerTo(s, q.w, q.r, func(ctx context.Context) (*client.Answer[A, L], error) { return ask(ctx, q.r, q.in) })
	})
	schemas := s.huma.OpenAPI().Components.Schemas
	answer := schemas.Schema(reflect.TypeFor[client.Answer[A, L]](), true, "")
	if reflect.TypeFor[A]() == reflect.TypeFor[client.None]() {
		delete(schemas.SchemaFromRef(answer.Ref).Properties, "about")
	}
	line := schemas.Schema(reflect.TypeFor[L](), true, "")
	op := s.huma.OpenAPI().Paths[root+"/"+path].Get
	op.Responses["200"].Content = map[string]*huma.MediaType{typeJSON: {Schema: answer}, typeJSONL: {Schema: line}}
	op.Responses["200"].Headers = map[string]*huma.Param{
		"ETag": {Schema: &huma.Schema{Type: "string"}, Description: "send it as If-None-Match to be told 304 where nothing changed"},
		"Link": {Schema: &huma.Schema{Type: "string"}, Description: "the next page, where there is one"},
	}
	op.Responses["304"] = &huma.Response{Description: "Not Modified"}
	if all != nil {
		op.Description += " As JSON lines without limit it gives all lines, however many they are; one that cannot go on ends with a Broken."
	}
}

// paging tells whether a request asks for a page.
func paging(r *http.Request) bool {
	q := r.URL.Query()
	return q.Has("limit") || q.Has("after")
}

// within gives the bounds of a question.
func (b *Bounds) within() *Bounds { return b }

// action registers what does something.
func action[I any](s *service, path, tag string, role access.Role, summary string, status int, do func(*request[I])) {
	handle(s, http.MethodPost, path, tag, summary, role, do)
	op := s.huma.OpenAPI().Paths[root+"/"+path].Post
	if status != http.StatusOK {
		op.Responses[strconv.Itoa(status)] = op.Responses["200"]
		op.Responses[strconv.Itoa(status)].Description = http.StatusText(status)
		delete(op.Responses, "200")
	}
}

// stream registers what is sent as it is made.
func stream[I any](s *service, path, summary string, do func(*request[I])) {
	handle(s, http.MethodGet, path, "streams", summary, access.Read, do)
}

// schemaName names the schema of a type: of answers ShiftList where lines are all that
// they have, else TableAnswer.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	about, line, ok := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(t.Name(), "Answer["), "]"), ",")
	if !ok {
		return huma.DefaultSchemaNamer(t, hint)
	}
	last := func(s string) string { return s[strings.LastIndexByte(s, '.')+1:] }
	if last(about) == "None" {
		return last(line) + "List"
	}
	return strings.TrimSuffix(last(about), "About") + "Answer"
}

func (s *service) problemResponse() *huma.Response {
	schema := s.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[client.Problem](), true, "")
	return &huma.Response{Description: "what is wrong, and what to do", Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema}}}
}
