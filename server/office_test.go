package server_test

import "testing"

// office is a county with an administrator, a bureau, two stations and the clerk of the first.
type office struct {
	*world
	admin, bureau, clerk *client
	station, other       string
}

func newOffice(t *testing.T, database string) *office {
	t.Helper()
	o := &office{world: newWorld(t, database)}
	password, err := o.app.FirstAdministrator(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o.furnish(password)
	return o
}

// furnish makes the people and the stations.
func (o *office) furnish(password string) {
	o.Helper()
	o.admin = o.client()
	o.admin.want(200, "POST", "/session", "", map[string]any{"login": "admin", "password": password})
	o.admin.want(204, "POST", "/session/password", "", map[string]any{"old_password": password, "new_password": "银杏树下的长椅 admin"})
	o.bureau = o.admin.person("bureau", map[string]any{"role": "bureau", "region": "330499000000"})
	o.station = o.bureau.addStation("incomplete-town", "330499103000")
	o.other = o.bureau.addStation("lacking-town", "330499102000")
	o.clerk = o.admin.person("clerk", map[string]any{"role": "station", "station_id": o.station})
}

func (c *client) addStation(code, region string) string {
	c.Helper()
	made := c.want(201, "POST", "/stations", "", map[string]any{
		"code": code, "name": "示例镇退役军人服务站", "kind": "station", "level": "town", "region": region, "sample": true,
	})
	return made["id"].(string)
}
