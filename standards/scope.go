package standards

import (
	"fmt"

	"zhanping/internal/yamltext"
)

// Scope is what the standard is meant for (适用对象).
type Scope struct {
	Kind   string      // subject kind: "station", "county_system", "home", …; the first of Kinds
	Kinds  []string    // every subject kind
	Levels []string    // of "province", "city", "county", "town", "village"; empty means all
	Facts  []ScopeFact // numbers that must lie in their ranges, all of them; empty means any
}

// ScopeFact is the range that a number of the subject must lie in (适用规模), e.g. the
// head-count by which a station gets one sheet or another.
type ScopeFact struct {
	Fact    string  // evidence path
	AtLeast *Points // nil: no lower bound
	Below   *Points // nil: no upper bound; the bound itself lies outside
	At      yamltext.Position
}

// ScopeState says whether a subject lies in the range of a scope's fact.
type ScopeState string

// The states.
const (
	ScopeInside  ScopeState = "inside"
	ScopeOutside ScopeState = "outside"
	ScopeUnknown ScopeState = "unknown" // the subject does not state the fact
)

// Values tells a number of the subject by its evidence path; false where it states none.
type Values func(path string) (Points, bool)

// State holds a number of the subject against the range.
func (f ScopeFact) State(values Values) ScopeState {
	value, stated := values(f.Fact)
	switch {
	case !stated:
		return ScopeUnknown
	case f.AtLeast != nil && value.Cmp(*f.AtLeast) < 0, f.Below != nil && value.Cmp(*f.Below) >= 0:
		return ScopeOutside
	}
	return ScopeInside
}

// state is outside where one range is missed, whatever the others, and unknown where a
// number is missing.
func (s Scope) state(of func(ScopeFact) ScopeState) ScopeState {
	whole := ScopeInside
	for _, f := range s.Facts {
		switch of(f) {
		case ScopeOutside:
			return ScopeOutside
		case ScopeUnknown:
			whole = ScopeUnknown
		case ScopeInside:
		}
	}
	return whole
}

// Words is the range in Chinese with the fact's unit: "100 人及以上、不足 300 人".
func (f ScopeFact) Words(unit string) string {
	if unit != "" {
		unit = " " + unit
	}
	switch {
	case f.AtLeast == nil:
		return "不足 " + f.Below.String() + unit
	case f.Below == nil:
		return f.AtLeast.String() + unit + "及以上"
	}
	return f.AtLeast.String() + unit + "及以上、不足 " + f.Below.String() + unit
}

func decodeScope(p *page) Scope {
	scope := Scope{Kinds: p.texts("/scope/kind"), Levels: p.texts("/scope/levels")}
	if len(scope.Kinds) > 0 {
		scope.Kind = scope.Kinds[0]
	}
	for i := range p.length("/scope/facts") {
		at := fmt.Sprintf("/scope/facts/%d", i)
		scope.Facts = append(scope.Facts, ScopeFact{
			Fact: p.text(at + "/fact"), AtLeast: p.points(at + "/at_least"), Below: p.points(at + "/below"), At: p.at(at + "/fact"),
		})
	}
	return scope
}

// reviewScope refuses a range that says nothing, that nothing lies in, or that is
// written twice.
func (r *review) reviewScope() {
	p := r.head
	for i, f := range r.std.Scope.Facts {
		at := fmt.Sprintf("/scope/facts/%d", i)
		if p.broken(at) {
			continue
		}
		switch {
		case f.AtLeast == nil && f.Below == nil:
			p.fault(at, "missing_key", "事实 "+f.Fact+" 没有写范围", "at_least（不低于）或 below（低于）", "补上范围，或删去这一项")
		case f.AtLeast != nil && f.Below != nil && f.AtLeast.Cmp(*f.Below) >= 0:
			p.fault(at, "out_of_bounds", fmt.Sprintf("不低于 %s 而又低于 %s，没有单位适用", f.AtLeast, f.Below), "at_least 小于 below", "改范围")
		}
		for _, other := range r.std.Scope.Facts[:i] {
			if other.Fact == f.Fact {
				p.fault(at+"/fact", "duplicate_value", "事实 "+f.Fact+" 写了两次", "一项事实一个范围", "合成一项")
			}
		}
	}
}
