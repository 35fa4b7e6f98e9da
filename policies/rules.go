package policies

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/internal/yamltext"
)

// The public rules of a check; anything else is private and begins with an underscore.
const (
	ruleRequires     = "requires"
	ruleObservations = "observations"
	ruleShortfalls   = "shortfalls"
	ruleMerits       = "merits"
	ruleInapplicable = "inapplicable"
	ruleMeasure      = "measure"
)

var publicRules = []string{ruleRequires, ruleObservations, ruleShortfalls, ruleMerits, ruleInapplicable, ruleMeasure}

// check is one check with what was learnt from its text.
type check struct {
	*module
	name   string
	info   Check
	flawed bool // its text has faults, so that it is not compiled

	roles    map[string]bool // roles that the rules read
	params   map[string]bool // parameters that the rules read
	evidence []string        // evidence paths that the rules read, sorted
	days     map[string]bool // of as_of and reporting_date, those that the rules read
	subject  map[string]bool // fields of the subject that the rules read
	rules    map[string]bool // public rules that exist
	codes    []code          // in the order of the file

	templates map[string]template // words by code
	compiled  compilation
}

// code is one place where a rule tells a code, with the keys told beside it.
type code struct {
	rule string
	text string
	kind string // the literal kind of a shortfall or merit, its code otherwise; "" where it is computed
	keys map[string]bool
	at   *ast.Location
}

// readRules examines the shapes of the rules, without regard to what they read.
func (c *check) readRules() yamltext.Faults {
	var faults yamltext.Faults
	c.rules = map[string]bool{}
	described := c.described()
	required := map[string]bool{}
	for _, rule := range c.parsed.Rules {
		name := string(rule.Head.Ref()[0].Value.(ast.Var))
		if strings.HasPrefix(name, "_") {
			continue
		}
		if !slices.Contains(publicRules, name) {
			faults = append(faults, c.faultAt(rule.Location, "unknown_rule", "公开的规则 "+name,
				"只有 "+strings.Join(publicRules, "、"), suggestion(name, publicRules, "在名称前加下划线，使它成为内部规则")))
			continue
		}
		if !described[name] {
			described[name] = true
			faults = append(faults, c.faultAt(rule.Location, "no_description", "规则 "+name+" 没有 METADATA description",
				"公开规则都有说明", "在规则上方写明 description"))
		}
		c.rules[name] = true
		if name == ruleRequires {
			path, fault := c.requirement(rule)
			if faults = append(faults, fault...); path != "" {
				required[path] = true
			}
			continue
		}
		faults = append(faults, c.readTold(name, rule)...)
	}
	for _, name := range []string{ruleRequires, ruleShortfalls} {
		if !c.rules[name] {
			faults = append(faults, c.faultAt(c.parsed.Package.Location, "no_"+name, "判定规则没有写 "+name,
				"每条判定规则都写明依据什么（requires）和何处不足（shortfalls）", "补上 "+name))
		}
	}
	c.info.Requires = slices.Sorted(maps.Keys(required))
	c.info.Measured, c.info.Inapplicable = c.rules[ruleMeasure], c.rules[ruleInapplicable]
	c.info.Earning = c.rules[ruleMerits]
	return faults
}

// described holds the public rules that have a description.
func (c *check) described() map[string]bool {
	described := map[string]bool{}
	for _, annotations := range c.parsed.Annotations {
		if annotations.Description == "" || annotations.GetTargetPath() == nil {
			continue
		}
		for _, term := range annotations.GetTargetPath() {
			if text, ok := term.Value.(ast.String); ok {
				described[string(text)] = true
			}
		}
	}
	return described
}

// requirement reads `requires contains "path"`; under a condition it could fall silent.
func (c *check) requirement(rule *ast.Rule) (string, yamltext.Faults) {
	text, ok := ast.String(""), false
	if rule.Head.Key != nil && len(rule.Head.Args) == 0 {
		text, ok = rule.Head.Key.Value.(ast.String)
	}
	if !ok || text == "" || rule.Default || !rule.Body.Equal(ast.NewBody(ast.NewExpr(ast.BooleanTerm(true)))) {
		return "", yamltext.Faults{c.faultAt(rule.Location, "bad_requires", "requires 不是写明的路径",
			`requires contains "路径"，不带条件`, "逐条写明必须举证的路径；带条件的 requires 会在不成立时不起作用")}
	}
	return string(text), nil
}

// readTold reads a rule that tells codes, or the measure.
func (c *check) readTold(name string, rule *ast.Rule) yamltext.Faults {
	term, expected := rule.Head.Key, fmt.Sprintf(`%s contains {"code": "…", …}`, name)
	if name == ruleMeasure {
		term, expected = rule.Head.Value, `measure := {"value": …, "target": …}、{"value": …, "limit": …} 或 {"done": …, "due": …, "target": …}`
		if rule.Head.Key != nil {
			term = nil
		}
	}
	bad := func(at *ast.Location) yamltext.Faults {
		return yamltext.Faults{c.faultAt(at, "bad_"+name, "规则 "+name+" 的写法不对", expected, "照此改写")}
	}
	if term == nil || rule.Default || len(rule.Head.Args) > 0 || len(rule.Head.Ref()) > 2 {
		return bad(rule.Location)
	}
	object, ok := term.Value.(ast.Object)
	if !ok {
		return bad(term.Location)
	}
	found := code{rule: name, keys: map[string]bool{}, at: term.Location}
	literal := true
	object.Foreach(func(key, value *ast.Term) {
		text, ok := key.Value.(ast.String)
		if !ok {
			literal = false
			return
		}
		found.keys[string(text)] = true
		told, _ := value.Value.(ast.String)
		switch text {
		case "code":
			found.text = string(told)
		case "kind":
			found.kind = string(told)
		}
	})
	if name == ruleMeasure {
		keys := strings.Join(slices.Sorted(maps.Keys(found.keys)), " ")
		if !literal || keys != "target value" && keys != "limit value" && keys != "done due target" {
			return bad(term.Location)
		}
		return nil
	}
	if !literal || found.text == "" {
		return bad(term.Location)
	}
	if !found.keys["kind"] {
		found.kind = found.text
	}
	c.codes = append(c.codes, found)
	return nil
}

func (c *check) faultAt(at *ast.Location, code, found, expected, fix string) yamltext.Fault {
	return yamltext.Fault{At: c.at(at), Code: code, Found: found, Expected: expected, Fix: fix}
}

// kinds are the kinds of shortfall or merit, and whether that is all there can be.
func (c *check) kinds(rule string) (kinds []string, all bool) {
	all = true
	for _, told := range c.codes {
		if told.rule != rule {
			continue
		}
		if told.kind == "" {
			all = false
		} else if !slices.Contains(kinds, told.kind) {
			kinds = append(kinds, told.kind)
		}
	}
	slices.Sort(kinds)
	return kinds, all
}
