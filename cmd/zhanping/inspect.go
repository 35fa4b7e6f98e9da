package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"zhanping/internal/engine"
	"zhanping/standards"
)

// maxReaders is how many of the items that read a fact the table names; -o json has all.
const maxReaders = 2

// inventory is what the program knows: the answer of inspect -o json.
type inventory struct {
	Zhanping  string              `json:"zhanping"`
	Standards []inventoryStandard `json:"standards"`
	Checks    []inventoryCheck    `json:"checks"`
	Facts     []inventoryFact     `json:"facts"`
}

type inventoryStandard struct {
	ID      string           `json:"id"`
	Edition string           `json:"edition"`
	Title   string           `json:"title"`
	Subject inventorySubject `json:"subject"`
	Items   int              `json:"items"`
	OutOf   *string          `json:"out_of"`
	Draft   bool             `json:"draft"`
	// Template says that the owner has yet to fill the items in, Slots how many there will be.
	Template bool   `json:"template,omitempty"`
	Slots    int    `json:"slots,omitempty"`
	Digest   string `json:"digest"`
}

type inventorySubject struct {
	Kind   string   `json:"kind"`
	Kinds  []string `json:"kinds"`
	Levels []string `json:"levels"`
	// Facts are the numbers by which the standard is chosen.
	Facts []inventoryRange `json:"facts,omitempty"`
}

type inventoryRange struct {
	Fact    string            `json:"fact"`
	AtLeast *standards.Points `json:"at_least"`
	Below   *standards.Points `json:"below"`
}

type inventoryCheck struct {
	Name   string            `json:"name"`
	Title  string            `json:"title"`
	Facts  map[string]string `json:"facts"`
	Params []string          `json:"params"`
	UsedBy []string          `json:"used_by"`
}

type inventoryFact struct {
	Path        string   `json:"path"`
	Title       string   `json:"title"`
	Type        string   `json:"type"`
	Unit        string   `json:"unit,omitempty"`
	Sensitivity string   `json:"sensitivity"`
	Sources     []string `json:"sources,omitempty"`
	ReadBy      []string `json:"read_by"`
}

func newInspect(p *program) *cobra.Command {
	var own sources
	var format string
	var facts bool
	cmd := &cobra.Command{
		Use:   "inspect",
		Short: "列出全部标准、判定规则和事实，以及每个事实被哪些条目读取",
		Args:  noArgs,
		RunE: func(*cobra.Command, []string) error {
			e, err := loadEngine(own)
			if err != nil {
				return err
			}
			inv, err := inventoryOf(e)
			if err != nil {
				return err
			}
			switch {
			case format == "text" && facts:
				return p.printFacts(e, inv)
			case format == "text":
				return p.printInventory(inv)
			case format == "json" && facts:
				return p.printJSON(factInventory{Zhanping: inv.Zhanping, Facts: inv.Facts})
			case format == "json":
				return p.printJSON(inv)
			}
			return fmt.Errorf("-o 没有 %q；可用：text、json", format)
		},
	}
	own.addFlags(cmd)
	cmd.Flags().StringVarP(&format, "output", "o", "text", "输出`格式`：text、json")
	cmd.Flags().BoolVar(&facts, "facts", false, "只列事实：每个事实由哪些标准的哪些条目读取，哪些没有条目读取")
	return cmd
}

