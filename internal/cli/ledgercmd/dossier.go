package ledgercmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/parley-reader/parley/internal/cli"
	"github.com/parley-reader/parley/ledger"
)

// maxDossier is how big a dossier may be, in bytes.
const maxDossier = 1 << 20

// dossierFile is a dossier as it is written.
type dossierFile struct {
	Name    string         `yaml:"name"`
	Parties []ledger.Party `yaml:"parties"`
	Issues  []ledger.Issue `yaml:"issues"`
	Outlets []string       `yaml:"outlets"`
	From    string         `yaml:"from"`
	To      string         `yaml:"to"`
}

// issueKinds are the kinds of proposal that an issue may name.
var issueKinds = []string{"meeting", "truce", "deal", "force", "guarantee", "measure", "other"}

// readDossier reads the dossier of a file.
func readDossier(path string) (*ledger.Dossier, error) {
	info, err := os.Stat(path)
	var b []byte
	if err == nil && info.Size() > maxDossier {
		return nil, cli.Fail(cli.Unusable, "a dossier is a short YAML file", "%s: too big for a dossier", path)
	}
	if err == nil {
		b, err = os.ReadFile(path)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, cli.Fail(cli.Unusable, "check the path", "--dossier %s: no such file", path)
	case err != nil:
		return nil, cli.Fail(cli.Unusable, "", "--dossier %w", err)
	}
	d, err := parseDossier(path, b)
	if err != nil {
		return nil, cli.Fail(cli.Unusable, dossierHint, "%w", err)
	}
	return d, nil
}

const dossierHint = "a dossier has the keys name, parties (name, delegation), issues (name, kinds, words), outlets, from, to"

// parseDossier reads a dossier; errors are "file:line: what is wrong".
func parseDossier(path string, b []byte) (*ledger.Dossier, error) {
	var f dossierFile
	if strings.TrimSpace(string(b)) == "" {
		return nil, fmt.Errorf("%s:1: nothing is in it", path)
	}
	file, err := parser.ParseBytes(b, 0)
	if err != nil {
		return nil, yamlError(path, err)
	}
	if line := unsafe(file); line > 0 {
		return nil, fmt.Errorf("%s:%d: anchors and aliases are not used in a dossier", path, line)
	}
	if err := yaml.UnmarshalWithOptions(b, &f, yaml.Strict()); err != nil {
		return nil, yamlError(path, err)
	}
	return f.check(path, file)
}

// unsafe gives the line of the first anchor or alias, by which a small file may
// stand for a huge one; 0 where there is none.
func unsafe(f *ast.File) int {
	v := &aliases{}
	for _, d := range f.Docs {
		if d.Body != nil {
			ast.Walk(v, d.Body)
		}
	}
	return v.line
}

type aliases struct{ line int }

// Visit looks at one node.
func (v *aliases) Visit(n ast.Node) ast.Visitor {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode:
		if v.line == 0 {
			v.line = n.GetToken().Position.Line
		}
	}
	return v
}

// yamlError says where and what, without the picture of the source.
func yamlError(path string, err error) error {
	var y yaml.Error
	if errors.As(err, &y) && y.GetToken() != nil {
		what := y.GetMessage()
		if key, ok := strings.CutPrefix(what, "unknown field "); ok {
			what = "unknown key " + key
		}
		return fmt.Errorf("%s:%d: %s", path, y.GetToken().Position.Line, strings.ToLower(what[:1])+what[1:])
	}
	first, _, _ := strings.Cut(err.Error(), "\n")
	return fmt.Errorf("%s:1: %s", path, first)
}

// check makes the dossier, or tells what is wrong with it.
func (f *dossierFile) check(path string, file *ast.File) (*ledger.Dossier, error) {
	wrong := func(at, format string, args ...any) error {
		return fmt.Errorf("%s:%d: %s", path, lineOfPath(file, at), fmt.Sprintf(format, args...))
	}
	for i, p := range f.Parties {
		if strings.TrimSpace(p.Name) == "" {
			return nil, wrong(fmt.Sprintf("$.parties[%d]", i), "a party has no name")
		}
	}
	for i, x := range f.Issues {
		if strings.TrimSpace(x.Name) == "" {
			return nil, wrong(fmt.Sprintf("$.issues[%d]", i), "an issue has no name")
		}
		if len(x.Kinds)+len(x.Words) == 0 {
			return nil, wrong(fmt.Sprintf("$.issues[%d]", i), "issue %q has neither kinds nor words", x.Name)
		}
		for k, kind := range x.Kinds {
			if !slices.Contains(issueKinds, kind) {
				return nil, wrong(fmt.Sprintf("$.issues[%d].kinds[%d]", i, k), "%q is no kind of proposal; known are %s", kind, strings.Join(issueKinds, ", "))
			}
		}
	}
	for _, d := range []struct{ at, day string }{{"$.from", f.From}, {"$.to", f.To}} {
		if _, err := parseDay(d.at, d.day); err != nil {
			return nil, wrong(d.at, "%q is no day; write it as 2025-08-20", d.day)
		}
	}
	if f.From != "" && f.To != "" && f.From > f.To {
		return nil, wrong("$.to", "the period ends before it begins")
	}
	return &ledger.Dossier{
		Name: f.Name, Parties: f.Parties, Issues: f.Issues, Outlets: f.Outlets, From: ledger.Day(f.From), To: ledger.Day(f.To),
	}, nil
}

// lineOfPath is the line of a value, 1 where it cannot be found.
func lineOfPath(file *ast.File, at string) int {
	p, err := yaml.PathString(at)
	if err != nil {
		return 1
	}
	n, err := p.FilterFile(file)
	if err != nil || n == nil || n.GetToken() == nil {
		return 1
	}
	return n.GetToken().Position.Line
}
