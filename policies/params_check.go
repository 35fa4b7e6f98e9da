package policies

import (
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// defect is what is wrong with a value, in clauses that follow its name.
type defect struct{ found, expected, fix string }

func wrote(value any, expected, fix string) []defect {
	return []defect{{fmt.Sprintf("写成了 %v", shown(value)), expected, fix}}
}

// check says what is wrong with a value and what to write; nothing when it fits.
func (p *ParamRule) check(value any) []defect {
	if len(p.Enum) > 0 && !slices.ContainsFunc(p.Enum, func(allowed any) bool { return sameScalar(allowed, value) }) {
		known := make([]string, len(p.Enum))
		for i, allowed := range p.Enum {
			known[i] = fmt.Sprint(allowed)
		}
		return wrote(value, strings.Join(known, "、")+" 之一", suggestion(fmt.Sprint(value), known, "从中选一个"))
	}
	switch p.Type {
	case "boolean":
		if _, ok := value.(bool); !ok {
			return wrote(value, "true 或 false", "写 true 或 false，不加引号")
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

func (p *ParamRule) checkNumber(value any) []defect {
	n, ok := exact(value)
	if !ok {
		fix := "只写数字，不加引号和单位"
		if meant, found := numberIn(value); found {
			fix = "写 " + meant
		}
		return wrote(value, "数字", fix)
	}
	var defects []defect
	wrong := func(expected string) {
		defects = append(defects, defect{fmt.Sprintf("是 %v", value), expected, "改数字"})
	}
	if p.Type == "integer" && !n.IsInt() {
		wrong("整数")
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
		wrong(decimal(p.MultipleOf) + " 的整数倍")
	}
	return defects
}

var oneNumber = regexp.MustCompile(`^[^0-9.]*(-?[0-9]+(?:\.[0-9]+)?)[^0-9.]*$`)

// numberIn is the only number in a text that was written for a number, such as 95 in "95%".
func numberIn(value any) (string, bool) {
	text, ok := value.(string)
	if !ok {
		return "", false
	}
	text = strings.ReplaceAll(width.Narrow.String(text), ",", "")
	found := oneNumber.FindStringSubmatch(text)
	if found == nil {
		return "", false
	}
	return found[1], true
}

func (p *ParamRule) checkText(value any) []defect {
	text, ok := value.(string)
	if !ok {
		return wrote(value, "文字", fmt.Sprintf("加引号，写 %q", fmt.Sprint(value)))
	}
	length := utf8.RuneCountInString(text)
	switch {
	case length < p.MinLength:
		return []defect{{fmt.Sprintf("有 %d 个字", length), fmt.Sprintf("不少于 %d 个字", p.MinLength), "补上内容"}}
	case p.MaxLength > 0 && length > p.MaxLength:
		return []defect{{fmt.Sprintf("有 %d 个字", length), fmt.Sprintf("不多于 %d 个字", p.MaxLength), "缩短"}}
	case p.Pattern != nil && !p.Pattern.MatchString(text):
		return wrote(value, "符合 "+p.Pattern.String()+" 的文字", "改写法")
	}
	if _, err := time.Parse(time.DateOnly, text); p.Date && err != nil {
		return wrote(value, "日期", "写成 2026-06-30 的样子")
	}
	return nil
}

func (p *ParamRule) checkItems(value any) []defect {
	items, ok := value.([]any)
	if !ok {
		return wrote(value, "列表", fmt.Sprintf("写成列表：[%v]", value))
	}
	var defects []defect
	if len(items) < p.MinItems {
		defects = append(defects, defect{fmt.Sprintf("有 %d 项", len(items)), fmt.Sprintf("不少于 %d 项", p.MinItems), "补上"})
	}
	if p.MaxItems > 0 && len(items) > p.MaxItems {
		defects = append(defects, defect{fmt.Sprintf("有 %d 项", len(items)), fmt.Sprintf("不多于 %d 项", p.MaxItems), "减少"})
	}
	for i, item := range items {
		for _, d := range p.Items.check(item) {
			d.found = fmt.Sprintf("的第 %d 项%s", i+1, d.found)
			defects = append(defects, d)
		}
		if p.Unique && slices.ContainsFunc(items[:i], func(earlier any) bool { return sameScalar(earlier, item) }) {
			defects = append(defects, defect{fmt.Sprintf("的第 %d 项 %v 重复", i+1, shown(item)), "", "删去一个"})
		}
	}
	return defects
}
