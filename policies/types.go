package policies

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"

	"zhanping/internal/yamltext"
)

// typist finds what OPA's type check lets pass: an order between values of different kinds
// (text sorts above every number), a text that the fact can never be, and a member of a
// function's argument that is not there. It works on the compiled rules of one check,
// where every variable has a name of its own.
type typist struct {
	engine   *Engine
	check    *check
	compiler *ast.Compiler
	values   map[ast.Var][]*ast.Term // what a variable is equal to, or called with
	results  map[ast.Var]types.Type  // the type of a call's result
	rules    map[string][]*ast.Rule  // rules of this check by their reference
	faults   yamltext.Faults
}

// deepest bounds chains of variables and rules.
const deepest = 12

func (e *Engine) examineTypes(c *check, compiler *ast.Compiler) yamltext.Faults {
	t := &typist{
		engine: e, check: c, compiler: compiler,
		values: map[ast.Var][]*ast.Term{}, results: map[ast.Var]types.Type{}, rules: map[string][]*ast.Rule{},
	}
	module := compiler.Modules[c.place]
	for _, rule := range module.Rules {
		name := rule.Ref().GroundPrefix().String()
		t.rules[name] = append(t.rules[name], rule)
	}
	eachExpr(module, t.learn)
	eachExpr(module, t.examine)
	t.examineMembers(module)
	return t.faults
}

// fault tells a fault once: the compiler may have copied what an author wrote once.
func (t *typist) fault(fault yamltext.Fault) {
	if !slices.Contains(t.faults, fault) {
		t.faults = append(t.faults, fault)
	}
}

func eachExpr(module *ast.Module, visit func(*ast.Expr)) {
	for _, rule := range module.Rules {
		ast.WalkExprs(rule, func(expr *ast.Expr) bool {
			visit(expr)
			return false
		})
	}
}

// learn notes what variables stand for.
func (t *typist) learn(expr *ast.Expr) {
	if !expr.IsCall() {
		return
	}
	operands := expr.Operands()
	if expr.IsEquality() && len(operands) == 2 {
		t.bind(operands[0], operands[1])
		t.bind(operands[1], operands[0])
		return
	}
	operator := expr.Operator()
	if rules := t.rules[operator.String()]; len(rules) > 0 {
		for _, rule := range rules {
			for i, arg := range rule.Head.Args {
				if i < len(operands) {
					t.bind(arg, operands[i])
				}
			}
		}
	}
	if operator.String() == "minus" && len(operands) == 3 {
		t.bind(operands[2], operands[0]) // of numbers or of sets, and so is the result
		return
	}
	function, ok := t.compiler.TypeEnv.GetByRef(operator).(*types.Function)
	if ok && len(operands) == function.Arity()+1 {
		if name, ok := operands[function.Arity()].Value.(ast.Var); ok {
			t.results[name] = function.Result()
		}
	}
}

func (t *typist) bind(variable, value *ast.Term) {
	if name, ok := variable.Value.(ast.Var); ok && !slices.ContainsFunc(t.values[name], value.Equal) {
		t.values[name] = append(t.values[name], value)
	}
}

// examine holds one comparison to what its sides can be.
func (t *typist) examine(expr *ast.Expr) {
	if !expr.IsCall() {
		return
	}
	operands := expr.Operands()
	switch name := expr.Operator().String(); name {
	case "lt", "lte", "gt", "gte":
		if len(operands) == 2 {
			t.examineOrder(expr, operands[0], operands[1])
		}
	case "plus", "minus", "mul":
		for _, operand := range operands[:min(2, len(operands))] {
			t.examineArithmetic(expr, operand)
		}
	case "eq", "equal", "neq":
		if len(operands) == 2 {
			t.examineTexts(operands[0], operands[1])
			t.examineTexts(operands[1], operands[0])
		}
	case "internal.member_2":
		if len(operands) >= 2 {
			t.examineTexts(operands[0], operands[1])
			t.examineTexts(operands[1], operands[0])
		}
	}
}

func (t *typist) examineOrder(expr *ast.Expr, left, right *ast.Term) {
	a, b := kinds(t.typeOf(left, 0)), kinds(t.typeOf(right, 0))
	if len(a) == 0 || len(b) == 0 || len(a) == 1 && len(b) == 1 && a[0] == b[0] && (a[0] == "数字" || a[0] == "文字") {
		return
	}
	t.fault(t.check.faultAt(expr.Location, "mixed_order",
		fmt.Sprintf("比较大小的两边是%s和%s", strings.Join(a, "或"), strings.Join(b, "或")),
		"两边都是数字，或都是日期", `改为同类的值；Rego 中文字总是大于数字，"18" >= 30 成立`))
}

