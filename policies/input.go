package policies

import (
	"encoding/binary"
	"encoding/json"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/evidence"
)

// The keys of the input, and of the elements of a role bound to several paths.
var (
	keyEvidence      = ast.InternedTerm("evidence")
	keyFacts         = ast.InternedTerm("facts")
	keyParams        = ast.InternedTerm("params")
	keyAsOf          = ast.InternedTerm("as_of")
	keyReportingDate = ast.InternedTerm("reporting_date")
	keySubject       = ast.InternedTerm("subject")
	keyPath          = ast.InternedTerm("path")
	keyValue         = ast.InternedTerm("value")
)

// material is one bundle as the checks see it. Values become terms only where a check
// that must run reads them, each at most once.
type material struct {
	facts         *evidence.Value
	asOf          string
	reportingDate string
	subject       map[string]string
	terms         map[*evidence.Value]*ast.Term
}

func newMaterial(bundle *evidence.Bundle, asOf string) *material {
	s := bundle.Subject
	return &material{
		facts: bundle.Facts, asOf: asOf, reportingDate: bundle.ReportingDate,
		subject: map[string]string{"level": s.Level, "kind": s.Kind, "region": s.Region, "name": s.Name},
		terms:   map[*evidence.Value]*ast.Term{},
	}
}

// find is the value at a path; nil when nothing is stated there.
func (m *material) find(path boundPath) *evidence.Value {
	value := m.facts
	for _, name := range path.names {
		value = value.Field(name)
	}
	if value == nil || value.Kind == evidence.Null {
		return nil
	}
	return value
}

func (m *material) term(value *evidence.Value) *ast.Term {
	if term, ok := m.terms[value]; ok {
		return term
	}
	term := valueTerm(value)
	m.terms[value] = term
	return term
}

// input is what one part's check is given, as far as it reads it.
func (m *material) input(p *boundPart, facts [][2]*ast.Term) *ast.Term {
	items := make([][2]*ast.Term, 0, 6)
	items = append(items,
		[2]*ast.Term{keyEvidence, m.evidenceTerm(p.evidence, 0)},
		[2]*ast.Term{keyFacts, ast.ObjectTerm(facts...)},
		[2]*ast.Term{keyParams, p.params},
	)
	if p.check.days["as_of"] {
		items = append(items, [2]*ast.Term{keyAsOf, ast.StringTerm(m.asOf)})
	}
	if p.check.days["reporting_date"] {
		items = append(items, [2]*ast.Term{keyReportingDate, ast.StringTerm(m.reportingDate)})
	}
	if len(p.check.subject) > 0 {
		items = append(items, [2]*ast.Term{keySubject, m.subjectTerm()})
	}
	return ast.ObjectTerm(items...)
}

func (m *material) subjectTerm() *ast.Term {
	items := make([][2]*ast.Term, len(subjectFields))
	for i, field := range subjectFields {
		items[i] = [2]*ast.Term{ast.InternedTerm(field), ast.StringTerm(m.subject[field])}
	}
	return ast.ObjectTerm(items...)
}

// factTerms is the bound facts by role. A single role without a fact is left out; of
// several paths every one is there, with a value or without.
func (m *material) factTerms(p *boundPart) [][2]*ast.Term {
	items := make([][2]*ast.Term, 0, len(p.roles))
	for _, role := range p.roles {
		if !role.many {
			if value := m.find(role.paths[0]); value != nil {
				items = append(items, [2]*ast.Term{role.name, m.term(value)})
			}
			continue
		}
		elements := make([]*ast.Term, len(role.paths))
		for i, path := range role.paths {
			element := [][2]*ast.Term{{keyPath, ast.StringTerm(path.path)}}
			if value := m.find(path); value != nil {
				element = append(element, [2]*ast.Term{keyValue, m.term(value)})
			}
			elements[i] = ast.ObjectTerm(element...)
		}
		items = append(items, [2]*ast.Term{role.name, ast.ArrayTerm(elements...)})
	}
	return items
}