func (p *program) printJSON(tree any) error {
	encoder := json.NewEncoder(p.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(tree)
}

func inventoryOf(e *engine.Engine) (inventory, error) {
	inv := inventory{Zhanping: version, Standards: []inventoryStandard{}, Checks: []inventoryCheck{}, Facts: []inventoryFact{}}
	all, err := e.Catalogue().All()
	if err != nil {
		return inv, err
	}
	readBy, usedBy := map[string][]string{}, map[string][]string{}
	for _, std := range all {
		judge, err := e.Policies().Bind(std)
		if err != nil {
			return inv, err
		}
		entry := inventoryStandard{
			ID: std.ID, Edition: std.Edition, Title: std.Title, Draft: std.Draft, Digest: std.Digest,
			Subject: inventorySubject{Kind: std.Scope.Kind, Kinds: append([]string{}, std.Scope.Kinds...), Levels: append([]string{}, std.Scope.Levels...)},
		}
		for _, f := range std.Scope.Facts {
			entry.Subject.Facts = append(entry.Subject.Facts, inventoryRange{f.Fact, f.AtLeast, f.Below})
			readBy[f.Fact] = append(readBy[f.Fact], std.ID)
		}
		if std.Template {
			entry.Template, entry.Slots = true, std.Slots
		}
		if std.OutOf != nil {
			text := std.OutOf.String()
			entry.OutOf = &text
		}
		for _, chapter := range std.Chapters {
			for _, item := range chapter.Items {
				entry.Items++
				name := std.ID + "/" + item.ID
				for _, path := range judge.Reads(item.ID) {
					if !slices.Contains(readBy[path], name) { // of another edition
						readBy[path] = append(readBy[path], name)
					}
				}
				for _, check := range judge.Checks(item.ID) {
					usedBy[check] = append(usedBy[check], name)
				}
			}
		}
		inv.Standards = append(inv.Standards, entry)
	}
	readThroughRollups(e, readBy)
	for _, check := range e.Policies().Checks() {
		entry := inventoryCheck{Name: check.Name, Title: check.Title, Facts: map[string]string{}, Params: []string{}, UsedBy: append([]string{}, usedBy[check.Name]...)}
		for _, role := range check.Roles {
			entry.Facts[role.Name] = role.Type
		}
		for _, param := range check.Params {
			entry.Params = append(entry.Params, param.Name)
		}
		inv.Checks = append(inv.Checks, entry)
	}
	for _, fact := range e.Schema().Facts() {
		inv.Facts = append(inv.Facts, inventoryFact{
			Path: fact.Path, Title: fact.Title, Type: fact.Type, Unit: fact.Unit, Sensitivity: fact.Sensitivity,
			Sources: fact.Sources, ReadBy: append([]string{}, readBy[fact.Path]...),
		})
	}
	return inv, nil
}

// readThroughRollups adds, to the facts that a county's fact is rolled up from, the items
// that read the county's.
func readThroughRollups(e *engine.Engine, readBy map[string][]string) {
	for _, percentages := range []bool{true, false} { // a percentage is of facts that may be rolled up themselves
		for _, fact := range e.Schema().Facts() {
			if fact.Rollup == nil || (fact.Rollup.Part != "") != percentages {
				continue
			}
			for _, path := range fact.Rollup.Reads() {
				for _, item := range readBy[fact.Path] {
					if !slices.Contains(readBy[path], item) {
						readBy[path] = append(readBy[path], item)
					}
				}
			}
		}
	}
}

func (p *program) printInventory(inv inventory) error {
	w := tabwriter.NewWriter(p.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "标准\t版本\t条目\t总分\t草案\t适用\t名称")
	for _, s := range inv.Standards {
		outOf, draft, items := "-", "", fmt.Sprint(s.Items)
		if s.OutOf != nil {
			outOf = *s.OutOf
		}
		if s.Draft {
			draft = "本地草案"
		}
		if s.Template {
			draft, items = "模板（待填）", fmt.Sprintf("%d/%d", s.Items, s.Slots)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s %s\t%s\n", s.ID, s.Edition, items, outOf, draft, strings.Join(s.Subject.Kinds, ","), strings.Join(s.Subject.Levels, ","), s.Title)
	}
	fmt.Fprintln(w, "\n判定规则\t角色（facts）\t参数（params）\t用于条目数\t名称")
	for _, c := range inv.Checks {
		roles := words(slices.Sorted(maps.Keys(c.Facts)), func(role string) string { return role + " " + c.Facts[role] })
		fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\n", c.Name, roles, strings.Join(c.Params, "、"), len(c.UsedBy), c.Title)
	}
	fmt.Fprintln(w, "\n事实\t类型\t单位\t读取的条目\t名称")
	unread := 0
	for _, f := range inv.Facts {
		readers := strings.Join(f.ReadBy[:min(len(f.ReadBy), maxReaders)], " ")
		switch n := len(f.ReadBy); {
		case n == 0:
			readers = "（没有条目读取）"
			unread++
		case n > maxReaders:
			readers += fmt.Sprintf(" 等 %d 条", n)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", f.Path, f.Type, f.Unit, readers, f.Title)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(p.stdout, "\n标准 %d 套、判定规则 %d 个、事实 %d 项（其中 %d 项没有条目读取）\n", len(inv.Standards), len(inv.Checks), len(inv.Facts), unread)
	return err
}
