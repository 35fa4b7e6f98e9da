package policies

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

// Check is what a check says of itself (判定规则), for listings, pages and templates.
type Check struct {
	Name         string
	Title        string // Chinese
	Description  string // English
	Roles        []Role // sorted by name
	Params       []Param
	Requires     []string          // "facts.<role>" or evidence paths, sorted
	Evidence     []string          // evidence paths that the check itself reads, sorted
	Words        map[string]string // by code
	Kinds        []string          // the kinds of shortfall that a standard may price, sorted
	Merits       []string          // the kinds of merit likewise
	KindsOf      string            // the role whose fact says what kinds there are; "" where the check itself does
	Inapplicable bool              // it may find that an item does not apply
	Measured     bool              // it may give a measure, for scoring by degree
	Earning      bool              // it may give merits, for earning by the unit
	Own          bool              // from a source other than the embedded one
	At           yamltext.Position
}

// Role is a fact that an item binds to an evidence path (角色).
type Role struct {
	Name     string
	Type     string // boolean, integer, number, string, date, list, document, photo, any
	Of       string // of a list: string, date, integer, number, object; "" takes any
	Many     bool   // bound to a list of paths
	Optional bool   // need not be bound, and decides nothing by being absent
}

// Param is a parameter that an item sets (参数).
type Param struct {
	Name    string
	Rule    *ParamRule
	Default any // nil: the item must set it; numbers are json.Number
}

var (
	roleTypes = []string{"boolean", "integer", "number", "string", "date", "list", "document", "photo", "any"}
	listTypes = []string{"string", "date", "integer", "number", "object"}
	plainName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
)

// metadata reads the METADATA of one check strictly: a key it does not know is a fault.
type metadata struct {
	module *module
	schema *evidence.Schema
	first  int // line where the package's METADATA begins
	last   int // line of the package
	faults yamltext.Faults
}

func (e *Engine) readMetadata(c *check) yamltext.Faults {
	r := &metadata{module: c.module, schema: e.schema, last: c.parsed.Package.Location.Row}
	var found *ast.Annotations
	for _, annotations := range c.parsed.Annotations {
		if annotations.Scope == "package" {
			found = annotations
		}
	}
	if found == nil {
		r.fault("no_metadata", "", "判定规则没有 METADATA", "package 上方的 METADATA，至少有 title、description 和 custom.words", "补上 METADATA")
		return r.faults
	}
	r.first = found.Location.Row
	misspelt := r.keys(c.parsed.Annotations)
	c.info = Check{
		Name: c.name, Title: found.Title, Description: strings.TrimSpace(found.Description),
		Words: map[string]string{}, Own: c.own, At: c.at(c.parsed.Package.Location),
	}
	if !chinese(found.Title) && !slices.Contains(misspelt, "title") {
		r.fault("bad_title", "title", fmt.Sprintf("标题是 %q", found.Title), "一个中文标题", "写明 title")
	}
	if c.info.Description == "" && !slices.Contains(misspelt, "description") {
		r.fault("no_description", "", "METADATA 没有 description", "一句说明", "写明 description")
	}
	custom := r.members(found.Custom, "custom", "facts", "params", "words", "kinds")
	r.roles(&c.info, custom["facts"])
	r.params(&c.info, custom["params"])
	if custom["words"] != nil || !slices.Contains(misspelt, "custom") {
		r.words(&c.info, custom["words"])
	}
	r.kinds(&c.info, custom["kinds"])
	return r.faults
}

// metadataKeys are what OPA reads of METADATA; it passes over everything else.
var metadataKeys = []string{
	"title", "description", "custom", "scope", "entrypoint", "related_resources", "authors", "organizations", "schemas", "compile",
}

var metadataKey = regexp.MustCompile(`^#( *)["']?([^\s:"']+)["']?\s*[:：]`)

