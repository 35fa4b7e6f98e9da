package attachment_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/emmansun/gmsm/sm3"
	"github.com/google/go-cmp/cmp"
	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"

	"zhanping/internal/attachment"
)

const limit = 20 << 20

// store is a vault under test and the two things that may happen to it behind its back.
type store struct {
	vault    *attachment.Vault
	address  string
	tamper   func(t *testing.T, digest string, content []byte)
	vanish   func(t *testing.T)
	unreport func(t *testing.T) // the store answers, and is another one
}

func open(t *testing.T, address string) *attachment.Vault {
	t.Helper()
	vault, err := attachment.OpenVault(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := vault.Close(); err != nil {
			t.Error(err)
		}
	})
	return vault
}

func place(digest string) string {
	name := strings.TrimPrefix(digest, "sha256:")
	return name[:2] + "/" + name[2:4] + "/" + name
}

func onDisk(t *testing.T) store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "附件", "vault")
	address := "file://" + filepath.ToSlash(dir)
	return store{
		vault: open(t, address), address: address,
		tamper: func(t *testing.T, digest string, content []byte) {
			t.Helper()
			if err := os.WriteFile(filepath.Join(dir, place(digest)), content, 0o600); err != nil {
				t.Fatal(err)
			}
		},
		vanish: func(t *testing.T) {
			t.Helper()
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
		},
		unreport: func(t *testing.T) {
			t.Helper()
			if err := errors.Join(os.RemoveAll(dir), os.MkdirAll(filepath.Join(dir, ".staging"), 0o700)); err != nil {
				t.Fatal(err)
			}
		},
	}
}

func inBucket(t *testing.T) store {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket("evidence"); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(gofakes3.New(backend).Server())
	t.Cleanup(server.Close)
	address := "s3://evidence?region=cn-east-1&use_path_style=true&anonymous=true&endpoint=" + server.URL
	put := func(t *testing.T, key string, content []byte) {
		t.Helper()
		_, err := backend.PutObject("evidence", key, map[string]string{}, bytes.NewReader(content), int64(len(content)), nil)
		if err != nil {
			t.Fatal(err)
		}
	}
	return store{
		vault: open(t, address), address: address,
		tamper: func(t *testing.T, digest string, content []byte) { t.Helper(); put(t, place(digest), content) },
		vanish: func(*testing.T) { server.Close() },
		unreport: func(t *testing.T) {
			t.Helper()
			if err := errors.Join(backend.ForceDeleteBucket("evidence"), backend.CreateBucket("evidence")); err != nil {
				t.Fatal(err)
			}
		},
	}
}

// eachStore runs a test on a disk and in object storage.
func eachStore(t *testing.T, test func(*testing.T, store)) {
	t.Helper()
	for name, build := range map[string]func(*testing.T) store{"on a disk": onDisk, "in object storage": inBucket} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, build(t))
		})
	}
}

func put(t *testing.T, vault *attachment.Vault, content []byte) attachment.Stored {
	t.Helper()
	stored, err := vault.Put(t.Context(), bytes.NewReader(content), limit)
	if err != nil {
		t.Fatal(err)
	}
	return stored
}

func read(t *testing.T, vault *attachment.Vault, digest string) ([]byte, error) {
	t.Helper()
	return readWith(t.Context(), vault, digest)
}

