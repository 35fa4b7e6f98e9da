package server_test

import (
	"fmt"
	"slices"

	"github.com/google/go-cmp/cmp"
)

// disputed is questioned twice, and decided by a third person each time.
func (c *county) disputed(s *town) {
	path := "/cases/" + s.caseID + "/disputes"
	before := s.clerk.bytesOf("/cases/" + s.caseID + "/report")
	s.clerk.says("没有条目 Z99", 422, "POST", path, "", map[string]any{"item": "Z99", "reason": "没有这一条"})
	raised := s.clerk.want(201, "POST", path, "", map[string]any{"item": "E07", "reason": "台账齐全，应得满分"})
	c.frozen(s, raised)
	decision := map[string]any{"upheld": false, "decision": "复看台账，维持原结论"}
	s.clerk.refuse(403, "forbidden", "POST", "/disputes/"+raised["id"].(string)+"/decision", version(raised), decision)
	c.lead.refuse(403, "forbidden", "POST", "/disputes/"+raised["id"].(string)+"/decision", version(raised), decision)
	decided := c.bureau.want(200, "POST", "/disputes/"+raised["id"].(string)+"/decision", version(raised), decision)
	c.bureau.says("已经裁定", 409, "POST", "/disputes/"+raised["id"].(string)+"/decision", version(decided), decision)

	raised = c.bureau.want(201, "POST", path, "", map[string]any{"reason": "有来信反映，须复核"})
	c.bureau.says("第三人", 403, "POST", "/disputes/"+raised["id"].(string)+"/decision", version(raised), decision)
	c.second.want(200, "POST", "/disputes/"+raised["id"].(string)+"/decision", version(raised), decision)
	now := c.bureau.want(200, "GET", "/cases/"+s.caseID, "", nil)
	if now["frozen"] != false || now["stage"] != "decided" {
		c.Errorf("after the decision: %v", now)
	}
	if diff := cmp.Diff(before, s.clerk.bytesOf("/cases/"+s.caseID+"/report")); diff != "" {
		c.Errorf("a dispute changed the result:\n%s", diff)
	}
}

// frozen tries what can be done with a case while a dispute is open: nothing but its decision.
func (c *county) frozen(s *town, dispute map[string]any) {
	base := "/cases/" + s.caseID
	if now := s.clerk.want(200, "GET", base, "", nil); now["frozen"] != true {
		c.Fatalf("a dispute was raised and the case is not frozen: %v", now)
	}
	for _, verb := range []string{"publish", "return", "refuse", "conclude", "name", "recheck"} {
		c.bureau.forbidden(s.caseID, verb, "冻结", map[string]any{"reason": "试试"})
	}
	s.clerk.says("冻结", 403, "POST", base+"/disputes", "", map[string]any{"reason": "再提一次"})
	if got := dispute["state"]; got != "open" {
		c.Errorf("the dispute is %v", got)
	}
	if n := len(items(c.auditor.want(200, "GET", base+"/disputes", "", nil))); n == 0 {
		c.Error("the auditor finds no dispute")
	}
}

// notNamed are the cases that end before publicity: one below the grades, one beyond the quota.
func (c *county) notNamed(below *town, left string) {
	c.bureau.unmet(below.caseID, "publish", nil, "grade_reached")
	c.bureau.step(below.caseID, "refuse", map[string]any{"reason": "没有达到等级"})
	if left == "" {
		return
	}
	beyond := c.towns[left].caseID
	c.bureau.unmet(beyond, "publish", nil, "within_quota")
	back := c.bureau.step(beyond, "return", map[string]any{"reason": "名额已满，请补充核查"})
	if back["stage"] != "onsite" || back["locked"] != false {
		c.Errorf("sent back: %v", back)
	}
	c.bureau.unmet(beyond, "conclude", nil, "all_signed") // sent back, signatures are void
	for _, p := range []*client{c.lead, c.other} {
		p.want(201, "POST", "/cases/"+beyond+"/findings/E07", "", answer("satisfied", "1", "再看台账", 1))
		p.want(201, "POST", "/cases/"+beyond+"/signature", "", map[string]any{})
	}
	c.bureau.step(beyond, "conclude", nil)
	if n := len(items(c.auditor.want(200, "GET", "/cases/"+beyond+"/conclusions", "", nil))); n != 2 {
		c.Errorf("concluded twice, %d conclusions are kept", n)
	}
	c.bureau.step(beyond, "refuse", map[string]any{"reason": "名额已满，下一年再报"})
}

