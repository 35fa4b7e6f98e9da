package explain

import (
	"slices"

	"zhanping/assessment"
	"zhanping/internal/engine"
	"zhanping/internal/report"
	"zhanping/standards"
)

// StandardHead is what a standard says of itself, for lists.
type StandardHead struct {
	Ref      string   `json:"ref" doc:"编号@版本"`
	ID       string   `json:"id" doc:"编号"`
	Edition  string   `json:"edition" doc:"版本"`
	Title    string   `json:"title" doc:"名称"`
	Issuer   string   `json:"issuer" doc:"发布"`
	Kind     string   `json:"kind" doc:"适用的单位类型"`
	Levels   []string `json:"levels" doc:"适用的层级" nullable:"false"`
	From     string   `json:"from" doc:"施行起；空为不限"`
	To       string   `json:"to" doc:"施行止；空为不限"`
	Draft    bool     `json:"draft" doc:"本地草案，不是官方文本"`
	Template bool     `json:"template" doc:"模板，待所有者填写，不能用来评定"`
	Closed   bool     `json:"closed" doc:"已撤回，新的批次不能选用"`
	Items    int      `json:"items" doc:"条目数"`
	OutOf    string   `json:"out_of" doc:"满分；不计分的为空"`
	Source   string   `json:"source" doc:"资料来源"`
	Digest   string   `json:"digest" doc:"摘要"`
}

// HeadOf is the head of a standard of the engine.
func HeadOf(e *engine.Engine, std *standards.Standard) StandardHead {
	h := StandardHead{
		Ref: std.Ref(), ID: std.ID, Edition: std.Edition, Title: std.Title, Issuer: std.Issuer, Kind: std.Scope.Kind,
		Levels: append([]string{}, std.Scope.Levels...), From: std.InForce.From, To: std.InForce.To, Draft: std.Draft,
		Template: std.Template, Closed: e.Closed(std.Ref()), Items: std.Slots, Source: report.BasisWords(std), Digest: std.Digest,
	}
	if !std.Template {
		h.Items = 0
		for _, chapter := range std.Chapters {
			h.Items += len(chapter.Items)
		}
	}
	if std.OutOf != nil {
		h.OutOf = std.OutOf.String()
	}
	return h
}

// Structure is a standard as a form or a page shows it.
type Structure struct {
	Standard  StandardHead      `json:"standard" doc:"标准"`
	Level     string            `json:"level" doc:"哪一级的评分表；空为各级合在一起"`
	Note      string            `json:"note" doc:"使用前须知"`
	Headline  []HeadlineLine    `json:"headline" doc:"适用对象、条目、满分、缺项、取整" nullable:"false"`
	Known     []KnownFault      `json:"known" doc:"原文的已知差错，照原文保留" nullable:"false"`
	Chapters  []StandardChapter `json:"chapters" doc:"大项" nullable:"false"`
	Announced []Requirement     `json:"announced" doc:"已公布、还没有施行的条目" nullable:"false"`
	Grades    []GradeConditions `json:"grades" doc:"等级，从高到低" nullable:"false"`
	Process   StandardProcess   `json:"process" doc:"认定"`
}

// HeadlineLine is one thing that a standard says of itself as a whole.
type HeadlineLine struct {
	Label string `json:"label" doc:"哪一方面"`
	Words string `json:"words" doc:"内容"`
}

// KnownFault is a fault of the source that is kept as it is printed.
type KnownFault struct {
	At    string `json:"at" doc:"在哪里"`
	Words string `json:"words" doc:"是什么差错、为什么保留"`
}

// StandardChapter is a 大项.
type StandardChapter struct {
	ID     string        `json:"id" doc:"编号"`
	Title  string        `json:"title" doc:"名称"`
	Points string        `json:"points" doc:"分值；空为不计分"`
	Weight string        `json:"weight" doc:"按百分之几计入总分；空为全部"`
	Cap    string        `json:"cap" doc:"最多计多少分；空为不限"`
	Basis  string        `json:"basis" doc:"大项依据"`
	Items  []Requirement `json:"items" doc:"条目" nullable:"false"`
}

