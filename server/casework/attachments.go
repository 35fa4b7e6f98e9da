package casework

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/attachment"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// MaxAttachment is the largest file that is taken, in bytes.
const MaxAttachment = 30 << 20

// Added is an attachment and what the inspector should know of it.
type Added struct {
	records.Attachment
	Alike []Likeness `json:"alike" doc:"别处已有的相同或很像的照片" nullable:"false"`
}

// Likeness is the same or nearly the same picture, used elsewhere.
type Likeness struct {
	Attachment string `json:"attachment" doc:"附件编号"`
	StationID  string `json:"station_id" doc:"单位编号"`
	Name       string `json:"name" doc:"文件名"`
	Same       bool   `json:"same" doc:"同一个文件；否则是很像的照片"`
}

// AddAttachment keeps a file that backs a station's evidence or, with a case, what an assessor saw.
// What the file is comes from its bytes; a picture is also kept in a form without place and device.
func (s *Service) AddAttachment(ctx context.Context, who Actor, stationID, caseID, name string, content io.Reader) (Added, error) {
	station, on, err := s.attachTo(ctx, who, stationID, caseID)
	if err != nil {
		return Added{}, err
	}
	if err := s.allow(ctx, who, "attachment.add", on); err != nil {
		return Added{}, err
	}
	staged, err := s.vault.Stage(ctx, content, MaxAttachment)
	if err != nil {
		return Added{}, vaultProblem(err)
	}
	defer staged.Close()
	a := records.Attachment{
		ID: s.newID(), StationID: station.ID, CaseID: caseID, Digest: staged.Digest, SM3: staged.DigestSM3, Size: staged.Size,
		AddedBy: who.Person.ID, AddedAt: s.now(),
	}
	if err := s.examine(ctx, &a, name, staged); err != nil {
		return Added{}, vaultProblem(err)
	}
	if err := s.vault.Keep(ctx, staged); err != nil {
		return Added{}, vaultProblem(err)
	}
	err = s.within(ctx, func(tx *store.Tx) error { return s.keepAttachment(tx, who, &a) })
	if err != nil {
		return Added{}, err
	}
	alike, err := s.alike(ctx, who, a)
	return Added{Attachment: a, Alike: alike}, err
}

// attachTo is the station and what the decision looks at.
func (s *Service) attachTo(ctx context.Context, who Actor, stationID, caseID string) (records.Station, policies.Resource, error) {
	tx := s.read(ctx)
	if caseID == "" {
		station, err := get[records.Station](tx, stationID, "单位")
		if err != nil {
			return station, policies.Resource{}, err
		}
		on, err := s.evidenceFor(ctx, who, station)
		return station, on, err
	}
	d, err := s.dossier(tx, caseID)
	return d.station, d.resource(), err
}

// examine finds out what a file is and keeps the forms that others may see.
func (s *Service) examine(ctx context.Context, a *records.Attachment, name string, file *attachment.Staged) error {
	info, err := s.examiner.Inspect(ctx, file, file.Size)
	if err != nil {
		return err
	}
	a.Name, a.Type = attachment.FileName(name, info.Kind), string(info.Kind)
	a.TakenAt, a.Likeness = records.At(info.Taken), string(info.Fingerprint)
	if info.Place != nil {
		a.HasLocation = true
		a.Latitude = strconv.FormatFloat(info.Place.Latitude, 'f', 6, 64)
		a.Longitude = strconv.FormatFloat(info.Place.Longitude, 'f', 6, 64)
	}
	if !info.Kind.Image() {
		if info.Kind == attachment.PDF {
			a.Shown = a.Digest // a PDF has no other form
		}
		return nil
	}
	for _, form := range []struct {
		make func(context.Context, io.ReaderAt, int64) (attachment.Rendition, error)
		kept *string
	}{{s.examiner.Public, &a.Shown}, {s.examiner.Thumbnail, &a.Thumbnail}} {
		made, err := form.make(ctx, file, file.Size)
		if err != nil {
			return err
		}
		stored, err := s.vault.Put(ctx, bytes.NewReader(made.Bytes), int64(len(made.Bytes)))
		if err != nil {
			return err
		}
		*form.kept = stored.Digest
	}
	return nil
}

// keepAttachment keeps the record, or finds the one that is there for the same file.
func (s *Service) keepAttachment(tx *store.Tx, who Actor, a *records.Attachment) error {
	same, err := store.First[records.Attachment](tx, store.Query{Where: []store.Condition{
		store.Equal("station_id", a.StationID), store.Equal("case_id", a.CaseID), store.Equal("digest", a.Digest),
	}})
	if err == nil {
		*a = same
		return nil
	}
	if !errors.Is(err, store.ErrNotFound) {
		return err
	}
	if err := tx.Insert(a); err != nil {
		return err
	}
	return s.note(tx, who, "attachment.add", "attachment", a.ID, "", map[string]any{
		"station": a.StationID, "case": a.CaseID, "digest": a.Digest, "sm3": a.SM3,
	})
}

