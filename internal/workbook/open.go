package workbook

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// bounds is what an uploaded workbook may hold; more is refused before it costs memory.
type bounds struct {
	packed   int    // bytes of the file
	unpacked uint64 // bytes of all its parts
	whole    uint64 // bytes of a part that is read in one piece
	tags     int    // XML elements and their ends in such a part
	cells    int    // cells of one sheet, with the gaps between them; 0: sheets are read row by row
}

var (
	filledIn = bounds{packed: 16 << 20, unpacked: 32 << 20, whole: 32 << 20, tags: 1_000_000, cells: 300_000}
	listed   = bounds{packed: 64 << 20, unpacked: 256 << 20, whole: 4 << 20, tags: 1_000_000}
)

const (
	maxParts  = 2000
	maxMerges = 2000
)

const saveAsXLSX = "用 WPS 或 Excel 打开后另存为“Excel 文件（*.xlsx）”，不加密码，再上传"

func fileFault(found, fix string) *CellFault {
	return &CellFault{Code: codeFile, Found: found, Expected: "未加密的 .xlsx 工作簿", Fix: fix}
}

// open opens an uploaded workbook within the bounds; the fault says why it cannot be read.
func open(data []byte, b bounds) (file *excelize.File, fault *CellFault) {
	switch {
	case len(data) == 0:
		return nil, fileFault("文件是空的", "重新选择文件上传")
	case len(data) > b.packed:
		return nil, fileFault(fmt.Sprintf("文件超过 %d MB，太大", b.packed>>20), "删去图片和多余的表后再上传")
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return nil, fileFault("这是旧版的 .xls、.et 文件，或加了密码的工作簿", saveAsXLSX)
	case !bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return nil, fileFault("这不是 .xlsx 工作簿", saveAsXLSX)
	}
	if fault := inspect(data, b); fault != nil {
		return nil, fault
	}
	err := safely(func() (err error) {
		file, err = excelize.OpenReader(bytes.NewReader(data), excelize.Options{
			UnzipSizeLimit: int64(b.unpacked), UnzipXMLSizeLimit: int64(b.whole),
		})
		if err == nil && len(file.GetSheetList()) == 0 {
			err = errors.New("no sheets")
		}
		return err
	})
	if err != nil {
		return nil, damaged()
	}
	return file, nil
}

func damaged() *CellFault { return fileFault("工作簿损坏，读不出来", saveAsXLSX) }

// safely turns a panic of the spreadsheet library, which damaged files cause, into an error.
func safely(read func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("spreadsheet library: %v", r)
		}
	}()
	return read()
}

// inspect looks at every part of a workbook before the library reads it.
func inspect(data []byte, b bounds) *CellFault {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return damaged()
	}
	if len(archive.File) > maxParts {
		return fileFault(fmt.Sprintf("工作簿里有 %d 个部件，太多", len(archive.File)), "复制到新的工作簿再上传")
	}
	var total uint64
	for _, part := range archive.File {
		size := part.UncompressedSize64
		if total += min(size, b.unpacked+1); total > b.unpacked {
			return fileFault(fmt.Sprintf("工作簿解压后超过 %d MB，像是压缩炸弹", b.unpacked>>20), "删去图片和多余的表后再上传")
		}
		if part.Flags&1 != 0 {
			return fileFault("工作簿加了密码", saveAsXLSX)
		}
		if size > b.whole {
			if name := strings.ToLower(part.Name); strings.HasPrefix(name, "xl/worksheets/sheet") || name == "xl/sharedstrings.xml" {
				continue // read row by row, through a file
			}
			return fileFault("工作簿里的“"+part.Name+"”太大", "复制到新的工作簿再上传")
		}
		if fault := inspectPart(part, b); fault != nil {
			return fault
		}
	}
	return nil
}

func inspectPart(part *zip.File, b bounds) *CellFault {
	r, err := part.Open()
	if err != nil {
		return damaged()
	}
	text, err := io.ReadAll(io.LimitReader(r, int64(b.whole)+1))
	if err := errors.Join(err, r.Close()); err != nil {
		return damaged()
	}
	switch {
	case bytes.Count(text, []byte("<mergeCell ")) > maxMerges:
		return fileFault("表里合并的单元格太多", "取消合并后再上传")
	case b.cells == 0 && bytes.Contains(text, []byte("sheetData")):
		return nil
	case strings.HasSuffix(strings.ToLower(part.Name), ".xml") && bytes.Count(text, []byte("<")) > b.tags:
		return fileFault("工作簿里的内容太多", "删去多余的行、列和表后再上传")
	case b.cells > 0 && bytes.Contains(text, []byte("sheetData")) && extent(text) > b.cells:
		return fileFault("有的表拖出了很多空行或空列", "选中最后一行以下、最后一列以右的空白行列，删除后保存再上传")
	}
	return nil
}

// extent is how many cells a sheet has when its gaps are filled, as the library does it.
func extent(text []byte) int {
	decoder := xml.NewDecoder(bytes.NewReader(text))
	decoder.Strict = false
	row, last, col, cells := 0, 0, 0, 0
	for {
		token, err := decoder.RawToken()
		if err != nil {
			return last + cells
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "row":
			row, col = row+1, 0
			if n, err := strconv.Atoi(attribute(start, "r")); err == nil {
				row = n
			}
			last = max(last, row)
		case "c":
			here := col + 1
			if n, _, err := excelize.CellNameToCoordinates(attribute(start, "r")); err == nil {
				here = n
			}
			cells += max(here-col, 1)
			col = max(col, here)
		}
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
