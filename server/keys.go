package server

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"zhanping/internal/journal"
)

// Keys are what an installation signs with. Whoever holds the secret files can sign in its name.
type Keys struct {
	Journal Key // signs checkpoints of the journal
	Card    Key // signs result cards
}

// Key is one Ed25519 key.
type Key struct {
	Signer note.Signer
	Public string // the line by which others verify
}

// OpenKeys reads the keys in a folder and makes those that are not there yet; their files are for this
// user alone.
func OpenKeys(folder string, random io.Reader) (Keys, error) {
	return keysIn(folder, func(name string) (string, error) { return makeKey(folder, name, random) })
}

// ReadKeys reads the keys in a folder.
func ReadKeys(folder string) (Keys, error) {
	return keysIn(folder, func(name string) (string, error) {
		return "", fmt.Errorf("%s: 没有密钥；服务器第一次启动时才生成，请核对数据目录", filepath.Join(folder, name))
	})
}

func keysIn(folder string, absent func(name string) (string, error)) (Keys, error) {
	var keys Keys
	for name, key := range map[string]*Key{"journal.key": &keys.Journal, "card.key": &keys.Card} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		secret := strings.TrimSpace(string(text))
		if errors.Is(err, fs.ErrNotExist) {
			secret, err = absent(name)
		}
		if err != nil {
			return Keys{}, err
		}
		if *key, err = keyOf(secret); err != nil {
			return Keys{}, fmt.Errorf("%s: %w", filepath.Join(folder, name), err)
		}
	}
	return keys, nil
}

func keyOf(secret string) (Key, error) {
	public, err := journal.Public(secret)
	if err != nil {
		return Key{}, err
	}
	signer, err := note.NewSigner(secret)
	return Key{signer, public}, err
}

// makeKey makes a key and keeps it before anything is signed with it. Of two servers that start at
// once on one folder, both use the key of the faster one.
func makeKey(folder, name string, random io.Reader) (string, error) {
	secret, _, err := journal.NewKey(random, "zhanping-"+strings.TrimSuffix(name, ".key"))
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", fmt.Errorf("make the folder of the keys: %w", err)
	}
	file, err := os.CreateTemp(folder, "."+name+"-*") // readable by this user alone
	if err != nil {
		return "", fmt.Errorf("keep a key: %w", err)
	}
	defer os.Remove(file.Name()) //nolint:errcheck // a second name of the key, or nothing
	_, err = file.WriteString(secret + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return "", fmt.Errorf("keep a key: %w", err)
	}
	path := filepath.Join(folder, name)
	if err := os.Link(file.Name(), path); errors.Is(err, fs.ErrExist) {
		text, err := os.ReadFile(path)
		return strings.TrimSpace(string(text)), err
	} else if err != nil {
		return "", fmt.Errorf("keep a key: %w", err)
	}
	return secret, nil
}
