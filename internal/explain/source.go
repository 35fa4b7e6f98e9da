package explain

import (
	"path"
	"strings"

	"zhanping/internal/engine"
	"zhanping/standards"
)

// ItemSource is an item as its author wrote it: the lines of the YAML file, without their indent.
// It is empty where the standard has no such item.
func ItemSource(e *engine.Engine, std *standards.Standard, item string) (string, error) {
	files, err := e.Catalogue().Files(std.Ref(), "")
	if err != nil {
		return "", err
	}
	for _, chapter := range std.Chapters {
		for _, one := range chapter.Items {
			if one.ID == item {
				return entry(string(files[path.Base(one.At.File)]), one.At.Line), nil
			}
		}
	}
	return "", nil
}

// entry is the list entry that begins on a line, up to the next line that is no deeper.
func entry(text string, line int) string {
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) {
		return ""
	}
	lines = lines[line-1:]
	indent := len(lines[0]) - len(strings.TrimLeft(lines[0], " "))
	end := 1
	for end < len(lines) && (strings.TrimSpace(lines[end]) == "" || strings.HasPrefix(lines[end], strings.Repeat(" ", indent+1))) {
		end++
	}
	taken := lines[:end]
	for i, one := range taken {
		taken[i] = strings.TrimRight(one[min(indent, len(one)):], " ")
	}
	return strings.TrimRight(strings.Join(taken, "\n"), "\n") + "\n"
}
