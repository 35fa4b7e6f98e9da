package card

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Keys are the public keys that a verifier trusts. Each of them may sign any card and any
// list of withdrawn cards.
type Keys struct {
	ed25519 map[string]note.Verifier
	sm2     map[string]*ecdsa.PublicKey
}

// ParseKeys reads public keys, one on each line; empty lines are skipped.
func ParseKeys(text string) (Keys, error) {
	keys := Keys{ed25519: map[string]note.Verifier{}, sm2: map[string]*ecdsa.PublicKey{}}
	seen := map[string]string{}
	var faults []error
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		id, err := keys.add(line)
		if err != nil {
			// The line is not repeated: it may be a secret one, pasted by mistake.
			faults = append(faults, fmt.Errorf("第 %d 行不是公钥；应为 名称+标识+数据，或 PUBLIC+SM2+名称+标识+数据", i+1))
			continue
		}
		if other, ok := seen[id]; ok && other != line {
			faults = append(faults, fmt.Errorf("第 %d 行的公钥与前面的公钥标识相同（%s）；请只保留可信的一个", i+1, id))
		}
		seen[id] = line
	}
	if len(faults) > 0 {
		return Keys{}, errors.Join(faults...)
	}
	return keys, nil
}

func (k Keys) add(line string) (id string, err error) {
	if strings.HasPrefix(line, sm2Public) {
		id, key, err := parseSM2Public(line)
		if err == nil {
			k.sm2[id] = key
		}
		return id, err
	}
	verifier, err := note.NewVerifier(line)
	if err != nil {
		return "", err
	}
	id = keyID(verifier.KeyHash())
	k.ed25519[id] = verifier
	return id, nil
}

// Verifier finds keys for sumdb/note.
func (k Keys) Verifier(name string, hash uint32) (note.Verifier, error) {
	verifier, ok := k.ed25519[keyID(hash)]
	if !ok || verifier.Name() != name {
		return nil, &note.UnknownVerifierError{Name: name, KeyHash: hash}
	}
	return verifier, nil
}
