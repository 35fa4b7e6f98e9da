package backup_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"zhanping/internal/attachment"
	"zhanping/server"
	"zhanping/server/backup"
	"zhanping/server/store"
)

// restoreAsChild is the process that is killed.
func restoreAsChild(path string) {
	ctx := context.Background()
	err := func() error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		info, err := file.Stat()
		if err != nil {
			return err
		}
		a, err := backup.Open(file, info.Size())
		if err != nil {
			return err
		}
		s, err := store.Open(ctx, os.Getenv("RESTORE_DATABASE"), time.Now)
		if err != nil {
			return err
		}
		vault, err := attachment.OpenVault(ctx, os.Getenv("RESTORE_ATTACHMENTS"))
		if err != nil {
			return err
		}
		return backup.Restore(ctx, a, backup.Target{Store: s, Vault: vault})
	}()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// TestARestoreThatIsKilledIsRefusedByTheServerAndCompletedByRunningAgain kills a process in the middle:
// after some attachments, and after all of them, while the tables are being filled.
func TestARestoreThatIsKilledIsRefusedByTheServerAndCompletedByRunningAgain(t *testing.T) {
	t.Parallel()
	const stations = 60
	source := newPlace(t, databases["SQLite"](t))
	source.fill(t, stations)
	file, want := source.backup(t)
	path := filepath.Join(t.TempDir(), "backup.zip")
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, dsn := range databases {
		for _, files := range []int{1, stations / 2, stations} {
			t.Run(fmt.Sprintf("%s after %d files", name, files), func(t *testing.T) {
				t.Parallel()
				target := newPlace(t, dsn(t))
				child := exec.Command(os.Args[0])
				child.Env = append(os.Environ(), "RESTORE_FILE="+path, "RESTORE_DATABASE="+target.dsn, "RESTORE_ATTACHMENTS="+address(target.files))
				child.Stderr = os.Stderr
				if err := child.Start(); err != nil {
					t.Fatal(err)
				}
				for range 6000 {
					if found, _ := filepath.Glob(target.files + "/*/*/*"); len(found) >= files {
						break
					}
					time.Sleep(5 * time.Millisecond)
				}
				if err := child.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
					t.Fatal(err)
				}
				ended := child.Wait()
				restoring, err := target.store.Restoring(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if files < stations && (ended == nil || !restoring) {
					t.Fatalf("not killed in the middle: %v, unfinished: %t", ended, restoring)
				}
				if restoring {
					target.isRefused(t)
					if err := backup.Restore(t.Context(), opened(t, file), backup.Target{Store: target.store, Vault: target.vault}); err != nil {
						t.Fatalf("running again: %v", err)
					}
				}
				if e := target.examine(t); !e.Sound() || e.Revisions != stations || e.Attachments != stations {
					t.Errorf("examined: %+v", e)
				}
				if _, got := target.backup(t); got.Rows() != want.Rows() || got.Journal != want.Journal || got.Attachments.SHA256 != want.Attachments.SHA256 {
					t.Errorf("restored %+v, want %+v", got, want)
				}
			})
		}
	}
}

// isRefused says that no server starts on what was restored in part.
func (p place) isRefused(t *testing.T) {
	t.Helper()
	app, err := server.Open(t.Context(), server.Config{
		Data: t.TempDir(), Database: p.dsn, Attachments: address(p.files), Version: "test", Clock: time.Now,
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err == nil {
		_ = app.Close()
	}
	if !errors.Is(err, server.ErrRestoring) {
		t.Errorf("a server on a database that is restored in part: %v", err)
	}
}