// alike finds the same file, and pictures that look like it, in other places that the actor may see.
func (s *Service) alike(ctx context.Context, who Actor, a records.Attachment) ([]Likeness, error) {
	either := []store.Condition{store.Equal("digest", a.Digest)}
	if a.Likeness != "" {
		either = append(either, store.Equal("likeness", a.Likeness))
	}
	found, err := store.List[records.Attachment](s.read(ctx), store.Query{
		Where: []store.Condition{store.AnyOf(either...), store.Unequal("id", a.ID)}, Limit: 20,
	})
	if err != nil {
		return nil, err
	}
	alike := []Likeness{}
	for _, f := range found {
		_, on, err := s.attachTo(ctx, who, f.StationID, f.CaseID)
		if err != nil {
			return nil, err
		}
		err = s.allow(ctx, who, policies.ActionAttachmentRead, on)
		var refused *Problem
		if errors.As(err, &refused) {
			continue
		}
		if err != nil {
			return nil, err
		}
		alike = append(alike, Likeness{Attachment: f.ID, StationID: f.StationID, Name: f.Name, Same: f.Digest == a.Digest})
	}
	return alike, nil
}

// vaultProblem puts what the vault and the examiner say into words for people.
func vaultProblem(err error) error {
	var refusal *attachment.Refusal
	switch {
	case errors.As(err, &refusal):
		return &Problem{Code: Unsupported, Words: refusal.Error()}
	case errors.Is(err, attachment.ErrTooLarge):
		return refuse(TooLarge, "文件超过 %d MB；请压缩后再传", MaxAttachment>>20)
	case errors.Is(err, attachment.ErrNotFound), errors.Is(err, attachment.ErrCorrupt):
		return refuse(Unavailable, "附件的内容找不到或已损坏，请联系管理员从备份恢复")
	case errors.Is(err, attachment.ErrUnavailable):
		return refuse(Unavailable, "附件存储暂不可用，没有保存；请稍后再试")
	}
	return err
}

// Rendition is a form in which an attachment can be had.
type Rendition string

// The forms.
const (
	Shown     Rendition = "shown"     // without place and device
	Thumbnail Rendition = "thumbnail" // small
	Original  Rendition = "original"  // as it was sent
)

// AttachmentContent opens an attachment; the caller closes it. An error at the end of reading means
// that what was read is not what was once kept.
func (s *Service) AttachmentContent(ctx context.Context, who Actor, id string, form Rendition) (records.Attachment, *attachment.Object, error) {
	a, err := get[records.Attachment](s.read(ctx), id, "附件")
	if err != nil {
		return a, nil, err
	}
	_, on, err := s.attachTo(ctx, who, a.StationID, a.CaseID)
	if err != nil {
		return a, nil, err
	}
	action, digest := policies.ActionAttachmentRead, a.Shown
	switch form {
	case Shown:
	case Thumbnail:
		digest = a.Thumbnail
	case Original:
		action, digest = policies.ActionAttachmentReadOriginal, a.Digest
	}
	if err := s.allow(ctx, who, action, on); err != nil {
		return a, nil, err
	}
	if digest == "" {
		return a, nil, refuse(NotFound, "“%s”没有这种形式；有权的人可以下载原文件", a.Name)
	}
	object, err := s.vault.Open(ctx, digest)
	return a, object, vaultProblem(err)
}

// Attachments is every file of a station, or of a case of it.
func (s *Service) Attachments(ctx context.Context, who Actor, stationID, caseID string) ([]records.Attachment, error) {
	station, on, err := s.attachTo(ctx, who, stationID, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.allow(ctx, who, "attachment.read", on); err != nil {
		return nil, err
	}
	return store.List[records.Attachment](s.read(ctx), store.Query{
		Where: []store.Condition{store.Equal("station_id", station.ID), store.Equal("case_id", caseID)},
	})
}

// checkFiles compares the files that evidence names with those that were uploaded: one that is not
// there is noted, one whose digest is another is a fault.
func (s *Service) checkFiles(tx *store.Tx, station records.Station, bundle *evidence.Bundle) ([]string, error) {
	var named []evidence.Source
	for _, source := range bundle.Sources {
		if source.File != "" {
			named = append(named, source)
		}
	}
	if len(named) == 0 {
		return nil, nil
	}
	slices.SortFunc(named, func(a, b evidence.Source) int { return strings.Compare(a.ID, b.ID) })
	files, err := store.List[records.Attachment](tx, store.Query{
		Where: []store.Condition{store.Equal("station_id", station.ID), store.Equal("case_id", "")},
	})
	if err != nil {
		return nil, err
	}
	byName := map[string]records.Attachment{}
	for _, f := range files {
		byName[f.Name] = f
	}
	var notes []string
	p := &Problem{Code: Invalid, Words: bundleName + "所附的文件与登记的摘要不一致"}
	for _, source := range named {
		file, there := byName[path.Base(source.File)]
		switch {
		case !there:
			notes = append(notes, fmt.Sprintf("依据 %s 的附件 %s 还没有上传", source.ID, source.File))
		case source.SHA256 != "" && "sha256:"+source.SHA256 != file.Digest, source.SM3 != "" && "sm3:"+source.SM3 != file.SM3:
			p.Faults = append(p.Faults, Fault{
				Field: "sources." + source.ID, Code: "other_file", Line: source.At.Line, Column: source.At.Column,
				Words: fmt.Sprintf("依据 %s 的附件 %s 与登记的摘要不一致；请重新上传，或更正摘要", source.ID, source.File),
			})
		}
	}
	if len(p.Faults) > 0 {
		return nil, p
	}
	return notes, nil
}
