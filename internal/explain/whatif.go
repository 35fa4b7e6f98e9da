package explain

import (
	"context"
	"maps"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/engine"
	"zhanping/standards"
)

// state is what an item comes to under one value of one fact.
type state struct {
	outcome    assessment.Outcome
	points     assessment.Interval
	shortfalls standards.Points // units lacking
}

func stateOf(result assessment.ItemResult) state {
	s := state{outcome: result.Outcome, points: result.Points}
	for _, shortfall := range result.Shortfalls {
		s.shortfalls = s.shortfalls.Add(shortfall.Count)
	}
	return s
}

// better reports whether s is an improvement on t. What does not apply or cannot be
// judged is no improvement.
func (s state) better(t state) bool {
	if s.outcome == assessment.NotApplicable || s.outcome == assessment.Errored {
		return false
	}
	if (s.outcome == assessment.Satisfied) != (t.outcome == assessment.Satisfied) {
		return s.outcome == assessment.Satisfied
	}
	for _, c := range []int{s.points.Certain.Cmp(t.points.Certain), s.points.Possible.Cmp(t.points.Possible), t.shortfalls.Cmp(s.shortfalls)} {
		if c != 0 {
			return c > 0
		}
	}
	return false
}

// same reports whether a reader would see no difference.
func (s state) same(t state) bool { return s.outcome == t.outcome && !s.better(t) && !t.better(s) }

// whatIf judges one item again with other values of one fact. People's findings are left
// out: what the facts alone come to is asked.
type whatIf struct {
	engine *engine.Engine
	std    *standards.Standard
	bundle *evidence.Bundle // without findings
	item   *standards.Item
	fact   evidence.Fact
	asOf   string
	now    state
}

func (w whatIf) try(ctx context.Context, value *evidence.Value) (state, error) {
	r, err := w.engine.Assess(ctx, w.std, w.bundle.With(w.fact.Path, value), w.asOf)
	if err != nil {
		return state{}, err
	}
	for _, result := range slices.Concat(r.Items, r.Announced) {
		if result.Item.ID == w.item.ID {
			return stateOf(result), nil
		}
	}
	return w.now, nil
}

// owed are the roles of what an item counts against: how many are due is a circumstance
// and no achievement, and writing fewer is not the way to a better result.
var owed = []string{"due", "whole", "need"}

// owes reports whether the item reads the fact in such a role, and whether in no other.
func (w whatIf) owes() (some, all bool) {
	all = true
	parts := w.item.Parts
	if w.item.When != nil {
		parts = append(slices.Clone(parts), *w.item.When)
	}
	for _, part := range parts {
		for role, paths := range part.Facts {
			if !slices.Contains(paths, w.fact.Path) {
				continue
			}
			isOwed := slices.Contains(owed, role)
			some, all = some || isOwed, all && isOwed
		}
	}
	return some, some && all
}

// change is one thing that would change the result.
type change struct {
	how   string // 再加 20 户（到 1000 户）, 低于 80㎡, 为“是”
	to    state
	path  string // of the value below: the fact, or the date in it
	value *evidence.Value
}

// changes is what other values of the fact would do.
func (w whatIf) changes(ctx context.Context, value *evidence.Value) ([]change, error) {
	switch w.fact.Type {
	case "boolean":
		return w.choices(ctx, []choice{{"为“" + yesNo(!value.Bool) + "”", &evidence.Value{Kind: evidence.Bool, Bool: !value.Bool}}})
	case "integer", "number", "date":
		scale, ok := scaleOf(w.fact.Type, value)
		if !ok {
			return nil, nil
		}
		return w.along(ctx, scale, value)
	case "document", "photo":
		return w.proof(ctx, value)
	case "list":
		return w.list(ctx, value)
	case "string":
		var others []choice
		for _, text := range w.fact.Enum {
			if text != value.Text {
				others = append(others, choice{"为“" + text + "”", &evidence.Value{Kind: evidence.String, Text: text}})
			}
		}
		return w.choices(ctx, others)
	}
	return nil, nil
}

func yesNo(yes bool) string {
	if yes {
		return "是"
	}
	return "否"
}

// choice is one other value, in words.
type choice struct {
	how   string
	value *evidence.Value
}

