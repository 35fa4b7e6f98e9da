package evidence

import (
	"maps"
	"slices"
	"strings"
)

// Rollup is how a county's fact follows from the bundles of its members (汇总). Exactly
// one of the four ways is set:
//
//	{"count": OF}                    how many members there are
//	{"count": OF, "where": PATH}     of them, those whose fact at PATH is 是 or at least 1
//	{"count": OF, "linked": PATH}    of them, those whose text at PATH is the name of a
//	                                 member one level up whose region contains theirs
//	{"sum": PATH, "of": OF}          the exact sum of a number
//	{"percent": PATH, "of": PATH}    one of the county's numbers in per cent of another,
//	                                 cut to two places
//
// OF is {"kind": "station"} or {"kind": "home"}, with "level" where only one counts.
// Nothing that is missing counts as zero: where no member is counted, or one that is
// counted does not state the fact, there is no value.
type Rollup struct {
	Of     MemberFilter // not of a percentage
	Where  string
	Linked string
	Sum    string
	Part   string // of a percentage: what is compared …
	Whole  string // … with what
}

// Reads is the facts that the value follows from: of the members, or for a percentage of
// the county itself.
func (r Rollup) Reads() []string {
	return slices.DeleteFunc([]string{r.Where, r.Linked, r.Sum, r.Part, r.Whole}, func(path string) bool { return path == "" })
}

func (r Rollup) percentage() bool { return r.Part != "" }

// MemberFilter says which members are counted.
type MemberFilter struct {
	Kind  string
	Level string // "" for all
}

// words is what the counted members are called.
func (f MemberFilter) words() string {
	if f.Kind == kindHome {
		return "老兵壹家"
	}
	return map[string]string{
		"": "服务中心（站）", "province": "省级中心", "city": "市级中心", "county": "县级中心", "town": "乡镇（街道）站", "village": "村（社区）站",
	}[f.Level]
}

// counts says whether a subject is one of those.
func (f MemberFilter) counts(s Subject) bool {
	return s.Kind == f.Kind && (f.Level == "" || f.Level == s.Level)
}

// rollups compiles every x-rollup, once all facts are known.
func (c *compiler) rollups() {
	for _, r := range c.rollUps {
		delete(c.rollupPlaces, r.at)
		o, ok := r.rollup.(*object)
		if !ok {
			c.fail(r.at, "x-rollup is no object")
			continue
		}
		rollup := c.rollup(o, r.at+"/x-rollup")
		c.fitRollup(r, rollup)
		c.schema.facts[c.schema.byPath[r.path]].Rollup = &rollup
	}
	for _, at := range slices.Sorted(maps.Keys(c.rollupPlaces)) {
		c.fail(at, "x-rollup stands where there is no fact")
	}
	for _, r := range c.rollUps {
		rollup := c.schema.facts[c.schema.byPath[r.path]].Rollup
		if rollup == nil {
			continue
		}
		for _, path := range []string{rollup.Part, rollup.Whole} {
			if operand, known := c.schema.Fact(path); known && operand.Rollup != nil && operand.Rollup.percentage() {
				c.fail(r.at+"/x-rollup", "%s is a percentage itself", path)
			}
		}
	}
	for _, section := range c.schema.sections { // they hold copies of the facts
		for i, fact := range section.Facts {
			section.Facts[i].Rollup = c.schema.facts[c.schema.byPath[fact.Path]].Rollup
		}
	}
}

// fitRollup checks that what is rolled up is of the type and unit of the fact.
func (c *compiler) fitRollup(r *rule, rollup Rollup) {
	at := r.at + "/x-rollup"
	source, known := c.schema.Fact(rollup.Sum)
	switch {
	case rollup.percentage():
		if r.shape != shapeNumber || r.unit != "%" {
			c.fail(at, "a percentage is a number with the unit %%")
		}
	case rollup.Sum == "":
		if r.shape != shapeInteger {
			c.fail(at, "a count is an integer")
		}
	case known && (source.Unit != r.unit || r.shape == shapeInteger && source.Type != "integer"):
		c.fail(at, "%s is of another type or unit", rollup.Sum)
	}
}

func (c *compiler) rollup(o *object, at string) Rollup {
	keys := slices.Clone(o.keys)
	slices.Sort(keys)
	var r Rollup
	switch strings.Join(keys, " ") {
	case "count":
		r.Of = c.memberFilter(o.get("count"), at+"/count")
	case "count where":
		r.Of = c.memberFilter(o.get("count"), at+"/count")
		r.Where = c.rollupPath(o, "where", at, "boolean", "integer", "number")
	case "count linked":
		r.Of = c.memberFilter(o.get("count"), at+"/count")
		r.Linked = c.rollupPath(o, "linked", at, "string")
	case "of sum":
		r.Of = c.memberFilter(o.get("of"), at+"/of")
		r.Sum = c.rollupPath(o, "sum", at, "integer", "number")
	case "of percent":
		r.Part = c.rollupPath(o, "percent", at, "integer", "number")
		r.Whole = c.rollupPath(o, "of", at, "integer", "number")
	default:
		c.fail(at, "is none of count; count and where; count and linked; sum and of; percent and of")
	}
	return r
}

func (c *compiler) rollupPath(o *object, key, at string, types ...string) string {
	path := c.text(o, key, at)
	fact, known := c.schema.Fact(path)
	switch {
	case path == "":
	case !known:
		c.fail(at, "%s: there is no fact %q", key, path)
	case !slices.Contains(types, fact.Type):
		c.fail(at, "%s: %s is of type %s, not %s", key, path, fact.Type, strings.Join(types, " or "))
	}
	return path
}

func (c *compiler) memberFilter(v any, at string) MemberFilter {
	o, ok := v.(*object)
	if !ok {
		c.fail(at, "not an object")
		return MemberFilter{}
	}
	for _, key := range o.keys {
		if key != "kind" && key != "level" {
			c.fail(at, "keyword %q is not supported here", key)
		}
	}
	f := MemberFilter{Kind: c.text(o, "kind", at), Level: c.text(o, "level", at)}
	if f.Kind != kindStation && f.Kind != kindHome {
		c.fail(at, "kind is station or home, not %q", f.Kind)
	}
	if _, known := regionDigits[f.Level]; f.Level != "" && !known {
		c.fail(at, "level: there is no level %q", f.Level)
	}
	return f
}
