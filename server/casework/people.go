package casework

import (
	"context"
	"errors"
	"strings"

	"zhanping/evidence"
	"zhanping/internal/regions"
	"zhanping/policies"
	"zhanping/server/records"
	"zhanping/server/store"
)

// PersonInput is what may be said of an account.
type PersonInput struct {
	Login       string `json:"login" minLength:"2" maxLength:"40" pattern:"^[a-z0-9][a-z0-9._-]*$" doc:"登录名，小写字母和数字"`
	Name        string `json:"name" minLength:"1" maxLength:"30" doc:"显示的姓名或职务"`
	Disabled    bool   `json:"disabled,omitempty" doc:"停用"`
	HomeRegion  string `json:"home_region,omitempty" pattern:"^([0-9]{12})?$" doc:"本人工作所在区划，用于回避"`
	HomeStation string `json:"home_station,omitempty" doc:"本人所在单位，用于回避"`
	OIDCIssuer  string `json:"oidc_issuer,omitempty" maxLength:"200" doc:"统一身份认证的发行者"`
	OIDCSubject string `json:"oidc_subject,omitempty" maxLength:"200" doc:"统一身份认证里的账号"`
}

func (in PersonInput) into(p *records.Person) error {
	for field, text := range map[string]string{"login": in.Login, "name": in.Name} {
		if found := evidence.Personal(text); found != "" {
			return wrong(field, "含有%s；账号里不得写证件号和电话", found)
		}
	}
	p.Login, p.Name, p.Disabled = in.Login, strings.TrimSpace(in.Name), in.Disabled
	p.HomeRegion, p.HomeStation, p.OIDCIssuer, p.OIDCSubject = in.HomeRegion, in.HomeStation, in.OIDCIssuer, in.OIDCSubject
	return nil
}

// AddPerson makes an account; hash is that of its first password, which has to be changed.
func (s *Service) AddPerson(ctx context.Context, who Actor, in PersonInput, hash string) (records.Person, error) {
	person := records.Person{Record: s.newRecord(), Password: hash, MustChange: true}
	if err := in.into(&person); err != nil {
		return person, err
	}
	if err := s.allow(ctx, who, "people.write", policies.Resource{Person: person.ID}); err != nil {
		return person, err
	}
	err := s.within(ctx, func(tx *store.Tx) error { return s.keepPerson(tx, who, &person) })
	return person, err
}

func (s *Service) keepPerson(tx *store.Tx, who Actor, person *records.Person) error {
	if err := tx.Insert(person); errors.Is(err, store.ErrExists) {
		return &Problem{Code: Exists, Words: "登录名 " + person.Login + " 已被使用，或统一身份已绑定别的账号；请换一个"}
	} else if err != nil {
		return err
	}
	return s.note(tx, who, "people.write", "person", person.ID, "", map[string]any{"login_digest": digestOf(person.Login)})
}

// ChangePerson changes an account.
func (s *Service) ChangePerson(ctx context.Context, who Actor, id string, version int, in PersonInput) (records.Person, error) {
	var person records.Person
	err := s.within(ctx, func(tx *store.Tx) error {
		var err error
		if err := s.allow(ctx, who, "people.write", policies.Resource{Person: id}); err != nil {
			return err
		}
		if person, err = get[records.Person](tx, id, "账号"); err != nil {
			return err
		}
		if person.Version != version {
			return stale("账号", person)
		}
		if err := in.into(&person); err != nil {
			return err
		}
		if err := s.update(tx, &person, "账号"); err != nil {
			return err
		}
		return s.note(tx, who, "people.write", "person", person.ID, "", map[string]any{"disabled": person.Disabled})
	})
	return person, err
}

// KeepFirstPassword lets an account go on with the password that it was opened with, for a
// demonstration; no route leads here.
func (s *Service) KeepFirstPassword(ctx context.Context, who Actor, id string) error {
	if err := s.allow(ctx, who, policies.ActionPeopleWrite, policies.Resource{Person: id}); err != nil {
		return err
	}
	return s.within(ctx, func(tx *store.Tx) error {
		person, err := get[records.Person](tx, id, "账号")
		if err != nil || !person.MustChange {
			return err
		}
		person.MustChange = false
		if err := s.update(tx, &person, "账号"); err != nil {
			return err
		}
		return s.note(tx, who, "people.write", "person", person.ID, "", map[string]any{"must_change": false})
	})
}

// Person is an account with what was granted to it.
func (s *Service) Person(ctx context.Context, who Actor, id string) (Actor, error) {
	if err := s.allowSomewhere(ctx, who, policies.ActionPeopleRead); err != nil {
		return Actor{}, err
	}
	found, err := s.actor(s.read(ctx), id)
	if err == nil && !who.reaches(found) {
		return Actor{}, orMissing(store.ErrNotFound, "账号")
	}
	return found, err
}

// reaches reports whether an account is for the actor to see: an administrator sees all, others those
// who have a role in their region or may be sent into it as assessors, and themselves.
func (a Actor) reaches(found Actor) bool {
	if a.holds("admin") || a.Person.ID == found.Person.ID {
		return true
	}
	for _, prefix := range a.reach("bureau", "auditor") {
		for _, g := range found.Grants {
			if strings.HasPrefix(g.Region, prefix) || g.Role == "assessor" && strings.HasPrefix(prefix, regions.Prefix(g.Region)) {
				return true
			}
		}
	}
	return false
}

