package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/yamltext"
	"zhanping/policies"
	"zhanping/standards"
	"zhanping/standards/lint"
)

func newLint(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "lint [目录...]",
		Short: "检查标准、区域加严和判定规则，一次列出全部错误",
		Long: "检查标准（含 standard.yaml 的目录）、区域加严（含 overlay.yaml 的目录）和判定规则（含 .rego 的目录）；\n" +
			"不给目录时检查内置的标准和规则。\n" +
			"标准逐条与判定规则核对：规则是否存在、事实路径是否存在、参数是否合规、分值能否加平；\n" +
			"再做体检：等级表的空档和重叠、得不到的分、重复处罚等；原文自身的差错可在 acknowledged 中写明理由。\n" +
			"标准用到自备的判定规则、区域加严用到自备的标准时，把几个目录都写上。",
		Example: "  zhanping lint 我市标准\n  zhanping lint 我市标准 我的规则",
		RunE: func(_ *cobra.Command, args []string) error {
			return p.lint(args)
		},
	}
}

func (p *program) lint(dirs []string) error {
	given, err := examine(dirs)
	if err != nil {
		return err
	}
	checks, checksErr := policies.Load(evidence.DefaultSchema(), given.policies...)
	if checksErr == nil {
		checksErr = checks.Verify()
	}
	all, standardsErr := loadAll(given.standards)
	errs := append([]error{checksErr, standardsErr}, given.faults...)
	items := 0
	for _, std := range all {
		for _, chapter := range std.Chapters {
			items += len(chapter.Items)
		}
		if checksErr == nil {
			_, bindErr := checks.Bind(std)
			errs = append(errs, bindErr)
		}
	}
	if checksErr == nil && standardsErr == nil {
		errs = append(errs, given.checkOverlays(checks), given.checkMemberResults(all, p.today()))
	}
	var acknowledged []lint.Finding
	if standardsErr == nil {
		var open yamltext.Faults
		acknowledged, open = findings(all)
		errs = append(errs, open.Err())
	}
	if err := engine.Join(errs); err != nil {
		if checksErr != nil || standardsErr != nil {
			return fmt.Errorf("%w\n还有内容要等以上各处改好才能检查；改好后请再运行一次", err)
		}
		return err
	}
	for _, finding := range acknowledged {
		fmt.Fprintf(p.stdout, "%s: 已知差错（%s）：%s；理由：%s\n", finding.At, finding.Code, finding.Found, finding.Reason)
	}
	known := ""
	if len(acknowledged) > 0 {
		known = fmt.Sprintf("，另有已知差错 %d 处", len(acknowledged))
	}
	tightened := ""
	if n := len(given.overlays); n > 0 {
		tightened = fmt.Sprintf("、区域加严 %d 份", n)
	}
	fmt.Fprintf(p.stdout, "标准 %d 套、条目 %d 条、判定规则 %d 个%s：未发现错误%s\n", len(all), items, len(checks.Checks()), tightened, known)
	for _, std := range all {
		if std.Template {
			fmt.Fprintf(p.stdout, "模板（待填）：%s %s，全表 %d 条\n", std.Ref(), std.Title, std.Slots)
		}
	}
	return nil
}

// checkOverlays holds the overlays against the standards that they are for.
func (g given) checkOverlays(checks *policies.Engine) error {
	if len(g.overlays) == 0 {
		return nil
	}
	catalogue, err := g.catalogue(each(g.overlays, func(o *standards.Overlay) string { return o.Of }))
	if err != nil {
		return err
	}
	return engine.CheckOverlays(catalogue, checks, g.overlays)
}

// checkMemberResults holds what counties count of their stations' results against the
// standards that the stations are judged by.
func (g given) checkMemberResults(all []*standards.Standard, day string) error {
	var errs []error
	for _, std := range all {
		if len(std.MemberResults) == 0 {
			continue
		}
		catalogue, err := g.catalogue(each(std.MemberResults, func(m standards.MemberResult) string { return m.Standard }))
		if err == nil {
			err = engine.CheckMemberResults(catalogue, std, day)
		}
		errs = append(errs, err)
	}
	return engine.Join(errs)
}

// catalogue is the standards given, and the embedded ones where those do not have all
// that are named.
func (g given) catalogue(refs []string) (*standards.Catalogue, error) {
	catalogue, err := standards.Open(g.standards...)
	if err != nil {
		return nil, err
	}
	known := catalogue.Refs()
	for _, ref := range refs {
		if !slices.ContainsFunc(known, func(one string) bool { return one == ref || strings.HasPrefix(one, ref+"@") }) {
			return standards.Open(append(slices.Clone(g.standards), standards.Source{FS: standards.Embedded(), Display: "standards"})...)
		}
	}
	return catalogue, nil
}

