package auth

import (
	"context"
	"errors"
	"fmt"
	"time"
)

func signedOut() *Problem {
	return &Problem{Code: CodeNotSignedIn, Words: "尚未登录，或登录已过期，请重新登录。"}
}

// SignIn opens a session for whoever knows the password, under a new token, in the place of
// the session there may have been. It answers unknown logins, accounts that are switched off
// and wrong passwords in the same words after the same work.
func (s *Service) SignIn(ctx context.Context, login, password string) (*Principal, error) {
	login = NormalLogin(login)
	account, err := s.checkPassword(ctx, login, password, func() (Account, bool, error) {
		return s.stores.Accounts.AccountByLogin(ctx, login)
	})
	if err != nil {
		return nil, err
	}
	return s.admit(ctx, account, MethodPassword)
}

// checkPassword counts the attempt, finds the account and checks its password. A hash made
// at a lower price than today's is renewed.
func (s *Service) checkPassword(
	ctx context.Context, login, password string, find func() (Account, bool, error),
) (Account, error) {
	attempts, err := s.lockout.attempt(ctx, login, address(ctx))
	if err != nil {
		return Account{}, err
	}
	account, found, err := find()
	if err != nil {
		s.lockout.takeBack(ctx, attempts)
		return Account{}, fmt.Errorf("read an account: %w", err)
	}
	hash := account.PasswordHash
	if !found || !account.Active {
		hash = ""
	}
	match, cheap, err := s.passwords.verify(ctx, password, hash)
	if err != nil {
		s.lockout.takeBack(ctx, attempts)
		return Account{}, err
	}
	if !match {
		return Account{}, &Problem{Code: CodeWrongCredentials, Words: "登录名或密码不正确。"}
	}
	s.lockout.takeBack(ctx, attempts)
	if err := s.lockout.clear(ctx, login); err != nil {
		return Account{}, err
	}
	if cheap {
		return s.renewHash(ctx, account, password)
	}
	return account, nil
}

// renewHash stores the same password at today's price. Losing to somebody who changes the
// password at this moment does no harm.
func (s *Service) renewHash(ctx context.Context, account Account, password string) (Account, error) {
	hash, err := s.passwords.hash(ctx, password)
	if err != nil {
		return Account{}, err
	}
	old := account.PasswordHash
	renewed, err := s.stores.Accounts.ReplacePassword(ctx, account.PersonID, old, hash, account.MustChange)
	if err != nil {
		return Account{}, fmt.Errorf("renew a password hash: %w", err)
	}
	if renewed {
		account.PasswordHash = hash
	}
	return account, nil
}

// admit opens the session of a person who has proved who they are.
func (s *Service) admit(ctx context.Context, account Account, method Method) (*Principal, error) {
	now := s.now()
	values := signedIn(account.PersonID, method, now)
	if err := s.sessions.begin(ctx, values, now.Add(s.config.LongestSignIn), false); err != nil {
		return nil, err
	}
	e := exchangeOf(ctx)
	e.principal = principalOf(*e.session, account)
	return e.principal, nil
}

// signedIn is the data of the session of a person.
func signedIn(personID string, method Method, created time.Time) map[string]string {
	return map[string]string{
		keyPerson: personID, keyMethod: string(method), keyCreated: created.Format(time.RFC3339Nano),
	}
}

// SignOut ends the session of this request; without one it does nothing.
func (s *Service) SignOut(ctx context.Context) error {
	return s.sessions.end(ctx)
}

// SignOutEverywhere ends all sessions of a person and says how many. It belongs to
// everything that takes a right or an account away from somebody.
func (s *Service) SignOutEverywhere(ctx context.Context, personID string) (int, error) {
	n, err := s.stores.Sessions.DeleteSessionsOf(ctx, personID)
	if err != nil {
		return 0, fmt.Errorf("sign out everywhere: %w", err)
	}
	return n, nil
}

