package policies

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/internal/yamltext"
)

var subjectFields = []string{"level", "kind", "region", "name"}

// examineCheck reads everything that the text of a check says, before it is compiled.
func (e *Engine) examineCheck(c *check) yamltext.Faults {
	c.roles, c.params, c.days, c.subject = map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	faults := c.examineNames([]string{"checks", c.name})
	faults = append(faults, e.readMetadata(c)...)
	faults = append(faults, c.readRules()...)
	r := &reader{engine: e, check: c, evidence: map[string]*ast.Location{}}
	r.read(c.parsed)
	c.evidence = slices.Sorted(maps.Keys(r.evidence))
	c.info.Evidence = c.evidence
	faults = append(faults, r.faults...)
	faults = append(faults, e.examineRequires(c, r.evidence)...)
	faults = append(faults, c.examineUse()...)
	faults = append(faults, c.compileWords()...)
	c.info.Kinds, _ = c.kinds(ruleShortfalls)
	c.info.Merits, _ = c.kinds(ruleMerits)
	return faults
}

// examineLib refuses a library topic that reads anything but its arguments: verdicts may
// be kept by the values that a check reads, and those must stand in the check.
func (e *Engine) examineLib(topic string) yamltext.Faults {
	m := e.libs[topic]
	faults := m.examineNames([]string{"lib", topic})
	if !m.own && topic == "bundle" {
		return faults
	}
	r := &reader{engine: e, check: &check{module: m}, inner: !m.own}
	r.read(m.parsed)
	return append(faults, r.faults...)
}

// examineNames holds folder, package and file to one name, and imports to the library.
func (m *module) examineNames(want []string) yamltext.Faults {
	var faults yamltext.Faults
	fault := func(at *ast.Location, code, found, expected, fix string) {
		faults = append(faults, yamltext.Fault{At: m.at(at), Code: code, Found: found, Expected: expected, Fix: fix})
	}
	if !plainName.MatchString(want[1]) {
		fault(m.parsed.Package.Location, "bad_name", fmt.Sprintf("名称 %q 不合规", want[1]), "小写英文字母、数字和下划线", "改名")
	}
	expected := strings.Join(want, ".")
	if got := strings.TrimPrefix(m.parsed.Package.Path.String(), "data."); got != expected {
		fault(m.parsed.Package.Location, "wrong_package", "package 是 "+got, expected+"，与文件夹和文件同名", "更正 package")
	}
	for _, imported := range m.parsed.Imports {
		path := imported.Path.Value.(ast.Ref).String()
		parts := strings.Split(path, ".")
		if len(parts) != 3 || parts[0] != "data" || parts[1] != "lib" || parts[2] == "bundle" {
			fault(imported.Location, "bad_import", "导入了 "+path, "data.lib.<主题>，bundle 除外",
				"删去；判定规则不引用别的判定规则、不引用 judge，也不另外导入 input")
		}
	}
	return faults
}

// reader walks over the rules of one module and notes, or refuses, what they read.
type reader struct {
	engine   *Engine
	check    *check
	evidence map[string]*ast.Location // evidence paths and where they are first read
	inner    bool                     // the library that comes with the program
	faults   yamltext.Faults
}

func (r *reader) fault(at *ast.Location, code, found, expected, fix string) {
	r.faults = append(r.faults, r.check.faultAt(at, code, found, expected, fix))
}

func (r *reader) read(m *ast.Module) {
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case *ast.With:
			r.fault(node.Location, "with", "规则中使用了 with", "不替换 input 或 data", "改写；with 只用于测试")
		case *ast.Expr:
			if node.IsCall() {
				r.call(node.Operator(), node.Location)
			}
		case *ast.Term:
			switch value := node.Value.(type) {
			case ast.Call:
				operator, _ := value[0].Value.(ast.Ref)
				r.call(operator, value[0].Location)
			case *ast.TemplateString:
				r.call(ast.MustParseRef("internal.template_string"), node.Location)
			case ast.Ref:
				r.ref(value, node.Location)
				if _, name := value[0].Value.(ast.Var); !name {
					visitor.Walk(value[0])
				}
				for _, part := range value[1:] {
					visitor.Walk(part)
				}
				return true
			}
		}
		return false
	})
	for _, rule := range m.Rules {
		for ; rule != nil; rule = rule.Else {
			for _, arg := range rule.Head.Args {
				visitor.Walk(arg)
			}
			for _, term := range rule.Head.Reference[1:] {
				visitor.Walk(term)
			}
			if rule.Head.Key != nil {
				visitor.Walk(rule.Head.Key)
			}
			if rule.Head.Value != nil {
				visitor.Walk(rule.Head.Value)
			}
			visitor.Walk(rule.Body)
		}
	}
}

