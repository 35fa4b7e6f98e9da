// Package assessment gives the verdict: findings become points, a ledger, chapter sums,
// gates and a grade, exactly and in pure Go. It reads no clock, no disk and no Rego.
package assessment

import (
	"context"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// Outcome is the answer to one item (判定结果). Partial satisfaction is points, not an outcome.
type Outcome string

// The outcomes. Silence is never a pass: an item nobody decided is NotChecked.
const (
	Satisfied     Outcome = "satisfied"      // 符合
	NotSatisfied  Outcome = "not_satisfied"  // 不符合
	NoEvidence    Outcome = "no_evidence"    // 未举证
	NotApplicable Outcome = "not_applicable" // 不适用
	NotChecked    Outcome = "not_checked"    // 待核查
	Waived        Outcome = "waived"         // 豁免
	Errored       Outcome = "error"          // 判定出错
)

// Outcomes lists every outcome in the order in which reports count them.
var Outcomes = []Outcome{Satisfied, NotSatisfied, NoEvidence, NotApplicable, NotChecked, Waived, Errored}

// PartFinding is what a check decided on one part of an item. The judge returns one for
// each part, and one for an item's condition (When).
type PartFinding struct {
	Outcome      Outcome
	Missing      []string // evidence paths the bundle lacks, sorted
	Observations []string // 查证情况, Chinese, sorted by the check's own order
	Shortfalls   []Shortfall
	Merits       []Shortfall // 加分事项: what earns by the unit; the same shape, priced by Earn
	Inapplicable []string    // why it does not apply, Chinese
	Measure      *Measure
	Reads        []string // evidence paths the decision may depend on, sorted
	Err          string   // Chinese; only with Errored
}

// Shortfall is one thing lacking (问题); Count units of it, priced by Kind.
type Shortfall struct {
	Kind    string
	Count   standards.Points // 1 unless the check counts units
	Factors []string         // what multiplies the price (加倍情形), sorted
	Text    string
}

// Measure is how far a tiered requirement is reached: Value against Target, in the
// same unit (a rate in per cent). Both are exact. The value should not be below the
// target, or not above it where the target is a limit.
type Measure struct {
	Value  standards.Points
	Target standards.Points
	Limit  bool
}

// gap is how far the value is from the target, not positive where it is reached.
func (m Measure) gap() standards.Points {
	if m.Limit {
		return m.Value.Sub(m.Target)
	}
	return m.Target.Sub(m.Value)
}

// ItemFindings is the judge's answer to one item.
type ItemFindings struct {
	When  *PartFinding  // nil where the item has no condition
	Parts []PartFinding // as many as the item has parts
}

// Judge decides the items of the standard it was bound to, on one bundle, as of one day.
// It returns an entry for every item id; an error means that nothing was judged.
type Judge interface {
	Judge(ctx context.Context, bundle *evidence.Bundle, asOf string) (map[string]ItemFindings, error)
}

// Place is where an evidence path stands in the bundle, or where it belongs.
type Place struct {
	Path    string
	At      yamltext.Position
	Present bool
}
