package server_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"

	"zhanping/server"
	"zhanping/server/auth"
)

// childVariable makes the test binary a server of its own, which tests can kill.
const childVariable = "ZHANPING_TEST_SERVER"

// childConfig is what the server in a child process is told.
type childConfig struct {
	Data     string
	Database string
	Offset   time.Duration // by which its clock is wrong
	FileSize int64         // the longest file it can write, until SIGUSR1; 0 for any

	Temporary string // its folder for temporary files; "" for the system's
}

// childHello is what it says once it serves.
type childHello struct {
	URL      string
	Password string // of the first administrator, where it made one
}

// epoch is when the clock of every world starts.
var epoch = time.Date(2026, 7, 15, 1, 0, 0, 0, time.UTC)

// serveAsChild serves until it is killed, where this process was started for that.
func serveAsChild() {
	text := os.Getenv(childVariable)
	if text == "" {
		return
	}
	if err := serveUntilKilled([]byte(text)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

func serveUntilKilled(text []byte) error {
	var c childConfig
	if err := json.Unmarshal(text, &c); err != nil {
		return err
	}
	started := time.Now()
	app, err := server.Open(context.Background(), server.Config{
		Data: c.Data, Database: c.Database, Version: "test",
		Clock:      func() time.Time { return epoch.Add(c.Offset + time.Since(started)) },
		Password:   argon2id.Params{Memory: 8, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32},
		Log:        slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelDebug})),
		PerAddress: auth.Rate{PerSecond: 1e6, AtOnce: 1e6}, PerPerson: auth.Rate{PerSecond: 1e6, AtOnce: 1e6},
	})
	if err != nil {
		return err
	}
	password, err := app.FirstAdministrator(context.Background())
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	if err := bound(c.FileSize); err != nil {
		return err
	}
	hello, err := json.Marshal(childHello{"http://" + listener.Addr().String(), password})
	if err != nil {
		return err
	}
	fmt.Println(string(hello))
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer cancel()
	return errors.Join(server.Run(stop, listener, app.Handler), app.Close())
}

// bound makes the disk full for this process: no file grows beyond size until SIGUSR1 comes.
func bound(size int64) error {
	if size == 0 {
		return nil
	}
	signal.Ignore(syscall.SIGXFSZ) // writing gives an error instead
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		return err
	}
	relief := make(chan os.Signal, 1)
	signal.Notify(relief, syscall.SIGUSR1)
	go func() {
		<-relief
		_ = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before) // the test sees it where this fails
	}()
	return syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(size), Max: before.Max})
}

// child is a server in a process of its own.
type child struct {
	*exec.Cmd
	childHello
	log *safeBuffer
}

// begin starts a server in a process of its own; it may be killed before it serves.
func begin(t testing.TB, c childConfig) (*child, *bufio.Reader) {
	t.Helper()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	p := &child{Cmd: exec.Command(os.Args[0]), log: &safeBuffer{}}
	p.Env = append(os.Environ(), childVariable+"="+string(text))
	if c.Temporary != "" {
		p.Env = append(p.Env, "TMPDIR="+c.Temporary)
	}
	p.Stderr = p.log
	p.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p, bufio.NewReader(out)
}

// start starts a server in a process of its own and waits until it serves.
func start(t testing.TB, c childConfig) *child {
	t.Helper()
	p, out := begin(t, c)
	line, err := out.ReadBytes('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v: %s", err, p.log.String())
	}
	if err := json.Unmarshal(line, &p.childHello); err != nil {
		t.Fatal(err)
	}
	return p
}

// kill ends the server as nothing can prevent; after that it does nothing.
func (p *child) kill() {
	if p.ProcessState == nil {
		_ = p.Process.Kill() // it may just have ended
		_ = p.Wait()         // by the signal
	}
}

// resident is how much memory the server has in use, and had at most, in bytes.
func (p *child) resident(t testing.TB) (now, most int64) {
	t.Helper()
	text, err := os.ReadFile("/proc/" + strconv.Itoa(p.Process.Pid) + "/status")
	if err != nil {
		t.Skipf("memory is read from /proc: %v", err)
	}
	for line := range bytes.Lines(text) {
		var kilobytes int64
		if _, err := fmt.Sscanf(string(line), "VmRSS: %d kB", &kilobytes); err == nil {
			now = kilobytes << 10
		}
		if _, err := fmt.Sscanf(string(line), "VmHWM: %d kB", &kilobytes); err == nil {
			most = kilobytes << 10
		}
	}
	return now, most
}

// settle furnishes an office that is served by a child.
func settle(t *testing.T, c childConfig) (*office, *child) {
	t.Helper()
	p := start(t, c)
	o := &office{world: &world{T: t, url: p.URL, now: epoch}}
	o.furnish(p.Password)
	return o, p
}

// safeBuffer takes what a process writes while a test may look at it.
type safeBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write adds to the text.
func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

// String is what was written so far.
func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