// examineArithmetic refuses sums of decimals: only those of whole numbers are exact.
func (t *typist) examineArithmetic(expr *ast.Expr, operand *ast.Term) {
	for _, ref := range t.refs(operand, 0) {
		path := constants(ref[1:])
		if len(path) < 2 {
			continue
		}
		role, _ := t.check.info.role(path[1])
		param, _ := t.check.info.param(path[1])
		fact, _ := t.engine.schema.Fact(strings.Join(path[1:], "."))
		if path[0] == "facts" && role.Type == "number" || path[0] == "evidence" && fact.Type == "number" ||
			path[0] == "params" && param.Rule != nil && param.Rule.Type == "number" {
			t.fault(t.check.faultAt(expr.Location, "inexact",
				ref.String()+" 可能是小数，加减乘不精确（3 - 2.9 得 0.0999…）", "只对整数加减乘", "小数相减用 data.lib.decimal，比率用 data.lib.ratio；或声明为 integer"))
		}
	}
}

// kinds names the kinds of value that a type allows; none when anything is possible.
func kinds(t types.Type) []string {
	switch t := t.(type) {
	case types.Number:
		return []string{"数字"}
	case types.String:
		return []string{"文字"}
	case types.Boolean:
		return []string{"是否"}
	case *types.Array, *types.Set:
		return []string{"列表"}
	case *types.Object:
		return []string{"对象"}
	case types.Any:
		var all []string
		for _, member := range t {
			for _, kind := range kinds(member) {
				if !slices.Contains(all, kind) {
					all = append(all, kind)
				}
			}
		}
		return all
	}
	return nil
}

// typeOf is the type of a term, nil when it is not known.
func (t *typist) typeOf(term *ast.Term, depth int) types.Type {
	if depth > deepest {
		return nil
	}
	switch value := term.Value.(type) {
	case ast.Var:
		if result, ok := t.results[value]; ok {
			return result
		}
		var union types.Type
		for _, source := range t.values[value] {
			if _, variable := source.Value.(ast.Var); variable && depth > 0 {
				continue
			}
			if known := t.typeOf(source, depth+1); known != nil {
				union = types.Or(union, known)
			}
		}
		return union
	case ast.Ref:
		name, ok := value[0].Value.(ast.Var)
		if !ok {
			return nil
		}
		if value[0].Equal(ast.InputRootDocument) || value[0].Equal(ast.DefaultRootDocument) {
			return t.compiler.TypeEnv.GetByRef(value)
		}
		head := t.typeOf(ast.NewTerm(name), depth+1)
		for _, step := range value[1:] {
			if head == nil {
				return nil
			}
			head = selected(head, step)
		}
		return head
	case ast.Call, *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
		return nil
	}
	return t.compiler.TypeEnv.GetByValue(term.Value)
}

func selected(from types.Type, step *ast.Term) types.Type {
	if text, ok := step.Value.(ast.String); ok {
		return types.Select(from, string(text))
	}
	return types.Values(from)
}

// examineMembers refuses a member of a variable that its type does not have: a misspelt
// one would be silence.
func (t *typist) examineMembers(module *ast.Module) {
	for _, rule := range module.Rules {
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			head, ok := ref[0].Value.(ast.Var)
			if !ok || len(t.values[head]) == 0 {
				return false
			}
			from := t.typeOf(ref[0], 0)
			for _, step := range ref[1:] {
				if from == nil {
					return false
				}
				next := selected(from, step)
				if word, literal := step.Value.(ast.String); literal && next == nil && len(kinds(from)) > 0 {
					known := memberNames(from)
					t.fault(t.check.faultAt(step.Location, "unknown_path",
						fmt.Sprintf("这个值没有名为 %s 的一项", string(word)), strings.Join(known, "、"), suggestion(string(word), known, "更正")))
				}
				from = next
			}
			return false
		})
	}
}

// memberNames are the members of every object that a type allows.
func memberNames(t types.Type) []string {
	switch t := t.(type) {
	case *types.Object:
		var names []string
		for _, property := range t.StaticProperties() {
			names = append(names, fmt.Sprint(property.Key))
		}
		return names
	case types.Any:
		var names []string
		for _, member := range t {
			names = append(names, memberNames(member)...)
		}
		return names
	}
	return nil
}
