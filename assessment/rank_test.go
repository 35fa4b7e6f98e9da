package assessment_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhanping/assessment"
	"zhanping/evidence"
)

// scored is one bundle of a subject whose sheets have these totals ("80" or "70..90").
func scored(id, date, file string, totals ...string) assessment.RankEntry {
	entry := assessment.RankEntry{Bundle: &evidence.Bundle{
		Subject: evidence.Subject{ID: id, Name: id, Region: "330482106000"}, ReportingDate: date, File: file, Digest: file,
		Facts: &evidence.Value{Kind: evidence.Object},
	}}
	for i, total := range totals {
		certain, possible, open := strings.Cut(total, "..")
		if !open {
			possible = certain
		}
		entry.Reports = append(entry.Reports, &assessment.Report{
			Standard: assessment.StandardPin{ID: fmt.Sprintf("s%d", i+1)},
			Total:    &assessment.Interval{Certain: pts(certain), Possible: pts(possible)},
			Grading:  []assessment.GradeRule{{Grade: "好"}, {Grade: "差"}},
			Grade:    assessment.GradeInterval{Certain: gradeAt(certain), Possible: gradeAt(possible)},
		})
	}
	return entry
}

// gradeAt is 好 from 80 points.
func gradeAt(total string) string {
	if pts(total).Cmp(pts("80")) >= 0 {
		return "好"
	}
	return "差"
}

func in(region string, entry assessment.RankEntry) assessment.RankEntry {
	entry.Bundle.Subject.Region = region
	return entry
}

// serving is a soldier with years of service and a day of birth; "" is not known.
func serving(id, years, born string) assessment.RankEntry {
	entry := scored(id, "2026-06-30", id+".yaml", "90")
	person := &evidence.Value{Kind: evidence.Object}
	if born != "" {
		person.Fields = append(person.Fields, evidence.Field{Name: "born", Value: &evidence.Value{Kind: evidence.String, Text: born}})
	}
	if years != "" {
		person.Fields = append(person.Fields, evidence.Field{Name: "years", Value: &evidence.Value{Kind: evidence.Number, Text: years}})
	}
	entry.Bundle.Facts.Fields = []evidence.Field{{Name: "person", Value: person}}
	return entry
}

func schemeOf(t *testing.T, text string) *assessment.Scheme {
	t.Helper()
	scheme, err := assessment.ReadScheme("scheme.yaml", []byte("title: 评比\n"+text))
	if err != nil {
		t.Fatal(err)
	}
	return scheme
}

// standing is a ranking in short: rank, best..worst, name, total, quota, tie-break.
func standing(r *assessment.Ranking) []string {
	var out []string
	for _, c := range slices.Concat(r.Ranked, r.Unranked) {
		text := fmt.Sprintf("%d [%d-%d] %s %s", c.Rank, c.Best, c.Worst, c.ID, span(c.Total))
		for _, more := range slices.Concat([]string{c.Quota, c.Decided}, c.Reasons) {
			if more != "" {
				text += " " + more
			}
		}
		out = append(out, text)
	}
	return out
}

const oneSheet = "sheets: [{standard: s1, weight: 100}]\n"

// fourYears is three cities of a 双拥 appraisal of four years.
func fourYears() []assessment.RankEntry {
	var entries []assessment.RankEntry
	for id, years := range map[string][]string{"甲": {"80", "80", "80", "80"}, "乙": {"95", "90", "70"}, "丙": {"84", "84", "84", "72"}} {
		for i, total := range years {
			date := fmt.Sprintf("%d-12-31", 2022+i)
			entries = append(entries, scored(id, date, id+date, total))
		}
	}
	return entries
}

