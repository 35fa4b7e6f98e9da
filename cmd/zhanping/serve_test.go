package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// serverCommands are what scripts do with a server:
//
//	up DIR            waits for the server on a data folder; sets URL and PID
//	http METHOD PATH [BODY]
//	                  sends a request, with the cookies of the script; prints status, headers and body
//	password FILE     reads the one-time password out of what a server printed; sets PASSWORD
//	signal NAME       sends TERM, INT or KILL to the server
func serverCommands() map[string]func(*testscript.TestScript, bool, []string) {
	return map[string]func(*testscript.TestScript, bool, []string){
		"up": func(ts *testscript.TestScript, _ bool, args []string) { waitForServer(ts, args[0]) },
		"http": func(ts *testscript.TestScript, _ bool, args []string) {
			ts.Check(request(ts, args[0], args[1], strings.Join(args[2:], " ")))
		},
		"password": func(ts *testscript.TestScript, _ bool, args []string) {
			found := oneTime.FindStringSubmatch(ts.ReadFile(args[0]))
			if found == nil {
				ts.Fatalf("no password in %s", args[0])
			}
			ts.Setenv("PASSWORD", found[1])
		},
		"signal": func(ts *testscript.TestScript, _ bool, args []string) {
			pid, err := strconv.Atoi(ts.Getenv("PID"))
			ts.Check(err)
			ts.Check(syscall.Kill(pid, map[string]syscall.Signal{
				"TERM": syscall.SIGTERM, "INT": syscall.SIGINT, "KILL": syscall.SIGKILL,
			}[args[0]]))
		},
	}
}

var oneTime = regexp.MustCompile(`密码 +([a-z0-9-]{12,})`)

func waitForServer(ts *testscript.TestScript, dir string) {
	for range 600 {
		time.Sleep(100 * time.Millisecond)
		text, err := os.ReadFile(ts.MkAbs(dir + "/" + lockName))
		pid, url, found := strings.Cut(strings.TrimSpace(string(text)), "\n")
		if err != nil || !found || !alive(pid) {
			continue
		}
		answer, err := http.Get(url + "/ready")
		if err != nil {
			continue
		}
		_ = answer.Body.Close()
		ts.Setenv("URL", url)
		ts.Setenv("PID", pid)
		return
	}
	ts.Fatalf("no server came up on %s", dir)
}

// alive tells a server that runs from what one that was killed left in the file.
func alive(pid string) bool {
	n, err := strconv.Atoi(pid)
	return err == nil && syscall.Kill(n, 0) == nil
}

type jarKey struct{}

func newJar() http.CookieJar {
	jar, _ := cookiejar.New(nil) // never fails
	return jar
}

func request(ts *testscript.TestScript, method, path, body string) error {
	r, err := http.NewRequest(method, ts.Getenv("URL")+path, strings.NewReader(body))
	if err != nil {
		return err
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	client := &http.Client{Jar: ts.Value(jarKey{}).(http.CookieJar)}
	defer client.CloseIdleConnections()
	answer, err := client.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.WriteString(ts.Stdout(), answer.Status+"\n"); err != nil {
		return err
	}
	if err := answer.Header.Write(ts.Stdout()); err != nil {
		return err
	}
	_, err = io.Copy(ts.Stdout(), answer.Body)
	return err
}
