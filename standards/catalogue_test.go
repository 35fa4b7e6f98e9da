package standards_test

import (
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"zhanping/standards"
)

// shelf holds folders of standards made from the template, each with its head edited.
func shelf(edits map[string][]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for dir, edit := range edits {
		for name, data := range standards.Template("town") {
			if name == "standard.yaml" {
				data = []byte(strings.NewReplacer(edit...).Replace(string(data)))
			}
			fsys[dir+"/"+name] = &fstest.MapFile{Data: data}
		}
	}
	return fsys
}

// library has two editions of one standard, one for another kind, and one not yet in force.
func library() fstest.MapFS {
	return shelf(map[string][]string{
		"town-2025":       {`"2026-draft"`, `"2025"`, "2026-01-01", "2025-01-01"},
		"town-2026":       {`"2026-draft"`, `"2026"`},
		"deeper/home":     {"id: town", "id: home-five", "kind: station, levels: [town, village]", "kind: home"},
		"future":          {"id: town", "id: future", "2026-01-01", "2027-01-01"},
		"testdata/broken": {"id: town", "id: Broken"},
		".git/hidden":     {"id: town", "id: Hidden"},
	})
}

func open(t *testing.T, fsys fs.FS) *standards.Catalogue {
	t.Helper()
	catalogue, err := standards.Open(standards.Source{FS: fsys, Display: "L"})
	if err != nil {
		t.Fatal(err)
	}
	return catalogue
}

func refs(all []*standards.Standard) []string {
	var names []string
	for _, std := range all {
		names = append(names, std.Ref())
	}
	return names
}

func TestAllStandardsOfAFolderAreFound(t *testing.T) {
	t.Parallel()
	all, err := open(t, library()).All()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"future@2026-draft", "home-five@2026-draft", "town@2025", "town@2026"}
	if diff := cmp.Diff(want, refs(all)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAFolderThatIsOneStandardIsAccepted(t *testing.T) {
	t.Parallel()
	all, err := open(t, sound()).All()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"sound@2026-draft"}, refs(all)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := all[0].At.String(); got != "L/standard.yaml:4:1" {
		t.Errorf("positions read %s", got)
	}
}

