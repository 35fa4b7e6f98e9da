package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"golang.org/x/term"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/report"
)

// output is one -o: a format and where it goes; an empty path, or -, is standard output.
type output struct{ format, path string }

func parseOutputs(flags []string) ([]output, error) {
	var outputs []output
	toStdout := 0
	for _, flag := range flags {
		format, path, hasPath := strings.Cut(flag, "=")
		if !slices.Contains(report.Formats(), format) {
			return nil, fmt.Errorf("-o %s：没有输出格式 %q；可用：%s", flag, format, strings.Join(report.Formats(), "、"))
		}
		if hasPath && path == "" {
			return nil, fmt.Errorf("-o %s：= 后面要写文件名", flag)
		}
		if path == "-" {
			path = ""
		}
		if path == "" {
			toStdout++
		}
		outputs = append(outputs, output{format, path})
	}
	if toStdout > 1 {
		return nil, fmt.Errorf("只能有一种格式写到标准输出，现有 %d 种；其余请写成 格式=文件", toStdout)
	}
	return outputs, nil
}

// aim finds where every output goes before anything is judged, so that nobody waits for
// a report that cannot be written. What the run reads is not to be overwritten.
func (p *program) aim(outputs []output, inputs []string) ([]target, error) {
	targets := make([]target, len(outputs))
	for i, out := range outputs {
		if out.path == "" {
			if report.Binary(out.format) && isTerminal(p.stdout) {
				return nil, errors.New("xlsx 是二进制文件，不能写到终端；请写成 -o xlsx=评分表.xlsx")
			}
			continue
		}
		t, err := p.targetOf(out.path)
		if err != nil {
			return nil, fmt.Errorf("-o %s=%s：%w", out.format, out.path, err)
		}
		if err := refuseInput(t, inputs); err != nil {
			return nil, fmt.Errorf("-o %s=%s：%w", out.format, out.path, err)
		}
		if t.open != nil && slices.ContainsFunc(outputs, func(o output) bool { return o.path == "" }) {
			return nil, fmt.Errorf("-o %s=%s 也是标准输出，只能有一种格式写到那里；请换一个文件名", out.format, out.path)
		}
		for j, other := range targets[:i] {
			if outputs[j].path != "" && t.same(other) {
				return nil, fmt.Errorf("-o %s=%s 和 -o %s=%s 是同一个文件，后写的会盖掉先写的；请换一个文件名",
					outputs[j].format, outputs[j].path, out.format, out.path)
			}
		}
		targets[i] = t
	}
	return targets, nil
}

// refuseInput refuses a target that is one of the files that the run reads.
func refuseInput(t target, inputs []string) error {
	if t.info == nil || !t.info.Mode().IsRegular() {
		return nil
	}
	for _, input := range inputs {
		if info, err := os.Stat(input); err == nil && os.SameFile(info, t.info) {
			return fmt.Errorf("%s 是这次要读的文件，没有写；请换一个文件名", input)
		}
	}
	return nil
}

// writeReports writes the reports in every format asked for, with a summary where they
// are on several bundles.
func (p *program) writeReports(outputs []output, targets []target, asOf string, reports []*assessment.Report, bundles int) error {
	var summary []assessment.StandardSummary
	if bundles > 1 {
		summary = assessment.Summarize(reports)
	}
	for i, out := range outputs {
		set := report.Set{Version: version, AsOf: asOf, Reports: reports, Summary: summary, FactTitle: factTitle}
		if out.path == "" {
			set.Color = isTerminal(p.stdout) && os.Getenv("NO_COLOR") == ""
			if err := report.Write(p.stdout, out.format, set); err != nil {
				return fmt.Errorf("写 %s：%w", out.format, writeTrouble(err))
			}
			continue
		}
		err := targets[i].write(func(w io.Writer) error { return report.Write(w, out.format, set) })
		if err != nil {
			return fmt.Errorf("写 %s：%w", out.path, writeTrouble(err))
		}
		if targets[i].replaces() {
			fmt.Fprintf(p.stderr, "已覆盖 %s\n", out.path)
		}
	}
	return nil
}

// factTitle is the Chinese title of a fact, "" for a path that the schema does not know.
func factTitle(path string) string {
	fact, _ := evidence.DefaultSchema().Fact(path)
	return fact.Title
}

func isTerminal(w io.Writer) bool {
	file, ok := w.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

func words[T any](list []T, word func(T) string) string {
	out := make([]string, len(list))
	for i, one := range list {
		out[i] = word(one)
	}
	return strings.Join(out, "、")
}
