package auth_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"zhanping/server/auth"
)

var errDown = errors.New("the database is down")

// memory keeps what the stores keep, and can be out of order.
type memory struct {
	mu       sync.Mutex
	down     bool // nothing can be read or written
	full     bool // nothing can be written
	accounts map[string]auth.Account
	subjects map[string]string // issuer and subject: person
	sessions map[string]auth.Session
	tokens   map[string]auth.Token // by id
	failures map[string]auth.Failures
}

func newMemory(accounts ...auth.Account) *memory {
	m := &memory{
		accounts: map[string]auth.Account{}, subjects: map[string]string{}, sessions: map[string]auth.Session{},
		tokens: map[string]auth.Token{}, failures: map[string]auth.Failures{},
	}
	for _, a := range accounts {
		m.accounts[a.PersonID] = a
	}
	return m
}

func (m *memory) stores() auth.Stores {
	return auth.Stores{Accounts: m, Sessions: m, Tokens: m, Failures: m}
}

// begin locks the memory; the caller unlocks it, whatever comes back.
func (m *memory) begin(writing bool) error {
	m.mu.Lock()
	if m.down || writing && m.full {
		return errDown
	}
	return nil
}

// change is how a test reaches in.
func (m *memory) change(change func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change()
}

func (m *memory) account(holds func(auth.Account) bool) (auth.Account, bool, error) {
	err := m.begin(false)
	defer m.mu.Unlock()
	for _, a := range m.accounts {
		if err == nil && holds(a) {
			return a, true, nil
		}
	}
	return auth.Account{}, false, err
}

func (m *memory) AccountByLogin(_ context.Context, login string) (auth.Account, bool, error) {
	return m.account(func(a auth.Account) bool { return a.Login == login })
}

func (m *memory) AccountByPerson(_ context.Context, id string) (auth.Account, bool, error) {
	return m.account(func(a auth.Account) bool { return a.PersonID == id })
}

func (m *memory) AccountByIdentity(_ context.Context, issuer, subject string) (auth.Account, bool, error) {
	return m.account(func(a auth.Account) bool { return a.PersonID == m.subjects[issuer+" "+subject] })
}

func (m *memory) ReplacePassword(_ context.Context, id, old, hash string, mustChange bool) (bool, error) {
	err := m.begin(true)
	defer m.mu.Unlock()
	a, found := m.accounts[id]
	if err != nil || !found || a.PasswordHash != old {
		return false, err
	}
	a.PasswordHash, a.MustChange = hash, mustChange
	m.accounts[id] = a
	return true, nil
}

func (m *memory) SessionByID(_ context.Context, id string) (auth.Session, bool, error) {
	err := m.begin(false)
	defer m.mu.Unlock()
	s, found := m.sessions[id]
	return s, found && err == nil, err
}

func (m *memory) InsertSession(_ context.Context, s auth.Session) error {
	err := m.begin(true)
	defer m.mu.Unlock()
	if err == nil {
		m.sessions[s.ID] = s
	}
	return err
}

func (m *memory) TouchSession(_ context.Context, id string, seen time.Time) (bool, error) {
	err := m.begin(true)
	defer m.mu.Unlock()
	s, found := m.sessions[id]
	if err != nil || !found {
		return false, err
	}
	s.Seen = seen
	m.sessions[id] = s
	return true, nil
}

func (m *memory) DeleteSession(_ context.Context, id string) (bool, error) {
	err := m.begin(true)
	defer m.mu.Unlock()
	_, found := m.sessions[id]
	if err == nil {
		delete(m.sessions, id)
	}
	return found, err
}

func (m *memory) DeleteSessionsOf(_ context.Context, person string) (int, error) {
	err := m.begin(true)
	defer m.mu.Unlock()
	before := len(m.sessions)
	if err == nil {
		maps.DeleteFunc(m.sessions, func(_ string, s auth.Session) bool { return s.PersonID == person })
	}
	return before - len(m.sessions), err
}

func (m *memory) TokenByHash(_ context.Context, hash string) (auth.Token, bool, error) {
	err := m.begin(false)
	defer m.mu.Unlock()
	for _, t := range m.tokens {
		if err == nil && t.Hash == hash {
			return t, true, nil
		}
	}
	return auth.Token{}, false, err
}

func (m *memory) InsertToken(_ context.Context, t auth.Token) error {
	err := m.begin(true)
	defer m.mu.Unlock()
	if err == nil {
		m.tokens[t.ID] = t
	}
	return err
}

func (m *memory) TouchToken(_ context.Context, id string, used time.Time) error {
	err := m.begin(true)
	defer m.mu.Unlock()
	if t, found := m.tokens[id]; found && err == nil {
		t.LastUsed = used
		m.tokens[id] = t
	}
	return err
}

func (m *memory) RevokeToken(_ context.Context, id string, at time.Time) (bool, error) {
	err := m.begin(true)
	defer m.mu.Unlock()
	t, found := m.tokens[id]
	if err != nil || !found || !t.Revoked.IsZero() {
		return false, err
	}
	t.Revoked = at
	m.tokens[id] = t
	return true, nil
}

func (m *memory) FailuresByKey(_ context.Context, key string) (auth.Failures, bool, error) {
	err := m.begin(false)
	defer m.mu.Unlock()
	f, found := m.failures[key]
	return f, found && err == nil, err
}

func (m *memory) SwapFailures(_ context.Context, was, now auth.Failures) (bool, error) {
	err := m.begin(true)
	defer m.mu.Unlock()
	f := m.failures[was.Key]
	if err != nil || f.Count != was.Count || f.Count > 0 && !f.Last.Equal(was.Last) {
		return false, err
	}
	if now.Count == 0 {
		delete(m.failures, was.Key)
	} else {
		m.failures[was.Key] = now
	}
	return true, nil
}

// ids are the ids of all sessions.
func (m *memory) ids() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Keys(m.sessions))
}

// failed are the counts of all logins and addresses, smallest first.
func (m *memory) failed() []int {
	m.mu.Lock()
	defer m.mu.Unlock()
	var counts []int
	for _, f := range m.failures {
		counts = append(counts, f.Count)
	}
	slices.Sort(counts)
	return counts
}

// clock is a clock that the test turns.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) turn(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(by)
}

func must[T any](value T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}
