package policies_test

import (
	"context"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/format"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/util"

	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

func load(t *testing.T, sources ...fs.FS) *policies.Engine {
	t.Helper()
	engine, err := policies.Load(evidence.DefaultSchema(), append([]fs.FS{policies.FS}, sources...)...)
	if err != nil {
		t.Fatalf("load:\n%v", err)
	}
	return engine
}

func TestEveryEmbeddedCheckCompiles(t *testing.T) {
	t.Parallel()
	if err := load(t).Verify(); err != nil {
		t.Error(err)
	}
}

func TestEveryEmbeddedCaseComesOutAsWanted(t *testing.T) {
	t.Parallel()
	engine := load(t)
	results, err := engine.RunCases(policies.FS)
	if err != nil {
		t.Error(err)
	}
	ran := map[string]int{}
	for _, result := range results {
		ran[result.Check]++
		for _, difference := range result.Differences {
			t.Errorf("%s: %s（%s）: %s", result.At, result.Check, result.Name, difference)
		}
	}
	for _, check := range engine.Checks() {
		if ran[check.Name] == 0 {
			t.Errorf("no case of %s ran", check.Name)
		}
	}
}

func TestEveryEmbeddedStandardBinds(t *testing.T) {
	t.Parallel()
	engine := load(t)
	entries, err := fs.ReadDir(standards.Embedded(), ".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		std, err := standards.Load(standards.Embedded(), entry.Name())
		if err != nil {
			t.Errorf("%s: %v", entry.Name(), err)
			continue
		}
		if _, err := engine.Bind(std); err != nil {
			t.Errorf("%s:\n%v", entry.Name(), err)
		}
	}
}

// folder is the folder as stock tools load it: all modules, and the YAML beside them as data
// under the path of its folder.
func folder(t *testing.T) (modules map[string]*ast.Module, sources map[string][]byte, data map[string]any) {
	t.Helper()
	modules, sources, data = map[string]*ast.Module{}, map[string][]byte{}, map[string]any{}
	here := os.DirFS(".")
	err := fs.WalkDir(here, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && name == "testdata" {
			return fs.SkipDir
		}
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(here, name)
		if err != nil {
			return err
		}
		switch path.Ext(name) {
		case ".rego":
			sources[name] = content
			modules[name], err = ast.ParseModuleWithOpts(name, string(content), ast.ParserOptions{ProcessAnnotation: true})
		case ".yaml":
			var loaded map[string]any
			if err = util.Unmarshal(content, &loaded); err == nil {
				for _, part := range reversed(strings.Split(path.Dir(name), "/")) {
					loaded = map[string]any{part: loaded}
				}
				merge(data, loaded)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return modules, sources, data
}

func reversed(parts []string) []string {
	for i, j := 0, len(parts)-1; i < j; i, j = i+1, j-1 {
		parts[i], parts[j] = parts[j], parts[i]
	}
	return parts
}

func merge(into, from map[string]any) {
	for key, value := range from {
		below, isMap := value.(map[string]any)
		if known, ok := into[key].(map[string]any); ok && isMap {
			merge(known, below)
			continue
		}
		into[key] = value
	}
}

func TestTheFolderIsFormattedAsOpaFormatsIt(t *testing.T) {
	t.Parallel()
	_, sources, _ := folder(t)
	for name, source := range sources {
		formatted, err := format.SourceWithOpts(name, source, format.Opts{RegoVersion: ast.RegoV1})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(string(formatted), string(source)); diff != "" {
			t.Errorf("%s (-formatted +written):\n%s", name, diff)
		}
	}
}

func TestFilesAndLinesAreShort(t *testing.T) {
	t.Parallel()
	_, sources, _ := folder(t)
	for name, source := range sources {
		lines := strings.Split(string(source), "\n")
		if len(lines) > 121 && !strings.HasSuffix(name, "_test.rego") {
			t.Errorf("%s has %d lines", name, len(lines))
		}
		for i, line := range lines {
			if width := len([]rune(line)); width > 120 && !strings.HasPrefix(line, "#") {
				t.Errorf("%s:%d is %d wide", name, i+1, width)
			}
		}
	}
}

func TestTheFolderPassesOpasOwnStrictTests(t *testing.T) {
	t.Parallel()
	modules, _, data := folder(t)
	ctx := context.Background()
	store := inmem.NewFromObject(data)
	txn := storage.NewTransactionOrDie(ctx, store, storage.WriteParams)
	defer store.Abort(ctx, txn)
	coverage := cover.New()
	runner := tester.NewRunner().
		SetCompiler(ast.NewCompiler().WithStrict(true).WithEnablePrintStatements(false)).
		SetStore(store).
		SetModules(modules).
		SetParallel(1).
		SetTimeout(time.Minute).
		SetCoverageRuns(nil).
		RaiseBuiltinErrors(true).
		SetTimeout(time.Minute). // one test runs every case, on machines that are busy
		SetCoverageQueryTracer(coverage)
	results, err := runner.RunTests(ctx, txn)
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	for result := range results {
		ran++
		if !result.Pass() {
			t.Errorf("%s.%s: %s", result.Package, result.Name, result)
		}
	}
	if ran == 0 {
		t.Fatal("no test ran")
	}
	tested := map[string]*ast.Module{}
	for name, module := range modules {
		if !strings.HasSuffix(name, "_test.rego") {
			tested[name] = module
		}
	}
	for name, report := range coverage.Report(tested).Files {
		for _, missed := range report.NotCovered {
			t.Errorf("%s: lines %d to %d are covered by no case and no test", name, missed.Start.Row, missed.End.Row)
		}
	}
}

func TestTheDigestFollowsEveryRuleAndNothingElse(t *testing.T) {
	t.Parallel()
	plain := load(t).Digest()
	if again := load(t).Digest(); again != plain {
		t.Errorf("the same policies have the digests %s and %s", plain, again)
	}
	if !strings.HasPrefix(plain, "sha256:") || len(plain) != len("sha256:")+64 {
		t.Errorf("digest is %q", plain)
	}
	own := archive(t, "own.txtar")
	more := load(t, own).Digest()
	if more == plain {
		t.Error("a check of one's own does not change the digest")
	}
	if named := load(t, policies.Named{FS: own, Prefix: "somewhere/else"}).Digest(); named != more {
		t.Error("the digest depends on where the policies lie")
	}
}
