package evidence_test

import (
	"fmt"
	"strings"
	"testing"

	"zhanping/evidence"
)

// field reads one fact of the test schema, written as text.
func field(t *testing.T, section, name, text string) (*evidence.Bundle, error) {
	t.Helper()
	yaml := fmt.Sprintf("%s  %s:\n    source: [S1]\n    %s: %s\n", header, section, name, text)
	return evidence.Read("bundle.yaml", []byte(yaml), evidence.Options{Schema: testSchema()})
}

func TestNumbersAreReadExactly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, fact, text, want string }{
		{"a plain number", "area_sqm", "92", "92"},
		{"a decimal keeps its digits", "area_sqm", "92.05", "92.05"},
		{"zeros at the end say nothing", "area_sqm", "92.50", "92.5"},
		{"a number in quotes", "area_sqm", `"92"`, "92"},
		{"full-width digits and stop", "area_sqm", "９２．５", "92.5"},
		{"the unit of the fact", "area_sqm", "92㎡", "92"},
		{"another word for the unit", "area_sqm", "92 平方米", "92"},
		{"ten-thousands", "area_sqm", "1.2万", "12000"},
		{"a fraction of ten-thousands that is not round", "area_sqm", "1.23456万㎡", "12345.6"},
		{"small ten-thousands", "area_sqm", "0.0001万", "1"},
		{"thousands in groups", "area_sqm", "1,200", "1200"},
		{"groups with full-width commas", "area_sqm", "12，345.6", "12345.6"},
		{"nought", "area_sqm", "0", "0"},
		{"nought with a sign is nought", "area_sqm", "-0", "0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b, err := field(t, "premises", c.fact, c.text)
			if err != nil {
				t.Fatal(err)
			}
			if got := b.Value("premises." + c.fact); got.Kind != evidence.Number || got.Text != c.want {
				t.Errorf("%s read as %+v, want %s", c.text, got, c.want)
			}
		})
	}
}

func TestLargeAndNegativeNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"3亿": "300000000", "1.00000001亿元": "100000001", "-1,200": "-1200", "-0.5": "-0.5", "-1.5万": "-15000",
	} {
		b, err := field(t, "case", "spent", text)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.Value("case.spent").Text; got != want {
			t.Errorf("%s read as %s, want %s", text, got, want)
		}
	}
}

func TestAmbiguousNumbersAreRefused(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"约30": "不是确定的数", "30多": "不是确定的数", "30左右": "不是确定的数", "近百": "不是确定的数",
		"1,20": "逗号", "1,2000": "逗号", "0,200": "逗号", "12,34": "逗号",
		"010": "多余的 0", "00": "多余的 0", "0x1F": "十六进制", "1_000": "下划线", "1e3": "科学记数法", "1.5E+3": "科学记数法",
		".nan": "不是数", "-.inf": "不是数", "一百": "汉字数字", "2万3千": "汉字数字",
		"无": "不是数", "30-40": "不是一个数", "30~40": "不是一个数", "3/4": "不是一个数", "3至4": "不是一个数",
		"+5": "加号", "1234567890123456": "位数太多", "85%": "百分号", "30个": "单位写成“个”，这里按“㎡”计；应为：0 至 100000 的数，单位 ㎡；请按“㎡”换算，只写数", "92亩": "单位写成“亩”", "9.2亿亩": "单位写成“亿亩”", "不详": "不是确定的数",
		`""`: "没有数字", "[3]": "列表", "{值: {a: 3}}": "映射", "-1": "超出范围", "100000.1": "超出范围", ".5": "不是确定的数", "5.": "不是确定的数",
		"true": "不是确定的数", "2026-03-01": "不是一个数", "--5": "不是确定的数", "999999999999万": "不是确定的数",
	} {
		_, err := field(t, "premises", "area_sqm", text)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "使用面积") {
			t.Errorf("%s gave %v, want a refusal that says %s", text, err, want)
		}
	}
}

func TestWholeNumbersAreWhole(t *testing.T) {
	t.Parallel()
	if b, err := field(t, "staff", "total", "12.0"); err != nil || b.Value("staff.total").Text != "12" {
		t.Errorf("12.0 gave %v", err)
	}
	for text, want := range map[string]string{
		"2个": "单位写成“个”，这里按“人”计；应为：0 至 5000 的整数，单位 人；请只写 2", "1,200户": "请只写 1200", "2小时": "请按“人”换算，只写数",
		"无": "请改成 0，没有就写 0；不知道就留空",
	} {
		if _, err := field(t, "staff", "total", text); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s gave %v, want %s", text, err, want)
		}
	}
	for _, text := range []string{"12.5", "0.00001万"} {
		if _, err := field(t, "staff", "total", text); err == nil || !strings.Contains(err.Error(), "不是整数") {
			t.Errorf("%s gave %v, want a refusal", text, err)
		}
	}
}

func TestPercentagesAreNotRatios(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"85%": "85", "８５％": "85", "85": "85", "99.5 %": "99.5"} {
		b, err := field(t, "case", "rate", text)
		if err != nil || b.Value("case.rate").Text != want {
			t.Errorf("%s gave %v, want %s", text, err, want)
		}
	}
	b, err := field(t, "case", "rate", "0.85")
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Notes) != 1 || !strings.Contains(b.Notes[0].Text, "按 0.85% 读取") {
		t.Errorf("0.85 gave the notes %v, want one that asks whether it is a ratio", b.Notes)
	}
}

