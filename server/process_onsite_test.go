package server_test

import (
	"fmt"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// assigned gives the case two assessors; those who may not assess it are refused.
func (c *county) assigned(s *town) {
	path := "/cases/" + s.caseID + "/assignments"
	if s.code == "exemplary-town" {
		c.unfit(s, path)
	}
	c.bureau.want(201, "POST", path, "", map[string]any{"person_id": c.ids["lead"], "lead": true, "visit_on": c.now.Format("2006-01-02")})
	c.bureau.says("已有组长", 422, "POST", path, "", map[string]any{"person_id": c.ids["other"], "lead": true})
	c.bureau.want(201, "POST", path, "", map[string]any{"person_id": c.ids["other"]})
	c.bureau.says("已经指派", 409, "POST", path, "", map[string]any{"person_id": c.ids["other"]})
}

// unfit tries everybody who must not assess the station.
func (c *county) unfit(s *town, path string) {
	year := c.now.Year()
	insider, local, both := fmt.Sprintf("insider-%d", year), fmt.Sprintf("local-%d", year), fmt.Sprintf("both-%d", year)
	if c.ids[insider] != "" {
		return // tried in this year
	}
	c.account(insider, map[string]any{"home_station": s.id}, grant("assessor", "330400000000"))
	c.account(local, map[string]any{"home_region": "330499102000"}, grant("assessor", "330400000000"))
	c.account(both, nil, grant("assessor", "330400000000"), map[string]any{"role": "station", "station_id": s.id})
	for who, words := range map[string]string{
		insider: "自己所在的服务站", both: "自己所在的服务站", local: "自己工作所在县", "auditor": "没有这项权限", "nobody": "没有这个账号",
	} {
		id := c.ids[who]
		if id == "" {
			id = who
		}
		c.bureau.says(words, 422, "POST", path, "", map[string]any{"person_id": id})
	}
	s.clerk.refuse(403, "forbidden", "POST", path, "", map[string]any{"person_id": c.ids["lead"]})
}

// answer is an assessor's answer to an item.
func answer(outcome, points, reason string, number int) map[string]any {
	in := map[string]any{"outcome": outcome, "number": number}
	if points != "" {
		in["points"] = points
	}
	if reason != "" {
		in["reason"] = reason
	}
	return in
}

// ledgers answers the one item of the standard that only an inspector can decide.
func (c *client) ledgers(caseID, points string) {
	c.Helper()
	c.want(201, "POST", "/cases/"+caseID+"/findings/E07", "", answer("satisfied", points, "抽查台账", 0))
}

// checked is looked at by two assessors who do not see each other's answers, agreed on and concluded.
func (c *county) checked(s *town) {
	base := "/cases/" + s.caseID
	lead, other := c.lead, c.other
	assigned := items(lead.want(200, "GET", "/cases?assigned=true&limit=200", "", nil))
	if len(assigned) == 0 {
		c.Fatal("an assessor finds none of their cases")
	}
	lead.want(200, "GET", "/stations/"+s.id+"/bundle", "", nil)
	lead.refuse(409, "unmet", "POST", base+"/signature", "", map[string]any{})
	s.clerk.says("不能以这种来源记录", 403, "POST", base+"/findings/E07", "", answer("satisfied", "1", "自评", 0))
	lead.says("没有条目 Z99", 422, "POST", base+"/findings/Z99", "", answer("satisfied", "", "有", 0))
	lead.says("没有附件", 422, "POST", base+"/findings/E07", "", map[string]any{
		"outcome": "satisfied", "points": "1", "reason": "有", "number": 0, "photos": []any{"no-such-photo"},
	})
	lacking := map[string]any{"outcome": "not_satisfied", "number": 0, "shortfalls": []any{
		map[string]any{"kind": "", "text": "联席办公制度没有执行记录", "count": 1},
	}}
	lead.says("改判和酌情给分必须写明理由", 422, "POST", base+"/findings/E01", "", lacking)
	lacking["reason"] = "查阅原件，全年没有执行记录"
	lead.want(201, "POST", base+"/findings/E01", "", lacking)
	lead.refuse(409, "stale", "POST", base+"/findings/E01", "", lacking)
	lead.ledgers(s.caseID, "1")
	other.ledgers(s.caseID, "0.5")

	c.blind(s)
	lead.want(201, "POST", base+"/signature", "", map[string]any{})
	c.blind(s)
	c.bureau.unmet(s.caseID, "conclude", nil, "all_signed", "differences_settled")
	if waits := c.waits(s.caseID, "conclude"); strings.Contains(waits, "分歧") {
		c.Errorf("before all have signed a blind assessor learns that they differ: %s", waits)
	}
	other.want(201, "POST", base+"/signature", "", map[string]any{})
	if n := len(items(other.want(200, "GET", base+"/findings", "", nil))); n != 3 {
		c.Errorf("after both have signed, an assessor sees %d answers", n)
	}
	other.want(200, "GET", base+"/report", "", nil)
	other.says("都已签字", 409, "POST", base+"/findings/E07", "", answer("satisfied", "1", "再看一遍", 1))
	c.agreed(s)
	c.bureau.step(s.caseID, "conclude", nil)
	c.locked(s)
}

// blind finds that neither assessor, nor the station, learns what the other found.
func (c *county) blind(s *town) {
	base := "/cases/" + s.caseID
	for login, p := range map[string]*client{"lead": c.lead, "other": c.other} {
		for _, f := range items(p.want(200, "GET", base+"/findings?history=true", "", nil)) {
			if f["by"] != c.ids[login] {
				c.Errorf("%s sees what another assessor found", login)
			}
		}
		p.says("全部签名以前", 403, "GET", base+"/report", "", nil)
		p.says("全部签名以前", 403, "GET", base+"/differences", "", nil)
		p.says("全部签名以前", 403, "POST", base+"/differences/E07", "", answer("satisfied", "1", "商定", 1))
	}
	if n := len(items(s.clerk.want(200, "GET", base+"/findings", "", nil))); n != 0 {
		c.Errorf("the station sees %d answers while it is checked", n)
	}
	s.clerk.want(403, "GET", base+"/report", "", nil)
}

// agreed settles the differences above the limit; until then the case is not concluded.
func (c *county) agreed(s *town) {
	base := "/cases/" + s.caseID
	c.bureau.unmet(s.caseID, "conclude", nil, "differences_settled")
	type side struct{ Item, Lead, Other string }
	var got []side
	for _, d := range items(c.lead.want(200, "GET", base+"/differences", "", nil)) {
		sides := d["sides"].([]any)
		points := func(i int) string { return sides[i].(map[string]any)["points"].(string) }
		got = append(got, side{d["item"].(string), points(0), points(1)})
	}
	if diff := cmp.Diff([]side{{"E01", "1.5", "2"}, {"E07", "1", "0.5"}}, got); diff != "" {
		c.Errorf("differences (-want +got):\n%s", diff)
	}
	c.lead.says("理由", 422, "POST", base+"/differences/E01", "", answer("satisfied", "", "", 1))
	c.lead.says("不用商定", 409, "POST", base+"/differences/A01", "", answer("satisfied", "", "看过", 0))
	c.lead.want(201, "POST", base+"/differences/E01", "", answer("satisfied", "", "补看记录，四项制度都有执行", 1))
	c.bureau.unmet(s.caseID, "conclude", nil, "differences_settled")
	c.lead.want(201, "POST", base+"/differences/E07", "", answer("satisfied", "1", "共同复看台账", 1))
	for _, d := range items(c.other.want(200, "GET", base+"/differences", "", nil)) {
		if d["settled"] != true {
			c.Errorf("%v is not settled", d["item"])
		}
	}
	c.lead.forbidden(s.caseID, "conclude", "没有这项权限", nil)
}

// locked tries every writing on a concluded case.
func (c *county) locked(s *town) {
	base := "/cases/" + s.caseID
	now := c.bureau.want(200, "GET", base, "", nil)
	if now["stage"] != "decided" || now["locked"] != true {
		c.Fatalf("concluded: %v", now)
	}
	c.lead.says("所处的阶段", 403, "POST", base+"/findings/E07", "", answer("satisfied", "0.5", "反悔", 1))
	c.lead.refuse(403, "forbidden", "POST", base+"/signature", "", map[string]any{})
	c.lead.refuse(403, "forbidden", "POST", base+"/differences/E07", "", answer("satisfied", "0.5", "反悔", 2))
	c.bureau.refuse(403, "forbidden", "POST", base+"/assignments", "", map[string]any{"person_id": c.ids["lead"]})
	c.bureau.refuse(403, "forbidden", "DELETE", base+"/assignments/"+c.ids["lead"], "", nil)
	c.bureau.refuse(403, "forbidden", "POST", base+"/rectifications", "", map[string]any{
		"problem": "问题", "measure": "措施", "responsible": "站长", "deadline": c.now.Format("2006-01-02"),
	})
}

// found is checked by both assessors without a difference, and concluded.
func (c *county) found(s *town) {
	for _, p := range []*client{c.lead, c.other} {
		p.ledgers(s.caseID, "1")
		p.want(201, "POST", "/cases/"+s.caseID+"/signature", "", map[string]any{})
	}
	c.second.step(s.caseID, "conclude", nil)
}
