package evidence_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

func TestContradictionsAreNoted(t *testing.T) {
	t.Parallel()
	text := strings.Replace(header, "system: 业务系统, date: 2026-06-30", "system: 业务系统, date: 2027-07-01", 1) +
		`  plaque: {source: [S1], due: 1000, hung: 1100, signed: 1100}
  staff: {source: [S1], total: 4, full_time: 4.0, trained_12m: 5}
findings:
  - {standard: s, item: A01, source: on_site, outcome: satisfied, by: 甲, date: 2026-07-02}
  - {standard: s, item: A02, source: on_site, outcome: satisfied, by: 甲, date: 2020-07-02}
  - {standard: s, item: A03, source: on_site, outcome: satisfied, by: 甲, date: 2030-07-02}
`
	b, err := evidence.Read("b.yaml", []byte(text), evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := make([]string, len(b.Notes))
	for i, note := range b.Notes {
		got[i] = note.At.String() + ": " + note.Text
	}
	want := []string{
		"b.yaml:9:54: 依据 S1 的日期 2027-07-01 比统计截止日 2026-06-30 晚一年以上；请核对",
		"b.yaml:12:43: 已挂户数 1100 大于应挂户数 1000；请核对",
		"b.yaml:13:64: 受训人数 5 大于工作人员数 4；请核对",
		"b.yaml:16:80: 条目 A02 的结论的日期 2020-07-02 比统计截止日 2026-06-30 早一年以上；请核对",
		"b.yaml:17:80: 条目 A03 的结论的日期 2030-07-02 比统计截止日 2026-06-30 晚一年以上；请核对",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

// A rate of a standard is of a part in its whole; the schema knows it for those that are
// counted in the same unit.
func TestSchemaKnowsWhichFactsArePartsOfAWhole(t *testing.T) {
	t.Parallel()
	schema, parts := evidence.DefaultSchema(), 0
	for _, c := range ratesOfStandards(t) {
		part, _ := schema.Fact(c[0])
		whole, ok := schema.Fact(c[1])
		switch {
		case !ok:
			t.Errorf("%s of %s: no such fact", c[0], c[1])
		case part.Unit == whole.Unit && part.AtMost != whole.Path:
			t.Errorf("%s is at most %q, want %s", part.Path, part.AtMost, whole.Path)
		default:
			parts++
		}
	}
	if parts < 50 {
		t.Errorf("the standards have %d rates", parts)
	}
}

// ratesOfStandards is the part and the whole of every rate in the standards beside.
func ratesOfStandards(t *testing.T) [][2]string {
	t.Helper()
	files, err := filepath.Glob("../standards/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var rates [][2]string
	var visit func(n *yamltext.Node)
	visit = func(n *yamltext.Node) {
		member := map[string]*yamltext.Node{}
		for i, child := range n.Content {
			if n.Kind == yamltext.MappingNode && i%2 == 0 {
				member[child.Value] = n.Content[i+1]
			}
			visit(child)
		}
		roles, ok := map[string][2]string{"rate_at_least": {"done", "due"}, "rate_at_most": {"part", "whole"}}[value(member["check"])]
		if !ok || member["facts"] == nil {
			return
		}
		bound := map[string]string{}
		for i := 0; i+1 < len(member["facts"].Content); i += 2 {
			bound[member["facts"].Content[i].Value] = member["facts"].Content[i+1].Value
		}
		rates = append(rates, [2]string{bound[roles[0]], bound[roles[1]]})
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		root, err := yamltext.Parse(file, data)
		if err != nil {
			t.Fatal(err)
		}
		visit(root)
	}
	return rates
}

func value(n *yamltext.Node) string {
	if n == nil {
		return ""
	}
	return n.Value
}
