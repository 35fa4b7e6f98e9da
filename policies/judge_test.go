package policies_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

const day = "2026-06-30"

// bundle is a town's bundle with the given lines below "evidence".
func bundle(t *testing.T, lines ...string) *evidence.Bundle {
	t.Helper()
	text := `subject: {id: test-town, name: 示例镇服务站, kind: station, level: town, region: "330499101000", sample: true}
reporting_date: 2026-06-30
sources:
  S: {kind: system, title: 月报, system: 信息系统, date: 2026-06-30, by: 经办员甲}
evidence:
`
	if len(lines) == 0 {
		text = strings.TrimSuffix(text, "evidence:\n") + "evidence: {}\n"
	}
	for _, line := range lines {
		text += "  " + line + "\n"
	}
	b, err := evidence.Read("bundle.yaml", []byte(text), evidence.Options{})
	if err != nil {
		t.Fatalf("bundle:\n%v", err)
	}
	return b
}

// standard has one item of all given parts; it may be absent.
func standard(parts ...standards.Part) *standards.Standard {
	item := standards.Item{ID: "A01", Absence: standards.AbsenceExclude, Parts: parts}
	return &standards.Standard{ID: "test", Chapters: []standards.Chapter{{ID: "A", Items: []standards.Item{item}}}}
}

func bind(t *testing.T, engine *policies.Engine, parts ...standards.Part) *policies.Judge {
	t.Helper()
	judge, err := engine.Bind(standard(parts...))
	if err != nil {
		t.Fatalf("bind:\n%v", err)
	}
	return judge
}

func judged(t *testing.T, judge *policies.Judge, b *evidence.Bundle) []assessment.PartFinding {
	t.Helper()
	findings, err := judge.Judge(t.Context(), b, day)
	if err != nil {
		t.Fatal(err)
	}
	return findings["A01"].Parts
}

func facts(pairs ...string) map[string][]string {
	bound := map[string][]string{}
	for i := 0; i < len(pairs); i += 2 {
		bound[pairs[i]] = append(bound[pairs[i]], pairs[i+1])
	}
	return bound
}

var (
	area = standards.Part{Check: "floor_area", Params: map[string]any{"min_m2": json.Number("30")}}
	rate = standards.Part{
		Check: "rate_at_least", Facts: facts("done", "case.on_time", "due", "case.closed"),
		Params: map[string]any{"min_percent": json.Number("95")},
	}
)

