package casework

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/attachment"
	"zhanping/internal/papers"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/jobs"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// ExportInput says which document is to be made, of what.
type ExportInput struct {
	Kind    string     `json:"kind" enum:"ranking,problems,rectification,notice,publicity,sheets,certificate,stations" doc:"文书：ranking 汇总排名、problems 问题清单、rectification 整改台账、notice 通报代拟稿、publicity 公示名单、sheets 评分表、certificate 命名证书、stations 单位名单"`
	Format  string     `json:"format,omitempty" enum:"xlsx,docx,html,csv,zip" doc:"格式；空为这种文书的第一种"`
	BatchID string     `json:"batch_id,omitempty" doc:"批次编号；单位名单不填"`
	CaseID  string     `json:"case_id,omitempty" doc:"评定件编号：只导出这一件；评分表、证书、问题清单、整改台账可填"`
	Region  string     `json:"region,omitempty" pattern:"^([0-9]{12})?$" doc:"区划代码；空为整个批次"`
	Paper   PaperInput `json:"paper,omitempty" doc:"文书上由拟稿人写的内容"`
}

// PaperInput is what somebody writes on a document that the records do not say.
type PaperInput struct {
	Bureau     string `json:"bureau,omitempty" maxLength:"60" doc:"主管部门，即落款；空为本区划的退役军人事务局（厅）"`
	Letterhead string `json:"letterhead,omitempty" maxLength:"60" doc:"通报的发文机关标志；空为不用红头"`
	Prefix     string `json:"prefix,omitempty" maxLength:"30" doc:"通报的机关代字；空为没有发文字号"`
	Serial     int    `json:"serial,omitempty" minimum:"0" doc:"通报的发文序号；0 为留空"`
	Addressee  string `json:"addressee,omitempty" maxLength:"200" doc:"通报的主送机关"`
	Deadline   string `json:"deadline,omitempty" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"通报的整改期限"`
	Contact    string `json:"contact,omitempty" maxLength:"200" doc:"公示的异议受理方式；空为批次所定的，两处都没有则不能生成公示名单"`
	Opens      string `json:"opens,omitempty" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"公示期开始日；空为按评定件"`
	Closes     string `json:"closes,omitempty" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"公示期截止日；空为按评定件"`
	Date       string `json:"date,omitempty" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"成文日期；空为留空"`
}

// check refuses personal numbers before they are kept anywhere.
func (in PaperInput) check() error {
	p := &Problem{Code: Invalid, Words: "文书不能生成"}
	for _, c := range []struct{ field, text string }{
		{"bureau", in.Bureau}, {"letterhead", in.Letterhead}, {"prefix", in.Prefix}, {"addressee", in.Addressee}, {"contact", in.Contact},
	} {
		if found := evidence.Personal(c.text); found != "" {
			p.Faults = append(p.Faults, Fault{
				Field: "paper." + c.field, Code: "personal", Words: "有" + found + "；对外的文书不得含个人号码，请删去后再生成",
			})
		}
	}
	if len(p.Faults) > 0 {
		return p
	}
	return nil
}

// exportKind is one kind of document.
type exportKind struct {
	title   string
	formats []string // of a batch or region, the usual one first
	single  []string // of one case; nil where there is no such
	write   func(*export, io.Writer) error
}

// exportKinds is every document that leaves the house.
func exportKinds() map[string]exportKind {
	return map[string]exportKind{
		"ranking":       {"汇总排名", []string{"xlsx"}, nil, (*export).ranking},
		"problems":      {"问题清单", []string{"xlsx", "docx"}, []string{"xlsx", "docx"}, (*export).problems},
		"rectification": {"整改台账", []string{"xlsx", "docx"}, []string{"xlsx", "docx"}, (*export).rectifications},
		"notice":        {"通报（代拟稿）", []string{"docx"}, nil, (*export).notice},
		"publicity":     {"公示名单", []string{"docx", "xlsx", "html"}, nil, (*export).publicity},
		"sheets":        {"评分表", []string{"zip"}, []string{"xlsx"}, (*export).scoreSheets},
		"certificate":   {"命名证书", []string{"zip"}, []string{"docx"}, (*export).certificates},
		"stations":      {"单位名单", []string{"xlsx", "csv"}, nil, (*export).stations},
	}
}

