package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/parley-reader/parley/doc"
	"github.com/parley-reader/parley/internal/access"
	"github.com/parley-reader/parley/ledger"
)

// formOf is what the fields of the form of corrections are called, by their names.
func formOf(n *html.Node) (labels, values map[string]string, kind string) {
	labels, values = map[string]string{}, map[string]string{}
	for _, f := range classed(n, "correct") {
		for x := range f.Descendants() {
			switch {
			case x.Data == "input":
				values[attr(x, "name")] = attr(x, "value")
				if hidden(x.Parent) {
					continue
				}
				labels[attr(x, "name")] = strings.TrimSpace(textOf(x.Parent))
			case x.Data == "option" && slices.ContainsFunc(x.Attr, func(a html.Attribute) bool { return a.Key == "selected" }):
				kind = attr(x, "value")
			}
		}
	}
	return labels, values, kind
}

func hidden(x *html.Node) bool {
	return slices.ContainsFunc(x.Attr, func(a html.Attribute) bool { return a.Key == "hidden" })
}

func TestCorrectionForms(t *testing.T) {
	s := turned(t)
	for kind, want := range map[string][2]string{
		"": {"Actor", "is the same as"}, "merge": {"Actor", "is the same as"}, "split": {"Actor that has the name now", "Name that is another's"}, "wrong": {"Key of the line", ""},
		"commitment": {"Key of the commitment", "is now"}, "deadline": {"Key of the deadline", "was"}, "merge-proposal": {"Key of the proposal", "is the same as"}, "no kind": {"Actor", "is the same as"},
	} {
		_, n := pageAt(t, s, "/corrections?kind="+url.QueryEscape(kind))
		labels, _, chosen := formOf(n)
		if labels["target"] != want[0] || labels["with"] != want[1] {
			t.Errorf("%q: the fields are called %q", kind, labels)
		}
		if correctionKinds[ledger.CorrectionKind(kind)] != "" && chosen != kind {
			t.Errorf("%q: %q is chosen", kind, chosen)
		}
	}
	text, _ := pageAt(t, s, "/corrections")
	for _, want := range []string{`<option value="Ann Berg">`, `<option value="Norland">`, `<option value="lapsed">`, `<option value="kept">`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is not offered", want)
		}
	}
	_, n := pageAt(t, s, "/corrections?kind=wrong&target=r1:p0")
	_, values, _ := formOf(n)
	quotes := 0
	for x := range n.Descendants() {
		if x.Data == "blockquote" && strings.Contains(textOf(x), "Berg refuses the accord.") {
			quotes++
		}
	}
	if values["target"] != "r1:p0" || values["author"] != "ann" || quotes != 1 {
		t.Errorf("a line that is to be marked: %v, its words %d times", values, quotes)
	}
	if text, _ := pageAt(t, s, "/corrections?kind=merge&target=person:ann+berg"); !strings.Contains(text, "<blockquote>Ann Berg</blockquote>") {
		t.Error("an actor that is named by its key is not told by its name")
	}
}

func TestCorrectionMadeAndUndone(t *testing.T) {
	s := turned(t)
	form := url.Values{"kind": {"wrong"}, "target": {"r3:p0"}, "author": {"ann"}, "reason": {"<i>not hers</i>"}}
	before, _ := pageAt(t, s, "/table")
	w := as(t, s, access.Correct, http.MethodPost, "/corrections?dossier=-", form)
	if at := w.Header().Get("Location"); w.Code != http.StatusSeeOther || at != "/corrections?dossier=-&made=1#c1" {
		t.Fatalf("%d %s\n%s", w.Code, at, w.Body)
	}
	text, n := pageAt(t, s, "/corrections?made=1")
	if !strings.Contains(text, "Kept as correction 1: wrong line: r3:p0") || !strings.Contains(text, "&lt;i&gt;not hers&lt;/i&gt;") || len(classed(n, "undo")) != 1 {
		t.Error("the correction is not told")
	}
	if now, _ := pageAt(t, s, "/table"); now == before || strings.Contains(now, "We will sign") {
		t.Error("the wrong line still counts")
	}
	w = as(t, s, access.Correct, http.MethodPost, "/corrections", url.Values{"kind": {"undo"}, "target": {"1"}, "author": {"ann"}, "reason": {"undone on the page"}})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("%d\n%s", w.Code, w.Body)
	}
	_, n = pageAt(t, s, "/corrections")
	if gone := classed(n, "undone"); len(gone) != 1 || !strings.Contains(textOf(gone[0]), "undone by 2") {
		t.Errorf("%d corrections are undone", len(gone))
	}
	if now, _ := pageAt(t, s, "/table"); now != before {
		t.Error("after undo the table is another one")
	}
}

