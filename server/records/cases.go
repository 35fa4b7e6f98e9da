package records

// Batch is one round of assessment of many stations under one standard (批次).
type Batch struct {
	Record
	Title    string `json:"title" doc:"名称"`
	Region   string `json:"region" doc:"组织单位的区划代码"`
	Year     int    `json:"year" doc:"年度"`
	Standard string `json:"standard" doc:"标准，写作 编号@版本"`
	OpensOn  string `json:"opens_on" doc:"申报开始日"`
	ClosesOn string `json:"closes_on" doc:"申报截止日"`
	Rules    Rules  `json:"rules" gorm:"serializer:json" doc:"本批次的规则"`
	Closed   bool   `json:"closed" doc:"已结束"`
}

// Rules are what a batch sets beside its standard.
type Rules struct {
	Assessors       int     `json:"assessors" minimum:"1" maximum:"9" doc:"每件至少几名核查员"`
	Blind           bool    `json:"blind" doc:"核查员互不可见，直到都已签字"`
	DifferenceLimit string  `json:"difference_limit" doc:"两名核查员同一条目相差超过多少分须先商定；空为 0"`
	AllowOwnRegion  bool    `json:"allow_own_region" doc:"允许本区划的核查员参加"`
	PublicityDays   int     `json:"publicity_days" minimum:"0" maximum:"60" doc:"公示工作日；0 为按标准，标准没有写的按 5"`
	Quotas          []Quota `json:"quotas" doc:"各等级的名额"`
	LowestGrade     string  `json:"lowest_grade" doc:"命名所需的最低等级"`
	SampleSize      int     `json:"sample_size" minimum:"0" doc:"现场核查前须抽取几件；0 为全部核查，不抽样"`

	Ties []string `json:"ties,omitempty" doc:"总分相同时依次比较的条目编号，失分少的在先；空为并列"`

	Bureau  string `json:"bureau,omitempty" maxLength:"60" doc:"主管部门，即文书的落款；空为本区划的退役军人事务局（厅）"`
	Contact string `json:"contact,omitempty" maxLength:"200" doc:"公示的异议受理方式：部门、地址、办公电话；向公众公开"`
}

// Quota bounds how many stations of a batch may be named at a grade (名额).
type Quota struct {
	Grade string `json:"grade" doc:"等级"`
	Most  int    `json:"most" minimum:"0" doc:"最多几家"`
}

// Case is one station under one standard in one batch (评定件).
type Case struct {
	Record
	BatchID   string `json:"batch_id" doc:"批次编号"`
	StationID string `json:"station_id" doc:"单位编号"`
	Region    string `json:"region" doc:"单位的区划代码"`
	Level     string `json:"level" doc:"单位的层级"`
	Standard  string `json:"standard" doc:"标准，写作 编号@版本"`
	Stage     string `json:"stage" doc:"阶段"`
	Frozen    bool   `json:"frozen" doc:"有未裁定的异议，暂停办理"`
	Locked    bool   `json:"locked" doc:"已签字，评定不再改动"`

	RevisionID     string `json:"revision_id" doc:"申报时的佐证材料版本；申报前为空"`
	StandardDigest string `json:"standard_digest" doc:"申报时标准的摘要"`
	PoliciesDigest string `json:"policies_digest" doc:"申报时判定规则的摘要"`

	StageSince Time   `json:"stage_since" doc:"进入本阶段的时间"`
	DueOn      string `json:"due_on" doc:"本阶段的期限；空为没有"`
	Reason     string `json:"reason" doc:"最近一步所写的理由"`
}

// Assignment makes a person an assessor of a case (核查任务).
type Assignment struct {
	Record
	CaseID   string `json:"case_id" doc:"评定件编号"`
	PersonID string `json:"person_id" doc:"核查员"`
	Source   string `json:"source" enum:"on_site,review" doc:"现场核查或复核"`
	Lead     bool   `json:"lead" doc:"组长：相差在限度以内时以其意见为准"`
	VisitOn  string `json:"visit_on" doc:"计划核查日"`
	GivenBy  string `json:"given_by" doc:"指派人"`
	GivenAt  Time   `json:"given_at" doc:"指派时间"`
	SignedAt Time   `json:"signed_at" nullable:"true" doc:"签字时间"`
	Signed   string `json:"signed" doc:"签字时本人评定的摘要"`
	Drawing  string `json:"-"` // digest of the picture of the signature
}

