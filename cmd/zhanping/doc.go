package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"zhanping/internal/engine"
	"zhanping/internal/explain"
	"zhanping/internal/report"
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
			pages, err := pagesOf(e)
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
func pagesOf(e *engine.Engine) ([]standardPage, error) {
	all, err := e.Catalogue().All()
	if err != nil {
		return nil, err
	}
	examples, err := explain.Examples(e)
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
		if pages[i].StandardPage, err = explain.Page(e, std, examples); err != nil {
			return nil, err
		}
	}
	return pages, nil
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
