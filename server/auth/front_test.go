package auth_test

import (
	"bufio"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhanping/server/auth"
)

func TestEveryAnswerCarriesTheSecurityHeaders(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	answers := map[string]reply{
		"an answer":   w.signIn(t, w.server.Client(), login, password),
		"not found":   send(t, w.server.Client(), "GET", w.server.URL+"/nowhere", ""),
		"refused":     w.meByToken(t, "zp_x"),
		"broken down": send(t, w.server.Client(), "POST", w.server.URL+"/broken/1", ""),
	}
	for name, got := range answers {
		for header, want := range map[string]string{
			"X-Content-Type-Options":  "nosniff",
			"X-Frame-Options":         "DENY",
			"Referrer-Policy":         "same-origin",
			"Permissions-Policy":      "camera=(self)",
			"Cache-Control":           "no-store",
			"Content-Security-Policy": "default-src 'self'",
		} {
			if !strings.HasPrefix(got.header.Get(header), want) {
				t.Errorf("%s: %s is %q, want %q", name, header, got.header.Get(header), want)
			}
		}
		policy := got.header.Get("Content-Security-Policy")
		scripts := "; script-src 'self' 'wasm-unsafe-eval';" // compiles the engine, runs no text
		if strings.Contains(strings.Replace(policy, scripts, "", 1), "unsafe") || !strings.Contains(policy, scripts) || !strings.Contains(policy, "frame-ancestors 'none'") ||
			!strings.Contains(policy, "style-src 'self';") {
			t.Errorf("%s: policy %q", name, policy)
		}
	}
}

func TestRequestsFromOtherSitesAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		method  string
		headers []string
		want    int
	}{
		"our own page":                 {"POST", []string{"Sec-Fetch-Site", "same-origin"}, 200},
		"no browser":                   {"POST", nil, 200},
		"another site":                 {"POST", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"a neighbour":                  {"POST", []string{"Sec-Fetch-Site", "same-site"}, 403},
		"another site, old browser":    {"POST", []string{"Origin", "https://evil.example"}, 403},
		"a page without an origin":     {"POST", []string{"Origin", "null"}, 403},
		"our public name":              {"POST", []string{"Origin", "https://zp.example.cn"}, 200},
		"another site, reading":        {"GET", []string{"Sec-Fetch-Site", "cross-site"}, 200},
		"another site, deleting":       {"DELETE", []string{"Sec-Fetch-Site", "cross-site"}, 403},
		"another site, made-up method": {"STEAL", []string{"Sec-Fetch-Site", "cross-site"}, 403},
	}
	w := newWorld(t, func(c *auth.Config) { c.PublicURL = "https://zp.example.cn" })
	handler := w.service.Front(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	server := serve(t, handler)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := send(t, server.Client(), tt.method, server.URL+"/", "", tt.headers...); got.status != tt.want {
				t.Errorf("got %d, want %d", got.status, tt.want)
			}
		})
	}
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		given string
		kept  bool
	}{
		"of a proxy, UUID":         {"019a3c5e-7b1d-7c3a-9f2e-4d5a6b7c8d9e", true},
		"of a proxy, hexadecimal":  {"4f9a0c1e2b3d4f5a6b7c8d9e0f1a2b3c", true},
		"none":                     {"", false},
		"short":                    {"abc", false},
		"65 characters":            {strings.Repeat("ab", 32) + "c", false},
		"an identity number":       {"330482198001011234", false},
		"a phone number among it":  {"caller-13812345678-x", false},
		"Chinese":                  {"请求编号请求编号请求编号请求编号", false},
		"something for the log":    {"abcdefghijklmnop\" level=error", false},
		"something for the screen": {"<script>alert(1)</script>", false},
	}
	w := newWorld(t)
	fresh := regexp.MustCompile(`^[A-Z2-7]{26}$`)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := send(t, w.server.Client(), "GET", w.server.URL+"/me", "", "X-Request-Id", tt.given).header.Get("X-Request-Id")
			if (got == tt.given) != tt.kept || !tt.kept && !fresh.MatchString(got) {
				t.Errorf("got %q, kept: %t", got, tt.kept)
			}
			if logged := strings.Contains(w.log.String(), `"request":"`+got+`"`); !logged {
				t.Errorf("request %s is not in the log", got)
			}
		})
	}
}

func TestWhoAsksTooOftenWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *auth.Config) {
		c.PerAddress = auth.Rate{PerSecond: 0.5, AtOnce: 3}
		c.TrustedProxies = []string{"127.0.0.1", "10.0.0.0/8"}
	})
	from := func(addresses string) reply {
		return send(t, w.server.Client(), "GET", w.server.URL+"/me", "", "X-Forwarded-For", addresses)
	}
	for range 3 {
		expect(t, "at once", from("203.0.113.5"), 401, auth.CodeNotSignedIn)
	}
	got := from("203.0.113.5")
	expect(t, "the fourth", got, 429, auth.CodeTooManyRequests)
	if wait, _ := strconv.Atoi(got.header.Get("Retry-After")); wait != 2 {
		t.Errorf("Retry-After %q, want 2", got.header.Get("Retry-After"))
	}
	if words, _ := got.body["words"].(string); words != "请求过于频繁，请 2 秒后再试。" {
		t.Errorf("got %q", words)
	}
	expect(t, "the fourth through two proxies", from("203.0.113.5, 10.1.1.1"), 429, auth.CodeTooManyRequests)
	expect(t, "with a made-up hop before it", from("198.51.100.1, 203.0.113.5"), 429, auth.CodeTooManyRequests)
	expect(t, "another address", from("203.0.113.6"), 401, auth.CodeNotSignedIn)
	w.turn(2 * time.Second)
	expect(t, "after the wait", from("203.0.113.5"), 401, auth.CodeNotSignedIn)
	for i := range 3 {
		from("2001:db8:1:2::" + strconv.Itoa(i+1))
	}
	expect(t, "another address of the same IPv6 network", from("2001:db8:1:2::9"), 429, auth.CodeTooManyRequests)
	expect(t, "another IPv6 network", from("2001:db8:1:3::9"), 401, auth.CodeNotSignedIn)
	w.turn(-time.Hour)
	expect(t, "a clock set back: no worse", from("203.0.113.7"), 401, auth.CodeNotSignedIn)
}

func TestForwardedAddressesCountFromTrustedProxiesOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *auth.Config) { c.PerAddress = auth.Rate{PerSecond: 0.1, AtOnce: 2} })
	var last reply
	for i := range 3 {
		last = send(t, w.server.Client(), "GET", w.server.URL+"/me", "", "X-Forwarded-For", "203.0.113."+strconv.Itoa(i),
			"X-Forwarded-Proto", "https")
		if last.header.Get("Strict-Transport-Security") != "" {
			t.Error("a stranger's word was taken for TLS")
		}
	}
	expect(t, "the third from one address with three names", last, 429, auth.CodeTooManyRequests)
}

func TestAPersonIsLimitedWhereverTheyAre(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *auth.Config) { c.PerPerson = auth.Rate{PerSecond: 1, AtOnce: 2} })
	one, other := w.browser(t), w.browser(t)
	w.signIn(t, one, login, password)
	w.signIn(t, other, login, password)
	text, _ := w.issue(t)
	expect(t, "first", w.me(t, one), 200, "")
	expect(t, "second", w.me(t, other), 200, "")
	expect(t, "third", w.meByToken(t, text), 429, auth.CodeTooManyRequests)
	expect(t, "somebody else", w.me(t, w.browser(t)), 401, auth.CodeNotSignedIn)
}

func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(c *auth.Config) {
		c.BodyLimit = func(r *http.Request) int64 {
			if strings.HasSuffix(r.URL.Path, "/big") {
				return 2000
			}
			return 1000
		}
	})
	post := func(path string, n int) reply {
		return send(t, w.server.Client(), "POST", w.server.URL+path, strings.Repeat("x", n))
	}
	expect(t, "at the limit", post("/stations/1", 1000), 200, "")
	expect(t, "one more", post("/stations/1", 1001), 413, auth.CodeBodyTooLarge)
	expect(t, "one more, where more is allowed", post("/stations/big", 1001), 200, "")

	chunked := must(http.NewRequestWithContext(t.Context(), "POST", w.server.URL+"/stations/1",
		bufio.NewReader(strings.NewReader(strings.Repeat("x", 1001)))))(t)
	response := must(w.server.Client().Do(chunked))(t)
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != 401 {
		t.Errorf("a body of unknown length: got %d, want it cut off while it is read", response.StatusCode)
	}
}

func TestEventsAreSentAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	client := w.browser(t)
	w.signIn(t, client, login, password)
	request := must(http.NewRequestWithContext(t.Context(), "GET", w.server.URL+"/events", http.NoBody))(t)
	response := must(client.Do(request))(t)
	line := must(bufio.NewReader(response.Body).ReadString('\n'))(t) // the handler is still running
	_ = response.Body.Close()
	if line != "data: 1\n" {
		t.Errorf("got %q", line)
	}
}

func TestConfigurationsThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]func(*auth.Config){
		"no clock":                  func(c *auth.Config) { c.Now = nil },
		"a proxy by name":           func(c *auth.Config) { c.TrustedProxies = []string{"nginx"} },
		"a public name without TLS": func(c *auth.Config) { c.PublicURL = "http://zp.example.cn" },
		"a public name alone":       func(c *auth.Config) { c.PublicURL = "zp.example.cn" },
	}
	w := newWorld(t)
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			config := auth.Config{
				Now: w.Now, Log: quiet(), Password: cheap,
				Deny: func(http.ResponseWriter, *http.Request, auth.Code, int, string) {},
			}
			if _, err := auth.New(w.stores(), config); err != nil {
				t.Fatalf("without the fault: %v", err)
			}
			spoil(&config)
			if _, err := auth.New(w.stores(), config); err == nil {
				t.Error("accepted")
			}
		})
	}
}
