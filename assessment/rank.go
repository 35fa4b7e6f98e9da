package assessment

import (
	"zhanping/evidence"
	"zhanping/internal/yamltext"
	"zhanping/standards"
)

// Merge is how several results become one.
type Merge string

// The ways to merge. Joint merges nothing: it says that there may be one sheet only.
const (
	MergeMean  Merge = "mean"
	MergeSum   Merge = "sum"
	MergeWorst Merge = "worst"
	MergeJoint Merge = "joint"
)

// Scheme is how subjects are ranked (评比方案): a layer above single sheets, which it
// does not change.
type Scheme struct {
	File   string
	Title  string
	Sheets []SchemeSheet // at least one, and at least one has a weight
	Years  Merge         // several reporting years of one subject; "" where nothing is laid down
	Raters Merge         // several raters' sheets of one subject and year; "" likewise
	Places *Places       // nil: the subjects themselves are ranked
	Ties   []Tie         // in the order in which they are tried
	Quotas []Quota       // best first
	Border Border        // with quotas
}

// SchemeSheet is one sheet of a scheme with its part in the total and its line.
type SchemeSheet struct {
	Standard string
	Weight   *standards.Points // per cent of the sheet's points that enter the total; nil: none do
	AtLeast  *standards.Points // of the sheet's own points
	Grade    string            // this one or a better one; "" for none
	At       yamltext.Position
}

// Places makes regions of the sampled places in them (以点评面).
type Places struct {
	Digits int   // of the region code that the places of one region share
	Merge  Merge // mean or worst
}

// Tie is one criterion that decides between equal totals.
type Tie struct {
	Sheet string // points of this sheet, the higher first; or else
	Fact  string // path of a number, date or yes/no of the latest bundle
	Low   bool   // the lower number or the earlier date goes first
	At    yamltext.Position
}

// Quota is a grade that is given by rank (名额).
type Quota struct {
	Name    string
	Share   *standards.Points // per cent of those ranked, fractions of a place dropped; or else
	Count   int
	AtLeast *standards.Points // of the total
}

// Border says what happens to those who share a rank where a quota ends.
type Border string

// Either all of them are left out, or all are in, even above the quota.
const (
	BorderOut Border = "out"
	BorderIn  Border = "in"
)

// RankEntry is one bundle with its reports, one for each sheet of the scheme.
type RankEntry struct {
	Bundle  *evidence.Bundle
	Reports []*Report
}

// Ranking is the result of a scheme: a plain value that does not depend on the order of
// the entries.
type Ranking struct {
	Ranked   []Contestant // by rank
	Unranked []Contestant // those who do not certainly meet every line
	Quotas   []QuotaUse
	Settled  bool // whatever is unknown cannot change a rank
	Notes    []string
}

// Contestant is one subject, or one region of sampled places.
type Contestant struct {
	ID, Name, Region string
	Bundles          []string // files, sorted
	Years            []string
	Places           []string // ids of the sampled places, sorted; empty for a subject
	Rank             int      // by what is certain; 0 while not ranked
	Best             int      // the best rank that is still possible; 0: it cannot be ranked
	Worst            int      // the worst one; 0: it may yet be left unranked
	Total            Interval
	Sheets           []SheetStanding
	Quota            string
	Decided          string              // Chinese: the tie-break that decided; "" where the totals did
	Reasons          []string            // Chinese: why not ranked
	facts            []*standards.Points // of the scheme's ties, nil where unknown or no fact
}

// SheetStanding is one sheet of a contestant.
type SheetStanding struct {
	Standard string
	Total    *Interval // before its weight; nil for a standard without points
	Grade    GradeInterval
	Line     GateState // "" for a sheet without a line
	Text     string    // Chinese: the line
}

// QuotaUse is how many places a quota has and how many were given.
type QuotaUse struct {
	Name          string
	Places, Given int
}

// merge is several intervals in one; there is at least one.
func merge(how Merge, list []Interval) Interval {
	out := list[0]
	for _, next := range list[1:] {
		if how == MergeWorst {
			out = Interval{out.Certain.Min(next.Certain), out.Possible.Min(next.Possible)}
		} else {
			out = Interval{out.Certain.Add(next.Certain), out.Possible.Add(next.Possible)}
		}
	}
	if how == MergeMean {
		n := standards.PointsOf(int64(len(list)))
		out = Interval{out.Certain.Quo(n), out.Possible.Quo(n)}
	}
	return out
}
