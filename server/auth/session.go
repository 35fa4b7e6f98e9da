package auth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/alexedwards/scs/v2"
)

// clockTolerance is by how much the clocks of replicas may differ. What was made further in
// the future than that was made by a clock that was wrong then or is wrong now: it is not
// believed, or a clock set back would make sessions and tokens last for years.
const clockTolerance = 5 * time.Minute

// touchEvery is how coarse Session.Seen is, so that reading does not mean writing.
const touchEvery = time.Minute

// Values in the data of a session.
const (
	keyPerson   = "person"
	keyMethod   = "method"
	keyCreated  = "created"
	keyState    = "state"
	keyNonce    = "nonce"
	keyVerifier = "verifier"
)

var errOutside = errors.New("auth: sessions exist only behind Service.Identify")

// sessions are kept by scs, which makes the tokens and hashes them for the store. Its
// LoadAndSave is not used: every change is committed at once, so that a failure is an error
// and not half an answer, and no wrapped writer stands between server-sent events and the
// network. A session that changes gets a new token, so a sign-out can never be undone by
// a request that was under way.
type sessions struct {
	store  SessionStore
	now    func() time.Time
	idle   time.Duration
	secure *scs.SessionManager
	plain  *scs.SessionManager
}

func newSessions(store SessionStore, now func() time.Time, idle time.Duration) *sessions {
	s := &sessions{store: store, now: now, idle: idle}
	// scs.New would start a goroutine that never ends for a store that is thrown away.
	manager := func(cookie scs.SessionCookie) *scs.SessionManager {
		return &scs.SessionManager{Store: s, Codec: textCodec{}, HashTokenInStore: true, Cookie: cookie}
	}
	s.secure = manager(sessionCookie("__Host-zhanping", true))
	s.plain = manager(sessionCookie("zhanping", false))
	return s
}

// manager is the one whose cookie fits the connection: secure, but for plain HTTP that
// never leaves the machine.
func (s *sessions) manager(e *exchange) *scs.SessionManager {
	if e.local {
		return s.plain
	}
	return s.secure
}

// load reads the session that the cookie names into the context and the exchange.
func (s *sessions) load(ctx context.Context, e *exchange, cookie string) (context.Context, error) {
	ctx, err := s.manager(e).Load(ctx, cookie)
	if err != nil {
		return nil, fmt.Errorf("load a session: %w", err)
	}
	e.loaded = true
	return ctx, nil
}

// touch notes that the session is in use.
func (s *sessions) touch(ctx context.Context, e *exchange) error {
	seen := s.now()
	if e.session == nil || seen.Sub(e.session.Seen) < min(touchEvery, s.idle/4) {
		return nil
	}
	there, err := s.store.TouchSession(ctx, e.session.ID, seen)
	if err == nil && !there {
		e.session = nil
	}
	return err
}

// begin puts a session with these values in the place of the one there is, under a new
// token. With replacing, the one there is must still exist in the store.
func (s *sessions) begin(ctx context.Context, values map[string]string, expires time.Time, replacing bool) error {
	e := exchangeOf(ctx)
	if e == nil || !e.loaded {
		return errOutside
	}
	manager := s.manager(e)
	existed, err := s.drop(ctx, e)
	if err != nil {
		return err
	}
	if replacing && !existed {
		s.forget(ctx, e)
		return signedOut()
	}
	for key, value := range values {
		manager.Put(ctx, key, value)
	}
	manager.SetDeadline(ctx, expires)
	token, expiry, err := manager.Commit(ctx)
	if err != nil {
		return fmt.Errorf("store a session: %w", err)
	}
	manager.WriteSessionCookie(ctx, e.answer, token, expiry)
	return nil
}

// end removes the session there is and its cookie.
func (s *sessions) end(ctx context.Context) error {
	e := exchangeOf(ctx)
	if e == nil || !e.loaded {
		return errOutside
	}
	if _, err := s.drop(ctx, e); err != nil {
		return err
	}
	s.forget(ctx, e)
	return nil
}

