package attachment

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // the scheme s3:// of OpenVault
	"gocloud.dev/gcerrors"
)

// Names beside the objects. The marker tells a vault from the empty folder under an unmounted disk.
const (
	markerKey  = "zhanping-vault"
	markerText = "站评附件库。请勿删除本文件：缺少它，程序认为存储不可用。\n"
	stagingDir = ".staging"
)

// Vault keeps bytes under their SHA-256 digest, on a disk or in S3-compatible storage. What is once in it never
// changes: putting the same bytes twice keeps them once. Its methods may be called from many goroutines and from
// several programs on the same store. It keeps nothing but the bytes; names, types and owners belong to the caller.
type Vault struct {
	bucket  *blob.Bucket
	dir     string // root of a vault on disk; "" in object storage
	created bool
}

// OpenVault opens the vault at an address and makes it where it is empty:
//
//	file:///var/lib/zhanping/attachments (file://./data/attachments for a relative place)
//	s3://BUCKET?region=…&endpoint=https://…&use_path_style=true
//
// A folder is made where it is missing, readable by this user alone. A bucket must exist; its keys come from the
// standard AWS variables and files. Uploads to object storage are staged in the system's temporary folder (TMPDIR).
func OpenVault(ctx context.Context, address string) (*Vault, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("附件存储地址 %q 无法识别: %w", address, err)
	}
	v := &Vault{}
	switch u.Scheme {
	case fileblob.Scheme:
		v.bucket, v.dir, err = openFolder(u)
	case "s3":
		v.bucket, err = blob.OpenBucket(ctx, address)
	default:
		return nil, fmt.Errorf("附件存储地址 %q 应以 file:// 或 s3:// 开头", address)
	}
	if err != nil {
		return nil, fmt.Errorf("打开附件存储 %s: %w", u.Redacted(), err)
	}
	if err := v.mark(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("打开附件存储 %s: %w", u.Redacted(), err), v.bucket.Close())
	}
	return v, nil
}

func openFolder(u *url.URL) (*blob.Bucket, string, error) {
	for name := range u.Query() {
		if name != "create_dir" && name != "no_tmp_dir" { // always on; other programs' addresses may carry them
			return nil, "", fmt.Errorf("参数 %q 无法识别", name)
		}
	}
	path := u.Path
	switch {
	case u.Host == "." || runtime.GOOS == "windows":
		path = strings.TrimPrefix(path, "/")
	case u.Host != "" && u.Host != "localhost":
		return nil, "", fmt.Errorf("%q 不是本机目录，绝对路径请写 file:///…，相对路径请写 file://./…", u.Host+u.Path)
	}
	if path == "" || path == "/" {
		return nil, "", errors.New("缺少目录")
	}
	dir, err := filepath.Abs(filepath.FromSlash(path))
	if err != nil {
		return nil, "", err
	}
	if err := os.MkdirAll(filepath.Join(dir, stagingDir), 0o700); err != nil {
		return nil, "", unavailable("建立目录", err)
	}
	// No sidecar files: they are written in place and a crash leaves them half, which makes the object unreadable.
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{
		DirFileMode: 0o700, NoTempDir: true, Metadata: fileblob.MetadataDontWrite,
	})
	return bucket, dir, err
}

// mark puts the marker into a store that has none yet.
func (v *Vault) mark(ctx context.Context) error {
	exists, err := v.bucket.Exists(ctx, markerKey)
	if err != nil {
		return v.fault(ctx, "读取标记", err)
	}
	if exists {
		return nil
	}
	v.created = true
	err = v.write(ctx, markerKey, strings.NewReader(markerText), true)
	if err != nil && gcerrors.Code(err) != gcerrors.FailedPrecondition { // another program was faster: as good
		return v.fault(ctx, "写入标记", err)
	}
	return nil
}

// Created reports whether OpenVault found an empty store and made the vault. When the records already know of
// attachments, that means a wrong address or an unmounted disk.
func (v *Vault) Created() bool { return v.created }

// Ready says in an error that is ErrUnavailable why the vault cannot be used now, or nil. It asks the store once.
func (v *Vault) Ready(ctx context.Context) error {
	_, err := v.bucket.Attributes(ctx, markerKey)
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("读取附件存储: %w", ctx.Err())
	case err == nil:
		return nil
	case gcerrors.Code(err) == gcerrors.NotFound:
		return fmt.Errorf("%w：找不到标记文件 %s，存储被清空、被移走或磁盘没有挂载", ErrUnavailable, markerKey)
	}
	return unavailable("读取标记", err)
}

// Close ends the use of the vault.
func (v *Vault) Close() error { return v.bucket.Close() }

// locate says where the bytes of a digest are. It asks ctx, since a disk does not.
func (v *Vault) locate(ctx context.Context, digest string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", fmt.Errorf("读取附件存储: %w", err)
	}
	key, ok := keyOf(digest)
	if !ok {
		return "", fmt.Errorf("%w：%q 不是附件的摘要", ErrNotFound, digest)
	}
	return key, nil
}

// fault turns an error of the store into one that callers know. Where a store is gone, every object is "not found";
// so that answer is believed only while the marker is there.
func (v *Vault) fault(ctx context.Context, doing string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", doing, ctx.Err())
	}
	if gcerrors.Code(err) != gcerrors.NotFound {
		return unavailable(doing, err)
	}
	if gone := v.Ready(ctx); gone != nil {
		return gone
	}
	return fmt.Errorf("%s: %w", doing, ErrNotFound)
}

func unavailable(doing string, err error) error {
	return fmt.Errorf("%w：%s: %w", ErrUnavailable, doing, err)
}
