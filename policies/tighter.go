package policies

import "slices"

// The ways in which a parameter asks for more (从严方向), as METADATA says x-tighter.
const (
	tighterUp       = "up"       // a higher number
	tighterDown     = "down"     // a lower number
	tighterSuperset = "superset" // more elements
	tighterSubset   = "subset"   // fewer elements
)

// waysTighter is the ways that a parameter of this type can have.
func (p *ParamRule) waysTighter() []string {
	switch p.Type {
	case "integer", "number":
		return []string{tighterUp, tighterDown}
	case "array":
		return []string{tighterSuperset, tighterSubset}
	}
	return nil
}

// AsStrict reports whether a value asks for at least as much as another one: the way is
// the parameter's own. It is false where the parameter has none.
func (p *ParamRule) AsStrict(value, than any) bool {
	switch p.Tighter {
	case tighterUp, tighterDown:
		a, known := exact(value)
		b, both := exact(than)
		if !known || !both {
			return false
		}
		if p.Tighter == tighterUp {
			return a.Cmp(b) >= 0
		}
		return a.Cmp(b) <= 0
	case tighterSuperset:
		return includes(value, than)
	case tighterSubset:
		return includes(than, value)
	}
	return false
}

// includes reports whether every element of the other list is in the whole one.
func includes(whole, other any) bool {
	all, isList := whole.([]any)
	some, both := other.([]any)
	if !isList || !both {
		return false
	}
	for _, element := range some {
		if !slices.ContainsFunc(all, func(one any) bool { return sameScalar(one, element) }) {
			return false
		}
	}
	return true
}

// Param is the value of a parameter where an item does not set it, nil without one; known
// is false for a parameter that the check does not have.
func (e *Engine) Param(check, name string) (byDefault any, known bool) {
	param, known := e.param(check, name)
	return param.Default, known
}

// Tighter reports whether a value asks for at least as much as the other; declared is
// false where the parameter says of neither way that it asks for more.
func (e *Engine) Tighter(check, name string, value, than any) (tighter, declared bool) {
	param, known := e.param(check, name)
	if !known || param.Rule.Tighter == "" {
		return false, false
	}
	return param.Rule.AsStrict(value, than), true
}

func (e *Engine) param(check, name string) (Param, bool) {
	c, known := e.checks[check]
	if !known {
		return Param{}, false
	}
	return c.info.param(name)
}
