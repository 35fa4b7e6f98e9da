package standards

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"

	"zhanping/internal/yamltext"
)

// checkShape validates the value and records each fault where it stands, in Chinese. The
// validator walks maps in any order; the order of the faults must not depend on it.
func (p *page) checkShape(compiled *jsonschema.Schema, value any) {
	var invalid *jsonschema.ValidationError
	if errors.As(compiled.Validate(value), &invalid) {
		p.recordLeaves(invalid)
		slices.SortFunc(p.faults, func(a, b yamltext.Fault) int { return strings.Compare(a.Error(), b.Error()) })
	}
}

func (p *page) recordLeaves(e *jsonschema.ValidationError) {
	path := ""
	for _, step := range e.InstanceLocation {
		path += "/" + step
	}
	switch k := e.ErrorKind.(type) {
	case *kind.AdditionalProperties:
		for _, name := range k.Properties {
			p.unknownKey(path, name)
		}
	case *kind.Required:
		for _, name := range k.Missing {
			p.missingKey(path, name)
		}
	default:
		for _, cause := range e.Causes {
			p.recordLeaves(cause)
		}
		if len(e.Causes) == 0 {
			p.badValue(path, e.ErrorKind)
		}
	}
}

func (p *page) unknownKey(parent, name string) {
	r := p.ruleAt(parent)
	if len(r.patterns()) > 0 {
		p.keyFault(parent+"/"+name, "bad_key", fmt.Sprintf("键“%s”的写法不对", yamltext.Shown(name)), r.keyForm(), "改键名")
		return
	}
	known := r.keys()
	free := make([]string, 0, len(known))
	for _, candidate := range known {
		if !p.has(parent + "/" + candidate) {
			free = append(free, candidate)
		}
	}
	fix := "删去这一项"
	if near, ok := yamltext.Nearest(name, free); ok {
		fix = "改为 " + near
	} else if near, ok := yamltext.Nearest(name, known); ok {
		fix = fmt.Sprintf("删去这一项，%s 已经写了", near)
	}
	p.keyFault(parent+"/"+name, "unknown_key", fmt.Sprintf("不认识的键“%s”", yamltext.Shown(name)), strings.Join(known, "、")+" 之一", fix)
}

func (p *page) missingKey(parent, name string) {
	r := theShape().member(p.ruleAt(parent), name)
	p.misshapen(parent+"/"+name, "missing_key", fmt.Sprintf("缺少“%s”（%s）", name, r.title()), r.help(), fmt.Sprintf("补上 %s", name))
}

// keyFault is a fault of shape that stands at the key rather than at its value.
func (p *page) keyFault(path, code, found, expected, fix string) {
	p.misshapen(path, code, found, expected, fix)
	if key := p.places[path].key; key != nil {
		at := &p.faults[len(p.faults)-1].At
		at.Line, at.Column = key.Line, key.Column
	}
}

