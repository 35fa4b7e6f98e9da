package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"zhanping/server"
	"zhanping/server/casework"
)

func newPassword(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "password 登录名",
		Short: "重置密码：没有管理员能登录时，在服务器上用",
		Long: "给一个账号换上一次性密码，用于系统管理员的密码丢失、没有别人能重置的时候；平时请由管理员在网页上重置。\n" +
			"用 SQLite 时先停下服务器。重置记入日志；这个账号的全部登录随之失效，下次登录须改密码。",
		Example: "  zhanping password admin --data ./data",
		Args:    needArgs(1, "登录名"),
	}
	return dataCommand(cmd, func(ctx context.Context, config server.Config) error {
		return p.resetPassword(ctx, config, cmd.Flags().Arg(0))
	})
}

func (p *program) resetPassword(ctx context.Context, config server.Config, login string) error {
	// a folder mistyped must not become a new installation
	there, err := peek(ctx, config)
	if err != nil {
		return err
	}
	if err := there.Close(); err != nil {
		return err
	}
	config.Log = newLog(p.stderr)
	return opened(ctx, config, "zhanping password", func(app *server.App) error {
		password, err := app.Recover(ctx, login)
		var problem *casework.Problem
		if errors.As(err, &problem) {
			return fmt.Errorf("没有登录名是 %q 的账号；请核对", login)
		}
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "登录名  %s\n密码    %s\n\n密码只显示这一次，登录后须先改密码。\n", login, password)
		return nil
	})
}
