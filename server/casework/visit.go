package casework

import (
	"zhanping/internal/visit"
	"zhanping/server/records"
)

// Visit is what an assessor takes along: the case with everything that judging it needs, away from the
// server. It holds no finding of another assessor of a blind batch.
type Visit struct {
	Case       records.Case         `json:"case" doc:"评定件"`
	Station    records.Station      `json:"station" doc:"单位"`
	Batch      string               `json:"batch" doc:"批次名称"`
	Rules      records.Rules        `json:"rules" doc:"批次的规则"`
	Assignment records.Assignment   `json:"assignment" doc:"本人的核查任务"`
	Assessors  []VisitAssessor      `json:"assessors" doc:"本轮的核查员" nullable:"false"`
	Source     string               `json:"source" enum:"on_site,review" doc:"本轮评定的来源：现场核查、复核"`
	Standard   VisitStandard        `json:"standard" doc:"标准"`
	Policies   string               `json:"policies" doc:"判定规则的摘要"`
	Sheet      []VisitItem          `json:"sheet" doc:"条目，按一次走完的顺序" nullable:"false"`
	Judging    visit.Judging        `json:"judging" doc:"评分所需的全部：材料、标准、评定日、计入的评定"`
	Findings   []records.Finding    `json:"findings" doc:"本人现有的评定" nullable:"false"`
	Files      []records.Attachment `json:"files" doc:"单位和本件的附件" nullable:"false"`
	Sets       []byte               `json:"sets" doc:"据以评分的标准、判定规则和区域加严，zip 压缩包"`
	Signature  string               `json:"signature" doc:"服务器对整个核查包的签名（签名文本里的 content 是本项留空时按 RFC 8785 写出的 JSON 的 SHA-256）；没有密钥则为空"`
}

// VisitAssessor is who else assesses the case, and whether they have signed.
type VisitAssessor struct {
	PersonID string       `json:"person_id" doc:"核查员"`
	Name     string       `json:"name" doc:"姓名或职务"`
	Lead     bool         `json:"lead" doc:"组长"`
	SignedAt records.Time `json:"signed_at" doc:"签字时间"`
}

// VisitStandard is the standard by which is judged.
type VisitStandard struct {
	Ref    string `json:"ref" doc:"编号@版本"`
	Title  string `json:"title" doc:"名称"`
	Digest string `json:"digest" doc:"摘要"`
	Draft  bool   `json:"draft" doc:"本地草案"`
}

// VisitItem is one line of the sheet.
type VisitItem struct {
	ID         string           `json:"id" doc:"条目编号"`
	Title      string           `json:"title" doc:"标题"`
	Text       string           `json:"text" doc:"要求"`
	Chapter    string           `json:"chapter" doc:"大项编号"`
	Heading    string           `json:"heading" doc:"大项名称"`
	Place      string           `json:"place" doc:"在哪里看：资料桌、门口、各功能室……，按一次走完的顺序"`
	Methods    []string         `json:"methods" enum:"examine,inspect,interview,sample,system" doc:"核查方式" nullable:"false"`
	Look       string           `json:"look" doc:"看什么、怎样判；没有则为空"`
	Kind       string           `json:"kind" enum:"required,scored,bonus,deduction" doc:"条目类型"`
	Points     string           `json:"points" doc:"分值"`
	Scoring    string           `json:"scoring" doc:"计分规则"`
	Provenance string           `json:"provenance" doc:"出处"`
	Draft      bool             `json:"draft" doc:"本地草案"`
	Deductions []VisitDeduction `json:"deductions" doc:"不符合时可记的问题种类和扣分" nullable:"false"`
	Discretion *VisitRange      `json:"discretion,omitempty" doc:"由核查员给分的范围；没有则由规则计算"`
	Absent     bool             `json:"absent" doc:"可以评为不适用"`
	Check      VisitCheck       `json:"check" doc:"程序的判定"`
	Shown      []VisitFact      `json:"shown" doc:"单位填报了什么" nullable:"false"`
}

// VisitDeduction is a kind of problem that can be tapped.
type VisitDeduction struct {
	Kind  string `json:"kind" doc:"种类，随评定送回"`
	Words string `json:"words" doc:"名称"`
	Price string `json:"price" doc:"每处扣几分；whole 时为整款分值"`
	Whole bool   `json:"whole" doc:"一处即扣完整款"`
	Unit  string `json:"unit" doc:"按什么数：处，或差多少"`
}

// VisitRange is what an inspector may give.
type VisitRange struct {
	From  string   `json:"from" doc:"最少"`
	To    string   `json:"to" doc:"最多"`
	Steps []string `json:"steps" doc:"只可给其中之一；空为不限" nullable:"false"`
}

// VisitCheck is what the program found.
type VisitCheck struct {
	Outcome      string   `json:"outcome" doc:"判定"`
	Certain      string   `json:"certain" doc:"确定得分"`
	Possible     string   `json:"possible" doc:"可能得分"`
	Observations []string `json:"observations" doc:"查证情况" nullable:"false"`
	Shortfalls   []string `json:"shortfalls" doc:"问题" nullable:"false"`
	Missing      []string `json:"missing" doc:"没有填报的内容" nullable:"false"`
	Reason       string   `json:"reason" doc:"不适用、豁免或出错的原因"`
}

// VisitFact is one fact that the station states, with what it rests on.
type VisitFact struct {
	Path    string        `json:"path" doc:"事实路径"`
	Title   string        `json:"title" doc:"名称"`
	Value   string        `json:"value" doc:"所填；空为没有填"`
	Sources []VisitSource `json:"sources" doc:"依据" nullable:"false"`
}

// VisitSource is a document, photo or record behind a fact.
type VisitSource struct {
	Title      string `json:"title" doc:"名称"`
	Detail     string `json:"detail" doc:"文号、日期、经办"`
	Attachment string `json:"attachment" doc:"附件编号；空为没有上传"`
	Type       string `json:"type" doc:"附件类型"`
}
