package evidence

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var sourceKinds = []string{"document", "photo", "ledger", "system", "on_site", "published"}

// Bounds where the schema sets none.
const (
	defaultMaxLength = 2000
	defaultMaxItems  = 1000
)

// ParseSchema compiles a schema of the form of schema.json. The error joins every
// defect, each with its place.
func ParseSchema(data []byte) (*Schema, error) {
	decoded, err := decodeOrdered(data)
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	raw, ok := decoded.(*object)
	if !ok {
		return nil, errors.New("read schema: the root is no object")
	}
	c := compiler{raw: raw, rollupPlaces: map[string]bool{}, schema: &Schema{
		raw: raw, byPath: map[string]int{}, titles: map[string]string{}, byName: map[string][]string{},
	}}
	c.schema.root = c.compile("", raw, "", 0)
	c.schema.evidence = c.schema.root.byKey["evidence"]
	if c.schema.evidence == nil || c.schema.evidence.shape != shapeObject {
		c.fail("/properties/evidence", "no object of that name")
	}
	for _, name := range []string{"subject", "reporting_date", "sources", "findings"} {
		if c.schema.root.byKey[name] == nil {
			c.fail("/properties/"+name, "missing")
		}
	}
	if err := errors.Join(c.errs...); err != nil {
		return nil, err
	}
	c.evidence(c.schema.evidence, "")
	c.rollups()
	c.wholes()
	return c.schema, errors.Join(c.errs...)
}

type compiler struct {
	raw    *object
	schema *Schema
	parts  []string // where x-at-most is written
	errs   []error

	rollUps      []*rule         // facts with an x-rollup, in the order of the schema
	rollupPlaces map[string]bool // where an x-rollup is written
}

func (c *compiler) fail(at, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("schema %s: %s", at, fmt.Sprintf(format, args...)))
}

// compile turns one schema object into a rule; name is its key, at its JSON pointer.
func (c *compiler) compile(name string, o *object, at string, depth int) *rule {
	r := &rule{name: name}
	if depth > maxInline {
		c.fail(at, "refers to itself, or nests too deep")
		return r
	}
	kind, _ := o.get("type").(string)
	for _, key := range o.keys {
		known := slices.Contains(keywords[kind], key) || slices.Contains(commonKeywords, key) ||
			at == "" && slices.Contains(rootKeywords, key)
		if !known {
			c.fail(at, "keyword %q is not supported here", key)
		}
	}
	if ref, ok := o.get("$ref").(string); ok {
		target := definition(c.raw, ref)
		if target == nil {
			c.fail(at, "reference %q leads nowhere", ref)
			return r
		}
		r = c.compile(name, target, strings.TrimPrefix(ref, "#"), depth+1)
		r.name = name
		if r.shape == shapeObject {
			r.kind = strings.TrimPrefix(ref, "#/$defs/")
		}
	} else {
		c.body(r, o, at, depth)
	}
	if title := c.text(o, "title", at); title != "" {
		r.title = title
		if r.object != nil {
			r.object.title = title
		}
		if r.each != nil && r.each.title == "" {
			r.each.title = title
		}
	}
	if help := c.text(o, "description", at); help != "" {
		r.help = help
	}
	r.unit = c.text(o, "x-unit", at)
	if r.atMost = c.text(o, "x-at-most", at); r.atMost != "" {
		c.parts = append(c.parts, at)
	}
	r.perverse = c.texts(o, "x-perverse", at)
	for _, direction := range r.perverse {
		if direction != "more" && direction != "fewer" {
			c.fail(at, "x-perverse: %q is neither more nor fewer", direction)
		}
	}
	r.sources = c.texts(o, "x-sources", at)
	for _, kind := range r.sources {
		if !slices.Contains(sourceKinds, kind) {
			c.fail(at, "x-sources: %q is no kind of source", kind)
		}
	}
	if rollup, there := o.values["x-rollup"]; there {
		r.rollup, r.rolledUp = rollup, true
		c.rollupPlaces[at] = true
	}
	r.at = at
	r.sensitivity = c.text(o, "x-sensitivity", at)
	switch r.sensitivity {
	case "":
		r.sensitivity = "internal"
	case "public", "internal":
	default:
		c.fail(at, "x-sensitivity is public or internal, not %q", r.sensitivity)
	}
	return r
}

