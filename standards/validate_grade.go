package standards

import (
	"fmt"
	"slices"

	"zhanping/internal/yamltext"
)

// reviewGrades checks each grade alone and, where all of them only ask for at least so
// much, that the table has no hole, no overlap and no row that nobody can reach: each grade
// asks at least what the next one asks, and more. Tables with upper ends or alternatives
// are examined over everything that can be reached, by package lint.
func (r *review) reviewGrades() {
	p, grades := r.head, r.std.Grades
	if p.broken("/grades") {
		return
	}
	if len(grades) == 0 {
		if p.has("/choose") {
			p.fault("/choose", "contradiction", "没有等级，却写了 choose", "", "删去 choose，或补上 grades")
		}
		return
	}
	seen := map[string]bool{}
	ladder := r.std.Ladder()
	for i, grade := range grades {
		at := fmt.Sprintf("/grades/%d", i)
		if seen[grade.Name] {
			p.fault(at+"/name", "duplicate_id", fmt.Sprintf("等级“%s”重复", grade.Name), "不重复的名称", "改名称")
		}
		seen[grade.Name] = true
		r.reviewConditions(at, grade.Name, grade.Conditions())
		for j, group := range grade.Any {
			r.reviewConditions(fmt.Sprintf("%s/any/%d", at, j), grade.Name, group)
		}
		if !ladder {
			continue
		}
		last := i == len(grades)-1
		conditional := !grade.Conditions().Empty()
		switch {
		case last && conditional:
			p.fault(at, "grade_hole", fmt.Sprintf("最后一级“%s”有条件，达不到的单位没有等级", grade.Name), "最后一级只写名称", "删去条件，或补上一个没有条件的等级")
		case !last && !conditional:
			p.fault(at, "grade_unreachable", fmt.Sprintf("等级“%s”没有条件，下面的等级永远轮不到", grade.Name), "只有最后一级没有条件", "补上条件，或移到最后")
		}
		if i > 0 && !grades[i-1].Conditions().Empty() {
			r.reviewGradeOrder(at, grades[i-1], grade)
		}
	}
}

// Ladder reports whether every grade only asks for at least so much, so that one grade
// lies above the other and the first that holds counts.
func (s *Standard) Ladder() bool {
	if s.Choose == ChooseWorst {
		return false
	}
	return !slices.ContainsFunc(s.Grades, func(g Grade) bool {
		return g.Below != nil || g.Core != nil || len(g.Failed) > 0 || len(g.Any) > 0
	})
}

// reviewConditions checks one group of a grade's conditions alone.
func (r *review) reviewConditions(at, name string, c Conditions) {
	p := r.head
	priced, known := r.priced()
	for _, key := range []string{"total", "chapters"} {
		if known && !priced && p.has(at+"/"+key) {
			p.fault(at+"/"+key, "contradiction", fmt.Sprintf("标准没有总分，等级“%s”却按分数定", name), "", "删去这个条件，或补上总分")
		}
	}
	if known && priced {
		r.reviewTotal(at+"/total", name, c)
	}
	if c := c.Chapters; c != nil && (c.Sign() < 0 || c.Cmp(PointsOf(100)) > 0) {
		p.fault(at+"/chapters", "out_of_bounds", fmt.Sprintf("各章得分率要求 %s%%", c), "0 到 100", "改百分数")
	}
	if !r.readable() {
		return
	}
	if c.Required && !r.someItem(func(item Item) bool { return item.Kind == KindRequired }) {
		p.fault(at+"/required", "contradiction", fmt.Sprintf("等级“%s”要求必备条目全部符合，标准里却没有必备条目", name), "", "删去 required，或补上必备条目")
	}
	for i, id := range c.Items {
		here := fmt.Sprintf("%s/items/%d", at, i)
		switch item, found := r.std.Item(id); {
		case !found:
			p.fault(here, "unknown_item", fmt.Sprintf("等级“%s”要求的条目 %s 不存在", name, id), "标准里有的条目编号", r.meantItem(id))
		case item.Kind == KindBonus:
			p.fault(here, "contradiction", fmt.Sprintf("等级“%s”要求的 %s 是加分条目", name, id), "必备或计分条目", "改编号，或改条目类型")
		}
	}
	if c.Core != nil {
		r.reviewCore(at+"/core", name, *c.Core)
	}
	for i, failed := range c.Failed {
		for j, class := range failed.Classes {
			r.reviewClass(fmt.Sprintf("%s/failed/%d/classes/%d", at, i, j), name, class)
		}
	}
}

// reviewTotal checks the lines of a total: within what can be earned, the lower end below
// the upper.
func (r *review) reviewTotal(at, name string, c Conditions) {
	reach := *r.std.OutOf
	if r.std.Bonus != nil {
		reach = reach.Add(r.std.Bonus.Cap)
	}
	unlimited := r.std.Bonus == nil && r.someItem(func(item Item) bool { return item.Kind == KindBonus })
	if c.Total != nil && (c.Total.Sign() < 0 || c.Total.Cmp(reach) > 0 && !unlimited) {
		r.head.fault(at, "out_of_bounds", fmt.Sprintf("等级“%s”要 %s 分，最多能得 %s 分", name, c.Total, reach), "0 到最高可得分之间", "改分数线")
	}
	if c.Total != nil && c.Below != nil && c.Total.Cmp(*c.Below) >= 0 {
		r.head.fault(at, "contradictory_closure", fmt.Sprintf("等级“%s”要总分不低于 %s（含），又要低于 %s（不含）", name, c.Total, c.Below), "at_least 小于 below", "改分数线")
	}
}