func walk(t *testing.T, vault *attachment.Vault) []string {
	t.Helper()
	var seen []string
	err := vault.Walk(t.Context(), func(e attachment.Entry) error {
		seen = append(seen, fmt.Sprint(e.Digest, " ", e.Size))
		if e.ModTime.IsZero() {
			t.Error("no time")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(seen)
	return seen
}

func TestWhatIsPutCanBeReadUnderItsDigest(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		for name, content := range map[string][]byte{
			"nothing": {}, "a line": []byte("慰问老兵"), "12 MB": bytes.Repeat([]byte("0123456789abcdef"), 12<<16),
		} {
			first, second := sha256.Sum256(content), sm3.Sum(content)
			want := attachment.Stored{
				Digest:    "sha256:" + hex.EncodeToString(first[:]),
				DigestSM3: "sm3:" + hex.EncodeToString(second[:]),
				Size:      int64(len(content)),
			}
			for _, time := range []string{"once", "twice"} {
				if diff := cmp.Diff(want, put(t, s.vault, content)); diff != "" {
					t.Errorf("%s put %s (-want +got):\n%s", name, time, diff)
				}
			}
			got, err := read(t, open(t, s.address), want.Digest) // as after a restart
			if err != nil || !bytes.Equal(got, content) {
				t.Errorf("%s: got %d bytes, %v", name, len(got), err)
			}
			verified, err := s.vault.Verify(t.Context(), want.Digest)
			if err != nil || verified != want {
				t.Errorf("%s: verified %+v, %v", name, verified, err)
			}
		}
	})
}

func TestWalkAndDelete(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		if seen := walk(t, s.vault); seen != nil {
			t.Errorf("an empty vault holds %v", seen)
		}
		var want []string
		var last attachment.Stored
		for i := range 30 {
			last = put(t, s.vault, []byte(fmt.Sprint("照片", i)))
			want = append(want, fmt.Sprint(last.Digest, " ", last.Size))
		}
		slices.Sort(want)
		if diff := cmp.Diff(want, walk(t, s.vault)); diff != "" {
			t.Errorf("walked (-want +got):\n%s", diff)
		}
		stop := errors.New("enough")
		if err := s.vault.Walk(t.Context(), func(attachment.Entry) error { return stop }); !errors.Is(err, stop) {
			t.Errorf("got %v, want the visitor's error", err)
		}
		if err := s.vault.Delete(t.Context(), last.Digest); err != nil {
			t.Fatal(err)
		}
		for name, err := range map[string]error{
			"deleted twice": s.vault.Delete(t.Context(), last.Digest),
			"read":          second(read(t, s.vault, last.Digest)),
			"read in part":  second(s.vault.OpenRange(t.Context(), last.Digest, 3, 3)),
		} {
			if !errors.Is(err, attachment.ErrNotFound) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		if n := len(walk(t, s.vault)); n != 29 {
			t.Errorf("%d left", n)
		}
	})
}

func second[T any](_ T, err error) error { return err }

func TestNamesThatAreNoDigestAreNotFound(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		digest := put(t, s.vault, []byte("x")).Digest
		for _, name := range []string{
			"", "sha256:", strings.TrimPrefix(digest, "sha256:"), strings.ToUpper(digest), digest + "0", "sha256:../../../../etc/passwd",
			"sha256:" + strings.Repeat("/", 64), "sha256:" + strings.Repeat(".", 64), "zhanping-vault",
		} {
			for _, err := range []error{
				second(s.vault.Open(t.Context(), name)), second(s.vault.OpenRange(t.Context(), name, 1, 1)),
				second(s.vault.Verify(t.Context(), name)), s.vault.Delete(t.Context(), name),
			} {
				if !errors.Is(err, attachment.ErrNotFound) {
					t.Errorf("%q: got %v", name, err)
				}
			}
		}
	})
}

func TestPartsAreRead(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		digest := put(t, s.vault, []byte("0123456789")).Digest
		for _, test := range []struct {
			offset, length int64
			want           string
		}{{0, 3, "012"}, {4, 2, "45"}, {8, 100, "89"}, {7, -1, "789"}, {10, 5, ""}, {99, -1, ""}, {0, -1, "0123456789"}, {2, 0, ""}} {
			object, err := s.vault.OpenRange(t.Context(), digest, test.offset, test.length)
			if err != nil {
				t.Fatal(err)
			}
			got, err := io.ReadAll(object)
			if err := errors.Join(err, object.Close()); err != nil || string(got) != test.want || object.Size() != 10 {
				t.Errorf("%d+%d: got %q of %d, %v, want %q", test.offset, test.length, got, object.Size(), err, test.want)
			}
		}
		if object, err := s.vault.OpenRange(t.Context(), digest, -1, 5); err == nil {
			t.Errorf("a part before the start: %v", object)
		}
	})
}

