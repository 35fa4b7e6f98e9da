package main

import (
	"fmt"
	"os"
	"time"

	"zhanping/internal/regions"
	"zhanping/internal/workdays"
)

// calendar is the packaged calendar with the days of a file on top, or nil where no file is set.
func (s *settings) calendar() (*workdays.Calendar, error) {
	file := s.of(setDays).text()
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, s.refuse(setDays, "能读的文件，一行一天，如 2027-01-01 休 元旦")
	}
	days, err := workdays.Parse(file, text)
	if err != nil {
		return nil, err
	}
	calendar, err := workdays.Open()
	if err != nil {
		return nil, err
	}
	return calendar.With(days), nil
}

// regionTable is the packaged table after the changes in a file, or nil where no file is set.
func (s *settings) regionTable() (*regions.Table, error) {
	file := s.of(setPlaces).text()
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, s.refuse(setPlaces, "能读的文件，一行一处，如 更名 330482106000 示例街道")
	}
	changes, err := regions.ParseChanges(file, text)
	if err != nil {
		return nil, err
	}
	table, err := regions.Open()
	if err != nil {
		return nil, err
	}
	if table, err = table.With(changes); err != nil {
		return nil, fmt.Errorf("%s：%w", file, err)
	}
	return table, nil
}

// warnUnknownYear warns where deadlines of this year or the next would pass over holidays that nobody told.
func (p *program) warnUnknownYear(calendar *workdays.Calendar, now time.Time) error {
	if calendar == nil {
		var err error
		if calendar, err = workdays.Open(); err != nil {
			return err
		}
	}
	last := now.AddDate(0, 1, 0).Year() // from December on, deadlines reach into the next year
	for year := now.Year(); year <= last; year++ {
		if !calendar.Known(year) {
			fmt.Fprintf(p.stderr, "注意：还没有 %d 年的放假安排，工作日暂按周一至周五推算。放假通知公布后，请写成节假日补充文件，用 --holidays 指定。\n", year)
		}
	}
	return nil
}
