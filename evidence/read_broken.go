package evidence

import (
	"bytes"
	"slices"

	"zhanping/internal/yamltext"
)

const codeSyntax = "syntax" // of yamltext

// beginning tells what is wrong in the lines before the syntax error that ended the
// reading. What may only seem to be missing, since it stands below, is not told.
func (r *reader) beginning(text []byte) {
	broken := slices.IndexFunc(r.faults, func(f yamltext.Fault) bool { return f.Code == codeSyntax && f.At.Line > 1 })
	if broken < 0 {
		return
	}
	for i, f := range r.faults {
		if f.Code == codeSyntax && f.At.Line > r.faults[broken].At.Line {
			broken = i
		}
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	lines = lines[:min(r.faults[broken].At.Line-1, len(lines))]
	for len(lines) > 0 && len(bytes.TrimSpace(lines[len(lines)-1])) == 0 {
		lines = lines[:len(lines)-1]
	}
	root, _ := yamltext.Parse(r.file, bytes.Join(lines, nil)) // its faults have been told
	if root == nil || root.Kind != yamltext.MappingNode {
		return
	}
	part := &reader{schema: r.schema, file: r.file}
	part.bundle(root)
	for _, f := range part.faults {
		if f.Code != codeMissing && f.Code != codeSource && f.At.Line < len(lines) {
			r.faults = append(r.faults, f)
		}
	}
	r.faults = withoutEchoes(r.faults)
}

// withoutEchoes leaves out what else was found on a line with a syntax error: it mostly
// is the same mistake.
func withoutEchoes(faults yamltext.Faults) yamltext.Faults {
	broken := map[int]bool{}
	for _, f := range faults {
		if f.Code == codeSyntax {
			broken[f.At.Line] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(faults), func(f yamltext.Fault) bool {
		return f.Code != codeSyntax && f.Code != codePersonal && broken[f.At.Line]
	})
}
