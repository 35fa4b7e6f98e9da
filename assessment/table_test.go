package assessment_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/standards"
)

func TestTheGradeTableIsSaidInWordsBeforeAnythingIsKnown(t *testing.T) {
	t.Parallel()
	line := standards.PointsOf(90)
	share := standards.PointsOf(60)
	std := &standards.Standard{
		Chapters: []standards.Chapter{{ID: "A", Items: []standards.Item{
			{ID: "A01", Kind: standards.KindRequired}, {ID: "A02", Kind: standards.KindScored},
		}}},
		Grades: []standards.Grade{
			{Name: "示范", Total: &line, Required: true, Items: []string{"A02"}, Chapters: &share},
			{Name: "未达标"},
		},
	}
	var got [][]string
	for _, rule := range assessment.GradeTable(std) {
		got = append(got, append([]string{rule.Grade}, rule.Conditions...))
	}
	want := [][]string{
		{"示范", "总分不低于 90 分", "1 项必备条目全部符合", "条目 A02 符合", "每章得分不低于该章的 60%"},
		{"未达标"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
