package auth

import (
	"container/list"
	"net/http"
	"strconv"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Rate is how often something may happen. The counts are kept by each replica for itself;
// what must not be guessed at is guarded by the lock-out, which replicas share.
type Rate struct {
	PerSecond rate.Limit // rate.Inf for no limit
	AtOnce    int
}

// limiterSize bounds how many addresses or people are remembered; the one unseen for the
// longest goes first.
const limiterSize = 20_000

type limiter struct {
	rate  Rate
	mu    sync.Mutex
	byKey map[string]*list.Element // of *allowance
	order *list.List               // seen last in front
}

type allowance struct {
	key string
	*rate.Limiter
}

func newLimiter(r Rate) *limiter {
	return &limiter{rate: r, byKey: map[string]*list.Element{}, order: list.New()}
}

// take uses up one request of the key, or says how long to wait.
func (l *limiter) take(key string, now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	reservation := l.of(key).ReserveN(now, 1)
	if !reservation.OK() {
		return time.Minute
	}
	wait := reservation.DelayFrom(now)
	if wait > 0 {
		reservation.CancelAt(now)
	}
	return wait
}

func (l *limiter) of(key string) *rate.Limiter {
	if element, found := l.byKey[key]; found {
		l.order.MoveToFront(element)
		return element.Value.(*allowance).Limiter
	}
	if l.order.Len() >= limiterSize {
		oldest := l.order.Back()
		delete(l.byKey, l.order.Remove(oldest).(*allowance).key)
	}
	fresh := &allowance{key: key, Limiter: rate.NewLimiter(l.rate.PerSecond, l.rate.AtOnce)}
	l.byKey[key] = l.order.PushFront(fresh)
	return fresh.Limiter
}

// pass uses up one request of the key, or answers with the wait and says false.
func (s *Service) pass(w http.ResponseWriter, r *http.Request, l *limiter, key string) bool {
	wait := l.take(key, s.config.Now())
	if wait <= 0 {
		return true
	}
	problem := waiting(CodeTooManyRequests, "请求过于频繁", wait)
	w.Header().Set("Retry-After", strconv.FormatInt(seconds(wait), 10))
	s.config.Deny(w, r, problem.Code, http.StatusTooManyRequests, problem.Words)
	return false
}
