package standards

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// review checks what a schema cannot say: that ids are unique, points add up, and
// levels, dates, grades and scoring rules make sense together. It concludes nothing
// from what has a fault of shape, so that one mistake is told once.
type review struct {
	std        *Standard
	head       *page
	chapters   []*page // beside std.Chapters
	incomplete bool    // a file is missing or could not be read
}

func (r *review) run() {
	for _, page := range r.chapters {
		r.incomplete = r.incomplete || page.unread
	}
	r.admitAcknowledged()
	r.reviewIDs()
	r.reviewReferences()
	for i, page := range r.chapters {
		r.reviewChapter(page, r.std.Chapters[i])
	}
	if r.head == nil || r.head.unread {
		return
	}
	r.reviewHead()
	r.reviewGrades()
	r.reviewCount()
	r.reviewPeriods()
}

// allFaults are those of every file.
func (r *review) allFaults() yamltext.Faults {
	var faults yamltext.Faults
	if r.head != nil {
		faults = append(faults, r.head.faults...)
	}
	for _, page := range r.chapters {
		faults = append(faults, page.faults...)
	}
	return faults
}

// priced reports whether the standard has points, as far as its head can be read.
func (r *review) priced() (yes, known bool) {
	if r.head == nil || r.head.unread || r.head.brokenKeys("") || r.head.broken("/points") {
		return false, false
	}
	return r.std.OutOf != nil, true
}

func (r *review) reviewIDs() {
	chapters := map[string]yamltext.Position{}
	items := map[string]yamltext.Position{}
	for i, page := range r.chapters {
		chapter := r.std.Chapters[i]
		duplicate(page, "/chapter", "章号", chapter.ID, chapters)
		for j, item := range chapter.Items {
			duplicate(page, fmt.Sprintf("/items/%d/id", j), "条目编号", item.ID, items)
		}
	}
}

func duplicate(p *page, path, what, id string, seen map[string]yamltext.Position) {
	if id == "" || p.broken(path) {
		return
	}
	if first, found := seen[id]; found {
		p.fault(path, "duplicate_id", fmt.Sprintf("%s %s 重复，已用在 %s", what, id, first), "不重复的编号", "改编号")
		return
	}
	seen[id] = p.at(path)
}

func (r *review) reviewHead() {
	p, std := r.head, r.std
	if from, to := std.InForce.From, std.InForce.To; to != "" && from > to && !p.broken("/in_force") {
		p.fault("/in_force/to", "period_order", fmt.Sprintf("截止日 %s 早于起始日 %s", to, from), "不早于起始日", "改日期")
	}
	if std.Rounding.Mode == RoundExact && p.has("/rounding/places") && !p.broken("/rounding") {
		p.fault("/rounding/places", "contradiction", "不取整（exact），却写了小数位数", "", "删去 places，或改取整方式")
	}
	r.reviewScope()
	r.reviewMemberResults()
	priced, known := r.priced()
	switch {
	case !known:
	case priced:
		r.reviewPriced()
	default:
		for _, key := range []string{"bonus", "rounding", "absence"} {
			if p.has("/" + key) {
				p.fault("/"+key, "contradiction", fmt.Sprintf("没有总分的标准写了 %s", key), "", "删去这一项，或补上 points")
			}
		}
	}
	r.reviewDraft(hasDraft(std))
}

// reviewPriced checks total and bonus of a standard with points.
func (r *review) reviewPriced() {
	p, std := r.head, r.std
	if std.OutOf.Sign() < 0 || std.OutOf.IsZero() && !r.openSheet() {
		p.fault("/points", "out_of_bounds", "总分是 "+std.OutOf.String(), "大于 0 的数；只有加分和扣分条目的写 0，只有必备条目的标准不写总分", "改总分，或删去 points")
	}
	if c := std.Absence.Ceiling; c != nil && (c.Sign() <= 0 || c.Cmp(PointsOf(100)) >= 0) {
		p.fault("/absence/ceiling", "out_of_bounds", fmt.Sprintf("缺项上限是 %s%%", c), "大于 0、小于 100", "改上限，或删去 ceiling")
	}
	if !p.has("/bonus") || p.broken("/bonus") {
		return
	}
	if std.Bonus != nil && !std.Bonus.Uncapped && std.Bonus.Cap.Sign() <= 0 {
		p.fault("/bonus/cap", "out_of_bounds", "加分上限是 "+std.Bonus.Cap.String(), "大于 0 的数", "改上限")
	}
	if r.readable() && !r.std.Template && !r.someItem(func(item Item) bool { return item.Kind == KindBonus }) {
		p.fault("/bonus", "contradiction", "写了加分上限，却没有加分条目", "", "删去 bonus，或补上 kind: bonus 的条目")
	}
}

// openSheet reports whether the sheet holds gains and losses alone, out of no points.
func (r *review) openSheet() bool {
	return !r.readable() || r.someItem(func(item Item) bool { return item.Kind == KindBonus || item.Kind == KindDeduction })
}

// reviewDraft demands the badge 本地草案 where any wording or number is ours.
func (r *review) reviewDraft(where string) {
	p := r.head
	if r.std.Draft || where == "" || p.broken("/draft") || p.brokenKeys("") {
		return
	}
	p.fault("/draft", "draft_unmarked", where+"的出处是 draft，整套标准却没有标明是本地草案", "draft: true", "在 standard.yaml 里写上 draft: true")
}

