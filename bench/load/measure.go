package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"zhanping/bench/contest"
)

// turn is what one server did in one turn.
type turn struct {
	saves    int
	took     time.Duration
	p50, p99 time.Duration
	peak     int64 // bytes
}

func (t turn) perSecond() float64 { return float64(t.saves) / t.took.Seconds() }

// measure lets every user save without a pause until time or number is up.
func measure(ctx context.Context, c *contestant, o options) (turn, error) {
	if err := c.process.Forget(); err != nil {
		return turn{}, err
	}
	var left atomic.Int64
	left.Store(int64(o.requests))
	latencies := make([][]time.Duration, len(c.users))
	errs := make([]error, len(c.users))
	start := time.Now()
	var working sync.WaitGroup
	for i, u := range c.users {
		working.Go(func() {
			for time.Since(start) < o.length && left.Add(-1) >= 0 {
				began := time.Now()
				if errs[i] = u.save(ctx); errs[i] != nil {
					return
				}
				latencies[i] = append(latencies[i], time.Since(began))
			}
		})
	}
	working.Wait()
	t := turn{took: time.Since(start)}
	if err := errors.Join(errs...); err != nil {
		return t, err
	}
	all := slices.Concat(latencies...)
	slices.Sort(all)
	t.saves = len(all)
	if t.saves < len(c.users) {
		return t, fmt.Errorf("only %d saves by %d people; give them more time", t.saves, len(c.users))
	}
	t.p50, t.p99 = all[len(all)/2], all[len(all)*99/100]
	_, peak, err := c.process.Memory()
	t.peak = peak
	return t, err
}

// sameVerdicts saves two drafts of every user on every server and refuses unless all of them give the
// same outcome for each item, and the evidence of different stations different ones.
func sameVerdicts(ctx context.Context, servers []*contestant, o options) error {
	differ := 0
	for user := range o.users {
		for range 2 {
			var first contest.Answers
			for i, s := range servers {
				if err := s.users[user].save(ctx); err != nil {
					return fmt.Errorf("%s: %w", s.name, err)
				}
				answers, err := s.users[user].verdicts(ctx)
				if err != nil {
					return fmt.Errorf("%s: %w", s.name, err)
				}
				if i == 0 {
					first = answers
				}
				if found := contest.Differences(first, answers); len(found) > 0 {
					return fmt.Errorf("%s gives %d other verdicts than %s: %v", s.name, len(found), servers[0].name, found)
				}
			}
			differ += len(first[code(user)])
		}
	}
	if differ == 0 {
		return errors.New("every item of every station is satisfied, so that equal verdicts prove nothing")
	}
	return nil
}
