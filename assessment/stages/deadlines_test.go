package stages_test

import (
	"reflect"
	"testing"
	"time"

	"zhanping/assessment/stages"
	"zhanping/standards"
)

var beijing = time.FixedZone("Asia/Shanghai", 8*60*60)

func day(t *testing.T, text string) time.Time {
	t.Helper()
	day, err := time.ParseInLocation(time.DateOnly, text, beijing)
	if err != nil {
		t.Fatal(err)
	}
	return day
}

func rule(t *testing.T, id string) stages.DeadlineRule {
	t.Helper()
	for _, row := range stages.Table() {
		for _, d := range row.Deadlines {
			if d.ID == id {
				return d
			}
		}
	}
	t.Fatalf("no deadline %s", id)
	return stages.DeadlineRule{}
}

func TestDeadlinesEndOnTheirLastDay(t *testing.T) {
	t.Parallel()
	stated := standards.Process{PublicityWorkingDays: 7, ValidityYears: 4, RecheckYears: 1, RectificationDays: 30}
	// The holiday of 2026 with its make-up Saturday, as a calendar would say it.
	holiday := func(d time.Time) bool {
		switch text := d.Format(time.DateOnly); {
		case text >= "2026-10-01" && text <= "2026-10-07":
			return false
		case text == "2026-10-10":
			return true
		}
		return stages.Weekdays(d)
	}
	for _, test := range []struct {
		when, id, entered string
		process           standards.Process
		workday           func(time.Time) bool
		last, reminder    string
	}{
		{"publicity passes over a weekend", "publicity", "2026-06-04", standards.Process{}, stages.Weekdays, "2026-06-11", "2026-06-11"},
		{"publicity is as long as the standard states", "publicity", "2026-06-04", stated, stages.Weekdays, "2026-06-15", "2026-06-15"},
		{"publicity passes over a long holiday", "publicity", "2026-09-29", standards.Process{}, holiday, "2026-10-12", "2026-10-12"},
		{"acceptance begun on a Saturday", "acceptance", "2026-06-06", stated, stages.Weekdays, "2026-06-12", "2026-06-11"},
		{"rectification counts every day", "rectification", "2026-09-29", standards.Process{}, holiday, "2026-11-28", "2026-11-18"},
		{"rectification as the standard states", "rectification", "2026-09-29", stated, holiday, "2026-10-29", "2026-10-19"},
		{"recheck after two years where none is stated", "recheck", "2026-06-30", standards.Process{}, holiday, "2028-06-30", "2028-05-01"},
		{"recheck as the standard states", "recheck", "2026-06-30", stated, holiday, "2027-06-30", "2027-05-01"},
		{"validity that began on a leap day ends with February", "validity", "2028-02-29", standards.Process{}, holiday, "2031-02-28", "2030-11-30"},
		{"validity from leap day to leap day", "validity", "2028-02-29", stated, holiday, "2032-02-29", "2031-12-01"},
	} {
		t.Run(test.when, func(t *testing.T) {
			t.Parallel()
			d := rule(t, test.id)
			entered := day(t, test.entered).Add(17*time.Hour + 20*time.Minute)
			last := d.LastDay(entered, test.process, test.workday)
			if got := last.Format(time.DateOnly); got != test.last {
				t.Errorf("ends on %s, want %s", got, test.last)
			}
			if got := d.ReminderDay(last).Format(time.DateOnly); got != test.reminder {
				t.Errorf("reminds on %s, want %s", got, test.reminder)
			}
		})
	}
}

func TestADeadlineIsOverWhenItsLastDayIs(t *testing.T) {
	t.Parallel()
	last := day(t, "2026-06-11")
	if stages.Passed(last, time.Date(2026, 6, 11, 15, 59, 59, 0, time.UTC)) {
		t.Error("over before midnight in Beijing")
	}
	if !stages.Passed(last, time.Date(2026, 6, 11, 16, 0, 0, 0, time.UTC)) {
		t.Error("not over at midnight in Beijing")
	}
}

func TestAUnitThatIsNotKnownHasNoLength(t *testing.T) {
	t.Parallel()
	entered := day(t, "2026-06-04")
	if got := (stages.DeadlineRule{After: 3, Unit: "moons"}).LastDay(entered, standards.Process{}, stages.Weekdays); !got.Equal(entered) {
		t.Errorf("ends on %s", got)
	}
}

func TestEveryDeadlineOfAStandardIsKept(t *testing.T) {
	t.Parallel()
	kept := map[string]bool{
		// It is no deadline within a case: stages.ReapplyIntervalOver.
		"ReapplyYears": true,
	}
	for _, row := range stages.Table() {
		for _, d := range row.Deadlines {
			kept[d.Field] = true
			if d.After <= 0 || d.Remind < 0 {
				t.Errorf("%s has no length", d.ID)
			}
			process := standards.Process{}
			if d.Field == "" {
				continue
			}
			field := reflect.ValueOf(&process).Elem().FieldByName(d.Field)
			if !field.IsValid() {
				t.Errorf("%s: standards.Process has no %s", d.ID, d.Field)
				continue
			}
			field.SetInt(97)
			if length, stated := d.Length(process); length != 97 || !stated {
				t.Errorf("%s does not follow %s", d.ID, d.Field)
			}
		}
	}
	process := reflect.TypeFor[standards.Process]()
	for field := range process.Fields() {
		if field.Type.Kind() == reflect.Int && !kept[field.Name] {
			t.Errorf("no deadline follows %s", field.Name)
		}
	}
}
