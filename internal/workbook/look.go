package workbook

import "github.com/xuri/excelize/v2"

// look is how a cell looks, and whether what is typed into it stays text.
type look int

const (
	lookTitle   look = iota // title of a sheet
	lookNote                // lines under the title
	lookHead                // headings of columns
	lookBand                // title of a section
	lookLabel               // what is asked
	lookHelp                // small print
	lookText                // to fill in: text
	lookNumber              // to fill in: a number
	lookDate                // to fill in: a date
	lookPick                // to fill in: a choice
	lookNothing             // not to be filled in
	lookFaulty              // a row of the list of faults
	lookLink
)

// The number formats of spreadsheets that are used here.
const (
	formatText = 49
	formatDate = "yyyy-mm-dd"
)

func styleOf(l look) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "宋体", Size: 10},
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "left", WrapText: true},
	}
	if l != lookTitle && l != lookNote {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "A0A0A0", Style: 1})
		}
	}
	fill := func(color string) { s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}} }
	switch l {
	case lookTitle:
		s.Font = &excelize.Font{Family: "黑体", Size: 15, Bold: true}
		s.Alignment.WrapText = false
	case lookHead:
		s.Font.Bold = true
		s.Alignment.Horizontal = "center"
		fill("DCE6EC")
	case lookBand:
		s.Font.Bold, s.Font.Size = true, 11
		fill("EEF2F4")
	case lookHelp:
		s.Font.Size, s.Font.Color = 9, "595959"
	case lookText:
		s.NumFmt = formatText
	case lookNumber:
		s.Alignment.Horizontal = "right"
	case lookDate:
		format := formatDate
		s.CustomNumFmt = &format
		s.Alignment.Horizontal = "center"
	case lookPick:
		s.NumFmt = formatText
		s.Alignment.Horizontal = "center"
	case lookNothing:
		fill("F2F2F2")
	case lookLink:
		s.Font.Color, s.Font.Underline = "1F5FA8", "single"
	case lookFaulty:
		s.NumFmt = formatText
	case lookNote, lookLabel:
	}
	return s
}

// lines is how many lines a text takes in a column of that width, in which a Chinese
// character is as wide as two others.
func lines(text string, width float64) int {
	n, used := 1, 0.0
	for _, c := range text {
		w := 1.0
		switch {
		case c == '\n':
			n, used = n+1, 0
			continue
		case c > 0x2E7F:
			w = 2
		}
		if used += w; used > width {
			n, used = n+1, w
		}
	}
	return n
}
