package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

// writeBundles writes bundles/0001.yaml and on. Every value has the canonical spelling,
// so that the peers' own YAML readers see what ours sees.
func writeBundles(o options, schema *evidence.Schema, std *standards.Standard, checks map[string]policies.Check) error {
	dir := filepath.Join(o.out, "bundles")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	asOf, err := time.Parse(time.DateOnly, o.asOf)
	if err != nil {
		return err
	}
	read := sectionsRead(std, checks)
	for n := 1; n <= o.count; n++ {
		s := &station{random: rand.New(rand.NewPCG(o.seed, uint64(n))), asOf: asOf, facts: map[string]any{}}
		for _, item := range items(std) {
			if item.When != nil {
				s.answer(*item.When, checks[item.When.Check])
			}
			for _, part := range item.Parts {
				s.answer(part, checks[part.Check])
			}
		}
		for _, fact := range schema.Facts() {
			if read[sectionOf(fact.Path)] {
				s.fill(fact)
			}
		}
		file := filepath.Join(dir, fmt.Sprintf("%04d.yaml", n))
		if err := os.WriteFile(file, s.yaml(n, schema), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// sectionsRead is every section from which the standard reads a fact: a station fills in
// whole sections.
func sectionsRead(std *standards.Standard, checks map[string]policies.Check) map[string]bool {
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
	for _, item := range items(std) {
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
func (s *station) yaml(n int, schema *evidence.Schema) []byte {
	var b strings.Builder
	reported := s.asOf.AddDate(0, 0, -15).Format(time.DateOnly)
	fmt.Fprintf(&b, "subject:\n  id: invented-%04d\n  name: 示例%d镇退役军人服务站\n  kind: station\n  level: town\n", n, n)
	fmt.Fprintf(&b, "  region: \"330482106000\"\n  sample: true\nreporting_date: %q\nsources:\n", reported)
	fmt.Fprintf(&b, "  S1: {kind: system, title: 退役军人信息系统导出, system: 全国退役军人信息系统, date: %q, by: 经办员甲}\n", reported)
	fmt.Fprintf(&b, "  L1: {kind: ledger, title: 服务站工作台账, date: %q, by: 经办员乙}\n", reported)
	for paper := range papers {
		fmt.Fprintf(&b, "  D%d: {kind: document, title: 退役军人服务站第%d号佐证文件, number: 示例镇退役〔2026〕%d号, date: %q}\n",
			paper, paper, s.between(1, 99), s.daysAgo(20, 300))
	}
	b.WriteString("evidence:\n")
	for i, section := range schema.Sections() {
		s.section(&b, section, fmt.Sprintf("D%d", i%papers))
	}
	return []byte(b.String())
}

func (s *station) section(b *strings.Builder, section evidence.Section, paper string) {
	var lines []string
	source := "L1"
	for _, fact := range section.Facts {
		value, known := s.facts[fact.Path]
		if !known || s.chance(missing) {
			continue
		}
		name := fact.Path[strings.LastIndexByte(fact.Path, '.')+1:]
		lines = append(lines, fmt.Sprintf("%s: %s\n", name, spell(within(fact, value))))
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
