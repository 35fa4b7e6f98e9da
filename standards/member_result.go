package standards

import (
	"fmt"

	"zhanping/internal/yamltext"
)

// MemberResult is a number of a county that follows from its stations' own results
// (所辖各站的结果): how many of them reach a grade of another standard. It is counted over
// the stations that the other standard is meant for.
type MemberResult struct {
	Fact     string // the county's number, an evidence path
	Standard string // "five-have", in its edition in force, or with the edition
	Grade    string // the least that counts
	At       yamltext.Position
}

func decodeMemberResults(p *page) []MemberResult {
	var results []MemberResult
	for i := range p.length("/member_results") {
		at := fmt.Sprintf("/member_results/%d", i)
		results = append(results, MemberResult{
			Fact: p.text(at + "/fact"), Standard: p.text(at + "/standard"), Grade: p.text(at + "/grade"), At: p.at(at),
		})
	}
	return results
}

// reviewMemberResults refuses a fact that would follow from two results.
func (r *review) reviewMemberResults() {
	for i, result := range r.std.MemberResults {
		for _, other := range r.std.MemberResults[:i] {
			if at := fmt.Sprintf("/member_results/%d/fact", i); other.Fact == result.Fact && !r.head.broken(at) {
				r.head.fault(at, "duplicate_value", "事实 "+result.Fact+" 写了两次", "一项事实一种结果", "删去一项")
			}
		}
	}
}
