package explain

import (
	"strings"

	"zhanping/assessment"
	"zhanping/internal/engine"
	"zhanping/internal/report"
	"zhanping/standards"
)

// CheckUse is a check as an item uses it.
type CheckUse struct {
	Check    string     `json:"check" doc:"判定规则的代码"`
	Title    string     `json:"title" doc:"判定规则"`
	Settings []string   `json:"settings" doc:"本条定的参数，名称和值；写明（默认）的取自规则" nullable:"false"`
	Facts    []RoleFact `json:"facts" doc:"规则里的每个角色由哪一项事实充当" nullable:"false"`
}

// RoleFact is what stands for a role of a check.
type RoleFact struct {
	Role  string   `json:"role" doc:"角色"`
	Paths []string `json:"paths" doc:"事实路径" nullable:"false"`
}

// words is the use in one line.
func (u CheckUse) words() string {
	return strings.Join(append([]string{u.Title}, u.Settings...), "，")
}

// use is what an item makes of a check: what it sets, and which facts it binds.
func (s structure) use(part standards.Part) CheckUse {
	use := CheckUse{Check: part.Check, Title: part.Check, Settings: []string{}, Facts: []RoleFact{}}
	for _, check := range s.Engine.Policies().Checks() {
		if check.Name != part.Check {
			continue
		}
		use.Title = check.Title
		for _, param := range check.Params {
			title, value := paramOf(s.Engine, check.Name, param.Name)
			set, given := part.Params[param.Name]
			if given {
				value = set
			} else if report.LimitsNothing(value) {
				continue
			}
			words := settingWords(param.Name, title, value)
			if !given {
				words += "（默认）"
			}
			use.Settings = append(use.Settings, words)
		}
		for _, role := range check.Roles {
			if paths := part.Facts[role.Name]; len(paths) > 0 {
				use.Facts = append(use.Facts, RoleFact{Role: role.Name, Paths: append([]string{}, paths...)})
			}
		}
	}
	return use
}

// Check is a check that a standard uses, with the cases that were run.
type Check struct {
	Check string      `json:"check" doc:"代码"`
	Title string      `json:"title" doc:"名称"`
	Items []string    `json:"items" doc:"用到它的条目" nullable:"false"`
	Cases []CheckCase `json:"cases" doc:"例子，都由程序运行核对过" nullable:"false"`
}

// CheckCase is a situation and how the check decides it.
type CheckCase struct {
	Name     string             `json:"name" doc:"情形"`
	Settings []string           `json:"settings" doc:"参数" nullable:"false"`
	Given    []CaseGiven        `json:"given" doc:"给出的事实；没有列出的是没有填" nullable:"false"`
	Outcome  assessment.Outcome `json:"outcome" doc:"结论的代码"`
}

// CaseGiven is a fact that a case gives.
type CaseGiven struct {
	Role  string `json:"role" doc:"角色"`
	Value string `json:"value" doc:"值"`
}

// ChecksOf is the checks that a standard uses, by name.
func ChecksOf(e *engine.Engine, std *standards.Standard, examples map[string][]report.PageExample) ([]Check, error) {
	judge, err := e.Policies().Bind(std)
	if err != nil {
		return nil, err
	}
	users := usersOf(std, judge.Checks)
	found := []Check{}
	for _, check := range e.Policies().Checks() {
		if len(users[check.Name]) == 0 {
			continue
		}
		shown := Check{Check: check.Name, Title: check.Title, Items: users[check.Name], Cases: []CheckCase{}}
		for _, example := range examples[check.Name] {
			one := CheckCase{Name: example.Name, Settings: []string{}, Outcome: example.Outcome}
			one.Given = each(example.Given, func(fact report.ExampleFact) CaseGiven { return CaseGiven{fact.Role, fact.Value} })
			for _, param := range check.Params {
				if value := example.Params[param.Name]; !report.LimitsNothing(value) {
					one.Settings = append(one.Settings, settingWords(param.Name, param.Rule.Title, value))
				}
			}
			shown.Cases = append(shown.Cases, one)
		}
		found = append(found, shown)
	}
	return found, nil
}

// settingWords is a parameter with its value; one without a Chinese title goes by its name.
func settingWords(name, title string, value any) string {
	if title == "" {
		title = name
	}
	return title + " " + report.ParamWords(value)
}
