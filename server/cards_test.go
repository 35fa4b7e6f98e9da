package server_test

import (
	"image/png"
	"net/url"
	"strings"
	"testing"
	"time"

	"zhanping/internal/card"
)

// published takes the case of the exemplary town as far as publicity.
func (o *office) published() (batch, id string, inspect func()) {
	o.Helper()
	station, clerk := o.town()
	id = o.declared(clerk, station, "fqs-town-76")
	made := o.admin.want(201, "POST", "/people", "", map[string]any{"login": "assessor", "name": "assessor"})
	person := made["person"].(map[string]any)["id"].(string)
	o.admin.want(201, "POST", "/people/"+person+"/grants", "", map[string]any{"role": "assessor", "region": "330499000000"})
	assessor := o.client()
	assessor.want(200, "POST", "/session", "", map[string]any{"login": "assessor", "password": made["password"]})
	assessor.want(204, "POST", "/session/password", "", map[string]any{"old_password": made["password"], "new_password": "银杏树下的长椅 assessor"})
	o.bureau.login, o.bureau.since, assessor.login, assessor.since = "bureau", o.now, "assessor", o.now
	o.bureau.step(id, "accept", nil)
	o.bureau.step(id, "admit", nil)
	inspect = func() {
		o.Helper()
		o.bureau.want(201, "POST", "/cases/"+id+"/assignments", "", map[string]any{"person_id": person, "lead": true})
		assessor.want(201, "POST", "/cases/"+id+"/findings/E07", "", map[string]any{"outcome": "satisfied", "points": "1", "reason": "抽查台账", "number": 0})
		assessor.want(201, "POST", "/cases/"+id+"/signature", "", map[string]any{})
	}
	inspect()
	o.bureau.step(id, "conclude", nil)
	now := o.bureau.step(id, "publish", nil)
	return now["batch_id"].(string), id, inspect
}