// loadAll loads the standards of the sources. Where some have faults, they come as far as
// they can be read, so that what they name is held against the checks all the same.
func loadAll(sources []standards.Source) ([]*standards.Standard, error) {
	catalogue, err := standards.Open(sources...)
	if err == nil {
		var all []*standards.Standard
		if all, err = catalogue.All(); err == nil {
			return all, nil
		}
	}
	return standards.Unsound(sources...), err
}

// findings examines the standards themselves: what their authors acknowledge, and what
// is left to mend, as faults that name the rule by which it may be acknowledged.
func findings(all []*standards.Standard) (acknowledged []lint.Finding, open yamltext.Faults) {
	facts := func(path string) (lint.Fact, bool) {
		fact, known := evidence.DefaultSchema().Fact(path)
		return lint.Fact{Title: fact.Title, Unit: fact.Unit, Perverse: fact.Perverse}, known
	}
	for _, std := range all {
		for _, finding := range lint.Lint(std, facts) {
			if finding.Reason != "" {
				acknowledged = append(acknowledged, finding)
				continue
			}
			fault := finding.Fault
			fault.Found = "体检（" + finding.Code + "）：" + fault.Found
			open = append(open, fault)
		}
	}
	return acknowledged, open
}

// given is what a command line names: folders of standards, of checks, or of both.
type given struct {
	standards []standards.Source
	policies  []fs.FS
	own       []fs.FS // the policies that the command line names itself
	overlays  []*standards.Overlay
	faults    []error // of overlays that cannot be read
}

// examine sorts folders by what they hold. Embedded checks stand beside those of one's
// own, unless a folder brings a judge and so is a whole policy tree itself.
func examine(dirs []string) (given, error) {
	var g given
	if len(dirs) == 0 {
		g.standards = []standards.Source{{FS: standards.Embedded(), Display: "standards"}}
		g.policies = []fs.FS{engine.Embedded()}
		g.own = g.policies
		return g, nil
	}
	var errs []error
	whole := false
	for _, dir := range dirs {
		fsys, err := dirFS(dir)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		display := filepath.ToSlash(filepath.Clean(dir))
		holds, err := contentsOf(fsys)
		switch {
		case err != nil:
			errs = append(errs, err)
		case holds.policies && !holds.judge && single(fsys):
			errs = append(errs, fmt.Errorf("%s: 这是一条规则的目录；请给出它的上级目录", dir))
			continue
		case !holds.standards && !holds.policies && len(holds.overlays) == 0:
			errs = append(errs, fmt.Errorf("%s: 没有 standard.yaml、overlay.yaml，也没有 .rego 文件；请给出标准、区域加严或判定规则的目录", dir))
		}
		if holds.standards {
			g.standards = append(g.standards, standards.Source{FS: fsys, Display: display})
		}
		for _, name := range holds.overlays {
			overlay, err := standards.LoadOverlay(fsys, name, path.Join(display, name))
			if err != nil {
				g.faults = append(g.faults, err)
				continue
			}
			g.overlays = append(g.overlays, overlay)
		}
		if holds.policies {
			g.own = append(g.own, policies.Named{FS: fsys, Prefix: display})
			whole = whole || holds.judge
		}
	}
	if !whole {
		g.policies = append(g.policies, engine.Embedded())
	}
	g.policies = append(g.policies, g.own...)
	return g, errors.Join(errs...)
}

// single reports whether a folder is that of one check: a check's file lies in it.
func single(fsys fs.FS) bool {
	files, err := fs.Glob(fsys, "*.rego")
	return err == nil && len(files) > 0
}

// contents is what a folder holds.
type contents struct {
	standards, policies, judge bool
	overlays                   []string // folders with an overlay.yaml
}

func contentsOf(fsys fs.FS) (contents, error) {
	var c contents
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "testdata":
			return fs.SkipDir
		case entry.Name() == "standard.yaml":
			c.standards = true
		case entry.Name() == "overlay.yaml":
			c.overlays = append(c.overlays, path.Dir(name))
		case strings.HasSuffix(entry.Name(), ".rego"):
			c.policies = true
			c.judge = c.judge || name == "judge/judge.rego"
		}
		return nil
	})
	return c, err
}
