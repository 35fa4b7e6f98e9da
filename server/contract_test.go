package server_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The contract is reviewed as part of the change that moves it; the application's types come from it.
func TestTheContractIsWrittenDown(t *testing.T) {
	t.Parallel()
	text, err := json.MarshalIndent(newWorld(t, "").app.Contract, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
	const file = "../docs/openapi.json"
	if *update {
		if err := os.WriteFile(file, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(written, text) {
		t.Errorf("%s is not the contract of the API: run go test ./server -run Contract -update and review what moved", file)
	}
}