// Requirement is an item.
type Requirement struct {
	ID         string         `json:"id" doc:"编号"`
	Title      string         `json:"title" doc:"名称"`
	Text       string         `json:"text" doc:"要求"`
	Kind       standards.Kind `json:"kind" doc:"种类的代码"`
	Worth      string         `json:"worth" doc:"种类和分值"`
	Class      string         `json:"class" doc:"类别"`
	Points     string         `json:"points" doc:"分值"`
	Levels     []string       `json:"levels" doc:"层级" nullable:"false"`
	Draft      bool           `json:"draft" doc:"文字或阈值是本地草案"`
	Methods    []string       `json:"methods" doc:"核查方式" nullable:"false"`
	Evidence   []string       `json:"evidence" doc:"材料" nullable:"false"`
	When       string         `json:"when" doc:"适用条件"`
	Checks     []CheckUse     `json:"checks" doc:"判定规则和参数；空为由核查人员现场评定" nullable:"false"`
	Facts      []string       `json:"facts" doc:"读取的事实路径" nullable:"false"`
	Scoring    string         `json:"scoring" doc:"计分"`
	Absence    string         `json:"absence" doc:"缺项"`
	Rubric     string         `json:"rubric" doc:"评判要点"`
	Fix        string         `json:"fix" doc:"整改"`
	Effective  string         `json:"effective" doc:"施行"`
	Provenance string         `json:"provenance" doc:"出处"`
	Note       string         `json:"note" doc:"说明"`
	Amended    []string       `json:"amended" doc:"区域加严" nullable:"false"`
}

// GradeConditions is a grade with its conditions.
type GradeConditions struct {
	Grade      string   `json:"grade" doc:"等级"`
	Conditions []string `json:"conditions" doc:"同时满足的条件；空为不满足以上各级" nullable:"false"`
	Levels     []string `json:"levels" doc:"哪几级的评分表；空为各级相同" nullable:"false"`
}

// StandardProcess is what a standard says of the process; 0 where it says nothing.
type StandardProcess struct {
	PublicityWorkingDays int `json:"publicity_working_days" doc:"公示几个工作日"`
	ValidityYears        int `json:"validity_years" doc:"有效期几年"`
	RecheckYears         int `json:"recheck_years" doc:"几年复核"`
	RectificationDays    int `json:"rectification_days" doc:"整改期限几日"`
	ReapplyYears         int `json:"reapply_years" doc:"摘牌几年后可再申报"`
}

// StructureOf is a standard as it stands on a day for a level and a region; an empty level is every
// level together.
func StructureOf(e *engine.Engine, std *standards.Standard, level, region, day string) (Structure, error) {
	variant, reads := std.AsOf(day), func(string) []string { return nil }
	switch {
	case std.Template:
	case level != "":
		bound, judge, err := e.Bind(std, level, region, day)
		if err != nil {
			return Structure{}, err
		}
		variant, reads = bound, judge.Reads
	default:
		judge, err := e.Policies().Bind(std)
		if err != nil {
			return Structure{}, err
		}
		reads = judge.Reads
	}
	s := structure{Question{Engine: e, Standard: variant, AsOf: day}, reads}
	p := std.Process
	out := Structure{
		Standard: HeadOf(e, std), Level: level, Note: std.Note, Chapters: each(variant.Chapters, s.chapter), Announced: []Requirement{},
		Grades: []GradeConditions{}, Headline: []HeadlineLine{},
		Known: each(std.Acknowledged, func(a standards.Acknowledgement) KnownFault { return KnownFault{a.At, a.Reason} }),
		Process: StandardProcess{
			PublicityWorkingDays: p.PublicityWorkingDays, ValidityYears: p.ValidityYears, RecheckYears: p.RecheckYears,
			RectificationDays: p.RectificationDays, ReapplyYears: p.ReapplyYears,
		},
	}
	for _, chapter := range variant.Announced {
		out.Announced = append(out.Announced, each(chapter.Items, s.requirement)...)
	}
	for _, line := range report.Headline(std) {
		out.Headline = append(out.Headline, HeadlineLine{line[0], line[1]})
	}
	if len(variant.Grades) == 0 {
		return out, nil
	}
	tables := []report.LevelGrades{{Rules: assessment.GradeTable(variant)}}
	if level == "" {
		tables = gradesByLevel(variant)
	}
	for _, table := range tables {
		for _, rule := range table.Rules {
			out.Grades = append(out.Grades, GradeConditions{
				Grade: rule.Grade, Conditions: append([]string{}, rule.Conditions...), Levels: append([]string{}, table.Levels...),
			})
		}
	}
	return out, nil
}

