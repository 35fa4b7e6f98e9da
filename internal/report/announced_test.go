package report_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/internal/report"
	"zhanping/standards"
)

// announcing is the village's report with items that come later: one in the chapter of
// the others, one in a chapter of its own.
func announcing() *assessment.Report {
	r := village()
	later := func(id, chapter, from string, outcome assessment.Outcome, shortfalls ...assessment.Shortfall) assessment.ItemResult {
		return assessment.ItemResult{
			Item:    &standards.Item{ID: id, Title: "将来的 <b>", Kind: standards.KindScored, Effective: standards.Period{From: from}},
			Chapter: chapter, Outcome: outcome, Shortfalls: shortfalls, Draft: id == "Y1",
		}
	}
	r.Announced = []assessment.ItemResult{
		later("Y1", "未来", "2028-01-01", assessment.Satisfied),
		later("Y2", r.Items[0].Chapter, "2027-01-01", assessment.NotSatisfied, assessment.Shortfall{Kind: "none", Text: "没有制度", Count: points("1")}),
	}
	return r
}

func TestPeopleAreToldWhatComesLater(t *testing.T) {
	t.Parallel()
	r := announcing()
	for _, format := range []string{"text", "markdown", "html", "xlsx"} {
		text := string(written(t, format, setOf(r)))
		if format == "xlsx" {
			text = string(dump(t, []byte(text)))
		}
		plain := strings.NewReplacer("&lt;", "<", "&gt;", ">", "\n    ", "").Replace(text)
		for _, want := range []string{
			"将要施行（只预告，不计分，不影响等级）", "2028-01-01 起 Y1 将来的 <b>：现在看符合〔本地草案〕",
			"2027-01-01 起 Y2 将来的 <b>：现在看不符合，没有制度",
		} {
			if !strings.Contains(plain, want) {
				t.Errorf("%s does not say %q:\n%s", format, want, text)
			}
		}
		if format != "text" {
			continue
		}
		if before := string(written(t, format, setOf(village()))); strings.Contains(before, "将要施行") || report.CountLine([]*assessment.Report{r}) != report.CountLine([]*assessment.Report{village()}) {
			t.Error("it is told where there is nothing to tell, or counted")
		}
	}
}

func TestAnnouncedItemsStandInTheTreeMarkedAsSuch(t *testing.T) {
	t.Parallel()
	text := written(t, "json", setOf(announcing()))
	if err := publishedSchema(t).Validate(treeOf(t, text)); err != nil {
		t.Error(err)
	}
	var tree struct {
		Reports []struct {
			Items []struct {
				ID        string
				Announced bool
				Effective *struct{ From, To *string }
			}
			Counts struct{ Items int }
		}
	}
	if err := json.Unmarshal(text, &tree); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, item := range tree.Reports[0].Items {
		if item.Announced != (item.Effective != nil) {
			t.Errorf("%s: announced %v, effective %v", item.ID, item.Announced, item.Effective)
		}
		if item.Announced {
			got = append(got, item.ID+" from "+*item.Effective.From)
		}
	}
	if diff := cmp.Diff([]string{"Y2 from 2027-01-01", "Y1 from 2028-01-01"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(village().Items); tree.Reports[0].Counts.Items != n || slices.Contains(got, "") {
		t.Errorf("counted %d items, want %d", tree.Reports[0].Counts.Items, n)
	}
}

func TestTheTimeOfAnItemIsSaidInWords(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		period standards.Period
		want   string
	}{
		"as long as the standard": {standards.Period{}, ""},
		"later":                   {standards.Period{From: "2027-01-01"}, "2027-01-01 起，目前只预告、不计分"},
		"from today":              {standards.Period{From: "2026-07-15"}, "2026-07-15 起"},
		"until a day":             {standards.Period{To: "2026-12-31"}, "至 2026-12-31 止"},
		"for a while":             {standards.Period{From: "2026-01-01", To: "2026-12-31"}, "2026-01-01 至 2026-12-31"},
	} {
		if got := report.EffectiveWords(test.period, "2026-07-15"); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
}
