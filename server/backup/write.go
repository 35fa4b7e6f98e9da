package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"zhanping/internal/attachment"
	"zhanping/server/records"
	"zhanping/server/store"
)

// Source is what a backup is taken of. It may be in use meanwhile.
type Source struct {
	Store   *store.Store // store.Peek is enough
	Vault   *attachment.Vault
	Program string // version
	Now     time.Time
}

// Write writes a backup: the tables as they stand at one moment, then every attachment, of which none
// that they name can be missing, since attachments are kept before they are recorded. A damaged or
// lost attachment does not stop it; Manifest.Attachments.Lost tells.
func Write(ctx context.Context, s Source, w io.Writer) (Manifest, error) {
	m := Manifest{Format: Format, Program: s.Program, Database: s.Store.Dialect(), TakenAt: records.At(s.Now).Text()}
	if err := sameSchema(ctx, s.Store, &m); err != nil {
		return m, err
	}
	z := &writer{zip: zip.NewWriter(w), now: s.Now}
	var named []string
	err := s.Store.Snapshot(ctx, func(tx *store.Tx) error {
		if err := z.tables(tx, &m); err != nil {
			return err
		}
		var err error
		if named, err = tx.Attachments(); err != nil {
			return err
		}
		m.Journal, err = tx.Journal().Head(ctx)
		return err
	})
	if err != nil {
		return m, err
	}
	if err := z.attachments(ctx, s.Vault, named, &m.Attachments); err != nil {
		return m, err
	}
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	if _, err := z.file(manifestName, zip.Deflate, bytes.NewReader(text)); err != nil {
		return m, err
	}
	return m, z.zip.Close()
}

// sameSchema refuses a database of another version of this program.
func sameSchema(ctx context.Context, s *store.Store, m *Manifest) error {
	var err error
	if m.Schema, err = s.Schema(ctx); err != nil {
		return err
	}
	current, err := s.CurrentSchema()
	if err != nil {
		return err
	}
	if m.Schema != current {
		return fmt.Errorf("数据库的结构是第 %d 版，本程序是第 %d 版；请用与服务器相同版本的程序", m.Schema, current)
	}
	return nil
}

// writer writes files into the zip and computes their digests.
type writer struct {
	zip *zip.Writer
	now time.Time
}

func (z *writer) create(name string, method uint16) (io.Writer, error) {
	header := &zip.FileHeader{Name: name, Method: method, Modified: z.now.UTC()}
	header.SetMode(0o600)
	return z.zip.CreateHeader(header)
}

// file writes one file and tells its digest in hex.
func (z *writer) file(name string, method uint16, content io.Reader) (string, error) {
	w, err := z.create(name, method)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	_, err = io.Copy(io.MultiWriter(w, sum), content)
	return hex.EncodeToString(sum.Sum(nil)), err
}

func (z *writer) tables(tx *store.Tx, m *Manifest) error {
	tables, err := store.Tables()
	if err != nil {
		return err
	}
	for _, table := range tables {
		w, err := z.create(tableName(table), zip.Deflate)
		if err != nil {
			return err
		}
		sum := sha256.New()
		rows, err := tx.Dump(table, io.MultiWriter(w, sum))
		if err != nil {
			return err
		}
		m.Tables = append(m.Tables, Table{Name: table, Rows: rows, SHA256: hex.EncodeToString(sum.Sum(nil))})
	}
	return nil
}

// attachments writes what the vault holds, and notes what of the named is not there.
func (z *writer) attachments(ctx context.Context, vault *attachment.Vault, named []string, m *Attachments) error {
	missing := map[string]bool{}
	for _, digest := range named {
		missing[digest] = true
	}
	var list strings.Builder
	err := vault.Walk(ctx, func(e attachment.Entry) error {
		size, err := z.attachment(ctx, vault, e.Digest)
		switch {
		case errors.Is(err, attachment.ErrCorrupt):
			missing[e.Digest] = true
			return nil
		case errors.Is(err, attachment.ErrNotFound):
			return nil // swept meanwhile
		case err != nil:
			return err
		}
		delete(missing, e.Digest)
		m.Count, m.Bytes = m.Count+1, m.Bytes+size
		name := strings.TrimPrefix(e.Digest, "sha256:")
		list.WriteString(name + "  " + blobName(name) + "\n")
		return nil
	})
	if err != nil {
		return err
	}
	m.Lost = []string{}
	for digest := range missing {
		m.Lost = append(m.Lost, digest)
	}
	slices.Sort(m.Lost)
	m.SHA256, err = z.file(listName, zip.Deflate, strings.NewReader(list.String()))
	return err
}

// attachment writes one of them as it is; photos do not shrink. What turns out damaged on the way
// stays in the file and is not listed.
func (z *writer) attachment(ctx context.Context, vault *attachment.Vault, digest string) (int64, error) {
	object, err := vault.Open(ctx, digest)
	if err != nil {
		return 0, err
	}
	_, err = z.file(blobName(strings.TrimPrefix(digest, "sha256:")), zip.Store, object)
	return object.Size(), errors.Join(err, object.Close())
}
