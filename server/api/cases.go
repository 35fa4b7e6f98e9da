package api

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"zhanping/assessment/stages"
	"zhanping/policies"
	"zhanping/server/casework"
	"zhanping/server/records"
)

type casesInput struct {
	PageInput
	Batch    string `query:"batch" doc:"批次编号"`
	Station  string `query:"station" doc:"单位编号"`
	Region   string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码"`
	Stage    string `query:"stage" doc:"阶段"`
	Text     string `query:"text" maxLength:"40" doc:"单位名称或编号里的字"`
	Assigned bool   `query:"assigned" doc:"只看指派给我的"`
	Due      string `query:"due" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"只看这一天以前到期的"`
}

func (h *Handlers) cases(ctx context.Context, in *casesInput) (*Page[casework.CaseRow], error) {
	filter := casework.CaseFilter{
		BatchID: in.Batch, StationID: in.Station, Region: in.Region, Stage: in.Stage, Text: in.Text, Assigned: in.Assigned, DueUntil: in.Due,
		After: in.After, Limit: in.Limit + 1,
	}
	found, err := h.work.Cases(ctx, actor(ctx), filter)
	return page(found, in.Limit, func(r casework.CaseRow) string { return filter.Place(r.Case) }), err
}

func (h *Handlers) getCase(ctx context.Context, in *ID) (*Answer[records.Case], error) {
	return answer(h.work.Case(ctx, actor(ctx), in.ID))
}

// NextStep is a step that the case's stage has, and what it waits for.
type NextStep struct {
	Action  string   `json:"action" doc:"操作"`
	Title   string   `json:"title" doc:"名称"`
	To      string   `json:"to" doc:"之后的阶段"`
	Allowed bool     `json:"allowed" doc:"本人可以办"`
	Why     string   `json:"why" doc:"本人为什么不能办"`
	Unmet   []string `json:"unmet" doc:"还差的条件" nullable:"false"`
	Reason  bool     `json:"reason" doc:"须写明理由"`
	Award   bool     `json:"award" doc:"须填文号、称号和颁发单位"`
}

func (h *Handlers) nextSteps(ctx context.Context, in *ID) (*Listing[NextStep], error) {
	steps, err := h.work.NextSteps(ctx, actor(ctx), in.ID)
	items := make([]NextStep, len(steps))
	for i, s := range steps {
		items[i] = NextStep{Action: string(s.Action), Title: s.Title, To: string(s.To), Allowed: s.Allowed, Why: s.Why, Unmet: []string{}}
		items[i].Reason, items[i].Award = slices.Contains(s.Needs, stages.Reason), slices.Contains(s.Needs, stages.AwardNumber)
		for _, guard := range s.Unmet {
			items[i].Unmet = append(items[i].Unmet, guard.Unmet())
		}
	}
	return listing(items, err)
}

// StepBody is what goes with a step.
type StepBody struct {
	Reason string               `json:"reason,omitempty" maxLength:"1000" doc:"理由；退回、整改、摘牌、不予通过必填"`
	Award  *casework.AwardInput `json:"award,omitempty" doc:"命名授牌时的文号、称号和颁发单位"`
}

// step is the operation of one step of the process.
func step(h *Handlers, verb string, action policies.Action, summary string) route {
	type input struct {
		ID
		BasedOn
		Body StepBody
	}
	return op(h, http.MethodPost, "/cases/{id}/"+verb, action, summary, func(ctx context.Context, in *input) (*Answer[records.Case], error) {
		version, err := in.version()
		if err != nil {
			return nil, err
		}
		return answer(h.work.Step(ctx, actor(ctx), in.ID.ID, version, stages.Action(verb), casework.StepInput{
			Reason: in.Body.Reason, Award: in.Body.Award,
		}))
	})
}

// Document is JSON that was made elsewhere.
type Document struct {
	Body json.RawMessage
}

func (h *Handlers) caseReport(ctx context.Context, in *ID) (*Document, error) {
	text, err := h.work.CaseReport(ctx, actor(ctx), in.ID)
	return &Document{Body: text}, err
}

func (h *Handlers) conclusions(ctx context.Context, in *ID) (*Listing[records.Conclusion], error) {
	return listing(h.work.Conclusions(ctx, actor(ctx), in.ID))
}

func (h *Handlers) conclusionReport(ctx context.Context, in *struct {
	ID
	Number int `path:"number" minimum:"1" doc:"第几次结论"`
},
) (*Document, error) {
	text, err := h.work.ConclusionReport(ctx, actor(ctx), in.ID.ID, in.Number)
	return &Document{Body: text}, err
}

func (h *Handlers) assignments(ctx context.Context, in *ID) (*Listing[records.Assignment], error) {
	return listing(h.work.Assignments(ctx, actor(ctx), in.ID))
}

func (h *Handlers) assign(ctx context.Context, in *struct {
	ID
	Body casework.AssignmentInput
},
) (*Answer[records.Assignment], error) {
	return answer(h.work.Assign(ctx, actor(ctx), in.ID.ID, in.Body))
}

// Nothing is the answer of an operation that has nothing to tell.
type Nothing struct{}

func (h *Handlers) unassign(ctx context.Context, in *struct {
	ID
	Person string `path:"person" doc:"核查员"`
},
) (*Nothing, error) {
	return &Nothing{}, h.work.Unassign(ctx, actor(ctx), in.ID.ID, in.Person)
}
