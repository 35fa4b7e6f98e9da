package report

import (
	"zhanping/assessment"
	"zhanping/standards"
)

// SchemaID names the shape of the JSON and YAML reports; docs/report.schema.json is it.
const SchemaID = "https://zhanping.invalid/report.schema.json"

// document is the tree of the JSON and YAML reports: field names and order are a
// promise to other programs. Lists are never null.
type document struct {
	Schema   string       `json:"$schema"`
	Zhanping string       `json:"zhanping"`
	AsOf     string       `json:"as_of"`
	Summary  []docSummary `json:"summary,omitempty"`
	Reports  []docReport  `json:"reports"`
}

// docSummary is how the subjects of the run stand under one standard.
type docSummary struct {
	Standard  docSummaryStandard `json:"standard"`
	Reports   int                `json:"reports"`
	OutOf     *standards.Points  `json:"out_of"`
	Mean      *docSpan           `json:"mean"`
	Grades    []docGradeCount    `json:"grades"`
	Unsettled int                `json:"unsettled"`
	Lost      []docLoss          `json:"lost"`
}

type docSummaryStandard struct {
	ID       string   `json:"id"`
	Edition  string   `json:"edition"`
	Title    string   `json:"title"`
	Draft    bool     `json:"draft"`
	Overlays []string `json:"overlays,omitempty"`
}

type docGradeCount struct {
	Grade *string `json:"grade"`
	N     int     `json:"n"`
}

type docLoss struct {
	Item         string `json:"item"`
	Title        string `json:"title"`
	Reports      int    `json:"reports"`
	NotSatisfied int    `json:"not_satisfied"`
	NoEvidence   int    `json:"no_evidence"`
}

type docReport struct {
	Subject  docSubject        `json:"subject"`
	Bundle   docBundle         `json:"bundle"`
	Standard docStandard       `json:"standard"`
	Policies docPin            `json:"policies"`
	OutOf    *standards.Points `json:"out_of"`
	Total    *docSpan          `json:"total"`
	Grade    docGrade          `json:"grade"`
	Chapters []docChapter      `json:"chapters"`
	Items    []docItem         `json:"items"`
	Ledger   []docEntry        `json:"ledger"`
	Gates    []docGate         `json:"gates"`
	Counts   docCounts         `json:"counts"`
	Results  []docResult       `json:"member_results,omitempty"`
	BonusCap *standards.Points `json:"bonus_cap"`
	Aside    *docSpan          `json:"bonus_shown,omitempty"`
	Grading  []docGradeRule    `json:"grading"`
	Choose   string            `json:"choose,omitempty"`
	Notes    []string          `json:"notes"`
}

type docSubject struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Level  string `json:"level"`
	Region string `json:"region"`
	USCC   string `json:"uscc,omitempty"`
	Sample bool   `json:"sample"`
}

type docBundle struct {
	File          string `json:"file"`
	Digest        string `json:"digest"`
	DigestSM3     string `json:"digest_sm3"`
	ReportingDate string `json:"reporting_date"`

	Members []docMember `json:"members,omitempty"`
}

type docMember struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Level  string `json:"level"`
	Region string `json:"region"`
	File   string `json:"file"`
	Digest string `json:"digest"`
}

type docStandard struct {
	ID           string       `json:"id"`
	Edition      string       `json:"edition"`
	Title        string       `json:"title"`
	Digest       string       `json:"digest"`
	Draft        bool         `json:"draft"`
	OutsideScope string       `json:"outside_scope,omitempty"`
	Overlays     []docOverlay `json:"overlays,omitempty"`
	Scope        []docScope   `json:"scope,omitempty"`
}

type docResult struct {
	Fact     string            `json:"fact"`
	Title    string            `json:"title"`
	Typed    *standards.Points `json:"typed"`
	Standard docStandard       `json:"standard"`
	Grade    string            `json:"grade"`
	Reached  int               `json:"reached"`
	Members  []docMemberGrade  `json:"members"`
}

type docMemberGrade struct {
	ID    string               `json:"id"`
	Name  string               `json:"name"`
	Level string               `json:"level"`
	Grade docGrade             `json:"grade"`
	State assessment.GateState `json:"state"`
}

type docScope struct {
	Fact    string               `json:"fact"`
	Title   string               `json:"title"`
	Value   *standards.Points    `json:"value"`
	AtLeast *standards.Points    `json:"at_least"`
	Below   *standards.Points    `json:"below"`
	State   standards.ScopeState `json:"state"`
}

type docOverlay struct {
	ID     string `json:"id"`
	Issuer string `json:"issuer"`
	Digest string `json:"digest"`
}

type docPin struct {
	Digest string `json:"digest"`
}

type docSpan struct {
	Certain  standards.Points `json:"certain"`
	Possible standards.Points `json:"possible"`
}

type docGrade struct {
	Certain  *string `json:"certain"`
	Possible *string `json:"possible"`
}

type docChapter struct {
	ID    string            `json:"id"`
	Title string            `json:"title"`
	OutOf *standards.Points `json:"out_of"`
	Total *docSpan          `json:"total"`
}

