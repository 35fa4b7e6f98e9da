package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhanping/assessment"
	"zhanping/internal/engine"
	"zhanping/internal/report"
	"zhanping/standards"
)

type planOptions struct {
	sources
	standards []string
	to        string
	asOf      string
	output    string
}

func newPlan(p *program) *cobra.Command {
	var o planOptions
	cmd := &cobra.Command{
		Use:   "plan 材料",
		Short: "计划：要达到某个等级，最少做哪几件事",
		Long: "从现在已经确定的得分算起，找出工作量最少、做完就确定达到该等级的一组条目；\n" +
			"没有列入的待定条目一律按最坏情况算。每条的工作量由标准的 effort 规定，没有规定的是 1。\n" +
			"达不到时说明卡在哪里，退出码为 1。",
		Example: "  zhanping plan evidence/samples/lacking-town --to 达标",
		Args:    oneArg("佐证材料"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.plan(cmd.Context(), o, args[0])
		},
	}
	o.addFlags(cmd)
	o.addOverlayFlag(cmd)
	flags := cmd.Flags()
	flags.StringVar(&o.to, "to", "", "要达到的`等级`，如 达标")
	flags.StringArrayVar(&o.standards, "standard", nil, "按此`标准`计划，写作 编号 或 编号@版本（可重复；默认是设有该等级的全部适用标准）")
	flags.StringVar(&o.asOf, "as-of", "", "评定`日期`，如 2026-06-30（默认今天）")
	flags.StringVarP(&o.output, "output", "o", "text", "输出`格式`：text、json")
	return cmd
}

// planned is a plan with the report it starts from.
type planned struct {
	report *assessment.Report
	plan   *assessment.Plan
}

