package server_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What anybody may read has exactly these fields. A new one is a decision, not an accident: no person,
// no score of a list, no reason, no number of a case.
var publicFields = map[string][]string{
	"batch":   {"bureau", "contact", "draft", "id", "named", "published", "region", "standard", "standard_title", "title", "year"},
	"station": {"card_id", "grade", "issued_on", "level", "name", "number", "region", "region_name", "sample", "state", "title", "until", "withdrawn"},
	"check":   {"card", "id", "status", "withdrawn", "words"},
	"card":    {"award", "digest", "edition", "grade", "issued", "issuer", "level", "region", "standard", "station", "total", "until"},
}

func fieldsOf(t *testing.T, kind string, answer map[string]any) {
	t.Helper()
	delete(answer, "$schema")
	if diff := cmp.Diff(publicFields[kind], slices.Sorted(maps.Keys(answer))); diff != "" {
		t.Errorf("fields of a public %s (-want +got):\n%s", kind, diff)
	}
}

func TestWhatAnybodyMayReadNamesNoPerson(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	anyone := o.client()
	batch, id, inspect := o.published()
	before := o.bureau.want(200, "GET", "/batches/"+batch, "", nil)
	change := func(status int, contact string) {
		t.Helper()
		now := o.bureau.want(200, "GET", "/batches/"+batch, "", nil)
		rules := before["rules"].(map[string]any)
		rules["bureau"], rules["contact"] = "示例县退役军人事务局", contact
		o.bureau.want(status, "PUT", "/batches/"+batch, version(now), map[string]any{
			"title": before["title"], "region": before["region"], "year": before["year"], "standard": before["standard"],
			"opens_on": before["opens_on"], "closes_on": before["closes_on"], "rules": rules,
		})
	}
	change(422, "张三，手机 13800138000")
	change(200, "示例县退役军人事务局办公室，示例路 1 号")
	one := anyone.want(200, "GET", "/public/batches/"+batch, "", nil)
	if one["bureau"] != "示例县退役军人事务局" || one["contact"] != "示例县退役军人事务局办公室，示例路 1 号" || !strings.HasPrefix(one["standard_title"].(string), "《") {
		t.Errorf("published: %v", one)
	}
	fieldsOf(t, "batch", one)
	fieldsOf(t, "batch", items(anyone.want(200, "GET", "/public/batches", "", nil))[0])
	fieldsOf(t, "station", items(anyone.want(200, "GET", "/public/batches/"+batch+"/publicity", "", nil))[0])

	o.now = time.Date(2026, 7, 23, 1, 0, 0, 0, time.UTC)
	o.bureau.step(id, "name", map[string]any{"award": map[string]any{"number": "1", "title": "枫桥式退役军人服务站", "issuer": "示例县退役军人事务局"}})
	o.bureau.step(id, "recheck", nil)
	inspect()
	standing := items(o.bureau.want(200, "GET", "/awards?state=standing&batch="+batch, "", nil))
	if len(standing) != 1 || standing[0]["station"] != "示例镇退役军人服务站" || standing[0]["sample"] != true {
		t.Fatalf("standing: %v", standing)
	}
	o.bureau.step(id, "withdraw", map[string]any{"reason": "材料由李四代写"})
	if left := items(o.bureau.want(200, "GET", "/awards?state=standing&batch="+batch, "", nil)); len(left) != 0 {
		t.Errorf("standing after 摘牌: %v", left)
	}
	if gone := items(o.bureau.want(200, "GET", "/awards?state=withdrawn&batch="+batch, "", nil)); len(gone) != 1 {
		t.Errorf("withdrawn: %v", gone)
	}
	card := standing[0]["card_id"].(string)
	checked := anyone.want(200, "GET", "/public/cards/"+card, "", nil)
	fieldsOf(t, "check", checked)
	fieldsOf(t, "card", checked["card"].(map[string]any))
	for _, path := range []string{"/public/cards/" + card, "/public/keys", "/public/revocations"} {
		for _, word := range []string{"李四", "clerk", "assessor", "bureau", id} {
			if told := anyone.text(path); strings.Contains(told, word) {
				t.Errorf("%s tells %q: %s", path, word, told)
			}
		}
	}
}
