package backup_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/emmansun/gmsm/sm3"

	"zhanping/internal/attachment"
	"zhanping/internal/journal"
	"zhanping/server/backup"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/server/store/storetest"
)

func TestMain(m *testing.M) {
	if path := os.Getenv("RESTORE_FILE"); path != "" {
		restoreAsChild(path)
	}
	storetest.Main(m)
}

var moment = time.Date(2026, 7, 15, 9, 30, 0, 123456000, time.UTC)

// place is a database and a store of attachments.
type place struct {
	dsn   string
	store *store.Store
	files string // folder of the vault
	vault *attachment.Vault
}

// databases are the kinds of database, by name.
var databases = map[string]func(testing.TB) string{"SQLite": storetest.SQLite, "PostgreSQL": storetest.PostgreSQL}

func newPlace(t *testing.T, dsn string) place {
	t.Helper()
	p := place{dsn: dsn, store: storetest.Open(t, dsn), files: filepath.Join(t.TempDir(), "files")}
	var err error
	if p.vault, err = attachment.OpenVault(t.Context(), address(p.files)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.vault.Close() })
	return p
}

func address(folder string) string { return (&url.URL{Scheme: "file", Path: folder}).String() }

// fill keeps stations with evidence, a pinned report each, and attachments.
func (p place) fill(t *testing.T, stations int) {
	t.Helper()
	for i := range stations {
		id := fmt.Sprintf("s%04d", i)
		content := []byte("照片 " + id)
		kept, err := p.vault.Put(t.Context(), bytes.NewReader(content), 1<<20)
		if err != nil {
			t.Fatal(err)
		}
		err = p.store.Within(t.Context(), func(tx *store.Tx) error {
			record := records.Record{ID: id, Version: 1, CreatedAt: records.At(moment), UpdatedAt: records.At(moment)}
			revision := revisionOf(id)
			result := records.Result{
				ID: "r" + id, StationID: id, Standard: "five-have@2026", BundleDigest: revision.Digest, Certain: "61.5", Possible: "92",
			}
			report := reportOf(revision.Digest)
			sum := sha256.Sum256(report)
			conclusion := records.Conclusion{
				ID: "k" + id, CaseID: "c" + id, Number: 1, RevisionID: revision.ID, BundleDigest: revision.Digest, Certain: "61.5",
				ReportDigest: "sha256:" + hex.EncodeToString(sum[:]), At: records.At(moment), Report: packed(t, report),
			}
			batch, one := record, record
			batch.ID, one.ID = "b"+id, "c"+id
			file := records.Attachment{
				ID: "a" + id, StationID: id, Digest: kept.Digest, SM3: kept.DigestSM3, Size: kept.Size, Shown: kept.Digest, AddedAt: records.At(moment),
			}
			for _, row := range []any{
				&records.Station{Record: record, Code: id, Name: "示例站", Region: "330482106000", RevisionID: revision.ID, Revision: 1},
				&revision, &result, &file, &records.Batch{Record: batch}, &records.Case{Record: one, BatchID: batch.ID, StationID: id}, &conclusion,
			} {
				if err := tx.Insert(row); err != nil {
					return err
				}
			}
			for _, noted := range []struct{ action, kind, id, field, digest string }{
				{"bundle.save", "revision", revision.ID, "digest", revision.Digest},
				{"case.pin", "conclusion", conclusion.ID, "report", conclusion.ReportDigest},
			} {
				detail, _ := json.Marshal(map[string]string{noted.field: noted.digest})
				_, err := journal.Append(t.Context(), tx.Journal(), journal.Entry{
					At: moment, Actor: "p", Action: noted.action, Kind: noted.kind, Subject: noted.id, Detail: detail,
				})
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func revisionOf(station string) records.Revision {
	canonical := []byte(`{"subject":"` + station + `"}`)
	sum, sum3 := sha256.Sum256(canonical), sm3.Sum(canonical)
	return records.Revision{
		ID: "v" + station, StationID: station, Number: 1, Text: "subject: " + station, Canonical: canonical,
		Digest: "sha256:" + hex.EncodeToString(sum[:]), SM3: "sm3:" + hex.EncodeToString(sum3[:]), SavedAt: records.At(moment),
	}
}

func reportOf(digest string) []byte {
	return fmt.Appendf(nil, `{"reports":[{"bundle":{"digest":%q},"total":{"certain":"61.5","possible":"92"}}]}`, digest)
}

func packed(t *testing.T, report []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := w.Write(report); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// backup is a backup of the place and its manifest.
func (p place) backup(t *testing.T) ([]byte, backup.Manifest) {
	t.Helper()
	var file bytes.Buffer
	m, err := backup.Write(t.Context(), backup.Source{Store: p.store, Vault: p.vault, Program: "test", Now: moment}, &file)
	if err != nil {
		t.Fatal(err)
	}
	return file.Bytes(), m
}

func opened(t *testing.T, file []byte) *backup.Archive {
	t.Helper()
	a, err := backup.Open(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// examine fails the test where anything contradicts.
func (p place) examine(t *testing.T) *backup.Examination {
	t.Helper()
	e, err := backup.Examine(t.Context(), p.store, p.vault)
	if err != nil {
		t.Fatal(err)
	}
	return e
}
