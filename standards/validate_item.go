package standards

import (
	"encoding/json"
	"fmt"
	"slices"
)

func (r *review) reviewChapter(p *page, chapter Chapter) {
	priced, known := r.priced()
	if known && !priced && chapter.Points != nil {
		p.fault("/points", "contradiction", "标准没有总分，本章却写了分值", "", "删去本章的 points，或在 standard.yaml 里补上总分")
	}
	if chapter.Points != nil && chapter.Points.Sign() < 0 {
		p.fault("/points", "out_of_bounds", "本章分值是 "+chapter.Points.String(), "不小于 0 的数", "改分值")
	}
	reviewCounted(p, chapter)
	if len(chapter.Items) == 0 && p.has("/items") && !p.broken("/items") && !r.std.Template {
		p.misshapen("/items", "too_few", "“items”有 0 项", "至少 1 项", "补上")
	}
	for i, item := range chapter.Items {
		at := fmt.Sprintf("/items/%d", i)
		if p.broken(at) {
			continue
		}
		if known && !priced && item.Kind != KindRequired {
			p.fault(at, "contradiction", fmt.Sprintf("标准没有总分，条目 %s 却不是必备条目", item.ID), "kind: required", "改类型，或在 standard.yaml 里补上总分")
		}
		reviewPrice(p, at, item)
		reviewDecision(p, at, item)
		reviewProvenance(p, at, item)
		r.reviewLevels(p, at, item)
		r.reviewEffective(p, at, item)
	}
}

// reviewCounted checks how much of a chapter counts.
func reviewCounted(p *page, chapter Chapter) {
	if chapter.Weight != nil && chapter.Weight.Sign() <= 0 {
		p.fault("/weight", "out_of_bounds", fmt.Sprintf("本章权重是 %s%%", chapter.Weight), "大于 0 的百分数", "改权重，或删去 weight")
	}
	if chapter.Cap == nil {
		return
	}
	switch {
	case chapter.Points != nil && chapter.Points.Sign() != 0:
		p.fault("/cap", "contradiction", "本章有分值，又写了封顶", "有分值的章得分不会超过分值；封顶用于只有加分、扣分条目的章", "删去 cap")
	case chapter.Cap.Sign() <= 0:
		p.fault("/cap", "out_of_bounds", "本章封顶是 "+chapter.Cap.String(), "大于 0 的数", "改 cap")
	}
}

// reviewPrice checks the item's own points and its scoring.
func reviewPrice(p *page, at string, item Item) {
	reviewCombine(p, at, item)
	switch item.Kind {
	case KindRequired:
		reviewUnpriced(p, at, item, "required_priced", "必备条目", []string{"points", "scoring"}, "必备条目不计分", "删去这一项，或改条目类型")
		return
	case KindDeduction:
		reviewUnpriced(p, at, item, "deduction_priced", "扣分条目", []string{"points"}, "扣分条目从 0 分起扣，不写分值", "删去 points")
		reviewLoss(p, at, item)
		return
	case KindScored, KindBonus:
	}
	if item.Points.Sign() <= 0 {
		switch {
		case p.has(at + "/points"):
			p.fault(at+"/points", "out_of_bounds", fmt.Sprintf("条目 %s 的分值是 %s", item.ID, item.Points), "大于 0 的数", "改分值")
		case item.Kind == KindBonus && item.Scoring.Earn != nil:
			p.fault(at+"/scoring", "unbounded", fmt.Sprintf("加分条目 %s 没有上限，情况未查明时算不出最多能得多少", item.ID), "at_most，或分值", "在 earn 里补上 at_most；原文没有上限的写一个够大的数，并在 note 里说明")
		default:
			p.fault(at, "no_points", fmt.Sprintf("条目 %s 没有分值", item.ID), "大于 0 的分值；不计分的写 kind: required", "补上 points")
		}
		return
	}
	pricedParts := 0
	sum, best := Points{}, Points{}
	for i, part := range item.Parts {
		if part.Points == nil {
			continue
		}
		pricedParts++
		sum, best = sum.Add(*part.Points), best.Max(*part.Points)
		path := partAt(p, at, i)
		if part.Points.Sign() <= 0 {
			p.fault(path+"/points", "out_of_bounds", "分项分值是 "+part.Points.String(), "大于 0 的数", "改分值")
			continue
		}
		reviewScoring(p, path+"/scoring", part.Scoring, rowShape{points: *part.Points, kind: item.Kind, folded: item.Combine.Mode != CombineAll})
	}
	switch {
	case pricedParts == 0:
		reviewScoring(p, at+"/scoring", item.Scoring, rowShape{points: item.Points, kind: item.Kind})
		reviewMeasured(p, at, item)
	case pricedParts < len(item.Parts):
		p.fault(at+"/parts", "parts_priced", fmt.Sprintf("条目 %s 有的分项带分值，有的不带", item.ID), "分项都带分值，或都不带", "补齐或删去分项的 points")
	case item.Combine.Mode == CombineBest && !best.Equal(item.Points):
		p.fault(at+"/points", "parts_best", fmt.Sprintf("条目 %s 写 %s 分，最高的分项 %s 分", item.ID, item.Points, best), "两者相等（取高不累加）", "改条目分值，或改分项分值")
	case item.Combine.Mode != CombineBest && sum.Cmp(item.Points) > 0:
		p.fault(at+"/points", "parts_excess", fmt.Sprintf("条目 %s 写 %s 分，各分项合计 %s 分", item.ID, item.Points, sum), "两者相等", "改条目分值，或改分项分值")
	case item.Combine.Mode != CombineBest && !sum.Equal(item.Points):
		p.fault(at+"/points", "parts_sum", fmt.Sprintf("条目 %s 写 %s 分，各分项合计 %s 分", item.ID, item.Points, sum), "两者相等", "改条目分值，或改分项分值")
	}
	if pricedParts > 0 && p.has(at+"/scoring") {
		p.fault(at+"/scoring", "contradiction", fmt.Sprintf("条目 %s 的分项带分值，条目上的计分规则不起作用", item.ID), "计分规则写在分项上", "移到分项里")
	}
}