// Rotate gives the session of this request a new token, as whenever it comes to mean more
// than before. It does not live longer for it.
func (s *Service) Rotate(ctx context.Context) (*Principal, error) {
	e := exchangeOf(ctx)
	if e == nil || e.session == nil || e.session.PersonID == "" || e.principal == nil {
		return nil, signedOut()
	}
	old, renewed := *e.session, *e.principal
	values := signedIn(old.PersonID, old.Method, old.Created)
	if err := s.sessions.begin(ctx, values, old.Expires, true); err != nil {
		return nil, err
	}
	renewed.SessionID = e.session.ID
	e.principal = &renewed
	return e.principal, nil
}

// ChangePassword replaces the person's own password, ends their other sessions and gives
// this one a new token. Wrong old passwords count as failed sign-ins.
func (s *Service) ChangePassword(ctx context.Context, old, password string) (*Principal, error) {
	e := exchangeOf(ctx)
	if e == nil || e.session == nil || e.principal == nil || e.principal.SessionID == "" {
		return nil, signedOut()
	}
	session := *e.session
	account, found, err := s.stores.Accounts.AccountByPerson(ctx, session.PersonID)
	if err != nil {
		return nil, fmt.Errorf("read an account: %w", err)
	}
	if !found || !account.Active {
		return nil, signedOut()
	}
	if account.PasswordHash == "" {
		return nil, &Problem{Code: CodeNoPassword, Words: "该账号通过统一身份认证登录，没有本系统的密码。"}
	}
	if err := CheckNewPassword(password, account.Login); err != nil {
		return nil, err
	}
	if typed(password) == typed(old) {
		return nil, &Problem{Code: CodePasswordUnfit, Field: "new_password", Words: "新密码不能与原密码相同。"}
	}
	known := func() (Account, bool, error) { return account, true, nil }
	account, err = s.checkPassword(ctx, account.Login, old, known)
	if wrong := (*Problem)(nil); errors.As(err, &wrong) && wrong.Code == CodeWrongCredentials {
		return nil, &Problem{Code: CodeWrongCredentials, Field: "old_password", Words: "原密码不正确。"}
	}
	if err != nil {
		return nil, err
	}
	if err := s.replacePassword(ctx, account, password); err != nil {
		return nil, err
	}
	values := signedIn(session.PersonID, session.Method, session.Created)
	if err := s.sessions.begin(ctx, values, session.Expires, false); err != nil {
		return nil, err
	}
	account.MustChange = false
	e.principal = principalOf(*e.session, account)
	return e.principal, nil
}

func (s *Service) replacePassword(ctx context.Context, account Account, password string) error {
	hash, err := s.passwords.hash(ctx, password)
	if err != nil {
		return err
	}
	replaced, err := s.stores.Accounts.ReplacePassword(ctx, account.PersonID, account.PasswordHash, hash, false)
	if err != nil {
		return fmt.Errorf("replace a password: %w", err)
	}
	if !replaced {
		return &Problem{Code: CodePasswordMoved, Words: "密码刚刚被改过，请用新的密码重新登录。"}
	}
	_, err = s.SignOutEverywhere(ctx, account.PersonID)
	return err
}

// ResetPassword gives a person a one-time password, which is returned once and kept
// nowhere, ends all their sessions and lifts a lock on their login.
func (s *Service) ResetPassword(ctx context.Context, personID string) (string, error) {
	account, found, err := s.stores.Accounts.AccountByPerson(ctx, personID)
	if err != nil {
		return "", fmt.Errorf("read an account: %w", err)
	}
	if !found || account.Login == "" {
		return "", &Problem{Code: CodeNoPassword, Words: "该人员没有登录名，不能重置密码；请先为其设置登录名。"}
	}
	password, hash, err := s.OneTimePassword(ctx)
	if err != nil {
		return "", err
	}
	replaced, err := s.stores.Accounts.ReplacePassword(ctx, personID, account.PasswordHash, hash, true)
	if err != nil {
		return "", fmt.Errorf("replace a password: %w", err)
	}
	if !replaced {
		return "", &Problem{Code: CodePasswordMoved, Words: "密码刚刚被改过，请重新重置。"}
	}
	if _, err := s.SignOutEverywhere(ctx, personID); err != nil {
		return "", err
	}
	return password, s.lockout.clear(ctx, account.Login)
}
