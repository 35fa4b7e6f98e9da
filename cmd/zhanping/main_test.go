package main

import (
	"flag"
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the golden reports of the samples and of the scripts")

// asOf is the day on which samples are judged in tests, shortly after their reporting date.
const asOf = "2026-07-15"

func TestMain(m *testing.M) {
	testscript.Main(fromRoot{m}, map[string]func(){"zhanping": main})
}

// fromRoot runs the tests in the root of the repository, so that reports name files as a
// reader of the repository would.
type fromRoot struct{ m *testing.M }

func (r fromRoot) Run() int {
	if err := os.Chdir("../.."); err != nil {
		panic(err)
	}
	return r.m.Run()
}

// TestScripts runs every command as a user types it.
func TestScripts(t *testing.T) {
	t.Parallel()
	root, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           "cmd/zhanping/testdata",
		UpdateScripts: *update,
		Cmds:          serverCommands(),
		Setup: func(env *testscript.Env) error {
			env.Setenv("ROOT", root)
			env.Setenv("SAMPLES", root+"/evidence/samples")
			env.Values[jarKey{}] = newJar()
			return nil
		},
	})
}