func TestYesAndNo(t *testing.T) {
	t.Parallel()
	for want, texts := range map[bool][]string{
		true:  {"true", "True", "TRUE", `"true"`, "是", "有", "√", "✓"},
		false: {"false", "False", "否", "无", "没有", "×", "'false'"},
	} {
		for _, text := range texts {
			b, err := field(t, "premises", "fixed", text)
			if err != nil || b.Value("premises.fixed").Bool != want {
				t.Errorf("%s gave %v, want %v", text, err, want)
			}
		}
	}
	for _, text := range []string{"yes", "no", "on", "off", "y", "N", "1", "0", "x", "有的", "是否", "不详", "[是]"} {
		if _, err := field(t, "premises", "fixed", text); err == nil || !strings.Contains(err.Error(), "是 或 否") {
			t.Errorf("%s gave %v, want a refusal", text, err)
		}
	}
}

func TestDatesNeedAllTheirParts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"2026-03-01", "2026-3-1", "2026/03/01", "2026/3/1", "2026.3.1", "20260301", "2026年3月1日", "2026年03月01号",
		"２０２６年３月１日", `"2026-03-01"`,
	} {
		b, err := field(t, "premises", "opened", text)
		if err != nil || b.Value("premises.opened").Text != "2026-03-01" {
			t.Errorf("%s gave %v, want 2026-03-01", text, err)
		}
	}
	for text, want := range map[string]string{
		"3月1日": "缺少年份", "2026年3月": "缺少日", "2026-03": "缺少日", "03/04/2026": "先后", "26-3-1": "先后", "2026-02-29": "日历上没有",
		"2026-13-01": "日历上没有", "1026-03-01": "年份", "2026-03-01T10:00:00": "时刻", "2026": "不是完整的日期", "去年": "不是完整的日期",
		"2026-3-1日": "不是完整的日期", "20261301": "日历上没有", `""`: "不是完整的日期",
	} {
		if _, err := field(t, "premises", "opened", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gave %v, want a refusal that says %s", text, err, want)
		}
	}
	if _, err := field(t, "premises", "opened", "2024-02-29"); err != nil {
		t.Errorf("a leap day was refused: %v", err)
	}
}

func TestTextStaysAsWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"4.10": "4.10", "010": "010", "yes": "yes", "2026-03-01": "2026-03-01", "0x1F": "0x1F", "1_000": "1_000", "是": "是", "ＡＢ": "ＡＢ", `" a "`: " a ",
	} {
		b, err := field(t, "premises", "clause", text)
		if err != nil || b.Value("premises.clause").Text != want || b.Value("premises.clause").Kind != evidence.String {
			t.Errorf("%s gave %v", text, err)
		}
	}
}

func TestNothingWrittenIsNothingSupplied(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "~", "null", "{value: , source: [S1]}", "{source: [S1]}"} {
		b, err := field(t, "premises", "area_sqm", text)
		if err != nil {
			t.Fatal(err)
		}
		if got := b.Value("premises.area_sqm"); got != nil {
			t.Errorf("%q supplied %+v", text, got)
		}
	}
}

// Each row of the table is an example that is true.
func TestConversionTableSaysWhatTheReaderDoes(t *testing.T) {
	t.Parallel()
	places := map[string][2]string{
		"full_width": {"premises", "area_sqm"}, "yes": {"premises", "fixed"}, "no": {"premises", "fixed"}, "quoted": {"premises", "area_sqm"},
		"percent": {"case", "rate"}, "unit": {"premises", "area_sqm"}, "wan": {"case", "spent"}, "yi": {"case", "spent"},
		"thousands": {"case", "spent"}, "zeros": {"premises", "area_sqm"}, "date_words": {"premises", "opened"},
		"date_slashes": {"premises", "opened"}, "date_stops": {"premises", "opened"}, "date_digits": {"premises", "opened"},
		"date_zeros": {"premises", "opened"}, "none_list": {"case", "dates"}, "none_document": {"sign", "plate"},
	}
	for _, rule := range evidence.ConversionRules() {
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			var b *evidence.Bundle
			var err error
			place, ok := places[rule.Name]
			switch {
			case ok:
				b, err = field(t, place[0], place[1], rule.From)
			case rule.Name == "enum_title":
				b = read(t, strings.Replace(header, "level: town", "level: "+rule.From, 1))
			case rule.Name == "list_marks":
				b = read(t, header+"  policy: "+rule.From+"\n")
			case rule.Name == "letter_case":
				b = read(t, strings.Replace(header, "  level:", "  uscc: "+rule.From+"\n  level:", 1))
			default:
				t.Fatal("the table has a row that no test knows")
			}
			if err != nil {
				t.Fatal(err)
			}
			if len(b.Conversions) != 1 {
				t.Fatalf("%s made the conversions %v, want one", rule.From, b.Conversions)
			}
			got := b.Conversions[0]
			if got.Rule != rule.Name || got.To != rule.To || got.From != rule.From || rule.Title == "" {
				t.Errorf("got %s: %s → %s, the table says %s → %s", got.Rule, got.From, got.To, rule.From, rule.To)
			}
		})
	}
}
