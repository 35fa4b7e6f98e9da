// Package lint finds the errors that published standards really contain (标准体检): it
// reasons exactly over everything that can be reached, gives a witness, and repairs
// nothing. It says that the source is wrong; the author mends the standard or
// acknowledges the error of the source with a reason.
package lint

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// Finding is one thing that is wrong with a standard as a requirement.
type Finding struct {
	yamltext.Fault          // Code is the rule by which an author acknowledges it
	Places         []string // items, grades or chapters that it concerns; the standard's id for the whole
	Reason         string   // why the author lets it stand; "" while nobody does
}

// Fact is what the evidence schema says of a fact.
type Fact struct {
	Title    string
	Unit     string
	Perverse []string // "more" and "fewer": rewarding that is perverse
}

// Facts looks a fact up by its path.
type Facts func(path string) (Fact, bool)

// Lint examines a standard that has been loaded. It returns every finding in the order of
// the files, those that the author acknowledges with their reasons among them; an
// acknowledgement that matches nothing is a finding itself.
func Lint(std *standards.Standard, facts Facts) []Finding {
	l := &linter{std: std, facts: facts}
	for _, admitted := range std.Admitted {
		l.findings = append(l.findings, Finding{Fault: admitted.Fault, Places: []string{admitted.Place}})
	}
	l.numbers()
	l.headings()
	for _, chapter := range std.Chapters {
		for _, item := range chapter.Items {
			l.rows(item)
			l.wording(item)
			l.perverse(item)
		}
	}
	l.twice()
	sheets := std.Sheets()
	for _, sheet := range sheets {
		prefix := ""
		if len(sheets) > 1 {
			prefix = sheet.Title + "的表："
		}
		if !beyond(sheet.Standard) {
			l.table(sheet.Standard, prefix)
		}
	}
	l.acknowledge()
	slices.SortStableFunc(l.findings, func(a, b Finding) int {
		if c := strings.Compare(a.At.File, b.At.File); c != 0 {
			return c
		}
		return a.At.Line - b.At.Line
	})
	return l.findings
}

type linter struct {
	std      *standards.Standard
	facts    Facts
	findings []Finding
}

// find records a finding once, however many sheets show it.
func (l *linter) find(at yamltext.Position, rule, found, expected, fix string, places ...string) {
	same := func(f Finding) bool {
		return f.Code == rule && f.At == at && strings.HasSuffix(found, afterPrefix(f.Found))
	}
	if slices.ContainsFunc(l.findings, same) {
		return
	}
	l.findings = append(l.findings, Finding{
		Fault:  yamltext.Fault{At: at, Code: rule, Found: found, Expected: expected, Fix: fix},
		Places: places,
	})
}

// afterPrefix is a finding without the name of the sheet that shows it.
func afterPrefix(found string) string {
	if _, rest, ok := strings.Cut(found, "的表："); ok {
		return rest
	}
	return found
}

// acknowledge gives findings the author's reasons and finds the reasons that match nothing.
func (l *linter) acknowledge() {
	for _, a := range l.std.Acknowledged {
		used := false
		for i := range l.findings {
			f := &l.findings[i]
			if f.Code == a.Rule && slices.Contains(f.Places, a.At) {
				f.Reason, used = a.Reason, true
			}
		}
		if !used {
			l.find(a.Where, "stale_acknowledgement", fmt.Sprintf("已知差错 %s（%s）没有对上任何发现", a.Rule, a.At),
				"zhanping lint 报出的代码和它所在的条目、等级或章", "删去这一条，或改 rule 和 at", a.At)
		}
	}
}
