package policies

import (
	"maps"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// scoring holds prices and degrees against what the checks can tell. counted says that the
// parts are a measure themselves, by how many of them are met.
func (b *binder) scoring(at yamltext.Position, scoring standards.Scoring, parts []*boundPart, counted bool) {
	earning := slices.ContainsFunc(parts, func(part *boundPart) bool { return part.check.info.Earning })
	switch {
	case scoring.Earn == nil && earning:
		b.fault(at, "merits_unpriced", "判定规则给出加分事项，计分规则却不按次加分", "scoring: {earn: …}", "改用 earn，或换一条判定规则")
	case scoring.Earn != nil && !earning:
		b.fault(at, "no_merits", "按次加分（earn），判定规则却不给出加分事项", "给出 merits 的判定规则", "改用别的计分规则，或换一条判定规则")
	case scoring.Earn != nil:
		b.prices(at, "加分", ruleMerits, parts, scoring.Earn.Each, scoring.Earn.Kinds, scoring.Earn.Factors)
	}
	// The first part is the one that is measured; the others are conditions on it.
	measured := counted || parts[0].check.info.Measured
	if (scoring.Linear != nil || len(scoring.Steps) > 0) && !measured {
		b.fault(at, "no_measure", "按程度计分（linear、steps），判定规则却不给出 measure", "给出 measure 的判定规则", "改用逐项扣分，或换一条判定规则")
	}
	d := scoring.Deduct
	if d == nil {
		return
	}
	if (d.By == standards.ByGap || d.NothingBelow != nil) && !measured {
		b.fault(at, "no_measure", "按差距扣分（by: gap、nothing_below），判定规则却不给出 measure", "给出 measure 的判定规则", "改为按问题扣分，或换一条判定规则")
	}
	if d.By != standards.ByGap {
		b.prices(at, "扣分", ruleShortfalls, parts, d.Each, d.Kinds, d.Factors)
	}
}

// prices demands that what is priced can occur, and that what can occur has a price.
func (b *binder) prices(at yamltext.Position, what, rule string, parts []*boundPart,
	each standards.Points, kinds, factors map[string]standards.Points,
) {
	var known, carried []string
	all := true
	for _, part := range parts {
		found, factors, whole := b.kindsOf(part, rule)
		known, carried, all = append(known, found...), append(carried, factors...), all && whole
	}
	for _, kind := range known {
		if _, listed := kinds[kind]; !listed && each.Sign() <= 0 {
			b.fault(at, "unpriced_kind", what+"规则没有规定 "+kind+" 多少分", "kinds 里的一项，或 each", "在 kinds 中补上 "+kind)
		}
	}
	for _, factor := range carried {
		if _, listed := factors[factor]; !listed {
			b.fault(at, "unpriced_factor", what+"规则没有规定“"+factor+"”的倍数", "factors 里的一项", "在 factors 中补上 "+factor+"，不加倍写 1")
		}
	}
	if !all {
		return
	}
	for _, kind := range slices.Sorted(maps.Keys(kinds)) {
		if !slices.Contains(known, kind) {
			b.fault(at, "unknown_kind", what+"种类 "+kind+" 不会出现", strings.Join(known, "、"), suggestion(kind, known, "删去或更正"))
		}
	}
	for _, factor := range slices.Sorted(maps.Keys(factors)) {
		if !slices.Contains(carried, factor) {
			b.fault(at, "unknown_factor", "加倍情形 "+factor+" 不会出现", strings.Join(carried, "、"), suggestion(factor, carried, "删去或更正"))
		}
	}
}

// kindsOf is the kinds that a part's shortfalls or merits can have and the factors that
// they can carry, and whether that is all there can be. Computed kinds are those of the
// fact that the check's METADATA names.
func (b *binder) kindsOf(part *boundPart, rule string) (kinds, factors []string, all bool) {
	kinds, all = part.check.kinds(rule)
	role := part.check.info.KindsOf
	if role == "" {
		return kinds, nil, all
	}
	i := slices.IndexFunc(part.roles, func(bound boundRole) bool { return bound.role == role })
	if i < 0 || len(part.roles[i].paths) == 0 {
		return kinds, nil, false
	}
	element := b.engine.elementOf(part.roles[i].paths[0])
	listed := enumOf(element, "kind")
	if len(listed) == 0 {
		return kinds, nil, false
	}
	if !all { // some kinds of this rule are computed
		kinds, factors = append(kinds, listed...), enumOf(element, "factors")
	}
	return kinds, factors, true
}

// elementOf is the schema of the objects that a list of the evidence holds.
func (e *Engine) elementOf(path boundPath) map[string]any {
	at := e.wholeEvidence()
	for _, name := range path.names {
		properties, _ := at["properties"].(map[string]any)
		at, _ = properties[name].(map[string]any)
	}
	element, _ := at["items"].(map[string]any)
	return element
}

// enumOf is what a member of an object can be: its own enum, or that of its elements.
func enumOf(element map[string]any, member string) []string {
	properties, _ := element["properties"].(map[string]any)
	at, _ := properties[member].(map[string]any)
	if items, list := at["items"].(map[string]any); list {
		at = items
	}
	values, _ := at["enum"].([]any)
	texts := make([]string, 0, len(values))
	for _, value := range values {
		if text, ok := value.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}
