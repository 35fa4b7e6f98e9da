package standards_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/standards"
)

// upward knows one check with one number, which asks for more the higher it is.
type upward struct{}

func (upward) Param(check, name string) (any, bool) {
	return nil, check == "count_at_least" && name == "min"
}

func (upward) Tighter(_, name string, value, than any) (tighter, declared bool) {
	a, isNumber := value.(json.Number)
	b, both := than.(json.Number)
	return isNumber && both && standards.MustPoints(a.String()).Cmp(standards.MustPoints(b.String())) >= 0, name == "min"
}

const countedHead = `id: counted
edition: "2026"
title: 数人数
issuer: 示例
sources: [seed:004]
scope: {kind: station, levels: [town]}
in_force: {from: 2026-01-01}
points: 1
items: 2
grades: [{name: 达标, total: 1, required: true}, {name: 未达标}]
`

const countedChapter = `chapter: A
title: 人
points: 1
items:
  - {id: A01, title: 人数, text: 不少于 2 人。, points: 1, check: count_at_least, facts: {count: staff.total}, params: {min: 2}, provenance: {topic: [seed:004], threshold: seed:004}}
  - {id: A02, title: 现场, text: 看。, kind: required, methods: [inspect], rubric: 看, provenance: {topic: [seed:004]}}
`

func counted(t *testing.T) *standards.Standard {
	t.Helper()
	std, err := standards.Load(filesOf(map[string][]byte{
		"standard.yaml": []byte(countedHead), "01-people.yaml": []byte(countedChapter),
	}), ".")
	if err != nil {
		t.Fatal(err)
	}
	return std
}

func overlay(t *testing.T, text string) *standards.Overlay {
	t.Helper()
	o, err := standards.LoadOverlay(filesOf(map[string][]byte{"overlay.yaml": []byte(text)}), ".", "O")
	if err != nil {
		t.Fatal(err)
	}
	return o
}

const citys = `overlay: city
of: counted@2026
region: "3304"
issuer: 示例市
provenance: public:P01
`