// badValue words one broken keyword of the schema.
func (p *page) badValue(path string, broken jsonschema.ErrorKind) {
	if slices.Contains(p.faulty, path) {
		return // told already, more precisely
	}
	r := p.ruleAt(path)
	name := p.nameOf(path)
	value := p.places[path].value
	expected := r.help()
	switch k := broken.(type) {
	case *kind.Type:
		if value == nil {
			p.misshapen(path, "empty_value", name+"是空的", expected, "填上内容，或删去这一项")
			return
		}
		if expected != "" {
			expected = "（" + expected + "）"
		}
		p.misshapen(path, "wrong_type", fmt.Sprintf("%s是%s", name, typeWord(value)), typeWords(r)+expected, "改成所要的写法")
	case *kind.Enum:
		allowed := make([]string, len(k.Want))
		for i, one := range k.Want {
			allowed[i] = fmt.Sprint(one)
		}
		fix := "从中选一个"
		if near, ok := yamltext.Nearest(fmt.Sprint(k.Got), allowed); ok {
			fix = "改为 " + near
		}
		if expected == "" {
			expected = strings.Join(allowed, "、")
		}
		p.misshapen(path, "not_allowed", fmt.Sprintf("%s不能是“%v”", name, k.Got), expected, fix)
	case *kind.Pattern:
		p.badForm(path, k.Got)
	case *kind.Format:
		p.misshapen(path, "bad_date", fmt.Sprintf("%s写作“%v”，不是日历上有的日期", name, k.Got), expected, "核对年月日")
	case *kind.Minimum:
		p.misshapen(path, "out_of_bounds", fmt.Sprintf("%s是 %s", name, p.literal(path)), "不小于 "+k.Want.RatString(), "改数字")
	case *kind.Maximum:
		p.misshapen(path, "out_of_bounds", fmt.Sprintf("%s是 %s", name, p.literal(path)), "不大于 "+k.Want.RatString(), "改数字")
	case *kind.MaxLength:
		p.misshapen(path, "too_long", fmt.Sprintf("%s有 %d 个字", name, k.Got), fmt.Sprintf("不超过 %d 个字", k.Want), "缩短")
	case *kind.MinItems:
		p.misshapen(path, "too_few", fmt.Sprintf("%s有 %d 项", name, k.Got), fmt.Sprintf("至少 %d 项", k.Want), "补上")
	case *kind.MaxItems:
		p.misshapen(path, "too_many", fmt.Sprintf("%s有 %d 项", name, k.Got), fmt.Sprintf("至多 %d 项", k.Want), "减少或拆开")
	case *kind.MinProperties:
		p.misshapen(path, "too_few", name+"里什么也没有", expected, "补上内容，或删去这个键")
	case *kind.MaxProperties:
		p.misshapen(path, "too_many", fmt.Sprintf("%s里有 %d 个键", name, k.Got), expected, "只留一种")
	case *kind.UniqueItems:
		second := path + "/" + strconv.Itoa(k.Duplicates[1])
		p.misshapen(second, "duplicate_value", fmt.Sprintf("%s和第 %d 项重复", p.nameOf(second), k.Duplicates[0]+1), "", "删去一个")
	default:
		p.misshapen(path, "bad_value", name+"不合要求", expected, "改内容")
	}
}

// ruleAt is the schema's rule for the value at path.
func (p *page) ruleAt(path string) rule {
	r := p.rule
	if path == "" {
		return r
	}
	for step := range strings.SplitSeq(path[1:], "/") {
		if _, err := strconv.Atoi(step); err == nil && theShape().element(r) != nil {
			r = theShape().element(r)
			continue
		}
		r = theShape().member(r, step)
	}
	return r
}

// nameOf is how a message speaks of the value at path.
func (p *page) nameOf(path string) string {
	cut := strings.LastIndexByte(path, '/')
	last := path[cut+1:]
	if i, err := strconv.Atoi(last); err == nil && p.places[path].key == nil {
		return fmt.Sprintf("%s的第 %d 项", p.nameOf(path[:cut]), i+1)
	}
	return "“" + last + "”"
}

func (p *page) literal(path string) string { return yamltext.Shown(fmt.Sprint(p.places[path].value)) }

func typeWord(value any) string {
	switch v := value.(type) {
	case string:
		return "文字“" + yamltext.Shown(v) + "”"
	case json.Number:
		return "数字 " + yamltext.Shown(v.String())
	case bool:
		return fmt.Sprintf(" %t", v)
	case []any:
		return "列表"
	case map[string]any:
		return "“键: 值”的组合"
	}
	return "空的"
}

// typeWords says what type is wanted; of a number that may also be a fraction, and of an
// id that may look like a number, only the usual one is told.
func typeWords(r rule) string {
	words := map[string]string{
		"string": "文字", "number": "数字", "integer": "整数", "boolean": "true 或 false", "array": "列表", "object": "“键: 值”的组合",
	}
	wanted := make([]string, 0, len(words))
	for _, name := range r.types() {
		wanted = append(wanted, words[name])
	}
	if r.textual() && r.allows("number") {
		wanted = wanted[:1]
	}
	return strings.Join(wanted, "或")
}

// badForm words a text that is not written as it should be.
func (p *page) badForm(path, got string) {
	name := p.nameOf(path)
	found := fmt.Sprintf("%s写作“%s”", name, yamltext.Shown(got))
	switch trimmed := strings.TrimSpace(got); {
	case trimmed == "":
		found = name + "没有内容"
	case trimmed != got:
		found = name + "的首尾有空白"
	case strings.Contains(got, "\n"):
		found = name + "有几行"
	}
	p.misshapen(path, "bad_form", found, p.ruleAt(path).form(), "改写法")
}
