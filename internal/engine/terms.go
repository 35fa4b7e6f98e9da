package engine

import (
	"fmt"
	"strings"

	"zhanping/standards"
)

// Terms say where a standard of one's own counts and whether it may still be chosen.
type Terms struct {
	Region string // the digits that division codes within its region begin with; "" is everywhere
	Closed bool   // withdrawn: found by its exact edition only, for what is under way
}

// within is the standards that may be chosen for subjects in a region.
func (e *Engine) within(region string) *standards.Catalogue {
	if len(e.own.Terms) == 0 {
		return e.catalogue
	}
	return e.catalogue.Only(func(ref string) bool {
		terms := e.own.Terms[ref]
		return !terms.Closed && strings.HasPrefix(region, terms.Region)
	})
}

// FindIn is Find for a subject in a region (a division code, or the digits that those within
// it begin with): without an edition, only what may be chosen there is found; a named edition
// of another region is refused.
func (e *Engine) FindIn(ref, region, day string) (*standards.Standard, error) {
	if !strings.Contains(ref, "@") {
		std, err := e.within(region).Find(ref, day)
		if err == nil {
			err = std.Unfilled()
		}
		if err != nil {
			return nil, err
		}
		return std, nil
	}
	std, err := e.Find(ref, day)
	if err != nil {
		return nil, err
	}
	if terms := e.own.Terms[std.Ref()]; !strings.HasPrefix(region, terms.Region) {
		return nil, fmt.Errorf("标准 %s《%s》只用于区划 %s，不能用于 %s；请换一套标准", std.Ref(), std.Title, terms.Region, region)
	}
	return std, nil
}

// Closed reports whether a standard was withdrawn and may not be chosen any more.
func (e *Engine) Closed(ref string) bool { return e.own.Terms[ref].Closed }

// Applicable is every standard that may be chosen for such a subject in a region on the day.
func (e *Engine) Applicable(kind, level, region, day string) ([]*standards.Standard, error) {
	return e.within(region).Applicable(kind, level, day)
}
