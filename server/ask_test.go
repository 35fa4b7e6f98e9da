package server_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"zhanping/server/store/storetest"
)

// reply is an answer as it came.
type reply struct {
	*http.Response
	body []byte
}

// problem is the answer's body where it is one.
func (r reply) problem() (code, detail string) {
	var p struct{ Code, Detail string }
	_ = json.Unmarshal(r.body, &p) // a body that is no problem has no code
	return p.Code, p.Detail
}

// ask sends any bytes with any headers ("Name: value") and gives the answer, whatever it is.
func (c *client) ask(method, path string, body io.Reader, headers ...string) reply {
	c.Helper()
	got, err := c.try(method, path, body, headers...)
	if err != nil {
		c.Fatal(err)
	}
	return got
}

func (c *client) try(method, path string, body io.Reader, headers ...string) (reply, error) {
	if !strings.HasPrefix(path, "/live") && !strings.HasPrefix(path, "/ready") && !strings.HasPrefix(path, "/metrics") {
		path = "/api/v1" + path
	}
	r, err := http.NewRequest(method, c.url+path, body)
	if err != nil {
		return reply{}, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Set(name, value)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	return reply{answer, text}, err
}

// toJSON is a body.
func toJSON(t testing.TB, in any) *bytes.Reader {
	t.Helper()
	return bytes.NewReader(mustJSON(t, in))
}

// onBoth runs a test on an empty database of each kind; "" is the SQLite file in the data folder.
func onBoth(t *testing.T, test func(t *testing.T, database string)) {
	t.Helper()
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		test(t, "")
	})
	t.Run("PostgreSQL", func(t *testing.T) {
		t.Parallel()
		test(t, storetest.PostgreSQL(t))
	})
}

func mustJSON(t testing.TB, in any) []byte {
	t.Helper()
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
