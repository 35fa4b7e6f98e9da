package casework

import (
	"errors"
	"fmt"

	"zhanping/internal/yamltext"
	"zhanping/server/store"
)

// Code says what kind of refusal a Problem is; programs may rely on it.
type Code string

// The codes.
const (
	NotSignedIn Code = "not_signed_in" // nobody is signed in
	Forbidden   Code = "forbidden"     // the actor may not do this
	NotFound    Code = "not_found"     // there is no such record, or the actor may not know of it
	Invalid     Code = "invalid"       // what was sent is wrong: Problem.Faults
	Stale       Code = "stale"         // somebody else changed it first: Problem.Current
	Exists      Code = "exists"        // there is one already
	WrongStage  Code = "wrong_stage"   // the case is not where this can be done
	Unmet       Code = "unmet"         // conditions of the step do not hold
	TooLarge    Code = "too_large"     // more than is taken
	Unsupported Code = "unsupported"   // a kind of file that is not taken
	Unavailable Code = "unavailable"   // a part of the system does not answer; trying again may help
	Repeated    Code = "repeated"      // the same request was sent before, and its answer cannot be given (again)
)

// ErrUnavailable marks errors that come from the state the database is in; trying again may help.
var ErrUnavailable = store.ErrUnavailable

// Fault is one thing wrong with what was sent.
type Fault struct {
	Field    string `json:"field" doc:"哪一项：请求里的字段、事实路径或单元格"`
	Words    string `json:"words" doc:"发现了什么、应为什么、怎么改"`
	Code     string `json:"code" doc:"错误种类"`
	Line     int    `json:"line,omitempty" doc:"原文的行"`
	Column   int    `json:"column,omitempty" doc:"原文的列"`
	Found    string `json:"found,omitempty" doc:"发现了什么"`
	Expected string `json:"expected,omitempty" doc:"应为什么"`
	Fix      string `json:"fix,omitempty" doc:"怎么改"`
}

// Problem is a refusal in words for a person.
type Problem struct {
	Code    Code
	Words   string
	Faults  []Fault
	Current any // for Stale: the record as it is now
}

func (p *Problem) Error() string { return string(p.Code) + ": " + p.Words }

func refuse(code Code, format string, args ...any) *Problem {
	return &Problem{Code: code, Words: fmt.Sprintf(format, args...)}
}

// wrong refuses one field of what was sent.
func wrong(field, format string, args ...any) *Problem {
	words := fmt.Sprintf(format, args...)
	return &Problem{Code: Invalid, Words: words, Faults: []Fault{{Field: field, Words: words, Code: "invalid"}}}
}

// orMissing puts the store's "not found" into words and leaves every other error.
func orMissing(err error, called string) error {
	if errors.Is(err, store.ErrNotFound) {
		return refuse(NotFound, "没有这个%s，或者您无权查看；请核对编号", called)
	}
	return err
}

// wrongReference refuses a field that names what there is not, and leaves every other error.
func wrongReference(err error, field, words string) error {
	var told *Problem
	if errors.Is(err, store.ErrNotFound) || errors.As(err, &told) && told.Code == NotFound {
		return wrong(field, "%s", words)
	}
	return err
}

// faultsOf turns what a reader found wrong into a refusal, and leaves every other error.
func faultsOf(err error, words string) error {
	var faults yamltext.Faults
	if !errors.As(err, &faults) {
		return err
	}
	p := &Problem{Code: Invalid, Words: fmt.Sprintf("%s：共 %d 处有误", words, len(faults))}
	for _, f := range faults {
		p.Faults = append(p.Faults, Fault{
			Words: f.Error(), Code: f.Code, Line: f.At.Line, Column: f.At.Column,
			Found: f.Found, Expected: f.Expected, Fix: f.Fix,
		})
	}
	return p
}
