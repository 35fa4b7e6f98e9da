package server_test

import (
	"fmt"
	"testing"
)

// The journal keeps ids only; who reads it sees names.
func TestTheJournalIsReadWithNames(t *testing.T) {
	t.Parallel()
	c := newCounty(t, "")
	c.fillIn(2026)
	c.batch(2026)
	s := c.towns["second-town"]
	s.clerk.step(s.caseID, "declare", nil)

	own := items(s.clerk.want(200, "GET", "/journal/own", "", nil))
	if len(own) == 0 {
		t.Fatal("the clerk did nothing")
	}
	if own[0]["action"] != "case.declare" || own[0]["name"] == "" || own[0]["about"] == "" {
		t.Fatalf("the clerk did: %.300s", text(own[0]))
	}
	me := own[0]["actor"].(string)
	theirs := items(c.auditor.want(200, "GET", "/journal?region=330499000000&limit=200&actor="+me, "", nil))
	if len(theirs) != len(own) {
		t.Errorf("the auditor sees %d entries of the clerk, the clerk %d", len(theirs), len(own))
	}
	saved := false
	for _, entry := range theirs {
		if entry["actor"] != me || entry["name"] != own[0]["name"] || entry["about"] != own[0]["about"] {
			t.Errorf("an entry of the clerk at their station: %.300s", text(entry))
		}
		saved = saved || entry["kind"] == "revision"
	}
	if !saved {
		t.Error("no entry of saving among them")
	}
	c.bureau.want(403, "GET", "/journal?region=330499000000", "", nil)
}

func TestANoticeIsPutAwayForAllToWhomItWasLeft(t *testing.T) {
	t.Parallel()
	c := newCounty(t, "")
	c.fillIn(2026)
	c.batch(2026)
	s := c.towns["second-town"]
	mine := items(s.clerk.want(200, "GET", "/notices", "", nil))[0]
	path := fmt.Sprintf("/notices/%s/done", mine["id"])
	c.towns["third-town"].clerk.want(404, "POST", path, "", nil)
	if mine["done_at"] != nil {
		t.Fatalf("done before anybody did it: %v", mine)
	}
	first := s.clerk.want(200, "POST", path, "", nil)["done_at"]
	c.moveTo("2026-07-20")
	if again := s.clerk.want(200, "POST", path, "", nil)["done_at"]; first == nil || again != first {
		t.Errorf("done at %v, put away again at %v", first, again)
	}
	if now := items(s.clerk.want(200, "GET", "/notices", "", nil))[0]; now["id"] != mine["id"] || now["done_at"] != first {
		t.Errorf("the list has %v", now)
	}
	last := items(s.clerk.want(200, "GET", "/journal/own?limit=1", "", nil))[0]
	if last["action"] != "notice.done" || last["about"] == "" {
		t.Errorf("the journal says %v", last)
	}
}
