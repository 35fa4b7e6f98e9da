package report

import (
	"embed"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/standards"
)

//go:embed page.html style.css
var pageFiles embed.FS

// writeHTML writes one page that needs nothing else: no script, no picture, no request.
// It prints on A4 with page numbers and repeated table heads.
func writeHTML(w io.Writer, set Set) error {
	style, err := pageFiles.ReadFile("style.css")
	if err != nil {
		return err
	}
	page, err := template.New("page.html").Funcs(htmlWords(set)).ParseFS(pageFiles, "page.html")
	if err != nil {
		return err
	}
	return page.Execute(w, map[string]any{
		"Set":   set,
		"Style": template.CSS(style), // our own file, embedded
		"Title": htmlTitle(set),
	})
}

// mostPageActions is how long the list of what to do is on the page.
const mostPageActions = 20

func htmlTitle(set Set) string {
	if len(set.Reports) == 1 {
		return oneLine(set.Reports[0].Subject.Name + "评定报告")
	}
	return fmt.Sprintf("评定报告（%d 份）", len(set.Reports))
}

// htmlWords is what the page may say; all of it returns plain text, which the template
// escapes.
func htmlWords(set Set) template.FuncMap {
	return template.FuncMap{
		"line": oneLine, "text": visible, "show": show, "span": showSpan, "percent": percent, "optional": optional,

		"draftBadge": text(draftBadge), "sampleBadge": text(sampleBadge), "draftNote": text(draftNote), "scope": scopeWords,
		"level": levelWord, "subjectKind": subjectKindWord, "outcome": OutcomeWord, "mark": outcomeMark, "kind": KindWord,
		"methods": methodWords, "evidence": evidenceWords, "scoring": ScoringWords, "provenance": ProvenanceWords,
		"entry": EntryWord, "gateState": GateStateWord, "gateRule": gateRuleWord, "finding": FindingWords,

		"gradeSpan": gradeSpan, "gradeHint": func(r *assessment.Report) string { return strings.TrimSpace(gradeHint(r)) }, "totalWords": totalWords, "totalHint": totalHint,
		"judged": judgedWords, "members": memberWords, "notes": remarks, "isDraft": isDraft, "countLine": countLine, "outcomes": outcomeCounts,
		"lines": gradeLines, "lineWords": lineWords, "gateItem": gateItemWords, "chapterItems": chapterItems,
		"ledgerSum": ledgerSum, "missing": set.missingWords, "person": personWords, "wait": waitWords,
		"itemPoints": itemPoints, "where": placeWords,

		"announcedTitle": text(announcedTitle), "announcedWords": set.announcedWords,
		"summaryName": summaryName, "summaryCount": summaryCount, "meanWords": meanWords, "gradeCountWords": gradeCountWords,
		"lostTitle": lostTitle, "lossName": lossName,

		"actions": set.actions, "actionWorth": action.worth,
		"actionItem": func(a action) assessment.ItemResult { return a.item },
		"actionWhat": func(a action) string { return a.what },
		"firstOf":    func(all []action) []action { return all[:min(len(all), mostPageActions)] },
		"moreOf":     func(all []action) int { return max(len(all)-mostPageActions, 0) },

		"setCountLine": func() string { return CountLine(set.Reports) },
		"positions":    func(item assessment.ItemResult) string { return strings.Join(positions(item), "、") },
		"opened":       func(iv *assessment.Interval) standards.Points { return iv.Possible.Sub(iv.Certain) },
		"anchor":       func(report int, item string) string { return fmt.Sprintf("r%d-%s", report+1, oneLine(item)) },
		"number":       func(i int) int { return i + 1 },
	}
}

// gateItemWords is what a gate asks and how it stands.
func gateItemWords(r *assessment.Report, gate assessment.Gate) string {
	if item, ok := itemOf(r, gate.Item); ok {
		return oneLine(item.Item.Title + "：" + gate.Text)
	}
	return oneLine(gate.Text)
}

func text(words string) func() string { return func() string { return words } }

func optional(p *standards.Points) string {
	if p == nil {
		return "-"
	}
	return show(*p)
}

// outcomeCount is how many items have an outcome.
type outcomeCount struct {
	Outcome assessment.Outcome
	N       int
}

func outcomeCounts(r *assessment.Report) []outcomeCount {
	return each(assessment.Outcomes, func(o assessment.Outcome) outcomeCount { return outcomeCount{o, r.Counts[o]} })
}

// gradeLines is the grade rules that set a total.
func gradeLines(r *assessment.Report) []assessment.GradeRule {
	return slices.DeleteFunc(slices.Clone(r.Grading), func(g assessment.GradeRule) bool { return g.Total == nil })
}
