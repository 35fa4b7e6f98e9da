// Command afresh is `zhanping assess -o json` without the verdicts that it keeps by the
// values they were read from: every check runs on every bundle. The difference between the
// two is what keeping verdicts is worth on the bundles of this benchmark.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/report"
	"zhanping/policies"
	"zhanping/standards"
)

// level is the level of the generated stations.
const level = "town"

type assessor struct {
	schema *evidence.Schema
	std    *standards.Standard
	judge  *policies.Judge
	pins   assessment.Pins
	asOf   string
}

func main() {
	folder := flag.String("standards", "standards", "folder that holds the standard")
	standard := flag.String("standard", "", "id of the standard, also the name of its folder")
	asOf := flag.String("as-of", "", "day of judging")
	flag.Parse()
	if err := run(context.Background(), *folder, *standard, *asOf, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, folder, standard, asOf string, files []string) error {
	a, err := prepare(folder, standard, asOf)
	if err != nil {
		return err
	}
	reports := make([]*assessment.Report, len(files))
	errs := make([]error, len(files))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(runtime.NumCPU(), len(files)) {
		workers.Go(func() {
			for i := range next {
				reports[i], errs[i] = a.assess(ctx, files[i])
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return report.Write(os.Stdout, "json", report.Set{Version: "bench", AsOf: asOf, Reports: reports, FactTitle: a.schema.Title})
}

func prepare(folder, standard, asOf string) (*assessor, error) {
	schema := evidence.DefaultSchema()
	engine, err := policies.Load(schema, policies.FS)
	if err != nil {
		return nil, err
	}
	std, err := standards.Load(os.DirFS(folder), standard)
	if err != nil {
		return nil, err
	}
	std = std.ForLevel(level)
	judge, err := engine.Bind(std)
	if err != nil {
		return nil, err
	}
	return &assessor{schema, std, judge.Afresh(), assessment.Pins{Policies: engine.Digest()}, asOf}, nil
}

func (a *assessor) assess(ctx context.Context, file string) (*assessment.Report, error) {
	bundle, err := evidence.Open(os.DirFS(filepath.Dir(file)), filepath.Base(file), evidence.Options{Schema: a.schema, Name: file})
	if err != nil {
		return nil, err
	}
	return assessment.Assess(ctx, a.std, bundle, a.judge, a.asOf, a.pins)
}