// body reads the keywords of a schema object that is no reference.
func (c *compiler) body(r *rule, o *object, at string, depth int) {
	kind := c.text(o, "type", at)
	alternatives, _ := o.get("anyOf").([]any)
	switch kind {
	case "object":
		c.objectBody(r, o, alternatives, at, depth)
	case "array":
		r.shape = shapeList
		items, ok := o.get("items").(*object)
		if !ok {
			c.fail(at, "a list without items")
			return
		}
		r.each = c.compile(r.name, items, at+"/items", depth+1)
		r.minItems, r.maxItems = c.count(o, "minItems", at, 0), c.count(o, "maxItems", at, defaultMaxItems)
		r.unique = o.get("uniqueItems") == true
	case "string":
		c.textBody(r, o, at)
	case "integer", "number":
		r.shape = shapeNumber
		if kind == "integer" {
			r.shape = shapeInteger
		}
		r.minimum, r.maximum = c.bound(o, "minimum", at), c.bound(o, "maximum", at)
	case "boolean":
		r.shape = shapeBool
	case "":
		c.orNone(r, alternatives, at, depth)
	default:
		c.fail(at, "type %q is not supported", kind)
	}
}

func (c *compiler) objectBody(r *rule, o *object, alternatives []any, at string, depth int) {
	if each, ok := o.get("additionalProperties").(*object); ok {
		r.shape = shapeMap
		r.each = c.compile("", each, at+"/additionalProperties", depth+1)
		return
	}
	r.shape = shapeObject
	if o.get("additionalProperties") != false {
		c.fail(at, "additionalProperties is not false")
	}
	r.byKey = map[string]*rule{}
	properties, _ := o.get("properties").(*object)
	if properties == nil {
		properties = &object{}
	}
	for _, key := range properties.keys {
		here := at + "/properties/" + key
		property, ok := properties.values[key].(*object)
		if !ok {
			c.fail(here, "not an object")
			continue
		}
		member := c.compile(key, property, here, depth+1)
		member.index = len(r.members)
		r.members = append(r.members, member)
		for _, word := range slices.Compact([]string{key, member.title}) {
			if word == "" {
				c.fail(here, "no title")
				continue
			}
			if _, taken := r.byKey[word]; taken {
				c.fail(here, "%q is the key or title of a sibling already", word)
			}
			r.byKey[word] = member
		}
	}
	r.required = c.texts(o, "required", at)
	for _, name := range r.required {
		if r.byKey[name] == nil {
			c.fail(at, "requires %q, which is no property", name)
		}
	}
	for i, alternative := range alternatives {
		group, _ := alternative.(*object)
		if group == nil || len(group.keys) != 1 || group.get("required") == nil {
			c.fail(at, "anyOf/%d: beside properties only {\"required\": […]} is supported", i)
			continue
		}
		r.oneOf = append(r.oneOf, c.texts(group, "required", at))
	}
}

func (c *compiler) textBody(r *rule, o *object, at string) {
	switch format := c.text(o, "format", at); format {
	case "":
		r.shape = shapeText
	case "date":
		r.shape = shapeDate
	case "region":
		r.shape = shapeRegion
	case "uscc":
		r.shape = shapeUSCC
	default:
		c.fail(at, "format %q is not supported", format)
	}
	r.minLength, r.maxLength = c.count(o, "minLength", at, 0), c.count(o, "maxLength", at, defaultMaxLength)
	if pattern := c.text(o, "pattern", at); pattern != "" {
		compiled, err := regexp.Compile(pattern)
		if err != nil {
			c.fail(at, "pattern: %v", err)
		}
		r.pattern = compiled
	}
	r.enum = c.texts(o, "enum", at)
	r.enumTitles = c.texts(o, "x-enum-titles", at)
	if len(r.enumTitles) > 0 && len(r.enumTitles) != len(r.enum) {
		c.fail(at, "x-enum-titles has %d titles for %d values", len(r.enumTitles), len(r.enum))
		return
	}
	r.enumWords = map[string]string{}
	for i, title := range r.enumTitles {
		r.enumWords[narrow(title)] = r.enum[i]
	}
	aliases, _ := o.get("x-enum-aliases").(*object)
	if aliases == nil {
		return
	}
	for _, alias := range aliases.keys {
		meant, _ := aliases.values[alias].(string)
		if !slices.Contains(r.enum, meant) {
			c.fail(at, "x-enum-aliases: %q is no value of enum", meant)
		}
		r.enumWords[narrow(alias)] = meant
	}
}

// orNone reads {"anyOf": [{"type": "boolean", "enum": [false]}, {"$ref": …}]}.
func (c *compiler) orNone(r *rule, alternatives []any, at string, depth int) {
	if len(alternatives) == 2 {
		none, _ := alternatives[0].(*object)
		some, _ := alternatives[1].(*object)
		only, _ := none.get("enum").([]any)
		if none.get("type") == "boolean" && len(only) == 1 && only[0] == false && some.get("$ref") != nil {
			r.shape = shapeOrNone
			r.object = c.compile(r.name, some, at+"/anyOf/1", depth+1)
			r.kind = r.object.kind
			return
		}
	}
	c.fail(at, "without a type only anyOf [false, a reference] is supported")
}
