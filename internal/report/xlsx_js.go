package report

import (
	"errors"
	"io"
)

// writeXLSX refuses: what runs in a browser leaves the spreadsheet library out, a good part of its size.
func writeXLSX(io.Writer, Set) error {
	return errors.New("浏览器里不生成 Excel；请在服务器上下载")
}
