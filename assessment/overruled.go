package assessment

import (
	"fmt"
	"strings"

	"zhanping/standards"
)

// priced is what a decision earns, row by row and together.
func priced(item *standards.Item, d decision) (rows []scored, whole Interval) {
	rows = rowsScored(item, d)
	for _, row := range rows {
		whole.Certain = whole.Certain.Add(row.interval.Certain)
		whole.Possible = whole.Possible.Add(row.interval.Possible)
	}
	return rows, whole
}

// rowsScored is the rows of an item as they enter the sheet: one where its parts are
// combined by the best or as a ladder.
func rowsScored(item *standards.Item, d decision) []scored {
	var rows []scored
	for i, r := range rowsOf(item) {
		rows = append(rows, score(item, r, d.rows[i]))
	}
	if mode := item.Combine.Mode; len(rows) > 1 && (mode == standards.CombineBest || mode == standards.CombineLadder) {
		return []scored{fold(item, rows, d.rows)}
	}
	return rows
}

// ruledOut reports whether a person's points on a row lie outside what the check gave or
// left open.
func ruledOut(checked, stands scored) bool {
	return stands.interval.Certain.Cmp(checked.interval.Certain) < 0 || stands.interval.Possible.Cmp(checked.interval.Possible) > 0
}

// otherPoints says that a person's word earns points which the checks rule out; "" where
// it does not.
func otherPoints(item *standards.Item, checked, stands decision) string {
	before, was := priced(item, checked)
	after, is := priced(item, stands)
	for i := range before {
		if ruledOut(before[i], after[i]) {
			return fmt.Sprintf("改变了得分（程序算得 %s 分，按这条评定得 %s 分）", inWords(was), inWords(is))
		}
	}
	return ""
}

// said is what the checks had decided, in words, where a person's word has another
// outcome than a decided check or points that the checks rule out; "" where it confirms
// them or settles what they left open.
func said(item *standards.Item, checked, stands decision) string {
	switch checked.outcome {
	case Satisfied, NotSatisfied, NotApplicable:
		if checked.outcome == stands.outcome && otherPoints(item, checked, stands) == "" {
			return ""
		}
	case NoEvidence, NotChecked, Errored, Waived:
		if otherPoints(item, checked, stands) == "" {
			return ""
		}
	}
	text := "程序判定：" + map[Outcome]string{
		Satisfied: "符合", NotSatisfied: "不符合", NotApplicable: "不适用", NoEvidence: "未举证", NotChecked: "待核查", Errored: "判定出错",
	}[checked.outcome]
	if item.Kind != standards.KindRequired {
		_, was := priced(item, checked)
		text += "，" + inWords(was) + " 分"
	}
	var found []string
	for _, r := range checked.rows {
		found = append(found, texts(r.shortfalls)...)
	}
	if len(found) > 0 {
		text += "（" + strings.Join(found, "；") + "）"
	}
	return text
}

func inWords(i Interval) string {
	if i.Certain.Equal(i.Possible) {
		return show(i.Certain)
	}
	return show(i.Certain) + " 至 " + show(i.Possible)
}

// remember keeps what the checks had decided beside the word that stands: in the item's
// reason, and in the ledger on the first row that a person priced otherwise.
func (s *settledItem) remember(reason string) {
	told := s.overruled
	if reason != "" {
		told += "；改判理由：" + reason
	}
	if s.stands.reason == "" || s.stands.reason == reason {
		s.stands.reason = told
	} else {
		s.stands.reason += "；" + told
	}
	before, _ := priced(s.item, s.checked)
	for i := range s.rows {
		if lines := s.rows[i].lines; len(lines) > 0 && ruledOut(before[i], s.rows[i]) {
			lines[len(lines)-1].Text += "（" + told + "）"
			return
		}
	}
}
