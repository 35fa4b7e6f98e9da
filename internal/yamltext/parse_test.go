package yamltext_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"

	"zhanping/internal/yamltext"
)

func refuse(t *testing.T, data string) yamltext.Faults {
	t.Helper()
	root, err := yamltext.Parse("f.yaml", []byte(data))
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		t.Fatalf("Parse(%.80q) gave %t, %v; want faults", data, root != nil, err)
	}
	return faults
}

func TestDangerousAndAmbiguousYAMLIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"an anchor and an alias", "a: &x 1\nb: *x\n", "f.yaml:1:4: 这里用了锚点“&x”；应为：直接写出内容；请删去锚点，把内容写在用到的地方\nf.yaml:2:4: 这里引用了别名“*x”；应为：直接写出内容；请把引用的内容照抄在这里"},
		{"an alias to nothing", "a: 1\nb: *x\n", "f.yaml:2:4: 引用了不存在的别名；请直接写出内容；以“*”开头的文字要加引号"},
		{"a merge key", "<<: {a: 1}\n", "f.yaml:1:1: 这里用了合并键“<<”；应为：直接写出各项；请把要合并的内容照抄在这里"},
		{"a tag", "a: !!binary aGk=\n", "f.yaml:1:4: 这里用了标签“!!binary”；应为：不带标签的值；请删去标签；要按文字读取就加引号"},
		{"a key twice", "面积: 1\n人数: 2\n面积: 3\n", "f.yaml:3:1: 键“面积”重复；应为：每个键只写一次；请删去一处；第一处在第 1 行"},
		{"a key twice in braces, by characters", "场所: {面积: 1, 面积: 3}\n", "f.yaml:1:13: 键“面积”重复；应为：每个键只写一次；请删去一处；第一处在第 1 行"},
		{"a list as key", "? [a]\n: 1\n", "f.yaml:1:3: 键是一个列表或映射；应为：一个词；请把键写成一个词；花括号或方括号开头的文字要加引号"},
		{"an empty key", "\"\": 1\n", "f.yaml:1:1: 冒号前面没有键；应为：一个词；请补上键，或删去这一行"},
		{"two documents", "a: 1\n---\nb: 2\n", "f.yaml:2:1: 这里开始了第二份文档（---）；应为：一个文件一份文档；请删去这一行“---”或另存为一个文件"},
		{"an error in a second document", "a: 1\n---\nb: [\n", "f.yaml:2:1: 这里开始了第二份文档（---）；应为：一个文件一份文档；请删去这一行“---”或另存为一个文件\nf.yaml:3:4: 这里缺少一个值；请补上值，或删去多余的逗号"},
		{"nothing", "", "f.yaml:1:1: 文件里没有内容；应为：一份 YAML 文本；请先填写内容"},
		{"comments alone", "# 说明\n", "f.yaml:1:1: 文件里没有内容；应为：一份 YAML 文本；请先填写内容"},
		{"a control character", "a: 1\n面积: 1\x01\n", "f.yaml:2:6: 有看不见的控制字符 U+0001；请删去这个字符"},
		{"a byte order mark in the middle", "a: \ufeff1\n", "f.yaml:1:4: 有看不见的控制字符 U+FEFF；请删去这个字符"},
		{"a full-width colon", "subject:\n  名称：示例\n  id: x\n", "f.yaml:2:5: 键后面用了全角冒号；应为：半角冒号加一个空格；请把“：”改成“: ”"},
		{"no blank after the colon", "a: 1\nb:2\nc: 3\n", "f.yaml:2:2: 冒号后面没有空格；应为：半角冒号加一个空格；请在冒号后面加一个空格；若冒号是文字的一部分就加引号"},
		{"a tab", "a:\n\tb: 1\n", "f.yaml:2:1: 行首用了制表符（Tab）；应为：空格；请把行首的制表符改成空格"},
		{"an open quote", "a: 1\nb: 'x\nc: 1\n", "f.yaml:2:4: 这里的引号没有收尾；请在值的末尾补上另一半引号 '"},
		{"an open bracket", "x: 0\na: [1, 2\nb: 1\n", "f.yaml:2:4: 方括号里的列表没有写完；请用半角逗号分隔各项，并以“]”结束"},
		{"a line too far in", "a: 1\n  b: 2\n", "f.yaml:2:3: 这里不该再出现冒号；请检查缩进；若冒号是文字的一部分，给整个值加引号；还有内容没有检查，改好这一处再运行"},
		{"a list out of line", "a:\n  - 1\n - 2\n", "f.yaml:3:2: 缩进与上面的行对不齐，或这一行不是“键: 值”；请让同一级的键左边对齐；还有内容没有检查，改好这一处再运行"},
		{"a reserved first character", "a: @x\n", "f.yaml:1:4: 值以 YAML 的保留字符开头；请给这个值加引号"},
		{"a star for emphasis", "a: *禾丰*\n", "f.yaml:1:4: 值以 YAML 的保留字符开头；请给这个值加引号"},
		{"an unknown escape", "a: \"C:\\qq\"\n", "f.yaml:1:7: 双引号里的反斜杠写法无效；请改用单引号，或把“\\”写成“\\\\”"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, refuse(t, c.text).Error()); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSizeNestingAndCountAreBounded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, code string }{
		{"too many bytes", strings.Repeat("#", yamltext.MaxBytes+1), "too_large"},
		{"too many lines", strings.Repeat("- \n", yamltext.MaxNodes), "too_many"},
		{"too many nodes", "[" + strings.Repeat("1,", yamltext.MaxNodes) + "1]", "too_many"},
		{"nested too deep", strings.Repeat("[", 65) + strings.Repeat("]", 65), "too_deep"},
		{"nested beyond the library", strings.Repeat("[", 20000), "syntax"},
		{"too many dangers", "[" + strings.Repeat("!!str x,", 1000) + "1]", "tag"},
	} {
		faults := refuse(t, c.text)
		if faults[0].Code != c.code || len(faults) > 200 {
			t.Errorf("%s gave %d faults, the first %v", c.name, len(faults), faults[0])
		}
	}
	if _, err := yamltext.Parse("f.yaml", []byte(strings.Repeat("[", 64)+strings.Repeat("]", 64))); err != nil {
		t.Errorf("64 levels were refused: %v", err)
	}
}

