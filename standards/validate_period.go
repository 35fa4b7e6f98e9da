package standards

import "fmt"

// reviewEffective checks an item's own dates against those of the standard.
func (r *review) reviewEffective(p *page, at string, item Item) {
	own, whole := item.Effective, r.std.InForce
	switch {
	case own == Period{}:
	case own.To != "" && own.From > own.To:
		p.fault(at+"/effective/to", "period_order", fmt.Sprintf("条目 %s 的截止日 %s 早于起始日 %s", item.ID, own.To, own.From), "不早于起始日", "改日期")
	case r.head == nil || r.head.unread || r.head.broken("/in_force"):
	case own.To != "" && own.To < whole.From || whole.To != "" && own.From > whole.To:
		p.fault(at+"/effective", "never_in_force", fmt.Sprintf("条目 %s 在标准施行期内一天也不施行", item.ID), "标准施行期（"+whole.words()+"）之内的日期", "改日期，或删去这一条")
	}
}

// reviewPeriods adds up chapters and sheet for every period in which the same items are
// in force. A fault that lasts is told once.
func (r *review) reviewPeriods() {
	days := r.std.periods()
	told := map[string]bool{}
	for _, day := range days {
		pages := append([]*page{r.head}, r.chapters...)
		before := make([]int, len(pages))
		for i, page := range pages {
			before[i] = len(page.faults)
		}
		r.on(day).reviewSums()
		for i, page := range pages {
			fresh := page.faults[before[i]:]
			page.faults = page.faults[:before[i]]
			for _, fault := range fresh {
				if key := fault.Error(); !told[key] {
					told[key] = true
					if len(days) > 1 {
						fault.Found += "（自 " + day + " 起）"
					}
					page.faults = append(page.faults, fault)
				}
			}
		}
	}
}

// on is the review of what is in force on a day. Chapters stay beside their pages, those
// without items too.
func (r *review) on(day string) *review {
	if !r.std.dated() {
		return r
	}
	std := *r.std
	std.Chapters = make([]Chapter, len(r.std.Chapters))
	for i, chapter := range r.std.Chapters {
		std.Chapters[i] = chapter
		std.Chapters[i].Items = nil
		for _, item := range chapter.Items {
			if item.Effective.Contains(day) {
				std.Chapters[i].Items = append(std.Chapters[i].Items, item)
			}
		}
	}
	that := *r
	that.std = &std
	return &that
}
