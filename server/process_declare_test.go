package server_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"zhanping/server/casework"
)

// fillIn has every clerk save the year's evidence of their own station, and of no other.
func (c *county) fillIn(year int) {
	for _, s := range c.towns {
		text := later(s.text, year-2026)
		now := c.bureau.want(200, "GET", "/stations/"+s.id, "", nil)
		base := fmt.Sprintf(`"%v"`, now["revision"])
		saved := s.clerk.want(200, "PUT", "/stations/"+s.id+"/bundle", base, map[string]any{"text": text})
		results := saved["results"].([]any)
		if len(results) == 0 {
			c.Errorf("%s: saved and not scored", s.code)
		}
		s.clerk.refuse(409, "stale", "PUT", "/stations/"+s.id+"/bundle", base, map[string]any{"text": text + "\n# 又改\n"})
	}
	own, foreign := c.towns["exemplary-town"], c.towns["lacking-town"]
	own.clerk.refuse(403, "forbidden", "PUT", "/stations/"+foreign.id+"/bundle", `"1"`, map[string]any{"text": foreign.text})
	faults := own.clerk.refuse(422, "invalid", "PUT", "/stations/"+own.id+"/bundle", `"1"`, map[string]any{"text": foreign.text})
	if diff := cmp.Diff([]string{"subject.id", "subject.region"}, sorted(faults)); diff != "" {
		c.Errorf("another station's evidence: faults (-want +got):\n%s", diff)
	}
	finding := "\nfindings:\n  - {standard: fqs-town-76, item: E07, source: on_site, outcome: satisfied, by: 甲, date: 2026-07-08, reason: 齐全}\n"
	own.clerk.says("ETag", 422, "PUT", "/stations/"+own.id+"/bundle", `"x"`, map[string]any{"text": own.text})
	own.clerk.says("佐证材料与单位不符", 422, "PUT", "/stations/"+own.id+"/bundle", `"1"`, map[string]any{"text": own.text + finding})
}

