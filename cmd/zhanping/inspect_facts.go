package main

import (
	"fmt"
	"strings"

	"zhanping/internal/engine"
)

// factInventory is the answer of inspect --facts -o json.
type factInventory struct {
	Zhanping string          `json:"zhanping"`
	Facts    []inventoryFact `json:"facts"`
}

// printFacts lists every fact once with all that read it, section by section, and at the
// end those that nothing reads.
func (p *program) printFacts(e *engine.Engine, inv inventory) error {
	var unread []inventoryFact
	section, shared := "", 0
	for _, fact := range inv.Facts {
		if len(fact.ReadBy) == 0 {
			unread = append(unread, fact)
			continue
		}
		if len(fact.ReadBy) > 1 {
			shared++
		}
		if above := sectionOf(fact.Path); above != section {
			section = above
			fmt.Fprintf(p.stdout, "%s（%s）\n", e.Schema().Title(section), section)
		}
		fmt.Fprintf(p.stdout, "  %s\n    填 1 次，用 %d 处：%s\n", factLabel(fact), len(fact.ReadBy), readersByStandard(fact.ReadBy))
	}
	if len(unread) > 0 {
		fmt.Fprintln(p.stdout, "没有条目读取")
		for _, fact := range unread {
			fmt.Fprintf(p.stdout, "  %s\n", factLabel(fact))
		}
	}
	_, err := fmt.Fprintf(p.stdout, "\n事实 %d 项：有条目读取 %d 项（其中多处共用 %d 项），没有条目读取 %d 项\n",
		len(inv.Facts), len(inv.Facts)-len(unread), shared, len(unread))
	return err
}

// sectionOf is the path of the section that a fact stands in.
func sectionOf(path string) string {
	i := strings.LastIndexByte(path, '.')
	return path[:max(i, 0)]
}

func factLabel(fact inventoryFact) string {
	label := fact.Title
	if fact.Unit != "" {
		label += "（" + fact.Unit + "）"
	}
	return label + " " + fact.Path
}

// readersByStandard is "five-have 一1、一2；fqs-town-76 C03" of names such as
// "fqs-town-76/C03", which come standard by standard.
func readersByStandard(names []string) string {
	var groups []string
	last := ""
	for _, name := range names {
		id, item, _ := strings.Cut(name, "/")
		if id == last {
			groups[len(groups)-1] += "、" + item
			continue
		}
		groups = append(groups, id+" "+item)
		last = id
	}
	return strings.Join(groups, "；")
}
