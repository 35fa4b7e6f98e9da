package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/report"
	"zhanping/standards"
)

// progressFrom is the number of bundles from which a progress bar is worth its line.
const progressFrom = 20

type assessOptions struct {
	sources
	standards       []string
	asOf            string
	outputs         []string
	failUnder       string
	requireComplete bool
	noFail          bool
	jobs            int
}

func newAssess(p *program) *cobra.Command {
	var o assessOptions
	cmd := &cobra.Command{
		Use:   "assess 材料...",
		Short: "评定：把佐证材料按标准判定、计分、评等级",
		Long: "评定一个或多个佐证材料。材料可以是目录（内有 bundle.yaml）、YAML 文件、zip 文件，或 -（标准输入）；\n" +
			"给出上级目录时，评定其下全部材料。不指定标准时，按类别、层级和评定日选用全部适用标准的最新版本。",
		Example: "  zhanping assess evidence/samples/lacking-town\n" +
			"  zhanping assess 我站.yaml --standard fqs-town-76 -o text -o xlsx=评分表.xlsx",
		Args: needArgs(1, "佐证材料"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.assess(cmd.Context(), o, args)
		},
	}
	o.addFlags(cmd)
	flags := cmd.Flags()
	flags.StringArrayVar(&o.standards, "standard", nil, "按此`标准`评定，写作 编号 或 编号@版本（可重复）")
	flags.StringVar(&o.asOf, "as-of", "", "评定`日期`，如 2026-06-30（默认今天）")
	flags.StringArrayVarP(&o.outputs, "output", "o", []string{"text"}, "输出`格式[=文件]`（可重复）："+strings.Join(report.Formats(), "、"))
	flags.StringVar(&o.failUnder, "fail-under", "", "已确定等级低于此`等级`时退出码为 1")
	flags.BoolVar(&o.requireComplete, "require-complete", false, "还有未举证、待核查或出错的条目时退出码为 3")
	flags.BoolVar(&o.noFail, "no-fail", false, "评定结果不影响退出码")
	flags.IntVar(&o.jobs, "jobs", runtime.NumCPU(), "同时评定的`份数`")
	return cmd
}

func (p *program) assess(ctx context.Context, o assessOptions, args []string) error {
	if ctx == nil {
		ctx = context.Background()
	}
	asOf, err := p.day(o.asOf)
	if err != nil {
		return err
	}
	outputs, err := parseOutputs(o.outputs)
	if err != nil {
		return err
	}
	if o.jobs < 1 {
		return fmt.Errorf("--jobs 应为 1 或更大的整数，现为 %d", o.jobs)
	}
	paths, err := findBundles(args)
	if err != nil {
		return err
	}
	e, err := loadEngine(o.sources)
	if err != nil {
		return err
	}
	reports, err := p.assessAll(ctx, e, o, paths, asOf)
	if err != nil {
		return err
	}
	if err := checkGradeName(reports, o.failUnder); err != nil {
		return err
	}
	if err := p.writeReports(outputs, asOf, reports, len(paths)); err != nil {
		return err
	}
	return o.verdict(reports)
}

// day is the given date, checked, or today.
func (p *program) day(text string) (string, error) {
	if text == "" {
		return p.today(), nil
	}
	if _, err := time.Parse(time.DateOnly, text); err != nil {
		return "", fmt.Errorf("--as-of 应写作 2026-06-30 这样的日期，现为 %q", text)
	}
	return text, nil
}

// assessAll judges every bundle under every standard chosen for it. Reports come in
// input order whatever the number of workers; one faulty bundle means that nothing is
// reported, with the faults of all.
func (p *program) assessAll(ctx context.Context, e *engine, o assessOptions, paths []string, asOf string) ([]*assessment.Report, error) {
	results := make([][]*assessment.Report, len(paths))
	notes := make([][]evidence.Note, len(paths))
	errs := make([]error, len(paths))
	step, finish := p.progress(len(paths))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(o.jobs, len(paths)) {
		workers.Go(func() {
			for i := range next {
				results[i], notes[i], errs[i] = p.assessOne(ctx, e, o.standards, paths[i], asOf)
				step()
			}
		})
	}
	for i := range paths {
		next <- i
	}
	close(next)
	workers.Wait()
	finish()
	if err := joinFaults(errs); err != nil {
		return nil, err
	}
	for _, list := range notes {
		for _, note := range list {
			fmt.Fprintf(p.stderr, "%s: 提示：%s\n", note.At, note.Text)
		}
	}
	return slices.Concat(results...), nil
}

