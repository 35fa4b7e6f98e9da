package workbook

import (
	"math"
	"strconv"
	"time"
)

// Spreadsheets count days; the first that all of them count alike is 1900-03-01.
const (
	firstSerial = 61
	lastSerial  = 73415 // 2100-12-31
	shift1904   = 1462  // between the two ways of counting
)

var serialZero = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// serialOf is the number that a spreadsheet keeps for a date in canonical form.
func serialOf(date string) (int, bool) {
	day, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return 0, false
	}
	serial := int(day.Sub(serialZero).Hours() / 24)
	return serial, serial >= firstSerial && serial <= lastSerial
}

// smallestSerial keeps a year that was typed as a number from being read as a day; it is
// a day in 1927.
const smallestSerial = 10000

// dateOf is the date in canonical form that a spreadsheet keeps as a number; it is false
// for numbers that stand for no date, or for a date with a time.
func dateOf(number string, from1904 bool) (string, bool) {
	serial, err := strconv.ParseFloat(number, 64)
	if err != nil || serial != math.Trunc(serial) {
		return "", false
	}
	if from1904 {
		serial += shift1904
	}
	if serial < smallestSerial || serial > lastSerial {
		return "", false
	}
	return serialZero.AddDate(0, 0, int(serial)).Format(time.DateOnly), true
}
