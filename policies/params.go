package policies

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ParamRule says which values a parameter may have: the part of JSON Schema that
// parameters need, compared exactly. A keyword it does not know is refused, so that no
// condition is silently without effect.
type ParamRule struct {
	Type        string // boolean, integer, number, string, array
	Title       string
	Description string
	Enum        []any
	Minimum     *big.Rat
	Maximum     *big.Rat
	Above       *big.Rat // exclusiveMinimum
	Below       *big.Rat // exclusiveMaximum
	MultipleOf  *big.Rat
	MinLength   int
	MaxLength   int // 0: no limit
	Pattern     *regexp.Regexp
	Date        bool // format: date
	Items       *ParamRule
	MinItems    int
	MaxItems    int // 0: no limit
	Unique      bool
	EnumOf      string // x-enum-of: the texts are among the enum of the fact bound to this role, or of a member of the list at this path
	Tighter     string // x-tighter: up, down, superset, subset; "" where neither way is known to ask for more

	fallback any
}

var paramTypes = []string{"boolean", "integer", "number", "string", "array"}

var paramKeywords = []string{
	"type", "title", "description", "default", "enum", "minimum", "maximum", "exclusiveMinimum",
	"exclusiveMaximum", "multipleOf", "minLength", "maxLength", "pattern", "format", "items",
	"minItems", "maxItems", "uniqueItems", "x-enum-of", "x-tighter",
}

// parseParamRule reads a rule from METADATA; the defects are Chinese clauses.
func parseParamRule(value any, outermost bool) (*ParamRule, []string) {
	members, ok := value.(map[string]any)
	if !ok {
		return nil, []string{"不是对象；应为 {type: …}"}
	}
	rule := &ParamRule{fallback: members["default"]}
	var defects []string
	bad := func(key, expected string) {
		defects = append(defects, fmt.Sprintf("%s 是 %v；应为%s", key, members[key], expected))
	}
	for _, key := range slices.Sorted(maps.Keys(members)) {
		if !slices.Contains(paramKeywords, key) {
			defects = append(defects, fmt.Sprintf("不认识关键字 %s；%s", key, suggestion(key, paramKeywords, "可用 "+strings.Join(paramKeywords, "、"))))
		}
	}
	if rule.Type, _ = members["type"].(string); !slices.Contains(paramTypes, rule.Type) {
		bad("type", strings.Join(paramTypes, "、"))
	}
	rule.Title, _ = members["title"].(string)
	rule.Description, _ = members["description"].(string)
	rule.EnumOf, _ = members["x-enum-of"].(string)
	if tighter, given := members["x-tighter"]; given {
		rule.Tighter, _ = tighter.(string)
		switch ways := rule.waysTighter(); {
		case len(ways) == 0:
			bad("x-tighter", "不写：只有数字和列表有从严的方向")
		case !slices.Contains(ways, rule.Tighter):
			bad("x-tighter", " "+strings.Join(ways, " 或 "))
		}
	}
	rule.Enum, _ = members["enum"].([]any)
	rule.Unique, _ = members["uniqueItems"].(bool)
	for key, bound := range map[string]**big.Rat{
		"minimum": &rule.Minimum, "maximum": &rule.Maximum, "exclusiveMinimum": &rule.Above,
		"exclusiveMaximum": &rule.Below, "multipleOf": &rule.MultipleOf,
	} {
		if text, given := members[key]; given {
			if *bound, ok = exact(text); !ok {
				bad(key, "数字")
			}
		}
	}
	for key, limit := range map[string]*int{
		"minLength": &rule.MinLength, "maxLength": &rule.MaxLength, "minItems": &rule.MinItems, "maxItems": &rule.MaxItems,
	} {
		if text, given := members[key]; given {
			n, err := strconv.Atoi(fmt.Sprint(text))
			if *limit = n; err != nil || n < 0 {
				bad(key, "非负整数")
			}
		}
	}
	if pattern, given := members["pattern"]; given {
		var err error
		if rule.Pattern, err = regexp.Compile(fmt.Sprint(pattern)); err != nil {
			bad("pattern", "正则表达式")
		}
	}
	if format, given := members["format"]; given {
		if rule.Date = format == "date"; !rule.Date {
			bad("format", " date")
		}
	}
	if items, given := members["items"]; given {
		var found []string
		rule.Items, found = parseParamRule(items, false)
		for _, defect := range found {
			defects = append(defects, "items "+defect)
		}
	} else if rule.Type == "array" {
		defects = append(defects, "数组没有 items")
	}
	if !outermost && (rule.fallback != nil || rule.EnumOf != "" || rule.Tighter != "") {
		defects = append(defects, "default、x-enum-of 和 x-tighter 只能写在最外层")
	}
	if len(defects) > 0 {
		slices.Sort(defects)
		return nil, defects
	}
	return rule, nil
}

func exact(value any) (*big.Rat, bool) {
	number, ok := value.(json.Number)
	if !ok || len(number) > 64 || strings.ContainsAny(string(number), "eE/") {
		return nil, false
	}
	return new(big.Rat).SetString(string(number))
}

// sameScalar compares values of JSON, numbers by what they are worth.
func sameScalar(a, b any) bool {
	x, isNumber := exact(a)
	y, both := exact(b)
	if isNumber && both {
		return x.Cmp(y) == 0
	}
	return fmt.Sprintf("%T %v", a, a) == fmt.Sprintf("%T %v", b, b)
}

func decimal(r *big.Rat) string {
	places, _ := r.FloatPrec()
	return r.FloatString(places)
}

func shown(value any) any {
	switch value := value.(type) {
	case string:
		return strconv.Quote(value)
	case nil:
		return "空值"
	case map[string]any:
		return "对象"
	case []any:
		return "列表"
	}
	return value
}

// textsOf is every text in a value, lists of lists included.
func textsOf(value any) []string {
	switch value := value.(type) {
	case string:
		return []string{value}
	case []any:
		var texts []string
		for _, item := range value {
			texts = append(texts, textsOf(item)...)
		}
		return texts
	}
	return nil
}
