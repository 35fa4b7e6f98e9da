package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"zhanping/evidence"
	"zhanping/policies"
)

func newTest(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "test [目录...]",
		Short: "运行判定规则的全部样例（cases.yaml）",
		Long: "逐个运行判定规则旁边的样例，核对结论、文字和缺少的事实；不给目录时运行内置规则的样例。\n" +
			"有样例不符时退出码为 1；规则有误或没有样例时退出码为 2。",
		Example: "  zhanping test 我的规则",
		RunE: func(_ *cobra.Command, args []string) error {
			return p.test(args)
		},
	}
}

func (p *program) test(dirs []string) error {
	given, err := examine(dirs)
	if err != nil {
		return err
	}
	if len(given.own) == 0 {
		return errors.New("没有可运行的样例：所给目录里没有判定规则；请给出含 .rego 和 cases.yaml 的目录")
	}
	engine, err := policies.Load(evidence.DefaultSchema(), given.policies...)
	if err != nil {
		return err
	}
	passed, failed := 0, 0
	for _, source := range given.own {
		results, err := engine.RunCases(source)
		if err != nil {
			return err
		}
		for _, result := range results {
			if len(result.Differences) == 0 {
				passed++
				continue
			}
			failed++
			for _, difference := range result.Differences {
				fmt.Fprintf(p.stdout, "%s: %s／%s：%s\n", result.At, result.Check, result.Name, difference)
			}
		}
	}
	if passed+failed == 0 {
		return errors.New("没有运行任何样例；每个判定规则旁边应有 cases.yaml")
	}
	fmt.Fprintf(p.stdout, "样例 %d 个：通过 %d，未通过 %d\n", passed+failed, passed, failed)
	if failed > 0 {
		return verdict(exitNotReached)
	}
	return nil
}
