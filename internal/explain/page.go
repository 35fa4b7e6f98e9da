package explain

import (
	"fmt"
	"io/fs"
	"slices"

	"zhanping/assessment"
	"zhanping/internal/engine"
	"zhanping/internal/report"
	"zhanping/standards"
)

// Examples are the cases of every check, by its name. One that does not come out as it says is
// refused: a page must not show it.
func Examples(e *engine.Engine) (map[string][]report.PageExample, error) {
	found := map[string][]report.PageExample{}
	var errs []error
	for _, source := range append([]fs.FS{engine.Embedded()}, e.Own().Policies...) {
		results, err := e.Policies().RunCases(source)
		errs = append(errs, err)
		for _, result := range results {
			if len(result.Differences) > 0 {
				errs = append(errs, fmt.Errorf("%s: 例子“%s”与判定规则 %s 不符；用 zhanping test 查看，改例子或改规则", result.At, result.Name, result.Check))
			}
			example := report.PageExample{Name: result.Name, Params: result.Params, Outcome: result.Outcome}
			for _, fact := range result.Facts {
				example.Given = append(example.Given, report.ExampleFact{Role: fact.Role, Value: fact.Value.String()})
			}
			found[result.Check] = append(found[result.Check], example)
		}
	}
	return found, engine.Join(errs)
}

// Page is what the page about a standard is written from, with the examples of its checks.
func Page(e *engine.Engine, std *standards.Standard, examples map[string][]report.PageExample) (report.StandardPage, error) {
	judge, err := e.Policies().Bind(std)
	if err != nil {
		return report.StandardPage{}, err
	}
	page := report.StandardPage{
		Standard: std, Grades: gradesByLevel(std), Reads: judge.Reads,
		Fact: func(path string) (title, unit string) {
			fact, _ := e.Schema().Fact(path)
			return e.Schema().Title(path), fact.Unit
		},
		Param: func(check, name string) (string, any) { return paramOf(e, check, name) },
	}
	users := usersOf(std, judge.Checks)
	for _, check := range e.Policies().Checks() {
		if len(users[check.Name]) == 0 {
			continue
		}
		shown := report.PageCheck{Name: check.Name, Title: check.Title, Items: users[check.Name], Examples: examples[check.Name]}
		for _, param := range check.Params {
			shown.Params = append(shown.Params, param.Name)
		}
		page.Checks = append(page.Checks, shown)
	}
	return page, nil
}

// usersOf is which items of a standard use each check.
func usersOf(std *standards.Standard, checks func(item string) []string) map[string][]string {
	users := map[string][]string{}
	for _, chapter := range std.Chapters {
		for _, item := range chapter.Items {
			for _, check := range checks(item.ID) {
				users[check] = append(users[check], item.ID)
			}
		}
	}
	return users
}

// paramOf is the Chinese title of a check's parameter and the value it has by default.
func paramOf(e *engine.Engine, check, name string) (title string, value any) {
	for _, c := range e.Policies().Checks() {
		for _, param := range c.Params {
			if c.Name == check && param.Name == name {
				return param.Rule.Title, param.Default
			}
		}
	}
	return "", nil
}

// gradesByLevel is the grade table of each level's sheet; levels that share their
// conditions share a table.
func gradesByLevel(std *standards.Standard) []report.LevelGrades {
	same := func(a, b assessment.GradeRule) bool {
		return a.Grade == b.Grade && slices.Equal(a.Conditions, b.Conditions)
	}
	var tables []report.LevelGrades
	for _, level := range std.Scope.Levels {
		rules := assessment.GradeTable(std.ForLevel(level))
		i := slices.IndexFunc(tables, func(t report.LevelGrades) bool { return slices.EqualFunc(t.Rules, rules, same) })
		if i < 0 {
			tables = append(tables, report.LevelGrades{Levels: []string{level}, Rules: rules})
			continue
		}
		tables[i].Levels = append(tables[i].Levels, level)
	}
	switch len(tables) {
	case 0:
		return []report.LevelGrades{{Rules: assessment.GradeTable(std)}}
	case 1:
		tables[0].Levels = nil
	}
	return tables
}
