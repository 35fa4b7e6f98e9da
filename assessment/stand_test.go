package assessment_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// said changes a finding.
func said(f evidence.Finding, change func(*evidence.Finding)) evidence.Finding {
	change(&f)
	return f
}

func because(f evidence.Finding, reason string) evidence.Finding {
	return said(f, func(f *evidence.Finding) { f.Reason = reason })
}

func listing(f evidence.Finding, shortfalls ...evidence.FindingShortfall) evidence.Finding {
	return said(f, func(f *evidence.Finding) { f.Shortfalls = shortfalls })
}

func giving(f evidence.Finding, points string) evidence.Finding {
	return said(f, func(f *evidence.Finding) { f.Points = points })
}

func TestTheInspectorsWordStands(t *testing.T) {
	t.Parallel()
	yes, no := word("C01", assessment.Satisfied), because(word("C01", assessment.NotSatisfied), "现场未见")
	review := func(f evidence.Finding) evidence.Finding {
		return said(f, func(f *evidence.Finding) { f.Source = "review"; f.Date = "2026-06-01" })
	}
	self := func(f evidence.Finding) evidence.Finding {
		return said(f, func(f *evidence.Finding) { f.Source = "self" })
	}
	on := func(f evidence.Finding, date string) evidence.Finding {
		return said(f, func(f *evidence.Finding) { f.Date = date })
	}
	waived := func(until string) evidence.Finding {
		return because(said(word("C01", assessment.Waived), func(f *evidence.Finding) { f.Until = until }), "灾后重建")
	}
	tests := map[string]struct {
		findings []evidence.Finding
		check    assessment.PartFinding
		want     assessment.Outcome
		source   string
	}{
		"nobody looked":                      {nil, unknown("a.b"), assessment.NoEvidence, ""},
		"the check alone":                    {nil, met(), assessment.Satisfied, "check"},
		"self-assessment never counts":       {[]evidence.Finding{self(yes)}, unknown("a.b"), assessment.NoEvidence, ""},
		"on site over no evidence":           {[]evidence.Finding{yes}, unknown("a.b"), assessment.Satisfied, "on_site"},
		"on site over the check":             {[]evidence.Finding{no}, met(), assessment.NotSatisfied, "on_site"},
		"on site over an error":              {[]evidence.Finding{yes}, assessment.PartFinding{Outcome: assessment.Errored, Err: "超时"}, assessment.Satisfied, "on_site"},
		"review over a later visit":          {[]evidence.Finding{review(no), yes}, unknown("a.b"), assessment.NotSatisfied, "review"},
		"review over an earlier entry":       {[]evidence.Finding{yes, review(no)}, unknown("a.b"), assessment.NotSatisfied, "review"},
		"the later visit":                    {[]evidence.Finding{on(no, "2026-06-21"), yes}, unknown("a.b"), assessment.NotSatisfied, "on_site"},
		"the later entry of one day":         {[]evidence.Finding{yes, no}, unknown("a.b"), assessment.NotSatisfied, "on_site"},
		"a waiver to the day":                {[]evidence.Finding{waived(asOf)}, unknown("a.b"), assessment.Waived, "on_site"},
		"an expired waiver":                  {[]evidence.Finding{waived("2026-06-30")}, unknown("a.b"), assessment.NoEvidence, ""},
		"what stood before an ended waiver":  {[]evidence.Finding{yes, waived("2026-06-30")}, unknown("a.b"), assessment.Satisfied, "on_site"},
		"a reasonable absence seen on site":  {[]evidence.Finding{because(word("C01", assessment.NotApplicable), "无此业务")}, unknown("a.b"), assessment.NotApplicable, "on_site"},
		"a finding for another standard":     {[]evidence.Finding{said(no, func(f *evidence.Finding) { f.Standard = "other" })}, met(), assessment.Satisfied, "check"},
		"a finding for this very edition":    {[]evidence.Finding{said(no, func(f *evidence.Finding) { f.Standard = "demo@1" })}, met(), assessment.NotSatisfied, "on_site"},
		"a finding for another edition only": {[]evidence.Finding{said(no, func(f *evidence.Finding) { f.Standard = "demo@0" })}, met(), assessment.Satisfied, "check"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			std := sheet(scoredItem("C01", "2", standards.Scoring{}), scoredItem("Z01", "8", standards.Scoring{}))
			r := assess(t, std, judge{"C01": one(tt.check), "Z01": one(met())}, tt.findings...)
			got := r.Items[0]
			if got.Outcome != tt.want || got.Source != tt.source {
				t.Errorf("got %s by %q, want %s by %q", got.Outcome, got.Source, tt.want, tt.source)
			}
			if got.CheckOutcome != tt.check.Outcome {
				t.Errorf("the check's outcome %s is lost, got %s", tt.check.Outcome, got.CheckOutcome)
			}
			if decided := got.Source != "" && got.Source != "check"; decided && len(got.Missing) > 0 {
				t.Errorf("still missing %v although a person has decided", got.Missing)
			}
			if !sumOf(r).Equal(r.Total.Certain) {
				t.Errorf("ledger adds up to %s, total is %s", sumOf(r), r.Total.Certain)
			}
		})
	}
}

