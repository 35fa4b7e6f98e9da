package auth

import (
	"context"
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/alexedwards/argon2id"
)

func TestNoMoreHashesAtOnceThanAllowed(t *testing.T) {
	t.Parallel()
	price := argon2id.Params{Memory: 64, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}
	p, err := newPasswords(price, 2)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := p.enter(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	hasty, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	_, err = p.hash(hasty, "third")
	if problem := (*Problem)(nil); !errors.As(err, &problem) || problem.Code != CodeBusy {
		t.Errorf("a third hash at once: got %v, want to be told to wait", err)
	}
	p.leave()
	if _, err = p.hash(t.Context(), "third"); err != nil {
		t.Errorf("after one has left: %v", err)
	}
	if len(p.turns) != 1 {
		t.Errorf("%d turns are taken, want 1", len(p.turns))
	}
}

func TestTheLimiterForgetsWhomItHasNotSeenForTheLongest(t *testing.T) {
	t.Parallel()
	l := newLimiter(Rate{PerSecond: 1, AtOnce: 1})
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	l.take("busy", now)
	for i := range 3 * limiterSize {
		l.take(strconv.Itoa(i), now)
		if i%1000 == 0 && l.take("busy", now) == 0 {
			t.Fatalf("a key in use was forgotten after %d others", i)
		}
	}
	if len(l.byKey) != limiterSize || l.order.Len() != limiterSize {
		t.Errorf("%d keys and %d in order, want %d", len(l.byKey), l.order.Len(), limiterSize)
	}
	if l.take("0", now) != 0 {
		t.Error("the key unseen for the longest was not forgotten")
	}
}
