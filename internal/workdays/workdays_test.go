package workdays_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

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

func TestAYearWithoutANoticeIsReckonedByWeekendsUntilItIsTold(t *testing.T) {
	t.Parallel()
	calendar := packaged(t)
	if !calendar.Known(2026) || calendar.Known(2027) || calendar.Known(2003) {
		t.Fatal("2004 to 2026 should be known, and no other year")
	}
	if !calendar.Working(day(t, "2027-01-01")) || calendar.Working(day(t, "2027-01-02")) {
		t.Error("an unknown Friday is worked, an unknown Saturday is not")
	}
	days, err := workdays.Parse("2027.txt", []byte("# 2027 年\n2027-01-01 休 元旦\n2027-01-02\t班\t元旦 # 假设\n"))
	if err != nil {
		t.Fatal(err)
	}
	told := calendar.With(days)
	if !told.Known(2027) || told.Working(day(t, "2027-01-01")) || !told.Working(day(t, "2027-01-02")) {
		t.Error("what the file tells does not hold")
	}
	if calendar.Known(2027) {
		t.Error("the calendar itself was changed")
	}
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
