package auth

import (
	"context"
	"time"
)

// All times that cross these interfaces are UTC and whole microseconds.

// Account is how one person signs in (账号).
type Account struct {
	PersonID     string
	Login        string // as NormalLogin makes it; "" where the person has none
	PasswordHash string // argon2id; "" where the person signs in through a provider only
	MustChange   bool   // the password is a one-time password
	Active       bool   // false: neither sessions nor tokens of the person work
}

// Accounts is where accounts are kept.
type Accounts interface {
	AccountByLogin(ctx context.Context, login string) (Account, bool, error)
	AccountByPerson(ctx context.Context, personID string) (Account, bool, error)
	// AccountByIdentity finds the person whom an administrator linked to a subject of a provider.
	AccountByIdentity(ctx context.Context, issuer, subject string) (Account, bool, error)
	// ReplacePassword stores hash and mustChange if the stored hash is still old, in one
	// step; false when it is not.
	ReplacePassword(ctx context.Context, personID, old, hash string, mustChange bool) (bool, error)
}

// Method is how a session was opened.
type Method string

// The methods. A session without a person is a sign-in under way at a provider.
const (
	MethodPassword Method = "password"
	MethodProvider Method = "provider"
)

// Session is one signed-in browser. Its ID is a hash of what the browser holds, so that
// a copy of the table opens nothing. But for Seen it never changes: whatever else would
// change makes a new session under a new ID.
type Session struct {
	ID       string
	PersonID string // "" while a sign-in at a provider is under way
	Method   Method // "" likewise
	Created  time.Time
	Seen     time.Time // to about a minute
	Expires  time.Time // the row may be removed after it
	Data     []byte
}

// SessionStore is where sessions are kept.
type SessionStore interface {
	SessionByID(ctx context.Context, id string) (Session, bool, error)
	InsertSession(ctx context.Context, s Session) error
	// TouchSession sets Seen; false when there is no such session (any more).
	TouchSession(ctx context.Context, id string, seen time.Time) (bool, error)
	// DeleteSession says whether there was one.
	DeleteSession(ctx context.Context, id string) (bool, error)
	// DeleteSessionsOf removes all sessions of a person and says how many.
	DeleteSessionsOf(ctx context.Context, personID string) (int, error)
}

// Token is an API token of an integrator (接口令牌), without its secret.
type Token struct {
	ID       string
	PersonID string
	Name     string   // what it is for, in the words of who issued it
	Hash     string   // SHA-256 of the whole text, hexadecimal
	Scopes   []string // what it may at most be used for: "case.read"
	Created  time.Time
	Expires  time.Time
	LastUsed time.Time // to the hour; zero while unused
	Revoked  time.Time // zero while it holds
}

// TokenStore is where API tokens are kept.
type TokenStore interface {
	TokenByHash(ctx context.Context, hash string) (Token, bool, error)
	InsertToken(ctx context.Context, t Token) error
	TouchToken(ctx context.Context, id string, used time.Time) error
	// RevokeToken sets Revoked if it was zero; false when there is no such token that holds.
	RevokeToken(ctx context.Context, id string, at time.Time) (bool, error)
}

// Failures counts the failed sign-ins under one key. The key is a hash: what people type
// into a login field by mistake is often their password.
type Failures struct {
	Key   string
	Count int
	First time.Time
	Last  time.Time // the row may be removed a day after it
}

// FailureStore is where failed sign-ins are counted, for all replicas together.
type FailureStore interface {
	FailuresByKey(ctx context.Context, key string) (Failures, bool, error)
	// SwapFailures puts now in the place of was in one step, or says false when what is
	// stored is no longer was (compare Count and Last). A Count of 0 stands for no row.
	SwapFailures(ctx context.Context, was, now Failures) (bool, error)
}
