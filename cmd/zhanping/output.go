package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/term"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/report"
)

// output is one -o: a format and where it goes; an empty path is standard output.
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
		if !hasPath {
			toStdout++
		}
		outputs = append(outputs, output{format, path})
	}
	if toStdout > 1 {
		return nil, fmt.Errorf("只能有一种格式写到标准输出，现有 %d 种；其余请写成 格式=文件", toStdout)
	}
	return outputs, nil
}

// writeReports writes the reports in every format asked for, with a summary where they
// are on several bundles.
func (p *program) writeReports(outputs []output, asOf string, reports []*assessment.Report, bundles int) error {
	var summary []assessment.StandardSummary
	if bundles > 1 {
		summary = assessment.Summarize(reports)
	}
	for _, out := range outputs {
		set := report.Set{Version: version, AsOf: asOf, Reports: reports, Summary: summary, FactTitle: factTitle}
		if out.path == "" {
			set.Color = isTerminal(p.stdout) && os.Getenv("NO_COLOR") == ""
			if out.format == "xlsx" && isTerminal(p.stdout) {
				return errors.New("xlsx 是二进制文件，不能写到终端；请写成 -o xlsx=评分表.xlsx")
			}
			if err := report.Write(p.stdout, out.format, set); err != nil {
				return fmt.Errorf("写 %s：%w", out.format, err)
			}
			continue
		}
		err := writeFile(out.path, func(w io.Writer) error { return report.Write(w, out.format, set) })
		if err != nil {
			return fmt.Errorf("写 %s：%w", out.path, err)
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

// writeFile writes a whole file or leaves the old one as it was.
func writeFile(path string, write func(io.Writer) error) (err error) {
	file, err := os.CreateTemp(filepath.Dir(path), ".zhanping-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = file.Close()
			_ = os.Remove(file.Name())
		}
	}()
	if err = write(file); err != nil {
		return err
	}
	if err = file.Chmod(0o644); err != nil {
		return err
	}
	if err = file.Close(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