// export is one document being made.
type export struct {
	exportKind
	s      *Service
	ctx    context.Context // of the job; writers have no other place for it
	tx     *store.Tx
	run    *jobs.Run
	in     ExportInput
	format string
	batch  records.Batch
	std    *standards.Standard
	only   *dossier // the one case, nil for all
	region string
	places places
	done   int
}

// AskExport asks for a document, as a job whose file is downloaded when it is done.
func (s *Service) AskExport(ctx context.Context, who Actor, in ExportInput) (records.Job, error) {
	var job records.Job
	if err := in.Paper.check(); err != nil {
		return job, err
	}
	e, err := s.exportOf(ctx, who, in)
	if err != nil {
		return job, err
	}
	err = s.within(ctx, func(tx *store.Tx) error {
		job, err = s.addJob(tx, who, jobExport, e.region, in)
		return err
	})
	return job, err
}

// exportOf is the document that is asked for, where the actor may have it.
func (s *Service) exportOf(ctx context.Context, who Actor, in ExportInput) (*export, error) {
	e := &export{s: s, ctx: ctx, tx: s.read(ctx), in: in, region: in.Region, places: places{s.table}}
	var known bool
	if e.exportKind, known = exportKinds()[in.Kind]; !known {
		return nil, wrong("kind", "没有“%s”这种文书", in.Kind)
	}
	var err error
	switch {
	case in.Kind == "stations":
		err = s.allow(ctx, who, policies.ActionExportMake, policies.Resource{Region: in.Region})
	case in.CaseID != "":
		err = e.ofCase(who)
	default:
		e.batch, e.region, err = s.overview(ctx, e.tx, who, in.BatchID, in.Region, policies.ActionExportMake)
	}
	if err != nil {
		return nil, err
	}
	if in.Kind != "stations" {
		if e.std, err = s.sets.Current().Find(e.batch.Standard, s.today()); err != nil {
			return nil, &Problem{Code: Invalid, Words: err.Error()}
		}
	}
	formats := e.formats
	if e.only != nil {
		formats = e.single
	}
	if len(formats) == 0 {
		return nil, wrong("case_id", "%s只能按批次导出，不能只导出一件", e.title)
	}
	if e.format = in.Format; e.format == "" {
		e.format = formats[0]
	}
	if !slices.Contains(formats, e.format) {
		return nil, wrong("format", "%s没有 %s 格式；可用 %s", e.title, in.Format, strings.Join(formats, "、"))
	}
	return e, nil
}

// ofCase narrows an export to one case.
func (e *export) ofCase(who Actor) error {
	d, err := e.s.dossier(e.tx, e.in.CaseID)
	if err != nil {
		return err
	}
	e.only, e.batch, e.region = &d, d.batch, d.Region
	if err := e.s.allow(e.ctx, who, policies.ActionExportMake, d.resource()); err != nil {
		return err
	}
	return e.s.sighted(e.ctx, who, d)
}

// maxExport bounds the file that a job makes.
const maxExport = 8 << 30

// makeExport is the job of AskExport. It is made for whoever asked, with the rights that they have when it is made.
func (s *Service) makeExport(ctx context.Context, run *jobs.Run) (jobs.Result, error) {
	var in ExportInput
	if err := json.Unmarshal([]byte(run.Job.Args), &in); err != nil {
		return jobs.Result{}, fmt.Errorf("read what is to be made: %w", err)
	}
	who, err := s.Actor(ctx, run.Job.By)
	if err != nil {
		return jobs.Result{}, err
	}
	e, err := s.exportOf(ctx, who, in)
	if err != nil {
		return jobs.Result{}, err
	}
	e.run = run
	run.Done(0)
	stored, err := s.keepMade(ctx, func(w io.Writer) error { return e.write(e, w) })
	if err != nil {
		return jobs.Result{}, err
	}
	return jobs.Result{Words: e.title + "已生成", File: stored.Digest, Name: e.name()}, nil
}

