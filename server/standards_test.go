package server_test

import (
	"os"
	"strings"
	"testing"
)

func TestAStandardIsShownWhole(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	o.client().want(401, "GET", "/standards", "", nil)
	heads := o.clerk.want(200, "GET", "/standards", "", nil)["items"].([]any)
	draft := 0
	for _, head := range heads {
		if head.(map[string]any)["draft"].(bool) {
			draft++
		}
	}
	if len(heads) < 10 || draft == 0 {
		t.Errorf("%d standards, %d of them drafts", len(heads), draft)
	}
	std := o.clerk.want(200, "GET", "/standards/fqs-town-76?level=town", "", nil)
	items, read := 0, 0
	for _, chapter := range std["chapters"].([]any) {
		for _, item := range chapter.(map[string]any)["items"].([]any) {
			items++
			if len(item.(map[string]any)["facts"].([]any)) > 0 {
				read++
			}
		}
	}
	if items != 76 || read == 0 || len(std["grades"].([]any)) != 3 {
		t.Errorf("%d items, %d read facts, grades %v", items, read, std["grades"])
	}
	for _, head := range heads {
		o.clerk.want(200, "GET", "/standards/"+head.(map[string]any)["ref"].(string), "", nil)
	}
	o.clerk.want(404, "GET", "/standards/fqs-town-77", "", nil)
	kept, err := os.ReadFile("../docs/standards/fqs-town-76.md")
	if err != nil {
		t.Fatal(err)
	}
	if page := o.clerk.text("/standards/fqs-town-76/page"); page != string(kept) {
		t.Error("the page is not the one that zhanping doc writes")
	}
}

func TestAStandardTellsItsChecksInWords(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	std := o.clerk.want(200, "GET", "/standards/fqs-town-76?level=town", "", nil)
	first := std["chapters"].([]any)[0].(map[string]any)["items"].([]any)[1].(map[string]any)
	use := text(first)
	for _, words := range []string{`"check":"each_quarter"`, "全年次数与各季度次数", `"paths":["party_agenda.dates"]`} {
		if !strings.Contains(use, words) {
			t.Errorf("%s: its check is %s, without %s", first["id"], use, words)
		}
	}
	if strings.Contains(use, "per_quarter") {
		t.Errorf("a parameter has no Chinese name: %s", use)
	}
	if len(std["headline"].([]any)) == 0 {
		t.Error("the standard says nothing of itself")
	}
	cases, given := 0, 0
	for _, check := range items(o.clerk.want(200, "GET", "/standards/fqs-town-76/checks", "", nil)) {
		for _, example := range check["cases"].([]any) {
			cases++
			given += len(example.(map[string]any)["given"].([]any))
		}
	}
	if cases < 50 || given < 50 {
		t.Errorf("%d cases with %d facts", cases, given)
	}
	if list := items(o.clerk.want(200, "GET", "/standards/stars-red/checks", "", nil)); len(list) != 0 {
		t.Errorf("a template has checks: %v", list)
	}
	o.clerk.want(404, "GET", "/standards/fqs-town-77/checks", "", nil)
	source := o.clerk.text("/standards/fqs-town-76/items/A02/source")
	if !strings.HasPrefix(source, "- id: A02\n") || strings.Contains(source, "A03") || !strings.Contains(source, "\n  note:") {
		t.Errorf("the source of A02 is\n%s", source)
	}
	o.clerk.want(404, "GET", "/standards/fqs-town-76/items/Z99/source", "", nil)
}

func TestTheFormSaysWhatEachFactIsFor(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	form := o.clerk.want(200, "GET", "/schema?kind=station&level=town&region=330499103000", "", nil)
	most := map[string]bool{}
	for _, section := range form["sections"].([]any) {
		for _, fact := range section.(map[string]any)["facts"].([]any) {
			fact := fact.(map[string]any)
			standards := map[string]bool{}
			for _, reader := range fact["readers"].([]any) {
				standards[reader.(map[string]any)["standard"].(string)] = true
			}
			if len(standards) > len(most) {
				most = standards
			}
		}
	}
	if len(most) < 3 {
		t.Errorf("no fact serves more than the standards %v", most)
	}
	bare := o.clerk.want(200, "GET", "/schema", "", nil)
	if strings.Contains(text(bare), `"item":`) {
		t.Error("without a kind, facts have readers")
	}
}

func TestAStationIsToldWhatToDo(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	path := "/stations/" + o.station
	template := o.clerk.text(path + "/template")
	for _, line := range []string{"  id: incomplete-town", `  name: "示例镇退役军人服务站"`, `  region: "330499103000"`, "reporting_date: 2026-07-15"} {
		if !strings.Contains(template, line+"\n") && !strings.Contains(template, line+" #") {
			t.Errorf("the template lacks %q", line)
		}
	}
	o.clerk.want(200, "POST", path+"/score", "", map[string]any{"text": template})

	o.clerk.want(404, "GET", path+"/plan?standard=fqs-town-76&grade=达标", "", nil)
	o.clerk.want(200, "PUT", path+"/bundle", `"0"`, map[string]any{"text": sampleEvidence(t, "incomplete-town")})
	plan := o.clerk.want(200, "GET", path+"/plan?standard=fqs-town-76&grade=达标", "", nil)
	if plan["to"] != "达标" || plan["state"] == "" || plan["way"] == nil && len(plan["obstacles"].([]any)) == 0 {
		t.Errorf("plan: %.400s", text(plan))
	}
	o.clerk.want(422, "GET", path+"/plan?standard=fqs-town-76&grade=一等", "", nil)
	o.clerk.want(422, "GET", path+"/plan?standard=fqs-town-76", "", nil)

	told := o.clerk.want(200, "GET", path+"/explain?standard=fqs-town-76&item=a04", "", nil)
	if told["item"] != "A04" || len(told["facts"].([]any)) == 0 || told["text"] == "" {
		t.Errorf("explanation: %.400s", text(told))
	}
	o.clerk.want(422, "GET", path+"/explain?standard=fqs-town-76&item=Z99", "", nil)
	o.clerk.want(403, "GET", "/stations/"+o.other+"/plan?standard=fqs-town-76&grade=达标", "", nil)
	o.clerk.want(403, "GET", "/stations/"+o.other+"/explain?standard=fqs-town-76&item=A04", "", nil)
	o.clerk.want(403, "GET", "/stations/"+o.other+"/template", "", nil)
}
