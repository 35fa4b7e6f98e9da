package records

// Station is a unit that is assessed: a centre, a station, a home, a county's system (被评单位).
type Station struct {
	Record
	Code     string `json:"code" doc:"对外编号，同佐证材料 subject.id"`
	Name     string `json:"name" doc:"单位名称"`
	Kind     string `json:"kind" doc:"类型：station、home、county_system 等，同佐证材料 subject.kind"`
	Level    string `json:"level" doc:"层级：province、city、county、town、village"`
	Region   string `json:"region" doc:"12 位区划代码"`
	ParentID string `json:"parent_id" doc:"上级单位编号，没有则为空"`
	USCC     string `json:"uscc" doc:"统一社会信用代码，没有则为空" gorm:"column:uscc"`
	Sample   bool   `json:"sample" doc:"示例数据，不是真实单位"`
	Closed   bool   `json:"closed" doc:"已撤并"`

	RevisionID string `json:"revision_id" doc:"当前佐证材料版本，没有则为空"`
	Revision   int    `json:"revision" doc:"当前佐证材料是第几版，0 为还没有填报"`
}

// Revision is one saved state of a station's evidence (佐证材料的一版); it is never changed.
type Revision struct {
	ID            string `json:"id" gorm:"primaryKey" doc:"编号"`
	StationID     string `json:"station_id" doc:"单位编号"`
	Number        int    `json:"number" doc:"第几版，从 1 起"`
	Text          string `json:"text" doc:"填报的 YAML 原文"`
	Canonical     []byte `json:"-"`
	Digest        string `json:"digest" doc:"规范形式的 SHA-256"`
	SM3           string `json:"sm3" gorm:"column:sm3" doc:"规范形式的 SM3"`
	ReportingDate string `json:"reporting_date" doc:"统计截止日"`
	SavedBy       string `json:"saved_by" doc:"保存人"`
	SavedAt       Time   `json:"saved_at" doc:"保存时间"`

	SavedByName string `json:"saved_by_name,omitempty" gorm:"-" doc:"保存人的名字；只在历次版本的列表里有"`
}

// Attachment is a file that backs evidence, kept once by its content (附件).
type Attachment struct {
	ID          string `json:"id" gorm:"primaryKey" doc:"编号"`
	StationID   string `json:"station_id" doc:"单位编号"`
	CaseID      string `json:"case_id" doc:"现场核查时所附，则为评定件编号"`
	Name        string `json:"name" doc:"文件名"`
	Type        string `json:"type" enum:"jpeg,png,pdf,xlsx,docx,xls,doc" doc:"按内容识别的类型"`
	Size        int64  `json:"size" doc:"字节数"`
	Digest      string `json:"digest" doc:"原文件的 SHA-256"`
	SM3         string `json:"sm3" gorm:"column:sm3" doc:"原文件的 SM3"`
	Shown       string `json:"-"` // digest of the form that others may see: no location, no device
	Thumbnail   string `json:"-"`
	TakenAt     Time   `json:"taken_at" nullable:"true" doc:"拍摄时间，照片里没有则为空"`
	HasLocation bool   `json:"has_location" doc:"原照片带有拍摄地点"`
	Latitude    string `json:"-"`
	Longitude   string `json:"-"`
	Likeness    string `json:"-" gorm:"index"` // perceptual hash, to find one photo used twice
	AddedBy     string `json:"added_by" doc:"上传人"`
	AddedAt     Time   `json:"added_at" doc:"上传时间"`
}