func TestAStandardIsFoundByItsReference(t *testing.T) {
	t.Parallel()
	catalogue := open(t, library())
	for _, c := range []struct{ name, ref, day, want, fault string }{
		{"the newest edition in force", "town", "2026-06-30", "town@2026", ""},
		{"the edition in force on an earlier day", "town", "2025-12-31", "town@2025", ""},
		{"an older edition by name", "town@2025", "2026-06-30", "town@2025", ""},
		{"an edition not yet in force by name", "future@2026-draft", "2026-06-30", "future@2026-draft", ""},
		{"none in force", "future", "2026-06-30", "", "future: 标准 future 在 2026-06-30 没有施行中的版次；应为：施行期内的日期；已有 2026-draft（2027-01-01 起施行）；请改日期，或指定版次（如 future@2026-draft）"},
		{"a misspelt id", "towm", "2026-06-30", "", "towm: 没有编号为“towm”的标准；应为：future、home-five、town 之一；请改为 town"},
		{"an unknown id", "zzzzzzzz", "2026-06-30", "", "zzzzzzzz: 没有编号为“zzzzzzzz”的标准；应为：future、home-five、town 之一；请改编号，或用 --standards 指出标准所在的文件夹"},
		{"an unknown edition", "town@2024", "2026-06-30", "", "town@2024: 标准 town 没有 2024 版；应为：2025（2025-01-01 起施行）、2026（2026-01-01 起施行） 之一；请改版次"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			std, err := catalogue.Find(c.ref, c.day)
			got := [2]string{}
			if std != nil {
				got[0] = std.Ref()
			}
			if err != nil {
				got[1] = err.Error()
			}
			if diff := cmp.Diff([2]string{c.want, c.fault}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestApplicableStandardsFitSubjectAndDay(t *testing.T) {
	t.Parallel()
	catalogue := open(t, library())
	for _, c := range []struct {
		name, kind, level, day string
		want                   []string
	}{
		{"a town this year", "station", "town", "2026-06-30", []string{"town@2026"}},
		{"a village next year", "station", "village", "2027-06-30", []string{"future@2026-draft", "town@2026"}},
		{"a town last year", "station", "town", "2025-06-30", []string{"town@2025"}},
		{"a level of no standard", "station", "city", "2026-06-30", nil},
		{"a kind whose standard is for every level", "home", "city", "2026-06-30", []string{"home-five@2026-draft"}},
		{"a day before all", "station", "town", "2024-06-30", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			found, err := catalogue.Applicable(c.kind, c.level, c.day)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, refs(found)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestOpenRefusesAllThatIsWrongAtOnce(t *testing.T) {
	t.Parallel()
	badHead := shelf(map[string][]string{"bad": {"id: town", "id: Town", "draft: true", "draft: yes"}})
	badHead["bad/01-premises.yaml"] = &fstest.MapFile{Data: []byte("chapter: A\n")}
	_, err := standards.Open(
		standards.Source{FS: library(), Display: "L"},
		standards.Source{FS: shelf(map[string][]string{"mine": {`"2026-draft"`, `"2026"`}}), Display: "M"},
		standards.Source{FS: fstest.MapFS{"README.md": {}}, Display: "E"},
		standards.Source{FS: badHead, Display: "B"},
	)
	want := `B/bad/01-premises.yaml:1:1: 缺少“items”（条目）；应为：本章的条目；请补上 items
B/bad/01-premises.yaml:1:1: 缺少“title”（章名）；应为：大项的名称；请补上 title
B/bad/standard.yaml:4:5: “id”写作“Town”；应为：小写字母、数字和连字符，以字母开头，如 fqs-town-76；请改写法
B/bad/standard.yaml:8:8: “draft”是文字“yes”；应为：true 或 false（true 表示条文或数字由本地起草，不是官方文本）；请改成所要的写法
E: 没有找到标准；应为：含有 standard.yaml 的文件夹；请核对路径
M/mine/standard.yaml:4:1: 标准 town@2026 有两份，另一份是 L/town-2026/standard.yaml；应为：编号加版次不重复；请改编号或版次`
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(want, err.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestABrokenStandardStopsOnlyThoseWhoUseIt has a chapter whose fault Open cannot see.
func TestABrokenStandardStopsOnlyThoseWhoUseIt(t *testing.T) {
	t.Parallel()
	fsys := library()
	fsys["future/01-premises.yaml"] = &fstest.MapFile{Data: []byte("chapter: [\n")}
	catalogue := open(t, fsys)
	if _, err := catalogue.Find("town", "2026-06-30"); err != nil {
		t.Errorf("Find of a sound standard: %v", err)
	}
	_, findErr := catalogue.Find("future", "2027-06-30")
	_, applicableErr := catalogue.Applicable("station", "town", "2027-06-30")
	_, allErr := catalogue.All()
	for name, err := range map[string]error{"Find": findErr, "Applicable": applicableErr, "All": allErr} {
		if err == nil || !strings.HasPrefix(err.Error(), "L/future/01-premises.yaml:") {
			t.Errorf("%s of a broken standard: %v", name, err)
		}
	}
}

func TestACatalogueServesManyAtOnce(t *testing.T) {
	t.Parallel()
	catalogue := open(t, library())
	found := make([]*standards.Standard, 8)
	var wait sync.WaitGroup
	for i := range found {
		wait.Go(func() { found[i], _ = catalogue.Find("town", "2026-06-30") })
	}
	wait.Wait()
	for _, std := range found {
		if std == nil || std != found[0] {
			t.Fatalf("found %p and %p, want one and the same", std, found[0])
		}
	}
}

// sized has two sheets side by side, as editions of one id, for stations of two sizes.
func sized() fstest.MapFS {
	return shelf(map[string][]string{
		"small": {`"2026-draft"`, `"2022-100"`, "levels: [town, village]", "levels: [village], facts: [{fact: veterans.registered, at_least: 100, below: 300}]"},
		"large": {`"2026-draft"`, `"2022-300"`, "levels: [town, village]", "levels: [village], facts: [{fact: veterans.registered, at_least: 300}]"},
	})
}

func TestTheHeadCountChoosesTheEdition(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, count      string
		found, undecided []string
	}{
		{"below both", "99", nil, nil},
		{"on the lower bound", "100", []string{"town@2022-100"}, nil},
		{"just below the upper bound", "299", []string{"town@2022-100"}, nil},
		{"on the upper bound", "300", []string{"town@2022-300"}, nil},
		{"not stated", "", nil, []string{"town@2022-300"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			found, undecided, err := open(t, sized()).ApplicableTo("station", "village", "2026-06-30", func(path string) (standards.Points, bool) {
				n, err := standards.ParsePoints(c.count)
				return n, err == nil && path == "veterans.registered"
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.found, refs(found)); diff != "" {
				t.Errorf("found (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.undecided, refs(undecided)); diff != "" {
				t.Errorf("undecided (-want +got):\n%s", diff)
			}
		})
	}
}

func TestARangeIsToldInWords(t *testing.T) {
	t.Parallel()
	low, high := standards.PointsOf(100), standards.PointsOf(300)
	for want, f := range map[string]standards.ScopeFact{
		"100 人及以上":          {AtLeast: &low},
		"不足 300 人":          {Below: &high},
		"100 人及以上、不足 300 人": {AtLeast: &low, Below: &high},
	} {
		if got := f.Words("人"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
