package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

func TestWhatTheProgramHadSaidIsKeptBesideAPersonsWord(t *testing.T) {
	t.Parallel()
	each := standards.Scoring{Deduct: &standards.Deduct{Each: pts("0.5")}}
	no, yes := word("C01", assessment.NotSatisfied), word("C01", assessment.Satisfied)
	missed := listing(no, evidence.FindingShortfall{Count: 1, Text: "漏挂甲户"})
	lack := lacks(short("below", "4", "4 户未挂"))
	tests := map[string]struct {
		item    standards.Item
		check   assessment.PartFinding
		finding evidence.Finding
		reason  string
		ledger  string // the last line of the item
	}{
		"fewer shortfalls than the check found": {
			scoredItem("C01", "2", each), lack, because(missed, "3 户已补挂"),
			"程序判定：不符合，0 分（4 户未挂）；改判理由：3 户已补挂",
			"漏挂甲户：1×0.5 分，应扣 0.5 分（程序判定：不符合，0 分（4 户未挂）；改判理由：3 户已补挂）",
		},
		"met where the check found it lacking": {
			scoredItem("C01", "2", each), lack, because(yes, "现场已挂"),
			"程序判定：不符合，0 分（4 户未挂）；改判理由：现场已挂",
			"符合（程序判定：不符合，0 分（4 户未挂）；改判理由：现场已挂）",
		},
		"a required item has no points to tell": {
			as(scoredItem("C01", "0", standards.Scoring{}), standards.KindRequired), met(), because(no, "人员不在岗"),
			"程序判定：符合；改判理由：人员不在岗", "",
		},
		"an absence said by a person alone": {
			scoredItem("C01", "2", each), met(), because(word("C01", assessment.NotApplicable), "无此业务"),
			"程序判定：符合，2 分；改判理由：无此业务",
			"合理缺项，不计入总分基数：无此业务（程序判定：符合，2 分；改判理由：无此业务）",
		},
		"what the check left open is no contradiction": {
			scoredItem("C01", "2", each), unknown("a.b"), missed,
			"", "漏挂甲户：1×0.5 分，应扣 0.5 分",
		},
		"the same shortfalls in other words": {
			scoredItem("C01", "2", each), lacks(short("below", "1", "1 户未挂")), missed,
			"", "漏挂甲户：1×0.5 分，应扣 0.5 分",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := assess(t, sheet(tt.item, scoredItem("Z01", "8", standards.Scoring{})), judge{"C01": one(tt.check), "Z01": one(met())}, tt.finding)
			if r.Items[0].Reason != tt.reason {
				t.Errorf("reason %q, want %q", r.Items[0].Reason, tt.reason)
			}
			last := ""
			for _, entry := range r.Ledger {
				if entry.Item == "C01" {
					last = entry.Text
				}
			}
			if tt.ledger != "" && last != tt.ledger {
				t.Errorf("ledger %q, want %q", last, tt.ledger)
			}
		})
	}
}

func TestAWordFromADayToComeDoesNotCount(t *testing.T) {
	t.Parallel()
	on := func(date string) evidence.Finding {
		return because(said(word("C01", assessment.NotSatisfied), func(f *evidence.Finding) { f.Date = date }), "现场未见")
	}
	tests := map[string]struct {
		date string
		want assessment.Outcome
		note []string
	}{
		"the day itself":                        {asOf, assessment.NotSatisfied, nil},
		"the day after":                         {"2026-07-02", assessment.Satisfied, []string{"条目 C01 的评定日期 2026-07-02 晚于评定基准日 2026-07-01，不计入"}},
		"a year before the figures, to the day": {"2025-06-30", assessment.NotSatisfied, nil},
		"a day more": {"2025-06-29", assessment.NotSatisfied, []string{
			"条目 C01 的评定日期 2025-06-29 比统计截止日 2026-06-30 早一年以上，请核对是否仍然有效",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := assess(t, sheet(scoredItem("C01", "2", standards.Scoring{})), judge{"C01": one(met())}, on(tt.date))
			if r.Items[0].Outcome != tt.want {
				t.Errorf("outcome %s, want %s", r.Items[0].Outcome, tt.want)
			}
			if diff := cmp.Diff(tt.note, r.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}
