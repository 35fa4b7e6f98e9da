package policies

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

const (
	maxModuleBytes = 64 << 10 // a check has at most a hundred lines; this is generous
	maxModules     = 4000
)

// Engine holds the judge and every known check, parsed and examined. It is safe for
// concurrent use.
type Engine struct {
	schema *evidence.Schema
	judge  *module
	libs   map[string]*module // by topic
	checks map[string]*check  // by name
	digest string

	wholeEvidence func() map[string]any // the schema of the evidence, made once
}

// Named is a source whose files are called by a prefix in messages, so that a person can
// find them. Without it they are called by their path within the source.
type Named struct {
	fs.FS
	Prefix string
}

// module is one Rego file that takes part in judging.
type module struct {
	file   string // as messages call it
	place  string // "checks/<name>/<name>.rego", the same wherever the source lies
	source []byte
	parsed *ast.Module
	own    bool // from a source other than the first
}

func (m *module) at(location *ast.Location) yamltext.Position {
	if location == nil {
		return yamltext.Position{File: m.file}
	}
	return yamltext.Position{File: m.file, Line: location.Row, Column: location.Col}
}

// Load reads the modules of every source. The first source is the embedded one and brings
// the judge; the further ones hold checks (and library topics) of one's own, either under
// checks/ and lib/ or directly as <name>/<name>.rego. Every fault is returned at once, as
// yamltext.Faults; checks of one's own are compiled here, embedded ones when they are bound.
func Load(schema *evidence.Schema, sources ...fs.FS) (*Engine, error) {
	engine := &Engine{
		schema: schema, libs: map[string]*module{}, checks: map[string]*check{},
		wholeEvidence: sync.OnceValue(schema.EvidenceSchema),
	}
	var faults yamltext.Faults
	for i, source := range sources {
		modules, found, err := readModules(source, i > 0)
		if err != nil {
			return nil, err
		}
		faults = append(faults, found...)
		for _, m := range modules {
			faults = append(faults, engine.add(m)...)
		}
	}
	if engine.judge == nil {
		return nil, errors.New("load policies: the first source has no judge")
	}
	for _, topic := range slices.Sorted(maps.Keys(engine.libs)) {
		faults = append(faults, engine.examineLib(topic)...)
	}
	sound := len(faults) == 0 // all files were read, and the library is in order
	for _, name := range slices.Sorted(maps.Keys(engine.checks)) {
		c := engine.checks[name]
		found := engine.examineCheck(c)
		c.flawed = len(found) > 0
		faults = append(faults, found...)
	}
	if sound {
		faults = append(faults, engine.compileAll(func(c *check) bool { return c.own && !c.flawed })...)
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	engine.digest = engine.sum()
	return engine, nil
}

// Verify compiles every check, embedded ones too, and returns all faults at once.
func (e *Engine) Verify() error {
	return e.compileAll(func(*check) bool { return true }).Err()
}

// Digest is "sha256:…" over the places and bytes of every module, in the order of places:
// two engines with the same digest judge alike.
func (e *Engine) Digest() string { return e.digest }

func (e *Engine) sum() string {
	modules := []*module{e.judge}
	for _, m := range e.libs {
		modules = append(modules, m)
	}
	for _, c := range e.checks {
		modules = append(modules, c.module)
	}
	slices.SortFunc(modules, func(a, b *module) int { return strings.Compare(a.place, b.place) })
	hash := sha256.New()
	for _, m := range modules {
		for _, part := range [][]byte{[]byte(m.place), m.source} {
			hash.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
			hash.Write(part)
		}
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}

// add puts a parsed module in its place, or says why it has none.
func (e *Engine) add(m *module) yamltext.Faults {
	parts := strings.Split(m.place, "/")
	switch parts[0] {
	case "judge":
		if m.own || e.judge != nil {
			return yamltext.Faults{{
				At: yamltext.Position{File: m.file}, Code: "judge_replaced",
				Found: "外部策略不能提供 judge", Expected: "只有 checks/ 和 lib/",
				Fix: "删去这个文件；结论只由内置的 judge 作出",
			}}
		}
		e.judge = m
	case "lib":
		if known, clash := e.libs[parts[1]]; clash {
			return yamltext.Faults{clashFault(m, "公共规则", parts[1], known)}
		}
		e.libs[parts[1]] = m
	case "checks":
		if known, clash := e.checks[parts[1]]; clash {
			return yamltext.Faults{clashFault(m, "判定规则", parts[1], known.module)}
		}
		e.checks[parts[1]] = &check{module: m, name: parts[1]}
	}
	return nil
}

func clashFault(m *module, kind, name string, known *module) yamltext.Fault {
	return yamltext.Fault{
		At: yamltext.Position{File: m.file, Line: 1, Column: 1}, Code: "name_clash",
		Found: fmt.Sprintf("%s %s 已在 %s 中定义", kind, name, known.file), Expected: "不重复的名称",
		Fix: "换一个名称；已有的规则不能被覆盖",
	}
}

// readModules finds and parses the Rego files of a source that are not tests.
func readModules(source fs.FS, own bool) ([]*module, yamltext.Faults, error) {
	var modules []*module
	var faults yamltext.Faults
	err := eachRego(source, func(name, file string) error {
		place, fault := placeOf(name, file, own)
		if fault != nil {
			faults = append(faults, *fault)
			return nil
		}
		if len(modules) == maxModules {
			return fmt.Errorf("load policies: more than %d files", maxModules)
		}
		content, fault := readBounded(source, name, file)
		if fault != nil {
			faults = append(faults, *fault)
			return nil
		}
		m := &module{file: file, place: place, source: content, own: own}
		found := m.parse()
		faults = append(faults, found...)
		if len(found) == 0 {
			modules = append(modules, m)
		}
		return nil
	})
	return modules, faults, err
}

// eachRego visits the Rego files of a source that are not tests, in the order of names.
// The file is the name as messages call it.
func eachRego(source fs.FS, visit func(name, file string) error) error {
	prefix := ""
	if named, ok := source.(Named); ok {
		source, prefix = named.FS, named.Prefix
	}
	return fs.WalkDir(source, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return yamltext.Faults{unreadable(path.Join(prefix, name), err)}
		}
		if name != "." && strings.HasPrefix(entry.Name(), ".") {
			if entry.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if entry.IsDir() || path.Ext(name) != ".rego" || strings.HasSuffix(name, "_test.rego") {
			return nil
		}
		return visit(name, path.Join(prefix, name))
	})
}

// placeOf is where a file belongs: judge/judge.rego, lib/<topic>/<topic>.rego or
// checks/<name>/<name>.rego, of which checks/ may be left out in a source of one's own.
func placeOf(name, file string, own bool) (string, *yamltext.Fault) {
	parts := strings.Split(name, "/")
	if own && len(parts) == 2 && parts[0] != "judge" {
		parts = append([]string{"checks"}, parts...)
	}
	folder := parts[max(0, len(parts)-2)]
	known := len(parts) == 3 && (parts[0] == "lib" || parts[0] == "checks") || len(parts) == 2 && parts[0] == "judge"
	if known && parts[len(parts)-1] == folder+".rego" {
		return strings.Join(parts, "/"), nil
	}
	return "", &yamltext.Fault{
		At: yamltext.Position{File: file}, Code: "misplaced_file",
		Found: "规则文件的位置或名称不对", Expected: "checks/<名称>/<名称>.rego 或 lib/<主题>/<主题>.rego，文件夹与文件同名",
		Fix: "移动或改名；测试文件以 _test.rego 结尾",
	}
}

func readBounded(source fs.FS, name, file string) ([]byte, *yamltext.Fault) {
	info, err := fs.Stat(source, name)
	if err == nil && info.Size() > maxModuleBytes {
		return nil, &yamltext.Fault{
			At: yamltext.Position{File: file}, Code: "too_large", Found: fmt.Sprintf("文件有 %d 字节", info.Size()),
			Expected: fmt.Sprintf("不超过 %d 字节", maxModuleBytes), Fix: "拆成几条判定规则",
		}
	}
	var content []byte
	if err == nil {
		content, err = fs.ReadFile(source, name)
	}
	if err != nil {
		fault := unreadable(file, err)
		return nil, &fault
	}
	return content, nil
}

func unreadable(file string, err error) yamltext.Fault {
	fault := yamltext.Fault{At: yamltext.Position{File: file}, Code: "unreadable", Found: "无法读取", Fix: "核对路径和权限"}
	if errors.Is(err, fs.ErrNotExist) {
		fault.Found, fault.Fix = "不存在", "核对路径"
	}
	return fault
}

func (m *module) parse() yamltext.Faults {
	parsed, err := ast.ParseModuleWithOpts(m.place, string(m.source), ast.ParserOptions{
		ProcessAnnotation: true,
		RegoVersion:       ast.RegoV1,
	})
	if err != nil {
		if faults := m.unbalanced(); len(faults) > 0 {
			return faults
		}
		return regoFaults(err, func(string) *module { return m })
	}
	if parsed == nil {
		return yamltext.Faults{{
			At: yamltext.Position{File: m.file}, Code: "empty_module", Found: "规则文件是空的", Expected: "METADATA、package 和规则",
		}}
	}
	m.parsed = parsed
	return nil
}
