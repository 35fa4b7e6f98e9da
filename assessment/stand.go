package assessment

import (
	"fmt"
	"slices"
	"time"

	"zhanping/evidence"
	"zhanping/standards"
)

// Whose word stands (以谁为准), as ItemResult.Source names it.
const (
	SourceCheck  = "check"
	SourceOnSite = "on_site"
	SourceReview = "review"
)

// authority orders the people whose findings count; self-assessment never counts.
var authority = map[string]int{SourceOnSite: 1, SourceReview: 2}

// period is what findings are dated against: the day to which figures are counted and
// the day of judging.
type period struct{ reported, asOf string }

// standing is the finding that stands: review over on-site, then the later date, then
// the later entry. Waivers that ended before the day of judging, and what is dated after
// it, are left out and told as notes; so is what is more than a year older than the
// figures, which still counts.
func standing(findings []evidence.Finding, days period) (stands *evidence.Finding, notes []string) {
	for i, f := range findings {
		if authority[f.Source] == 0 {
			continue
		}
		if f.Date > days.asOf {
			notes = append(notes, fmt.Sprintf("条目 %s 的评定日期 %s 晚于评定基准日 %s，不计入", f.Item, f.Date, days.asOf))
			continue
		}
		if Outcome(f.Outcome) == Waived && f.Until < days.asOf {
			notes = append(notes, fmt.Sprintf("条目 %s 的豁免已于 %s 到期，不再计入", f.Item, f.Until))
			continue
		}
		if days.stale(f.Date) {
			notes = append(notes, fmt.Sprintf("条目 %s 的评定日期 %s 比统计截止日 %s 早一年以上，请核对是否仍然有效", f.Item, f.Date, days.reported))
		}
		if stands == nil || !outranks(*stands, f) {
			stands = &findings[i]
		}
	}
	return stands, notes
}

// stale reports whether a day is more than a year before the figures.
func (p period) stale(date string) bool {
	reported, err := time.Parse(time.DateOnly, p.reported)
	return err == nil && date != "" && date < reported.AddDate(-1, 0, 0).Format(time.DateOnly)
}

func outranks(a, b evidence.Finding) bool {
	if authority[a.Source] != authority[b.Source] {
		return authority[a.Source] > authority[b.Source]
	}
	return a.Date > b.Date
}

// overrule puts a person's word over what the checks decided. Saying the same as the
// checks without new figures confirms them: their shortfalls and measures stay. On an
// item whose parts are priced alone, parts that the person does not name keep what
// their check decided, and count as met where it could not decide. A check that later
// finds such a part lacking contradicts the person, and the part falls short.
func overrule(item *standards.Item, checked decision, f evidence.Finding, points *standards.Points) decision {
	outcome := Outcome(f.Outcome)
	switch outcome {
	case Waived:
		return checked.with(everyRow(item, ruling{outcome: Waived, reason: f.Reason}))
	case NotApplicable:
		return checked.with(everyRow(item, absent(item, f.Reason)))
	case Satisfied, NotSatisfied:
	case NoEvidence, NotChecked, Errored:
		return checked
	}
	if outcome == checked.outcome && points == nil && len(f.Shortfalls) == 0 {
		return checked
	}
	rows := rowsOf(item)
	ruled := make([]ruling, len(rows))
	named := assign(rows, f.Shortfalls)
	for i, r := range rows {
		switch {
		case outcome == Satisfied:
			ruled[i] = met(checked.rows[i])
		case len(rows) == 1 || len(named[i]) > 0:
			ruled[i] = lacking(checked.rows[i], named[i], f)
		default:
			ruled[i] = unnamed(checked.rows[i])
		}
		if points != nil && r.scoring.Inspector != nil {
			if ruled[i].outcome == NotApplicable {
				ruled[i] = met(ruling{})
			}
			ruled[i].given, ruled[i].reason = points, f.Reason
		}
	}
	d := decision{rows: ruled}.settle(item)
	d.outcome = outcome
	return checked.with(d)
}

// met is a row that a person found met; a check that found it met keeps its measure.
func met(checked ruling) ruling {
	if checked.outcome == Satisfied || checked.outcome == NotApplicable {
		return checked
	}
	return ruling{outcome: Satisfied}
}

// unnamed is a row of which a person who found the item lacking said nothing.
func unnamed(checked ruling) ruling {
	if checked.outcome == NotSatisfied {
		return checked
	}
	return met(checked)
}

// lacking is a row that a person found lacking. Where a measure prices the row and the
// check found it lacking as well, the measure stays; a person supplies none.
func lacking(checked ruling, named []Shortfall, f evidence.Finding) ruling {
	out := ruling{outcome: NotSatisfied, leadShort: true, shortfalls: named}
	if len(named) == 0 {
		text := "核查判定不符合"
		if f.Reason != "" {
			text = f.Reason
		}
		out.shortfalls = []Shortfall{{Kind: f.Source, Count: standards.PointsOf(1), Text: text}}
	}
	out.told = checked.outcome != NotSatisfied && len(named) > 0
	if checked.outcome == NotSatisfied {
		out.merits = checked.merits
		out.measure, out.leadShort, out.sideShort = checked.measure, checked.leadShort, checked.sideShort
	}
	return out
}

// assign gives each shortfall of a person to the row that prices it; one that no row
// prices goes nowhere, which Assess has refused before.
func assign(rows []row, shortfalls []evidence.FindingShortfall) [][]Shortfall {
	named := make([][]Shortfall, len(rows))
	for _, s := range shortfalls {
		if i := pricing(rows, s.Kind); i >= 0 {
			named[i] = append(named[i], Shortfall{Kind: s.Kind, Count: standards.PointsOf(int64(s.Count)), Text: s.Text})
		}
	}
	return named
}

// pricing is the row that prices a kind of shortfall, -1 where none does. Rows priced
// alone are named by a kind that they list or by the name of their check.
func pricing(rows []row, kind string) int {
	if len(rows) == 1 {
		if d := rows[0].scoring.Deduct; d != nil {
			if _, priced := d.Price(kind, nil); !priced {
				return -1
			}
		}
		return 0
	}
	if i := slices.IndexFunc(rows, func(r row) bool {
		if r.scoring.Deduct == nil {
			return false
		}
		_, listed := r.scoring.Deduct.Kinds[kind]
		return listed
	}); i >= 0 {
		return i
	}
	return slices.IndexFunc(rows, func(r row) bool {
		if r.name != kind {
			return false
		}
		return r.scoring.Deduct == nil || r.scoring.Deduct.Each.Sign() > 0
	})
}

// discretionary is the row whose points an inspector gives, -1 where there is none or
// where more than one would be meant.
func discretionary(rows []row) int {
	found := -1
	for i, r := range rows {
		if r.scoring.Inspector == nil {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}