func TestAllFindingsOfAnItemAreKept(t *testing.T) {
	t.Parallel()
	self := said(word("C01", assessment.Satisfied), func(f *evidence.Finding) { f.Source = "self" })
	visit := because(word("C01", assessment.NotSatisfied), "现场未见")
	expired := because(said(word("C01", assessment.Waived), func(f *evidence.Finding) { f.Until = "2026-05-01" }), "灾后重建")
	r := assess(t, sheet(scoredItem("C01", "2", standards.Scoring{})), judge{"C01": one(met())}, self, visit, expired)
	if diff := cmp.Diff([]evidence.Finding{self, visit, expired}, r.Items[0].Findings); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"条目 C01 的豁免已于 2026-05-01 到期，不再计入"}, r.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	want := []assessment.Shortfall{short("on_site", "1", "现场未见")}
	if diff := cmp.Diff(want, r.Items[0].Shortfalls); diff != "" {
		t.Errorf("shortfalls (-want +got):\n%s", diff)
	}
}

func TestAPersonsWordIsPricedByTheRule(t *testing.T) {
	t.Parallel()
	kinds := standards.Scoring{Deduct: &standards.Deduct{Each: pts("0.5"), Kinds: map[string]standards.Points{"quarter": pts("0.25")}}}
	onlyKinds := standards.Scoring{Deduct: &standards.Deduct{Kinds: map[string]standards.Points{"quarter": pts("0.25")}}}
	whole := func(s standards.Scoring) standards.Item { return scoredItem("C01", "2", s) }
	priced := func(s standards.Scoring) standards.Item {
		return withParts(scoredItem("C01", "2", standards.Scoring{}), s, "1", "1")
	}
	mixed := priced(onlyKinds)
	mixed.Parts[1].Scoring = inspector("0", "1")
	same := priced(standards.Scoring{})
	same.Parts[1].Check = "first"
	no, yes := word("C01", assessment.NotSatisfied), word("C01", assessment.Satisfied)
	lack := lacks(short("lacks", "1", "缺一"))
	half := measured(lacks(short("below", "1", "低于 95%")), "85", "95")
	part := func(kind string, count int) evidence.FindingShortfall {
		return evidence.FindingShortfall{Kind: kind, Count: count, Text: "现场问题"}
	}
	parts := func(p ...assessment.PartFinding) []assessment.PartFinding { return p }
	tests := map[string]struct {
		item    standards.Item
		check   []assessment.PartFinding
		finding evidence.Finding
		want    string
	}{
		"met in full":                              {whole(kinds), parts(unknown("a.b")), yes, "2..2"},
		"lacking, all or nothing":                  {whole(standards.Scoring{}), parts(unknown("a.b")), no, "0..0"},
		"counted shortfalls":                       {whole(kinds), parts(unknown("a.b")), listing(no, part("quarter", 3), part("other", 1)), "0.75..0.75"},
		"other shortfalls than the check's":        {whole(kinds), parts(lack), because(listing(no, part("quarter", 1)), "现场另数"), "1.75..1.75"},
		"confirming keeps the check's shortfalls":  {whole(kinds), parts(lacks(short("quarter", "1", "缺"), short("x", "2", "缺"))), no, "0.75..0.75"},
		"confirming keeps the check's measure":     {whole(linear("75")), parts(half), no, "1..1"},
		"confirming keeps the check's step":        {whole(activities), parts(measured(met(), "6", "6")), yes, "1..1"},
		"words on a measured row keep the measure": {whole(linear("75")), parts(half), listing(no, part("x", 1)), "1..1"},
		"lacking without the check's measure":      {whole(linear("75")), parts(unknown("a.b")), no, "0..0"},
		"lacking although the check measured it":   {whole(linear("75")), parts(measured(met(), "96", "95")), because(no, "台账不实"), "0..0"},
		"met although the check found it lacking":  {whole(kinds), parts(lack), because(yes, "现场已补"), "2..2"},
		"points at discretion":                     {whole(inspector("0.5", "1.5")), parts(unknown("a.b")), because(giving(no, "1.25"), "标识部分破损"), "1.25..1.25"},
		"points on a step":                         {whole(inspector("0", "2", "0", "1", "2")), parts(unknown("a.b")), because(giving(yes, "1"), "基本到位"), "1..1"},
		"met without points is full":               {whole(inspector("0.5", "1.5")), parts(unknown("a.b")), yes, "2..2"},
		"one part named by its check":              {priced(standards.Scoring{}), parts(unknown("a.b"), unknown("a.c")), listing(no, part("second", 1)), "1..1"},
		"one part of the same check named":         {same, parts(unknown("a.b"), unknown("a.c")), listing(no, part("first#2", 1)), "1..1"},
		"one part named by its kind":               {mixed, parts(unknown("a.b"), unknown("a.c")), listing(no, part("quarter", 2)), "1.5..1.5"},
		"points go to the part at discretion":      {mixed, parts(unknown("a.b"), unknown("a.c")), because(giving(no, "0.25"), "破损"), "1.25..1.25"},
		"points stand where the check saw no row":  {mixed, parts(met(), absent("无")), because(giving(yes, "0.5"), "实有"), "1.5..1.5"},
		"what the check found elsewhere stays":     {priced(standards.Scoring{}), parts(lack, unknown("a.c")), listing(no, part("second", 1)), "0..0"},
		"what does not apply elsewhere stays":      {priced(standards.Scoring{}), parts(absent("无"), unknown("a.c")), yes, "1..1"},
		"confirming an absence":                    {whole(kinds), parts(absent("无")), because(word("C01", assessment.NotApplicable), "无此业务"), "0..0"},
		"absent where absence counts in full":      {absentAs(whole(kinds), standards.AbsenceFull), parts(unknown("a.b")), because(word("C01", assessment.NotApplicable), "无此业务"), "2..2"},
		"waived":                                   {whole(kinds), parts(unknown("a.b")), because(said(word("C01", assessment.Waived), func(f *evidence.Finding) { f.Until = "2027-01-01" }), "灾后重建"), "0..0"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			std := sheet(tt.item, scoredItem("Z01", "8", standards.Scoring{}))
			r := assess(t, std, judge{"C01": {Parts: tt.check}, "Z01": one(met())}, tt.finding)
			got := r.Items[0]
			if span(got.Points) != tt.want {
				t.Errorf("points %s, want %s", span(got.Points), tt.want)
			}
			if got.Outcome != assessment.Outcome(tt.finding.Outcome) {
				t.Errorf("outcome %s, want %s", got.Outcome, tt.finding.Outcome)
			}
		})
	}
}

