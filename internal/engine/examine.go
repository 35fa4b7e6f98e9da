package engine

import (
	"context"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
	"zhanping/standards"
	"zhanping/standards/lint"
)

// Examination is what was found out about standards and checks that somebody wants to publish.
type Examination struct {
	Standards []*standards.Standard
	Notes     []string // errors of the source that the author acknowledges
	Cases     int      // cases of the checks that were run
}

// Examine looks through the standards named and the checks of a source with everything that there is
// to find fault with: what is bound, what is wrong with a standard as a requirement, the cases of the
// checks, and whether every other standard still binds. Its error is every fault, as yamltext.Faults.
func (e *Engine) Examine(ctx context.Context, refs []string, checks fs.FS) (Examination, error) {
	var x Examination
	var errs []error
	for _, ref := range refs {
		std, err := e.catalogue.Find(ref, "")
		if err != nil {
			return x, err
		}
		x.Standards = append(x.Standards, std)
		notes, faults := e.lint(std)
		x.Notes = append(x.Notes, notes...)
		errs = append(errs, faults.Err())
	}
	if checks != nil {
		n, err := e.runCases(ctx, checks)
		if x.Cases = n; ctx.Err() != nil {
			return x, ctx.Err()
		}
		errs = append(errs, err)
	}
	errs = append(errs, e.BindAll())
	return x, Join(errs)
}

// lint is what is wrong with a standard as a requirement, apart from what its author acknowledges.
func (e *Engine) lint(std *standards.Standard) (notes []string, open yamltext.Faults) {
	facts := func(path string) (lint.Fact, bool) {
		fact, known := e.schema.Fact(path)
		return lint.Fact{Title: fact.Title, Unit: fact.Unit, Perverse: fact.Perverse}, known
	}
	for _, finding := range lint.Lint(std, facts) {
		if finding.Reason != "" {
			notes = append(notes, fmt.Sprintf("已知差错（%s）：%s；理由：%s", finding.Code, finding.Found, finding.Reason))
			continue
		}
		fault := finding.Fault
		fault.Found = "体检（" + finding.Code + "）：" + fault.Found
		open = append(open, fault)
	}
	return notes, open
}

// runCases runs the cases of one's own checks; each that comes out otherwise is a fault.
func (e *Engine) runCases(ctx context.Context, checks fs.FS) (int, error) {
	results, err := e.policies.RunCasesWithin(ctx, checks)
	var faults yamltext.Faults
	for _, result := range results {
		if len(result.Differences) > 0 {
			faults = append(faults, yamltext.Fault{
				At: result.At, Code: "case_failed", Found: "例子“" + result.Name + "”与规则不符：" + strings.Join(result.Differences, "；"),
				Expected: "每个例子都如所写", Fix: "改例子或改规则",
			})
		}
	}
	return len(results), Join([]error{err, faults.Err()})
}

// BindAll holds every standard that may be chosen against the checks.
func (e *Engine) BindAll() error {
	all, err := e.catalogue.All()
	errs := []error{err}
	for _, std := range all {
		if !std.Template && !e.Closed(std.Ref()) {
			_, err := e.policies.Bind(std)
			errs = append(errs, err)
		}
	}
	return Join(errs)
}

// Adds refuses a standard that is in the catalogue already: what was published is never replaced, a
// change is another edition.
func (e *Engine) Adds(ref string) error {
	if !slices.Contains(e.catalogue.Refs(), ref) {
		return nil
	}
	id, edition, _ := strings.Cut(ref, "@")
	return yamltext.Faults{{
		At: yamltext.Position{File: "standard.yaml"}, Code: "duplicate_id",
		Found: "标准 " + id + " 已有 " + edition + " 版", Expected: "没有用过的版次", Fix: "改 edition；发布过的版次不能改动",
	}}
}