// keys refuses the keys that OPA would pass over in silence and gives those that were
// probably meant.
func (r *metadata) keys(blocks []*ast.Annotations) []string {
	lines := strings.Split(string(r.module.source), "\n")
	var meant []string
	for _, block := range blocks {
		indent := -1
		for row := block.Location.Row + 1; row <= len(lines) && strings.HasPrefix(lines[row-1], "#"); row++ {
			at := metadataKey.FindStringSubmatchIndex(lines[row-1])
			if at == nil {
				continue
			}
			if indent < 0 {
				indent = at[3] - at[2]
			}
			key := lines[row-1][at[4]:at[5]]
			if at[3]-at[2] != indent || slices.Contains(metadataKeys, key) {
				continue
			}
			fix := "删去或更正"
			if near, ok := yamltext.Nearest(key, metadataKeys); ok {
				meant = append(meant, near)
				fix = "改为 " + near
			}
			r.faults = append(r.faults, yamltext.Fault{
				At:   yamltext.Position{File: r.module.file, Line: row, Column: at[4] + 1},
				Code: "unknown_key", Found: "METADATA 中有不认识的键 " + key, Expected: "title、description、custom", Fix: fix,
			})
		}
	}
	return meant
}

func (r *metadata) fault(code, key, found, expected, fix string) {
	r.faults = append(r.faults, yamltext.Fault{At: r.at(key), Code: code, Found: found, Expected: expected, Fix: fix})
}

// at is the line of the METADATA that writes the key, the package where it is not found.
func (r *metadata) at(key string) yamltext.Position {
	lines := strings.Split(string(r.module.source), "\n")
	if key != "" {
		writes := regexp.MustCompile(`^#.*?(["']?` + regexp.QuoteMeta(key) + `["']?)\s*:`)
		for row := max(r.first, 1); row <= min(r.last, len(lines)); row++ {
			if at := writes.FindStringSubmatchIndex(lines[row-1]); at != nil {
				return yamltext.Position{File: r.module.file, Line: row, Column: at[2] + 1}
			}
		}
	}
	return yamltext.Position{File: r.module.file, Line: r.last, Column: 1}
}

// members is the value as an object whose keys are all among the known.
func (r *metadata) members(value any, where string, known ...string) map[string]any {
	object, ok := plain(value).(map[string]any)
	if !ok {
		if value != nil {
			r.fault("wrong_type", where, where+" 不是对象", "键和值", "改为对象")
		}
		return nil
	}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		if !slices.Contains(known, key) {
			r.fault("unknown_key", key, fmt.Sprintf("%s 中有不认识的键 %s", where, key),
				strings.Join(known, "、"), suggestion(key, known, "删去或更正"))
		}
	}
	return object
}

func (r *metadata) roles(info *Check, value any) {
	if value == nil {
		return
	}
	declared, ok := value.(map[string]any)
	if !ok {
		r.fault("wrong_type", "facts", "custom.facts 不是对象", "角色名和 {type: …}", "改为对象")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		members := r.members(declared[name], "facts."+name, "type", "of", "many", "optional")
		role := Role{Name: name}
		role.Type, _ = members["type"].(string)
		role.Many = r.flag(members, "many")
		role.Optional = r.flag(members, "optional")
		if of, given := members["of"]; given {
			role.Of, _ = of.(string)
			if role.Type != "list" || !slices.Contains(listTypes, role.Of) {
				r.fault("bad_role", name, fmt.Sprintf("角色 %s 的 of 是 %v", name, of), "type 为 list 时的 "+strings.Join(listTypes, "、"), "更正 of")
			}
		}
		if !plainName.MatchString(name) {
			r.fault("bad_name", name, fmt.Sprintf("角色名 %q 不合规", name), "小写英文字母、数字和下划线", "改名")
		}
		if !slices.Contains(roleTypes, role.Type) {
			r.fault("bad_role", name, fmt.Sprintf("角色 %s 的 type 是 %q", name, role.Type),
				strings.Join(roleTypes, "、"), suggestion(role.Type, roleTypes, "写明 type"))
		}
		info.Roles = append(info.Roles, role)
	}
}

func (r *metadata) flag(members map[string]any, key string) bool {
	value, given := members[key]
	flag, ok := value.(bool)
	if given && !ok {
		r.fault("wrong_type", key, fmt.Sprintf("%s 是 %v", key, value), "true 或 false", "更正")
	}
	return flag
}

