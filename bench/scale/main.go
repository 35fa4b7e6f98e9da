// Command scale measures what people wait for when there are very many stations: lists, rankings,
// summaries and tables over HTTP on the real server, with SQLite and with PostgreSQL, each question
// many times and the databases in turn. It also tells how long the server takes to start and what
// memory it holds. It is run by `make bench-load` from the repository's root.
package main

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"zhanping/bench/contest"
	"zhanping/bench/fill"
	"zhanping/bench/host"
	"zhanping/internal/regions"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
	"zhanping/standards"
)

type options struct {
	stations int
	times    int
	rounds   int
	profile  string
}

func main() {
	var o options
	flag.IntVar(&o.stations, "n", 100_000, "number of stations")
	flag.IntVar(&o.times, "times", 40, "how often each question is asked in a round")
	flag.IntVar(&o.rounds, "rounds", 3, "rounds")
	flag.StringVar(&o.profile, "profile", "", "address of net/http/pprof of the server with SQLite")
	flag.Parse()
	if err := run(context.Background(), o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// installation is a server on a database with many stations, and one person who asks.
type installation struct {
	name    string
	process *host.Process
	person  *person
	batch   string
	parents []int // processes whose children work for the server too
	filled  time.Duration
	idle    int64 // bytes
}

func run(ctx context.Context, o options) (err error) {
	folder, err := os.MkdirTemp("", "zhanping-scale-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder) //nolint:errcheck // a temporary folder
	table, err := regions.Open()
	if err != nil {
		return err
	}
	cluster, err := storetest.Start("fsync=on", "synchronous_commit=on", "full_page_writes=on")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, cluster.Remove()) }()
	dsn, err := cluster.Create(ctx)
	if err != nil {
		return err
	}
	var all []*installation
	for _, i := range []struct{ name, dsn string }{{"SQLite", ""}, {"PostgreSQL", dsn}} {
		made, err := install(ctx, o, table, i.name, filepath.Join(folder, i.name), i.dsn)
		if err != nil {
			return fmt.Errorf("%s: %w", i.name, err)
		}
		defer func() { err = errors.Join(err, made.process.Stop()) }()
		all = append(all, made)
	}
	all[1].parents = []int{cluster.PID()}
	answers := map[string]map[string]*figures{}
	for round := range o.rounds {
		for i := range all {
			made := all[(round+i)%len(all)]
			if answers[made.name] == nil {
				answers[made.name] = map[string]*figures{}
			}
			if err := made.askAll(ctx, o.times, answers[made.name]); err != nil {
				return fmt.Errorf("%s: %w", made.name, err)
			}
		}
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, o.rounds)
	}
	var walks []walk
	for _, made := range all {
		w, err := made.walk(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", made.name, err)
		}
		walks = append(walks, w)
	}
	return report(os.Stdout, o, all, answers, walks)
}

// install fills a database and starts a server on it.
func install(ctx context.Context, o options, table *regions.Table, name, folder, dsn string) (*installation, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	std, err := standards.Load(os.DirFS("."), filepath.Join("standards", contest.Standard))
	if err != nil {
		return nil, err
	}
	day, err := time.Parse(time.DateOnly, contest.AsOf)
	if err != nil {
		return nil, err
	}
	made := &installation{name: name}
	start := time.Now()
	path := dsn
	if path == "" {
		path = filepath.Join(folder, "zhanping.db")
	}
	login, err := made.fill(ctx, path, table, fill.Options{
		Stations: o.stations, Items: std.Slots, Standard: std.Ref(), Day: day, Seed: 1, Grades: gradesOf(std),
	})
	if err != nil {
		return nil, err
	}
	made.filled = time.Since(start)
	if dsn != "" {
		if err := settle(ctx, dsn); err != nil {
			return nil, err
		}
	}
	fmt.Fprintf(os.Stderr, "%s: %d stations in %s\n", name, o.stations, made.filled.Round(time.Second))
	profile := ""
	if dsn == "" {
		profile = o.profile
	}
	made.process, err = host.Ours(ctx, "-data", folder, "-database", dsn, "-day", contest.AsOf, "-profile", profile)
	if err != nil {
		return nil, err
	}
	if made.idle, _, err = made.process.Memory(); err != nil {
		return nil, errors.Join(err, made.process.Stop())
	}
	if made.person, err = signIn(ctx, made.process.URL, login); err != nil {
		return nil, errors.Join(err, made.process.Stop())
	}
	return made, nil
}

// settle does what autovacuum does within a minute of so many new rows.
func settle(ctx context.Context, dsn string) (err error) {
	db, err := sql.Open("pgx", dsn) // registered by storetest
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	_, err = db.ExecContext(ctx, "VACUUM ANALYZE")
	return err
}

func gradesOf(std *standards.Standard) []string {
	names := make([]string, len(std.Grades))
	for i, g := range std.Grades {
		names[i] = g.Name
	}
	return names
}

// fill makes the records and somebody who may see them all.
func (i *installation) fill(ctx context.Context, dsn string, table *regions.Table, o fill.Options) (login string, err error) {
	s, err := store.Open(ctx, dsn, time.Now)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if _, err := s.Migrate(ctx); err != nil {
		return "", err
	}
	if login, err = addBureau(ctx, s); err != nil {
		return "", err
	}
	made, err := fill.Fill(ctx, s, table, o)
	if err != nil {
		return "", err
	}
	i.batch = made.Batch.ID
	return login, nil
}
