package assessment

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/standards"
)

// row is the smallest thing that has a price: an item, or one part of an item whose
// parts carry points of their own.
type row struct {
	max     standards.Points
	kind    standards.Kind
	scoring standards.Scoring
	name    string // the priced part's check, with #n where several parts share it; "" for a whole item
	first   int    // the row's parts are item.Parts[first : first+count]
	count   int
}

// rowsOf is the priced rows of an item, at least one.
func rowsOf(item *standards.Item) []row {
	if len(item.Parts) == 0 || item.Parts[0].Points == nil {
		return []row{{max: item.Points, kind: item.Kind, scoring: item.Scoring, count: len(item.Parts)}}
	}
	uses := map[string]int{}
	for _, part := range item.Parts {
		uses[part.Check]++
	}
	seen := map[string]int{}
	rows := make([]row, len(item.Parts))
	for i, part := range item.Parts {
		name := part.Check
		if seen[name]++; uses[name] > 1 {
			name = fmt.Sprintf("%s#%d", name, seen[name])
		}
		rows[i] = row{max: *part.Points, kind: item.Kind, scoring: part.Scoring, name: name, first: i, count: 1}
	}
	return rows
}

// ruling is what stands for one row, by the checks or by a person's word.
type ruling struct {
	outcome    Outcome
	shortfalls []Shortfall
	told       bool // the shortfalls are a person's own, without a measure
	merits     []Shortfall
	measure    *Measure // of the row's first part, once that part is decided
	leadShort  bool     // the first part falls short
	sideShort  bool     // another part falls short; only the first one is measured
	given      *standards.Points
	missing    int // facts that are missing
	reason     string
}

// short reports whether something is known to be lacking.
func (r ruling) short() bool { return r.leadShort || r.sideShort }

// decision is the answer to a whole item, row by row.
type decision struct {
	outcome      Outcome
	rows         []ruling
	observations []string
	missing      []string
	reads        []string
	reason       string
}

// combine turns the judge's findings into the item's outcome as the checks alone see it.
// Silence is an error: an item without a finding, or with fewer parts than it has.
func combine(item *standards.Item, got ItemFindings, found bool) decision {
	if !found {
		return everyRow(item, ruling{outcome: Errored, reason: "判定引擎没有给出本条的结果"})
	}
	d := decision{}
	if item.When != nil {
		if got.When == nil {
			return everyRow(item, ruling{outcome: Errored, reason: "判定引擎没有给出适用条件的结果"})
		}
		d.observe(*got.When)
		if blocked, stop := condition(item, *got.When); stop {
			blocked.missing = len(d.missing)
			return d.with(everyRow(item, blocked))
		}
	}
	if len(item.Parts) == 0 {
		return d.with(everyRow(item, ruling{outcome: NotChecked}))
	}
	if len(got.Parts) != len(item.Parts) {
		return d.with(everyRow(item, ruling{outcome: Errored, reason: "判定引擎给出的结果数与本条的判定部分数不一致"}))
	}
	for _, part := range got.Parts {
		d.observe(part)
	}
	for _, r := range rowsOf(item) {
		parts := got.Parts[r.first : r.first+r.count]
		if item.Combine.Mode == standards.CombineAtLeast {
			d.rows = append(d.rows, ruleEnough(item, r, parts))
		} else {
			d.rows = append(d.rows, ruleRow(item, r, parts))
		}
	}
	d = d.settle(item)
	if item.Combine.Mode != standards.CombineAll && (d.outcome == Satisfied || d.outcome == NotSatisfied) {
		d.missing = nil // what is still unknown no longer matters
	}
	return d
}

// everyRow is the same ruling on each row of the item.
func everyRow(item *standards.Item, r ruling) decision {
	d := decision{}
	for range rowsOf(item) {
		d.rows = append(d.rows, r)
	}
	return d.settle(item)
}

// with takes the rows and the outcome of another decision and keeps what was observed.
func (d decision) with(other decision) decision {
	d.rows, d.outcome, d.reason = other.rows, other.outcome, other.reason
	return d
}

// settle finds the item's outcome and reason from its rows.
func (d decision) settle(item *standards.Item) decision {
	outcomes := make([]Outcome, len(d.rows))
	var reasons []string
	for i, r := range d.rows {
		outcomes[i] = r.outcome
	}
	switch {
	case len(d.rows) > 1 && item.Combine.Mode == standards.CombineBest:
		d.outcome = bestOutcome(item, d.rows, outcomes)
	case len(d.rows) > 1 && item.Combine.Mode == standards.CombineLadder:
		d.outcome = ladderOutcome(outcomes)
	default:
		d.outcome = together(outcomes)
	}
	for _, r := range d.rows {
		if r.outcome == d.outcome && r.reason != "" && !slices.Contains(reasons, r.reason) {
			reasons = append(reasons, r.reason)
		}
	}
	d.reason = strings.Join(reasons, "；")
	return d
}

// observe collects what a part saw, read and missed.
func (d *decision) observe(part PartFinding) {
	d.observations = append(d.observations, part.Observations...)
	d.missing = sortedUnion(d.missing, part.Missing)
	d.reads = sortedUnion(d.reads, part.Reads)
}