func TestSubjectsAreRankedByTheScheme(t *testing.T) {
	t.Parallel()
	const day = "2026-06-30"
	soldiers := []assessment.RankEntry{
		serving("甲", "5", "1999-01-01"), serving("乙", "8", "2000-05-01"), serving("丙", "5", "1998-12-31"),
	}
	five := []assessment.RankEntry{
		scored("a", day, "a", "95"), scored("b", day, "b", "90"), scored("c", day, "c", "90"),
		scored("d", day, "d", "85"), scored("e", day, "e", "80"),
	}
	tests := []struct {
		name    string
		scheme  string
		entries []assessment.RankEntry
		want    []string
	}{
		{
			"41: every sheet has its line, by points or by grade", "sheets: [{standard: s1, weight: 70, at_least: 80}, {standard: s2, weight: 30, grade: 好}]",
			[]assessment.RankEntry{
				scored("a", day, "a", "90", "80"), scored("b", day, "b", "79", "100"),
				scored("c", day, "c", "85", "79.9"), scored("d", day, "d", "80", "70..90"),
			},
			[]string{
				"1 [1-1] a 87..87",
				"0 [0-0] b 85.3..85.3 s1 应不低于 80 分，达不到",
				"0 [0-0] c 83.47..83.47 s2 应达到“好”，达不到",
				"0 [2-0] d 77..83 s2 应达到“好”，还不能确定",
			},
		},
		{
			"42: a share is rounded down and a shared border is left out", oneSheet + "quotas: [{name: 示范, share: 59%}, {name: 良好, count: 3}]\nborder: out", five,
			[]string{"1 [1-1] a 95..95 示范", "2 [2-2] b 90..90 良好", "2 [2-2] c 90..90 良好", "4 [4-4] d 85..85 良好", "5 [5-5] e 80..80"},
		},
		{
			"42: or all who share the border are in", oneSheet + "quotas: [{name: 示范, share: 40%}, {name: 良好, count: 3, at_least: 82}]\nborder: in", five,
			[]string{"1 [1-1] a 95..95 示范", "2 [2-2] b 90..90 示范", "2 [2-2] c 90..90 示范", "4 [4-4] d 85..85 良好", "5 [5-5] e 80..80"},
		},
		{
			"43: longer service first, then the older", oneSheet + "ties: [{fact: person.years, first: high}, {fact: person.born, first: low}]", soldiers,
			[]string{
				"1 [1-1] 乙 90..90 person.years 大（晚）的在先", "2 [2-2] 丙 90..90 person.years 大（晚）的在先",
				"3 [3-3] 甲 90..90 person.born 小（早）的在先",
			},
		},
		{
			"43: an unknown fact goes last and may go first", oneSheet + "ties: [{fact: person.years, first: high}]",
			[]assessment.RankEntry{serving("甲", "", ""), serving("乙", "8", ""), serving("丙", "5", "")},
			[]string{"1 [1-2] 乙 90..90 person.years 大（晚）的在先", "2 [2-3] 丙 90..90 person.years 大（晚）的在先", "3 [1-3] 甲 90..90 person.years 大（晚）的在先"},
		},
		{
			"43: another sheet decides", "sheets: [{standard: s1, weight: 100}, {standard: s2, at_least: 0}]\nties: [{sheet: s2}]",
			[]assessment.RankEntry{scored("a", day, "a", "90", "1"), scored("b", day, "b", "90", "2")},
			[]string{"1 [1-1] b 90..90 s2 得分高的在先", "2 [2-2] a 90..90 s2 得分高的在先"},
		},
		{
			"44: the mean of the years", oneSheet + "years: mean", fourYears(),
			[]string{"1 [1-1] 乙 85..85", "2 [2-2] 丙 81..81", "3 [3-3] 甲 80..80"},
		},
		{
			"44: the sum of the years", oneSheet + "years: sum", fourYears(),
			[]string{"1 [1-1] 丙 324..324", "2 [2-2] 甲 320..320", "3 [3-3] 乙 255..255"},
		},
		{
			"44: the worst year", oneSheet + "years: worst", fourYears(),
			[]string{"1 [1-1] 甲 80..80", "2 [2-2] 丙 72..72", "3 [3-3] 乙 70..70"},
		},
		{
			"45: the mean of the raters is exact", oneSheet + "raters: mean",
			[]assessment.RankEntry{
				scored("a", day, "a1", "90"), scored("a", day, "a2", "91"), scored("a", day, "a3", "90"), scored("b", day, "b", "90.33"),
			},
			[]string{"1 [1-1] a 271/3..271/3", "2 [2-2] b 90.33..90.33"},
		},
		{
			"54: a county is the mean of its sampled stations", oneSheet + "places: {region: 6, combine: mean}",
			[]assessment.RankEntry{
				in("341825100000", scored("a", day, "a", "92")), in("341825101000", scored("b", day, "b", "85")),
				in("341824100000", scored("c", day, "c", "90")), in("341825102000", scored("d", day, "d", "88")),
			},
			[]string{"1 [1-1] 341824 90..90", "2 [2-2] 341825 265/3..265/3"},
		},
		{
			"the ranks that are still possible", oneSheet,
			[]assessment.RankEntry{
				scored("a", day, "a", "80..95"), scored("b", day, "b", "85..90"), scored("c", day, "c", "70..80"), scored("d", day, "d", "70"),
			},
			[]string{"1 [1-2] b 85..90", "2 [1-2] a 80..95", "3 [2-3] c 70..80", "3 [3-4] d 70..70"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := assessment.Rank(schemeOf(t, tt.scheme), tt.entries)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, standing(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatTheSchemeDoesNotStateIsRefused(t *testing.T) {
	t.Parallel()
	const day = "2026-06-30"
	unpriced := scored("a", day, "a", "1")
	unpriced.Reports[0].Total = nil
	twice := scored("a", day, "again", "90")
	twice.Bundle.Digest = "a"
	tests := []struct {
		name    string
		scheme  string
		entries []assessment.RankEntry
		want    string
	}{
		{"years", oneSheet, fourYears(), "scheme.yaml: 材料分属 2022、2023、2024、2025 年，方案没有说怎样合并"},
		{"raters", oneSheet, []assessment.RankEntry{scored("a", day, "a", "1"), scored("a", day, "b", "2")}, "a 的 2026 年有 2 份材料（a、b），方案没有说怎样合并"},
		{"joint", oneSheet + "raters: joint", []assessment.RankEntry{scored("a", day, "a", "1"), scored("a", day, "b", "2")}, "方案规定合议评一份"},
		{"half years", oneSheet + "raters: mean", []assessment.RankEntry{scored("a", "2026-06-30", "a", "1"), scored("a", "2026-12-31", "b", "2")}, "两个统计截止日"},
		{"the same bundle", oneSheet + "raters: mean", []assessment.RankEntry{scored("a", day, "a", "90"), twice}, "again: 与 a 内容相同"},
		{"no points", oneSheet, []assessment.RankEntry{unpriced}, "scheme.yaml:2:10: 标准 s1 不计分"},
		{"no such grade", "sheets: [{standard: s1, weight: 1, grade: 甲}]", []assessment.RankEntry{scored("a", day, "a", "1")}, "没有等级“甲”；应为：好、差"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := assessment.Rank(schemeOf(t, tt.scheme), tt.entries)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

func TestEveryFaultOfASchemeIsTold(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		want       []string
	}{
		{
			"what is misspelt is not missing", "titel: 评比\nsheets:\n  - {standard: a, wieght: 100}\n",
			[]string{
				"scheme.yaml:1:1: 评比方案里没有“titel”；应为：title、sheets、years、raters、places、ties、quotas、border；请改为 title",
				"scheme.yaml:3:19: sheets 的一项里没有“wieght”；应为：standard、weight、at_least、grade；请改为 weight",
			},
		},
		{
			"no sheets", "border: out", []string{
				"scheme.yaml:1:1: 没有 title；应为：评比的名称；请补写 title",
				"scheme.yaml:1:1: 没有 sheets；应为：评比所用的标准，每行一项；请补写 sheets",
				"scheme.yaml:1:9: 没有名额（quotas），border 不起作用；请删去 border，或补写 quotas",
			},
		},
		{
			"nothing to rank by", "title: 评比\nsheets: [{standard: a}, {grade: 好}]", []string{
				"scheme.yaml:2:9: 没有一套标准写了 weight，排不出名次；应为：至少一套标准计入总分；请补写 weight，如 weight: 100",
				"scheme.yaml:2:10: 标准 a 既不计入总分，也没有入围线；应为：weight、at_least、grade 至少写一个",
				"scheme.yaml:2:25: 没有写 standard；应为：标准的编号；请补写 standard",
			},
		},
		{
			"many things at once", `title: 评比
sheets:
  - {standard: a, weight: 0}
  - {standard: a, weight: 1e2}
years: average
places: {region: 1}
ties: [{sheet: b}, {fact: x}, {sheet: a, first: low}, {}]
quotas:
  - {name: 示范, share: 30}
  - {name: 示范, share: 130%, count: 2}
`,
			[]string{
				"scheme.yaml:3:27: weight 是 0；应为：大于 0 的百分数；请删去 weight，或写大于 0 的数",
				"scheme.yaml:4:5: 标准 a 写了两次；应为：每套标准一项；请合并成一项",
				"scheme.yaml:4:27: weight 是“1e2”；应为：不小于 0 的十进制数，如 80",
				"scheme.yaml:5:8: years 是“average”；应为：mean、sum、worst",
				"scheme.yaml:6:9: places 没有写全；应为：region（区划代码的前几位）和 combine（mean 或 worst）",
				"scheme.yaml:6:18: region 是“1”；应为：2 至 12 的整数",
				"scheme.yaml:7:16: sheets 里没有标准 b；应为：sheets 里的标准",
				"scheme.yaml:7:20: 没有写 first；应为：high（数大、日期晚的在先）或 low（数小、日期早的在先）；请补写 first",
				"scheme.yaml:7:49: 按标准的得分比，总是高分在先；请删去 first",
				"scheme.yaml:7:55: 并列的一条依据写得不对；应为：sheet 或 fact 恰好写一个",
				"scheme.yaml:9:3: 有名额，没有写 border；应为：out（名额边上并列的都不给）或 in（都给）；请补写 border",
				"scheme.yaml:9:23: share 是“30”；应为：不小于 0 的十进制数，如 80%",
				"scheme.yaml:10:5: “示范”写了两次；应为：每个等级一项；请合并成一项",
				"scheme.yaml:10:5: 名额写得不对；应为：share（如 30%）或 count（如 3）恰好写一个",
				"scheme.yaml:10:23: share 超过 100%；应为：不超过 100%",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := assessment.ReadScheme("scheme.yaml", []byte(tt.text))
			if err == nil {
				t.Fatal("nothing told")
			}
			if diff := cmp.Diff(tt.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// ranks is the rank of each that is ranked.
func ranks(r *assessment.Ranking) map[string]int {
	out := map[string]int{}
	for _, c := range r.Ranked {
		out[c.ID] = c.Rank
	}
	return out
}

// known is the entries once everything is known: one comes out at its best and all
// others at their worst, or the other way round.
func known(entries []assessment.RankEntry, id string, best bool) []assessment.RankEntry {
	var out []assessment.RankEntry
	for _, entry := range entries {
		own := entry.Bundle.Subject.ID
		totals := make([]string, len(entry.Reports))
		for i, r := range entry.Reports {
			totals[i] = r.Total.Certain.String()
			if (own == id) == best {
				totals[i] = r.Total.Possible.String()
			}
		}
		out = append(out, scored(own, entry.Bundle.ReportingDate, entry.Bundle.File, totals...))
	}
	return out
}

// The laws of a ranking: no subject is lost, the order of the entries does not matter,
// no quota is exceeded where borders are left out, and whatever comes to be known, the
// rank lies within what was said to be possible, and both ends can come about.
func TestLawsOfARanking(t *testing.T) {
	t.Parallel()
	scheme := schemeOf(t, `sheets: [{standard: s1, weight: 60}, {standard: s2, weight: 40, at_least: 2}]
ties: [{sheet: s2}]
quotas: [{name: 一, share: 33%}, {name: 二, count: 2, at_least: 3}]
border: out
`)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 7).Draw(t, "subjects")
		var now, later []assessment.RankEntry
		for i := range n {
			id := string(rune('a' + i))
			open, final := make([]string, 2), make([]string, 2)
			for k := range open {
				low := rapid.IntRange(0, 5).Draw(t, "low")
				high := low + rapid.IntRange(0, 2).Draw(t, "open")
				open[k] = fmt.Sprintf("%d..%d", low, high)
				final[k] = fmt.Sprint(rapid.IntRange(low, high).Draw(t, "known"))
			}
			now = append(now, scored(id, "2026-06-30", id, open...))
			later = append(later, scored(id, "2026-06-30", id, final...))
		}
		ranking := func(entries []assessment.RankEntry) *assessment.Ranking {
			r, err := assessment.Rank(scheme, entries)
			if err != nil {
				t.Fatal(err)
			}
			return r
		}
		got := ranking(now)
		if all := len(got.Ranked) + len(got.Unranked); all != n {
			t.Fatalf("%d subjects of %d", all, n)
		}
		if diff := cmp.Diff(standing(got), standing(ranking(rapid.Permutation(now).Draw(t, "order")))); diff != "" {
			t.Fatalf("in another order:\n%s", diff)
		}
		for _, use := range got.Quotas {
			named := 0
			for _, c := range got.Ranked {
				if c.Quota == use.Name {
					named++
				}
			}
			if named != use.Given || use.Given > use.Places {
				t.Fatalf("%+v, named %d", use, named)
			}
		}
		after := ranks(ranking(later))
		for _, c := range slices.Concat(got.Ranked, got.Unranked) {
			rank := after[c.ID]
			if rank > 0 && (c.Best == 0 || rank < c.Best) || c.Worst > 0 && (rank == 0 || rank > c.Worst) {
				t.Fatalf("%s: rank %d, said to be %d to %d", c.ID, rank, c.Best, c.Worst)
			}
			if best := ranks(ranking(known(now, c.ID, true)))[c.ID]; best != c.Best {
				t.Fatalf("%s: best rank %d, said to be %d", c.ID, best, c.Best)
			}
			if worst := ranks(ranking(known(now, c.ID, false)))[c.ID]; worst != c.Worst {
				t.Fatalf("%s: worst rank %d, said to be %d", c.ID, worst, c.Worst)
			}
		}
	})
}
