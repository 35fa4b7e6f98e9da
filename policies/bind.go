package policies

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// Bind holds every part and condition of a standard, announced items too, against the
// checks and makes a judge for it. Faults name the item's place in the catalogue, all at once, as yamltext.Faults.
func (e *Engine) Bind(std *standards.Standard) (*Judge, error) {
	b := &binder{engine: e}
	_ = e.compileAll(func(c *check) bool { return named(std, c.name) }) // faults are told at their items
	b.faults = append(e.CheckScope(std.Scope), e.checkMemberResults(std.MemberResults)...)
	judge := &Judge{engine: e, limits: DefaultLimits}
	for _, chapter := range slices.Concat(std.Chapters, std.Announced) {
		for i := range chapter.Items {
			judge.items = append(judge.items, b.item(&chapter.Items[i]))
		}
	}
	if err := b.faults.Err(); err != nil {
		return nil, err
	}
	return judge, nil
}

func named(std *standards.Standard, check string) bool {
	for _, chapter := range slices.Concat(std.Chapters, std.Announced) {
		for _, item := range chapter.Items {
			if item.When != nil && item.When.Check == check {
				return true
			}
			if slices.ContainsFunc(item.Parts, func(part standards.Part) bool { return part.Check == check }) {
				return true
			}
		}
	}
	return false
}

// boundItem is an item of the standard with its checks.
type boundItem struct {
	id    string
	when  *boundPart
	parts []*boundPart
}

// boundPart is one use of a check, with everything that does not depend on the bundle.
type boundPart struct {
	check    *check
	roles    []boundRole
	evidence []boundPath // what the check itself reads
	required []boundRole // what the check requires, roles and evidence paths alike
	reads    []string    // all paths that the decision may depend on, sorted
	params   *ast.Term
	scene    scene          // labels, params and paths; the rest comes with the bundle
	order    map[string]int // place in the catalogue of paths and of texts in parameters
	kept     *kept
}

type boundRole struct {
	name  *ast.Term
	role  string
	many  bool
	paths []boundPath
}

type boundPath struct {
	path  string
	names []string
}

func newPath(path string) boundPath { return boundPath{path, strings.Split(path, ".")} }

type binder struct {
	engine *Engine
	faults yamltext.Faults
	broken map[string]bool // checks whose faults have been told
}

func (b *binder) fault(at yamltext.Position, code, found, expected, fix string) {
	b.faults = append(b.faults, yamltext.Fault{At: at, Code: code, Found: found, Expected: expected, Fix: fix})
}

func (b *binder) item(item *standards.Item) boundItem {
	bound := boundItem{id: item.ID}
	mayBeAbsent := item.When != nil
	if item.When != nil {
		bound.when = b.part(item.When)
	}
	for i := range item.Parts {
		part := b.part(&item.Parts[i])
		if bound.parts = append(bound.parts, part); part == nil {
			continue
		}
		mayBeAbsent = mayBeAbsent || part.check.info.Inapplicable
		if item.Parts[i].Points != nil {
			b.scoring(item.Parts[i].At, item.Parts[i].Scoring, []*boundPart{part}, false)
		}
	}
	priced := item.Kind != standards.KindRequired && len(item.Parts) > 0 && item.Parts[0].Points == nil
	if priced && !slices.Contains(bound.parts, nil) {
		b.scoring(item.At, item.Scoring, bound.parts, item.Combine.Mode == standards.CombineAtLeast)
	}
	if mayBeAbsent && (item.Absence == standards.AbsenceRefused || item.Absence == "") {
		b.fault(item.At, "absence_refused", "条目 "+item.ID+" 可能不适用，却没有写明缺项处理",
			"absence: exclude 或 absence: full", "写明 absence，或换用总是适用的判定规则")
	}
	return bound
}

