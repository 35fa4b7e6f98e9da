package policies

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"zhanping/assessment/stages"
)

// Request is one question to Authz.
type Request struct {
	Person   *Person // nil: the public, not signed in
	Action   Action
	Resource Resource
}

// Person is who asks, as stored.
type Person struct {
	ID         string
	Grants     []Grant
	Station    string // where they work; "" where at none
	HomeRegion string // 12-digit code of the place where they work; "" where not tied to one
	Disabled   bool
	Token      *Token // nil: signed in, not by an API token
}

// Grant makes a person something somewhere (授权).
type Grant struct {
	Role    RoleName
	Region  string // 12-digit code; "" is everywhere; not read of station
	Station string // of station only
}

// Token is what an API token may be used for.
type Token struct {
	Scopes []string // actions, or "<resource>.*"
}

// Resource is what the action is about. What does not apply stays empty; whatever does apply
// must be filled in, since rules refuse by it.
type Resource struct {
	Region     string       // 12-digit code of the place: a station's own, a batch's or a set's; "" is the whole country
	Station    string       // "" where it is not about one station
	Stage      stages.Stage // of the open case; "" where there is none
	Frozen     bool         // a dispute about the case is open
	Locked     bool         // what would be written is signed: for a case stages.Stage.Locked; a bundle never is, every save is a new revision
	AllSigned  bool         // every assessor of the case has signed
	Assessors  []string     // ids of those assigned to the case
	Signers    []string     // ids of those who signed
	Author     string       // id of who submitted the set
	RecordedBy string       // id of who recorded the finding; "" where it is new
	Source     string       // of the finding: assessment.SourceOnSite, assessment.SourceReview or "self"
	RaisedBy   string       // id of who raised the dispute
	Person     string       // id of whom the record is about or for: account, notice, job
	Batch      BatchTerms
}

// BatchTerms are what a batch says of who may check whom.
type BatchTerms struct {
	AllowOwnRegion bool // assessors may check stations of the county where they work
}

// input is the request as the rules read it. It is built term by term, since a way over JSON
// takes longer than the decision.
func (r *Request) input() (*ast.Term, error) {
	var codes regionCodes
	input := ast.ObjectTerm(
		member("person", r.Person.term(&codes)),
		member("action", ast.InternedTerm(string(r.Action))),
		member("resource", r.Resource.term(&codes)),
	)
	if codes.bad != "" {
		return nil, fmt.Errorf("%q is no region code of 12 digits", codes.bad)
	}
	return input, nil
}

// regionCodes makes terms of region codes and remembers one that is none.
type regionCodes struct{ bad string }

// term is the code without the zeros that say nothing, so that a region lies within another
// where its code begins with the other's.
func (c *regionCodes) term(code string) *ast.Term {
	if code != "" && (!regionCode.MatchString(code) || strings.HasPrefix(code, "00")) {
		c.bad = code
	}
	for _, zeros := range []string{"000", "000", "00", "00"} { // village, town, county, city
		short, found := strings.CutSuffix(code, zeros)
		if !found {
			break
		}
		code = short
	}
	return ast.InternedTerm(code)
}

var regionCode = regexp.MustCompile(`^[0-9]{12}$`)

func (p *Person) term(codes *regionCodes) *ast.Term {
	if p == nil {
		return ast.NullTerm()
	}
	grants := make([]*ast.Term, len(p.Grants))
	for i, grant := range p.Grants {
		grants[i] = ast.ObjectTerm(
			member("role", ast.InternedTerm(string(grant.Role))),
			member("region", codes.term(grant.Region)),
			member("station", ast.InternedTerm(grant.Station)),
		)
	}
	token := ast.NullTerm()
	if p.Token != nil {
		token = ast.ObjectTerm(member("scopes", idTerms(p.Token.Scopes)))
	}
	return ast.ObjectTerm(
		member("id", ast.InternedTerm(p.ID)),
		member("grants", ast.ArrayTerm(grants...)),
		member("station", ast.InternedTerm(p.Station)),
		member("home_region", codes.term(p.HomeRegion)),
		member("disabled", ast.InternedTerm(p.Disabled)),
		member("token", token),
	)
}

func (r *Resource) term(codes *regionCodes) *ast.Term {
	return ast.ObjectTerm(
		member("region", codes.term(r.Region)),
		member("station", ast.InternedTerm(r.Station)),
		member("stage", ast.InternedTerm(string(r.Stage))),
		member("frozen", ast.InternedTerm(r.Frozen)),
		member("locked", ast.InternedTerm(r.Locked)),
		member("all_signed", ast.InternedTerm(r.AllSigned)),
		member("assessors", idTerms(r.Assessors)),
		member("signers", idTerms(r.Signers)),
		member("author", ast.InternedTerm(r.Author)),
		member("recorded_by", ast.InternedTerm(r.RecordedBy)),
		member("source", ast.InternedTerm(r.Source)),
		member("raised_by", ast.InternedTerm(r.RaisedBy)),
		member("person", ast.InternedTerm(r.Person)),
		member("batch", ast.ObjectTerm(member("allow_own_region", ast.InternedTerm(r.Batch.AllowOwnRegion)))),
	)
}

func idTerms(list []string) *ast.Term {
	terms := make([]*ast.Term, len(list))
	for i, text := range list {
		terms[i] = ast.InternedTerm(text)
	}
	return ast.ArrayTerm(terms...)
}

func member(name string, value *ast.Term) [2]*ast.Term {
	return [2]*ast.Term{ast.InternedTerm(name), value}
}
