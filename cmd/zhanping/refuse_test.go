package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"zhanping/internal/yamltext"
)

func TestWhatIsWrongIsCounted(t *testing.T) {
	t.Parallel()
	two := yamltext.Faults{{Found: "甲"}, {Found: "乙"}}
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"one error needs no count":         {errors.New("甲"), ""},
		"one fault needs no count":         {two[:1], ""},
		"faults":                           {two, "共 2 处错误\n"},
		"faults with words behind them":    {fmt.Errorf("%w\n改好后再运行", two), "共 2 处错误\n"},
		"faults and another error":         {errors.Join(errors.New("丙"), two), "共 3 处错误\n"},
		"a chain of causes is one error":   {fmt.Errorf("读不了：%w", fmt.Errorf("打不开：%w", errors.New("没有权限"))), ""},
		"two errors, one of them a chain":  {errors.Join(errors.New("丙"), fmt.Errorf("丁：%w", errors.New("戊"))), "共 2 处错误\n"},
		"faults of several inputs wrapped": {fmt.Errorf("%w", errors.Join(two, errors.New("丙"))), "共 3 处错误\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var stderr bytes.Buffer
			(&program{stderr: &stderr}).refuse(c.err)
			got, _ := strings.CutPrefix(stderr.String(), c.err.Error()+"\n")
			if got != c.want {
				t.Errorf("after the list: %q, want %q", got, c.want)
			}
		})
	}
}
