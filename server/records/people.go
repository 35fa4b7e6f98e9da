package records

// Person is an account (账号). Name is what stands under a result; nothing else about a person is kept.
type Person struct {
	Record
	Login        string `json:"login" doc:"登录名"`
	Name         string `json:"name" doc:"显示的姓名或职务"`
	Password     string `json:"-"` // argon2id, empty where only single sign-on is allowed
	MustChange   bool   `json:"must_change" doc:"下次登录须改密码"`
	Disabled     bool   `json:"disabled" doc:"已停用"`
	HomeRegion   string `json:"home_region" doc:"本人工作所在区划，用于回避"`
	HomeStation  string `json:"home_station" doc:"本人所在单位，用于回避；没有则为空"`
	OIDCIssuer   string `json:"oidc_issuer" gorm:"column:oidc_issuer" doc:"统一身份认证的发行者"`
	OIDCSubject  string `json:"oidc_subject" gorm:"column:oidc_subject" doc:"统一身份认证里的账号"`
	LastSignedIn Time   `json:"last_signed_in" nullable:"true" doc:"上次登录"`
}

// Grant gives a person a role, bound to a region or a station (授权).
type Grant struct {
	ID        string `json:"id" gorm:"primaryKey" doc:"编号"`
	PersonID  string `json:"person_id" doc:"账号编号"`
	Role      string `json:"role" enum:"station,assessor,bureau,author,auditor,admin,integrator" doc:"角色"`
	Region    string `json:"region" doc:"区划代码；空为不限"`
	StationID string `json:"station_id" doc:"单位编号；填报人必填"`
	GivenBy   string `json:"given_by" doc:"授权人"`
	GivenAt   Time   `json:"given_at" doc:"授权时间"`
}
