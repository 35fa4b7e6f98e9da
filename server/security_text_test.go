package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
)

// hostile are texts that do harm where somebody takes them for more than text; kept and given back as
// they are.
var hostile = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `'; DROP TABLE stations; --`, `' OR '1'='1`, `%' OR 1=1 --`,
	`=cmd|'/c calc'!A1`, `@SUM(1+1)`, `+1+1`, `{{7*7}} ${7*7} #{7*7}`, `../../../etc/passwd`, `%00%0d%0aSet-Cookie: a=b`, `\u0000 \x00 \n`,
	`%s%n%x`, `$(reboot) && reboot`, "第一行\n第二行\t。", `"引号" 'and' \反斜线\`, "𠮷野家👨‍👩‍👧", strings.Repeat("长", 50),
}

// refusedTexts are those that nobody means: characters that do not show or turn the writing round, and
// numbers of people.
var refusedTexts = map[string]string{
	"a NUL": "a\x00b", "a bell": "a\ab", "an escape": "\x1b[31m红", "a C1 control": "a\u0085b", "writing turned round": "照片\u202egpj.exe",
	"an isolate": "a\u2066b", "a telephone number": "联系 13812345678", "with blanks": "电话 138 1234 5678", "an identity number": "11010519491231002X",
	"full-width": "１３８１２３４５６７８",
}

func TestHostileTextsAreKeptAsTextAndAnsweredAsJSON(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		o := newOffice(t, database)
		for _, text := range hostile {
			batch := o.bureau.want(201, "POST", "/batches", "", batchInput(text))
			got := o.bureau.ask("GET", "/batches/"+batch["id"].(string), nil)
			var kept struct{ Title string }
			if err := json.Unmarshal(got.body, &kept); err != nil || kept.Title != text {
				t.Errorf("%q came back as %q: %v", text, kept.Title, err)
			}
			if got.Header.Get("Content-Type") != "application/json" {
				t.Errorf("%q was answered as %s", text, got.Header.Get("Content-Type"))
			}
			for _, query := range []string{"/stations?text=", "/people?text=", "/stations?after=", "/cases?batch=", "/cases?stage=", "/notices?after="} {
				who := o.bureau
				if got := who.ask("GET", query+url.QueryEscape(text), nil); got.StatusCode >= 500 {
					t.Errorf("%s%q: %d %s", query, text, got.StatusCode, got.body)
				}
			}
			for _, path := range []string{"/stations/", "/batches/", "/cases/", "/people/", "/attachments/"} {
				got := o.bureau.ask("GET", path+url.PathEscape(text), nil)
				if got.StatusCode < 400 || got.StatusCode >= 500 || got.Header.Get("Content-Type") != "application/problem+json" {
					t.Errorf("%s%q: %d %s %.200s", path, text, got.StatusCode, got.Header.Get("Content-Type"), got.body)
				}
			}
		}
		// a search text means itself: no wildcard, no quote ends it
		for _, text := range []string{"%", "_", "'", `\`} {
			if n := len(o.bureau.want(200, "GET", "/stations?text="+url.QueryEscape(text), "", nil)["items"].([]any)); n != 0 {
				t.Errorf("the text %q finds %d stations", text, n)
			}
		}
		if n := len(o.bureau.want(200, "GET", "/stations", "", nil)["items"].([]any)); n != 2 {
			t.Errorf("%d stations after all this, want 2", n)
		}
	})
}

const tooLong = "more than a megabyte"

// eachText passes every text of a body with a function that puts another in its place.
func eachText(value any, at string, pass func(at string, put func(string))) {
	switch v := value.(type) {
	case map[string]any:
		for name, inner := range v {
			if _, ok := inner.(string); ok {
				pass(at+"."+name, func(text string) { v[name] = text })
				v[name] = inner
				continue
			}
			eachText(inner, at+"."+name, pass)
		}
	case []any:
		for i, inner := range v {
			if _, ok := inner.(string); ok {
				pass(fmt.Sprintf("%s[%d]", at, i), func(text string) { v[i] = text })
				v[i] = inner
				continue
			}
			eachText(inner, at, pass)
		}
	}
}

// TestNoTextFieldTakesWhatNobodyMeans puts unfit texts into every text of every body of the contract.
func TestNoTextFieldTakesWhatNobodyMeans(t *testing.T) {
	t.Parallel()
	m := newMatrix(t)
	entries := len(m.noted(t))
	fields := 0
	for _, door := range operations(t, m.admin.ask("GET", "/openapi.json", nil).body) {
		if door.body == nil || door.action == "" || door.action == "card.verify" {
			continue // a card is looked at and kept nowhere, and its digits are nobody's number: api/clean_test.go
		}
		door.whole = true
		path, _ := m.address(door)
		body, long := m.body(t, door), false
		refused := func(at, says string) {
			got := m.bureau.ask(door.method, path, toJSON(t, body), `If-Match: "1"`)
			expected := []int{400, 422}
			if says == tooLong {
				expected = append(expected, 413, 403)
			}
			if !slices.Contains(expected, got.StatusCode) {
				t.Errorf("%s takes %s in %s: %d %.300s", door.id, says, at, got.StatusCode, got.body)
			}
			if bytes.Contains(got.body, []byte("13812345678")) || bytes.Contains(got.body, []byte("11010519491231002X")) {
				t.Errorf("%s: the refusal repeats the number: %s", door.id, got.body)
			}
		}
		eachText(body, "body", func(at string, put func(string)) {
			if at == "body.text" && strings.HasPrefix(door.action, "bundle.") {
				return // evidence has a reader of its own, which refuses the same
			}
			fields++
			for says, text := range refusedTexts {
				put(text)
				refused(at, says)
			}
			if !long {
				long = true
				put(strings.Repeat("啊", 400_000))
				refused(at, tooLong)
			}
		})
	}
	if fields < 60 {
		t.Errorf("only %d texts were found in the contract", fields)
	}
	if now := m.noted(t); len(now) != entries {
		t.Errorf("the journal has %d new entries", len(now)-entries)
	}
}

func TestANameInAnotherCaseOrTwiceIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	for _, body := range []string{
		`{"login":"colleague","login":"admin","name":"甲"}`,
		`{"login":"colleague","name":"甲","Login":"admin"}`,
		`{"Login":"colleague","name":"甲"}`,
		`{"login":"colleague","name":"甲","disabled":false,"must_change":false}`,
		`{"login":"colleague","name":"甲"}{"login":"admin","name":"乙"}`,
		`{"login":"colleague","name":"甲","password":"x","id":"1","version":9}`,
	} {
		if got := o.admin.ask("POST", "/people", strings.NewReader(body)); got.StatusCode != 400 && got.StatusCode != 422 {
			t.Errorf("%s: %d %s", body, got.StatusCode, got.body)
		}
	}
}

func TestAPathLeadsNowhereElse(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	for _, path := range []string{
		"/stations/../people", "/stations/..%2fpeople", "/stations/%2e%2e/people", "/stations/" + o.station + "/../../people",
		"/stations/" + o.station + "%00", "/stations/%ff%fe", "/attachments/..%2f..%2fzhanping.db", "/stations/" + strings.Repeat("a", 5000),
		"/stations/" + o.station + "/revisions/-1", "/stations/" + o.station + "/revisions/1e9", "/stations/" + o.station + "/revisions/99999999999999999999",
	} {
		got := o.clerk.ask("GET", path, nil)
		if got.StatusCode < 300 || got.StatusCode >= 500 {
			t.Errorf("%s: %d %.200s", path, got.StatusCode, got.body)
		}
	}
}
