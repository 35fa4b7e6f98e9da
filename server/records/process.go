package records

// Dispute questions a result or an item of a case and freezes the case until it is decided (异议).
type Dispute struct {
	Record
	CaseID    string `json:"case_id" doc:"评定件编号"`
	Item      string `json:"item" doc:"条目编号；空为对整个结论"`
	RaisedBy  string `json:"raised_by" doc:"提出人"`
	Reason    string `json:"reason" doc:"理由"`
	State     string `json:"state" enum:"open,upheld,rejected" doc:"状态"`
	DecidedBy string `json:"decided_by" doc:"裁定人"`
	Decision  string `json:"decision" doc:"裁定意见"`
	DecidedAt Time   `json:"decided_at" nullable:"true" doc:"裁定时间"`
}

// Rectification is one problem that has to be put right (整改).
type Rectification struct {
	Record
	CaseID      string   `json:"case_id" doc:"评定件编号"`
	Item        string   `json:"item" doc:"条目编号"`
	Problem     string   `json:"problem" doc:"问题"`
	Measure     string   `json:"measure" doc:"整改措施"`
	Responsible string   `json:"responsible" doc:"责任岗位"`
	Deadline    string   `json:"deadline" doc:"期限"`
	Proof       []string `json:"proof" gorm:"serializer:json" doc:"佐证附件编号"`
	Answer      string   `json:"answer" doc:"整改情况"`
	State       string   `json:"state" enum:"open,answered,passed,failed" doc:"状态"`
	Verdict     string   `json:"verdict" doc:"验收意见"`
	JudgedBy    string   `json:"judged_by" doc:"验收人"`
}

// Award is a title that was given; it is a record of its own, never a grade (命名授牌).
type Award struct {
	Record
	Number     string `json:"number" doc:"文号或证书编号"`
	CaseID     string `json:"case_id" doc:"评定件编号"`
	BatchID    string `json:"batch_id" doc:"批次编号"`
	StationID  string `json:"station_id" doc:"单位编号"`
	Region     string `json:"region" doc:"区划代码"`
	Title      string `json:"title" doc:"称号"`
	Grade      string `json:"grade" doc:"等级"`
	Issuer     string `json:"issuer" doc:"颁发单位"`
	IssuedOn   string `json:"issued_on" doc:"颁发日"`
	ValidUntil string `json:"valid_until" doc:"有效期至；空为长期"`
	RecheckOn  string `json:"recheck_on" doc:"复核日；空为没有"`
	Card       string `json:"card" doc:"结果卡：二维码里的签名文本"`
	CardID     string `json:"card_id" doc:"结果卡编号"`
	Withdrawn  string `json:"withdrawn" doc:"摘牌日；空为有效"`
	Reason     string `json:"reason" doc:"摘牌理由"`
}

// Card is a result card as it was signed (结果卡); an award whose validity is prolonged gets another one.
type Card struct {
	ID        string // what a list of withdrawn cards calls it
	AwardID   string
	Text      string
	IssuedOn  string
	Withdrawn string // since when it does not count; "" while it does
}

// Draw is a sample drawn with a seed, listed before anybody checks (抽样).
type Draw struct {
	ID         string   `json:"id" gorm:"primaryKey" doc:"编号"`
	BatchID    string   `json:"batch_id" doc:"批次编号"`
	Seed       string   `json:"seed" doc:"随机种子，十六进制"`
	Size       int      `json:"size" doc:"抽取数"`
	Population []string `json:"population" gorm:"serializer:json" doc:"抽样时的全部评定件，按编号排列"`
	Chosen     []string `json:"chosen" gorm:"serializer:json" doc:"抽中的评定件"`
	DrawnBy    string   `json:"drawn_by" doc:"抽样人"`
	DrawnAt    Time     `json:"drawn_at" doc:"抽样时间"`
}

// Notice tells somebody that something happened or is due (通知、到期提醒).
type Notice struct {
	ID        string `json:"id" gorm:"primaryKey" doc:"编号"`
	CaseID    string `json:"case_id" doc:"评定件编号；可为空"`
	StationID string `json:"station_id" doc:"单位编号；可为空"`
	Region    string `json:"region" doc:"区划代码"`
	PersonID  string `json:"person_id" doc:"收件人；空为该单位或该区划的有关人员"`
	Role      string `json:"role" doc:"收件角色"`
	Kind      string `json:"kind" doc:"种类"`
	Words     string `json:"words" doc:"内容"`
	DueOn     string `json:"due_on" doc:"期限；空为没有"`
	DoneAt    Time   `json:"done_at" nullable:"true" doc:"已办时间"`
	CreatedAt Time   `json:"created_at" doc:"发出时间"`
}

// RuleSet is a set of standards or policies under one digest: what a result pins can be found again
// years later, and what is submitted is approved by another person (标准与规则的版本).
type RuleSet struct {
	Record
	Digest     string `json:"digest" doc:"摘要"`
	Kind       string `json:"kind" enum:"standard,policies" doc:"种类"`
	Ref        string `json:"ref" doc:"标准写作 编号@版本；规则为空"`
	Title      string `json:"title" doc:"名称"`
	State      string `json:"state" enum:"builtin,draft,approved,withdrawn" doc:"状态"`
	Region     string `json:"region" doc:"只用于哪个区划；空为不限"`
	Base       string `json:"base" doc:"规则：在哪一套之上修改，写那一套的摘要"`
	Archive    []byte `json:"-"` // zip of the files
	Author     string `json:"author" doc:"提交人"`
	ApprovedBy string `json:"approved_by" doc:"批准人"`
	ApprovedAt Time   `json:"approved_at" nullable:"true" doc:"批准时间"`
	Note       string `json:"note" doc:"说明"`
}

// Job is long work that somebody asked for (后台任务).
type Job struct {
	Record
	Kind   string `json:"kind" doc:"种类"`
	Args   string `json:"args" doc:"参数，JSON"`
	By     string `json:"by" gorm:"column:asked_by" doc:"发起人"`
	Region string `json:"region" doc:"区划代码"`
	State  string `json:"state" enum:"waiting,running,done,failed,cancelled" doc:"状态"`
	Done   int    `json:"done" doc:"已完成几项"`
	Total  int    `json:"total" doc:"共几项；0 为还不知道"`
	Cancel bool   `json:"cancel" doc:"已要求取消"`
	Words  string `json:"words" doc:"结果或原因"`
	File   string `json:"-"` // digest of what it made
	Name   string `json:"name" doc:"所生成文件的名称；空为没有"`
	Cursor string `json:"-"` // where to go on after an interruption
	Holder string `json:"-"` // the worker that does it; empty while nobody does
	Beat   int64  `json:"-"` // rises while the holder lives and with every change
}

// The states of a job. From the last three it never moves.
const (
	JobWaiting   = "waiting"
	JobRunning   = "running"
	JobDone      = "done"
	JobFailed    = "failed"
	JobCancelled = "cancelled"
)

// Ended reports whether nothing will happen to the job any more.
func (j *Job) Ended() bool { return j.State != JobWaiting && j.State != JobRunning }

// Idempotency keeps the answer to a request that creates, so that sending it twice creates once.
type Idempotency struct {
	Key      string `gorm:"primaryKey"` // digest of the key
	PersonID string `gorm:"primaryKey"`
	Request  string // digest of method, path and body
	Status   int    // 0 while there is no answer
	Header   string // ETag and the like; while Status is 0 the process that works on it
	Body     []byte
	At       Time `gorm:"column:answered_at"`
}