func TestKeysAndValuesKeepTheirText(t *testing.T) {
	t.Parallel()
	root, err := yamltext.Parse("f.yaml", []byte("4.10: 010\ntrue: 2026-03-01\n2026-03-01: 1_000\n面积: 92\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, n := range root.Content {
		got = append(got, fmt.Sprintf("%s %d:%d", n.Value, n.Line, n.Column))
	}
	want := []string{"4.10 1:1", "010 1:7", "true 2:1", "2026-03-01 2:7", "2026-03-01 3:1", "1_000 3:13", "面积 4:1", "92 4:5"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	for i := 0; i < len(root.Content); i += 2 {
		if root.Content[i].Tag != "!!str" {
			t.Errorf("key %s is tagged %s", root.Content[i].Value, root.Content[i].Tag)
		}
	}
}

func TestDuplicateKeysAreFoundInLargeMaps(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&text, "k%d: 1\n", i%997)
	}
	if faults := refuse(t, text.String()); len(faults) != 3 || faults[0].At.Line != 998 {
		t.Errorf("got %v", faults)
	}
}

func TestChineseEncodingsReadAlike(t *testing.T) {
	t.Parallel()
	const text = "场所: 示例镇“退役军人”服务站，92㎡ · №1\n"
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{"UTF-8": text, "UTF-8 with a mark": "\ufeff" + text, "GB18030": gb} {
		root, err := yamltext.Parse("f.yaml", []byte(data))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		value := root.Content[1]
		if root.Content[0].Value != "场所" || !strings.HasPrefix(value.Value, "示例镇“退役军人”服务站") || value.Column != 5 {
			t.Errorf("%s read as %s: %s, column %d", name, root.Content[0].Value, value.Value, value.Column)
		}
	}
}

func TestOtherEncodingsAndFilesAreRefusedByName(t *testing.T) {
	t.Parallel()
	const text = "場所: 示範鎮退役軍人服務站\n說明: 這是繁體中文\nplain: text\n"
	encode := func(e encoding.Encoding) string {
		out, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	ascii := func(e encoding.Encoding) string {
		out, err := e.NewEncoder().String("subject: x\nname: y\n")
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for _, c := range []struct{ data, want string }{
		{encode(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)), "UTF-16 小端"},
		{encode(unicode.UTF16(unicode.BigEndian, unicode.UseBOM)), "UTF-16 大端"},
		{ascii(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)), "UTF-16 小端"},
		{ascii(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)), "UTF-16 大端"},
		{"\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32 小端"},
		{"\x00\x00\xfe\xff\x00\x00\x00a", "UTF-32 大端"},
		{encode(traditionalchinese.Big5), "Big5"},
		{"a: caf\xe9 cr\xe8me\n", "既不是 UTF-8 也不是 GB18030"},
		{"a: \x81\x30\x81\x30\n" + "b: \xff", "既不是 UTF-8 也不是 GB18030"},
		{"a: \xa6\xd9\xaa\xa1\n", "既不是 UTF-8 也不是 GB18030"},
		{"a: b\x00\x00\x00\x00", "二进制"},
		{"PK\x03\x04 and more", "zip 压缩包或新版 Office"},
		{"\xd0\xcf\x11\xe0", "旧版 Office"},
		{"%PDF-1.7", "PDF"},
	} {
		faults := refuse(t, c.data)
		if len(faults) != 1 || faults[0].Code != "encoding" || !strings.Contains(faults[0].Found, c.want) {
			t.Errorf("%.20q gave %v, want %s", c.data, faults, c.want)
		}
	}
}