// evidenceTerm is the evidence as far as the paths go; they are sorted, so that those of
// one section stand together.
func (m *material) evidenceTerm(paths []boundPath, depth int) *ast.Term {
	var items [][2]*ast.Term
	for len(paths) > 0 {
		name, n := paths[0].names[depth], 1
		for n < len(paths) && paths[n].names[depth] == name {
			n++
		}
		if len(paths[0].names) > depth+1 {
			items = append(items, [2]*ast.Term{ast.InternedTerm(name), m.evidenceTerm(paths[:n], depth+1)})
		} else if value := m.find(paths[0]); value != nil {
			items = append(items, [2]*ast.Term{ast.InternedTerm(name), m.term(value)})
		}
		paths = paths[n:]
	}
	return ast.ObjectTerm(items...)
}

func valueTerm(value *evidence.Value) *ast.Term {
	switch value.Kind {
	case evidence.Bool:
		return ast.InternedTerm(value.Bool)
	case evidence.Number:
		return numberTerm(value.Text)
	case evidence.String:
		return ast.StringTerm(value.Text)
	case evidence.List:
		items := make([]*ast.Term, len(value.Items))
		for i, item := range value.Items {
			items[i] = valueTerm(item)
		}
		return ast.ArrayTerm(items...)
	case evidence.Object:
		items := make([][2]*ast.Term, 0, len(value.Fields))
		for _, field := range value.Fields {
			if field.Value.Kind != evidence.Null {
				items = append(items, [2]*ast.Term{ast.InternedTerm(field.Name), valueTerm(field.Value)})
			}
		}
		return ast.ObjectTerm(items...)
	case evidence.Null:
	}
	return ast.InternedNullTerm
}

func numberTerm(text string) *ast.Term {
	if term := ast.InternedIntNumberTermFromString(text); term != nil {
		return term
	}
	return ast.NumberTerm(json.Number(text))
}

// termOf is a parameter's value, as the catalogue or METADATA has it.
func termOf(value any) *ast.Term {
	switch value := value.(type) {
	case bool:
		return ast.InternedTerm(value)
	case json.Number:
		return numberTerm(string(value))
	case string:
		return ast.StringTerm(value)
	case []any:
		items := make([]*ast.Term, len(value))
		for i, item := range value {
			items[i] = termOf(item)
		}
		return ast.ArrayTerm(items...)
	case map[string]any:
		items := make([][2]*ast.Term, 0, len(value))
		for name, member := range value {
			items = append(items, [2]*ast.Term{ast.StringTerm(name), termOf(member)})
		}
		return ast.ObjectTerm(items...)
	}
	return ast.InternedNullTerm
}

// key appends everything that the decision on one part depends on; equal keys mean equal
// findings.
func (m *material) key(key []byte, p *boundPart) []byte {
	for _, path := range p.evidence {
		key = valueKey(key, m.find(path))
	}
	for _, role := range p.roles {
		for _, path := range role.paths {
			key = valueKey(key, m.find(path))
		}
	}
	if p.check.days["as_of"] {
		key = textKey(key, m.asOf)
	}
	if p.check.days["reporting_date"] {
		key = textKey(key, m.reportingDate)
	}
	for _, field := range subjectFields {
		if p.check.subject[field] {
			key = textKey(key, m.subject[field])
		}
	}
	return key
}

func valueKey(key []byte, value *evidence.Value) []byte {
	if value == nil {
		return append(key, byte(evidence.Null))
	}
	key = append(key, byte(value.Kind))
	switch value.Kind {
	case evidence.Bool:
		if value.Bool {
			return append(key, 1)
		}
		return append(key, 0)
	case evidence.Number, evidence.String:
		return textKey(key, value.Text)
	case evidence.List:
		key = binary.AppendUvarint(key, uint64(len(value.Items)))
		for _, item := range value.Items {
			key = valueKey(key, item)
		}
	case evidence.Object:
		key = binary.AppendUvarint(key, uint64(len(value.Fields)))
		for _, field := range value.Fields {
			key = valueKey(textKey(key, field.Name), field.Value)
		}
	case evidence.Null:
	}
	return key
}

func textKey(key []byte, text string) []byte {
	return append(binary.AppendUvarint(key, uint64(len(text))), text...)
}

// absent is the evidence paths of what the check requires and the bundle leaves unstated,
// sorted. It means what lib.bundle means by it; of a role that is not bound, its name.
func (m *material) absent(p *boundPart) []string {
	var paths []string
	for _, required := range p.required {
		if len(required.paths) == 0 && !required.many {
			paths = append(paths, required.role)
		}
		for _, path := range required.paths {
			if m.find(path) == nil {
				paths = append(paths, path.path)
			}
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}