func (r *metadata) params(info *Check, value any) {
	if value == nil {
		return
	}
	declared, ok := value.(map[string]any)
	if !ok {
		r.fault("wrong_type", "params", "custom.params 不是对象", "参数名和 {type: …}", "改为对象")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(declared)) {
		if !plainName.MatchString(name) {
			r.fault("bad_name", name, fmt.Sprintf("参数名 %q 不合规", name), "小写英文字母、数字和下划线", "改名")
		}
		rule, defects := parseParamRule(declared[name], true)
		for _, defect := range defects {
			r.fault("bad_param", name, "参数 "+name+"："+defect, "", "")
		}
		if rule == nil {
			continue
		}
		param := Param{Name: name, Rule: rule, Default: rule.fallback}
		if param.Default != nil {
			for _, d := range rule.check(param.Default) {
				r.fault("bad_param", name, "参数 "+name+" 的 default "+d.found, d.expected, d.fix)
			}
		}
		if _, role := info.role(rule.EnumOf); rule.EnumOf != "" && !role {
			if _, field := r.schema.Member(rule.EnumOf); !field {
				r.fault("bad_param", name, fmt.Sprintf("参数 %s 的 x-enum-of 是 %q", name, rule.EnumOf), "facts 中声明的角色，或列表各项的一个成员", "更正")
			}
		}
		info.Params = append(info.Params, param)
	}
}

// kinds names the role whose fact lists the kinds that computed shortfalls and merits have.
func (r *metadata) kinds(info *Check, value any) {
	if value == nil {
		return
	}
	role, _ := value.(string)
	if found, ok := info.role(role); !ok || found.Type != "list" {
		r.fault("bad_kinds", "kinds", fmt.Sprintf("custom.kinds 是 %v", value), "facts 中声明的列表角色", "更正")
		return
	}
	info.KindsOf = role
}

func (r *metadata) words(info *Check, value any) {
	declared, ok := value.(map[string]any)
	if !ok {
		r.fault("no_words", "words", "没有 custom.words", "每个 code 的中文说法", "补上 words")
		return
	}
	for _, code := range slices.Sorted(maps.Keys(declared)) {
		text, ok := declared[code].(string)
		// Words may consist of placeholders and signs alone; the rest is made of facts.
		literal := placeholder.ReplaceAllString(text, "")
		if !ok || !chinese(text) && (literal == text || strings.ContainsFunc(literal, unicode.IsLetter)) {
			r.fault("bad_words", code, fmt.Sprintf("%s 的说法是 %v", code, declared[code]), "中文", "写成给人看的中文")
			continue
		}
		info.Words[code] = text
	}
}

// Checks is what every check says of itself, in the order of names.
func (e *Engine) Checks() []Check {
	checks := make([]Check, 0, len(e.checks))
	for _, name := range slices.Sorted(maps.Keys(e.checks)) {
		checks = append(checks, e.checks[name].info)
	}
	return checks
}

func (c *Check) role(name string) (Role, bool) {
	i := slices.IndexFunc(c.Roles, func(role Role) bool { return role.Name == name })
	if i < 0 {
		return Role{}, false
	}
	return c.Roles[i], true
}

func (c *Check) param(name string) (Param, bool) {
	i := slices.IndexFunc(c.Params, func(param Param) bool { return param.Name == name })
	if i < 0 {
		return Param{}, false
	}
	return c.Params[i], true
}

func (c *Check) roleNames() []string {
	names := make([]string, len(c.Roles))
	for i, role := range c.Roles {
		names[i] = role.Name
	}
	return names
}

func (c *Check) paramNames() []string {
	names := make([]string, len(c.Params))
	for i, param := range c.Params {
		names[i] = param.Name
	}
	return names
}

// suggestion is the fix for a name that is not known: the nearest known one, or otherwise.
func suggestion(name string, known []string, otherwise string) string {
	if nearest, ok := yamltext.Nearest(name, known); ok {
		return "改为 " + nearest
	}
	return otherwise
}

func chinese(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) >= 0
}

// plain is a value decoded from YAML with its numbers as json.Number.
func plain(value any) any {
	switch value := value.(type) {
	case map[string]any:
		members := make(map[string]any, len(value))
		for key, member := range value {
			members[key] = plain(member)
		}
		return members
	case map[any]any:
		members := make(map[string]any, len(value))
		for key, member := range value {
			members[fmt.Sprint(key)] = plain(member)
		}
		return members
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = plain(item)
		}
		return items
	case int:
		return json.Number(strconv.Itoa(value))
	case int64:
		return json.Number(strconv.FormatInt(value, 10))
	case uint64:
		return json.Number(strconv.FormatUint(value, 10))
	case float64:
		return json.Number(strconv.FormatFloat(value, 'f', -1, 64))
	}
	return value
}
