package casework

import (
	"bytes"
	"context"
	"errors"
	"sync"

	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/internal/explain"
	"zhanping/internal/report"
	"zhanping/internal/yamltext"
	"zhanping/policies"
	"zhanping/standards"
)

// Standards is the head of every standard in use, by id and edition.
func (s *Service) Standards(ctx context.Context, who Actor) ([]explain.StandardHead, error) {
	if err := s.allow(ctx, who, policies.ActionStandardRead, policies.Resource{}); err != nil {
		return nil, err
	}
	sets := s.sets.Current()
	all, err := sets.Catalogue().All()
	if err != nil {
		return nil, err
	}
	heads := make([]explain.StandardHead, len(all))
	for i, std := range all {
		heads[i] = explain.HeadOf(sets, std)
	}
	return heads, nil
}

// findStandard is a standard by "id" or "id@edition"; a template may be looked at, too.
func (s *Service) findStandard(sets *engine.Engine, ref string) (*standards.Standard, error) {
	std, err := sets.Catalogue().Find(ref, s.today())
	var faults yamltext.Faults
	if errors.As(err, &faults) {
		return nil, refuse(NotFound, "%s", faults.Error())
	}
	return std, err
}

// Standard is the whole of a standard for a level, with the tightenings of a region; an empty level is
// every level together.
func (s *Service) Standard(ctx context.Context, who Actor, ref, level, region string) (explain.Structure, error) {
	if err := s.allow(ctx, who, policies.ActionStandardRead, policies.Resource{}); err != nil {
		return explain.Structure{}, err
	}
	sets := s.sets.Current()
	std, err := s.findStandard(sets, ref)
	if err != nil {
		return explain.Structure{}, err
	}
	return explain.StructureOf(sets, std, level, region, s.today())
}

// StandardPage is the page about a standard as Markdown.
func (s *Service) StandardPage(ctx context.Context, who Actor, ref string) ([]byte, error) {
	if err := s.allow(ctx, who, policies.ActionStandardRead, policies.Resource{}); err != nil {
		return nil, err
	}
	sets := s.sets.Current()
	std, err := s.findStandard(sets, ref)
	if err != nil {
		return nil, err
	}
	examples, err := s.sets.examples.of(sets)
	if err != nil {
		return nil, err
	}
	page, err := explain.Page(sets, std, examples)
	if err != nil {
		return nil, err
	}
	var text bytes.Buffer
	err = report.WriteStandardPage(&text, page)
	return text.Bytes(), err
}

// StandardChecks is the checks that a standard uses, with their cases.
func (s *Service) StandardChecks(ctx context.Context, who Actor, ref string) ([]explain.Check, error) {
	if err := s.allow(ctx, who, policies.ActionStandardRead, policies.Resource{}); err != nil {
		return nil, err
	}
	sets := s.sets.Current()
	std, err := s.findStandard(sets, ref)
	if err != nil || std.Template {
		return nil, err
	}
	examples, err := s.sets.examples.of(sets)
	if err != nil {
		return nil, err
	}
	return explain.ChecksOf(sets, std, examples)
}

// ItemSource is an item of a standard as its author wrote it.
func (s *Service) ItemSource(ctx context.Context, who Actor, ref, item string) (string, error) {
	if err := s.allow(ctx, who, policies.ActionStandardRead, policies.Resource{}); err != nil {
		return "", err
	}
	sets := s.sets.Current()
	std, err := s.findStandard(sets, ref)
	if err != nil {
		return "", err
	}
	text, err := explain.ItemSource(sets, std, item)
	if err == nil && text == "" {
		err = refuse(NotFound, "标准 %s 没有条目 %s；请核对", std.Ref(), item)
	}
	return text, err
}

// exampleCache keeps the examples of the checks, which are run once.
type exampleCache struct {
	mu       sync.Mutex
	digest   string
	examples map[string][]report.PageExample
}

func (c *exampleCache) of(e *engine.Engine) (map[string][]report.PageExample, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.digest == e.Policies().Digest() {
		return c.examples, nil
	}
	examples, err := explain.Examples(e)
	if err == nil {
		c.digest, c.examples = e.Policies().Digest(), examples
	}
	return examples, err
}

// EvidenceForm is what may be filled in for a kind of subject, and what each fact is asked for.
type EvidenceForm struct {
	Schema  *evidence.Schema
	Readers map[string][]explain.FactReader
}

// EvidenceForm is the evidence schema; with a kind and a level, it says which items read each fact.
func (s *Service) EvidenceForm(ctx context.Context, who Actor, kind, level, region string) (EvidenceForm, error) {
	if err := s.allow(ctx, who, policies.ActionStandardRead, policies.Resource{}); err != nil {
		return EvidenceForm{}, err
	}
	sets := s.sets.Current()
	form := EvidenceForm{Schema: sets.Schema()}
	if kind == "" {
		return form, nil
	}
	var err error
	form.Readers, err = explain.Readers(sets, kind, level, region, s.today())
	return form, err
}