func TestAnItemIsDecidedOnItsEvidence(t *testing.T) {
	t.Parallel()
	engine := load(t)
	for name, test := range map[string]struct {
		part  standards.Part
		lines []string
		want  assessment.PartFinding
	}{
		"enough": {area, []string{"premises: {area_sqm: 34}"}, assessment.PartFinding{
			Outcome: assessment.Satisfied, Observations: []string{"使用面积 34 ㎡"}, Reads: []string{"premises.area_sqm"},
		}},
		"a little short": {area, []string{"premises: {area_sqm: 29.9}"}, assessment.PartFinding{
			Outcome: assessment.NotSatisfied, Observations: []string{"使用面积 29.9 ㎡"}, Reads: []string{"premises.area_sqm"},
			Shortfalls: []assessment.Shortfall{{Kind: "below", Count: standards.PointsOf(1), Text: "低于要求的 30 ㎡"}},
		}},
		"nothing stated": {area, nil, assessment.PartFinding{
			Outcome: assessment.NoEvidence, Missing: []string{"premises.area_sqm"}, Reads: []string{"premises.area_sqm"},
		}},
		"left empty": {area, []string{"premises: {area_sqm: }"}, assessment.PartFinding{
			Outcome: assessment.NoEvidence, Missing: []string{"premises.area_sqm"}, Reads: []string{"premises.area_sqm"},
		}},
		"a rate is exact": {rate, []string{"case: {on_time: {value: 2, source: [S]}, closed: {value: 3, source: [S]}}"}, assessment.PartFinding{
			Outcome: assessment.NotSatisfied, Reads: []string{"case.closed", "case.on_time"},
			Measure: &assessment.Measure{Value: standards.MustPoints("200/3"), Target: standards.PointsOf(95)},
		}},
		"a role names its path": {rate, []string{"case: {closed: {value: 3, source: [S]}}"}, assessment.PartFinding{
			Outcome: assessment.NoEvidence, Missing: []string{"case.on_time"}, Reads: []string{"case.closed", "case.on_time"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := judged(t, bind(t, engine, test.part), bundle(t, test.lines...))[0]
			if test.want.Measure != nil { // the words of the rate are the check's own affair
				got.Observations, got.Shortfalls = nil, nil
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("finding (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWordsCarryTitlesAndUnitsOfTheSchema(t *testing.T) {
	t.Parallel()
	judge := bind(t, load(t), rate)
	got := judged(t, judge, bundle(t, "case: {on_time: {value: 18, source: [S]}, closed: {value: 20, source: [S]}}"))[0]
	for _, path := range []string{"case.on_time", "case.closed"} {
		fact, ok := evidence.DefaultSchema().Fact(path)
		if !ok {
			t.Fatalf("no fact %s", path)
		}
		if text := got.Shortfalls[0].Text; !strings.Contains(text, fact.Title) || !strings.Contains(text, "90%") {
			t.Errorf("shortfall %q does not name %s and 90%%", text, fact.Title)
		}
	}
}

func TestACheckThatComesToGriefIsAnErrorOfItsPartAlone(t *testing.T) {
	t.Parallel()
	engine := load(t, archive(t, "troubled.txtar"))
	for name, test := range map[string]struct {
		part standards.Part
		line string
		want string
	}{
		"a date that does not parse": {
			standards.Part{Check: "opens_by", Facts: facts("day", "leadership.head_role")},
			"leadership: {head_role: 党委书记}", "遇到无法处理的值（checks/opens_by/opens_by.rego:17:41",
		},
		"two values for one rule": {
			standards.Part{Check: "two_minds", Facts: facts("count", "zone.service_windows")},
			"zone: {service_windows: 12}", "得出互相矛盾的值",
		},
		"a shortfall of nothing": {
			standards.Part{Check: "counts_nothing", Facts: facts("count", "zone.service_windows")},
			"zone: {service_windows: 0}", "的数量是 0",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := judged(t, bind(t, engine, test.part, area), bundle(t, test.line, "premises: {area_sqm: 34}"))
			if found[0].Outcome != assessment.Errored || !strings.Contains(found[0].Err, test.want) {
				t.Errorf("got %s %q, want an error with %q", found[0].Outcome, found[0].Err, test.want)
			}
			if found[1].Outcome != assessment.Satisfied {
				t.Errorf("the other part is %s", found[1].Outcome)
			}
		})
	}
}

func TestACheckThatNeverEndsIsStopped(t *testing.T) {
	t.Parallel()
	engine := load(t, archive(t, "troubled.txtar"))
	judge := bind(t, engine, standards.Part{Check: "never_ends", Facts: facts("names", "policy")}, area)
	judge = judge.Within(policies.Limits{Part: 50 * time.Millisecond, Bundle: time.Minute})
	names, _ := evidence.DefaultSchema().Fact("policy")
	line := "policy: [" + strings.Join(names.Enum, ", ") + "]"
	found := judged(t, judge, bundle(t, line, "premises: {area_sqm: 34}"))
	if found[0].Outcome != assessment.Errored || !strings.Contains(found[0].Err, "超过时限") {
		t.Errorf("got %s %q", found[0].Outcome, found[0].Err)
	}
	if found[1].Outcome != assessment.Satisfied {
		t.Errorf("the other part is %s", found[1].Outcome)
	}
}

func TestTheEndOfTheContextEndsTheJudging(t *testing.T) {
	t.Parallel()
	judge := bind(t, load(t), area)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := judge.Judge(ctx, bundle(t), day); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestShortfallsAreToldInTheOrderOfFileAndCatalogue(t *testing.T) {
	t.Parallel()
	judge := bind(t, load(t, archive(t, "troubled.txtar")), standards.Part{
		Check: "order", Facts: facts("each", "zone.service", "each", "premises.fixed"),
		Params: map[string]any{"elements": []any{"乙", "甲"}},
	})
	found := judged(t, judge, bundle(t, "zone: {service: 否}", "premises: {fixed: 否}"))[0]
	var got []string
	for _, shortfall := range found.Shortfalls {
		got = append(got, shortfall.Text)
	}
	schema := evidence.DefaultSchema()
	service, _ := schema.Fact("zone.service")
	fixed, _ := schema.Fact("premises.fixed")
	want := []string{service.Title + "先说", fixed.Title + "先说", "缺乙", "缺甲", "2026-01-01起", "2026-04-01起"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("shortfalls (-want +got):\n%s", diff)
	}
}

// mixed are parts that read facts, days and subject in every way.
var mixed = []standards.Part{
	area,
	rate,
	{Check: "for_level", Facts: facts("count", "zone.service_windows")},
	{Check: "all_yes", Facts: facts("each", "zone.service", "each", "premises.fixed")},
	{Check: "set_includes", Facts: facts("set", "policy"), Params: map[string]any{"required": []any{"接访", "服务承诺"}}},
	{Check: "document_exists", Facts: facts("document", "leadership.group_doc"), Params: map[string]any{"within_months": json.Number("12")}},
}

func TestVerdictsThatAreKeptAreTheVerdictsThatAreMade(t *testing.T) {
	t.Parallel()
	judge := bind(t, load(t, archive(t, "troubled.txtar")), mixed...)
	rapid.Check(t, func(r *rapid.T) {
		optional := func(line string, values ...string) []string {
			if value := rapid.SampledFrom(append(values, "")).Draw(r, line); value != "" {
				return []string{fmt.Sprintf(line, value)}
			}
			return nil
		}
		var lines []string
		lines = append(lines, optional("premises: {area_sqm: %s, fixed: 是}", "29.9", "30", "34")...)
		lines = append(lines, optional("zone: {service: %s, service_windows: 4}", "是", "否")...)
		lines = append(lines, optional("case: {closed: {value: 20, source: [S]}, on_time: {value: %s, source: [S]}}", "0", "19", "20", "21")...)
		lines = append(lines, optional("policy: [%s]", "接访", "服务承诺, 接访", "走访慰问")...)
		lines = append(lines, optional("leadership: {group_doc: %s}", "无", "{number: 一号}", "{number: 一号, date: 2026-01-15}", "{date: 2024-01-15}")...)
		b := bundle(t, lines...)
		b.Subject.Level = rapid.SampledFrom([]string{"town", "village"}).Draw(r, "level")
		b.ReportingDate = rapid.SampledFrom([]string{"2026-06-30", "2026-03-31"}).Draw(r, "reporting date")
		asOf := rapid.SampledFrom([]string{"2026-06-30", "2027-01-16"}).Draw(r, "as of")
		kept, err := judge.Judge(t.Context(), b, asOf)
		if err != nil {
			r.Fatal(err)
		}
		made, err := judge.Afresh().Judge(t.Context(), b, asOf)
		if err != nil {
			r.Fatal(err)
		}
		if diff := cmp.Diff(made, kept); diff != "" {
			r.Errorf("(-made +kept):\n%s", diff)
		}
	})
}

func TestManyJudgeAtOnce(t *testing.T) {
	t.Parallel()
	judge := bind(t, load(t, archive(t, "troubled.txtar")), mixed...)
	bundles := make([]*evidence.Bundle, 24)
	want := make([]map[string]assessment.ItemFindings, len(bundles))
	for i := range bundles {
		bundles[i] = bundle(t, fmt.Sprintf("premises: {area_sqm: %d, fixed: 是}", 25+i%7), fmt.Sprintf("zone: {service: 是, service_windows: %d}", i%5))
		made, err := judge.Afresh().Judge(t.Context(), bundles[i], day)
		if err != nil {
			t.Fatal(err)
		}
		want[i] = made
	}
	var wait sync.WaitGroup
	for i, b := range bundles {
		wait.Go(func() {
			got, err := judge.Judge(t.Context(), b, day)
			if err != nil {
				t.Error(err)
			} else if diff := cmp.Diff(want[i], got); diff != "" {
				t.Errorf("bundle %d (-alone +together):\n%s", i, diff)
			}
		})
	}
	wait.Wait()
}

func TestEveryItemHasAnEntry(t *testing.T) {
	t.Parallel()
	std := standard(area)
	std.Chapters[0].Items[0].When = &mixed[3]
	std.Chapters[0].Items = append(std.Chapters[0].Items, standards.Item{ID: "A02", Rubric: "看现场"})
	judge, err := load(t).Bind(std)
	if err != nil {
		t.Fatal(err)
	}
	findings, err := judge.Judge(t.Context(), bundle(t, "zone: {service: 是}", "premises: {fixed: 是}"), day)
	if err != nil {
		t.Fatal(err)
	}
	if when := findings["A01"].When; when == nil || when.Outcome != assessment.Satisfied {
		t.Errorf("the condition is %+v", when)
	}
	if got := findings["A01"].Parts[0].Outcome; got != assessment.NoEvidence {
		t.Errorf("the part is %s", got)
	}
	if item, ok := findings["A02"]; !ok || item.When != nil || len(item.Parts) != 0 {
		t.Errorf("the inspector's item is %+v", item)
	}
}
