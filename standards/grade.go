package standards

import (
	"slices"

	"zhanping/internal/yamltext"
)

// Grade is one level of the result (等级) with everything that must hold for it.
type Grade struct {
	Name     string
	Total    *Points      // total at least this; nil: no condition
	Below    *Points      // total below this; nil: no condition
	Required bool         // every required item is met
	Items    []string     // these items are met
	Chapters *Points      // every chapter reaches at least this percentage of its points
	Core     *Core        // so many items of a class pass
	Failed   []Failed     // at most so many items of some classes are not met
	Any      []Conditions // besides, at least one of these groups holds; none: no condition
	At       yamltext.Position
}

// Conditions is what must hold all together.
type Conditions struct {
	Total    *Points
	Below    *Points
	Required bool
	Items    []string
	Chapters *Points
	Core     *Core
	Failed   []Failed
}

// Core counts the items of a class that pass (核心条目): those that earn at least PassAt
// per cent of their points, or the points that Except names. An item without points
// passes when it is met; without PassAt every item must be met. What does not apply or is
// waived as a whole passes, as it holds a gate.
type Core struct {
	Class   string
	PassAt  *Points // per cent of the item's points; nil: the item is met
	Except  map[string]Points
	AtLeast *int // so many pass; nil: no lower end
	Below   *int // fewer than this pass; nil: no upper end
}

// Failed counts the items of several classes together that are not met.
type Failed struct {
	Classes []string
	AtMost  int
}

// Choice says which grade counts where several hold.
type Choice string

// The choices.
const (
	ChooseFirst Choice = "first" // the best
	ChooseWorst Choice = "worst" // 从低: what counts when a published table overlaps
)

// Acknowledgement is an author's word that the source itself is wrong (已知差错): the
// standard says what the source says, and the finding is listed with this reason.
type Acknowledgement struct {
	Rule   string // the code of the finding
	At     string // the item, grade or chapter that it concerns; the standard's id for the whole
	Reason string
	Where  yamltext.Position
}

// Admission is a fault that an acknowledgement let pass.
type Admission struct {
	Fault yamltext.Fault
	Place string // as Acknowledgement.At
}

// Conditions is the grade's own conditions, without its alternatives.
func (g Grade) Conditions() Conditions {
	return Conditions{g.Total, g.Below, g.Required, g.Items, g.Chapters, g.Core, g.Failed}
}

// Groups is every group of conditions of the grade: its own, then the alternatives.
func (g Grade) Groups() []Conditions { return append([]Conditions{g.Conditions()}, g.Any...) }

// Empty reports whether nothing is asked.
func (c Conditions) Empty() bool {
	return c.Total == nil && c.Below == nil && !c.Required && len(c.Items) == 0 && c.Chapters == nil &&
		c.Core == nil && len(c.Failed) == 0
}

// Passes is the least points with which the item passes, of a row that is worth base; ok
// is false where only meeting the item counts.
func (c Core) Passes(item Item, base Points) (line Points, ok bool) {
	if points, named := c.Except[item.ID]; named {
		return points, true
	}
	if c.PassAt == nil || item.Points.IsZero() {
		return Points{}, false
	}
	return base.Mul(*c.PassAt).Quo(PointsOf(100)), true
}

// Same reports whether both count the same items in the same way, whatever the number.
func (c Core) Same(other Core) bool {
	same := func(a, b *Points) bool { return a == nil && b == nil || a != nil && b != nil && a.Equal(*b) }
	if c.Class != other.Class || !same(c.PassAt, other.PassAt) || len(c.Except) != len(other.Except) {
		return false
	}
	for id, points := range c.Except {
		if found, named := other.Except[id]; !named || !found.Equal(points) {
			return false
		}
	}
	return true
}

// Counts reports whether an item of the class is counted.
func (f Failed) Counts(class string) bool { return class != "" && slices.Contains(f.Classes, class) }

// ClassTitle is what an item of the class is called: the usual English labels have a
// Chinese name, any other label stands as it is.
func ClassTitle(class string) string {
	titles := map[string]string{"core": "核心", "critical": "关键", "important": "重要", "general": "一般"}
	if title, found := titles[class]; found {
		return title
	}
	return class + " 类"
}

// graded filters a grade's item lists to the items of a level's sheet.
func (g Grade) graded(kept map[string]bool) Grade {
	only := func(ids []string) []string {
		return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !kept[id] })
	}
	g.Items = only(g.Items)
	g.Any = slices.Clone(g.Any)
	for i := range g.Any {
		g.Any[i].Items = only(g.Any[i].Items)
	}
	return g
}
