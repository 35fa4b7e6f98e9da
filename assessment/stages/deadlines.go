package stages

import (
	"time"

	"zhanping/standards"
)

// Unit is what a deadline is counted in.
type Unit string

// The units.
const (
	Days        Unit = "days"         // 日
	WorkingDays Unit = "working_days" // 个工作日
	Years       Unit = "years"        // 年
)

// Title is the unit as it stands after a number.
func (u Unit) Title() string {
	switch u {
	case Days:
		return "日"
	case WorkingDays:
		return "个工作日"
	case Years:
		return "年"
	}
	return string(u)
}

// Kind is what a deadline means.
type Kind string

// The kinds of deadline.
const (
	Due    Kind = "due"    // 应在此前办理; late is noted, not forbidden
	Until  Kind = "until"  // 期满方可办理
	Lapses Kind = "lapses" // 到期失效
)

// Title is the kind in Chinese.
func (k Kind) Title() string {
	switch k {
	case Due:
		return "期限内办理"
	case Until:
		return "期满方可办理"
	case Lapses:
		return "到期失效"
	}
	return string(k)
}

// DeadlineRule is a deadline as data. It is counted from the day on which the case came to
// the stage; that day is not counted (开始的当日不计入).
type DeadlineRule struct {
	ID     string // stable, for reminders that were sent
	Title  string // Chinese
	After  int    // length where the standard states none; such a length is ours, a draft
	Unit   Unit
	Field  string // field of standards.Process that states the length; "" where none does
	Kind   Kind
	Remind int    // days before the end on which those who must act are reminded
	Words  string // the reminder in Chinese
}

// The deadlines of the process. 受理, 初评 and 验收 stand in no text that was found.
var (
	acceptance = DeadlineRule{
		ID: "acceptance", Title: "受理", After: 5, Unit: WorkingDays, Kind: Due, Remind: 1,
		Words: "申报待受理，请在期限内受理或退回",
	}
	initialReview = DeadlineRule{
		ID: "initial_review", Title: "初评", After: 20, Unit: WorkingDays, Kind: Due, Remind: 3,
		Words: "初评待完成，请在期限内给出初评意见",
	}
	inspection = DeadlineRule{
		ID: "inspection", Title: "验收", After: 60, Unit: Days, Kind: Due, Remind: 10,
		Words: "现场核查待完成，请核查员录入结果并签名",
	}
	publicity = DeadlineRule{
		ID: "publicity", Title: "公示", After: 5, Unit: WorkingDays, Field: "PublicityWorkingDays", Kind: Until, Remind: 0,
		Words: "公示今日期满，没有异议的可以命名授牌",
	}
	recheck = DeadlineRule{
		ID: "recheck", Title: "复核", After: 2, Unit: Years, Field: "RecheckYears", Kind: Due, Remind: 60,
		Words: "复核周期将满，请启动复核",
	}
	validity = DeadlineRule{
		ID: "validity", Title: "命名有效期", After: 3, Unit: Years, Field: "ValidityYears", Kind: Lapses, Remind: 90,
		Words: "命名有效期将满，期满未经复核保持的，命名失效",
	}
	rectification = DeadlineRule{
		ID: "rectification", Title: "整改", After: 60, Unit: Days, Field: "RectificationDays", Kind: Due, Remind: 10,
		Words: "整改期限将满，请完成整改并提交佐证，由主管部门核验",
	}
)

// Length is the number of units under a process, and whether the standard itself states it.
func (d DeadlineRule) Length(process standards.Process) (length int, stated bool) {
	switch d.Field {
	case "PublicityWorkingDays":
		length = process.PublicityWorkingDays
	case "ValidityYears":
		length = process.ValidityYears
	case "RecheckYears":
		length = process.RecheckYears
	case "RectificationDays":
		length = process.RectificationDays
	}
	if length > 0 {
		return length, true
	}
	return d.After, false
}

// LastDay is the last day of the deadline, given the day on which the case came to the stage;
// the deadline is over when that day is. Both are days in the location of entered. A day is a
// working day where workday says so; Weekdays knows no holidays.
func (d DeadlineRule) LastDay(entered time.Time, process standards.Process, workday func(time.Time) bool) time.Time {
	length, _ := d.Length(process)
	year, month, day := entered.Date()
	first := time.Date(year, month, day, 0, 0, 0, 0, entered.Location())
	switch d.Unit {
	case Days:
		return first.AddDate(0, 0, length)
	case WorkingDays:
		last := first
		for left := length; left > 0; {
			if last = last.AddDate(0, 0, 1); workday(last) {
				left--
			}
		}
		return last
	case Years:
		return anniversary(first, length)
	}
	return first
}

// ReminderDay is the day on which those who must act are reminded.
func (d DeadlineRule) ReminderDay(lastDay time.Time) time.Time {
	return lastDay.AddDate(0, 0, -d.Remind)
}

// Passed reports whether a deadline is over at a moment.
func Passed(lastDay, now time.Time) bool { return !now.Before(lastDay.AddDate(0, 0, 1)) }

// anniversary is the same day years later, and the month's last where it has no such day.
func anniversary(day time.Time, years int) time.Time {
	later := day.AddDate(years, 0, 0)
	if later.Month() != day.Month() {
		later = later.AddDate(0, 0, -later.Day())
	}
	return later
}

// Weekdays takes Monday to Friday for working days.
func Weekdays(day time.Time) bool {
	return day.Weekday() != time.Saturday && day.Weekday() != time.Sunday
}
