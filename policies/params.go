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
	"time"
	"unicode/utf8"
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

// check says in Chinese clauses what is wrong with a value; none means that it fits.
func (p *ParamRule) check(value any) []string {
	if len(p.Enum) > 0 && !slices.ContainsFunc(p.Enum, func(allowed any) bool { return sameScalar(allowed, value) }) {
		return []string{fmt.Sprintf("是 %v；应为 %s 之一", shown(value), joined(p.Enum))}
	}
	switch p.Type {
	case "boolean":
		if _, ok := value.(bool); !ok {
			return []string{fmt.Sprintf("是 %v；应为 true 或 false", shown(value))}
		}
	case "integer", "number":
		return p.checkNumber(value)
	case "string":
		return p.checkText(value)
	case "array":
		return p.checkItems(value)
	}
	return nil
}

func (p *ParamRule) checkNumber(value any) []string {
	n, ok := exact(value)
	if !ok {
		return []string{fmt.Sprintf("是 %v；应为数字", shown(value))}
	}
	var defects []string
	wrong := func(expected string) {
		defects = append(defects, fmt.Sprintf("是 %v；应%s", value, expected))
	}
	if p.Type == "integer" && !n.IsInt() {
		wrong("为整数")
	}
	if p.Minimum != nil && n.Cmp(p.Minimum) < 0 {
		wrong("不小于 " + decimal(p.Minimum))
	}
	if p.Maximum != nil && n.Cmp(p.Maximum) > 0 {
		wrong("不大于 " + decimal(p.Maximum))
	}
	if p.Above != nil && n.Cmp(p.Above) <= 0 {
		wrong("大于 " + decimal(p.Above))
	}
	if p.Below != nil && n.Cmp(p.Below) >= 0 {
		wrong("小于 " + decimal(p.Below))
	}
	if p.MultipleOf != nil && p.MultipleOf.Sign() > 0 && !new(big.Rat).Quo(n, p.MultipleOf).IsInt() {
		wrong("为 " + decimal(p.MultipleOf) + " 的整数倍")
	}
	return defects
}

func (p *ParamRule) checkText(value any) []string {
	text, ok := value.(string)
	if !ok {
		return []string{fmt.Sprintf("是 %v；应为文字", shown(value))}
	}
	length := utf8.RuneCountInString(text)
	switch {
	case length < p.MinLength:
		return []string{fmt.Sprintf("有 %d 个字；应不少于 %d 个字", length, p.MinLength)}
	case p.MaxLength > 0 && length > p.MaxLength:
		return []string{fmt.Sprintf("有 %d 个字；应不多于 %d 个字", length, p.MaxLength)}
	case p.Pattern != nil && !p.Pattern.MatchString(text):
		return []string{fmt.Sprintf("是 %q；应符合 %s", text, p.Pattern)}
	}
	if _, err := time.Parse(time.DateOnly, text); p.Date && err != nil {
		return []string{fmt.Sprintf("是 %q；应为 YYYY-MM-DD 的日期", text)}
	}
	return nil
}

func (p *ParamRule) checkItems(value any) []string {
	items, ok := value.([]any)
	if !ok {
		return []string{fmt.Sprintf("是 %v；应为列表", shown(value))}
	}
	var defects []string
	if len(items) < p.MinItems {
		defects = append(defects, fmt.Sprintf("有 %d 项；应不少于 %d 项", len(items), p.MinItems))
	}
	if p.MaxItems > 0 && len(items) > p.MaxItems {
		defects = append(defects, fmt.Sprintf("有 %d 项；应不多于 %d 项", len(items), p.MaxItems))
	}
	for i, item := range items {
		for _, defect := range p.Items.check(item) {
			defects = append(defects, fmt.Sprintf("第 %d 项%s", i+1, defect))
		}
		if p.Unique && slices.ContainsFunc(items[:i], func(earlier any) bool { return sameScalar(earlier, item) }) {
			defects = append(defects, fmt.Sprintf("第 %d 项 %v 重复", i+1, shown(item)))
		}
	}
	return defects
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

func joined(values []any) string {
	texts := make([]string, len(values))
	for i, value := range values {
		texts[i] = fmt.Sprint(value)
	}
	return strings.Join(texts, "、")
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
