package casework

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/workbook"
)

func (l *stationImport) refusal() *Problem {
	words := fmt.Sprintf("%s有 %d 行有误，一个单位也没有导入；改好后重新上传，或选择跳过有误的行", listName, l.faulty())
	if len(l.faults) == mostFaults {
		words += fmt.Sprintf("（只列出 %d 处）", mostFaults)
	}
	return &Problem{Code: Invalid, Words: words, Faults: l.told()}
}

// told is the faults in the order of the list.
func (l *stationImport) told() []Fault {
	slices.SortStableFunc(l.faults, func(a, b workbook.CellFault) int { return a.Line - b.Line })
	return faultsAt(l.faults)
}

// region is the smallest region that holds all stations that were entered.
func (l *stationImport) region() string {
	common, first := "", true
	for i := range l.rows {
		switch r := &l.rows[i]; {
		case r.out:
		case first:
			common, first = r.Region, false
		default:
			n := 0
			for n < len(common) && common[n] == r.Region[n] {
				n++
			}
			common = common[:n]
		}
	}
	for _, n := range []int{12, 9, 6, 4, 2} {
		if len(common) >= n {
			return common[:n] + strings.Repeat("0", 12-n)
		}
	}
	return ""
}

// mostNamed bounds how many rows a warning names.
const mostNamed = 5

// warnings is what is worth telling of the rows that were entered.
func (l *stationImport) warnings() []string {
	warnings := []string{}
	var unknown, coded, veterans []int
	if l.table == nil {
		warnings = append(warnings, "没有区划表，区划代码没有核对")
	}
	if len(l.faults) == mostFaults {
		warnings = append(warnings, fmt.Sprintf("有误的行太多，只列出 %d 处", mostFaults))
	}
	for i := range l.rows {
		r := &l.rows[i]
		if r.out {
			continue
		}
		if l.table != nil {
			if _, known := l.table.Find(r.Region); !known {
				unknown = append(unknown, i)
			}
		}
		if r.Code == "" {
			coded = append(coded, i)
		}
		if r.Veterans != "" {
			veterans = append(veterans, i)
		}
	}
	for _, w := range []struct {
		rows  []int
		words string
	}{
		{unknown, "的区划代码在区划表（2023 年）里没有；如是后来新设、调整的，不用管，否则请核对"},
		{l.orphans, "没有上级：区划上一级没有登记服务中心（站）；登记后在系统里补上"},
		{coded, "没有编号，已按类型和区划代码编上"},
		{veterans, "的退役军人数没有导入：它是佐证材料里的事实，请在各单位的填报表里填"},
	} {
		if n := len(w.rows); n > 0 {
			lines := make([]string, min(n, mostNamed))
			for i := range lines {
				lines[i] = fmt.Sprint(l.rows[w.rows[i]].Line)
			}
			warnings = append(warnings, fmt.Sprintf("%d 个单位%s（第 %s 行%s）", n, w.words, strings.Join(lines, "、"), map[bool]string{true: "等"}[n > mostNamed]))
		}
	}
	return warnings
}