// hasDraft names the first place whose provenance is draft.
func hasDraft(std *Standard) string {
	if slices.Contains(std.Sources, "draft") {
		return "依据（sources）"
	}
	if std.Process.Provenance == "draft" {
		return "认定参数"
	}
	for _, chapter := range std.Chapters {
		for _, item := range chapter.Items {
			if item.Provenance.Draft() {
				return "条目 " + item.ID + " "
			}
		}
	}
	return ""
}

func (r *review) reviewCount() {
	if r.incomplete || r.head.broken("/items") || slices.ContainsFunc(r.chapters, func(p *page) bool { return p.unlisted() || p.brokenKeys("") }) {
		return
	}
	count := 0
	for _, chapter := range r.std.Chapters {
		count += len(chapter.Items)
	}
	want := r.head.integer("/items")
	if r.std.Template {
		if count > want {
			r.head.fault("/items", "item_count", fmt.Sprintf("模板写填齐以后 %d 条，各章已有 %d 条", want, count), "不多于总数", "改条目数，或删去多出的条目")
		}
		return
	}
	if want != count {
		r.head.fault("/items", "item_count", fmt.Sprintf("总则写 %d 条，各章共 %d 条", want, count), "两者相等", "补上漏写的条目，或改条目数")
	}
}

// readable reports whether every chapter's list of items can be relied on.
func (r *review) readable() bool {
	if r.incomplete {
		return false
	}
	for _, page := range r.chapters {
		if page.broken("/items") || page.brokenKeys("") {
			return false
		}
	}
	return true
}

func (r *review) someItem(holds func(Item) bool) bool {
	for _, chapter := range r.std.Chapters {
		if slices.ContainsFunc(chapter.Items, holds) {
			return true
		}
	}
	return false
}

// sheetLevels are the levels whose sheets differ, for checking each; one empty level
// where every item is on every sheet.
func (r *review) sheetLevels() []string {
	if !r.someItem(func(item Item) bool { return len(item.Levels) > 0 }) {
		return []string{""}
	}
	if len(r.std.Scope.Levels) > 0 {
		return r.std.Scope.Levels
	}
	return levels
}

// reviewSums adds up chapters and sheet, for every level.
func (r *review) reviewSums() {
	priced, known := r.priced()
	if !known || r.std.Template || r.head.broken("/scope") {
		return
	}
	for _, level := range r.sheetLevels() {
		total, complete, count := Points{}, !r.incomplete, 0
		for i, page := range r.chapters {
			sum, items := chapterSum(r.std.Chapters[i], level)
			count += items
			total = total.Add(r.std.Chapters[i].weighted(sum))
			if page.unpriced() || page.brokenKeys("") || page.broken("/points") {
				complete = false
				continue
			}
			if priced {
				reviewChapterSum(page, r.std.Chapters[i], level, sum, items)
			}
		}
		if !complete {
			continue
		}
		if count == 0 {
			r.head.fault("/scope", "empty_sheet", "没有一条"+onLevel(level)+"条目", "每个适用层级至少一条", "改 scope.levels，或补上条目")
			continue
		}
		if priced && r.std.OutOf.Sign() >= 0 && (r.std.OutOf.Sign() > 0 || r.openSheet()) && !total.Equal(*r.std.OutOf) {
			r.head.fault("/points", "total_sum", fmt.Sprintf("总分写 %s 分，%s各章条目合计 %s 分", r.std.OutOf, onLevel(level), total), "两者相等", "改总分，或改条目分值")
		}
	}
}

// weighted is what so many points of the chapter are in the total.
func (c Chapter) weighted(points Points) Points {
	if c.Weight == nil {
		return points
	}
	return points.Mul(*c.Weight).Quo(PointsOf(100))
}

// chapterSum adds the scored items of a level's sheet and counts all its items.
func chapterSum(chapter Chapter, level string) (Points, int) {
	sum, count := Points{}, 0
	for _, item := range chapter.Items {
		if !item.onSheet(level) {
			continue
		}
		count++
		if item.Kind == KindScored {
			sum = sum.Add(item.Points)
		}
	}
	return sum, count
}

func reviewChapterSum(p *page, chapter Chapter, level string, sum Points, items int) {
	switch {
	case items == 0: // the chapter is not on this level's sheet
	case chapter.Points == nil && sum.Sign() != 0:
		p.fault("/chapter", "chapter_sum", fmt.Sprintf("本章没有写分值，%s各条合计 %s 分", onLevel(level), sum), "表头分值", "补上 points: "+sum.String())
	case chapter.Points != nil && !sum.Equal(*chapter.Points):
		p.fault("/points", "chapter_sum", fmt.Sprintf("表头写 %s 分，%s各条合计 %s 分", chapter.Points, onLevel(level), sum), "两者相等", "改表头分值，或改条目分值")
	}
}

// onLevel begins a clause about one level's sheet; nothing where all are the same.
func onLevel(level string) string {
	if level == "" {
		return ""
	}
	return levelTitle(level) + "适用的"
}

func join(words []string) string { return strings.Join(words, "、") }
