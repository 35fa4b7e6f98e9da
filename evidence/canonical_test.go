package evidence_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

// spelling is one value: as the canonical form has it, and as somebody types it.
type spelling struct{ plain, spoken string }

func drawSpelling(t *rapid.T, f evidence.Fact) spelling {
	pick := func(options ...spelling) spelling { return rapid.SampledFrom(options).Draw(t, f.Path) }
	switch f.Type {
	case "boolean":
		return pick(spelling{"true", "是"}, spelling{"true", "√"}, spelling{"false", "没有"}, spelling{"false", "×"})
	case "integer":
		n := rapid.IntRange(1, 900).Draw(t, f.Path)
		return pick(spelling{fmt.Sprint(n), fmt.Sprintf("%d%s", n, f.Unit)}, spelling{fmt.Sprint(n), fmt.Sprintf("'%d.0'", n)})
	case "number":
		n := rapid.IntRange(1, 90).Draw(t, f.Path)
		return pick(spelling{fmt.Sprintf("%d.5", n), fmt.Sprintf("%d.50 %s", n, f.Unit)}, spelling{fmt.Sprint(n), fmt.Sprintf("'%d．00'", n)})
	case "date":
		return drawDate(t)
	case "document":
		d := drawDate(t)
		return pick(spelling{"{value: false, source: [D1]}", "{值: 无, 依据: D1}"},
			spelling{"{value: {number: 1 号, date: " + d.plain + "}, source: [D1]}", "{日期: " + d.spoken + ", 依据: D1, 文号: 1 号, 名称: }"})
	case "photo":
		d := drawDate(t)
		return pick(spelling{"false", "没有"}, spelling{"{date: " + d.plain + "}", "{日期: " + d.spoken + "}"})
	case "list":
		return drawList(t, f)
	}
	switch {
	case strings.HasSuffix(f.Path, "_month"):
		return spelling{"2016-11", `"2016-11"`}
	case len(f.Enum) > 0:
		word := rapid.SampledFrom(f.Enum).Draw(t, f.Path)
		return spelling{"\"" + word + "\"", " " + word}
	}
	return pick(spelling{"党群服务中心", "'党群服务中心'"}, spelling{`"4.10"`, "4.10"}, spelling{`"yes"`, "yes"})
}

func drawDate(t *rapid.T) spelling {
	year, month, day := rapid.IntRange(2000, 2026).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day")
	form := rapid.SampledFrom([]string{"%d年%d月%d日", "%d/%d/%d", "%d.%d.%d", "%d-%d-%d", "%04d%02d%02d"}).Draw(t, "form")
	return spelling{fmt.Sprintf("%04d-%02d-%02d", year, month, day), fmt.Sprintf(form, year, month, day)}
}

func drawList(t *rapid.T, f evidence.Fact) spelling {
	var items []string
	switch f.ItemType {
	case "object":
		return spelling{"[{date: 2026-01-01, count: 3}]", "[{人次: 3, 日期: 2026.1.1}]"}
	case "date":
		items = []string{"2026-01-01", "2026-02-01"}
	default:
		items = f.Enum
	}
	n := rapid.IntRange(0, min(2, len(items))).Draw(t, f.Path)
	if n == 0 {
		return spelling{"[]", "无"}
	}
	return spelling{"[" + strings.Join(items[:n], ", ") + "]", "['" + strings.Join(items[:n], "', '") + "']"}
}

// drawBundle writes the same random evidence twice: plainly, and in other words, other
// order and with comments.
func drawBundle(t *rapid.T) (plain, spoken string) {
	schema := testSchema()
	var first strings.Builder
	first.WriteString(strings.Replace(header, "evidence:", "  D1: {kind: document, title: 批复, date: 2026-01-01}\nevidence:", 1))
	blocks := []string{}
	for _, section := range schema.Sections() {
		if strings.Contains(section.Path, ".") || !rapid.Bool().Draw(t, "with "+section.Path) {
			continue
		}
		lines := []string{}
		for _, fact := range section.Facts {
			if !rapid.Bool().Draw(t, "with "+fact.Path) {
				continue
			}
			value := drawSpelling(t, fact)
			name := fact.Path[strings.LastIndexByte(fact.Path, '.')+1:]
			if len(fact.Sources) > 0 && fact.Type != "document" {
				value = spelling{"{value: " + value.plain + ", source: [S1]}", "{依据: S1, 值: " + value.spoken + "}"}
			}
			indent := "  "
			if section.Path != "" {
				indent = "    "
			}
			if len(lines) == 0 && section.Path != "" {
				first.WriteString("  " + section.Path + ":\n")
			}
			first.WriteString(indent + name + ": " + value.plain + "\n")
			lines = append(lines, indent+rapid.SampledFrom([]string{name, fact.Title}).Draw(t, "key")+": "+value.spoken+" # 说明\n")
		}
		text := strings.Join(rapid.Permutation(lines).Draw(t, "order"), "")
		if section.Path != "" {
			text = "  " + rapid.SampledFrom([]string{section.Path, section.Title}).Draw(t, "key") + ":\n" + text
		}
		blocks = append(blocks, text)
	}
	if strings.HasSuffix(first.String(), "evidence:\n") {
		first.WriteString("  {}\n")
	}
	blocks = rapid.Permutation(blocks).Draw(t, "order")
	return first.String(), `# 换一种写法
事实:
` + strings.Join(blocks, "\n") + `
统计截止日: 2026年6月30日
依据:
  D1: {名称: 批复, 种类: 文件, 日期: 2026/1/1}
  P1: {title: 照片, kind: 照片, date: 2026-5-2, 地点: 站门口}
  S1: {system: 业务系统, date: 2026.6.30, kind: system, title: 导出表}
subject: {区划代码: '330482106000', 层级: 镇, kind: station, name: 示例镇退役军人服务站, 编号: sample-town}
`
}

