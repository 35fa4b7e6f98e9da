package backup

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"github.com/emmansun/gmsm/sm3"

	"zhanping/internal/attachment"
	"zhanping/internal/journal"
	"zhanping/server/records"
	"zhanping/server/store"
)

// MostFaults is how many faults an examination spells out; it counts all.
const MostFaults = 50

// Examination is what comparing everything that is kept with its digests came to.
type Examination struct {
	Revisions   int64 // of evidence: canonical bytes, both digests, and what the journal says they were
	Reports     int64 // pinned: their digest, and that they are of the evidence and points that the conclusion names
	Attachments int64 // read through: both digests
	Journal     journal.Verdict
	Faults      []string // in Chinese, at most MostFaults
	Faulty      int64    // all
}

// Sound says that everything agrees.
func (e *Examination) Sound() bool { return e.Faulty == 0 && e.Journal.Sound() }

func (e *Examination) fault(format string, args ...any) {
	e.Faulty++
	if len(e.Faults) < MostFaults {
		e.Faults = append(e.Faults, fmt.Sprintf(format, args...))
	}
}

// Examine compares every digest that is kept with what it was made of. An error means that something
// could not be read; what contradicts is told in the Examination.
func Examine(ctx context.Context, s *store.Store, vault *attachment.Vault) (*Examination, error) {
	e := &Examination{}
	var named []string
	err := s.Snapshot(ctx, func(tx *store.Tx) error {
		var err error
		if e.Journal, err = journal.Verify(ctx, tx.Journal(), journal.Options{}); err != nil {
			return err
		}
		saved, err := savedDigests(ctx, tx)
		if err != nil {
			return err
		}
		if err := e.revisions(tx, saved); err != nil {
			return err
		}
		if err := e.reports(tx); err != nil {
			return err
		}
		named, err = tx.Attachments()
		return err
	})
	if err != nil {
		return nil, err
	}
	return e, e.attachments(ctx, s, vault, named)
}

// savedDigests is what the journal says of every revision: its digest by its id.
func savedDigests(ctx context.Context, tx *store.Tx) (map[string]string, error) {
	const page = 1000
	saved := map[string]string{}
	for from := int64(1); ; {
		entries, err := tx.Journal().Entries(ctx, from, page)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			from = entry.Seq + 1
			if entry.Kind != "revision" {
				continue
			}
			var detail struct{ Digest string }
			if err := json.Unmarshal(entry.Detail, &detail); err == nil { // a damaged entry is the verdict's to tell
				saved[entry.Subject] = detail.Digest
			}
		}
		if len(entries) < page {
			return saved, nil
		}
	}
}

func (e *Examination) revisions(tx *store.Tx, saved map[string]string) error {
	err := store.Each(tx, store.Query{}, func(r *records.Revision) error {
		e.Revisions++
		sum, sum3 := sha256.Sum256(r.Canonical), sm3.Sum(r.Canonical)
		if got := "sha256:" + hex.EncodeToString(sum[:]); got != r.Digest {
			e.fault("佐证材料 %s（第 %d 版）：内容的 SHA-256 是 %s，登记为 %s", r.ID, r.Number, got, r.Digest)
		}
		if got := "sm3:" + hex.EncodeToString(sum3[:]); got != r.SM3 {
			e.fault("佐证材料 %s（第 %d 版）：内容的 SM3 是 %s，登记为 %s", r.ID, r.Number, got, r.SM3)
		}
		switch noted, ok := saved[r.ID]; {
		case !ok:
			e.fault("佐证材料 %s（第 %d 版）：日志里没有保存它的记录", r.ID, r.Number)
		case noted != r.Digest:
			e.fault("佐证材料 %s（第 %d 版）：登记的 SHA-256 是 %s，日志记为 %s", r.ID, r.Number, r.Digest, noted)
		}
		delete(saved, r.ID)
		return nil
	})
	for _, id := range slices.Sorted(maps.Keys(saved)) {
		e.fault("佐证材料 %s：日志记有它（%s），数据库里没有", id, saved[id])
	}
	return err
}

// pinned is what a kept report says of itself.
type pinned struct {
	Reports []struct {
		Bundle struct{ Digest string }
		Total  *struct{ Certain string }
	}
}

func (e *Examination) reports(tx *store.Tx) error {
	return store.Each(tx, store.Query{}, func(c *records.Conclusion) error {
		e.Reports++
		var kept pinned
		text, err := unpacked(c.Report)
		if err == nil {
			err = json.Unmarshal(text, &kept)
		}
		if err != nil || len(kept.Reports) != 1 {
			e.fault("评定结论 %s：留存的报告读不出来", c.ID)
			return nil
		}
		sum := sha256.Sum256(text)
		if got := "sha256:" + hex.EncodeToString(sum[:]); got != c.ReportDigest {
			e.fault("评定结论 %s：留存的报告的 SHA-256 是 %s，登记为 %s", c.ID, got, c.ReportDigest)
			return nil
		}
		report := kept.Reports[0]
		certain := ""
		if report.Total != nil {
			certain = report.Total.Certain
		}
		if report.Bundle.Digest != c.BundleDigest || certain != c.Certain {
			e.fault("评定结论 %s：得分 %s（材料 %s），留存的报告是 %s（材料 %s）", c.ID, c.Certain, c.BundleDigest, certain, report.Bundle.Digest)
		}
		return nil
	})
}

func unpacked(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func (e *Examination) attachments(ctx context.Context, s *store.Store, vault *attachment.Vault, named []string) error {
	read := make(map[string]attachment.Stored, len(named))
	for _, digest := range named {
		e.Attachments++
		stored, err := vault.Verify(ctx, digest)
		switch {
		case errors.Is(err, attachment.ErrNotFound):
			e.fault("附件 %s：存储里没有", digest)
		case errors.Is(err, attachment.ErrCorrupt):
			e.fault("附件 %s：内容已损坏或被改动", digest)
		case err != nil:
			return err
		default:
			read[digest] = stored
		}
	}
	return store.Each(s.Read(ctx), store.Query{}, func(a *records.Attachment) error {
		if stored, ok := read[a.Digest]; ok && (stored.DigestSM3 != a.SM3 || stored.Size != a.Size) {
			e.fault("附件 %s：%d 字节、%s，登记为 %d 字节、%s", a.ID, stored.Size, stored.DigestSM3, a.Size, a.SM3)
		}
		return nil
	})
}
