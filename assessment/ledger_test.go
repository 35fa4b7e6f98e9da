package assessment_test

import (
	"testing"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

func TestTheLedgerSaysWhatBecomesOfTheBase(t *testing.T) {
	t.Parallel()
	waived := because(said(word("A1", assessment.Waived), func(f *evidence.Finding) { f.Until = "2027-01-01" }), "灾后重建")
	for name, tt := range map[string]struct {
		rebase   standards.Rebase
		answer   assessment.PartFinding
		findings []evidence.Finding
		want     string
	}{
		"absent, not re-based":        {standards.RebaseNone, absent("无此业务"), nil, "合理缺项，本条不计分，总分不折算：无此业务"},
		"absent, re-based by chapter": {standards.RebaseChapter, absent("无此业务"), nil, "合理缺项，不计入总分基数：无此业务"},
		"absent, re-based as a whole": {standards.RebaseSheet, absent("无此业务"), nil, "合理缺项，不计入总分基数：无此业务"},
		"waived, not re-based":        {standards.RebaseNone, unknown("a.b"), []evidence.Finding{waived}, "豁免，本条不计分，总分不折算：灾后重建"},
		"waived, re-based":            {standards.RebaseSheet, unknown("a.b"), []evidence.Finding{waived}, "豁免，不计入总分基数：灾后重建"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			std := chapters(tt.rebase, []standards.Item{scoredItem("A1", "40", standards.Scoring{}), scoredItem("A2", "60", standards.Scoring{})})
			r := assess(t, std, judge{"A1": one(tt.answer), "A2": one(met())}, tt.findings...)
			if got := r.Ledger[0]; got.Entry != assessment.EntryExclude || got.Text != tt.want {
				t.Errorf("%s %q, want %q", got.Entry, got.Text, tt.want)
			}
		})
	}
}
