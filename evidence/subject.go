package evidence

import (
	"fmt"
	"slices"

	"zhanping/internal/yamltext"
)

var levelTitles = map[string]string{
	"province": "省", "city": "市", "county": "县", "town": "乡镇（街道）", "village": "村（社区）",
}

// subject takes the subject out of its tree and checks its codes against each other.
func (r *reader) subject(v *Value) Subject {
	s := Subject{
		ID: v.text("id"), Name: v.text("name"), Kind: v.text("kind"), Level: v.text("level"),
		Region: v.text("region"), USCC: v.text("uscc"),
	}
	if sample := v.Field("sample"); sample != nil {
		s.Sample = sample.Bool
	}
	if region := v.Field("region"); region != nil && s.Level != "" {
		level, _ := regionLevel(s.Region)
		if level != s.Level {
			r.faultAt(region.At, codeRegion,
				fmt.Sprintf("区划代码“%s”是%s级的代码，而层级是%s级", s.Region, levelTitles[level], levelTitles[s.Level]),
				"与层级一致的代码，下级各位为 0", "核对层级和区划代码")
		}
	}
	if s.Region != "" && !slices.Contains(provinces, s.Region[:2]) {
		r.note(v.Field("region").At, fmt.Sprintf("区划代码前 2 位 %s 不在已知的省级代码中，请核对", s.Region[:2]))
	}
	if code := v.Field("uscc"); code != nil {
		r.exempt(code)
	}
	r.pseudonymous(v, s)
	return s
}

// exempt drops the complaint about a personal number where a valid unit code stands.
func (r *reader) exempt(v *Value) {
	for i, f := range r.faults {
		near := f.At.Column - v.At.Column
		if f.Code == codePersonal && f.At.Line == v.At.Line && (near == 0 || near == 1) {
			r.faults = slices.Delete(r.faults, i, i+1)
			return
		}
	}
}

// text is the text of a member, empty where it is absent.
func (v *Value) text(name string) string {
	if f := v.Field(name); f != nil {
		return f.Text
	}
	return ""
}

// at is where the member of that name stands.
func (v *Value) at(name string) yamltext.Position {
	if f := v.Field(name); f != nil {
		return f.At
	}
	return v.At
}
