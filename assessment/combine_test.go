package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// withParts gives an item n parts; points, where given, price each part alone.
func withParts(item standards.Item, scoring standards.Scoring, points ...string) standards.Item {
	item.Parts = nil
	for i, p := range points {
		part := standards.Part{Check: []string{"first", "second", "third"}[i]}
		if p != "" {
			part.Points, part.Scoring = ptr(p), scoring
		}
		item.Parts = append(item.Parts, part)
	}
	return item
}

func TestPartsMakeAnItemsOutcome(t *testing.T) {
	t.Parallel()
	lack := lacks(short("x", "1", "缺一"))
	fail := assessment.PartFinding{Outcome: assessment.Errored, Err: "参数错误"}
	later := assessment.PartFinding{Outcome: assessment.NotChecked}
	n := absent("没有此项业务")
	two := func(a, b assessment.PartFinding) []assessment.PartFinding { return []assessment.PartFinding{a, b} }
	tests := map[string]struct {
		parts  []assessment.PartFinding
		want   assessment.Outcome
		whole  string // points where the item of 2 is priced as a whole
		priced string // points where its parts have 1.5 and 0.5
	}{
		"both met":                      {two(met(), met()), assessment.Satisfied, "2..2", "2..2"},
		"one lacking":                   {two(met(), lack), assessment.NotSatisfied, "0..0", "1.5..1.5"},
		"one unknown, one met":          {two(unknown("a.b"), met()), assessment.NoEvidence, "0..2", "0.5..2"},
		"one unknown, one lacking":      {two(unknown("a.b"), lack), assessment.NoEvidence, "0..0", "0..1.5"},
		"one unknown, one absent":       {two(unknown("a.b"), n), assessment.NoEvidence, "0..2", "0..1.5"},
		"one absent, one met":           {two(n, met()), assessment.Satisfied, "2..2", "0.5..0.5"},
		"one absent, one lacking":       {two(n, lack), assessment.NotSatisfied, "0..0", "0..0"},
		"both absent":                   {two(n, n), assessment.NotApplicable, "0..0", "0..0"},
		"one in error before all else":  {two(fail, unknown("a.b")), assessment.Errored, "0..2", "0..2"},
		"one waits for a look":          {two(met(), later), assessment.NotChecked, "0..2", "1.5..2"},
		"evidence before a look":        {two(later, unknown("a.b")), assessment.NoEvidence, "0..2", "0..2"},
		"an answer that no check gives": {two(met(), assessment.PartFinding{Outcome: "pass"}), assessment.Errored, "0..2", "1.5..2"},
		"no answer":                     {two(met(), assessment.PartFinding{}), assessment.Errored, "0..2", "1.5..2"},
		"a waiver by a check":           {two(met(), assessment.PartFinding{Outcome: assessment.Waived}), assessment.Errored, "0..2", "1.5..2"},
		"fewer answers than parts":      {[]assessment.PartFinding{met()}, assessment.Errored, "0..2", "0..2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			other := scoredItem("Z01", "8", standards.Scoring{})
			blank := scoredItem("C01", "2", standards.Scoring{})
			for _, variant := range []struct {
				item standards.Item
				want string
			}{
				{withParts(blank, standards.Scoring{}, "", ""), tt.whole},
				{withParts(blank, standards.Scoring{}, "1.5", "0.5"), tt.priced},
			} {
				r := assess(t, sheet(variant.item, other), judge{"C01": {Parts: tt.parts}, "Z01": one(met())})
				got := r.Items[0]
				if got.Outcome != tt.want || got.CheckOutcome != tt.want {
					t.Errorf("outcome %s, check %s, want %s", got.Outcome, got.CheckOutcome, tt.want)
				}
				if span(got.Points) != variant.want {
					t.Errorf("points %s, want %s", span(got.Points), variant.want)
				}
			}
		})
	}
}

func TestAConditionDecidesWhetherAnItemApplies(t *testing.T) {
	t.Parallel()
	found := func(p assessment.PartFinding) *assessment.PartFinding { return &p }
	tests := map[string]struct {
		when    *assessment.PartFinding
		absence standards.ItemAbsence
		want    assessment.Outcome
		points  string
		reason  string
	}{
		"it holds":                      {found(met()), standards.AbsenceExclude, assessment.Satisfied, "2..2", ""},
		"it does not hold":              {found(lacks(short("no", "1", "无单独办公室"))), standards.AbsenceExclude, assessment.NotApplicable, "0..0", "不符合适用条件：无单独办公室"},
		"it does not hold, full points": {found(lacks(short("no", "1", "无单独办公室"))), standards.AbsenceFull, assessment.NotApplicable, "2..2", "不符合适用条件：无单独办公室"},
		"it does not hold, but must":    {found(lacks(short("no", "1", "无单独办公室"))), standards.AbsenceRefused, assessment.Errored, "0..2", "本条不允许缺项，却判为不适用：不符合适用条件：无单独办公室"},
		"it does not apply itself":      {found(absent("无此业务")), standards.AbsenceExclude, assessment.NotApplicable, "0..0", "不符合适用条件：无此业务"},
		"it is not known":               {found(unknown("sign.separate_office")), standards.AbsenceExclude, assessment.NoEvidence, "0..2", "适用条件尚未查明"},
		"it is in error":                {found(assessment.PartFinding{Outcome: assessment.Errored, Err: "超时"}), standards.AbsenceExclude, assessment.Errored, "0..2", "超时"},
		"it is answered with nonsense":  {found(assessment.PartFinding{Outcome: assessment.Waived}), standards.AbsenceExclude, assessment.Errored, "0..2", "适用条件的判定结果无法识别：waived"},
		"it was not answered":           {nil, standards.AbsenceExclude, assessment.Errored, "0..2", "判定引擎没有给出适用条件的结果"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			item := scoredItem("D03", "2", standards.Scoring{})
			item.When, item.Absence = &standards.Part{Check: "all_yes"}, tt.absence
			r := assess(t, sheet(item, scoredItem("Z01", "8", standards.Scoring{})), judge{
				"D03": {When: tt.when, Parts: []assessment.PartFinding{met()}}, "Z01": one(met()),
			})
			got := r.Items[0]
			if got.Outcome != tt.want || span(got.Points) != tt.points || got.Reason != tt.reason {
				t.Errorf("got %s %s %q, want %s %s %q", got.Outcome, span(got.Points), got.Reason, tt.want, tt.points, tt.reason)
			}
		})
	}
}