// part binds one part; nil when its check cannot be used.
func (b *binder) part(part *standards.Part) *boundPart {
	c, ok := b.engine.checks[part.Check]
	if !ok {
		names := slices.Sorted(maps.Keys(b.engine.checks))
		b.fault(part.At, "unknown_check", "判定规则 "+part.Check+" 不存在", "zhanping inspect 列出的判定规则", suggestion(part.Check, names, "更正名称"))
		return nil
	}
	if faults := b.engine.ready(c); len(faults) > 0 {
		if !b.broken[c.name] {
			b.faults = append(b.faults, faults...)
			b.broken = map[string]bool{c.name: true}
		}
		return nil
	}
	bound := &boundPart{check: c, order: map[string]int{}, kept: newKept()}
	bound.scene = scene{labels: b.engine.schema, params: map[string]*ast.Term{}, paths: map[string]string{}}
	facts := b.roles(part, bound)
	b.params(part, bound, facts)
	for _, path := range c.evidence {
		bound.evidence = append(bound.evidence, newPath(path))
		bound.reads = append(bound.reads, path)
	}
	slices.Sort(bound.reads)
	bound.reads = slices.Compact(bound.reads)
	bound.require()
	return bound
}

// require notes what the check requires by the paths that are bound. A role that is not
// bound has no path and stands by its name.
func (p *boundPart) require() {
	for _, name := range p.check.info.Requires {
		role, isRole := strings.CutPrefix(name, "facts.")
		if !isRole {
			p.required = append(p.required, boundRole{role: name, paths: []boundPath{newPath(name)}})
			continue
		}
		required := boundRole{role: name}
		if i := slices.IndexFunc(p.roles, func(bound boundRole) bool { return bound.role == role }); i >= 0 {
			required = p.roles[i]
		}
		p.required = append(p.required, required)
	}
}

// known refuses a name that a check does not have; none says what a check without any is.
func (b *binder) known(at yamltext.Position, name string, names []string, code, found, none string) {
	if slices.Contains(names, name) {
		return
	}
	b.fault(at, code, found+name, cmp.Or(strings.Join(names, "、"), none), suggestion(name, names, "删去或更正"))
}

// roles binds every role to its evidence paths and gives the facts bound.
func (b *binder) roles(part *standards.Part, bound *boundPart) map[string][]evidence.Fact {
	info := &bound.check.info
	facts := map[string][]evidence.Fact{}
	for _, name := range slices.Sorted(maps.Keys(part.Facts)) {
		at := placed(part.Places.Roles[name], part.Places.Facts, part.At)
		b.known(at, name, info.roleNames(), "unknown_role", "判定规则 "+info.Name+" 没有角色 ", "这条规则自己读取事实，不绑定角色")
	}
	for _, role := range info.Roles {
		paths := part.Facts[role.Name]
		at := placed(part.Places.Roles[role.Name], part.Places.Facts, part.At)
		switch {
		case len(paths) == 0 && role.Optional:
			continue
		case len(paths) == 0:
			b.fault(at, "unbound_role", "判定规则 "+info.Name+" 的角色 "+role.Name+" 没有绑定", "一条事实路径", "在 facts 中写明 "+role.Name)
			continue
		case len(paths) > 1 && !role.Many:
			b.fault(at, "many_paths", fmt.Sprintf("角色 %s 绑定了 %d 条路径", role.Name, len(paths)), "一条", "只留一条")
			continue
		}
		whole := boundRole{name: ast.InternedTerm(role.Name), role: role.Name, many: role.Many}
		for i, path := range paths {
			at := at
			if places := part.Places.Paths[role.Name]; i < len(places) {
				at = places[i]
			}
			if slices.Contains(paths[:i], path) {
				b.fault(at, "duplicate_path", "角色 "+role.Name+" 重复绑定 "+path, "每条路径一次", "删去重复的")
			}
			if fact, ok := b.path(at, role, path); ok {
				facts[role.Name] = append(facts[role.Name], fact)
			}
			whole.paths = append(whole.paths, newPath(path))
			bound.reads = append(bound.reads, path)
			bound.place(path)
		}
		if bound.roles = append(bound.roles, whole); !role.Many {
			bound.scene.paths[role.Name] = paths[0]
		}
	}
	return facts
}