// keepMade puts what is written into the vault, as it is written.
func (s *Service) keepMade(ctx context.Context, write func(io.Writer) error) (attachment.Stored, error) {
	type kept struct {
		attachment.Stored
		err error
	}
	from, to := io.Pipe()
	done := make(chan kept, 1)
	go func() {
		stored, err := s.vault.Put(ctx, from, maxExport)
		from.CloseWithError(errors.Join(err, io.ErrClosedPipe)) // whoever still writes learns why nobody reads
		done <- kept{stored, err}
	}()
	defer to.CloseWithError(io.ErrUnexpectedEOF) // where write panics; else it is closed before
	err := write(to)
	to.CloseWithError(err)
	result := <-done
	switch {
	case err != nil && !errors.Is(err, io.ErrClosedPipe):
		return result.Stored, faultsOfPaper(err)
	case result.err != nil:
		return result.Stored, vaultProblem(result.err)
	}
	return result.Stored, nil
}

// faultsOfPaper turns what a paper finds wrong with its content into a refusal.
func faultsOfPaper(err error) error {
	var faults papers.Faults
	if !errors.As(err, &faults) {
		return err
	}
	p := &Problem{Code: Invalid, Words: "文书不能生成"}
	for _, f := range faults {
		p.Faults = append(p.Faults, Fault{Field: f.At, Code: "unfit", Words: f.At + "：" + f.Found + "。" + f.Fix, Found: f.Found, Fix: f.Fix})
	}
	return p
}

// name is what the file is called.
func (e *export) name() string {
	of := e.batch.Title
	if e.only != nil {
		of = e.only.station.Name
	}
	if e.in.Kind == "stations" {
		of = e.places.name(e.region)
	}
	return fileName(of+e.title) + "." + e.format
}

// fileName is text without what a file's name must not hold.
func fileName(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '_'
		}
		return r
	}, strings.TrimLeft(text, "."))
}

// occasion is what all papers of the batch say of it.
func (e *export) occasion() (papers.Occasion, error) {
	o := papers.Occasion{
		Bureau: cmp.Or(e.in.Paper.Bureau, e.batch.Rules.Bureau), Batch: e.batch.Title, Standard: e.std.Title, Edition: e.std.Edition, Draft: e.std.Draft,
		From: papers.Day(e.batch.OpensOn), To: papers.Day(e.batch.ClosesOn),
	}
	if o.Bureau != "" {
		return o, nil
	}
	if o.Bureau = e.places.bureau(e.batch.Region); o.Bureau == "" {
		return o, wrong("paper.bureau", "区划表里没有 %s 的名称，请填写主管部门", e.batch.Region)
	}
	return o, nil
}

// step counts one more item done, and ends the work where the job's context ended.
func (e *export) step() error {
	e.done++
	e.run.Done(e.done)
	return e.ctx.Err()
}

// errStop ends a walk over rows early; nobody sees it.
var errStop = errors.New("stop")

// seq is the rows that each passes on, as papers take them. It never asks for another row once nobody wants one.
func seq[T any](each func(yield func(T) error) error) func(func(T, error) bool) {
	return func(yield func(T, error) bool) {
		err := each(func(row T) error {
			if !yield(row, nil) {
				return errStop
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			var none T
			yield(none, err)
		}
	}
}

// casesAtOnce is how many cases are read in one query.
const casesAtOnce = 200

// eachCase passes the declared cases of the export to f, by region.
func (e *export) eachCase(f func(d dossier) error) error {
	if e.only != nil {
		e.run.Total(1)
		return errors.Join(f(*e.only), e.step())
	}
	of := []store.Condition{
		store.Equal("batch_id", e.batch.ID), store.StartsWith("region", regions.Prefix(e.region)), store.Unequal("revision_id", ""),
	}
	total, err := store.Count[records.Case](e.tx, of...)
	if err != nil {
		return err
	}
	e.run.Total(int(total))
	for at := (records.Case{}); ; {
		where := append([]store.Condition{store.Behind([]string{"region", "id"}, at.Region, at.ID)}, of...)
		found, err := store.List[records.Case](e.tx, store.Query{Where: where, Order: []string{"region", "id"}, Limit: casesAtOnce})
		if err != nil || len(found) == 0 {
			return err
		}
		for _, at = range found {
			d, err := e.s.dossier(e.tx, at.ID)
			if err == nil {
				err = f(d)
			}
			if err = errors.Join(err, e.step()); err != nil {
				return err
			}
		}
	}
}
