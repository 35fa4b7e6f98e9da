// Command load measures "save a draft and see the score": fifty people at once, each saving the evidence
// of a station of their own with one fact changed, on the real server with SQLite and with
// PostgreSQL, beside the OPA server that judges the same evidence by the same 76 items and stores
// nothing. Servers are processes of their own and take turns. It is run by `make bench-load` from the
// repository's root and measures nothing before the verdicts are known to be equal.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"zhanping/bench/contest"
)

type options struct {
	users    int
	requests int
	length   time.Duration
	rounds   int
	whole    bool
	seed     uint64
	servers  string
	profile  string
}

func main() {
	var o options
	flag.IntVar(&o.users, "users", 50, "people who save at once")
	flag.IntVar(&o.requests, "requests", 5000, "most saves in a turn")
	flag.DurationVar(&o.length, "for", 20*time.Second, "longest turn")
	flag.IntVar(&o.rounds, "rounds", 3, "turns of each server")
	flag.BoolVar(&o.whole, "whole", false, "every save brings other evidence altogether, not one changed fact")
	flag.Uint64Var(&o.seed, "seed", 76, "seed of the invented bundles")
	flag.StringVar(&o.servers, "servers", "sqlite,postgres,opa", "servers to measure; figures are compared with the last")
	flag.StringVar(&o.profile, "profile", "", "address of net/http/pprof of the server with SQLite")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// invented is how many bundles the saves are made of.
const invented = 200

func run(ctx context.Context, o options) (err error) {
	folder, err := os.MkdirTemp("", "zhanping-load-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	fmt.Fprintln(os.Stderr, "==> inventing bundles")
	generate := exec.Command("bin/bench/generate", "-n", strconv.Itoa(max(invented, o.users)), "-seed", strconv.FormatUint(o.seed, 10),
		"-standard", contest.Standard, "-as-of", contest.AsOf, "-out", folder)
	generate.Stdout, generate.Stderr = os.Stderr, os.Stderr
	if err := generate.Run(); err != nil {
		return err
	}
	drafts, err := readDrafts(folder, o)
	if err != nil {
		return err
	}
	servers, stop, err := start(ctx, o, folder, drafts)
	defer func() { err = errors.Join(err, stop()) }()
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "==> comparing verdicts")
	if err := sameVerdicts(ctx, servers, o); err != nil {
		return err
	}
	turns := map[string][]turn{}
	for round := range o.rounds {
		for i := range servers {
			s := servers[(round+i)%len(servers)]
			took, err := measure(ctx, s, o)
			if err != nil {
				return fmt.Errorf("%s: %w", s.name, err)
			}
			fmt.Fprintf(os.Stderr, "round %d: %s: %d saves, p50 %s, p99 %s\n", round+1, s.name, took.saves, took.p50, took.p99)
			turns[s.name] = append(turns[s.name], took)
		}
	}
	return report(os.Stdout, o, servers, turns)
}

// start makes everything ready: databases with accounts and stations, servers, people signed in. stop
// ends what was started, also after an error.
func start(ctx context.Context, o options, folder string, drafts [][]draft) (servers []*contestant, stop func() error, err error) {
	var closers []func() error
	stop = func() error {
		var errs []error
		for _, c := range closers {
			errs = append(errs, c())
		}
		return errors.Join(errs...)
	}
	add := func(s *contestant, err error) error {
		if err == nil {
			servers, closers = append(servers, s), append(closers, s.process.Stop)
		}
		return err
	}
	for _, name := range strings.Split(o.servers, ",") {
		switch name {
		case "sqlite":
			err = add(startOurs(ctx, "ours, SQLite", filepath.Join(folder, name), "", o.profile, drafts))
		case "postgres":
			var dsn string
			var remove func() error
			if dsn, remove, err = durablePostgreSQL(ctx); err == nil {
				defer func() { closers = append(closers, remove) }() // after the server that uses it
				err = add(startOurs(ctx, "ours, PostgreSQL", filepath.Join(folder, name), dsn, "", drafts))
			}
		case "opa":
			err = add(startOPA(ctx, contest.Real(folder), drafts))
		default:
			err = fmt.Errorf("no server is called %q", name)
		}
		if err != nil {
			return nil, stop, err
		}
	}
	return servers, stop, nil
}
