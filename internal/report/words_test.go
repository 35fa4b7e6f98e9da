package report_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/report"
	"zhanping/standards"
)

func TestScoringIsSaidInWords(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		item standards.Item
		want string
	}{
		"a required item": {
			standards.Item{Kind: standards.KindRequired},
			"必备项，不计分；不符合即不能评上以它为条件的等级。",
		},
		"all or nothing": {standards.Item{}, "符合得满分，不符合不得分。"},
		"a deduction down to zero": {
			standards.Item{Scoring: standards.Scoring{Deduct: &standards.Deduct{Each: points("0.5")}}},
			"每处问题扣 0.5 分，扣完为止。",
		},
		"a deduction by kind with a cap": {
			standards.Item{Scoring: standards.Scoring{Deduct: &standards.Deduct{
				Each: points("0.5"), AtMost: pointsOf("1"),
				Kinds: map[string]standards.Points{"stale": points("0.2"), "quarter": points("0.25"), "own": points("1")},
			}}},
			"每处问题扣 0.5 分；其中“own”类每处扣 1 分；其中有一个季度空缺每处扣 0.25 分；其中时间过久每处扣 0.2 分；最多扣 1 分。",
		},
		"in proportion": {
			standards.Item{Scoring: standards.Scoring{Linear: &standards.Linear{Zero: points("75")}}},
			"达到要求得满分；75 及以下不得分；中间按比例得分。",
		},
		"in steps": {
			standards.Item{Scoring: standards.Scoring{Steps: []standards.Step{
				{AtLeast: pointsOf("95"), Points: points("2")}, {Above: pointsOf("80"), Points: points("1")},
			}}},
			"分档：达到 95 得 2 分；超过 80 得 1 分；其余不得分。",
		},
		"an inspector's free choice": {
			standards.Item{Scoring: standards.Scoring{Inspector: &standards.Range{From: points("0.5"), To: points("2")}}},
			"由核查员酌情给 0.5–2 分，须写明理由。",
		},
		"parts priced alone": {
			standards.Item{Parts: []standards.Part{{Points: pointsOf("1")}, {
				Points: pointsOf("1/3"), Scoring: standards.Scoring{Linear: &standards.Linear{}},
			}}},
			"第 1 款 1 分：符合得满分，不符合不得分。\n第 2 款 0.33 分：达到要求得满分；0 及以下不得分；中间按比例得分。",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, report.ScoringWords(test.item)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestNoCodeIsShownToPeople(t *testing.T) {
	t.Parallel()
	words := map[string]string{}
	for _, kind := range []standards.Kind{standards.KindRequired, standards.KindScored, standards.KindBonus} {
		words[string(kind)] = report.KindWord(kind)
	}
	for _, method := range []standards.Method{
		standards.MethodExamine, standards.MethodInspect, standards.MethodInterview, standards.MethodSample, standards.MethodSystem,
	} {
		words["method "+string(method)] = report.MethodWord(method)
	}
	for _, kind := range []string{"document", "photo", "ledger", "system", "on_site", "published"} {
		words["evidence "+kind] = report.EvidenceWord(kind)
	}
	for _, entry := range []assessment.EntryKind{
		assessment.EntryEarn, assessment.EntryLose, assessment.EntryPending, assessment.EntryExclude,
		assessment.EntryBonus, assessment.EntryCap, assessment.EntryRebase, assessment.EntryRound,
	} {
		words["entry "+string(entry)] = report.EntryWord(entry)
	}
	for _, state := range []assessment.GateState{assessment.Held, assessment.Broken, assessment.Unknown} {
		words["gate "+string(state)] = report.GateStateWord(state)
	}
	for code, word := range words {
		if word == "" || word[0] < 0x80 {
			t.Errorf("%s is shown as %q", code, word)
		}
	}
}

func TestAPersonsAnswerInWords(t *testing.T) {
	t.Parallel()
	got := report.FindingWords(evidence.Finding{
		Source: "review", Outcome: "waived", Points: "1.5", Reason: "撤镇设街道\x1b[2J", By: "复核组", Date: "2026-08-01", Until: "2026-12-31",
		Shortfalls: []evidence.FindingShortfall{{Count: 1, Text: "没有台账"}},
	})
	want := "复核（复核组，2026-08-01）：豁免，1.5 分；没有台账；理由：撤镇设街道␛[2J；有效至 2026-12-31"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestProvenanceInWords(t *testing.T) {
	t.Parallel()
	numbered := standards.Reference{ID: "D1", Title: "我市服务站建设标准", Number: "我市退〔2026〕3号", Date: "2026-03-01"}
	plain := standards.Reference{ID: "D2", Title: "《评分\x1b[2J细则》", Date: "2026-04-01"}
	for name, test := range map[string]struct {
		given standards.Provenance
		want  string
	}{
		"materials and a draft": {
			standards.Provenance{Topic: []string{"seed:004", "public:P37", "draft"}, Threshold: "draft", Clause: "第三条"},
			"主题：基础资料 004、公开资料 P37、本地草案；数字：本地草案；第三条",
		},
		"documents": {
			standards.Provenance{
				Topic: []string{"doc:D1"}, Threshold: "doc:D2", Clause: "附件 2",
				References: []standards.Reference{numbered, plain},
			},
			"主题：《我市服务站建设标准》（我市退〔2026〕3号）；数字：《评分␛[2J细则》（2026-04-01）；附件 2",
		},
		"a document that nobody resolved": {standards.Provenance{Topic: []string{"doc:D3"}}, "主题：doc:D3"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, report.ProvenanceWords(test.given)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestDocumentsAreInTheJSONReport(t *testing.T) {
	t.Parallel()
	r := village()
	r.Items[0].Item.Provenance = standards.Provenance{
		Topic:      []string{"doc:D1"},
		References: []standards.Reference{{ID: "D1", Title: "我市服务站建设标准", Number: "我市退〔2026〕3号", Date: "2026-03-01", Issuer: "市局"}},
	}
	var got struct {
		Reports []struct {
			Items []struct{ Provenance map[string]any }
		}
	}
	if err := json.Unmarshal(written(t, "json", setOf(r)), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"topic": []any{"doc:D1"}, "threshold": "", "clause": "",
		"references": []any{map[string]any{
			"id": "D1", "title": "我市服务站建设标准", "number": "我市退〔2026〕3号", "date": "2026-03-01", "issuer": "市局",
		}},
	}
	if diff := cmp.Diff(want, got.Reports[0].Items[0].Provenance); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
