package lint

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"zhanping/standards"
)

// counting says what is known of an embedded check without running it. A check that is
// not listed is not reasoned about.
type counting struct {
	better map[string]string // by role: "more" or "fewer" of it is better
	units  map[string]string // by parameter: its unit; "fact" for that of the facts bound, "by" for what the parameter by says
	reads  []string          // evidence that the check reads by itself
	only   string            // the parameter that says which entries of it
}

var counted = map[string]counting{
	"achievements":          {better: map[string]string{"list": "more"}},
	"all_yes":               {better: map[string]string{"each": "more"}},
	"any_yes":               {better: map[string]string{"each": "more"}},
	"at_mean_and_minimum":   {better: map[string]string{"now": "more"}}, // more years may be better, lower ones are
	"change_at_least":       {better: map[string]string{"now": "more", "before": "fewer"}},
	"claims_counted":        {units: map[string]string{"most": "by", "within_days": "天"}, reads: []string{"claims"}, only: "item"},
	"count_for_kind":        {better: map[string]string{"count": "more"}},
	"distinct_highest":      {better: map[string]string{"list": "more"}},
	"list_at_least":         {better: map[string]string{"list": "more"}, units: map[string]string{"min": "fact"}},
	"none_yes":              {better: map[string]string{"each": "fewer"}},
	"occurrences":           {better: map[string]string{"list": "fewer"}},
	"scaled_count_at_least": {better: map[string]string{"count": "more", "size": "fewer"}},
	"any_count_at_least":    {better: map[string]string{"counts": "more"}, units: map[string]string{"min": "fact"}},
	"count_at_least":        {better: map[string]string{"count": "more"}, units: map[string]string{"min": "fact"}},
	"count_at_most":         {better: map[string]string{"count": "fewer"}, units: map[string]string{"max": "fact"}},
	"covers":                {better: map[string]string{"have": "more", "need": "fewer"}},
	"document_exists":       {units: map[string]string{"within_months": "个月"}},
	"floor_area":            {units: map[string]string{"min_m2": "㎡"}, reads: []string{"premises.area_sqm"}},
	"percent_at_least":      {better: map[string]string{"percent": "more"}, units: map[string]string{"min_percent": "%"}},
	"percent_at_most":       {better: map[string]string{"percent": "fewer"}, units: map[string]string{"max_percent": "%"}},
	"photo_taken":           {units: map[string]string{"within_months": "个月"}},
	"rate_at_least":         {better: map[string]string{"done": "more"}, units: map[string]string{"min_percent": "%"}},
	"rate_at_most":          {better: map[string]string{"part": "fewer"}, units: map[string]string{"max_percent": "%"}},
	"updated_within":        {units: map[string]string{"months": "个月"}},
}

// mostShort is how many units of shortfall the parts together can show; 0 where there is
// no end or none is known.
func mostShort(parts []standards.Part) int {
	sum := 0
	for _, part := range parts {
		n := 0
		switch part.Check {
		case "count_at_least", "any_count_at_least", "list_at_least":
			n = whole(part.Params["min"])
		case "count_for_kind":
			list, _ := part.Params["mins"].([]any)
			for _, least := range list {
				n = max(n, whole(least))
			}
		case "claims_counted":
			if byOf(part) == "次" {
				n = whole(part.Params["most"])
			}
		case "set_includes":
			list, _ := part.Params["required"].([]any)
			n = len(list)
		case "all_yes", "none_yes":
			n = len(part.Facts["each"])
		}
		if n == 0 {
			return 0
		}
		sum += n
	}
	return sum
}

// mostMeasured is the highest measure that the check can give; ok is false where there
// is no end or none is known.
func mostMeasured(part standards.Part) (most standards.Points, ok bool) {
	switch part.Check {
	case "rate_at_least", "percent_at_least":
		return standards.PointsOf(100), true
	case "set_includes":
		list, _ := part.Params["required"].([]any)
		return standards.PointsOf(int64(len(list))), len(list) > 0
	case "list_at_least":
		list, _ := part.Params["among"].([]any)
		return standards.PointsOf(int64(len(list))), len(list) > 0
	case "best_tier":
		list, _ := part.Params["tiers"].([]any)
		return standards.PointsOf(int64(len(list))), len(list) > 0
	}
	return standards.Points{}, false
}

func whole(param any) int {
	number, _ := param.(json.Number)
	n, err := strconv.Atoi(number.String())
	if err != nil {
		return 0
	}
	return n
}

// readsOf is every fact that the part reads, sorted, as role=path.
func readsOf(part standards.Part) []string {
	var reads []string
	for role, paths := range part.Facts {
		for _, path := range paths {
			reads = append(reads, role+"="+path)
		}
	}
	for _, path := range readsItself(part) {
		reads = append(reads, "="+path)
	}
	slices.Sort(reads)
	return reads
}

// readsItself is the evidence that the part's check reads without binding it, with the
// entries that it looks at where these are only some.
func readsItself(part standards.Part) []string {
	known := counted[part.Check]
	if known.only == "" {
		return known.reads
	}
	reads := make([]string, len(known.reads))
	for i, path := range known.reads {
		reads[i] = fmt.Sprintf("%s：%v", path, part.Params[known.only])
	}
	return reads
}

// byOf is what a check counts that can count by several units.
func byOf(part standards.Part) string {
	if by, given := part.Params["by"].(string); given {
		return by
	}
	return "次"
}
