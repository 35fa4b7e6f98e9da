package server_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/gowebpki/jcs"
	"golang.org/x/mod/sumdb/note"

	"zhanping/internal/visit"
	"zhanping/server/store/storetest"
)

// round is a case under assessment by two blind assessors, of whom the first leads.
type round struct {
	*office
	first, second *client
	id            string
}

func newRound(t *testing.T, database string, blind bool) *round {
	t.Helper()
	r := &round{office: newOffice(t, database)}
	sample, err := os.ReadFile("../evidence/samples/incomplete-town/bundle.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r.clerk.want(200, "PUT", "/stations/"+r.station+"/bundle", `"0"`, map[string]any{"text": string(sample)})
	batch := r.bureau.want(201, "POST", "/batches", "", map[string]any{
		"title": "核查", "region": "330499000000", "year": 2026, "standard": "fqs-town-76", "opens_on": "2026-07-01",
		"rules": map[string]any{
			"assessors": 2, "blind": blind, "difference_limit": "0", "allow_own_region": true, "publicity_days": 5, "quotas": []any{},
			"lowest_grade": "", "sample_size": 0,
		},
	})
	cases := r.bureau.want(201, "POST", "/batches/"+batch["id"].(string)+"/cases", "", map[string]any{"stations": []any{r.station}})
	r.id = cases["items"].([]any)[0].(map[string]any)["id"].(string)
	r.clerk.step(r.id, "declare", nil)
	r.bureau.step(r.id, "accept", nil)
	r.bureau.step(r.id, "admit", nil)
	r.first = r.admin.person("first", map[string]any{"role": "assessor", "region": "330499000000"})
	r.second = r.admin.person("second", map[string]any{"role": "assessor", "region": "330499000000"})
	for i, c := range []*client{r.first, r.second} {
		self := c.want(200, "GET", "/session", "", nil)["person"].(map[string]any)
		r.bureau.want(201, "POST", "/cases/"+r.id+"/assignments", "", map[string]any{"person_id": self["id"], "lead": i == 0, "visit_on": "2026-07-15"})
	}
	return r
}

// visit is the package, as it is sent.
func (c *client) visit(id string) (judging visit.Judging, whole map[string]any) {
	c.Helper()
	_, text := c.fetch(200, "/cases/"+id+"/visit")
	var v struct{ Judging visit.Judging }
	if err := json.Unmarshal(text, &v); err != nil {
		c.Fatal(err)
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		c.Fatal(err)
	}
	return v.Judging, whole
}

func TestWhatAnAssessorTakesAlongJudgesToTheServersOwnReport(t *testing.T) {
	t.Parallel()
	r := newRound(t, "", false)
	r.first.want(201, "POST", "/cases/"+r.id+"/findings/C05", "", map[string]any{
		"outcome": "not_satisfied", "number": 0, "photos": []any{}, "reason": "门外听得清", "shortfalls": []any{map[string]any{"kind": "all_yes#2", "text": "不能单独谈话", "count": 1}},
	})
	r.second.want(201, "POST", "/cases/"+r.id+"/findings/C06", "", map[string]any{"outcome": "satisfied", "number": 0, "shortfalls": []any{}, "photos": []any{}})
	judging, whole := r.first.visit(r.id)
	archive, err := base64.StdEncoding.DecodeString(whole["sets"].(string))
	if err != nil {
		t.Fatal(err)
	}
	sets, err := visit.Unpack(archive)
	if err != nil {
		t.Fatal(err)
	}
	judged, err := judging.Judge(t.Context(), sets)
	if err != nil {
		t.Fatal(err)
	}
	away, err := visit.Document(judged)
	if err != nil {
		t.Fatal(err)
	}
	if _, there := r.first.fetch(200, "/cases/"+r.id+"/report"); !bytes.Equal(away, there) {
		t.Errorf("judged away from the server: %d bytes, on it: %d bytes", len(away), len(there))
	}
	if whole["policies"] != judged.Policies.Digest || whole["standard"].(map[string]any)["digest"] != judged.Standard.Digest {
		t.Errorf("the package pins %v and %v", whole["policies"], whole["standard"])
	}
	verifier, err := note.NewVerifier(r.app.Keys.Card.Public)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := note.Open([]byte(whole["signature"].(string)), note.VerifierList(verifier))
	if err != nil {
		t.Fatalf("the signature of the package: %v: %v", whole["signature"], err)
	}
	whole["signature"] = ""
	content, err := jcs.Transform(mustJSON(t, whole))
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{judged.Policies.Digest, "case " + r.id, fmt.Sprintf("content sha256:%x\n", sha256.Sum256(content))} {
		if !strings.Contains(signed.Text, said) {
			t.Errorf("the signature says\n%s\nand not %s", signed.Text, said)
		}
	}
	if got := len(whole["sheet"].([]any)); got != len(judged.Items) {
		t.Errorf("the sheet has %d items, the standard %d", got, len(judged.Items))
	}
}

func TestTheVisitPackageIsBlindAndOnlyForTheAssigned(t *testing.T) {
	t.Parallel()
	for name, dsn := range map[string]func(testing.TB) string{
		"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": storetest.PostgreSQL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRound(t, dsn(t), true)
			r.second.want(201, "POST", "/cases/"+r.id+"/findings/C06", "", map[string]any{"outcome": "satisfied", "number": 0, "shortfalls": []any{}, "photos": []any{}, "reason": "只有第二人看见"})
			if _, text := r.first.fetch(200, "/cases/"+r.id+"/visit"); strings.Contains(string(text), "只有第二人看见") {
				t.Error("the first assessor was shown what the second found")
			}
			judging, whole := r.second.visit(r.id)
			if len(judging.Findings) != 1 || len(whole["findings"].([]any)) != 1 {
				t.Errorf("own findings: %v", whole["findings"])
			}
			for _, who := range []*client{r.bureau, r.clerk} {
				if status, _ := who.do("GET", "/cases/"+r.id+"/visit", "", nil); status != 403 {
					t.Errorf("somebody who assesses nothing got %d", status)
				}
			}
		})
	}
}

func TestTheSheetIsOneWalkAndTellsWhatCanBeTapped(t *testing.T) {
	t.Parallel()
	r := newRound(t, "", true)
	_, whole := r.first.visit(r.id)
	items := map[string]map[string]any{}
	var stops []string
	for _, one := range whole["sheet"].([]any) {
		item := one.(map[string]any)
		items[item["id"].(string)] = item
		stops = append(stops, item["place"].(string))
	}
	want := []string{"资料桌", "门口和标识", "办事服务区", "谈心接待区", "服务工作区", "荣誉展示区", "资料档案室", "现场其他地方", "访谈询问", "抽查", "信息系统"}
	if diff := cmp.Diff(want, slices.Compact(stops)); diff != "" {
		t.Errorf("the walk (-want +got):\n%s", diff)
	}
	talk := items["C05"]["deductions"].([]any)
	if len(talk) != 2 || talk[1].(map[string]any)["kind"] != "all_yes#2" || !strings.Contains(talk[1].(map[string]any)["words"].(string), "第 2 款") {
		t.Errorf("what can be tapped of C05: %v", talk)
	}
	shown := items["C03"]["shown"].([]any)
	if len(shown) == 0 || !strings.Contains(shown[len(shown)-1].(map[string]any)["value"].(string)+shown[0].(map[string]any)["value"].(string), "96") {
		t.Errorf("what the station says of C03: %v", shown)
	}
}
