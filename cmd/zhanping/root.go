package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

const usageTemplate = `用法：
  {{.UseLine}} [选项]{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [命令]{{end}}{{if .HasExample}}

示例：
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

命令：{{range .Commands}}{{if .IsAvailableCommand}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

选项：
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

通用选项：
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableSubCommands}}

“{{.CommandPath}} [命令] --help” 查看某个命令的说明。{{end}}
`

func newRoot(p *program) *cobra.Command {
	root := &cobra.Command{
		Use:   "zhanping",
		Short: "站评：退役军人服务中心（站）评定工具",
		Long: "站评：一次填报，多标共用。把一个服务中心（站）的佐证材料按各套标准逐条判定、计分、评等级，每一分都有出处。\n\n" +
			"退出码：0 达到要求或未设要求；1 已评定、未达到要求；2 未能评定（用法、材料、标准或规则有误）；3 已评定但不完整（--require-complete）。",
		Args:              cobra.ArbitraryArgs,
		SilenceErrors:     true,
		SilenceUsage:      true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		RunE:              helpOrUnknown,
	}
	root.SetIn(p.stdin)
	root.SetOut(p.stdout)
	root.SetErr(p.stderr)
	root.SetUsageTemplate(usageTemplate)
	root.SetHelpTemplate("{{with (or .Long .Short)}}{{. | trimTrailingWhitespaces}}\n\n{{end}}{{.UsageString}}")
	help := newHelp()
	translateHelpFlags(help)
	root.SetHelpCommand(help)
	root.SetFlagErrorFunc(flagError)
	root.AddCommand(
		newAssess(p), newExplain(p), newInspect(p), newLint(p), newTest(p),
		newNew(p), newBundle(p), newVersion(p), newCompletion(p),
	)
	root.AddCommand(newPlan(p), newRank(p), newDoc(p))
	root.AddCommand(newServe(p), newBackup(p), newRestore(p), newVerify(p), newJournal(p), newPassword(p))
	translateHelpFlags(root)
	return root
}

// newHelp is the command that shows what --help of another command shows.
func newHelp() *cobra.Command {
	return &cobra.Command{
		Use:   "help [命令]",
		Short: "查看某个命令的说明",
		RunE: func(cmd *cobra.Command, args []string) error {
			found := cmd.Root()
			for _, name := range args {
				next, rest, err := found.Find([]string{name})
				if err != nil || len(rest) > 0 {
					return unknownCommand(found, name)
				}
				found = next
			}
			return found.Help()
		},
	}
}

// helpOrUnknown is what a command does that only has commands below it.
func helpOrUnknown(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return cmd.Help()
	}
	return unknownCommand(cmd, args[0])
}

// unknownCommand refuses a command that is not there, with the one that was likely meant.
func unknownCommand(cmd *cobra.Command, name string) error {
	text := fmt.Sprintf("没有命令 %q", strings.TrimPrefix(cmd.CommandPath()+" ", "zhanping ")+name)
	cmd.SuggestionsMinimumDistance = 2
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		text += "；是否要用：" + strings.Join(near, "、")
	}
	return fmt.Errorf("%s；用 %s --help 查看全部命令", text, cmd.CommandPath())
}

// translateHelpFlags gives every command's --help a Chinese description.
func translateHelpFlags(cmd *cobra.Command) {
	cmd.DisableFlagsInUseLine = true
	cmd.InitDefaultHelpFlag()
	cmd.Flags().Lookup("help").Usage = "显示说明"
	for _, sub := range cmd.Commands() {
		translateHelpFlags(sub)
	}
}

// flagError says in Chinese what is wrong with a flag.
func flagError(cmd *cobra.Command, err error) error {
	hint := fmt.Sprintf("；用 %s --help 查看选项", cmd.CommandPath())
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		return fmt.Errorf("没有选项 %s%s%s", strings.Repeat("-", min(2, len(unknown.GetSpecifiedName()))), unknown.GetSpecifiedName(), hint)
	case errors.As(err, &missing):
		return fmt.Errorf("选项 --%s 后面要写值%s", missing.GetFlag().Name, hint)
	case errors.As(err, &invalid):
		return fmt.Errorf("选项 --%s 的值 %q 不对%s", invalid.GetFlag().Name, invalid.GetValue(), hint)
	default:
		return fmt.Errorf("选项写法有误（%w）%s", err, hint)
	}
}

// needArgs refuses a command line with fewer arguments than the command needs.
func needArgs(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < n {
			return fmt.Errorf("缺少参数：%s；用法：%s", what, cmd.UseLine())
		}
		return nil
	}
}

// noArgs refuses words after a command that takes none.
func noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("多余的参数：%s；用法：%s", strings.Join(args, " "), cmd.UseLine())
	}
	return nil
}

// oneArg refuses anything but one argument.
func oneArg(what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := needArgs(1, what)(cmd, args); err != nil {
			return err
		}
		return noArgs(cmd, args[1:])
	}
}
