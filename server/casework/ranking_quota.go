package casework

import (
	"cmp"
	"slices"
	"strings"

	"zhanping/server/records"
	"zhanping/server/store"
	"zhanping/standards"
)

// give hands out the quotas, the best grade first, by rank among those who certainly have that grade or
// a better one. Those who are tied where a quota ends are all left out, as in assessment.Rank.
func (r *ranking) give(tx *store.Tx) error {
	quotas := slices.Clone(r.batch.Rules.Quotas)
	slices.SortStableFunc(quotas, func(a, b records.Quota) int {
		return cmp.Compare(slices.Index(r.grades, a.Grade), slices.Index(r.grades, b.Grade))
	})
	for _, quota := range quotas {
		use := QuotaUse{Grade: quota.Grade, Places: quota.Most}
		for i := range r.tiers {
			t := &r.tiers[i]
			waiting := t.waiting(r.fitting(quota.Grade))
			if waiting == 0 || use.Given == use.Places {
				continue
			}
			if use.Given+waiting <= use.Places {
				use.Given += waiting
				t.take(r.fitting(quota.Grade), quota.Grade)
				continue
			}
			given, err := r.split(tx, t, quota.Grade, use.Places-use.Given)
			if err != nil {
				return err
			}
			use.Given += given
			break
		}
		r.uses = append(r.uses, use)
	}
	return nil
}

// fitting is the grades that may take a place of a quota.
func (r *ranking) fitting(grade string) []string { return r.grades[:slices.Index(r.grades, grade)+1] }

// waiting is how many of the grades have no place yet.
func (t *tier) waiting(grades []string) int {
	n := 0
	for _, grade := range grades {
		if t.quotas[grade] == "" {
			n += int(t.grades[grade])
		}
	}
	return n - len(t.placed)
}

func (t *tier) take(grades []string, quota string) {
	for _, grade := range grades {
		if t.quotas[grade] == "" && t.grades[grade] > 0 {
			t.quotas[grade] = quota
		}
	}
}

// split gives the last places of a quota to the first of a tier, where the tie-break tells them apart.
func (r *ranking) split(tx *store.Tx, t *tier, grade string, left int) (int, error) {
	t.short = grade
	if len(r.batch.Rules.Ties) == 0 {
		return 0, nil
	}
	rows, err := tx.TierRows(r.batch.ID, "", t.order, t.certain, t.named(), 0, 0)
	if err != nil {
		return 0, err
	}
	if t.placed == nil {
		t.placed = map[string]string{}
	}
	fitting, given := r.fitting(grade), 0
	for _, group := range r.tied(rows) {
		var takers []string
		for _, row := range group {
			if slices.Contains(fitting, row.GradeCertain) && t.placed[row.ID] == "" && t.quotas[row.GradeCertain] == "" {
				takers = append(takers, row.ID)
			}
		}
		if given+len(takers) > left {
			break
		}
		for _, id := range takers {
			t.placed[id] = grade
		}
		given += len(takers)
	}
	return given, nil
}

// tied is the rows of one total in groups of those that the tie-break cannot tell apart, the first first.
func (r *ranking) tied(rows []store.Ranked) [][]store.Ranked {
	if len(r.batch.Rules.Ties) == 0 {
		return [][]store.Ranked{rows}
	}
	type keyed struct {
		row  store.Ranked
		lost []standards.Points
	}
	all := make([]keyed, len(rows))
	for i, row := range rows {
		all[i] = keyed{row, r.items.lostAt(row, r.batch.Rules.Ties)}
	}
	compare := func(a, b keyed) int {
		return slices.CompareFunc(a.lost, b.lost, standards.Points.Cmp)
	}
	slices.SortStableFunc(all, func(a, b keyed) int { return cmp.Or(compare(a, b), strings.Compare(a.row.ID, b.row.ID)) })
	var groups [][]store.Ranked
	for i, one := range all {
		if i == 0 || compare(all[i-1], one) != 0 {
			groups = append(groups, nil)
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], one.row)
	}
	return groups
}
