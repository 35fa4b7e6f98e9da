package casework

import (
	"context"
	"fmt"
	"strings"

	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
)

// Actor is who asks: a person with the roles given to them, or, as the zero value, the public.
type Actor struct {
	Person records.Person
	Grants []records.Grant
	Scopes []string // what the API token allows; nil where a session asks
}

// Public reports whether nobody is signed in.
func (a Actor) Public() bool { return a.Person.ID == "" }

// holds reports whether the actor has the role anywhere.
func (a Actor) holds(role string) bool {
	for _, g := range a.Grants {
		if g.Role == role {
			return true
		}
	}
	return false
}

// reach is the starts of region codes within which the actor has one of the roles; "" is everywhere.
func (a Actor) reach(roles ...string) []string {
	var prefixes []string
	for _, g := range a.Grants {
		for _, role := range roles {
			if g.Role == role {
				prefixes = append(prefixes, regions.Prefix(g.Region))
			}
		}
	}
	return prefixes
}

// subject is the actor as the rules see them.
func (a Actor) subject() *policies.Person {
	if a.Public() {
		return nil
	}
	p := &policies.Person{
		ID: a.Person.ID, Station: a.Person.HomeStation, HomeRegion: a.Person.HomeRegion, Disabled: a.Person.Disabled,
	}
	for _, g := range a.Grants {
		p.Grants = append(p.Grants, policies.Grant{Role: policies.RoleName(g.Role), Region: g.Region, Station: g.StationID})
	}
	if a.Scopes != nil {
		p.Token = &policies.Token{Scopes: a.Scopes}
	}
	return p
}

// allow is the one decision behind every use case. A reader of a refusal learns why, in Chinese.
func (s *Service) allow(ctx context.Context, who Actor, action policies.Action, on policies.Resource) error {
	decision, err := s.rights.Decide(ctx, policies.Request{Person: who.subject(), Action: action, Resource: on})
	if err != nil {
		return fmt.Errorf("decide %s: %w", action, err)
	}
	decided(ctx, string(action))
	if decision.Allow {
		return nil
	}
	if who.Public() {
		return refuse(NotSignedIn, "请先登录")
	}
	words := make([]string, 0, len(decision.Reasons))
	for _, reason := range decision.Reasons {
		words = append(words, reason.Words)
	}
	return refuse(Forbidden, "不能办理：%s", strings.Join(words, "；"))
}

// allowSomewhere asks whether the actor may do this anywhere within their grants; what they then
// see of a list is narrowed to these.
func (s *Service) allowSomewhere(ctx context.Context, who Actor, action policies.Action) error {
	err := s.allow(ctx, who, action, policies.Resource{})
	for _, g := range who.Grants {
		if err == nil {
			return nil
		}
		// an assessor may do it where it is assigned to them
		err = s.allow(ctx, who, action, policies.Resource{Region: g.Region, Station: g.StationID, Assessors: []string{who.Person.ID}})
	}
	return err
}
