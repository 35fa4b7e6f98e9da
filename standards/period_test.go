package standards_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/standards"
)

// dated is a standard in which items come and go; each day's items add up to 4.
func dated(t *testing.T) *standards.Standard {
	t.Helper()
	const head = `id: dated
edition: "2026"
title: 有日期的标准
issuer: 示例
sources: [seed:004]
scope: {kind: station, levels: [county, town]}
in_force: {from: 2026-01-01}
points: 4
items: 5
grades: [{name: 达标, total: 3, items: [A02, B01]}, {name: 未达标}]
`
	const first = `chapter: A
title: 换了一条
points: 4
items:
  - {id: A01, title: 一直有, text: 一直有。, points: 3, methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
  - {id: A02, title: 到年底为止, text: 到年底为止。, points: 1, effective: {to: 2026-12-31}, methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
  - {id: A03, title: 明年起, text: 明年起。, points: 1, effective: {from: 2027-01-01}, methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
`
	const second = `chapter: B
title: 两年的一章
items:
  - {id: B01, title: 必备, text: 必备。, kind: required, effective: {from: 2027-07-01, to: 2028-06-30}, methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
  - {id: B02, title: 县级, text: 县级。, kind: required, levels: [county], effective: {from: 2027-07-01}, methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
`
	std, err := standards.Load(filesOf(map[string][]byte{
		"standard.yaml": []byte(head), "01-first.yaml": []byte(first), "02-second.yaml": []byte(second),
	}), ".")
	if err != nil {
		t.Fatal(err)
	}
	return std
}

func idsOf(chapters []standards.Chapter) string {
	text := ""
	for _, chapter := range chapters {
		for _, item := range chapter.Items {
			text += item.ID + " "
		}
	}
	return text
}

func TestADayHasItsOwnSheet(t *testing.T) {
	t.Parallel()
	type sheet struct{ Items, Announced, Ended, Grade, Since string }
	for name, test := range map[string]struct {
		day, level string
		want       sheet
	}{
		"before any date":         {"2026-01-01", "town", sheet{"A01 A02 ", "A03 B01 ", "", "A02 ", ""}},
		"the last day of an item": {"2026-12-31", "town", sheet{"A01 A02 ", "A03 B01 ", "", "A02 ", ""}},
		"the first day of one":    {"2027-01-01", "town", sheet{"A01 A03 ", "B01 ", "A02 ", "", "2027-01-01"}},
		"two at once":             {"2027-07-01", "county", sheet{"A01 A03 B01 B02 ", "", "A02 ", "B01 ", "2027-07-01"}},
		"not on the town's sheet": {"2027-06-30", "town", sheet{"A01 A03 ", "B01 ", "A02 ", "", "2027-01-01"}},
		"on the county's sheet":   {"2027-06-30", "county", sheet{"A01 A03 ", "B01 B02 ", "A02 ", "", "2027-01-01"}},
		"after all":               {"2030-01-01", "town", sheet{"A01 A03 ", "", "A02 B01 ", "", "2028-07-01"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			std := dated(t)
			variant := std.AsOf(test.day).ForLevel(test.level)
			got := sheet{Items: idsOf(variant.Chapters), Announced: idsOf(variant.Announced), Since: std.Since(test.day)}
			for _, id := range variant.Ended {
				got.Ended += id + " "
			}
			for _, id := range variant.Grades[0].Items {
				got.Grade += id + " "
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(dated(t), std); diff != "" {
				t.Errorf("the standard itself changed (-before +after):\n%s", diff)
			}
		})
	}
}

func TestAStandardWithoutDatedItemsIsTheSameOnEveryDay(t *testing.T) {
	t.Parallel()
	std, err := standards.Load(sound(), ".")
	if err != nil {
		t.Fatal(err)
	}
	if std.AsOf("2026-01-01") != std || std.Since("2030-01-01") != "" {
		t.Error("another standard")
	}
}
