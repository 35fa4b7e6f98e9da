package papers_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhanping/internal/papers"
	"zhanping/standards"
)

func workbook(t *testing.T, text []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// cells is a workbook of one sheet as text; a number is told from a text.
func cells(t *testing.T, text []byte) []byte {
	t.Helper()
	book := workbook(t, text)
	sheet := book.GetSheetName(0)
	var b bytes.Buffer
	fmt.Fprintf(&b, "== %s\n", sheet)
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		for j, value := range row {
			cell, err := excelize.CoordinatesToCellName(j+1, i+1)
			if err != nil {
				t.Fatal(err)
			}
			kind, err := book.GetCellType(sheet, cell)
			if err != nil {
				t.Fatal(err)
			}
			switch {
			case value == "":
			case kind == excelize.CellTypeInlineString:
				fmt.Fprintf(&b, "%s %q\n", cell, value)
			default:
				fmt.Fprintf(&b, "%s %s\n", cell, value)
			}
		}
	}
	return b.Bytes()
}

func TestSpreadsheetsSayWhatWasReviewed(t *testing.T) {
	t.Parallel()
	for name, write := range all(t) {
		if strings.HasSuffix(name, ".xlsx") {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				golden(t, name+".txt", cells(t, written(t, func(b *bytes.Buffer) error { return write(b) })))
			})
		}
	}
}

func TestTextThatLooksLikeAFormulaStaysText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"=1+1", "+1", "-1+2", "@SUM(A1)", "=HYPERLINK(\"https://zhanping.invalid\")", "\t=1+1"} {
		l := problems(papers.RectificationLedger)
		l.List = each([]papers.Problem{{Station: text, Measure: text, Responsible: text}})
		book := workbook(t, written(t, func(b *bytes.Buffer) error { return l.WriteXLSX(b) }))
		for _, cell := range []string{"B8", "G8", "H8"} {
			value, err := book.GetCellValue("整改台账", cell)
			if err != nil || strings.TrimSpace(value) != strings.TrimSpace(text) {
				t.Fatalf("%s is %q, %v", cell, value, err)
			}
			formula, _ := book.GetCellFormula("整改台账", cell)
			kind, _ := book.GetCellType("整改台账", cell)
			id, _ := book.GetCellStyle("整改台账", cell)
			style, err := book.GetStyle(id)
			if err != nil {
				t.Fatal(err)
			}
			if formula != "" || kind != excelize.CellTypeInlineString || style.NumFmt != 49 && value[0] != ' ' {
				t.Errorf("%q: formula %q, type %v, format %d", text, formula, kind, style.NumFmt)
			}
		}
	}
}

func TestTheNumberOfATotalReachesNoHigherLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"89.99999999": "89.9999", "5300/59": "89.8305", "90": "90", "-1/3": "-0.3333", "269999999999999999/3000000000000000": "89.9999",
	} {
		r := ranking()
		r.Chapters, r.Quotas = nil, nil
		r.Places = each([]papers.Place{{Rank: 1, Station: "甲站", Total: points(text)}})
		book := workbook(t, written(t, func(b *bytes.Buffer) error { return r.WriteXLSX(b) }))
		exact, _ := book.GetCellValue("汇总排名", "D6")
		number, _ := book.GetCellValue("汇总排名", "E6", excelize.Options{RawCellValue: true})
		if exact != points(text).String() || number != want {
			t.Errorf("%s is %q and %q, want %s", text, exact, number, want)
		}
	}
}

func TestTheLineOfAQuotaIsDrawnUnderItsLastStation(t *testing.T) {
	t.Parallel()
	book := workbook(t, written(t, func(b *bytes.Buffer) error { return ranking().WriteXLSX(b) }))
	thick := map[int]bool{}
	for row := 7; row <= 11; row++ {
		id, err := book.GetCellStyle("汇总排名", fmt.Sprintf("B%d", row))
		if err != nil {
			t.Fatal(err)
		}
		style, err := book.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		for _, border := range style.Border {
			thick[row] = thick[row] || border.Type == "bottom" && border.Style == 5
		}
	}
	for row, drawn := range thick {
		if drawn != (row == 8) {
			t.Errorf("row %d: line %t", row, drawn)
		}
	}
}

func TestARankingThatIsNoneIsRefused(t *testing.T) {
	t.Parallel()
	broken := errors.New("database is gone")
	for name, test := range map[string]struct {
		places iter.Seq2[papers.Place, error]
		want   string
	}{
		"ranks that go down":              {each([]papers.Place{{Rank: 2, Station: "甲站"}, {Rank: 1, Station: "乙站"}}), "名次没有从前到后排列：“乙站”应在“甲站”之前"},
		"a rank below those without one":  {each([]papers.Place{{Station: "甲站"}, {Rank: 1, Station: "乙站"}}), "名次没有从前到后排列：“乙站”应在“甲站”之前"},
		"a station with one chapter more": {each([]papers.Place{{Rank: 1, Station: "甲站", Chapters: []standards.Points{points("1")}}}), "“甲站”有 1 个大项得分，表头是 0 个"},
		"a source that breaks in the middle": {func(yield func(papers.Place, error) bool) {
			_ = yield(papers.Place{Rank: 1, Station: "甲站"}, nil) && yield(papers.Place{}, broken)
		}, broken.Error()},
		"a text that no cell holds": {each([]papers.Place{{Rank: 1, Station: strings.Repeat("站", 16384)}}), "第 6 行“单位”：文字超过 16383 字，单元格放不下，请删减"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := ranking()
			r.Chapters, r.Quotas, r.Places = nil, nil, test.places
			if err := r.WriteXLSX(io.Discard); err == nil || err.Error() != test.want {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}

func TestAProblemWithABadDeadlineEndsTheList(t *testing.T) {
	t.Parallel()
	l := problems(papers.ProblemList)
	l.List = each([]papers.Problem{{Station: "甲站"}, {Station: "乙站", Deadline: "6月底"}})
	want := "第 2 条问题的整改时限“6月底”无法识别：应写成 2026-05-08 这样的日期"
	for _, write := range []func(io.Writer) error{l.WriteXLSX, l.WriteDOCX} {
		if err := write(io.Discard); err == nil || err.Error() != want {
			t.Errorf("got %v", err)
		}
	}
}

// Not parallel: it looks at the memory of the whole program.
func TestSixtyThousandStationsTakeNoMoreMemoryThanThirty(t *testing.T) {
	const stations = 60_000
	var atHalf, atEnd uint64
	inUse := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	r := ranking()
	r.Quotas = nil
	r.Places = func(yield func(papers.Place, error) bool) {
		n := 0
		for p, err := range many(stations) {
			switch n++; n {
			case stations / 2:
				atHalf = inUse()
			case stations:
				atEnd = inUse()
			}
			if !yield(p, err) {
				return
			}
		}
	}
	var out counter
	if err := r.WriteXLSX(&out); err != nil {
		t.Fatal(err)
	}
	if out < 1<<20 {
		t.Errorf("only %d bytes were written", out)
	}
	// The rows of the second half are about 17 MB of XML.
	if atEnd > atHalf+(8<<20) {
		t.Errorf("memory grew from %d to %d bytes", atHalf, atEnd)
	}
}

type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