func TestAnUnknownConditionLeavesTheRowWhole(t *testing.T) {
	t.Parallel()
	item := scoredItem("D03", "2", standards.Scoring{})
	item.When = &standards.Part{Check: "all_yes"}
	when := unknown("sign.separate_office")
	r := assess(t, sheet(item), judge{"D03": {When: &when, Parts: []assessment.PartFinding{lacks(short("none", "1", "没有照片"))}}})
	if got := span(r.Items[0].Points); got != "0..2" {
		t.Errorf("points %s, want 0..2: the row may still turn out to be absent", got)
	}
	if len(r.Items[0].Shortfalls) != 0 {
		t.Errorf("shortfalls %v told before it is known that the item applies", r.Items[0].Shortfalls)
	}
}

func TestAnItemThatTheEngineForgotIsAnError(t *testing.T) {
	t.Parallel()
	r := assess(t, sheet(scoredItem("C01", "2", standards.Scoring{})), judge{})
	if r.Items[0].Outcome != assessment.Errored || !r.Blocked() {
		t.Errorf("outcome %s, blocked %v", r.Items[0].Outcome, r.Blocked())
	}
}

func TestAnInspectorsItemWaits(t *testing.T) {
	t.Parallel()
	r := assess(t, sheet(inspected("C01", "2", standards.Scoring{})), judge{"C01": {}})
	got := r.Items[0]
	if got.Outcome != assessment.NotChecked || span(got.Points) != "0..2" || got.Source != "" || got.Checks != nil {
		t.Errorf("got %s %s source %q checks %v", got.Outcome, span(got.Points), got.Source, got.Checks)
	}
}

func TestKnownShortfallsBoundWhatAnUnknownPartLeaves(t *testing.T) {
	t.Parallel()
	lack := lacks(short("lacks", "1", "缺一"))
	tests := map[string]struct {
		scoring standards.Scoring
		parts   []assessment.PartFinding
		want    string
	}{
		"deductions so far":               {deduct("0.5"), []assessment.PartFinding{unknown("a.b"), lack}, "0..1.5"},
		"proportion so far":               {linear("75"), []assessment.PartFinding{measured(lack, "90", "95"), unknown("a.b")}, "0..1.5"},
		"only the first part is measured": {linear("75"), []assessment.PartFinding{met(), measured(lack, "90", "95")}, "0..0"},
		"a side part ends the proportion": {linear("75"), []assessment.PartFinding{measured(lack, "90", "95"), lack}, "0..0"},
		"a side part loses the row":       {linear("75"), []assessment.PartFinding{unknown("a.b"), lack}, "0..0"},
		"a step so far":                   {activities, []assessment.PartFinding{measured(met(), "6", "6"), unknown("a.b")}, "0..1"},
		"an inspector's range":            {inspector("0.5", "1.5"), []assessment.PartFinding{lack, unknown("a.b")}, "0..1.5"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			item := withParts(scoredItem("C01", "2", tt.scoring), standards.Scoring{}, "", "")
			r := assess(t, sheet(item), judge{"C01": {Parts: tt.parts}})
			if got := span(r.Items[0].Points); got != tt.want {
				t.Errorf("points %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAnItemTellsWhatItReadAndWhereTheMissingBelongs(t *testing.T) {
	t.Parallel()
	item := withParts(scoredItem("C03", "2", standards.Scoring{}), standards.Scoring{}, "", "", "")
	item.Parts[2].Check = "first"
	seen := met()
	seen.Reads, seen.Observations = []string{"premises.area_sqm"}, []string{"使用面积 92 ㎡"}
	r := assess(t, sheet(item), judge{"C03": {Parts: []assessment.PartFinding{unknown("premises.fixed"), seen, seen}}})
	got := r.Items[0]
	at := func(line, column int) yamltext.Position {
		return yamltext.Position{File: "bundle.yaml", Line: line, Column: column}
	}
	if diff := cmp.Diff([]string{"first", "second"}, got.Checks); diff != "" {
		t.Errorf("checks (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"使用面积 92 ㎡", "使用面积 92 ㎡"}, got.Observations); diff != "" {
		t.Errorf("observations (-want +got):\n%s", diff)
	}
	if len(got.Missing) != 1 || got.Missing[0].Path != "premises.fixed" || got.Missing[0].Present || got.Missing[0].At.Line == 0 {
		t.Errorf("missing %+v, want premises.fixed with the place where it belongs", got.Missing)
	}
	want := assessment.Place{Path: "premises.area_sqm", At: at(10, 15), Present: true}
	if len(got.Reads) != 2 || got.Reads[0] != want || got.Reads[1].Path != "premises.fixed" {
		t.Errorf("reads %+v, want %+v and premises.fixed", got.Reads, want)
	}
}
