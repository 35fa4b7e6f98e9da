package main

import (
	"context"
	"fmt"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zhanping/assessment"
	"zhanping/internal/report"
)

type assessOptions struct {
	sources
	standards       []string
	asOf            string
	outputs         []string
	failUnder       string
	requireComplete bool
	noFail          bool
	skipFaulty      bool
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
	o.addOverlayFlag(cmd)
	flags := cmd.Flags()
	flags.StringArrayVar(&o.standards, "standard", nil, "按此`标准`评定，写作 编号 或 编号@版本（可重复）")
	flags.StringVar(&o.asOf, "as-of", "", "评定`日期`，如 2026-06-30（默认今天）")
	flags.StringArrayVarP(&o.outputs, "output", "o", []string{"text"}, "输出`格式[=文件]`（可重复）："+strings.Join(report.Formats(), "、"))
	flags.StringVar(&o.failUnder, "fail-under", "", "已确定等级低于此`等级`时退出码为 1")
	flags.BoolVar(&o.requireComplete, "require-complete", false, "还有未举证、待核查或出错的条目时退出码为 3")
	flags.BoolVar(&o.noFail, "no-fail", false, "评定结果不影响退出码")
	flags.BoolVar(&o.skipFaulty, "skip-faulty", false, "有误的材料不评定，列出错误，评定其余的；退出码仍为 2")
	flags.IntVar(&o.jobs, "jobs", runtime.NumCPU(), "同时评定的`份数`")
	return cmd
}

func (p *program) assess(ctx context.Context, o assessOptions, args []string) error {
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
	targets, err := p.aim(outputs, inputsOf(paths, o.sources))
	if err != nil {
		return err
	}
	e, err := loadEngine(o.sources)
	if err != nil {
		return err
	}
	reports, skipped, err := p.assessAll(ctx, e, o, paths, asOf)
	if err != nil {
		return err
	}
	if err := checkGradeName(reports, o.failUnder); err != nil {
		return err
	}
	if err := p.writeReports(outputs, targets, asOf, reports, len(paths)); err != nil {
		return err
	}
	if skipped > 0 {
		fmt.Fprintf(p.stderr, "共 %d 份，%d 份有误、没有评定（错误见上），其余 %d 份已评定\n", len(paths), skipped, len(paths)-skipped)
		return verdict(exitRefused)
	}
	return o.verdict(reports)
}

var dayForm = regexp.MustCompile(`^([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?$`)

// day is the given date, in the forms that bundles allow, or today.
func (p *program) day(text string) (string, error) {
	if text == "" {
		return p.today(), nil
	}
	day := text
	if parts := dayForm.FindStringSubmatch(text); parts != nil {
		day = fmt.Sprintf("%s-%02s-%02s", parts[1], parts[2], parts[3])
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return "", fmt.Errorf("--as-of 应写作 2026-06-30 这样的日期，现为 %q", text)
	}
	return day, nil
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