// reviewUnpriced refuses points, and what else has no meaning, on an item without points.
func reviewUnpriced(p *page, at string, item Item, code, what string, keys []string, expected, fix string) {
	for _, key := range keys {
		if p.has(at + "/" + key) {
			p.fault(at+"/"+key, code, fmt.Sprintf("%s %s 写了 %s", what, item.ID, key), expected, fix)
		}
	}
	for i := range item.Parts {
		if part := partAt(p, at, i); part != at && p.has(part+"/points") {
			p.fault(part+"/points", code, fmt.Sprintf("%s %s 的分项写了分值", what, item.ID), expected, "删去分项的 points")
		}
	}
}

// reviewLoss checks the scoring of a deduction, which must say what it takes.
func reviewLoss(p *page, at string, item Item) {
	s := item.Scoring
	if s.Deduct == nil && len(s.Steps) == 0 && s.Inspector == nil {
		path := at
		if p.has(at + "/scoring") {
			path = at + "/scoring"
		}
		p.fault(path, "no_loss", fmt.Sprintf("扣分条目 %s 没有写扣多少", item.ID), "scoring 里的 deduct、steps 或 inspector", "补上扣分规则，如 scoring: {deduct: {each: 1, at_most: 1}}")
		return
	}
	reviewScoring(p, at+"/scoring", s, rowShape{kind: KindDeduction})
	reviewMeasured(p, at, item)
}

// reviewCombine checks that the parts can be combined as the item says.
func reviewCombine(p *page, at string, item Item) {
	mode := item.Combine.Mode
	if mode == CombineAll {
		return
	}
	priced := slices.ContainsFunc(item.Parts, func(part Part) bool { return part.Points != nil })
	path := at + "/combine"
	switch {
	case len(item.Parts) < 2:
		p.fault(path, "contradiction", fmt.Sprintf("条目 %s 写了分项合成，却没有几个分项", item.ID), "parts 里两个以上的分项", "删去 combine，或补上分项")
	case mode == CombineAtLeast && item.Combine.AtLeast > len(item.Parts):
		p.fault(path, "out_of_bounds", fmt.Sprintf("条目 %s 要求至少 %d 项，只有 %d 个分项", item.ID, item.Combine.AtLeast, len(item.Parts)), "不多于分项数", "改 at_least")
	case mode == CombineAtLeast && priced:
		p.fault(path, "contradiction", fmt.Sprintf("条目 %s 按满足几项计分，分项却带分值", item.ID), "分值和计分规则写在条目上", "删去分项的 points")
	case mode == CombineAtLeast && (item.Scoring.Earn != nil || item.Scoring.Deduct != nil && item.Scoring.Deduct.By != ByGap):
		p.fault(at+"/scoring", "contradiction", fmt.Sprintf("条目 %s 按满足几项计分，计分规则却数单个问题", item.ID), "steps、linear，或 deduct 加 by: gap（少一项扣多少）", "改计分规则")
	case mode != CombineAtLeast && !priced:
		p.fault(path, "contradiction", fmt.Sprintf("条目 %s 的分项没有分值，不能%s", item.ID, combineWord(mode)), "每个分项写 points", "补上分项的 points，或删去 combine")
	}
}

func combineWord(mode CombineMode) string {
	if mode == CombineBest {
		return "取高不累加"
	}
	return "逐级累进"
}

