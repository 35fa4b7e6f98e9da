// Package invent makes up the evidence of stations for measuring: mostly right, some short,
// some missing, near the thresholds of one standard. The same seed gives the same bytes.
// Nothing it writes is true of any station; every bundle says sample: true.
package invent

import (
	"math/rand/v2"
	"time"

	"zhanping/evidence"
	"zhanping/policies"
	"zhanping/standards"
)

// Subject is the station that a bundle is made up for.
type Subject struct {
	ID, Name, Level, Region string

	// Mark stands before the title of every source, so that each figure says what it is; it
	// is not needed where the station itself is made up.
	Mark string
}

// Inventor makes up bundles for one standard and one day. Any number of goroutines may use it.
type Inventor struct {
	schema *evidence.Schema
	items  []standards.Item
	checks map[string]policies.Check
	read   map[string]bool
	asOf   time.Time
	seed   uint64
}

// New returns an inventor for the items of a standard, which are answered in their order.
func New(schema *evidence.Schema, items []standards.Item, checks []policies.Check, asOf time.Time, seed uint64) *Inventor {
	v := &Inventor{schema: schema, items: items, checks: map[string]policies.Check{}, asOf: asOf, seed: seed}
	for _, check := range checks {
		v.checks[check.Name] = check
	}
	v.read = sectionsRead(items, v.checks)
	return v
}

// Bundle is the bundle of a station as YAML. What is made up depends on n and on the seed. Every value
// has the canonical spelling, so that any YAML reader sees what ours sees.
func (v *Inventor) Bundle(n uint64, subject Subject) []byte {
	s := &station{random: rand.New(rand.NewPCG(v.seed, n)), asOf: v.asOf, facts: map[string]any{}}
	for _, item := range v.items {
		if item.When != nil {
			s.answer(*item.When, v.checks[item.When.Check])
		}
		for _, part := range item.Parts {
			s.answer(part, v.checks[part.Check])
		}
	}
	for _, fact := range v.schema.Facts() {
		if v.read[sectionOf(fact.Path)] {
			s.fill(fact)
		}
	}
	return s.yaml(subject, v.schema)
}
