package casework

import (
	"context"
	"fmt"
	"strings"

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
				prefixes = append(prefixes, regionStart(g.Region))
			}
		}
	}
	return prefixes
}

// regionStart is the digits that every code inside a region begins with.
func regionStart(code string) string {
	if len(code) != 12 {
		return code
	}
	for _, n := range []int{2, 4, 6, 9} {
		if strings.Trim(code[n:], "0") == "" {
			return code[:n]
		}
	}
	return code
}

// allow is the one decision behind every use case. A reader of a refusal learns why, in Chinese.
func (s *Service) allow(ctx context.Context, who Actor, action string, on policies.Resource) error {
	decision, err := s.rights.Decide(ctx, policies.Request{Person: who.subject(), Action: action, Resource: on})
	if err != nil {
		return fmt.Errorf("decide %s: %w", action, err)
	}
	decided(ctx, action)
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
	return refuse(Forbidden, "无权办理：%s", strings.Join(words, "；"))
}
