package policies

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// authzFiles lie apart from FS: they judge people's requests, no evidence, and no check may
// come near them.
//
//go:embed authz/*.rego
var authzFiles embed.FS

// Authz decides whether a person may take an action on a resource. It is made once and may
// be used by any number of goroutines.
type Authz struct {
	program *program
	words   map[string]string // Chinese, by code
}

// Decision is what Authz says to one request.
type Decision struct {
	Allow   bool
	Reasons []Reason // why not, sorted by code; none where it is allowed
}

// Reason is one reason for a refusal.
type Reason struct {
	Code  string // stable, for programs
	Words string // Chinese, for people
}

// LoadAuthz compiles the rules that come with the program. An error means that the program
// itself is at fault.
func LoadAuthz() (*Authz, error) {
	modules := map[string]*ast.Module{}
	err := fs.WalkDir(authzFiles, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(name, "_test.rego") {
			return err
		}
		source, err := fs.ReadFile(authzFiles, name)
		if err != nil {
			return err
		}
		modules[name], err = ast.ParseModuleWithOpts(name, string(source), ast.ParserOptions{
			ProcessAnnotation: true, RegoVersion: ast.RegoV1, Capabilities: language(),
		})
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("load authorisation: %w", err)
	}
	a := &Authz{}
	if a.words, err = reasonWords(modules); err != nil {
		return nil, fmt.Errorf("load authorisation: %w", err)
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilities()).WithStrict(true)
	if compiler.Compile(modules); compiler.Failed() {
		return nil, fmt.Errorf("load authorisation: %w", compiler.Errors)
	}
	if a.program, err = newProgram(compiler, "allow = data.authz.allow; reasons = data.authz.reasons"); err != nil {
		return nil, fmt.Errorf("load authorisation: %w", err)
	}
	return a, nil
}

// reasonWords are the words of every code that a rule gives for a reason; a code without
// words, or words without a code, is an error.
func reasonWords(modules map[string]*ast.Module) (map[string]string, error) {
	words, used := map[string]string{}, map[string]bool{}
	for _, module := range modules {
		for _, annotations := range module.Annotations {
			declared, _ := annotations.Custom["words"].(map[string]any)
			for code, text := range declared {
				words[code], _ = text.(string)
			}
		}
		for _, rule := range module.Rules {
			if name := rule.Head.Ref().String(); !slices.Contains([]string{"reasons", "_short", "_refusals"}, name) {
				continue
			}
			if code, ok := rule.Head.Key.Value.(ast.String); ok { // else it passes on what the others give
				used[string(code)] = true
			}
		}
	}
	for _, code := range slices.Sorted(maps.Keys(used)) {
		if !chinese(words[code]) {
			return nil, fmt.Errorf("the reason %s has no Chinese words", code)
		}
	}
	if len(words) != len(used) {
		return nil, errors.New("words are declared that no reason uses")
	}
	return words, nil
}

// Decide says whether the request is allowed. Whoever calls it fills in the whole request
// from what is stored, never from what was sent; an error means refused.
func (a *Authz) Decide(ctx context.Context, request Request) (Decision, error) {
	if request.Person != nil && request.Person.ID == "" {
		return Decision{}, errors.New("decide: a person without an id")
	}
	input, err := request.input()
	if err != nil {
		return Decision{}, fmt.Errorf("decide %s: %w", request.Action, err)
	}
	told, err := a.program.run(ctx, input, topdown.NewCancel())
	if err != nil {
		return Decision{}, fmt.Errorf("decide %s: %w", request.Action, err)
	}
	decision, err := a.read(told)
	if err != nil {
		return Decision{}, fmt.Errorf("decide %s: %w", request.Action, err)
	}
	return decision, nil
}

// read takes the decision from the values told; anything but a plain one is an error.
func (a *Authz) read(told topdown.QueryResult) (Decision, error) {
	allow, decided := told["allow"].Value.(ast.Boolean)
	codes, given := told["reasons"].Value.(ast.Set)
	if !decided || !given || bool(allow) != (codes.Len() == 0) {
		return Decision{}, fmt.Errorf("the decision is %v", told)
	}
	decision := Decision{Allow: bool(allow)}
	for _, term := range codes.Slice() {
		code, _ := term.Value.(ast.String)
		decision.Reasons = append(decision.Reasons, Reason{Code: string(code), Words: a.words[string(code)]})
	}
	return decision, nil
}

// Reach is the grants by which a person may read all that they cover, for narrowing a list: a
// grant of RoleStation covers its station, any other its region, of which RoleAssessor leaves
// the cases that are assigned to the person (and every station). A set of policies is read
// from the regions above as well. None means that the list is refused; a public list or one
// of what is the person's own needs no grant.
func (a *Authz) Reach(ctx context.Context, person Person, action Action) ([]Grant, error) {
	var reach []Grant
	for _, grant := range person.Grants {
		alone := person
		alone.Grants = []Grant{grant}
		decision, err := a.Decide(ctx, Request{Person: &alone, Action: action, Resource: Resource{
			Region: grant.Region, Station: grant.Station, Assessors: []string{person.ID},
		}})
		if err != nil {
			return nil, err
		}
		if decision.Allow {
			reach = append(reach, grant)
		}
	}
	return reach, nil
}
