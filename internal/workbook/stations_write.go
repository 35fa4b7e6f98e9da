package workbook

import (
	"io"
	"iter"
)

// Format is how a list is written.
type Format string

// The formats of lists.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
)

// Write writes the list in that format.
func (s Sheet) Write(w io.Writer, format Format, rows iter.Seq2[[]any, error]) error {
	if format == CSV {
		return s.WriteCSV(w, rows)
	}
	return s.WriteXLSX(w, rows)
}

// WriteStations writes a list of stations that ReadStations reads back.
func WriteStations(w io.Writer, format Format, stations iter.Seq2[StationRow, error]) error {
	s := Sheet{Name: "单位名单"}
	for _, f := range stationFields {
		s.Columns = append(s.Columns, Column{f.names[0], f.width})
	}
	return s.Write(w, format, func(yield func([]any, error) bool) {
		for station, err := range stations {
			if !yield(stationCells(station), err) {
				return
			}
		}
	})
}

func stationCells(s StationRow) []any {
	cells := make([]any, len(stationFields))
	for i := range cells {
		switch i {
		case fieldName:
			cells[i] = s.Name
		case fieldCode:
			cells[i] = s.Code
		case fieldKind:
			cells[i] = wordOf(kinds, s.Kind)
		case fieldLevel:
			cells[i] = wordOf(levels, s.Level)
		case fieldRegion:
			cells[i] = s.Region
		case fieldUSCC:
			cells[i] = s.USCC
		case fieldParent:
			cells[i] = s.Parent
		case fieldVeterans:
			cells[i] = Number(s.Veterans)
		}
	}
	return cells
}
