package standards

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"zhanping/internal/yamltext"
)

// Unfilled refuses a template (模板（待填）), of type yamltext.Faults, and says who has to do
// what before anything can be assessed by it; nil for a standard that is complete.
func (s *Standard) Unfilled() error {
	if !s.Template {
		return nil
	}
	return yamltext.Faults{{
		At: s.At, Code: "template_unfilled",
		Found:    fmt.Sprintf("%s（%s）是待填的模板，全表 %d 条只填了 %d 条，不能用来评定", s.Title, s.Ref(), s.Slots, s.itemCount()),
		Expected: fmt.Sprintf("由%s按自己的正式文本填齐", s.Issuer),
		Fix:      fmt.Sprintf("运行 zhanping new standard 目录 --from %s，在各章填写条目，删去 template: true，运行 zhanping lint 目录，再用 --standards 目录 评定", s.ID),
	}}
}

func (s *Standard) itemCount() int {
	count := 0
	for _, chapter := range s.Chapters {
		count += len(chapter.Items)
	}
	return count
}

var (
	idLine     = regexp.MustCompile(`(?m)^id:.*$`)
	schemaLine = regexp.MustCompile(`^# yaml-language-server:[^\n]*\n`)
)

// Copy is the files of a standard, found as Find does, under another id: what an owner
// starts from who fills in a template or makes a standard his own.
func (c *Catalogue) Copy(ref, day, id string) (map[string][]byte, error) {
	e, err := c.find(ref, day)
	if err != nil {
		return nil, err
	}
	files, faults := readFiles(e.fsys, e.dir, e.display)
	if err := faults.Err(); err != nil {
		return nil, err
	}
	copied := map[string][]byte{"schema.json": Schema()}
	for _, file := range files {
		text := schemaLine.ReplaceAllString(string(file.data), "")
		if path.Base(file.name) == headFile {
			text = idLine.ReplaceAllLiteralString(text, "id: "+id)
		}
		copied[file.name] = []byte("# yaml-language-server: $schema=schema.json\n" + strings.TrimLeft(text, "\n"))
	}
	return copied, nil
}