type docItem struct {
	ID           string             `json:"id"`
	Title        string             `json:"title"`
	Chapter      string             `json:"chapter"`
	Kind         standards.Kind     `json:"kind"`
	Class        string             `json:"class,omitempty"`
	Check        *string            `json:"check"`
	Outcome      assessment.Outcome `json:"outcome"`
	Points       docPoints          `json:"points"`
	Observations []string           `json:"observations"`
	Shortfalls   []docShortfall     `json:"shortfalls"`
	Merits       []docShortfall     `json:"merits,omitempty"`
	Missing      []string           `json:"missing"`
	At           []docPlace         `json:"at"`
	Provenance   docProvenance      `json:"provenance"`
	Draft        bool               `json:"draft"`
	Text         string             `json:"text"`
	Methods      []standards.Method `json:"methods"`
	Evidence     []string           `json:"evidence"`
	Fix          string             `json:"fix"`
	Reason       string             `json:"reason"`
	Source       *string            `json:"source"`
	CheckOutcome *string            `json:"check_outcome"`
	Findings     []docFinding       `json:"findings"`
	Announced    bool               `json:"announced,omitempty"` // not in force yet: counted nowhere
	Effective    *docPeriod         `json:"effective,omitempty"` // of an item with dates of its own
	SetBy        []string           `json:"set_by,omitempty"`    // the overlays that changed or added it
}

type docPeriod struct {
	From *string `json:"from"`
	To   *string `json:"to"`
}

type docPoints struct {
	Certain  standards.Points `json:"certain"`
	Possible standards.Points `json:"possible"`
	Max      standards.Points `json:"max"`
	Excluded standards.Points `json:"excluded"`
}

type docShortfall struct {
	Kind    string           `json:"kind"`
	Text    string           `json:"text"`
	Count   standards.Points `json:"count"`
	Factors []string         `json:"factors,omitempty"`
}

type docPlace struct {
	Path    string `json:"path"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Present bool   `json:"present"`
}

type docProvenance struct {
	Topic     []string `json:"topic"`
	Threshold string   `json:"threshold"`
	Clause    string   `json:"clause"`

	References []docReference `json:"references,omitempty"`
}

type docReference struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Number string `json:"number"`
	Date   string `json:"date"`
	Issuer string `json:"issuer"`
}

type docFinding struct {
	Source     string                `json:"source"`
	Outcome    string                `json:"outcome"`
	Points     *string               `json:"points"`
	Shortfalls []docFindingShortfall `json:"shortfalls"`
	Reason     string                `json:"reason"`
	By         string                `json:"by"`
	Date       string                `json:"date"`
	Until      string                `json:"until"`
	At         docPosition           `json:"at"`
}

type docFindingShortfall struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
	Text  string `json:"text"`
}

type docPosition struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

type docEntry struct {
	Item    *string              `json:"item"`
	Entry   assessment.EntryKind `json:"entry"`
	Points  standards.Points     `json:"points"`
	Text    string               `json:"text"`
	Chapter *string              `json:"chapter"`
	Max     standards.Points     `json:"max"`
	Rule    string               `json:"rule"`
}

type docGate struct {
	Item    *string              `json:"item"`
	Rule    string               `json:"rule"`
	State   assessment.GateState `json:"state"`
	Text    string               `json:"text"`
	Chapter *string              `json:"chapter"`
}

type docCounts struct {
	Items         int `json:"items"`
	Satisfied     int `json:"satisfied"`
	NotSatisfied  int `json:"not_satisfied"`
	NoEvidence    int `json:"no_evidence"`
	NotApplicable int `json:"not_applicable"`
	NotChecked    int `json:"not_checked"`
	Waived        int `json:"waived"`
	Error         int `json:"error"`
}

type docGradeRule struct {
	Grade string `json:"grade"`
	docConditions
}

type docConditions struct {
	TotalAtLeast    *standards.Points `json:"total_at_least"`
	Gates           []string          `json:"gates"`
	ChaptersAtLeast *standards.Points `json:"chapters_at_least"`
	Certain         bool              `json:"certain"`
	Possible        bool              `json:"possible"`
	Conditions      []string          `json:"conditions"`
	TotalBelow      *standards.Points `json:"total_below,omitempty"`
	Core            *docCore          `json:"core,omitempty"`
	Failed          []docFailed       `json:"failed,omitempty"`
	Any             []docConditions   `json:"any,omitempty"`
}

type docCore struct {
	Class    string        `json:"class"`
	AtLeast  *int          `json:"at_least"`
	Below    *int          `json:"below"`
	Items    []docCoreItem `json:"items"`
	Certain  int           `json:"certain"`
	Possible int           `json:"possible"`
}

type docCoreItem struct {
	Item string            `json:"item"`
	Line *standards.Points `json:"line"`
}

type docFailed struct {
	Classes  []string `json:"classes"`
	AtMost   int      `json:"at_most"`
	Items    []string `json:"items"`
	Certain  int      `json:"certain"`
	Possible int      `json:"possible"`
}
