package journal

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/mod/sumdb/note"
)

// NewKey makes an Ed25519 key to sign checkpoints with. The name says whose log it is and
// stands in every checkpoint. The secret is one line of text for a file that only the
// server may read (note.NewSigner reads it); the public line is for everyone who verifies.
func NewKey(rand io.Reader, name string) (secret, public string, err error) {
	if name == "" || strings.ContainsFunc(name, func(r rune) bool {
		return r == '+' || r == unicode.ReplacementChar || unicode.IsSpace(r) || unicode.IsControl(r)
	}) {
		return "", "", fmt.Errorf("密钥名称 %.80q 不可用；应为：非空，不含空格、加号和控制字符", name)
	}
	secret, public, err = note.GenerateKey(rand, name)
	if err != nil {
		return "", "", fmt.Errorf("make a key: %w", err)
	}
	return secret, public, nil
}

// Public is the public line that belongs to a secret one.
func Public(secret string) (string, error) {
	signer, err := note.NewSigner(secret)
	if err != nil {
		return "", errors.New("私钥文本不完整或被改动；应为 PRIVATE+KEY+名称+标识+数据 一整行")
	}
	// NewSigner has checked the shape: five parts, the last one being the algorithm's
	// byte and the seed.
	raw, err := base64.StdEncoding.DecodeString(strings.SplitN(secret, "+", 5)[4])
	if err != nil {
		return "", fmt.Errorf("decode key: %w", err)
	}
	public, ok := ed25519.NewKeyFromSeed(raw[1:]).Public().(ed25519.PublicKey)
	if !ok {
		return "", errors.New("the key is not an Ed25519 key")
	}
	return note.NewEd25519VerifierKey(signer.Name(), public)
}
