package assessment_test

import (
	"fmt"

	"pgregory.net/rapid"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/standards"
)

// world is a random standard with what is true of a station. The laws look at the same
// world with more or less of the truth shown.
type world struct {
	std   *standards.Standard
	truth map[string]truth
	cells []string // what can be shown or hidden: "A1" (a person's word), "A1/when", "A1/0" (a part)
}

// truth is what is so about one item: either the checks find it, or a person says it
// and the checks have no evidence.
type truth struct {
	when    *assessment.PartFinding
	parts   []assessment.PartFinding
	finding *evidence.Finding
}

var pointValues = []string{"0.25", "0.3", "0.5", "0.7", "1", "2", "3", "40.3"}

func draw[T any](t *rapid.T, label string, values ...T) T {
	return rapid.SampledFrom(values).Draw(t, label)
}

func randomWorld(t *rapid.T) world {
	w := world{truth: map[string]truth{}}
	var groups [][]standards.Item
	for c := range rapid.IntRange(1, 3).Draw(t, "chapters") {
		var group []standards.Item
		for i := range rapid.IntRange(1, 4).Draw(t, "items") {
			item := randomItem(t, fmt.Sprintf("%c%d", 'A'+c, i+1))
			group = append(group, item)
			w.truth[item.ID] = w.randomTruth(t, item)
		}
		groups = append(groups, group)
	}
	w.std = chapters(draw(t, "rebase", standards.RebaseNone, standards.RebaseChapter, standards.RebaseSheet), groups...)
	w.std.Rounding = standards.Rounding{
		Mode:   draw(t, "rounding", standards.RoundExact, standards.RoundHalfUp, standards.RoundDown),
		Places: rapid.IntRange(0, 2).Draw(t, "places"),
	}
	randomSheet(t, w.std)
	share := func(percent int64) *standards.Points {
		p := w.std.OutOf.Mul(standards.PointsOf(percent)).Quo(standards.PointsOf(100))
		return &p
	}
	w.std.Grades = []standards.Grade{
		{Name: "一", Total: share(90), Required: true, Items: []string{"A1"}, Chapters: ptr("60")},
		{Name: "二", Total: share(70), Required: true},
		{Name: "三", Total: share(40), Chapters: ptr("30")},
		{Name: "四"},
	}
	return w
}

