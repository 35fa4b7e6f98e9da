package main

import (
	"context"
	"fmt"
	"io"
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

// change says what would change the outcome.
func (x explanation) change(ctx context.Context, result assessment.ItemResult) error {
	var out strings.Builder
	for _, place := range result.Missing {
		fmt.Fprintf(&out, "  补填 %s，写在 %s：\n", x.engine.Schema().Title(place.Path), place.At)
		for line := range strings.Lines(x.bundle.Snippet(x.engine.Schema(), place.Path)) {
			fmt.Fprintf(&out, "      %s\n", strings.TrimRight(line, "\n"))
		}
	}
	switch result.Source {
	case assessment.SourceOnSite, assessment.SourceReview:
		fmt.Fprintln(&out, "  这一条以核查人员的评定为准，事实变了由其复核")
	default:
		if err := x.whatIf(ctx, &out, result); err != nil {
			return err
		}
	}
	if result.Outcome != assessment.Satisfied && result.Item.Fix != "" {
		fmt.Fprintf(&out, "  整改：%s\n", result.Item.Fix)
	}
	if result.Outcome == assessment.NotChecked {
		fmt.Fprintf(&out, "  由核查人员%s后评定\n", words(result.Item.Methods, report.MethodWord))
	}
	if out.Len() > 0 {
		fmt.Fprintf(x.stdout, "怎样改变结果：\n%s", out.String())
	}
	return nil
}

// whatIf tells what other values of the facts would do. Nothing is guessed: the item is
// judged again with them.
func (x explanation) whatIf(ctx context.Context, out io.Writer, result assessment.ItemResult) error {
	if result.Outcome == assessment.Errored {
		return nil
	}
	bundle := *x.bundle
	bundle.Findings = nil
	together := &bundle
	var gains []change
	for _, place := range result.Reads {
		value := x.bundle.Value(place.Path)
		fact, known := x.engine.Schema().Fact(place.Path)
		if value == nil || !known {
			continue
		}
		w := whatIf{engine: x.engine, std: x.std, bundle: &bundle, item: result.Item, fact: fact, asOf: x.asOf, now: stateOf(result)}
		changes, err := w.changes(ctx, value)
		if err != nil {
			return err
		}
		for _, c := range changes {
			fmt.Fprintf(out, "  “%s”%s时：%s\n", fact.Title, c.how, w.told(c.to))
		}
		if n := len(changes); n > 0 && changes[n-1].value != nil && changes[n-1].to.better(w.now) {
			gains = append(gains, changes[n-1])
			together = together.With(changes[n-1].path, changes[n-1].value)
		}
	}
	if len(gains) < 2 || slices.ContainsFunc(gains, func(c change) bool { return c.to.outcome == assessment.Satisfied }) {
		return nil
	}
	w := whatIf{engine: x.engine, std: x.std, bundle: together, item: result.Item, asOf: x.asOf, now: stateOf(result)}
	last := gains[len(gains)-1]
	w.fact.Path = last.path
	all, err := w.try(ctx, last.value)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(gains, func(c change) bool { return !all.better(c.to) }) {
		fmt.Fprintf(out, "  以上都做到时：%s\n", w.told(all))
	}
	return nil
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
