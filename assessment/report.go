package assessment

import (
	"zhanping/evidence"
	"zhanping/standards"
)

// Report is the verdict on one bundle under one standard: a plain value that every
// report format is written from. The same pins and day give the same Report.
type Report struct {
	Subject  evidence.Subject
	Bundle   BundlePin
	Members  []evidence.Member // the stations whose own bundles a county's facts come from
	Standard StandardPin
	// MemberResults are what the stations' own results come to, where the standard counts them.
	MemberResults []MemberResult

	Policies Pin
	AsOf     string
	OutOf    *standards.Points // nil for a standard without points
	Total    *Interval         // nil likewise; with bonus points it may be above OutOf
	BonusCap *standards.Points // what bonus items may add at most; nil without a cap
	Aside    *Interval         // 只列示的加分: bonus that is shown but not part of Total; nil where bonus counts
	Grade    GradeInterval
	Chapters []ChapterResult
	Items    []ItemResult // one entry per item of the standard, in its order
	Ledger   []Entry      // its points sum to Total.Certain exactly
	Gates    []Gate
	Grading  []GradeRule // the grade table in force, best first
	Choose   standards.Choice
	Counts   map[Outcome]int
	Notes    []string // what the reader must know: outside scope, stale figures, conversions

	Announced []ItemResult // items that are not in force yet: judged, and counted nowhere
}

// Blocked reports whether an item could not be judged (判定出错): such a report shows what
// is known but must not be submitted.
func (r *Report) Blocked() bool { return r.Counts[Errored] > 0 }

// Pin names a version by what it contains.
type Pin struct{ Digest string }

// BundlePin is the bundle that was judged.
type BundlePin struct {
	File          string
	Digest        string
	DigestSM3     string
	ReportingDate string
}

// StandardPin is the standard that was applied.
type StandardPin struct {
	ID, Edition, Title, Digest string
	Draft                      bool
	Overlays                   []standards.OverlayPin
	OutsideScope               string // why the subject is not one the standard is meant for; "" when it is
	Scope                      []ScopeFact
}

// Ref is the standard's id with its edition.
func (p StandardPin) Ref() string { return p.ID + "@" + p.Edition }

// ScopeFact is a number of the subject by which the standard is chosen, with the range
// that the standard is meant for.
type ScopeFact struct {
	Fact, Title    string
	Value          *standards.Points // nil where the bundle does not state it
	AtLeast, Below *standards.Points // nil: no such bound; Below itself lies outside
	State          standards.ScopeState
}

// Interval is a score while something is unknown: Certain is what is reached whatever
// the unknown turns out to be, Possible what can still be reached. Certain <= Possible,
// and they are equal when nothing is unknown.
type Interval struct {
	Certain  standards.Points
	Possible standards.Points
}

// GradeInterval is the grade at both ends; empty names where the standard has no grades.
type GradeInterval struct{ Certain, Possible string }

// ChapterResult is the sum of one chapter.
type ChapterResult struct {
	ID, Title string
	OutOf     *standards.Points
	Total     *Interval
}

// ItemResult is everything about one item.
type ItemResult struct {
	Item         *standards.Item // the standard's own; not to be changed
	Chapter      string          // chapter id
	ChapterTitle string
	Draft        bool     // 本地草案: the wording, topic or number of the item is ours
	Checks       []string // names of the checks that decide it; empty: an inspector's item
	Outcome      Outcome
	Points       Interval
	Max          standards.Points
	Excluded     standards.Points // of Max: what left the base because it is absent or waived
	Observations []string
	Shortfalls   []Shortfall
	Merits       []Shortfall // what earned by the unit
	Missing      []Place
	Reads        []Place // what the decision read; a missing path points to where it belongs
	Reason       string  // why not applicable, waived or in error
	Source       string  // whose word stands: check, on_site, review; "" while nobody decided
	Findings     []evidence.Finding
	CheckOutcome Outcome // what the check alone says, kept beside a person's word
}

// EntryKind is what a ledger line does (台账分录).
type EntryKind string

// The kinds of ledger line.
const (
	EntryEarn    EntryKind = "earn"    // full points of a decided row, or points by measure
	EntryLose    EntryKind = "lose"    // a deduction from them, negative
	EntryPending EntryKind = "pending" // unknown: 0 for now, or the worst that a row which can lose may come to
	EntryExclude EntryKind = "exclude" // 0 points: taken out of the denominator
	EntryBonus   EntryKind = "bonus"
	EntryCap     EntryKind = "cap"    // what a cap of the bonus or of a chapter cuts, negative
	EntryWeight  EntryKind = "weight" // what a chapter's weight takes or adds
	EntryAside   EntryKind = "aside"  // bonus that is shown but does not count, negative
	EntryRebase  EntryKind = "rebase" // what re-basing adds
	EntryRound   EntryKind = "round"  // what rounding adds or cuts
)

// Entry is one signed line of the ledger.
type Entry struct {
	Item    string // "" for a line that concerns a chapter or the whole sheet
	Chapter string
	Entry   EntryKind
	Points  standards.Points
	Max     standards.Points // what the row could earn; 0 where it does not apply
	Text    string           // Chinese: why
	Rule    string           // the scoring rule or sheet rule that made the line
}

// GateState is the state of one gate.
type GateState string

// The gate states.
const (
	Held    GateState = "held"
	Broken  GateState = "broken"
	Unknown GateState = "unknown"
)

// Gate is a condition outside the points (必备、底线).
type Gate struct {
	Item    string // "" for a gate on a chapter or the sheet
	Chapter string // of the item, or the chapter that the gate is on
	Rule    string // required, core (an item that only some grades need), floor (a chapter's share), absence
	State   GateState
	Text    string
}

// GradeRule is one row of the grade table with its state at both ends. Where grades have
// upper limits or alternatives, holding is not a matter of more or less: Certain says
// whether the row holds when every unknown turns out worst, Possible whether it holds
// when every unknown turns out best.
type GradeRule struct {
	Grade      string            // "" for a group of alternatives
	Total      *standards.Points // at least
	Below      *standards.Points // less than
	Gates      []string          // item ids that must be held
	Chapters   *standards.Points // every chapter at least this per cent
	Core       *CoreRule
	Failed     []FailedRule
	Any        []GradeRule // one of these holds as well; none: no condition
	Certain    bool
	Possible   bool
	Conditions []string // Chinese, one per condition
}

// CoreRule counts the items of a class that pass.
type CoreRule struct {
	Class             string
	AtLeast, Below    *int
	Items             []CoreItem
	Certain, Possible int // how many pass at each end
}

// CoreItem is an item that is counted, with the points at which it passes; nil: it passes
// when it is met. What does not apply or is waived as a whole passes.
type CoreItem struct {
	Item string
	Line *standards.Points
}

// FailedRule counts the items of some classes that are not met.
type FailedRule struct {
	Classes           []string
	AtMost            int
	Items             []string
	Certain, Possible int // how many are not met when the unknown turns out worst, and best
}
