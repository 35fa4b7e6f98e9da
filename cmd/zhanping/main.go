// Command zhanping (站评) judges a station's evidence against the standards that apply
// to it. This folder is the only place where the parts are joined; one file per command.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"

	"zhanping/internal/yamltext"
)

// version is set by the build.
var version = "dev"

// The exit codes, never mixed: a bad input is not a bad score.
const (
	exitReached    = 0 // the requirement is reached, or none was set
	exitNotReached = 1 // judged, requirement not reached
	exitRefused    = 2 // nothing was judged: usage, input, standard or policy error
	exitIncomplete = 3 // judged, but incomplete under --require-complete
)

// program is what a command may use of the world outside.
type program struct {
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	today  func() string // YYYY-MM-DD; the only clock
}

// verdict is an exit code other than 0 that needs no further words.
type verdict int

func (v verdict) Error() string { return fmt.Sprintf("exit code %d", int(v)) }

// The collector runs seldom: a batch makes much short-lived garbage beside little that
// stays, and waiting until the heap is five times what lives, instead of twice, saves a
// fifth of the time. Beyond the limit it runs as often as it must. GOGC and GOMEMLIMIT
// go before both.
const (
	collectPercent = 400
	collectLimit   = 1 << 30
)

func main() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(collectPercent)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(collectLimit)
	}
	os.Exit(run(os.Args[1:], program{
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		today:  func() string { return time.Now().Format(time.DateOnly) },
	}))
}

// run executes one command line and returns its exit code.
func run(args []string, p program) int {
	root := newRoot(&p)
	root.SetArgs(args)
	err := root.Execute()
	var v verdict
	switch {
	case err == nil:
		return exitReached
	case errors.As(err, &v):
		return int(v)
	default:
		p.refuse(err)
		return exitRefused
	}
}

// refuse tells what is wrong, and how much it is where that is more than one thing.
func (p *program) refuse(err error) {
	fmt.Fprintln(p.stderr, err)
	if n := errorsIn(err); n > 1 {
		fmt.Fprintf(p.stderr, "共 %d 处错误\n", n)
	}
}

// errorsIn is how many errors and faults an error is made of.
func errorsIn(err error) int {
	switch e := err.(type) { //nolint:errorlint // walks the tree itself
	case yamltext.Faults:
		return len(e)
	case interface{ Unwrap() []error }:
		n := 0
		for _, one := range e.Unwrap() {
			n += errorsIn(one)
		}
		return n
	case interface{ Unwrap() error }:
		return errorsIn(e.Unwrap())
	}
	return 1
}
