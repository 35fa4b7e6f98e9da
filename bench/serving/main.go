// Command serving runs the server for a benchmark: everything as it is put together for use, on a
// loopback port of its own, with a clock that starts on a given day and without limits on how
// often one address may ask, since all of the benchmark's users share one. It prints the address
// once it listens and serves until its standard input ends.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	_ "net/http/pprof" //nolint:gosec // on a loopback port of its own, where asked for
	"os"
	"runtime/debug"
	"time"

	"zhanping/server"
	"zhanping/server/auth"
)

func main() {
	data := flag.String("data", "", "folder of the database file")
	database := flag.String("database", "", "connection string of PostgreSQL; SQLite in the folder where empty")
	day := flag.String("day", "", "day on which the clock starts (YYYY-MM-DD); today where empty")
	profile := flag.String("profile", "", "address on which net/http/pprof answers")
	flag.Parse()
	if err := run(*data, *database, *day, *profile); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(data, database, day, profile string) error {
	start := time.Now()
	first := start
	if day != "" {
		var err error
		if first, err = time.Parse(time.DateOnly, day); err != nil {
			return err
		}
	}
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400) // as the program itself does
	}
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // ends with whoever started us
		stop()
	}()
	often := auth.Rate{PerSecond: 1e6, AtOnce: 1e6}
	app, err := server.Open(ctx, server.Config{
		Data: data, Database: database, Version: "bench", PerAddress: often, PerPerson: often,
		Clock: func() time.Time { return first.Add(time.Since(start)) },
		Log:   slog.New(slog.NewJSONHandler(io.Discard, nil)),
	})
	if err != nil {
		return err
	}
	defer app.Close() //nolint:errcheck // the benchmark is over
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if profile != "" {
		go func() { fmt.Fprintln(os.Stderr, http.ListenAndServe(profile, nil)) }() //nolint:gosec // for the developer
	}
	fmt.Printf("http://%s\n", listener.Addr())
	return server.Run(ctx, listener, app.Handler)
}
