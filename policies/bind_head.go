package policies

import (
	"fmt"

	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// CheckScope refuses a scope by facts that do not exist or are no numbers.
func (e *Engine) CheckScope(scope standards.Scope) yamltext.Faults {
	b := &binder{engine: e}
	for _, f := range scope.Facts {
		fact, known := b.path(f.At, Role{Type: "any"}, f.Fact)
		if known && !fits(Role{Type: "number"}, fact) {
			b.fault(f.At, "wrong_type", fmt.Sprintf("%s（%s）的类型是 %s，不能按大小选用标准", fact.Title, f.Fact, fact.Type), "类型是数的事实", "换一项事实")
		}
	}
	return b.faults
}

// checkMemberResults refuses numbers of a county that do not exist or do not count.
func (e *Engine) checkMemberResults(results []standards.MemberResult) yamltext.Faults {
	b := &binder{engine: e}
	for _, result := range results {
		fact, known := b.path(result.At, Role{Type: "any"}, result.Fact)
		if known && fact.Type != "integer" {
			b.fault(result.At, "wrong_type", fmt.Sprintf("%s（%s）的类型是 %s，不能记站数", fact.Title, result.Fact, fact.Type), "类型是整数的事实", "换一项事实")
		}
	}
	return b.faults
}
