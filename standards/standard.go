// Package standards says what is required: it holds the types of a standard (标准) and
// reads the catalogues, one folder per standard and edition, one YAML file per chapter.
// It never judges and knows nothing of evidence files or policies.
package standards

import "zhanping/internal/yamltext"

// Standard is one edition of one set of requirements (创建标准、验收评分表), complete
// and validated: Load returns no half-read standard.
type Standard struct {
	ID       string   // "fqs-town-76"
	Edition  string   // "2026-draft"; compared as text, newest last
	Title    string   // 标题, Chinese
	Issuer   string   // 发布机关
	Draft    bool     // 本地草案: the wording is ours, not an official text
	Template bool     // 模板（待填）: the shape alone, which its owner must fill before anything is assessed by it
	Slots    int      // how many items it says it has; a template may hold fewer
	Note     string   // what a reader must know before relying on it
	Sources  []string // "seed:004", "public:P40", "doc:D1"

	References []Reference // documents that "doc:…" names, in the order of the file

	Scope    Scope
	InForce  Period
	OutOf    *Points // 总分; nil for a standard without points
	Rounding Rounding
	Absence  Absence
	Bonus    *Bonus
	Chapters []Chapter
	Grades   []Grade // best first; empty where there is none
	Choose   Choice  // which grade counts where several hold; "" is ChooseFirst
	Process  Process

	MemberResults []MemberResult // of a county: numbers that follow from its stations' own results

	Digest string // "sha256:…" over the catalogue's files, names and bytes

	Acknowledged []Acknowledgement
	Admitted     []Admission // faults of the source that Load let pass because they are acknowledged
	At           yamltext.Position

	// Announced is what is not in force yet, by chapter, and Ended the ids of what is in
	// force no more: AsOf takes both out of Chapters.
	Announced []Chapter
	Ended     []string
	// Overlays are the tightenings that With has laid over it, in their order.
	Overlays []OverlayPin
}

// Period is a span of days, both ends included, as YYYY-MM-DD; an empty end is open.
type Period struct{ From, To string }

// Contains reports whether the day (YYYY-MM-DD) lies in the period.
func (p Period) Contains(day string) bool {
	return (p.From == "" || p.From <= day) && (p.To == "" || day <= p.To)
}

// Meets reports whether some day lies in both periods.
func (p Period) Meets(other Period) bool {
	return (p.To == "" || other.From <= p.To) && (other.To == "" || p.From <= other.To)
}

// Rounding is applied once, to the finished total, before the grade is found.
type Rounding struct {
	Mode   RoundingMode
	Places int
}

// RoundingMode names how a total is rounded (取整规则).
type RoundingMode string

// The rounding modes.
const (
	RoundExact  RoundingMode = "exact"   // not rounded: fractions are compared as they are
	RoundHalfUp RoundingMode = "half_up" // 四舍五入
	RoundDown   RoundingMode = "down"    // 截去尾数
)

// Absence says on what the score is re-based when rows are reasonably absent (合理缺项).
type Absence struct {
	Rebase  Rebase
	Ceiling *Points // per cent of the points that may be absent; above it the result does not count; nil: no limit
}

// Rebase is the base on which a score is extrapolated when rows are absent.
type Rebase string

// The ways to re-base.
const (
	RebaseNone    Rebase = "none"    // absent points are simply not earned by anyone
	RebaseChapter Rebase = "chapter" // chapter total × chapter points ÷ attainable points
	RebaseSheet   Rebase = "sheet"   // sheet total × sheet points ÷ attainable points
)

// Bonus says what bonus items may add to the total (加分). A standard without one adds
// them all.
type Bonus struct {
	Cap      Points // 加分上限; 0 where Uncapped
	Uncapped bool
	Shown    bool // 只列示: shown on a line of its own, not part of the total
}

// Process holds parameters of the certification process; zero means not stated.
type Process struct {
	PublicityWorkingDays int // 公示工作日
	ValidityYears        int // 有效期
	RecheckYears         int // 复核周期
	RectificationDays    int // 整改期限
	ReapplyYears         int // 摘牌后再申报间隔
	Provenance           string
}

// Chapter is a 大项: items under one heading.
type Chapter struct {
	ID     string
	Title  string
	Basis  string  // where the heading comes from
	Points *Points // nil where the standard or the chapter has no points
	Weight *Points // per cent at which the chapter enters the total (权重); nil: in full
	Cap    *Points // the most that counts of a chapter without points (封顶)
	Items  []Item
	At     yamltext.Position
}

