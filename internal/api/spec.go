package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"github.com/parley-reader/parley/client"
)

// describe completes the description where types alone do not tell it.
func (s *service) describe() {
	api := s.huma.OpenAPI()
	schemas := api.Components.Schemas
	ref := func(t reflect.Type) *huma.MediaType { return &huma.MediaType{Schema: schemas.Schema(t, true, "")} }
	binary := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, ContentEncoding: "binary"}}
	text := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	one, many := ref(reflect.TypeFor[client.NewReport]()), &huma.MediaType{Schema: schemas.Schema(reflect.TypeFor[client.NewReport](), true, "")}

	read := api.Paths[root+"/read"].Post
	read.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{typeJSON: one, typeText: text}}
	read.Responses["200"].Content = map[string]*huma.MediaType{typeJSON: {Schema: recordSchema()}}

	add := api.Paths[root+"/reports"].Post
	add.RequestBody = &huma.RequestBody{
		Required: true, Description: "one report as JSON, many as JSON lines, or a file that holds some",
		Content: map[string]*huma.MediaType{typeJSON: one, typeJSONL: many, typeText: text, "text/html": text, "application/pdf": binary},
	}
	add.Responses["200"].Content = map[string]*huma.MediaType{typeJSON: ref(reflect.TypeFor[client.Added]()), typeJSONL: ref(reflect.TypeFor[client.Taken]())}

	made := ref(reflect.TypeFor[client.List[client.Correction]]())
	for path, body := range map[string]reflect.Type{"/corrections": reflect.TypeFor[client.NewCorrection](), "/corrections/{id}/undo": reflect.TypeFor[client.Undo]()} {
		op := api.Paths[root+path].Post
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{typeJSON: ref(body)}}
		op.Responses[strconv.Itoa(http.StatusCreated)].Content = map[string]*huma.MediaType{typeJSON: made}
	}

	forms := map[string]*huma.MediaType{}
	for _, form := range exportTypes {
		forms[form[0]] = text
	}
	api.Paths[root+"/export"].Get.Responses["200"].Content = forms
	for _, p := range api.Paths[root+"/history"].Get.Parameters {
		if p.Name == "proposal" {
			p.Required, p.Description = true, "the key of a row of the table"
		}
	}
	stream := api.Paths[root+"/events/stream"].Get
	stream.Responses["200"].Content = map[string]*huma.MediaType{typeEvents: {Schema: &huma.Schema{
		Type: huma.TypeString, Description: "the data of each event is an Event as JSON; the name of the event is its kind",
	}}}
	schemas.Schema(reflect.TypeFor[client.Event](), true, "")
	schemas.Schema(reflect.TypeFor[client.Broken](), true, "")
	for _, unused := range []string{"ErrorModel", "ErrorDetail", "None"} { // of errors, ours is Problem
		delete(schemas.Map(), unused)
	}
	s.listsAreLists()
}

// listsAreLists says of each list that it is there, if with nothing in it: none is
// null.
func (s *service) listsAreLists() {
	api := s.huma.OpenAPI()
	for _, schema := range api.Components.Schemas.Map() {
		for _, p := range schema.Properties {
			p.Nullable = p.Nullable && p.Type != huma.TypeArray
		}
	}
	for _, path := range api.Paths {
		for _, op := range []*huma.Operation{path.Get, path.Post} {
			if op == nil {
				continue
			}
			for _, p := range op.Parameters {
				p.Schema.Nullable = p.Schema.Nullable && p.Schema.Type != huma.TypeArray
			}
		}
	}
}

// recordSchema is the outline of the record of a report; doc/schema has the whole.
func recordSchema() *huma.Schema {
	object := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true}
	list := &huma.Schema{Type: huma.TypeArray, Items: object}
	s := &huma.Schema{
		Type: huma.TypeObject, AdditionalProperties: true,
		Description: "The record of one report in the form parley/1, as parley read --format json prints it; doc/schema/parley-1.schema.json describes it whole.",
		Properties:  map[string]*huma.Schema{"schema": {Type: huma.TypeString, Enum: []any{"parley/1"}}, "report": object},
	}
	for _, name := range []string{"actors", "statements", "moves", "times", "proposals", "shifts", "commitments", "deadlines"} {
		s.Properties[name] = list
	}
	s.Required = []string{"schema", "report", "actors", "statements", "moves", "times", "proposals", "shifts", "commitments", "deadlines", "notes"}
	s.Properties["notes"] = &huma.Schema{Type: huma.TypeArray, Items: &huma.Schema{Type: huma.TypeString}}
	return s
}

// serveSpec serves the description, made once.
func (s *service) serveSpec() {
	asJSON, err1 := json.Marshal(s.huma.OpenAPI())
	asYAML, err2 := s.huma.OpenAPI().YAML()
	if err := errors.Join(err1, err2); err != nil {
		s.o.Log.Error("the API cannot be described", "error", err)
	}
	s.serveBytes(specOf+".json", "application/openapi+json", asJSON)
	s.serveBytes(specOf+".yaml", "application/openapi+yaml", asYAML)
}

func (s *service) serveBytes(path, form string, b []byte) {
	s.mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", form)
		w.Header().Set("Cache-Control", "public, max-age=300")
		if r.Method != http.MethodHead {
			_, _ = w.Write(b)
		}
	})
}
