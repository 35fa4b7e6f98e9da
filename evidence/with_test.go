package evidence_test

import (
	"testing"

	"zhanping/evidence"
)

func TestABundleWithAnotherValue(t *testing.T) {
	t.Parallel()
	b, err := evidence.Read("a.yaml", []byte(`subject: {id: a-town, name: 示例站, kind: station, level: town, region: "330499101000"}
reporting_date: 2026-06-30
sources: {S1: {kind: system, title: 导出, system: 系统, date: 2026-06-30}}
evidence:
  premises:
    area_sqm: {value: 42, source: [S1]}
    fixed: true
`), evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	number := func(text string) *evidence.Value { return &evidence.Value{Kind: evidence.Number, Text: text} }
	other := b.With("premises.area_sqm", number("80")).With("staff.total", number("3"))
	if got := other.Value("premises.area_sqm"); got.Text != "80" || got.At.Line != 6 || len(got.Sources) != 1 {
		t.Errorf("the new value is %+v", got)
	}
	if got := other.Value("staff.total"); got == nil || got.Text != "3" {
		t.Errorf("a value in a section that was not there is %+v", got)
	}
	if got := other.Value("premises.fixed"); got == nil || !got.Bool {
		t.Errorf("the fact beside it is %+v", got)
	}
	if got := b.Value("premises.area_sqm"); got.Text != "42" || b.Value("staff.total") != nil {
		t.Error("the bundle itself has changed")
	}
}