// randomSheet draws what a sheet makes of its rows: weights, caps, bonus, ceiling.
func randomSheet(t *rapid.T, std *standards.Standard) {
	if rapid.Bool().Draw(t, "capped") {
		std.Bonus = &standards.Bonus{Cap: pts(draw(t, "cap", "0.5", "1", "6"))}
	}
	if rapid.IntRange(0, 3).Draw(t, "only shown") == 0 {
		std.Bonus = &standards.Bonus{Uncapped: true, Shown: true}
	}
	if rapid.IntRange(0, 2).Draw(t, "weighted") == 0 {
		weight := pts(draw(t, "weight", "10", "70", "33.3"))
		chapter := &std.Chapters[0]
		chapter.Weight = &weight
		if chapter.Points != nil {
			less := chapter.Points.Mul(pts("100").Sub(weight)).Quo(pts("100"))
			*std.OutOf = std.OutOf.Sub(less)
		}
	}
	for i := range std.Chapters {
		if std.Chapters[i].Points == nil && rapid.Bool().Draw(t, "chapter capped") {
			std.Chapters[i].Cap = ptr("1")
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "ceiling") == 0 {
		std.Absence.Ceiling = ptr(draw(t, "at", "10", "30", "60"))
	}
}

func randomItem(t *rapid.T, id string) standards.Item {
	item := standards.Item{
		ID: id, Title: "条目" + id,
		Kind:    draw(t, "kind", standards.KindScored, standards.KindScored, standards.KindScored, standards.KindBonus, standards.KindRequired, standards.KindDeduction),
		Absence: draw(t, "absence", standards.AbsenceExclude, standards.AbsenceExclude, standards.AbsenceFull, standards.AbsenceRefused),
	}
	n := rapid.IntRange(0, 3).Draw(t, "parts")
	names := []string{"first", "second", "second"}
	for i := range n {
		item.Parts = append(item.Parts, standards.Part{Check: names[i]})
	}
	if rapid.IntRange(0, 3).Draw(t, "conditional") == 0 {
		item.When = &standards.Part{Check: "all_yes"}
	}
	switch {
	case item.Kind == standards.KindRequired:
	case item.Kind == standards.KindDeduction:
		item.Scoring = randomLoss(t)
	case n > 1 && rapid.IntRange(0, 3).Draw(t, "enough") == 0:
		item.Combine = standards.Combine{Mode: standards.CombineAtLeast, AtLeast: rapid.IntRange(1, n).Draw(t, "at least")}
		item.Points = pts(draw(t, "points", pointValues...))
		item.Scoring = randomCount(t, item.Points, n)
	case n > 1 && rapid.Bool().Draw(t, "priced parts"):
		for i := range item.Parts {
			p := pts(draw(t, "part points", pointValues...))
			item.Parts[i].Points, item.Parts[i].Scoring = &p, randomScoring(t, p, i == 0)
			item.Points = item.Points.Add(p)
		}
		item.Combine.Mode = draw(t, "combine", standards.CombineAll, standards.CombineBest, standards.CombineLadder)
		if item.Combine.Mode == standards.CombineBest {
			item.Points = standards.Points{}
			for _, part := range item.Parts {
				item.Points = item.Points.Max(*part.Points)
			}
		}
	default:
		item.Points = pts(draw(t, "points", pointValues...))
		item.Scoring = randomScoring(t, item.Points, true)
		if n > 0 && rapid.IntRange(0, 4).Draw(t, "earning") == 0 {
			item.Scoring = standards.Scoring{Earn: &standards.Earn{
				Each: pts("0.2"), Kinds: map[string]standards.Points{"listed": pts("0.5")}, Factors: map[string]standards.Points{"group": pts("2")},
			}}
		}
	}
	nothingBelowZero(&item)
	return item
}

// nothingBelowZero takes away the floors that no catalogue may have: those of a bonus and
// of parts that do not simply add up.
func nothingBelowZero(item *standards.Item) {
	if item.Kind == standards.KindScored && item.Combine.Mode == standards.CombineAll {
		return
	}
	for i := range item.Parts {
		if d := item.Parts[i].Scoring.Deduct; d != nil {
			d.Floor = nil
		}
	}
	if d := item.Scoring.Deduct; d != nil && item.Kind != standards.KindDeduction {
		d.Floor = nil
	}
}

// randomLoss is the rule of a row that starts at nothing.
func randomLoss(t *rapid.T) standards.Scoring {
	switch draw(t, "loss", "deduct", "floor", "gap", "steps", "inspector") {
	case "floor":
		return standards.Scoring{Deduct: &standards.Deduct{Each: pts("0.7"), Floor: ptr("-2")}}
	case "gap":
		return standards.Scoring{Deduct: &standards.Deduct{
			Each: pts("1"), By: standards.ByGap, Per: ptr("7"), PartStep: standards.PartCounts, AtMost: ptr("3"),
		}}
	case "steps":
		return standards.Scoring{Steps: []standards.Step{{Below: ptr("60"), Points: pts("-2")}, {AtMost: ptr("90"), Points: pts("-1")}}}
	case "inspector":
		return inspector("-2", draw(t, "to", "0", "-1"))
	}
	return standards.Scoring{Deduct: &standards.Deduct{
		Each: pts("0.5"), Kinds: map[string]standards.Points{"listed": pts("5")},
		Factors: map[string]standards.Points{"group": pts("2")}, AtMost: ptr("10"),
	}}
}

// randomCount is a rule on how many parts are met.
func randomCount(t *rapid.T, full standards.Points, parts int) standards.Scoring {
	half := full.Quo(standards.PointsOf(2))
	switch draw(t, "count", "all", "linear", "steps", "gap") {
	case "linear":
		return linear("0")
	case "steps":
		top := standards.PointsOf(int64(parts))
		return standards.Scoring{Steps: []standards.Step{{AtLeast: &top, Points: full}, {AtLeast: ptr("1"), Points: half}}}
	case "gap":
		return standards.Scoring{Deduct: &standards.Deduct{Each: half, By: standards.ByGap}}
	}
	return standards.Scoring{}
}

func randomScoring(t *rapid.T, full standards.Points, discretion bool) standards.Scoring {
	half := full.Quo(standards.PointsOf(2))
	switch draw(t, "rule", "all", "deduct", "capped", "gap", "floor", "linear", "steps", "inspector") {
	case "gap":
		part := draw(t, "part step", standards.PartCounts, standards.PartIgnored, standards.PartShare, standards.PartNearest)
		return standards.Scoring{Deduct: &standards.Deduct{
			Each: pts("3"), By: standards.ByGap, Per: ptr("5"), PartStep: part, NothingBelow: ptr("75"),
		}}
	case "floor":
		if discretion { // a whole item, or the first of its parts
			return standards.Scoring{Deduct: &standards.Deduct{
				Each: pts("2"), Floor: ptr("-1"), Factors: map[string]standards.Points{"group": pts("2")},
			}}
		}
	case "deduct":
		return standards.Scoring{Deduct: &standards.Deduct{
			Each: pts(draw(t, "each", "0.2", "0.7", "3")), Kinds: map[string]standards.Points{"listed": pts("0.25")},
		}}
	case "capped":
		return standards.Scoring{Deduct: &standards.Deduct{Each: pts("0.5"), AtMost: &half}}
	case "linear":
		return linear("75")
	case "steps":
		return standards.Scoring{Steps: []standards.Step{
			{AtLeast: ptr("95"), Points: full}, {Above: ptr("80"), Points: half},
		}}
	case "inspector":
		if discretion {
			from := draw(t, "from", standards.Points{}, full.Quo(standards.PointsOf(4)))
			return standards.Scoring{Inspector: &standards.Range{From: from, To: draw(t, "to", full, half)}}
		}
	}
	return standards.Scoring{}
}

// randomPart is a true finding of a check. A measure may lie above its target although
// something is wrong, and an error may not go away.
func randomPart(t *rapid.T) assessment.PartFinding {
	outcome := draw(t, "outcome", assessment.Satisfied, assessment.Satisfied, assessment.NotSatisfied, assessment.NotSatisfied,
		assessment.NotApplicable, assessment.Errored)
	part := assessment.PartFinding{Outcome: outcome, Reads: []string{"premises.area_sqm"}}
	value := "0"
	switch outcome {
	case assessment.Satisfied:
		value = draw(t, "reached", "95", "100")
	case assessment.NotSatisfied:
		value = draw(t, "short of", "60", "75", "80", "90", "94.999", "110")
		for range rapid.IntRange(1, 3).Draw(t, "shortfalls") {
			part.Shortfalls = append(part.Shortfalls, short(draw(t, "sort", "listed", "other"), draw(t, "count", "1", "3"), "缺"))
			if rapid.IntRange(0, 4).Draw(t, "group") == 0 {
				part.Shortfalls[0].Factors = []string{"group"}
			}
		}
	case assessment.NotApplicable:
		part.Inapplicable = []string{"无此业务"}
	case assessment.Errored:
		part.Err = "超时"
	case assessment.NoEvidence, assessment.NotChecked, assessment.Waived:
	}
	if value != "0" && rapid.Bool().Draw(t, "merits") {
		part.Merits = append(part.Merits, short(draw(t, "sort", "listed", "other"), draw(t, "count", "1", "3"), "有"))
	}
	if value != "0" && rapid.IntRange(0, 3).Draw(t, "measured") > 0 {
		part = measured(part, value, "95")
	}
	return part
}

func (w *world) randomTruth(t *rapid.T, item standards.Item) truth {
	var tr truth
	if len(item.Parts) == 0 || item.Scoring.Earn == nil && rapid.IntRange(0, 3).Draw(t, "by a person") == 0 {
		f := randomWord(t, item)
		tr.finding = &f
		w.cells = append(w.cells, item.ID)
		return tr
	}
	if item.When != nil {
		when := randomPart(t)
		tr.when = &when
		w.cells = append(w.cells, item.ID+"/when")
	}
	for i := range item.Parts {
		tr.parts = append(tr.parts, randomPart(t))
		w.cells = append(w.cells, fmt.Sprintf("%s/%d", item.ID, i))
	}
	return tr
}

// randomWord is a person's finding that says all that the item's rule needs.
func randomWord(t *rapid.T, item standards.Item) evidence.Finding {
	f := because(word(item.ID, draw(t, "word", assessment.Satisfied, assessment.NotSatisfied, assessment.NotApplicable, assessment.Waived)), "现场核查")
	f.Source = draw(t, "source", "on_site", "review")
	switch assessment.Outcome(f.Outcome) {
	case assessment.NotApplicable:
		if item.Absence == standards.AbsenceRefused {
			f.Outcome = string(assessment.Satisfied)
		}
	case assessment.Waived:
		f.Until = "2027-01-01"
	case assessment.NotSatisfied:
		scoring := item.Scoring
		kind := "other"
		if len(item.Parts) > 0 && item.Parts[0].Points != nil {
			scoring, kind = item.Parts[0].Scoring, "first"
		}
		if r := scoring.Inspector; r != nil {
			f.Points = draw(t, "given", r.From, r.To, r.From.Add(r.To).Quo(standards.PointsOf(2))).String()
		}
		f.Shortfalls = []evidence.FindingShortfall{{Kind: kind, Count: rapid.IntRange(1, 4).Draw(t, "counted"), Text: "现场问题"}}
	case assessment.Satisfied, assessment.NoEvidence, assessment.NotChecked, assessment.Errored:
	}
	return f
}

// shown is the judge's answers and the people's findings as far as shown says; what is
// not shown is filled by fill, or unknown where fill gives nothing.
func (w world) shown(shown map[string]bool, fill func(cell string) (assessment.PartFinding, bool)) (judge, []evidence.Finding) {
	answers := judge{}
	var findings []evidence.Finding
	part := func(cell string, finding assessment.PartFinding, known bool) assessment.PartFinding {
		if known && shown[cell] {
			return finding
		}
		if filled, ok := fill(cell); ok {
			return filled
		}
		return unknown("a." + cell)
	}
	for _, chapter := range w.std.Chapters {
		for _, item := range chapter.Items {
			tr := w.truth[item.ID]
			answer := assessment.ItemFindings{}
			if item.When != nil {
				var when assessment.PartFinding
				if tr.when != nil {
					when = *tr.when
				}
				when = part(item.ID+"/when", when, tr.when != nil)
				answer.When = &when
			}
			for i := range item.Parts {
				var p assessment.PartFinding
				if tr.parts != nil {
					p = tr.parts[i]
				}
				answer.Parts = append(answer.Parts, part(fmt.Sprintf("%s/%d", item.ID, i), p, tr.parts != nil))
			}
			answers[item.ID] = answer
			if tr.finding != nil && shown[item.ID] {
				findings = append(findings, *tr.finding)
			}
		}
	}
	return answers, findings
}

func nothing(string) (assessment.PartFinding, bool) { return assessment.PartFinding{}, false }

// randomShown draws what is shown, and less of it.
func (w world) randomShown(t *rapid.T) (less, more map[string]bool) {
	less, more = map[string]bool{}, map[string]bool{}
	for _, cell := range w.cells {
		switch rapid.IntRange(0, 2).Draw(t, "shown "+cell) {
		case 1:
			more[cell] = true
		case 2:
			less[cell], more[cell] = true, true
		}
	}
	return less, more
}
