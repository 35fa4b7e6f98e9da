package store

import (
	"context"
	"errors"
	"time"

	"gorm.io/gorm"

	"zhanping/server/auth"
	"zhanping/server/records"
)

// session, token and failures are the rows behind auth's stores.
type session struct {
	ID       string `gorm:"primaryKey"`
	PersonID string
	Method   string
	Created  records.Time
	Seen     records.Time
	Expires  records.Time
	Data     []byte
}

type token struct {
	ID       string `gorm:"primaryKey"`
	PersonID string
	Name     string
	Hash     string
	Scopes   []string `gorm:"serializer:json"`
	Created  records.Time
	Expires  records.Time
	LastUsed records.Time
	Revoked  records.Time
}

type failure struct {
	Key   string `gorm:"primaryKey"`
	Count int
	First records.Time
	Last  records.Time
}

// Accounts is what server/auth remembers, kept in the store.
type Accounts struct{ s *Store }

// Accounts is the store as server/auth needs it; it implements all of auth.Stores.
func (s *Store) Accounts() Accounts { return Accounts{s} }

func (a Accounts) account(ctx context.Context, where ...Condition) (auth.Account, bool, error) {
	person, err := First[records.Person](a.s.Read(ctx), Query{Where: where})
	if errors.Is(err, ErrNotFound) {
		return auth.Account{}, false, nil
	}
	return auth.Account{
		PersonID: person.ID, Login: person.Login, PasswordHash: person.Password, MustChange: person.MustChange, Active: !person.Disabled,
	}, err == nil, err
}

// AccountByLogin finds the account that signs in by the login.
func (a Accounts) AccountByLogin(ctx context.Context, login string) (auth.Account, bool, error) {
	return a.account(ctx, Equal("login", login))
}

// AccountByPerson finds the account of a person.
func (a Accounts) AccountByPerson(ctx context.Context, personID string) (auth.Account, bool, error) {
	return a.account(ctx, Equal("id", personID))
}

// AccountByIdentity finds the account that is linked to an identity elsewhere.
func (a Accounts) AccountByIdentity(ctx context.Context, issuer, subject string) (auth.Account, bool, error) {
	return a.account(ctx, Equal("oidc_issuer", issuer), Equal("oidc_subject", subject), Unequal("oidc_subject", ""))
}

// ReplacePassword changes the hash if it is still the old one.
func (a Accounts) ReplacePassword(ctx context.Context, personID, old, hash string, mustChange bool) (bool, error) {
	return a.changed(ctx, a.s.db.Model(&records.Person{}).Where("id = ? AND password = ?", personID, old),
		map[string]any{"password": hash, "must_change": mustChange, "version": gorm.Expr(`"version" + 1`), "updated_at": records.At(a.s.clock())})
}

func (a Accounts) changed(ctx context.Context, rows *gorm.DB, to map[string]any) (bool, error) {
	done := rows.WithContext(ctx).Updates(to)
	return done.RowsAffected > 0, told(done.Error)
}

// SessionByID finds a session.
func (a Accounts) SessionByID(ctx context.Context, id string) (auth.Session, bool, error) {
	row, err := First[session](a.s.Read(ctx), Query{Where: []Condition{Equal("id", id)}})
	if errors.Is(err, ErrNotFound) {
		return auth.Session{}, false, nil
	}
	return auth.Session{
		ID: row.ID, PersonID: row.PersonID, Method: auth.Method(row.Method), Created: row.Created.Time, Seen: row.Seen.Time,
		Expires: row.Expires.Time, Data: row.Data,
	}, err == nil, err
}

// InsertSession keeps a new session.
func (a Accounts) InsertSession(ctx context.Context, s auth.Session) error {
	return a.s.Read(ctx).Insert(&session{
		ID: s.ID, PersonID: s.PersonID, Method: string(s.Method), Created: records.At(s.Created), Seen: records.At(s.Seen),
		Expires: records.At(s.Expires), Data: s.Data,
	})
}

// TouchSession notes when a session was last in use.
func (a Accounts) TouchSession(ctx context.Context, id string, seen time.Time) (bool, error) {
	return a.changed(ctx, a.s.db.Model(&session{}).Where("id = ?", id), map[string]any{"seen": records.At(seen)})
}

// DeleteSession ends a session.
func (a Accounts) DeleteSession(ctx context.Context, id string) (bool, error) {
	n, err := Delete[session](a.s.Read(ctx), Equal("id", id))
	return n > 0, err
}

