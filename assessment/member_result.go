package assessment

import (
	"fmt"
	"strings"

	"zhanping/standards"
)

// MemberResult is what a county's stations come to under a standard of their own, as far
// as the county's standard counts it (所辖各站的结果).
type MemberResult struct {
	Fact, Title string            // the county's number
	Typed       *standards.Points // as it is typed in; nil where it is not
	Standard    StandardPin       // under which the stations were judged
	Grade       string            // the least that counts
	Members     []MemberGrade
}

// MemberGrade is the result of one station. State is Held where the grade is reached
// whatever is unknown, and Broken where it cannot be.
type MemberGrade struct {
	ID, Name, Level string
	Grade           GradeInterval
	State           GateState
}

// Count is how many stations stand so.
func (m MemberResult) Count(state GateState) int {
	n := 0
	for _, member := range m.Members {
		if member.State == state {
			n++
		}
	}
	return n
}

// CountAt is how many stations of a level reach the grade, and of how many.
func (m MemberResult) CountAt(level string) (reached, all int) {
	for _, member := range m.Members {
		if member.Level != level {
			continue
		}
		all++
		if member.State == Held {
			reached++
		}
	}
	return reached, all
}

// Names is the names of the stations that stand so, the first ten of them.
func (m MemberResult) Names(state GateState) string {
	const most = 10
	var names []string
	for _, member := range m.Members {
		if member.State == state {
			names = append(names, member.Name)
		}
	}
	if len(names) > most {
		return fmt.Sprintf("%s 等 %d 个", strings.Join(names[:most], "、"), len(names))
	}
	return strings.Join(names, "、")
}
