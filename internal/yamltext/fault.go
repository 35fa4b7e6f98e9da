// Package yamltext reads YAML text that people wrote: it keeps positions, refuses
// what is dangerous or ambiguous, and reports every fault at once. It knows nothing
// of stations, standards or policies.
package yamltext

import (
	"fmt"
	"slices"
	"strings"
)

// Position is a place in a file that a person can jump to. Line and Column count
// from 1; both are 0 when only the file is known.
type Position struct {
	File   string
	Line   int
	Column int
}

// String is file:line:column, or the file alone where no line is known.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Fault is one thing that is wrong with an input (输入错误), in words for the person
// who wrote it. Found, Expected and Fix are Chinese clauses without a closing stop;
// Expected and Fix may be empty.
type Fault struct {
	At       Position
	Code     string // stable, for programs: "unknown_key", "wrong_type", …
	Found    string // 发现了什么
	Expected string // 应为什么
	Fix      string // 怎么改
}

// Error is "file:line:column: found；应为 expected；fix".
func (f Fault) Error() string { return f.At.String() + ": " + f.Words() }

// Words is the fault without its place, for readers who see the place themselves.
func (f Fault) Words() string {
	text := f.Found
	if f.Expected != "" {
		text += "；应为：" + f.Expected
	}
	if f.Fix != "" {
		text += "；请" + f.Fix
	}
	return text
}

// Faults is every fault of one input, in the order of their positions.
type Faults []Fault

// Error is one line per fault.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Err is nil when there is no fault, and otherwise the faults sorted by position.
func (fs Faults) Err() error {
	if len(fs) == 0 {
		return nil
	}
	sorted := slices.Clone(fs)
	slices.SortStableFunc(sorted, func(a, b Fault) int {
		if c := strings.Compare(a.At.File, b.At.File); c != 0 {
			return c
		}
		if a.At.Line != b.At.Line {
			return a.At.Line - b.At.Line
		}
		return a.At.Column - b.At.Column
	})
	return sorted
}
