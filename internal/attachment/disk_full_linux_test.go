package attachment_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"zhanping/internal/attachment"
)

func TestAFullDiskIsSaidAndLosesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("a small disk needs the right to mount: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	vault := open(t, "file://"+filepath.ToSlash(filepath.Join(dir, "vault")))
	kept := map[string]bool{}
	for i := 0; ; i++ {
		if i > 100 {
			t.Fatal("the disk never filled")
		}
		content := bytes.Repeat([]byte(fmt.Sprintf("%08d", i)), 12_000)
		stored, err := vault.Put(t.Context(), bytes.NewReader(content), limit)
		if err == nil {
			kept[stored.Digest] = true
			continue
		}
		if !errors.Is(err, attachment.ErrUnavailable) || !errors.Is(err, syscall.ENOSPC) {
			t.Fatalf("got %v", err)
		}
		break
	}
	if len(kept) < 3 {
		t.Fatalf("only %d fitted", len(kept))
	}
	for digest := range kept {
		if _, err := vault.Verify(t.Context(), digest); err != nil {
			t.Error(err)
		}
	}
	if n := len(walk(t, vault)); n != len(kept) {
		t.Errorf("%d visible, %d kept", n, len(kept))
	}
	if n := temporaries(t, dir); n != 0 {
		t.Errorf("%d unfinished files take room", n)
	}
	for digest := range kept { // room again
		if err := vault.Delete(t.Context(), digest); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := vault.Put(t.Context(), bytes.NewReader(make([]byte, 100_000)), limit); err != nil {
		t.Errorf("with room again: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "vault", "zhanping-vault")); err != nil {
		t.Error(err)
	}
}
