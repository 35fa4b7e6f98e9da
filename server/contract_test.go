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
	compareGolden(t, "../docs/openapi.json", newWorld(t, "").app.Contract)
}

// compareGolden holds what is there now, as JSON, against a golden file, which -update writes anew.
func compareGolden(t *testing.T, file string, now any) {
	t.Helper()
	text, err := json.MarshalIndent(now, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	text = append(text, '\n')
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
		t.Errorf("%s is not what the program says: run go test ./server -run %s -update and review what moved", file, t.Name())
	}
}
