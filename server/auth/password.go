package auth

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"
)

// PasswordParams is the price of one password hash: 64 MiB, twice over, on two threads.
// The library's own default follows the number of processors, which differs between replicas.
func PasswordParams() argon2id.Params {
	return argon2id.Params{Memory: 64 * 1024, Iterations: 2, Parallelism: 2, SaltLength: 16, KeyLength: 32}
}

// hashingPatience is how long a sign-in waits for its turn to be hashed.
const hashingPatience = 10 * time.Second

// passwords hashes and checks, never more than a few at once: every hash takes 64 MiB,
// and whoever asks for a thousand would have the memory of the machine.
type passwords struct {
	params argon2id.Params
	turns  chan struct{}
	dummy  string // what the passwords of unknown logins are checked against
}

func newPasswords(params argon2id.Params, atOnce int) (*passwords, error) {
	dummy, err := argon2id.CreateHash(secret(), &params)
	if err != nil {
		return nil, fmt.Errorf("hash the password of nobody: %w", err)
	}
	return &passwords{params: params, turns: make(chan struct{}, atOnce), dummy: dummy}, nil
}

// hash makes the stored form of a password.
func (p *passwords) hash(ctx context.Context, password string) (string, error) {
	if err := p.enter(ctx); err != nil {
		return "", err
	}
	defer p.leave()
	hash, err := argon2id.CreateHash(typed(password), &p.params)
	if err != nil {
		return "", fmt.Errorf("hash a password: %w", err)
	}
	return hash, nil
}

// verify says whether the password is the hashed one, and whether the hash is cheaper than
// today's price. Without a hash nothing matches, after the same work.
func (p *passwords) verify(ctx context.Context, password, hash string) (match, cheap bool, err error) {
	known := hash != ""
	if !known {
		hash = p.dummy
	}
	if err := p.enter(ctx); err != nil {
		return false, false, err
	}
	defer p.leave()
	match, params, err := argon2id.CheckHash(typed(password), hash)
	if err != nil {
		return false, false, fmt.Errorf("check a password: %w", err)
	}
	cheap = params.Memory < p.params.Memory || params.Iterations < p.params.Iterations ||
		params.SaltLength < p.params.SaltLength || params.KeyLength < p.params.KeyLength
	return match && known, cheap, nil
}

// enter waits for a turn; the caller leaves again.
func (p *passwords) enter(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, hashingPatience)
	defer cancel()
	if ctx.Err() == nil {
		select {
		case p.turns <- struct{}{}:
			return nil
		case <-ctx.Done():
		}
	}
	return waiting(CodeBusy, "现在登录的人太多", hashingPatience)
}

func (p *passwords) leave() { <-p.turns }

// typed is a password as hashed: what an input method makes full-width counts as plain.
// Longer ones than the rule allows are cut, and so match nothing that was ever stored.
func typed(password string) string {
	const bound = 8 * longestPassword
	if len(password) > bound {
		password = password[:bound]
	}
	return norm.NFKC.String(password)
}

// NormalLogin is the one form of a login under which it is stored and looked up: full-width
// letters as plain ones, lower case, no spaces around it.
func NormalLogin(login string) string {
	const bound = 256
	if len(login) > bound {
		login = login[:bound]
	}
	return strings.ToLower(strings.TrimSpace(norm.NFKC.String(login)))
}