func (r *reader) call(operator ast.Ref, at *ast.Location) {
	name := operator.String()
	if r.inner && slices.Contains(innerBuiltins, name) {
		return
	}
	if forbidden(name) {
		r.fault(at, "forbidden_builtin", "使用了 "+name+"，它"+refusal(name), "", "改写")
	}
}

// ref notes what a reference reads. Every step up to a declared fact must be written out,
// so that what a decision depends on is known from the text.
func (r *reader) ref(ref ast.Ref, at *ast.Location) {
	switch {
	case ref[0].Equal(ast.DefaultRootDocument):
		path := constants(ref[1:])
		if len(path) < 2 || path[0] != "lib" || path[1] == "bundle" {
			r.fault(at, "bad_data", "引用了 "+ref.String(), "data.lib.<主题>，bundle 除外", "改写；判定规则只读 input")
		}
	case ref[0].Equal(ast.InputRootDocument):
		r.input(ref, constants(ref[1:]), at)
	}
}

func (r *reader) input(ref ast.Ref, path []string, at *ast.Location) {
	c := r.check
	if c.name == "" {
		r.fault(at, "lib_reads_input", "公共规则读取了 "+ref.String(), "只用参数", "把要用的值作为参数传入")
		return
	}
	name := ""
	if len(path) > 1 {
		name = path[1]
	}
	switch first := strings.Join(path[:min(1, len(path))], ""); first {
	case "as_of", "reporting_date":
		c.days[first] = true
	case "subject":
		c.subject[name] = true
		r.known(ref, at, "subject", name, subjectFields)
	case "facts":
		c.roles[name] = true
		r.known(ref, at, "facts", name, c.info.roleNames())
	case "params":
		c.params[name] = true
		r.known(ref, at, "params", name, c.info.paramNames())
	case "evidence":
		r.evidenceRef(ref, path[1:], at)
	case "":
		r.fault(at, "dynamic_key", ref.String()+" 没有写明路径", "写明的路径，如 input.evidence.premises.area_sqm", "写出完整路径")
	default:
		inputs := []string{"evidence", "facts", "params", "as_of", "reporting_date", "subject"}
		r.fault(at, "unknown_path", "input."+first+" 不存在", "input 的 "+strings.Join(inputs, "、"), suggestion(first, inputs, "更正"))
	}
}

// known holds the key below one part of the input to those that are there.
func (r *reader) known(ref ast.Ref, at *ast.Location, part, name string, names []string) {
	switch {
	case name == "":
		r.fault(at, "dynamic_key", ref.String()+" 没有写明 "+part+" 中的哪一项", "写明的名称", "写出完整路径，不用变量")
	case !slices.Contains(names, name):
		expected := strings.Join(names, "、")
		if expected == "" {
			expected = "METADATA 中声明的名称"
		}
		r.fault(at, "unknown_path", fmt.Sprintf("input.%s.%s 不存在", part, name), expected, suggestion(name, names, "在 METADATA 中声明，或更正"))
	}
}

func (r *reader) evidenceRef(ref ast.Ref, path []string, at *ast.Location) {
	for i := range path {
		joined := strings.Join(path[:i+1], ".")
		if _, ok := r.engine.schema.Fact(joined); ok {
			if r.evidence[joined] == nil {
				r.evidence[joined] = at
			}
			return
		}
	}
	if len(path) < len(ref)-2 || len(path) == 0 || r.section(path) {
		r.fault(at, "dynamic_key", ref.String()+" 没有写明是哪项事实", "写明的路径，直到一项事实", "写出完整路径，不用变量，也不取整个部分")
		return
	}
	joined := strings.Join(path, ".")
	expected, fix := "evidence/schema.json 中的事实", "更正路径"
	if nearest, ok := r.engine.schema.Suggest(joined); ok {
		expected, fix = nearest+" 等", "改为 input.evidence."+nearest
	}
	r.fault(at, "unknown_path", ref.String()+" 不存在", expected, fix)
}

