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
	Note     string   // what a reader must know before relying on it
	Sources  []string // "seed:004", "public:P40"
	Scope    Scope
	InForce  Period
	OutOf    *Points // 总分; nil for a standard without points
	Rounding Rounding
	Absence  Absence
	Bonus    *Bonus
	Chapters []Chapter
	Grades   []Grade // best first; the last has no condition; empty where there is none
	Process  Process
	Digest   string // "sha256:…" over the catalogue's files, names and bytes
	At       yamltext.Position
}

// Scope is what the standard is meant for (适用对象).
type Scope struct {
	Kind   string   // subject kind: "station", "county_system", "home", …
	Levels []string // of "province", "city", "county", "town", "village"; empty means all
}

// Period is a span of days, both ends included, as YYYY-MM-DD; an empty end is open.
type Period struct{ From, To string }

// Contains reports whether the day (YYYY-MM-DD) lies in the period.
func (p Period) Contains(day string) bool {
	return (p.From == "" || p.From <= day) && (p.To == "" || day <= p.To)
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
	Points     Points // 0 for a required item and for a deduction
	Class      string // a free label that grade conditions count (条目类别); "" without one
	Levels     []string
	Methods    []Method
	Evidence   []string // what proves it: document, photo, ledger, system, on_site
	When       *Part    // the item applies only where this holds; otherwise 不适用
	Parts      []Part   // how it is decided; empty: an inspector's item
	Combine    Combine  // how the parts make the item
	Scoring    Scoring
	Absence    ItemAbsence
	Rubric     string // for an inspector: what to look at and how to judge
	Fix        string // 整改建议
	Provenance Provenance
	Note       string // what we changed in the draft, and why
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
}

// Combine says how parts make an item (分项合成).
type Combine struct {
	Mode    CombineMode
	AtLeast int // how many parts must be met; only with CombineAtLeast
}

// CombineMode names a way to make an item of its parts.
type CombineMode string

// The ways to make an item of its parts. The zero value is all.
const (
	CombineAll     CombineMode = ""         // every part must be met; priced parts add up
	CombineBest    CombineMode = "best"     // 取高不累加: the best priced part counts alone
	CombineLadder  CombineMode = "ladder"   // 逐级累进: a priced part counts once all before it are met
	CombineAtLeast CombineMode = "at_least" // 其中若干项: enough parts are met; their number is the measure
)

// Scoring says what a reading is worth (计分规则). Exactly one of its members is set; the
// zero value means all or nothing (全扣全得).
type Scoring struct {
	Deduct    *Deduct
	Earn      *Earn
	Linear    *Linear
	Steps     []Step
	Inspector *Range
}

// Deduct takes points off for what falls short (逐项扣分，扣完为止): for each unit of each
// shortfall, or for the gap between the measure and its target.
type Deduct struct {
	Each         Points            // the price of a kind not listed
	Kinds        map[string]Points // price by kind of shortfall
	Factors      map[string]Points // a shortfall may carry factors; its price is multiplied by each
	By           DeductBy
	Per          *Points  // size of one step in the unit that is counted; nil: 1
	PartStep     PartStep // what part of a step costs; set where Per is
	AtMost       *Points  // cap of the loss; nil: down to the floor
	Floor        *Points  // how far the row may fall, not above 0; nil: 0, and no limit for a deduction
	NothingBelow *Points  // a measure below this earns nothing at all
}

// Price is what one unit of the kind costs with these factors; false where the kind or a
// factor has no price, which must not pass for a price of nothing.
func (d Deduct) Price(kind string, factors []string) (Points, bool) {
	return price(d.Each, d.Kinds, d.Factors, kind, factors)
}

func price(each Points, kinds, multiples map[string]Points, kind string, factors []string) (Points, bool) {
	one, listed := kinds[kind]
	if !listed {
		one = each
		if one.Sign() <= 0 {
			return Points{}, false
		}
	}
	for _, factor := range factors {
		times, known := multiples[factor]
		if !known {
			return Points{}, false
		}
		one = one.Mul(times)
	}
	return one, true
}

// DeductBy is what a deduction counts.
type DeductBy string

// What a deduction counts. The zero value is the shortfalls.
const (
	ByShortfall DeductBy = ""    // the units of each shortfall
	ByGap       DeductBy = "gap" // how far the measure is from its target, exact, in the measure's unit
)

// PartStep is what becomes of a step that is not full (不足一档).
type PartStep string

// The readings of a step that is not full.
const (
	PartCounts  PartStep = "counts"  // 不足一档按一档
	PartIgnored PartStep = "ignored" // 不足一档不计
	PartShare   PartStep = "share"   // 按比例
	PartNearest PartStep = "nearest" // 四舍五入到整档
)

// Earn gives points for each unit of each merit, up to AtMost or the row's points (按次加分).
type Earn struct {
	Each    Points            // what a kind not listed earns
	Kinds   map[string]Points // what one unit earns by kind of merit
	Factors map[string]Points // as with Deduct
	AtMost  *Points           // nil: up to the row's points
}

// Price is what one unit of the kind earns with these factors, as with Deduct.
func (e Earn) Price(kind string, factors []string) (Points, bool) {
	return price(e.Each, e.Kinds, e.Factors, kind, factors)
}

// Linear earns in proportion to the measure: nothing at Zero or beyond, the full row at
// the measure's own target, and points × (measure − Zero) ÷ (target − Zero) between. Zero
// may lie above the target of a measure that should stay below it.
type Linear struct{ Zero Points }

// Step earns Points when the measure is at least (含) AtLeast, above (不含) Above, at most
// (含) AtMost or below (不含) Below. Steps of one rule look the same way and each asks for
// more than the next; the first that holds counts, none means 0.
type Step struct {
	AtLeast *Points
	Above   *Points
	AtMost  *Points
	Below   *Points
	Points  Points
}

// Holds reports whether a measure reaches the step.
func (s Step) Holds(value Points) bool {
	switch {
	case s.AtLeast != nil:
		return value.Cmp(*s.AtLeast) >= 0
	case s.Above != nil:
		return value.Cmp(*s.Above) > 0
	case s.AtMost != nil:
		return value.Cmp(*s.AtMost) <= 0
	case s.Below != nil:
		return value.Cmp(*s.Below) < 0
	}
	return false
}

// Range is what an inspector may give (酌情分); the interval while nothing is given. It is
// not above 0 for a deduction. With Steps, only these values may be given.
type Range struct {
	From, To Points
	Steps    []Points
}

// Provenance says where topic and number of an item come from (出处).
type Provenance struct {
	Topic     []string // "seed:004", "public:P40", "draft"
	Threshold string   // the same form; "" where the item has no number
	Clause    string
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

// Grade is one level of the result (等级) with everything that must hold for it.
type Grade struct {
	Name     string
	Total    *Points  // total at least this; nil: no condition
	Required bool     // every required item is met
	Items    []string // these items are met
	Chapters *Points  // every chapter reaches at least this percentage of its points
	At       yamltext.Position
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
