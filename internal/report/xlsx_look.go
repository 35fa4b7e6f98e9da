//go:build !js

package report

import "github.com/xuri/excelize/v2"

// look is how a cell looks.
type look int

const (
	lookTitle  look = iota // the title of a sheet
	lookMeta               // lines under the title
	lookDraft              // the warning that a standard is a draft
	lookHead               // headings of columns
	lookCell               // text of the table
	lookCenter             // short text and numbers of the table
	lookTop                // headings beside the rows they cover: seen where the rows begin
	lookInput              // to be filled in by hand
	lookSum                // subtotals and totals, text
	lookSumNumber
	lookSign // signatures
)

// styleKey is a look, with or without the format that keeps text from being calculated
// when someone edits the cell.
type styleKey struct {
	look  look
	inert bool
}

const textFormat = 49 // the built-in format “text”

// style is the number of a style in the workbook, made when it is first asked for.
func (b *book) style(style look, inert bool) int {
	id, known := b.styles[styleKey{style, inert}]
	if !known {
		definition := styleOf(style)
		if inert {
			definition.NumFmt = textFormat
		}
		var err error
		id, err = b.file.NewStyle(definition)
		b.do(err)
		b.styles[styleKey{style, inert}] = id
	}
	return id
}

func styleOf(style look) *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: "宋体", Size: 10},
		Alignment: &excelize.Alignment{Vertical: "center", Horizontal: "left", WrapText: true},
	}
	if style >= lookHead && style <= lookSumNumber {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: "808080", Style: 1})
		}
	}
	switch style {
	case lookTitle:
		s.Font = &excelize.Font{Family: "黑体", Size: 16, Bold: true}
		s.Alignment.Horizontal = "center"
	case lookDraft:
		s.Font.Color, s.Font.Bold = "8A5A00", true
	case lookHead:
		s.Font.Bold = true
		s.Alignment.Horizontal = "center"
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EDF0"}}
	case lookCenter, lookInput:
		s.Alignment.Horizontal = "center"
	case lookTop:
		s.Alignment.Horizontal, s.Alignment.Vertical = "center", "top"
	case lookSum, lookSumNumber:
		s.Font.Bold = true
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"F4F6F7"}}
		if style == lookSumNumber {
			s.Alignment.Horizontal = "center"
		}
	case lookSign:
		s.Font.Size = 11
		s.Alignment.Vertical = "bottom"
		s.Border = []excelize.Border{{Type: "bottom", Color: "808080", Style: 1}}
	case lookMeta, lookCell:
	}
	return s
}