func TestCorrectionProblems(t *testing.T) {
	s := turned(t)
	good := url.Values{"kind": {"merge"}, "target": {"Ann Berg"}, "with": {"Ivo Kral"}, "author": {"ann"}, "reason": {"a <trial>"}}
	for says, change := range map[string][2]string{
		"each correction is signed": {"author", " "}, "others will read it": {"reason", ""}, "Name the actor as the table does": {"target", ""},
		"Choose what is to be put right": {"kind", "burn"}, `No actor is named &#34;Nobody Known&#34;`: {"with", "Nobody Known"},
	} {
		form := url.Values{}
		for k, v := range good {
			form[k] = v
		}
		form.Set(change[0], change[1])
		w := as(t, s, access.Correct, http.MethodPost, "/corrections", form)
		text, n := treeOf(t, w)
		_, values, _ := formOf(n)
		if w.Code < 400 || !strings.Contains(text, says) {
			t.Errorf("%v: %d, and nothing of %q", change, w.Code, says)
		}
		if change[0] != "reason" && values["reason"] != "a <trial>" {
			t.Errorf("%v: what was written is gone: %v", change, values)
		}
	}
	bad := as(t, s, access.Correct, http.MethodPost, "/corrections", url.Values{"kind": {"merge"}, "target": {"a\x00b"}, "with": {"\xff"}})
	if bad.Code != http.StatusBadRequest || !strings.Contains(bad.Body.String(), "is no text") {
		t.Errorf("bytes that are no text: %d", bad.Code)
	}
	list, err := s.l.Store.Corrections(t.Context())
	if err != nil || len(list) != 0 {
		t.Errorf("%d corrections were made, %v", len(list), err)
	}
}

func TestCorrectionRoles(t *testing.T) {
	s := turned(t)
	if w := as(t, s, access.Correct, http.MethodPost, "/corrections", url.Values{"kind": {"wrong"}, "target": {"r3:p0"}, "author": {"ann"}, "reason": {"x"}}); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	for _, role := range []access.Role{access.Read, access.Add} {
		text, n := treeOf(t, as(t, s, role, http.MethodGet, "/corrections", nil))
		if len(classed(n, "correct"))+len(classed(n, "undo")) != 0 || strings.Contains(text, "<datalist") || !strings.Contains(text, "r3:p0") {
			t.Errorf("%s: sees more, or less, than the log", role)
		}
		if w := as(t, s, role, http.MethodPost, "/corrections", url.Values{"kind": {"undo"}, "target": {"1"}, "author": {"a"}, "reason": {"b"}}); w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "“correct”") {
			t.Errorf("%s may correct: %d", role, w.Code)
		}
		cell := as(t, s, role, http.MethodGet, "/cell?proposal="+url.QueryEscape(ledger.ProposalKey(doc.DealProposal, nil, "Pier accord")), nil)
		if text, _ := treeOf(t, cell); strings.Contains(text, "mark it wrong") || !strings.Contains(text, "Kral backs") {
			t.Errorf("%s: a passage offers what the caller may not", role)
		}
	}
	if w := as(t, s, access.None, http.MethodGet, "/table", nil); w.Code != http.StatusForbidden {
		t.Errorf("who may nothing sees the table: %d", w.Code)
	}
}

// Names to choose from are those of who spoke, once each.
func TestCorrectionNames(t *testing.T) {
	s := turned(t)
	names, err := s.recentNames(t.Context())
	if err != nil || strings.Join(names, ";") != "Ann Berg;Ivo Kral;Norland" {
		t.Errorf("%q, %v", names, err)
	}
}

// Who is offered can be named: each name means the very actor that is listed under it,
// though another is called so too.
func TestOfferedNamesMeanTheirActors(t *testing.T) {
	day := time.Date(2025, 8, 20, 0, 0, 0, 0, time.UTC)
	s := siteWith(t,
		doc.Report{Name: "a.txt", Published: day, Text: "The minister, Jonas Okello, said that Norland would sign. Mr Okello rejected a summit.\n"},
		doc.Report{Name: "b.txt", Published: day, Text: "Mr Okello said that he would sign the accord. Mr Okello rejected a delay.\n"})
	names, err := s.recentNames(t.Context())
	if err != nil || !slices.Contains(names, "Okello") || !slices.Contains(names, "Jonas Okello") {
		t.Fatalf("nothing is tried here: %q, %v", names, err)
	}
	for _, n := range names {
		key, err := s.actorKey(t.Context(), n)
		if err != nil {
			t.Errorf("%q: %v", n, err)
			continue
		}
		if a, err := s.l.Store.ActorsByKey(t.Context(), []string{key}); err != nil || len(a) != 1 || a[0].Name != n {
			t.Errorf("%q means %v, %v", n, a, err)
		}
	}
	form := url.Values{"kind": {"merge"}, "target": {"Okello"}, "with": {"Jonas Okello"}, "author": {"ann"}, "reason": {"one man"}}
	if w := as(t, s, access.Correct, http.MethodPost, "/corrections", form); w.Code != http.StatusSeeOther {
		t.Errorf("%d\n%s", w.Code, w.Body)
	}
	if names, err := s.recentNames(t.Context()); err != nil || slices.Contains(names, "Okello") && slices.Contains(names, "Jonas Okello") {
		t.Errorf("two that are one are offered twice: %q, %v", names, err)
	}
}

func TestChoicesOfOneName(t *testing.T) {
	got := choices(map[ledger.ActorID]ledger.Actor{1: {Name: "Ann Berg", Key: "k1"}, 2: {Name: "Ann  BERG", Key: "k2"}, 3: {Name: "Ivo Kral", Key: "k3"}, 4: {Name: "Ivo Kral", Key: "k3"}, 5: {}})
	if strings.Join(got, ";") != "Ivo Kral;k1;k2" {
		t.Errorf("%q", got)
	}
}