func TestNearestSuggestsWhatWasMeant(t *testing.T) {
	t.Parallel()
	candidates := []string{"area_sqm", "使用面积", "fixed", "固定场所", "name", "level", "值班", "场所"}
	for word, want := range map[string]string{
		"area_sqn": "area_sqm", "aera_sqm": "area_sqm", "Area_Sqm": "area_sqm", "使用面机": "使用面积", "面积": "使用面积", "固定的场所": "固定场所",
		"lveel": "level", "值斑": "值班", "没有这样的": "", "x": "", "": "", "zzzzzzzz": "",
	} {
		if got, ok := yamltext.Nearest(word, candidates); got != want || ok != (want != "") {
			t.Errorf("%q suggests %q (%v), want %q", word, got, ok, want)
		}
	}
}

func TestFaultsTellWhereWhatAndWhatToDo(t *testing.T) {
	t.Parallel()
	faults := yamltext.Faults{
		{At: yamltext.Position{File: "b.yaml", Line: 2, Column: 3}, Found: "甲", Expected: "乙", Fix: "改成丙"},
		{At: yamltext.Position{File: "a.yaml"}, Found: "丁"},
		{At: yamltext.Position{File: "b.yaml", Line: 1, Column: 9}, Found: "戊"},
		{At: yamltext.Position{File: "b.yaml", Line: 1, Column: 2}, Found: "己"},
	}
	want := "a.yaml: 丁\nb.yaml:1:2: 己\nb.yaml:1:9: 戊\nb.yaml:2:3: 甲；应为：乙；请改成丙"
	if diff := cmp.Diff(want, faults.Err().Error()); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	if faults[:0].Err() != nil {
		t.Error("no faults are an error")
	}
}

func TestShownIsShort(t *testing.T) {
	t.Parallel()
	if got := yamltext.Shown(" a\n b " + strings.Repeat("长", 50)); got != "a b "+strings.Repeat("长", 35)+"…" {
		t.Errorf("got %q", got)
	}
}

// FuzzParse: whatever the bytes, the parser gives a tree without dangers, or faults.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"a: 1\n", "a: &x [*x]\n", "a: \"\\q\"\n", "? [a]\n: b\n", "a:\n\t- 1\n", "---\n---\n", "{a: b", "a: |\n  x\n y", "\xff\xfe", "\xb3\xa1\xcb\xf9: 1\n", "%YAML 9.9\n---\na: 1\n", "- - - -\n", "名称：x\nb: c\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := yamltext.Parse("fuzz.yaml", data)
		if err != nil {
			var faults yamltext.Faults
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatalf("got %v and %v", root, err)
			}
			if root != nil {
				sound(t, root)
			}
			return
		}
		sound(t, root)
	})
}

func sound(t *testing.T, n *yamltext.Node) {
	t.Helper()
	if n.Anchor != "" || n.Alias != nil || n.Line < 1 || n.Column < 1 {
		t.Fatalf("unsound node %+v", n)
	}
	for i, child := range n.Content {
		if n.Kind == yamltext.MappingNode && i%2 == 0 && child.Kind != yamltext.ScalarNode {
			t.Fatalf("a key is no scalar: %+v", child)
		}
		sound(t, child)
	}
}

func TestWhatIsWrongInOnePlaceLeavesTheRestReadable(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"a key written twice keeps the first": {"a: 1\nb: 2\na: 3\n", "a=1 b=2 "},
		"an anchor that nothing refers to":    {"a: &x 1\nb: 2\n", "a=1 b=2 "},
		"a tag":                               {"a: !!str 1\n", "a=1 "},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, err := yamltext.Parse("f.yaml", []byte(test.text))
			if err == nil || root == nil {
				t.Fatalf("got %v, %v; want both a root and faults", root, err)
			}
			got := ""
			for i := 0; i+1 < len(root.Content); i += 2 {
				got += root.Content[i].Value + "=" + root.Content[i+1].Value + " "
			}
			if got != test.want {
				t.Errorf("read %q, want %q", got, test.want)
			}
		})
	}
	if root, err := yamltext.Parse("f.yaml", []byte("a: &x 1\nb: *x\n")); root != nil || err == nil {
		t.Errorf("an alias gave %v, %v; want faults alone", root, err)
	}
}

func TestFilesThatAreNoTextComeWithAdviceThatHelps(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		"PK\x03\x04 and more":                    "扩展名为 .zip",
		"\x89PNG":                                "给出 YAML 文本文件",
		"a: b\x00\x00\x00":                       "给出 YAML 文本文件",
		"\xff\xfea\x00":                          "另存为 UTF-8",
		strings.Repeat("#", yamltext.MaxBytes+1): "拆开",
	} {
		if fault := refuse(t, data)[0]; !strings.Contains(fault.Fix, want) || strings.Contains(fault.Found, "字节") {
			t.Errorf("%.10q gave %v, want %s", data, fault, want)
		}
	}
}
