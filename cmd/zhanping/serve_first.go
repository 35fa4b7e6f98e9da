package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"zhanping/evidence"
	"zhanping/internal/regions"
	"zhanping/server"
	"zhanping/server/demo"
)

// firstStart is what the first start on a data folder does besides serving.
type firstStart struct {
	demo     bool
	accounts string // where to keep the accounts for programs; empty for nowhere
}

// account is one of those made at the first start, as programs read it.
type account struct {
	Login    string `json:"login"`
	Password string `json:"password"`
	Once     bool   `json:"once"` // to be changed after signing in
	Role     string `json:"role"`
}

// welcome tells of the accounts that are made at the first start.
func (p *program) welcome(ctx context.Context, app *server.App, address string, first firstStart) error {
	password, err := app.FirstAdministrator(ctx)
	if err != nil {
		return openTrouble(err)
	}
	if password == "" {
		if first.demo {
			fmt.Fprintln(p.stderr, "数据目录里已有数据，--demo 没有再载入演示数据。")
		}
		if first.accounts != "" {
			fmt.Fprintln(p.stderr, "数据目录里已有账号，--accounts 没有写文件。")
		}
		return nil
	}
	const rule = "════════════════════════════════════════════════════════════"
	fmt.Fprintf(p.stderr, "%s\n  第一次启动，已建立系统管理员账号：\n\n    地址    %s\n    登录名  admin\n    密码    %s\n\n  密码只显示这一次，登录后须先改密码。\n%s\n",
		rule, address, password, rule)
	made := []account{{Login: "admin", Password: password, Once: true, Role: "系统管理员"}}
	if first.demo {
		shown, err := p.loadDemo(ctx, app, address)
		if err != nil {
			return err
		}
		for _, a := range shown {
			made = append(made, account{Login: a.Login, Password: a.Password, Role: a.Role})
		}
	}
	if first.accounts == "" {
		return nil
	}
	return keepAccounts(first.accounts, address, made)
}

// loadDemo fills a new installation with the samples and lists the accounts to try them with.
func (p *program) loadDemo(ctx context.Context, app *server.App, address string) ([]demo.Account, error) {
	fmt.Fprintln(p.stderr, "正在载入演示数据……")
	accounts, err := demo.Load(ctx, app, evidence.Samples())
	if err != nil {
		return nil, fmt.Errorf("演示数据没有载入完；请换一个空的数据目录再试：%w", err)
	}
	// The columns in Chinese come last: a terminal draws them twice as wide.
	table := tabwriter.NewWriter(p.stderr, 0, 0, 2, ' ', 0)
	fmt.Fprintln(p.stderr, "\n演示账号（示例数据，不是真实单位）：登录名、密码、身份")
	for _, a := range accounts {
		fmt.Fprintf(table, "  %s\t%s\t%s\n", a.Login, a.Password, a.Role)
	}
	fmt.Fprintf(table, "\n用浏览器打开 %s；按 Ctrl-C 停止\n\n", address)
	return accounts, table.Flush()
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

// keepAccounts writes the accounts where only the person who started the server reads them. The file
// is there whole or not at all, so that a program may wait for it.
func keepAccounts(name, address string, made []account) error {
	text, err := json.MarshalIndent(struct {
		Address  string    `json:"address"`
		Accounts []account `json:"accounts"`
	}{address, made}, "", "  ")
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(name), ".accounts-*") // for its owner alone
	if err != nil {
		return fmt.Errorf("写账号文件：%w", err)
	}
	defer os.Remove(part.Name()) //nolint:errcheck // gone once it has its name
	_, err = part.Write(append(text, '\n'))
	if failed := part.Close(); err == nil {
		err = failed
	}
	if err == nil {
		err = os.Rename(part.Name(), name)
	}
	if err != nil {
		return fmt.Errorf("写账号文件 %s：%w", name, err)
	}
	return nil
}