func absentAs(item standards.Item, absence standards.ItemAbsence) standards.Item {
	item.Absence = absence
	return item
}

func TestFindingsThatCannotBeAcceptedAreRefused(t *testing.T) {
	t.Parallel()
	refused := absentAs(scoredItem("C01", "2", standards.Scoring{}), standards.AbsenceRefused)
	whole := scoredItem("C01", "2", standards.Scoring{})
	rated := scoredItem("C01", "2", inspector("0.5", "1.5"))
	stepped := scoredItem("C01", "2", inspector("0", "2", "0", "1", "2"))
	onlyKinds := scoredItem("C01", "2", standards.Scoring{Deduct: &standards.Deduct{Kinds: map[string]standards.Points{"quarter": pts("0.25")}}})
	priced := withParts(whole, standards.Scoring{}, "1", "1")
	twice := withParts(whole, inspector("0", "1"), "1", "1")
	no, yes := word("C01", assessment.NotSatisfied), word("C01", assessment.Satisfied)
	lack := lacks(short("quarter", "1", "缺一"))
	kind := evidence.FindingShortfall{Kind: "quartr", Count: 1, Text: "缺一季度"}
	tests := map[string]struct {
		item    standards.Item
		check   assessment.PartFinding
		finding evidence.Finding
		code    string
		says    string
	}{
		"an item that is not there":            {whole, met(), word("C001", assessment.Satisfied), "unknown_item", "请改为 C01"},
		"an item like no other":                {whole, met(), word("XYZ", assessment.Satisfied), "unknown_item", "请核对条目编号"},
		"an outcome that a person cannot give": {whole, met(), word("C01", assessment.NoEvidence), "unknown_outcome", "no_evidence"},
		"points where the rule computes them":  {whole, unknown("a.b"), because(giving(yes, "1"), "好"), "points_not_allowed", "请删去 points"},
		"points on an item not satisfied nor lacking": {
			rated, unknown("a.b"), because(giving(word("C01", assessment.NotApplicable), "1"), "无"), "points_not_allowed", "请删去 points",
		},
		"points for which of two parts":    {twice, unknown("a.b"), because(giving(yes, "1"), "好"), "points_not_allowed", "请删去 points"},
		"points that are no number":        {rated, unknown("a.b"), because(giving(yes, "1,5"), "好"), "bad_points", "0.5 至 1.5 分"},
		"points above the range":           {rated, unknown("a.b"), because(giving(yes, "1.51"), "好"), "points_out_of_range", "0.5 至 1.5 分"},
		"points below the range":           {rated, unknown("a.b"), because(giving(no, "0.4"), "差"), "points_out_of_range", "0.5 至 1.5 分"},
		"points between the steps":         {stepped, unknown("a.b"), because(giving(yes, "1.5"), "好"), "points_out_of_range", "0、1、2 分之一"},
		"points without a reason":          {rated, unknown("a.b"), giving(yes, "1"), "reason_missing", "请补写 reason"},
		"lacking at discretion, no points": {rated, unknown("a.b"), no, "points_missing", "0.5 至 1.5 分"},
		"confirming at discretion":         {rated, lack, no, "points_missing", "0.5 至 1.5 分"},
		"another outcome without a reason": {whole, met(), no, "reason_missing", "与程序判定的结果不同"},
		"other points without a reason": {
			scoredItem("C01", "2", standards.Scoring{Deduct: &standards.Deduct{Each: pts("0.5")}}), lacks(short("below", "4", "缺四户")),
			listing(no, evidence.FindingShortfall{Count: 1, Text: "漏挂甲户"}), "reason_missing", "程序算得 0 分，按这条评定得 1.5 分",
		},
		"a blank reason":                  {whole, met(), because(no, "  "), "reason_missing", "与程序判定的结果不同"},
		"met, against an absence":         {whole, absent("无"), yes, "reason_missing", "与程序判定的结果不同"},
		"absent without a reason":         {whole, unknown("a.b"), word("C01", assessment.NotApplicable), "reason_missing", "为不适用"},
		"waived without a reason":         {whole, unknown("a.b"), said(word("C01", assessment.Waived), func(f *evidence.Finding) { f.Until = "2027-01-01" }), "reason_missing", "为豁免"},
		"waived without an end":           {whole, unknown("a.b"), because(word("C01", assessment.Waived), "灾后"), "until_missing", "until: YYYY-MM-DD"},
		"absent where absence is refused": {refused, unknown("a.b"), because(word("C01", assessment.NotApplicable), "无"), "absence_refused", "不允许缺项"},
		"a kind that has no price":        {onlyKinds, unknown("a.b"), listing(no, kind), "unknown_kind", "kind 为 quarter 之一"},
		"a part that is not there":        {priced, unknown("a.b"), listing(no, kind), "unknown_kind", "kind 为 first、second 之一"},
		"deductions without a count":      {onlyKinds, unknown("a.b"), no, "shortfalls_missing", "逐项扣分"},
		"lacking in which of the parts":   {priced, unknown("a.b"), no, "shortfalls_missing", "kind 为 first、second 之一"},
		"a part at discretion, no points": {
			twice, unknown("a.b"), listing(no, evidence.FindingShortfall{Kind: "second", Count: 1}), "points_missing", "0 至 1 分",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			std := sheet(tt.item, scoredItem("Z01", "8", standards.Scoring{}))
			answers := judge{"C01": {Parts: []assessment.PartFinding{tt.check}}, "Z01": one(met())}
			if len(tt.item.Parts) == 2 {
				answers["C01"] = assessment.ItemFindings{Parts: []assessment.PartFinding{tt.check, tt.check}}
			}
			r, err := assessment.Assess(t.Context(), std, bundleOf(tt.finding), answers, asOf, assessment.Pins{})
			var faults yamltext.Faults
			if !errors.As(err, &faults) || r != nil {
				t.Fatalf("error %v, want faults and no report", err)
			}
			if len(faults) != 1 || faults[0].Code != tt.code || faults[0].At.Line != 30 {
				t.Errorf("faults %+v, want one %s at line 30", faults, tt.code)
			}
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("%q does not say %q", err.Error(), tt.says)
			}
		})
	}
}

