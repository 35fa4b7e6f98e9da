// Package storetest gives tests real databases: a SQLite file and a PostgreSQL server of the test's
// own, started from the machine's binaries and ended with the test binary.
package storetest

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // registers "pgx", by which databases are created
)

// Server is a PostgreSQL server that listens on a socket file only.
type Server struct {
	folder   string
	binary   string
	settings []string
	command  *exec.Cmd
	log      bytes.Buffer
	made     atomic.Int64
}

// binaries is the folder of the PostgreSQL programs: $PG_BIN, else the newest of Debian's, else that of PATH.
func binaries() (string, error) {
	if folder := os.Getenv("PG_BIN"); folder != "" {
		return folder, nil
	}
	if found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb"); len(found) > 0 {
		slices.Sort(found)
		return filepath.Dir(found[len(found)-1]), nil
	}
	initdb, err := exec.LookPath("initdb")
	if err != nil {
		return "", errors.New("PostgreSQL is not installed: run make postgres, or set PG_BIN to the folder of initdb")
	}
	initdb, err = filepath.EvalSymlinks(initdb)
	return filepath.Dir(initdb), err
}

// Start makes a new cluster in a folder of its own and starts it. It forgets everything in a power cut,
// for speed; settings ("fsync=on") are laid over that.
func Start(settings ...string) (*Server, error) {
	binary, err := binaries()
	if err != nil {
		return nil, err
	}
	// The path of a socket may be 107 bytes long, so the folder stays near the root.
	folder, err := os.MkdirTemp("/tmp", "pg")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, binary: binary, settings: settings}
	attributes, err := s.owner()
	if err != nil {
		return nil, err
	}
	initdb := exec.Command(filepath.Join(binary, "initdb"), "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8",
		"--locale=C.UTF-8", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = attributes, folder
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	return s, s.Run()
}

func (s *Server) data() string { return filepath.Join(s.folder, "data") }

// owner is who runs the server: PostgreSQL refuses to run as root.
func (s *Server) owner() (*syscall.SysProcAttr, error) {
	attributes := &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	if os.Getuid() != 0 {
		return attributes, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, _ := strconv.Atoi(account.Uid)
		gid, _ := strconv.Atoi(account.Gid)
		attributes.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return attributes, os.Chown(s.folder, uid, gid)
	}
	return nil, errors.New("run as root and neither a user postgres nor nobody is known")
}

// Run starts the server on its cluster, after Start or Stop, and waits until it answers.
func (s *Server) Run() error {
	attributes, err := s.owner()
	if err != nil {
		return err
	}
	s.command = exec.Command(filepath.Join(s.binary, "postgres"), "-D", s.data(), "-k", s.folder, "-c", "listen_addresses=",
		"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "max_connections=200")
	for _, setting := range s.settings {
		s.command.Args = append(s.command.Args, "-c", setting)
	}
	s.command.SysProcAttr, s.command.Dir = attributes, s.folder
	s.command.Stdout, s.command.Stderr = &s.log, &s.log
	if err := s.command.Start(); err != nil {
		return err
	}
	db, err := sql.Open("pgx", s.DSN("postgres"))
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // only asked whether the server answers
	for range 300 {
		if err = db.Ping(); err == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("PostgreSQL does not answer: %w: %s", err, s.log.String())
}

// PID is the number of the server's process; those that serve its connections are its children.
func (s *Server) PID() int { return s.command.Process.Pid }

// Stop ends the server as a power cut would; Run starts it again.
func (s *Server) Stop() error {
	if err := s.command.Process.Signal(syscall.SIGQUIT); err != nil {
		return err
	}
	_ = s.command.Wait() // it ends by the signal
	return nil
}

// Remove stops the server and deletes its cluster.
func (s *Server) Remove() error { return errors.Join(s.Stop(), os.RemoveAll(s.folder)) }

// DSN is the connection string of a database on the server.
func (s *Server) DSN(database string) string {
	return fmt.Sprintf("host=%s user=postgres dbname=%s sslmode=disable", s.folder, database)
}

// Create makes an empty database and gives its connection string.
func (s *Server) Create(ctx context.Context) (string, error) {
	db, err := sql.Open("pgx", s.DSN("postgres"))
	if err != nil {
		return "", err
	}
	defer db.Close() //nolint:errcheck // the database is made or not
	name := "t" + strconv.FormatInt(s.made.Add(1), 10)
	if _, err := db.ExecContext(ctx, "CREATE DATABASE "+name); err != nil {
		return "", fmt.Errorf("create database: %w", err)
	}
	return s.DSN(name), nil
}

var shared = struct {
	once   sync.Once
	server *Server
	err    error
}{}
