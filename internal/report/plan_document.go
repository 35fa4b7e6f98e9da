package report

import (
	"encoding/json"
	"io"

	"zhanping/assessment"
	"zhanping/standards"
)

// The JSON tree of a plan; points are exact texts, as in the reports.
type (
	// PlanDocument is the plans of one run.
	PlanDocument struct {
		Version string    `json:"zhanping"`
		AsOf    string    `json:"as_of"`
		Plans   []OnePlan `json:"plans"`
	}
	// OnePlan is the plan of one subject under one standard.
	OnePlan struct {
		Subject      string         `json:"subject" doc:"单位的对外编号"`
		Bundle       string         `json:"bundle" doc:"佐证材料的摘要"`
		Standard     string         `json:"standard" doc:"标准，编号@版本"`
		Draft        bool           `json:"draft" doc:"本地草案"`
		To           string         `json:"to" doc:"目标等级"`
		Now          PlanEnd        `json:"now" doc:"现在已确定的"`
		State        PlanState      `json:"state" enum:"reached,planned,unreachable" doc:"已达到、有做法、达不到"`
		Proven       bool           `json:"proven" doc:"没有工作量更少的做法"`
		Way          *PlanWay       `json:"way" doc:"工作量最少的做法；没有则为空"`
		Alternatives []PlanWay      `json:"alternatives" doc:"工作量一样的做法" nullable:"false"`
		Obstacles    []PlanObstacle `json:"obstacles" doc:"达不到的原因" nullable:"false"`
		Useless      []string       `json:"useless" doc:"没有帮助的条目" nullable:"false"`
		Errored      []string       `json:"errored" doc:"判定出错的条目" nullable:"false"`
		Settle       PlanSettle     `json:"settle" doc:"核查人员怎样能定下等级"`
	}
	// PlanEnd is what is certain at one end of the way.
	PlanEnd struct {
		Total *standards.Points `json:"total" doc:"已确定得分；不计分的为空"`
		Grade string            `json:"grade" doc:"已确定等级"`
	}
	// PlanWay is what has to be done.
	PlanWay struct {
		_      struct{}   `nullable:"true"`
		Steps  []PlanStep `json:"steps" doc:"站里要做的" nullable:"false"`
		Checks []PlanStep `json:"checks" doc:"另需核查的" nullable:"false"`
		Effort int        `json:"effort" doc:"工作量"`
		After  PlanEnd    `json:"after" doc:"做完可确定的"`
	}
	// PlanStep is one item to bring in order.
	PlanStep struct {
		Item       string           `json:"item" doc:"条目编号"`
		Title      string           `json:"title" doc:"条目"`
		Kind       string           `json:"kind" doc:"怎样改进"`
		Gate       bool             `json:"gate" doc:"必须做到"`
		Points     standards.Points `json:"points" doc:"可得的分"`
		Effort     int              `json:"effort" doc:"工作量"`
		Missing    []PlanPlace      `json:"missing" doc:"要补填的事实" nullable:"false"`
		Shortfalls []string         `json:"shortfalls" doc:"问题" nullable:"false"`
		Fix        string           `json:"fix" doc:"整改建议"`
		Recheck    bool             `json:"recheck" doc:"做完要请核查人员复核"`
	}
	// PlanPlace is a fact and where it is to be written.
	PlanPlace struct {
		Fact  string `json:"fact" doc:"事实路径"`
		Title string `json:"title" doc:"事实"`
		At    string `json:"at" doc:"写在哪里"`
	}
	// PlanObstacle is a condition that cannot be met.
	PlanObstacle struct {
		Item    string `json:"item" doc:"条目编号"`
		Chapter string `json:"chapter" doc:"大项编号"`
		Text    string `json:"text" doc:"原因"`
	}
	// PlanSettle is what settles the grade without anything being done.
	PlanSettle struct {
		State   assessment.GateState `json:"state" doc:"等级现在能否确定"`
		Confirm []string             `json:"confirm" doc:"全部符合就能确定达到的条目" nullable:"false"`
		Refute  []string             `json:"refute" doc:"全部不符合就能确定达不到的条目" nullable:"false"`
		Proven  bool                 `json:"proven" doc:"没有更少的"`
	}
)

// PlanState says whether there is a way to the grade.
type PlanState string

// The states of a plan.
const (
	PlanReached     PlanState = "reached"
	PlanPlanned     PlanState = "planned"
	PlanUnreachable PlanState = "unreachable"
)

// PlanStateOf is the state of a plan.
func PlanStateOf(plan *assessment.Plan) PlanState {
	switch {
	case plan.Reached:
		return PlanReached
	case plan.Way == nil:
		return PlanUnreachable
	}
	return PlanPlanned
}

// WritePlans writes the plans as JSON.
func WritePlans(w io.Writer, plans PlanDocument) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(plans)
}

// PlanOf is the tree of a plan made from a report; title is that of a fact.
func PlanOf(r *assessment.Report, plan *assessment.Plan, title func(path string) string) OnePlan {
	id := func(item assessment.ItemResult) string { return item.Item.ID }
	way := func(way assessment.Way) PlanWay { return wayDoc(way, title) }
	doc := OnePlan{
		Subject: r.Subject.ID, Bundle: r.Bundle.Digest, Standard: r.Standard.ID + "@" + r.Standard.Edition, Draft: r.Standard.Draft,
		To: plan.Grade, Now: PlanEnd{Grade: r.Grade.Certain}, State: PlanStateOf(plan), Proven: plan.Proven,
		Alternatives: each(plan.Others, way),
		Obstacles:    each(plan.Obstacles, func(o assessment.Obstacle) PlanObstacle { return PlanObstacle(o) }),
		Useless:      each(plan.Useless, id), Errored: each(plan.Errored, id),
		Settle: PlanSettle{
			plan.Settlement.State, each(plan.Settlement.Confirm, id), each(plan.Settlement.Refute, id), plan.Settlement.Proven,
		},
	}
	if r.Total != nil {
		doc.Now.Total = &r.Total.Certain
	}
	if plan.Way != nil {
		cheapest := way(*plan.Way)
		doc.Way = &cheapest
	}
	return doc
}

func wayDoc(way assessment.Way, title func(path string) string) PlanWay {
	step := func(step assessment.Step) PlanStep { return stepDoc(step, title) }
	return PlanWay{
		Steps: each(way.Steps, step), Checks: each(way.Checks, step), Effort: way.Effort, After: PlanEnd{way.Total, way.Grade},
	}
}

func stepDoc(step assessment.Step, title func(path string) string) PlanStep {
	item := step.Item
	return PlanStep{
		Item: item.Item.ID, Title: item.Item.Title, Kind: string(step.Kind), Gate: step.Gate, Points: step.Points, Effort: step.Effort,
		Missing: each(item.Missing, func(place assessment.Place) PlanPlace {
			return PlanPlace{place.Path, title(place.Path), place.At.String()}
		}),
		Shortfalls: each(item.Shortfalls, func(s assessment.Shortfall) string { return s.Text }),
		Fix:        item.Item.Fix, Recheck: step.Recheck,
	}
}
