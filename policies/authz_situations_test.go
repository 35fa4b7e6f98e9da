package policies_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/policies"
)

// The people of the situations: all of them work in 示例市 3304, whose counties are 330499 and 330482.
func clerk() *policies.Person {
	return &policies.Person{
		ID: "p-clerk", Station: "st-1", HomeRegion: "330499101000",
		Grants: []policies.Grant{{Role: policies.RoleStation, Station: "st-1"}},
	}
}

func expert() *policies.Person {
	return &policies.Person{
		ID: "p-expert", HomeRegion: "330482000000",
		Grants: []policies.Grant{{Role: policies.RoleAssessor, Region: "330400000000"}},
	}
}

func official() *policies.Person {
	return &policies.Person{
		ID: "p-official", HomeRegion: "330400000000",
		Grants: []policies.Grant{{Role: policies.RoleBureau, Region: "330400000000"}},
	}
}

func author() *policies.Person {
	return &policies.Person{ID: "p-author", Grants: []policies.Grant{{Role: policies.RoleAuthor, Region: "330400000000"}}}
}

func admin() *policies.Person {
	return &policies.Person{ID: "p-admin", Grants: []policies.Grant{{Role: policies.RoleAdmin}}}
}

func machine(scopes ...string) *policies.Person {
	return &policies.Person{
		ID: "p-machine", Token: &policies.Token{Scopes: scopes},
		Grants: []policies.Grant{{Role: policies.RoleIntegrator, Region: "330400000000"}},
	}
}

// town is the station st-1 of county 330499, checked on site by two assessors.
func town() policies.Resource {
	return policies.Resource{
		Region: "330499101000", Station: "st-1", Stage: stages.Onsite,
		Assessors: []string{"p-expert", "p-second"}, Source: assessment.SourceOnSite,
	}
}

func with[T any](value T, change func(*T)) T {
	change(&value)
	return value
}

// but is a person who differs.
func but(person *policies.Person, change func(*policies.Person)) *policies.Person {
	change(person)
	return person
}

// at is the town at another stage.
func at(stage stages.Stage) policies.Resource {
	return with(town(), func(r *policies.Resource) { r.Stage = stage })
}

