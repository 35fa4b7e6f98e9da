package engine

import (
	"fmt"
	"strings"

	"zhanping/assessment"
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// Values tells the numbers of a bundle.
func Values(bundle *evidence.Bundle) standards.Values {
	return func(path string) (standards.Points, bool) {
		v := bundle.Value(path)
		if v == nil || v.Kind != evidence.Number {
			return standards.Points{}, false
		}
		n, err := standards.ParsePoints(v.Text)
		return n, err == nil
	}
}

// NotChosen notes the standards that Choose has left out, where none was named, because
// the bundle does not state the number by which they are chosen.
func (e *Engine) NotChosen(refs []string, bundle *evidence.Bundle, day string) []evidence.Note {
	if len(refs) > 0 {
		return nil
	}
	_, undecided, err := e.catalogue.ApplicableTo(bundle.Subject.Kind, bundle.Subject.Level, day, Values(bundle))
	if err != nil {
		return nil // Choose has told it
	}
	notes := make([]evidence.Note, len(undecided))
	for i, std := range undecided {
		notes[i] = evidence.Note{At: yamltext.Position{File: bundle.File}, Text: e.undecidedWords(std, bundle)}
	}
	return notes
}

func (e *Engine) undecidedWords(std *standards.Standard, bundle *evidence.Bundle) string {
	var lacking []string
	for _, f := range std.Scope.Facts {
		if f.State(Values(bundle)) == standards.ScopeUnknown {
			lacking = append(lacking, e.named(f.Fact))
		}
	}
	return fmt.Sprintf("没有填%s，不能确定是否适用标准 %s《%s》（适用于%s），没有按它评定；请补填，或用 --standard %s 指定",
		strings.Join(lacking, "、"), std.Ref(), std.Title, strings.Join(e.ranges(std.Scope), "，"), std.Ref())
}

// named is a fact as a person finds it in the bundle.
func (e *Engine) named(path string) string { return "“" + e.title(path) + "”（" + path + "）" }

func (e *Engine) title(path string) string {
	fact, _ := e.schema.Fact(path)
	return fact.Title
}

func (e *Engine) unit(path string) string {
	fact, _ := e.schema.Fact(path)
	return fact.Unit
}

// ranges is what the numbers of a scope must be, in words.
func (e *Engine) ranges(scope standards.Scope) []string {
	words := make([]string, len(scope.Facts))
	for i, f := range scope.Facts {
		words[i] = e.title(f.Fact) + " " + f.Words(e.unit(f.Fact))
	}
	return words
}

// measure is the numbers by which a standard is chosen, as the bundle states them.
func (e *Engine) measure(scope standards.Scope, bundle *evidence.Bundle) []assessment.ScopeFact {
	values := Values(bundle)
	var measured []assessment.ScopeFact
	for _, f := range scope.Facts {
		one := assessment.ScopeFact{
			Fact: f.Fact, Title: e.title(f.Fact), AtLeast: f.AtLeast, Below: f.Below, State: f.State(values),
		}
		if value, stated := values(f.Fact); stated {
			one.Value = &value
		}
		measured = append(measured, one)
	}
	return measured
}

// outside says why the subject is not one that the standard is meant for: by its kind,
// its level or its numbers; "" when it is.
func (e *Engine) outside(std *standards.Standard, bundle *evidence.Bundle) string {
	var reasons []string
	if why := std.OutsideScope(bundle.Subject.Kind, bundle.Subject.Level); why != "" {
		reasons = append(reasons, why)
	}
	values := Values(bundle)
	for _, f := range std.Scope.Facts {
		if value, stated := values(f.Fact); stated && f.State(values) == standards.ScopeOutside {
			unit := e.unit(f.Fact)
			reasons = append(reasons, fmt.Sprintf("本标准适用于%s %s，被评单位是 %s %s", e.title(f.Fact), f.Words(unit), value, unit))
		}
	}
	return strings.Join(reasons, "；")
}

// tellScope notes by which numbers the standard applies, and which of them are missing.
func (e *Engine) tellScope(r *assessment.Report) {
	for _, f := range r.Standard.Scope {
		words := standards.ScopeFact{AtLeast: f.AtLeast, Below: f.Below}.Words(e.unit(f.Fact))
		switch f.State {
		case standards.ScopeInside:
			r.Notes = append(r.Notes, fmt.Sprintf("按规模选用本标准：%s %s %s，适用范围是 %s", f.Title, f.Value, e.unit(f.Fact), words))
		case standards.ScopeUnknown:
			r.Notes = append(r.Notes, fmt.Sprintf("本标准适用于%s %s；材料没有填%s，不能确定是否适用", f.Title, words, e.named(f.Fact)))
		case standards.ScopeOutside: // told as Standard.OutsideScope
		}
	}
}