func TestDamageIsFoundAndMended(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		good := bytes.Repeat([]byte("面积 34 平方米。"), 10_000)
		changed := bytes.Clone(good)
		changed[len(good)/2] ^= 1
		for name, bad := range map[string][]byte{
			"one bit changed": changed, "cut off": good[:len(good)-1], "lengthened": append(bytes.Clone(good), 0), "emptied": {},
		} {
			digest := put(t, s.vault, good).Digest
			s.tamper(t, digest, bad)
			got, err := read(t, s.vault, digest)
			if !errors.Is(err, attachment.ErrCorrupt) || bytes.Equal(got, bad) && len(bad) > 0 {
				t.Errorf("%s: got %d bytes, %v", name, len(got), err)
			}
			exactly, err := s.vault.Open(t.Context(), digest) // a reader that knows the size and never asks for the end
			if err != nil {
				t.Fatal(err)
			}
			_, err = io.CopyN(io.Discard, exactly, max(1, exactly.Size()))
			if err := errors.Join(err, exactly.Close()); !errors.Is(err, attachment.ErrCorrupt) {
				t.Errorf("%s: read to its size: %v", name, err)
			}
			if _, err := s.vault.Verify(t.Context(), digest); !errors.Is(err, attachment.ErrCorrupt) {
				t.Errorf("%s: verified: %v", name, err)
			}
			put(t, s.vault, good)
			if got, err := read(t, s.vault, digest); err != nil || !bytes.Equal(got, good) {
				t.Errorf("%s: put again: %v", name, err)
			}
		}
	})
}

func TestAVaultThatIsGoneIsUnavailableAndNotEmpty(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*testing.T, store){
		"unreachable":     func(t *testing.T, s store) { t.Helper(); s.vanish(t) },
		"another, empty":  func(t *testing.T, s store) { t.Helper(); s.unreport(t) },
		"context expired": nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachStore(t, func(t *testing.T, s store) {
				if !s.vault.Created() || open(t, s.address).Created() {
					t.Error("only the first opening makes the vault")
				}
				digest := put(t, s.vault, []byte("x")).Digest
				if err := s.vault.Ready(t.Context()); err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				want := attachment.ErrUnavailable
				if lose == nil {
					cancel()
					want = context.Canceled
				} else {
					lose(t, s)
				}
				var all sync.WaitGroup // at once, since the client tries a few times
				for what, try := range map[string]func() error{
					"ready":  func() error { return s.vault.Ready(ctx) },
					"put":    func() error { return second(s.vault.Put(ctx, strings.NewReader("y"), limit)) },
					"open":   func() error { return second(readWith(ctx, s.vault, digest)) },
					"verify": func() error { return second(s.vault.Verify(ctx, digest)) },
					"range":  func() error { return second(s.vault.OpenRange(ctx, digest, 1, 1)) },
					"delete": func() error { return s.vault.Delete(ctx, digest) },
					"walk":   func() error { return s.vault.Walk(ctx, func(attachment.Entry) error { return nil }) },
					"sweep":  func() error { return second(s.vault.SweepUnfinished(ctx, time.Now())) },
				} {
					all.Go(func() {
						if err := try(); !errors.Is(err, want) || errors.Is(err, attachment.ErrNotFound) {
							t.Errorf("%s: got %v, want %v", what, err, want)
						}
					})
				}
				all.Wait()
			})
		})
	}
}

func readWith(ctx context.Context, vault *attachment.Vault, digest string) ([]byte, error) {
	object, err := vault.Open(ctx, digest)
	if err != nil {
		return nil, err
	}
	content, err := io.ReadAll(object)
	return content, errors.Join(err, object.Close())
}