// section reports whether facts lie below the path.
func (r *reader) section(path []string) bool {
	prefix := strings.Join(path, ".") + "."
	return slices.ContainsFunc(r.engine.factPaths(), func(fact string) bool { return strings.HasPrefix(fact, prefix) })
}

// constants is the leading part of a reference that is written out.
func constants(ref ast.Ref) []string {
	var path []string
	for _, term := range ref {
		text, ok := term.Value.(ast.String)
		if !ok {
			break
		}
		path = append(path, string(text))
	}
	return path
}

// examineRequires holds what a check reads against what it requires: evidence that is
// read but not required would be silence when it is absent.
func (e *Engine) examineRequires(c *check, read map[string]*ast.Location) yamltext.Faults {
	var faults yamltext.Faults
	for _, path := range c.info.Requires {
		at := c.requireAt(path)
		role, isRole := strings.CutPrefix(path, "facts.")
		if isRole {
			if _, ok := c.info.role(role); !ok {
				faults = append(faults, c.faultAt(at, "unknown_path", "requires 中的角色 "+role+" 没有声明",
					"METADATA 的 facts 中的角色", suggestion(role, c.info.roleNames(), "在 METADATA 中声明")))
			}
			continue
		}
		if _, ok := e.schema.Fact(path); !ok {
			nearest, _ := e.schema.Suggest(path)
			fix := "更正路径"
			if nearest != "" {
				fix = "改为 " + nearest
			}
			faults = append(faults, c.faultAt(at, "unknown_path", "requires 中的 "+path+" 不存在", "evidence/schema.json 中的事实", fix))
		} else if read[path] == nil {
			faults = append(faults, c.faultAt(at, "unused", "requires 中的 "+path+" 没有被读取", "要求举证的都用于判定", "删去，或读取 input.evidence."+path))
		}
	}
	for path, at := range read {
		if !slices.Contains(c.info.Requires, path) {
			faults = append(faults, c.faultAt(at, "not_required", "读取了 "+path+"，requires 中却没有",
				"读取的事实都必须举证，否则缺了它就悄悄过关", fmt.Sprintf("补上 requires contains %q", path)))
		}
	}
	for _, role := range c.info.Roles {
		if required := slices.Contains(c.info.Requires, "facts."+role.Name); required == role.Optional {
			fault := c.faultAt(c.parsed.Package.Location, "not_required", "角色 "+role.Name+" 没有写进 requires",
				"必须举证的角色都写进 requires，否则缺了它就悄悄过关", fmt.Sprintf(`补上 requires contains "facts.%s"，或声明 optional: true`, role.Name))
			if required {
				fault.Found, fault.Expected, fault.Fix = "角色 "+role.Name+" 声明为 optional，却写进了 requires", "二者取一", "删去其一"
			}
			faults = append(faults, fault)
		}
	}
	return faults
}

func (c *check) requireAt(path string) *ast.Location {
	for _, rule := range c.parsed.Rules {
		if rule.Head.Key != nil && rule.Head.Key.Value.Compare(ast.String(path)) == 0 {
			return rule.Head.Key.Location
		}
	}
	return c.parsed.Package.Location
}

// examineUse refuses roles and parameters that no rule reads: an author who declares one
// means it to decide something.
func (c *check) examineUse() yamltext.Faults {
	var faults yamltext.Faults
	for _, name := range c.info.roleNames() {
		if !c.roles[name] {
			faults = append(faults, c.faultAt(c.parsed.Package.Location, "unused", "角色 "+name+" 没有被读取", "声明的都用于判定", "删去，或读取 input.facts."+name))
		}
	}
	for _, name := range c.info.paramNames() {
		if !c.params[name] {
			faults = append(faults, c.faultAt(c.parsed.Package.Location, "unused", "参数 "+name+" 没有被读取", "声明的都用于判定", "删去，或读取 input.params."+name))
		}
	}
	return faults
}

func (e *Engine) factPaths() []string {
	facts := e.schema.Facts()
	paths := make([]string, len(facts))
	for i, fact := range facts {
		paths[i] = fact.Path
	}
	return paths
}