// path holds one bound path against the schema and the role.
func (b *binder) path(at yamltext.Position, role Role, path string) (evidence.Fact, bool) {
	fact, ok := b.engine.schema.Fact(path)
	if !ok {
		expected, fix := "evidence/schema.json 中的事实", "更正路径"
		if nearest, found := b.engine.schema.Suggest(path); found {
			expected, fix = nearest+" 等", "改为 "+nearest
		}
		b.fault(at, "unknown_path", "事实 "+path+" 不存在", expected, fix)
		return fact, false
	}
	if !fits(role, fact) {
		kind, want := fact.Type, role.Type
		if fact.ItemType != "" {
			kind += "（" + fact.ItemType + "）"
		}
		if role.Of != "" {
			want += "（" + role.Of + "）"
		}
		b.fault(at, "wrong_type", fmt.Sprintf("%s（%s）的类型是 %s", fact.Title, path, kind),
			fmt.Sprintf("角色 %s 的类型 %s", role.Name, want), "绑定另一项事实，或换一条判定规则")
		return fact, false
	}
	return fact, true
}

func fits(role Role, fact evidence.Fact) bool {
	switch role.Type {
	case "any":
		return true
	case "number":
		return fact.Type == "number" || fact.Type == "integer"
	case "list":
		return fact.Type == "list" && (role.Of == "" || role.Of == fact.ItemType)
	}
	return fact.Type == role.Type
}

// placed is the first place that is known.
func placed(places ...yamltext.Position) yamltext.Position {
	for _, at := range places {
		if at.File != "" {
			return at
		}
	}
	return yamltext.Position{}
}

// params holds the parameters against METADATA and fills in what is left out.
func (b *binder) params(part *standards.Part, bound *boundPart, facts map[string][]evidence.Fact) {
	info := &bound.check.info
	for _, name := range slices.Sorted(maps.Keys(part.Params)) {
		at := placed(part.Places.Values[name], part.Places.Params, part.At)
		b.known(at, name, info.paramNames(), "unknown_param", "判定规则 "+info.Name+" 没有参数 ", "没有参数")
	}
	items := make([][2]*ast.Term, 0, len(info.Params))
	for _, param := range info.Params {
		at := placed(part.Places.Values[param.Name], part.Places.Params, part.At)
		value, given := part.Params[param.Name]
		if value = plain(value); !given || value == nil {
			value = param.Default
		}
		if value == nil {
			b.fault(at, "missing_param", "判定规则 "+info.Name+" 的参数 "+param.Name+" 没有写", "一个值", "在 params 中写明 "+param.Name)
			continue
		}
		for _, d := range param.Rule.check(value) {
			b.fault(at, "bad_param", "参数 "+param.Name+" "+d.found, d.expected, d.fix)
		}
		sources := facts[param.Rule.EnumOf]
		if field, ok := b.engine.schema.Member(param.Rule.EnumOf); ok {
			sources = append(sources, field)
		}
		for _, fact := range sources {
			for _, text := range textsOf(value) {
				if len(fact.Enum) > 0 && !slices.Contains(fact.Enum, text) {
					b.fault(at, "impossible_text", fmt.Sprintf("参数 %s 中的 %q 不是%s（%s）的取值", param.Name, text, fact.Title, fact.Path),
						strings.Join(fact.Enum, "、"), suggestion(text, fact.Enum, "改为其中之一"))
				}
			}
		}
		for _, text := range textsOf(value) {
			bound.place(text)
		}
		term := termOf(value)
		bound.scene.params[param.Name] = term
		items = append(items, [2]*ast.Term{ast.InternedTerm(param.Name), term})
	}
	bound.params = ast.ObjectTerm(items...)
}

// place notes where in the catalogue a path or text stands, for the order of shortfalls.
func (p *boundPart) place(text string) {
	if _, known := p.order[text]; !known {
		p.order[text] = len(p.order)
	}
}
