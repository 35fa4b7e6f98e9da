package standards

import (
	"slices"
	"strconv"
	"strings"

	"zhanping/internal/yamltext"
)

// admissible are the faults of a source under which a standard can still be scored as it
// is written, so that Load lets them pass where the author acknowledges them.
var admissible = []string{
	"grade_hole", "grade_overlap", "grade_unreachable", "unreachable_points", "parts_sum", "chapter_sum", "total_sum",
}

// admitAcknowledged makes the pages let acknowledged faults of the source pass.
func (r *review) admitAcknowledged() {
	if r.head == nil || r.head.broken("/acknowledged") || len(r.std.Acknowledged) == 0 {
		return
	}
	admit := func(place string, fault yamltext.Fault) bool {
		known := slices.ContainsFunc(r.std.Acknowledged, func(a Acknowledgement) bool {
			return a.Rule == fault.Code && a.At == place
		})
		if !known || !slices.Contains(admissible, fault.Code) {
			return false
		}
		admission := Admission{Fault: fault, Place: place}
		if !slices.Contains(r.std.Admitted, admission) { // each day's sheet may have it
			r.std.Admitted = append(r.std.Admitted, admission)
		}
		return true
	}
	r.head.admit = func(path string, fault yamltext.Fault) bool { return admit(r.headPlace(path), fault) }
	for i, page := range r.chapters {
		page.admit = func(path string, fault yamltext.Fault) bool {
			return admit(chapterPlace(r.std.Chapters[i], path), fault)
		}
	}
}

// headPlace is the grade that a path of standard.yaml lies in, or the standard's id.
func (r *review) headPlace(path string) string {
	if i, ok := elementOf(path, "/grades/"); ok && i < len(r.std.Grades) {
		return r.std.Grades[i].Name
	}
	return r.std.ID
}

// chapterPlace is the item that a path of a chapter file lies in, or the chapter's id.
func chapterPlace(chapter Chapter, path string) string {
	if i, ok := elementOf(path, "/items/"); ok && i < len(chapter.Items) {
		return chapter.Items[i].ID
	}
	return chapter.ID
}

func elementOf(path, list string) (int, bool) {
	rest, found := strings.CutPrefix(path, list)
	if !found {
		return 0, false
	}
	number, _, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(number)
	return i, err == nil
}

// Sheet is the standard as it applies to one level.
type Sheet struct {
	Title    string // of the level and the day from which it counts; "" where there is one sheet
	Standard *Standard
}

// Sheets are the variants of the standard whose items differ, the earliest day first and
// on each day the highest level first.
func (s *Standard) Sheets() []Sheet {
	var sheets []Sheet
	days := s.periods()
	for _, day := range days {
		then, since := s.AsOf(day), ""
		if len(days) > 1 {
			since = "自 " + day + " 起"
		}
		for _, level := range (&review{std: then}).sheetLevels() {
			if level == "" {
				sheets = append(sheets, Sheet{Title: since, Standard: then})
				continue
			}
			sheets = append(sheets, Sheet{Title: since + levelTitle(level), Standard: then.ForLevel(level)})
		}
	}
	return sheets
}
