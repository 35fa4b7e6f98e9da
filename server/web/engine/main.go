//go:build js && wasm

// Command engine is the engine that judges, for the browser of an assessor who is out of reach of the
// server: the same standards, checks and arithmetic, compiled to WebAssembly.
package main

import (
	"context"
	"encoding/json"
	"syscall/js"

	"zhanping/internal/engine"
	"zhanping/internal/visit"
)

// answer is what a call comes to: a report, or why there is none.
type answer struct {
	Report string `json:"report,omitempty"`
	Error  string `json:"error,omitempty"`
}

func main() {
	sets, err := engine.Open(engine.Sources{})
	if err != nil {
		js.Global().Call("engineReady", err.Error())
		return
	}
	assess := js.FuncOf(func(_ js.Value, args []js.Value) any {
		text, err := json.Marshal(judge(sets, args[0].String()))
		if err != nil {
			panic(err) // a struct of texts
		}
		return string(text)
	})
	js.Global().Set("engineAssess", assess)
	js.Global().Set("enginePolicies", sets.Policies().Digest())
	js.Global().Call("engineReady", "")
	select {}
}

// judge is the report of a visit.Judging, as the server would send it.
func judge(sets *engine.Engine, text string) answer {
	var j visit.Judging
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		return answer{Error: err.Error()}
	}
	judged, err := j.Judge(context.Background(), sets)
	if err != nil {
		return answer{Error: err.Error()}
	}
	document, err := visit.Document(judged)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Report: string(document)}
}