// choices tries values that have no order. Of an item that is not met only what is
// better is told.
func (w whatIf) choices(ctx context.Context, others []choice) ([]change, error) {
	var found []change
	for _, other := range others {
		to, err := w.try(ctx, other.value)
		if err != nil {
			return nil, err
		}
		if to.same(w.now) || w.now.outcome != assessment.Satisfied && !to.better(w.now) {
			continue
		}
		i := slices.IndexFunc(found, func(c change) bool { return c.to.same(to) })
		if i < 0 {
			found = append(found, change{other.how, to, w.fact.Path, other.value})
			continue
		}
		found[i].how += "或" + strings.TrimPrefix(other.how, "为")
	}
	return found, nil
}

// proof tries a document or photo where there is none, and other dates of one that is there.
func (w whatIf) proof(ctx context.Context, value *evidence.Value) ([]change, error) {
	if value.Kind == evidence.Bool {
		text := func(s string) *evidence.Value { return &evidence.Value{Kind: evidence.String, Text: s} }
		return w.choices(ctx, []choice{{"有了（日期在时限内）", &evidence.Value{Kind: evidence.Object, Fields: []evidence.Field{
			{Name: "date", Value: text(w.asOf)}, {Name: "number", Value: text("1")},
		}}}})
	}
	date := value.Field("date")
	if date == nil {
		dated := *value
		dated.Fields = append(slices.Clone(value.Fields), evidence.Field{Name: "date", Value: &evidence.Value{Kind: evidence.String, Text: w.asOf}})
		slices.SortFunc(dated.Fields, func(a, b evidence.Field) int { return strings.Compare(a.Name, b.Name) })
		return w.choices(ctx, []choice{{"写明日期（在时限内）", &dated}})
	}
	dated := w
	dated.fact.Path += ".date"
	scale, ok := scaleOf("date", date)
	if !ok {
		return nil, nil
	}
	found, err := dated.along(ctx, scale, date)
	for i := range found {
		found[i].how = "的日期" + found[i].how
	}
	return found, err
}

// list tries the elements that are not in a list, and for an item that is met those that
// must stay in it.
func (w whatIf) list(ctx context.Context, value *evidence.Value) ([]change, error) {
	if w.fact.ItemType != "string" {
		return nil, nil
	}
	var held, kept, helpful []string
	for _, item := range value.Items {
		held = append(held, item.Text)
	}
	of := func(texts []string) *evidence.Value {
		list := &evidence.Value{Kind: evidence.List}
		for _, text := range texts {
			list.Items = append(list.Items, &evidence.Value{Kind: evidence.String, Text: text})
		}
		return list
	}
	var found []change
	for i, text := range held {
		if w.now.outcome != assessment.Satisfied {
			break
		}
		to, err := w.try(ctx, of(slices.Delete(slices.Clone(held), i, i+1)))
		if err != nil {
			return nil, err
		}
		if w.now.better(to) {
			kept = append(kept, text)
			found = []change{{"少了“" + strings.Join(kept, "”、“") + "”中任一项", to, w.fact.Path, nil}}
		}
	}
	for _, text := range w.elements() {
		if slices.Contains(held, text) {
			continue
		}
		to, err := w.try(ctx, of(append(slices.Clone(held), text)))
		if err != nil {
			return nil, err
		}
		if to.better(w.now) {
			helpful = append(helpful, text)
		}
	}
	if len(helpful) > 0 {
		all := of(slices.Concat(held, helpful))
		to, err := w.try(ctx, all)
		if err != nil {
			return nil, err
		}
		found = append(found, change{"加上“" + strings.Join(helpful, "”、“") + "”", to, w.fact.Path, all})
	}
	return found, nil
}

// elements are what the list may hold: by the schema, or else what the item asks for.
func (w whatIf) elements() []string {
	if len(w.fact.Enum) > 0 {
		return w.fact.Enum
	}
	var asked []string
	for _, part := range w.item.Parts {
		for _, name := range slices.Sorted(maps.Keys(part.Params)) {
			list, _ := part.Params[name].([]any)
			for _, element := range list {
				if text, ok := element.(string); ok {
					asked = append(asked, text)
				}
			}
		}
	}
	return asked
}
