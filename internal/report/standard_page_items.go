package report

import (
	"fmt"
	"io"
	"strings"

	"zhanping/standards"
)

func (d *standardDoc) chapters() {
	std := d.page.Standard
	d.title(2, "各章")
	d.row("章", "分值", "条目")
	d.row("---", "---:", "---:")
	for _, chapter := range std.Chapters {
		d.row(fmt.Sprintf("[%s](#%s)", mdText(chapter.ID+" "+chapter.Title), chapterAnchor(chapter.ID)),
			pointsOrDash(chapter.Points), fmt.Sprint(len(chapter.Items)))
	}
	for _, chapter := range std.Chapters {
		d.chapter(chapter)
	}
}

func chapterAnchor(id string) string { return "chapter-" + anchor(id) }

// anchor is a text as the target of a link: what has a meaning in HTML becomes a dash.
func anchor(text string) string {
	return strings.NewReplacer(" ", "-", `"`, "-", "'", "-", "<", "-", ">", "-", "&", "-", "(", "-", ")", "-").Replace(oneLine(text))
}

func pointsOrDash(p *standards.Points) string {
	if p == nil {
		return "-"
	}
	return show(*p)
}

func (d *standardDoc) chapter(chapter standards.Chapter) {
	worth := ""
	if words := chapterWorth(chapter); words != "" {
		worth = "（" + words + "）"
	}
	d.line("")
	d.line(`<a id="` + chapterAnchor(chapter.ID) + `"></a>`)
	d.title(2, mdText(chapter.ID+" "+chapter.Title)+worth)
	if basis := BasisOfChapter(d.page.Standard, chapter); basis != "" {
		d.line("大项依据：" + mdText(basis))
	}
	for _, item := range chapter.Items {
		d.item(item)
	}
}

// chapterWorth is what a chapter counts for, "" where it has no points.
func chapterWorth(chapter standards.Chapter) string {
	var words []string
	if chapter.Points != nil {
		words = append(words, show(*chapter.Points)+" 分")
	}
	if chapter.Weight != nil {
		words = append(words, "按 "+show(*chapter.Weight)+"% 计入总分")
	}
	if chapter.Cap != nil {
		words = append(words, "最多计 "+show(*chapter.Cap)+" 分")
	}
	return strings.Join(words, "，")
}

func (d *standardDoc) item(item standards.Item) {
	d.line("")
	d.line(`<a id="` + anchor(item.ID) + `"></a>`)
	d.title(3, mdText(item.ID+" "+item.Title)+"（"+worthOf(item)+"）"+mdBadge(item.Provenance.Draft(), draftBadge))
	d.line(mdText(item.Text))
	d.line("")
	d.point("适用", mdText(levelWords(item.Levels)))
	d.point("类别", mdText(item.Class))
	d.point("施行", periodWords(item.Effective))
	d.point("核查", methodAndEvidence(item))
	if item.When != nil {
		d.point("适用条件", d.part(*item.When))
	}
	d.decision(item)
	d.reads(item)
	if item.Kind != standards.KindRequired {
		d.point("计分", strings.ReplaceAll(mdLines(ScoringWords(item)), "\n", "<br>"))
	}
	d.point("缺项", absenceWords(item))
	d.point("评判要点", mdText(item.Rubric))
	d.point("整改", mdText(item.Fix))
	d.point("出处", mdText(ProvenanceWords(item.Provenance)))
	d.point("说明", mdText(item.Note))
}

// mdLines is mdText line by line.
func mdLines(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = mdText(line)
	}
	return strings.Join(lines, "\n")
}

func worthOf(item standards.Item) string {
	if item.Points.Sign() == 0 {
		return KindWord(item.Kind)
	}
	return KindWord(item.Kind) + " " + show(item.Points) + " 分"
}

func methodAndEvidence(item standards.Item) string {
	return joinFilled("；看", methodWords(item.Methods), evidenceWords(item.Evidence))
}

func absenceWords(item standards.Item) string {
	switch item.Absence {
	case standards.AbsenceExclude:
		return "不适用时移出分母"
	case standards.AbsenceFull:
		return "不适用时视为符合"
	case standards.AbsenceRefused:
	}
	return ""
}

func (d *standardDoc) decision(item standards.Item) {
	switch len(item.Parts) {
	case 0:
		d.point("判定", "由核查人员现场评定")
	case 1:
		d.point("判定", d.part(item.Parts[0]))
	default:
		for i, part := range item.Parts {
			d.point(fmt.Sprintf("判定第 %d 款", i+1), d.part(part))
		}
	}
}

