// Command naive judges bundles with OPA as a library in the way its documentation shows:
// YAML into maps, one prepared query, one worker for each core, texts by sprintf. It is
// what a program would be that took OPA and looked no further.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"

	"github.com/open-policy-agent/opa/v1/rego"
	"gopkg.in/yaml.v3"
)

// judged is what is written for each bundle.
type judged struct {
	File     string `json:"file"`
	Messages any    `json:"messages"`
}

func main() {
	policy := flag.String("policy", "", "folder with the policies and data.json")
	jobs := flag.Int("jobs", runtime.NumCPU(), "bundles at the same time")
	flag.Parse()
	if err := run(context.Background(), *policy, *jobs, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, policy string, jobs int, files []string) error {
	query, err := rego.New(rego.Query("data.main.deny"), rego.Load([]string{policy}, nil)).PrepareForEval(ctx)
	if err != nil {
		return err
	}
	results := make([]judged, len(files))
	errs := make([]error, len(files))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(jobs, len(files)) {
		workers.Go(func() {
			for i := range next {
				results[i], errs[i] = judge(ctx, query, files[i])
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
	return json.NewEncoder(os.Stdout).Encode(results)
}

func judge(ctx context.Context, query rego.PreparedEvalQuery, file string) (judged, error) {
	source, err := os.ReadFile(file)
	if err != nil {
		return judged{}, err
	}
	var input any
	if err := yaml.Unmarshal(source, &input); err != nil {
		return judged{}, fmt.Errorf("%s: %w", file, err)
	}
	found, err := query.Eval(ctx, rego.EvalInput(input))
	if err != nil {
		return judged{}, fmt.Errorf("%s: %w", file, err)
	}
	return judged{file, found[0].Expressions[0].Value}, nil
}
