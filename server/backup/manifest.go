// Package backup writes everything that a server keeps into one zip file and puts it back, on either
// database. What it wrote can be read without it: tables are lines of JSON, attachments are files,
// and attachments.sha256 is for sha256sum. Secret keys are never in it.
package backup

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"zhanping/internal/journal"
	"zhanping/server/store"
)

// Format is what this program writes and reads.
const Format = "zhanping-backup/1"

// Names in the zip file.
const (
	manifestName = "manifest.json"
	listName     = "attachments.sha256"
)

func tableName(table string) string { return "tables/" + table + ".jsonl" }

// blobName is the place of an attachment: its digest, in folders that do not grow without bound.
func blobName(hex string) string { return "attachments/" + hex[:2] + "/" + hex }

// Manifest says what a backup holds.
type Manifest struct {
	Format      string        `json:"format"`
	Program     string        `json:"program"` // version that wrote it
	Schema      int64         `json:"schema"`  // number of the last migration
	Database    store.Dialect `json:"database"`
	TakenAt     string        `json:"taken_at"`
	Tables      []Table       `json:"tables"` // in the order in which they are put back
	Attachments Attachments   `json:"attachments"`
	Journal     journal.Head  `json:"journal"`
}

// Table is one table in a backup.
type Table struct {
	Name   string `json:"name"`
	Rows   int64  `json:"rows"`
	SHA256 string `json:"sha256"` // of tables/NAME.jsonl
}

// Attachments is the stored files in a backup.
type Attachments struct {
	Count  int64  `json:"count"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // of attachments.sha256, which lists them
	// Lost are the digests that records name and the store did not hold, or held damaged.
	Lost []string `json:"lost"`
}

// Rows is how many rows there are in all tables.
func (m Manifest) Rows() int64 {
	var n int64
	for _, t := range m.Tables {
		n += t.Rows
	}
	return n
}

// ErrDamaged says that a backup is not what was written.
var ErrDamaged = errors.New("备份文件已损坏")

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w：%s；请改用另一份备份", ErrDamaged, fmt.Sprintf(format, args...))
}

// unreadable is the error of a file that cannot be read while the backup is examined.
func unreadable(err error) error {
	if errors.Is(err, ErrDamaged) {
		return err
	}
	return damaged("读不出 %v", err)
}

// Open reads the manifest of a backup and compares every file in it with its digest, so that nothing
// is put back from a file that is not whole.
func Open(file io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(file, size)
	if err != nil {
		return nil, damaged("不是完整的 zip 文件（%v）", err)
	}
	a := &Archive{files: map[string]*zip.File{}}
	for _, f := range z.File {
		a.files[f.Name] = f
	}
	if err := a.read(manifestName, func(r io.Reader) error { return json.NewDecoder(r).Decode(&a.Manifest) }); err != nil {
		return nil, unreadable(err)
	}
	if a.Manifest.Format != Format {
		return nil, fmt.Errorf("备份的格式是 %q，本程序只认识 %q；请用写出这份备份的程序（%s）恢复", a.Manifest.Format, Format, a.Manifest.Program)
	}
	return a, a.check()
}

// Archive is a backup that was found whole.
type Archive struct {
	Manifest Manifest

	files map[string]*zip.File
	blobs []string // digests of the attachments, in hex
}

// read passes the content of one file.
func (a *Archive) read(name string, f func(io.Reader) error) error {
	file, ok := a.files[name]
	if !ok {
		return damaged("缺少 %s", name)
	}
	r, err := file.Open()
	if err != nil {
		return damaged("读不出 %s（%v）", name, err)
	}
	if err := errors.Join(f(r), r.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func (a *Archive) check() error {
	for _, t := range a.Manifest.Tables {
		if err := a.compare(tableName(t.Name), t.SHA256); err != nil {
			return err
		}
	}
	if err := a.compare(listName, a.Manifest.Attachments.SHA256); err != nil {
		return err
	}
	err := a.read(listName, func(r io.Reader) error {
		lines := bufio.NewScanner(r)
		for lines.Scan() {
			digest, name, _ := strings.Cut(lines.Text(), "  ")
			if len(digest) != 2*sha256.Size || name != blobName(digest) {
				return fmt.Errorf("%.100q", lines.Text())
			}
			a.blobs = append(a.blobs, digest)
		}
		return lines.Err()
	})
	if err != nil {
		return unreadable(err)
	}
	for _, digest := range a.blobs {
		if err := a.compare(blobName(digest), digest); err != nil {
			return err
		}
	}
	return nil
}

// compare reads a file through and compares its digest.
func (a *Archive) compare(name, want string) error {
	sum := sha256.New()
	err := a.read(name, func(r io.Reader) error {
		_, err := io.Copy(sum, r)
		return err
	})
	if err != nil {
		return unreadable(err)
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != want {
		return damaged("%s 的 SHA-256 是 %s，清单记为 %s", name, got, want)
	}
	return nil
}
