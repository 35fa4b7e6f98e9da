package workbook_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/internal/workbook"
)

func TestEverySheetPrintsOnA4AndKeepsItsHeadingsInSight(t *testing.T) {
	t.Parallel()
	f := book(t, write(t, workbook.Options{Kind: "station", Level: "town"}, nil))
	for _, sheet := range f.GetSheetList() {
		layout, err := f.GetPageLayout(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if *layout.Size != 9 || *layout.Orientation != "landscape" || *layout.FitToWidth != 1 {
			t.Errorf("%s: paper %d, %s, %d wide", sheet, *layout.Size, *layout.Orientation, *layout.FitToWidth)
		}
		panes, err := f.GetPanes(sheet)
		if err != nil {
			t.Fatal(err)
		}
		if !panes.Freeze || panes.YSplit < 3 {
			t.Errorf("%s: panes %+v", sheet, panes)
		}
	}
	if visible, err := f.GetColVisible("填报", "G"); err != nil || visible {
		t.Errorf("the paths are seen: %v, %v", visible, err)
	}
}

func TestWhatMayBeTypedIsSaidInWords(t *testing.T) {
	t.Parallel()
	paths := []string{"premises.fixed", "premises.area_sqm", "leadership.head_role", "roster.updated", "staff.total"}
	f := book(t, write(t, workbook.Options{Kind: "station", Level: "town", Paths: paths}, nil))
	rules, err := f.GetDataValidations("填报")
	if err != nil {
		t.Fatal(err)
	}
	type rule struct{ Kind, From, To, Words string }
	got := map[string]rule{}
	for _, r := range rules {
		if r.Error != nil {
			got[r.Sqref] = rule{r.Type, r.Formula1, r.Formula2, *r.Error}
		}
	}
	at := func(path string) string { return cellOf(t, f, "填报", path, "填报值") }
	want := map[string]rule{
		at("premises.fixed"):    {"list", `"是,否"`, "", "只能从下拉列表里选；不知道就留空。可选：是、否"},
		at("premises.area_sqm"): {"decimal", "0", "100000", "“使用面积”只写一个数：0 至 100000 的数，单位 ㎡；不知道就留空。"},
		at("staff.total"):       {"whole", "0", "5000", "“工作人员数”只写一个数：0 至 5000 的整数，单位 人；不知道就留空。"},
		at("roster.updated"):    {"date", "DATE(1900,3,1)", "DATE(2100,12,31)", "请写完整的日期，如 2026-03-01；不知道就留空。"},
		at("leadership.head_role"): {
			"list", `"党委书记,党委副书记,党工委书记,党工委副书记,村社区党组织书记,行政负责人,其他班子成员,其他"`, "",
			"只能从下拉列表里选；不知道就留空。可选：党委书记、党委副书记、党工委书记、党工委副书记、村社区党组织书记、行政负责人、其他班子成员、其他",
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