// part names a check and what the item sets for it.
func (d *standardDoc) part(part standards.Part) string {
	check := d.checks[part.Check]
	text := fmt.Sprintf("[%s](#check-%s)", mdText(check.Title), part.Check)
	if facts := d.factsOf(part); facts != "" {
		text += "〔" + mdText(facts) + "〕"
	}
	var settings []string
	for _, name := range check.Params {
		title, value := d.page.Param(part.Check, name)
		set, given := part.Params[name]
		if given {
			value = set
		} else if limitsNothing(value) {
			continue
		}
		if title == "" {
			title = name
		}
		setting := mdText(title + " " + paramWords(value))
		if !given {
			setting += "（默认）"
		}
		settings = append(settings, setting)
	}
	if len(settings) > 0 {
		text += "：" + strings.Join(settings, "，")
	}
	return text
}

// limitsNothing reports whether a default is the one that asks for nothing.
func limitsNothing(value any) bool {
	list, isList := value.([]any)
	return value == nil || isList && len(list) == 0 || fmt.Sprint(value) == "0"
}

// factsOf is the titles of the facts that a part binds, in the order of its roles.
func (d *standardDoc) factsOf(part standards.Part) string {
	var titles []string
	for _, role := range sortedKeys(part.Facts) {
		for _, path := range part.Facts[role] {
			title, _ := d.page.Fact(path)
			titles = append(titles, title)
		}
	}
	return strings.Join(titles, "、")
}

// paramWords is a parameter for people; a list of lists has one group after the other.
func paramWords(value any) string {
	switch v := value.(type) {
	case bool:
		if v {
			return "是"
		}
		return "否"
	case []any:
		words := make([]string, len(v))
		separator := "、"
		for i, one := range v {
			if _, nested := one.([]any); nested {
				separator = "；"
			}
			words[i] = paramWords(one)
		}
		return strings.Join(words, separator)
	}
	return fmt.Sprint(value)
}

func (d *standardDoc) reads(item standards.Item) {
	paths := d.page.Reads(item.ID)
	if len(paths) == 0 {
		return
	}
	d.line("- **读取的事实**：")
	for _, path := range paths {
		title, unit := d.page.Fact(path)
		if unit != "" {
			unit = "（" + mdText(unit) + "）"
		}
		d.line("  - " + mdText(title) + unit + " `" + path + "`")
	}
}

func (d *standardDoc) usedChecks() {
	if len(d.page.Checks) == 0 {
		return
	}
	d.title(2, "判定规则和例子")
	d.line("每个例子都由程序运行核对过；缺了必须举证的事实，任何规则都不会判为符合。")
	for _, check := range d.page.Checks {
		d.line("")
		d.line(`<a id="check-` + check.Name + `"></a>`)
		d.title(3, mdText(check.Title)+" `"+check.Name+"`")
		links := make([]string, len(check.Items))
		for i, id := range check.Items {
			links[i] = "[" + mdText(id) + "](#" + anchor(id) + ")"
		}
		d.line("用于 " + fmt.Sprint(len(check.Items)) + " 条：" + strings.Join(links, "、"))
		d.examples(check.Examples)
	}
}

func (d *standardDoc) examples(examples []PageExample) {
	if len(examples) == 0 {
		return
	}
	d.line("")
	d.row("例子", "结论")
	d.row("---", "---")
	for _, example := range examples {
		d.row(mdText(example.Name), outcomeMark(example.Outcome)+" "+OutcomeWord(example.Outcome))
	}
}

// IndexEntry is one line of the list of pages.
type IndexEntry struct {
	File     string
	Standard *standards.Standard
}

// WriteStandardIndex writes the list of pages.
func WriteStandardIndex(w io.Writer, entries []IndexEntry) error {
	m := &markdown{}
	m.line(generatedNote)
	m.line("")
	m.line("# 标准")
	m.line("")
	m.line("一次填报，多标共用：一份佐证材料按适用的每一套标准评定。" + mdText(draftNote))
	m.line("")
	m.row("标准", "版次", "适用对象", "条目", "满分", "标注")
	m.row("---", "---", "---", "---", "---:", "---")
	for _, e := range entries {
		badge, outOf := "-", pointsOrDash(e.Standard.OutOf)
		if outOf == "0" {
			outOf = "-"
		}
		if e.Standard.Draft {
			badge = "〔" + draftBadge + "〕"
		}
		if e.Standard.Template {
			badge = "〔" + templateBadge + "〕"
		}
		m.row("["+mdText(e.Standard.Title)+"]("+e.File+")<br>`"+e.Standard.ID+"`", mdText(e.Standard.Edition),
			mdText(scopeOfStandard(e.Standard.Scope)), contentWords(e.Standard), outOf, badge)
	}
	_, err := io.WriteString(w, m.String())
	return err
}
