package standards

import (
	"fmt"
	"slices"
)

// levels are the administrative levels from the top down.
var levels = []string{"province", "city", "county", "town", "village"}

func levelTitle(level string) string {
	titles := map[string]string{"province": "省级", "city": "市级", "county": "县级", "town": "乡镇级", "village": "村级"}
	if title, found := titles[level]; found {
		return title
	}
	return level
}

func kindTitle(kind string) string {
	titles := map[string]string{
		"station": "服务中心（站）", "county_system": "县域体系", "home": "老兵壹家", "person": "退役军人个人",
		"liaison": "专职联络员", "volunteer": "志愿者", "service_model": "服务标兵", "service_project": "服务项目",
		"business_office": "业务科室", "party_branch": "党组织（班子）",
	}
	if title, found := titles[kind]; found {
		return title
	}
	return kind
}

// onSheet reports whether the item belongs to the sheet of that level; "" stands for
// every level.
func (i Item) onSheet(level string) bool {
	return level == "" || len(i.Levels) == 0 || slices.Contains(i.Levels, level)
}

// ForLevel is the standard as it applies to a level: only the items of that level, only
// chapters that still have items, and grades that name only such items. Points need no
// change, because Load has made sure that every level's sheet adds up to the same
// chapter points and total. A level outside the scope gets the sheet of the nearest
// level inside it, the higher one of two. The standard itself stays as it is.
func (s *Standard) ForLevel(level string) *Standard {
	level = s.sheetLevel(level)
	variant := s.only(func(item Item) bool { return item.onSheet(level) })
	variant.Announced = onlyItems(s.Announced, func(item Item) bool { return item.onSheet(level) })
	return variant
}

// only is the standard with some of its items, the chapters that still have items, and
// grades that name only such items.
func (s *Standard) only(keep func(Item) bool) *Standard {
	variant := *s
	variant.Chapters = nil
	kept := map[string]bool{}
	for _, chapter := range s.Chapters {
		var items []Item
		for _, item := range chapter.Items {
			if keep(item) {
				items = append(items, item)
				kept[item.ID] = true
			}
		}
		if len(items) > 0 {
			chapter.Items = items
			variant.Chapters = append(variant.Chapters, chapter)
		}
	}
	variant.Grades = slices.Clone(s.Grades)
	for i := range variant.Grades {
		variant.Grades[i] = variant.Grades[i].graded(kept)
	}
	return &variant
}

// sheetLevel is the level whose sheet serves the given one.
func (s *Standard) sheetLevel(level string) string {
	if len(s.Scope.Levels) == 0 || slices.Contains(s.Scope.Levels, level) {
		return level
	}
	wanted := slices.Index(levels, level)
	nearest, distance := "", len(levels)
	for i, candidate := range levels {
		if d := max(i-wanted, wanted-i); d < distance && slices.Contains(s.Scope.Levels, candidate) {
			nearest, distance = candidate, d
		}
	}
	return nearest
}

// OutsideScope says in Chinese why a subject of that kind and level is not one the
// standard is meant for (超出适用对象); "" when it is.
func (s *Standard) OutsideScope(kind, level string) string {
	if !slices.Contains(s.Scope.Kinds, kind) {
		titles := make([]string, len(s.Scope.Kinds))
		for i, one := range s.Scope.Kinds {
			titles[i] = kindTitle(one)
		}
		return fmt.Sprintf("本标准适用于%s，被评单位是%s", join(titles), kindTitle(kind))
	}
	if len(s.Scope.Levels) == 0 || slices.Contains(s.Scope.Levels, level) {
		return ""
	}
	titles := make([]string, len(s.Scope.Levels))
	for i, one := range s.Scope.Levels {
		titles[i] = levelTitle(one)
	}
	return fmt.Sprintf("本标准适用于%s，被评单位是%s", join(titles), levelTitle(level))
}
