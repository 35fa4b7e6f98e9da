package standards_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/standards"
)

// misspelt is the sound standard with a word that is none in its last item.
func misspelt(t *testing.T, extra ...string) standards.Source {
	t.Helper()
	fsys := edited(t, "01-premises.yaml", "[inspect, interview]", "[inspect, interveiw]")
	file := fsys["01-premises.yaml"]
	file.Data = []byte(strings.NewReplacer(extra...).Replace(string(file.Data)))
	return standards.Source{FS: fsys, Display: "S"}
}

func TestAWrongWordDoesNotHideWrongSums(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from, to string
		want     []string
	}{
		"a chapter that does not add up": {"points: 10 ", "points: 11 ", []string{
			"S/01-premises.yaml:5:9: 表头写 11 分，各条合计 10 分", "S/01-premises.yaml:51:24: “methods”的第 2 项不能是“interveiw”",
		}},
		"points that cannot be read prove nothing": {"points: 4\n", "points: 四\n", []string{
			"S/01-premises.yaml:23:13: “points”写作“四”", "S/01-premises.yaml:51:24: “methods”的第 2 项不能是“interveiw”",
		}},
		"nor does a key that may be theirs": {"points: 4\n", "ponits: 4\n", []string{
			"S/01-premises.yaml:23:5: 不认识的键“ponits”", "S/01-premises.yaml:51:24: “methods”的第 2 项不能是“interveiw”",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			catalogue, err := standards.Open(misspelt(t, test.from, test.to))
			if err != nil {
				t.Fatal(err)
			}
			_, err = catalogue.All()
			if err == nil {
				t.Fatal("no fault")
			}
			var got []string
			for line := range strings.SplitSeq(err.Error(), "\n") {
				found, _, _ := strings.Cut(line, "；")
				got = append(got, found)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnUnsoundStandardComesWithoutTheItemsThatCannotBeRead(t *testing.T) {
	t.Parallel()
	all := standards.Unsound(misspelt(t))
	if len(all) != 1 {
		t.Fatalf("%d standards", len(all))
	}
	var got []string
	for _, item := range all[0].Chapters[0].Items {
		got = append(got, item.ID)
	}
	if diff := cmp.Diff([]string{"A01", "A02", "A03"}, got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}
