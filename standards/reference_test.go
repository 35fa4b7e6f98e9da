package standards_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"zhanping/standards"
)

// issued is the sound standard as an authority issues it: nothing in it is a draft.
func issued(references string) fstest.MapFS {
	fsys := sound()
	head := string(fsys["standard.yaml"].Data)
	head = strings.NewReplacer("draft: true ", "draft: false ", "sources: [draft]", references+"sources: [doc:D1]", "provenance: draft", "provenance: doc:D1").Replace(head)
	chapter := strings.NewReplacer("basis: draft", "basis: doc:D1、doc:D2", "[draft]", "[doc:D1]", "threshold: draft", "threshold: doc:D2").Replace(string(fsys["01-premises.yaml"].Data))
	fsys["standard.yaml"], fsys["01-premises.yaml"] = &fstest.MapFile{Data: []byte(head)}, &fstest.MapFile{Data: []byte(chapter)}
	return fsys
}

const twoDocuments = "references:\n" +
	"  D1: {title: 我市服务站建设标准, number: 我市退〔2026〕3号, date: 2026-03-01, issuer: 市退役军人事务局}\n" +
	"  D2: {title: 评分细则, date: 2026-04-01}\n"

func TestAnIssuedStandardIsNoDraft(t *testing.T) {
	t.Parallel()
	std, err := standards.LoadAs(issued(twoDocuments), ".", "S")
	if err != nil {
		t.Fatal(err)
	}
	d1 := standards.Reference{ID: "D1", Title: "我市服务站建设标准", Number: "我市退〔2026〕3号", Date: "2026-03-01", Issuer: "市退役军人事务局"}
	d2 := standards.Reference{ID: "D2", Title: "评分细则", Date: "2026-04-01"}
	noPlaces := cmpopts.IgnoreFields(standards.Reference{}, "At")
	if diff := cmp.Diff([]standards.Reference{d1, d2}, std.References, noPlaces); diff != "" {
		t.Errorf("references (-want +got):\n%s", diff)
	}
	for id, want := range map[string][]standards.Reference{"A01": {d1}, "A02": {d1, d2}} {
		item, _ := std.Item(id)
		if diff := cmp.Diff(want, item.Provenance.References, noPlaces); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
		if item.Provenance.Draft() {
			t.Errorf("%s is a draft", id)
		}
	}
}

func TestDocumentsAreRegisteredBeforeTheyAreCited(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		references string
		want       []string // the faults without what follows the first clause
	}{
		"a document that is missing": {
			"references:\n  D1: {title: 我市服务站建设标准, date: 2026-03-01}\n",
			[]string{"S/01-premises.yaml:4:8: 出处 doc:D2 没有登记", "S/01-premises.yaml:31:46: 出处 doc:D2 没有登记", "S/01-premises.yaml:56:46: 出处 doc:D2 没有登记"},
		},
		"a document without a day": {
			"references:\n  D1: {title: 我市服务站建设标准}\n  D2: {title: 评分细则, date: 2026-04-01}\n",
			[]string{"S/standard.yaml:10:7: 缺少“date”（日期）"},
		},
		"a name that no provenance can spell": {
			strings.Replace(twoDocuments, "D2:", "文二:", 1),
			[]string{"S/standard.yaml:11:3: 键“文二”的写法不对"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := standards.LoadAs(issued(test.references), ".", "S")
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