func sortedUnion(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// condition reads the finding on the item's When; stop is false where the item applies.
func condition(item *standards.Item, when PartFinding) (r ruling, stop bool) {
	switch when.Outcome {
	case Satisfied:
		return ruling{}, false
	case NotSatisfied, NotApplicable:
		return absent(item, "不符合适用条件："+strings.Join(append(texts(when.Shortfalls), when.Inapplicable...), "；")), true
	case NoEvidence, NotChecked:
		return ruling{outcome: when.Outcome, reason: "适用条件尚未查明"}, true
	case Errored:
		return ruling{outcome: Errored, reason: when.Err}, true
	case Waived:
	}
	return ruling{outcome: Errored, reason: "适用条件的判定结果无法识别：" + string(when.Outcome)}, true
}

// absent is the ruling on what does not apply: an error where absence is refused.
func absent(item *standards.Item, why string) ruling {
	if item.Absence == standards.AbsenceExclude || item.Absence == standards.AbsenceFull {
		return ruling{outcome: NotApplicable, reason: why}
	}
	return ruling{outcome: Errored, reason: "本条不允许缺项，却判为不适用：" + why}
}

// ruleRow combines the findings on one row's parts.
func ruleRow(item *standards.Item, r row, parts []PartFinding) ruling {
	var out ruling
	var inapplicable, errs []string
	outcomes := make([]Outcome, len(parts))
	for i, part := range parts {
		outcomes[i] = part.Outcome
		switch part.Outcome {
		case Satisfied, NotSatisfied:
			out.merits = append(out.merits, part.Merits...)
			if i == 0 {
				out.measure = part.Measure
				out.leadShort = part.Outcome == NotSatisfied
			} else {
				out.sideShort = out.sideShort || part.Outcome == NotSatisfied
			}
			if part.Outcome == NotSatisfied {
				out.shortfalls = append(out.shortfalls, part.Shortfalls...)
			}
		case NoEvidence:
			out.missing += len(part.Missing)
		case NotApplicable:
			inapplicable = append(inapplicable, part.Inapplicable...)
		case NotChecked:
		case Errored, Waived:
			fallthrough
		default:
			outcomes[i] = Errored
			errs = append(errs, failure(part))
		}
	}
	out.outcome = together(outcomes)
	if problem := unpriced(r.scoring, out); problem != "" {
		out.outcome = Errored
		errs = append(errs, problem)
	}
	switch out.outcome {
	case Errored:
		out.reason = strings.Join(errs, "；")
	case NotApplicable:
		out = absent(item, strings.Join(inapplicable, "；"))
	case Satisfied, NotSatisfied, NoEvidence, NotChecked, Waived:
	}
	return out
}

// together is the outcome of several parts: an error first, then what is unknown, then
// what falls short. Parts that do not apply count only when none applies.
func together(outcomes []Outcome) Outcome {
	for _, first := range []Outcome{Errored, NoEvidence, NotChecked, NotSatisfied, Satisfied, Waived} {
		if slices.Contains(outcomes, first) {
			return first
		}
	}
	return NotApplicable
}

// failure says why a part gave nothing that can be used.
func failure(part PartFinding) string {
	switch part.Outcome {
	case Errored:
		return part.Err
	case Waived:
		return "判定规则不能给出豁免"
	case Satisfied, NotSatisfied, NoEvidence, NotApplicable, NotChecked:
	}
	return "判定结果无法识别：" + string(part.Outcome)
}

// unpriced says why known shortfalls cannot be priced by a deducting row, or merits by an
// earning one. An unpriced shortfall would cost nothing, so it is an error rather than
// full points.
func unpriced(scoring standards.Scoring, r ruling) string {
	if scoring.Earn != nil {
		for _, m := range r.merits {
			if m.Count.Sign() <= 0 {
				return "加分事项的数量应大于 0：" + m.Text
			}
			if _, priced := scoring.Earn.Price(m.Kind, m.Factors); !priced {
				return "评分标准没有规定这类事项得多少分：" + named(m)
			}
		}
	}
	if scoring.Deduct == nil || !r.short() || scoring.Deduct.By == standards.ByGap {
		return ""
	}
	if len(r.shortfalls) == 0 {
		return "判定规则判为不符合，却没有列出问题，无法逐项扣分"
	}
	for _, s := range r.shortfalls {
		if s.Count.Sign() <= 0 {
			return "问题的数量应大于 0：" + s.Text
		}
		if _, priced := scoring.Deduct.Price(s.Kind, s.Factors); !priced {
			return "评分标准没有规定这类问题扣多少分：" + named(s)
		}
	}
	return ""
}

// named is a kind with its factors and words, for a message.
func named(s Shortfall) string {
	return strings.Join(append([]string{s.Kind}, s.Factors...), "、") + "（" + s.Text + "）"
}

func texts(shortfalls []Shortfall) []string {
	out := make([]string, len(shortfalls))
	for i, s := range shortfalls {
		out[i] = s.Text
	}
	return out
}
