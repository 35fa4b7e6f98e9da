package server_test

import (
	"fmt"
	"sync"
	"testing"
	"time"
)

// together sends the same kind of request several times at once and gives the answers by status.
func together(t *testing.T, n int, send func(i int) (reply, error)) map[int][]reply {
	t.Helper()
	var mu sync.Mutex
	var senders sync.WaitGroup
	replies := map[int][]reply{}
	begin := make(chan bool)
	for i := range n {
		senders.Go(func() {
			<-begin
			got, err := send(i)
			if err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			replies[got.StatusCode] = append(replies[got.StatusCode], got)
		})
	}
	close(begin)
	senders.Wait()
	return replies
}

// oneWins checks that of all answers one is a success and the others are refused as stale.
func oneWins(t *testing.T, replies map[int][]reply, success, n int) {
	t.Helper()
	if len(replies[success]) != 1 || len(replies[409]) != n-1 {
		for status, list := range replies {
			t.Errorf("%d times %d: %.300s", len(list), status, list[0].body)
		}
		return
	}
	for _, r := range replies[409] {
		if code, _ := r.problem(); code != "stale" {
			t.Errorf("refused as %s: %.300s", code, r.body)
		}
	}
}

func TestOfThoseWhoSaveTheSameThingAtOnceOneWins(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		o := newOffice(t, database)
		const many = 6
		for round := range 3 {
			replies := together(t, many, func(i int) (reply, error) {
				return o.clerk.try("PUT", "/stations/"+o.station+"/bundle",
					toJSON(t, map[string]any{"text": evidenceOf(t, "incomplete-town", 10*round+i)}), fmt.Sprintf(`If-Match: "%d"`, round))
			})
			oneWins(t, replies, 200, many)
		}
		replies := together(t, many, func(i int) (reply, error) {
			return o.bureau.try("PUT", "/stations/"+o.other, toJSON(t, map[string]any{
				"code": "lacking-town", "name": fmt.Sprintf("示例站 %d", i), "kind": "station", "level": "town", "region": "330499102000",
			}), `If-Match: "1"`)
		})
		oneWins(t, replies, 200, many)
		if n := len(o.clerk.want(200, "GET", "/stations/"+o.station+"/revisions", "", nil)["items"].([]any)); n != 3 {
			t.Errorf("%d revisions, want one a round", n)
		}
	})
}

func TestAClockSetBackKeepsOrderAndEndsSessions(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		c := childConfig{Data: t.TempDir(), Database: database}
		o, p := settle(t, c)
		batch := o.bureau.want(201, "POST", "/batches", "", batchInput("第一批"))["id"].(string)
		opened1 := o.bureau.want(201, "POST", "/batches/"+batch+"/cases", "", map[string]any{"stations": []string{o.station}})
		caseID := opened1["items"].([]any)[0].(map[string]any)["id"].(string)
		o.clerk.want(200, "PUT", "/stations/"+o.station+"/bundle", `"0"`, map[string]any{"text": evidenceOf(t, "incomplete-town", 0)})
		for i, back := range []time.Duration{-time.Hour, -365 * 24 * time.Hour} {
			p.kill()
			c.Offset = back
			p = start(t, c)
			o.url = p.URL
			// a session that began in the future would otherwise last for a year
			if got := o.bureau.ask("GET", "/notices", nil); got.StatusCode != 401 {
				t.Errorf("%v back: the session of before holds: %d", back, got.StatusCode)
			}
			for login, person := range map[string]*client{"bureau": o.bureau, "clerk": o.clerk} {
				person.want(200, "POST", "/session", "", map[string]any{"login": login, "password": "银杏树下的长椅 " + login})
			}
			o.bureau.want(201, "POST", "/batches", "", batchInput(fmt.Sprintf("第 %d 批", i+2)))
		}
		// a year ago the evidence speaks of days to come
		o.clerk.want(422, "POST", "/cases/"+caseID+"/declare", `"1"`, map[string]any{})
		p.kill()
		db := opened(t, c)
		if n := len(sound(t, db)["batch.write"]); n != 3 {
			t.Errorf("%d entries of batches, want 3", n)
		}
		whole(t, db)
		c.Offset = 0
		o.url = start(t, c).URL
		if got := o.clerk.ask("GET", "/notices", nil); got.StatusCode != 401 {
			t.Errorf("a session of a year ago holds: %d", got.StatusCode)
		}
	})
}
