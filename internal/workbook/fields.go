package workbook

import (
	"strings"

	"zhanping/evidence"
)

// choice is a value of the bundle and the word that people pick for it.
type choice struct{ value, word string }

// field is a part of a bundle that is no fact: of the subject, of a source, of a document
// or a photo. The evidence schema names them so, which a test holds.
type field struct {
	name, title string
	kind        string // as Fact.Type
	choices     []choice
	width       float64
	help        string
}

var levels = []choice{
	{"province", "省"}, {"city", "市"}, {"county", "县"}, {"town", "乡镇"}, {"village", "村"},
}

var kinds = []choice{
	{"station", "服务中心（站）"},
	{"county_system", "县域体系"},
	{"home", "老兵壹家"},
	{"person", "退役军人个人"},
	{"liaison", "专职联络员"},
	{"volunteer", "志愿者"},
	{"service_model", "服务标兵"},
	{"service_project", "服务项目"},
	{"business_office", "业务科室"},
	{"party_branch", "党组织（班子）"},
}

var sourceKinds = []choice{
	{"document", "文件"}, {"photo", "照片"}, {"ledger", "台账"}, {"system", "系统记录"}, {"on_site", "现场"}, {"published", "公开材料"},
}

const reportingDate = "reporting_date" // stands beside the subject, and in its table

var subjectFields = []field{
	{name: "id", title: "编号", kind: "string", help: "本地稳定编号，用小写字母、数字和连字符。已有的不要改。"},
	{name: "name", title: "名称", kind: "string", help: "批复文件上的全称；个人写化名，不写姓名。"},
	{name: "kind", title: "类别", kind: "string", choices: kinds, help: "已经选好的不要改。"},
	{name: "level", title: "层级", kind: "string", choices: levels, help: "每个层级的填报表不同，已经选好的不要改。"},
	{name: "region", title: "区划代码", kind: "string", help: "12 位统计用区划代码，下级各位用 0 补足。"},
	{name: "uscc", title: "统一社会信用代码", kind: "string", help: "18 位；没有独立代码的站不填。"},
	{name: "sample", title: "虚构示例", kind: "boolean", help: "真实单位不填。"},
	{name: reportingDate, title: "统计截止日", kind: "date", help: "“近 12 个月”算到这一天为止。"},
}

var documentFields = []field{
	{name: "title", title: "名称", kind: "string", width: 26},
	{name: "number", title: "文号", kind: "string", width: 18},
	{name: "date", title: "日期", kind: "date", width: 11},
	{name: "valid_until", title: "有效期至", kind: "date", width: 11},
	{name: "file", title: "附件", kind: "string", width: 20},
}

var photoFields = []field{
	{name: "date", title: "日期", kind: "date", width: 11},
	{name: "place", title: "地点", kind: "string", width: 22},
	{name: "file", title: "附件", kind: "string", width: 26},
}

var sourceFields = []field{
	{name: "kind", title: "种类", kind: "string", choices: sourceKinds, width: 10},
	{name: "title", title: "名称", kind: "string", width: 28},
	{name: "number", title: "文号", kind: "string", width: 18},
	{name: "date", title: "日期", kind: "date", width: 11},
	{name: "by", title: "经办", kind: "string", width: 12},
	{name: "place", title: "地点", kind: "string", width: 16},
	{name: "system", title: "系统", kind: "string", width: 18},
	{name: "file", title: "附件", kind: "string", width: 24},
	{name: "sha256", title: "SHA256", kind: "string", width: 12},
	{name: "sm3", title: "SM3", kind: "string", width: 12},
}

func words(choices []choice) []string {
	list := make([]string, len(choices))
	for i, c := range choices {
		list[i] = c.word
	}
	return list
}

// wordOf is the word for a value, the value itself where there is none.
func wordOf(choices []choice, value string) string {
	for _, c := range choices {
		if c.value == value {
			return c.word
		}
	}
	return value
}

// valueOf is the value that a word stands for, the word itself where there is none.
func valueOf(choices []choice, word string) string {
	for _, c := range choices {
		if c.word == word {
			return c.value
		}
	}
	return word
}

// form is how a fact is laid out in the workbook.
type form int

const (
	formCell     form = iota // one cell
	formTicks                // a row, and one to tick for each choice
	formSeries               // a row, and one for each date or text
	formTable                // a row, and a table on a sheet of its own
	formDocument             // a row of the sheet of documents
	formPhoto                // a row of the sheet of photos
)

func formOf(f evidence.Fact) form {
	switch f.Type {
	case "document":
		return formDocument
	case "photo":
		return formPhoto
	case "list":
		switch {
		case f.ItemType == "object":
			return formTable
		case len(f.Enum) > 0:
			return formTicks
		}
		return formSeries
	}
	return formCell
}

// lastPart is the last part of a path.
func lastPart(path string) string { return path[strings.LastIndexByte(path, '.')+1:] }
