package policies

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// defaultCaseDay is the day as of which a case is judged unless it names one; the same
// stands in judge_test.rego.
const defaultCaseDay = "2026-06-30"

var (
	caseKeys = []string{"params", "facts", "evidence", "as_of", "reporting_date", "subject", "want"}
	wantKeys = []string{"outcome", "missing", "words", "merits", "seen", "inapplicable", "measure"}
)

// caseReader reads one cases.yaml strictly.
type caseReader struct {
	engine *Engine
	check  *check
	file   string
	keys   map[*yamltext.Node]*yamltext.Node // the key of a value
	faults yamltext.Faults
}

func (e *Engine) readCases(c *check, file string, content []byte) ([]example, yamltext.Faults) {
	root, err := yamltext.Parse(file, content)
	if err != nil {
		var faults yamltext.Faults
		if errors.As(err, &faults) {
			return nil, faults
		}
		return nil, yamltext.Faults{{At: yamltext.Position{File: file}, Code: "yaml", Found: err.Error()}}
	}
	r := &caseReader{engine: e, check: c, file: file, keys: map[*yamltext.Node]*yamltext.Node{}}
	var examples []example
	for _, cases := range r.members(root, "cases.yaml", "cases") {
		for name, node := range r.pairs(cases, "cases") {
			if x, ok := r.example(name, node); ok {
				examples = append(examples, x)
			}
		}
	}
	slices.SortStableFunc(examples, func(a, b example) int { return a.at.Line - b.at.Line })
	return examples, r.faults
}

func (r *caseReader) at(n *yamltext.Node) yamltext.Position {
	return yamltext.Position{File: r.file, Line: n.Line, Column: n.Column}
}

func (r *caseReader) fault(n *yamltext.Node, code, found, expected, fix string) {
	r.faults = append(r.faults, yamltext.Fault{At: r.at(n), Code: code, Found: found, Expected: expected, Fix: fix})
}

// pairs is a mapping by its keys; anything else is a fault.
func (r *caseReader) pairs(n *yamltext.Node, where string) map[string]*yamltext.Node {
	if n.Kind != yamltext.MappingNode {
		r.fault(n, "wrong_type", where+" 不是键和值", "键和值", "改为 键: 值")
		return nil
	}
	pairs := make(map[string]*yamltext.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		pairs[n.Content[i].Value] = n.Content[i+1]
		r.keys[n.Content[i+1]] = n.Content[i]
	}
	return pairs
}

func (r *caseReader) members(n *yamltext.Node, where string, known ...string) map[string]*yamltext.Node {
	pairs := r.pairs(n, where)
	for _, key := range sortedNames(pairs) {
		if !slices.Contains(known, key) {
			r.fault(r.keys[pairs[key]], "unknown_key", fmt.Sprintf("%s 中有不认识的键 %s", where, key), strings.Join(known, "、"), suggestion(key, known, "删去或更正"))
			delete(pairs, key)
		}
	}
	return pairs
}

func (r *caseReader) example(name string, n *yamltext.Node) (example, bool) {
	before := len(r.faults)
	members := r.members(n, name, caseKeys...)
	x := example{name: name, at: r.at(n), asOf: r.day(members["as_of"], defaultCaseDay)}
	tree := &evidence.Value{Kind: evidence.Object}
	if stated := members["evidence"]; stated != nil {
		tree = r.evidence(stated, "")
	}
	roles := r.roles(members["facts"], tree)
	params := map[string]any{}
	if given := members["params"]; given != nil {
		for key, value := range r.pairs(given, "params") {
			params[key] = r.plain(value)
		}
	}
	x.bundle = &evidence.Bundle{
		Facts: tree, File: r.file, Subject: r.subject(members["subject"]), ReportingDate: r.day(members["reporting_date"], x.asOf),
	}
	if want := members["want"]; want != nil {
		x.want = r.want(want)
	} else {
		r.fault(n, "no_want", "例子 "+name+" 没有 want", "want: {outcome: …}", "写明期望的结论")
	}
	part, faults := r.engine.bindCase(r.check, x.at, params, roles)
	x.part, x.params = part, params
	r.faults = append(r.faults, faults...)
	return x, len(r.faults) == before
}

func (r *caseReader) day(n *yamltext.Node, otherwise string) string {
	if n == nil {
		return otherwise
	}
	if _, err := time.Parse(time.DateOnly, n.Value); err != nil {
		r.fault(n, "bad_date", fmt.Sprintf("日期是 %q", n.Value), "YYYY-MM-DD", "更正日期")
	}
	return n.Value
}

func (r *caseReader) subject(n *yamltext.Node) evidence.Subject {
	if n == nil {
		return evidence.Subject{}
	}
	members := r.members(n, "subject", subjectFields...)
	of := func(key string) string {
		if member := members[key]; member != nil {
			return member.Value
		}
		return ""
	}
	return evidence.Subject{Level: of("level"), Kind: of("kind"), Region: of("region"), Name: of("name")}
}

