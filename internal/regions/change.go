package regions

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ChangeKind is what became of a region after the table was published.
type ChangeKind string

// The three kinds of change. A region that got another code is dissolved and added anew.
const (
	Added     ChangeKind = "added"     // 新增
	Renamed   ChangeKind = "renamed"   // 更名
	Dissolved ChangeKind = "dissolved" // 撤销, with everything within it
)

// Change is one change of the table.
type Change struct {
	Kind   ChangeKind
	Code   string
	Name   string // the new name; "" where dissolved
	Source string // the paper that says so (依据); optional
	Line   int    // where it was read, for messages; 0: nowhere
}

var changeWords = map[string]ChangeKind{"新增": Added, "更名": Renamed, "撤销": Dissolved}

// ParseChanges reads an overlay of the table (区划变更文件): a line a change, its parts
// separated by blanks or tabs, "#" before a remark.
//
//	新增 330482109000 示例镇 浙政函〔2024〕1号
//	更名 330482106000 示例街道
//	撤销 330482107000
//
// The error tells every faulty line.
func ParseChanges(file string, data []byte) ([]Change, error) {
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%s：区划变更文件应为 UTF-8 编码；请另存为 UTF-8 再试", file)
	}
	var changes []Change
	var faults []error
	for i, line := range strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n") {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		kind, ok := changeWords[fields[0]]
		if !ok {
			faults = append(faults, fmt.Errorf("%s:%d：“%s”不是变更类别；应为 新增、更名 或 撤销", file, i+1, fields[0]))
			continue
		}
		named := 3
		if kind == Dissolved {
			named = 2
		}
		if len(fields) < named {
			faults = append(faults, fmt.Errorf("%s:%d：“%s”之后应有区划代码%s", file, i+1, fields[0], map[bool]string{true: "和名称"}[named == 3]))
			continue
		}
		change := Change{Kind: kind, Code: fields[1], Source: strings.Join(fields[named:], " "), Line: i + 1}
		if named == 3 {
			change.Name = fields[2]
		}
		changes = append(changes, change)
	}
	return changes, errors.Join(faults...)
}

// With is the table after the changes, one after the other; the table itself stays as it is.
// The error tells every change that does not fit the table.
func (t *Table) With(changes []Change) (*Table, error) {
	o := overlay{base: t, names: map[string]string{}, gone: map[int]bool{}}
	var faults []error
	for _, change := range changes {
		if trouble := o.apply(change); trouble != "" {
			where := ""
			if change.Line > 0 {
				where = fmt.Sprintf("区划变更文件第 %d 行：", change.Line)
			}
			faults = append(faults, fmt.Errorf("%s区划代码 %s %s", where, change.Code, trouble))
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return o.merge()
}

// overlay is what changes make of a table.
type overlay struct {
	base  *Table
	names map[string]string // by code: what is added, or named otherwise than in base
	gone  map[int]bool      // rows of base
}

// apply makes one change, or says in Chinese why it does not fit.
func (o *overlay) apply(c Change) string {
	if _, ok := LevelOf(c.Code); !ok {
		return "应为 12 位数字"
	}
	known := o.has(c.Code)
	switch c.Kind {
	case Added:
		if known {
			return "已在区划表中，不能再新增；改名称请写“更名”"
		}
	case Renamed, Dissolved:
		if !known {
			return "不在区划表中，不能更名或撤销；请核对代码"
		}
	}
	if c.Kind == Dissolved {
		i, end := o.base.span(c.Code)
		for ; i < end; i++ {
			o.gone[i] = true
		}
		maps.DeleteFunc(o.names, func(code, _ string) bool { return Contains(c.Code, code) })
		return ""
	}
	if !plausible(c.Name) {
		return "的名称“" + c.Name + "”不能用；应为 1 至 60 个字，不含空白"
	}
	o.names[c.Code] = c.Name
	return ""
}

func (o *overlay) has(code string) bool {
	if _, ok := o.names[code]; ok {
		return true
	}
	i, ok := o.base.index(code)
	return ok && !o.gone[i]
}

// merge is the changed table. What was added must have its region above it.
func (o *overlay) merge() (*Table, error) {
	var b builder
	var faults []error
	codes := slices.Sorted(maps.Keys(o.names))
	for _, code := range codes {
		if up := above(code); up != "" && !o.has(up) {
			faults = append(faults, fmt.Errorf("区划代码 %s（%s）的上级 %s 不在区划表中；请先新增上级", code, o.names[code], up))
		}
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	for i := range o.base.rows() {
		code := o.base.code(i)
		for len(codes) > 0 && codes[0] < code {
			b.add(codes[0], o.names[codes[0]])
			codes = codes[1:]
		}
		switch {
		case len(codes) > 0 && codes[0] == code:
			b.add(code, o.names[code])
			codes = codes[1:]
		case !o.gone[i]:
			b.add(code, o.base.name(i))
		}
	}
	for _, code := range codes {
		b.add(code, o.names[code])
	}
	return b.table(), nil
}

func plausible(name string) bool {
	n := utf8.RuneCountInString(name)
	return utf8.ValidString(name) && n > 0 && n <= 60 && !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	})
}