// drop removes the session there is from the store and from the context, and says whether
// the store still had it.
func (s *sessions) drop(ctx context.Context, e *exchange) (bool, error) {
	e.session, e.dropped = nil, false
	manager := s.manager(e)
	if manager.Token(ctx) == "" {
		return false, nil
	}
	if err := manager.Destroy(ctx); err != nil {
		return false, fmt.Errorf("remove a session: %w", err)
	}
	return e.dropped, nil
}

func (s *sessions) forget(ctx context.Context, e *exchange) {
	s.manager(e).WriteSessionCookie(ctx, e.answer, "", time.Time{})
}

// holds says whether a stored session is still good.
func (s *sessions) holds(session Session) bool {
	now := s.now()
	return within(now, session.Created, session.Expires) &&
		within(now, session.Seen, session.Seen.Add(s.idle))
}

// within says whether now lies in [from, until), with some tolerance for clocks at the start.
func within(now, from, until time.Time) bool {
	return !now.Before(from.Add(-clockTolerance)) && now.Before(until)
}

// FindCtx is called by scs with the hash of a cookie.
func (s *sessions) FindCtx(ctx context.Context, id string) ([]byte, bool, error) {
	session, found, err := s.store.SessionByID(ctx, id)
	if err != nil || !found || !s.holds(session) {
		return nil, false, err
	}
	if e := exchangeOf(ctx); e != nil {
		e.session = &session
	}
	return session.Data, true, nil
}

// CommitCtx is called by scs with the hash of a new token.
func (s *sessions) CommitCtx(ctx context.Context, id string, data []byte, expires time.Time) error {
	_, values, err := textCodec{}.Decode(data)
	if err != nil {
		return err
	}
	text := func(key string) string { t, _ := values[key].(string); return t }
	created, err := time.Parse(time.RFC3339Nano, text(keyCreated))
	if err != nil {
		return fmt.Errorf("time of creation: %w", err)
	}
	session := Session{
		ID: id, PersonID: text(keyPerson), Method: Method(text(keyMethod)),
		Created: created, Seen: s.now(), Expires: expires, Data: data,
	}
	if err := s.store.InsertSession(ctx, session); err != nil {
		return err
	}
	if e := exchangeOf(ctx); e != nil {
		e.session = &session
	}
	return nil
}

// DeleteCtx is called by scs with the hash of a token.
func (s *sessions) DeleteCtx(ctx context.Context, id string) error {
	existed, err := s.store.DeleteSession(ctx, id)
	if e := exchangeOf(ctx); e != nil {
		e.dropped = existed
	}
	return err
}

// Find, Commit and Delete complete scs.Store; scs prefers their namesakes with a context.

// Find is FindCtx without a request.
func (s *sessions) Find(id string) ([]byte, bool, error) { return s.FindCtx(context.Background(), id) }

// Commit is CommitCtx without a request.
func (s *sessions) Commit(id string, data []byte, expires time.Time) error {
	return s.CommitCtx(context.Background(), id, data, expires)
}

// Delete is DeleteCtx without a request.
func (s *sessions) Delete(id string) error { return s.DeleteCtx(context.Background(), id) }

// textCodec keeps the data of a session as JSON, which outlives a renamed Go type.
type textCodec struct{}

type sessionText struct {
	Deadline time.Time      `json:"deadline"`
	Values   map[string]any `json:"values"`
}

// Encode is called by scs.
func (textCodec) Encode(deadline time.Time, values map[string]any) ([]byte, error) {
	return json.Marshal(sessionText{deadline, values})
}

// Decode is called by scs.
func (textCodec) Decode(data []byte) (time.Time, map[string]any, error) {
	text := sessionText{Values: map[string]any{}}
	if err := json.Unmarshal(data, &text); err != nil {
		return time.Time{}, nil, fmt.Errorf("read a session: %w", err)
	}
	return text.Deadline, text.Values, nil
}
