package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

// StandardPage is what the page about one standard is written from.
type StandardPage struct {
	Standard *standards.Standard
	Grades   []LevelGrades                                      // one entry, or one per group of levels whose conditions differ
	Reads    func(item string) []string                         // the evidence paths that an item reads
	Fact     func(path string) (title, unit string)             // of an evidence path
	Param    func(check, name string) (title string, given any) // Chinese title, "" without one; default, nil without one
	Checks   []PageCheck                                        // those that the standard uses, in the order of their names
}

// LevelGrades is the grade table on the sheets of some levels.
type LevelGrades struct {
	Levels []string // empty: of every level
	Rules  []assessment.GradeRule
}

// PageCheck is one check as a page shows it.
type PageCheck struct {
	Name, Title string
	Params      []string
	Items       []string // that use it
	Examples    []PageExample
}

// PageExample is a situation and how the check decides it.
type PageExample struct {
	Name    string
	Params  map[string]any
	Given   []ExampleFact // what the situation gives; the rest is not filled in
	Outcome assessment.Outcome
}

// ExampleFact is what stands for a role of the check.
type ExampleFact struct{ Role, Value string }

const templateBadge = "待填的模板"

const generatedNote = "<!-- 由 zhanping doc 生成；改标准或判定规则后重新生成，不要手改。 -->"

// WriteStandardPage writes a standard as a Markdown document for those who fill in,
// check and decide: what is asked, what it is worth and how it is found out.
func WriteStandardPage(w io.Writer, page StandardPage) error {
	d := &standardDoc{page: page, checks: map[string]PageCheck{}}
	for _, check := range page.Checks {
		d.checks[check.Name] = check
	}
	d.head()
	d.acknowledged()
	d.grades()
	d.process()
	d.chapters()
	d.usedChecks()
	_, err := io.WriteString(w, d.String())
	return err
}

type standardDoc struct {
	markdown
	page   StandardPage
	checks map[string]PageCheck
}

func (d *standardDoc) title(level int, text string) {
	d.line("")
	d.line(strings.Repeat("#", level) + " " + text)
	d.line("")
}

// point is one labelled line of a list; nothing where there is nothing to say.
func (d *standardDoc) point(label, text string) {
	if text != "" {
		d.line("- **" + label + "**：" + text)
	}
}

func (d *standardDoc) quote(text string) {
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		if i > 0 {
			d.line(">")
		}
		d.line("> " + mdText(line))
	}
}

func (d *standardDoc) head() {
	std := d.page.Standard
	d.line(generatedNote)
	d.line("")
	d.line("# " + mdText(std.Title) + mdBadge(std.Draft, draftBadge) + mdBadge(std.Template, templateBadge))
	d.line("")
	if std.Draft {
		d.quote(draftNote)
		d.line("")
	}
	d.point("编号", "`"+std.Ref()+"`")
	d.point("发布", mdText(std.Issuer))
	d.point("适用对象", mdText(scopeOfStandard(std.Scope)))
	if len(std.Scope.Facts) > 0 {
		d.point("适用规模", mdText(d.sizes(std.Scope)))
	}
	for _, result := range std.MemberResults {
		title, _ := d.page.Fact(result.Fact)
		d.point(mdText(title), "各站各自按 `"+result.Standard+"` 评定，达到“"+mdText(result.Grade)+"”或更好的站数")
	}
	d.point("施行", periodWords(std.InForce))
	d.point("条目", contentWords(std))
	d.point("满分", totalOfStandard(std))
	d.point("缺项", rebaseWords(std))
	d.point("取整", roundingWords(std))
	d.point("资料来源", mdText(sourceWords(std.Sources, std.References)))
	if std.Note != "" {
		d.title(2, "使用前须知")
		d.quote(std.Note)
	}
}

// acknowledged is what is wrong with the source and kept as it is printed.
func (d *standardDoc) acknowledged() {
	if len(d.page.Standard.Acknowledged) == 0 {
		return
	}
	d.title(2, "原文的已知差错（照原文保留）")
	for _, known := range d.page.Standard.Acknowledged {
		d.point(mdText(known.At), mdText(known.Reason))
	}
}

func scopeOfStandard(scope standards.Scope) string {
	text := subjectKindWord(scope.Kind)
	if levels := levelWords(scope.Levels); levels != "" {
		text += "：" + levels
	}
	return text
}

// sizes is the numbers by which the standard is chosen.
func (d *standardDoc) sizes(scope standards.Scope) string {
	words := make([]string, len(scope.Facts))
	for i, f := range scope.Facts {
		title, unit := d.page.Fact(f.Fact)
		words[i] = title + " " + f.Words(unit)
	}
	return strings.Join(words, "，且")
}

