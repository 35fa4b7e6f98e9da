package casework

import (
	"context"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/explain"
	"zhanping/internal/report"
)

// PlanDocument is the plan of a station in the form that the command line writes, too.
func (s *Service) PlanDocument(ctx context.Context, who Actor, stationID, ref, grade string) (report.OnePlan, error) {
	plan, r, err := s.Plan(ctx, who, stationID, ref, grade)
	if err != nil {
		return report.OnePlan{}, err
	}
	schema := s.sets.Current().Schema()
	return report.PlanOf(r, plan, func(path string) string {
		fact, _ := schema.Fact(path)
		return fact.Title
	}), nil
}

// Explain tells about one item for a station's current evidence: what it asks, what was read and where
// that stands, and what would change the result.
func (s *Service) Explain(ctx context.Context, who Actor, stationID, ref, item string) (explain.Explanation, error) {
	bundle, reports, err := s.assessed(ctx, who, stationID, ref)
	if err != nil {
		return explain.Explanation{}, err
	}
	if ref == "" || len(reports) != 1 {
		return explain.Explanation{}, wrong("standard", "请指明按哪个标准说明")
	}
	sets, r := s.sets.Current(), reports[0]
	std, err := sets.FindIn(ref, r.Subject.Region, s.today())
	if err != nil {
		return explain.Explanation{}, &Problem{Code: Invalid, Words: err.Error()}
	}
	if bundle, _, err = sets.Complete(ctx, std, bundle, s.today()); err != nil {
		return explain.Explanation{}, faultsOf(err, bundleName)
	}
	for _, result := range slices.Concat(r.Items, r.Announced) {
		if strings.EqualFold(result.Item.ID, item) {
			return explain.Question{Engine: sets, Standard: std, Bundle: bundle, AsOf: s.today()}.Item(ctx, r, result)
		}
	}
	return explain.Explanation{}, wrong("item", "标准 %s 用于%s级的条目里没有 %s；请核对编号", std.Ref(), r.Subject.Level, item)
}

// subjectLine is the lines of a template that say who is assessed.
var subjectLine = map[string]*regexp.Regexp{
	"id":     regexp.MustCompile(`(?m)^  id: \S+`),
	"name":   regexp.MustCompile(`(?m)^  name: \S+`),
	"region": regexp.MustCompile(`(?m)^  region: "\d+" #.*$`),
	"uscc":   regexp.MustCompile(`(?m)^  uscc:`),
	"date":   regexp.MustCompile(`(?m)^reporting_date: \S+`),
}

// Template is a bundle to fill in for a station, with the facts that its standards read. As it is, it
// reads without a fault.
func (s *Service) Template(ctx context.Context, who Actor, stationID string) (name string, text []byte, err error) {
	station, err := s.Station(ctx, who, stationID)
	if err != nil {
		return "", nil, err
	}
	sets := s.sets.Current()
	readers, err := explain.Readers(sets, station.Kind, station.Level, station.Region, s.today())
	if err != nil {
		return "", nil, err
	}
	var paths []string
	for _, fact := range sets.Schema().Facts() {
		if len(readers[fact.Path]) > 0 || len(readers) == 0 {
			paths = append(paths, fact.Path)
		}
	}
	quoted, err := json.Marshal(station.Name) // a JSON text is a YAML text
	if err != nil {
		return "", nil, err
	}
	region := `  region: "` + station.Region + `"`
	if station.Sample {
		region += "\n  sample: true"
	}
	text = evidence.Template(sets.Schema(), station.Kind, station.Level, paths)
	for key, line := range map[string]string{
		"id": "  id: " + station.Code, "name": "  name: " + string(quoted), "region": region,
		"uscc": strings.TrimRight("  uscc: "+station.USCC, " "), "date": "reporting_date: " + s.today(),
	} {
		at := subjectLine[key].FindIndex(text)
		if at == nil {
			continue // a person's template has no such line
		}
		text = slices.Concat(text[:at[0]], []byte(line), text[at[1]:])
	}
	return station.Code + ".yaml", text, nil
}
