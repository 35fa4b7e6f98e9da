package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"zhanping/evidence"
	"zhanping/internal/regions"
	"zhanping/server"
	"zhanping/server/demo"
)

// loadDemo fills a new installation with the samples and lists the accounts to try them with.
func (p *program) loadDemo(ctx context.Context, app *server.App, address string) error {
	fmt.Fprintln(p.stderr, "正在载入演示数据……")
	accounts, err := demo.Load(ctx, app, evidence.Samples())
	if err != nil {
		return fmt.Errorf("演示数据没有载入完；请换一个空的数据目录再试：%w", err)
	}
	// The columns in Chinese come last: a terminal draws them twice as wide.
	table := tabwriter.NewWriter(p.stderr, 0, 0, 2, ' ', 0)
	fmt.Fprintln(p.stderr, "\n演示账号（示例数据，不是真实单位）：登录名、密码、身份")
	for _, a := range accounts {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", a.Login, a.Password, a.Role)
	}
	fmt.Fprintf(table, "\n用浏览器打开 %s；按 Ctrl-C 停止\n\n", address)
	return table.Flush()
}

// nameSamples adds the regions of the samples to the table, where the program was built with one.
func nameSamples(config *server.Config) error {
	table := config.Regions
	if table == nil {
		var err error
		if table, err = regions.Open(); err != nil {
			return nil //nolint:nilerr // without a table the demonstration shows codes
		}
	}
	var err error
	config.Regions, err = demo.Places(table)
	return err
}
