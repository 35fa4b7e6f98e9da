package casework

import (
	"context"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// Side is what the answers of one assessor alone come to on an item.
type Side struct {
	By      string `json:"by" doc:"核查员"`
	Outcome string `json:"outcome" enum:"satisfied,not_satisfied,no_evidence,not_applicable,not_checked,waived,error" doc:"结论"`
	Points  string `json:"points" doc:"得分"`
}

// Difference is an item on which assessors do not agree.
type Difference struct {
	Item    string            `json:"item" doc:"条目编号"`
	Sides   []Side            `json:"sides" doc:"只按各人的评定各得多少分，按指派的先后"`
	Answers []records.Finding `json:"answers" doc:"各人的评定；没有评定的，以程序的判定为准"`
	Settled bool              `json:"settled" doc:"已商定"`
}

// Differences is where the assessors of a case differ by more than the batch allows.
func (s *Service) Differences(ctx context.Context, who Actor, caseID string) ([]Difference, error) {
	tx := s.read(ctx)
	d, err := s.dossier(tx, caseID)
	if err != nil {
		return nil, err
	}
	if err := s.allow(ctx, who, policies.ActionFindingReadOthers, d.resource()); err != nil {
		return nil, err
	}
	return s.differences(ctx, tx, d)
}

// Settle records what was agreed on an item, with the reason. It stands over every single answer.
func (s *Service) Settle(ctx context.Context, who Actor, caseID, item string, in FindingInput) (records.Finding, error) {
	var finding records.Finding
	err := s.within(ctx, func(tx *store.Tx) error {
		d, err := s.hold(tx, caseID)
		if err != nil {
			return err
		}
		resource := d.resource()
		resource.Source = d.source()
		if err := s.allow(ctx, who, "difference.settle", resource); err != nil {
			return err
		}
		// what is agreed on is what all have seen
		if err := s.sighted(ctx, who, d); err != nil {
			return err
		}
		if strings.TrimSpace(in.Reason) == "" {
			return wrong("reason", "请写明商定的理由")
		}
		found, err := s.differences(ctx, tx, d)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(found, func(d Difference) bool { return d.Item == item }) {
			return refuse(WrongStage, "核查员对条目 %s 没有超过限度的分歧，不用商定", item)
		}
		finding, err = s.keepFinding(ctx, tx, who, d, item, in, true)
		return err
	})
	return finding, err
}

// differences compares what each assessor alone would give, item by item.
func (s *Service) differences(ctx context.Context, tx *store.Tx, d dossier) ([]Difference, error) {
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
	t, err := s.trial(tx, d)
	if err != nil {
		return nil, err
	}
	reports := make([]*assessment.Report, len(assessors))
	for i := range assessors {
		if reports[i], err = t.judge(ctx, s.standing(d, all, &assessors[i])); err != nil {
			return nil, faultsOf(err, bundleName)
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
		for a, r := range reports {
			difference.Sides = append(difference.Sides, Side{
				By: assessors[a].PersonID, Outcome: string(r.Items[i].Outcome), Points: r.Items[i].Points.Certain.String(),
			})
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
