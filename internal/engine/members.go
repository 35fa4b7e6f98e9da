package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// Complete is the bundle as a standard reads it: with the county's numbers that follow
// from its stations' own results filled in, and those results. A station whose result is
// open leaves the number out, since nothing that is unknown counts as nothing; a number
// that is typed in stays, and is refused where the results cannot come to it. Completing
// what is complete changes nothing.
func (e *Engine) Complete(
	ctx context.Context, std *standards.Standard, bundle *evidence.Bundle, day string,
) (*evidence.Bundle, []assessment.MemberResult, error) {
	if len(std.MemberResults) == 0 || len(bundle.MemberBundles()) == 0 {
		return bundle, nil, nil
	}
	completed := bundle
	var results []assessment.MemberResult
	var errs []error
	for _, wanted := range std.MemberResults {
		result, err := e.memberResult(ctx, wanted, bundle, day)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		if len(result.Members) == 0 {
			continue
		}
		results = append(results, result)
		filled, err := e.fill(completed, result)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		completed = filled
	}
	if err := Join(errs); err != nil {
		return nil, nil, err
	}
	return completed.Alone(), results, nil
}

// memberResult judges each station that the other standard is meant for.
func (e *Engine) memberResult(
	ctx context.Context, wanted standards.MemberResult, bundle *evidence.Bundle, day string,
) (assessment.MemberResult, error) {
	std, err := memberStandard(e.catalogue, wanted, day)
	if err != nil {
		return assessment.MemberResult{}, err
	}
	result := assessment.MemberResult{
		Fact: wanted.Fact, Title: e.title(wanted.Fact), Grade: wanted.Grade,
		Standard: assessment.StandardPin{ID: std.ID, Edition: std.Edition, Title: std.Title, Digest: std.Digest, Draft: std.Draft},
	}
	reaches := func(grade string) bool {
		rank := func(name string) int {
			return slices.IndexFunc(std.Grades, func(g standards.Grade) bool { return g.Name == name })
		}
		return rank(grade) >= 0 && rank(grade) <= rank(wanted.Grade)
	}
	if typed, stated := Values(bundle)(wanted.Fact); stated {
		result.Typed = &typed
	}
	var errs []error
	for _, member := range bundle.MemberBundles() {
		if e.outside(std, member) != "" {
			continue
		}
		r, err := e.Assess(ctx, std, member, day)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		one := assessment.MemberGrade{ID: member.Subject.ID, Name: member.Subject.Name, Level: member.Subject.Level, Grade: r.Grade, State: assessment.Broken}
		switch {
		case reaches(r.Grade.Certain):
			one.State = assessment.Held
		case reaches(r.Grade.Possible):
			one.State = assessment.Unknown
		}
		result.Members = append(result.Members, one)
	}
	return result, Join(errs)
}

// CheckMemberResults refuses results under a standard that is not in the catalogue on the
// day, or of a grade that it does not have.
func CheckMemberResults(catalogue *standards.Catalogue, std *standards.Standard, day string) error {
	var errs []error
	for _, wanted := range std.MemberResults {
		_, err := memberStandard(catalogue, wanted, day)
		errs = append(errs, err)
	}
	return Join(errs)
}

// memberStandard is the standard whose results are counted, with the grade that it must have.
func memberStandard(catalogue *standards.Catalogue, wanted standards.MemberResult, day string) (*standards.Standard, error) {
	std, err := catalogue.Find(wanted.Standard, day)
	if err != nil {
		return nil, placed(err, wanted.At)
	}
	if !slices.ContainsFunc(std.Grades, func(g standards.Grade) bool { return g.Name == wanted.Grade }) {
		names := make([]string, len(std.Grades))
		for i, g := range std.Grades {
			names[i] = g.Name
		}
		return nil, yamltext.Faults{{
			At: wanted.At, Code: "unknown_grade", Found: "标准 " + std.Ref() + " 没有等级“" + wanted.Grade + "”",
			Expected: strings.Join(names, "、"), Fix: "改等级",
		}}
	}
	return std, nil
}

// fill puts the number of stations that reach the grade into the bundle, or holds the
// number that is typed in against what the results can come to.
func (e *Engine) fill(bundle *evidence.Bundle, result assessment.MemberResult) (*evidence.Bundle, error) {
	reached, open := result.Count(assessment.Held), result.Count(assessment.Unknown)
	at, _ := bundle.Place(result.Fact)
	least, most := standards.PointsOf(int64(reached)), standards.PointsOf(int64(reached+open))
	switch {
	case result.Typed != nil && (result.Typed.Cmp(least) < 0 || result.Typed.Cmp(most) > 0):
		computed := fmt.Sprintf("%d", reached)
		if open > 0 {
			computed = fmt.Sprintf("%d 至 %d", reached, reached+open)
		}
		return nil, yamltext.Faults{{
			At: at, Code: "member_results",
			Found:    fmt.Sprintf("“%s”填的是 %s，%d 个站按 %s 各自评定得 %s", result.Title, result.Typed, len(result.Members), result.Standard.Ref(), computed),
			Expected: "两处一致", Fix: "核对各站材料；以各站的评定为准的，删去这里填的数",
		}}
	case result.Typed != nil || open > 0:
		return bundle, nil
	}
	ids := make([]string, len(result.Members))
	for i, member := range result.Members {
		ids[i] = member.ID
	}
	return bundle.With(result.Fact, &evidence.Value{Kind: evidence.Number, Text: least.String(), At: at, Sources: ids}), nil
}

// placed tells faults at the place that led to them.
func placed(err error, at yamltext.Position) error {
	return yamltext.Faults{{At: at, Code: "unknown_standard", Found: err.Error()}}
}

// tellMembers notes what the stations' own results come to, in all and by level.
func tellMembers(r *assessment.Report) {
	titles := map[string]string{"province": "省级", "city": "市级", "county": "县级", "town": "乡镇级", "village": "村级"}
	for _, result := range r.MemberResults {
		reached, all := result.Count(assessment.Held), len(result.Members)
		share := standards.PointsOf(int64(100 * reached)).Quo(standards.PointsOf(int64(all))).Display(2)
		text := fmt.Sprintf("“%s”：%d 个站各自按 %s 评定，达到“%s”%d 个，占 %s%%", result.Title, all, result.Standard.Ref(), result.Grade, reached, share)
		var byLevel []string
		for _, level := range []string{"province", "city", "county", "town", "village"} {
			held, of := result.CountAt(level)
			if of > 0 {
				byLevel = append(byLevel, fmt.Sprintf("%s %d/%d", titles[level], held, of))
			}
		}
		text += "（" + strings.Join(byLevel, "，") + "）"
		for _, more := range []struct {
			state assessment.GateState
			words string
		}{{assessment.Broken, "达不到"}, {assessment.Unknown, "还没有定"}} {
			if n := result.Count(more.state); n > 0 {
				text += fmt.Sprintf("；%s %d 个：%s", more.words, n, result.Names(more.state))
			}
		}
		switch {
		case result.Count(assessment.Unknown) == 0:
		case result.Typed != nil:
			text += fmt.Sprintf("；都定下来以前，按填报的 %s 个判定", result.Typed)
		default:
			text += "；都定下来以前，不得出这个数"
		}
		r.Notes = append(r.Notes, text)
	}
}
