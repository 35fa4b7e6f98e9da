package workbook

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/yamltext"
)

// translate gives the faults of the text their cells, and the words of someone who sees
// cells and no text.
func (r *reader) translate(faults yamltext.Faults, text *yamlText) {
	own := len(r.faults)
	for _, f := range faults {
		at, _ := text.origin(f.At.Line) // the whole file where there is none
		found := CellFault{
			Sheet: at.sheet, Cell: at.at, Code: f.Code,
			Found: text.words(f.Found), Expected: text.words(f.Expected), Fix: text.words(f.Fix),
		}
		if at.backing != "" && f.Code == "source" && strings.Contains(f.Found, "不能由站里自行填报") {
			found.Cell = at.backing
		}
		if f.Code == "missing" && strings.HasPrefix(f.Fix, "填上 ") {
			found.Fix = "填在这一格"
		}
		told := slices.ContainsFunc(r.faults[:own], func(g CellFault) bool {
			return g.Cell != "" && g.Sheet == found.Sheet && g.Cell == found.Cell
		})
		if !told {
			r.fault(&found)
		}
	}
}

// phrases is how the words for a text are said of a workbook.
var phrases = strings.NewReplacer(
	"sources 里有的编号", "“依据”表里有的编号",
	"在 sources 登记来源，再写成 {value: …, source: [编号]}", "在“依据”表登记来源，再把编号填在本行的“依据”列",
	"在 sources 里登记这一条", "在“依据”表里登记这一条",
	"写 sources 里的编号", "写“依据”表里的编号",
	"补上其中一项；没有就整项写 无", "补上其中一项；没有就在“有没有”选“无”",
	"补上 file，或删去摘要", "补上附件，或删去摘要",
	"写成列表，各项从中选；没有就写 []", "在下面的小项里打“√”；没有就选“无”",
	"写成列表，没有就写 []", "逐项填在下面的小项里；没有就选“无”",
	"；不知道就留空，不写引号", "；不知道就留空",
	"键“", "编号“",
)

var (
	inBrackets = regexp.MustCompile(`[a-z_]+（((?:[^（）]|（[^（）]*）)+)）`) // town（乡镇）
	named      = regexp.MustCompile(`（[a-z_]+[0-9]*）`)                // 日期（date）
	lineNumber = regexp.MustCompile(`第 ([0-9]+) 行`)
	choiceFix  = regexp.MustCompile(`从中选一项填在 [a-z_]+ 后面`)
)

// words is a text without what only makes sense to someone who writes YAML.
func (t *yamlText) words(text string) string {
	text = phrases.Replace(text)
	text = choiceFix.ReplaceAllString(text, "从下拉列表里选一项")
	text = inBrackets.ReplaceAllString(text, "$1")
	text = named.ReplaceAllString(text, "")
	return lineNumber.ReplaceAllStringFunc(text, func(words string) string {
		line, err := strconv.Atoi(lineNumber.FindStringSubmatch(words)[1])
		if at, ok := t.origin(line); err == nil && ok {
			return " " + at.sheet + "!" + at.at + " "
		}
		return words
	})
}

// notes is what was converted and what is worth checking, at its cell.
func notes(b *evidence.Bundle, text *yamlText) []CellNote {
	var notes []CellNote
	add := func(at yamltext.Position, words string) {
		here, _ := text.origin(at.Line)
		notes = append(notes, CellNote{here.sheet, here.at, text.words(words)})
	}
	for _, c := range b.Conversions {
		add(c.At, "“"+c.From+"”读作“"+c.To+"”")
	}
	for _, n := range b.Notes {
		add(n.At, n.Text)
	}
	return notes
}

// belongs refuses the workbook of another station or level.
func (r *reader) belongs(b *evidence.Bundle) {
	want := r.options.Subject
	for _, f := range []struct {
		name, want string
		choices    []choice
	}{{"id", want.ID, nil}, {"kind", want.Kind, kinds}, {"level", want.Level, levels}, {"region", want.Region, nil}} {
		c := r.subject[f.name]
		got := valueOf(f.choices, c.text)
		if b != nil {
			got = map[string]string{"id": b.Subject.ID, "kind": b.Subject.Kind, "level": b.Subject.Level, "region": b.Subject.Region}[f.name]
		} else if len(f.choices) > 0 && !slices.ContainsFunc(f.choices, func(c choice) bool { return c.value == got }) {
			continue // an alias, or a fault that has been told
		}
		if f.want == "" || got == "" || got == f.want {
			continue
		}
		title := subjectFields[slices.IndexFunc(subjectFields, func(s field) bool { return s.name == f.name })].title
		r.fault(c.faulty(codeOther, "这份填报表的“"+title+"”是“"+wordOf(f.choices, got)+"”，不是本单位的",
			wordOf(f.choices, f.want), "下载本单位的填报表填写；填错了就改正"))
	}
}
