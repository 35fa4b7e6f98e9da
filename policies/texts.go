package policies

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// examineTexts refuses a text compared with a fact that can never be it.
func (t *typist) examineTexts(fact, other *ast.Term) {
	for _, ref := range t.refs(fact, 0) {
		allowed := t.allowed(ref)
		if len(allowed) == 0 {
			continue
		}
		for _, text := range t.texts(other, 0) {
			word := string(text.Value.(ast.String))
			if !slices.Contains(allowed, word) {
				t.fault(t.check.faultAt(text.Location, "impossible_text",
					fmt.Sprintf("input.%s 不可能是 %q", strings.Join(constants(ref[1:]), "."), word),
					strings.Join(allowed, "、"), suggestion(word, allowed, "改为其中之一")))
			}
		}
	}
}

// refs is the places in the input that a term stands for.
func (t *typist) refs(term *ast.Term, depth int) []ast.Ref {
	if depth > deepest {
		return nil
	}
	var found []ast.Ref
	switch value := term.Value.(type) {
	case ast.Ref:
		if value[0].Equal(ast.InputRootDocument) {
			return []ast.Ref{value}
		}
		for _, rule := range t.rules[value.String()] {
			if rule.Head.Value != nil && len(rule.Head.Args) == 0 {
				found = append(found, t.refs(rule.Head.Value, depth+1)...)
			}
		}
	case ast.Var:
		for _, source := range t.values[value] {
			found = append(found, t.refs(source, depth+1)...)
		}
	}
	return found
}

// texts is the literal texts that a term stands for, alone or in a literal collection.
func (t *typist) texts(term *ast.Term, depth int) []*ast.Term {
	if depth > deepest {
		return nil
	}
	var found []*ast.Term
	add := func(item *ast.Term) { found = append(found, t.texts(item, depth+1)...) }
	switch value := term.Value.(type) {
	case ast.String:
		found = append(found, term)
	case *ast.Array:
		value.Foreach(add)
	case ast.Set:
		value.Foreach(add)
	case ast.Var:
		for _, source := range t.values[value] {
			add(source)
		}
	case ast.Ref:
		for _, rule := range t.rules[value.String()] {
			if rule.Head.Value != nil && len(rule.Head.Args) == 0 {
				add(rule.Head.Value)
			}
		}
	}
	return found
}

// allowed is the texts that the fact at a place of the input can be; none: any.
func (t *typist) allowed(ref ast.Ref) []string {
	path := constants(ref[1:])
	if len(path) == 2 && path[0] == "subject" {
		switch path[1] {
		case "level":
			return t.engine.schema.SubjectLevels()
		case "kind":
			return t.engine.schema.SubjectKinds()
		}
		return nil
	}
	if len(path) > 1 && path[0] == "evidence" {
		fact, _ := t.engine.schema.Fact(strings.Join(path[1:], "."))
		return fact.Enum
	}
	return nil
}