func TestAnOverlayTightensAndAdds(t *testing.T) {
	t.Parallel()
	std := counted(t)
	o := overlay(t, citys+`items: {A01: {params: {min: 3}}}
add:
  chapter: A
  items:
    - {id: A03, title: 加一条, text: 看。, kind: required, methods: [inspect], rubric: 看, provenance: {topic: [public:P01]}}
`)
	got, err := std.With(o, upward{})
	if err != nil {
		t.Fatal(err)
	}
	item, _ := got.Item("A01")
	if want := json.Number("3"); item.Parts[0].Params["min"] != want || item.Provenance.Threshold != "public:P01" {
		t.Errorf("A01: %v by %s", item.Parts[0].Params, item.Provenance.Threshold)
	}
	added, found := got.Item("A03")
	if !found || added.Amended[0].Words() != "增加本条" || item.Amended[0].Words() != "min 2 → 3" {
		t.Errorf("amended: %v %v", item.Amended, added.Amended)
	}
	pins := []standards.OverlayPin{{ID: "city", Issuer: "示例市", Digest: o.Digest}}
	if diff := cmp.Diff(pins, got.Overlays); diff != "" || got.Digest != std.Digest {
		t.Errorf("pins (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(counted(t), std); diff != "" {
		t.Errorf("the standard itself changed (-before +after):\n%s", diff)
	}
}

func TestAnOverlayCitesItsOwnDocuments(t *testing.T) {
	t.Parallel()
	text := strings.Replace(citys, "public:P01", "doc:N1", 1) +
		"references: {N1: {title: 关于提高人数要求的通知, number: 示退〔2027〕1号, date: 2027-01-05}}\nitems: {A01: {params: {min: 3}}}\n"
	got, err := counted(t).With(overlay(t, text), upward{})
	if err != nil {
		t.Fatal(err)
	}
	item, _ := got.Item("A01")
	if cited := item.Provenance.References; len(cited) != 1 || cited[0].Title != "关于提高人数要求的通知" {
		t.Errorf("A01 cites %v", cited)
	}
	if at, want := item.Parts[0].Places.Values["min"], item.Parts[0].At; at != want || at.File != "O/overlay.yaml" {
		t.Errorf("the parameter stands at %s", at)
	}
	if _, err := got.With(overlay(t, text), upward{}); err == nil || !strings.Contains(err.Error(), "O/overlay.yaml:6:18: 依据文件 N1 标准里已经登记") {
		t.Errorf("the same name twice: %v", err)
	}
	_, err = counted(t).With(overlay(t, strings.Replace(text, "{N1:", "{N2:", 1)), upward{})
	if err == nil || !strings.Contains(err.Error(), "O/overlay.yaml:5:13: 出处 doc:N1 没有登记") {
		t.Errorf("a document that is missing: %v", err)
	}
}

func TestAnOverlayThatDoesNotFitIsRefusedWithItsPlaces(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"below the floor": {
			citys + "items: {A01: {params: {min: 1}}}\n",
			"O/overlay.yaml:6:29: 条目 A01 的 min 改为 1，比底线 2 宽；应为：不低于标准的要求；请改严，或删去这一项",
		},
		"not a number": {
			citys + "items: {A01: {params: {min: 多些}}}\n",
			"O/overlay.yaml:6:29: 条目 A01 的 min 改为 多些，比底线 2 宽；应为：不低于标准的要求；请改严，或删去这一项",
		},
		"an inspector's item": {
			citys + "items: {A02: {params: {min: 1}}}\n",
			"O/overlay.yaml:6:14: 条目 A02 由核查员评判，没有参数；应为：有判定规则的条目；请删去这一项",
		},
		"a chapter that is not there": {
			citys + "add: {chapter: B, items: [{id: B01, title: 看, text: 看。, kind: required, methods: [inspect], rubric: 看, provenance: {topic: [draft]}}]}\n",
			"O/overlay.yaml:6:16: 标准 counted@2026 没有第 B 章；应为：标准里的一章；请改章号",
		},
		"an item that is there already, and one without guidance": {
			citys + "add:\n  chapter: A\n  items:\n    - {id: A01, title: 看, text: 看。, kind: required, methods: [inspect], rubric: 看, provenance: {topic: [draft]}}\n" +
				"    - {id: A04, title: 看, text: 看。, kind: required, rubric: 看, levels: [county], provenance: {topic: [draft]}}\n",
			"O/overlay.yaml:9:12: 条目编号 A01 标准里已经有了；应为：不重复的编号；请改编号\n" +
				"O/overlay.yaml:10:7: 条目 A04 没有判定规则，由核查员评判，却没有核查方式；应为：给核查员的核查方式；请补上 methods，或写 check\n" +
				"O/overlay.yaml:10:73: 条目 A04 用于县级，本标准却不适用于县级；应为：town 之内；请改条目的 levels，或改 scope.levels",
		},
		"another edition": {
			"overlay: city\nof: counted@2027\nregion: \"3304\"\nissuer: 示例市\nprovenance: draft\nitems: {A01: {params: {min: 3}}}\n",
			"O/overlay.yaml:2:5: 这一份是对 counted@2027 的；应为：counted@2026；请改 of",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := counted(t).With(overlay(t, test.text), upward{})
			if err == nil || got != nil {
				t.Fatal("accepted")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnOverlayOfAnotherShapeIsRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"nothing tightened": {citys, "O/overlay.yaml:1:1: 什么也没有收紧；应为：items 或 add；请补上要收紧或增加的条目"},
		"a misspelt key": {
			citys + "item: {A01: {params: {min: 3}}}\n",
			"O/overlay.yaml:6:1: 不认识的键“item”；应为：add、issuer、items、note、of、overlay、provenance、references、region 之一；请改为 items",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := standards.LoadOverlay(filesOf(map[string][]byte{"overlay.yaml": []byte(test.text)}), ".", "O")
			if err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestOverlaysComeFromTheWidestRegionInwards(t *testing.T) {
	t.Parallel()
	all := []*standards.Overlay{
		{ID: "county", Of: "a@1", Region: "330482"},
		{ID: "other", Of: "b@1", Region: "33"},
		{ID: "town", Of: "a@1", Region: "330482106"},
		{ID: "province", Of: "a@1", Region: "33"},
		{ID: "away", Of: "a@1", Region: "34"},
		{ID: "also-county", Of: "a@1", Region: "330482"},
	}
	var got []string
	for _, o := range standards.Chain(all, "a@1", "330482107000") {
		got = append(got, o.ID)
	}
	if diff := cmp.Diff([]string{"province", "also-county", "county"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
