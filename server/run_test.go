package server_test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"zhanping/internal/journal"
	"zhanping/server"
	"zhanping/server/records"
	"zhanping/server/store"
)

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestStoppingLetsRequestsFinishAndTakesNoMore is not parallel: it counts goroutines.
func TestStoppingLetsRequestsFinishAndTakesNoMore(t *testing.T) {
	before := goleak.IgnoreCurrent()
	l := listen(t)
	url := "http://" + l.Addr().String()
	arrived, finish := make(chan struct{}), make(chan struct{})
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-finish
		if r.Context().Err() != nil {
			t.Error("the request under way was cancelled")
		}
		_, _ = io.WriteString(w, "finished")
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- server.Run(ctx, l, handler) }()

	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answered := make(chan string, 1)
	go func() {
		answer, err := client.Get(url)
		if err != nil {
			answered <- err.Error()
			return
		}
		defer func() { _ = answer.Body.Close() }()
		text, _ := io.ReadAll(answer.Body)
		answered <- string(text)
	}()
	<-arrived
	stop()
	for {
		c, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			break // the listener is closed while the request is under way
		}
		_ = c.Close()
	}
	select {
	case err := <-ended:
		t.Fatalf("ended before the request did: %v", err)
	default:
	}
	close(finish)
	if text := <-answered; text != "finished" {
		t.Errorf("answer: %s", text)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
	client.CloseIdleConnections()
	goleak.VerifyNone(t, before)
}

func TestARequestThatDoesNotEndIsBrokenOff(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		l := &oneConnection{conn: make(chan net.Conn, 1), closed: make(chan struct{})}
		l.conn <- far
		arrived := make(chan struct{})
		handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			close(arrived)
			<-r.Context().Done()
		})
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- server.Run(ctx, l, handler) }()
		go func() {
			_, _ = io.WriteString(near, "GET / HTTP/1.1\r\nHost: x\r\n\r\n")
			_, _ = io.Copy(io.Discard, near)
			_ = near.Close()
		}()
		<-arrived
		stop()
		if err := <-ended; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("ended with %v", err)
		}
	})
}

// oneConnection is a listener that has one connection to give.
type oneConnection struct {
	conn   chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *oneConnection) Accept() (net.Conn, error) {
	select {
	case c := <-l.conn:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *oneConnection) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *oneConnection) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)} }

func TestUpkeepGoesOnUntilItIsStopped(t *testing.T) {
	t.Parallel()
	config := server.Config{Data: t.TempDir(), Version: "test", Clock: time.Now, Log: slog.New(slog.DiscardHandler)}
	app, err := server.Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = app.Close() }()
	s, err := store.Open(t.Context(), config.DatabaseAt(), time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	old := records.Idempotency{Key: "k", At: records.At(time.Now().AddDate(0, 0, -3))}
	if err := s.Read(t.Context()).Insert(&old); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { app.KeepUp(ctx, time.Millisecond); close(ended) }()
	for n := int64(1); n > 0; {
		if n, err = store.Count[records.Idempotency](s.Read(t.Context())); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	<-ended
}

func TestKeysAreMadeOnceAndAreForThisUserAlone(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "keys")
	if _, err := server.ReadKeys(folder); err == nil || !strings.Contains(err.Error(), "没有密钥") {
		t.Errorf("no keys: %v", err)
	}
	made := make(chan server.Keys, 4)
	for range 4 {
		go func() {
			keys, err := server.OpenKeys(folder, rand.Reader)
			if err != nil {
				t.Error(err)
			}
			made <- keys
		}()
	}
	first := <-made
	for range 3 {
		if next := <-made; next.Journal.Public != first.Journal.Public || next.Card.Public != first.Card.Public {
			t.Error("servers that start at once have different keys")
		}
	}
	if first.Journal.Public == first.Card.Public {
		t.Error("one key for two purposes")
	}
	again, err := server.ReadKeys(folder)
	if err != nil || again.Journal.Public != first.Journal.Public {
		t.Errorf("read again: %v", err)
	}
	signed, err := journal.Sign(again.Journal.Signer, journal.Checkpoint{Chain: journal.EmptyChain, At: time.Unix(0, 0)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.ParseCheckpoint(signed, first.Journal.Public); err != nil {
		t.Error(err)
	}
	files, _ := os.ReadDir(folder)
	if len(files) != 2 {
		t.Errorf("%d files in the folder", len(files))
	}
	for _, f := range files {
		info, err := f.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", f.Name(), info.Mode(), err)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "card.key"), []byte("PRIVATE+KEY+x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := server.OpenKeys(folder, rand.Reader); err == nil || !strings.Contains(err.Error(), "card.key: 私钥文本不完整") {
		t.Errorf("a damaged key: %v", err)
	}
}
