// Package attachment takes in what people upload as evidence (佐证材料): it says what a file is from its bytes,
// makes the form that others may see, and keeps the bytes under their digest. It never decides who may see a file,
// and it knows nothing of stations, people or cases.
package attachment

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"strings"

	"github.com/emmansun/gmsm/sm3"
)

// What may go wrong with a vault. Every error of a vault is one of these (errors.Is), the context's own error, or,
// while an upload is being read, the error of the upload's reader.
var (
	// ErrTooLarge says that an upload is larger than the caller allows; nothing was kept.
	ErrTooLarge = errors.New("文件超过允许的大小")
	// ErrUnavailable says that the store cannot be reached or written: gone, full, refused. Trying later may help.
	ErrUnavailable = errors.New("附件存储暂不可用")
	// ErrNotFound says that the store is there and does not hold the attachment.
	ErrNotFound = errors.New("附件不存在")
	// ErrCorrupt says that the stored bytes are not the bytes that were once put in.
	ErrCorrupt = errors.New("附件内容与登记的摘要不一致")
)

// Stored is what a vault holds under one digest.
type Stored struct {
	Digest    string `json:"digest"`     // "sha256:…" over the bytes; the name under which a vault keeps them
	DigestSM3 string `json:"digest_sm3"` // "sm3:…" over the same bytes
	Size      int64  `json:"size"`       // bytes
}

// digests computes both digests of what is written to it.
type digests struct{ sha256, sm3 hash.Hash }

func newDigests() digests { return digests{sha256.New(), sm3.New()} }

func (d digests) Write(p []byte) (int, error) {
	d.sha256.Write(p)
	d.sm3.Write(p)
	return len(p), nil
}

func (d digests) stored(size int64) Stored {
	return Stored{
		Digest:    "sha256:" + hex.EncodeToString(d.sha256.Sum(nil)),
		DigestSM3: "sm3:" + hex.EncodeToString(d.sm3.Sum(nil)),
		Size:      size,
	}
}

// keyOf is the place of a digest in the store, ab/cd/abcd…, so that no folder grows without bound. Only 64 lower-case
// hexadecimal digits pass, so that nothing a person typed can name another place.
func keyOf(digest string) (string, bool) {
	name, ok := strings.CutPrefix(digest, "sha256:")
	if !ok || !isDigest(name) {
		return "", false
	}
	return name[:2] + "/" + name[2:4] + "/" + name, true
}

// digestOf is the digest whose place a key is.
func digestOf(key string) (string, bool) {
	digest := "sha256:" + key[strings.LastIndexByte(key, '/')+1:]
	place, ok := keyOf(digest)
	return digest, ok && place == key
}

func isDigest(name string) bool {
	if len(name) != 2*sha256.Size {
		return false
	}
	return strings.Trim(name, "0123456789abcdef") == ""
}
