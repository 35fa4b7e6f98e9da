package api

import (
	"context"
	"encoding/json"

	"zhanping/server/casework"
	"zhanping/server/records"
)

func (h *Handlers) disputes(ctx context.Context, in *ID) (*Listing[records.Dispute], error) {
	return listing(h.work.Disputes(ctx, actor(ctx), in.ID))
}

func (h *Handlers) raise(ctx context.Context, in *struct {
	ID
	Body struct {
		Item   string `json:"item,omitempty" doc:"条目编号；空为对整个结论"`
		Reason string `json:"reason" minLength:"2" maxLength:"1000" doc:"理由"`
	}
},
) (*Answer[records.Dispute], error) {
	return answer(h.work.Raise(ctx, actor(ctx), in.ID.ID, in.Body.Item, in.Body.Reason))
}

func (h *Handlers) decide(ctx context.Context, in *struct {
	ID
	BasedOn
	Body struct {
		Upheld   bool   `json:"upheld" doc:"异议成立"`
		Decision string `json:"decision" minLength:"2" maxLength:"1000" doc:"裁定意见"`
	}
},
) (*Answer[records.Dispute], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return answer(h.work.Decide(ctx, actor(ctx), in.ID.ID, version, in.Body.Upheld, in.Body.Decision))
}

func (h *Handlers) rectifications(ctx context.Context, in *ID) (*Listing[records.Rectification], error) {
	return listing(h.work.Rectifications(ctx, actor(ctx), in.ID))
}

func (h *Handlers) addRectification(ctx context.Context, in *struct {
	ID
	Body casework.RectificationInput
},
) (*Answer[records.Rectification], error) {
	return answer(h.work.AddRectification(ctx, actor(ctx), in.ID.ID, in.Body))
}

func (h *Handlers) answerRectification(ctx context.Context, in *struct {
	ID
	BasedOn
	Body struct {
		Answer string   `json:"answer" minLength:"2" maxLength:"1000" doc:"整改情况"`
		Proof  []string `json:"proof,omitempty" doc:"佐证附件编号"`
	}
},
) (*Answer[records.Rectification], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return answer(h.work.AnswerRectification(ctx, actor(ctx), in.ID.ID, version, in.Body.Answer, in.Body.Proof))
}

func (h *Handlers) judgeRectification(ctx context.Context, in *struct {
	ID
	BasedOn
	Body struct {
		Passed  bool   `json:"passed" doc:"通过"`
		Verdict string `json:"verdict,omitempty" maxLength:"500" doc:"验收意见；不通过的必填"`
	}
},
) (*Answer[records.Rectification], error) {
	version, err := in.version()
	if err != nil {
		return nil, err
	}
	return answer(h.work.JudgeRectification(ctx, actor(ctx), in.ID.ID, version, in.Body.Passed, in.Body.Verdict))
}

func (h *Handlers) awards(ctx context.Context, in *struct {
	PageInput
	Region  string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码"`
	Station string `query:"station" doc:"单位编号"`
	Batch   string `query:"batch" doc:"批次编号"`
	Recheck string `query:"recheck" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"只看这一天以前应复核的"`
	State   string `query:"state" enum:"standing,withdrawn" doc:"standing 只看未摘牌的，withdrawn 只看已摘牌的；不填为全部"`
},
) (*Page[casework.ShownAward], error) {
	filter := casework.AwardFilter{
		Region: in.Region, StationID: in.Station, BatchID: in.Batch, RecheckUntil: in.Recheck, State: in.State, After: in.After, Limit: in.Limit + 1,
	}
	found, err := h.work.Awards(ctx, actor(ctx), filter)
	return page(found, in.Limit, filter.Place), err
}

func (h *Handlers) notices(ctx context.Context, in *PageInput) (*Page[records.Notice], error) {
	found, err := h.work.Notices(ctx, actor(ctx), in.After, in.Limit+1)
	return page(found, in.Limit, func(n records.Notice) string { return n.ID }), err
}

func (h *Handlers) noticeDone(ctx context.Context, in *ID) (*Answer[records.Notice], error) {
	return answer(h.work.NoticeDone(ctx, actor(ctx), in.ID))
}

// Entry is an entry of the journal.
type Entry struct {
	Seq     int64          `json:"seq" doc:"序号"`
	At      records.Time   `json:"at" doc:"时间"`
	Actor   string         `json:"actor" doc:"办理人的账号编号"`
	Name    string         `json:"name" doc:"办理人现在的姓名或职务；系统自动办理的为空"`
	Action  string         `json:"action" doc:"操作"`
	Kind    string         `json:"kind" doc:"对象种类"`
	Subject string         `json:"subject" doc:"对象编号"`
	About   string         `json:"about" doc:"对象或它所属的单位、批次现在的名称；查不到的为空"`
	Region  string         `json:"region" doc:"区划代码"`
	Detail  map[string]any `json:"detail" doc:"内容"`
	Hash    string         `json:"hash" doc:"本条的 SHA-256"`
	Chain   string         `json:"chain" doc:"SM3 链"`
}

type journalInput struct {
	Region  string `query:"region" pattern:"^([0-9]{12})?$" doc:"区划代码"`
	Subject string `query:"subject" doc:"对象编号"`
	Actor   string `query:"actor" maxLength:"64" doc:"办理人的账号编号"`
	Before  int64  `query:"before" doc:"只要序号更小的；0 为从最新起"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"几条"`
}

func (h *Handlers) journal(ctx context.Context, in *journalInput) (*Listing[Entry], error) {
	return entries(h.work.Journal(ctx, actor(ctx), casework.JournalFilter{
		Subject: in.Subject, Region: in.Region, Actor: in.Actor, Before: in.Before, Limit: in.Limit,
	}))
}

func (h *Handlers) ownJournal(ctx context.Context, in *journalInput) (*Listing[Entry], error) {
	return entries(h.work.Journal(ctx, actor(ctx), casework.JournalFilter{Own: true, Before: in.Before, Limit: in.Limit}))
}

func entries(found []casework.JournalLine, err error) (*Listing[Entry], error) {
	items := make([]Entry, len(found))
	for i, e := range found {
		items[i] = Entry{
			Seq: e.Seq, At: records.At(e.At), Actor: e.Actor, Name: e.Name, Action: e.Action, Kind: e.Kind, Subject: e.Subject,
			About: e.About, Region: e.Region, Detail: map[string]any{}, Hash: e.Hash, Chain: e.Chain,
		}
		if err := json.Unmarshal(e.Detail, &items[i].Detail); err != nil {
			return nil, err
		}
	}
	return listing(items, err)
}
