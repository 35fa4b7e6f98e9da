package explain

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/report"
	"zhanping/standards"
)

// shownValue is a fact's value for people; a document or photo that is not there is 无.
func shownValue(fact evidence.Fact, value *evidence.Value) string {
	if (fact.Type == "document" || fact.Type == "photo") && value.Kind == evidence.Bool {
		return "无"
	}
	return value.String()
}

// cut is a number for people: exact where two decimals hold it, and otherwise cut, with
// the exact one beside it.
func cut(p standards.Points) string {
	if short := p.Display(2); short != p.String() {
		return short + "（" + p.String() + "）"
	}
	return p.String()
}

// span is points, or both ends of them.
func span(i assessment.Interval) string {
	if i.Certain.Equal(i.Possible) {
		return cut(i.Certain)
	}
	return cut(i.Certain) + " 至 " + cut(i.Possible)
}

// changes tells what other values of the facts would do. Nothing is guessed: the item is
// judged again with them.
func (q Question) changes(ctx context.Context, result assessment.ItemResult) ([]string, error) {
	told := []string{}
	if result.Outcome == assessment.Errored {
		return told, nil
	}
	bundle := *q.Bundle
	bundle.Findings = nil
	together := &bundle
	var gains []change
	for _, place := range result.Reads {
		value := q.Bundle.Value(place.Path)
		fact, known := q.Engine.Schema().Fact(place.Path)
		if value == nil || !known {
			continue
		}
		w := whatIf{engine: q.Engine, std: q.Standard, bundle: &bundle, item: result.Item, fact: fact, asOf: q.AsOf, now: stateOf(result)}
		changes, err := w.changes(ctx, value)
		if err != nil {
			return nil, err
		}
		for _, c := range changes {
			told = append(told, fmt.Sprintf("“%s”%s时：%s", fact.Title, c.how, w.told(c.to)))
		}
		if n := len(changes); n > 0 && changes[n-1].value != nil && changes[n-1].to.better(w.now) {
			gains = append(gains, changes[n-1])
			together = together.With(changes[n-1].path, changes[n-1].value)
		}
	}
	if len(gains) < 2 || slices.ContainsFunc(gains, func(c change) bool { return c.to.outcome == assessment.Satisfied }) {
		return told, nil
	}
	w := whatIf{engine: q.Engine, std: q.Standard, bundle: together, item: result.Item, asOf: q.AsOf, now: stateOf(result)}
	last := gains[len(gains)-1]
	w.fact.Path = last.path
	all, err := w.try(ctx, last.value)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(gains, func(c change) bool { return !all.better(c.to) }) {
		told = append(told, "以上都做到时："+w.told(all))
	}
	return told, nil
}

// told is a state in words, beside the one that is now.
func (w whatIf) told(to state) string {
	text := report.OutcomeWord(to.outcome)
	switch {
	case w.item.Kind != standards.KindRequired && to.outcome != assessment.NotApplicable:
		text += strings.ReplaceAll("，得 "+span(to.points)+" 分", "） 分", "）分")
	case to.outcome == w.now.outcome:
		text = "这一处不再是问题，但还有别的问题，仍" + text
	}
	return text
}
