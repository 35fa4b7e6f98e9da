package regions

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// File is the name of the packed table: gzip of one line a region, code, tab, name, in the
// order of the codes.
const File = "regions.tsv.gz"

// ErrNotPacked is that the table was not there when the program was built.
var ErrNotPacked = errors.New("程序里没有区划表（构建时缺少 internal/regions/data/" + File + "）；请在源码目录运行 make，它会先生成区划表再构建")

// Read reads the table from File in a folder.
func Read(folder fs.FS) (*Table, error) {
	packed, err := fs.ReadFile(folder, File)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotPacked
	}
	if err != nil {
		return nil, fmt.Errorf("区划表 %s 读不出来：%w", File, err)
	}
	text, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, broken(err)
	}
	var b builder
	last := ""
	lines := bufio.NewScanner(text)
	for n := 1; lines.Scan(); n++ {
		code, name, _ := strings.Cut(lines.Text(), "\t")
		if _, ok := LevelOf(code); !ok || name == "" || code <= last {
			return nil, broken(fmt.Errorf("第 %d 行“%s”应为区划代码、制表符和名称，并按代码排列", n, lines.Text()))
		}
		b.add(code, name)
		last = code
	}
	if err := lines.Err(); err != nil {
		return nil, broken(err)
	}
	return b.table(), nil
}

func broken(err error) error {
	return fmt.Errorf("区划表 %s 已损坏：%w；请删除它，再在源码目录运行 make", File, err)
}