// Kind is how an item enters the result (条目类型).
type Kind string

// The kinds of item.
const (
	KindRequired  Kind = "required"  // 必备: a gate without points
	KindScored    Kind = "scored"    // 计分
	KindBonus     Kind = "bonus"     // 加分
	KindDeduction Kind = "deduction" // 扣分、倒扣: starts at nothing and can only lose
)

// Method is how an inspector checks an item (核查方式).
type Method string

// The methods, in the order in which a visit uses them.
const (
	MethodExamine   Method = "examine"   // 查阅资料
	MethodInspect   Method = "inspect"   // 实地查看
	MethodInterview Method = "interview" // 访谈询问
	MethodSample    Method = "sample"    // 抽查
	MethodSystem    Method = "system"    // 系统数据
)

// Item is one assessable requirement (条目).
type Item struct {
	ID         string // as printed, e.g. "C03"
	Title      string
	Text       string // the requirement in words
	Kind       Kind
	Class      string // a free label that grade conditions count, such as core (关键、核心、一般); "" for none
	Points     Points // 0 for a required item and for a deduction
	Levels     []string
	Effective  Period // 施行期 of the item itself; empty: as long as the standard
	Methods    []Method
	Evidence   []string // what proves it: document, photo, ledger, system, on_site
	When       *Part    // the item applies only where this holds; otherwise 不适用
	Parts      []Part   // how it is decided; empty: an inspector's item
	Combine    Combine  // how the parts make the item
	Scoring    Scoring
	Absence    ItemAbsence
	Rubric     string // for an inspector: what to look at and how to judge
	Fix        string // 整改建议
	NoAdvice   bool   // 不作整改建议: a fact that nobody can change, or a thing not to be done for points
	Effort     int    // 工作量: what it takes to bring the item in order, beside the others; 1 to 100
	Provenance Provenance
	Note       string      // what we changed in the draft, and why
	Amended    []Amendment // what overlays have changed; none: as the standard says
	At         yamltext.Position
}

// ItemAbsence is what becomes of an item that does not apply (缺项处理).
type ItemAbsence string

// The treatments of absence.
const (
	AbsenceRefused ItemAbsence = "refused" // the row must not be absent: 不适用 becomes an error
	AbsenceExclude ItemAbsence = "exclude" // its points leave the denominator
	AbsenceFull    ItemAbsence = "full"    // counts as met, with full points
)

// Part binds one check to facts and parameters (判定). An item has one or several;
// Combine says when it is satisfied. Where parts carry points, each is priced alone.
type Part struct {
	Check   string
	Facts   map[string][]string // role → evidence paths; one path for a single role
	Params  map[string]any      // as the check's METADATA allows; numbers are json.Number
	Points  *Points             // nil: the item is priced as a whole
	Scoring Scoring             // only where Points is set
	At      yamltext.Position
	Places  Places
}

// Places is where the words of a part stand, for messages; empty in a part that was not
// read from a file.
type Places struct {
	Facts, Params yamltext.Position              // the mappings
	Roles         map[string]yamltext.Position   // the keys of facts
	Paths         map[string][]yamltext.Position // beside Part.Facts
	Values        map[string]yamltext.Position   // the keys of params
}

// Provenance says where topic and number of an item come from (出处).
type Provenance struct {
	Topic     []string // "seed:004", "public:P40", "doc:D1", "draft"
	Threshold string   // the same form; "" where the item has no number
	Clause    string

	References []Reference // the documents that Topic and Threshold name; Load fills it in
}

// Draft reports whether the item's number or topic is ours (本地草案).
func (p Provenance) Draft() bool {
	for _, topic := range p.Topic {
		if topic == "draft" {
			return true
		}
	}
	return p.Threshold == "draft"
}

// Item finds an item by its printed id.
func (s *Standard) Item(id string) (Item, bool) {
	for _, chapter := range s.Chapters {
		for _, item := range chapter.Items {
			if item.ID == id {
				return item, true
			}
		}
	}
	return Item{}, false
}

// Ref is the standard's id with its edition, as --standard takes it.
func (s *Standard) Ref() string { return s.ID + "@" + s.Edition }
