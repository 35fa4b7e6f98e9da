package server_test

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// operation is one door of the contract.
type operation struct {
	id, method, path, action string
	parameters               []map[string]any
	body                     map[string]any // schema of a JSON body, nil for none
	form                     bool           // takes a file in a form
	whole                    bool           // sample every field, not only those that must be there
	contract                 map[string]any
}

// operations is every door of the contract that the server hands out, so that none is forgotten.
func operations(t testing.TB, contract []byte) []operation {
	t.Helper()
	var document map[string]any
	if err := json.Unmarshal(contract, &document); err != nil {
		t.Fatal(err)
	}
	var all []operation
	paths := document["paths"].(map[string]any)
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		for method, found := range paths[path].(map[string]any) {
			o, ok := found.(map[string]any)
			if !ok || o["operationId"] == nil {
				continue
			}
			action, ok := o["x-action"].(string)
			if !ok {
				t.Errorf("%s %s does not say which action it needs", method, path)
			}
			one := operation{id: o["operationId"].(string), method: strings.ToUpper(method), path: path, action: action, contract: document}
			parameters, _ := o["parameters"].([]any)
			for _, p := range parameters {
				one.parameters = append(one.parameters, p.(map[string]any))
			}
			if body, ok := o["requestBody"].(map[string]any); ok {
				content := body["content"].(map[string]any)
				if media, ok := content["application/json"].(map[string]any); ok {
					one.body, _ = media["schema"].(map[string]any)
				}
				one.form = content["multipart/form-data"] != nil
			}
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b operation) int { return strings.Compare(a.id, b.id) })
	if len(all) < 50 {
		t.Fatalf("hardly a contract: %d operations", len(all))
	}
	return all
}

// regexpParameter is a parameter in a path.
var regexpParameter = regexp.MustCompile(`\{[a-z_]+\}`)

// candidates are texts of which one fits every pattern that the contract has.
var candidates = []string{
	"示例文字", "330499101000", "2026-12-01", "abc", "1", "0", "0190a5f2-7c1e-7abc-8def-0123456789ab", "case.read", "2026-12-01T00:00:00Z", "",
}

// referred is what a reference within the contract stands for.
func (o operation) referred(ref string) any {
	found := any(o.contract)
	for _, step := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
		found = found.(map[string]any)[step]
	}
	return found
}

// sample is a value that a schema takes, by default no more than must be there. Names say what texts are about.
func (o operation) sample(t testing.TB, schema map[string]any, name string, named map[string]any) any {
	t.Helper()
	if ref, ok := schema["$ref"].(string); ok {
		return o.sample(t, o.referred(ref).(map[string]any), name, named)
	}
	enum, _ := schema["enum"].([]any)
	if value, ok := named[name]; ok && (enum == nil || slices.Contains(enum, value)) {
		return value
	}
	if enum != nil {
		return enum[0]
	}
	kind, _ := schema["type"].(string)
	switch kind {
	case "object":
		object := map[string]any{}
		required, _ := schema["required"].([]any)
		properties, _ := schema["properties"].(map[string]any)
		for field, property := range properties {
			if o.whole || slices.Contains(required, any(field)) {
				object[field] = o.sample(t, property.(map[string]any), field, named)
			}
		}
		return object
	case "array":
		if least, _ := schema["minItems"].(float64); least > 0 || o.whole {
			return []any{o.sample(t, schema["items"].(map[string]any), name, named)}
		}
		return []any{}
	case "integer", "number":
		least, _ := schema["minimum"].(float64)
		return max(1, least)
	case "boolean":
		return false
	}
	return sampleText(t, o.id, name, schema)
}

func sampleText(t testing.TB, operation, name string, schema map[string]any) string {
	t.Helper()
	pattern, _ := schema["pattern"].(string)
	format := regexp.MustCompile(pattern)
	for _, text := range candidates {
		if format.MatchString(text) {
			return text
		}
	}
	t.Fatalf("%s: no candidate fits %s: %s", operation, name, pattern)
	return ""
}
