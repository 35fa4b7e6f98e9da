package assessment

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/standards"
)

// The rules that make gates, as Gate.Rule names them.
const (
	GateRequired = "required" // 必备条目
	GateCore     = "core"     // an item that some grades need although it is not required
	GateFloor    = "floor"    // a chapter's least share of its points (章节底线)
	GateCount    = "count"    // so many items of a class pass
	GateFailed   = "failed"   // at most so many items of some classes are not met
)

// gatesOf is every condition outside the points: required items first, then items that
// only a grade names, then chapter floors and numbers of items.
func gatesOf(std *standards.Standard, items []ItemResult, floors []floor) []Gate {
	var named []string
	for _, grade := range std.Grades {
		for _, group := range grade.Groups() {
			named = append(named, group.Items...)
		}
	}
	var required, core, chapters []Gate
	for _, item := range items {
		switch {
		case item.Item.Kind == standards.KindRequired:
			required = append(required, itemGate(item, GateRequired))
		case slices.Contains(named, item.Item.ID):
			core = append(core, itemGate(item, GateCore))
		}
	}
	for _, f := range floors {
		chapters = append(chapters, f.gate())
	}
	return slices.Concat(required, core, chapters, countGates(std, items))
}

func itemGate(item ItemResult, rule string) Gate {
	gate := Gate{Item: item.Item.ID, Chapter: item.Chapter, Rule: rule, State: Unknown}
	switch item.Outcome {
	case Satisfied:
		gate.State, gate.Text = Held, "符合"
	case NotApplicable:
		gate.State, gate.Text = Held, "不适用："+item.Reason
	case Waived:
		gate.State, gate.Text = Held, "豁免："+item.Reason
	case NotSatisfied:
		gate.State, gate.Text = Broken, "不符合："+strings.Join(texts(item.Shortfalls), "；")
	case NoEvidence:
		gate.Text = fmt.Sprintf("未举证，缺 %d 项事实", len(item.Missing))
	case NotChecked:
		gate.Text = "待核查"
	case Errored:
		gate.Text = "判定出错：" + item.Reason
	}
	return gate
}

// floor is the least share of a chapter's points, with the share reached at both ends.
type floor struct {
	chapter  standards.Chapter
	percent  standards.Points
	base     standards.Points // what the share is taken of
	certain  standards.Points
	possible standards.Points
}

// floorsOf is a floor for each chapter that has points and each percentage that a grade
// asks for, the strictest first. The share is that of the points the station can attain:
// what is reasonably absent does not count against it, unless the standard does not
// re-base at all. A chapter that is absent as a whole holds its floor.
func floorsOf(std *standards.Standard, b base, certain, possible sums) []floor {
	var percents []standards.Points
	for _, grade := range std.Grades {
		for _, group := range grade.Groups() {
			if group.Chapters != nil && !slices.ContainsFunc(percents, group.Chapters.Equal) {
				percents = append(percents, *group.Chapters)
			}
		}
	}
	slices.SortFunc(percents, func(x, y standards.Points) int { return y.Cmp(x) })
	var floors []floor
	for _, percent := range percents {
		for i, chapter := range std.Chapters {
			if b.points[i].Sign() > 0 {
				floors = append(floors, floor{chapter, percent, b.attainable[i], certain.raw[i], possible.raw[i]})
			}
		}
	}
	return floors
}

func (f floor) state() GateState {
	line := f.base.Mul(f.percent)
	hundred := standards.PointsOf(100)
	switch {
	case f.certain.Mul(hundred).Cmp(line) >= 0:
		return Held
	case f.possible.Mul(hundred).Cmp(line) < 0:
		return Broken
	}
	return Unknown
}

func (f floor) gate() Gate {
	share := show(f.certain)
	if !f.certain.Equal(f.possible) {
		share += " 至 " + show(f.possible)
	}
	return Gate{
		Chapter: f.chapter.ID, Rule: GateFloor, State: f.state(),
		Text: fmt.Sprintf("%s：应不低于 %s%%，可得 %s 分，现得 %s 分", f.chapter.Title, show(f.percent), show(f.base), share),
	}
}
