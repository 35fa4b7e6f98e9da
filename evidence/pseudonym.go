package evidence

import (
	"regexp"
	"slices"
)

// people are the kinds of subject that are a person.
var people = []string{"person", "liaison", "volunteer", "service_model"}

var (
	personID  = regexp.MustCompile(`^p-[a-z0-9]{8}$`)
	pseudonym = regexp.MustCompile(`^(化名[甲乙丙丁戊己庚辛壬癸]|(老兵|联络员|志愿者|标兵) [A-Z][0-9]{3})$`)
)

// pseudonymous refuses a person who is not registered under a pseudonym: who it is stays
// in the station's own register. What was written is not repeated, since it may be a name.
func (r *reader) pseudonymous(v *Value, s Subject) {
	if !slices.Contains(people, s.Kind) {
		return
	}
	if id := v.Field("id"); id != nil && !personID.MatchString(s.ID) {
		r.faultAt(id.At, codePseudonym, "个人的编号不合要求", "p- 加 8 位小写字母或数字，如 p-3f8a21c7",
			"改成随机的编号，不用证件号、电话号或姓名拼音，对照表留在站里")
	}
	if name := v.Field("name"); name != nil && !pseudonym.MatchString(s.Name) {
		r.faultAt(name.At, codePseudonym, "个人的名称不是化名", "化名甲，或 老兵 A017、联络员 A017、志愿者 A017、标兵 A017 这样的代号",
			"改成化名，对照表留在站里")
	}
	if code := v.Field("uscc"); code != nil {
		r.faultAt(code.At, codePseudonym, "个人写了统一社会信用代码", "只有单位才有", "删去这一项")
	}
}
