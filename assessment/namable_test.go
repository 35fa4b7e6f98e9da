package assessment_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/standards"
)

func TestWhatAPersonMayNameIsPricedByTheRules(t *testing.T) {
	t.Parallel()
	points := func(n int64) *standards.Points { p := standards.PointsOf(n); return &p }
	deduct := standards.Scoring{Deduct: &standards.Deduct{
		Each: standards.PointsOf(1), Kinds: map[string]standards.Points{"stale": standards.PointsOf(2), "blank": standards.PointsOf(3)},
	}}
	inspector := standards.Scoring{Inspector: &standards.Range{To: standards.PointsOf(2)}}
	for name, c := range map[string]struct {
		item standards.Item
		want []string
	}{
		"all or nothing costs all":  {standards.Item{Points: standards.PointsOf(4)}, []string{"/0/4/true"}},
		"each kind and any other":   {standards.Item{Points: standards.PointsOf(4), Scoring: deduct}, []string{"blank/0/3/false", "stale/0/2/false", "/0/1/false"}},
		"an inspector names points": {standards.Item{Points: standards.PointsOf(2), Scoring: inspector}, nil},
		"parts are named by their check": {standards.Item{Parts: []standards.Part{
			{Check: "all_yes", Points: points(1)}, {Check: "all_yes", Points: points(2)}, {Check: "covers", Points: points(4), Scoring: deduct},
		}}, []string{"all_yes#1/1/1/true", "all_yes#2/2/2/true", "blank/3/3/false", "stale/3/2/false", "covers/3/1/false"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, n := range assessment.Namables(&c.item) {
				got = append(got, fmt.Sprintf("%s/%d/%s/%v", n.Kind, n.Part, n.Price, n.Whole))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
