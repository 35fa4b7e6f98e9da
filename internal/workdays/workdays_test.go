package workdays_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhanping/internal/workdays"
)

func packaged(t testing.TB) *workdays.Calendar {
	t.Helper()
	calendar, err := workdays.Open()
	if err != nil {
		t.Fatal(err)
	}
	return calendar
}

func day(t testing.TB, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestDaysAreWorkedAsTheNoticesSay(t *testing.T) {
	t.Parallel()
	calendar := packaged(t)
	for name, c := range map[string]struct {
		day  string
		want bool
	}{
		"an ordinary Wednesday is worked":              {"2026-07-15", true},
		"an ordinary Saturday is free":                 {"2026-07-18", false},
		"a make-up Saturday is worked":                 {"2026-10-10", true},
		"a make-up Saturday before spring is worked":   {"2026-02-14", true},
		"a Thursday of the National Day week is free":  {"2026-10-01", false},
		"the last Monday of the spring break is free":  {"2026-02-23", false},
		"the day after the spring break is worked":     {"2026-02-24", true},
		"the first year that is known has its holiday": {"2004-01-01", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := calendar.Working(day(t, c.day)); got != c.want {
				t.Errorf("Working(%s) = %v", c.day, got)
			}
		})
	}
}

func TestDeadlinesCountWorkingDays(t *testing.T) {
	t.Parallel()
	calendar := packaged(t)
	for name, c := range map[string]struct {
		from string
		n    int
		want string
	}{
		"five days from a Monday end on the next Monday":           {"2026-07-13", 5, "2026-07-20"},
		"the day itself does not count":                            {"2026-07-13", 1, "2026-07-14"},
		"no days are the day itself even where it is free":         {"2026-07-18", 0, "2026-07-18"},
		"a count from a free day begins with the next working day": {"2026-07-18", 1, "2026-07-20"},
		"seven days leap over the National Day and take make-ups":  {"2026-09-28", 7, "2026-10-13"},
		"days before go backwards over the spring break":           {"2026-02-25", -2, "2026-02-14"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := calendar.Add(day(t, c.from), c.n)
			if err != nil || got.Format(time.DateOnly) != c.want {
				t.Errorf("Add(%s, %d) = %s, %v; want %s", c.from, c.n, got.Format(time.DateOnly), err, c.want)
			}
		})
	}
}

func TestTheTimeOfDayAndTheZoneDoNotMatter(t *testing.T) {
	t.Parallel()
	china := time.FixedZone("CST", 8*60*60)
	late := time.Date(2026, 7, 13, 23, 59, 0, 0, china)
	got, err := packaged(t).Add(late, 5)
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2026, 7, 20, 0, 0, 0, 0, china); !got.Equal(want) {
		t.Errorf("Add = %s, want %s", got, want)
	}
}

func TestAYearWithoutANoticeIsToldAndReckonedByWeekends(t *testing.T) {
	t.Parallel()
	calendar := packaged(t)
	if !calendar.Known(2026) || calendar.Known(2027) || calendar.Known(2003) {
		t.Fatal("2004 to 2026 should be known, and no other year")
	}
	got, err := calendar.Add(day(t, "2026-12-30"), 3)
	var unknown workdays.UnknownYears
	if !errors.As(err, &unknown) {
		t.Fatalf("err = %v, want UnknownYears", err)
	}
	if diff := cmp.Diff([]int{2027}, unknown.Years); diff != "" {
		t.Error(diff)
	}
	if got.Format(time.DateOnly) != "2027-01-04" { // 31, then Friday 1 January, then Monday
		t.Errorf("provisional day %s", got)
	}
	if !strings.Contains(err.Error(), "2027") || !strings.Contains(err.Error(), "节假日补充文件") {
		t.Errorf("the words name neither year nor remedy: %s", err)
	}

	days, err := workdays.Parse("2027.txt", []byte("# 2027 年\n2027-01-01 休 元旦\n2027-01-02\t班\t元旦 # 假设\n"))
	if err != nil {
		t.Fatal(err)
	}
	got, err = calendar.With(days).Add(day(t, "2026-12-30"), 3)
	if err != nil || got.Format(time.DateOnly) != "2027-01-04" {
		t.Errorf("with the file: %s, %v", got, err) // 31, Saturday the 2nd, Monday the 4th
	}
	if n, err := calendar.With(days).Between(day(t, "2026-12-30"), day(t, "2027-01-02")); n != 2 || err != nil {
		t.Errorf("Between = %d, %v; want 2", n, err)
	}
	if _, err := calendar.Between(day(t, "2027-01-10"), day(t, "2003-12-30")); err == nil || !strings.Contains(err.Error(), "2003、2027") {
		t.Errorf("both unknown years should be named in order: %v", err)
	}
}

func TestAddAndBetweenAgree(t *testing.T) {
	t.Parallel()
	calendar := packaged(t)
	rapid.Check(t, func(t *rapid.T) {
		from := time.Date(2010, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 5000).Draw(t, "from"))
		n := rapid.IntRange(-200, 200).Draw(t, "n")
		to, err := calendar.Add(from, n)
		if err != nil {
			t.Fatal(err)
		}
		if back, err := calendar.Between(from, to); back != n || err != nil {
			t.Fatalf("Add(%s, %d) = %s, but Between = %d, %v", from, n, to, back, err)
		}
		if n != 0 && !calendar.Working(to) {
			t.Fatalf("Add ends on %s, which is not worked", to)
		}
	})
}

func TestFaultyFilesAreToldLineByLine(t *testing.T) {
	t.Parallel()
	_, err := workdays.Parse("节假日.txt", []byte("2027-13-01 休 元旦\n2027-01-01\n2027-01-02 放 元旦\n2027-01-03 休\n2027-01-03 班\n"))
	want := strings.Join([]string{
		"节假日.txt:1：“2027-13-01”不是日期；应写成 2027-01-01 的样子",
		"节假日.txt:2：2027-01-01 之后应写 休 或 班，再写节日名称",
		"节假日.txt:3：“放”应为 休 或 班",
		"节假日.txt:5：2027-01-03 在第 4 行已经写过；一天只写一行",
	}, "\n")
	if err == nil || err.Error() != want {
		t.Error(cmp.Diff(want, err.Error()))
	}
	if _, err := workdays.Parse("节假日.txt", []byte{0xd0, 0xdd}); err == nil || !strings.Contains(err.Error(), "UTF-8") {
		t.Errorf("GBK: %v", err)
	}
}

func TestAProgramBuiltWithoutTheCalendarSaysHowToGetIt(t *testing.T) {
	t.Parallel()
	_, err := workdays.Read(fstest.MapFS{".gitkeep": {}})
	if !errors.Is(err, workdays.ErrNotPacked) || !strings.Contains(err.Error(), "运行 make") {
		t.Errorf("err = %v", err)
	}
}
