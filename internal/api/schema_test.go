package api

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// spec is the description that is served, read as a stranger reads it.
type spec struct {
	root map[string]any
}

func specFrom(t testing.TB, h http.Handler) *spec {
	t.Helper()
	w := ask(t, h, http.MethodGet, "/openapi.json", "")
	s := &spec{}
	if err := json.Unmarshal(w.Body.Bytes(), &s.root); err != nil {
		t.Fatal(err)
	}
	return s
}

// operation is one thing that can be asked.
type operation struct {
	method, path string
	params       []map[string]any
	bodies       map[string]any // by media type
	responses    map[string]any
}

func (s *spec) operations() (out []operation) {
	for path, item := range object(s.root["paths"]) {
		for method, op := range object(item) {
			o := operation{method: strings.ToUpper(method), path: path, responses: object(object(op)["responses"]), bodies: object(object(object(op)["requestBody"])["content"])}
			for _, p := range list(object(op)["parameters"]) {
				o.params = append(o.params, object(p))
			}
			out = append(out, o)
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.path+a.method, b.path+b.method) })
	return out
}

func object(v any) map[string]any { m, _ := v.(map[string]any); return m }
func list(v any) []any            { l, _ := v.([]any); return l }
func text(v any) string           { s, _ := v.(string); return s }

// follow gives the schema that a reference names.
func (s *spec) follow(schema map[string]any) map[string]any {
	for {
		ref := text(schema["$ref"])
		if ref == "" {
			return schema
		}
		var at any = s.root
		for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
			at = object(at)[part]
		}
		if schema = object(at); schema == nil {
			return map[string]any{"not found": ref}
		}
	}
}

// check tells where a value is not what its schema says, and which members the schema
// does not name: what is sent must be described.
func (s *spec) check(at string, schema map[string]any, v any) (bad []string) {
	schema = s.follow(schema)
	fail := func(format string, args ...any) { bad = append(bad, at+": "+fmt.Sprintf(format, args...)) }
	if missing := schema["not found"]; missing != nil {
		fail("no schema %v", missing)
		return bad
	}
	if want := schema["type"]; want != nil && !hasType(v, want) {
		fail("%T is no %v", v, want)
		return bad
	}
	if enum := list(schema["enum"]); enum != nil && !slices.Contains(enum, v) {
		fail("%v is none of %v", v, enum)
	}
	switch x := v.(type) {
	case map[string]any:
		properties := object(schema["properties"])
		for _, name := range list(schema["required"]) {
			if _, ok := x[text(name)]; !ok {
				fail("%v is missing", name)
			}
		}
		for name, member := range x {
			if p, ok := properties[name]; ok {
				bad = append(bad, s.check(at+"."+name, object(p), member)...)
			} else if len(properties) > 0 {
				fail("%s is not described", name)
			}
		}
	case []any:
		if most, ok := schema["maxItems"].(float64); ok && len(x) > int(most) {
			fail("%d items", len(x))
		}
		if items := object(schema["items"]); items != nil {
			for i := range x {
				bad = append(bad, s.check(fmt.Sprintf("%s[%d]", at, i), items, x[i])...)
			}
		}
	case float64:
		if least, ok := schema["minimum"].(float64); ok && x < least {
			fail("%v is too small", x)
		}
		if most, ok := schema["maximum"].(float64); ok && x > most {
			fail("%v is too large", x)
		}
	case string:
		if _, err := time.Parse(time.DateOnly, x); schema["format"] == "date" && err != nil {
			fail("%q is no day", x)
		}
	}
	return bad
}

func hasType(v any, want any) bool {
	if many := list(want); many != nil {
		return slices.ContainsFunc(many, func(w any) bool { return hasType(v, w) })
	}
	switch x := v.(type) {
	case map[string]any:
		return want == "object"
	case []any:
		return want == "array"
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case float64:
		return want == "number" || want == "integer" && x == math.Trunc(x)
	}
	return v == nil && want == "null"
}

// TestSpec looks at the description itself.
func TestSpec(t *testing.T) {
	h := as(New(optionsOf(t, memory(t, 0))), anybody)
	s := specFrom(t, h)
	if text(s.root["openapi"]) != "3.1.0" {
		t.Errorf("OpenAPI %v", s.root["openapi"])
	}
	yaml := ask(t, h, http.MethodGet, "/openapi.yaml", "")
	if yaml.Code != 200 || !strings.Contains(yaml.Body.String(), "/api/v1/shifts:") {
		t.Errorf("as YAML: %d", yaml.Code)
	}
	whole := ask(t, h, http.MethodGet, "/openapi.json", "").Body.String()
	for _, never := range []string{"ErrorModel", "unpkg", "https://", `"null"`} {
		if strings.Contains(whole, never) {
			t.Errorf("it holds %s", never)
		}
	}
	ops := s.operations()
	if len(ops) < 24 {
		t.Errorf("%d operations", len(ops))
	}
	for _, op := range ops {
		if op.responses["default"] == nil {
			t.Errorf("%s %s tells of no errors", op.method, op.path)
		}
		for status, r := range op.responses {
			for media, c := range object(object(r)["content"]) {
				if s.follow(object(object(c)["schema"]))["not found"] != nil {
					t.Errorf("%s %s %s %s has no schema", op.method, op.path, status, media)
				}
			}
		}
		for _, p := range op.params {
			if text(p["description"]) == "" {
				t.Errorf("%s %s: %v is not described", op.method, op.path, p["name"])
			}
		}
	}
}

// TestChecker holds the checker itself against what it must find.
func TestChecker(t *testing.T) {
	s := &spec{root: map[string]any{"x": map[string]any{"type": "object", "required": []any{"n"}, "properties": map[string]any{"n": map[string]any{"type": "integer", "minimum": 1.0, "maximum": 3.0}, "day": map[string]any{"type": "string", "format": "date"}}}}}
	for body, bad := range map[string]int{
		`{"n":2}`: 0, `{"n":0}`: 1, `{"n":4}`: 1, `{"n":1.5}`: 1, `{}`: 1, `{"n":1,"m":1}`: 1, `[]`: 1, `{"n":1,"day":"x"}`: 1, `{"n":1,"day":"2025-02-01"}`: 0, `{"n":null}`: 1,
	} {
		var v any
		must(t, json.Unmarshal([]byte(body), &v))
		if found := s.check("x", map[string]any{"$ref": "#/x"}, v); len(found) != bad {
			t.Errorf("%s: %v", body, found)
		}
	}
}
