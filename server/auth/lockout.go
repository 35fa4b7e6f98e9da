package auth

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"time"
)

// lockRule says how failures slow further attempts down.
type lockRule struct {
	free    int           // so many failures cost no waiting
	limit   int           // from so many on the key is locked
	lock    time.Duration // for so long, doubled with every failure after that
	longest time.Duration
	forget  time.Duration // without a failure for so long, the count starts anew
}

var (
	loginRule = lockRule{
		free: 3, limit: 5, lock: 15 * time.Minute, longest: time.Hour, forget: 24 * time.Hour,
	}
	// A whole office may share an address.
	addressRule = lockRule{
		free: 30, limit: 100, lock: 15 * time.Minute, longest: time.Hour, forget: time.Hour,
	}
)

// wait is how long after the last failure the next attempt may come.
func (l lockRule) wait(count int) time.Duration {
	switch {
	case count < l.free:
		return 0
	case count < l.limit:
		return time.Duration(count-l.free+1) * time.Second
	}
	wait := l.lock
	for range count - l.limit {
		if wait *= 2; wait >= l.longest {
			return l.longest
		}
	}
	return wait
}

// settle is what a stored count means now. Times that lie ahead come from a clock that
// was wrong then or is wrong now; they count as this moment, so that a clock set back
// neither ends a lock nor makes it longer than the rule says.
func (l lockRule) settle(f Failures, now time.Time) Failures {
	if f.Last.After(now) {
		f.Last = now
	}
	if f.First.After(f.Last) {
		f.First = f.Last
	}
	if now.Sub(f.Last) >= l.forget {
		return Failures{Key: f.Key}
	}
	return f
}

// lockout counts attempts before they are checked and takes back what was no failure, so
// that many guesses at the same moment, at one replica or several, are not each the first.
type lockout struct {
	store FailureStore
	now   func() time.Time
}

// A swap that keeps losing means that somebody tries the same login many times at once.
const swapPatience = 8

// counted is one attempt that has been counted under one key.
type counted struct {
	rule          lockRule
	before, after Failures
}

// attempt counts an attempt under the login and the address, or refuses it with the wait.
func (l *lockout) attempt(ctx context.Context, login string, address netip.Addr) ([]counted, error) {
	attempts := []struct {
		rule lockRule
		key  string
	}{{addressRule, failureKey("address", bucket(address))}, {loginRule, failureKey("login", login)}}
	var done []counted
	for _, a := range attempts {
		one, err := l.count(ctx, a.rule, a.key)
		if err != nil {
			l.takeBack(ctx, done)
			return nil, err
		}
		done = append(done, one)
	}
	return done, nil
}

func (l *lockout) count(ctx context.Context, rule lockRule, key string) (counted, error) {
	for range swapPatience {
		stored, found, err := l.store.FailuresByKey(ctx, key)
		if err != nil {
			return counted{}, fmt.Errorf("read failed sign-ins: %w", err)
		}
		if !found {
			stored = Failures{Key: key}
		}
		now := l.now()
		before := rule.settle(stored, now)
		if wait := rule.wait(before.Count) - now.Sub(before.Last); wait > 0 {
			if stored.Last.After(now) { // else the wait would start anew with every attempt
				_, err = l.store.SwapFailures(ctx, stored, before)
			}
			if err != nil {
				return counted{}, fmt.Errorf("correct the time of failed sign-ins: %w", err)
			}
			return counted{}, waiting(CodeTooManyAttempts, "登录尝试过于频繁", wait)
		}
		after := Failures{Key: key, Count: before.Count + 1, First: before.First, Last: now}
		if before.Count == 0 {
			after.First = now
		}
		swapped, err := l.store.SwapFailures(ctx, stored, after)
		if err != nil {
			return counted{}, fmt.Errorf("count a sign-in: %w", err)
		}
		if swapped {
			return counted{rule: rule, before: before, after: after}, nil
		}
	}
	return counted{}, waiting(CodeTooManyAttempts, "登录尝试过于频繁", time.Second)
}

// takeBack uncounts attempts that turned out to be no failures. It does its best: what it
// cannot take back counts as a failure and is forgotten in time. It also runs when the
// request is gone, since nothing was learnt from an answer that nobody got.
func (l *lockout) takeBack(ctx context.Context, attempts []counted) {
	ctx = context.WithoutCancel(ctx)
	for _, a := range attempts {
		if swapped, err := l.store.SwapFailures(ctx, a.after, a.before); swapped || err != nil {
			continue
		}
		for range swapPatience {
			stored, found, err := l.store.FailuresByKey(ctx, a.after.Key)
			if err != nil || !found {
				break
			}
			less := stored
			less.Count--
			if swapped, err := l.store.SwapFailures(ctx, stored, less); swapped || err != nil {
				break
			}
		}
	}
}

// clear forgets all failures of a login.
func (l *lockout) clear(ctx context.Context, login string) error {
	key := failureKey("login", login)
	for range swapPatience {
		stored, found, err := l.store.FailuresByKey(ctx, key)
		if err != nil {
			return fmt.Errorf("read failed sign-ins: %w", err)
		}
		if !found {
			return nil
		}
		swapped, err := l.store.SwapFailures(ctx, stored, Failures{Key: key})
		if err != nil {
			return fmt.Errorf("forget failed sign-ins: %w", err)
		}
		if swapped {
			return nil
		}
	}
	return nil // somebody keeps trying: those failures are new ones
}

func failureKey(kind, value string) string {
	return hexSHA256(kind + "\x00" + value)
}

func hexSHA256(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// bucket is what counts as one address: an IPv6 host has a whole /64 to choose from.
func bucket(address netip.Addr) string {
	if address.Is6() {
		if prefix, err := address.Prefix(64); err == nil {
			return prefix.String()
		}
	}
	return address.String()
}