func sorted(faults map[string]string) []string {
	var fields []string
	for field := range faults {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	return fields
}

// batch opens the year's batch and puts every station into it.
func (c *county) batch(year int) string {
	in := map[string]any{
		"title": fmt.Sprintf("示例县 %d 年枫桥式创建", year), "region": "330499000000", "year": year, "standard": "fqs-town-76",
		"opens_on": fmt.Sprintf("%d-07-01", year), "closes_on": fmt.Sprintf("%d-08-31", year),
		"rules": map[string]any{
			"assessors": 2, "blind": true, "difference_limit": "0.4", "allow_own_region": false, "publicity_days": 5,
			"quotas": []any{map[string]any{"grade": "示范", "most": 3}}, "lowest_grade": "达标", "sample_size": 5,
		},
	}
	c.towns["exemplary-town"].clerk.refuse(403, "forbidden", "POST", "/batches", "", in)
	c.admin.refuse(403, "forbidden", "POST", "/batches", "", in)
	wrong := map[string]any{}
	for field, value := range in {
		wrong[field] = value
	}
	wrong["closes_on"] = fmt.Sprintf("%d-06-30", year)
	c.bureau.says("早于开始日", 422, "POST", "/batches", "", wrong)
	batch := c.bureau.want(201, "POST", "/batches", "", in)
	if batch["standard"] != "fqs-town-76@2026-draft" {
		c.Errorf("the batch is about %v", batch["standard"])
	}
	id := batch["id"].(string)
	var stations []any
	for _, s := range c.towns {
		stations = append(stations, s.id)
	}
	opened := items(c.bureau.want(201, "POST", "/batches/"+id+"/cases", "", map[string]any{"stations": stations}))
	if len(opened) != len(c.towns) {
		c.Fatalf("%d cases were opened for %d stations", len(opened), len(c.towns))
	}
	for _, s := range c.towns {
		for _, one := range opened {
			if one["station_id"] == s.id {
				s.caseID = one["id"].(string)
			}
		}
	}
	again := items(c.bureau.want(201, "POST", "/batches/"+id+"/cases", "", map[string]any{"stations": stations}))
	if len(again) != 0 {
		c.Errorf("%d cases were opened twice", len(again))
	}
	return id
}

// returned is declared, sent back, declared anew on newer evidence, and turned down.
func (c *county) returned(s *town) {
	c.bureau.forbidden(s.caseID, "declare", "没有这项权限", nil)
	c.towns["lacking-town"].clerk.want(403, "GET", "/cases/"+s.caseID, "", nil)
	declared := s.clerk.step(s.caseID, "declare", nil)
	c.saveAgain(s)
	if now := s.clerk.want(200, "GET", "/cases/"+s.caseID, "", nil); now["revision_id"] != declared["revision_id"] {
		c.Error("what was saved after the declaration changed the case")
	}
	s.clerk.forbidden(s.caseID, "accept", "没有这项权限", nil)
	c.bureau.refuse(409, "stale", "POST", "/cases/"+s.caseID+"/accept", `"1"`, map[string]any{})
	c.bureau.step(s.caseID, "accept", nil)
	for _, step := range items(c.bureau.want(200, "GET", "/cases/"+s.caseID+"/steps", "", nil)) {
		if step["reason"] != (step["action"] != "admit") || step["award"] != false {
			c.Errorf("what the step asks for: %v", step)
		}
	}
	c.bureau.unmet(s.caseID, "return", map[string]any{"reason": "  "}, "reason")
	back := c.bureau.step(s.caseID, "return", map[string]any{"reason": "材料不全，请补齐佐证"})
	if back["stage"] != "self" || back["reason"] != "材料不全，请补齐佐证" {
		c.Errorf("sent back: %v", back)
	}
	again := s.clerk.step(s.caseID, "declare", nil)
	if again["revision_id"] == declared["revision_id"] {
		c.Error("declared anew, the case is still about the older evidence")
	}
	c.bureau.step(s.caseID, "accept", nil)
	c.bureau.unmet(s.caseID, "refuse", nil, "reason")
	refused := c.bureau.step(s.caseID, "refuse", map[string]any{"reason": "材料仍不齐全"})
	if refused["stage"] != "refused" || refused["locked"] != true || refused["due_on"] != "" {
		c.Errorf("turned down: %v", refused)
	}
	now := s.clerk.want(200, "GET", "/cases/"+s.caseID, "", nil)
	s.clerk.says("已经办结", 409, "POST", "/cases/"+s.caseID+"/declare", version(now), map[string]any{})
}

// saveAgain saves a newer revision of the station's evidence.
func (c *county) saveAgain(s *town) {
	now := s.clerk.want(200, "GET", "/stations/"+s.id+"/bundle", "", nil)
	text := now["text"].(string) + "# 核对过一遍\n"
	saved := s.clerk.want(200, "PUT", "/stations/"+s.id+"/bundle", fmt.Sprintf(`"%v"`, now["number"]), map[string]any{"text": text})
	if saved["same"] != false {
		c.Error("a change was not kept as a revision")
	}
}

// admitted is declared, accepted and admitted to the check on site.
func (c *county) admitted(s *town) {
	declared := s.clerk.step(s.caseID, "declare", nil)
	year := c.now.Year()
	if want := fmt.Sprintf("%d-07-22", year); declared["due_on"] != want { // five working days
		c.Errorf("to be accepted by %v, want %s", declared["due_on"], want)
	}
	c.second.step(s.caseID, "accept", nil)
	admitted := c.bureau.step(s.caseID, "admit", nil)
	if want := fmt.Sprintf("%d-09-13", year); admitted["stage"] != "onsite" || admitted["due_on"] != want { // sixty days
		c.Errorf("admitted: %v", admitted)
	}
}

// drawn draws the sample of the batch, which anybody can draw again.
func (c *county) drawn(batch string, size int) {
	kept := c.towns["exemplary-town"]
	if waits := c.waits(kept.caseID, "conclude"); !strings.Contains(waits, "先抽取名单") {
		c.Errorf("before the draw the conclusion waits for %s", waits)
	}
	kept.clerk.refuse(403, "forbidden", "POST", "/batches/"+batch+"/draws", "", map[string]any{"size": size})
	c.bureau.says("可抽的有", 422, "POST", "/batches/"+batch+"/draws", "", map[string]any{"size": size + 1})
	c.bureau.want(201, "POST", "/batches/"+batch+"/draws", "", map[string]any{"size": size})
	draw := items(c.auditor.want(200, "GET", "/batches/"+batch+"/draws", "", nil))[0]
	again := casework.Drawn(draw["seed"].(string), texts(draw["population"]), size)
	if diff := cmp.Diff(again, texts(draw["chosen"])); diff != "" || len(again) != size {
		c.Errorf("drawn again by the same seed (-again +kept):\n%s", diff)
	}
	if waits := c.waits(kept.caseID, "conclude"); strings.Contains(waits, "先抽取名单") {
		c.Errorf("after the draw the conclusion still waits for it: %s", waits)
	}
}

func texts(list any) []string {
	var found []string
	for _, text := range list.([]any) {
		found = append(found, text.(string))
	}
	return found
}

// waits is what a step of a case still waits for.
func (c *county) waits(caseID, action string) string {
	for _, step := range items(c.bureau.want(200, "GET", "/cases/"+caseID+"/steps", "", nil)) {
		if step["action"] == action {
			return strings.Join(texts(step["unmet"]), " ")
		}
	}
	c.Fatalf("%s is no step of the case's stage", action)
	return ""
}
