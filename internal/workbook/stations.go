package workbook

import (
	"bytes"
	"errors"
	"iter"
	"slices"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/regions"
	"zhanping/internal/yamltext"
)

// StationRow is one station of a list, in canonical form.
type StationRow struct {
	Line     int    // the row of the sheet, or the line of the CSV file
	Code     string // 编号, as subject.id of its evidence; empty where the list has none
	Name     string
	Kind     string // station where the list does not say
	Level    string // by the region where the list does not say
	Region   string // 12 digits
	USCC     string // may be empty
	Parent   string // 上级: a name or a code, as it is written; may be empty
	Veterans string // 退役军人数, a whole number; may be empty

	list *stationList
}

// StationPart is a column of a list of stations.
type StationPart int

// The columns that others than the reader may find faulty.
const (
	PartName   = StationPart(fieldName)
	PartCode   = StationPart(fieldCode)
	PartRegion = StationPart(fieldRegion)
	PartParent = StationPart(fieldParent)
)

// Fault is a fault at a cell of the row: that of the part, or of the name where the list has
// no such column.
func (s StationRow) Fault(part StationPart, code, found, expected, fix string) CellFault {
	f := CellFault{Line: s.Line, Code: code, Found: found, Expected: expected, Fix: fix}
	if s.list == nil || s.list.sheet == "" {
		return f
	}
	col := s.list.columns[part]
	if col < 0 {
		col = s.list.columns[fieldName]
	}
	f.Sheet, f.Cell = s.list.sheet, cellName(s.Line-1, col)
	return f
}

// ReadStations reads a list of stations from an .xlsx workbook or from CSV in UTF-8,
// GB18030 or UTF-16, row by row: what is kept in memory does not grow with the rows. The
// headings may stand below a title, in any order and under the names that people use. Each
// row comes with its faults, and one that has some is not to be taken; a file that cannot
// be read gives one row with the line 0 and the fault. Whether two rows are the same
// station, or a station is known already, is not looked at.
func ReadStations(name string, data []byte) iter.Seq2[StationRow, []CellFault] {
	if len(data) > listed.packed || !bytes.HasPrefix(data, []byte("PK\x03\x04")) && !text(data) {
		_, fault := open(data, listed)
		return refusal(fault)
	}
	if bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return xlsxStations(name, data)
	}
	return csvStations(name, data)
}

// refusal is a list that cannot be read.
func refusal(fault *CellFault) iter.Seq2[StationRow, []CellFault] {
	refused := *fault
	refused.Expected = "未加密的 .xlsx 工作簿，或 CSV 文件"
	return func(yield func(StationRow, []CellFault) bool) { yield(StationRow{}, []CellFault{refused}) }
}

// stationField is one column of a list of stations.
type stationField struct {
	field
	names []string // of the column, the usual one first
	width float64
}

const (
	fieldName = iota
	fieldCode
	fieldKind
	fieldLevel
	fieldRegion
	fieldUSCC
	fieldParent
	fieldVeterans
)

// stationKinds are further words for the kinds that lists hold.
var stationKinds = append([]choice{
	{"station", "服务中心"},
	{"station", "服务站"},
	{"station", "服务中心（站）"},
	{"station", "服务站（中心）"},
	{"station", "退役军人服务中心"},
	{"station", "退役军人服务站"},
	{"station", "服务机构"},
}, kinds...)

var stationFields = []stationField{
	fieldName: {
		field: field{name: "name", kind: "string"}, width: 40,
		names: []string{"名称", "单位名称", "站点名称", "服务站名称", "机构名称", "服务中心名称", "服务机构名称", "单位"},
	},
	fieldCode:  {field: field{name: "id", kind: "string"}, width: 24, names: []string{"编号", "单位编号", "本地编号", "站点编号"}},
	fieldKind:  {field: field{name: "kind", kind: "string", choices: stationKinds}, width: 16, names: []string{"类型", "类别", "单位类型", "站点类型", "机构类型"}},
	fieldLevel: {field: field{name: "level", kind: "string", choices: levels}, width: 8, names: []string{"层级", "级别", "单位层级", "行政级别", "站点级别", "机构层级"}},
	fieldRegion: {
		field: field{name: "region", kind: "string"}, width: 16,
		names: []string{"区划代码", "行政区划代码", "统计用区划代码", "区划编码", "行政区划编码", "地区代码", "行政区代码"},
	},
	fieldUSCC:   {field: field{name: "uscc", kind: "string"}, width: 22, names: []string{"统一社会信用代码", "社会信用代码", "信用代码", "机构代码"}},
	fieldParent: {width: 40, names: []string{"上级", "上级单位", "上级名称", "上级单位名称", "主管单位", "上级服务站名称", "上级区划代码"}},
	fieldVeterans: {
		field: field{name: "registered", kind: "integer"}, width: 12,
		names: []string{"退役军人数", "退役军人人数", "退役军人", "服务对象数", "在册退役军人数", "退役军人总数"},
	},
}

// stationList reads the rows of one list.
type stationList struct {
	name    string
	sheet   string // of a workbook
	columns []int  // of the fields, -1 for a column that is missing
}

// headings takes a row for that of the headings where it has both a name and a region.
func (l *stationList) headings(row []string) bool {
	columns := make([]int, len(stationFields))
	for i, f := range stationFields {
		columns[i] = -1
		for _, name := range f.names {
			for col, title := range row {
				if columns[i] < 0 && heading(title) == name {
					columns[i] = col
				}
			}
		}
	}
	if columns[fieldName] < 0 || columns[fieldRegion] < 0 {
		return false
	}
	l.columns = columns
	return true
}

