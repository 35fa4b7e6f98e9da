package attachment

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"gocloud.dev/blob"
)

// Entry is one object that Walk comes by.
type Entry struct {
	Digest  string
	Size    int64
	ModTime time.Time // when it was put in, by the store's clock
}

const pageSize = 1000

// Walk calls visit for every attachment in the vault and stops at its first error. What is put in or deleted
// meanwhile may be visited or not. Bytes are not read; Verify does that. Folders that cannot be read are left out, so
// a list of what must be there comes from the records, not from here.
func (v *Vault) Walk(ctx context.Context, visit func(Entry) error) error {
	return v.list(ctx, func(object *blob.ListObject) error {
		digest, ok := digestOf(object.Key)
		if !ok {
			return nil
		}
		return visit(Entry{Digest: digest, Size: object.Size, ModTime: object.ModTime.UTC()})
	})
}

// Delete removes an attachment for ever. It is for sweepers, which alone know that no record refers to it; they must
// also keep an upload of the same bytes from running meanwhile, which Keep would find present and leave alone.
func (v *Vault) Delete(ctx context.Context, digest string) error {
	key, err := v.locate(ctx, digest)
	if err != nil {
		return err
	}
	if _, err := v.bucket.Attributes(ctx, key); err != nil { // object storage deletes what is not there without a word
		return v.fault(ctx, "删除附件", err)
	}
	if err := v.bucket.Delete(ctx, key); err != nil {
		return v.fault(ctx, "删除附件", err)
	}
	return nil
}

// SweepUnfinished removes what programs that were killed while writing have left behind, if it was last written
// before the time given, and says how much there was. Nothing of it was ever visible as an attachment.
func (v *Vault) SweepUnfinished(ctx context.Context, before time.Time) (int, error) {
	swept := 0
	err := v.list(ctx, func(object *blob.ListObject) error {
		if !strings.HasSuffix(object.Key, ".tmp") || !object.ModTime.Before(before) {
			return nil
		}
		if err := v.bucket.Delete(ctx, object.Key); err != nil {
			return v.fault(ctx, "清理未完成的写入", err)
		}
		swept++
		return nil
	})
	return swept, err
}

// list visits every key, one first-level folder after the other: a store on disk walks its whole tree for each page,
// so the tree must be small.
func (v *Vault) list(ctx context.Context, visit func(*blob.ListObject) error) error {
	if err := v.Ready(ctx); err != nil { // a store that is gone lists as empty
		return err
	}
	return v.pages(ctx, &blob.ListOptions{Delimiter: "/"}, func(folder *blob.ListObject) error {
		if !folder.IsDir || len(folder.Key) != len("ab/") {
			return nil
		}
		return v.pages(ctx, &blob.ListOptions{Prefix: folder.Key}, visit)
	})
}

func (v *Vault) pages(ctx context.Context, options *blob.ListOptions, visit func(*blob.ListObject) error) error {
	for token := blob.FirstPageToken; ; {
		objects, next, err := v.bucket.ListPage(ctx, token, pageSize, options)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return v.fault(ctx, "列出附件", err)
		}
		for _, object := range objects {
			if err := visit(object); err != nil {
				return err
			}
		}
		token = next
	}
}