func (p *program) plan(ctx context.Context, o planOptions, path string) error {
	switch {
	case o.to == "":
		return errors.New("缺少选项 --to：要达到哪个等级，如 --to 达标")
	case o.output != "text" && o.output != "json":
		return fmt.Errorf("-o %s：没有这种输出格式；可用：text、json", o.output)
	}
	asOf, err := p.day(o.asOf)
	if err != nil {
		return err
	}
	e, err := loadEngine(o.sources)
	if err != nil {
		return err
	}
	plans, err := p.plansFor(ctx, e, o, path, asOf)
	if err != nil {
		return err
	}
	if o.output == "json" {
		err = p.writePlansJSON(asOf, plans)
	} else {
		err = p.writePlansText(plans)
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(plans, func(one planned) bool { return one.state() == report.PlanUnreachable }) {
		return verdict(exitNotReached)
	}
	return nil
}

// plansFor is a plan under each standard that has the grade.
func (p *program) plansFor(ctx context.Context, e *engine.Engine, o planOptions, path, asOf string) ([]planned, error) {
	bundle, err := p.openBundle(e.Schema(), path)
	if err != nil {
		return nil, err
	}
	chosen, err := e.Choose(o.standards, bundle, asOf)
	if err != nil {
		return nil, err
	}
	notes, faults := e.CheckFindings(bundle, chosen)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	p.notes(slices.Concat(e.NotChosen(o.standards, bundle, asOf), notes))
	var plans []planned
	var known []string
	for _, std := range chosen {
		if !slices.ContainsFunc(std.Grades, func(g standards.Grade) bool { return g.Name == o.to }) {
			names := words(std.Grades, func(g standards.Grade) string { return g.Name })
			if names == "" {
				names = "不分等级"
			}
			known = append(known, std.ID+"（"+names+"）")
			continue
		}
		r, err := e.Assess(ctx, std, bundle, asOf)
		if err != nil {
			return nil, err
		}
		variant, _, err := e.Bind(std, bundle.Subject.Level, bundle.Subject.Region, asOf)
		if err != nil {
			return nil, err
		}
		plan, err := assessment.PlanTo(variant, r, assessment.Goal{Grade: o.to})
		if err != nil {
			return nil, err
		}
		plans = append(plans, planned{r, plan})
	}
	if len(plans) == 0 {
		return nil, fmt.Errorf("--to %s：所用标准没有这个等级；可用：%s", o.to, strings.Join(known, "、"))
	}
	return plans, nil
}

func (one planned) state() report.PlanState { return report.PlanStateOf(one.plan) }

func (p *program) writePlansJSON(asOf string, plans []planned) error {
	return report.WritePlans(p.stdout, report.PlanDocument{Version: version, AsOf: asOf, Plans: each(plans, func(one planned) report.OnePlan {
		return report.PlanOf(one.report, one.plan, factTitle)
	})})
}

func (p *program) writePlansText(plans []planned) error {
	var out strings.Builder
	for i, one := range plans {
		if i > 0 {
			out.WriteString("\n")
		}
		t := planText{&out, one.report, one.plan}
		t.head()
		switch one.state() {
		case report.PlanReached:
			t.line("“%s”已经确定达到，不用再做什么。", t.plan.Grade)
		case report.PlanUnreachable:
			t.unreachable()
		case report.PlanPlanned:
			t.way()
		}
		t.rest()
	}
	_, err := fmt.Fprint(p.stdout, out.String())
	return err
}

// planText writes one plan for people.
type planText struct {
	*strings.Builder
	report *assessment.Report
	plan   *assessment.Plan
}

func (t planText) line(format string, args ...any) { fmt.Fprintf(t, format+"\n", args...) }

func (t planText) head() {
	std := t.report.Standard
	badge := ""
	if std.Draft {
		badge = "〔本地草案〕"
	}
	t.line("%s", t.report.Subject.Name)
	t.line("标准：%s（%s@%s）%s", std.Title, std.ID, std.Edition, badge)
	if std.OutsideScope != "" {
		t.line("注意：%s", std.OutsideScope)
	}
	var total *standards.Points
	if t.report.Total != nil {
		total = &t.report.Total.Certain
	}
	t.line("目标：%s", t.plan.Grade)
	t.line("现在已确定：%s", standing(total, t.report.Grade.Certain))
	t.line("")
}

// standing is what is certain, in words.
func standing(total *standards.Points, grade string) string {
	if total == nil {
		return "“" + grade + "”"
	}
	return fmt.Sprintf("%s 分，“%s”", shownPoints(*total), grade)
}

// shownPoints is a number for people: exact where that is short, and otherwise cut.
func shownPoints(p standards.Points) string {
	if cut := p.Display(4); cut == p.String() {
		return cut
	}
	return "约 " + p.Display(2)
}

func (t planText) way() {
	way := t.plan.Way
	t.line("要做 %d 件事（工作量共 %d），做完可确定：%s。", len(way.Steps), way.Effort, standing(way.Total, way.Grade))
	if len(way.Checks) > 0 {
		t.line("光靠站里做不到，另需核查 %d 条（列在后面）。", len(way.Checks))
	}
	if t.plan.Proven {
		t.line("没有工作量更少的做法。没有列入的待定条目一律按最坏情况算。")
	} else {
		t.line("提示：做法太多，没有全部比较完；照这样做一定达到，但不一定是工作量最少的。")
	}
	t.line("")
	for i, step := range way.Steps {
		t.step(i+1, step)
	}
	if len(way.Checks) > 0 {
		t.line("")
		t.line("另需核查（由核查人员评定，站里定不了）：")
		for i, step := range way.Checks {
			t.step(i+1, step)
		}
	}
	for i, other := range t.plan.Others {
		if i == 0 {
			t.line("")
			t.line("工作量一样的做法还有：")
		}
		t.line("  - 不做 %s，改做 %s；做完可确定：%s", lacking(*way, other), lacking(other, *way), standing(other.Total, other.Grade))
	}
}

// lacking names the items of a way that the other does not have.
func lacking(way, other assessment.Way) string {
	has := func(step assessment.Step) bool {
		return slices.ContainsFunc(slices.Concat(other.Steps, other.Checks), func(s assessment.Step) bool { return s.Item.Item.ID == step.Item.Item.ID })
	}
	only := slices.DeleteFunc(slices.Concat(way.Steps, way.Checks), has)
	return words(only, func(step assessment.Step) string { return step.Item.Item.ID })
}

func (t planText) step(n int, step assessment.Step) {
	item := step.Item
	var worth []string
	if step.Gate {
		worth = append(worth, "必须做到")
	}
	if step.Points.Sign() > 0 {
		worth = append(worth, "+"+shownPoints(step.Points)+" 分")
	}
	inspector := step.Kind == assessment.ImproveWait
	if !inspector {
		worth = append(worth, fmt.Sprintf("工作量 %d", step.Effort))
	}
	t.line("%3d. %s %s（%s）", n, item.Item.ID, item.Item.Title, strings.Join(worth, "，"))
	for _, place := range item.Missing {
		t.line("     补填：%s（%s），写在 %s", factTitle(place.Path), place.Path, place.At)
	}
	for _, shortfall := range item.Shortfalls {
		t.line("     问题：%s", shortfall.Text)
	}
	fix := strings.Join(strings.Fields(item.Item.Fix), " ")
	switch {
	case inspector:
		t.line("     核查：%s", words(item.Item.Methods, report.MethodWord))
	case fix == "" && len(item.Missing) == 0:
		t.line("     做法：对照要求做到位：%s", strings.Join(strings.Fields(item.Item.Text), " "))
	case fix != "" && len(item.Missing) > 0:
		t.line("     如没做到：%s", fix)
	case fix != "":
		t.line("     整改：%s", fix)
	}
	if step.Recheck {
		t.line("     这一条是核查人员评定的，做完请其复核")
	}
}

func (t planText) unreachable() {
	t.line("达不到“%s”：把能做的都做到，仍有 %d 个条件不满足。", t.plan.Grade, len(t.plan.Obstacles))
	for _, o := range t.plan.Obstacles {
		where := ""
		if o.Item != "" {
			where = o.Item + " "
		}
		t.line("  - %s%s", where, o.Text)
	}
}

// rest is what cannot help, what is in error, and what settles the grade.
func (t planText) rest() {
	name := func(item assessment.ItemResult) string { return item.Item.ID + " " + item.Item.Title }
	if len(t.plan.Useless) > 0 {
		t.line("")
		t.line("对“%s”没有帮助的 %d 条：%s", t.plan.Grade, len(t.plan.Useless), words(t.plan.Useless, name))
	}
	if len(t.plan.Errored) > 0 {
		t.line("")
		t.line("判定出错的 %d 条，改正前没法安排：%s", len(t.plan.Errored), words(t.plan.Errored, name))
	}
	settlement := t.plan.Settlement
	if settlement.State == assessment.Held || t.plan.Obstacles != nil {
		return
	}
	t.line("")
	if settlement.State == assessment.Broken {
		t.line("给核查人员：待定的全部符合也达不到“%s”，要等站里整改。", t.plan.Grade)
		return
	}
	t.line("给核查人员（不等整改，只把待定的核清楚）：")
	fewest := "最少"
	if !settlement.Proven {
		fewest = "不超过"
	}
	id := func(item assessment.ItemResult) string { return item.Item.ID }
	if len(settlement.Confirm) > 0 {
		t.line("  - %s %d 条全部符合，就能确定“%s”：%s", fewest, len(settlement.Confirm), t.plan.Grade, words(settlement.Confirm, id))
	} else {
		t.line("  - 待定的全部符合，也还不能确定“%s”", t.plan.Grade)
	}
	if len(settlement.Refute) > 0 {
		t.line("  - %s %d 条不符合，就能确定达不到：%s", fewest, len(settlement.Refute), words(settlement.Refute, id))
	} else {
		t.line("  - 待定的全部不符合，也还不能排除“%s”", t.plan.Grade)
	}
}
