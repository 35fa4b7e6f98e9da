package casework

import (
	"context"

	"zhanping/policies"
	"zhanping/server/auth"
	"zhanping/server/records"
	"zhanping/server/store"
)

// ManageAccess lets the actor change how a person gets in: a reset password, a token. The change is
// made by server/auth; what it concerned is noted in the journal, never the secret.
func (s *Service) ManageAccess(
	ctx context.Context, who Actor, action policies.Action, personID string, change func() (subject string, err error),
) error {
	if err := s.allow(ctx, who, action, policies.Resource{Person: personID}); err != nil {
		return err
	}
	if _, err := get[records.Person](s.read(ctx), personID, "账号"); err != nil {
		return err
	}
	subject, err := change()
	if err != nil {
		return err
	}
	return s.within(ctx, func(tx *store.Tx) error {
		return s.note(tx, who, string(action), "person", personID, "", map[string]any{"subject": subject})
	})
}

// Tokens is every API token of a person, the newest first, without its secret.
func (s *Service) Tokens(ctx context.Context, who Actor, personID string) ([]auth.Token, error) {
	if err := s.allow(ctx, who, policies.ActionTokenWrite, policies.Resource{Person: personID}); err != nil {
		return nil, err
	}
	if _, err := get[records.Person](s.read(ctx), personID, "账号"); err != nil {
		return nil, err
	}
	return s.store.Accounts().TokensOf(ctx, personID)
}

// Recover gives a person a new way in when nobody is left who could, and notes it as done on the
// machine itself. Whoever calls it holds the data folder.
func (s *Service) Recover(ctx context.Context, login string, reset func(personID string) (password string, err error)) (string, error) {
	person, err := store.First[records.Person](s.read(ctx), store.Query{Where: []store.Condition{store.Equal("login", login)}})
	if err != nil {
		return "", orMissing(err, "账号")
	}
	password, err := reset(person.ID)
	if err != nil {
		return "", err
	}
	return password, s.within(ctx, func(tx *store.Tx) error {
		return s.note(tx, Actor{}, string(policies.ActionPeopleWrite), "person", person.ID, "", map[string]any{"subject": "password"})
	})
}
