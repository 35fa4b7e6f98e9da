package auth

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"math/big"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
)

const (
	tokenPrefix   = "zp_"
	tokenSecret   = 43 // base62 digits of 32 bytes
	tokenChecksum = 6  // base62 digits of a CRC-32
	// tokenLongest is the longest life of a token.
	tokenLongest = 366 * 24 * time.Hour
	// usedEvery is how coarse Token.LastUsed is.
	usedEvery = time.Hour
)

var scopeShape = regexp.MustCompile(`^[a-z_]+\.[a-z_]+$`)

// newTokenText is zp_, 32 random bytes, and a checksum by which a leaked or mistyped
// token is told from any other text without asking the database.
func newTokenText() string {
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails: the program ends where there is no randomness
	body := tokenPrefix + base62(random, tokenSecret)
	return body + checksum(body)
}

func checksum(body string) string {
	return base62(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(body))), tokenChecksum)
}

// tokenShaped says whether text could be a token at all.
func tokenShaped(text string) bool {
	if len(text) != len(tokenPrefix)+tokenSecret+tokenChecksum || !strings.HasPrefix(text, tokenPrefix) {
		return false
	}
	body := text[:len(text)-tokenChecksum]
	return text == body+checksum(body)
}

// base62 writes bytes as a number with so many digits.
func base62(bytes []byte, digits int) string {
	text := new(big.Int).SetBytes(bytes).Text(62)
	return strings.Repeat("0", digits-len(text)) + text
}

// IssueToken makes an API token for a person and returns its text, which is shown once and
// kept nowhere. A token needs a name, scopes and an end within a year.
func (s *Service) IssueToken(
	ctx context.Context, personID, name string, scopes []string, expires time.Time,
) (string, Token, error) {
	now := s.now()
	expires = stored(expires)
	name = strings.TrimSpace(name)
	unfit := func(field, words string) (string, Token, error) {
		return "", Token{}, &Problem{Code: CodeTokenUnfit, Field: field, Words: words}
	}
	if n := utf8.RuneCountInString(name); n == 0 || n > 60 {
		return unfit("name", "请写明令牌的用途，1 至 60 个字。")
	}
	if len(scopes) == 0 {
		return unfit("scopes", "令牌至少要有一项权限范围。")
	}
	for _, scope := range scopes {
		if !scopeShape.MatchString(scope) {
			return unfit("scopes", "权限范围应写成“对象.动作”，如 case.read。")
		}
	}
	if !expires.After(now) || expires.Sub(now) > tokenLongest {
		return unfit("expires", "令牌的到期时间应在今后一年之内。")
	}
	id, err := uuid.NewV7()
	if err != nil {
		return "", Token{}, fmt.Errorf("make a token id: %w", err)
	}
	text := newTokenText()
	sorted := slices.Compact(slices.Sorted(slices.Values(scopes)))
	token := Token{
		ID: id.String(), PersonID: personID, Name: name, Hash: hexSHA256(text), Scopes: sorted,
		Created: now, Expires: expires,
	}
	if err := s.stores.Tokens.InsertToken(ctx, token); err != nil {
		return "", Token{}, fmt.Errorf("store a token: %w", err)
	}
	return text, token, nil
}

// RevokeToken ends a token at once; false when there is none that still holds.
func (s *Service) RevokeToken(ctx context.Context, id string) (bool, error) {
	revoked, err := s.stores.Tokens.RevokeToken(ctx, id, s.now())
	if err != nil {
		return false, fmt.Errorf("revoke a token: %w", err)
	}
	return revoked, nil
}

// byToken finds who presents a token.
func (s *Service) byToken(ctx context.Context, text string) (*Principal, error) {
	refused := &Problem{Code: CodeInvalidToken, Words: "接口令牌无效、已过期或已被撤销，请向系统管理员重新申请。"}
	if !tokenShaped(text) {
		return nil, refused
	}
	token, found, err := s.stores.Tokens.TokenByHash(ctx, hexSHA256(text))
	if err != nil {
		return nil, fmt.Errorf("read a token: %w", err)
	}
	now := s.now()
	if !found || !token.Revoked.IsZero() || !within(now, token.Created, token.Expires) {
		return nil, refused
	}
	account, found, err := s.stores.Accounts.AccountByPerson(ctx, token.PersonID)
	if err != nil {
		return nil, fmt.Errorf("read an account: %w", err)
	}
	if !found || !account.Active {
		return nil, refused
	}
	if used := now.Truncate(usedEvery); !used.Equal(token.LastUsed) {
		s.tolerate(ctx, "note the use of a token", s.stores.Tokens.TouchToken(ctx, token.ID, used))
	}
	return &Principal{PersonID: token.PersonID, TokenID: token.ID, Scopes: token.Scopes}, nil
}