func TestAPartlyLackingItemCannotBeCalledMetWithoutAReason(t *testing.T) {
	t.Parallel()
	item := withParts(scoredItem("C01", "2", standards.Scoring{}), standards.Scoring{}, "", "")
	answers := judge{"C01": {Parts: []assessment.PartFinding{unknown("a.b"), lacks(short("x", "1", "缺"))}}}
	_, err := assessment.Assess(t.Context(), sheet(item), bundleOf(word("C01", assessment.Satisfied)), answers, asOf, assessment.Pins{})
	if err == nil || !strings.Contains(err.Error(), "程序已查出问题") {
		t.Errorf("error %v", err)
	}
	r := assess(t, sheet(item), answers, because(word("C01", assessment.Satisfied), "现场已补齐"))
	if r.Items[0].Outcome != assessment.Satisfied || span(r.Items[0].Points) != "2..2" {
		t.Errorf("got %s %s", r.Items[0].Outcome, span(r.Items[0].Points))
	}
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	at := func(f evidence.Finding, line int) evidence.Finding {
		return said(f, func(f *evidence.Finding) { f.At.Line = line })
	}
	_, err := assessment.Assess(t.Context(), sheet(scoredItem("C01", "2", standards.Scoring{})), bundleOf(
		at(word("C01", assessment.NotSatisfied), 40), at(word("C9", assessment.Satisfied), 35), at(word("C01", assessment.Waived), 31),
	), judge{"C01": one(met())}, asOf, assessment.Pins{})
	var faults yamltext.Faults
	if !errors.As(err, &faults) || len(faults) != 3 {
		t.Fatalf("error %v, want three faults", err)
	}
	for i, want := range []int{31, 35, 40} {
		if faults[i].At.Line != want {
			t.Errorf("fault %d at line %d, want %d", i, faults[i].At.Line, want)
		}
	}
}

func TestASelfAssessmentNeedsNoReason(t *testing.T) {
	t.Parallel()
	self := said(word("C01", assessment.Satisfied), func(f *evidence.Finding) { f.Source = "self" })
	r := assess(t, sheet(scoredItem("C01", "2", standards.Scoring{})), judge{"C01": one(lacks(short("x", "1", "缺")))}, self)
	if r.Items[0].Outcome != assessment.NotSatisfied {
		t.Errorf("outcome %s", r.Items[0].Outcome)
	}
}