func levelWords(levels []string) string {
	words := make([]string, len(levels))
	for i, level := range levels {
		words[i] = levelWord(level)
	}
	return strings.Join(words, "、")
}

func sourceWords(sources []string, references []standards.Reference) string {
	words := make([]string, len(sources))
	for i, source := range sources {
		words[i] = sourceWord(source, references)
	}
	return strings.Join(words, "、")
}

func periodWords(period standards.Period) string {
	switch {
	case period.From == "" && period.To == "":
		return ""
	case period.To == "":
		return period.From + " 起"
	case period.From == "":
		return "至 " + period.To + " 止"
	}
	return period.From + " 至 " + period.To
}

// contentWords counts the items by kind, over all levels.
func contentWords(std *standards.Standard) string {
	if std.Template {
		return fmt.Sprintf("全表 %d 条，由所有者填写", std.Slots)
	}
	kinds := []standards.Kind{}
	counts := map[standards.Kind]int{}
	items := 0
	for _, chapter := range std.Chapters {
		for _, item := range chapter.Items {
			if counts[item.Kind] == 0 {
				kinds = append(kinds, item.Kind)
			}
			counts[item.Kind]++
			items++
		}
	}
	words := make([]string, len(kinds))
	for i, kind := range kinds {
		words[i] = fmt.Sprintf("%s %d", KindWord(kind), counts[kind])
	}
	return fmt.Sprintf("%d 条（%s）", items, strings.Join(words, "，"))
}

func totalOfStandard(std *standards.Standard) string {
	switch {
	case std.Template:
		return "待填"
	case std.OutOf == nil:
		return "不计分，只看条目是否符合"
	case std.OutOf.IsZero():
		return "不设满分，只有加分和扣分"
	}
	text := show(*std.OutOf) + " 分"
	switch {
	case std.Bonus == nil:
	case std.Bonus.Shown:
		text += "，加分只列示、不计入总分"
	case !std.Bonus.Uncapped:
		text += "，另有加分，最多计 " + show(std.Bonus.Cap) + " 分"
	}
	return text
}

func rebaseWords(std *standards.Standard) string {
	if std.OutOf == nil {
		return ""
	}
	text := "不折算"
	switch std.Absence.Rebase {
	case standards.RebaseChapter:
		text = "合理缺项移出分母，按本章其余条目折算"
	case standards.RebaseSheet:
		text = "合理缺项移出分母，按全表其余条目折算"
	case standards.RebaseNone:
	}
	if std.Absence.Ceiling != nil {
		text += "；缺项超过分值的 " + show(*std.Absence.Ceiling) + "% 时，结果不作数"
	}
	return text
}

func roundingWords(std *standards.Standard) string {
	places := strconv.Itoa(std.Rounding.Places)
	switch {
	case std.OutOf == nil:
		return ""
	case std.Rounding.Mode == standards.RoundHalfUp:
		return "总分四舍五入，保留 " + places + " 位小数"
	case std.Rounding.Mode == standards.RoundDown:
		return "总分截去尾数，保留 " + places + " 位小数"
	}
	return "不取整，按精确分值比较"
}

func (d *standardDoc) grades() {
	if len(d.page.Standard.Grades) == 0 {
		return
	}
	d.title(2, "等级")
	for i, table := range d.page.Grades {
		if i > 0 {
			d.line("")
		}
		if levels := levelWords(table.Levels); levels != "" {
			d.line(mdText(levels) + "：")
			d.line("")
		}
		d.row("等级", "条件（同时满足）")
		d.row("---", "---")
		for _, rule := range table.Rules {
			conditions := strings.Join(rule.Conditions, "；")
			if conditions == "" {
				conditions = "不满足以上各级条件"
			}
			d.row(mdText(rule.Grade), mdText(conditions))
		}
	}
}

func (d *standardDoc) process() {
	process := d.page.Standard.Process
	if process == (standards.Process{}) {
		return
	}
	d.title(2, "认定")
	stated := func(label string, n int, unit string) {
		if n > 0 {
			d.point(label, strconv.Itoa(n)+unit)
		}
	}
	stated("公示", process.PublicityWorkingDays, " 个工作日")
	stated("有效期", process.ValidityYears, " 年")
	stated("复核周期", process.RecheckYears, " 年")
	stated("整改期限", process.RectificationDays, " 日")
	stated("摘牌后再申报", process.ReapplyYears, " 年以后")
	if process.Provenance != "" {
		d.point("出处", mdText(sourceWord(process.Provenance, d.page.Standard.References)))
	}
}
