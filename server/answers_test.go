package server_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// routed is the contract as it is written down, which TestTheContractIsWrittenDown compares with the
// API's own, read by a library that did not make it.
var routed = sync.OnceValues(func() (routers.Router, error) {
	text, err := os.ReadFile("../docs/openapi.json")
	if err != nil {
		return nil, err
	}
	doc, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		return nil, err
	}
	if err := doc.Validate(context.Background()); err != nil {
		return nil, err
	}
	return gorillamux.NewRouter(doc)
})

// fits refuses an answer that the contract does not describe: another status, another type, a field
// too many or too few.
func fits(r *http.Request, answer *http.Response, body []byte) error {
	router, err := routed()
	if err != nil {
		return err
	}
	route, params, err := router.FindRoute(r)
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
	const good = `{"items":[],"next":""}`
	for name, test := range map[string]struct {
		path, body string
		status     int
		described  bool
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
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/api/v1"+test.path, http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			kind := "application/json"
			if test.status != http.StatusOK {
				kind = "application/problem+json"
			}
			answer := &http.Response{StatusCode: test.status, Header: http.Header{"Content-Type": {kind}}}
			if err := fits(r, answer, []byte(test.body)); (err == nil) != test.described {
				t.Errorf("got %v", err)
			}
		})
	}
}
