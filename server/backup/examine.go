package backup

import (
	"bytes"
	"cmp"
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
		noted, err := notedDigests(ctx, tx)
		if err != nil {
			return err
		}
		if err := e.revisions(tx, noted["revision"]); err != nil {
			return err
		}
		if err := e.reports(tx, noted["conclusion"]); err != nil {
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

// notedDigests is what the journal says of every revision and every pinned report: the digest, by the
// kind and the id of its record.
func notedDigests(ctx context.Context, tx *store.Tx) (map[string]map[string]string, error) {
	const page = 1000
	noted := map[string]map[string]string{"revision": {}, "conclusion": {}}
	for from := int64(1); ; {
		entries, err := tx.Journal().Entries(ctx, from, page)
		if err != nil {
			return nil, err
		}
		for _, entry := range entries {
			from = entry.Seq + 1
			of, ok := noted[entry.Kind]
			if !ok {
				continue
			}
			var detail struct{ Digest, Report string }
			if err := json.Unmarshal(entry.Detail, &detail); err == nil { // a damaged entry is the verdict's to tell
				of[entry.Subject] = cmp.Or(detail.Digest, detail.Report)
			}
		}
		if len(entries) < page {
			return noted, nil
		}
	}
}

// agree compares a digest that is kept with what the journal noted when the record was made, and
// strikes it off there.
func (e *Examination) agree(record, digest, id string, noted map[string]string) {
	switch found, ok := noted[id]; {
	case !ok:
		e.fault("%s：日志里没有保存它的记录", record)
	case found != digest:
		e.fault("%s：登记的 SHA-256 是 %s，日志记为 %s", record, digest, found)
	}
	delete(noted, id)
}

// gone tells of records that the journal knows and the database does not have.
func (e *Examination) gone(called string, noted map[string]string) {
	for _, id := range slices.Sorted(maps.Keys(noted)) {
		e.fault("%s %s：日志记有它（%s），数据库里没有", called, id, noted[id])
	}
}

func (e *Examination) revisions(tx *store.Tx, noted map[string]string) error {
	err := store.Each(tx, store.Query{}, func(r *records.Revision) error {
		e.Revisions++
		sum, sum3 := sha256.Sum256(r.Canonical), sm3.Sum(r.Canonical)
		if got := "sha256:" + hex.EncodeToString(sum[:]); got != r.Digest {
			e.fault("佐证材料 %s（第 %d 版）：内容的 SHA-256 是 %s，登记为 %s", r.ID, r.Number, got, r.Digest)
		}
		if got := "sm3:" + hex.EncodeToString(sum3[:]); got != r.SM3 {
			e.fault("佐证材料 %s（第 %d 版）：内容的 SM3 是 %s，登记为 %s", r.ID, r.Number, got, r.SM3)
		}
		e.agree(fmt.Sprintf("佐证材料 %s（第 %d 版）", r.ID, r.Number), r.Digest, r.ID, noted)
		return nil
	})
	e.gone("佐证材料", noted)
	return err
}

// pinned is what a kept report says of itself.
type pinned struct {
	Reports []struct {
		Bundle struct{ Digest string }
		Total  *struct{ Certain string }
	}
}

func (e *Examination) reports(tx *store.Tx, noted map[string]string) error {
	err := store.Each(tx, store.Query{}, func(c *records.Conclusion) error {
		e.Reports++
		e.agree("评定结论 "+c.ID, c.ReportDigest, c.ID, noted)
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
	e.gone("评定结论", noted)
	return err
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
