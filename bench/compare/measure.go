package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// contestant is one command line that is measured.
type contestant struct {
	name string
	argv []string
	env  []string // besides our own
}

// cost is what one process took.
type cost struct {
	wall, cpu time.Duration
	peak      int64 // largest resident set, in bytes
}

// rounds runs every contestant once a round. The order rotates, so that each stands next
// to each, and a noisy minute falls on all alike.
func rounds(n int, list []contestant, output string) (map[string][]cost, error) {
	costs := map[string][]cost{}
	for round := range n {
		for i := range list {
			c := list[(round+i)%len(list)]
			spent, err := c.measure(output)
			if err != nil {
				return nil, err
			}
			costs[c.name] = append(costs[c.name], spent)
		}
		fmt.Fprintf(os.Stderr, "round %d of %d\n", round+1, n)
	}
	return costs, nil
}

// measure runs the process to its end with its standard output in a file. The peak comes
// from the kernel. It is never below this program's own, which is why the verdicts are
// compared in a process of their own.
func (c contestant) measure(output string) (cost, error) {
	file, err := os.Create(output)
	if err != nil {
		return cost{}, err
	}
	defer file.Close() //nolint:errcheck // its content is not used
	command := exec.Command(c.argv[0], c.argv[1:]...)
	command.Env = append(os.Environ(), c.env...)
	var stderr bytes.Buffer
	command.Stdout, command.Stderr = file, &stderr
	start := time.Now()
	err = command.Run()
	wall := time.Since(start)
	if err != nil {
		return cost{}, fmt.Errorf("%s: %w\n%.2000s", c.name, err, stderr.String())
	}
	state := command.ProcessState
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return cost{}, fmt.Errorf("%s: no resource usage on this system", c.name)
	}
	return cost{wall: wall, cpu: state.UserTime() + state.SystemTime(), peak: usage.Maxrss * 1024}, nil
}
