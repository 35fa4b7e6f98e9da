package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"zhanping/evidence"
)

func newBundle(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "bundle",
		Short: "佐证材料：检查、摘要",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newBundleCheck(p), newBundleDigest(p))
	return cmd
}

func newBundleCheck(p *program) *cobra.Command {
	return &cobra.Command{
		Use:     "check 材料...",
		Short:   "检查佐证材料，一次列出全部错误，并列出换算过的写法",
		Example: "  zhanping bundle check 我站.yaml",
		Args:    needArgs(1, "佐证材料"),
		RunE: func(_ *cobra.Command, args []string) error {
			bundles, err := p.openAll(args)
			if err != nil {
				return err
			}
			for _, b := range bundles {
				p.printCheck(b)
			}
			fmt.Fprintf(p.stdout, "%d 份材料：未发现错误\n", len(bundles))
			return nil
		},
	}
}

func (p *program) printCheck(b *evidence.Bundle) {
	titles := map[string]string{}
	for _, rule := range evidence.ConversionRules() {
		titles[rule.Name] = rule.Title
	}
	for _, c := range b.Conversions {
		fmt.Fprintf(p.stdout, "%s: 换算：%s → %s（%s）\n", c.At, c.From, c.To, titles[c.Rule])
	}
	for _, note := range b.Notes {
		fmt.Fprintf(p.stdout, "%s: 提示：%s\n", note.At, note.Text)
	}
	members := ""
	if n := len(b.Members); n > 0 {
		members = fmt.Sprintf("，由 %d 个站的材料汇总", n)
	}
	fmt.Fprintf(p.stdout, "%s: %s，依据 %d 项，换算 %d 处，提示 %d 处%s\n",
		b.File, b.Subject.Name, len(b.Sources), len(b.Conversions), len(b.Notes), members)
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
	if err := joinFaults(errs); err != nil {
		return nil, err
	}
	return bundles, nil
}