func TestDigestDependsOnWhatIsSaidAlone(t *testing.T) {
	t.Parallel()
	validator := library(t, "testdata/schema.json")
	rapid.Check(t, func(t *rapid.T) {
		plain, spoken := drawBundle(t)
		options := evidence.Options{Schema: testSchema()}
		a, err := evidence.Read("plain.yaml", []byte(plain), options)
		if err != nil {
			t.Fatalf("%v\n%s", err, plain)
		}
		b, err := evidence.Read("spoken.yaml", []byte(spoken), options)
		if err != nil {
			t.Fatalf("%v\n%s", err, spoken)
		}
		first, second := canonical(t, a), canonical(t, b)
		if diff := cmp.Diff(string(first), string(second)); diff != "" || a.Digest != b.Digest || a.DigestSM3 != b.DigestSM3 {
			t.Fatalf("digests differ (-plain +spoken):\n%s\n%s\n%s", diff, plain, spoken)
		}
		validate(t, validator, first)
	})
}

func TestDigestChangesWithEveryThingSaid(t *testing.T) {
	t.Parallel()
	base := string(accepted(t, "plain.yaml"))
	want := read(t, base).Digest
	for _, change := range [][2]string{
		{"sample-town", "sample-city"},
		{"示例镇退役军人服务站", "示例街道退役军人服务站"},
		{"330482106000", "330482107000"},
		{"sample: true", "sample: false"},
		{"reporting_date: 2026-06-30", "reporting_date: 2026-06-29"},
		{"  uscc: 12330482MB0000000U\n", ""},
		{"area_sqm: 92", "area_sqm: 92.5"},
		{"fixed: true", "fixed: false"},
		{"fixed: true", "fixed: {value: true, source: [P1]}"},
		{"[服务承诺, 接访]", "[接访, 服务承诺]"},
		{"plate: false", "plate:"},
		{"dates: []", "dates:"},
		{"[服务承诺, 接访]", "[服务承诺]"},
		{"place: 站门口", "place: 大厅"},
		{"item: C06", "item: C07"},
		{"缺一块标识", "缺两块标识"},
		{"核查员甲", "核查员乙"},
		{"count: 12", "count: 13"},
	} {
		text := strings.Replace(base, change[0], change[1], 1)
		if text == base {
			t.Fatalf("%s is not in the sample", change[0])
		}
		if got := read(t, text).Digest; got == want {
			t.Errorf("%s → %s left the digest as it was", change[0], change[1])
		}
	}
}

func TestSourceOfASectionIsTheSourceOfItsFacts(t *testing.T) {
	t.Parallel()
	bySection := read(t, header+"  premises:\n    source: [P1, S1]\n    area_sqm: 92\n    fixed: {value: 是, source: S1}\n    host:\n  staff: {}\n")
	byFact := read(t, header+"  premises:\n    area_sqm: {value: 92, source: [P1, S1]}\n    fixed: {value: 是, source: [S1]}\n")
	if bySection.Digest != byFact.Digest {
		t.Error("the digests differ")
	}
}

func TestBundleMadeByHandHasACanonicalForm(t *testing.T) {
	t.Parallel()
	b := &evidence.Bundle{Subject: evidence.Subject{ID: "x"}, ReportingDate: "2026-06-30"}
	if got := string(canonical(t, b)); got != `{"backing":{},"evidence":{},"findings":[],"reporting_date":"2026-06-30","sources":{},"subject":{"id":"x"}}` {
		t.Errorf("got %s", got)
	}
	b.Facts = &evidence.Value{Kind: evidence.Number, Text: "twelve"}
	if _, err := b.Canonical(); err == nil {
		t.Error("a number that is none has a canonical form")
	}
}

