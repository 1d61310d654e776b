package arch

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/parley-reader/parley"

// policy lists, for each package of the module, all that it may import from
// the module: each line is "package: what it may import". A package
// that has no line may not exist, so that a new one is placed on purpose.
// STAGE stands for what every stage may import; no stage imports another.
const policy = `
doc:
internal/lexicon:
internal/encode:
internal/crf:
internal/calib:

internal/token:  STAGE
internal/tag:    STAGE
internal/parse:  STAGE
internal/name:   STAGE
internal/refer:  STAGE
internal/quote:  STAGE
internal/when:   STAGE
internal/move:   STAGE

internal/record:   doc
internal/petrarch:
internal/plover:   doc, internal/lexicon, internal/petrarch
internal/pipeline: doc, internal/lexicon, internal/encode, internal/crf, internal/calib, internal/record,
	internal/token, internal/tag, internal/parse, internal/name, internal/refer, internal/quote, internal/when, internal/move
.: doc, internal/pipeline

ledger:          doc
internal/store/sqlkit:    doc, ledger
internal/store/sqlite:    doc, ledger, internal/store/sqlkit, internal/store/storetest
internal/store/postgres:  doc, ledger, internal/store/sqlkit, internal/store/storetest
internal/store/storetest: doc, ledger
internal/eval:   doc
internal/corpus: doc
internal/source: doc, ledger
internal/brief:  doc, ledger
internal/export: doc, ledger, internal/store/storetest
internal/wording: doc, ledger, internal/brief
internal/access:
client:          doc
internal/answer: doc, ledger, client
internal/api:    ., doc, ledger, client, internal/answer, internal/access, internal/export, internal/store/sqlite
internal/web:    ., doc, ledger, internal/brief, internal/export, internal/wording, internal/access
internal/watch:  doc, ledger, internal/brief, internal/wording, internal/source, internal/store/storetest
internal/server: doc, ledger, internal/api, internal/source, internal/access, internal/watch, internal/store/storetest

internal/cli: ., doc, client, internal/brief, internal/source, internal/export, internal/eval, internal/corpus, internal/pipeline,
	internal/lexicon, internal/petrarch, internal/plover, ledger, internal/store/sqlite, internal/store/postgres
internal/cli/evalcmd: doc, internal/brief, internal/eval, internal/corpus, internal/pipeline, internal/lexicon, internal/petrarch, internal/plover
internal/cli/ledgercmd: doc, ledger, client, internal/answer, internal/cli, internal/brief, internal/wording, internal/access, internal/api, internal/server, internal/watch, internal/web, internal/export, internal/source, internal/store/sqlite, internal/store/postgres, internal/store/storetest
internal/e2e:  internal/cli, internal/cli/ledgercmd
cmd/parley:   internal/cli, internal/cli/evalcmd, internal/cli/ledgercmd
internal/arch:
`

const stage = "doc, internal/lexicon, internal/encode, internal/crf, internal/calib"

func parsePolicy(t *testing.T) map[string][]string {
	t.Helper()
	allowed := map[string][]string{}
	text := strings.ReplaceAll(strings.ReplaceAll(policy, "STAGE", stage), ",\n\t", ", ")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		name, list, ok := strings.Cut(line, ":")
		if !ok {
			t.Fatalf("policy line without a colon: %q", line)
		}
		var may []string
		for item := range strings.SplitSeq(list, ",") {
			if item = strings.TrimSpace(item); item != "" {
				may = append(may, item)
			}
		}
		allowed[name] = may
	}
	return allowed
}

// TestImports fails on every import that the policy does not name.
func TestImports(t *testing.T) {
	allowed := parsePolicy(t)
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(file string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(root, file)
		rel = filepath.ToSlash(rel)
		if e.IsDir() {
			// train is a module of its own, and may import anything.
			if rel == "train" || rel != "." && strings.HasPrefix(path.Base(rel), ".") || path.Base(rel) == "testdata" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(rel, ".go") {
			return nil
		}
		checkFile(t, allowed, file, path.Dir(rel))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, allowed map[string][]string, file, pkg string) {
	t.Helper()
	may, known := allowed[pkg]
	if !known {
		t.Errorf("%s: package %s has no line in the policy: add one, and say why in docs/ARCHITECTURE.md", file, pkg)
		return
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Errorf("%s: %v", file, err)
		return
	}
	for _, spec := range f.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		if imported == "C" {
			t.Errorf("%s: cgo is not used here", file)
		}
		if imported != module && !strings.HasPrefix(imported, module+"/") {
			continue
		}
		short := strings.TrimPrefix(strings.TrimPrefix(imported, module), "/")
		if short == "" {
			short = "."
		}
		// An external test (package x_test) imports what it tests.
		if short == pkg && strings.HasSuffix(file, "_test.go") {
			continue
		}
		if !slices.Contains(may, short) {
			t.Errorf("%s: package %s may not import %s", file, pkg, short)
		}
	}
}

// TestStagesStandAlone guards the policy itself: a stage's line may never name
// another stage.
func TestStagesStandAlone(t *testing.T) {
	allowed := parsePolicy(t)
	stages := strings.Fields("token tag parse name refer quote when move")
	for _, s := range stages {
		may, ok := allowed["internal/"+s]
		if !ok {
			t.Errorf("stage %s is not in the policy", s)
		}
		for _, other := range stages {
			if slices.Contains(may, "internal/"+other) {
				t.Errorf("stage %s may import stage %s", s, other)
			}
		}
	}
}
