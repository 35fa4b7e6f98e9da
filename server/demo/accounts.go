package demo

import (
	"context"

	"zhanping/server/casework"
	"zhanping/server/records"
)

// The logins of the demonstration.
const (
	admin    = "demo-admin"
	bureau   = "demo-bureau"
	second   = "demo-bureau2"
	higher   = "demo-higher"
	lead     = "demo-assessor1"
	assessor = "demo-assessor2"
	helping  = "demo-assessor3"
	auditor  = "demo-auditor"
	author   = "demo-author"
	clerk    = "demo-station"
	clerks   = "demo-stations"
)

const county = "330499000000"

// roster is who there is. Grants of stations are given once the stations are entered.
var roster = []struct {
	login, name, role string
	home              string
	grant             casework.GrantInput
}{
	{admin, "系统管理员（示例）", "系统管理员：账号和授权", "", casework.GrantInput{Role: "admin"}},
	{bureau, "示例县主管部门", "县主管部门：批次、受理、公示、命名", "", casework.GrantInput{Role: "bureau", Region: county}},
	{second, "示例县主管部门（裁定）", "县主管部门的另一人：裁定异议", "", casework.GrantInput{Role: "bureau", Region: county}},
	{higher, "上级主管部门（示例）", "上级主管部门：各地的单位", "", casework.GrantInput{Role: "bureau"}},
	{lead, "核查员甲（示例）", "核查员，组长", "330401000000", casework.GrantInput{Role: "assessor", Region: "330400000000"}},
	{assessor, "核查员乙（示例）", "核查员", "330401000000", casework.GrantInput{Role: "assessor", Region: "330400000000"}},
	{helping, "核查员丙（示例）", "核查员，帮忙的，任务少", "330401000000", casework.GrantInput{Role: "assessor", Region: "330400000000"}},
	{auditor, "审计员（示例）", "审计员：查看和日志", "", casework.GrantInput{Role: "auditor", Region: "330000000000"}},
	{author, "标准作者（示例）", "标准作者", "", casework.GrantInput{Role: "author", Region: "330000000000"}},
	{clerk, "丙镇填报人（示例）", "填报人：示例县丙镇退役军人服务站", "", casework.GrantInput{}},
	{clerks, "其余各站填报人（示例）", "填报人：其余各站", "", casework.GrantInput{}},
}

// operator is who opens the first accounts where the installation has an administrator already.
var operator = casework.Actor{Person: records.Person{Record: records.Record{ID: "demo"}}, Grants: []records.Grant{{Role: "admin"}}}

func (l *loader) openAccounts(ctx context.Context) error {
	password, hash, err := l.app.Auth.OneTimePassword(ctx)
	if err != nil {
		return err
	}
	founded, err := l.work.Founder(ctx, admin, hash)
	if err != nil {
		return err
	}
	for _, one := range roster {
		person, found, err := l.person(ctx, one.login)
		if err != nil {
			return err
		}
		opened := found && founded && one.login == admin
		if !found {
			if password, hash, err = l.app.Auth.OneTimePassword(ctx); err != nil {
				return err
			}
			in := casework.PersonInput{Login: one.login, Name: one.name, HomeRegion: one.home}
			if person, err = l.work.AddPerson(ctx, operator, in, hash); err != nil {
				return err
			}
			opened = true
		}
		if opened {
			l.changed = true
			if err := l.work.KeepFirstPassword(ctx, operator, person.ID); err != nil {
				return err
			}
			l.accounts = append(l.accounts, Account{one.login, one.name, one.role, password})
		}
		if one.grant.Role != "" {
			if err := l.give(ctx, person.ID, one.grant); err != nil {
				return err
			}
		}
		if l.people[one.login], err = l.work.Actor(ctx, person.ID); err != nil {
			return err
		}
	}
	return nil
}

// person is the account of that login.
func (l *loader) person(ctx context.Context, login string) (records.Person, bool, error) {
	found, err := l.work.People(ctx, operator, login, "", "", 0)
	for _, person := range found {
		if person.Login == login {
			return person, true, err
		}
	}
	return records.Person{}, false, err
}

// give grants what was not granted before.
func (l *loader) give(ctx context.Context, personID string, in casework.GrantInput) error {
	who, err := l.work.Actor(ctx, personID)
	if err != nil {
		return err
	}
	for _, g := range who.Grants {
		if g.Role == in.Role && g.StationID == in.StationID && (in.StationID != "" || g.Region == in.Region) {
			return nil
		}
	}
	l.changed = true
	_, err = l.work.Give(ctx, operator, personID, in)
	return err
}

// renewPasswords gives new passwords to accounts that an earlier loading, which was broken off, opened
// without showing theirs.
func (l *loader) renewPasswords(ctx context.Context) error {
	shown := map[string]bool{}
	for _, account := range l.accounts {
		shown[account.Login] = true
	}
	for _, one := range roster {
		if shown[one.login] {
			continue
		}
		id := l.people[one.login].Person.ID
		password, err := l.app.Auth.ResetPassword(ctx, id)
		if err != nil {
			return err
		}
		if err := l.work.KeepFirstPassword(ctx, operator, id); err != nil {
			return err
		}
		l.accounts = append(l.accounts, Account{one.login, one.name, one.role, password})
	}
	return nil
}