// pinned is what must stay as it is, by address.
func (c *county) pinned(code string) map[string]string {
	base := "/cases/" + c.towns[code].caseID
	path := base + "/conclusions/1/report"
	kept := map[string]string{path: c.auditor.bytesOf(path)}
	c.saveAgain(c.towns[code])
	if diff := cmp.Diff(kept[path], c.towns[code].clerk.bytesOf(base+"/report")); diff != "" {
		c.Errorf("the report of a published case is not the pinned one:\n%s", diff)
	}
	return kept
}

// named waits for the end of publicity and gives the titles.
func (c *county) named(year int, p plan) {
	award := func(n int) map[string]any {
		return map[string]any{"award": map[string]any{
			"number": fmt.Sprintf("示退役〔%d〕%d 号", year, n), "title": "枫桥式退役军人服务站", "issuer": "示例县退役军人事务局",
		}}
	}
	kept := c.towns[p.kept]
	c.bureau.unmet(kept.caseID, "name", nil, "publicity_over", "award_number")
	c.moveTo(fmt.Sprintf("%d-07-22", year)) // the fifth working day is publicity as well
	c.bureau.unmet(kept.caseID, "name", award(1), "publicity_over")
	c.moveTo(fmt.Sprintf("%d-07-23", year))
	c.second.step(kept.caseID, "name", award(1))
	c.bureau.unmet(c.towns[p.rectified].caseID, "name", award(1), "award_number")
	c.bureau.step(c.towns[p.rectified].caseID, "name", award(2))
	c.bureau.step(c.towns[p.withdrawn].caseID, "name", award(3))
	given := c.awardOf(kept)
	want := map[string]string{
		"grade": "示范", "issued_on": fmt.Sprintf("%d-07-23", year), "valid_until": fmt.Sprintf("%d-07-23", year+3),
		"recheck_on": fmt.Sprintf("%d-07-23", year+2), "withdrawn": "",
	}
	got := map[string]string{}
	for field := range want {
		got[field], _ = given[field].(string)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		c.Errorf("the title (-want +got):\n%s", diff)
	}
}

// awardOf is the title of the town's present case.
func (c *county) awardOf(s *town) map[string]any {
	for _, award := range items(s.clerk.want(200, "GET", "/awards?station="+s.id, "", nil)) {
		if award["case_id"] == s.caseID {
			return award
		}
	}
	c.Fatalf("%s has no title", s.code)
	return nil
}

// rechecked looks at the named stations again: one keeps its title, one after rectification, one loses it.
func (c *county) rechecked(year int, p plan) {
	c.moveTo(fmt.Sprintf("%d-09-15", year))
	for _, code := range p.named() {
		s := c.towns[code]
		now := c.bureau.want(200, "GET", "/stations/"+s.id, "", nil)
		review := c.bureau.step(s.caseID, "recheck", nil)
		if review["stage"] != "review" || review["locked"] != false || review["revision_id"] != now["revision_id"] {
			c.Errorf("%s: a re-check looks at the evidence as it stands: %v", code, review)
		}
		c.bureau.unmet(s.caseID, "keep", nil, "assessors_assigned")
		c.assigned(s)
		for _, assessor := range []*client{c.lead, c.other} {
			assessor.ledgers(s.caseID, "1")
			if code != p.kept {
				assessor.want(201, "POST", "/cases/"+s.caseID+"/findings/A01", "", answer("not_satisfied", "", "领导小组文件已废止", 0))
			}
			assessor.want(201, "POST", "/cases/"+s.caseID+"/signature", "", map[string]any{})
		}
	}
	c.bureau.step(c.towns[p.kept].caseID, "keep", nil)
	if renewed := c.awardOf(c.towns[p.kept]); renewed["recheck_on"] != fmt.Sprintf("%d-09-15", year+2) {
		c.Errorf("kept, the title is to be checked again on %v", renewed["recheck_on"])
	}
	c.rectified(c.towns[p.rectified])
	c.withdrawn(c.towns[p.withdrawn])
	c.told(c.towns[p.rectified])
}

