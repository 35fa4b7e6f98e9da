package evidence_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSlipsOfThePenAreToldForWhatTheyAre(t *testing.T) {
	t.Parallel()
	const colon = "键后面用了全角冒号；应为：半角冒号加一个空格；请把“：”改成“: ”"
	for _, c := range []struct{ name, text, want string }{
		{"a full-width colon in a section of one key", "  premises:\n    fixed：有\n", "13:10: " + colon},
		{"by its title", "  场所:\n    固定场所：有\n", "13:9: " + colon},
		{"no blank in a section of one key", "  premises:\n    fixed:有\n", "13:10: 冒号后面没有空格；应为：半角冒号加一个空格；请在冒号后面加一个空格"},
		{"in a photo", "  sign:\n    plate:\n      date：2026-01-01\n", "14:11: " + colon},
		{"in braces", "  sign: {plate: {date：2026-01-01}}\n", "12:22: “date”后面的冒号不对；应为：半角冒号加一个空格；请把“：”改成“: ”"},
		{"in the long form", "  premises: {fixed: {value：有}}\n", "12:27: “value”后面的冒号不对；应为：半角冒号加一个空格；请把“：”改成“: ”"},
		{"a text that is no key", "  premises:\n    别的：有\n", "13:5: “场所”是一个部分，这里却写成了“别的：有”；应为：下面缩进写各项事实；请逐项填写；没有可填的就删去整个部分"},
		{"a comma cut a number", "  case: {closed: {value: 1,000, source: [S1]}}\n", "12:26: 千位逗号把“1,000”拆开了；请去掉逗号写成 1000，或给它加引号"},
		{"two commas did", "  case: {spent: 1,000,500}\n", "12:17: 千位逗号把“1,000,500”拆开了；请去掉逗号写成 1000500，或给它加引号"},
		{"items without a blank", "  policy:\n    -服务承诺\n    -接访\n", "13:5: “工作制度”写成了“-服务承诺 -接访”；应为：列表，每项为服务承诺、接访、走访慰问、值班；请在每个“-”后面加一个空格，一项一行"},
		{"a wrong choice among pieces", "  policy: [接访，值斑]\n", "12:12: “工作制度”写成了“值斑”；应为：服务承诺、接访、走访慰问、值班；请核对：是不是要写“值班”"},
		{"no choice at all", "  policy: 【电脑、打印机】\n", "12:11: “工作制度”写成了“【电脑、打印机】”；应为：列表，每项为服务承诺、接访、走访慰问、值班；请写成列表，各项从中选；没有就写 []"},
		{"a count for dates", "  case:\n    dates: 4次\n", "13:12: “会议日期”写成了“4次”；应为：列表，每项为完整的日期，如 2026-03-01；请逐个写出日期，如 [年-月-日, 年-月-日]；没有就写 []"},
		{"dates with Chinese commas", "  case:\n    dates: [2026-01-01，2026-02-01]\n", "13:13: “会议日期”的各项之间用了中文标点；应为：半角逗号；请写成列表：[2026-01-01, 2026-02-01]"},
		{"a placeholder for a source", "  premises: {fixed: {value: 是, source: [（编号）]}}\n", "12:41: 依据还是占位文字“（编号）”；应为：sources 里有的编号；请换成依据的编号"},
		{"a placeholder for a list", "  policy: （逐项填写）\n", "12:11: “工作制度”还是占位文字“（逐项填写）”；应为：列表，每项为服务承诺、接访、走访慰问、值班；请换成实际内容；不知道就留空"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff("bundle.yaml:"+c.want, refuse(t, header+c.text).Error()); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestChoicesWithChinesePunctuationAreAList(t *testing.T) {
	t.Parallel()
	for text, conversions := range map[string]int{
		"[接访, 值班]": 0, "[接访、值班]": 1, "[接访，值班]": 1, "【接访、值班】": 1, "接访、值班": 1, "［接访，值班］": 1, "接访；值班": 1, `"接访,值班"`: 1,
	} {
		b := read(t, header+"  policy: "+text+"\n")
		if got := b.Value("policy").String(); got != "接访、值班" || len(b.Conversions) != conversions {
			t.Errorf("%s read as %s with %v", text, got, b.Conversions)
		}
	}
	if got := read(t, header+"  policy: 接访\n").Value("policy").String(); got != "接访" {
		t.Errorf("one choice read as %s", got)
	}
}

func TestASlipDoesNotHideTheOtherFaults(t *testing.T) {
	t.Parallel()
	const body = `  premises:
    area_sqm: 约30
    fixed：有
  staff:
    total: "3人
    head_role: 村党组织书计
  case:
    closed: {value: 4人，source: [S1]}
    rate: 120%
`
	want := strings.Join([]string{
		"bundle.yaml:13:15: “使用面积”写成了“约30”，不是确定的数；应为：0 至 100000 的数，单位 ㎡；请写核实过的数；不知道就留空",
		"bundle.yaml:14:10: 键后面用了全角冒号；应为：半角冒号加一个空格；请把“：”改成“: ”",
		"bundle.yaml:16:12: 这里的引号没有收尾；请在值的末尾补上另一半引号 \"",
		"bundle.yaml:17:16: “站长职务”写成了“村党组织书计”；应为：村党组织书记、副书记、其他（专人）；请核对：是不是要写“村党组织书记”",
		"bundle.yaml:19:23: 括号里用了全角的“，”；应为：半角的“,”；请把“，”改成“,”；若它是文字的一部分就给文字加引号",
		"bundle.yaml:20:11: “办结率”是 120，超出范围；应为：0 至 100 的数，单位 %；请核对数字和单位",
	}, "\n")
	if diff := cmp.Diff(want, refuse(t, header+body).Error()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

func TestWhatStandsAboveAnUnreadablePlaceIsCheckedToo(t *testing.T) {
	t.Parallel()
	got := refuse(t, header+"  premises:\n    area_sqm: 约30\n    host: 中心\n      fixed: 是\n  staff: {total: 三}\n").Error()
	lines := strings.Split(got, "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "约30") || !strings.HasPrefix(lines[1], "bundle.yaml:15:") ||
		!strings.HasSuffix(lines[1], "；还有内容没有检查，改好这一处再运行") {
		t.Errorf("got %s", got)
	}
	// What only seems to be missing is not told.
	if got := refuse(t, "subject:\n  id: x\nsources:\n  S1:\n   a: 1\n  b: 2\n    c: 3\n").Error(); strings.Contains(got, "缺少“") || strings.Contains(got, "没有写明") {
		t.Errorf("got %s", got)
	}
}
