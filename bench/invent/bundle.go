package invent

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

// sectionsRead is every section from which the standard reads a fact: a station fills in
// whole sections.
func sectionsRead(items []standards.Item, checks map[string]policies.Check) map[string]bool {
	read := map[string]bool{}
	add := func(p standards.Part) {
		for _, paths := range p.Facts {
			for _, path := range paths {
				read[sectionOf(path)] = true
			}
		}
		for _, path := range checks[p.Check].Evidence {
			read[sectionOf(path)] = true
		}
	}
	for _, item := range items {
		if item.When != nil {
			add(*item.When)
		}
		for _, part := range item.Parts {
			add(part)
		}
	}
	return read
}

func sectionOf(path string) string {
	section, _, _ := strings.Cut(path, ".")
	return section
}

// papers is the number of papers that a bundle lists beside system and ledger.
const papers = 10

// yaml is the bundle as a station would hand it in.
func (s *station) yaml(subject Subject, schema *evidence.Schema) []byte {
	var b strings.Builder
	reported := s.asOf.AddDate(0, 0, -15).Format(time.DateOnly)
	fmt.Fprintf(&b, "subject:\n  id: %s\n  name: %s\n  kind: station\n  level: %s\n", subject.ID, subject.Name, subject.Level)
	fmt.Fprintf(&b, "  region: %q\n  sample: true\nreporting_date: %q\nsources:\n", subject.Region, reported)
	fmt.Fprintf(&b, "  S1: {kind: system, title: %s退役军人信息系统导出, system: 全国退役军人信息系统, date: %q, by: 经办员甲}\n", subject.Mark, reported)
	fmt.Fprintf(&b, "  L1: {kind: ledger, title: %s服务站工作台账, date: %q, by: 经办员乙}\n", subject.Mark, reported)
	for paper := range papers {
		fmt.Fprintf(&b, "  D%d: {kind: document, title: %s退役军人服务站第%d号佐证文件, number: 示例镇退役〔2026〕%d号, date: %q}\n",
			paper, subject.Mark, paper, s.between(1, 99), s.daysAgo(20, 300))
	}
	b.WriteString("evidence:\n")
	for i, section := range schema.Sections() {
		s.section(&b, section, fmt.Sprintf("D%d", i%papers), subject.Mark != "")
	}
	return []byte(b.String())
}

// section writes the facts of a section with the sources of the section. Facts that stand in no
// section have none, or the ledger where all have to be marked.
func (s *station) section(b *strings.Builder, section evidence.Section, paper string, marked bool) {
	var lines []string
	source := "L1"
	for _, fact := range section.Facts {
		value, known := s.facts[fact.Path]
		if !known || s.chance(missing) {
			continue
		}
		name := fact.Path[strings.LastIndexByte(fact.Path, '.')+1:]
		text := spell(within(fact, value))
		if section.Path == "" && marked {
			text = "{value: " + text + ", source: [L1]}"
		}
		lines = append(lines, name+": "+text+"\n")
		if len(fact.Sources) > 0 {
			source = "S1"
		}
	}
	if len(lines) == 0 {
		return
	}
	indent := "  "
	if section.Path != "" {
		fmt.Fprintf(b, "  %s:\n    source: [%s, %s]\n", section.Path, source, paper)
		indent = "    "
	}
	for _, line := range lines {
		b.WriteString(indent + line)
	}
}

// within is the value, a whole number kept between the fact's bounds.
func within(fact evidence.Fact, value any) any {
	n, whole := value.(int)
	if !whole {
		return value
	}
	if fact.Maximum != "" {
		n = min(n, number(fact.Maximum))
	}
	return max(n, number(fact.Minimum))
}

// spell writes a value in YAML's flow style, texts in double quotes.
func spell(value any) string {
	switch value := value.(type) {
	case document:
		var fields []string
		for _, key := range []string{"title", "number", "date", "place"} {
			if text, ok := value[key]; ok {
				fields = append(fields, fmt.Sprintf("%s: %s", key, spell(text)))
			}
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case []any:
		texts := make([]string, len(value))
		for i, element := range value {
			texts[i] = spell(element)
		}
		slices.Sort(texts)
		return "[" + strings.Join(texts, ", ") + "]"
	default:
		text, err := json.Marshal(value)
		if err != nil {
			panic(err) // only booleans, numbers and texts come here
		}
		return string(text)
	}
}
