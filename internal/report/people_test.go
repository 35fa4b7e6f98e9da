package report_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/internal/report"
)

func lastLine(text []byte) string {
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return lines[len(lines)-1]
}

func TestTheLastLineCounts(t *testing.T) {
	t.Parallel()
	settled := village()
	settled.Grade.Possible = settled.Grade.Certain
	for name, test := range map[string]struct {
		set  report.Set
		want string
	}{
		"one report with points": {
			setOf(town()),
			"12 条：符合 3，不符合 4，未举证 1，不适用 1，待核查 1，豁免 1，出错 1 — 6.44–12.21 / 15 分，未达标",
		},
		"one report without points": {
			setOf(village()),
			"2 条：符合 1，不符合 0，未举证 1，不适用 0，待核查 0，豁免 0，出错 0 — 未齐全–齐全",
		},
		"several reports": {
			setOf(town(), village(), settled, village()),
			"4 份评定，18 条：符合 6，不符合 4，未举证 4，不适用 1，待核查 1，豁免 1，出错 1 — 结果已定 1 份，待定 3 份",
		},
		"no report": {
			setOf(),
			"0 份评定，0 条：符合 0，不符合 0，未举证 0，不适用 0，待核查 0，豁免 0，出错 0 — 结果已定 0 份，待定 0 份",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, lastLine(written(t, "text", test.set))); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			markdown := strings.Trim(lastLine(written(t, "markdown", test.set)), "*")
			if diff := cmp.Diff(test.want, markdown); diff != "" {
				t.Errorf("markdown (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNoFormatPromisesAGradeThatAConditionShutsOut(t *testing.T) {
	t.Parallel()
	far := town()
	far.Total.Possible = points("14")
	other := town()
	other.Total.Possible = points("14")
	for i := range other.Gates {
		other.Gates[i].State = assessment.Held
	}
	certain := town()
	certain.Total = &assessment.Interval{Certain: points("14"), Possible: points("14")}
	for name, test := range map[string]struct {
		report *assessment.Report
		want   []string
	}{
		"an item that every better grade asks for": {far, []string{
			"1 项必备不满足（B07），分数够了也评不上示范、达标",
			"示范 13.5 分（还差 7.06 分；必备不满足，评不上）",
			"达标 12 分（还差 5.56 分；必备不满足，评不上）",
		}},
		"points that are reached":     {certain, []string{"达标 12 分（分数已够；必备不满足，评不上）"}},
		"something else than an item": {other, []string{"达标 12 分（还差 5.56 分；其他条件不能满足，评不上）"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, format := range []string{"text", "html"} {
				got := string(written(t, format, setOf(test.report)))
				for _, want := range test.want {
					if !strings.Contains(got, want) {
						t.Errorf("%s does not say %q", format, want)
					}
				}
				if strings.Contains(got, "够得上") {
					t.Errorf("%s promises a grade", format)
				}
			}
		})
	}
}

func TestAShownTotalNeverReachesALineThatTheTotalMisses(t *testing.T) {
	t.Parallel()
	r := town()
	r.OutOf = pointsOf("100")
	r.Total = &assessment.Interval{Certain: points("239999/3000"), Possible: points("269999/3000")}
	r.Grading[0].Total, r.Grading[1].Total = pointsOf("90"), pointsOf("80")
	for _, format := range []string{"text", "markdown", "html"} {
		got := string(written(t, format, setOf(r)))
		if !strings.Contains(got, "79.99–89.99 / 100 分") {
			t.Errorf("%s does not show 79.99–89.99", format)
		}
		if strings.Contains(got, "仍差 0 分") || strings.Contains(got, "还差 0 分") {
			t.Errorf("%s shows a gap of nothing", format)
		}
	}
	bar := regexp.MustCompile(`█+░*`).FindString(string(written(t, "text", setOf(r))))
	if got := strings.Count(bar, "█"); got != 39 {
		t.Errorf("%d of 50 cells are full, want 39: the line at 80 is the 40th", got)
	}
	if got := strings.Count(bar, "█") + strings.Count(bar, "░"); got != 44 {
		t.Errorf("%d of 50 cells are open, want 44: the line at 90 is the 45th", got)
	}
}

func TestColourChangesNothingButColour(t *testing.T) {
	t.Parallel()
	set := setOf(town(), village())
	without := written(t, "text", set)
	set.Color = true
	with := written(t, "text", set)
	codes := regexp.MustCompile("\x1b\\[[0-9;]*m")
	if !codes.Match(with) {
		t.Error("no colour where it was asked for")
	}
	if diff := cmp.Diff(string(without), codes.ReplaceAllString(string(with), "")); diff != "" {
		t.Errorf("(-without +with):\n%s", diff)
	}
}

func TestADraftIsCalledOneWhereverAPersonLooks(t *testing.T) {
	t.Parallel()
	official := village()
	for _, format := range []string{"text", "markdown", "html", "sarif", "junit"} {
		if !strings.Contains(string(written(t, format, setOf(town()))), "本地草案") {
			t.Errorf("%s does not call the draft one", format)
		}
		if strings.Contains(string(written(t, format, setOf(official))), "本地草案") {
			t.Errorf("%s calls a standard a draft that is none", format)
		}
	}
	if !strings.Contains(string(dump(t, written(t, "xlsx", setOf(town())))), "〔本地草案〕") {
		t.Error("xlsx does not call the draft one")
	}
}

func TestWhatWaitsForAnInspectorIsNotAskedOfTheStation(t *testing.T) {
	t.Parallel()
	text := string(written(t, "text", setOf(town())))
	_, todo, found := strings.Cut(text, "先做这些")
	if !found {
		t.Fatal("no list of what to do")
	}
	if strings.Contains(todo, "E07") {
		t.Error("the list asks for an item that only an inspector can decide")
	}
	if !strings.Contains(todo, "1. L02") {
		t.Error("what blocks submission is not first")
	}
}

func TestAMissingFactIsNamedInChinese(t *testing.T) {
	t.Parallel()
	set := setOf(town())
	for _, format := range []string{"text", "html", "markdown", "sarif", "junit"} {
		if !strings.Contains(string(written(t, format, set)), "排班有人的月数") {
			t.Errorf("%s does not name the missing fact", format)
		}
	}
	set.FactTitle = nil
	if !strings.Contains(string(written(t, "text", set)), "缺少：rota.filled_months") {
		t.Error("without titles the path is not shown")
	}
}

func TestMarkdownTreatsNoTextAsMarkup(t *testing.T) {
	t.Parallel()
	r := town()
	r.Subject.Name = "a|b *c* `d` <b>e</b> [f](https://g) #h"
	want := "## a\\|b \\*c\\* \\`d\\` &lt;b&gt;e&lt;/b&gt; \\[f\\](https:&#47;/g) \\#h 〔虚构示例〕"
	got, _, _ := strings.Cut(string(written(t, "markdown", setOf(r))), "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestThePageStandsAlone(t *testing.T) {
	t.Parallel()
	page := string(written(t, "html", setOf(hostile(), village())))
	for _, bad := range []string{"<script", "javascript:", "src=", "@import", "url(", "http:", "https:", "<link", "onload"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page contains %q", bad)
		}
	}
	ids := map[string]bool{}
	for _, match := range regexp.MustCompile(` id="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if ids[match[1]] {
			t.Errorf("the id %s stands twice", match[1])
		}
		ids[match[1]] = true
	}
	for _, match := range regexp.MustCompile(`href="#([^"]*)"`).FindAllStringSubmatch(page, -1) {
		if !ids[match[1]] {
			t.Errorf("a link leads to %s, which is not there", match[1])
		}
	}
	if len(ids) == 0 {
		t.Error("the page has no anchors")
	}
}

func TestTheStationsBehindACountyAreTold(t *testing.T) {
	t.Parallel()
	const line = "由 2 个站的材料汇总"
	for _, format := range []string{"text", "markdown", "html"} {
		if !strings.Contains(string(written(t, format, setOf(county()))), line) {
			t.Errorf("%s does not say %s", format, line)
		}
		if strings.Contains(string(written(t, format, setOf(village()))), "个站的材料汇总") {
			t.Errorf("%s says so where there are no stations", format)
		}
	}
	for _, format := range []string{"json", "yaml"} {
		if !strings.Contains(string(written(t, format, setOf(county()))), "乙网格老兵壹家") {
			t.Errorf("%s does not list the stations", format)
		}
		if strings.Contains(string(written(t, format, setOf(village()))), "members") {
			t.Errorf("%s has members where there are no stations", format)
		}
	}
}
