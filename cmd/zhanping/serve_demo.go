package main

import (
	"context"
	"errors"

	"zhanping/server"
)

// loadDemo fills a new installation with the samples and lists the accounts to try them with.
func (p *program) loadDemo(_ context.Context, _ *server.App) error {
	return errors.New("这个程序没有带演示数据")
}
