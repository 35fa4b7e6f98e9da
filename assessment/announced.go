package assessment

import (
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// announced is the result of an item that is not in force yet: its outcome as judged, and
// no points, so that nothing can be counted of it by mistake.
func announced(
	item *standards.Item, chapter standards.Chapter, judged map[string]ItemFindings, findings []evidence.Finding,
	bundle *evidence.Bundle, asOf string,
) (ItemResult, yamltext.Faults) {
	got, found := judged[item.ID]
	s := settleItem(item, combine(item, got, found), findings, period{bundle.ReportingDate, asOf})
	if len(s.faults) > 0 {
		return ItemResult{}, s.faults
	}
	result := s.result(bundle, chapter)
	result.Points, result.Max, result.Excluded = Interval{}, standards.Points{}, standards.Points{}
	return result, nil
}
