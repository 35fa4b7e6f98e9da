package server_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/internal/journal"
	"zhanping/server/store/storetest"
)

// TestTheWholeProcess takes stations of a county from their first evidence to naming, re-check,
// rectification and withdrawal, two years in a row, as different people over HTTP. Every answer is
// held against the contract.
func TestTheWholeProcess(t *testing.T) {
	for name, database := range map[string]func(testing.TB) string{
		"SQLite": func(testing.TB) string { return "" }, "PostgreSQL": storetest.PostgreSQL,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newCounty(t, database(t))
			first := c.year(2026, plan{kept: "exemplary-town", rectified: "second-town", withdrawn: "third-town", left: "fourth-town"})
			c.onceWithdrawn(2027, "third-town")
			c.year(2027, plan{kept: "exemplary-town", rectified: "second-town", withdrawn: "fourth-town"})
			for path, before := range first {
				if diff := cmp.Diff(before, c.auditor.bytesOf(path)); diff != "" {
					t.Errorf("%s changed within a year (-before +now):\n%s", path, diff)
				}
			}
			c.soundJournal()
		})
	}
}

// plan is which station takes which way.
type plan struct{ kept, rectified, withdrawn, left string }

func (p plan) named() []string { return []string{p.kept, p.rectified, p.withdrawn} }

// year is one batch. It gives what must never change again, by address.
func (c *county) year(year int, p plan) map[string]string {
	c.moveTo(fmt.Sprintf("%d-07-15", year))
	c.fillIn(year)
	batch := c.batch(year)
	c.returned(c.towns["incomplete-town"])
	onsite := append(p.named(), "lacking-town")
	if p.left != "" {
		onsite = append(onsite, p.left)
	}
	for _, code := range onsite {
		c.admitted(c.towns[code])
	}
	c.drawn(batch, len(onsite))
	for _, code := range onsite {
		c.assigned(c.towns[code])
	}
	c.checked(c.towns[p.kept])
	for _, code := range onsite {
		if code != p.kept {
			c.found(c.towns[code])
		}
	}
	c.disputed(c.towns[p.kept])
	for _, code := range p.named() {
		c.bureau.step(c.towns[code].caseID, "publish", nil)
	}
	c.notNamed(c.towns["lacking-town"], p.left)
	pinned := c.pinned(p.kept)
	c.named(year, p)
	c.rechecked(year, p)
	for path, text := range pinned {
		if diff := cmp.Diff(text, c.auditor.bytesOf(path)); diff != "" {
			c.Errorf("%s changed with the re-check (-before +now):\n%s", path, diff)
		}
	}
	return pinned
}

// soundJournal reads the whole journal as the auditor's tool does.
func (c *county) soundJournal() {
	err := c.app.ReadJournal(c.Context(), func(r journal.Reader) error {
		verdict, err := journal.Verify(c.Context(), r, journal.Options{})
		if err == nil && verdict.Fault != nil {
			c.Errorf("the journal is not sound: %v", verdict.Fault)
		}
		if verdict.Head.Size < 300 {
			c.Errorf("the journal holds only %d entries", verdict.Head.Size)
		}
		return err
	})
	if err != nil {
		c.Fatal(err)
	}
	for _, action := range []string{"case.declare", "finding.record", "dispute.decide", "case.pin", "award.write"} {
		found := false
		for before := int64(0); !found; {
			page := items(c.auditor.want(200, "GET", fmt.Sprintf("/journal?region=330499000000&limit=200&before=%d", before), "", nil))
			if len(page) == 0 {
				break
			}
			for _, entry := range page {
				found = found || entry["action"] == action
				before = int64(entry["seq"].(float64))
			}
		}
		if !found {
			c.Errorf("the auditor finds no entry %s", action)
		}
	}
}
