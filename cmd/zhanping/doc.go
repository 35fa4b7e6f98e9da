package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"zhanping/assessment"
	"zhanping/internal/engine"
	"zhanping/internal/report"
	"zhanping/policies"
	"zhanping/standards"
)

func newDoc(p *program) *cobra.Command {
	var own sources
	var out string
	cmd := &cobra.Command{
		Use:   "doc [标准...]",
		Short: "把标准写成说明文档（Markdown），一套一页",
		Long: "为每套标准写一页说明：要求、分值、怎样核查、读取哪些事实、怎样计分、出处，以及判定规则的例子。\n" +
			"标准写作 编号 或 编号@版本；不写时写全部标准。不给 --out 时写到标准输出。",
		Example: "  zhanping doc fqs-town-76\n  zhanping doc --out docs/standards",
		RunE: func(_ *cobra.Command, args []string) error {
			e, err := loadEngine(own)
			if err != nil {
				return err
			}
			pages, err := pagesOf(e, own)
			if err != nil {
				return err
			}
			if pages, err = p.choosePages(e, pages, args); err != nil {
				return err
			}
			if out == "" {
				return p.printPages(pages)
			}
			return p.writePages(out, pages, len(args) == 0)
		},
	}
	own.addFlags(cmd)
	cmd.Flags().StringVar(&out, "out", "", "写到这个`目录`，一套标准一个文件；写全部标准时另写目录页 README.md")
	return cmd
}

// standardPage is one page and the name of its file.
type standardPage struct {
	file string
	report.StandardPage
}

// pagesOf is a page for every standard. The newest edition of a standard has its id for a
// name; an older one is named with its edition.
func pagesOf(e *engine.Engine, own sources) ([]standardPage, error) {
	all, err := e.Catalogue().All()
	if err != nil {
		return nil, err
	}
	examples, err := examplesOf(e, own)
	if err != nil {
		return nil, err
	}
	pages := make([]standardPage, len(all))
	for i, std := range all {
		name := std.ID
		if i+1 < len(all) && all[i+1].ID == std.ID {
			name = std.Ref()
		}
		pages[i] = standardPage{file: name + ".md"}
		if pages[i].StandardPage, err = pageOf(e, std, examples); err != nil {
			return nil, err
		}
	}
	return pages, nil
}

// examplesOf are the cases of every check. One that does not come out as it says is
// refused: a page must not show it.
func examplesOf(e *engine.Engine, own sources) (map[string][]report.PageExample, error) {
	folders, err := own.policyFolders()
	if err != nil {
		return nil, err
	}
	found := map[string][]report.PageExample{}
	var errs []error
	for _, source := range append([]fs.FS{engine.Embedded()}, folders...) {
		results, err := e.Policies().RunCases(source)
		errs = append(errs, err)
		for _, result := range results {
			if len(result.Differences) > 0 {
				errs = append(errs, fmt.Errorf("%s: 例子“%s”与判定规则 %s 不符；用 zhanping test 查看，改例子或改规则", result.At, result.Name, result.Check))
			}
			found[result.Check] = append(found[result.Check], report.PageExample{Name: result.Name, Outcome: result.Outcome})
		}
	}
	return found, engine.Join(errs)
}

func pageOf(e *engine.Engine, std *standards.Standard, examples map[string][]report.PageExample) (report.StandardPage, error) {
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
	users := map[string][]string{}
	for _, chapter := range std.Chapters {
		for _, item := range chapter.Items {
			for _, check := range judge.Checks(item.ID) {
				users[check] = append(users[check], item.ID)
			}
		}
	}
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

// paramOf is the Chinese title of a check's parameter and the value it has by default.
func paramOf(e *engine.Engine, check, name string) (title string, value any) {
	checks := e.Policies().Checks()
	c := slices.IndexFunc(checks, func(c policies.Check) bool { return c.Name == check })
	if c < 0 {
		return "", nil
	}
	params := checks[c].Params
	i := slices.IndexFunc(params, func(param policies.Param) bool { return param.Name == name })
	if i < 0 {
		return "", nil
	}
	return params[i].Rule.Title, params[i].Default
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

// choosePages keeps the standards that the command line names, in its order: an id is
// the newest edition, whether in force or not.
func (p *program) choosePages(e *engine.Engine, pages []standardPage, refs []string) ([]standardPage, error) {
	if len(refs) == 0 {
		return pages, nil
	}
	var chosen []standardPage
	var errs []error
	for _, ref := range refs {
		i := slices.IndexFunc(pages, func(page standardPage) bool { return page.file == ref+".md" || page.Standard.Ref() == ref })
		if i >= 0 {
			chosen = append(chosen, pages[i])
			continue
		}
		_, err := e.Catalogue().Find(ref, p.today())
		errs = append(errs, err)
	}
	return chosen, engine.Join(errs)
}

func (p *program) printPages(pages []standardPage) error {
	for i, page := range pages {
		if i > 0 {
			fmt.Fprintln(p.stdout)
		}
		if err := report.WriteStandardPage(p.stdout, page.StandardPage); err != nil {
			return err
		}
	}
	return nil
}

// writePages writes the files, and their list where they are all.
func (p *program) writePages(dir string, pages []standardPage, all bool) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("%s: 建不了目录；请核对路径和权限", dir)
	}
	var entries []report.IndexEntry
	var errs []error
	write := func(name string, content func(io.Writer) error) {
		path := filepath.Join(dir, name)
		t, err := p.targetOf(path)
		if err == nil {
			err = t.write(content)
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("写 %s：%w", path, writeTrouble(err)))
		}
	}
	for _, page := range pages {
		entries = append(entries, report.IndexEntry{File: page.file, Standard: page.Standard})
		write(page.file, func(w io.Writer) error { return report.WriteStandardPage(w, page.StandardPage) })
	}
	if all {
		write("README.md", func(w io.Writer) error { return report.WriteStandardIndex(w, entries) })
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.stdout, "%s：标准 %d 套\n", filepath.ToSlash(dir), len(pages))
	return err
}