// structure writes one standard down.
type structure struct {
	Question
	reads func(item string) []string
}

func pointsText(p *standards.Points) string {
	if p == nil {
		return ""
	}
	return p.String()
}

func (s structure) chapter(c standards.Chapter) StandardChapter {
	return StandardChapter{
		ID: c.ID, Title: c.Title, Points: pointsText(c.Points), Weight: pointsText(c.Weight), Cap: pointsText(c.Cap),
		Basis: report.BasisOfChapter(s.Standard, c),
		Items: each(c.Items, s.requirement),
	}
}

func (s structure) requirement(item standards.Item) Requirement {
	r := Requirement{
		ID: item.ID, Title: item.Title, Text: item.Text, Kind: item.Kind, Worth: report.WorthWords(item), Class: item.Class,
		Points: item.Points.String(), Levels: append([]string{}, item.Levels...), Draft: item.Provenance.Draft(),
		Methods: each(item.Methods, report.MethodWord), Evidence: each(item.Evidence, report.EvidenceWord),
		Checks: each(item.Parts, s.use), Facts: append([]string{}, s.reads(item.ID)...), Absence: report.AbsenceWords(item),
		Rubric: item.Rubric, Fix: item.Fix, Effective: report.EffectiveWords(item.Effective, s.AsOf),
		Provenance: report.ProvenanceWords(item.Provenance), Note: item.Note,
		Amended: each(item.Amended, func(a standards.Amendment) string { return "由 " + a.Overlay + " 收紧：" + a.Words() }),
	}
	if item.When != nil {
		r.When = s.use(*item.When).words()
	}
	if item.Kind != standards.KindRequired {
		r.Scoring = report.ScoringWords(item)
	}
	return r
}

// FactReader is an item that reads a fact.
type FactReader struct {
	Standard string `json:"standard" doc:"标准，编号@版本"`
	Item     string `json:"item" doc:"条目编号；空为决定这套标准是否适用"`
	Title    string `json:"title" doc:"条目"`
}

// Readers is which items read each fact, under every standard that applies to such a subject on the
// day, in the order of the catalogue.
func Readers(e *engine.Engine, kind, level, region, day string) (map[string][]FactReader, error) {
	applicable, err := e.Applicable(kind, level, region, day)
	if err != nil {
		return nil, err
	}
	readers := map[string][]FactReader{}
	for _, std := range applicable {
		variant, judge, err := e.Bind(std, level, region, day)
		if err != nil {
			return nil, err
		}
		for _, fact := range variant.Scope.Facts {
			readers[fact.Fact] = append(readers[fact.Fact], FactReader{Standard: std.Ref(), Title: "是否适用"})
		}
		for _, chapter := range slices.Concat(variant.Chapters, variant.Announced) {
			for _, item := range chapter.Items {
				for _, path := range judge.Reads(item.ID) {
					readers[path] = append(readers[path], FactReader{Standard: std.Ref(), Item: item.ID, Title: item.Title})
				}
			}
		}
	}
	return readers, nil
}
