package policies

import (
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// allowedBuiltins is everything that checks and library may call: pure functions of their
// arguments whose result is not larger than what they are given. This, the bounded input
// and the absence of recursion in Rego are what bounds memory; time is bounded by Limits.
var allowedBuiltins = []string{
	"eq", "equal", "assign", "neq", "lt", "lte", "gt", "gte",
	"plus", "minus", "mul", "rem", "abs", "ceil", "floor", "round",
	"count", "sum", "max", "min", "sort", "and", "or", "union", "intersection",
	"array.concat", "array.reverse", "array.slice",
	"contains", "startswith", "endswith", "lower", "upper", "split", "substring", "indexof",
	"trim", "trim_left", "trim_right", "trim_prefix", "trim_suffix", "trim_space", "regex.match",
	"strings.any_prefix_match", "strings.any_suffix_match",
	"is_array", "is_boolean", "is_null", "is_number", "is_object", "is_set", "is_string",
	"time.add_date", "time.date", "time.format", "time.parse_ns", "time.weekday",
	"internal.member_2", "internal.member_3",
}

// innerBuiltins serve the judge and the library that comes with the program alone: they
// look up what is not written out, or may be inexact.
var innerBuiltins = []string{"object.get", "div"}

// refusals says why a built-in function is not allowed, by its name or the prefix of it.
var refusals = []struct{ prefix, reason string }{
	{"http.", "会访问网络；判定规则只依据举证材料判定，同样的材料任何时候都应得出同样的结论"},
	{"net.", "会访问网络；判定规则只依据举证材料判定，同样的材料任何时候都应得出同样的结论"},
	{"providers.", "用于访问外部服务；判定规则只依据举证材料判定"},
	{"time.now_ns", "会读取当前时间；判定日是 input.as_of，多年以后重算也应得出同样的结论"},
	{"rand.", "会产生随机结果；同样的材料应得出同样的结论"},
	{"uuid.", "会产生随机结果；同样的材料应得出同样的结论"},
	{"opa.runtime", "会读取运行环境；判定规则只依据举证材料判定"},
	{"io.jwt.", "用于访问外部服务；判定规则只依据举证材料判定"},
	{"crypto.", "与判定无关；附件的摘要在读取材料时已经核对"},
	{"sprintf", "用于拼写文字；判定规则只给出 code 和数值，说法写在 METADATA 的 words 里"},
	{"concat", "用于拼写文字；判定规则只给出 code 和数值，说法写在 METADATA 的 words 里"},
	{"format_int", "用于拼写文字；判定规则只给出 code 和数值，说法写在 METADATA 的 words 里"},
	{"internal.template_string", "用于拼写文字；判定规则只给出 code 和数值，说法写在 METADATA 的 words 里"},
	{"strings.render_template", "用于拼写文字；判定规则只给出 code 和数值，说法写在 METADATA 的 words 里"},
	{"numbers.range", "从大到小时会倒着数，并且能产生任意多的数；请逐项写明，如 [1, 2, 3, 4]"},
	{"div", "会产生不精确的小数；比率请用 data.lib.ratio 比较，小数相减请用 data.lib.decimal"},
	{"product", "会产生任意大的数"},
	{"to_number", "会把文字当作数字；数值在读取材料时已经核对类型"},
	{"object.", "会按变量查找键名，写错的键名不会被发现；请写明完整路径"},
	{"walk", "会读取没有写明的路径；请写明完整路径"},
	{"json.", "会按变量查找键名，写错的键名不会被发现；请写明完整路径"},
	{"print", "只用于调试；定稿前请删去"},
	{"trace", "只用于调试；定稿前请删去"},
}

// refusal is why a check may not call the built-in function.
func refusal(name string) string {
	for _, r := range refusals {
		if strings.HasPrefix(name, r.prefix) {
			return r.reason
		}
	}
	return "不在判定规则可用的函数之列"
}

// forbidden reports whether name is a built-in function that a check may not call.
func forbidden(name string) bool {
	_, builtin := ast.BuiltinMap[name]
	return builtin && !slices.Contains(allowedBuiltins, name)
}

// capabilities is what the compiler lets any module use; a call of anything else does not
// compile, whatever the lints above it have seen.
var capabilities = sync.OnceValue(func() *ast.Capabilities {
	all := ast.CapabilitiesForThisVersion()
	allowed := &ast.Capabilities{Features: all.Features, FutureKeywords: all.FutureKeywords, AllowNet: []string{}}
	for _, builtin := range all.Builtins {
		if slices.Contains(allowedBuiltins, builtin.Name) || slices.Contains(innerBuiltins, builtin.Name) {
			allowed.Builtins = append(allowed.Builtins, builtin)
		}
	}
	return allowed
})

// language is what the parser takes for Rego; without it the parser makes the same anew for
// every module.
var language = sync.OnceValue(func() *ast.Capabilities {
	return ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(ast.RegoV1))
})
