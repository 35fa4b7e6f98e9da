package casework

import (
	"slices"

	"zhanping/assessment"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// differences compares what each assessor alone would give, item by item.
func (s *Service) differences(tx *store.Tx, d dossier) ([]Difference, error) {
	assessors := d.assessors()
	if len(assessors) < 2 || d.RevisionID == "" {
		return nil, nil
	}
	all, err := s.findingsOf(tx, d.ID)
	if err != nil {
		return nil, err
	}
	answers, settled := answersOf(latest(all), assessors)
	if len(answers) == 0 {
		return nil, nil
	}
	reports := make([]*assessment.Report, len(assessors))
	for i := range assessors {
		if reports[i], err = s.judgeCase(tx.Context(), tx, d, &assessors[i]); err != nil {
			return nil, err
		}
	}
	limit := standards.Points{}
	if text := d.batch.Rules.DifferenceLimit; text != "" {
		if limit, err = standards.ParsePoints(text); err != nil {
			return nil, wrong("difference_limit", "分歧限度 %q 不是数", text)
		}
	}
	var found []Difference
	for i := range reports[0].Items {
		id := reports[0].Items[i].Item.ID
		if len(answers[id]) == 0 || !apart(reports, i, limit) {
			continue
		}
		difference := Difference{Item: id, Answers: answers[id], Settled: settled[id]}
		for a := range assessors {
			difference.Points = append(difference.Points, reports[a].Items[i].Points.Certain.String())
		}
		found = append(found, difference)
	}
	return found, nil
}

// answersOf is the assessors' own answers by item, and the items that were settled after the last of them.
func answersOf(findings []records.Finding, assessors []records.Assignment) (map[string][]records.Finding, map[string]bool) {
	answers, settled := map[string][]records.Finding{}, map[string]bool{}
	for _, f := range findings {
		if f.Source != assessors[0].Source {
			continue
		}
		if f.Settles {
			settled[f.Item] = true
			continue
		}
		if slices.ContainsFunc(assessors, func(a records.Assignment) bool { return a.PersonID == f.By }) {
			answers[f.Item] = append(answers[f.Item], f)
			settled[f.Item] = false // findings come in the order of recording
		}
	}
	return answers, settled
}

// apart reports whether two of the reports differ on an item: in its outcome, where it earns
// nothing, or in its points by more than the limit.
func apart(reports []*assessment.Report, i int, limit standards.Points) bool {
	for a := range reports {
		for b := range a {
			x, y := reports[a].Items[i], reports[b].Items[i]
			gap := x.Points.Certain.Sub(y.Points.Certain)
			if gap.Cmp(limit) > 0 || gap.Neg().Cmp(limit) > 0 || x.Outcome != y.Outcome && x.Max.IsZero() {
				return true
			}
		}
	}
	return false
}
