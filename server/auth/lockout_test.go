package auth_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/auth"
)

func TestFailuresSlowDownAndLockWhetherTheLoginExistsOrNot(t *testing.T) {
	t.Parallel()
	// A step waits, tries once, and expects a code and, where refused, a wait.
	type step struct {
		after    time.Duration
		password string
		want     string
	}
	wrong, locked := "wrong_credentials 0s", "too_many_attempts "
	steps := []step{
		{0, "a", wrong},
		{0, "b", wrong},
		{0, "c", wrong},
		{0, password, locked + "1s"},
		{time.Second, "d", wrong},
		{time.Second, "e", locked + "1s"},
		{time.Second, "f", wrong},
		{0, password, locked + "15m0s"},
		{14*time.Minute + 59*time.Second, password, locked + "1s"},
		{time.Second, "g", wrong},
		{time.Second, "h", locked + "29m59s"},
		{30 * time.Minute, "i", wrong},
		{time.Hour - time.Second, "j", locked + "1s"},
		{time.Second, "k", wrong},
		{0, "l", locked + "1h0m0s"},
		{24 * time.Hour, "m", wrong},
		{0, "n", wrong},
	}
	for _, login := range []string{login, "nobody"} {
		t.Run(login, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			client := w.browser(t)
			var got, want []string
			for i, s := range steps {
				w.turn(s.after)
				r := w.signIn(t, client, login, s.password)
				wait, _ := r.body["wait"].(float64)
				got = append(got, fmt.Sprintf("%d %s %s", i, r.code(), time.Duration(wait*float64(time.Second))))
				want = append(want, fmt.Sprintf("%d %s", i, s.want))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestARightPasswordForgetsTheFailuresOfTheLoginOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for range 2 {
		w.signIn(t, w.browser(t), login, "wrong")
		w.signIn(t, w.browser(t), "nobody", "wrong")
	}
	expect(t, "sign-in", w.signIn(t, w.browser(t), login, password), 200, "")
	if diff := cmp.Diff([]int{2, 4}, w.failed()); diff != "" {
		t.Errorf("want the failures of nobody and of the address, -want +got:\n%s", diff)
	}
}

func TestAnAddressThatTriesManyLoginsIsLocked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	checked, delayed := 0, 0
	for i := 0; checked < 100; i++ {
		r := w.signIn(t, w.server.Client(), fmt.Sprintf("login-%d", i), "wrong")
		if r.code() == string(auth.CodeWrongCredentials) {
			checked++
			continue
		}
		if checked < 30 || i > 250 {
			t.Fatalf("attempt %d, with %d failures so far: %v", i, checked, r.body)
		}
		delayed++
		wait, _ := r.body["wait"].(float64)
		w.turn(time.Duration(wait * float64(time.Second)))
	}
	if delayed != 70 {
		t.Errorf("%d attempts were delayed, want every one after the thirty that are free", delayed)
	}
	expect(t, "a person who knows the password, from there",
		w.signIn(t, w.browser(t), login, password), 401, auth.CodeTooManyAttempts)
	w.turn(time.Hour)
	expect(t, "an hour later", w.signIn(t, w.browser(t), login, password), 200, "")
}

func TestGuessesAtTheSameMomentAtTwoReplicasAreNotEachTheFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	replicas := []*auth.Service{w.service, w.replica(t)}
	var group sync.WaitGroup
	var checked atomic.Int32
	for i := range 60 {
		group.Go(func() {
			_, err := replicas[i%2].SignIn(t.Context(), login, fmt.Sprintf("guess %d", i))
			if problem := (*auth.Problem)(nil); errors.As(err, &problem) && problem.Code == auth.CodeWrongCredentials {
				checked.Add(1)
			}
		})
	}
	group.Wait()
	if n := checked.Load(); n < 1 || n > 3 {
		t.Errorf("%d guesses were checked, want at most the three that are free", n)
	}
}

func TestAnOfficeThatSignsInAtTheSameMomentLeavesOnlyItsFailures(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 12 {
		name := fmt.Sprintf("person-%d", i)
		w.change(func() {
			w.accounts[name] = auth.Account{
				PersonID: name, Login: name, PasswordHash: w.accounts[person].PasswordHash, Active: true,
			}
		})
	}
	var group sync.WaitGroup
	for i := range 12 {
		group.Go(func() {
			typed := password
			if i%4 == 0 {
				typed = "wrong"
			}
			w.signIn(t, w.server.Client(), fmt.Sprintf("person-%d", i), typed)
		})
	}
	group.Wait()
	if diff := cmp.Diff([]int{1, 1, 1, 3}, w.failed()); diff != "" {
		t.Errorf("want three logins with one failure and the address with three, -want +got:\n%s", diff)
	}
}

func TestAClockThatIsPutRightNeitherUnlocksNorLocksForEver(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		back time.Duration
		turn time.Duration
		want auth.Code
	}{
		"set back a minute: still locked":                   {time.Minute, 0, auth.CodeTooManyAttempts},
		"set back ten years: still locked":                  {87600 * time.Hour, 0, auth.CodeTooManyAttempts},
		"set back ten years: locked just before the end":    {87600 * time.Hour, 15*time.Minute - time.Second, auth.CodeTooManyAttempts},
		"set back ten years: open after one lock":           {87600 * time.Hour, 15 * time.Minute, ""},
		"set back a minute: open after one lock from there": {time.Minute, 15 * time.Minute, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			client := w.browser(t)
			for range 5 {
				w.signIn(t, client, login, "wrong")
				w.turn(2 * time.Second)
			}
			w.turn(-2 * time.Second)
			w.turn(-tt.back)
			expect(t, "at once", w.signIn(t, client, login, password), 401, auth.CodeTooManyAttempts)
			w.turn(tt.turn)
			want := 401
			if tt.want == "" {
				want = 200
			}
			expect(t, "later", w.signIn(t, client, login, password), want, tt.want)
		})
	}
}

func TestWithoutTheDatabaseNobodyCanTry(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.change(func() { w.full = true })
	if _, err := w.service.SignIn(t.Context(), login, password); !errors.Is(err, errDown) {
		t.Errorf("got %v, want the fault of the store: what cannot be counted must not be tried", err)
	}
}
