package server_test

import (
	"bytes"
	"regexp"
	"strings"
	"sync"
	"testing"
)

func batchInput(title string) map[string]any {
	return map[string]any{
		"title": title, "region": "330499000000", "year": 2026, "standard": "fqs-town-76", "opens_on": "2026-07-01",
		"rules": map[string]any{
			"assessors": 1, "blind": false, "difference_limit": "0", "allow_own_region": false, "lowest_grade": "", "publicity_days": 0,
			"quotas": []any{}, "sample_size": 0,
		},
	}
}

func TestARequestThatIsSentAgainUnderItsKeyHappensOnce(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		o := newOffice(t, database)
		const key = "Idempotency-Key: 0190a5f2-first"
		first := o.bureau.ask("POST", "/batches", toJSON(t, batchInput("第一批")), key)
		again := o.bureau.ask("POST", "/batches", toJSON(t, batchInput("第一批")), key)
		if first.StatusCode != 201 || again.StatusCode != 201 || !bytes.Equal(first.body, again.body) {
			t.Fatalf("first %d %s\nagain %d %s", first.StatusCode, first.body, again.StatusCode, again.body)
		}
		if again.Header.Get("Idempotent-Replayed") != "true" || again.Header.Get("ETag") != first.Header.Get("ETag") ||
			again.Header.Get("Content-Type") != first.Header.Get("Content-Type") {
			t.Errorf("headers of the kept answer: %v", again.Header)
		}
		for says, got := range map[string]reply{
			"another body":    o.bureau.ask("POST", "/batches", toJSON(t, batchInput("第二批")), key),
			"another address": o.bureau.ask("POST", "/stations", toJSON(t, batchInput("第一批")), key),
			"a useless key":   o.bureau.ask("POST", "/batches", toJSON(t, batchInput("第一批")), "Idempotency-Key: 1"),
		} {
			if code, _ := got.problem(); got.StatusCode != 422 || code != "invalid" {
				t.Errorf("%s: %d %s", says, got.StatusCode, got.body)
			}
		}
		if n := len(o.bureau.want(200, "GET", "/batches", "", nil)["items"].([]any)); n != 1 {
			t.Errorf("%d batches, want one", n)
		}
	})
}

func TestOfTwentyRepeatsAtOnceOneHappens(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, database string) {
		o := newOffice(t, database)
		const key = "Idempotency-Key: twenty-at-once"
		replies := make([]reply, 20)
		var senders sync.WaitGroup
		for i := range replies {
			senders.Go(func() {
				var err error
				if replies[i], err = o.bureau.try("POST", "/batches", toJSON(t, batchInput("第一批")), key); err != nil {
					t.Error(err)
				}
			})
		}
		senders.Wait()
		if t.Failed() {
			t.FailNow()
		}
		last := o.bureau.ask("POST", "/batches", toJSON(t, batchInput("第一批")), key)
		if last.StatusCode != 201 {
			t.Fatalf("afterwards: %d %s", last.StatusCode, last.body)
		}
		for _, r := range replies {
			code, _ := r.problem()
			switch {
			case r.StatusCode == 201 && bytes.Equal(r.body, last.body):
			case r.StatusCode == 409 && code == "repeated" && r.Header.Get("Retry-After") == "1":
			default:
				t.Errorf("%d %s", r.StatusCode, r.body)
			}
		}
		if n := len(o.bureau.want(200, "GET", "/batches", "", nil)["items"].([]any)); n != 1 {
			t.Errorf("%d batches, want one", n)
		}
	})
}

func TestWhatWasRefusedMayBeSentAgainUnderItsKey(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	const key = "Idempotency-Key: corrected-later"
	wrong := batchInput("第一批")
	wrong["standard"] = "no-such-standard"
	if got := o.bureau.ask("POST", "/batches", toJSON(t, wrong), key); got.StatusCode != 422 {
		t.Fatalf("a batch of no standard: %d %s", got.StatusCode, got.body)
	}
	if got := o.bureau.ask("POST", "/batches", toJSON(t, batchInput("第一批")), key); got.StatusCode != 201 {
		t.Fatalf("corrected: %d %s", got.StatusCode, got.body)
	}
}

func TestAKeyBelongsToThePersonWhoUsesIt(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	const key = "Idempotency-Key: everybody-uses-it"
	neighbour := o.admin.person("neighbour", map[string]any{"role": "bureau", "region": "330499000000"})
	first := o.bureau.ask("POST", "/batches", toJSON(t, batchInput("第一批")), key)
	second := neighbour.ask("POST", "/batches", toJSON(t, batchInput("第一批")), key)
	if first.StatusCode != 201 || second.StatusCode != 201 || bytes.Equal(first.body, second.body) {
		t.Fatalf("%d %s\n%d %s", first.StatusCode, first.body, second.StatusCode, second.body)
	}
}

func TestAOneTimePasswordIsNotKeptForARepeat(t *testing.T) {
	t.Parallel()
	o := newOffice(t, "")
	const key = "Idempotency-Key: new-colleague"
	account := map[string]any{"login": "colleague", "name": "核查员甲"}
	if got := o.admin.ask("POST", "/people", toJSON(t, account), key); got.StatusCode != 201 {
		t.Fatalf("%d %s", got.StatusCode, got.body)
	}
	got := o.admin.ask("POST", "/people", toJSON(t, account), key)
	code, detail := got.problem()
	if got.StatusCode != 409 || code != "repeated" || !strings.Contains(detail, "已经办成") || strings.Contains(string(got.body), `"password"`) {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}

// TestEveryAnswerWithASecretSaysSo holds for routes to come: what is shown once must not be kept.
func TestEveryAnswerWithASecretSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	document := w.client().ask("GET", "/openapi.json", nil).body
	secret := regexp.MustCompile(`"(password|token|secret|key)":\{`)
	found := 0
	for _, door := range operations(t, document) {
		if door.method != "POST" || door.action == "" {
			continue
		}
		description := door.contract["paths"].(map[string]any)[door.path].(map[string]any)["post"].(map[string]any)
		if !secret.Match(mustJSON(t, door.resolved(description["responses"], 0))) {
			continue
		}
		found++
		if description["x-shown-once"] != true {
			t.Errorf("%s answers with a secret and does not say that it is shown once", door.id)
		}
	}
	if found == 0 {
		t.Error("no answer with a secret was found, not even that of a new account")
	}
}

// resolved is a part of the contract with what its references stand for.
func (o operation) resolved(part any, depth int) any {
	if depth > 12 {
		return nil // a schema within itself
	}
	switch v := part.(type) {
	case map[string]any:
		if ref, ok := v["$ref"].(string); ok {
			return o.resolved(o.referred(ref), depth+1)
		}
		out := map[string]any{}
		for name, inner := range v {
			out[name] = o.resolved(inner, depth+1)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = o.resolved(inner, depth+1)
		}
		return out
	}
	return part
}