// A bundle made by hand may hold any text in any order; the library of RFC 8785 is the
// reference for what is canonical.
func TestTheCanonicalFormIsCanonicalWhateverTheText(t *testing.T) {
	t.Parallel()
	word := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.RuneFrom([]rune("\"\\/\b\t\n\f\r\x00\x1f\x7f<&>\u2028\ufffd\uffff\ue000𝄞a.中"))))
	rapid.Check(t, func(t *rapid.T) {
		id, name := word.Draw(t, "id"), word.Draw(t, "name")
		facts := &evidence.Value{Kind: evidence.Object}
		for _, key := range rapid.SliceOfNDistinct(word, 0, 4, rapid.ID).Draw(t, "keys") {
			value := &evidence.Value{Kind: evidence.String, Text: word.Draw(t, "text"), Sources: []string{word.Draw(t, "source")}}
			if rapid.Bool().Draw(t, "number") {
				value.Kind, value.Text = evidence.Number, rapid.SampledFrom([]string{
					"0", "7", "-0", "007e1", "1.50", "0.1", "123456789012345", "1234567890123456789", "1e30", "0.0000001",
				}).Draw(t, "text")
			}
			facts.Fields = append(facts.Fields, evidence.Field{Name: key, Value: value})
		}
		b := &evidence.Bundle{Subject: evidence.Subject{ID: id, Name: name}, Facts: facts, Sources: map[string]evidence.Source{
			word.Draw(t, "first"): {Title: word.Draw(t, "title")}, word.Draw(t, "second"): {By: "x"},
		}}
		got, err := b.Canonical()
		if err != nil {
			if !strings.Contains(err.Error(), "007e1") {
				t.Fatal(err)
			}
			return
		}
		want, err := jcs.Transform(got)
		if err != nil {
			t.Fatalf("%v\n%q", err, got)
		}
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Fatalf("(-canonical +got):\n%s", diff)
		}
		var read struct{ Subject struct{ ID, Name string } }
		if err := json.Unmarshal(got, &read); err != nil || read.Subject.ID != id || read.Subject.Name != name {
			t.Fatalf("read %+v, %v", read, err)
		}
	})
}

type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

func canonical(t failer, b *evidence.Bundle) []byte {
	t.Helper()
	data, err := b.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// library is an independent reader of the same JSON Schema.
func library(t failer, file string) *jsonschema.Schema {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func validate(t failer, schema *jsonschema.Schema, data []byte) {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var tree map[string]any
	if err := decoder.Decode(&tree); err != nil {
		t.Fatal(err)
	}
	delete(tree, "backing")
	if err := schema.Validate(tree); err != nil {
		t.Fatalf("the library refuses what was read: %v\n%s", err, data)
	}
}

func TestReaderAcceptsOnlyWhatTheLibraryAccepts(t *testing.T) {
	t.Parallel()
	validate(t, library(t, "testdata/schema.json"), canonical(t, read(t, string(accepted(t, "spoken.yaml")))))
	text := evidence.Template(evidence.DefaultSchema(), "station", "village", nil)
	b, err := evidence.Read("template.yaml", text, evidence.Options{})
	if err != nil {
		t.Fatal(err)
	}
	validate(t, library(t, "schema.json"), canonical(t, b))
}

func TestFaultsComeSortedAndNeverWithHalfABundle(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		plain, _ := drawBundle(t)
		lines := strings.Split(plain, "\n")
		for range rapid.IntRange(1, 4).Draw(t, "damages") {
			i := rapid.IntRange(0, len(lines)-1).Draw(t, "line")
			lines[i] = rapid.SampledFrom([]string{"  unknown: 1", "    area_sqm: 约30", "", lines[i] + "x", "x" + lines[i], "\t" + lines[i]}).Draw(t, "damage")
		}
		b, err := evidence.Read("damaged.yaml", []byte(strings.Join(lines, "\n")), evidence.Options{Schema: testSchema()})
		if err == nil {
			return
		}
		var faults yamltext.Faults
		if b != nil || !errors.As(err, &faults) || len(faults) == 0 {
			t.Fatalf("got the bundle %v and the error %v", b, err)
		}
		for i, f := range faults {
			if f.At.File != "damaged.yaml" || f.Found == "" || f.Code == "" || f.At.Line < 1 || f.At.Line > len(lines)+1 {
				t.Fatalf("fault without its place or words: %+v", f)
			}
			if i > 0 && faults[i-1].At.Line > f.At.Line {
				t.Fatalf("not in order: %v", faults)
			}
		}
	})
}
