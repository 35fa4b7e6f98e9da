package standards

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
