package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhanping/assessment"
	"zhanping/internal/explain"
	"zhanping/internal/yamltext"
)

type explainOptions struct {
	sources
	standards []string
	asOf      string
}

func newExplain(p *program) *cobra.Command {
	var o explainOptions
	cmd := &cobra.Command{
		Use:     "explain 材料 条目...",
		Short:   "说明条目：要求、出处、读到的事实和位置、怎样改变结果",
		Example: "  zhanping explain evidence/samples/lacking-town C03",
		Args:    needArgs(2, "佐证材料和条目编号"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.explain(cmd.Context(), o, args[0], args[1:])
		},
	}
	o.addFlags(cmd)
	o.addOverlayFlag(cmd)
	cmd.Flags().StringArrayVar(&o.standards, "standard", nil, "只看此`标准`，写作 编号 或 编号@版本（可重复）")
	cmd.Flags().StringVar(&o.asOf, "as-of", "", "评定`日期`，如 2026-06-30（默认今天）")
	return cmd
}

func (p *program) explain(ctx context.Context, o explainOptions, path string, ids []string) error {
	asOf, err := p.day(o.asOf)
	if err != nil {
		return err
	}
	e, err := loadEngine(o.sources)
	if err != nil {
		return err
	}
	bundle, err := p.openBundle(e.Schema(), path)
	if err != nil {
		return err
	}
	chosen, err := e.Choose(o.standards, bundle, asOf)
	if err != nil {
		return err
	}
	reports, _, err := e.AssessUnder(ctx, chosen, bundle, asOf)
	if err != nil {
		return err
	}
	if err := knownItems(reports, ids); err != nil {
		return err
	}
	told := 0
	for _, id := range ids {
		for i, r := range reports {
			for _, result := range slices.Concat(r.Items, r.Announced) {
				if !strings.EqualFold(result.Item.ID, id) {
					continue
				}
				if told++; told > 1 {
					fmt.Fprintln(p.stdout)
				}
				read, _, err := e.Complete(ctx, chosen[i], bundle, asOf)
				if err != nil {
					return err
				}
				x, err := explain.Question{Engine: e, Standard: chosen[i], Bundle: read, AsOf: asOf}.Item(ctx, r, result)
				if err != nil {
					return err
				}
				p.writeExplanation(x)
			}
		}
	}
	return nil
}

// knownItems refuses ids that no standard used has, each with the one likely meant.
func knownItems(reports []*assessment.Report, ids []string) error {
	var known []string
	for _, r := range reports {
		for _, result := range slices.Concat(r.Items, r.Announced) {
			known = append(known, result.Item.ID)
		}
	}
	var errs []error
	for _, id := range ids {
		if slices.ContainsFunc(known, func(k string) bool { return strings.EqualFold(k, id) }) {
			continue
		}
		text := fmt.Sprintf("所用标准没有条目 %q", id)
		if near, ok := yamltext.Nearest(id, known); ok {
			text += "；是否要看 " + near
		}
		errs = append(errs, fmt.Errorf("%s；用 zhanping assess 查看全部条目", text))
	}
	return errors.Join(errs...)
}

// writeExplanation tells about one item, label by label; a label with nothing behind it is left out.
func (p *program) writeExplanation(x explain.Explanation) {
	badge := ""
	if x.Draft {
		badge = "〔本地草案〕"
	}
	fmt.Fprintf(p.stdout, "%s %s〔%s〕%s\n", x.Item, x.Title, x.Worth, badge)
	line := func(label, text string) {
		if text != "" {
			fmt.Fprintf(p.stdout, "%s：%s\n", label, text)
		}
	}
	lines := func(label string, texts []string) {
		for _, text := range texts {
			line(label, text)
		}
	}
	line("标准", x.Standard+" "+x.StandardTitle)
	line("注意", x.OutsideScope)
	line("大项", x.Chapter+" "+x.ChapterTitle)
	line("要求", x.Text)
	line("施行", x.Effective)
	line("出处", x.Provenance)
	line("核查", strings.Join(x.Methods, "、")+"；材料："+strings.Join(x.Evidence, "、"))
	line("评分办法", x.Rubric)
	line("计分", x.Scoring)
	line("说明", x.Note)
	lines("加严", x.Amended)
	if len(x.Checks) == 0 {
		line("判定", "由核查人员现场评定")
	}
	line("适用条件", x.When)
	lines("判定规则", x.Checks)
	p.writeFacts(x.Facts)
	outcome := x.OutcomeWords
	if x.Score != "" {
		outcome += "，得分 " + x.Score
	}
	line("结论", outcome)
	if x.Computed != "" {
		line("程序判定", x.Computed+"（以核查人员结论为准）")
	}
	line("原因", x.Reason)
	lines("查证", x.Observations)
	lines("问题", x.Shortfalls)
	lines("人工评定", x.Findings)
	p.writeChanges(x)
}

// writeFacts lists what the decision read, with values and positions.
func (p *program) writeFacts(facts []explain.FactRead) {
	if len(facts) > 0 {
		fmt.Fprintln(p.stdout, "读取的事实：")
	}
	for _, fact := range facts {
		if !fact.Given {
			fmt.Fprintf(p.stdout, "  %s（%s）未填，应写在 %s\n", fact.Title, fact.Path, fact.At)
			continue
		}
		sources := ""
		if len(fact.Sources) > 0 {
			sources = "，依据 " + sourceWords(fact.Sources)
		}
		fmt.Fprintf(p.stdout, "  %s（%s）= %s%s  %s%s\n", fact.Title, fact.Path, fact.Value, fact.Unit, fact.At, sources)
	}
}

// mostSources is how many sources of one fact are named; a county's may be its stations.
const mostSources = 10

func sourceWords(ids []string) string {
	if len(ids) <= mostSources {
		return strings.Join(ids, "、")
	}
	return fmt.Sprintf("%s等 %d 处", strings.Join(ids[:mostSources], "、"), len(ids))
}

// writeChanges says what would change the outcome.
func (p *program) writeChanges(x explain.Explanation) {
	var out strings.Builder
	for _, missing := range x.Missing {
		fmt.Fprintf(&out, "  补填 %s，写在 %s：\n", missing.Title, missing.At)
		for line := range strings.Lines(missing.Snippet) {
			fmt.Fprintf(&out, "      %s\n", strings.TrimRight(line, "\n"))
		}
	}
	if x.ByPeople {
		fmt.Fprintln(&out, "  这一条以核查人员的评定为准，事实变了由其复核")
	}
	for _, change := range x.Changes {
		fmt.Fprintf(&out, "  %s\n", change)
	}
	if x.Fix != "" {
		fmt.Fprintf(&out, "  整改：%s\n", x.Fix)
	}
	if x.Wait != "" {
		fmt.Fprintf(&out, "  %s\n", x.Wait)
	}
	if out.Len() > 0 {
		fmt.Fprintf(p.stdout, "怎样改变结果：\n%s", out.String())
	}
}
