package policies

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	"zhanping/internal/yamltext"
)

// compilation is a check made ready to run, once. Each check has a compiler of its own, so
// that its input has its own type and an edited check compiles alone.
type compilation struct {
	once   sync.Once
	faults yamltext.Faults
	judge  decisions
	whole  *program // all that the check tells
	seen   *program // its observations alone, for when evidence is missing; nil without any
}

// ready compiles the check on first use.
func (e *Engine) ready(c *check) yamltext.Faults {
	c.compiled.once.Do(func() { c.compiled.faults = e.compile(c) })
	return c.compiled.faults
}

// compileAll compiles the chosen checks on all cores.
func (e *Engine) compileAll(chosen func(*check) bool) yamltext.Faults {
	var wait sync.WaitGroup
	names := slices.Sorted(maps.Keys(e.checks))
	for _, name := range names {
		if c := e.checks[name]; chosen(c) {
			wait.Go(func() { _ = e.ready(c) }) // the faults are gathered below, in order
		}
	}
	wait.Wait()
	var faults yamltext.Faults
	for _, name := range names {
		if c := e.checks[name]; chosen(c) {
			faults = append(faults, e.ready(c)...)
		}
	}
	return faults
}

func (e *Engine) compile(c *check) yamltext.Faults {
	compiler, faults := e.compiler(c.module, e.inputSchema(c))
	if len(faults) > 0 {
		return faults
	}
	if faults := e.examineTypes(c, compiler); len(faults) > 0 {
		return faults
	}
	var err error
	if c.compiled.judge, err = e.decisions(); err != nil {
		return regoFaults(err, func(string) *module { return e.judge })
	}
	if c.compiled.whole, err = newProgram(compiler, c.query(ruleObservations, ruleShortfalls, ruleMerits, ruleInapplicable, ruleMeasure)); err != nil {
		return regoFaults(err, func(string) *module { return c.module })
	}
	if !c.rules[ruleObservations] {
		return nil
	}
	if c.compiled.seen, err = newProgram(compiler, c.query(ruleObservations)); err != nil {
		return regoFaults(err, func(string) *module { return c.module })
	}
	return nil
}

// compiler compiles a module with the library topics that it uses.
func (e *Engine) compiler(m *module, inputSchema any) (*ast.Compiler, yamltext.Faults) {
	modules := map[string]*module{m.place: m}
	e.gather(m, modules)
	parsed := make(map[string]*ast.Module, len(modules))
	for place, m := range modules {
		parsed[place] = m.parsed
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilities()).WithStrict(true)
	if inputSchema != nil {
		schemas := ast.NewSchemaSet()
		schemas.Put(ast.SchemaRootRef, inputSchema)
		compiler = compiler.WithSchemas(schemas).WithUseTypeCheckAnnotations(true)
	}
	if compiler.Compile(parsed); compiler.Failed() {
		return nil, regoFaults(compiler.Errors, func(place string) *module { return modules[place] })
	}
	return compiler, nil
}

func newProgram(compiler *ast.Compiler, query string) (*program, error) {
	body, err := ast.ParseBodyWithOpts(query, ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: language()})
	if err == nil {
		body, err = compiler.QueryCompiler().Compile(body)
	}
	return &program{compiler, body}, err
}

// gather adds the library topics that a module imports or names, and theirs.
func (e *Engine) gather(m *module, into map[string]*module) {
	add := func(path ast.Ref) {
		names := constants(path[1:])
		if !path[0].Equal(ast.DefaultRootDocument) || len(names) < 2 || names[0] != "lib" {
			return
		}
		lib := e.libs[names[1]]
		if lib == nil || into[lib.place] != nil {
			return
		}
		into[lib.place] = lib
		e.gather(lib, into)
	}
	for _, imported := range m.parsed.Imports {
		if path, ok := imported.Path.Value.(ast.Ref); ok {
			add(path)
		}
	}
	for _, rule := range m.parsed.Rules {
		ast.WalkRefs(rule, func(ref ast.Ref) bool {
			add(ref)
			return false
		})
	}
}

// query asks for what those of the rules tell that the check has. The measure may be
// undefined, hence the comprehension.
func (c *check) query(rules ...string) string {
	var parts []string
	for _, name := range rules {
		switch {
		case name == ruleMeasure && c.rules[name]:
			parts = append(parts, fmt.Sprintf("measure = {m | m := data.checks.%s.measure}", c.name))
		case c.rules[name]:
			parts = append(parts, fmt.Sprintf("%s = data.checks.%s.%[1]s", name, c.name))
		}
	}
	return strings.Join(parts, "; ")
}

