package standards_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/standards"
)

// leveled is a standard whose levels have different sheets.
func leveled(t *testing.T, levels string) *standards.Standard {
	t.Helper()
	head := `id: leveled
edition: "2026"
title: 分层级的标准
issuer: 示例
sources: [seed:004]
scope: {kind: station, levels: ` + levels + `}
in_force: {from: 2026-01-01}
points: 4
items: 5
grades: [{name: 达标, total: 3, items: [A02, B01]}, {name: 未达标}]
`
	const first = `chapter: A
title: 场所
points: 4
items:
  - {id: A01, title: 县级, text: 县级。, points: 4, levels: [county], methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
  - {id: A02, title: 乡镇级, text: 乡镇级。, points: 3, levels: [town], methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
  - {id: A03, title: 乡镇级, text: 乡镇级。, points: 1, levels: [town], methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
`
	const second = `chapter: B
title: 县级才有的一章
items:
  - {id: B01, title: 必备, text: 必备。, kind: required, levels: [county], methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
  - {id: B02, title: 必备, text: 必备。, kind: required, levels: [county], methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
`
	std, err := standards.Load(filesOf(map[string][]byte{
		"standard.yaml": []byte(head), "01-first.yaml": []byte(first), "02-second.yaml": []byte(second),
	}), ".")
	if err != nil {
		t.Fatal(err)
	}
	return std
}

func TestALevelGetsItsOwnSheet(t *testing.T) {
	t.Parallel()
	town := map[string][]string{"A": {"A02", "A03"}, "达标": {"A02"}}
	county := map[string][]string{"A": {"A01"}, "B": {"B01", "B02"}, "达标": {"B01"}}
	for _, c := range []struct {
		name, level string
		want        map[string][]string
	}{
		{"the town's sheet has no chapter of the county", "town", town},
		{"the county's sheet has its own chapter", "county", county},
		{"a village outside the scope gets the nearest sheet", "village", town},
		{"a province outside the scope gets the nearest sheet", "province", county},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			std := leveled(t, "[county, town]")
			variant := std.ForLevel(c.level)
			got := map[string][]string{}
			sum := standards.Points{}
			for _, chapter := range variant.Chapters {
				for _, item := range chapter.Items {
					got[chapter.ID] = append(got[chapter.ID], item.ID)
					sum = sum.Add(item.Points)
				}
			}
			for _, grade := range variant.Grades {
				if len(grade.Items) > 0 {
					got[grade.Name] = grade.Items
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("sheet (-want +got):\n%s", diff)
			}
			if !sum.Equal(*variant.OutOf) {
				t.Errorf("items add up to %s of %s", sum, variant.OutOf)
			}
			if diff := cmp.Diff(leveled(t, "[county, town]"), std); diff != "" {
				t.Errorf("the standard itself changed (-before +after):\n%s", diff)
			}
		})
	}
}

func TestOfTwoNearLevelsTheHigherServes(t *testing.T) {
	t.Parallel()
	fsys := edited(t, "standard.yaml", "levels: [town, village]", "levels: [city, town]")
	fsys["01-premises.yaml"] = edited(t, "01-premises.yaml", "  - id: A01\n", "  - id: A01\n    levels: [city]\n")["01-premises.yaml"]
	std, err := standards.Load(fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	if _, found := std.ForLevel("county").Item("A01"); !found {
		t.Error("the county, between city and town, did not get the city's sheet")
	}
	if _, found := std.ForLevel("village").Item("A01"); found {
		t.Error("the village, below the town, got the city's sheet")
	}
}

func TestASubjectOutsideTheScopeIsToldWhy(t *testing.T) {
	t.Parallel()
	std := leveled(t, "[county, town]")
	everywhere := *std
	everywhere.Scope.Levels = nil
	for _, c := range []struct {
		name        string
		std         *standards.Standard
		kind, level string
		want        string
	}{
		{"inside", std, "station", "town", ""},
		{"another level", std, "station", "village", "本标准适用于县级、乡镇级，被评单位是村级"},
		{"another kind", std, "home", "town", "本标准适用于服务中心（站），被评单位是老兵壹家"},
		{"a standard for every level", &everywhere, "station", "province", ""},
	} {
		if got := c.std.OutsideScope(c.kind, c.level); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
