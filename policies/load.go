package policies

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
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

	wholeEvidence func() map[string]any     // the schema of the evidence, made once
	decisions     func() (decisions, error) // what the judge decides, asked once
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
	engine.decisions = sync.OnceValues(engine.askJudge)
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
