package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/report"
	"zhanping/internal/yamltext"
	"zhanping/standards"
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
				x := explanation{program: p, engine: e, bundle: read, std: chosen[i], asOf: asOf}
				if err := x.print(ctx, r, result); err != nil {
					return err
				}
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

// explanation is the telling of one item.
type explanation struct {
	*program
	engine *engine.Engine
	bundle *evidence.Bundle
	std    *standards.Standard
	asOf   string
}

func (x explanation) line(label, format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if text != "" {
		fmt.Fprintf(x.stdout, "%s：%s\n", label, text)
	}
}

func (x explanation) print(ctx context.Context, r *assessment.Report, result assessment.ItemResult) error {
	item := result.Item
	badge := ""
	if result.Draft {
		badge = "〔本地草案〕"
	}
	worth := report.KindWord(item.Kind)
	if item.Kind != standards.KindRequired {
		worth = fmt.Sprintf("%s %s 分", worth, result.Max)
	}
	fmt.Fprintf(x.stdout, "%s %s〔%s〕%s\n", item.ID, item.Title, worth, badge)
	x.line("标准", "%s %s", x.std.Ref(), x.std.Title)
	if r.Standard.OutsideScope != "" {
		x.line("注意", "%s", r.Standard.OutsideScope)
	}
	x.line("大项", "%s %s", result.Chapter, result.ChapterTitle)
	x.line("要求", "%s", item.Text)
	x.line("施行", "%s", report.EffectiveWords(item.Effective, x.asOf))
	x.line("出处", "%s", report.ProvenanceWords(item.Provenance))
	x.line("核查", "%s；材料：%s", words(item.Methods, report.MethodWord), words(item.Evidence, report.EvidenceWord))
	x.line("评分办法", "%s", item.Rubric)
	if item.Kind != standards.KindRequired {
		x.line("计分", "%s", report.ScoringWords(*item))
	}
	x.line("说明", "%s", item.Note)
	for _, amendment := range item.Amended {
		x.line("加严", "由 %s 收紧：%s", amendment.Overlay, amendment.Words())
	}
	x.checks(*item)
	x.facts(result)
	x.decision(result)
	return x.change(ctx, result)
}

func words[T any](list []T, word func(T) string) string {
	out := make([]string, len(list))
	for i, one := range list {
		out[i] = word(one)
	}
	return strings.Join(out, "、")
}

// checks names the checks that decide the item, with their parameters.
func (x explanation) checks(item standards.Item) {
	if len(item.Parts) == 0 {
		x.line("判定", "由核查人员现场评定")
		return
	}
	if item.When != nil {
		x.line("适用条件", "%s", x.part(*item.When))
	}
	for _, part := range item.Parts {
		x.line("判定规则", "%s", x.part(part))
	}
}

func (x explanation) part(part standards.Part) string {
	text := part.Check
	for _, check := range x.engine.Policies().Checks() {
		if check.Name == part.Check {
			text = fmt.Sprintf("%s（%s）", check.Title, check.Name)
		}
	}
	var params []string
	for _, name := range slices.Sorted(maps.Keys(part.Params)) {
		params = append(params, fmt.Sprintf("%s = %v", name, part.Params[name]))
	}
	if len(params) > 0 {
		text += "，" + strings.Join(params, "，")
	}
	return text
}

// facts lists what the decision read, with values and positions.
func (x explanation) facts(result assessment.ItemResult) {
	if len(result.Reads) == 0 {
		return
	}
	fmt.Fprintln(x.stdout, "读取的事实：")
	for _, place := range result.Reads {
		fact, _ := x.engine.Schema().Fact(place.Path)
		value := x.bundle.Value(place.Path)
		if value == nil {
			fmt.Fprintf(x.stdout, "  %s（%s）未填，应写在 %s\n", fact.Title, place.Path, place.At)
			continue
		}
		sources := ""
		if len(value.Sources) > 0 {
			sources = "，依据 " + sourceWords(value.Sources)
		}
		fmt.Fprintf(x.stdout, "  %s（%s）= %s%s  %s%s\n", fact.Title, place.Path, shownValue(fact, value), fact.Unit, place.At, sources)
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

func (x explanation) decision(result assessment.ItemResult) {
	text := report.OutcomeWord(result.Outcome)
	if result.Item.Kind != standards.KindRequired {
		text += "，得分 " + span(result.Points) + " / " + cut(result.Max)
	}
	x.line("结论", "%s", text)
	if result.CheckOutcome != "" && result.CheckOutcome != result.Outcome {
		x.line("程序判定", "%s（以核查人员结论为准）", report.OutcomeWord(result.CheckOutcome))
	}
	x.line("原因", "%s", result.Reason)
	for _, observation := range result.Observations {
		x.line("查证", "%s", observation)
	}
	for _, shortfall := range result.Shortfalls {
		x.line("问题", "%s", shortfall.Text)
	}
	for _, finding := range result.Findings {
		x.line("人工评定", "%s", report.FindingWords(finding))
	}
}
