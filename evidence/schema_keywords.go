package evidence

import (
	"encoding/json"
	"strconv"
)

// keywords is every schema keyword that the reader honours, by the type that it says
// something about ("" for a reference or an alternative). Any other is refused, so that
// nothing written in the schema is silently without effect.
var keywords = map[string][]string{
	"object":  {"type", "properties", "required", "additionalProperties", "anyOf"},
	"array":   {"type", "items", "minItems", "maxItems", "uniqueItems"},
	"string":  {"type", "enum", "format", "pattern", "minLength", "maxLength", "x-enum-titles", "x-enum-aliases"},
	"integer": {"type", "minimum", "maximum", "x-unit", "x-perverse", "x-rollup", "x-at-most"},
	"number":  {"type", "minimum", "maximum", "x-unit", "x-perverse", "x-rollup", "x-at-most"},
	"boolean": {"type", "x-perverse"},
	"":        {"$ref", "anyOf"},
}

var (
	commonKeywords = []string{"title", "description", "x-sources", "x-sensitivity"}
	rootKeywords   = []string{"$schema", "$id", "$defs"}
)

func (c *compiler) text(o *object, key, at string) string {
	v, there := o.values[key]
	if !there {
		return ""
	}
	text, ok := v.(string)
	if !ok || text == "" {
		c.fail(at, "%s is no text", key)
	}
	return text
}

func (c *compiler) texts(o *object, key, at string) []string {
	v, there := o.values[key]
	if !there {
		return nil
	}
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		c.fail(at, "%s is no list of texts", key)
	}
	var texts []string
	for _, item := range list {
		text, ok := item.(string)
		if !ok {
			c.fail(at, "%s holds something other than texts", key)
		}
		texts = append(texts, text)
	}
	return texts
}

func (c *compiler) count(o *object, key, at string, otherwise int) int {
	v, there := o.values[key]
	if !there {
		return otherwise
	}
	number, _ := v.(json.Number)
	n, err := strconv.Atoi(number.String())
	if err != nil || n < 0 {
		c.fail(at, "%s is no whole number", key)
	}
	return n
}

func (c *compiler) bound(o *object, key, at string) *decimal {
	v, there := o.values[key]
	if !there {
		return nil
	}
	number, _ := v.(json.Number)
	d, ok := parseDecimal(number.String())
	if !ok {
		c.fail(at, "%s is no plain decimal", key)
		return nil
	}
	return &d
}