// at is the cell of a field.
func (l *stationList) at(row []string, line, field int) cell {
	c := cell{sheet: l.sheet}
	col := l.columns[field]
	if l.sheet != "" {
		c.at = cellName(line-1, max(col, 0))
	}
	if col >= 0 && col < len(row) {
		c.text = listText(row[col])
	}
	return c
}

// listText is the text of a cell without what only keeps a spreadsheet from changing it.
func listText(text string) string {
	text = trim(text)
	if inner, ok := strings.CutPrefix(text, `="`); ok {
		text = strings.TrimSuffix(inner, `"`)
	}
	return plain(text)
}

// sums begin the rows below a list that are no stations.
var sums = []string{"合计", "总计", "小计", "备注", "说明", "注", "填表人", "制表"}

// skipped says whether a row is no station: empty, the headings of a further
// page, or a sum or remark below the list.
func (l *stationList) skipped(cells []cell) bool {
	filled := false
	for _, c := range cells {
		filled = filled || c.text != ""
	}
	if !filled {
		return true
	}
	if cells[fieldRegion].text != "" {
		return slices.Contains(stationFields[fieldRegion].names, heading(cells[fieldRegion].text)) // headings again
	}
	for _, word := range sums {
		if strings.HasPrefix(squeeze(cells[fieldName].text), word) {
			return true
		}
	}
	return false
}

// station reads one row; ok is false for a row that is no station.
func (l *stationList) station(row []string, line int) (station StationRow, faults []CellFault, ok bool) {
	cells := make([]cell, len(stationFields))
	for i := range stationFields {
		cells[i] = l.at(row, line, i)
	}
	if l.skipped(cells) {
		return StationRow{}, nil, false
	}
	code := cells[fieldCode].text
	if code == "" {
		cells[fieldCode].text = "unnamed" // the list need not have one
	}
	if cells[fieldKind].text == "" {
		cells[fieldKind].text = "station"
	}
	cells[fieldRegion].text = wholeRegion(cells[fieldRegion].text)
	if level, known := regions.LevelOf(cells[fieldRegion].text); cells[fieldLevel].text == "" && known {
		cells[fieldLevel].text = string(level)
	}
	if cells[fieldLevel].text == "" {
		cells[fieldLevel].text = string(regions.Village) // what is wrong is the region, and that is told
	}
	bundle, faults := l.judge(cells, line)
	station = StationRow{Line: line, Code: code, Parent: cells[fieldParent].text, list: l}
	if bundle != nil {
		s := bundle.Subject
		station.Name, station.Kind, station.Level, station.Region, station.USCC = s.Name, s.Kind, s.Level, s.Region, s.USCC
		if v := bundle.Value(veteransPath); v != nil {
			station.Veterans = v.Text
		}
	} else {
		station.Name = cells[fieldName].text
	}
	return station, faults, true
}

// wholeRegion pads the code of a county or town that was written without its zeros.
func wholeRegion(code string) string {
	const zeros = "000000000000"
	code = plainExponent(code)
	switch len(code) {
	case 2, 4, 6, 9:
		if strings.Trim(code, "0123456789") == "" {
			return code + zeros[len(code):]
		}
	}
	return code
}

// plainExponent writes a code in full that a spreadsheet has kept as 3.30482E+11.
func plainExponent(code string) string {
	if strings.ContainsAny(code, "eE") && strings.Trim(code, "0123456789.eE+") == "" {
		return plainNumber(code)
	}
	return code
}

// veteransPath is the fact by whose rules the number of veterans is read.
const veteransPath = "veterans.registered"

// judge has package evidence read the row as the subject of a bundle.
func (l *stationList) judge(cells []cell, line int) (*evidence.Bundle, []CellFault) {
	r := &reader{}
	subject := &node{key: "subject", at: cells[fieldName]}
	facts := &node{key: "evidence", at: cells[fieldVeterans], text: "{}"}
	for i, f := range stationFields {
		if i == fieldParent {
			continue
		}
		n := r.scalar(cells[i], f.kind, f.choices)
		n.key = f.name
		if i == fieldVeterans {
			if n.text != "" {
				place(facts, veteransPath, n)
			}
			continue
		}
		subject.items = append(subject.items, n)
	}
	text := &yamlText{}
	text.members([]*node{subject, {key: reportingDate, text: quote("2000-01-01")}, facts}, "")
	text.line(&node{at: cells[fieldParent]}, "# "+quote(cells[fieldParent].text))
	bundle, err := evidence.Read(l.name, []byte(text.out.String()), evidence.Options{})
	if err == nil {
		return bundle, nil
	}
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		return nil, []CellFault{{Sheet: l.sheet, Line: line, Code: codeFile, Found: "这一行读不出来", Fix: "核对这一行"}}
	}
	r.translate(faults, text)
	for i := range r.faults {
		r.faults[i].Line = line
		r.faults[i].Found = strings.ReplaceAll(r.faults[i].Found, "“被评单位”", "这一行")
		r.faults[i].Fix = strings.ReplaceAll(r.faults[i].Fix, "从下拉列表里选一项", "填上其中一项")
	}
	return nil, r.faults
}