func TestUploadsAreBounded(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		gigabyte := &counted{left: 1 << 30}
		_, err := s.vault.Put(t.Context(), gigabyte, 1<<20)
		if !errors.Is(err, attachment.ErrTooLarge) || !strings.Contains(fmt.Sprint(err), "上限 1 MB") {
			t.Errorf("got %v", err)
		}
		if taken := 1<<30 - gigabyte.left; taken > 1<<20+1 {
			t.Errorf("%d bytes were read before it was refused", taken)
		}
		if _, err := s.vault.Put(t.Context(), strings.NewReader("1234"), 4); err != nil {
			t.Errorf("exactly the limit: %v", err)
		}
		if _, err := s.vault.Put(t.Context(), strings.NewReader("12345"), 4); !errors.Is(err, attachment.ErrTooLarge) {
			t.Errorf("one byte more: %v", err)
		}
		broken := errors.New("the phone lost its network")
		for _, at := range []int{2, 4} { // before the limit, and when asked whether there is more
			upload := io.MultiReader(strings.NewReader("1234"[:at]), iotest.ErrReader(broken))
			_, err := s.vault.Put(t.Context(), upload, 4)
			if !errors.Is(err, broken) || errors.Is(err, attachment.ErrUnavailable) {
				t.Errorf("broken after %d bytes: got %v", at, err)
			}
		}
		if n := len(walk(t, s.vault)); n != 1 {
			t.Errorf("%d are kept, want the one that was whole", n)
		}
	})
}

// counted is an upload of so many bytes that are never held.
type counted struct{ left int }

func (c *counted) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), c.left)
	c.left -= n
	return n, nil
}

func TestStagedBytesCanBeInspectedBeforeTheyAreKept(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		staged, err := s.vault.Stage(t.Context(), bytes.NewReader(asJPEG(t, scene(1, 320, 240), 80)), limit)
		if err != nil {
			t.Fatal(err)
		}
		defer staged.Close()
		info, err := attachment.NewExaminer(attachment.DefaultMemory).Inspect(t.Context(), staged, staged.Size)
		if err != nil || info.Kind != attachment.JPEG || info.Width != 320 {
			t.Errorf("got %+v, %v", info, err)
		}
		if _, err := s.vault.Open(t.Context(), staged.Digest); !errors.Is(err, attachment.ErrNotFound) {
			t.Errorf("kept before it was asked for: %v", err)
		}
		if err := s.vault.Keep(t.Context(), staged); err != nil {
			t.Fatal(err)
		}
		if _, err := s.vault.Verify(t.Context(), staged.Digest); err != nil {
			t.Error(err)
		}
	})
}

func TestTheSameBytesFromManyAtOnceAreKeptOnce(t *testing.T) {
	t.Parallel()
	eachStore(t, func(t *testing.T, s store) {
		content := bytes.Repeat([]byte("同一张照片"), 20_000)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				if _, err := s.vault.Put(context.Background(), bytes.NewReader(content), limit); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		seen := walk(t, s.vault)
		if len(seen) != 1 {
			t.Fatalf("kept %v", seen)
		}
		if _, err := s.vault.Verify(t.Context(), strings.Fields(seen[0])[0]); err != nil {
			t.Error(err)
		}
	})
}

func TestAddressesAreReadStrictly(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, address := range map[string]string{
		"no scheme": "data/attachments", "another scheme": "ftp://x/y", "no folder": "file://", "the root": "file:///",
		"a host": "file://data/attachments", "an unknown setting": "file:///tmp/x?metadata=skip",
		"a file for a folder": "file://" + filepath.ToSlash(file), "an unknown setting of S3": "s3://x?colour=red",
		"nonsense": "file://%zz",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if vault, err := attachment.OpenVault(t.Context(), address); err == nil {
				t.Errorf("%q opened: %+v", address, vault)
			}
		})
	}
}

func TestFilesAreForTheirOwnerAlone(t *testing.T) {
	t.Parallel()
	s := onDisk(t)
	put(t, s.vault, []byte("x"))
	root := strings.TrimPrefix(s.address, "file://")
	for _, name := range []string{"", ".staging"} {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%q: %v, %v", name, info.Mode(), err)
		}
	}
	left, err := os.ReadDir(filepath.Join(root, ".staging"))
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
