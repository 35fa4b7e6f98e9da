package regions_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/internal/regions"
)

func changes(t testing.TB, text string) []regions.Change {
	t.Helper()
	list, err := regions.ParseChanges("变更.txt", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestChangesAreReadWithTheirLines(t *testing.T) {
	t.Parallel()
	got := changes(t, "\ufeff# 2024 年\r\n新增 330482109000\t示例镇 浙政函〔2024〕1号 2024-03-01\r\n\r\n更名 330482106000 示例街道 # 假设\n撤销 330482107000 浙政函〔2024〕2号")
	want := []regions.Change{
		{Kind: regions.Added, Code: "330482109000", Name: "示例镇", Source: "浙政函〔2024〕1号 2024-03-01", Line: 2},
		{Kind: regions.Renamed, Code: "330482106000", Name: "示例街道", Line: 4},
		{Kind: regions.Dissolved, Code: "330482107000", Source: "浙政函〔2024〕2号", Line: 5},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestFaultyLinesAreAllTold(t *testing.T) {
	t.Parallel()
	got, err := regions.ParseChanges("变更.txt", []byte("增加 330482109000 示例镇\n新增 330482109000\n更名\n撤销\n"))
	want := strings.Join([]string{
		"变更.txt:1：“增加”不是变更类别；应为 新增、更名 或 撤销",
		"变更.txt:2：“新增”之后应有区划代码和名称",
		"变更.txt:3：“更名”之后应有区划代码和名称",
		"变更.txt:4：“撤销”之后应有区划代码",
	}, "\n")
	if err == nil {
		t.Fatalf("no error, but %v", got)
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Error(diff)
	}
	if _, err := regions.ParseChanges("变更.txt", []byte{0xd0, 0xdd}); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("an encoding that is not UTF-8: %v", err)
	}
}

func TestAnOverlayChangesTheTable(t *testing.T) {
	t.Parallel()
	base := packaged(t)
	table, err := base.With(changes(t, `
新增 330482109001 示例村村委会
新增 330482109000 示例镇
更名 330482106000 示例街道
撤销 330482107000
新增 660000000000 示例省
撤销 330482001000
新增 330482001000 又设街道
更名 330482001000 再改街道
更名 330482108000 先改名再撤销
撤销 330482108000
`))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, child := range table.Children("330482000000") {
		names = append(names, child.Name)
	}
	want := []string{"再改街道", "钟埭街道", "曹桥街道", "乍浦镇", "新埭镇", "新仓镇", "示例街道", "示例镇"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Error(diff)
	}
	if got, want := table.Count("330482", regions.Village), 136-13-27-19+1; got != want {
		t.Errorf("%d villages, want %d", got, want)
	}
	village, _ := table.Find("330482109001")
	if village.Parent != "330482109000" || village.Level != regions.Village {
		t.Errorf("the new village is %v", village)
	}
	if provinces := table.Children(""); len(provinces) != 32 || provinces[31].Name != "示例省" {
		t.Errorf("the new province should come last: %v", provinces)
	}
	if got := base.Count("330482", regions.Village); got != 136 {
		t.Errorf("the table below changed: %d villages", got)
	}
}

func TestAnOverlayWithoutChangesIsTheSameTable(t *testing.T) {
	t.Parallel()
	base := packaged(t)
	table, err := base.With(nil)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(codes(base.Search("平", "33", 1<<20)), codes(table.Search("平", "33", 1<<20))); diff != "" {
		t.Error(diff)
	}
}

func TestChangesThatDoNotFitAreAllTold(t *testing.T) {
	t.Parallel()
	base := packaged(t)
	for name, c := range map[string]struct{ overlay, want string }{
		"several at once, each with its line": {
			"新增 330482106000 广陈镇\n更名 330482999000 示例镇\n撤销 330482998000\n新增 3304821 示例镇",
			"区划变更文件第 1 行：区划代码 330482106000 已在区划表中，不能再新增；改名称请写“更名”\n" +
				"区划变更文件第 2 行：区划代码 330482999000 不在区划表中，不能更名或撤销；请核对代码\n" +
				"区划变更文件第 3 行：区划代码 330482998000 不在区划表中，不能更名或撤销；请核对代码\n" +
				"区划变更文件第 4 行：区划代码 3304821 应为 12 位数字",
		},
		"dissolved twice": {
			"撤销 330482107000\n撤销 330482107200",
			"区划变更文件第 2 行：区划代码 330482107200 不在区划表中，不能更名或撤销；请核对代码",
		},
		"added below nothing": {
			"新增 330482109001 示例村",
			"区划代码 330482109001（示例村）的上级 330482109000 不在区划表中；请先新增上级",
		},
		"added below what is dissolved later": {
			"新增 330482109000 示例镇\n新增 330483000000 示例县\n新增 330483001000 示例镇\n撤销 330482000000\n新增 330482001000 示例镇",
			"区划代码 330482001000（示例镇）的上级 330482000000 不在区划表中；请先新增上级",
		},
		"a name that is far too long": {
			"更名 330482106000 " + strings.Repeat("镇", 61),
			"区划变更文件第 1 行：区划代码 330482106000 的名称“" + strings.Repeat("镇", 61) + "”不能用；应为 1 至 60 个字，不含空白",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := base.With(changes(t, strings.ReplaceAll(c.overlay, "330483", "330498")))
			if err == nil {
				t.Fatal("no error")
			}
			if diff := cmp.Diff(c.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}
