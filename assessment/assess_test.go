package assessment_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

func TestPinsAreRecorded(t *testing.T) {
	t.Parallel()
	std := sheet(scoredItem("A", "1", standards.Scoring{}))
	std.Digest, std.Draft = "sha256:std", true
	bundle := bundleOf()
	bundle.Digest, bundle.DigestSM3 = "sha256:b", "sm3:b"
	r, err := assessment.Assess(t.Context(), std, bundle, judge{"A": one(met())}, asOf,
		assessment.Pins{Policies: "sha256:p", OutsideScope: "标准适用于乡镇站"})
	if err != nil {
		t.Fatal(err)
	}
	want := assessment.StandardPin{
		ID: "demo", Edition: "1", Title: "示例标准", Digest: "sha256:std", Draft: true, OutsideScope: "标准适用于乡镇站",
	}
	if !cmp.Equal(r.Standard, want) || r.Policies.Digest != "sha256:p" || r.AsOf != asOf {
		t.Errorf("pins %+v %+v %s", r.Standard, r.Policies, r.AsOf)
	}
	bundlePin := assessment.BundlePin{File: "bundle.yaml", Digest: "sha256:b", DigestSM3: "sm3:b", ReportingDate: "2026-06-30"}
	if r.Bundle != bundlePin {
		t.Errorf("bundle pin %+v", r.Bundle)
	}
	if !r.Items[0].Draft {
		t.Error("an item of a draft standard is not marked as draft")
	}
}

func TestStaleFiguresAreNoted(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		reported string
		want     []string
	}{
		"a year to the day": {"2025-07-01", nil},
		"a day over a year": {"2025-06-30", []string{"统计截止日 2025-06-30 距评定基准日 2026-07-01 已超过 12 个月，数据可能过时"}},
		"the day itself":    {"2026-07-01", nil},
		"no reporting date": {"", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			bundle := bundleOf()
			bundle.ReportingDate = tt.reported
			r, err := assessment.Assess(t.Context(), sheet(scoredItem("A", "1", standards.Scoring{})), bundle,
				judge{"A": one(met())}, asOf, assessment.Pins{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, r.Notes); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFiguresOfADayToComeAreRefused(t *testing.T) {
	t.Parallel()
	bundle := bundleOf()
	bundle.ReportingDate, bundle.ReportingAt = "2026-07-02", yamltext.Position{File: "bundle.yaml", Line: 7, Column: 17}
	r, err := assessment.Assess(t.Context(), sheet(scoredItem("A", "1", standards.Scoring{})), bundle, judge{"A": one(met())}, asOf, assessment.Pins{})
	if r != nil || err == nil || !strings.HasPrefix(err.Error(), "bundle.yaml:7:17: 统计截止日 2026-07-02 晚于评定基准日 2026-07-01；") {
		t.Errorf("report %v, error %v", r, err)
	}
}

func TestSourcesOfADayToComeAreNoted(t *testing.T) {
	t.Parallel()
	bundle := bundleOf()
	bundle.Sources = map[string]evidence.Source{"S1": {ID: "S1", Date: "2026-07-01"}, "S2": {ID: "S2", Date: "2027-06-30"}, "S3": {ID: "S3"}}
	r, err := assessment.Assess(t.Context(), sheet(scoredItem("A", "1", standards.Scoring{})), bundle, judge{"A": one(met())}, asOf, assessment.Pins{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"依据 S2 的日期 2027-06-30 晚于评定基准日 2026-07-01，请核对"}, r.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

type brokenJudge struct{ err error }

func (b brokenJudge) Judge(context.Context, *evidence.Bundle, string) (map[string]assessment.ItemFindings, error) {
	return nil, b.err
}

func TestNothingIsReportedWhenNothingWasJudged(t *testing.T) {
	t.Parallel()
	std := sheet(scoredItem("A", "1", standards.Scoring{}))
	cause := errors.New("policies do not compile")
	if r, err := assessment.Assess(t.Context(), std, bundleOf(), brokenJudge{cause}, asOf, assessment.Pins{}); !errors.Is(err, cause) || r != nil {
		t.Errorf("report %v, error %v", r, err)
	}
	if _, err := assessment.Assess(t.Context(), std, bundleOf(), judge{}, "2026-7-1", assessment.Pins{}); err == nil {
		t.Error("a date that is none was accepted")
	}
}
