package server_test

import (
	"bytes"
	"io"
	"net/http"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// contract checks answers against the OpenAPI document, read by a library that did not make it.
type contract struct{ router routers.Router }

func newContract(t *testing.T, document *huma.OpenAPI) contract {
	t.Helper()
	text, err := document.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatalf("the contract cannot be read: %s", err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatalf("the contract is no OpenAPI: %s", err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	return contract{router}
}

// check refuses an answer that the contract does not describe: another status, another type, a field
// too many or too few.
func (c contract) check(r *http.Request, answer *http.Response, body []byte) error {
	route, params, err := c.router.FindRoute(r)
	if err != nil {
		return err
	}
	request := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
	return openapi3filter.ValidateResponse(r.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: request, Status: answer.StatusCode, Header: answer.Header,
		Body: io.NopCloser(bytes.NewReader(body)), Options: &openapi3filter.Options{IncludeResponseStatus: true, MultiError: true},
	})
}

func TestTheContractRefusesAnswersThatItDoesNotDescribe(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "")
	const good = `{"items":[],"next":""}`
	for name, test := range map[string]struct {
		path, body string
		status     int
		fits       bool
	}{
		"as described":           {"/stations", good, 200, true},
		"a field too many":       {"/stations", `{"items":[],"next":"","more":1}`, 200, false},
		"a field too few":        {"/stations", `{"items":[]}`, 200, false},
		"null for a list":        {"/stations", `{"items":null,"next":""}`, 200, false},
		"a number for a text":    {"/stations", `{"items":[],"next":1}`, 200, false},
		"an unknown address":     {"/nowhere", good, 200, false},
		"a problem without code": {"/stations", `{"type":"","title":"","status":404,"detail":""}`, 404, false},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.url+"/api/v1"+test.path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			kind := "application/json"
			if test.status != http.StatusOK {
				kind = "application/problem+json"
			}
			answer := &http.Response{StatusCode: test.status, Header: http.Header{"Content-Type": {kind}}}
			if err := w.contract.check(r, answer, []byte(test.body)); (err == nil) != test.fits {
				t.Errorf("got %v", err)
			}
		})
	}
}
