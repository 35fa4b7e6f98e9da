package backup_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/backup"
	"zhanping/server/records"
	"zhanping/server/store"
)

func TestABackupOfOneDatabaseIsRestoredIntoTheOtherAndEverythingAgrees(t *testing.T) {
	t.Parallel()
	for from, source := range databases {
		for to, target := range databases {
			t.Run(from+" to "+to, func(t *testing.T) {
				t.Parallel()
				old, fresh := newPlace(t, source(t)), newPlace(t, target(t))
				old.fill(t, 5)
				file, want := old.backup(t)
				if err := backup.Restore(t.Context(), opened(t, file), backup.Target{Store: fresh.store, Vault: fresh.vault}); err != nil {
					t.Fatal(err)
				}
				e := fresh.examine(t)
				if !e.Sound() || e.Revisions != 5 || e.Reports != 5 || e.Attachments != 5 || e.Journal.Proven != 10 {
					t.Errorf("examined: %+v", e)
				}
				_, got := fresh.backup(t)
				want.Database, got.Database = "", ""
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("a backup of what was restored (-want +got):\n%s", diff)
				}
				err := backup.Restore(t.Context(), opened(t, file), backup.Target{Store: fresh.store, Vault: fresh.vault})
				if !errors.Is(err, backup.ErrNotEmpty) {
					t.Errorf("again, over what is there: %v", err)
				}
			})
		}
	}
}

func TestABackupIsTakenWhileOthersWrite(t *testing.T) {
	t.Parallel()
	for name, dsn := range databases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			live := newPlace(t, dsn(t))
			live.fill(t, 3)
			reader, err := store.Peek(t.Context(), live.dsn, time.Now)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = reader.Close() }()
			wrote := &interrupted{now: func() {
				if err := live.store.Read(t.Context()).Insert(&records.Station{Record: records.Record{ID: "late", Version: 1}, Code: "late"}); err != nil {
					t.Errorf("writing during the backup: %v", err)
				}
			}}
			m, err := backup.Write(t.Context(), backup.Source{Store: reader, Vault: live.vault, Now: moment}, wrote)
			if err != nil {
				t.Fatal(err)
			}
			if !wrote.done || m.Tables[0].Name != "stations" || m.Tables[0].Rows != 3 {
				t.Errorf("written meanwhile: %t; %+v", wrote.done, m.Tables[0])
			}
			fresh := newPlace(t, databases["SQLite"](t))
			if err := backup.Restore(t.Context(), opened(t, wrote.Bytes()), backup.Target{Store: fresh.store, Vault: fresh.vault}); err != nil {
				t.Fatal(err)
			}
			if e := fresh.examine(t); !e.Sound() {
				t.Errorf("examined: %+v", e)
			}
		})
	}
}

// interrupted calls now when the first bytes arrive, which is in the middle of a backup.
type interrupted struct {
	bytes.Buffer
	now  func()
	done bool
}

func (i *interrupted) Write(p []byte) (int, error) {
	if !i.done {
		i.done = true
		i.now()
	}
	return i.Buffer.Write(p)
}

func TestADamagedBackupIsRefusedBeforeAnythingIsWritten(t *testing.T) {
	t.Parallel()
	p := newPlace(t, databases["SQLite"](t))
	p.fill(t, 2)
	file, m := p.backup(t)
	for says, change := range map[string]func(name string, content []byte) []byte{
		"a table was edited": func(name string, content []byte) []byte {
			if name == "tables/results.jsonl" {
				return bytes.ReplaceAll(content, []byte("61.5"), []byte("91.5"))
			}
			return content
		},
		"an attachment was edited": func(name string, content []byte) []byte {
			if strings.HasPrefix(name, "attachments/") {
				return append(slices.Clone(content), '!')
			}
			return content
		},
		"an attachment was taken out": func(name string, content []byte) []byte {
			if strings.HasPrefix(name, "attachments/") {
				return nil
			}
			return content
		},
		"a table was taken out": func(name string, content []byte) []byte {
			if name == "tables/stations.jsonl" {
				return nil
			}
			return content
		},
		"the list was edited": func(name string, content []byte) []byte {
			if name == "attachments.sha256" {
				return content[1:]
			}
			return content
		},
		"there is no manifest": func(name string, content []byte) []byte {
			if name == "manifest.json" {
				return nil
			}
			return content
		},
	} {
		bad := rewritten(t, file, change)
		if _, err := backup.Open(bytes.NewReader(bad), int64(len(bad))); !errors.Is(err, backup.ErrDamaged) {
			t.Errorf("%s: %v", says, err)
		}
	}
	for _, cut := range []int{0, 1, len(file) / 2, len(file) - 1} {
		if _, err := backup.Open(bytes.NewReader(file[:cut]), int64(cut)); !errors.Is(err, backup.ErrDamaged) {
			t.Errorf("cut off after %d bytes: %v", cut, err)
		}
	}
	later := rewritten(t, file, func(name string, content []byte) []byte {
		if name == "manifest.json" {
			return bytes.Replace(content, []byte(backup.Format), []byte("zhanping-backup/9"), 1)
		}
		return content
	})
	if _, err := backup.Open(bytes.NewReader(later), int64(len(later))); err == nil || !strings.Contains(err.Error(), "zhanping-backup/9") {
		t.Errorf("another format: %v", err)
	}
	if m.Rows() == 0 || m.Attachments.Count != 2 {
		t.Errorf("manifest: %+v", m)
	}
}

// rewritten is a zip file whose files were changed; nil leaves one out.
func rewritten(t *testing.T, file []byte, change func(string, []byte) []byte) []byte {
	t.Helper()
	from, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	to := zip.NewWriter(&out)
	for _, f := range from.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if content = change(f.Name, content); content == nil {
			continue
		}
		w, err := to.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestALostOrDamagedAttachmentIsToldAndTheRestIsKept(t *testing.T) {
	t.Parallel()
	p := newPlace(t, databases["SQLite"](t))
	p.fill(t, 3)
	files, err := filepath.Glob(p.files + "/*/*/*")
	if err != nil || len(files) != 3 {
		t.Fatal(files, err)
	}
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(files[1], []byte("别的内容"), 0o600); err != nil {
		t.Fatal(err)
	}
	file, m := p.backup(t)
	want := []string{"sha256:" + filepath.Base(files[0]), "sha256:" + filepath.Base(files[1])}
	slices.Sort(want)
	if diff := cmp.Diff(want, m.Attachments.Lost); diff != "" || m.Attachments.Count != 1 {
		t.Fatalf("%d kept, lost (-want +got):\n%s", m.Attachments.Count, diff)
	}
	fresh := newPlace(t, databases["SQLite"](t))
	if err := backup.Restore(t.Context(), opened(t, file), backup.Target{Store: fresh.store, Vault: fresh.vault}); err != nil {
		t.Fatal(err)
	}
	if e := fresh.examine(t); e.Sound() || e.Faulty != 2 {
		t.Errorf("examined: %+v", e)
	}
}
