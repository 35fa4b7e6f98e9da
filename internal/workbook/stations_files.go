package workbook

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const (
	headingRows = 20        // among the first of which the headings of a list stand
	mostRows    = 1_000_000 // of one list
)

// noHeadings is the fault of a file without the headings of a list of stations.
func noHeadings() CellFault {
	return CellFault{
		Code: codeLayout, Found: "前 " + strconv.Itoa(headingRows) + " 行里没有找到表头",
		Expected: "同一行里有“名称”和“区划代码”两列", Fix: "补上表头；若打开是乱码，另存为 .xlsx 或 UTF-8 的 CSV",
	}
}

// rows gives the rows of a list that stand below its headings, with their lines.
func (l *stationList) rows(rows iter.Seq2[int, []string], yield func(StationRow, []CellFault) bool) (found, goOn bool) {
	n := 0
	for line, row := range rows {
		n++
		switch {
		case l.columns == nil && n > headingRows:
			return false, true
		case n > mostRows:
			yield(StationRow{Line: line}, []CellFault{{Sheet: l.sheet, Line: line, Code: codeLayout, Found: "名单太长", Expected: "不超过 " + strconv.Itoa(mostRows) + " 行", Fix: "拆成几个文件"}})
			return true, false
		case l.columns == nil:
			l.headings(row)
			continue
		}
		if station, faults, ok := l.station(row, line); ok && !yield(station, faults) {
			return true, false
		}
	}
	return l.columns != nil, true
}

func xlsxStations(name string, data []byte) iter.Seq2[StationRow, []CellFault] {
	return func(yield func(StationRow, []CellFault) bool) {
		file, fault := open(data, listed)
		if fault != nil {
			refusal(fault)(yield)
			return
		}
		defer func() { _ = file.Close() }() // nothing was written
		for _, sheet := range file.GetSheetList() {
			l := &stationList{name: name, sheet: sheet}
			var broken error
			found, goOn := l.rows(sheetRows(file, sheet, &broken), yield)
			switch {
			case broken != nil && goOn:
				refusal(damaged())(yield)
				return
			case found || !goOn:
				return
			}
		}
		yield(StationRow{}, []CellFault{noHeadings()})
	}
}

// sheetRows is the rows of a sheet with their numbers, one at a time. A defect of the file
// ends them and is kept in broken.
func sheetRows(file *excelize.File, sheet string, broken *error) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		var rows *excelize.Rows
		*broken = safely(func() (err error) {
			rows, err = file.Rows(sheet)
			return err
		})
		if *broken != nil {
			return
		}
		defer func() { _ = rows.Close() }() // nothing was written
		for line := 1; ; line++ {
			var row []string
			more := false
			*broken = safely(func() (err error) {
				if more = rows.Next(); more {
					row, err = rows.Columns(excelize.Options{RawCellValue: true})
				}
				return err
			})
			if *broken != nil || !more || !yield(line, row) {
				return
			}
		}
	}
}

// text says whether bytes are text that a list may be written in.
func text(data []byte) bool {
	return len(data) > 0 && (utf16(data) || !bytes.ContainsRune(data[:min(len(data), 4096)], 0)) &&
		!bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0"))
}

func utf16(data []byte) bool {
	return bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff"))
}

// decoded is the text as UTF-8: of what is UTF-16 by its mark, GB18030 where it is not
// UTF-8.
func decoded(data []byte) io.Reader {
	switch {
	case utf16(data):
		return transform.NewReader(bytes.NewReader(data), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
	case utf8.Valid(data):
		return bytes.NewReader(bytes.TrimPrefix(data, []byte(byteOrderMark)))
	}
	return transform.NewReader(bytes.NewReader(data), simplifiedchinese.GB18030.NewDecoder())
}

func csvStations(name string, data []byte) iter.Seq2[StationRow, []CellFault] {
	return func(yield func(StationRow, []CellFault) bool) {
		l := &stationList{name: name}
		reader := csv.NewReader(decoded(data))
		reader.Comma, reader.LazyQuotes, reader.FieldsPerRecord, reader.ReuseRecord = separator(data), true, -1, true
		var fault *CellFault
		found, goOn := l.rows(csvRows(reader, &fault), yield)
		switch {
		case !goOn:
		case fault != nil:
			yield(StationRow{Line: fault.Line}, []CellFault{*fault})
		case !found:
			yield(StationRow{}, []CellFault{noHeadings()})
		}
	}
}

// csvRows is the rows of a CSV file with their lines; a fault of its text ends them.
func csvRows(reader *csv.Reader, fault **CellFault) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		for {
			row, err := reader.Read()
			if errors.Is(err, io.EOF) {
				return
			}
			line := 0
			if len(row) > 0 {
				line, _ = reader.FieldPos(0)
			}
			if err != nil {
				*fault = &CellFault{Line: line, Code: codeFile, Found: "从这里起读不出来", Expected: "CSV 文件", Fix: "另存为 .xlsx 再上传"}
				return
			}
			if strings.ContainsRune(strings.Join(row, ""), utf8.RuneError) {
				*fault = &CellFault{Line: line, Code: codeFile, Found: "有认不出的字，编码可能不对", Expected: "UTF-8 或 GB18030 编码的 CSV 文件", Fix: "另存为 .xlsx 再上传"}
				return
			}
			if !yield(line, row) {
				return
			}
		}
	}
}

// separator is what stands between the cells of a CSV file, by its first lines.
func separator(data []byte) rune {
	beginning := make([]byte, 4096)
	n, _ := io.ReadFull(decoded(data[:min(len(data), len(beginning))]), beginning) // a cut character does no harm
	best, most := ',', 0
	for _, c := range []rune{',', '\t', ';'} {
		if count := strings.Count(string(beginning[:n]), string(c)); count > most {
			best, most = c, count
		}
	}
	return best
}
