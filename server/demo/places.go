package demo

import "zhanping/internal/regions"

// Places is a table of regions with those of the samples, which no official table has: it names them
// for as long as the demonstration runs. What the table knows stays as it is.
func Places(table *regions.Table) (*regions.Table, error) {
	named := []regions.Change{
		{Code: county, Name: "示例县"},
		{Code: "330498000000", Name: "欠缺县"},
		{Code: "330497000000", Name: "缺件县"},
		{Code: "330499101000", Name: "甲镇"},
		{Code: "330499102000", Name: "乙镇"},
		{Code: "330499103000", Name: "丙镇"},
		{Code: "330499104000", Name: "丁镇"},
		{Code: "330499101201", Name: "丁村"},
		{Code: "330499101202", Name: "戊村"},
		{Code: "330499101203", Name: "己村"},
	}
	for _, town := range towns {
		named = append(named, regions.Change{Code: "330499" + town.region + "000", Name: town.name + "镇"})
	}
	var changes []regions.Change
	for _, one := range named {
		if _, known := table.Find(one.Code); !known {
			one.Kind = regions.Added
			changes = append(changes, one)
		}
	}
	return table.With(changes)
}