// DeleteSessionsOf ends every session of a person.
func (a Accounts) DeleteSessionsOf(ctx context.Context, personID string) (int, error) {
	n, err := Delete[session](a.s.Read(ctx), Equal("person_id", personID))
	return int(n), err
}

// TokenByHash finds an API token.
func (a Accounts) TokenByHash(ctx context.Context, hash string) (auth.Token, bool, error) {
	row, err := First[token](a.s.Read(ctx), Query{Where: []Condition{Equal("hash", hash)}})
	if errors.Is(err, ErrNotFound) {
		return auth.Token{}, false, nil
	}
	return row.out(), err == nil, err
}

func (t token) out() auth.Token {
	return auth.Token{
		ID: t.ID, PersonID: t.PersonID, Name: t.Name, Hash: t.Hash, Scopes: t.Scopes, Created: t.Created.Time,
		Expires: t.Expires.Time, LastUsed: t.LastUsed.Time, Revoked: t.Revoked.Time,
	}
}

// InsertToken keeps a new API token.
func (a Accounts) InsertToken(ctx context.Context, t auth.Token) error {
	return a.s.Read(ctx).Insert(&token{
		ID: t.ID, PersonID: t.PersonID, Name: t.Name, Hash: t.Hash, Scopes: t.Scopes, Created: records.At(t.Created),
		Expires: records.At(t.Expires), LastUsed: records.At(t.LastUsed), Revoked: records.At(t.Revoked),
	})
}

// TouchToken notes when a token was last used.
func (a Accounts) TouchToken(ctx context.Context, id string, used time.Time) error {
	_, err := a.changed(ctx, a.s.db.Model(&token{}).Where("id = ?", id), map[string]any{"last_used": records.At(used)})
	return err
}

// RevokeToken ends a token that still holds.
func (a Accounts) RevokeToken(ctx context.Context, id string, at time.Time) (bool, error) {
	return a.changed(ctx, a.s.db.Model(&token{}).Where("id = ? AND revoked = ''", id), map[string]any{"revoked": records.At(at)})
}

// TokensOf is every API token of a person, the newest first.
func (a Accounts) TokensOf(ctx context.Context, personID string) ([]auth.Token, error) {
	rows, err := List[token](a.s.Read(ctx), Query{Where: []Condition{Equal("person_id", personID)}, Order: []string{"-id"}})
	tokens := make([]auth.Token, len(rows))
	for i, row := range rows {
		tokens[i] = row.out()
	}
	return tokens, err
}

// FailuresByKey is the failed sign-ins under a key.
func (a Accounts) FailuresByKey(ctx context.Context, key string) (auth.Failures, bool, error) {
	row, err := First[failure](a.s.Read(ctx), Query{Where: []Condition{Equal("key", key)}, Order: []string{"key"}})
	if errors.Is(err, ErrNotFound) {
		return auth.Failures{}, false, nil
	}
	return auth.Failures{Key: row.Key, Count: row.Count, First: row.First.Time, Last: row.Last.Time}, err == nil, err
}

// SwapFailures changes the count if it is still what it was.
func (a Accounts) SwapFailures(ctx context.Context, was, now auth.Failures) (bool, error) {
	row := failure{Key: now.Key, Count: now.Count, First: records.At(now.First), Last: records.At(now.Last)}
	if was.Count == 0 {
		err := a.s.Read(ctx).Insert(&row)
		if errors.Is(err, ErrExists) {
			return false, nil
		}
		return err == nil, err
	}
	same := []Condition{Equal("key", was.Key), Equal("count", was.Count), Equal("last", records.At(was.Last))}
	if now.Count == 0 {
		n, err := Delete[failure](a.s.Read(ctx), same...)
		return n > 0, err
	}
	rows := a.s.db.Model(&failure{})
	for _, c := range same {
		rows = rows.Where(c.sql, c.args...)
	}
	return a.changed(ctx, rows, map[string]any{"count": row.Count, "first": row.First, "last": row.Last})
}

// Sweep removes sessions that are over, counts that are a day old and answers kept for repeated
// requests that are two days old.
func (s *Store) Sweep(ctx context.Context) error {
	tx, now := s.Read(ctx), s.clock()
	_, err1 := Delete[session](tx, Before("expires", records.At(now)))
	_, err2 := Delete[failure](tx, Before("last", records.At(now.AddDate(0, 0, -1))))
	_, err3 := Delete[records.Idempotency](tx, Before("answered_at", records.At(now.AddDate(0, 0, -2))))
	return errors.Join(err1, err2, err3)
}
