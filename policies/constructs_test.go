package policies_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/policies"
	"zhanping/standards"
)

// construct is one way in which real sheets score, with the figures of a real sheet.
type construct struct {
	no       int    // as in the list of constructs, 1 to 54
	sheet    string // where it was seen
	head     string // lines of standard.yaml beside the usual ones
	points   string
	chapters []string // each the attributes of the chapter, then its items, one a line
	readings []reading
}

// reading is what a place shows and what it comes to: "2", or "0..2" while unknown.
type reading struct {
	facts    string // members of the section x
	findings string // members of one finding on item 1, by an inspector
	want     string
	grade    string // "" not asked, noGrade none, or "最差..最好" while unknown
	fault    string // part of the fault with which the finding is refused
}

// noGrade is the grade of what belongs to none.
const noGrade = "没有等级"

// constructFacts are facts that the real sheets ask for and our own schema does not.
var constructFacts = map[string]string{
	"yes_a": "boolean", "yes_b": "boolean", "yes_c": "boolean", "yes_d": "boolean", "yes_e": "boolean",
	"k": "integer", "n": "integer", "m": "integer", "percent": "percent", "now": "number", "before": "number",
	"history": `{"type": "array", "maxItems": 20, "items": {"type": "number", "minimum": 0, "maximum": 100000}}`,
	"held":    `{"type": "array", "maxItems": 20, "items": {"type": "string", "enum": ["AAA", "AA", "A", "好", "一般", "不合格"]}}`,
	"area":    `{"type": "string", "enum": ["建成区内", "建成区外"]}`,
	"photo":   `{"$ref": "#/$defs/photo_or_none"}`,
	"petitions": listOf(`"kind": {"title": "级别", "type": "string", "enum": ["县", "市", "省", "北京"]},
		"factors": {"title": "情形", "type": "array", "maxItems": 5, "items": {"title": "情形", "type": "string", "enum": ["集体", "催办未办", "其他干部"]}}`),
	"accidents": listOf(`"kind": {"title": "后果", "type": "string", "enum": ["发生", "后果严重"]}`),
	"enlisted":  listOf(`"kind": {"title": "人员", "type": "string", "enum": ["入伍", "大学生"]}`),
	"groups": listOf(`"kind": {"title": "级别", "type": "string", "enum": ["国家级", "省级"]},
		"name": {"title": "名称", "type": "string", "maxLength": 40}`),
}

func listOf(members string) string {
	return `{"type": "array", "maxItems": 50, "items": {"title": "条", "type": "object", "additionalProperties": false, "required": ["kind"],
		"properties": {"count": {"title": "数量", "type": "integer", "minimum": 1, "maximum": 1000}, ` + members + `}}}`
}

