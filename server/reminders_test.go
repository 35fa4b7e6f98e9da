package server_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// reminded moves the clock to a day, has the reminders left twice, and compares what is new to whom.
func (c *county) reminded(day string, s *town, want map[string]string) {
	c.Helper()
	people := map[string]*client{"bureau": c.bureau, "station": s.clerk, "lead": c.lead, "other": c.other}
	c.moveTo(day)
	before := map[string]int{}
	for name, p := range people {
		before[name] = len(c.remindersOf(p, s))
	}
	left, err := c.app.Work.Remind(c.Context())
	if err != nil {
		c.Fatal(err)
	}
	if again, err := c.app.Work.Remind(c.Context()); err != nil || again != 0 {
		c.Errorf("%s: reminded again: %d, %v", day, again, err)
	}
	got := map[string]string{}
	for name, p := range people {
		all := c.remindersOf(p, s)
		if fresh := all[:len(all)-before[name]]; len(fresh) > 0 { // the newest come first
			got[name] = strings.Join(fresh, " ")
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		c.Errorf("%s: reminders (-want +got):\n%s", day, diff)
	}
	told := 0
	for _, kinds := range want {
		told += len(strings.Fields(kinds))
	}
	if left != told {
		c.Errorf("%s: %d reminders were left, want %d", day, left, told)
	}
}

func (c *county) remindersOf(p *client, s *town) []string {
	c.Helper()
	var kinds []string
	for _, notice := range items(p.want(200, "GET", "/notices?limit=200", "", nil)) {
		kind := notice["kind"].(string)
		begin, _, _ := strings.Cut(kind, "_")
		if notice["case_id"] == s.caseID && (begin == "due" || begin == "overdue" || begin == "lapsed") {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func TestRemindersAreLeftOnceWhenTheyAreDue(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		c := newCounty(t, database)
		c.fillIn(2026)
		c.batch(2026)
		s := c.towns["second-town"]
		s.clerk.step(s.caseID, "declare", nil)
		nothing := map[string]string{}
		c.reminded("2026-07-15", s, nothing)
		c.reminded("2026-07-20", s, nothing)
		c.reminded("2026-07-21", s, map[string]string{"bureau": "due_acceptance"})
		c.reminded("2026-07-22", s, nothing)
		c.reminded("2026-07-23", s, map[string]string{"bureau": "overdue_acceptance"})
		c.bureau.step(s.caseID, "accept", nil)
		c.bureau.step(s.caseID, "admit", nil)
		c.bureau.want(201, "POST", "/batches/"+c.caseOf(s)["batch_id"].(string)+"/draws", "", map[string]any{"size": 1})
		c.assigned(s)
		c.lead.ledgers(s.caseID, "1")
		c.lead.want(201, "POST", "/cases/"+s.caseID+"/signature", "", map[string]any{})
		c.reminded("2026-09-10", s, nothing)
		c.reminded("2026-09-11", s, map[string]string{"bureau": "due_inspection", "other": "due_inspection"})
		c.reminded("2026-09-28", s, map[string]string{"bureau": "overdue_inspection", "other": "overdue_inspection"})
		c.other.ledgers(s.caseID, "1")
		c.other.want(201, "POST", "/cases/"+s.caseID+"/signature", "", map[string]any{})
		c.bureau.step(s.caseID, "conclude", nil)
		published := c.bureau.step(s.caseID, "publish", nil)
		if published["due_on"] != "2026-10-10" { // 1 to 7 October are holidays, Saturday 10 October is worked
			t.Errorf("publicity lasts until %v", published["due_on"])
		}
		c.reminded("2026-10-09", s, nothing)
		c.reminded("2026-10-10", s, map[string]string{"bureau": "due_publicity"})
		award := map[string]any{"award": map[string]any{"number": "示〔2026〕1 号", "title": "枫桥式退役军人服务站", "issuer": "示例县"}}
		c.bureau.unmet(s.caseID, "name", award, "publicity_over")
		c.moveTo("2026-10-12")
		c.bureau.step(s.caseID, "name", award)
		c.reminded("2028-08-12", s, nothing)
		c.reminded("2028-08-13", s, map[string]string{"bureau": "due_recheck"})
		c.reminded("2028-10-13", s, map[string]string{"bureau": "overdue_recheck"})
		c.reminded("2029-07-14", s, map[string]string{"bureau": "due_validity", "station": "due_validity"})
		c.bureau.step(s.caseID, "recheck", nil)
		c.rectifying(s)
		c.reminded("2029-07-24", s, map[string]string{"station": "due_problem"})
		c.reminded("2029-08-04", s, map[string]string{"station": "overdue_problem"})
		c.reminded("2029-10-13", s, map[string]string{
			"bureau": "lapsed_validity overdue_rectification", "station": "lapsed_validity overdue_rectification",
		})
	})
}

func (c *county) caseOf(s *town) map[string]any {
	c.Helper()
	return c.bureau.want(200, "GET", "/cases/"+s.caseID, "", nil)
}

// rectifying is ordered to put a problem right within twenty days.
func (c *county) rectifying(s *town) {
	c.assigned(s)
	for _, p := range []*client{c.lead, c.other} {
		p.ledgers(s.caseID, "1")
		p.want(201, "POST", "/cases/"+s.caseID+"/signature", "", map[string]any{})
	}
	c.bureau.want(201, "POST", "/cases/"+s.caseID+"/rectifications", "", map[string]any{
		"problem": "材料没有更新", "measure": "更新材料", "responsible": "站长", "deadline": c.now.AddDate(0, 0, 20).Format("2006-01-02"),
	})
	c.bureau.step(s.caseID, "order_rectification", map[string]any{"reason": "材料陈旧"})
}
