package server_test

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"
	"time"
)

// Numbers and a name that no log may hold, however they come in.
var personal = []string{"11010519491231002X", "13912345678", "139 1234 5678", "司马测试甲"}

// TestNoLogHoldsWhatIsPersonal sends personal numbers and a name wherever a request can carry text,
// through requests that succeed, are refused and break, and reads everything the process wrote.
func TestNoLogHoldsWhatIsPersonal(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		c := childConfig{Data: t.TempDir(), Database: database}
		o, p := settle(t, c)
		doors := operations(t, o.admin.ask("GET", "/openapi.json", nil).body)
		people := map[string]*client{"nobody": o.client(), "bureau": o.bureau, "clerk": o.clerk}
		for _, secret := range []string{strings.Join(personal, "，"), personal[0]} {
			quoted := url.QueryEscape(secret)
			headers := []string{
				"User-Agent: " + secret, "X-Request-Id: " + secret, "Referer: https://x/?q=" + quoted, "X-Forwarded-For: " + secret,
				"Idempotency-Key: key-" + personal[0], `If-Match: "` + secret + `"`, "Accept-Language: " + secret, "Accept: " + secret,
			}
			for name, who := range people {
				for _, door := range doors {
					if door.action == "" && name != "nobody" {
						continue // it would sign them out
					}
					path := regexpParameter.ReplaceAllString(door.path, url.PathEscape(secret))
					body := `{"login": "` + secret + `", "name": "` + secret + `", "text": "` + secret + `", "reason": "` + secret + `"`
					if door.method == "GET" {
						who.ask(door.method, path+"?text="+quoted+"&region="+quoted+"&"+quoted+"=1", nil, headers...)
						continue
					}
					who.ask(door.method, path, strings.NewReader(body+"}"), headers...)
					who.ask(door.method, regexpParameter.ReplaceAllString(door.path, o.station), strings.NewReader(body), headers[:4]...) // broken off
				}
			}
			o.client().ask("POST", "/session", toJSON(t, map[string]any{"login": secret, "password": secret}))
			o.client().ask("GET", "/session", nil, "Authorization: Bearer "+secret, "Cookie: zhanping="+quoted)
			o.client().ask("GET", "/no/door/"+quoted+"?"+quoted, nil)
			o.client().ask("TRACE-"+personal[0], "/stations", nil)
			var form bytes.Buffer
			w := multipart.NewWriter(&form)
			part, _ := w.CreateFormFile("file", secret+".jpg")
			_, _ = part.Write([]byte(secret)) // into memory
			_ = w.Close()
			o.clerk.ask("POST", "/stations/"+o.station+"/attachments", &form, "Content-Type: "+w.FormDataContentType())
			o.clerk.ask("PUT", "/stations/"+o.station+"/bundle", toJSON(t, map[string]any{"text": evidenceOf(t, "incomplete-town", 0) + "# " + secret}), `If-Match: "0"`)
		}
		// names are kept, and stay out of the logs all the same
		o.admin.want(201, "POST", "/people", "", map[string]any{"login": "named", "name": "司马测试甲"})
		o.bureau.want(201, "POST", "/batches", "", batchInput("司马测试甲的批次"))
		metrics := o.admin.ask("GET", "/metrics", nil).body
		time.Sleep(100 * time.Millisecond) // the last lines are on their way
		written := p.log.String()
		if lines := strings.Count(written, "\n"); lines < 500 {
			t.Fatalf("the log has only %d lines", lines)
		}
		for _, secret := range personal {
			for _, form := range []string{secret, url.QueryEscape(secret), url.PathEscape(secret), strings.ReplaceAll(secret, " ", "")} {
				if strings.Contains(written, form) {
					t.Errorf("the log holds %s: %.400s", form, lineWith(written, form))
				}
				if strings.Contains(string(metrics), form) {
					t.Errorf("the metrics hold %s", form)
				}
			}
		}
	})
}