// reviewMeasured demands one measure where the item is priced by measure. Parts of which
// enough must be met are a measure themselves.
func reviewMeasured(p *page, at string, item Item) {
	if item.Scoring.Earn != nil && len(item.Parts) == 0 {
		p.fault(at+"/scoring", "no_merit", fmt.Sprintf("条目 %s 没有判定规则，却按次加分", item.ID), "列出加分事项的判定规则", "补上 check，或改为 inspector")
	}
	gap := item.Scoring.Deduct != nil && (item.Scoring.Deduct.By == ByGap || item.Scoring.Deduct.NothingBelow != nil)
	if item.Scoring.Linear == nil && len(item.Scoring.Steps) == 0 && !gap || len(item.Parts) == 1 || item.Combine.Mode == CombineAtLeast {
		return
	}
	if gap && len(item.Parts) > 1 {
		return // the first part is measured, the others are conditions on it
	}
	found := "没有判定规则，却按数值计分"
	if len(item.Parts) > 1 {
		found = fmt.Sprintf("有 %d 个分项，不知道按哪一个的数值计分", len(item.Parts))
	}
	p.fault(at+"/scoring", "no_measure", fmt.Sprintf("条目 %s %s", item.ID, found), "只有一个分项，或各分项带分值", "给分项写 points 和 scoring，或改计分规则")
}

// partAt is the path of the item's part: the item itself in the short form.
func partAt(p *page, at string, i int) string {
	if p.has(at + "/parts") {
		return fmt.Sprintf("%s/parts/%d", at, i)
	}
	return at
}

// reviewDecision checks how the item is decided, when it applies, and what an
// inspector needs.
func reviewDecision(p *page, at string, item Item) {
	if p.has(at+"/parts") && p.has(at+"/check") {
		p.fault(at+"/check", "contradiction", fmt.Sprintf("条目 %s 既写了 check 又写了 parts", item.ID), "只用一种写法", "把 check 移进 parts，或删去 parts")
	}
	if !p.has(at + "/check") {
		for _, key := range []string{"facts", "params"} {
			if p.has(at + "/" + key) {
				p.fault(at+"/"+key, "contradiction", fmt.Sprintf("条目 %s 写了 %s，却没有 check", item.ID, key), "和 check 写在一起", "补上 check，或删去 "+key)
			}
		}
	}
	if p.has(at + "/parts") {
		for i, part := range item.Parts {
			path := partAt(p, at, i)
			if part.Points == nil && p.has(path+"/scoring") {
				p.fault(path+"/scoring", "contradiction", "分项没有分值，却写了计分规则", "分值和计分规则一起写", "补上 points，或删去 scoring")
			}
		}
	}
	if len(item.Parts) == 0 {
		for _, need := range []struct{ key, what string }{{"rubric", "评判要点"}, {"methods", "核查方式"}} {
			if !p.has(at + "/" + need.key) {
				p.fault(at, "inspector_unguided", fmt.Sprintf("条目 %s 没有判定规则，由核查员评判，却没有%s", item.ID, need.what), "给核查员的"+need.what, fmt.Sprintf("补上 %s，或写 check", need.key))
			}
		}
	}
	if item.When != nil && item.Absence == AbsenceRefused {
		path := at + "/absence"
		if !p.has(path) {
			path = at + "/when"
		}
		p.fault(path, "contradiction", fmt.Sprintf("条目 %s 有适用条件，却不允许缺项", item.ID), "absence: exclude（移出分母）或 full（视为满分）", "补上 absence")
	}
}

func reviewProvenance(p *page, at string, item Item) {
	if item.Provenance.Threshold != "" {
		return
	}
	for _, part := range item.Parts {
		if holdsNumber(part.Params) {
			p.fault(at+"/provenance", "threshold_unsourced", fmt.Sprintf("条目 %s 的参数里有数字，却没有写数字的出处", item.ID), "threshold: seed:编号、public:编号、doc:编号或 draft", "在 provenance 里补上 threshold")
			return
		}
	}
}

func holdsNumber(value any) bool {
	switch v := value.(type) {
	case json.Number:
		return true
	case []any:
		return slices.ContainsFunc(v, holdsNumber)
	case map[string]any:
		for _, member := range v {
			if holdsNumber(member) {
				return true
			}
		}
	}
	return false
}

// reviewLevels demands that an item's levels are among those of the standard.
func (r *review) reviewLevels(p *page, at string, item Item) {
	if len(r.std.Scope.Levels) == 0 || r.head.broken("/scope") {
		return
	}
	for i, level := range item.Levels {
		if !slices.Contains(r.std.Scope.Levels, level) {
			p.fault(fmt.Sprintf("%s/levels/%d", at, i), "outside_scope", fmt.Sprintf("条目 %s 用于%s，本标准却不适用于%s", item.ID, levelTitle(level), levelTitle(level)), join(r.std.Scope.Levels)+" 之内", "改条目的 levels，或改 scope.levels")
		}
	}
}