// rectified is ordered to put a problem right, fails once, and keeps its title.
func (c *county) rectified(s *town) {
	path := "/cases/" + s.caseID + "/rectifications"
	c.bureau.unmet(s.caseID, "keep", nil, "grade_reached")
	c.bureau.unmet(s.caseID, "order_rectification", nil, "reason", "rectifications_listed")
	in := map[string]any{
		"item": "A01", "problem": "没有现行的领导机制文件", "measure": "重新发文", "responsible": "站长", "deadline": c.now.AddDate(0, 0, 30).Format("2006-01-02"),
	}
	s.clerk.refuse(403, "forbidden", "POST", path, "", in)
	listed := c.bureau.want(201, "POST", path, "", in)
	c.bureau.step(s.caseID, "order_rectification", map[string]any{"reason": "复核发现领导机制文件已废止"})
	c.bureau.unmet(s.caseID, "withdraw", map[string]any{"reason": "到期未改"}, "rectification_failed")
	one := "/rectifications/" + listed["id"].(string)
	s.clerk.says("没有附件", 422, "POST", one+"/answer", version(listed), map[string]any{"answer": "已发文", "proof": []any{"nothing"}})
	answered := s.clerk.want(200, "POST", one+"/answer", version(listed), map[string]any{"answer": "正在会签"})
	s.clerk.refuse(403, "forbidden", "POST", one+"/verdict", version(answered), map[string]any{"passed": true})
	c.bureau.says("为什么不通过", 422, "POST", one+"/verdict", version(answered), map[string]any{"passed": false})
	failed := c.bureau.want(200, "POST", one+"/verdict", version(answered), map[string]any{"passed": false, "verdict": "还没有发文"})
	c.bureau.unmet(s.caseID, "accept_rectification", nil, "rectified", "grade_reached")
	answered = s.clerk.want(200, "POST", one+"/answer", version(failed), map[string]any{"answer": "已发文，见附件"})
	c.bureau.want(200, "POST", one+"/verdict", version(answered), map[string]any{"passed": true, "verdict": "文件齐全"})
	c.bureau.unmet(s.caseID, "accept_rectification", nil, "grade_reached")
	c.lead.says("整改后核验", 422, "POST", "/cases/"+s.caseID+"/findings/A01", "", answer("satisfied", "", "", 1))
	c.lead.want(201, "POST", "/cases/"+s.caseID+"/findings/A01", "", answer("satisfied", "", "核验新发文件", 1))
	kept := c.bureau.step(s.caseID, "accept_rectification", nil)
	if kept["stage"] != "kept" || kept["locked"] != true {
		c.Errorf("put right: %v", kept)
	}
}

// withdrawn loses its title.
func (c *county) withdrawn(s *town) {
	c.bureau.unmet(s.caseID, "withdraw", nil, "reason")
	gone := c.bureau.step(s.caseID, "withdraw", map[string]any{"reason": "领导机制长期缺失"})
	award := c.awardOf(s)
	if gone["stage"] != "withdrawn" || award["withdrawn"] != c.now.Format("2006-01-02") || award["reason"] != "领导机制长期缺失" {
		c.Errorf("withdrawn: %v, %v", gone, award)
	}
}

// onceWithdrawn may not declare again before the interval of the standard is over.
func (c *county) onceWithdrawn(year int, code string) {
	s := c.towns[code]
	c.moveTo(fmt.Sprintf("%d-07-10", year))
	batch := c.bureau.want(201, "POST", "/batches", "", map[string]any{
		"title": "补充批次", "region": s.region, "year": year, "standard": "fqs-town-76", "opens_on": fmt.Sprintf("%d-07-01", year),
		"rules": map[string]any{
			"assessors": 1, "blind": false, "difference_limit": "", "allow_own_region": false, "publicity_days": 0, "quotas": []any{},
			"lowest_grade": "", "sample_size": 0,
		},
	})
	opened := items(c.bureau.want(201, "POST", "/batches/"+batch["id"].(string)+"/cases", "", map[string]any{"stations": []any{s.id}}))
	c.bureau.says("不在批次", 422, "POST", "/batches/"+batch["id"].(string)+"/cases", "", map[string]any{"stations": []any{c.towns["lacking-town"].id}})
	s.clerk.unmet(opened[0]["id"].(string), "declare", nil, "reapply_interval_over")
}

// told is what everybody was told about the station, by kind.
func (c *county) told(s *town) {
	kinds := func(p *client) []string {
		var found []string
		for path := "/notices?limit=200"; ; {
			page := p.want(200, "GET", path, "", nil)
			for _, notice := range items(page) {
				if notice["case_id"] == s.caseID {
					found = append(found, notice["kind"].(string))
				}
			}
			if page["next"] == "" {
				slices.Sort(found)
				return slices.Compact(found)
			}
			path = "/notices?limit=200&after=" + page["next"].(string)
		}
	}
	for name, test := range map[string]struct {
		who  *client
		want []string
	}{
		"the station": {s.clerk, []string{
			"case_accept", "case_accept_rectification", "case_admit", "case_conclude", "case_name", "case_opened", "case_order_rectification",
			"case_publish", "case_recheck", "rectification", "rectification_judged",
		}},
		"the bureau":    {c.bureau, []string{"case_declare", "rectification_answered"}},
		"the assessors": {c.lead, []string{"assigned"}},
		"the auditor":   {c.auditor, nil},
	} {
		if diff := cmp.Diff(test.want, kinds(test.who)); diff != "" {
			c.Errorf("what %s was told (-want +got):\n%s", name, diff)
		}
	}
}
