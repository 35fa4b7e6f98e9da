package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// Assess judges one bundle under one standard, as it stands on the day (YYYY-MM-DD) for
// the level and the region of the bundle's subject. Of a county it judges the stations as
// well, where the standard counts their results (see Complete).
func (e *Engine) Assess(ctx context.Context, std *standards.Standard, bundle *evidence.Bundle, day string) (*assessment.Report, error) {
	variant, judge, err := e.Bind(std, bundle.Subject.Level, bundle.Subject.Region, day)
	if err != nil {
		return nil, err
	}
	completed, results, err := e.Complete(ctx, std, bundle, day)
	if err != nil {
		return nil, err
	}
	r, err := assessment.Assess(ctx, variant, completed, judge, day, assessment.Pins{
		Policies:     e.policies.Digest(),
		OutsideScope: e.outside(std, bundle),
		Scope:        e.measure(std.Scope, bundle),
	})
	if err != nil {
		return nil, fmt.Errorf("%w", err)
	}
	r.MemberResults = results
	tellMembers(r)
	e.tellScope(r)
	e.tellOverlays(r)
	return r, nil
}

// AssessUnder judges one bundle under each of the standards. Its error is everything
// that is wrong with people's findings, under all of them; its notes are what was
// noticed about findings and is no fault.
func (e *Engine) AssessUnder(
	ctx context.Context, chosen []*standards.Standard, bundle *evidence.Bundle, day string,
) ([]*assessment.Report, []evidence.Note, error) {
	notes, faults := e.CheckFindings(bundle, chosen)
	errs := []error{faults.Err()}
	var reports []*assessment.Report
	for _, std := range chosen {
		r, err := e.Assess(ctx, std, bundle, day)
		errs = append(errs, err)
		reports = append(reports, r)
	}
	if err := Join(errs); err != nil {
		return nil, nil, err
	}
	return reports, notes, nil
}

// CheckFindings finds the standards that people's findings name: one that does not
// exist is a fault, since the finding would be lost, and one that is not in use is noted.
func (e *Engine) CheckFindings(bundle *evidence.Bundle, used []*standards.Standard) ([]evidence.Note, yamltext.Faults) {
	var notes []evidence.Note
	var faults yamltext.Faults
	unused := map[string]int{} // index into notes, by the standard as written
	counts := map[string]int{}
	for _, f := range bundle.Findings {
		if fault := e.unknownStandard(f); fault != nil {
			faults = append(faults, *fault)
			continue
		}
		if slices.ContainsFunc(used, func(std *standards.Standard) bool { return f.Standard == std.ID || f.Standard == std.Ref() }) {
			continue
		}
		if counts[f.Standard]++; counts[f.Standard] == 1 {
			unused[f.Standard] = len(notes)
			notes = append(notes, evidence.Note{At: f.StandardAt})
		}
	}
	for ref, i := range unused {
		notes[i].Text = fmt.Sprintf("%d 条人工评定是对标准 %s 的，这次没有按它评定，这些结论没有用到", counts[ref], ref)
	}
	return notes, faults
}

// unknownStandard is the fault of a finding for a standard that no catalogue has.
func (e *Engine) unknownStandard(f evidence.Finding) *yamltext.Fault {
	id, edition, exact := strings.Cut(f.Standard, "@")
	var ids, editions []string
	for _, ref := range e.catalogue.Refs() {
		known, of, _ := strings.Cut(ref, "@")
		if !slices.Contains(ids, known) {
			ids = append(ids, known)
		}
		if known == id {
			editions = append(editions, of)
		}
	}
	fault := yamltext.Fault{At: f.StandardAt, Code: "unknown_standard"}
	switch {
	case len(editions) == 0:
		fault.Found, fault.Expected = "没有编号为“"+id+"”的标准，条目 "+f.Item+" 的评定无处可用", strings.Join(ids, "、")+" 之一"
		fault.Fix = "改编号，或用 --standards 指出标准所在的目录"
		if near, ok := yamltext.Nearest(id, ids); ok {
			fault.Fix = "改为 " + near
		}
	case exact && !slices.Contains(editions, edition):
		fault.Found, fault.Expected = "标准 "+id+" 没有“"+edition+"”这一版", strings.Join(editions, "、")+" 之一"
		fault.Fix = "改为 " + id + "@" + editions[len(editions)-1] + "，或只写 " + id
	default:
		return nil
	}
	return &fault
}