// reviewCore checks that the class exists and that so many of its items can pass.
func (r *review) reviewCore(at, name string, core Core) {
	p := r.head
	if !r.reviewClass(at+"/class", name, core.Class) {
		return
	}
	count := 0
	r.someItem(func(item Item) bool {
		if item.Class == core.Class {
			count++
		}
		return false
	})
	switch {
	case core.AtLeast == nil && core.Below == nil:
		p.fault(at, "no_threshold", fmt.Sprintf("等级“%s”没有写要通过几项", name), "at_least（不少于）或 below（少于），或两者", "补上项数")
	case core.AtLeast != nil && *core.AtLeast > count:
		p.fault(at+"/at_least", "out_of_bounds", fmt.Sprintf("等级“%s”要 %d 项通过，%s条目只有 %d 项", name, *core.AtLeast, ClassTitle(core.Class), count), "不超过条目数", "改项数")
	case core.AtLeast != nil && core.Below != nil && *core.AtLeast >= *core.Below:
		p.fault(at, "contradictory_closure", fmt.Sprintf("等级“%s”要通过不少于 %d 项，又要少于 %d 项", name, *core.AtLeast, *core.Below), "at_least 小于 below", "改项数")
	}
	if pass := core.PassAt; pass != nil && (pass.Sign() <= 0 || pass.Cmp(PointsOf(100)) > 0) {
		p.fault(at+"/pass_at", "out_of_bounds", fmt.Sprintf("通过的得分率是 %s%%", pass), "大于 0，不超过 100", "改百分数")
	}
	for _, id := range p.names(at + "/except") {
		line := core.Except[id]
		switch item, found := r.std.Item(id); {
		case !found || item.Class != core.Class:
			p.fault(at+"/except/"+id, "unknown_item", fmt.Sprintf("%s条目里没有 %s", ClassTitle(core.Class), id), "该类条目的编号", "改编号，或给条目写 class")
		case line.Sign() <= 0 || line.Cmp(item.Points) > 0:
			p.fault(at+"/except/"+id, "out_of_bounds", fmt.Sprintf("%s 的通过分是 %s，本条 %s 分", id, line, item.Points), "大于 0，不超过本条分值", "改通过分")
		}
	}
}

// reviewClass reports whether some item has the class.
func (r *review) reviewClass(at, name, class string) bool {
	if r.someItem(func(item Item) bool { return item.Class == class }) {
		return true
	}
	var classes []string
	r.someItem(func(item Item) bool {
		if item.Class != "" && !slices.Contains(classes, item.Class) {
			classes = append(classes, item.Class)
		}
		return false
	})
	fix := "给条目写上 class: " + class
	if near, ok := yamltext.Nearest(class, classes); ok {
		fix = "改为 " + near
	}
	r.head.fault(at, "unknown_class", fmt.Sprintf("等级“%s”按“%s”类计数，没有条目是这一类", name, class), "条目上写过的 class", fix)
	return false
}

// reviewGradeOrder demands that the better grade asks more than the one below it.
func (r *review) reviewGradeOrder(at string, better, worse Grade) {
	p := r.head
	looser := func(what string) {
		p.fault(at, "grade_overlap", fmt.Sprintf("“%s”的%s要求比它上面的“%s”严", worse.Name, what, better.Name), "上一级的每个条件都不比下一级宽", "调整次序或条件")
	}
	more := false
	for _, line := range []struct {
		what          string
		better, worse *Points
	}{{"总分", better.Total, worse.Total}, {"各章得分率", better.Chapters, worse.Chapters}} {
		switch {
		case line.worse == nil:
			more = more || line.better != nil
		case line.better == nil || line.better.Cmp(*line.worse) < 0:
			looser(line.what)
			return
		default:
			more = more || line.better.Cmp(*line.worse) > 0
		}
	}
	if worse.Required && !better.Required {
		looser("必备条目")
		return
	}
	implied := func(id string) bool {
		item, _ := r.std.Item(id)
		return better.Required && item.Kind == KindRequired
	}
	for _, id := range worse.Items {
		if !slices.Contains(better.Items, id) && !implied(id) {
			looser("条目 " + id + " ")
			return
		}
	}
	more = more || better.Required && !worse.Required || len(better.Items) > len(worse.Items)
	if !more {
		p.fault(at, "grade_unreachable", fmt.Sprintf("“%s”的条件和上面的“%s”一样，永远轮不到", worse.Name, better.Name), "总分逐级降低，或条件逐级减少", "改条件")
	}
}

// meantItem says what to do about an id that the standard does not have.
func (r *review) meantItem(id string) string {
	var ids []string
	for _, chapter := range r.std.Chapters {
		for _, item := range chapter.Items {
			ids = append(ids, item.ID)
		}
	}
	if near, ok := yamltext.Nearest(id, ids); ok {
		return "改为 " + near
	}
	return "改编号，或补上条目"
}
