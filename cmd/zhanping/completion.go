package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newCompletion(p *program) *cobra.Command {
	return &cobra.Command{
		Use:       "completion bash|zsh|fish|powershell",
		Short:     "生成命令行补全脚本",
		Example:   "  zhanping completion bash > /etc/bash_completion.d/zhanping",
		ValidArgs: []string{"bash", "zsh", "fish", "powershell"},
		Args:      oneArg("外壳名称（bash、zsh、fish 或 powershell）"),
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(p.stdout, true)
			case "zsh":
				return root.GenZshCompletion(p.stdout)
			case "fish":
				return root.GenFishCompletion(p.stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(p.stdout)
			}
			return fmt.Errorf("不支持外壳 %q；可用 bash、zsh、fish、powershell", args[0])
		},
	}
}
