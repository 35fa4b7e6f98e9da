package server_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// event is one server-sent event.
type event struct {
	id, name string
	data     map[string]any
}

// events reads a stream until it ends.
func (c *client) events(path, since string) []event {
	c.Helper()
	ctx, end := context.WithTimeout(context.Background(), time.Minute)
	defer end()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.url+"/api/v1"+path, nil)
	if err != nil {
		c.Fatal(err)
	}
	if since != "" {
		r.Header.Set("Last-Event-ID", since)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); answer.StatusCode != http.StatusOK || kind != "text/event-stream" {
		c.Fatalf("%s: status %d, %s", path, answer.StatusCode, kind)
	}
	var all []event
	var now event
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch name {
		case "id":
			now.id = value
		case "event":
			now.name = value
		case "data":
			if err := json.Unmarshal([]byte(value), &now.data); err != nil {
				c.Fatal(err)
			}
		case "":
			if now.name != "" {
				all = append(all, now)
			}
			now = event{}
		}
	}
	if err := lines.Err(); err != nil {
		c.Fatal(err)
	}
	return all
}

func TestAnExportIsAskedForFollowedAndDownloaded(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		w := newWorld(t, database)
		password, err := w.app.FirstAdministrator(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		admin := w.client()
		admin.want(200, "POST", "/session", "", map[string]any{"login": "admin", "password": password})
		admin.want(204, "POST", "/session/password", "", map[string]any{"old_password": password, "new_password": "银杏树下的长椅 2026"})
		bureau := admin.person("bureau", map[string]any{"role": "bureau", "region": "330499000000"})
		other := admin.person("other", map[string]any{"role": "bureau", "region": "330482000000"})
		for i := range 3 {
			bureau.want(201, "POST", "/stations", "", map[string]any{
				"code": fmt.Sprintf("town-%d", i), "name": "示例镇退役军人服务站", "kind": "station", "level": "town", "region": fmt.Sprintf("33049910%d000", i), "sample": true,
			})
		}
		other.want(403, "POST", "/exports", "", map[string]any{"kind": "stations", "region": "330499000000"})
		bureau.want(422, "POST", "/exports", "", map[string]any{"kind": "stations", "region": "330499000000", "format": "docx"})
		job := bureau.want(202, "POST", "/exports", "", map[string]any{"kind": "stations", "region": "330499000000", "format": "csv"})
		path := "/jobs/" + job["id"].(string)

		all := bureau.events(path+"/events", "")
		last := all[len(all)-1]
		if last.name != "ended" || last.data["state"] != "done" || last.data["done"] != 3.0 {
			t.Errorf("the last of %d events: %+v", len(all), last)
		}
		if again := bureau.events(path+"/events", last.id); len(again) != 1 || again[0].name != "ended" {
			t.Errorf("gone on with where it had ended: %+v", again)
		}
		file := bureau.ask("GET", path+"/file", nil)
		if got := strings.Count(string(file.body), "town-"); file.StatusCode != 200 || got != 3 {
			t.Errorf("status %d, %d stations: %s", file.StatusCode, got, file.body)
		}
		if kind := file.Header.Get("Content-Type"); kind != "text/csv; charset=utf-8" {
			t.Errorf("Content-Type: %s", kind)
		}
		if named := file.Header.Get("Content-Disposition"); !strings.HasPrefix(named, "attachment; filename*=utf-8''") {
			t.Errorf("Content-Disposition: %s", named)
		}
		other.want(403, "GET", path, "", nil)
		other.want(403, "GET", path+"/file", "", nil)
		admin.want(200, "GET", path, "", nil)
		admin.want(403, "GET", path+"/file", "", nil) // who looks after accounts has no business with what is in it
		if list := bureau.want(200, "GET", "/jobs", "", nil)["items"].([]any); len(list) != 1 {
			t.Errorf("the bureau's jobs: %v", list)
		}
		if list := other.want(200, "GET", "/jobs", "", nil)["items"].([]any); len(list) != 0 {
			t.Errorf("another bureau's jobs: %v", list)
		}
		bureau.want(200, "POST", path+"/cancel", "", nil) // it has ended, and stays as it is
		if bureau.want(200, "GET", path, "", nil)["state"] != "done" {
			t.Error("a job that had ended was cancelled")
		}
		scoring := bureau.want(202, "POST", "/regions/330499000000/score", "", nil)
		ended := bureau.events("/jobs/"+scoring["id"].(string)+"/events", "")
		if last := ended[len(ended)-1]; last.data["state"] != "done" {
			t.Errorf("scoring ended as %v", last.data)
		}
	})
}

func TestRegionsAreReadFromTheProvinceDown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	password, err := w.app.FirstAdministrator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	admin := w.client()
	admin.want(200, "POST", "/session", "", map[string]any{"login": "admin", "password": password})
	admin.want(204, "POST", "/session/password", "", map[string]any{"old_password": password, "new_password": "银杏树下的长椅 2026"})
	names := func(path string) string {
		var all []string
		for _, item := range admin.want(200, "GET", path, "", nil)["items"].([]any) {
			all = append(all, item.(map[string]any)["name"].(string))
		}
		return strings.Join(all, " ")
	}
	if got := names("/regions/330482000000"); got != "浙江省 嘉兴市 平湖市" {
		t.Errorf("path: %s", got)
	}
	if got := names("/regions/330400000000/children"); !strings.Contains(got, "平湖市") || strings.Contains(got, "街道") {
		t.Errorf("children: %s", got)
	}
	if got := names("/regions?text=%E5%B9%B3%E6%B9%96%E5%B8%82"); got != "平湖市" {
		t.Errorf("found: %s", got)
	}
	around := items(admin.want(200, "GET", "/regions?text=%E5%B9%B3%E6%B9%96%E5%B8%82", "", nil))[0]["around"]
	if around != "浙江省嘉兴市" {
		t.Errorf("it lies in %v", around)
	}
	if n := len(strings.Fields(names("/regions"))); n != 31 {
		t.Errorf("%d provinces", n)
	}
	admin.want(404, "GET", "/regions/999999000000/children", "", nil)
}