// constructSchema is the schema of evidence with a section x of these facts.
var constructSchema = sync.OnceValues(func() (*evidence.Schema, error) {
	data, err := os.ReadFile("../evidence/schema.json")
	if err != nil {
		return nil, err
	}
	var root map[string]any
	if err := json.Unmarshal(data, &root); err != nil {
		return nil, err
	}
	facts := map[string]any{}
	for name, text := range constructFacts {
		fact := map[string]any{"type": text}
		switch {
		case text == "percent":
			fact["type"], fact["x-unit"], fact["minimum"], fact["maximum"] = "number", "%", 0, 100
		case text == "integer" || text == "number":
			fact["minimum"], fact["maximum"] = 0, 100000
		case strings.HasPrefix(text, "{"):
			fact = map[string]any{}
			if err := json.Unmarshal([]byte(text), &fact); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		fact["title"], fact["description"] = "事实"+name, "构造示例用的事实。"
		facts[name] = fact
	}
	sections := root["properties"].(map[string]any)["evidence"].(map[string]any)["properties"].(map[string]any)
	sections["x"] = map[string]any{
		"title": "示例", "description": "构造示例用的事实。", "type": "object", "additionalProperties": false, "properties": facts,
	}
	text, err := json.Marshal(root)
	if err != nil {
		return nil, err
	}
	return evidence.ParseSchema(text)
})

var constructEngine = sync.OnceValues(func() (*policies.Engine, error) {
	schema, err := constructSchema()
	if err != nil {
		return nil, err
	}
	return policies.Load(schema, policies.FS)
})

// files is the standard as its author would write it.
func (c construct) files() fstest.MapFS {
	fsys := fstest.MapFS{}
	items := 0
	for i, chapter := range c.chapters {
		var b strings.Builder
		fmt.Fprintf(&b, "chapter: %c\ntitle: 第%d章\n", 'A'+i, i+1)
		for line := range strings.SplitSeq(strings.TrimSpace(chapter), "\n") {
			line = strings.TrimSpace(line)
			if !strings.HasPrefix(line, "- {") {
				b.WriteString(line + "\n")
				continue
			}
			if !strings.Contains(b.String(), "items:") {
				b.WriteString("items:\n")
			}
			items++
			b.WriteString("  " + strings.TrimSuffix(line, "}") + ", title: 条目, text: 条文, provenance: {topic: [draft], threshold: draft}}\n")
		}
		fsys[fmt.Sprintf("%02d-chapter.yaml", i+1)] = &fstest.MapFile{Data: []byte(b.String())}
	}
	head := fmt.Sprintf("id: construct-%d\nedition: \"1\"\ntitle: %s\nissuer: 构造示例\ndraft: true\nsources: [draft]\n"+
		"scope: {kind: station}\nin_force: {from: 2020-01-01}\npoints: %s\nitems: %d\n", c.no, c.sheet, c.points, items)
	for line := range strings.SplitSeq(strings.TrimSpace(c.head), "\n") {
		head += strings.TrimSpace(line) + "\n"
	}
	fsys["standard.yaml"] = &fstest.MapFile{Data: []byte(head)}
	return fsys
}

func (r reading) bundle(t *testing.T, no int) *evidence.Bundle {
	t.Helper()
	schema, err := constructSchema()
	if err != nil {
		t.Fatal(err)
	}
	text := "subject: {id: example, name: 示例站, kind: station, level: town, region: \"330499101000\", sample: true}\n" +
		"reporting_date: 2026-06-30\nsources: {S1: {kind: system, title: 系统导出, system: 系统, date: 2026-06-30}}\n" +
		"evidence: {x: {source: [S1], " + r.facts + "}}\n"
	if r.facts == "" {
		text = strings.Replace(text, "{x: {source: [S1], }}", "{}", 1)
	}
	if r.findings != "" {
		text += fmt.Sprintf("findings:\n  - {standard: construct-%d, item: 1, source: on_site, by: 核查员甲, date: 2026-06-20, %s}\n", no, r.findings)
	}
	bundle, err := evidence.Read("bundle.yaml", []byte(text), evidence.Options{Schema: schema})
	if err != nil {
		t.Fatalf("%s:\n%v", text, err)
	}
	return bundle
}

func TestConstructsOfRealSheets(t *testing.T) {
	t.Parallel()
	engine, err := constructEngine()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range constructs {
		t.Run(fmt.Sprintf("%d %s", c.no, c.sheet), func(t *testing.T) {
			t.Parallel()
			std, err := standards.LoadAs(c.files(), ".", "S")
			if err != nil {
				t.Fatalf("load:\n%v", err)
			}
			judge, err := engine.Bind(std)
			if err != nil {
				t.Fatalf("bind:\n%v", err)
			}
			for _, r := range c.readings {
				name := cmp.Or(r.facts+r.findings, "nothing is known")
				report, err := assessment.Assess(t.Context(), std, r.bundle(t, c.no), judge, "2026-07-15", assessment.Pins{})
				var faults yamltext.Faults
				if r.fault != "" {
					if !errors.As(err, &faults) || !strings.Contains(err.Error(), r.fault) {
						t.Errorf("%s: error %v, want %q", name, err, r.fault)
					}
					continue
				}
				if err != nil {
					t.Errorf("%s: %v", name, err)
					continue
				}
				r.compare(t, name, report)
			}
		})
	}
}

func (r reading) compare(t *testing.T, name string, report *assessment.Report) {
	t.Helper()
	got := report.Total.Certain.String()
	if possible := report.Total.Possible.String(); possible != got {
		got += ".." + possible
	}
	if report.Blocked() {
		got = "error: " + report.Items[0].Reason
	}
	var sum standards.Points
	lines := make([]string, len(report.Ledger))
	for i, line := range report.Ledger {
		sum = sum.Add(line.Points)
		lines[i] = fmt.Sprintf("%s %s %s", line.Entry, line.Points, line.Text)
	}
	grade := cmp.Or(report.Grade.Certain, noGrade)
	if possible := cmp.Or(report.Grade.Possible, noGrade); possible != grade {
		grade += ".." + possible
	}
	if got != r.want || r.grade != "" && grade != r.grade {
		t.Errorf("%s: %s %s, want %s %s\n%s", name, got, grade, r.want, r.grade, strings.Join(lines, "\n"))
	}
	if !sum.Equal(report.Total.Certain) {
		t.Errorf("%s: the ledger adds up to %s, the total is %s\n%s", name, sum, report.Total.Certain, strings.Join(lines, "\n"))
	}
}

// TestPricesAreHeldAgainstWhatCanOccur binds rows whose prices and checks do not fit.
func TestPricesAreHeldAgainstWhatCanOccur(t *testing.T) {
	t.Parallel()
	engine, err := constructEngine()
	if err != nil {
		t.Fatal(err)
	}
	const (
		petitions = "kind: deduction, check: occurrences, facts: {list: x.petitions}"
		all       = "县: 0.5, 市: 1, 省: 2, 北京: 5"
		factors   = "集体: 2, 催办未办: 2, 其他干部: 0.5"
	)
	for name, c := range map[string]struct{ item, want string }{
		"a kind without a price":      {petitions + ", scoring: {deduct: {kinds: {县: 1, 市: 1, 省: 2}, factors: {" + factors + "}, at_most: 9}}", "扣分规则没有规定 北京 多少分"},
		"a price for no kind":         {petitions + ", scoring: {deduct: {kinds: {" + all + ", 乡: 1}, factors: {" + factors + "}, at_most: 9}}", "扣分种类 乡 不会出现"},
		"a factor without a multiple": {petitions + ", scoring: {deduct: {kinds: {" + all + "}, factors: {集体: 2, 催办未办: 2}, at_most: 9}}", "没有规定“其他干部”的倍数"},
		"a multiple for no factor":    {petitions + ", scoring: {deduct: {kinds: {" + all + "}, factors: {" + factors + ", 多人: 2}, at_most: 9}}", "加倍情形 多人 不会出现"},
		"earning without merits":      {"kind: bonus, check: occurrences, facts: {list: x.petitions}, scoring: {earn: {each: 1, at_most: 3}}", "判定规则却不给出加分事项"},
		"merits that nothing pays":    {"kind: bonus, points: 1, check: achievements, facts: {list: x.enlisted}", "计分规则却不按次加分"},
		"a merit without a price":     {"kind: bonus, check: achievements, facts: {list: x.enlisted}, scoring: {earn: {kinds: {入伍: 1}, at_most: 3}}", "加分规则没有规定 大学生 多少分"},
		"a gap without a measure":     {"kind: deduction, check: all_yes, facts: {each: [x.yes_a]}, scoring: {deduct: {each: 1, by: gap, at_most: 3}}", "判定规则却不给出 measure"},
		"a kind of the check itself":  {"kind: deduction, check: all_yes, facts: {each: [x.yes_a]}, scoring: {deduct: {each: 0, kinds: {none: 1}, at_most: 3}}", "扣分规则没有规定 no 多少分"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			row := construct{no: 1, sheet: "不相称", points: "0", chapters: []string{"- {id: 1, " + c.item + "}"}}
			std, err := standards.LoadAs(row.files(), ".", "S")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := engine.Bind(std); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("bound with %v, want %q", err, c.want)
			}
		})
	}
}

