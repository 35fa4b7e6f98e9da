// Package report writes assessments down: for a station head on a terminal, for a
// chat, for print, for inspectors' spreadsheets and for other programs. It shows what
// an assessment.Report says and never judges, adds up or rounds anything itself.
package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"zhanping/assessment"
)

// Set is what one output holds: the reports of one run, in the order of the input.
type Set struct {
	Version string                       // of the program, as it calls itself
	AsOf    string                       // the day it was judged as of, YYYY-MM-DD
	Reports []*assessment.Report         // may be empty
	Summary []assessment.StandardSummary // of the reports, where they are on several subjects; empty otherwise
	Color   bool                         // terminal colours in text; nothing else looks at it
	Width   int                          // columns of the terminal for text; 0 means 80
	// FactTitle is the Chinese title of an evidence path, "" where it knows none.
	// It may be nil; then paths are shown as they are.
	FactTitle func(path string) string
}

// format is one way to write a set down.
type format struct {
	name  string
	write func(io.Writer, Set) error
}

func formats() []format {
	return []format{
		{"text", writeText},
		{"json", writeJSON},
		{"yaml", writeYAML},
		{"markdown", writeMarkdown},
		{"html", writeHTML},
		{"xlsx", writeXLSX},
		{"sarif", writeSARIF},
		{"junit", writeJUnit},
	}
}

// Formats lists the names that Write knows, the default first.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// Binary reports whether a format is no text, so that it should not go to a terminal.
func Binary(name string) bool { return name == "xlsx" }

// Write writes the set in the named format. The same set gives the same bytes.
// It reads the reports and changes nothing in them.
func Write(w io.Writer, name string, set Set) error {
	known := formats()
	i := slices.IndexFunc(known, func(f format) bool { return f.name == name })
	if i < 0 {
		return fmt.Errorf("没有名为 %q 的报告格式；应为：%s", name, strings.Join(Formats(), "、"))
	}
	if err := known[i].write(w, set); err != nil {
		return fmt.Errorf("write %s report: %w", name, err)
	}
	return nil
}
