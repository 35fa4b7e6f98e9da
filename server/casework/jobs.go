package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"zhanping/internal/attachment"
	"zhanping/policies"
	"zhanping/server/jobs"
	"zhanping/server/records"
	"zhanping/server/store"
)

// Queue keeps long work for somebody to do, in the transaction that asks for it; jobs.Queue is it.
type Queue interface {
	Add(tx *store.Tx, job *records.Job) error
}

// The kinds of jobs.
const (
	jobScore  = "score"
	jobExport = "export"
)

// LongWork is what the jobs of each kind do. A new kind is a line here and a file of its own.
func (s *Service) LongWork() jobs.Work {
	return jobs.Work{
		Kinds: map[string]jobs.Kind{
			jobScore:  told(s.scoreRegion),
			jobExport: told(s.makeExport),
		},
		Ended:   s.jobEnded,
		Nightly: s.scoreNightly,
	}
}

// told makes the refusals of a use case those of a job. A part that does not answer is asked again.
func told(kind jobs.Kind) jobs.Kind {
	return func(ctx context.Context, run *jobs.Run) (jobs.Result, error) {
		result, err := kind(ctx, run)
		var problem *Problem
		if errors.As(err, &problem) && problem.Code != Unavailable {
			return result, &jobs.Refusal{Words: problem.full()}
		}
		return result, err
	}
}

// full is the words of a refusal with those of its faults.
func (p *Problem) full() string {
	words := p.Words
	for i, f := range p.Faults {
		if f.Words == p.Words {
			continue
		}
		if i == 20 {
			return words + fmt.Sprintf("\n共 %d 处", len(p.Faults))
		}
		words += "\n" + f.Words
	}
	return words
}

// addJob keeps a job in the transaction that asks for it.
func (s *Service) addJob(tx *store.Tx, who Actor, kind, region string, args any) (records.Job, error) {
	job := records.Job{Record: s.newRecord(), Kind: kind, By: who.Person.ID, Region: region}
	if s.queue == nil {
		return job, refuse(Unavailable, "后台任务没有启用，不能办理；请联系系统管理员")
	}
	text, err := json.Marshal(args)
	if err != nil {
		return job, fmt.Errorf("write what the job is to do: %w", err)
	}
	job.Args = string(text)
	if err := s.queue.Add(tx, &job); err != nil {
		return job, err
	}
	return job, s.note(tx, who, "job.asked", "job", job.ID, region, map[string]any{"kind": kind, "args_digest": digestOf(job.Args)})
}

// jobEnded leaves in the journal what a job came to.
func (s *Service) jobEnded(tx *store.Tx, job records.Job) error {
	var who Actor
	who.Person.ID = job.By
	return s.note(tx, who, "job.ended", "job", job.ID, job.Region, map[string]any{"kind": job.Kind, "state": job.State, "file": job.File})
}

// resourceOfJob is what the decision about a job looks at.
func resourceOfJob(job records.Job) policies.Resource {
	return policies.Resource{Region: job.Region, Person: job.By}
}

// Jobs is a page of the jobs that the actor may see, the newest first: their own and those of the
// regions they oversee.
func (s *Service) Jobs(ctx context.Context, who Actor, before string, limit int) ([]records.Job, error) {
	if err := s.allow(ctx, who, policies.ActionJobRead, policies.Resource{Person: who.Person.ID}); err != nil {
		return nil, err
	}
	seen := []store.Condition{store.Equal("asked_by", who.Person.ID)}
	if who.Scopes == nil { // a token carries no role of a person
		for _, start := range who.reach("bureau", "auditor", "admin") {
			seen = append(seen, store.StartsWith("region", start))
		}
	}
	where := []store.Condition{store.AnyOf(seen...)}
	if before != "" {
		where = append(where, store.Before("id", before))
	}
	return store.List[records.Job](s.read(ctx), store.Query{Where: where, Order: []string{"-id"}, Limit: limit})
}

// Job is one job.
func (s *Service) Job(ctx context.Context, who Actor, id string) (records.Job, error) {
	job, err := get[records.Job](s.read(ctx), id, "任务")
	if err != nil {
		return job, err
	}
	return job, s.allow(ctx, who, policies.ActionJobRead, resourceOfJob(job))
}

// CancelJob asks a job to stop; it does so between two items. One that has ended stays as it is.
func (s *Service) CancelJob(ctx context.Context, who Actor, id string) (records.Job, error) {
	var job records.Job
	err := s.within(ctx, func(tx *store.Tx) (err error) {
		if job, err = get[records.Job](tx, id, "任务"); err != nil {
			return err
		}
		if err := s.allow(ctx, who, policies.ActionJobCancel, resourceOfJob(job)); err != nil {
			return err
		}
		asked, err := tx.CancelJob(id)
		if err != nil || !asked {
			return err
		}
		if job, err = store.Get[records.Job](tx, id); err != nil {
			return err
		}
		return s.note(tx, who, string(policies.ActionJobCancel), "job", id, job.Region, map[string]any{"kind": job.Kind})
	})
	return job, err
}

// JobFile is what a job made, for download. Close it. Who may read the job must still be allowed what
// is in the file: rights may have been taken back since it was made.
func (s *Service) JobFile(ctx context.Context, who Actor, id string) (records.Job, *attachment.Object, error) {
	job, err := s.Job(ctx, who, id)
	if err != nil {
		return job, nil, err
	}
	if job.File == "" {
		return job, nil, refuse(NotFound, "这个任务没有可以下载的文件")
	}
	if job.Kind == jobExport {
		var in ExportInput
		if err := json.Unmarshal([]byte(job.Args), &in); err != nil {
			return job, nil, fmt.Errorf("read what the job was to do: %w", err)
		}
		if _, err := s.exportOf(ctx, who, in); err != nil {
			return job, nil, err
		}
	}
	file, err := s.vault.Open(ctx, job.File)
	if err != nil {
		return job, nil, vaultProblem(err)
	}
	return job, file, nil
}
