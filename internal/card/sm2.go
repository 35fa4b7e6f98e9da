package card

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"encoding/asn1"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/big"
	"strings"
	"unicode"

	"github.com/emmansun/gmsm/sm2"
)

const (
	sm2Secret = "PRIVATE+SM2+"
	sm2Public = "PUBLIC+SM2+"
)

// SM2Key signs cards a second time, by SM2.
type SM2Key struct {
	id      string
	private *sm2.PrivateKey
	rand    io.Reader
}

// NewSM2Key makes an SM2 key: a secret line for a file that only the server may read, and
// the public line for everyone who verifies.
func NewSM2Key(rand io.Reader, name string) (secret, public string, err error) {
	if !validName(name) {
		return "", "", fmt.Errorf("密钥名称 %.80q 不可用；应为：非空，不含空格、加号和控制字符", name)
	}
	key, err := sm2.GenerateKey(rand)
	if err != nil {
		return "", "", fmt.Errorf("make an SM2 key: %w", err)
	}
	pair, err := key.ECDH()
	if err != nil {
		return "", "", fmt.Errorf("encode an SM2 key: %w", err)
	}
	point := pair.PublicKey().Bytes()
	tail := name + "+" + sm2ID(name, point) + "+"
	secret = sm2Secret + tail + base64.StdEncoding.EncodeToString(pair.Bytes())
	return secret, sm2Public + tail + base64.StdEncoding.EncodeToString(point), nil
}

// ParseSM2Key reads a secret line. Signing draws from rand, which must be unpredictable:
// whoever can guess it learns the key.
func ParseSM2Key(secret string, rand io.Reader) (*SM2Key, error) {
	broken := errors.New("SM2 私钥文本不完整或被改动；应为 PRIVATE+SM2+名称+标识+数据 一整行")
	name, id, raw, ok := sm2Parts(secret, sm2Secret)
	if !ok {
		return nil, broken
	}
	key, err := sm2.NewPrivateKey(raw)
	if err != nil {
		return nil, broken
	}
	pair, err := key.ECDH()
	if err != nil || sm2ID(name, pair.PublicKey().Bytes()) != id {
		return nil, broken
	}
	return &SM2Key{id: id, private: key, rand: rand}, nil
}

// parseSM2Public reads a public line.
func parseSM2Public(line string) (id string, key *ecdsa.PublicKey, err error) {
	name, id, point, ok := sm2Parts(line, sm2Public)
	if !ok || sm2ID(name, point) != id {
		return "", nil, errors.New("not an SM2 public key")
	}
	key, err = sm2.NewPublicKey(point)
	return id, key, err
}

// sm2Parts takes a line NAME+ID+BASE64 apart that begins with start.
func sm2Parts(line, start string) (name, id string, raw []byte, ok bool) {
	rest, found := strings.CutPrefix(line, start)
	parts := strings.SplitN(rest, "+", 3)
	if !found || len(parts) != 3 || !validName(parts[0]) {
		return "", "", nil, false
	}
	raw, err := base64.StdEncoding.DecodeString(parts[2])
	return parts[0], parts[1], raw, err == nil
}

func sm2ID(name string, point []byte) string {
	sum := sha256.Sum256(append([]byte(name+"\n"), point...))
	return hex.EncodeToString(sum[:4])
}

// validName is what sumdb/note asks of a key's name, and no control characters.
func validName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r == '+' || r == unicode.ReplacementChar || unicode.IsSpace(r) || unicode.IsControl(r)
	})
}

// sm2Signature is the ASN.1 form that the library speaks; cards hold r ‖ s.
type sm2Signature struct{ R, S *big.Int }

func (k *SM2Key) sign(message []byte) ([]byte, error) {
	der, err := k.private.Sign(k.rand, message, sm2.DefaultSM2SignerOpts)
	if err != nil {
		return nil, err
	}
	var s sm2Signature
	if _, err := asn1.Unmarshal(der, &s); err != nil {
		return nil, err
	}
	raw := make([]byte, 64)
	s.R.FillBytes(raw[:32])
	s.S.FillBytes(raw[32:])
	return raw, nil
}

func sm2Verifies(key *ecdsa.PublicKey, message, raw []byte) bool {
	if len(raw) != 64 {
		return false
	}
	der, err := asn1.Marshal(sm2Signature{new(big.Int).SetBytes(raw[:32]), new(big.Int).SetBytes(raw[32:])})
	return err == nil && sm2.VerifyASN1WithSM2(key, nil, message, der)
}
