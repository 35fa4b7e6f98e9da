package lint

import (
	"fmt"
	"strings"

	"zhanping/standards"
)

// words tells a spot.
func (r *region) words(at spot) string {
	var words []string
	if len(r.totals) > 0 {
		shown := at.total.Display(4)
		if shown != at.total.String() {
			shown = "约 " + shown
		}
		text := "总分 " + shown + " 分"
		if at.absent > 0 {
			left := r.worth.Sub(r.point(at.absent))
			text += fmt.Sprintf("（合理缺项 %s 分，得 %s 分，按 %s÷%s 折算）",
				r.point(at.absent), at.total.Mul(left).Quo(r.worth), r.worth, left)
		}
		words = append(words, text)
	}
	for i, core := range r.cores {
		words = append(words, fmt.Sprintf("%s条目通过 %d 项", standards.ClassTitle(core.Class), at.state[i]))
	}
	for i, f := range r.fails {
		titles := make([]string, len(f.Classes))
		for k, class := range f.Classes {
			titles[k] = standards.ClassTitle(class)
		}
		n := int(at.state[r.failAt(i)])
		text := fmt.Sprintf("%s条目不符合 %d 项", strings.Join(titles, "、"), n)
		if n == r.caps[i] {
			text = fmt.Sprintf("%s条目不符合 %d 项以上", strings.Join(titles, "、"), n)
		}
		words = append(words, text)
	}
	for i, list := range r.lists {
		words = append(words, "条目 "+strings.Join(list, "、")+either(at.state[r.listAt(i)], " 符合", " 不全符合"))
	}
	for i, percent := range r.floors {
		words = append(words, either(at.state[r.floorAt(i)], "各章得分率都达到 ", "有的章得分率不到 ")+percent.String()+"%")
	}
	if r.needed {
		words = append(words, either(at.state[r.neededAt()], "必备条目全部符合", "有必备条目不符合"))
	}
	return strings.Join(words, "、")
}

func either(broken byte, held, not string) string {
	if broken > 0 {
		return not
	}
	return held
}
