// Command serve runs a server with an empty folder for the browser's tests, and prints where it listens
// and the administrator's one-time password as one line of JSON. It ends when its input ends.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"github.com/alexedwards/argon2id"

	"zhanping/server"
	"zhanping/server/auth"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	folder, err := os.MkdirTemp("", "zhanping-e2e-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	ctx, stop := context.WithCancel(context.Background())
	many := auth.Rate{PerSecond: 1e6, AtOnce: 1e6}
	app, err := server.Open(ctx, server.Config{
		Data: folder, Version: "e2e", Clock: time.Now, PerAddress: many, PerPerson: many,
		Log:      slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		Password: argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
	})
	if err != nil {
		stop()
		return err
	}
	defer app.Close() //nolint:errcheck // a temporary folder
	password, err := app.FirstAdministrator(ctx)
	if err != nil {
		stop()
		return err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		stop()
		return err
	}
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // until whoever started us is gone
		stop()
	}()
	told := map[string]string{"url": "http://" + listener.Addr().String(), "login": "admin", "password": password}
	if err := json.NewEncoder(os.Stdout).Encode(told); err != nil {
		stop()
		return err
	}
	return server.Run(ctx, listener, app.Handler)
}
