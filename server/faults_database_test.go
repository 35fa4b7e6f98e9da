package server_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"zhanping/server/store/storetest"
)

func TestADatabaseThatStopsIsSaidAndWhenItIsBackWorkGoesOn(t *testing.T) {
	t.Parallel()
	database, err := storetest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = database.Remove() }) // stopped already, where the test fails in between
	dsn, err := database.Create(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// the server of the tests acknowledges early; this one must keep its word
	c := childConfig{Data: t.TempDir(), Database: dsn + " options='-c synchronous_commit=on'"}
	o, _ := settle(t, c)
	s := &saver{client: o.clerk, station: o.station, sample: "incomplete-town", texts: map[int]string{}}
	for range 2 {
		l := &load{s: s, stop: make(chan bool), ok: make(chan bool, 1000)}
		l.run(t)
		for range 5 {
			<-l.ok
		}
		if err := database.Stop(); err != nil {
			t.Fatal(err)
		}
		turns(t, o, 503)
		time.Sleep(300 * time.Millisecond)
		if err := database.Run(); err != nil {
			t.Fatal(err)
		}
		turns(t, o, 200)
		for len(l.ok) > 0 {
			<-l.ok
		}
		<-l.ok // by the same server, which was not started again
		close(l.stop)
		l.workers.Wait()
		if l.refused == 0 {
			t.Error("nobody noticed that the database was gone")
		}
		s.recover(t)
	}
	if n := len(sound(t, opened(t, c))["bundle.save"]); n != s.number {
		t.Errorf("%d entries of saving in the journal, %d revisions", n, s.number)
	}
}

// turns waits until /ready says what is expected.
func turns(t *testing.T, o *office, status int) {
	t.Helper()
	for range 100 {
		if o.clerk.ask("GET", "/ready", nil).StatusCode == status {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("/ready never turned to %d", status)
}

// load is somebody who saves and some who read, all the time.
type load struct {
	s       *saver
	stop    chan bool
	ok      chan bool // an answer that was no refusal
	workers sync.WaitGroup
	mu      sync.Mutex
	refused int
}

func (l *load) run(t *testing.T) {
	loop := func(work func() error) {
		l.workers.Go(func() {
			for {
				select {
				case <-l.stop:
					return
				default:
				}
				if err := work(); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for range 3 {
		loop(func() error {
			got, err := l.s.try("GET", "/stations/"+l.s.station, nil)
			return l.take(got, err)
		})
	}
	loop(func() error {
		text := evidenceOf(t, l.s.sample, l.s.number+1)
		got, err := l.s.try("PUT", "/stations/"+l.s.station+"/bundle", toJSON(t, map[string]any{"text": text}), fmt.Sprintf(`If-Match: "%d"`, l.s.number))
		switch {
		case err == nil && got.StatusCode == 200:
			l.s.number++
			l.s.texts[l.s.number] = text
		case err == nil && got.StatusCode == 409: // kept, and the answer was that the connection broke
			l.s.number++
			l.s.texts[l.s.number] = text
			return nil
		}
		return l.take(got, err)
	})
}

// take counts an answer; what is neither done nor refused for the time being is an error.
func (l *load) take(got reply, err error) error {
	if err != nil {
		return err
	}
	if got.StatusCode == 200 {
		select {
		case l.ok <- true:
		default:
		}
		return nil
	}
	code, _ := got.problem()
	if got.StatusCode != 503 || code != "unavailable" || got.Header.Get("Retry-After") == "" || got.Header.Get("Content-Type") != "application/problem+json" {
		return errors.New("while the database is gone: " + got.Status + " " + string(got.body))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.refused++
	return nil
}
