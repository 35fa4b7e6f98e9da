package attachment

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"

	"gocloud.dev/blob"
)

// Object is an attachment being read. Close it.
type Object struct {
	vault  *Vault
	ctx    context.Context // the reading it belongs to; io.Reader has no other place for it
	reader *blob.Reader
	sum    hash.Hash // nil where only a part is read
	want   string
	left   int64
	size   int64
	err    error
}

// Open gives the bytes of an attachment and hashes them on the way. If they are not what the digest says, the last
// Read gives ErrCorrupt in place of the last bytes: whoever hands them on as they come must break off, so that the
// receiver sees a broken transfer and not a finished one.
func (v *Vault) Open(ctx context.Context, digest string) (*Object, error) {
	o, err := v.open(ctx, digest, 0, -1)
	if err != nil {
		return nil, err
	}
	o.sum, o.want = sha256.New(), digest
	return o, nil
}

// OpenRange gives at most length bytes from offset on, for viewing; all to the end where length is negative. A part
// cannot be checked against the digest. An offset at or behind the end gives no bytes.
func (v *Vault) OpenRange(ctx context.Context, digest string, offset, length int64) (*Object, error) {
	if offset < 0 {
		return nil, fmt.Errorf("attachment range starts at %d", offset)
	}
	if offset == 0 {
		return v.open(ctx, digest, 0, length)
	}
	key, err := v.locate(ctx, digest)
	if err != nil {
		return nil, err
	}
	known, err := v.bucket.Attributes(ctx, key)
	if err != nil {
		return nil, v.fault(ctx, "读取附件", err)
	}
	if offset >= known.Size { // object storage would call this an error
		offset, length = 0, 0
	}
	return v.open(ctx, digest, offset, length)
}

func (v *Vault) open(ctx context.Context, digest string, offset, length int64) (*Object, error) {
	key, err := v.locate(ctx, digest)
	if err != nil {
		return nil, err
	}
	reader, err := v.bucket.NewRangeReader(ctx, key, offset, length, nil)
	if err != nil {
		return nil, v.fault(ctx, "读取附件", err)
	}
	return &Object{vault: v, ctx: ctx, reader: reader, size: reader.Size(), left: reader.Size()}, nil
}

// Size is how many bytes the whole attachment has.
func (o *Object) Size() int64 { return o.size }

// Read reads the next bytes; see Open for what it promises.
func (o *Object) Read(p []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.reader.Read(p)
	if o.sum != nil {
		o.sum.Write(p[:n])
		o.left -= int64(n)
		// Checked with the last byte, since a reader that knows the size never asks for the end.
		if o.left <= 0 || errors.Is(err, io.EOF) {
			if got := "sha256:" + hex.EncodeToString(o.sum.Sum(nil)); got != o.want {
				o.err = fmt.Errorf("%w：登记 %s，实为 %s", ErrCorrupt, o.want, got)
				return 0, o.err
			}
		}
	}
	if err != nil && !errors.Is(err, io.EOF) {
		err = o.vault.fault(o.ctx, "读取附件", err)
	}
	o.err = err
	return n, err
}

// Close ends the reading.
func (o *Object) Close() error { return o.reader.Close() }

// Verify reads an attachment through and gives what is stored, both digests computed anew; ErrCorrupt where the bytes
// are not those of the digest.
func (v *Vault) Verify(ctx context.Context, digest string) (Stored, error) {
	o, err := v.Open(ctx, digest)
	if err != nil {
		return Stored{}, err
	}
	sums := newDigests()
	size, err := io.Copy(sums, o)
	if err := errors.Join(err, o.Close()); err != nil {
		return Stored{}, err
	}
	return sums.stored(size), nil
}
