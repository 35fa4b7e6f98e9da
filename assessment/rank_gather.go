package assessment

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// gathered is a contestant with what it is made of, sheet by sheet.
type gathered struct {
	Contestant
	totals  []*Interval
	reports [][]*Report
}

// ranker makes contestants of entries and collects what is wrong with them.
type ranker struct {
	scheme *Scheme
	faults yamltext.Faults
	notes  []string
}

func (g *ranker) fault(at yamltext.Position, code, found, expected, fix string) {
	g.faults = append(g.faults, yamltext.Fault{At: at, Code: code, Found: found, Expected: expected, Fix: fix})
}

// checkSheets holds the scheme against the standards as they are.
func (g *ranker) checkSheets(entries []RankEntry) {
	for i, sheet := range g.scheme.Sheets {
		if under := overlaysOf(entries, i); len(under) > 1 {
			g.notes = append(g.notes, fmt.Sprintf("标准 %s：各单位所用的区域加严不同（%s），要求高低不一，名次请斟酌",
				sheet.Standard, strings.Join(under, "；")))
		}
		for _, entry := range entries {
			r := entry.Reports[i]
			if r.Total == nil && (sheet.Weight != nil || sheet.AtLeast != nil) {
				g.fault(sheet.At, "no_points", "标准 "+sheet.Standard+" 不计分，不能写 weight、at_least", "grade", "改用 grade")
				break
			}
			if sheet.Grade != "" && place(r, sheet.Grade) < 0 {
				var names []string
				for _, rule := range r.Grading {
					names = append(names, rule.Grade)
				}
				g.fault(sheet.At, "unknown_grade", "标准 "+sheet.Standard+" 没有等级“"+sheet.Grade+"”", strings.Join(names, "、"), "")
				break
			}
		}
	}
}

