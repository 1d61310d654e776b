package doc

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// schema checks a value against the part of JSON Schema 2020-12 that the
// published file uses. It is stricter in one thing: a property that the schema
// does not name is an error, so that nothing is written without being
// published.
type schema struct{ root map[string]any }

func readSchema(t testing.TB) schema {
	t.Helper()
	b, err := os.ReadFile("schema/parley-1.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	var s schema
	if err := json.Unmarshal(b, &s.root); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s schema) check(b []byte) []string {
	var v any
	if err := json.Unmarshal(b, &v); err != nil {
		return []string{err.Error()}
	}
	return s.value("$", s.root, v)
}

func (s schema) value(at string, node map[string]any, v any) (bad []string) {
	fail := func(format string, args ...any) { bad = append(bad, at+": "+fmt.Sprintf(format, args...)) }
	for key, rule := range node {
		switch key {
		case "$ref":
			def := s.root["$defs"].(map[string]any)[strings.TrimPrefix(rule.(string), "#/$defs/")]
			bad = append(bad, s.value(at, def.(map[string]any), v)...)
		case "anyOf":
			var all []string
			if !slices.ContainsFunc(rule.([]any), func(alt any) bool {
				b := s.value(at, alt.(map[string]any), v)
				all = append(all, b...)
				return len(b) == 0
			}) {
				bad = append(bad, all...)
			}
		case "const":
			if v != rule {
				fail("%v is not %v", v, rule)
			}
		case "enum":
			if !slices.Contains(rule.([]any), v) {
				fail("%v is none of %v", v, rule)
			}
		case "type":
			if !isType(v, rule.(string)) {
				fail("%v is no %v", v, rule)
			}
		case "pattern":
			if str, ok := v.(string); ok && !regexp.MustCompile(rule.(string)).MatchString(str) {
				fail("%q does not match %v", v, rule)
			}
		case "minimum", "maximum":
			if n, ok := v.(float64); ok && (key == "minimum" && n < rule.(float64) || key == "maximum" && n > rule.(float64)) {
				fail("%v is beyond the %s %v", n, key, rule)
			}
		case "minItems", "maxItems":
			if l, ok := v.([]any); ok && (key == "minItems" && len(l) < int(rule.(float64)) || key == "maxItems" && len(l) > int(rule.(float64))) {
				fail("%d items, %s is %v", len(l), key, rule)
			}
		case "items", "prefixItems", "properties", "required":
			bad = append(bad, s.members(at, key, rule, v)...)
		case "$schema", "$id", "$defs", "title", "description":
		default:
			fail("the test does not know the keyword %q", key)
		}
	}
	return bad
}

func (s schema) members(at, key string, rule, v any) (bad []string) {
	list, _ := v.([]any)
	object, _ := v.(map[string]any)
	switch key {
	case "items":
		for i, x := range list {
			bad = append(bad, s.value(fmt.Sprintf("%s[%d]", at, i), rule.(map[string]any), x)...)
		}
	case "prefixItems":
		for i, r := range rule.([]any) {
			if i < len(list) {
				bad = append(bad, s.value(fmt.Sprintf("%s[%d]", at, i), r.(map[string]any), list[i])...)
			}
		}
	case "required":
		for _, name := range rule.([]any) {
			if _, there := object[name.(string)]; !there {
				bad = append(bad, fmt.Sprintf("%s: %q is missing", at, name))
			}
		}
	case "properties":
		for name, x := range object {
			sub, known := rule.(map[string]any)[name].(map[string]any)
			if !known {
				bad = append(bad, fmt.Sprintf("%s: %q is not in the schema", at, name))
				continue
			}
			bad = append(bad, s.value(at+"."+name, sub, x)...)
		}
	}
	return bad
}

func isType(v any, want string) bool {
	switch v := v.(type) {
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case float64:
		return want == "number" || want == "integer" && v == float64(int64(v))
	case []any:
		return want == "array"
	case map[string]any:
		return want == "object"
	}
	return false
}

func TestSchema(t *testing.T) {
	s := readSchema(t)
	d := example(t)
	good := AppendJSON(nil, d)
	for name, b := range map[string][]byte{
		"full": good, "empty": AppendJSON(nil, &Document{}), "failure": (&Failure{Input: "x"}).AppendJSON(nil),
	} {
		for _, bad := range s.check(b) {
			t.Errorf("%s: %s", name, bad)
		}
	}
	// The schema must be able to say no.
	for old, new := range map[string]string{
		`"parley/1"`: `"parley/2"`, `"act":"offer"`: `"act":"bribe"`, `"denies":"m2"`: `"denies":"s2"`, `[104,113]`: `[104]`,
		`"confidence":0.97`: `"confidence":1.5`, `"necessary":true`: `"necessary":"yes"`, `"names":`: `"names2":`,
		`"published":"2025-08-20"`: `"published":"20.8.2025"`,
	} {
		bad := strings.Replace(string(good), old, new, 1)
		if bad == string(good) || len(s.check([]byte(bad))) == 0 {
			t.Errorf("the schema takes %s", new)
		}
	}
}

// Every name of a closed list must be published.
func TestSchemaKnowsEveryName(t *testing.T) {
	b, _ := os.ReadFile("schema/parley-1.schema.json")
	for _, e := range []enum{paragraphKinds, nameKinds, statementKinds, modes, voices, timeTypes, acts, statuses, conditionStates, stances, proposalKinds, optionKinds} {
		for _, n := range e.names {
			if n != "" && !strings.Contains(string(b), `"`+n+`"`) {
				t.Errorf("%s %q is not in the schema", e.what, n)
			}
		}
	}
}

// With PARLEY_RECORDS=FILE the lines of a file that "parley read --format
// jsonl" wrote are checked too.
func TestSchemaOnRecords(t *testing.T) {
	file := os.Getenv("PARLEY_RECORDS")
	if file == "" {
		t.Skip("PARLEY_RECORDS names no file of records")
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s := readSchema(t)
	for line := range strings.Lines(string(b)) {
		for _, bad := range s.check([]byte(line)) {
			t.Errorf("%.80s: %s", line, bad)
		}
		var d Document
		var failure *Failure
		if err := json.Unmarshal([]byte(line), &d); err != nil && !errors.As(err, &failure) {
			t.Error(err)
		} else if again := AppendJSON(nil, &d); err == nil && string(again)+"\n" != line {
			t.Errorf("%s: read and written again it is another", d.Report.Name)
		}
	}
}
