package assessment

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/standards"
)

// ruleEnough combines parts of which enough must be met (其中若干项). Their number is the
// row's measure, so that steps, proportions and gaps can price it. While parts are
// unknown, the measure is the best that it can still come to.
func ruleEnough(item *standards.Item, r row, parts []PartFinding) ruling {
	var out ruling
	var inapplicable, errs []string
	met, decided, undecided := 0, 0, []Outcome{}
	for _, part := range parts {
		switch part.Outcome {
		case Satisfied:
			met, decided = met+1, decided+1
		case NotSatisfied:
			decided++
			out.shortfalls = append(out.shortfalls, part.Shortfalls...)
		case NoEvidence, NotChecked:
			undecided = append(undecided, part.Outcome)
			out.missing += len(part.Missing)
		case NotApplicable:
			inapplicable = append(inapplicable, part.Inapplicable...)
		case Errored, Waived:
			fallthrough
		default:
			undecided = append(undecided, Errored)
			errs = append(errs, failure(part))
		}
	}
	enough, reach := item.Combine.AtLeast, met+len(undecided)
	graded := len(r.scoring.Steps) > 0
	priced := graded || r.scoring.Linear != nil || r.scoring.Deduct != nil
	switch {
	case decided == 0 && len(undecided) == 0:
		return absent(item, strings.Join(inapplicable, "；"))
	case decided == 0:
		out.outcome, out.reason = together(undecided), strings.Join(errs, "；")
		return out // it may still turn out that none applies
	case met >= enough && (len(undecided) == 0 || !graded):
		out.outcome, out.shortfalls = Satisfied, nil
	case reach < enough && (len(undecided) == 0 || !priced):
		out.outcome = NotSatisfied
	default:
		out.outcome, out.reason = together(undecided), strings.Join(errs, "；")
	}
	out.measure = &Measure{Value: standards.PointsOf(int64(reach)), Target: standards.PointsOf(int64(enough))}
	if reach < enough {
		out.leadShort = true
		few := Shortfall{
			Kind: "few", Count: standards.PointsOf(int64(enough - reach)),
			Text: fmt.Sprintf("%d 项中至多满足 %d 项，至少应满足 %d 项", len(parts), reach, enough),
		}
		out.shortfalls = slices.Concat([]Shortfall{few}, out.shortfalls)
	} else {
		out.shortfalls = nil
	}
	return out
}

// bestOutcome is the outcome of an item of which the best part counts alone. It is
// decided as soon as no unknown part can do better.
func bestOutcome(item *standards.Item, rulings []ruling, outcomes []Outcome) Outcome {
	var certain, possible standards.Points
	for i, r := range rowsOf(item) {
		s := score(item, r, rulings[i])
		certain, possible = certain.Max(s.interval.Certain), possible.Max(s.interval.Possible)
	}
	var undecided []Outcome
	for _, outcome := range outcomes {
		if pending(outcome) {
			undecided = append(undecided, outcome)
		}
	}
	switch {
	case len(undecided) > 0 && !certain.Equal(possible):
		return together(undecided)
	case slices.Contains(outcomes, Satisfied):
		return Satisfied
	case slices.Contains(outcomes, NotSatisfied):
		return NotSatisfied
	}
	return together(outcomes)
}

// ladderOutcome is the outcome of an item whose parts count only once all before them are
// met: that of the first part which is not.
func ladderOutcome(outcomes []Outcome) Outcome {
	for _, outcome := range outcomes {
		if outcome == NotSatisfied || pending(outcome) {
			return outcome
		}
	}
	return together(outcomes)
}

// pending reports whether a part is not decided; one in error may still turn out either way.
func pending(outcome Outcome) bool {
	return outcome == NoEvidence || outcome == NotChecked || outcome == Errored
}

// fold makes one row of the parts of an item that combines them by the best or as a
// ladder. A part that does not apply earns nothing; where none applies, the item is
// absent. Until one part is known to be met or lacking, that may still come, and the
// full row is possible (see score).
func fold(item *standards.Item, rows []scored, rulings []ruling) scored {
	absent, decided := 0, false
	for i, s := range rows {
		if s.excluded {
			absent++
		}
		decided = decided || rulings[i].outcome == Satisfied || rulings[i].outcome == NotSatisfied || rulings[i].short()
	}
	if absent == len(rows) {
		whole := rows[0]
		whole.max = item.Points
		whole.lines = slices.Clone(whole.lines)
		for i := range whole.lines {
			whole.lines[i].Max = item.Points
		}
		return whole
	}
	out := scored{max: item.Points}
	for _, s := range rows {
		out.open = out.open || s.open && !decided
	}
	if item.Combine.Mode == standards.CombineBest {
		out.best(rows)
	} else {
		out.ladder(rows, rulings)
	}
	if absent > 0 && !decided {
		out.interval.Possible = out.interval.Possible.Max(item.Points)
	}
	return out
}

// best keeps the lines of the best part; the others are told at nothing.
func (s *scored) best(rows []scored) {
	top := -1
	for i, r := range rows {
		if r.excluded {
			continue
		}
		if top < 0 || r.interval.Certain.Cmp(rows[top].interval.Certain) > 0 {
			top = i
		}
		s.interval.Possible = s.interval.Possible.Max(r.interval.Possible)
	}
	s.interval.Certain = rows[top].interval.Certain
	for i, r := range rows {
		if i == top {
			s.lines = append(s.lines, r.lines...)
			continue
		}
		kind, text := r.told(), fmt.Sprintf("取高不累加，第 %d 款得 %s 分，不另计", i+1, show(r.interval.Certain))
		switch {
		case r.excluded:
			text = fmt.Sprintf("第 %d 款不适用", i+1)
		case r.open:
			kind, text = EntryPending, fmt.Sprintf("取高不累加，第 %d 款尚未查明，最多可得 %s 分", i+1, show(r.interval.Possible))
		}
		s.line(kind, standards.Points{}, string(standards.CombineBest), text)
	}
}

// ladder adds the parts up as far as all before them are met.
func (s *scored) ladder(rows []scored, rulings []ruling) {
	blocked, unsure := false, false
	for i, r := range rows {
		switch {
		case blocked:
			s.line(r.told(), standards.Points{}, string(standards.CombineLadder), fmt.Sprintf("前一级没有达到，第 %d 级不计", i+1))
		case r.excluded:
			s.line(r.told(), standards.Points{}, string(standards.CombineLadder), fmt.Sprintf("第 %d 级不适用", i+1))
		case unsure:
			s.interval.Possible = s.interval.Possible.Add(r.interval.Possible)
			s.line(EntryPending, standards.Points{}, string(standards.CombineLadder),
				fmt.Sprintf("前一级尚未查明，第 %d 级最多可得 %s 分", i+1, show(r.interval.Possible)))
		default:
			s.interval.Certain = s.interval.Certain.Add(r.interval.Certain)
			s.interval.Possible = s.interval.Possible.Add(r.interval.Possible)
			s.lines = append(s.lines, r.lines...)
		}
		blocked = blocked || rulings[i].outcome == NotSatisfied
		unsure = unsure || pending(rulings[i].outcome)
	}
}

// told is the kind of line that tells of a part which earns nothing here.
func (s scored) told() EntryKind {
	for _, line := range s.lines {
		if line.Entry == EntryBonus {
			return EntryBonus
		}
	}
	return EntryEarn
}
