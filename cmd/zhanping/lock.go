package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// lockName is the file in the data folder that says who works on it: the process, then what it does.
const lockName = "zhanping.lock"

// lockData makes this process the only one that works on a data folder with a SQLite database in it.
// The lock ends with the process.
func lockData(folder, doing string) (*os.File, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("数据目录 %s：%w", folder, writeTrouble(err))
	}
	path := filepath.Join(folder, lockName)
	file, free, err := lockFile(path)
	if err != nil {
		return nil, fmt.Errorf("数据目录 %s：%w", folder, writeTrouble(err))
	}
	if !free {
		return nil, fmt.Errorf("数据目录 %s 正由另一个站评程序使用%s；请先停止它，或用 --data 换一个目录", folder, holder(path))
	}
	err = file.Truncate(0)
	if err == nil {
		_, err = fmt.Fprintf(file, "%d\n%s\n", os.Getpid(), doing)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("数据目录 %s：%w", folder, writeTrouble(err)), file.Close())
	}
	return file, nil
}

// holder says who holds the lock, as far as that can be read.
func holder(path string) string {
	text, err := os.ReadFile(path)
	process, doing, found := strings.Cut(strings.TrimSpace(string(text)), "\n")
	if err != nil || !found {
		return ""
	}
	return fmt.Sprintf("（进程 %s，%s）", process, doing)
}
