package server_test

import (
	"fmt"
	"testing"

	"zhanping/assessment"
	"zhanping/assessment/stages"
	"zhanping/internal/report"
	"zhanping/policies"
	"zhanping/standards"
)

// The application has the official words in web/src/labels.ts. They are written down here as the
// program has them, the codes alone where it has no words, and the application's test holds its own against this file.
func TestTheOfficialWordsAreWrittenDown(t *testing.T) {
	t.Parallel()
	words := map[string]map[string]string{
		"outcomes": {}, "stages": {}, "levels": {}, "methods": {}, "actions": {}, "roles": {},
	}
	for _, outcome := range []assessment.Outcome{
		assessment.Satisfied, assessment.NotSatisfied, assessment.NoEvidence, assessment.NotApplicable, assessment.NotChecked,
		assessment.Waived, assessment.Errored,
	} {
		words["outcomes"][string(outcome)] = report.OutcomeWord(outcome)
	}
	for _, stage := range stages.Stages() {
		words["stages"][string(stage)] = stage.Title()
	}
	for _, method := range []standards.Method{
		standards.MethodExamine, standards.MethodInspect, standards.MethodInterview, standards.MethodSample, standards.MethodSystem,
	} {
		words["methods"][string(method)] = report.MethodWord(method)
	}
	for _, action := range policies.Actions() {
		words["actions"][string(action)] = action.Title()
	}
	for _, role := range policies.Roles() {
		words["roles"][string(role)] = ""
	}
	for _, level := range newWorld(t, "").app.Contract.Components.Schemas.Map()["Region"].Properties["level"].Enum {
		words["levels"][fmt.Sprint(level)] = ""
	}
	compareGolden(t, "web/src/labels.golden.json", words)
}
