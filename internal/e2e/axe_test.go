package e2e

import (
	"encoding/json"
	"os"
	"strings"
)

// axe reads axe-core, which is used in these tests alone.
func (b *tab) axe() string {
	b.Helper()
	script, err := os.ReadFile("testdata/axe.min.js")
	b.must(err)
	return string(script) + "; null"
}

// accessible fails the test where axe-core finds something serious. rules are the
// only ones that are looked at; none for all of WCAG up to 2.2 AA.
func (b *tab) accessible(rules ...string) {
	b.Helper()
	if !b.is(`globalThis.axe`) {
		b.js(b.axe())
	}
	only, err := json.Marshal(map[string]any{"type": "tag", "values": []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"}})
	if len(rules) > 0 {
		only, err = json.Marshal(map[string]any{"type": "rule", "values": rules})
	}
	b.must(err)
	var found []struct {
		ID, Impact, Help string
		Nodes            []struct{ HTML, FailureSummary string }
	}
	b.must(json.Unmarshal(b.js(`axe.run(document, {runOnly: `+string(only)+`, resultTypes: ["violations"]}).then(r => r.violations.map(v =>
		({ID: v.id, Impact: v.impact, Help: v.help, Nodes: v.nodes.map(n => ({HTML: n.html, FailureSummary: n.failureSummary}))})))`), &found))
	for _, v := range found {
		if v.Impact != "serious" && v.Impact != "critical" {
			continue
		}
		for i, n := range v.Nodes {
			if i == 4 {
				b.Errorf("… and %d more of %s", len(v.Nodes)-i, v.ID)
				break
			}
			b.Errorf("%s: %s (%s, %s)\n%s\n%s", b.here(), v.Help, v.ID, v.Impact, n.HTML, strings.TrimSpace(n.FailureSummary))
		}
	}
}
