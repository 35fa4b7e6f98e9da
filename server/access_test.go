package server_test

import (
	"net/http"
	"testing"
)

func TestAnIntegratorWorksByATokenUntilItIsRevoked(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	made := o.admin.want(201, "POST", "/people", "", map[string]any{"login": "platform", "name": "数据平台"})
	id := made["person"].(map[string]any)["id"].(string)
	o.admin.want(201, "POST", "/people/"+id+"/grants", "", map[string]any{"role": "integrator", "region": "330499000000"})
	issue := map[string]any{"name": "每晚同步", "scopes": []string{"station.read"}, "days": 30}
	o.bureau.want(403, "POST", "/people/"+id+"/tokens", "", issue)
	o.admin.want(422, "POST", "/people/"+id+"/tokens", "", map[string]any{"name": "每晚同步", "scopes": []string{"station.fly"}, "days": 30})
	issued := o.admin.want(201, "POST", "/people/"+id+"/tokens", "", issue)
	secret, token := issued["secret"].(string), issued["token"].(map[string]any)["id"].(string)
	ask := func(path string) int {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, o.url+"/api/v1"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+secret)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		return answer.StatusCode
	}
	if got := ask("/stations/" + o.station); got != 200 {
		t.Errorf("within its scope: %d", got)
	}
	if got := ask("/stations/" + o.station + "/bundle"); got != 403 {
		t.Errorf("outside its scope: %d", got)
	}
	o.admin.want(404, "DELETE", "/people/"+id+"/tokens/none", "", nil)
	o.admin.want(204, "DELETE", "/people/"+id+"/tokens/"+token, "", nil)
	if got := ask("/stations/" + o.station); got != 401 {
		t.Errorf("once it is revoked: %d", got)
	}
	listed := o.admin.want(200, "GET", "/people/"+id+"/tokens", "", nil)["items"].([]any)
	if len(listed) != 1 || listed[0].(map[string]any)["revoked"] == nil {
		t.Errorf("tokens: %v", listed)
	}
}

func TestAResetPasswordEndsEverySessionAndHasToBeChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	self := o.clerk.want(200, "GET", "/session", "", nil)
	id := self["person"].(map[string]any)["id"].(string)
	password := o.admin.want(201, "POST", "/people/"+id+"/password", "", nil)["password"]
	o.clerk.want(401, "GET", "/stations", "", nil)
	again := o.client()
	signed := again.want(200, "POST", "/session", "", map[string]any{"login": "clerk", "password": password})
	if signed["must_change"] != true {
		t.Errorf("after a reset: %v", signed)
	}
	again.want(403, "GET", "/stations", "", nil)
}
