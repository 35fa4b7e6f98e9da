package workdays

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"
	"unicode/utf8"
)

// File is the name of the packaged calendar, in the form that Parse reads.
const File = "workdays.txt"

// Kind is how a day differs from an ordinary week.
type Kind string

// The two kinds.
const (
	Holiday Kind = "holiday" // 休
	MakeUp  Kind = "make_up" // 班: worked, although it is a Saturday or Sunday
)

// Day is a day that a notice names.
type Day struct {
	Date time.Time // its time of day and zone do not matter
	Kind Kind
	Name string // of the holiday
}

// ErrNotPacked is that the calendar was not there when the program was built.
var ErrNotPacked = errors.New("程序里没有节假日表（构建时缺少 internal/workdays/data/" + File + "）；请在源码目录运行 make，它会先生成节假日表再构建")

var kindWords = map[string]Kind{"休": Holiday, "班": MakeUp}

// Read reads the calendar from File in a folder.
func Read(folder fs.FS) (*Calendar, error) {
	text, err := fs.ReadFile(folder, File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotPacked
	}
	if err != nil {
		return nil, fmt.Errorf("节假日表 %s 读不出来：%w", File, err)
	}
	days, err := Parse(File, text)
	if err != nil {
		return nil, err
	}
	return (&Calendar{days: map[date]Kind{}}).With(days), nil
}

// Parse reads the days of one or more notices (节假日补充文件): a line a day, its parts
// separated by blanks or tabs, "#" before a remark. A year counts as known once its 1 January
// is there, so a year should be written whole.
//
//	2027-01-01 休 元旦
//	2027-02-20 班 春节
//
// The error tells every faulty line.
func Parse(file string, data []byte) ([]Day, error) {
	if !utf8.Valid(data) {
		return nil, fmt.Errorf("%s：节假日文件应为 UTF-8 编码；请另存为 UTF-8 再试", file)
	}
	var days []Day
	var faults []error
	seen := map[date]int{}
	for i, line := range strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n") {
		line, _, _ = strings.Cut(line, "#")
		fields := strings.Fields(line)
		if len(fields) == 0 {
			continue
		}
		day, trouble := parseDay(fields)
		if first, twice := seen[dateOf(day.Date)]; trouble == "" && twice {
			trouble = fmt.Sprintf("%s 在第 %d 行已经写过；一天只写一行", fields[0], first)
		}
		if trouble != "" {
			faults = append(faults, fmt.Errorf("%s:%d：%s", file, i+1, trouble))
			continue
		}
		seen[dateOf(day.Date)] = i + 1
		days = append(days, day)
	}
	if len(faults) > 0 {
		return nil, errors.Join(faults...)
	}
	return days, nil
}

// parseDay reads the parts of a line, or says in Chinese what is wrong with them.
func parseDay(fields []string) (Day, string) {
	at, err := time.Parse(time.DateOnly, fields[0])
	if err != nil {
		return Day{}, fmt.Sprintf("“%s”不是日期；应写成 2027-01-01 的样子", fields[0])
	}
	if len(fields) < 2 {
		return Day{}, fields[0] + " 之后应写 休 或 班，再写节日名称"
	}
	kind, ok := kindWords[fields[1]]
	if !ok {
		return Day{}, fmt.Sprintf("“%s”应为 休 或 班", fields[1])
	}
	return Day{Date: at, Kind: kind, Name: strings.Join(fields[2:], " ")}, ""
}
