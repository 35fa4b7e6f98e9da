package evidence

import (
	"fmt"
	"slices"
	"strings"

	"zhanping/internal/yamltext"
)

// names is the members by name, the first ten and how many there are.
func (u *summing) names(members []*Bundle) string {
	var words []string
	for _, m := range members[:min(len(members), mostNamed)] {
		words = append(words, m.Subject.Name)
	}
	text := strings.Join(words, "、")
	if len(members) > mostNamed {
		text += fmt.Sprintf("等 %d 个站", len(members))
	}
	return text
}

// origin is the files behind a total, the first ten and how many there are.
func (u *summing) origin(got *total) string {
	var files []string
	for _, m := range u.members {
		if slices.Contains(got.sources, m.Subject.ID) {
			files = append(files, m.File)
		}
	}
	text := strings.Join(files[:min(len(files), mostNamed)], "、")
	if len(files) > mostNamed {
		text += fmt.Sprintf("等 %d 份", len(files))
	}
	return text
}

// nobody keeps that no member is counted by the roll-up of a fact that nobody typed in.
func (u *summing) nobody(fact Fact) {
	if u.county.Value(fact.Path) != nil {
		return
	}
	words := fact.Rollup.Of.words()
	if !slices.Contains(u.absent, words) {
		u.absent = append(u.absent, words)
	}
	if u.titles == nil {
		u.titles = map[string][]string{}
	}
	u.titles[words] = append(u.titles[words], "“"+fact.Title+"”")
}

func (u *summing) noteAbsent() {
	for _, words := range u.absent {
		u.note(fmt.Sprintf("没有%s的材料，没有汇总%s", words, strings.Join(u.titles[words], "")))
	}
}

// noteDates notes the members whose figures end on another day than the county's.
func (u *summing) noteDates() {
	var others []*Bundle
	for _, m := range u.members {
		if m.ReportingDate != "" && u.county.ReportingDate != "" && m.ReportingDate != u.county.ReportingDate {
			others = append(others, m)
		}
	}
	if len(others) > 0 {
		u.note(fmt.Sprintf("%s的统计截止日不是 %s", u.names(others), u.county.ReportingDate))
	}
}

func (u *summing) note(text string) {
	u.county.Notes = append(u.county.Notes, Note{At: yamltext.Position{File: u.county.File}, Text: text})
}

func (u *summing) fault(at yamltext.Position, found, expected, fix string) {
	u.faults = append(u.faults, yamltext.Fault{At: at, Code: codeRollup, Found: found, Expected: expected, Fix: fix})
}
