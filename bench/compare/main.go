// Command compare measures zhanping against the programs that a user would otherwise
// pick: on the same invented bundles and the same criteria, neighbours in turn, several
// rounds, medians with their spread. The verdicts are compared as JSON; what is timed writes
// the output that each program gives unasked. It is run by `make bench` from the repository's root
// and measures nothing before the verdicts are known to be equal.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"zhanping/bench/contest"
)

type options struct {
	bundles int
	rounds  int
	cold    int
	seed    uint64
	keep    string
}

func main() {
	var o options
	flag.IntVar(&o.bundles, "n", 1000, "number of bundles")
	flag.IntVar(&o.rounds, "rounds", 7, "rounds on all bundles")
	flag.IntVar(&o.cold, "cold", 15, "rounds on one bundle")
	flag.Uint64Var(&o.seed, "seed", 76, "seed of the invented bundles")
	flag.StringVar(&o.keep, "keep", "", "folder to keep the generated input in")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(o options) error {
	folder := o.keep
	if folder == "" {
		made, err := os.MkdirTemp("", "zhanping-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made) //nolint:errcheck // a temporary folder
		folder = made
	}
	fmt.Fprintln(os.Stderr, "==> inventing bundles")
	if err := step("bin/bench/generate", "-n", strconv.Itoa(o.bundles), "-seed", strconv.FormatUint(o.seed, 10),
		"-standard", contest.Standard, "-as-of", contest.AsOf, "-out", folder); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "==> comparing verdicts")
	if err := step("bin/bench/verdicts", "-in", folder); err != nil {
		return err
	}
	bundles, err := contest.Bundles(folder)
	if err != nil {
		return err
	}
	input := contest.Real(folder)
	output := filepath.Join(folder, "output")

	fmt.Fprintln(os.Stderr, "==> all bundles, on every core")
	all, err := rounds(o.rounds, contestants(input, bundles), output)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "==> all bundles, on one core")
	one, err := rounds(o.rounds, oneCore(contestants(input, bundles)), output)
	if err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "==> one bundle, cold")
	floor := contestant{name: floorName, argv: []string{"bin/zhanping", "version"}}
	cold, err := rounds(o.cold, append(contestants(input, bundles[:1]), floor), output)
	if err != nil {
		return err
	}
	return report(os.Stdout, o, bundles, all, one, cold)
}

// step runs a program of the benchmark and shows what it says.
func step(argv ...string) error {
	command := exec.Command(argv[0], argv[1:]...)
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s: %w", argv[0], err)
	}
	return nil
}

func contestants(c contest.Case, bundles []string) []contestant {
	var list []contestant
	for _, program := range contest.Programs() {
		list = append(list, contestant{name: program.Name, argv: program.Argv(c, bundles)})
	}
	return list
}

// oneCore holds every program to one core; the collector shares it.
func oneCore(list []contestant) []contestant {
	for i := range list {
		list[i].env = []string{"GOMAXPROCS=1"}
	}
	return list
}