// evidence reads a case's tree, and holds every leaf to a fact of the schema.
func (r *caseReader) evidence(n *yamltext.Node, path string) *evidence.Value {
	if fact, ok := r.engine.schema.Fact(path); ok {
		value := r.value(n)
		if !valueFits(fact.Type, value) {
			r.fault(n, "wrong_type", path+" 的值不是 "+fact.Type, fact.Type, "更正")
		}
		return value
	}
	tree := &evidence.Value{Kind: evidence.Object, At: r.at(n)}
	pairs := r.pairs(n, "evidence")
	for _, name := range sortedNames(pairs) {
		below := strings.TrimPrefix(path+"."+name, ".")
		if pairs[name].Kind != yamltext.MappingNode {
			if _, ok := r.engine.schema.Fact(below); !ok {
				nearest, _ := r.engine.schema.Suggest(below)
				r.fault(pairs[name], "unknown_path", "事实 "+below+" 不存在", nearest, "更正路径")
				continue
			}
		}
		tree.Fields = append(tree.Fields, evidence.Field{Name: name, Value: r.evidence(pairs[name], below)})
	}
	return tree
}

// roles binds a case's facts and plants their values in the tree.
func (r *caseReader) roles(n *yamltext.Node, tree *evidence.Value) []boundRole {
	var roles []boundRole
	info := &r.check.info
	given := map[string]*yamltext.Node{}
	if n != nil {
		given = r.members(n, "facts", info.roleNames()...)
	}
	for _, role := range info.Roles {
		bound := boundRole{name: ast.InternedTerm(role.Name), role: role.Name, many: role.Many}
		node, ok := given[role.Name]
		switch {
		case !role.Many:
			path := newPath("facts." + role.Name)
			bound.paths = []boundPath{path}
			if ok {
				r.plant(tree, role, path, node)
			}
		case ok && node.Kind == yamltext.SequenceNode && len(node.Content) > 0:
			for _, element := range node.Content {
				members := r.members(element, role.Name, "path", "value")
				if members["path"] == nil {
					r.fault(element, "no_path", "角色 "+role.Name+" 的一项没有 path", "{path: …, value: …}", "写明 path")
					continue
				}
				path := newPath(members["path"].Value)
				bound.paths = append(bound.paths, path)
				if value := members["value"]; value != nil {
					r.plant(tree, role, path, value)
				}
			}
		case ok:
			r.fault(node, "wrong_type", "角色 "+role.Name+" 的值不是列表", "[{path: …, value: …}]，至少一项", "改为列表")
			continue
		default:
			continue
		}
		roles = append(roles, bound)
	}
	return roles
}

func (r *caseReader) plant(tree *evidence.Value, role Role, path boundPath, n *yamltext.Node) {
	value := r.value(n)
	if !valueFits(role.Type, value) {
		r.fault(n, "wrong_type", "角色 "+role.Name+" 的值不是 "+role.Type, role.Type, "更正")
	}
	if !plant(tree, path.names, value) {
		r.fault(n, "duplicate_path", path.path+" 写了两次", "每条路径一次", "删去重复的")
	}
}

func (r *caseReader) want(n *yamltext.Node) wanted {
	members := r.members(n, "want", wantKeys...)
	w := wanted{
		missing: r.list(members["missing"]), words: r.list(members["words"]), merits: r.list(members["merits"]),
		seen: r.list(members["seen"]), inapplicable: r.list(members["inapplicable"]),
	}
	if outcome := members["outcome"]; outcome != nil {
		w.outcome = assessment.Outcome(outcome.Value)
	}
	if !slices.Contains([]assessment.Outcome{
		assessment.Satisfied, assessment.NotSatisfied, assessment.NoEvidence, assessment.NotApplicable,
	}, w.outcome) {
		r.fault(n, "bad_outcome", fmt.Sprintf("期望的结论是 %q", w.outcome), "satisfied、not_satisfied、no_evidence 或 not_applicable", "更正 outcome")
	}
	if measure := members["measure"]; measure != nil {
		w.measure = r.measure(measure)
	}
	return w
}

func (r *caseReader) list(n *yamltext.Node) []string {
	if n == nil {
		return nil
	}
	texts := []string{}
	if n.Kind != yamltext.SequenceNode {
		r.fault(n, "wrong_type", "不是列表", "[…]", "改为列表")
	}
	for _, item := range n.Content {
		texts = append(texts, item.Value)
	}
	return texts
}

func (r *caseReader) measure(n *yamltext.Node) *assessment.Measure {
	members := r.members(n, "measure", "value", "target", "limit", "done", "due")
	read := func(key string) standards.Points {
		if members[key] == nil {
			return standards.Points{}
		}
		p, err := standards.ParsePoints(members[key].Value)
		if err != nil {
			r.fault(members[key], "bad_number", key+" 是 "+members[key].Value, "数字", "更正")
		}
		return p
	}
	measure := &assessment.Measure{Value: read("value"), Target: read("target")}
	if members["limit"] != nil {
		measure.Target, measure.Limit = read("limit"), true
	}
	if due := read("due"); due.Sign() > 0 {
		measure.Value = read("done").Mul(standards.PointsOf(100)).Quo(due)
	}
	return measure
}