func (p *program) assessOne(ctx context.Context, e *engine, refs []string, path, asOf string) ([]*assessment.Report, []evidence.Note, error) {
	bundle, err := p.openBundle(e.schema, path)
	if err != nil {
		return nil, nil, err
	}
	chosen, err := e.choose(refs, bundle.Subject, asOf)
	if err != nil {
		return nil, nil, err
	}
	var reports []*assessment.Report
	for _, std := range chosen {
		r, err := e.assess(ctx, std, bundle, asOf)
		if err != nil {
			return nil, nil, err
		}
		reports = append(reports, r)
	}
	return reports, bundle.Notes, nil
}

// progress is a bar on standard error when that is a terminal and the work is long.
func (p *program) progress(n int) (step, finish func()) {
	file, ok := p.stderr.(*os.File)
	if !ok || n < progressFrom || !term.IsTerminal(int(file.Fd())) {
		return func() {}, func() {}
	}
	bar := progressbar.NewOptions(n, progressbar.OptionSetWriter(file), progressbar.OptionSetDescription("评定"),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())
	return func() { _ = bar.Add(1) }, func() { _ = bar.Finish() }
}

// checkGradeName refuses a --fail-under that no standard used knows.
func checkGradeName(reports []*assessment.Report, name string) error {
	if name == "" {
		return nil
	}
	var known []string
	for _, r := range reports {
		for _, rule := range r.Grading {
			if !slices.Contains(known, rule.Grade) {
				known = append(known, rule.Grade)
			}
		}
	}
	if slices.Contains(known, name) {
		return nil
	}
	return fmt.Errorf("--fail-under %s：所用标准没有这个等级；可用：%s", name, strings.Join(known, "、"))
}

// verdict turns the reports into the exit code: not reached when even the best outcome
// of what is unknown stays below the grade, or when it is below now and completeness
// was not asked for; incomplete when that was asked for and something is unknown.
func (o assessOptions) verdict(reports []*assessment.Report) error {
	if o.noFail {
		return nil
	}
	below, hopeless, incomplete := false, false, false
	for _, r := range reports {
		if o.failUnder != "" {
			below = below || !reaches(r, o.failUnder, r.Grade.Certain)
			hopeless = hopeless || !reaches(r, o.failUnder, r.Grade.Possible)
		}
		incomplete = incomplete || r.Counts[assessment.NoEvidence]+r.Counts[assessment.NotChecked]+r.Counts[assessment.Errored] > 0
	}
	switch {
	case hopeless:
		return verdict(exitNotReached)
	case o.requireComplete && incomplete:
		return verdict(exitIncomplete)
	case below:
		return verdict(exitNotReached)
	}
	return nil
}

// reaches reports whether a grade is at or above the named one in the report's own
// table; a table without that name sets no requirement.
func reaches(r *assessment.Report, name, grade string) bool {
	rank := func(grade string) int {
		return slices.IndexFunc(r.Grading, func(rule assessment.GradeRule) bool { return rule.Grade == grade })
	}
	wanted := rank(name)
	return wanted < 0 || rank(grade) >= 0 && rank(grade) <= wanted
}

// assess judges one bundle under one standard.
func (e *engine) assess(ctx context.Context, std *standards.Standard, bundle *evidence.Bundle, asOf string) (*assessment.Report, error) {
	variant, judge, err := e.bind(std, bundle.Subject.Level, asOf)
	if err != nil {
		return nil, err
	}
	r, err := assessment.Assess(ctx, variant, bundle, judge, asOf, assessment.Pins{
		Policies:     e.policies.Digest(),
		OutsideScope: std.OutsideScope(bundle.Subject.Kind, bundle.Subject.Level),
	})
	if err != nil {
		return nil, fmt.Errorf("%w", err)
	}
	return r, nil
}
