package evidence

import (
	"slices"
	"strings"
)

// The words that a section or fact may not be called: they say where a value comes from.
const (
	keyValue, titleValue   = "value", "值"
	keySource, titleSource = "source", "依据"
)

// evidence walks the evidence tree: sections and facts, in order.
func (c *compiler) evidence(section *rule, path string) {
	section.section, section.path = true, path
	at := len(c.schema.sections)
	c.schema.sections = append(c.schema.sections, Section{Path: path, Title: section.title, Help: section.help})
	for _, member := range section.members {
		here := member.name
		if path != "" {
			here = path + "." + member.name
		}
		for _, word := range []string{member.name, member.title} {
			if slices.Contains([]string{keyValue, titleValue, keySource, titleSource}, word) {
				c.fail(here, "%q is a reserved word", word)
			}
		}
		if strings.ContainsRune(member.name, '.') {
			c.fail(here, "a name with a stop")
		}
		c.schema.titles[here] = member.title
		if member.shape == shapeObject {
			c.evidence(member, here)
			continue
		}
		member.fact = true
		locate(member, here)
		fact, ok := factOf(member)
		if !ok {
			c.fail(here, "not a kind of fact")
			continue
		}
		if member.rolledUp {
			c.rollUps = append(c.rollUps, member)
		}
		c.schema.byPath[here] = len(c.schema.facts)
		c.schema.facts = append(c.schema.facts, fact)
		c.schema.byName[member.name] = append(c.schema.byName[member.name], here)
		c.schema.byName[member.title] = append(c.schema.byName[member.title], here)
		c.schema.sections[at].Facts = append(c.schema.sections[at].Facts, fact)
	}
}

// wholes checks that every fact that cannot exceed another names one it can be compared with.
func (c *compiler) wholes() {
	parts := 0
	for _, f := range c.schema.facts {
		if f.AtMost == "" {
			continue
		}
		parts++
		switch whole, ok := c.schema.Fact(f.AtMost); {
		case !ok:
			c.fail(f.Path, "x-at-most: there is no fact %q", f.AtMost)
		case whole.Path == f.Path:
			c.fail(f.Path, "x-at-most names the fact itself")
		case whole.Type != "integer" && whole.Type != "number":
			c.fail(f.Path, "x-at-most: %q is no number", f.AtMost)
		case whole.Unit != f.Unit:
			c.fail(f.Path, "x-at-most: %q is counted in %q, not in %q", f.AtMost, whole.Unit, f.Unit)
		}
	}
	if parts != len(c.parts) {
		c.fail(strings.Join(c.parts, ", "), "x-at-most is for facts alone")
	}
}

// locate tells a fact, and what it consists of, where it stands.
func locate(r *rule, path string) {
	r.path = path
	switch {
	case r.each != nil:
		locate(r.each, path)
	case r.object != nil:
		locate(r.object, path)
	}
	for _, member := range r.members {
		locate(member, path+"."+member.name)
	}
}

func factOf(r *rule) (Fact, bool) {
	f := Fact{
		Path: r.path, Title: r.title, Help: r.help, Unit: r.unit, Enum: r.enum,
		Minimum: r.minimum.String(), Maximum: r.maximum.String(),
		Sources: r.sources, Sensitivity: r.sensitivity, Perverse: r.perverse, AtMost: r.atMost,
	}
	var ok bool
	f.Type, ok = typeName(r)
	if r.shape == shapeList {
		f.Enum = r.each.enum
		if r.each.shape == shapeObject {
			f.ItemType = "object"
			for _, member := range r.each.members {
				field, ok := factOf(member)
				if !ok || field.ItemType == "object" {
					return f, false
				}
				f.Members = append(f.Members, field)
			}
			return f, true
		}
		f.ItemType, ok = typeName(r.each)
		return f, ok && f.ItemType != "list"
	}
	return f, ok
}

func typeName(r *rule) (string, bool) {
	switch r.shape {
	case shapeText, shapeRegion, shapeUSCC:
		return "string", true
	case shapeDate:
		return "date", true
	case shapeInteger:
		return "integer", true
	case shapeNumber:
		return "number", true
	case shapeBool:
		return "boolean", true
	case shapeList:
		return "list", true
	case shapeOrNone:
		return r.kind, r.kind == "document" || r.kind == "photo"
	case shapeObject, shapeMap:
	}
	return "", false
}
