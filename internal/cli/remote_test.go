package cli

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/parley-reader/parley/client"
	"github.com/parley-reader/parley/doc"
)

// server reads as the fake does, for those with the token.
func server(t *testing.T, reader *fake) string {
	t.Helper()
	problem := func(w http.ResponseWriter, status int, detail, do string) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(client.Problem{Status: status, Detail: detail, Do: do})
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer secret" {
			problem(w, http.StatusUnauthorized, "this takes a token", "send one")
			return
		}
		if r.URL.Path == "/api/v1/dossiers" {
			fmt.Fprint(w, `{"lines":[]}`)
			return
		}
		var in client.NewReport
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || r.URL.Path != "/api/v1/read" {
			t.Error(err, r.URL)
		}
		d, err := reader.Read(doc.Report{Text: in.Text, Name: in.Name})
		if err != nil {
			problem(w, http.StatusUnprocessableEntity, err.Error(), "give another")
			return
		}
		_, _ = w.Write(doc.AppendJSON(nil, d))
	}))
	t.Cleanup(s.Close)
	return s.URL
}

func TestReadOnServer(t *testing.T) {
	here, there := newWorld(), newWorld()
	address := server(t, &there.reader)
	there.Env = func(name string) string { return map[string]string{"PARLEY_TOKEN": "secret"}[name] }
	args := []string{"read", "--format", "jsonl", "-j", "3", "a=one report", "b=another", "c=bad", "d=fourth"}
	if code := here.run(args...); code != SomeFailed {
		t.Fatal(code, here.err.String())
	}
	if code := there.run(append(args, "--server", address)...); code != SomeFailed {
		t.Fatal(code, there.err.String())
	}
	want := strings.Replace(here.out.String(), `"what":"not English","do":""`, `"what":"not English","do":"give another"`, 1)
	if there.out.String() != want {
		t.Errorf("on the server:\n%s\nhere:\n%s", there.out.String(), want)
	}
	for _, format := range []string{"brief", "html"} {
		there.out.Reset()
		if code := there.run("read", "--format", format, "--server", address, "a=one report"); code != OK || there.out.Len() == 0 {
			t.Errorf("%s: %d %s", format, code, there.err.String())
		}
	}
}

func TestServerMisuse(t *testing.T) {
	w := newWorld()
	address := server(t, &w.reader)
	for _, x := range []struct {
		args  []string
		code  int
		words string
	}{
		{[]string{"--server", address, "a=x"}, Unusable, "PARLEY_TOKEN"},
		{[]string{"--server", "localhost", "a=x"}, WrongUse, "no address of a server"},
		{[]string{"--server", "http://127.0.0.1:1", "a=x"}, Unusable, "does not answer"},
		{[]string{"--server", address, "--format", "conllu", "a=x"}, WrongUse, "its record alone"},
		{[]string{"--server", address, "--data", ".", "a=x"}, WrongUse, "parley serve"},
	} {
		w.out.Reset()
		w.err.Reset()
		if code := w.run(append([]string{"read"}, x.args...)...); code != x.code || !strings.Contains(w.err.String(), x.words) || w.out.Len() > 0 {
			t.Errorf("%v: %d %s", x.args, code, w.err.String())
		}
	}
}