// inputSchema is the JSON Schema of what this check is given: the evidence that it reads,
// its roles and parameters, the days and the subject.
func (e *Engine) inputSchema(c *check) any {
	text := map[string]any{"type": "string"}
	subject := map[string]any{}
	for _, field := range subjectFields {
		subject[field] = text
	}
	facts := map[string]any{}
	for _, role := range c.info.Roles {
		facts[role.Name] = e.roleSchema(role)
	}
	params := map[string]any{}
	for _, param := range c.info.Params {
		params[param.Name] = param.Rule.schema()
	}
	return objectSchema(map[string]any{
		"evidence":       e.evidenceSchema(c.evidence),
		"facts":          objectSchema(facts),
		"params":         objectSchema(params),
		"as_of":          text,
		"reporting_date": text,
		"subject":        objectSchema(subject),
	})
}

func objectSchema(properties map[string]any) map[string]any {
	return map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
}

func (e *Engine) roleSchema(role Role) any {
	var schema map[string]any
	switch role.Type {
	case "boolean", "integer", "number", "string":
		schema = map[string]any{"type": role.Type}
	case "date":
		schema = map[string]any{"type": "string"}
	case "list":
		items := map[string]any{}
		switch role.Of {
		case "string", "date":
			items["type"] = "string"
		case "integer", "number":
			items["type"] = role.Of
		}
		schema = map[string]any{"type": "array", "items": items}
	case "document", "photo":
		fields := map[string]any{}
		for _, name := range objectFields[role.Type] {
			fields[name] = map[string]any{"type": "string"}
		}
		schema = map[string]any{"anyOf": []any{map[string]any{"type": "boolean"}, objectSchema(fields)}}
	case "any":
		schema = map[string]any{}
	}
	if role.Many {
		element := objectSchema(map[string]any{"path": map[string]any{"type": "string"}, "value": schema})
		return map[string]any{"type": "array", "items": element}
	}
	return schema
}

// objectFields are the members of the facts that are objects.
var objectFields = map[string][]string{
	"document": {"title", "number", "date", "valid_until", "file"},
	"photo":    {"date", "place", "file"},
}

// evidenceSchema is the schema of the evidence, cut down to the paths that a check reads:
// the whole of it takes long to turn into types, and the text of the check has been held
// against the whole of it already.
func (e *Engine) evidenceSchema(paths []string) any {
	cut := objectSchema(map[string]any{})
	if len(paths) == 0 {
		return map[string]any{"type": "object"}
	}
	for _, path := range paths {
		from, to := e.wholeEvidence(), cut
		for names := strings.Split(path, "."); len(names) > 0; names = names[1:] {
			properties, _ := from["properties"].(map[string]any)
			from, _ = properties[names[0]].(map[string]any)
			members := to["properties"].(map[string]any)
			if len(names) == 1 {
				members[names[0]] = bare(from)
				continue
			}
			if members[names[0]] == nil {
				members[names[0]] = objectSchema(map[string]any{})
			}
			to = members[names[0]].(map[string]any)
		}
	}
	return cut
}

// bare is a schema with only what makes a type.
func bare(value any) any {
	switch value := value.(type) {
	case map[string]any:
		kept := map[string]any{}
		for _, key := range []string{"type", "items"} {
			if value[key] != nil {
				kept[key] = bare(value[key])
			}
		}
		if alternatives, ok := value["anyOf"].([]any); ok && value["type"] == nil {
			kept["anyOf"] = bare(alternatives)
		}
		if properties, ok := value["properties"].(map[string]any); ok {
			members := map[string]any{}
			for name, property := range properties {
				members[name] = bare(property)
			}
			kept["properties"] = members
		}
		return kept
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = bare(item)
		}
		return items
	}
	return value
}

// schema is the rule as far as it makes a type.
func (p *ParamRule) schema() map[string]any {
	schema := map[string]any{"type": p.Type}
	if p.Items != nil {
		schema["items"] = p.Items.schema()
	}
	return schema
}

// emptyStore answers for base documents, of which there are none. One read transaction
// serves every query: nothing is ever written.
var emptyStore = sync.OnceValue(func() *readStore {
	store := inmem.New()
	return &readStore{store, storage.NewTransactionOrDie(context.Background(), store)}
})

type readStore struct {
	storage.Store
	txn storage.Transaction
}
