package standards

import (
	"fmt"
	"slices"

	"zhanping/internal/yamltext"
)

// reviewGrades checks that the table of grades has no hole, no overlap and no row that
// nobody can reach: each grade asks at least what the next one asks, and more.
func (r *review) reviewGrades() {
	p, grades := r.head, r.std.Grades
	if len(grades) == 0 || p.broken("/grades") {
		return
	}
	seen := map[string]bool{}
	for i, grade := range grades {
		at := fmt.Sprintf("/grades/%d", i)
		if seen[grade.Name] {
			p.fault(at+"/name", "duplicate_id", fmt.Sprintf("等级“%s”重复", grade.Name), "不重复的名称", "改名称")
		}
		seen[grade.Name] = true
		r.reviewGrade(at, grade)
		last := i == len(grades)-1
		switch {
		case last && grade.conditional():
			p.fault(at, "grade_hole", fmt.Sprintf("最后一级“%s”有条件，达不到的单位没有等级", grade.Name), "最后一级只写名称", "删去条件，或补上一个没有条件的等级")
		case !last && !grade.conditional():
			p.fault(at, "grade_unreachable", fmt.Sprintf("等级“%s”没有条件，下面的等级永远轮不到", grade.Name), "只有最后一级没有条件", "补上条件，或移到最后")
		}
		if i > 0 && grades[i-1].conditional() {
			reviewGradeOrder(p, at, grades[i-1], grade)
		}
	}
}

func (g Grade) conditional() bool {
	return g.Total != nil || g.Required || len(g.Items) > 0 || g.Chapters != nil
}

// reviewGrade checks one grade alone.
func (r *review) reviewGrade(at string, grade Grade) {
	p := r.head
	priced, known := r.priced()
	for _, key := range []string{"total", "chapters"} {
		if known && !priced && p.has(at+"/"+key) {
			p.fault(at+"/"+key, "contradiction", fmt.Sprintf("标准没有总分，等级“%s”却按分数定", grade.Name), "", "删去这个条件，或补上总分")
		}
	}
	if grade.Total != nil && known && priced {
		reach := *r.std.OutOf
		if r.std.Bonus != nil {
			reach = reach.Add(r.std.Bonus.Cap)
		}
		unlimited := r.std.Bonus == nil && r.someItem(func(item Item) bool { return item.Kind == KindBonus })
		if grade.Total.Sign() < 0 || grade.Total.Cmp(reach) > 0 && !unlimited {
			p.fault(at+"/total", "out_of_bounds", fmt.Sprintf("等级“%s”要 %s 分，最多能得 %s 分", grade.Name, grade.Total, reach), "0 到最高可得分之间", "改分数线")
		}
	}
	if c := grade.Chapters; c != nil && (c.Sign() < 0 || c.Cmp(PointsOf(100)) > 0) {
		p.fault(at+"/chapters", "out_of_bounds", fmt.Sprintf("各章得分率要求 %s%%", c), "0 到 100", "改百分数")
	}
	if !r.readable() {
		return
	}
	if grade.Required && !r.someItem(func(item Item) bool { return item.Kind == KindRequired }) {
		p.fault(at+"/required", "contradiction", fmt.Sprintf("等级“%s”要求必备条目全部符合，标准里却没有必备条目", grade.Name), "", "删去 required，或补上必备条目")
	}
	for i, id := range grade.Items {
		here := fmt.Sprintf("%s/items/%d", at, i)
		switch item, found := r.std.Item(id); {
		case !found:
			p.fault(here, "unknown_item", fmt.Sprintf("等级“%s”要求的条目 %s 不存在", grade.Name, id), "标准里有的条目编号", r.meantItem(id))
		case item.Kind == KindBonus:
			p.fault(here, "contradiction", fmt.Sprintf("等级“%s”要求的 %s 是加分条目", grade.Name, id), "必备或计分条目", "改编号，或改条目类型")
		}
	}
}

// reviewGradeOrder demands that the better grade asks more than the one below it.
func reviewGradeOrder(p *page, at string, better, worse Grade) {
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
	for _, id := range worse.Items {
		if !slices.Contains(better.Items, id) {
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
