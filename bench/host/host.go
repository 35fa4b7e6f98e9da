// Package host starts the programs that a benchmark talks to over HTTP, each a process of its own,
// and reads what they take.
package host

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Process is a server under way.
type Process struct {
	URL     string
	Started time.Duration // from the start of the process to its first answer
	command *exec.Cmd
	stdin   io.Closer
}

// Ours starts bin/bench/serving; it ends with Stop or with the caller.
func Ours(ctx context.Context, argv ...string) (*Process, error) {
	command := exec.Command("bin/bench/serving", argv...)
	command.Stderr = os.Stderr
	stdin, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if err := command.Start(); err != nil {
		return nil, err
	}
	p := &Process{command: command, stdin: stdin}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		return nil, errors.Join(errors.New("the server did not start"), p.Stop())
	}
	p.URL = strings.TrimSpace(address)
	if err := answers(ctx, p.URL+"/ready"); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	p.Started = time.Since(start)
	return p, nil
}

// OPA starts `opa run --server` with a folder of policies and data on a loopback address.
func OPA(ctx context.Context, policies, address string) (*Process, error) {
	command := exec.Command(".tools/opa", "run", "--server", "--log-level", "error", "--addr", address, policies)
	command.Stderr = os.Stderr
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	start := time.Now()
	if err := command.Start(); err != nil {
		return nil, err
	}
	p := &Process{URL: "http://" + address, command: command}
	if err := answers(ctx, p.URL+"/health"); err != nil {
		return nil, errors.Join(err, p.Stop())
	}
	p.Started = time.Since(start)
	return p, nil
}

// answers waits until the address gives 200.
func answers(ctx context.Context, url string) error {
	var last error
	for range 600 {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(r)
		if err == nil {
			err = answer.Body.Close()
			if answer.StatusCode == http.StatusOK {
				return err
			}
			err = errors.New(answer.Status)
		}
		last = err
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("%s does not answer: %w", url, last)
}

// Stop ends the process.
func (p *Process) Stop() error {
	if p.stdin != nil {
		return errors.Join(p.stdin.Close(), p.command.Wait())
	}
	if err := p.command.Process.Kill(); err != nil {
		return err
	}
	_ = p.command.Wait() // it ends by the signal
	return nil
}

// CPU is the processor time that the process has taken, and with it that of the children of others
// (such as a database), by their process numbers.
func (p *Process) CPU(parents ...int) (time.Duration, error) {
	folders, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0, err
	}
	own := p.command.Process.Pid
	var ticks int64
	for _, folder := range folders {
		text, err := os.ReadFile(folder + "/stat")
		if err != nil {
			continue // it has ended
		}
		_, rest, _ := strings.Cut(string(text), ") ") // behind the name
		fields := strings.Fields(rest)
		if len(fields) < 13 {
			continue
		}
		parent, _ := strconv.Atoi(fields[1])
		if filepath.Base(folder) != strconv.Itoa(own) && !slices.Contains(parents, parent) {
			continue
		}
		user, _ := strconv.ParseInt(fields[11], 10, 64)
		system, _ := strconv.ParseInt(fields[12], 10, 64)
		ticks += user + system
	}
	return time.Duration(ticks) * 10 * time.Millisecond, nil // USER_HZ is 100 on Linux
}

// Forget lets the peak of Memory begin anew.
func (p *Process) Forget() error {
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.command.Process.Pid), []byte("5"), 0)
}

// Memory is what the process holds now and the most that it held since it started or Forget, in bytes.
func (p *Process) Memory() (now, peak int64, err error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kilobytes, _ := strconv.ParseInt(fields[1], 10, 64)
		switch fields[0] {
		case "VmRSS:":
			now = kilobytes << 10
		case "VmHWM:":
			peak = kilobytes << 10
		}
	}
	return now, peak, nil
}