func TestSituations(t *testing.T) {
	t.Parallel()
	authz := loadAuthz(t)
	type resource = policies.Resource
	for _, test := range []struct {
		when     string
		person   *policies.Person
		action   policies.Action
		resource resource
		want     []string // words; none where it is allowed
	}{
		{"an assigned assessor records on site", expert(), policies.ActionFindingRecord, town(), nil},
		{
			"an assessor is not assigned", expert(), policies.ActionFindingRecord,
			with(town(), func(r *resource) { r.Assessors = []string{"p-second"} }),
			[]string{"您没有被指派核查这一评定件"},
		},
		{
			"an assessor is assigned outside their region",
			but(expert(), func(p *policies.Person) { p.Grants[0].Region = "330482000000" }),
			policies.ActionFindingRecord, town(),
			[]string{"不在您负责的区域内"},
		},
		{
			"an assessor is assigned to their own station",
			but(expert(), func(p *policies.Person) { p.Station = "st-1" }), policies.ActionFindingRecord, town(),
			[]string{"不能核查、评定自己所在的服务站，请回避"},
		},
		{
			"a batch that allows the own county does not allow the own station",
			but(expert(), func(p *policies.Person) { p.Station, p.HomeRegion = "st-1", "330499101000" }), policies.ActionFindingRecord,
			with(town(), func(r *resource) { r.Batch.AllowOwnRegion = true }),
			[]string{"不能核查、评定自己所在的服务站，请回避"},
		},
		{
			"an assessor is assigned in the county where they work",
			but(expert(), func(p *policies.Person) { p.HomeRegion = "330499102000" }), policies.ActionFindingRecord, town(),
			[]string{"不能核查自己工作所在县（市、区）的服务站；批次另有规定的除外"},
		},
		{
			"a batch allows assessors the county where they work",
			but(expert(), func(p *policies.Person) { p.HomeRegion = "330499102000" }), policies.ActionFindingRecord,
			with(town(), func(r *resource) { r.Batch.AllowOwnRegion = true }), nil,
		},
		{
			"an assessor works for the city as a whole",
			but(expert(), func(p *policies.Person) { p.HomeRegion = "330400000000" }), policies.ActionFindingRecord, town(), nil,
		},
		{
			"an assessor looks at what the other one found, who has signed alone", expert(), policies.ActionFindingReadOthers,
			with(town(), func(r *resource) { r.RecordedBy, r.Signers = "p-second", []string{"p-second"} }),
			[]string{"核查员全部签名以前，不能查看其他核查员的结果"},
		},
		{
			"an assessor looks at all findings at once", expert(), policies.ActionFindingReadOthers, town(),
			[]string{"核查员全部签名以前，不能查看其他核查员的结果"},
		},
		{
			"both assessors have signed", expert(), policies.ActionFindingReadOthers,
			with(town(), func(r *resource) { r.RecordedBy, r.AllSigned = "p-second", true }), nil,
		},
		{
			"an official who is one of the assessors is blind as well",
			but(official(), func(p *policies.Person) { p.ID = "p-second" }), policies.ActionFindingReadOthers, town(),
			[]string{"核查员全部签名以前，不能查看其他核查员的结果"},
		},
		{
			"an assessor writes over the finding of the other", expert(), policies.ActionFindingRecord,
			with(town(), func(r *resource) { r.RecordedBy = "p-second" }),
			[]string{"不能改动或代签他人记录的结果"},
		},
		{
			"an assessor signs for the other", expert(), policies.ActionFindingSign,
			with(town(), func(r *resource) { r.RecordedBy = "p-second" }),
			[]string{"不能改动或代签他人记录的结果"},
		},
		{
			"an assessor records after signing", expert(), policies.ActionFindingRecord,
			with(town(), func(r *resource) { r.Locked = true }),
			[]string{"已经签名锁定，不能改动；确需改动的，先由主管部门退回"},
		},
		{
			"an assessor records at the first review", expert(), policies.ActionFindingRecord, at(stages.Initial),
			[]string{"评定件所处的阶段不能办理这项操作，或不能以这种来源记录"},
		},
		{
			"an official records on site", official(), policies.ActionFindingRecord, town(),
			[]string{"评定件所处的阶段不能办理这项操作，或不能以这种来源记录"},
		},
		{
			"an official records at the first review", official(), policies.ActionFindingRecord,
			with(at(stages.Initial), func(r *resource) { r.Source = assessment.SourceReview }), nil,
		},
		{
			"an assessor takes a step of the bureau", expert(), policies.ActionCaseConclude, town(), []string{"您的角色没有这项权限"},
		},
		{"a clerk saves", clerk(), policies.ActionBundleSave, at(stages.Self), nil},
		{"a clerk saves what a rectification asks for", clerk(), policies.ActionBundleSave, at(stages.Rectify), nil},
		{"a clerk keeps the evidence of a named station current", clerk(), policies.ActionBundleSave, at(stages.Named), nil},
		{
			"a clerk saves after declaring", clerk(), policies.ActionBundleSave, at(stages.Declared),
			[]string{"评定件所处的阶段不能办理这项操作，或不能以这种来源记录"},
		},
		{
			"a clerk saves while a dispute is open", clerk(), policies.ActionBundleSave,
			with(at(stages.Rectify), func(r *resource) { r.Frozen = true }),
			[]string{"评定件因异议冻结，裁定以前不能办理"},
		},
		{
			"a clerk declares for the neighbour", clerk(), policies.ActionCaseDeclare,
			with(at(stages.Self), func(r *resource) { r.Station = "st-2" }),
			[]string{"只能办理本站的事项"},
		},
		{
			"a clerk who is an assessor too scores their own station",
			but(clerk(), func(p *policies.Person) {
				p.ID, p.HomeRegion = "p-expert", ""
				p.Grants = append(p.Grants, expert().Grants...)
			}), policies.ActionFindingRecord, town(),
			[]string{"不能核查、评定自己所在的服务站，请回避"},
		},
		{
			"a clerk reads findings while they are made", clerk(), policies.ActionFindingReadOthers, town(),
			[]string{"评定件所处的阶段不能办理这项操作，或不能以这种来源记录"},
		},
		{"a clerk reads findings once they are signed", clerk(), policies.ActionFindingReadOthers, at(stages.Decided), nil},
		{
			"a clerk accepts their own declaration", clerk(), policies.ActionCaseAccept, at(stages.Declared),
			[]string{"您的角色没有这项权限"},
		},
		{
			"an official names the station at which they work",
			but(official(), func(p *policies.Person) { p.Station = "st-1" }), policies.ActionCaseName, at(stages.Publicity),
			[]string{"不能核查、评定自己所在的服务站，请回避"},
		},
		{
			"an official names while a dispute is open", official(), policies.ActionCaseName,
			with(at(stages.Publicity), func(r *resource) { r.Frozen = true }),
			[]string{"评定件因异议冻结，裁定以前不能办理"},
		},
		{"an official names", official(), policies.ActionCaseName, with(at(stages.Publicity), func(r *resource) { r.Locked = true }), nil},
		{
			"a third person decides a dispute", official(), policies.ActionDisputeDecide,
			with(at(stages.Publicity), func(r *resource) { r.Frozen, r.Locked, r.RaisedBy = true, true, "p-clerk" }), nil,
		},
		{
			"who raised a dispute decides it", official(), policies.ActionDisputeDecide,
			with(at(stages.Publicity), func(r *resource) { r.Frozen, r.RaisedBy = true, "p-official" }),
			[]string{"异议应由第三人裁定；提出人以及核查、记录、签名的人都应回避"},
		},
		{
			"who recorded the finding decides the dispute about it", official(), policies.ActionDisputeDecide,
			with(at(stages.Initial), func(r *resource) { r.Frozen, r.RecordedBy = true, "p-official" }),
			[]string{"异议应由第三人裁定；提出人以及核查、记录、签名的人都应回避"},
		},
		{
			"who signed decides the dispute",
			but(official(), func(p *policies.Person) { p.Grants = append(p.Grants, expert().Grants...) }), policies.ActionDisputeDecide,
			with(at(stages.Decided), func(r *resource) { r.Signers = []string{"p-official"} }),
			[]string{"异议应由第三人裁定；提出人以及核查、记录、签名的人都应回避"},
		},
		{
			"a second dispute while one is open", clerk(), policies.ActionDisputeRaise,
			with(at(stages.Publicity), func(r *resource) { r.Frozen = true }),
			[]string{"评定件因异议冻结，裁定以前不能办理"},
		},
		{"another author approves a set", author(), policies.ActionSetApprove, resource{Region: "330400000000", Author: "p-other"}, nil},
		{
			"an author approves their own set", author(), policies.ActionSetApprove,
			resource{Region: "330400000000", Author: "p-author"},
			[]string{"不能审定自己提交的规则集，请由另一人审定"},
		},
		{
			"an author submits a set for the province", author(), policies.ActionSetSubmit,
			resource{Region: "330000000000"},
			[]string{"不在您负责的区域内"},
		},
		{"an author reads the set of the province", author(), policies.ActionSetRead, resource{Region: "330000000000"}, nil},
		{"an administrator manages people", admin(), policies.ActionPeopleWrite, resource{Person: "p-clerk"}, nil},
		{
			"an administrator grants to themselves", admin(), policies.ActionPeopleWrite,
			resource{Person: "p-admin"},
			[]string{"不能修改自己的账号和授权，请由另一位系统管理员办理"},
		},
		{"an administrator reads a case", admin(), policies.ActionCaseRead, town(), []string{"您的角色没有这项权限"}},
		{
			"an administrator who is an official too takes a step",
			but(official(), func(p *policies.Person) { p.Grants = append(p.Grants, admin().Grants...) }), policies.ActionCaseAdmit,
			at(stages.Initial),
			[]string{"系统管理员不能参与评定；请由不担任系统管理员的人员办理"},
		},
		{
			"a disabled account", but(official(), func(p *policies.Person) { p.Disabled = true }), policies.ActionCaseRead, town(),
			[]string{"账号已停用，请联系系统管理员"},
		},
		{"a machine imports stations", machine("station.import"), policies.ActionStationImport, resource{Region: "330499000000"}, nil},
		{"a machine with the scope of a whole resource", machine("station.*"), policies.ActionStationImport, resource{Region: "330499000000"}, nil},
		{
			"a machine without the scope", machine("station.read"), policies.ActionStationImport,
			resource{Region: "330499000000"},
			[]string{"访问令牌没有这项操作的授权范围"},
		},
		{
			"a machine outside its region", machine("station.*"), policies.ActionStationImport,
			resource{Region: "330782000000"},
			[]string{"不在您负责的区域内"},
		},
		{
			"a machine takes a step", machine("case.*"), policies.ActionCaseAccept, at(stages.Declared),
			[]string{"您的角色没有这项权限", "这项操作须由本人登录办理，不能使用访问令牌"},
		},
		{
			"a machine has the token of an official",
			but(official(), func(p *policies.Person) { p.Token = &policies.Token{Scopes: []string{"case.*"}} }), policies.ActionCaseAccept,
			at(stages.Declared),
			[]string{"您的角色没有这项权限", "这项操作须由本人登录办理，不能使用访问令牌"},
		},
		{
			"an integrator signs in without a token", but(machine(), func(p *policies.Person) { p.Token = nil }), policies.ActionStationRead,
			resource{Region: "330499000000"},
			[]string{"您的角色没有这项权限"},
		},
		{"somebody reads their own notice", clerk(), policies.ActionNoticeRead, resource{Person: "p-clerk"}, nil},
		{"somebody reads the notice of another", official(), policies.ActionNoticeRead, resource{Person: "p-clerk"}, []string{"只能查看或办理自己的事项"}},
		{"somebody cancels the job of another", official(), policies.ActionJobCancel, resource{Person: "p-clerk"}, []string{"只能查看或办理自己的事项"}},
		{"the public reads what is public", nil, policies.ActionPublicRead, town(), nil},
		{"the public verifies a card", nil, policies.ActionCardVerify, town(), nil},
		{"the public reads a case", nil, policies.ActionCaseRead, town(), []string{"需要登录后办理"}},
		{"somebody signed in verifies a card", clerk(), policies.ActionCardVerify, town(), nil},
		{"an action that there is not", official(), "case.delete", town(), []string{"没有这项操作"}},
	} {
		t.Run(test.when, func(t *testing.T) {
			t.Parallel()
			decision, err := authz.Decide(t.Context(), policies.Request{Person: test.person, Action: test.action, Resource: test.resource})
			if err != nil {
				t.Fatal(err)
			}
			var words []string
			for _, reason := range decision.Reasons {
				words = append(words, reason.Words)
			}
			if diff := cmp.Diff(test.want, words); diff != "" || decision.Allow != (test.want == nil) {
				t.Errorf("allowed %v (-want +told):\n%s", decision.Allow, diff)
			}
		})
	}
}