// Finding is one person's answer to one item; a later one by the same person replaces an earlier
// one, and both are kept (人工评定).
type Finding struct {
	ID         string      `json:"id" gorm:"primaryKey" doc:"编号"`
	CaseID     string      `json:"case_id" doc:"评定件编号"`
	Item       string      `json:"item" doc:"条目编号"`
	Source     string      `json:"source" enum:"on_site,review" doc:"来源：现场核查、复核"`
	By         string      `json:"by" gorm:"column:recorded_by" doc:"评定人"`
	Number     int         `json:"number" doc:"同一人对同一条目的第几次评定"`
	Settles    bool        `json:"settles" doc:"商定：就各人的分歧作出的结论，或整改后核验的结论；高于各人的评定"`
	Outcome    string      `json:"outcome" enum:"satisfied,not_satisfied,not_applicable,waived" doc:"结论"`
	Points     string      `json:"points" doc:"得分；只有由核查员给分的条目才填"`
	Shortfalls []Shortfall `json:"shortfalls" gorm:"serializer:json" doc:"问题"`
	Reason     string      `json:"reason" doc:"理由"`
	Photos     []string    `json:"photos" gorm:"serializer:json" doc:"照片的附件编号"`
	Until      string      `json:"until" doc:"豁免截止日"`
	RecordedAt Time        `json:"recorded_at" doc:"评定时间"`
	MadeAt     Time        `json:"made_at" doc:"在核查员设备上作出的时间；离线时早于评定时间"`
}

// Shortfall is one thing lacking that a person found (问题).
type Shortfall struct {
	Kind  string `json:"kind" doc:"种类，同标准的扣分规则；没有则为空"`
	Text  string `json:"text" doc:"问题"`
	Count int    `json:"count" minimum:"0" doc:"几处；0 当作 1"`
}

// Result is what an assessment came to: of a station's current evidence, or, with CaseID, of a case.
type Result struct {
	ID             string `json:"id" gorm:"primaryKey" doc:"编号"`
	StationID      string `json:"station_id" doc:"单位编号"`
	CaseID         string `json:"case_id" doc:"评定件编号；空为自评"`
	BatchID        string `json:"batch_id" doc:"批次编号；空为自评"`
	Region         string `json:"region" doc:"区划代码"`
	Standard       string `json:"standard" doc:"标准，写作 编号@版本"`
	RevisionID     string `json:"revision_id" doc:"佐证材料版本"`
	AsOf           string `json:"as_of" doc:"评定日"`
	StandardDigest string `json:"standard_digest" doc:"标准的摘要"`
	PoliciesDigest string `json:"policies_digest" doc:"判定规则的摘要"`
	BundleDigest   string `json:"bundle_digest" doc:"佐证材料的摘要"`
	OutOf          string `json:"out_of" doc:"总分；空为不计分"`
	Certain        string `json:"certain" doc:"已确定得分"`
	Possible       string `json:"possible" doc:"可能得分"`
	GradeCertain   string `json:"grade_certain" doc:"已确定等级；空为没有"`
	GradePossible  string `json:"grade_possible" doc:"可能等级；空为没有"`
	CertainOrder   int64  `json:"-"` // floor of Certain × 10⁶: orders rows, is never shown
	Open           int    `json:"open" doc:"还没有结论的条目数"`
	Outcomes       string `json:"-"` // one letter an item, in the standard's order; a capital where points are certainly lost
	Lost           string `json:"-"` // what each item certainly lost, in the same order, separated by spaces
	LeftOut        bool   `json:"-"` // the case ended without a title, so that it has no rank
	JudgedAt       Time   `json:"judged_at" doc:"评定时间"`

	Title string       `json:"title" gorm:"-" doc:"标准的名称"`
	Draft bool         `json:"draft" gorm:"-" doc:"标准是本地草案"`
	Lines []ResultLine `json:"lines" gorm:"-" doc:"各等级，由高到低" nullable:"false"`
}

// ResultLine is a grade of a result's standard.
type ResultLine struct {
	Grade string `json:"grade" doc:"等级"`
	Total string `json:"total" doc:"所需总分；空为不看总分，或另有条件"`
}
