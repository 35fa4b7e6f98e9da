package evidence

import (
	"fmt"
	"slices"
	"strings"
)

// templateRegions are codes of the right form for each level, to be replaced.
var templateRegions = map[string]string{
	"province": "330000000000", "city": "330400000000", "county": "330482000000", "town": "330482106000", "village": "330482106201",
}

// findingsTemplate shows every form of a finding, as comments: nothing of it is an answer.
const findingsTemplate = `
# 人工评定：自评、现场核查、复核对单个条目的结论，没有就不写。用到时去掉行首的“# ”，把（…）换成实际内容。
# 来源 source：self 自评（不计分）、on_site 现场核查、review 复核。
# findings:
#   # 符合
#   - {standard: （标准编号）, item: （条目编号）, source: on_site, outcome: satisfied, by: （评定人的岗位）, date: （年-月-日）}
#   # 不符合：逐个写明问题和数量，数量不写按 1 计；与程序判定不同的，还要写理由 reason
#   - {standard: （标准编号）, item: （条目编号）, source: on_site, outcome: not_satisfied, shortfalls: [{text: （问题）, count: （数量）}], by: （评定人的岗位）, date: （年-月-日）}
#   # 由评定人酌情给分的条目：points 写得分
#   - {standard: （标准编号）, item: （条目编号）, source: on_site, outcome: not_satisfied, points: （得分）, reason: （理由）, by: （评定人的岗位）, date: （年-月-日）}
#   # 不适用：须写理由
#   - {standard: （标准编号）, item: （条目编号）, source: on_site, outcome: not_applicable, reason: （理由）, by: （评定人的岗位）, date: （年-月-日）}
#   # 豁免：须写理由和豁免至哪一天
#   - {standard: （标准编号）, item: （条目编号）, source: review, outcome: waived, reason: （理由）, until: （年-月-日）, by: （评定人的岗位）, date: （年-月-日）}
`

// Template is a bundle to fill in (材料模板) for a subject of that kind and level, with
// the facts at paths, section by section; without paths it has every fact. As it is, it
// reads without a fault and supplies no fact.
func Template(schema *Schema, subjectKind, level string, paths []string) []byte {
	var out strings.Builder
	region, ok := templateRegions[level]
	if !ok {
		region = templateRegions["town"]
	}
	fmt.Fprintf(&out, `# 佐证材料包。“#”后面是说明，可以删去。
# 不知道的留空（冒号后面什么也不写）；没有的，是非项写 否，数量写 0，列表写 [] 或 无，文件和照片写 无。
# 文件和照片还可写 file: 附件的路径，例如 file: attachments/plate.jpg。
# 不写个人信息（姓名、证件号、手机号）；有证件号或手机号的材料会被退回。

subject: # 被评单位
%s  kind: %s # 类别：%s
  level: %s # 层级：%s
  region: "%s" # 12 位统计用区划代码，请改成本单位的
  uscc: # 统一社会信用代码，18 位；没有的不填

reporting_date: 2026-06-30 # 统计截止日：“近 12 个月”算到这一天

sources: # 依据：编号自定，下面各项用编号引用
  S1: # 种类 kind：%s
    kind: system
    title: （填写名称，例如系统导出表）
    system: （填写系统名称）
    date: 2026-06-30
    by: （填写经办的岗位）
    file: # 附件，例如 attachments/export.xlsx；可另写 sha256: 或 sm3: 附件的摘要

evidence:
`, templateIdentity(subjectKind), subjectKind, titledEnum(schema, "kind"), level, titledEnum(schema, "level"), region, titledKinds())
	for _, section := range schema.Sections() {
		writeSection(&out, schema, section, paths)
	}
	out.WriteString(findingsTemplate)
	return []byte(out.String())
}

// templateIdentity is the lines that say who is assessed; a person has a pseudonym.
func templateIdentity(kind string) string {
	if slices.Contains(people, kind) {
		return "  id: p-xxxxxxxx # 编号：p- 加 8 位小写字母或数字，随机取，对照表留在站里\n" +
			"  name: 化名甲 # 化名，或 老兵 A017 这样的代号；不写姓名\n"
	}
	return "  id: my-station # 本地编号：小写字母、数字、连字符\n" +
		"  name: （填写全称） # 批复文件上的全称\n"
}

func titledKinds() string {
	words := make([]string, len(sourceKinds))
	for i, kind := range sourceKinds {
		words[i] = kind + " " + sourceKindTitles[kind]
	}
	return strings.Join(words, "、")
}

func titledEnum(schema *Schema, member string) string {
	subject := schema.root.byKey["subject"]
	r := subject.byKey[member]
	if r == nil {
		return ""
	}
	words := make([]string, len(r.enum))
	for i, value := range r.enum {
		words[i] = value
		if i < len(r.enumTitles) {
			words[i] += " " + r.enumTitles[i]
		}
	}
	return strings.Join(words, "、")
}

// writeSection writes the headings down to the section where it has facts to fill in,
// and then those.
func writeSection(out *strings.Builder, schema *Schema, section Section, paths []string) {
	asked := func(path string) bool { return len(paths) == 0 || slices.Contains(paths, path) }
	indent := "  "
	if section.Path != "" {
		below := func(path string) bool { return strings.HasPrefix(path, section.Path+".") && asked(path) }
		if !slices.ContainsFunc(schema.Facts(), func(f Fact) bool { return below(f.Path) }) {
			return
		}
		depth := strings.Count(section.Path, ".") + 1
		name := section.Path[strings.LastIndexByte(section.Path, '.')+1:]
		fmt.Fprintf(out, "\n%s%s: # %s", strings.Repeat("  ", depth), name, section.Title)
		if section.Help != "" {
			out.WriteString("：" + oneLine(section.Help))
		}
		out.WriteByte('\n')
		indent = strings.Repeat("  ", depth+1)
	}
	for _, fact := range section.Facts {
		if asked(fact.Path) {
			writeFact(out, indent, fact)
		}
	}
}

func writeFact(out *strings.Builder, indent string, f Fact) {
	fmt.Fprintf(out, "%s# %s", indent, f.caption())
	if f.Help != "" {
		out.WriteString("：" + oneLine(f.Help))
	}
	out.WriteByte('\n')
	if len(f.Enum) > 0 {
		fmt.Fprintf(out, "%s# 可选：%s\n", indent, strings.Join(f.Enum, "、"))
	}
	for _, member := range f.Members {
		fmt.Fprintf(out, "%s#   %s：%s %s\n", indent, member.Path[strings.LastIndexByte(member.Path, '.')+1:], member.caption(), oneLine(member.Help))
		if len(member.Enum) > 0 {
			fmt.Fprintf(out, "%s#     可选：%s\n", indent, strings.Join(member.Enum, "、"))
		}
	}
	if len(f.Sources) > 0 {
		fmt.Fprintf(out, "%s# 须有依据，写成 {value: …, source: [S1]}\n", indent)
	}
	name := f.Path[strings.LastIndexByte(f.Path, '.')+1:]
	fmt.Fprintf(out, "%s%s:%s\n", indent, name, map[string]string{
		"document": "\n" + indent + "  number:\n" + indent + "  date:",
		"photo":    "\n" + indent + "  date:\n" + indent + "  place:",
	}[f.Type])
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
