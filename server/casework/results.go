package casework

import (
	"math/big"
	"strings"

	"zhanping/assessment"
	"zhanping/server/records"
	"zhanping/standards"
)

// letters stand for outcomes in records.Result.Outcomes.
var letters = map[assessment.Outcome]byte{
	assessment.Satisfied: 's', assessment.NotSatisfied: 'n', assessment.NoEvidence: 'u', assessment.NotApplicable: 'a',
	assessment.NotChecked: 'c', assessment.Waived: 'w', assessment.Errored: 'e',
}

// undecided are the outcomes that somebody still has to settle.
const undecided = "uce"

// resultOf is the row that keeps what a report came to.
func (s *Service) resultOf(r *assessment.Report, station records.Station, revisionID string) records.Result {
	result := records.Result{
		ID: s.newID(), StationID: station.ID, Region: station.Region, Standard: r.Standard.ID + "@" + r.Standard.Edition,
		RevisionID: revisionID, AsOf: r.AsOf, StandardDigest: r.Standard.Digest, PoliciesDigest: r.Policies.Digest,
		BundleDigest: r.Bundle.Digest, JudgedAt: s.now(),
	}
	if r.Total != nil {
		result.OutOf, result.Certain, result.Possible = r.OutOf.String(), r.Total.Certain.String(), r.Total.Possible.String()
		result.CertainOrder = millionths(r.Total.Certain)
	}
	result.GradeCertain, result.GradePossible = r.Grade.Certain, r.Grade.Possible
	outcomes, lost := make([]byte, len(r.Items)), make([]string, len(r.Items))
	for i, item := range r.Items {
		outcomes[i] = letters[item.Outcome]
		loss := lossOf(item)
		lost[i] = loss.String()
		if strings.IndexByte(undecided, outcomes[i]) >= 0 {
			result.Open++
		}
		if loss.Sign() > 0 {
			outcomes[i] = upper(outcomes[i])
		}
	}
	result.Outcomes, result.Lost = string(outcomes), strings.Join(lost, " ")
	return result
}

// lossOf is what an item certainly lost: what left the base is no loss, and neither is a bonus that was
// not earned.
func lossOf(item assessment.ItemResult) standards.Points {
	if item.Item.Kind == standards.KindBonus {
		return standards.Points{}
	}
	return item.Max.Sub(item.Excluded).Sub(item.Points.Possible).Max(standards.Points{})
}

func upper(letter byte) byte { return letter - 'a' + 'A' }

// millionths orders totals: the floor of the points times 10⁶.
func millionths(p standards.Points) int64 {
	exact, ok := new(big.Rat).SetString(p.String())
	if !ok {
		panic("points that are no number: " + p.String())
	}
	scaled := exact.Mul(exact, big.NewRat(1_000_000, 1))
	return new(big.Int).Div(scaled.Num(), scaled.Denom()).Int64()
}

// described adds what the standard says to results: its name and the lines of its grades.
func (s *Service) described(results []records.Result) []records.Result {
	sets, today := s.sets.Current(), s.today()
	for i := range results {
		results[i].Lines = []records.ResultLine{}
		std, err := sets.Find(results[i].Standard, today)
		if err != nil {
			results[i].Title = results[i].Standard // it was withdrawn since
			continue
		}
		results[i].Title, results[i].Draft = std.Title, std.Draft
		for _, grade := range std.Grades {
			line := records.ResultLine{Grade: grade.Name}
			if grade.Total != nil {
				line.Total = grade.Total.String()
			}
			results[i].Lines = append(results[i].Lines, line)
		}
	}
	return results
}