func TestACardIsSignedWithTheTitleAndWithdrawnWithIt(t *testing.T) {
	eachDatabase(t, func(t *testing.T, database string) {
		o := newOffice(t, database)
		anyone := o.client()
		if batches := items(anyone.want(200, "GET", "/public/batches", "", nil)); len(batches) != 0 {
			t.Errorf("published before anything is: %v", batches)
		}
		batch, id, inspect := o.published()
		lists := anyone.want(200, "GET", "/public/batches/"+batch, "", nil)
		if lists["published"] != 1.0 || lists["named"] != 0.0 {
			t.Errorf("in publicity: %v", lists)
		}
		shown := items(anyone.want(200, "GET", "/public/batches/"+batch+"/publicity", "", nil))[0]
		if shown["name"] != "示例镇退役军人服务站" || shown["grade"] != "示范" || shown["level"] != "town" || shown["state"] != "publicity" {
			t.Errorf("published: %v", shown)
		}

		o.now = time.Date(2026, 7, 23, 1, 0, 0, 0, time.UTC)
		award := map[string]any{"number": "示退役〔2026〕1 号", "title": "枫桥式退役军人服务站", "issuer": "示例县退役军人事务局"}
		personal := map[string]any{"number": "1", "title": "枫桥式服务站 13800138000", "issuer": "示例县退役军人事务局"}
		etag := version(o.bureau.want(200, "GET", "/cases/"+id, "", nil))
		o.bureau.want(422, "POST", "/cases/"+id+"/name", etag, map[string]any{"award": personal})
		o.bureau.step(id, "name", map[string]any{"award": award})

		given := items(o.bureau.want(200, "GET", "/awards", "", nil))[0]
		one := o.bureau.want(200, "GET", "/awards/"+given["id"].(string), "", nil)
		text, cardID := one["card"].(string), one["card_id"].(string)
		keys, err := card.ParseKeys(anyone.text("/public/keys"))
		if err != nil {
			t.Fatal(err)
		}
		found := card.Verify(text, keys, nil, "2026-07-23")
		if found.Status != card.StatusValid || found.ID != cardID || found.Card.Grade != "示范" || found.Card.Award != award["number"] {
			t.Fatalf("offline: %+v", found)
		}
		conclusions := items(o.bureau.want(200, "GET", "/cases/"+id+"/conclusions", "", nil))
		if digest := conclusions[len(conclusions)-1]["report_digest"]; digest != "sha256:"+found.Card.Digest {
			t.Errorf("the card is about %s, pinned is %v", found.Card.Digest, digest)
		}
		if _, err := png.Decode(strings.NewReader(o.bureau.text("/awards/" + given["id"].(string) + "/qr.png"))); err != nil {
			t.Error(err)
		}
		anyone.want(401, "GET", "/awards/"+given["id"].(string), "", nil)
		anyone.want(401, "GET", "/awards/"+given["id"].(string)+"/qr.png", "", nil)

		status := func(in string) any {
			return anyone.want(200, "POST", "/public/cards/verify", "", map[string]any{"text": in})["status"]
		}
		for in, want := range map[string]string{
			text: "valid", cardID: "valid", "https://example.invalid/card#" + text: "valid",
			strings.Replace(text, ".", ".0", 1): "unreadable", "ZP1.00000000" + text[12:]: "unknown_key", forged(text): "forged", "hello": "unreadable",
		} {
			if got := status(in); got != want {
				t.Errorf("%.40s… is %v, want %s", in, got, want)
			}
		}
		anyone.want(404, "GET", "/public/cards/"+strings.Repeat("0", 32), "", nil)
		if got := anyone.want(200, "GET", "/public/cards/"+url.PathEscape(text), "", nil); got["card"].(map[string]any)["station"] != "示例镇退役军人服务站" {
			t.Errorf("the card says %v", got["card"])
		}
		named := items(anyone.want(200, "GET", "/public/batches/"+batch+"/named", "", nil))
		if len(named) != 1 || named[0]["card_id"] != cardID || named[0]["state"] != "named" {
			t.Errorf("named: %v", named)
		}
		for _, path := range []string{"", "/publicity", "/named"} {
			if told := anyone.text("/public/batches/" + batch + path); strings.Contains(told, "clerk") || strings.Contains(told, "assessor") {
				t.Errorf("a person is named: %s", told)
			}
		}
		if list := revocations(t, anyone, keys); len(list.Cards) != 0 {
			t.Errorf("withdrawn before anything is: %v", list.Cards)
		}

		o.now = time.Date(2026, 9, 1, 1, 0, 0, 0, time.UTC)
		o.restart()
		o.bureau.step(id, "recheck", nil)
		inspect()
		o.bureau.step(id, "keep", nil)
		renewed := o.bureau.want(200, "GET", "/awards/"+given["id"].(string), "", nil)["card_id"].(string)
		if renewed == cardID || status(renewed) != "valid" || status(cardID) != "valid" {
			t.Errorf("kept, the card %s becomes %s", cardID, renewed)
		}
		o.bureau.step(id, "recheck", nil)
		o.bureau.step(id, "withdraw", map[string]any{"reason": "弄虚作假"})
		checked := anyone.want(200, "GET", "/public/cards/"+cardID, "", nil)
		if checked["status"] != "withdrawn" || checked["withdrawn"] != "2026-09-01" {
			t.Errorf("after 摘牌: %v", checked)
		}
		list := revocations(t, anyone, keys)
		if status(renewed) != "withdrawn" || len(list.Cards) != 2 {
			t.Errorf("the renewed card is %v, the list has %v", status(renewed), list.Cards)
		}
		if got := card.Verify(text, keys, []card.Revocations{list}, "2026-09-02"); got.Status != card.StatusWithdrawn {
			t.Errorf("offline after 摘牌: %v", got)
		}
	})
}

// forged is a card whose last signature was changed.
func forged(text string) string {
	at := strings.LastIndexByte(text, '.') + 1
	other := byte('A')
	if text[at] == other {
		other = 'B'
	}
	return text[:at] + string(other) + text[at+1:]
}

func revocations(t *testing.T, anyone *client, keys card.Keys) card.Revocations {
	t.Helper()
	list, err := card.ParseRevocations([]byte(anyone.text("/public/revocations")), keys)
	if err != nil {
		t.Fatal(err)
	}
	return list
}
