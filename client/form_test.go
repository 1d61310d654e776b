package client_test

import (
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/parley-reader/parley/client"
)

var update = flag.Bool("update", false, "write testdata/form.txt")

// TestFormOnlyGrows holds the names and types of JSON against those that programs rely
// on: what is in the file must stay; what is new is added with -update.
func TestFormOnlyGrows(t *testing.T) {
	var have []string
	seen := map[reflect.Type]bool{}
	for _, v := range []any{
		client.Answer[client.TableAbout, client.Row]{}, client.Answer[client.HistoryAbout, client.Stand]{}, client.Answer[client.ProfileAbout, client.Known]{},
		client.Answer[client.ReportAbout, client.Known]{}, client.Answer[client.ComparisonAbout, client.Difference]{},
		client.Item{}, client.Conflict{}, client.Hit{}, client.Merge{}, client.Correction{}, client.Dossier{}, client.Added{}, client.Problem{}, client.Event{}, client.Broken{},
		client.NewReport{}, client.NewCorrection{}, client.Undo{},
	} {
		have = append(have, form(reflect.TypeOf(v), seen)...)
	}
	slices.Sort(have)
	have = slices.Compact(have)
	const file = "testdata/form.txt"
	if *update {
		if err := os.WriteFile(file, []byte(strings.Join(have, "\n")+"\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for want := range strings.Lines(string(b)) {
		if !slices.Contains(have, strings.TrimSpace(want)) {
			t.Errorf("%q is gone", strings.TrimSpace(want))
		}
	}
	for _, x := range have {
		if !strings.Contains(string(b), x+"\n") {
			t.Errorf("%q is new: add it with -update", x)
		}
	}
}

// form lists the members of a type and of those that it holds: "Shift.day string".
func form(t reflect.Type, seen map[reflect.Type]bool) (out []string) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return nil
	}
	seen[t] = true
	name := t.Name()
	if strings.HasPrefix(name, "Answer[") {
		name = "Answer"
	}
	for i := range t.NumField() {
		f := t.Field(i)
		out = append(out, form(f.Type, seen)...)
		tag, opts, _ := strings.Cut(f.Tag.Get("json"), ",")
		if tag == "-" || !f.IsExported() || f.Anonymous {
			if f.Anonymous {
				out = append(out, name+" has "+f.Type.Name())
			}
			continue
		}
		kind := strings.ReplaceAll(strings.ReplaceAll(f.Type.String(), "client.", ""), "*", "")
		if name == "Answer" && (tag == "about" || tag == "lines") {
			kind = "any"
		}
		if opts != "" {
			kind += " or absent"
		}
		out = append(out, name+"."+tag+" "+kind)
	}
	return out
}
