package policies

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/internal/yamltext"
)

// regoWords says in Chinese what the parser or compiler found; the first that matches counts.
var regoWords = []struct {
	pattern    *regexp.Regexp
	found, fix string
}{
	{regexp.MustCompile(`^undefined function (\S+)`), "函数 $1 不存在，或者不许使用", "更正函数名"},
	{regexp.MustCompile(`^assigned var (\S+) unused`), "变量 $1 赋值后没有使用", "删去这个变量"},
	{regexp.MustCompile(`^declared var (\S+) unused`), "变量 $1 声明后没有使用", "删去这个变量"},
	{regexp.MustCompile(`^unused argument (\S+)\.`), "参数 $1 没有使用", "删去，或改为 _"},
	{regexp.MustCompile(`^import (\S+) unused`), "导入的 $1 没有使用", "删去这行 import"},
	{regexp.MustCompile(`^var (\S+) is unsafe`), "变量 $1 没有确定的值", "先给它赋值，或核对拼写"},
	{regexp.MustCompile(`^rule (\S+) is recursive`), "规则 $1 引用了自己", "去掉循环引用"},
	{regexp.MustCompile(`^match error`), "两边的类型不同，永远不会相等", "比较同类的值"},
	{regexp.MustCompile(`^(\S+): invalid argument`), "函数 $1 的参数类型不对", "更正参数"},
	{regexp.MustCompile(`^(\S+): too (many|few) arguments`), "函数 $1 的参数个数不对", "更正参数"},
	{regexp.MustCompile(`^(\S+): arity mismatch`), "函数 $1 的参数个数不对", "更正参数"},
	{regexp.MustCompile(`^annotation|^yaml`), "METADATA 写得不对", "核对缩进和冒号"},
	{regexp.MustCompile("^`if` keyword is required"), "规则的条件前面少了 if", "在“{”前面写 if"},
	{regexp.MustCompile("^`contains` keyword is required"), "这一行不成规则", "写成 名称 contains 值 if {…}，核对拼写"},
	{regexp.MustCompile(`cannot be used for rule name`), "这一行不成规则", "写成 名称 contains 值 if {…}，核对 contains、if 的拼写"},
	{regexp.MustCompile(`^package expected`), "文件不是从 package 开始", "在规则前面写 package checks.名称，核对拼写"},
	{regexp.MustCompile(`^unexpected eof`), "文件在这里就结束了，规则没有写完", "补上没有写完的内容"},
	{regexp.MustCompile(`^unexpected identifier token|^unexpected ident token`), "这里不该出现名称", "核对前面的逗号、运算符和关键字"},
	{regexp.MustCompile(`^unexpected string token`), "这里不该出现文字", "核对前面的逗号、冒号和引号"},
	{regexp.MustCompile(`^unexpected number token`), "这里不该出现数字", "核对前面的逗号和运算符"},
	{regexp.MustCompile(`^unexpected (\S+) (token|keyword)`), "这里不该出现“$1”", "核对前面的内容"},
	{regexp.MustCompile(`^conflicting rules|^multiple default|^function .* conflicts`), "规则互相冲突", "同名规则只用一种写法"},
}

// regoFaults turns what the parser or compiler says into faults at their places. The
// original English stands in brackets only where there are no words for it. The parser
// says several things of one mistake: of those, the first on a line is told.
func regoFaults(err error, moduleOf func(file string) *module) yamltext.Faults {
	var errs ast.Errors
	if !errors.As(err, &errs) {
		var single *ast.Error
		if !errors.As(err, &single) {
			return yamltext.Faults{{Code: "rego", Found: err.Error()}}
		}
		errs = ast.Errors{single}
	}
	var faults yamltext.Faults
	for _, e := range errs {
		fault := regoFault(e)
		if e.Location != nil {
			if m := moduleOf(e.Location.File); m != nil {
				fault.At = m.at(e.Location)
				if e.Code == ast.ParseErr {
					fault = m.strange(e.Location, fault)
				}
			}
		}
		again := func(told yamltext.Fault) bool {
			return told == fault || e.Code == ast.ParseErr && told.At.File == fault.At.File && told.At.Line == fault.At.Line
		}
		if !slices.ContainsFunc(faults, again) {
			faults = append(faults, fault)
		}
	}
	return faults
}

func regoFault(e *ast.Error) yamltext.Fault {
	if detail, ok := e.Details.(*ast.RefErrInvalidDetail); ok {
		return refFault(detail)
	}
	fault := yamltext.Fault{Code: e.Code, Found: fmt.Sprintf("Rego 无法编译（%s）", e.Message)}
	if e.Code == ast.ParseErr {
		fault.Found, fault.Fix = fmt.Sprintf("Rego 语法错误（%s）", e.Message), "对照 OPA v1 语法更正"
	}
	for _, words := range regoWords {
		if at := words.pattern.FindStringSubmatchIndex(e.Message); at != nil {
			fault.Found = string(words.pattern.ExpandString(nil, words.found, e.Message, at))
			fault.Fix = words.fix
			return fault
		}
	}
	return fault
}

// strange words a character that Rego does not have, as Chinese keyboards write it.
func (m *module) strange(at *ast.Location, fault yamltext.Fault) yamltext.Fault {
	lines := strings.Split(string(m.source), "\n")
	if at.Row < 1 || at.Row > len(lines) {
		return fault
	}
	line := lines[at.Row-1]
	i := strings.IndexFunc(withoutStrings(line), func(r rune) bool { return r >= utf8.RuneSelf })
	if i < 0 {
		return fault
	}
	sign, _ := utf8.DecodeRuneInString(line[i:])
	fault.At.Column = utf8.RuneCountInString(line[:i]) + 1
	fault.Found, fault.Expected, fault.Fix = fmt.Sprintf("引号和注释之外有“%c”", sign), "半角的英文字符", "删去"
	if narrow := halfWidth.Replace(string(sign)); narrow != string(sign) {
		fault.Fix = "改为 " + narrow
	}
	return fault
}

var halfWidth = strings.NewReplacer("：", ":", "，", ",", "；", ";", "（", "(", "）", ")", "【", "[", "】", "]", "｛", "{", "｝", "}",
	"“", `"`, "”", `"`, "、", ",", "。", ".", "＝", "=", "＞", ">", "＜", "<", "！", "!")

// withoutStrings is a line with blanks for what stands in quotes and comments, byte by byte.
func withoutStrings(line string) string {
	bare := []byte(line)
	for i := 0; i < len(bare); i++ {
		switch bare[i] {
		case '#':
			return string(bare[:i])
		case '"':
			end := endOfString(line, i+1)
			if end < 0 {
				return string(bare[:i])
			}
			for ; i < end; i++ {
				bare[i] = ' '
			}
		}
	}
	return string(bare)
}

// refFault tells of a reference to something that is not there, with what was meant.
func refFault(detail *ast.RefErrInvalidDetail) yamltext.Fault {
	fault := yamltext.Fault{Code: "unknown_path", Found: detail.Ref.String() + " 不存在", Fix: "更正路径"}
	var names []string
	for _, value := range detail.OneOf {
		if text, ok := value.(ast.String); ok && !strings.HasPrefix(string(text), "_") {
			names = append(names, string(text))
		}
	}
	slices.Sort(names)
	if len(names) > 0 {
		fault.Expected = strings.Join(names, "、")
	}
	if detail.Pos < len(detail.Ref) {
		if word, ok := detail.Ref[detail.Pos].Value.(ast.String); ok {
			fault.Fix = suggestion(string(word), names, "更正路径")
		}
	}
	return fault
}
