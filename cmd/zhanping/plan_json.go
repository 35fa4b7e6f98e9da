package main

import (
	"encoding/json"

	"zhanping/assessment"
	"zhanping/standards"
)

// The JSON tree of a plan; points are exact texts, as in the reports.
type (
	planDoc struct {
		Version string    `json:"zhanping"`
		AsOf    string    `json:"as_of"`
		Plans   []onePlan `json:"plans"`
	}
	onePlan struct {
		Subject      string         `json:"subject"`
		Bundle       string         `json:"bundle"`
		Standard     string         `json:"standard"`
		Draft        bool           `json:"draft"`
		To           string         `json:"to"`
		Now          planEnd        `json:"now"`
		State        string         `json:"state"`
		Proven       bool           `json:"proven"`
		Way          *planWay       `json:"way"`
		Alternatives []planWay      `json:"alternatives"`
		Obstacles    []planObstacle `json:"obstacles"`
		Useless      []string       `json:"useless"`
		Errored      []string       `json:"errored"`
		Settle       planSettle     `json:"settle"`
	}
	planEnd struct {
		Total *standards.Points `json:"total"`
		Grade string            `json:"grade"`
	}
	planWay struct {
		Steps  []planStep `json:"steps"`
		Checks []planStep `json:"checks"`
		Effort int        `json:"effort"`
		After  planEnd    `json:"after"`
	}
	planStep struct {
		Item       string           `json:"item"`
		Title      string           `json:"title"`
		Kind       string           `json:"kind"`
		Gate       bool             `json:"gate"`
		Points     standards.Points `json:"points"`
		Effort     int              `json:"effort"`
		Missing    []planPlace      `json:"missing"`
		Shortfalls []string         `json:"shortfalls"`
		Fix        string           `json:"fix"`
		Recheck    bool             `json:"recheck"`
	}
	planPlace struct {
		Fact  string `json:"fact"`
		Title string `json:"title"`
		At    string `json:"at"`
	}
	planObstacle struct {
		Item    string `json:"item"`
		Chapter string `json:"chapter"`
		Text    string `json:"text"`
	}
	planSettle struct {
		State   assessment.GateState `json:"state"`
		Confirm []string             `json:"confirm"`
		Refute  []string             `json:"refute"`
		Proven  bool                 `json:"proven"`
	}
)

func (p *program) writePlansJSON(asOf string, plans []planned) error {
	encoder := json.NewEncoder(p.stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(planDoc{version, asOf, each(plans, planned.doc)})
}

// each is what becomes of every element; an empty list stays a list in JSON.
func each[T, U any](list []T, of func(T) U) []U {
	out := make([]U, len(list))
	for i, one := range list {
		out[i] = of(one)
	}
	return out
}

func (one planned) doc() onePlan {
	r, plan := one.report, one.plan
	id := func(item assessment.ItemResult) string { return item.Item.ID }
	doc := onePlan{
		Subject: r.Subject.ID, Bundle: r.Bundle.Digest, Standard: r.Standard.ID + "@" + r.Standard.Edition, Draft: r.Standard.Draft,
		To: plan.Grade, Now: planEnd{Grade: r.Grade.Certain}, State: one.state(), Proven: plan.Proven,
		Alternatives: each(plan.Others, wayDoc),
		Obstacles:    each(plan.Obstacles, func(o assessment.Obstacle) planObstacle { return planObstacle(o) }),
		Useless:      each(plan.Useless, id), Errored: each(plan.Errored, id),
		Settle: planSettle{
			plan.Settlement.State, each(plan.Settlement.Confirm, id), each(plan.Settlement.Refute, id), plan.Settlement.Proven,
		},
	}
	if r.Total != nil {
		doc.Now.Total = &r.Total.Certain
	}
	if plan.Way != nil {
		way := wayDoc(*plan.Way)
		doc.Way = &way
	}
	return doc
}

func wayDoc(way assessment.Way) planWay {
	return planWay{each(way.Steps, stepDoc), each(way.Checks, stepDoc), way.Effort, planEnd{way.Total, way.Grade}}
}

func stepDoc(step assessment.Step) planStep {
	item := step.Item
	return planStep{
		Item: item.Item.ID, Title: item.Item.Title, Kind: string(step.Kind), Gate: step.Gate, Points: step.Points, Effort: step.Effort,
		Missing: each(item.Missing, func(place assessment.Place) planPlace {
			return planPlace{place.Path, factTitle(place.Path), place.At.String()}
		}),
		Shortfalls: each(item.Shortfalls, func(s assessment.Shortfall) string { return s.Text }),
		Fix:        item.Item.Fix, Recheck: step.Recheck,
	}
}