// aboveASheet is the constructs whose result lies above one sheet, each with the file that
// covers it; a construct that gets its example in the table leaves this list.
var aboveASheet = map[int]string{
	41: "assessment/rank_test.go", // several sheets, each with a line
	42: "assessment/rank_test.go", // quota or rank over grades
	43: "assessment/rank_test.go", // tie-breaks
	44: "assessment/rank_test.go", // year by year, then combined
	45: "assessment/rank_test.go", // several raters
	54: "assessment/rank_test.go", // means over sampled places
}

// TestEveryConstructHasItsExample holds the table to the list of constructs: each stands in
// the table, or lies above one sheet and is covered elsewhere, and not both.
func TestEveryConstructHasItsExample(t *testing.T) {
	t.Parallel()
	const last = 54
	seen := map[int]bool{}
	for _, c := range constructs {
		seen[c.no] = true
		if c.no < 1 || c.no > last {
			t.Errorf("construct %d: %s: there is no such number", c.no, c.sheet)
		}
		if len(c.readings) == 0 {
			t.Errorf("construct %d: %s: nothing is read", c.no, c.sheet)
		}
	}
	for no := 1; no <= last; no++ {
		place, above := aboveASheet[no]
		switch {
		case !seen[no] && !above:
			t.Errorf("construct %d has no example and is not covered elsewhere", no)
		case seen[no] && above:
			t.Errorf("construct %d has its example and is said to be covered by %s", no, place)
		case above:
			if _, err := os.Stat("../" + place); err != nil {
				t.Errorf("construct %d: the place that covers it: %v", no, err)
			}
		}
	}
}
