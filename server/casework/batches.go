package casework

import (
	"context"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"slices"

	"zhanping/assessment/stages"
	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// BatchInput is what may be said of a batch.
type BatchInput struct {
	Title    string        `json:"title" minLength:"2" maxLength:"60" doc:"名称"`
	Region   string        `json:"region" pattern:"^[0-9]{12}$" doc:"组织单位的区划代码"`
	Year     int           `json:"year" minimum:"2000" maximum:"2100" doc:"年度"`
	Standard string        `json:"standard" doc:"标准，写作 编号 或 编号@版本"`
	OpensOn  string        `json:"opens_on" pattern:"^[0-9]{4}-[0-9]{2}-[0-9]{2}$" doc:"申报开始日"`
	ClosesOn string        `json:"closes_on,omitempty" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"申报截止日；空为不限"`
	Rules    records.Rules `json:"rules" doc:"本批次的规则"`
	Closed   bool          `json:"closed,omitempty" doc:"已结束"`
}

// check refuses a batch that contradicts itself, and settles which edition it is about.
func (s *Service) checkBatch(batch *records.Batch) error {
	std, err := s.sets.Current().FindIn(batch.Standard, batch.Region, s.today())
	if err != nil {
		return wrong("standard", "%s", err.Error())
	}
	batch.Standard = std.Ref()
	if batch.ClosesOn != "" && batch.ClosesOn < batch.OpensOn {
		return wrong("closes_on", "申报截止日 %s 早于开始日 %s", batch.ClosesOn, batch.OpensOn)
	}
	if text := batch.Rules.DifferenceLimit; text != "" {
		if limit, err := standards.ParsePoints(text); err != nil || limit.Sign() < 0 {
			return wrong("rules.difference_limit", "分歧限度 %q 不是 0 或正数", text)
		}
	}
	grades := make([]string, len(std.Grades))
	for i, g := range std.Grades {
		grades[i] = g.Name
	}
	for i, q := range batch.Rules.Quotas {
		if !slices.Contains(grades, q.Grade) {
			return wrong(fmt.Sprintf("rules.quotas[%d].grade", i), "“%s”没有等级 %s；应为 %v 之一", std.Title, q.Grade, grades)
		}
	}
	for i, id := range batch.Rules.Ties {
		if _, found := std.Item(id); !found {
			return wrong(fmt.Sprintf("rules.ties[%d]", i), "“%s”没有条目 %s；请核对条目编号", std.Title, id)
		}
	}
	if found := evidence.Personal(batch.Rules.Bureau + "\n" + batch.Rules.Contact); found != "" {
		return wrong("rules.contact", "主管部门或异议受理方式里有%s；这两项要公开，请改用部门和办公电话", found)
	}
	if lowest := batch.Rules.LowestGrade; lowest != "" && !slices.Contains(grades, lowest) {
		return wrong("rules.lowest_grade", "“%s”没有等级 %s；应为 %v 之一", std.Title, lowest, grades)
	}
	return nil
}

func (in BatchInput) into(batch *records.Batch) {
	batch.Title, batch.Region, batch.Year, batch.Standard = in.Title, in.Region, in.Year, in.Standard
	batch.OpensOn, batch.ClosesOn, batch.Rules, batch.Closed = in.OpensOn, in.ClosesOn, in.Rules, in.Closed
	batch.Rules.Quotas = listed(in.Rules.Quotas)
}

// AddBatch opens a round of assessment.
func (s *Service) AddBatch(ctx context.Context, who Actor, in BatchInput) (records.Batch, error) {
	batch := records.Batch{Record: s.newRecord()}
	in.into(&batch)
	if err := s.allow(ctx, who, "batch.write", policies.Resource{Region: batch.Region}); err != nil {
		return batch, err
	}
	if err := s.checkBatch(&batch); err != nil {
		return batch, err
	}
	if err := s.stillChosen(batch.Standard, ""); err != nil {
		return batch, err
	}
	err := s.within(ctx, func(tx *store.Tx) error {
		if err := tx.Insert(&batch); err != nil {
			return err
		}
		return s.note(tx, who, "batch.write", "batch", batch.ID, batch.Region, map[string]any{"standard": batch.Standard, "year": fmt.Sprint(batch.Year)})
	})
	return batch, err
}

// ChangeBatch changes a batch. Its standard and its region stay once it has cases.
func (s *Service) ChangeBatch(ctx context.Context, who Actor, id string, version int, in BatchInput) (records.Batch, error) {
	var batch records.Batch
	err := s.within(ctx, func(tx *store.Tx) error {
		var err error
		if batch, err = get[records.Batch](tx, id, "批次"); err != nil {
			return err
		}
		if err := s.allow(ctx, who, "batch.write", policies.Resource{Region: batch.Region}); err != nil {
			return err
		}
		if batch.Version != version {
			return stale("批次", batch)
		}
		before := batch
		in.into(&batch)
		if err := s.allow(ctx, who, "batch.write", policies.Resource{Region: batch.Region}); err != nil {
			return err
		}
		if err := s.checkBatch(&batch); err != nil {
			return err
		}
		if err := s.stillChosen(batch.Standard, before.Standard); err != nil {
			return err
		}
		cases, err := store.Count[records.Case](tx, store.Equal("batch_id", id))
		if err != nil {
			return err
		}
		if cases > 0 && (batch.Standard != before.Standard || batch.Region != before.Region) {
			return refuse(WrongStage, "批次已有 %d 个评定件，标准和区划不能再改；请另建批次", cases)
		}
		if err := s.update(tx, &batch, "批次"); err != nil {
			return err
		}
		return s.note(tx, who, "batch.write", "batch", batch.ID, batch.Region, map[string]any{"standard": batch.Standard, "closed": fmt.Sprint(batch.Closed)})
	})
	return batch, err
}

// Batch is one batch.
func (s *Service) Batch(ctx context.Context, who Actor, id string) (records.Batch, error) {
	batch, err := get[records.Batch](s.read(ctx), id, "批次")
	if err != nil {
		return batch, err
	}
	return batch, s.allow(ctx, who, "batch.read", policies.Resource{Region: batch.Region})
}

// Batches is every batch of a year, or with 0 of all years, that concerns a region: those of the
// region, of the regions around it and within it.
func (s *Service) Batches(ctx context.Context, who Actor, region string, year int) ([]records.Batch, error) {
	if err := s.allow(ctx, who, "batch.read", policies.Resource{Region: region}); err != nil {
		return nil, err
	}
	where := []store.Condition{concerning(region)}
	if year != 0 {
		where = append(where, store.Equal("year", year))
	}
	return store.List[records.Batch](s.read(ctx), store.Query{Where: where, Order: []string{"-year", "id"}})
}

// Draw takes a sample of the batch's cases that wait for 验收, by a seed that is kept with the list
// it was drawn from, so that anybody can draw again and compare.
func (s *Service) Draw(ctx context.Context, who Actor, batchID string, size int) (records.Draw, error) {
	var draw records.Draw
	err := s.within(ctx, func(tx *store.Tx) error {
		batch, err := get[records.Batch](tx, batchID, "批次")
		if err != nil {
			return err
		}
		// it is about the batch's cases that wait for 验收
		if err := s.allow(ctx, who, "draw.make", policies.Resource{Region: batch.Region, Stage: stages.Onsite}); err != nil {
			return err
		}
		cases, err := store.List[records.Case](tx, store.Query{
			Where: []store.Condition{store.Equal("batch_id", batchID), store.Equal("stage", string(stages.Onsite))},
		})
		if err != nil {
			return err
		}
		population := make([]string, len(cases))
		for i, c := range cases {
			population[i] = c.ID
		}
		if size < 1 || size > len(population) {
			return wrong("size", "可抽的有 %d 件，抽取数应在 1 到 %d 之间，现为 %d", len(population), len(population), size)
		}
		seed, err := s.randomHex(32)
		if err != nil {
			return err
		}
		draw = records.Draw{
			ID: s.newID(), BatchID: batchID, Seed: seed, Size: size, Population: population,
			Chosen: Drawn(seed, population, size), DrawnBy: who.Person.ID, DrawnAt: s.now(),
		}
		if err := tx.Insert(&draw); err != nil {
			return err
		}
		return s.note(tx, who, "draw.make", "draw", draw.ID, batch.Region, map[string]any{"batch": batchID, "seed": seed, "chosen": draw.Chosen})
	})
	return draw, err
}

// Drawn is the sample that a seed (64 hexadecimal digits) takes from a population: a Fisher-Yates
// shuffle by ChaCha8, of which the first are taken and put in the population's order.
func Drawn(seed string, population []string, size int) []string {
	var key [32]byte
	if n, err := hex.Decode(key[:], []byte(seed)); err != nil || n != len(key) {
		return nil
	}
	order := rand.New(rand.NewChaCha8(key)).Perm(len(population)) //nolint:gosec // the seed is unpredictable and kept
	chosen := slices.Clone(order[:size])
	slices.Sort(chosen)
	out := make([]string, size)
	for i, at := range chosen {
		out[i] = population[at]
	}
	return out
}

// Draws is every sample that was drawn of a batch.
func (s *Service) Draws(ctx context.Context, who Actor, batchID string) ([]records.Draw, error) {
	if _, err := s.Batch(ctx, who, batchID); err != nil {
		return nil, err
	}
	return store.List[records.Draw](s.read(ctx), store.Query{Where: []store.Condition{store.Equal("batch_id", batchID)}})
}
