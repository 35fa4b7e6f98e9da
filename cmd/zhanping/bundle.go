package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/yamltext"
)

func newBundle(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bundle",
		Short: "佐证材料：检查、摘要、写成和读回 Excel 填报表",
		RunE:  helpOrUnknown,
	}
	cmd.AddCommand(newBundleCheck(p), newBundleDigest(p), newBundleExport(p), newBundleImport(p))
	return cmd
}

type checkOptions struct {
	sources
	asOf string
	all  bool
}

func newBundleCheck(p *program) *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check 材料...",
		Short: "检查佐证材料，一次列出全部错误，并列出换算过的写法",
		Long: "检查佐证材料，一次列出全部错误和提示，并列出换算过的写法。\n" +
			"材料里有人工评定（findings）的，还按适用的标准核对：编号、条目、得分、理由是否合规。",
		Example: "  zhanping bundle check 我站.yaml",
		Args:    needArgs(1, "佐证材料"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.check(cmd.Context(), o, args)
		},
	}
	o.addFlags(cmd)
	cmd.Flags().StringVar(&o.asOf, "as-of", "", "评定`日期`，如 2026-06-30（默认今天）")
	cmd.Flags().BoolVar(&o.all, "all", false, "逐处列出是、否、无的换算，不合并成一行")
	return cmd
}

func (p *program) check(ctx context.Context, o checkOptions, args []string) error {
	asOf, err := p.day(o.asOf)
	if err != nil {
		return err
	}
	bundles, err := p.openAll(args)
	if err != nil {
		return err
	}
	var e *engine.Engine // loaded for the first bundle that has findings
	errs := make([]error, len(bundles))
	for i, b := range bundles {
		if len(b.Findings) == 0 {
			errs[i] = assessment.CheckDay(b, asOf)
			continue
		}
		if e == nil {
			if e, err = loadEngine(o.sources); err != nil {
				return err
			}
		}
		var notes []evidence.Note
		notes, errs[i] = checkUnderAll(ctx, e, b, asOf)
		b.Notes = append(b.Notes, notes...)
	}
	if err := engine.Join(errs); err != nil {
		return err
	}
	for _, b := range bundles {
		p.printCheck(b, o.all)
	}
	fmt.Fprintf(p.stdout, "%d 份材料：未发现错误\n", len(bundles))
	return nil
}

// checkUnderAll holds people's findings against every standard that applies.
func checkUnderAll(ctx context.Context, e *engine.Engine, b *evidence.Bundle, asOf string) ([]evidence.Note, error) {
	applicable, _, err := e.Catalogue().ApplicableTo(b.Subject.Kind, b.Subject.Level, asOf, engine.Values(b))
	if err != nil {
		return nil, err
	}
	reports, notes, err := e.AssessUnder(ctx, applicable, b, asOf)
	for _, r := range reports {
		for _, text := range r.Notes {
			note := evidence.Note{At: yamltext.Position{File: b.File}, Text: text}
			if !slices.Contains(notes, note) {
				notes = append(notes, note)
			}
		}
	}
	return notes, err
}

// plain are the conversions that nobody doubts; they are counted and not listed.
var plain = []struct{ rule, words string }{
	{"yes", "“是、有、√”读作“是”"},
	{"no", "“否、无、×”读作“否”"},
	{"none_document", "文件、照片处的“无”读作“没有”"},
	{"none_list", "列表处的“无”读作空列表"},
}

func (p *program) printCheck(b *evidence.Bundle, all bool) {
	titles := map[string]string{}
	for _, rule := range evidence.ConversionRules() {
		titles[rule.Name] = rule.Title
	}
	for _, note := range b.Notes {
		fmt.Fprintf(p.stdout, "%s: 提示：%s\n", note.At, note.Text)
	}
	counts := map[string]int{}
	for _, c := range b.Conversions {
		isPlain := slices.ContainsFunc(plain, func(row struct{ rule, words string }) bool { return row.rule == c.Rule })
		if isPlain && !all {
			counts[c.Rule]++
			continue
		}
		to := map[string]string{"yes": "是", "no": "否", "none_document": "没有"}[c.Rule]
		if to == "" {
			to = c.To
		}
		fmt.Fprintf(p.stdout, "%s: 换算：%s%s → %s（%s）\n", c.At, titled(c.Path), c.From, to, titles[c.Rule])
	}
	var words []string
	for _, row := range plain {
		if counts[row.rule] > 0 {
			words = append(words, fmt.Sprintf("%s %d 处", row.words, counts[row.rule]))
		}
	}
	if len(words) > 0 {
		fmt.Fprintf(p.stdout, "%s: 换算：%s\n", b.File, strings.Join(words, "，"))
	}
	members := ""
	if n := len(b.Members); n > 0 {
		members = fmt.Sprintf("，由 %d 个站的材料汇总", n)
	}
	fmt.Fprintf(p.stdout, "%s: %s，依据 %d 项，换算 %d 处，提示 %d 处%s\n",
		b.File, b.Subject.Name, len(b.Sources), len(b.Conversions), len(b.Notes), members)
}

// titled is the title of a fact with a blank after it; "" for what is no fact.
func titled(path string) string {
	if title := factTitle(path); title != "" {
		return title + " "
	}
	return ""
}

func newBundleDigest(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "digest 材料...",
		Short: "计算佐证材料的摘要（SHA-256 与 SM3）",
		Long:  "摘要按规范形式（RFC 8785）计算：注释、键的次序、键用中文还是英文、数值的写法都不影响摘要。",
		Args:  needArgs(1, "佐证材料"),
		RunE: func(_ *cobra.Command, args []string) error {
			bundles, err := p.openAll(args)
			if err != nil {
				return err
			}
			for _, b := range bundles {
				fmt.Fprintf(p.stdout, "%s  %s  %s\n", b.Digest, b.DigestSM3, b.File)
			}
			return nil
		},
	}
}

// openAll reads every bundle, or returns the faults of all.
func (p *program) openAll(args []string) ([]*evidence.Bundle, error) {
	paths, err := findBundles(args)
	if err != nil {
		return nil, err
	}
	schema := evidence.DefaultSchema()
	bundles := make([]*evidence.Bundle, len(paths))
	errs := make([]error, len(paths))
	for i, path := range paths {
		bundles[i], errs[i] = p.openBundle(schema, path)
	}
	if err := engine.Join(errs); err != nil {
		return nil, err
	}
	return bundles, nil
}
