package records

// Conclusion is what a case had come to when it was locked. It is kept for good, also when the case
// is checked again later (评定结论).
type Conclusion struct {
	ID             string `json:"id" gorm:"primaryKey" doc:"编号"`
	CaseID         string `json:"case_id" doc:"评定件编号"`
	Number         int    `json:"number" doc:"这一件的第几次结论，从 1 起"`
	Stage          string `json:"stage" doc:"由此进入的阶段"`
	RevisionID     string `json:"revision_id" doc:"佐证材料版本"`
	AsOf           string `json:"as_of" doc:"评定日"`
	StandardDigest string `json:"standard_digest" doc:"标准的摘要"`
	PoliciesDigest string `json:"policies_digest" doc:"判定规则的摘要"`
	BundleDigest   string `json:"bundle_digest" doc:"佐证材料连同人工评定的摘要"`
	ReportDigest   string `json:"report_digest" doc:"评定报告的 SHA-256"`
	Certain        string `json:"certain" doc:"已确定得分；空为不计分"`
	GradeCertain   string `json:"grade_certain" doc:"已确定等级；空为没有"`
	By             string `json:"by" gorm:"column:concluded_by" doc:"办理人"`
	At             Time   `json:"at" gorm:"column:concluded_at" doc:"形成时间"`
	Report         []byte `json:"-"` // gzip of the report's JSON
}
