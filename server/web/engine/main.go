//go:build js && wasm

// Command engine is the engine that judges, for the browser of an assessor who is out of reach of the
// server: the standard and the checks that came with the visit, and the server's own arithmetic,
// compiled to WebAssembly.
package main

import (
	"context"
	"encoding/json"
	"syscall/js"

	"golang.org/x/mod/sumdb/note"

	"zhanping/internal/engine"
	"zhanping/internal/visit"
)

// answer is what a call comes to: a report, or why there is none.
type answer struct {
	Report string `json:"report,omitempty"`
	Error  string `json:"error,omitempty"`
}

func main() {
	var sets *engine.Engine
	js.Global().Set("engineOpen", js.FuncOf(func(_ js.Value, args []js.Value) any {
		archive := make([]byte, args[0].Length())
		js.CopyBytesToGo(archive, args[0])
		var err error
		if sets, err = visit.Unpack(archive); err != nil {
			return err.Error()
		}
		return ""
	}))
	js.Global().Set("engineAssess", js.FuncOf(func(_ js.Value, args []js.Value) any {
		text, err := json.Marshal(judge(sets, args[0].String()))
		if err != nil {
			panic(err) // a struct of texts
		}
		return string(text)
	}))
	js.Global().Set("engineVerify", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return verified(args[0].String(), args[1].String())
	}))
	js.Global().Call("engineReady")
	select {}
}

// verified reports whether the key, the line by which others verify, has signed the note: for browsers
// that cannot tell by themselves.
func verified(signed, key string) bool {
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return false
	}
	_, err = note.Open([]byte(signed), note.VerifierList(verifier))
	return err == nil
}

// judge is the report of a visit.Judging, as the server would send it.
func judge(sets *engine.Engine, text string) answer {
	if sets == nil {
		return answer{Error: "没有装入标准和规则"}
	}
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