// overlaysOf is the different tightenings that a sheet was used with, in words.
func overlaysOf(entries []RankEntry, sheet int) []string {
	var all []string
	for _, entry := range entries {
		var ids []string
		for _, overlay := range entry.Reports[sheet].Standard.Overlays {
			ids = append(ids, overlay.ID)
		}
		all = append(all, cmp.Or(strings.Join(ids, "+"), "不加严"))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// place is where a grade stands in the report's table, -1 where it does not.
func place(r *Report, grade string) int {
	return slices.IndexFunc(r.Grading, func(rule GradeRule) bool { return rule.Grade == grade })
}

// subjects makes one contestant of the bundles of each subject.
func (g *ranker) subjects(entries []RankEntry) []gathered {
	entries = slices.Clone(entries)
	slices.SortFunc(entries, func(a, b RankEntry) int {
		return cmp.Or(
			strings.Compare(a.Bundle.Subject.ID, b.Bundle.Subject.ID), strings.Compare(a.Bundle.ReportingDate, b.Bundle.ReportingDate),
			strings.Compare(a.Bundle.Digest, b.Bundle.Digest), strings.Compare(a.Bundle.File, b.Bundle.File))
	})
	var all []string
	for _, entry := range entries {
		all = append(all, yearOf(entry))
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) > 1 && g.scheme.Years == "" {
		g.fault(yamltext.Position{File: g.scheme.File}, "years_not_stated", "材料分属 "+strings.Join(all, "、")+" 年，方案没有说怎样合并",
			"years: mean（各年平均）、sum（各年相加）或 worst（取最差一年）", "在方案里补写 years")
	}
	var out []gathered
	for own := range chunks(entries, func(e RankEntry) string { return e.Bundle.Subject.ID }) {
		one := g.subject(own)
		var missing []string
		for _, year := range all {
			if !slices.Contains(one.Years, year) {
				missing = append(missing, year)
			}
		}
		if len(missing) > 0 && g.scheme.Years != "" {
			g.notes = append(g.notes, fmt.Sprintf("%s 没有 %s 年的材料，只按已有的年度合并", one.Name, strings.Join(missing, "、")))
		}
		out = append(out, one)
	}
	return out
}

func yearOf(entry RankEntry) string {
	year, _, _ := strings.Cut(entry.Bundle.ReportingDate, "-")
	return year
}

// chunks yields the runs of elements with the same key.
func chunks[T any](list []T, key func(T) string) func(func([]T) bool) {
	return func(yield func([]T) bool) {
		for len(list) > 0 {
			n := 1
			for n < len(list) && key(list[n]) == key(list[0]) {
				n++
			}
			if !yield(list[:n]) {
				return
			}
			list = list[n:]
		}
	}
}

// subject merges the bundles of one subject: first the raters of a year, then the years.
func (g *ranker) subject(entries []RankEntry) gathered {
	last := entries[len(entries)-1].Bundle
	one := gathered{Contestant: Contestant{ID: last.Subject.ID, Name: last.Subject.Name, Region: last.Subject.Region}}
	one.totals = make([]*Interval, len(g.scheme.Sheets))
	one.reports = make([][]*Report, len(g.scheme.Sheets))
	yearly := make([][]Interval, len(g.scheme.Sheets))
	for year := range chunks(entries, yearOf) {
		g.checkRaters(year)
		one.Years = append(one.Years, yearOf(year[0]))
		for i := range g.scheme.Sheets {
			var raters []Interval
			for _, entry := range year {
				r := entry.Reports[i]
				one.reports[i] = append(one.reports[i], r)
				if r.Total != nil {
					raters = append(raters, *r.Total)
				}
			}
			if len(raters) > 0 {
				yearly[i] = append(yearly[i], merge(MergeMean, raters))
			}
		}
	}
	for i := range yearly {
		if len(yearly[i]) > 0 {
			total := merge(g.scheme.Years, yearly[i])
			one.totals[i] = &total
		}
	}
	for _, entry := range entries {
		one.Bundles = append(one.Bundles, entry.Bundle.File)
		for i, r := range entry.Reports {
			if r.Blocked() {
				g.notes = append(g.notes, fmt.Sprintf("%s：标准 %s 有判定出错的条目，得分未定", entry.Bundle.File, g.scheme.Sheets[i].Standard))
			}
			if r.Standard.OutsideScope != "" {
				g.notes = append(g.notes, entry.Bundle.File+"："+r.Standard.OutsideScope)
			}
		}
	}
	slices.Sort(one.Bundles)
	one.facts = g.facts(entries)
	return one
}

// checkRaters refuses several bundles of one subject and year unless they are raters'
// sheets that the scheme knows how to merge.
func (g *ranker) checkRaters(year []RankEntry) {
	if len(year) == 1 {
		return
	}
	first, names := year[0].Bundle, make([]string, len(year))
	for i, entry := range year {
		names[i] = entry.Bundle.File
		at := yamltext.Position{File: entry.Bundle.File}
		switch {
		case i == 0:
		case entry.Bundle.ReportingDate != first.ReportingDate:
			g.fault(at, "two_dates", fmt.Sprintf("%s 在 %s 年有两个统计截止日：%s 和 %s", first.Subject.ID, yearOf(entry), first.ReportingDate, entry.Bundle.ReportingDate),
				"一个单位一年一个统计截止日", "只留一份")
		case entry.Bundle.Digest == year[i-1].Bundle.Digest:
			g.fault(at, "given_twice", "与 "+year[i-1].Bundle.File+" 内容相同", "每份材料只给一次", "去掉一份")
		}
	}
	at := yamltext.Position{File: g.scheme.File}
	found := fmt.Sprintf("%s 的 %s 年有 %d 份材料（%s）", first.Subject.ID, yearOf(year[0]), len(year), strings.Join(names, "、"))
	switch g.scheme.Raters {
	case MergeMean:
	case MergeJoint:
		g.fault(at, "several_raters", found+"，方案规定合议评一份（raters: joint）", "一份", "只给合议的那一份")
	case "", MergeSum, MergeWorst:
		g.fault(at, "raters_not_stated", found+"，方案没有说怎样合并", "raters: mean（各评委平均）或 joint（合议一份）", "在方案里补写 raters，或只留一份")
	}
}

// facts is what the ties ask of a subject's latest year; raters who differ leave it open.
func (g *ranker) facts(entries []RankEntry) []*standards.Points {
	latest := entries[len(entries)-1].Bundle.ReportingDate
	facts := make([]*standards.Points, len(g.scheme.Ties))
	for i, tie := range g.scheme.Ties {
		if tie.Fact == "" {
			continue
		}
		agreed := true
		for _, entry := range entries {
			if entry.Bundle.ReportingDate != latest {
				continue
			}
			value := factNumber(entry.Bundle.Facts, tie.Fact)
			if value == nil || facts[i] != nil && !facts[i].Equal(*value) {
				agreed = false
				break
			}
			facts[i] = value
		}
		if !agreed {
			facts[i] = nil
		}
	}
	return facts
}

// factNumber is a number, a date or a yes/no as a number; nil for what is not known.
func factNumber(tree *evidence.Value, path string) *standards.Points {
	for name := range strings.SplitSeq(path, ".") {
		tree = tree.Field(name)
	}
	if tree == nil {
		return nil
	}
	text := ""
	switch tree.Kind {
	case evidence.Number:
		text = tree.Text
	case evidence.String:
		text = strings.ReplaceAll(tree.Text, "-", "")
	case evidence.Bool:
		text = map[bool]string{true: "1", false: "0"}[tree.Bool]
	case evidence.Null, evidence.List, evidence.Object:
	}
	value, err := standards.ParsePoints(text)
	if err != nil {
		return nil
	}
	return &value
}

// regions makes one contestant of the places of each region.
func (g *ranker) regions(places []gathered) []gathered {
	region := func(one gathered) string { return one.Region[:min(len(one.Region), g.scheme.Places.Digits)] }
	slices.SortStableFunc(places, func(a, b gathered) int { return strings.Compare(region(a), region(b)) })
	var out []gathered
	for own := range chunks(places, region) {
		code := region(own[0])
		one := gathered{Contestant: Contestant{ID: code, Name: "区划 " + code, Region: code}}
		one.totals = make([]*Interval, len(g.scheme.Sheets))
		one.reports = make([][]*Report, len(g.scheme.Sheets))
		one.facts = make([]*standards.Points, len(g.scheme.Ties))
		for i := range g.scheme.Sheets {
			var totals []Interval
			for _, place := range own {
				one.reports[i] = append(one.reports[i], place.reports[i]...)
				if place.totals[i] != nil {
					totals = append(totals, *place.totals[i])
				}
			}
			if len(totals) > 0 {
				total := merge(g.scheme.Places.Merge, totals)
				one.totals[i] = &total
			}
		}
		for _, place := range own {
			one.Places = append(one.Places, place.ID)
			one.Bundles = append(one.Bundles, place.Bundles...)
			one.Years = append(one.Years, place.Years...)
		}
		slices.Sort(one.Bundles)
		slices.Sort(one.Years)
		one.Years = slices.Compact(one.Years)
		out = append(out, one)
	}
	return out
}
