package policies_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
	"zhanping/policies"
)

// own is a source with the check lamps_lit and the given cases.
func own(t *testing.T, cases string) fs.FS {
	t.Helper()
	files, _ := archiveOf(t, "own.txtar")
	if cases == "" {
		delete(files, "lamps_lit/cases.yaml")
	} else {
		files["lamps_lit/cases.yaml"] = &fstest.MapFile{Data: []byte(cases)}
	}
	return files
}

const threeCases = `
  够: {params: {min: 8}, facts: {hours: 8}, want: {outcome: satisfied}}
  不够: {params: {min: 8}, facts: {hours: 7}, want: {outcome: not_satisfied}}
  没有填写: {params: {min: 8}, facts: {}, want: {outcome: no_evidence, missing: [facts.hours]}}
`

func TestCasesSayHowTheyDiffer(t *testing.T) {
	t.Parallel()
	source := own(t, "cases:"+threeCases+`
  结论不对: {params: {min: 8}, facts: {hours: 7}, want: {outcome: satisfied}}
  说法不对: {params: {min: 8}, facts: {hours: 7}, want: {outcome: not_satisfied, words: [少了]}}
  程度不对: {params: {min: 8}, facts: {hours: 9}, want: {outcome: satisfied, measure: {value: 8, target: 8}}}
  缺少的不对: {params: {min: 8}, facts: {hours: 9}, want: {outcome: satisfied, missing: [facts.hours]}}
`)
	results, err := load(t, source).RunCases(source)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, result := range results {
		got[result.Name] = result.Differences
	}
	want := map[string][]string{
		"够": nil, "不够": nil, "没有填写": nil,
		"结论不对":  {"结论应为 satisfied，实际为 not_satisfied"},
		"说法不对":  {"不足中应有“少了”，实际没有", "不足中多出“hours少于 8，差 1”"},
		"程度不对":  {"程度应为 8（目标 8），实际为 9（目标 8）"},
		"缺少的不对": {"缺少的事实中应有“facts.hours”，实际没有"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

func TestCasesThatAreMalformedOrLackingAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ cases, want string }{
		"no file": {"", "lamps_lit/cases.yaml: 不存在；应为：cases.yaml，符合、不符合、未举证各至少一例；请核对路径"},
		"no cases at all": {
			"cases: {}\n",
			`lamps_lit/cases.yaml: 没有结论为 satisfied 的例子；应为：符合、不符合、未举证各至少一例；请补上一例
lamps_lit/cases.yaml: 没有结论为 not_satisfied 的例子；应为：符合、不符合、未举证各至少一例；请补上一例
lamps_lit/cases.yaml: 没有结论为 no_evidence 的例子；应为：符合、不符合、未举证各至少一例；请补上一例`,
		},
		"a misspelt key": {
			"cases:" + threeCases + "  甲: {params: {min: 8}, fact: {hours: 8}, want: {outcome: satisfied}}\n",
			"lamps_lit/cases.yaml:5:25: 甲 中有不认识的键 fact；应为：params、facts、evidence、as_of、reporting_date、subject、want；请改为 facts",
		},
		"a misspelt role": {
			"cases:" + threeCases + "  甲: {params: {min: 8}, facts: {hour: 8}, want: {outcome: no_evidence}}\n",
			"lamps_lit/cases.yaml:5:33: facts 中有不认识的键 hour；应为：hours；请改为 hours",
		},
		"a number as text": {
			"cases:" + threeCases + "  甲: {params: {min: 8}, facts: {hours: \"8\"}, want: {outcome: satisfied}}\n",
			"lamps_lit/cases.yaml:5:40: 角色 hours 的值不是 integer；应为：integer；请更正",
		},
		"an outcome that there is not": {
			"cases:" + threeCases + "  甲: {params: {min: 8}, facts: {hours: 8}, want: {outcome: pass}}\n",
			`lamps_lit/cases.yaml:5:50: 期望的结论是 "pass"；应为：satisfied、not_satisfied、no_evidence 或 not_applicable；请更正 outcome`,
		},
		"a parameter left to its default, which stock tools do not know": {
			"cases:" + threeCases + "  甲: {facts: {hours: 8}, want: {outcome: satisfied}}\n",
			"lamps_lit/cases.yaml:5:6: 例子没有写参数 min；应为：写明每个参数：opa test 也运行这些例子，却不知道缺省值；请补上 min: 8",
		},
		"a parameter out of bounds": {
			"cases:" + threeCases + "  甲: {params: {min: 0}, facts: {hours: 8}, want: {outcome: satisfied}}\n",
			"lamps_lit/cases.yaml:5:6: 参数 min 是 0；应为：不小于 1；请改数字",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := own(t, test.cases)
			_, err := load(t, source).RunCases(source)
			if err == nil {
				t.Fatal("not refused")
			}
			if diff := cmp.Diff(test.want, err.Error()); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// The judge that overlooks missing evidence is made here; the shortfall then stays silent
// where there is nothing to compare, and only taking facts away shows it.
func TestACheckThatIsSatisfiedWithoutEvidenceIsCaught(t *testing.T) {
	t.Parallel()
	careless := fstest.MapFS{}
	for _, name := range []string{"judge/judge.rego", "lib/bundle/bundle.rego"} {
		source, err := fs.ReadFile(policies.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		without := strings.Replace(string(source), "absent(path) := {path} if _fact(path) == null\n", "", 1)
		careless[name] = &fstest.MapFile{Data: []byte(without)}
	}
	files, _ := archiveOf(t, "own.txtar")
	rule := string(files["lamps_lit/lamps_lit.rego"].Data)
	rule = strings.Replace(rule, "if not _enough", "if input.facts.hours < input.params.min", 1)
	rule, _, _ = strings.Cut(rule, "\n_enough")
	careless["checks/lamps_lit/lamps_lit.rego"] = &fstest.MapFile{Data: []byte(rule)}
	careless["checks/lamps_lit/cases.yaml"] = files["lamps_lit/cases.yaml"]
	engine, err := policies.Load(evidence.DefaultSchema(), careless)
	if err != nil {
		t.Fatal(err)
	}
	results, err := engine.RunCases(careless)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][]string{}
	for _, result := range results {
		got[result.Name] = result.Differences
	}
	want := map[string][]string{
		"够":    {"去掉 facts.hours 后仍判为符合；缺了必须举证的事实不能过关"},
		"不够":   nil,
		"没有填写": {"结论应为 no_evidence，实际为 satisfied", "去掉 facts.hours 后仍判为符合；缺了必须举证的事实不能过关"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

func TestTheTemplateLoadsAndPassesItsOwnCases(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	for name, content := range policies.Template("new_check") {
		files["checks/new_check/"+name] = &fstest.MapFile{Data: content}
	}
	results, err := load(t, files).RunCases(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) != 3 {
		t.Errorf("%d cases ran", len(results))
	}
	for _, result := range results {
		if len(result.Differences) > 0 {
			t.Errorf("%s: %v", result.Name, result.Differences)
		}
	}
}
