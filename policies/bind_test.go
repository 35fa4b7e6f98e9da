package policies_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/policies"
	"zhanping/standards"
)

func title(path string) string { return evidence.DefaultSchema().Title(path) }

func number(text string) json.Number { return json.Number(text) }

func TestAStandardIsHeldAgainstTheChecks(t *testing.T) {
	t.Parallel()
	engine := load(t)
	counted := func(change func(*standards.Item)) *standards.Standard {
		std := standard(standards.Part{
			Check: "count_at_least", Facts: facts("count", "zone.service_windows"), Params: map[string]any{"min": number("1")},
		})
		change(&std.Chapters[0].Items[0])
		return std
	}
	part := func(p standards.Part) *standards.Standard { return standard(p) }
	half := standards.MustPoints("0.5")
	for name, test := range map[string]struct {
		std  *standards.Standard
		want []string // code and what was found
	}{
		"nothing wrong": {counted(func(*standards.Item) {}), nil},
		"a misspelt check": {
			part(standards.Part{Check: "flor_area", Params: map[string]any{"min_m2": number("30")}}),
			[]string{"unknown_check: 判定规则 flor_area 不存在；请改为 floor_area"},
		},
		"a misspelt parameter, and so the right one missing": {
			part(standards.Part{Check: "floor_area", Params: map[string]any{"min_m": number("30")}}),
			[]string{"unknown_param: 判定规则 floor_area 没有参数 min_m；请改为 min_m2", "missing_param: 判定规则 floor_area 的参数 min_m2 没有写；请在 params 中写明 min_m2"},
		},
		"a parameter without a value": {
			part(standards.Part{Check: "floor_area", Params: map[string]any{"min_m2": nil}}),
			[]string{"missing_param: 判定规则 floor_area 的参数 min_m2 没有写；请在 params 中写明 min_m2"},
		},
		"a number written as text": {
			part(standards.Part{Check: "floor_area", Params: map[string]any{"min_m2": "30"}}),
			[]string{`bad_param: 参数 min_m2 写成了 "30"；请写 30`},
		},
		"a number out of bounds": {
			part(standards.Part{Check: "floor_area", Params: map[string]any{"min_m2": number("0")}}),
			[]string{"bad_param: 参数 min_m2 是 0；请改数字"},
		},
		"a fact bound to a check that reads its own": {
			part(standards.Part{Check: "floor_area", Facts: facts("area", "premises.area_sqm"), Params: map[string]any{"min_m2": number("30")}}),
			[]string{"unknown_role: 判定规则 floor_area 没有角色 area；请删去或更正"},
		},
		"a role left unbound": {
			counted(func(item *standards.Item) { item.Parts[0].Facts = nil }),
			[]string{"unbound_role: 判定规则 count_at_least 的角色 count 没有绑定；请在 facts 中写明 count"},
		},
		"several paths for one role": {
			counted(func(item *standards.Item) {
				item.Parts[0].Facts = facts("count", "zone.service_windows", "count", "zone.office_desks")
			}),
			[]string{"many_paths: 角色 count 绑定了 2 条路径；请只留一条"},
		},
		"the same path twice": {
			part(standards.Part{Check: "all_yes", Facts: facts("each", "premises.fixed", "each", "premises.fixed")}),
			[]string{"duplicate_path: 角色 each 重复绑定 premises.fixed；请删去重复的"},
		},
		"a misspelt path": {
			counted(func(item *standards.Item) { item.Parts[0].Facts = facts("count", "zone.service_window") }),
			[]string{"unknown_path: 事实 zone.service_window 不存在；请改为 zone.service_windows"},
		},
		"text where a number is compared": {
			counted(func(item *standards.Item) { item.Parts[0].Facts = facts("count", "leadership.head_role") }),
			[]string{"wrong_type: " + title("leadership.head_role") + "（leadership.head_role）的类型是 string；请绑定另一项事实，或换一条判定规则"},
		},
		"a text that the fact can never be": {
			part(standards.Part{Check: "set_includes", Facts: facts("set", "policy"), Params: map[string]any{"required": []any{"接访", "接防"}}}),
			[]string{`impossible_text: 参数 required 中的 "接防" 不是` + title("policy") + `（policy）的取值；请改为 接访`},
		},
		"a text that the member of a list can never be": {
			part(standards.Part{Check: "claims_counted", Params: map[string]any{"item": "巡访", "within_days": json.Number("30"), "most": json.Number("1")}}),
			[]string{`impossible_text: 参数 item 中的 "巡访" 不是积分项（claims.item）的取值；请改为 巡防`},
		},
		"a check that may not apply, with absence refused": {
			func() *standards.Standard {
				std := standard(rate)
				std.Chapters[0].Items[0].Absence = standards.AbsenceRefused
				return std
			}(),
			[]string{"absence_refused: 条目 A01 可能不适用，却没有写明缺项处理；请写明 absence，或换用总是适用的判定规则"},
		},
		"a condition, with absence refused": {
			counted(func(item *standards.Item) {
				item.Absence = ""
				item.When = &standards.Part{Check: "all_yes", Facts: facts("each", "premises.fixed")}
			}),
			[]string{"absence_refused: 条目 A01 可能不适用，却没有写明缺项处理；请写明 absence，或换用总是适用的判定规则"},
		},
		"scoring by degree without a measure": {
			func() *standards.Standard {
				std := standard(area)
				std.Chapters[0].Items[0].Scoring = standards.Scoring{Linear: &standards.Linear{}}
				return std
			}(),
			[]string{"no_measure: 按程度计分（linear、steps），判定规则却不给出 measure；请改用逐项扣分，或换一条判定规则"},
		},
		"a price for a kind that never occurs": {
			counted(func(item *standards.Item) {
				item.Scoring = standards.Scoring{Deduct: &standards.Deduct{Each: half, Kinds: map[string]standards.Points{"shor": half}}}
			}),
			[]string{"unknown_kind: 扣分种类 shor 不会出现；请改为 short"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at := yamltext.Position{File: "01-a.yaml", Line: 7, Column: 3}
			item := &test.std.Chapters[0].Items[0]
			item.At = at
			for i := range item.Parts {
				item.Parts[i].At = at
			}
			_, err := engine.Bind(test.std)
			var faults yamltext.Faults
			errors.As(err, &faults)
			var got []string
			for _, fault := range faults {
				text := fault.Code + ": " + fault.Found
				if fault.Fix != "" {
					text += "；请" + fault.Fix
				}
				if got = append(got, text); fault.At != at {
					t.Errorf("%s stands at %s", text, fault.At)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFaultsStandWhereTheWordsStand edits the template: the faults of facts and
// parameters are told at their own lines, not at the check's.
func TestFaultsStandWhereTheWordsStand(t *testing.T) {
	t.Parallel()
	engine := load(t)
	for name, test := range map[string]struct {
		from, to string
		want     []string // after the file
	}{
		"a misspelt role": {
			"{count: zone.service_windows}", "{cuont: zone.service_windows}",
			[]string{
				"27:12: 判定规则 count_at_least 的角色 count 没有绑定；应为：一条事实路径；请在 facts 中写明 count",
				"27:13: 判定规则 count_at_least 没有角色 cuont；应为：count；请改为 count",
			},
		},
		"a misspelt path": {
			"{count: zone.service_windows}", "{count: zone.service_window}",
			[]string{"27:20: 事实 zone.service_window 不存在；应为：zone.service_windows 等；请改为 zone.service_windows"},
		},
		"a number in quotes with its unit": {
			"{min: 2} ", `{min: "2 个"} `,
			[]string{`28:14: 参数 min 写成了 "2 个"；应为：数字；请写 2`},
		},
		"a number in words": {
			"{min: 2} ", "{min: 两个} ",
			[]string{`28:14: 参数 min 写成了 "两个"；应为：数字；请只写数字，不加引号和单位`},
		},
		"a misspelt parameter": {
			"{min: 2} ", "{mim: 2} ",
			[]string{
				"28:13: 判定规则 count_at_least 的参数 min 没有写；应为：一个值；请在 params 中写明 min",
				"28:14: 判定规则 count_at_least 没有参数 mim；应为：min；请改为 min",
			},
		},
		"no parameters at all": {
			"    params: {min: 2} ", "    # ",
			[]string{"26:12: 判定规则 count_at_least 的参数 min 没有写；应为：一个值；请在 params 中写明 min"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := fstest.MapFS{}
			for file, data := range standards.Template("sound") {
				fsys[file] = &fstest.MapFile{Data: bytes.Replace(data, []byte(test.from), []byte(test.to), 1)}
			}
			std, err := standards.Load(fsys, ".")
			if err != nil {
				t.Fatal(err)
			}
			_, err = engine.Bind(std)
			if err == nil {
				t.Fatal("no fault")
			}
			got := strings.Split(strings.ReplaceAll(err.Error(), "01-premises.yaml:", ""), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestADefaultFillsInForAParameterLeftOut(t *testing.T) {
	t.Parallel()
	engine := load(t, archive(t, "own.txtar"))
	judge := bind(t, engine, standards.Part{Check: "lamps_lit", Facts: facts("hours", "zone.service_windows")})
	for windows, want := range map[string]string{"7": "not_satisfied", "8": "satisfied"} {
		if got := judged(t, judge, bundle(t, "zone: {service_windows: "+windows+"}"))[0].Outcome; string(got) != want {
			t.Errorf("%s hours of the 8 by default are %s, want %s", windows, got, want)
		}
	}
}

func TestACheckSaysWhatItIs(t *testing.T) {
	t.Parallel()
	engine := load(t, policies.Named{FS: archive(t, "own.txtar"), Prefix: "own"})
	for _, check := range engine.Checks() {
		if check.Name != "lamps_lit" {
			if check.Own {
				t.Errorf("%s is said to be one's own", check.Name)
			}
			continue
		}
		rule := check.Params[0].Rule
		check.Params[0].Rule = nil
		want := policies.Check{
			Name: "lamps_lit", Title: "亮灯时数", Description: "The lamps are lit for enough hours.",
			Roles:    []policies.Role{{Name: "hours", Type: "integer"}},
			Params:   []policies.Param{{Name: "min", Default: number("8")}},
			Requires: []string{"facts.hours"},
			Words:    map[string]string{"seen": "{hours.title} {hours}", "short": "{hours.title}少于 {min}，差 {count}"},
			Kinds:    []string{"short"}, Measured: true, Own: true,
			At: yamltext.Position{File: "own/lamps_lit/lamps_lit.rego", Line: 12, Column: 1},
		}
		if diff := cmp.Diff(want, check); diff != "" {
			t.Errorf("check (-want +got):\n%s", diff)
		}
		if rule.Type != "integer" || rule.Minimum.Num().Int64() != 1 {
			t.Errorf("the parameter's rule is %+v", rule)
		}
	}
}
