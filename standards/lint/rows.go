package lint

import (
	"fmt"
	"maps"
	"slices"

	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// rows examines the scoring of an item: points that cannot be earned, and deductions
// that end with a broken step.
func (l *linter) rows(item standards.Item) {
	if item.Kind == standards.KindRequired {
		return
	}
	if len(item.Parts) == 0 || item.Parts[0].Points == nil {
		l.row(item, item.At, item.Points, item.Scoring, item.Parts)
		return
	}
	for _, part := range item.Parts {
		l.row(item, part.At, *part.Points, part.Scoring, []standards.Part{part})
	}
}

func (l *linter) row(item standards.Item, at yamltext.Position, points standards.Points, scoring standards.Scoring, parts []standards.Part) {
	if r := scoring.Inspector; r != nil && item.Kind != standards.KindDeduction {
		best := r.To
		if len(r.Steps) > 0 {
			best = r.Steps[len(r.Steps)-1]
		}
		if best.Cmp(points) < 0 {
			l.find(at, "unreachable_points", fmt.Sprintf("条目 %s 写 %s 分，核查员最多给 %s 分，永远得不满", item.ID, points, best),
				"最高分等于本条分值", "改分值，或改核查员可给的分", item.ID)
		}
	}
	if len(scoring.Steps) > 0 && len(parts) == 1 && item.Kind != standards.KindDeduction {
		l.steps(item, at, points, scoring.Steps, parts[0])
	}
	if scoring.Deduct != nil && item.Kind != standards.KindDeduction && !unusual(scoring) {
		l.overshoot(item, at, points, *scoring.Deduct, parts)
	}
}

// steps finds the best step whose line no measure can reach.
func (l *linter) steps(item standards.Item, at yamltext.Position, points standards.Points, steps []standards.Step, part standards.Part) {
	most, known := mostMeasured(part)
	if !known {
		return
	}
	best := standards.Points{}
	for _, step := range steps {
		if step.AtMost != nil || step.Below != nil {
			return // the best step is the lowest measure, which is always reachable
		}
		reached := step.AtLeast != nil && step.AtLeast.Cmp(most) <= 0 || step.Above != nil && step.Above.Cmp(most) < 0
		if reached {
			best = best.Max(step.Points)
		}
	}
	if best.Cmp(points) < 0 {
		l.find(at, "unreachable_points", fmt.Sprintf("条目 %s 写 %s 分，数值最高 %s，只够 %s 分的一档，永远得不满", item.ID, points, most, best),
			"最好的一档达得到", "改各档界限，或改分值", item.ID)
	}
}

// overshoot finds prices that do not fit the points: the last unit is cut, so that the
// row only works because it stops at its floor.
func (l *linter) overshoot(item standards.Item, at yamltext.Position, points standards.Points, d standards.Deduct, parts []standards.Part) {
	limit, what := points, "本条"
	if d.AtMost != nil && d.AtMost.Cmp(points) < 0 {
		limit, what = *d.AtMost, "最多扣的"
	}
	most := mostShort(parts)
	if most == 0 || d.Each.Sign() <= 0 || len(d.Kinds) > 0 {
		return
	}
	whole := d.Each.Mul(standards.PointsOf(int64(most)))
	units := limit.Quo(d.Each).Rat()
	if whole.Cmp(limit) <= 0 || units.IsInt() {
		return
	}
	left := limit
	for left.Cmp(d.Each) >= 0 {
		left = left.Sub(d.Each)
	}
	l.find(at, "deduct_overshoot", fmt.Sprintf("条目 %s 每项扣 %s 分，%d 项共 %s 分，超过%s %s 分：最后一档只扣得到 %s 分，全靠扣完为止",
		item.ID, d.Each, most, whole, what, limit, left), "扣分恰好扣完", "改每项扣分，或改分值", item.ID)
}

// perverse finds rows that reward what nobody should wish for.
func (l *linter) perverse(item standards.Item) {
	if l.facts == nil {
		return
	}
	words := map[string]string{"more": "越多越好：有了才得分，没有反而不得分", "fewer": "越少越好：会逼着人少报"}
	for _, part := range item.Parts {
		better := counted[part.Check].better
		for _, role := range slices.Sorted(maps.Keys(part.Facts)) {
			for _, path := range part.Facts[role] {
				fact, known := l.facts(path)
				if known && better[role] != "" && slices.Contains(fact.Perverse, better[role]) {
					l.find(part.At, "perverse", fmt.Sprintf("条目 %s 以“%s”（%s）%s", item.ID, fact.Title, path, words[better[role]]),
						"不奖励坏事，也不奖励瞒报", "改看办理得好不好，如按时率、化解率", item.ID)
				}
			}
		}
	}
}

// twice finds one fact that is punished in two places by the same check.
func (l *linter) twice() {
	type use struct {
		item            standards.Item
		part            standards.Part
		deducts, vetoes bool
	}
	var named []string
	for _, grade := range l.std.Grades {
		for _, group := range grade.Groups() {
			named = append(named, group.Items...)
		}
	}
	var uses []use
	for _, chapter := range l.std.Chapters {
		for _, item := range chapter.Items {
			for _, part := range item.Parts {
				scoring := item.Scoring
				if part.Points != nil {
					scoring = part.Scoring
				}
				uses = append(uses, use{
					item, part, item.Kind == standards.KindDeduction || scoring.Deduct != nil && item.Kind != standards.KindRequired,
					item.Kind == standards.KindRequired || slices.Contains(named, item.ID),
				})
			}
		}
	}
	for i, a := range uses {
		for _, b := range uses[i+1:] {
			if a.item.ID == b.item.ID || a.part.Check != b.part.Check || !meet(a.item, b.item) ||
				!slices.Equal(readsOf(a.part), readsOf(b.part)) {
				continue
			}
			first, second := a, b
			if b.deducts && !a.deducts {
				first, second = b, a
			}
			switch {
			case first.deducts && second.vetoes:
				l.find(first.part.At, "punished_twice", fmt.Sprintf("同一事实（%s）在条目 %s 扣分，又在条目 %s 一票否决", l.titles(first.part), first.item.ID, second.item.ID),
					"一件事只罚一次", "删去一处；原文如此的，在 acknowledged 中写明理由", first.item.ID, second.item.ID)
			case first.deducts && second.deducts && sameParams(first.part, second.part):
				l.find(second.part.At, "punished_twice", fmt.Sprintf("同一事实（%s）在条目 %s 和条目 %s 各扣一次", l.titles(first.part), first.item.ID, second.item.ID),
					"一件事只罚一次", "删去一处；原文如此的，在 acknowledged 中写明理由", first.item.ID, second.item.ID)
			}
		}
	}
}

// meet reports whether two items stand on one sheet.
func meet(a, b standards.Item) bool {
	if !a.Effective.Meets(b.Effective) {
		return false
	}
	return len(a.Levels) == 0 || len(b.Levels) == 0 ||
		slices.ContainsFunc(a.Levels, func(level string) bool { return slices.Contains(b.Levels, level) })
}

func sameParams(a, b standards.Part) bool {
	return fmt.Sprint(a.Params) == fmt.Sprint(b.Params)
}

// titles names the facts of a part.
func (l *linter) titles(part standards.Part) string {
	var titles []string
	for _, role := range slices.Sorted(maps.Keys(part.Facts)) {
		for _, path := range part.Facts[role] {
			if fact, known := l.fact(path); known {
				titles = append(titles, fact.Title)
			} else {
				titles = append(titles, path)
			}
		}
	}
	return join(append(titles, readsItself(part)...))
}

func (l *linter) fact(path string) (Fact, bool) {
	if l.facts == nil {
		return Fact{}, false
	}
	return l.facts(path)
}