// People is a page of accounts by id; text is part of the login or the name.
func (s *Service) People(ctx context.Context, who Actor, text, role, after string, limit int) ([]records.Person, error) {
	if err := s.allowSomewhere(ctx, who, "people.read"); err != nil {
		return nil, err
	}
	tx := s.read(ctx)
	where := []store.Condition{}
	if text != "" {
		where = append(where, store.AnyOf(store.Contains("login", text), store.Contains("name", text)))
	}
	if after != "" {
		where = append(where, store.After("id", after))
	}
	if !who.holds("admin") || role != "" {
		ids, err := s.grantees(tx, who, role)
		if err != nil {
			return nil, err
		}
		where = append(where, store.Among("id", ids))
	}
	return store.List[records.Person](tx, store.Query{Where: where, Limit: limit})
}

// grantees is who has a role, or any, within the actor's reach, and who may be sent there as an assessor;
// an administrator reaches everywhere.
func (s *Service) grantees(tx *store.Tx, who Actor, role string) ([]string, error) {
	var within []store.Condition
	for _, prefix := range who.reach("bureau", "auditor") {
		within = append(within, store.StartsWith("region", prefix), store.All(store.Equal("role", "assessor"), store.Among("region", around(prefix))))
	}
	where := []store.Condition{}
	if !who.holds("admin") {
		where = append(where, store.AnyOf(within...))
	}
	if role != "" {
		where = append(where, store.Equal("role", role))
	}
	grants, err := store.List[records.Grant](tx, store.Query{Where: where})
	ids := make([]string, len(grants))
	for i, g := range grants {
		ids[i] = g.PersonID
	}
	return ids, err
}

// around is the codes of the regions around the one whose code begins so, and "" for the whole country.
func around(prefix string) []string {
	codes := []string{""}
	for _, n := range []int{2, 4, 6, 9} {
		if n < len(prefix) {
			codes = append(codes, prefix[:n]+"000000000000"[n:])
		}
	}
	return codes
}

// GrantInput gives a role.
type GrantInput struct {
	Role      string `json:"role" enum:"station,assessor,bureau,author,auditor,admin,integrator" doc:"角色"`
	Region    string `json:"region,omitempty" pattern:"^([0-9]{12})?$" doc:"区划代码；空为不限"`
	StationID string `json:"station_id,omitempty" doc:"单位编号；填报人必填"`
}

// Give grants a person a role.
func (s *Service) Give(ctx context.Context, who Actor, personID string, in GrantInput) (records.Grant, error) {
	grant := records.Grant{
		ID: s.newID(), PersonID: personID, Role: in.Role, Region: in.Region, StationID: in.StationID, GivenBy: who.id(), GivenAt: s.now(),
	}
	if err := s.allow(ctx, who, "people.write", policies.Resource{Person: personID}); err != nil {
		return grant, err
	}
	err := s.within(ctx, func(tx *store.Tx) error {
		if _, err := get[records.Person](tx, personID, "账号"); err != nil {
			return err
		}
		return s.keepGrant(tx, who, &grant)
	})
	return grant, err
}

func (s *Service) keepGrant(tx *store.Tx, who Actor, grant *records.Grant) error {
	if (grant.Role == "station") != (grant.StationID != "") {
		return wrong("station_id", "填报人须指明单位，其他角色不指明单位")
	}
	if grant.StationID != "" {
		station, err := get[records.Station](tx, grant.StationID, "单位")
		if err != nil {
			return err
		}
		grant.Region = station.Region
	}
	if err := tx.Insert(grant); errors.Is(err, store.ErrExists) {
		return &Problem{Code: Exists, Words: "这项授权已经有了"}
	} else if err != nil {
		return err
	}
	return s.note(tx, who, "people.write", "grant", grant.ID, grant.Region, map[string]any{
		"person": grant.PersonID, "role": grant.Role, "station": grant.StationID,
	})
}

// Take takes a grant back.
func (s *Service) Take(ctx context.Context, who Actor, personID, grantID string) error {
	if err := s.allow(ctx, who, "people.write", policies.Resource{Person: personID}); err != nil {
		return err
	}
	return s.within(ctx, func(tx *store.Tx) error {
		n, err := store.Delete[records.Grant](tx, store.Equal("id", grantID), store.Equal("person_id", personID))
		if err != nil {
			return err
		}
		if n == 0 {
			return refuse(NotFound, "没有这项授权")
		}
		return s.note(tx, who, "people.write", "grant", grantID, "", map[string]any{"removed": personID})
	})
}

// Founder makes the first administrator where there is no account yet, with the hash of the password
// that is printed once; it reports whether it did.
func (s *Service) Founder(ctx context.Context, login, hash string) (bool, error) {
	made := false
	err := s.within(ctx, func(tx *store.Tx) error {
		n, err := store.Count[records.Person](tx)
		if err != nil || n > 0 {
			return err
		}
		person := records.Person{Record: s.newRecord(), Login: login, Name: "系统管理员", Password: hash, MustChange: true}
		if err := s.keepPerson(tx, Actor{}, &person); err != nil {
			return err
		}
		made = true
		return s.keepGrant(tx, Actor{}, &records.Grant{
			ID: s.newID(), PersonID: person.ID, Role: "admin", GivenBy: "system", GivenAt: s.now(),
		})
	})
	return made && err == nil, err
}
